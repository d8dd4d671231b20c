//! Writing an MP4 file in one go: the index first, in room kept for it, then the frames; the index is filled in at the end.

use std::io::{self, Seek, SeekFrom, Write};

use super::boxes::Boxes;
use super::{FilmWriter, ParameterSets, Plan, SoundPlan, Stretch};

/// Ticks a frame lasts.
const TICKS: u32 = 512;
/// With more frames than this, places in the file are written with 8 bytes: the file may pass 4 GB.
/// Below it, a frame would have to be larger than it is uncoded.
const FEW_FRAMES: u64 = 4096;

pub struct Mp4Writer<W> {
    out: W,
    plan: Plan,
    /// Sizes of all frames so far.
    sizes: Vec<u32>,
    /// Where each stretch begins in the file.
    offsets: Vec<u64>,
    /// Where its packets of sound do; for those that have some.
    sound_offsets: Vec<u64>,
    moov_at: u64,
    moov_length: u64,
    mdat_at: u64,
    /// Where the next frame goes.
    at: u64,
}

impl<W: Write + Seek> Mp4Writer<W> {
    /// Begins a file with room for the index.
    pub fn new(mut out: W, plan: Plan) -> io::Result<Self> {
        let head = ftyp();
        out.write_all(&head)?;
        let mut writer = Self {
            out,
            plan,
            sizes: Vec::new(),
            offsets: Vec::new(),
            sound_offsets: Vec::new(),
            moov_at: head.len() as u64,
            moov_length: 0,
            mdat_at: 0,
            at: 0,
        };
        // The index has the same length whatever its numbers are.
        let room = vec![0; writer.moov()?.len()];
        writer.out.write_all(&room)?;
        writer.moov_length = room.len() as u64;
        writer.mdat_at = writer.moov_at + writer.moov_length;
        let mdat = writer.mdat_head(0)?;
        writer.out.write_all(&mdat)?;
        writer.at = writer.mdat_at + mdat.len() as u64;
        Ok(writer)
    }

    fn frames(&self) -> u64 {
        self.plan.stretches.iter().map(|count| u64::from(*count)).sum()
    }

    /// The bytes of sound that go with the next stretch.
    fn planned_sound(&self) -> u64 {
        let Some(sound) = &self.plan.sound else { return 0 };
        let number = self.offsets.len();
        let before: usize = sound.stretches.iter().take(number).map(|count| *count as usize).sum();
        let own = sound.stretches.get(number).map_or(0, |count| *count as usize);
        sound.packets.iter().skip(before).take(own).map(|(size, _)| u64::from(*size)).sum()
    }

    fn is_long(&self) -> bool {
        self.frames() > FEW_FRAMES
    }

    fn mdat_head(&self, payload: u64) -> io::Result<Vec<u8>> {
        let mut head = Vec::with_capacity(16);
        if self.is_long() {
            head.extend(1_u32.to_be_bytes());
            head.extend(b"mdat");
            head.extend((payload + 16).to_be_bytes());
        } else {
            let length = u32::try_from(payload + 8).map_err(|_| io::Error::other("the film's frames pass 4 GB"))?;
            head.extend(length.to_be_bytes());
            head.extend(b"mdat");
        }
        Ok(head)
    }

    fn moov(&self) -> io::Result<Vec<u8>> {
        let too_long = |_| io::Error::other("the film is too long for its file");
        let frames = u32::try_from(self.frames()).map_err(too_long)?;
        let duration = u32::try_from(self.frames() * u64::from(TICKS)).map_err(too_long)?;
        let scale = self.plan.rate.saturating_mul(TICKS);
        let mut out = Boxes::new();
        out.nest(b"moov", |moov| {
            moov.full(b"mvhd", 0, 0, |b| {
                b.u32s(&[0, 0, scale, duration, 0x0001_0000]);
                b.u16s(&[0x0100, 0]);
                b.u32s(&[0, 0]);
                b.matrix();
                b.u32s(&[0; 6]);
                b.u32s(&[if self.plan.sound.is_some() { 3 } else { 2 }]);
            });
            moov.nest(b"trak", |trak| {
                // Enabled, in the movie, in its preview.
                trak.full(b"tkhd", 0, 7, |b| {
                    b.u32s(&[0, 0, 1, 0, duration, 0, 0]);
                    b.u16s(&[0, 0, 0, 0]);
                    b.matrix();
                    b.u32s(&[u32::from(self.plan.width) << 16, u32::from(self.plan.height) << 16]);
                });
                trak.nest(b"mdia", |mdia| {
                    mdia.full(b"mdhd", 0, 0, |b| {
                        b.u32s(&[0, 0, scale, duration]);
                        // The language "und".
                        b.u16s(&[0x55C4, 0]);
                    });
                    mdia.full(b"hdlr", 0, 0, |b| {
                        b.u32s(&[0]);
                        b.bytes(b"vide");
                        b.u32s(&[0, 0, 0]);
                        b.bytes(b"VideoHandler\0");
                    });
                    mdia.nest(b"minf", |minf| {
                        minf.full(b"vmhd", 0, 1, |b| b.u16s(&[0, 0, 0, 0]));
                        data_here(minf);
                        minf.nest(b"stbl", |stbl| self.tables(stbl, frames));
                    });
                });
            });
            if let Some(sound) = &self.plan.sound {
                moov.nest(b"trak", |trak| self.sound_track(trak, sound, scale));
            }
        });
        Ok(out.into_bytes())
    }

