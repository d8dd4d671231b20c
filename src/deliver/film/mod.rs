//! The film: for each scene its take, else its animatic, one after another. A single take without anything on it is
//! copied as it is; everything else is painted frame by frame and encoded.

mod captions;
mod frames;
mod gif;

pub use captions::srt;
pub(super) use captions::text as captions_as_text;
pub use gif::gif;

use std::path::PathBuf;

use self::frames::FilmFrames;
use super::job::{DeliverError, Delivered, Kind, Request, Source, Watch};
use super::settings::{CaptionText, Captions as CaptionPlace, Film as Choices};
use super::{chosen, decimal::Decimal};
use crate::media::film::write::{SoundTrack, write_film};
use crate::media::{FilmError, FilmReader};
use crate::store::destination::Destination;
use crate::store::{DiskError, disk};
use crate::story::animatic::{Size, size_of};
use crate::story::caption::{Caption, Captions};
use crate::story::check::count_of;
use crate::story::units::FRAME_RATE;
use crate::story::{FrameNumber, Order, Scene};

/// A film as it will be, its parts one after another.
#[derive(Clone, Debug)]
pub struct Plan {
    pub parts: Vec<Part>,
    /// Frames a second.
    pub rate: u32,
    /// The frames that are wanted: from the first to before the second.
    pub range: (u64, u64),
    /// What the captions tell.
    pub text: CaptionText,
}

/// A scene of a film.
#[derive(Clone, Debug)]
pub struct Part {
    /// The film's frame that it begins with.
    pub start: u64,
    /// In frames of the film.
    pub length: u64,
    pub content: Content,
    /// Of its own picture.
    pub size: Size,
    /// As people call the scene.
    pub title: String,
    pub shots: Vec<PartShot>,
}

