//! Writing a film: frames are painted and encoded stretch by stretch on all cores and written in order as one MP4 file.

mod encode;
mod sound;
mod yuv;

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};

use self::encode::StretchEncoder;
pub use self::sound::SoundTrack;
use self::yuv::Yuv;
use super::FilmError;
use crate::media::mp4::{FilmWriter, Mp4Writer, ParameterSets, Plan, SoundPlan, Stretch};
use crate::media::picture::Pixels;
use crate::media::raster::Changed;
use crate::story::animatic::Size;
use crate::story::units::FRAME_RATE;

/// What goes on in a rendering, for those who wait for it and may stop it.
#[derive(Debug, Default)]
pub struct RenderWatch {
    done: AtomicU64,
    cancelled: AtomicBool,
}

impl RenderWatch {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many frames are painted and encoded.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// Asks it to stop; it does after the frames in work.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// A finished film.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rendered {
    pub frames: u64,
    pub size: Size,
    /// The file's size.
    pub bytes: u64,
}

/// The most frames from one key frame to the next. Short stretches keep all cores at work and make the film easy to seek in;
/// each costs a key frame.
const LONGEST_STRETCH: u64 = 48;
const LONGEST_FILM: u64 = 24 * 60 * 60 * FRAME_RATE as u64;

/// What a film is made of.
pub trait Frames: Sync {
    /// Even in both directions.
    fn size(&self) -> Size;

    /// Frames a second.
    fn rate(&self) -> u32;

    /// How many frames each part has; each begins with a frame that needs no others.
    fn parts(&self) -> Vec<u64>;

    /// One that paints frames; each thread has its own.
    fn painter(&self) -> Box<dyn FramePainter + '_>;
}

/// Paints a film's frames.
pub trait FramePainter: Send {
    /// Brings `out`, in which it painted its frame before, to a frame, counted from 0; the first time it paints all of it
    /// and makes it as large as the film. Tells what is otherwise than it was.
    fn paint(&mut self, frame: u64, out: &mut Pixels) -> Result<Changed, FilmError>;
}

/// Writes a film to a file. It appears complete or not at all.
pub fn write_film(
    frames: &dyn Frames,
    sound: Option<&SoundTrack>,
    out: &Path,
    watch: &RenderWatch,
) -> Result<Rendered, FilmError> {
    let parts = frames.parts();
    let count = parts.iter().fold(0_u64, |sum, part| sum.saturating_add(*part));
    if count == 0 {
        return Err(FilmError::NoTime);
    }
    if count > LONGEST_FILM {
        return Err(FilmError::TooMuchTime);
    }
    let folder = match out.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let unwritten = |error| FilmError::Write { folder: folder.to_owned(), error };
    // It goes away by itself unless it is given its name.
    let mut file = tempfile::Builder::new().prefix(".film-").suffix(".mp4").tempfile_in(folder).map_err(unwritten)?;
    let size = frames.size();
    let film = Film { frames, sound, watch, stretches: stretches(&parts), broken: AtomicBool::new(false) };
    let bytes = film.write(file.as_file_mut()).map_err(|error| match error {
        RenderError::Film(error) => error,
        RenderError::Io(error) => unwritten(error),
    })?;
    file.as_file().sync_all().map_err(unwritten)?;
    if watch.is_cancelled() {
        return Err(FilmError::Cancelled);
    }
    readable_by_all(file.as_file());
    file.persist(out).map_err(|error| unwritten(error.error))?;
    Ok(Rendered { frames: count, size, bytes })
}

/// A temporary file is the owner's alone; a finished film is a file like others.
fn readable_by_all(file: &File) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // Where it cannot be changed, the owner still reads it.
        let _ = file.set_permissions(std::fs::Permissions::from_mode(0o644));
    }
    #[cfg(not(unix))]
    let _ = file;
}

/// Frames that are encoded together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    first: u64,
    length: u32,
}

/// Parts, and equal parts of those that are long.
fn stretches(parts: &[u64]) -> Vec<Span> {
    let mut stretches = Vec::new();
    let mut start = 0_u64;
    for &length in parts {
        let count = length.div_ceil(LONGEST_STRETCH);
        for part in 0..count {
            let (from, to) = (length * part / count, length * (part + 1) / count);
            // At most `LONGEST_STRETCH`.
            stretches.push(Span { first: start + from, length: u32::try_from(to - from).unwrap_or(u32::MAX) });
        }
        start += length;
    }
    stretches
}

struct Film<'a> {
    frames: &'a dyn Frames,
    sound: Option<&'a SoundTrack>,
    watch: &'a RenderWatch,
    stretches: Vec<Span>,
    /// Set when one part has failed: the others need not go on.
    broken: AtomicBool,
}

type Encoded = Result<(ParameterSets, Stretch), FilmError>;

/// What paints and converts; its memory goes from stretch to stretch.
struct Painter<'a> {
    frames: Box<dyn FramePainter + 'a>,
    pixels: Pixels,
    yuv: Yuv,
}

