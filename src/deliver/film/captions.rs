//! Captions as SubRip text: a number, two times, the words, an empty line.

use std::fmt::Write as _;

use super::{Plan, seconds_of};
use crate::deliver::job::{DeliverError, Request, Source};

/// Writes the captions of a film as an SRT file.
///
/// # Errors
/// When there is no film, or no place for the file.
pub fn srt(source: &Source, request: &Request) -> Result<String, DeliverError> {
    Ok(text(&Plan::new(source, request)?))
}

/// The captions of a film as SRT.
pub fn text(plan: &Plan) -> String {
    let from = plan.range.0;
    let mut out = String::new();
    let captions = plan.captions().map(|caption| (words(&caption.lines), caption));
    for (number, (words, caption)) in captions.filter(|(words, _)| !words.is_empty()).enumerate() {
        let (start, end) = (clock(caption.start - from, plan.rate), clock(caption.end - from, plan.rate));
        // Writing to a String cannot fail.
        let _ = write!(out, "{}\n{start} --> {end}\n{words}\n\n", number + 1);
    }
    out
}

/// The words without what would end them before their end: an arrow.
fn words(lines: &[String]) -> String {
    let lines =
        lines.iter().map(|line| line.replace("-->", "→").chars().filter(|c| !c.is_control()).collect::<String>());
    lines.filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

/// `hh:mm:ss,mmm`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time of at most a day")]
fn clock(frames: u64, rate: u32) -> String {
    let milliseconds = (seconds_of(frames, rate) * 1000.0).round() as u64;
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
    format!("{:02}:{:02}:{:02},{rest:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
