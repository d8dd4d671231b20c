//! Captions as SubRip text: a number, two times, the words, an empty line.

use std::fmt::Write as _;

use super::{Part, PartShot, Plan, seconds_of};
use crate::deliver::job::{DeliverError, Request, Source};

/// The captions of a film as SRT.
///
/// # Errors
/// When there is no film.
pub fn srt(source: &Source, request: &Request) -> Result<String, DeliverError> {
    Ok(text(&Plan::new(source, request)?))
}

pub(super) fn text(plan: &Plan) -> String {
    let (from, to) = plan.range;
    let mut out = String::new();
    let mut number = 0;
    for part in &plan.parts {
        for (at, shot) in part.shots.iter().enumerate() {
            let words = words(&shot.caption);
            let (start, end) = (shot.start.max(from), end_of(part, at, shot).min(to));
            if start >= end || words.is_empty() {
                continue;
            }
            number += 1;
            let (start, end) = (clock(start - from, plan.rate), clock(end - from, plan.rate));
            // Writing to a String cannot fail.
            let _ = write!(out, "{number}\n{start} --> {end}\n{words}\n\n");
        }
    }
    out
}

/// The film's frame that a shot ends before: where the next one begins, or the part ends.
fn end_of(part: &Part, at: usize, shot: &PartShot) -> u64 {
    part.shots.get(at + 1).map_or(part.start + part.length, |next| next.start).max(shot.start)
}

/// The words without what would end them before their end: an empty line, an arrow.
fn words(caption: &str) -> String {
    let caption = caption.replace("\r\n", "\n").replace('\r', "\n").replace("-->", "→");
    let lines = caption.lines().map(str::trim_end).filter(|line| !line.trim().is_empty());
    lines.map(|line| line.chars().filter(|c| !c.is_control()).collect::<String>()).collect::<Vec<_>>().join("\n")
}

/// `hh:mm:ss,mmm`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time of at most a day")]
fn clock(frames: u64, rate: u32) -> String {
    let milliseconds = (seconds_of(frames, rate) * 1000.0).round() as u64;
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
    format!("{:02}:{:02}:{:02},{rest:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