impl Film<'_> {
    /// Encodes on a pool of threads of its own, so that nobody's short work waits behind a film, and writes in order.
    /// Only a few stretches are ever ahead of the one that is written.
    fn write(&self, file: &mut File) -> Result<u64, RenderError> {
        let pool = rayon::ThreadPoolBuilder::new()
            .thread_name(|n| format!("film {n}"))
            .build()
            .map_err(|error| io::Error::other(error.to_string()))?;
        let ahead = pool.current_num_threads() * 2;
        let painters: Mutex<Vec<Painter<'_>>> = Mutex::new(Vec::new());
        let mut sound = self.sound.map(|sound| sound.packets(&self.ends())).transpose()?;
        pool.in_place_scope(|scope| {
            let painters = &painters;
            let mut coming = VecDeque::new();
            let mut writer = None;
            let mut remaining = self.stretches.iter();
            let mut file = Some(BufWriter::with_capacity(1 << 20, file));
            let mut go_on = || -> Result<bool, RenderError> {
                while coming.len() < ahead
                    && let Some(stretch) = remaining.next()
                {
                    let (give, take) = mpsc::sync_channel(1);
                    coming.push_back(take);
                    scope.spawn(move |_| {
                        let painter = locked(painters).pop();
                        let mut painter = painter.unwrap_or_else(|| self.painter());
                        // Nobody takes it when the rendering has failed elsewhere.
                        let _ = give.send(self.encode(*stretch, &mut painter));
                        locked(painters).push(painter);
                    });
                }
                let Some(next) = coming.pop_front() else { return Ok(false) };
                let (sets, mut stretch) = next.recv().map_err(|_| FilmError::Encoder("it broke off".into()))??;
                if let Some(file) = file.take() {
                    let plan = self.plan(sets.clone(), sound.as_ref().map(|sound| sound.plan.clone()));
                    writer = Some((Mp4Writer::new(file, plan)?, sets.clone()));
                }
                let Some((writer, first_sets)) = &mut writer else { return Ok(false) };
                if *first_sets != sets {
                    return Err(FilmError::Encoder("its settings differ from part to part".into()).into());
                }
                if let Some(sound) = &mut sound {
                    stretch.sound = sound.next()?;
                }
                writer.append(&stretch)?;
                Ok(true)
            };
            let result = loop {
                match go_on() {
                    Ok(true) => {}
                    Ok(false) => break Ok(()),
                    Err(error) => break Err(error),
                }
            };
            if result.is_err() {
                self.broken.store(true, Ordering::Relaxed);
            }
            result?;
            let (mut writer, _) = writer.ok_or(FilmError::NoTime)?;
            Ok(writer.finish()?)
        })
    }

    /// When each stretch ends, in seconds.
    #[expect(clippy::cast_precision_loss, reason = "frames of at most a day")]
    fn ends(&self) -> Vec<f64> {
        let rate = f64::from(self.frames.rate().max(1));
        self.stretches.iter().map(|span| (span.first + u64::from(span.length)) as f64 / rate).collect()
    }

    fn painter(&self) -> Painter<'_> {
        Painter { frames: self.frames.painter(), pixels: Pixels::default(), yuv: Yuv::default() }
    }

    fn plan(&self, parameter_sets: ParameterSets, sound: Option<SoundPlan>) -> Plan {
        let side = |length: u32| u16::try_from(length).unwrap_or(u16::MAX);
        let size = self.frames.size();
        Plan {
            width: side(size.width),
            height: side(size.height),
            rate: self.frames.rate(),
            parameter_sets,
            stretches: self.stretches.iter().map(|stretch| stretch.length).collect(),
            sound,
        }
    }

    fn encode(&self, stretch: Span, painter: &mut Painter<'_>) -> Encoded {
        let mut encoder = StretchEncoder::new(self.frames.rate())?;
        let Painter { frames, pixels, yuv } = painter;
        for frame in stretch.first..stretch.first + u64::from(stretch.length) {
            if self.watch.is_cancelled() || self.broken.load(Ordering::Relaxed) {
                return Err(FilmError::Cancelled);
            }
            // A still frame is painted and converted once; the encoder gets every frame.
            match frames.paint(frame, pixels)? {
                Changed::Nothing => {}
                Changed::Rows(rows) => yuv.read_rows(pixels, &rows),
                Changed::All => yuv.read(pixels),
            }
            encoder.push(yuv)?;
            self.watch.done.fetch_add(1, Ordering::Relaxed);
        }
        encoder.finish()
    }
}

/// What stops a rendering; a write that fails is given the path it was for by the one who knows it.
enum RenderError {
    Film(FilmError),
    Io(io::Error),
}

impl From<FilmError> for RenderError {
    fn from(error: FilmError) -> Self {
        Self::Film(error)
    }
}

impl From<io::Error> for RenderError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A list whose owner panicked is whole: painters are taken and put back at once.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_parts_are_parted_and_every_frame_is_in_one_stretch() {
        let stretches = stretches(&[24, 0, 360, 72]);
        let mut next = 0;
        for stretch in &stretches {
            assert_eq!(stretch.first, next);
            assert!((12..=48).contains(&stretch.length));
            next += u64::from(stretch.length);
        }
        assert_eq!(next, 456);
        assert!([24, 384].iter().all(|first| stretches.iter().any(|stretch| stretch.first == *first)));
    }
}
