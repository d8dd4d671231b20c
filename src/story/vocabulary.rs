//! Words of the camera that prompts are made of. The text is what counts: a word is in it where it stands in it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde::Deserialize;

use super::find::matched;

/// No more words than this are offered: each has a chip, and each prompt is looked through for all of them.
pub const WORDS_MAX: usize = 1_000;
/// A word that has more characters than this fits no chip.
pub const WORD_CHARS_MAX: usize = 80;

/// Words in groups, as they are offered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    #[serde(default)]
    pub groups: Vec<Group>,
}

/// Words of one kind: framing, movement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub name: String,
    pub words: Vec<String>,
}

impl Vocabulary {
    /// These words and others': groups of one name become one, no word is there twice. Others' words that are longer than
    /// `WORD_CHARS_MAX`, and those past `WORDS_MAX` in all, are left out; gives how many.
    #[must_use]
    pub fn with(mut self, others: Self) -> (Self, usize) {
        let mut left_out = 0;
        let mut count = self.words().count();
        let mut groups: HashMap<String, usize> =
            self.groups.iter().enumerate().map(|(at, group)| (group.name.to_lowercase(), at)).collect();
        let key = |group: usize, word: &str| (group, word.to_lowercase());
        let mut known: HashSet<(usize, String)> = HashSet::new();
        for (at, group) in self.groups.iter().enumerate() {
            known.extend(group.words.iter().map(|word| key(at, word)));
        }
        for theirs in others.groups {
            let name: String = theirs.name.chars().take(WORD_CHARS_MAX).collect();
            for word in theirs.words.iter().map(String::as_str).map(str::trim).filter(|word| !word.is_empty()) {
                if count >= WORDS_MAX || word.chars().nth(WORD_CHARS_MAX).is_some() {
                    left_out += 1;
                    continue;
                }
                let at = *groups.entry(name.to_lowercase()).or_insert_with(|| {
                    self.groups.push(Group { name: name.clone(), words: Vec::new() });
                    self.groups.len() - 1
                });
                if known.insert(key(at, word)) {
                    self.groups[at].words.push(word.to_owned());
                    count += 1;
                }
            }
        }
        (self, left_out)
    }

    /// All words of all groups.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().flat_map(|group| group.words.iter().map(String::as_str))
    }

    /// Which of the words a text says, in their order: the text is gone through once for all of them.
    #[must_use]
    pub fn said_in(&self, text: &str) -> Vec<bool> {
        let words: Vec<&str> = self.words().collect();
        let mut by_first: HashMap<char, Vec<usize>> = HashMap::new();
        for (at, word) in words.iter().enumerate() {
            by_first.entry(first_letter(word)).or_default().push(at);
        }
        let mut said = vec![false; words.len()];
        for start in starts(text) {
            let rest = &text[start..];
            for &at in by_first.get(&first_letter(rest)).into_iter().flatten() {
                said[at] = said[at] || said_at(rest, words[at]).is_some();
            }
        }
        said
    }
}

/// The first letter, in capitals or not.
fn first_letter(text: &str) -> char {
    text.chars().next().and_then(|first| first.to_lowercase().next()).unwrap_or_default()
}

/// Whether a letter belongs to the word beside it.
fn joins(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '@')
}

/// Where a word may begin, in bytes.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let mut before = None;
    text.char_indices().filter_map(move |(at, c)| {
        let begins = !before.replace(c).is_some_and(joins);
        begins.then_some(at)
    })
}

/// How many bytes at the start of a text say this, where it ends there too.
fn said_at(text: &str, word: &str) -> Option<usize> {
    let length = matched(text, word, false).filter(|length| *length > 0)?;
    (!text[length..].chars().next().is_some_and(joins)).then_some(length)
}

/// Where a text says this, whole and in capitals or not.
#[must_use]
pub fn place_of(text: &str, word: &str) -> Option<Range<usize>> {
    starts(text).find_map(|start| Some(start..start + said_at(&text[start..], word)?))
}

