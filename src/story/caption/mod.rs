//! Captions: the text of a shot in pieces that can be read, each with its time within the shot. Viewer, animatic, film
//! and SRT file all show these.

mod lines;

use serde::{Deserialize, Serialize};

use self::lines::{in_pieces, letters};
use super::mention::without_at;
use super::project::Shot;
use super::speech::speeches;

/// Lines of one caption.
pub const LINES_MAX: usize = 2;
/// The longest line, in hundredths of an em: some 45 letters, or 24 Chinese ones, as subtitles have them.
pub const LINE_WIDTH: u32 = 2_400;

/// Which text of a shot is its caption.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CaptionText {
    #[default]
    Dialogue,
    Notes,
    Prompt,
}

impl CaptionText {
    pub const ALL: [Self; 3] = [Self::Dialogue, Self::Notes, Self::Prompt];

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Dialogue => "Dialogue",
            Self::Notes => "Notes",
            Self::Prompt => "Prompt",
        }
    }

    /// The text of a shot that is meant.
    #[must_use]
    pub fn of(self, shot: &Shot) -> &str {
        match self {
            Self::Dialogue => &shot.dialogue,
            Self::Notes => &shot.notes,
            Self::Prompt => &shot.prompt,
        }
    }
}

/// What is read for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caption {
    /// The shot's frame that it begins with, and the one before which it ends.
    pub start: u64,
    pub end: u64,
    /// One or two.
    pub lines: Vec<String>,
}

/// All captions of a shot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captions {
    /// One after another, from the shot's first frame to its end.
    pub all: Vec<Caption>,
    /// Letters that found no time; the last caption then ends in "…".
    pub letters_cut: usize,
}

impl Captions {
    /// The captions of a shot that lasts so many frames of this rate.
    #[must_use]
    pub fn new(text: &str, which: CaptionText, frames: u64, rate: u32) -> Self {
        if frames == 0 {
            return Self::default();
        }
        let in_pieces = |text: &str| in_pieces(&without_at(text), LINE_WIDTH, LINES_MAX);
        let mut pieces: Vec<Vec<String>> = match which {
            CaptionText::Dialogue => speeches(text).iter().flat_map(|speech| in_pieces(&speech.told())).collect(),
            CaptionText::Notes | CaptionText::Prompt => in_pieces(text),
        };
        let kept = usize::try_from(frames / hurried(rate)).unwrap_or(usize::MAX).max(1);
        let cut = pieces.split_off(kept.min(pieces.len()));
        if let Some(last) = pieces.last_mut().and_then(|lines| lines.last_mut()).filter(|_| !cut.is_empty()) {
            last.push_str(" …");
        }
        let letters_cut = cut.iter().map(|lines| letters(lines)).sum();
        let weights: Vec<u64> = pieces.iter().map(|lines| letters(lines).max(1) as u64).collect();
        let mut start = 0;
        let all = std::iter::zip(pieces, shares(frames, &weights, u64::from(rate.max(1)))).map(|(lines, length)| {
            let caption = Caption { start, end: start + length, lines };
            start += length;
            caption
        });
        Self { all: all.collect(), letters_cut }
    }

    /// The same, so many frames later.
    #[must_use]
    pub fn later(mut self, frames: u64) -> Self {
        for caption in &mut self.all {
            caption.start += frames;
            caption.end += frames;
        }
        self
    }

    /// The caption of a frame.
    #[must_use]
    pub fn at(&self, frame: u64) -> Option<&Caption> {
        self.all.iter().find(|caption| (caption.start..caption.end).contains(&frame))
    }
}

/// Half a second, in frames: what a caption lasts at least where there is too much of them.
fn hurried(rate: u32) -> u64 {
    u64::from(rate.div_ceil(2)).max(1)
}

/// Parts of a time by these weights, none shorter than `least` where there is time for that, else all alike.
fn shares(time: u64, weights: &[u64], least: u64) -> Vec<u64> {
    let count = weights.len() as u64;
    if count == 0 {
        return Vec::new();
    }
    let least = least.min(time / count);
    let mut is_least = vec![false; weights.len()];
    loop {
        let set = is_least.iter().filter(|set| **set).count() as u64;
        let rest = u128::from(time - set * least);
        let weight: u128 =
            std::iter::zip(weights, &is_least).filter(|(_, set)| !**set).map(|(weight, _)| u128::from(*weight)).sum();
        let share = |weight_of: u64| u64::try_from(rest * u128::from(weight_of) / weight.max(1)).unwrap_or(u64::MAX);
        let shorter: Vec<usize> =
            (0..weights.len()).filter(|at| !is_least[*at] && share(weights[*at]) < least).collect();
        if shorter.is_empty() {
            let mut shares: Vec<u64> = std::iter::zip(weights, &is_least)
                .map(|(weight, set)| if *set { least } else { share(*weight) })
                .collect();
            // What rounding leaves goes to the last.
            let spare = time - shares.iter().sum::<u64>();
            if let Some(last) = shares.last_mut() {
                *last += spare;
            }
            return shares;
        }
        for at in shorter {
            is_least[at] = true;
        }
    }
}

#[cfg(test)]
mod tests;