/// A shot of a scene of a film.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartShot {
    /// The film's frame that it begins with.
    pub start: u64,
    pub name: String,
    /// Their times are the film's frames.
    pub captions: Captions,
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
            let title = scene.title(at);
            if let Some(take) = chosen::take_of(scene, &source.takes) {
                let path = source.folder.video_of(take)?;
                let info = FilmReader::open(&path)?.info();
                let size = Size { width: info.width, height: info.height };
                let shots = ordered(&take.order, scene, text);
                scenes.push(Seen {
                    content: Content::Take(path),
                    size,
                    title,
                    seconds: info.seconds,
                    fps: info.fps,
                    shots,
                });
            } else if let Ok(order) = Order::resolve(&source.project, at, &source.pictures) {
                let (seconds, size, fps) = (order.frames().time(), size_of(order.aspect), f64::from(FRAME_RATE));
                let shots = ordered(&order, scene, text);
                scenes.push(Seen { content: Content::Animatic(Box::new(order)), size, title, seconds, fps, shots });
            }
        }
        let rate = match scenes.as_slice() {
            [only] => whole_rate(only.fps),
            _ => FRAME_RATE,
        };
        let mut parts = Vec::new();
        let mut start = 0;
        for Seen { content, size, title, seconds, shots, .. } in scenes {
            let length = frame_at(seconds, rate);
            let begins =
                |at: usize| shots.get(at).map_or(length, |shot: &OrderedShot| frame_at(shot.begins, rate).min(length));
            let part_shots = shots.iter().enumerate().map(|(at, shot)| {
                let (first, end) = (begins(at), begins(at + 1));
                let captions = Captions::new(&shot.text, text, end.saturating_sub(first), rate);
                PartShot { start: start + first, name: shot.name.clone(), captions: captions.later(start + first) }
            });
            parts.push(Part { start, length, content, size, title, shots: part_shots.collect() });
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
        Ok(Self { parts, rate, range, text })
    }

    /// The one take that is all of the film, if nothing else is.
    #[must_use]
    pub fn only_take(&self) -> Option<&PathBuf> {
        match self.parts.as_slice() {
            [Part { content: Content::Take(path), .. }] => Some(path),
            _ => None,
        }
    }

    /// The captions that are shown, each with the film's frames that it is shown in.
    fn captions(&self) -> impl Iterator<Item = Caption> {
        let (from, to) = self.range;
        let all = self.parts.iter().flat_map(|part| &part.shots).flat_map(|shot| &shot.captions.all);
        let seen = all.map(move |caption| Caption {
            start: caption.start.max(from),
            end: caption.end.min(to),
            lines: caption.lines.clone(),
        });
        seen.filter(|caption| caption.start < caption.end)
    }

    /// What people should know of the captions, each a sentence.
    #[must_use]
    pub fn caption_notes(&self) -> Vec<String> {
        let (from, to) = self.range;
        let shots = self.parts.iter().flat_map(|part| &part.shots);
        let is_seen =
            |shot: &&PartShot| shot.captions.all.iter().any(|caption| caption.start < to && caption.end > from);
        let cut = shots.filter(is_seen).filter(|shot| shot.captions.letters_cut > 0);
        let mut notes: Vec<String> = cut
            .map(|shot| {
                let letters = count_of(shot.captions.letters_cut, "letter");
                format!("Shot {} is too short for its captions: they are cut by {letters}; make it longer", shot.name)
            })
            .collect();
        if self.captions().next().is_none() {
            notes.push(format!("There are no captions: no shot that is shown has {}", self.what_captions_tell()));
        }
        notes
    }

    /// In the middle of a sentence.
    pub(super) fn what_captions_tell(&self) -> &'static str {
        match self.text {
            CaptionText::Dialogue => "dialogue",
            CaptionText::Notes => "notes",
            CaptionText::Prompt => "prompt",
        }
    }

    /// What is written on the picture.
    pub(super) fn words_on_it(&self, choices: &Choices) -> Vec<String> {
        let mut words = Vec::new();
        if choices.captions == CaptionPlace::Burned {
            words.extend(self.captions().flat_map(|caption| caption.lines));
        }
        if choices.shot_names {
            words.extend(self.parts.iter().flat_map(|part| &part.shots).map(|shot| shot.name.clone()));
        }
        words
    }

    /// What the film is, each a short line: its length, its size, and the scenes that get black bars.
    pub(super) fn facts(&self, kind: Kind) -> Vec<String> {
        let (from, to) = self.range;
        let length = FrameNumber(frame_at(seconds_of(to - from, self.rate), FRAME_RATE)).clock();
        let Some(size) = self.size() else { return Vec::new() };
        let mut facts = match kind {
            Kind::Mp4 => vec![
                format!("Lasts {length}"),
                format!("{} × {} pixels, {} frames a second", size.width, size.height, self.rate),
            ],
            _ => vec![format!("Lasts {length}")],
        };
        if kind != Kind::Srt {
            let shown = self.parts.iter().filter(|part| part.start < to && part.start + part.length > from);
            facts.extend(shown.filter_map(|part| {
                let bars = match shape_of(part.size, size) {
                    std::cmp::Ordering::Less => "at the left and right",
                    std::cmp::Ordering::Greater => "above and below",
                    std::cmp::Ordering::Equal => return None,
                };
                Some(format!("Black bars {bars} of {}: it is of another shape than the first scene", part.title))
            }));
        }
        facts
    }

    /// The film's size: its first part's, in even numbers.
    pub(super) fn size(&self) -> Option<Size> {
        let even = |side: u32| (side & !1).max(2);
        self.parts.first().map(|part| Size { width: even(part.size.width), height: even(part.size.height) })
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

/// A scene as it is seen in a film.
struct Seen {
    content: Content,
    size: Size,
    title: String,
    seconds: f64,
    fps: f64,
    shots: Vec<OrderedShot>,
}

/// A shot as it was ordered.
struct OrderedShot {
    /// In seconds from its scene's start.
    begins: f64,
    name: String,
    /// What its captions tell, as the project has it now.
    text: String,
}

fn ordered(order: &Order, scene: &Scene, text: CaptionText) -> Vec<OrderedShot> {
    let mut at = 0;
    let shots = order.shots.iter().enumerate().map(|(index, ordered)| {
        let begins = FrameNumber(at).time();
        at += ordered.seconds.frames().0;
        let named = scene.shots.iter().find(|shot| shot.name == ordered.name);
        let shot = named.or_else(|| scene.shots.get(index).filter(|_| scene.shots.len() == order.shots.len()));
        let text = shot.map_or_else(String::new, |shot| text.of(shot).to_owned());
        OrderedShot { begins, name: ordered.name.clone(), text }
    });
    shots.collect()
}

/// Whether a picture is narrower than another by more than a rounded pixel, or wider.
fn shape_of(picture: Size, than: Size) -> std::cmp::Ordering {
    let [a, b] = [(picture.width, than.height), (than.width, picture.height)].map(|(w, h)| u64::from(w) * u64::from(h));
    if a.abs_diff(b) * 500 < a.max(b) { std::cmp::Ordering::Equal } else { a.cmp(&b) }
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
    let is_bare = choices.captions != CaptionPlace::Burned && !choices.shot_names && !choices.time_code;
    let made = match plan.only_take().filter(|_| is_bare && plan.is_whole()) {
        Some(take) => disk::copy(take, &hidden, &place.what()).map_err(|error| error.at(&request.out).into()),
        None => painted(source, request, &plan, &hidden, watch, &mut delivered.notes),
    };
    // Told of the file that was asked for, as every other export is.
    let made = made.map_err(|error| match error {
        DeliverError::Film(FilmError::Write { error, .. }) => DiskError::new(&place.what(), &request.out, error).into(),
        other => other,
    });
    let placed = made.and_then(|()| {
        watch.tell(1, 1)?;
        for file in beside {
            file.write(captions::text(&plan).as_bytes())?;
        }
        Ok(place.put(&hidden)?)
    });
    if placed.is_err() {
        // What is left of it is only a hidden file beside.
        let _ = disk::remove_file(&hidden, &place.what());
    }
    placed.map(|()| delivered)
}

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
