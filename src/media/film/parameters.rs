//! What H.264's sequence parameter set says: the picture's size, its colours, and whether it is of a kind that can be decoded here.

use super::colour::{Colour, Matrix};

/// The largest picture the decoder takes, in blocks of 16 x 16 pixels (level 5.2).
const MOST_BLOCKS: u64 = 36_864;

/// What was found in the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    /// In pixels, what is cropped away left out.
    pub size: (u32, u32),
    /// `None` where the stream does not tell.
    pub colour: Option<Colour>,
    blocks: u64,
    interlaced: bool,
    chroma_format: u32,
    deep: bool,
}

impl Stream {
    /// Why it cannot be decoded here, if it cannot.
    pub fn unreadable(&self) -> Option<&'static str> {
        if self.deep {
            Some("has more than 8 bits a colour")
        } else if self.chroma_format != 1 {
            Some("has other colours than 4:2:0")
        } else if self.interlaced {
            Some("is interlaced")
        } else if self.blocks > MOST_BLOCKS {
            Some("is larger than 4096 x 2304")
        } else {
            None
        }
    }
}

/// Reads the first sequence parameter set among these. `None` where there is none that can be read.
pub fn of(sets: &[Vec<u8>]) -> Option<Stream> {
    let set = sets.iter().find(|set| set.first().is_some_and(|head| head & 31 == 7))?;
    read(&mut Bits::new(set.get(1..)?))
}

fn read(bits: &mut Bits) -> Option<Stream> {
    let profile = bits.take(8)?;
    bits.take(16)?;
    bits.count()?;
    let mut chroma_format = 1;
    let mut deep = false;
    if matches!(profile, 100 | 110 | 122 | 244 | 44 | 83 | 86 | 118 | 128 | 138 | 139 | 134 | 135) {
        chroma_format = bits.count()?;
        if chroma_format == 3 {
            bits.take(1)?;
        }
        deep = (bits.count()? > 0) | (bits.count()? > 0);
        bits.take(1)?;
        if bits.take(1)? == 1 {
            for list in 0..if chroma_format == 3 { 12 } else { 8 } {
                if bits.take(1)? == 1 {
                    scaling_list(bits, if list < 6 { 16 } else { 64 })?;
                }
            }
        }
    }
    bits.count()?;
    match bits.count()? {
        0 => {
            bits.count()?;
        }
        1 => {
            bits.take(1)?;
            bits.count()?;
            bits.count()?;
            for _ in 0..bits.count()?.min(255) {
                bits.count()?;
            }
        }
        _ => {}
    }
    bits.count()?;
    bits.take(1)?;
    let across = u64::from(bits.count()?) + 1;
    let down = u64::from(bits.count()?) + 1;
    let interlaced = bits.take(1)? == 0;
    if interlaced {
        bits.take(1)?;
    }
    bits.take(1)?;
    let blocks = across.saturating_mul(down);
    let (mut width, mut height) = (across * 16, down * if interlaced { 32 } else { 16 });
    if bits.take(1)? == 1 {
        let (unit_x, unit_y) = match chroma_format {
            1 => (2, 2),
            2 => (2, 1),
            _ => (1, 1),
        };
        let (left, right, top, bottom) = (bits.count()?, bits.count()?, bits.count()?, bits.count()?);
        width = width.saturating_sub((u64::from(left) + u64::from(right)) * unit_x);
        height = height.saturating_sub((u64::from(top) + u64::from(bottom)) * unit_y);
    }
    let size = (u32::try_from(width).ok()?.max(1), u32::try_from(height).ok()?.max(1));
    // A stream without these, or whose end is missing, is as usual.
    let colour = colour(bits).flatten();
    Some(Stream { size, colour, blocks, interlaced, chroma_format, deep })
}

fn scaling_list(bits: &mut Bits, length: u32) -> Option<()> {
    let (mut last, mut next) = (8_i32, 8_i32);
    for _ in 0..length {
        if next != 0 {
            next = (last.wrapping_add(bits.signed()?)).rem_euclid(256);
        }
        last = if next == 0 { last } else { next };
    }
    Some(())
}

#[expect(clippy::option_option, reason = "nothing: the bits end; nothing inside: no colour is told")]
fn colour(bits: &mut Bits) -> Option<Option<Colour>> {
    const OTHER_SHAPE: u32 = 255;
    if bits.take(1)? == 0 {
        return None;
    }
    if bits.take(1)? == 1 && bits.take(8)? == OTHER_SHAPE {
        bits.take(32)?;
    }
    if bits.take(1)? == 1 {
        bits.take(1)?;
    }
    if bits.take(1)? == 0 {
        return None;
    }
    bits.take(3)?;
    let full_range = bits.take(1)? == 1;
    let mut matrix = None;
    if bits.take(1)? == 1 {
        bits.take(16)?;
        matrix = match bits.take(8)? {
            1 => Some(Matrix::Bt709),
            4..=6 => Some(Matrix::Bt601),
            9 | 10 => Some(Matrix::Bt2020),
            _ => None,
        };
    }
    Some(
        matrix
            .map(|matrix| Colour { matrix, full_range })
            .or_else(|| full_range.then_some(Colour { matrix: Matrix::Bt601, full_range })),
    )
}

/// The set bit by bit; the bytes that only keep start codes from appearing are stepped over.
struct Bits {
    bytes: Vec<u8>,
    at: usize,
}

impl Bits {
    fn new(bytes: &[u8]) -> Self {
        let mut clean = Vec::with_capacity(bytes.len());
        let mut zeros = 0;
        for byte in bytes {
            if zeros >= 2 && *byte == 3 {
                zeros = 0;
                continue;
            }
            zeros = if *byte == 0 { zeros + 1 } else { 0 };
            clean.push(*byte);
        }
        Self { bytes: clean, at: 0 }
    }

    /// At most 32 bits.
    fn take(&mut self, count: u32) -> Option<u32> {
        let mut value = 0_u32;
        for _ in 0..count {
            let byte = self.bytes.get(self.at / 8)?;
            value = value << 1 | u32::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Some(value)
    }

    /// An unsigned number in Exp-Golomb code.
    fn count(&mut self) -> Option<u32> {
        let mut zeros = 0;
        while self.take(1)? == 0 {
            zeros += 1;
            if zeros > 31 {
                return None;
            }
        }
        let rest = self.take(zeros)?;
        Some((1_u32 << zeros) - 1 + rest)
    }

    fn signed(&mut self) -> Option<i32> {
        let code = self.count()?;
        let half = i32::try_from(code.div_ceil(2)).ok()?;
        Some(if code % 2 == 1 { half } else { -half })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_bit_by_bit() {
        let mut bits = Bits::new(&[0b1010_0110, 0b0100_0010, 0b1000_0000]);
        assert_eq!((0..5).map(|_| bits.count()).collect::<Vec<_>>(), [Some(0), Some(1), Some(2), Some(3), Some(4)]);
        assert_eq!(Bits::new(&[0, 0, 3, 1]).take(24), Some(1));
        assert_eq!(Bits::new(&[0; 9]).count(), None);
    }

    #[test]
    fn nonsense_gives_nothing() {
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[vec![0x67]]), None);
        assert_eq!(of(&[vec![0x67, 100, 0, 31]]), None);
        assert_eq!(of(&[vec![0x68, 1, 2, 3, 4, 5, 6, 7, 8]]), None);
    }
}
