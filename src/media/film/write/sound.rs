//! The sound of a film that is written anew: its packets are copied as they are, those of the part that is heard.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use crate::media::mp4::{Sound, SoundPlan};

/// A file's sound, or a part of it.
#[derive(Clone, Debug)]
pub struct SoundTrack {
    file: PathBuf,
    sound: Sound,
}

impl SoundTrack {
    /// The sound of a film; `None` where it has none that can be copied.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn of(file: &Path) -> io::Result<Option<Self>> {
        let mut opened = io::BufReader::with_capacity(1 << 16, File::open(file)?);
        // What is no film is told by whoever reads its frames.
        let sound = Sound::read(&mut opened).ok().flatten();
        Ok(sound.map(|sound| Self { file: file.to_owned(), sound }))
    }

    /// Only what is heard between two times, in seconds.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, which is meant")]
    pub fn between(mut self, from: f64, to: f64) -> Self {
        let tick =
            |seconds: f64| self.sound.skip.saturating_add((seconds * f64::from(self.sound.scale)).round() as u64);
        let (first, end) = (tick(from), tick(to));
        let mut at = 0_u64;
        let mut begins = Vec::with_capacity(self.sound.packets.len());
        for packet in &self.sound.packets {
            begins.push(at);
            at += u64::from(packet.lasts);
        }
        // A packet needs the one before it to sound as it should.
        let start = begins.partition_point(|begin| *begin <= first).saturating_sub(2);
        let end = begins.partition_point(|begin| *begin < end);
        self.sound.skip = first.saturating_sub(begins.get(start).copied().unwrap_or(0));
        self.sound.packets = self.sound.packets.get(start..end).unwrap_or_default().to_vec();
        self
    }

    /// The packets as they go along with stretches that end at these times, in seconds.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, which is meant")]
    pub(super) fn packets(&self, ends: &[f64]) -> io::Result<Packets> {
        let sound = &self.sound;
        let mut at = 0_u64;
        let mut next = 0;
        let mut stretches = Vec::with_capacity(ends.len());
        for (number, end) in ends.iter().enumerate() {
            let is_last = number + 1 == ends.len();
            let end = sound.skip.saturating_add((end * f64::from(sound.scale)) as u64);
            let mut count = 0_u32;
            while let Some(packet) = sound.packets.get(next)
                && (at < end || is_last)
            {
                at += u64::from(packet.lasts);
                next += 1;
                count += 1;
            }
            stretches.push(count);
        }
        let plan = SoundPlan {
            entry: sound.entry.clone(),
            scale: sound.scale,
            skip: sound.skip,
            packets: sound.packets.iter().map(|packet| (packet.size, packet.lasts)).collect(),
            stretches,
        };
        Ok(Packets { file: File::open(&self.file)?, sound: sound.clone(), plan, stretch: 0, packet: 0 })
    }
}

/// Gives the packets of one stretch after another.
pub(super) struct Packets {
    file: File,
    sound: Sound,
    pub plan: SoundPlan,
    stretch: usize,
    packet: usize,
}

impl Packets {
    pub fn next(&mut self) -> io::Result<Vec<u8>> {
        let count = self.plan.stretches.get(self.stretch).map_or(0, |count| *count as usize);
        let mut bytes = Vec::new();
        for packet in self.sound.packets.iter().skip(self.packet).take(count) {
            let start = bytes.len();
            bytes.resize(start + packet.size as usize, 0);
            self.file.seek(SeekFrom::Start(packet.offset))?;
            self.file.read_exact(&mut bytes[start..])?;
        }
        self.stretch += 1;
        self.packet += count;
        Ok(bytes)
    }
}
