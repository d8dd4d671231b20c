//! The film: for each scene its take, else its animatic, one after another. A single take without anything on it is
//! copied as it is; everything else is painted frame by frame and encoded.

mod captions;
mod frames;
mod gif;

pub use captions::srt;
pub use gif::gif;

use std::path::PathBuf;

use self::frames::FilmFrames;
use super::job::{DeliverError, Delivered, Request, Source, Watch};
use super::settings::{CaptionText, Captions};
use super::{chosen, decimal::Decimal};
use crate::media::FilmReader;
use crate::media::film::write::{SoundTrack, write_film};
use crate::store::destination::Destination;
use crate::store::disk;
use crate::story::mention::without_at;
use crate::story::units::FRAME_RATE;
use crate::story::{FrameNumber, Order, Scene, Shot};

/// A film as it will be, its parts one after another.
#[derive(Clone, Debug)]
pub struct Plan {
    pub parts: Vec<Part>,
    /// Frames a second.
    pub rate: u32,
    /// The frames that are wanted: from the first to before the second.
    pub range: (u64, u64),
}

/// A scene of a film.
#[derive(Clone, Debug)]
pub struct Part {
    /// The film's frame that it begins with.
    pub start: u64,
    /// In frames of the film.
    pub length: u64,
    pub content: Content,
    pub shots: Vec<PartShot>,
}

/// A shot of a scene of a film.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartShot {
    /// The film's frame that it begins with.
    pub start: u64,
    pub name: String,
    pub caption: String,
}

/// What is seen.
#[derive(Clone, Debug)]
pub enum Content {
    Animatic(Box<Order>),
    Take(PathBuf),
}

impl Plan {
    /// Works out a film.
    ///
    /// # Errors
    /// When a take cannot be read, there is nothing to see, or the range is outside the film.
    pub fn new(source: &Source, request: &Request) -> Result<Self, DeliverError> {
        let text = request.settings.film.caption_text;
        let mut scenes = Vec::new();
        for (at, scene) in request.scope.clone().scenes(&source.project) {
            if let Some(take) = chosen::take_of(scene, &source.takes) {
                let path = source.folder.video_of(take)?;
                let info = FilmReader::open(&path)?.info();
                scenes.push((scene, Content::Take(path), info.seconds, info.fps, ordered(&take.order, scene, text)));
            } else if let Ok(order) = Order::resolve(&source.project, at, &source.pictures) {
                let seconds = order.frames().time();
                let shots = ordered(&order, scene, text);
                scenes.push((scene, Content::Animatic(Box::new(order)), seconds, f64::from(FRAME_RATE), shots));
            }
        }
        let rate = match scenes.as_slice() {
            [(_, _, _, fps, _)] => whole_rate(*fps),
            _ => FRAME_RATE,
        };
        let mut parts = Vec::new();
        let mut start = 0;
        for (_, content, seconds, _, shots) in scenes {
            let length = frame_at(seconds, rate);
            let shots = shots.into_iter().map(|(begins, name, caption)| PartShot {
                start: start + frame_at(begins, rate).min(length),
                name,
                caption,
            });
            parts.push(Part { start, length, content, shots: shots.collect() });
            start += length;
        }
        if start == 0 {
            return Err(DeliverError::Nothing);
        }
        let (from, to) = request.range;
        let at = |time: Decimal| frame_at(seconds(time), rate);
        let range = (from.map_or(0, at), to.map_or(start, at).min(start));
        if range.0 >= range.1 {
            return Err(DeliverError::Range {
                length: FrameNumber(frame_at(seconds_of(start, rate), FRAME_RATE)).clock(),
            });
        }
        Ok(Self { parts, rate, range })
    }

    /// The one take that is all of the film, if nothing else is.
    #[must_use]
    pub fn only_take(&self) -> Option<&PathBuf> {
        match self.parts.as_slice() {
            [Part { content: Content::Take(path), .. }] => Some(path),
            _ => None,
        }
    }

    fn end(&self) -> u64 {
        self.parts.last().map_or(0, |part| part.start + part.length)
    }

    fn is_whole(&self) -> bool {
        self.range == (0, self.end())
    }

    /// The part that shows at a frame of the film.
    fn part_at(&self, frame: u64) -> Option<usize> {
        self.parts.iter().position(|part| (part.start..part.start + part.length).contains(&frame))
    }
}

