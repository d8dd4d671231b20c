//! Which words of a text another one has otherwise.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// So many words are compared; of longer changes only that there is one is told.
const WORDS_MAX: usize = 2_000;
/// So many changes are told one by one.
const TOLD_MAX: usize = 6;
/// So many letters of a change are told.
const LETTERS_MAX: usize = 80;

/// What changed, for people: `"Dusk" becomes "Dawn", "slowly" is gone`.
#[must_use]
pub fn changes(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    if old == new {
        return "only spaces and line breaks differ".to_owned();
    }
    let before = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[before..], &new[before..]);
    let after = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[..old.len() - after], &new[..new.len() - after]);
    if old.len().max(new.len()) > WORDS_MAX {
        return "most of it is another".to_owned();
    }
    let told: Vec<String> = pieces(old, new)
        .into_iter()
        .map(|(old, new)| match (old, new) {
            ([], new) => format!("{} is new", quoted(new)),
            (old, []) => format!("{} is gone", quoted(old)),
            (old, new) => format!("{} becomes {}", quoted(old), quoted(new)),
        })
        .collect();
    super::list::shortened(&told, TOLD_MAX).collect::<Vec<_>>().join(", ")
}

/// The words that differ, old beside new. Changes with one word alike between them are one: so people read them.
fn pieces<'a, 'b>(old: &'a [&'b str], new: &'a [&'b str]) -> Vec<(&'a [&'b str], &'a [&'b str])> {
    let mut ranges: Vec<(std::ops::Range<usize>, std::ops::Range<usize>)> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (of_old, of_new) = (op.old_range(), op.new_range());
        match ranges.last_mut() {
            Some((last_old, last_new)) if of_old.start <= last_old.end + 1 && of_new.start <= last_new.end + 1 => {
                last_old.end = of_old.end;
                last_new.end = of_new.end;
            }
            _ => ranges.push((of_old, of_new)),
        }
    }
    ranges.into_iter().map(|(of_old, of_new)| (&old[of_old], &new[of_new])).collect()
}

fn quoted(words: &[&str]) -> String {
    let mut text = words.join(" ");
    if let Some((end, _)) = text.char_indices().nth(LETTERS_MAX) {
        text.truncate(end);
        text.push('…');
    }
    format!("\"{text}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_that_changed_are_told_and_those_alike_are_not() {
        for (old, new, told) in [
            ("Wide. Dusk over the roofs", "Wide. Dawn over the roofs", "\"Dusk\" becomes \"Dawn\""),
            ("She runs slowly over it", "She runs over it", "\"slowly\" is gone"),
            ("Wide", "Wide, low", "\"Wide\" becomes \"Wide, low\""),
            ("a b c d", "a x c y", "\"b c d\" becomes \"x c y\""),
            ("a b c d e f", "x b c d e y", "\"a\" becomes \"x\", \"f\" becomes \"y\""),
            ("", "Rain", "\"Rain\" is new"),
            ("a  b", "a\nb", "only spaces and line breaks differ"),
        ] {
            assert_eq!(changes(old, new), told);
        }
        let long = |word: &str| vec![word; 3_000].join(" ");
        assert_eq!(changes(&long("a"), &long("b")), "most of it is another");
        let every_third = |word: &str| {
            (0..60).map(|n| if n % 4 == 0 { word.to_owned() } else { n.to_string() }).collect::<Vec<_>>().join(" ")
        };
        assert!(changes(&every_third("a"), &every_third("b")).ends_with(", and 9 more"));
    }

    proptest! {
        #[test]
        fn the_changes_made_in_the_old_text_give_the_new_one(old in "[ab ]{0,30}", new in "[ab ]{0,30}") {
            let (old, new): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
            let pieces = pieces(&old, &new);
            prop_assert_eq!(pieces.is_empty(), old == new);
            let (mut of_old, mut of_new) = (old.len(), new.len());
            for (was, is) in &pieces {
                of_old -= was.len();
                of_new -= is.len();
                prop_assert!(was != is);
            }
            prop_assert_eq!(of_old, of_new, "what is left is alike");
        }

        #[test]
        fn any_two_texts_have_their_changes_told(old in any::<String>(), new in any::<String>()) {
            prop_assert!(!changes(&old, &new).is_empty());
        }
    }
}
