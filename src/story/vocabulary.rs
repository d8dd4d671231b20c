//! Words of the camera that prompts are made of. The text is what counts: a word is in it where it stands in it.

use std::ops::Range;

use serde::Deserialize;

use super::find::places;

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
    /// These words and others': groups of one name become one, no word is there twice.
    #[must_use]
    pub fn with(mut self, others: Self) -> Self {
        for theirs in others.groups {
            let name = theirs.name.to_lowercase();
            let at = self.groups.iter().position(|group| group.name.to_lowercase() == name).unwrap_or_else(|| {
                self.groups.push(Group { name: theirs.name, words: Vec::new() });
                self.groups.len() - 1
            });
            let words = &mut self.groups[at].words;
            for word in theirs.words.into_iter().map(|word| word.trim().to_owned()) {
                if !word.is_empty() && !words.iter().any(|known| known.to_lowercase() == word.to_lowercase()) {
                    words.push(word);
                }
            }
        }
        self
    }

    /// All words of all groups.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().flat_map(|group| group.words.iter().map(String::as_str))
    }
}

/// Where a text says this, whole and in capitals or not.
#[must_use]
pub fn place_of(text: &str, word: &str) -> Option<Range<usize>> {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '@');
    places(text, word, false).into_iter().find(|place| {
        !text[..place.start].chars().next_back().is_some_and(joins)
            && !text[place.end..].chars().next().is_some_and(joins)
    })
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
        let both = ours.with(theirs);
        assert_eq!(both.words().collect::<Vec<_>>(), ["35 mm", "18 mm", "16 mm"]);
        assert_eq!(both.groups[1].name, "Film");
    }

    proptest! {
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
