//! Reading a film frame by frame: H.264 in MP4, decoded here, exact to the frame. Stepping on is cheap;
//! a jump decodes from the key frame before.

mod colour;
mod decode;
mod error;
mod parameters;
mod plan;
pub mod write;

pub use error::FilmError;

use std::collections::VecDeque;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use self::colour::Colour;
use self::decode::{Planes, StretchDecoder};
use self::plan::{Group, Plan};
use super::mp4::{Damage, Index};
use super::picture::Pixels;

/// What a film is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FilmInfo {
    /// In pixels, as it is shown.
    pub width: u32,
    pub height: u32,
    /// Frames that are there and meant to be seen.
    pub frames: u64,
    /// Frames a second; where they last differently, on the average.
    pub fps: f64,
    pub seconds: f64,
}

/// Bytes of decoded frames kept around the last one that was asked for.
const MOST_PLANES: usize = 44 << 20;
/// Bytes of frames kept ready as pixels.
const MOST_PIXELS: usize = 20 << 20;

/// An opened film.
pub struct FilmReader {
    file: File,
    index: Index,
    plan: Plan,
    info: FilmInfo,
    colour: Colour,
    decoder: Option<StretchDecoder>,
    /// Decoded frames by their number, in the order of decoding.
    planes: VecDeque<(u64, Planes)>,
    /// Frames as pixels, the last asked for in front.
    pixels: VecDeque<(u64, Arc<Pixels>)>,
}

impl FilmReader {
    /// Opens a film and reads its index; no frame is decoded yet.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, FilmError> {
        let mut file = File::open(path).map_err(FilmError::Open)?;
        let index =
            Index::read(&mut std::io::BufReader::with_capacity(1 << 16, &mut file)).map_err(|damage| match damage {
                Damage::NotMp4 => FilmError::NotMp4,
                Damage::CutShort => FilmError::CutShort,
                Damage::Broken => FilmError::Broken,
                Damage::NoVideo => FilmError::NoVideo,
                Damage::TooLong => FilmError::TooLong,
                Damage::Io(error) => FilmError::Open(error),
            })?;
        if !matches!(&index.codec, b"avc1" | b"avc3") {
            return Err(FilmError::Codec(codec_name(index.codec)));
        }
        let stream = parameters::of(&index.parameter_sets);
        if let Some(reason) = stream.as_ref().and_then(parameters::Stream::unreadable) {
            return Err(FilmError::Kind(reason));
        }
        let plan = Plan::new(&index, |sample| is_start(&mut file, &index, sample));
        if plan.frames == 0 {
            return Err(if index.cut_short { FilmError::CutShort } else { FilmError::NoVideo });
        }
        let (width, height) =
            stream.as_ref().map_or((u32::from(index.width), u32::from(index.height)), |stream| stream.size);
        let fps = Plan::fps(&index);
        #[expect(clippy::cast_precision_loss, reason = "at most four million frames")]
        let seconds = plan.frames as f64 / fps;
        let info = FilmInfo { width, height, frames: plan.frames, fps, seconds };
        let colour = stream.and_then(|stream| stream.colour).unwrap_or_else(|| Colour::usual(height));
        Ok(Self { file, index, plan, info, colour, decoder: None, planes: VecDeque::new(), pixels: VecDeque::new() })
    }

    #[must_use]
    pub fn info(&self) -> FilmInfo {
        self.info
    }

    /// The frame of this number, counted from 0.
    pub fn frame(&mut self, n: u64) -> Result<Arc<Pixels>, FilmError> {
        if let Some(at) = self.pixels.iter().position(|(number, _)| *number == n) {
            if let Some(found) = self.pixels.remove(at) {
                self.pixels.push_front(found);
            }
        } else {
            let colour = self.colour;
            let pixels = Arc::new(colour.pixels(self.planes_of(n)?));
            self.pixels.push_front((n, pixels));
            let mut bytes: usize = self.pixels.iter().map(|(_, pixels)| pixels.rgba.len()).sum();
            while bytes > MOST_PIXELS && self.pixels.len() > 1 {
                bytes -= self.pixels.pop_back().map_or(0, |(_, pixels)| pixels.rgba.len());
            }
        }
        self.pixels.front().map(|(_, pixels)| pixels.clone()).ok_or(FilmError::NoFrame(n))
    }

    fn planes_of(&mut self, n: u64) -> Result<&Planes, FilmError> {
        if !self.planes.iter().any(|(number, _)| *number == n) {
            self.decode_to(n)?;
        }
        self.planes.iter().find(|(number, _)| *number == n).map(|(_, planes)| planes).ok_or(FilmError::DamagedFrame(n))
    }

    /// Decodes until the frame is among those kept.
    fn decode_to(&mut self, n: u64) -> Result<(), FilmError> {
        let (number, group) = self.plan.group_of(n).ok_or(FilmError::NoFrame(n))?;
        let group = *group;
        let wanted = group.place_of(n);
        let goes_on = self.decoder.as_ref().is_some_and(|decoder| decoder.group == number && decoder.given <= wanted);
        if !goes_on {
            // What follows is not next to what is kept, unless the film simply goes on.
            if !self.planes.back().is_some_and(|(last, _)| *last + 1 == n && wanted == 0) {
                self.planes.clear();
            }
            self.decoder = None;
            self.decoder = Some(StretchDecoder::new(number, &group, &self.index.parameter_sets)?);
        }
        let Self { file, index, decoder: Some(decoder), planes, .. } = self else { return Err(FilmError::NoFrame(n)) };
        let mut unit = Vec::new();
        while decoder.given <= wanted {
            let Some(sample) = decoder.next_sample() else {
                decoder.drain(|place, frame| keep(planes, &group, place, frame))?;
                return Ok(());
            };
            let sample = index.samples.get(sample).ok_or(FilmError::DamagedFrame(n))?;
            unit.resize(sample.size as usize, 0);
            file.seek(SeekFrom::Start(sample.offset)).map_err(FilmError::Open)?;
            file.read_exact(&mut unit).map_err(FilmError::Open)?;
            decoder.feed(&unit, index.unit_length, |place, frame| keep(planes, &group, place, frame));
        }
        Ok(())
    }
}

