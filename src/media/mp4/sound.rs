//! A film's sound as it lies in the file, to be copied packet by packet: AAC in a plain index.

use std::io::{Read, Seek, SeekFrom};

use super::boxes::Reader;
use super::read::{Damage, Index, body, edits, movie_scale, samples, top_box};

/// Sound that can be copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sound {
    /// What its decoder is told: the whole box `mp4a`.
    pub entry: Vec<u8>,
    /// Ticks a second.
    pub scale: u32,
    /// Ticks before the first that is meant to be heard.
    pub skip: u64,
    pub packets: Vec<SoundSample>,
}

/// A packet in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoundSample {
    pub offset: u64,
    pub size: u32,
    /// In ticks.
    pub lasts: u32,
}

impl Sound {
    /// The first sound of a file; `None` where there is none that can be copied.
    pub fn read(file: &mut (impl Read + Seek)) -> Result<Option<Self>, Damage> {
        /// An index stands among few boxes.
        const MOST_BOXES: usize = 4096;
        let length = file.seek(SeekFrom::End(0))?;
        let mut at = 0;
        for _ in 0..MOST_BOXES {
            let Some((name, head, size)) = top_box(file, at, length)? else { break };
            let end = at.saturating_add(size).min(length);
            if &name == b"moov" {
                let moov = body(file, at + head, end)?;
                return Ok(of_movie(Reader::new(&moov), length));
            }
            at = end;
            if at >= length {
                break;
            }
        }
        Ok(None)
    }
}

fn of_movie(moov: Reader, length: u64) -> Option<Sound> {
    let movie = moov.find(b"mvhd").and_then(movie_scale).unwrap_or(0);
    let mut boxes = moov;
    while let Some((name, trak)) = boxes.next_box() {
        if &name == b"trak"
            && let Some(sound) = track(trak, movie, length)
        {
            return Some(sound);
        }
    }
    None
}

fn track(trak: Reader, movie: u32, length: u64) -> Option<Sound> {
    let mdia = trak.find(b"mdia")?;
    let mut hdlr = mdia.find(b"hdlr")?;
    hdlr.skip(8)?;
    if hdlr.bytes(4)? != b"soun" {
        return None;
    }
    let mut mdhd = mdia.find(b"mdhd")?;
    let (version, _) = mdhd.version()?;
    mdhd.skip(if version == 1 { 16 } else { 8 })?;
    let scale = mdhd.u32().filter(|scale| *scale > 0)?;
    let stbl = mdia.find(b"minf")?.find(b"stbl")?;
    let mut stsd = stbl.find(b"stsd")?;
    stsd.skip(8)?;
    let entry = { stsd }.bytes(stsd.left())?;
    let (codec, _) = stsd.next_box()?;
    let size = entry.get(..4).map(|size| u32::from_be_bytes([size[0], size[1], size[2], size[3]]) as usize)?;
    let entry = entry.get(..size).filter(|_| &codec == b"mp4a")?.to_vec();
    let mut index = Index { scale, ..Index::default() };
    if let Some(elst) = trak.find(b"edts").and_then(|edts| edts.find(b"elst")) {
        edits(elst, movie, &mut index);
    }
    samples(stbl, length, &mut index);
    let packets: Vec<SoundSample> = index
        .samples
        .iter()
        .map(|sample| SoundSample { offset: sample.offset, size: sample.size, lasts: sample.lasts })
        .collect();
    let skip = index.first_tick.and_then(|first| u64::try_from(first).ok()).unwrap_or(0);
    (!packets.is_empty()).then_some(Sound { entry, scale, skip, packets })
}
