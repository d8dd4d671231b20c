//! The phrases that a camera's move is called by, with the other forms of their verbs.

use std::collections::HashMap;

use serde::Deserialize;

use super::Way;
use super::sentence::Sentence;

/// A phrase that a move is called by.
pub struct Phrase {
    /// In small letters.
    pub words: Vec<String>,
    pub way: Way,
    /// A form of a verb that people do too: "pushes in", "tilting up".
    pub is_of_people: bool,
    /// A verb that is done to things too: "pull back the curtain".
    pub is_done_to_things: bool,
}

/// All phrases by their first words, the longest first.
#[derive(Default)]
pub struct Words(HashMap<String, Vec<Phrase>>);

/// The part of the vocabulary that is read here.
#[derive(Default, Deserialize)]
struct Vocabulary {
    moves: Vec<Moves>,
}

#[derive(Deserialize)]
struct Moves {
    #[serde(rename = "move")]
    way: Way,
    words: Vec<String>,
}

/// Verbs of the vocabulary that cameras alone do; their other forms count wherever the verbs do.
const CAMERA_VERBS: [&str; 8] = ["pan", "dolly", "truck", "crane", "zoom", "jib", "pedestal", "track"];
/// Verbs of the vocabulary that people do too.
const OTHER_VERBS: [&str; 13] =
    ["push", "pull", "tilt", "move", "drift", "slide", "creep", "crawl", "orbit", "boom", "arc", "crab", "circle"];
/// Those of them that are done to things.
const VERBS_OF_THINGS: [&str; 5] = ["push", "pull", "punch", "slide", "move"];

impl Words {
    /// Reads the moves of a vocabulary. One that cannot be read has none.
    pub fn read(vocabulary: &str) -> Self {
        let vocabulary: Vocabulary = toml::from_str(vocabulary).unwrap_or_default();
        let mut words = Self::default();
        for Moves { way, words: phrases } in vocabulary.moves {
            for phrase in phrases {
                words.add(&phrase, way);
            }
        }
        for phrases in words.0.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        words
    }

    fn add(&mut self, phrase: &str, way: Way) {
        let words = Sentence::of(phrase).into_words();
        let Some(verb) = words.first().cloned() else { return };
        let is_done_to_things = VERBS_OF_THINGS.contains(&verb.as_str());
        let mut add = |first: String, is_of_people| {
            let words = std::iter::once(first.clone()).chain(words[1..].iter().cloned()).collect();
            self.0.entry(first).or_default().push(Phrase { words, way, is_of_people, is_done_to_things });
        };
        let is_of_people = OTHER_VERBS.contains(&verb.as_str());
        if is_of_people || CAMERA_VERBS.contains(&verb.as_str()) {
            for form in other_forms(&verb) {
                add(form, is_of_people);
            }
        }
        add(verb, false);
    }

    pub fn beginning_with(&self, word: &str) -> &[Phrase] {
        self.0.get(word).map_or(&[], Vec::as_slice)
    }
}

/// "pushes" and "pushing" of "push".
fn other_forms(verb: &str) -> [String; 2] {
    let does = match verb {
        _ if verb.ends_with("sh") || verb.ends_with('x') => format!("{verb}es"),
        _ if verb.ends_with('y') => format!("{}ies", &verb[..verb.len() - 1]),
        _ => format!("{verb}s"),
    };
    let doing = match verb {
        "pan" | "jib" | "crab" => format!("{verb}{}ing", &verb[verb.len() - 1..]),
        _ if verb.ends_with('e') => format!("{}ing", &verb[..verb.len() - 1]),
        _ => format!("{verb}ing"),
    };
    [does, doing]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_have_their_forms() {
        let forms = |verb| other_forms(verb).join(" ");
        assert_eq!(forms("push"), "pushes pushing");
        assert_eq!(forms("pan"), "pans panning");
        assert_eq!(forms("dolly"), "dollies dollying");
        assert_eq!(forms("move"), "moves moving");
        assert_eq!(forms("tilt"), "tilts tilting");
    }
}
