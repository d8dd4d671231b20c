//! Words as they stand on paper.

use crate::story::mention::mentions;
use crate::story::project::tells_number;

/// What follows is laid out from the left, whatever it begins with.
const LEFT_TO_RIGHT: char = '\u{200E}';

/// The same from the right.
const RIGHT_TO_LEFT: char = '\u{200F}';

/// A number before a title that does not tell it itself. In any script the number stands first: at the left, or where
/// `from_right` all of it is read from the right, at the right.
pub fn numbered(number: usize, title: &str, from_right: bool) -> String {
    if tells_number(title, number) {
        return title.to_owned();
    }
    if title.chars().any(is_right_to_left) && !from_right {
        format!("{LEFT_TO_RIGHT}{number}   {title}")
    } else {
        format!("{number}   {title}")
    }
}

/// A text as it is set in type: among letters that run from the right a mention stays in one piece, its sign before its
/// name, and a line that begins with one runs from the right all the same.
pub fn typeset(text: &str) -> String {
    if !text.chars().any(is_right_to_left) {
        return text.to_owned();
    }
    if run_from_right([text]) {
        let lines: Vec<String> = text.split('\n').map(|line| format!("{RIGHT_TO_LEFT}{}", whole(line))).collect();
        return lines.join("\n");
    }
    whole(text)
}

fn whole(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for mention in mentions(text) {
        out.push_str(&text[from..mention.range.start]);
        out.push(LEFT_TO_RIGHT);
        from = mention.range.start;
    }
    out.push_str(&text[from..]);
    out
}

/// Whether more letters of texts are of scripts that run from the right than of others: such a page is set from the right.
pub fn run_from_right<'a>(texts: impl IntoIterator<Item = &'a str>) -> bool {
    direction(texts) == Some(true)
}

/// The same; nothing where there are as many of both, or none.
pub fn direction<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<bool> {
    let letters = texts.into_iter().flat_map(str::chars).filter(|c| c.is_alphabetic());
    let (right, left) =
        letters.fold(
            (0_usize, 0_usize),
            |(right, left), c| {
                if is_right_to_left(c) { (right + 1, left) } else { (right, left + 1) }
            },
        );
    (right != left).then_some(right > left)
}

/// A text with a capital at its start.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Letters of scripts that run from the right: Hebrew, Arabic, Syriac and their kin.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_stay_whole_among_letters_from_the_right() {
        assert_eq!(typeset("רצה לאט @mara @"), "\u{200F}רצה לאט \u{200E}@mara @");
        assert_eq!(typeset("@mara runs, גג"), "\u{200E}@mara runs, גג");
        assert_eq!(typeset("@mara runs"), "@mara runs");
    }

    #[test]
    fn a_number_is_told_once() {
        assert_eq!(numbered(4, "Rooftop", false), "4   Rooftop");
        for told in ["Scene 4", "scene 4", "4 Rooftop", "4. Rooftop", "4"] {
            assert_eq!(numbered(4, told, false), told);
        }
        for other in ["Scene 5", "40 thieves", "4x4"] {
            assert_eq!(numbered(4, other, false), format!("4   {other}"));
        }
        assert_eq!(numbered(4, "גג", true), "4   גג");
    }

    #[test]
    fn most_letters_tell_from_where_a_page_is_set() {
        assert!(run_from_right(["גג רטוב", "@mara 12 s"]));
        assert!(run_from_right(["سطح مبلل"]));
        for other in ["Rooftop גג", "020A", ""] {
            assert!(!run_from_right([other]), "{other}");
        }
    }
}
