//! A picture file's samples as they are stored, and what the file says about them: its turn and its colour profile.

pub mod jpeg;
mod png;
mod rest;

#[cfg(test)]
pub use self::png::chunks as png_chunks;

use image::ImageFormat;
use image::metadata::Orientation;

use super::PictureError;

/// A colour profile with more bytes than this is not looked at.
pub const PROFILE_MAX: usize = 4 << 20;

/// How a pixel is stored. More than 8 bits are in the machine's byte order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Samples {
    Grey8,
    GreyAlpha8,
    Rgb8,
    Rgba8,
    /// Inks, 0 is the most, as JPEG files have them.
    Cmyk8,
    /// Cyan, magenta and yellow as brightness and two colour differences.
    Ycck8,
    Grey16,
    GreyAlpha16,
    Rgb16,
    Rgba16,
    RgbFloat,
    RgbaFloat,
}

impl Samples {
    /// How many bytes a pixel takes.
    pub fn bytes(self) -> usize {
        match self {
            Self::Grey8 => 1,
            Self::GreyAlpha8 | Self::Grey16 => 2,
            Self::Rgb8 => 3,
            Self::Rgba8 | Self::Cmyk8 | Self::Ycck8 | Self::GreyAlpha16 => 4,
            Self::Rgb16 => 6,
            Self::Rgba16 => 8,
            Self::RgbFloat => 12,
            Self::RgbaFloat => 16,
        }
    }
}

/// The colour profile that a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Embedded {
    None,
    Icc(Vec<u8>),
    /// Larger than `PROFILE_MAX`.
    TooLarge,
    /// It cannot be taken out of the file.
    Broken,
}

impl Embedded {
    fn of(profile: Option<Vec<u8>>) -> Self {
        match profile {
            None => Self::None,
            Some(icc) if icc.is_empty() => Self::None,
            Some(icc) if icc.len() > PROFILE_MAX => Self::TooLarge,
            Some(icc) => Self::Icc(icc),
        }
    }
}

/// What a file says before its pixels are unpacked.
pub struct Head {
    pub width: u32,
    pub height: u32,
    pub samples: Samples,
    pub orientation: Orientation,
    pub profile: Embedded,
    /// Bytes that unpacking takes beside the samples themselves.
    pub beside: u64,
}

/// A picture file that is open.
pub struct Open<'a> {
    pub head: Head,
    source: Source<'a>,
}

enum Source<'a> {
    Jpeg(Box<jpeg::Decoder<'a>>),
    Png(Box<png::Reader<'a>>),
    Rest(Box<dyn image::ImageDecoder + 'a>),
}

/// Opens a picture file and reads its head.
pub fn open(bytes: &[u8], format: ImageFormat) -> Result<Open<'_>, PictureError> {
    match format {
        ImageFormat::Jpeg => {
            let (head, decoder) = jpeg::open(bytes)?;
            Ok(Open { head, source: Source::Jpeg(Box::new(decoder)) })
        }
        ImageFormat::Png => {
            let (head, reader) = png::open(bytes)?;
            Ok(Open { head, source: Source::Png(Box::new(reader)) })
        }
        _ => {
            let (head, decoder) = rest::open(bytes, format)?;
            Ok(Open { head, source: Source::Rest(decoder) })
        }
    }
}

impl Open<'_> {
    /// Unpacks the samples into memory of just their size; of an animation the first frame.
    pub fn unpack(self, into: &mut [u8]) -> Result<(), PictureError> {
        match self.source {
            Source::Jpeg(decoder) => jpeg::unpack(*decoder, into),
            Source::Png(reader) => png::unpack(*reader, self.head.samples, into),
            Source::Rest(decoder) => rest::unpack(decoder, self.head.beside, into),
        }
    }
}
