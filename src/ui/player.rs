//! What the viewer plays: from where, how fast, and between which marks.

use std::ops::Range;

use crate::story::{FrameNumber, TakeId};

/// What the viewer shows and where it is.
#[derive(Clone, Debug, Default)]
pub struct Player {
    pub source: Source,
    pub position: FrameNumber,
    pub playing: Option<Playing>,
    pub looping: bool,
    pub marks: Marks,
}

/// It plays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Playing {
    /// Since when, on egui's clock in seconds, and from which frame.
    pub since: f64,
    pub from: FrameNumber,
    /// Times true speed; backward below 0.
    pub rate: i32,
}

/// What of it plays: from one frame on, up to before another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    pub from: Option<FrameNumber>,
    pub to: Option<FrameNumber>,
}

impl Player {
    /// The frames that play of so many: those between the marks where any are left, else all.
    #[must_use]
    pub fn range(&self, length: FrameNumber) -> Range<FrameNumber> {
        let from = self.marks.from.unwrap_or_default();
        let to = self.marks.to.unwrap_or(length).min(length);
        if from < to { from..to } else { FrameNumber(0)..length }
    }

    /// Sets one end of the range; an end on the wrong side of it gives way.
    pub fn mark(&mut self, marks: Marks) {
        if marks.from.is_some() {
            self.marks.from = marks.from;
            self.marks.to = marks.to.or(self.marks.to.filter(|to| Some(*to) > marks.from));
        } else if marks.to.is_some() {
            self.marks.to = marks.to;
            self.marks.from = self.marks.from.filter(|from| Some(*from) < marks.to);
        }
    }
}

/// What plays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// The scene as it stands, painted live.
    #[default]
    Live,
    Take(TakeId),
}
