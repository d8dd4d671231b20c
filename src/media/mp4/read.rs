//! The index of an MP4 file: where each frame of its video lies, when it shows, and which need no others.
//! The file may be broken or made to harm: every number is held against the file's length before memory or time is spent on it.

use std::io::{self, Read, Seek, SeekFrom};

use super::boxes::Reader;
use super::fragments;

/// The longest index that is read, in bytes.
const MOST_INDEX: u64 = 256 << 20;
/// The most frames of a film: 19 hours at 60 a second.
pub const MOST_SAMPLES: usize = 1 << 22;
/// The most boxes that are looked at on the file's top.
const MOST_BOXES: usize = 1 << 20;

/// An encoded frame in the file, in the order of decoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    pub offset: u64,
    pub size: u32,
    /// When it shows, in ticks; the file's edits are not applied.
    pub shows: i64,
    /// Ticks until the next in decoding order.
    pub lasts: u32,
    /// Whether the file calls it a key frame.
    pub key: bool,
}

/// What is known of a file's video.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Four letters: `avc1`.
    pub codec: [u8; 4],
    pub width: u16,
    pub height: u16,
    /// How many bytes hold the length of a unit.
    pub unit_length: usize,
    /// Parameter sets, without start codes.
    pub parameter_sets: Vec<Vec<u8>>,
    /// Ticks a second.
    pub scale: u32,
    pub samples: Vec<Sample>,
    /// Frames that show before this tick are not meant to be seen.
    pub first_tick: Option<i64>,
    /// Nor those from this tick on.
    pub end_tick: Option<i64>,
    /// The file ends before its last frame does.
    pub cut_short: bool,
    /// The number by which pieces of the index name it.
    pub track: u32,
}

/// Why a file gives no index.
#[derive(Debug)]
pub enum Damage {
    NotMp4,
    CutShort,
    Broken,
    NoVideo,
    TooLong,
    Io(io::Error),
}

impl From<io::Error> for Damage {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof { Self::CutShort } else { Self::Io(error) }
    }
}

impl Index {
    /// Reads the index of the first H.264 video; where there is none, of the first video.
    pub fn read(file: &mut (impl Read + Seek)) -> Result<Self, Damage> {
        let length = file.seek(SeekFrom::End(0))?;
        let mut index: Option<Self> = None;
        let mut defaults = fragments::Defaults::default();
        let mut at = 0;
        let mut is_mp4 = false;
        let mut cut_short = false;
        for _ in 0..MOST_BOXES {
            let Some((name, head, size)) = top_box(file, at, length)? else { break };
            is_mp4 |= matches!(&name, b"ftyp" | b"moov" | b"mdat" | b"moof" | b"free" | b"skip" | b"wide" | b"styp");
            if !is_mp4 {
                break;
            }
            cut_short |= size > length - at;
            let end = at.saturating_add(size).min(length);
            match &name {
                b"moov" if index.is_none() => {
                    let moov = body(file, at + head, end)?;
                    if size > length - at {
                        return Err(Damage::CutShort);
                    }
                    defaults = fragments::Defaults::read(Reader::new(&moov));
                    index = Some(video(Reader::new(&moov), length)?);
                }
                b"moof" => {
                    if let Some(index) = &mut index {
                        let moof = body(file, at + head, end)?;
                        fragments::append(Reader::new(&moof), at, &defaults, index, length);
                    }
                }
                _ => {}
            }
            at = end;
            if at >= length {
                break;
            }
        }
        let Some(mut index) = index else {
            return Err(match (is_mp4, cut_short) {
                (true, true) => Damage::CutShort,
                (true, false) => Damage::Broken,
                (false, _) => Damage::NotMp4,
            });
        };
        index.cut_short |= cut_short;
        if index.samples.len() > MOST_SAMPLES {
            return Err(Damage::TooLong);
        }
        Ok(index)
    }
}

