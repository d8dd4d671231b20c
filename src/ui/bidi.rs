//! Lines that are painted, in the order in which they are seen. egui shapes each word of a script that runs from the right
//! as it should be, but sets the words from left to right: here they are put so that this gives the right order.

use unicode_bidi::{BidiInfo, Level};

/// A line as it is to be handed to egui, and whether it begins at the right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenLine {
    pub text: String,
    pub from_right: bool,
}

/// A single line in the order in which it is seen. `None` where that is the order in which it is written.
pub fn seen(line: &str) -> Option<SeenLine> {
    if line.is_ascii() {
        return None;
    }
    let mut info = BidiInfo::new(line, None);
    if !info.has_rtl() {
        return None;
    }
    // An element's sign stays with its name, which is written from the left.
    for (at, _) in line.match_indices('@') {
        if let Some(level) = info.levels.get(at + 1).copied() {
            info.levels[at] = level;
        }
    }
    let paragraph = info.paragraphs.first()?;
    let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
    let mut text = String::with_capacity(line.len());
    for run in runs {
        let is_rtl = levels.get(run.start).is_some_and(Level::is_rtl);
        if is_rtl {
            words(&line[run]).into_iter().rev().for_each(|word| text.push_str(word));
        } else {
            text.push_str(&line[run]);
        }
    }
    Some(SeenLine { text, from_right: paragraph.level.is_rtl() })
}

/// Stretches of letters, and each sign between them by itself.
fn words(run: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut from = 0;
    let parts = |c: char| c.is_whitespace() || c.is_ascii_punctuation();
    for (at, sign) in run.match_indices(parts) {
        if at > from {
            words.push(&run[from..at]);
        }
        words.push(sign);
        from = at + sign.len();
    }
    if from < run.len() {
        words.push(&run[from..]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> Option<(String, bool)> {
        seen(line).map(|seen| (seen.text, seen.from_right))
    }

    #[test]
    fn words_from_the_right_stand_in_the_order_they_are_read() {
        assert_eq!(told("היא רצה מהר"), Some(("מהר רצה היא".to_owned(), true)));
        assert_eq!(told("רצה, מהר."), Some((".מהר ,רצה".to_owned(), true)));
        assert_eq!(told("Mara says שלום עולם now"), Some(("Mara says עולם שלום now".to_owned(), false)));
        assert_eq!(told("רצה @mara_one מהר"), Some(("מהר @mara_one רצה".to_owned(), true)));
    }

    #[test]
    fn other_lines_stay_as_they_are() {
        for line in ["Mara runs", "走れ", "déjà vu", ""] {
            assert_eq!(told(line), None);
        }
    }
}