    fn sound_track(&self, trak: &mut Boxes, sound: &SoundPlan, movie_scale: u32) {
        let ticks: u64 = sound.packets.iter().map(|(_, lasts)| u64::from(*lasts)).sum();
        let heard = ticks.saturating_sub(sound.skip);
        let short = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let heard = short(heard.saturating_mul(u64::from(movie_scale)) / u64::from(sound.scale.max(1)));
        trak.full(b"tkhd", 0, 7, |b| {
            b.u32s(&[0, 0, 2, 0, heard, 0, 0]);
            // In a group of its own kind, at full volume.
            b.u16s(&[0, 1, 0x0100, 0]);
            b.matrix();
            b.u32s(&[0, 0]);
        });
        trak.nest(b"edts", |edts| {
            edts.full(b"elst", 0, 0, |b| b.u32s(&[1, heard, short(sound.skip), 0x0001_0000]));
        });
        trak.nest(b"mdia", |mdia| {
            mdia.full(b"mdhd", 0, 0, |b| {
                b.u32s(&[0, 0, sound.scale, short(ticks)]);
                b.u16s(&[0x55C4, 0]);
            });
            mdia.full(b"hdlr", 0, 0, |b| {
                b.u32s(&[0]);
                b.bytes(b"soun");
                b.u32s(&[0, 0, 0]);
                b.bytes(b"SoundHandler\0");
            });
            mdia.nest(b"minf", |minf| {
                minf.full(b"smhd", 0, 0, |b| b.u16s(&[0, 0]));
                data_here(minf);
                minf.nest(b"stbl", |stbl| self.sound_tables(stbl, sound));
            });
        });
    }

    fn sound_tables(&self, stbl: &mut Boxes, sound: &SoundPlan) {
        stbl.full(b"stsd", 0, 0, |b| {
            b.u32s(&[1]);
            b.bytes(&sound.entry);
        });
        let mut runs: Vec<[u32; 2]> = Vec::new();
        for (_, lasts) in &sound.packets {
            match runs.last_mut() {
                Some([count, value]) if value == lasts => *count += 1,
                _ => runs.push([1, *lasts]),
            }
        }
        stbl.full(b"stts", 0, 0, |b| {
            b.u32s(&[length(&runs)]);
            for run in &runs {
                b.u32s(run);
            }
        });
        let chunks: Vec<u32> = sound.stretches.iter().copied().filter(|count| *count > 0).collect();
        self.chunk_tables(stbl, &chunks, &self.sound_offsets);
        stbl.full(b"stsz", 0, 0, |b| {
            b.u32s(&[0, length(&sound.packets)]);
            for (size, _) in &sound.packets {
                b.u32s(&[*size]);
            }
        });
    }

    /// How many samples each chunk has, and where it begins; a line for each run of equally long ones.
    fn chunk_tables(&self, stbl: &mut Boxes, chunks: &[u32], offsets: &[u64]) {
        let mut runs: Vec<[u32; 3]> = Vec::new();
        for (index, count) in (1_u32..).zip(chunks) {
            if runs.last().is_none_or(|run| run[1] != *count) {
                runs.push([index, *count, 1]);
            }
        }
        stbl.full(b"stsc", 0, 0, |b| {
            b.u32s(&[length(&runs)]);
            for run in &runs {
                b.u32s(run);
            }
        });
        let (name, wide): (&[u8; 4], bool) = if self.is_long() { (b"co64", true) } else { (b"stco", false) };
        stbl.full(name, 0, 0, |b| {
            b.u32s(&[length(chunks)]);
            for index in 0..chunks.len() {
                let offset = offsets.get(index).copied().unwrap_or(0);
                if wide {
                    b.bytes(&offset.to_be_bytes());
                } else {
                    // The size of the frames' box, checked before, keeps it below 4 GB.
                    b.u32s(&[u32::try_from(offset).unwrap_or(u32::MAX)]);
                }
            }
        });
    }

