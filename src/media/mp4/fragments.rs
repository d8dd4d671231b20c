//! Films that were written while they were made: their index comes in pieces between the frames.

use super::boxes::Reader;
use super::read::{Index, MOST_SAMPLES, Sample};

/// What a piece does not say for itself, by track.
#[derive(Default)]
pub struct Defaults {
    tracks: Vec<(u32, Values)>,
}

#[derive(Clone, Copy, Default)]
struct Values {
    lasts: u32,
    size: u32,
    flags: u32,
}

impl Defaults {
    pub fn read(moov: Reader) -> Self {
        let mut defaults = Self::default();
        let Some(mut mvex) = moov.find(b"mvex") else { return defaults };
        while let Some((name, mut trex)) = mvex.next_box() {
            if &name != b"trex" {
                continue;
            }
            let mut read = || {
                trex.skip(4)?;
                let track = trex.u32()?;
                trex.skip(4)?;
                Some((track, Values { lasts: trex.u32()?, size: trex.u32()?, flags: trex.u32()? }))
            };
            defaults.tracks.extend(read());
        }
        defaults
    }

    fn of(&self, track: u32) -> Values {
        self.tracks.iter().find(|(found, _)| *found == track).map(|(_, values)| *values).unwrap_or_default()
    }
}

/// Adds a piece's frames to the index. `at` is where the piece begins in the file, `length` where the file ends.
pub fn append(moof: Reader, at: u64, defaults: &Defaults, index: &mut Index, length: u64) {
    let mut boxes = moof;
    while let Some((name, traf)) = boxes.next_box() {
        if &name == b"traf" {
            let _ = track(traf, at, defaults, index, length);
        }
    }
}

fn track(traf: Reader, at: u64, defaults: &Defaults, index: &mut Index, length: u64) -> Option<()> {
    let mut tfhd = traf.find(b"tfhd")?;
    let (_, flags) = tfhd.version()?;
    let number = tfhd.u32()?;
    if number != index.track {
        return None;
    }
    let mut values = defaults.of(number);
    let base = if flags & 0x01 != 0 { tfhd.u64()? } else { at };
    if flags & 0x02 != 0 {
        tfhd.skip(4)?;
    }
    for (bit, value) in [(0x08, &mut values.lasts), (0x10, &mut values.size), (0x20, &mut values.flags)] {
        if flags & bit != 0 {
            *value = tfhd.u32()?;
        }
    }
    let mut shows = traf.find(b"tfdt").and_then(|mut tfdt| {
        let (version, _) = tfdt.version()?;
        tfdt.wide(version)
    });
    let mut offset = base;
    let mut boxes = traf;
    while let Some((name, trun)) = boxes.next_box() {
        if &name == b"trun" {
            offset = run(trun, base, offset, values, &mut shows, index, length)?;
        }
    }
    Some(())
}

/// One run of frames. Tells where the next would begin; `None` ends the piece.
fn run(
    mut trun: Reader,
    base: u64,
    follows: u64,
    values: Values,
    begins: &mut Option<u64>,
    index: &mut Index,
    length: u64,
) -> Option<u64> {
    let (_, flags) = trun.version()?;
    let count = trun.u32()?;
    let mut offset = follows;
    if flags & 0x01 != 0 {
        offset = base.checked_add_signed(i64::from(trun.u32()?.cast_signed()))?;
    }
    let first_flags = if flags & 0x04 != 0 { Some(trun.u32()?) } else { None };
    // Without a time of its own a piece follows the one before.
    let mut decodes = match begins.take() {
        Some(time) => i64::try_from(time).ok()?,
        None => index.samples.last().map_or(0, |last| last.shows.saturating_add(i64::from(last.lasts))),
    };
    for number in 0..count {
        let mut own = |bit: u32, other: u32| if flags & bit != 0 { trun.u32() } else { Some(other) };
        let lasts = own(0x100, values.lasts)?;
        let size = own(0x200, values.size)?;
        let mut sample_flags = own(0x400, values.flags)?;
        let delay = own(0x800, 0)?;
        if let (0, Some(first)) = (number, first_flags) {
            sample_flags = first;
        }
        if size == 0 || offset.saturating_add(u64::from(size)) > length || index.samples.len() > MOST_SAMPLES {
            index.cut_short |= size > 0;
            return None;
        }
        index.samples.push(Sample {
            offset,
            size,
            shows: decodes.saturating_add(i64::from(delay.cast_signed())),
            lasts,
            key: sample_flags & 0x0001_0000 == 0,
        });
        offset += u64::from(size);
        decodes = decodes.saturating_add(i64::from(lasts));
    }
    *begins = u64::try_from(decodes).ok();
    Some(offset)
}