/// The shots as they were ordered: when each begins in seconds, its name, its caption as the project has it now.
fn ordered(order: &Order, scene: &Scene, text: CaptionText) -> Vec<(f64, String, String)> {
    let mut at = 0;
    let shots = order.shots.iter().enumerate().map(|(index, ordered)| {
        let begins = FrameNumber(at).time();
        at += ordered.seconds.frames().0;
        let named = scene.shots.iter().find(|shot| shot.name == ordered.name);
        let shot = named.or_else(|| scene.shots.get(index).filter(|_| scene.shots.len() == order.shots.len()));
        (begins, ordered.name.clone(), shot.map_or_else(String::new, |shot| caption_of(shot, text)))
    });
    shots.collect()
}

fn caption_of(shot: &Shot, text: CaptionText) -> String {
    let text = match text {
        CaptionText::Dialogue => &shot.dialogue,
        CaptionText::Notes => &shot.notes,
        CaptionText::Prompt => &shot.prompt,
    };
    without_at(text.trim())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, which is meant")]
fn frame_at(seconds: f64, rate: u32) -> u64 {
    (seconds * f64::from(rate)).round() as u64
}

#[expect(clippy::cast_precision_loss, reason = "frames of at most a day")]
fn seconds_of(frames: u64, rate: u32) -> f64 {
    frames as f64 / f64::from(rate.max(1))
}

#[expect(clippy::cast_precision_loss, reason = "a time in a film")]
fn seconds(time: Decimal) -> f64 {
    time.millionths() as f64 / 1e6
}

/// A rate in whole frames, where the film has one that is near; else the animatic's.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held against both ends")]
fn whole_rate(fps: f64) -> u32 {
    let whole = fps.round();
    if (10.0..=120.0).contains(&whole) && (fps - whole).abs() < 0.05 { whole as u32 } else { FRAME_RATE }
}

/// Makes the film as MP4, with a file of captions beside it where one is wanted.
///
/// # Errors
/// When it cannot be made or put there, or was stopped; then nothing is changed.
pub fn mp4(
    source: &Source,
    request: &Request,
    places: &[Destination],
    watch: &Watch,
) -> Result<Delivered, DeliverError> {
    let plan = Plan::new(source, request)?;
    let choices = &request.settings.film;
    let Some((place, beside)) = places.split_first() else { return Err(DeliverError::Nothing) };
    let mut delivered = Delivered { files: request.files(), notes: Vec::new() };
    let hidden = place.hidden()?;
    let is_bare = choices.captions != Captions::Burned && !choices.shot_names && !choices.time_code;
    let made = match plan.only_take().filter(|_| is_bare && plan.is_whole()) {
        Some(take) => disk::copy(take, &hidden, WRITING).map_err(|error| error.at(&request.out).into()),
        None => painted(source, request, &plan, &hidden, watch, &mut delivered.notes),
    };
    let placed = made.and_then(|()| {
        watch.tell(1, 1)?;
        for file in beside {
            file.write(captions::text(&plan).as_bytes())?;
        }
        Ok(place.put(&hidden)?)
    });
    if placed.is_err() {
        // What is left of it is only a hidden file beside.
        let _ = disk::remove_file(&hidden, WRITING);
    }
    placed.map(|()| delivered)
}

/// What is done to the disk, as it stands in a sentence.
const WRITING: &str = "write the film";

fn painted(
    source: &Source,
    request: &Request,
    plan: &Plan,
    to: &std::path::Path,
    watch: &Watch,
    notes: &mut Vec<String>,
) -> Result<(), DeliverError> {
    let frames = FilmFrames::new(source, plan, &request.settings.film)?;
    let sound_of = |path: &PathBuf| SoundTrack::of(path).ok().flatten();
    let sound = plan.only_take().and_then(sound_of).map(|sound| {
        let (from, to) = plan.range;
        if plan.is_whole() { sound } else { sound.between(seconds_of(from, plan.rate), seconds_of(to, plan.rate)) }
    });
    if plan.parts.len() > 1 {
        let silent = |part: &Part| match &part.content {
            Content::Take(path) => sound_of(path).is_none(),
            Content::Animatic(_) => true,
        };
        if !plan.parts.iter().all(silent) {
            notes.push("The film has several parts, so their sound is left out for now".to_owned());
        }
    }
    watch.begin_film(plan.range.1 - plan.range.0);
    write_film(&frames, sound.as_ref(), to, watch.film())?;
    Ok(())
}