/// A box's name, the length of its head, and its whole length.
pub(super) fn top_box(file: &mut (impl Read + Seek), at: u64, length: u64) -> io::Result<Option<([u8; 4], u64, u64)>> {
    if length.saturating_sub(at) < 8 {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(at))?;
    let mut head = [0; 16];
    file.read_exact(&mut head[..8])?;
    let name = [head[4], head[5], head[6], head[7]];
    Ok(match u32::from_be_bytes([head[0], head[1], head[2], head[3]]) {
        0 => Some((name, 8, length - at)),
        1 if length - at >= 16 => {
            file.read_exact(&mut head[8..])?;
            let mut wide = [0; 8];
            wide.copy_from_slice(&head[8..]);
            let size = u64::from_be_bytes(wide);
            (size >= 16).then_some((name, 16, size))
        }
        1..8 => None,
        size => Some((name, 8, u64::from(size))),
    })
}

pub(super) fn body(file: &mut (impl Read + Seek), from: u64, to: u64) -> Result<Vec<u8>, Damage> {
    let length = to.saturating_sub(from);
    if length > MOST_INDEX {
        return Err(Damage::TooLong);
    }
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The first H.264 video of a movie, else the first video.
fn video(moov: Reader, length: u64) -> Result<Index, Damage> {
    let movie_scale = moov.find(b"mvhd").and_then(movie_scale).unwrap_or(0);
    let mut other = None;
    let mut boxes = moov;
    while let Some((name, trak)) = boxes.next_box() {
        if &name != b"trak" {
            continue;
        }
        match track(trak, movie_scale, length) {
            Some(index) if matches!(&index.codec, b"avc1" | b"avc3") => return Ok(index),
            found => other = other.or(found),
        }
    }
    other.ok_or(Damage::NoVideo)
}

pub(super) fn movie_scale(mut mvhd: Reader) -> Option<u32> {
    let (version, _) = mvhd.version()?;
    mvhd.skip(if version == 1 { 16 } else { 8 })?;
    mvhd.u32()
}

/// `None` for what is no video or lacks a part that every video has.
fn track(trak: Reader, movie_scale: u32, length: u64) -> Option<Index> {
    let mdia = trak.find(b"mdia")?;
    let mut hdlr = mdia.find(b"hdlr")?;
    hdlr.skip(8)?;
    if hdlr.bytes(4)? != b"vide" {
        return None;
    }
    let mut index = Index { unit_length: 4, ..Index::default() };
    let mut tkhd = trak.find(b"tkhd")?;
    let (version, _) = tkhd.version()?;
    tkhd.skip(if version == 1 { 16 } else { 8 })?;
    index.track = tkhd.u32()?;
    let mut mdhd = mdia.find(b"mdhd")?;
    let (version, _) = mdhd.version()?;
    mdhd.skip(if version == 1 { 16 } else { 8 })?;
    index.scale = mdhd.u32()?;
    let stbl = mdia.find(b"minf")?.find(b"stbl")?;
    entry(stbl.find(b"stsd")?, &mut index)?;
    if let Some(elst) = trak.find(b"edts").and_then(|edts| edts.find(b"elst")) {
        edits(elst, movie_scale, &mut index);
    }
    samples(stbl, length, &mut index);
    Some(index)
}

/// The kind of video, and what its decoder is to be told.
fn entry(mut stsd: Reader, index: &mut Index) -> Option<()> {
    stsd.skip(8)?;
    let (codec, mut entry) = stsd.next_box()?;
    index.codec = codec;
    entry.skip(24)?;
    index.width = entry.u16()?;
    index.height = entry.u16()?;
    entry.skip(50)?;
    let Some(mut avcc) = entry.find(b"avcC") else { return Some(()) };
    avcc.skip(4)?;
    index.unit_length = usize::from(avcc.u8()? & 3) + 1;
    let sps_count = avcc.u8()? & 31;
    for _ in 0..sps_count {
        let length = avcc.u16()?;
        index.parameter_sets.push(avcc.bytes(usize::from(length))?.to_vec());
    }
    for _ in 0..avcc.u8()? {
        let length = avcc.u16()?;
        index.parameter_sets.push(avcc.bytes(usize::from(length))?.to_vec());
    }
    Some(())
}

/// Which part of the video is meant to be seen. Of several parts, everything from the first on is.
pub(super) fn edits(mut elst: Reader, movie_scale: u32, index: &mut Index) -> Option<()> {
    let (version, _) = elst.version()?;
    let count = elst.u32()?;
    let mut parts = 0;
    for _ in 0..count.min(1000) {
        let lasts = elst.wide(version)?;
        let begins = if version == 1 { elst.u64()?.cast_signed() } else { i64::from(elst.u32()?.cast_signed()) };
        elst.skip(4)?;
        // A part that shows nothing for a while.
        if begins < 0 {
            continue;
        }
        parts += 1;
        index.first_tick = Some(index.first_tick.map_or(begins, |first| first.min(begins)));
        let ticks = u128::from(lasts) * u128::from(index.scale) / u128::from(movie_scale.max(1));
        index.end_tick = (parts == 1 && lasts > 0 && movie_scale > 0)
            .then(|| begins.saturating_add(i64::try_from(ticks).unwrap_or(i64::MAX)));
    }
    Some(())
}

/// Puts the tables together; a table that ends early ends the samples.
pub(super) fn samples(stbl: Reader, length: u64, index: &mut Index) -> Option<()> {
    let mut stsz = stbl.find(b"stsz")?;
    stsz.version()?;
    let same_size = stsz.u32()?;
    let count = (stsz.u32()? as usize).min(MOST_SAMPLES + 1);
    let mut delays = Runs::new(stbl.find(b"ctts"));
    let mut times = Runs::new(stbl.find(b"stts"));
    let mut keys = stbl.find(b"stss");
    let has_keys = keys.is_some();
    let mut next_key = keys.as_mut().and_then(|keys| {
        keys.skip(8)?;
        keys.u32()
    });
    let mut chunks = Runs::chunks(stbl.find(b"stsc")?);
    let (mut offsets, wide) = match stbl.find(b"stco") {
        Some(stco) => (stco, 0),
        None => (stbl.find(b"co64")?, 1),
    };
    offsets.skip(8)?;
    let mut shows = 0_i64;
    let mut chunk = 0_u32;
    while index.samples.len() < count {
        let mut offset = offsets.wide(wide)?;
        chunk += 1;
        for _ in 0..chunks.of_chunk(chunk)? {
            if index.samples.len() == count {
                break;
            }
            let size = if same_size > 0 { same_size } else { stsz.u32()? };
            let number = u32::try_from(index.samples.len()).ok()? + 1;
            while next_key.is_some_and(|key| key < number) {
                next_key = keys.as_mut().and_then(Reader::u32);
            }
            if offset.saturating_add(u64::from(size)) > length {
                index.cut_short = true;
                return None;
            }
            let lasts = times.next();
            index.samples.push(Sample {
                offset,
                size,
                shows: shows.saturating_add(i64::from(delays.next().cast_signed())),
                lasts,
                key: !has_keys || next_key == Some(number),
            });
            offset += u64::from(size);
            shows = shows.saturating_add(i64::from(lasts));
        }
    }
    Some(())
}

/// A table of runs: so many times this value. Past its end the last value stays.
struct Runs<'a> {
    table: Option<Reader<'a>>,
    left: u32,
    value: u32,
    /// For chunks: the value of the run after this one, and the chunk it begins with.
    coming: Option<(u32, u32)>,
}

