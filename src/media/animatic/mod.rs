//! Rendering an animatic: frames are painted and encoded stretch by stretch on all cores and written in order as one MP4 file.

mod encode;
mod yuv;

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};

use self::encode::StretchEncoder;
use self::yuv::Yuv;
use super::film::FilmError;
use super::mp4::{FilmWriter, Mp4Writer, ParameterSets, Plan, Stretch};
use super::picture::Pixels;
use super::raster::{PictureSource, Rasteriser};
use crate::story::animatic::{Size, frame_at, size_of};
use crate::story::order::Order;
use crate::story::units::{FRAME_RATE, FrameNumber};

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

/// A finished animatic.
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

/// Renders an order's animatic to a file. It appears complete or not at all.
pub fn render_animatic(
    order: &Order,
    source: &(dyn PictureSource + Sync),
    out: &Path,
    watch: &RenderWatch,
) -> Result<Rendered, FilmError> {
    let frames = order.frames().0;
    if frames == 0 {
        return Err(FilmError::NoTime);
    }
    if frames > LONGEST_FILM {
        return Err(FilmError::TooMuchTime);
    }
    let unwritten = |error| FilmError::Write { path: out.display().to_string(), error };
    let folder = match out.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // It goes away by itself unless it is given its name.
    let mut file =
        tempfile::Builder::new().prefix(".animatic-").suffix(".mp4").tempfile_in(folder).map_err(unwritten)?;
    let size = size_of(order.aspect);
    let film = Film { order, source, watch, size, stretches: stretches(order), broken: AtomicBool::new(false) };
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
    Ok(Rendered { frames, size, bytes })
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

/// Shots, and equal parts of those that are long.
fn stretches(order: &Order) -> Vec<Span> {
    let mut stretches = Vec::new();
    let mut start = 0_u64;
    for shot in &order.shots {
        let length = shot.seconds.frames().0;
        let parts = length.div_ceil(LONGEST_STRETCH);
        for part in 0..parts {
            let (from, to) = (length * part / parts, length * (part + 1) / parts);
            // At most `LONGEST_STRETCH`.
            stretches.push(Span { first: start + from, length: u32::try_from(to - from).unwrap_or(u32::MAX) });
        }
        start += length;
    }
    stretches
}

struct Film<'a> {
    order: &'a Order,
    source: &'a (dyn PictureSource + Sync),
    watch: &'a RenderWatch,
    size: Size,
    stretches: Vec<Span>,
    /// Set when one part has failed: the others need not go on.
    broken: AtomicBool,
}

type Encoded = Result<(ParameterSets, Stretch), FilmError>;

/// What paints and converts; its memory goes from stretch to stretch.
#[derive(Default)]
struct Painter {
    rasteriser: Rasteriser,
    pixels: Pixels,
    yuv: Yuv,
}

impl Film<'_> {
    /// Encodes on a pool of threads of its own, so that nobody's short work waits behind a film, and writes in order.
    /// Only a few stretches are ever ahead of the one that is written.
    fn write(&self, file: &mut File) -> Result<u64, RenderError> {
        let pool = rayon::ThreadPoolBuilder::new()
            .thread_name(|n| format!("animatic {n}"))
            .build()
            .map_err(|error| io::Error::other(error.to_string()))?;
        let ahead = pool.current_num_threads() * 2;
        let rasteriser = Rasteriser::new();
        let painters = Mutex::new(Vec::new());
        pool.in_place_scope(|scope| {
            let (painters, rasteriser) = (&painters, &rasteriser);
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
                        let mut painter =
                            painter.unwrap_or_else(|| Painter { rasteriser: rasteriser.clone(), ..Painter::default() });
                        // Nobody takes it when the rendering has failed elsewhere.
                        let _ = give.send(self.encode(*stretch, &mut painter));
                        locked(painters).push(painter);
                    });
                }
                let Some(next) = coming.pop_front() else { return Ok(false) };
                let (sets, stretch) = next.recv().map_err(|_| FilmError::Encoder("it broke off".into()))??;
                if let Some(file) = file.take() {
                    writer = Some((Mp4Writer::new(file, self.plan(sets.clone()))?, sets.clone()));
                }
                let Some((writer, first_sets)) = &mut writer else { return Ok(false) };
                if *first_sets != sets {
                    return Err(FilmError::Encoder("its settings differ from part to part".into()).into());
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

    fn plan(&self, parameter_sets: ParameterSets) -> Plan {
        let side = |length: u32| u16::try_from(length).unwrap_or(u16::MAX);
        Plan {
            width: side(self.size.width),
            height: side(self.size.height),
            rate: FRAME_RATE,
            parameter_sets,
            stretches: self.stretches.iter().map(|stretch| stretch.length).collect(),
        }
    }

    fn encode(&self, stretch: Span, painter: &mut Painter) -> Encoded {
        let mut encoder = StretchEncoder::new()?;
        let Painter { rasteriser, pixels, yuv } = painter;
        for frame in stretch.first..stretch.first + u64::from(stretch.length) {
            if self.watch.is_cancelled() || self.broken.load(Ordering::Relaxed) {
                return Err(FilmError::Cancelled);
            }
            rasteriser.paint_into(&frame_at(self.order, FrameNumber(frame)), self.source, pixels);
            if let Some(path) = rasteriser.missing() {
                return Err(FilmError::Picture(path.to_string()));
            }
            yuv.read(pixels);
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
mod tests;
