//! Decoding one group of frames from its start. The decoder gives frames in the order they show, some while after they were fed:
//! nothing is flushed before the group's end, or frames would be lost.

use openh264::decoder::{DecodeOptions, DecodedYUV, Decoder, DecoderConfig, Flush};
use openh264::formats::YUVSource as _;

use super::FilmError;
use super::plan::Group;

/// A decoded frame: brightness, and two colour planes of half its width and height.
pub struct Planes {
    pub width: usize,
    pub height: usize,
    pub y: Vec<u8>,
    pub u: Vec<u8>,
    pub v: Vec<u8>,
}

impl Planes {
    fn new(frame: &DecodedYUV) -> Self {
        let (width, height) = frame.dimensions();
        let (stride_y, stride_u, stride_v) = frame.strides();
        let (half_width, half_height) = (width.div_ceil(2), height.div_ceil(2));
        Self {
            width,
            height,
            y: rows(frame.y(), stride_y, width, height),
            u: rows(frame.u(), stride_u, half_width, half_height),
            v: rows(frame.v(), stride_v, half_width, half_height),
        }
    }

    pub fn bytes(&self) -> usize {
        self.y.len() + self.u.len() + self.v.len()
    }
}

/// A plane without what stands beside it. Rows that are missing repeat the last.
fn rows(plane: &[u8], stride: usize, width: usize, height: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(width * height);
    for row in plane.chunks(stride.max(1)).take(height) {
        match row.get(..width) {
            Some(row) => out.extend_from_slice(row),
            None => break,
        }
    }
    while out.len() < width * height {
        match out.len().checked_sub(width) {
            Some(last) => out.extend_from_within(last..),
            None => out.resize(width * height, 128),
        }
    }
    out
}

pub struct StretchDecoder {
    decoder: Decoder,
    /// The number of the group it is in.
    pub group: usize,
    /// How many frames it has given: the place of the next one.
    pub given: u64,
    next: usize,
    end: usize,
    drained: bool,
}

impl StretchDecoder {
    pub fn new(number: usize, group: &Group, parameter_sets: &[Vec<u8>]) -> Result<Self, FilmError> {
        let config = DecoderConfig::new().flush_after_decode(Flush::NoFlush);
        let mut decoder = Decoder::with_api_config(openh264::OpenH264API::from_source(), config)
            .map_err(|error| FilmError::Decoder(error.to_string()))?;
        let mut sets = Vec::new();
        for set in parameter_sets {
            sets.extend([0, 0, 0, 1]);
            sets.extend(set);
        }
        if !sets.is_empty() {
            // Sets that cannot be used are told by the frames that need them.
            let _ = decoder.decode_with_options(&sets, options());
        }
        Ok(Self {
            decoder,
            group: number,
            given: 0,
            next: group.first_sample,
            end: group.first_sample + group.samples,
            drained: false,
        })
    }

    /// The sample that is to be fed next; none at the group's end.
    pub fn next_sample(&self) -> Option<usize> {
        (self.next < self.end).then_some(self.next)
    }

    /// Feeds one sample, whose units have their lengths before them. A damaged one is stepped over:
    /// it gives no frame, and then neither does what needs it.
    pub fn feed(&mut self, sample: &[u8], unit_length: usize, mut give: impl FnMut(u64, Planes)) {
        self.next += 1;
        let stream = with_start_codes(sample, unit_length);
        if stream.is_empty() {
            return;
        }
        if let Ok(Some(frame)) = self.decoder.decode_with_options(&stream, options()) {
            give(self.given, Planes::new(&frame));
            self.given += 1;
        }
    }

    /// Gives what the decoder still holds at the group's end.
    pub fn drain(&mut self, mut give: impl FnMut(u64, Planes)) -> Result<(), FilmError> {
        if std::mem::replace(&mut self.drained, true) {
            return Ok(());
        }
        let frames = self.decoder.flush_remaining().map_err(|error| FilmError::Decoder(error.to_string()))?;
        for frame in frames {
            give(self.given, Planes::new(&frame));
            self.given += 1;
        }
        Ok(())
    }
}

fn options() -> DecodeOptions {
    DecodeOptions::new().flush_after_decode(Flush::NoFlush)
}

/// Units with start codes instead of lengths, which is what the decoder takes.
fn with_start_codes(sample: &[u8], unit_length: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(sample.len() + 16);
    let mut rest = sample;
    while let Some((length, after)) = rest.split_at_checked(unit_length) {
        let length = length.iter().fold(0_usize, |length, byte| length << 8 | usize::from(*byte));
        let (unit, after) = after.split_at(length.min(after.len()));
        if !unit.is_empty() {
            out.extend([0, 0, 0, 1]);
            out.extend_from_slice(unit);
        }
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_become_start_codes() {
        assert_eq!(with_start_codes(&[0, 0, 0, 2, 7, 8, 0, 0, 0, 1, 9], 4), [0, 0, 0, 1, 7, 8, 0, 0, 0, 1, 9]);
        assert_eq!(with_start_codes(&[0, 2, 7, 8], 2), [0, 0, 0, 1, 7, 8]);
        assert_eq!(with_start_codes(&[0xFF, 0xFF, 0xFF, 0xFF, 5], 4), [0, 0, 0, 1, 5]);
        assert_eq!(with_start_codes(&[0, 0], 4), [0; 0]);
    }

    #[test]
    fn rows_that_are_missing_repeat_the_last() {
        assert_eq!(rows(&[1, 2, 0, 3, 4, 0], 3, 2, 2), [1, 2, 3, 4]);
        assert_eq!(rows(&[1, 2, 0, 3, 4], 3, 2, 3), [1, 2, 3, 4, 3, 4]);
        assert_eq!(rows(&[], 3, 2, 1), [128, 128]);
    }
}
