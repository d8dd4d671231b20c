//! What the camera does in a shot, read from the words of its prompt. The words stand in `assets/vocabulary.toml`.
//!
//! A prompt tells of people too: "the man pushes in his chair" is no move of the camera. So words count where they are
//! said of the camera:
//!
//! - The camera does it: "the camera slowly pushes in", "as we pan left". One that somebody goes towards does nothing:
//!   "she runs at the camera and pulls back".
//! - Or nobody does: the words begin a part of a sentence ("Wide, slow push in.") or follow a word of framing ("Close-up
//!   with a push in", "35 mm tracking right"). What people do too ("pushes in", "tilting up") must begin a whole sentence
//!   then.
//! - What is done to a thing is no move, unless the camera does it: "pull back the curtain".
//! - A word by itself ("static", "orbit") must be a part of a sentence by itself, but for its pace and its framing.
//! - What is said not to be is not: "no push in", "never pans left". In quotation marks nothing counts.
//!
//! Where several count, the first does, and of those that begin together the longest: one still picture shows one move.
//! What is not understood is no move, and the picture holds still.

mod sentence;
#[cfg(test)]
mod tests;
mod words;

use std::sync::LazyLock;

use serde::Deserialize;

use self::sentence::{Said, Sentence};
use self::words::{Phrase, Words};

/// What the camera does in a shot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CameraMove {
    pub way: Way,
    pub pace: Pace,
}

/// Where the camera goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    #[default]
    Still,
    In,
    Out,
    Left,
    Right,
    Up,
    Down,
    /// Around where it is: a hand that holds it, or a way that the words do not name or a drawing cannot show.
    Sway,
}

/// How far it goes in the time of its shot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    Slow,
    #[default]
    Even,
    Fast,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("../../../assets/vocabulary.toml")));

/// What the camera does by the words of a prompt; still where none are said of it.
#[must_use]
pub fn written(prompt: &str) -> CameraMove {
    let sentence = Sentence::of(prompt);
    for at in 0..sentence.len() {
        let phrases = sentence.word(at).map_or(&[][..], |word| WORDS.beginning_with(word));
        let found = phrases.iter().find(|phrase| sentence.holds(at, &phrase.words) && counts(&sentence, at, phrase));
        if let Some(phrase) = found {
            return CameraMove { way: phrase.way, pace: sentence.pace(at, phrase) };
        }
    }
    CameraMove::default()
}

/// Whether a phrase that stands at a place is said of the camera.
fn counts(sentence: &Sentence, at: usize, phrase: &Phrase) -> bool {
    if sentence.is_denied(at) {
        return false;
    }
    let end = at + phrase.words.len();
    let may_begin = match sentence.said(at) {
        Said::OfCamera => return true,
        Said::OfOthers => false,
        Said::BeginsSentence | Said::AfterFraming => true,
        Said::BeginsPart => !phrase.is_of_people,
    };
    let is_of_a_thing = phrase.is_done_to_things && sentence.is_done_to_a_thing(at, end);
    may_begin && !is_of_a_thing && (phrase.words.len() > 1 || sentence.is_by_itself(end))
}