    fn tables(&self, stbl: &mut Boxes, frames: u32) {
        stbl.full(b"stsd", 0, 0, |b| {
            b.u32s(&[1]);
            b.nest(b"avc1", |avc1| self.sample_entry(avc1));
        });
        stbl.full(b"stts", 0, 0, |b| b.u32s(&[1, frames, TICKS]));
        stbl.full(b"stss", 0, 0, |b| {
            b.u32s(&[length(&self.plan.stretches)]);
            let mut first = 1_u32;
            for count in &self.plan.stretches {
                b.u32s(&[first]);
                first = first.saturating_add(*count);
            }
        });
        self.chunk_tables(stbl, &self.plan.stretches, &self.offsets);
        stbl.full(b"stsz", 0, 0, |b| {
            b.u32s(&[0, frames]);
            b.u32s(&self.sizes);
            b.zeros((frames as usize).saturating_sub(self.sizes.len()) * 4);
        });
    }

    fn sample_entry(&self, avc1: &mut Boxes) {
        let ParameterSets { sps, pps } = &self.plan.parameter_sets;
        avc1.zeros(6);
        avc1.u16s(&[1]);
        avc1.zeros(16);
        avc1.u16s(&[self.plan.width, self.plan.height]);
        // 72 dots per inch, as everyone writes.
        avc1.u32s(&[0x0048_0000, 0x0048_0000, 0]);
        avc1.u16s(&[1]);
        avc1.zeros(32);
        avc1.u16s(&[24, 0xFFFF]);
        avc1.nest(b"avcC", |b| {
            let profile = |index: usize| sps.get(index).copied().unwrap_or(0);
            // Lengths of units take 4 bytes; one parameter set of each kind.
            b.bytes(&[1, profile(1), profile(2), profile(3), 0xFF, 0xE1]);
            b.sized(sps);
            b.bytes(&[1]);
            b.sized(pps);
            if profile(1) >= 100 {
                // 4:2:0, 8 bits, no further sets.
                b.bytes(&[0xFD, 0xF8, 0xF8, 0]);
            }
        });
        avc1.nest(b"colr", |b| {
            // BT.709 in all three, limited range.
            b.bytes(b"nclx");
            b.u16s(&[1, 1, 1]);
            b.bytes(&[0]);
        });
        avc1.nest(b"pasp", |b| b.u32s(&[1, 1]));
    }
}

/// The frames lie in this very file.
fn data_here(minf: &mut Boxes) {
    minf.nest(b"dinf", |dinf| {
        dinf.full(b"dref", 0, 0, |b| {
            b.u32s(&[1]);
            b.full(b"url ", 0, 1, |_| {});
        });
    });
}

fn length<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

fn ftyp() -> Vec<u8> {
    let mut out = Boxes::new();
    out.nest(b"ftyp", |b| {
        b.bytes(b"isom");
        b.u32s(&[0x200]);
        b.bytes(b"isomiso2avc1mp41");
    });
    out.into_bytes()
}

impl<W: Write + Seek> FilmWriter for Mp4Writer<W> {
    fn append(&mut self, stretch: &Stretch) -> io::Result<()> {
        let planned = self.plan.stretches.get(self.offsets.len()).copied();
        let whole: u64 = stretch.sizes.iter().map(|size| u64::from(*size)).sum();
        if planned != Some(length(&stretch.sizes)) || whole != stretch.data.len() as u64 {
            return Err(io::Error::other("a stretch has other frames than were planned"));
        }
        if self.planned_sound() != stretch.sound.len() as u64 {
            return Err(io::Error::other("a stretch has another sound than was planned"));
        }
        self.offsets.push(self.at);
        self.sizes.extend(&stretch.sizes);
        self.out.write_all(&stretch.data)?;
        self.at += whole;
        if !stretch.sound.is_empty() {
            self.sound_offsets.push(self.at);
            self.out.write_all(&stretch.sound)?;
            self.at += stretch.sound.len() as u64;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<u64> {
        if self.offsets.len() != self.plan.stretches.len() {
            return Err(io::Error::other("the film has fewer frames than were planned"));
        }
        let moov = self.moov()?;
        if moov.len() as u64 != self.moov_length {
            return Err(io::Error::other("the film's index does not fit its place"));
        }
        let head = if self.is_long() { 16 } else { 8 };
        let mdat = self.mdat_head(self.at - self.mdat_at - head)?;
        self.out.seek(SeekFrom::Start(self.moov_at))?;
        self.out.write_all(&moov)?;
        self.out.write_all(&mdat)?;
        self.out.seek(SeekFrom::Start(self.at))?;
        self.out.flush()?;
        Ok(self.at)
    }
}
