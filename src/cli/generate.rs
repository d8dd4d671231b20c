//! `storyreel generate`: a take of a scene, kept among the project's takes as the window keeps them.

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::opened::{Asked, Opened};
use super::{CliError, Exit, replacing, say};
use crate::desk::make;
use crate::media::io_error::words;
use crate::store::destination::{Destination, Writing};
use crate::store::{ProjectFolder, TakeRecord};
use crate::takes::{Runner, TakeEvent};

/// Without a scene, of every one.
pub fn run(asked: &Asked, scene: Option<usize>, out: Option<&Path>, replace: bool) -> Result<Exit, CliError> {
    let mut opened = Opened::to_change(asked)?;
    let scenes = match scene {
        Some(scene) => vec![opened.scene(scene)?],
        None => (0..opened.project.scenes.len()).collect(),
    };
    if out.is_some() {
        one_take(scenes.len())?;
    }
    let place = out.map(|out| video_place(&opened.folder, out, replace)).transpose()?;
    // A take belongs to its scene by the scene's id: that must be the same when the project is opened again.
    opened.save_what_was_made().map_err(blocked)?;
    let runner = Runner::new().map_err(|error| blocked(words(&error)))?;
    for scene in scenes {
        let take = make(&opened, &runner, scene)?;
        let mut video = opened.folder.video_of(&take).map_err(blocked)?;
        if let (Some(out), Some(place)) = (out, &place) {
            place.copy(&video).map_err(|error| {
                CliError::Blocked(format!("{error}; the take itself is kept at {}", video.display()))
            })?;
            out.clone_into(&mut video);
        }
        say::result(&video.display().to_string())?;
    }
    Ok(Exit::Fine)
}

/// A file takes one take.
pub(super) fn one_take(takes: usize) -> Result<(), CliError> {
    if takes > 1 {
        return Err(CliError::Unusable("--out takes one take; leave out --takes and --all, or --out".to_owned()));
    }
    Ok(())
}

fn blocked(error: impl std::fmt::Display) -> CliError {
    CliError::Blocked(error.to_string())
}

/// Makes the take with a bar on a terminal and without a word elsewhere.
fn make(opened: &Opened, runner: &Runner, scene: usize) -> Result<TakeRecord, CliError> {
    let order = make::resolve(&opened.project, scene, &opened.pictures()).map_err(blocked)?;
    let bar = bar(&format!("Animatic of {}", order.scene_name), order.frames().0);
    let (sender, events) = mpsc::channel();
    // Nobody listens any more only after the last event.
    make::animatic(runner, order, &opened.folder, move |event| drop(sender.send(event)));
    for event in events {
        match event {
            TakeEvent::Preparing(_) => {}
            TakeEvent::Running(share) => bar.set_position(position(share, bar.length())),
            TakeEvent::Saved(take) => {
                bar.finish_and_clear();
                return Ok(*take);
            }
            TakeEvent::Failed(why) => {
                bar.finish_and_clear();
                return Err(CliError::Blocked(why));
            }
            TakeEvent::Cancelled => break,
        }
    }
    bar.finish_and_clear();
    Err(CliError::Blocked("the take was cancelled".to_owned()))
}

/// A bar on standard error; it shows nothing where that is no terminal.
pub(super) fn bar(what: &str, frames: u64) -> ProgressBar {
    let bar = ProgressBar::new(frames).with_message(what.to_owned());
    match ProgressStyle::with_template("{msg} {wide_bar} {percent:>3} %  {eta}") {
        Ok(style) => bar.set_style(style),
        Err(error) => tracing::error!("the bar's looks are broken: {error}"),
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of some hundreds of frames, for showing"
)]
fn position(share: f32, frames: Option<u64>) -> u64 {
    (f64::from(share) * frames.unwrap_or(0) as f64).round() as u64
}

/// Where a video is to be copied to, decided before the work begins.
pub(super) fn video_place(folder: &ProjectFolder, out: &Path, replace: bool) -> Result<Destination, CliError> {
    let place = Destination::one(out, Writing::BackAndForth, Some(folder), &replacing(replace))?;
    if out.extension().is_some_and(|ending| !ending.eq_ignore_ascii_case("mp4")) {
        let name = out.file_name().unwrap_or_default().to_string_lossy();
        return Err(CliError::Unusable(format!("{name}: a take is a .mp4, so --out has to end so")));
    }
    Ok(place)
}