impl<'a> Runs<'a> {
    fn new(mut table: Option<Reader<'a>>) -> Self {
        if let Some(table) = &mut table {
            // Version, flags and how many runs there are, which the table's end tells too.
            let _ = table.skip(8);
        }
        Self { table, left: 0, value: 0, coming: None }
    }

    fn next(&mut self) -> u32 {
        while self.left == 0 {
            let Some(table) = &mut self.table else { return self.value };
            let (Some(count), Some(value)) = (table.u32(), table.u32()) else {
                self.table = None;
                return self.value;
            };
            (self.left, self.value) = (count, value);
        }
        self.left -= 1;
        self.value
    }

    fn chunks(table: Reader<'a>) -> Self {
        let mut runs = Self::new(Some(table));
        runs.coming = runs.next_chunks();
        runs
    }

    fn next_chunks(&mut self) -> Option<(u32, u32)> {
        let table = self.table.as_mut()?;
        let first = table.u32()?;
        let samples = table.u32()?;
        table.skip(4)?;
        Some((first, samples))
    }

    /// How many samples a chunk holds; chunks are asked for in order, counted from 1.
    fn of_chunk(&mut self, chunk: u32) -> Option<u32> {
        while let Some((first, samples)) = self.coming {
            if first > chunk {
                break;
            }
            self.value = samples;
            self.coming = self.next_chunks();
        }
        // Before the first run there is nothing.
        (self.value > 0 || self.coming.is_some()).then_some(self.value)
    }
}
