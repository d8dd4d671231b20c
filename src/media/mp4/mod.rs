//! The MP4 container, as far as films need it. Writing streams: what is known before the first frame (how many frames there will be)
//! decides the size of the index, so that it stands first and the frames follow as they come. Reading trusts no number in the file.

mod boxes;
mod fragments;
mod read;
mod sound;
mod whole;
mod write;

#[cfg(test)]
pub use read::Sample;
pub use read::{Damage, Index};
pub use sound::Sound;
pub use whole::{NotWhole, check_whole};
pub use write::Mp4Writer;

use std::io;

/// Takes a film's encoded frames in order and makes a file of them. What writes the container is known behind this only.
pub trait FilmWriter {
    /// Puts one more stretch behind what was written.
    fn append(&mut self, stretch: &Stretch) -> io::Result<()>;

    /// Completes the file; nothing less than the frames that were announced will do. Tells its size in bytes.
    fn finish(&mut self) -> io::Result<u64>;
}

/// H.264's parameter sets, which stand in the container's head: without start codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterSets {
    pub sps: Vec<u8>,
    pub pps: Vec<u8>,
}

/// Encoded frames that begin with a key frame and need no others.
#[derive(Clone, Debug, Default)]
pub struct Stretch {
    /// The frames one after another, each of them units with their length in four bytes before them.
    pub data: Vec<u8>,
    /// The frames' sizes in bytes.
    pub sizes: Vec<u32>,
    /// The packets of sound that are heard meanwhile, as many as were planned.
    pub sound: Vec<u8>,
}

/// What a film's file has to be told before its first frame.
#[derive(Clone, Debug)]
pub struct Plan {
    pub width: u16,
    pub height: u16,
    /// Frames a second.
    pub rate: u32,
    pub parameter_sets: ParameterSets,
    /// How many frames each stretch has.
    pub stretches: Vec<u32>,
    /// Copied as it is.
    pub sound: Option<SoundPlan>,
}

/// A film's sound, whose packets are written as they were read.
#[derive(Clone, Debug)]
pub struct SoundPlan {
    /// What its decoder is told: the whole box `mp4a`.
    pub entry: Vec<u8>,
    /// Ticks a second.
    pub scale: u32,
    /// Ticks before the first that is heard.
    pub skip: u64,
    /// Each packet's size in bytes, and how many ticks it lasts.
    pub packets: Vec<(u32, u32)>,
    /// How many packets go with each stretch.
    pub stretches: Vec<u32>,
}

#[cfg(test)]
mod tests;