/// Keeps a decoded frame, and lets go of those longest past.
fn keep(planes: &mut VecDeque<(u64, Planes)>, group: &Group, place: u64, frame: Planes) {
    let Some(n) = group.frame_at(place) else { return };
    let mut bytes: usize = planes.iter().map(|(_, kept)| kept.bytes()).sum::<usize>() + frame.bytes();
    while bytes > MOST_PLANES && planes.len() > 1 {
        bytes -= planes.pop_front().map_or(0, |(_, kept)| kept.bytes());
    }
    planes.push_back((n, frame));
}

/// Whether a sample can be decoded without any before it: what the file calls a key frame need not be.
fn is_start(file: &mut File, index: &Index, sample: usize) -> bool {
    const SLICE: u8 = 1;
    const IDR_SLICE: u8 = 5;
    let Some(sample) = index.samples.get(sample) else { return false };
    let mut at = 0_u64;
    // More units than this before the first of the picture itself are not found in the wild.
    for _ in 0..64 {
        let mut head = [0; 5];
        let head = &mut head[..=index.unit_length];
        if at + head.len() as u64 > u64::from(sample.size)
            || file.seek(SeekFrom::Start(sample.offset + at)).is_err()
            || file.read_exact(head).is_err()
        {
            return false;
        }
        match head[index.unit_length] & 31 {
            IDR_SLICE => return true,
            SLICE..IDR_SLICE => return false,
            _ => {}
        }
        let length = head[..index.unit_length].iter().fold(0_u64, |length, byte| length << 8 | u64::from(*byte));
        at += index.unit_length as u64 + length;
    }
    false
}

fn codec_name(codec: [u8; 4]) -> String {
    match &codec {
        b"hvc1" | b"hev1" => "HEVC".to_owned(),
        b"av01" => "AV1".to_owned(),
        b"vp08" => "VP8".to_owned(),
        b"vp09" => "VP9".to_owned(),
        b"mp4v" => "MPEG-4 Part 2".to_owned(),
        b"encv" => "a protected stream".to_owned(),
        b"apch" | b"apcn" | b"apcs" | b"apco" | b"ap4h" | b"ap4x" => "ProRes".to_owned(),
        other => {
            let name: String = other.iter().filter(|c| c.is_ascii_alphanumeric()).map(|c| char::from(*c)).collect();
            if name.is_empty() { "something unknown".to_owned() } else { format!("\"{name}\"") }
        }
    }
}

#[cfg(test)]
mod tests;