/// The text with this at its end.
#[must_use]
pub fn put(text: &str, word: &str) -> String {
    let text = text.trim_end();
    match text.chars().next_back() {
        None => word.to_owned(),
        Some(last) if last.is_alphanumeric() => format!("{text}, {word}"),
        Some(_) => format!("{text} {word}"),
    }
}

/// The text without this, wherever it says it, and without the comma that parted it.
#[must_use]
pub fn taken_out(text: &str, word: &str) -> String {
    let mut text = text.to_owned();
    while let Some(Range { start, end }) = place_of(&text, word) {
        let (before, after) = (&text[..start], &text[end..]);
        text = if let Some(before) = before.strip_suffix(", ").or_else(|| before.strip_suffix(' ')) {
            format!("{before}{after}")
        } else {
            let after = after.strip_prefix(',').unwrap_or(after);
            format!("{before}{}", after.strip_prefix(' ').unwrap_or(after))
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::story::testing::any_text;

    #[test]
    fn a_word_is_in_a_text_whole_and_in_any_capitals() {
        assert_eq!(place_of("Low angle, 35 mm.", "low angle"), Some(0..9));
        assert_eq!(place_of("slow angles", "low angle"), None);
        assert_eq!(place_of("135 mm, 35 mm", "35 mm"), Some(8..13));
        assert_eq!(place_of("@orbit", "orbit"), None);
        assert_eq!(place_of("x", ""), None);
    }

    #[test]
    fn words_go_in_with_a_comma_and_out_with_it() {
        assert_eq!(put("Wide, dusk", "35 mm"), "Wide, dusk, 35 mm");
        assert_eq!(put("She runs. ", "35 mm"), "She runs. 35 mm");
        assert_eq!(put(" ", "35 mm"), "35 mm");
        assert_eq!(taken_out("Wide, 35 MM, dusk", "35 mm"), "Wide, dusk");
        assert_eq!(taken_out("35 mm, dusk", "35 mm"), "dusk");
        assert_eq!(taken_out("Orbit, then orbit.", "orbit"), "then.");
        assert_eq!(taken_out("nothing", "orbit"), "nothing");
    }

    #[test]
    fn others_add_to_groups_and_bring_their_own() {
        let of = |text: &str| toml::from_str::<Vocabulary>(text).unwrap();
        let ours = of("[[groups]]\nname = \"Lens\"\nwords = [\"35 mm\"]");
        let theirs = of(
            "[[groups]]\nname = \"lens\"\nwords = [\"35 MM\", \" 18 mm\", \"\"]\n[[groups]]\nname = \"Film\"\nwords = [\"16 mm\"]",
        );
        let (both, _) = ours.with(theirs);
        assert_eq!(both.words().collect::<Vec<_>>(), ["35 mm", "18 mm", "16 mm"]);
        assert_eq!(both.groups[1].name, "Film");
    }

    proptest! {
        #[test]
        fn what_is_said_is_what_has_a_place(text in any_text(), words in prop::collection::vec("[a-cA-B é@]{0,3}", 0..6)) {
            let text = format!("{text} {}", words.concat());
            let words: Vec<String> = words.into_iter().chain(["low angle".to_owned(), "\u{130}x".to_owned()]).collect();
            let vocabulary = Vocabulary { groups: vec![Group { name: String::new(), words: words.clone() }] };
            let said: Vec<bool> = words.iter().map(|word| place_of(&text, word).is_some()).collect();
            prop_assert_eq!(vocabulary.said_in(&text), said);
        }

        #[test]
        fn what_was_put_in_is_in_and_comes_out_again(text in any_text()) {
            const WORD: &str = "slow push in";
            prop_assume!(place_of(&text, WORD).is_none());
            let with = put(&text, WORD);
            prop_assert!(place_of(&with, WORD).is_some());
            let out = taken_out(&with, WORD);
            prop_assert_eq!(out.trim_end_matches(','), text.trim_end().trim_end_matches(','));
        }
    }
}
