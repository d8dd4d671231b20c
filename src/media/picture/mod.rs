//! Pictures in and out: looked at without trust, decoded once for all to see, made smaller, written as PNG.

mod colour;
mod paper;
mod read;
mod room;
mod scale;
mod svg;
mod thumb;
mod unpack;
mod upload;

pub use colour::ProfileNote;
pub use paper::{PAPER_WHITE, blank_paper, lay_on_paper};
pub use read::{DECODING, Decoded, content_of, decode, decode_own, inspect, read};
pub use room::ROOM;
pub(in crate::media) use scale::scaled;
pub use scale::{cropped, fitted, letterboxed};
pub use svg::svg_as_png;
pub use thumb::{THUMB_SIDE, pack, thumb, unpack_info, unpack_thumb};
pub use upload::{ForUpload, PREPARING, for_upload};

/// The most pixels that a picture may have.
pub const MOST_PIXELS: u64 = 100_000_000;

/// A picture in memory: rows from the top, each pixel red, green, blue and alpha; the alpha is straight.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Pixels {
    pub width: u32,
    pub height: u32,
    /// `width * height * 4` bytes.
    pub rgba: Vec<u8>,
}

impl Pixels {
    /// A transparent black picture of this size.
    #[must_use]
    pub fn new(width: u32, height: u32) -> Self {
        Self { width, height, rgba: vec![0; width as usize * height as usize * 4] }
    }

    /// Whether nothing shows through it.
    #[must_use]
    pub fn is_opaque(&self) -> bool {
        self.rgba.chunks_exact(4).all(|pixel| pixel[3] == 255)
    }
}

impl std::fmt::Debug for Pixels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pixels({}x{})", self.width, self.height)
    }
}

/// Why a picture cannot be used: the part of a sentence that follows the file's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    #[error("is empty")]
    Empty,
    #[error("is no picture we can read (PNG, JPEG, WebP, GIF, BMP, TIFF)")]
    Unknown,
    #[error("is larger than 100 megapixels")]
    TooLarge,
    #[error("needs more than 512 MB of memory to open; make it smaller, or save it as JPEG or with 8 bits a colour")]
    TooMuchMemory,
    #[error("is cut short")]
    CutShort,
    #[error("is damaged")]
    Damaged,
    #[error("has words that are no outlines; turn them into paths in the drawing program and save it again")]
    Words,
    #[error("has another picture within it; use that one itself, or an SVG of outlines alone")]
    PictureWithin,
    #[error("is stored in a way we cannot read; save it as PNG or JPEG")]
    Unsupported,
}

/// The picture as a PNG file.
///
/// # Errors
/// When the buffer does not fit the size, or a side is 0.
pub fn encode_png(pixels: &Pixels) -> Result<Vec<u8>, PictureError> {
    use image::ImageEncoder as _;
    use image::codecs::png::{CompressionType, FilterType, PngEncoder};

    if pixels.rgba.len() != pixels.width as usize * pixels.height as usize * 4 {
        return Err(PictureError::Damaged);
    }
    let mut out = Vec::new();
    PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive)
        .write_image(&pixels.rgba, pixels.width, pixels.height, image::ExtendedColorType::Rgba8)
        .map_err(|_| PictureError::Empty)?;
    Ok(out)
}

/// Writes pixels, which are opaque, as a JPEG file; `quality` is 1 to 100.
///
/// # Errors
/// When a side is 0 or more than a JPEG can have, or the buffer does not fit the size.
pub fn encode_jpeg(pixels: &Pixels, quality: u8) -> Result<Vec<u8>, PictureError> {
    let side = |side: u32| u16::try_from(side).map_err(|_| PictureError::TooLarge);
    let mut jpeg = Vec::new();
    jpeg_encoder::Encoder::new(&mut jpeg, quality)
        .encode(&pixels.rgba, side(pixels.width)?, side(pixels.height)?, jpeg_encoder::ColorType::Rgba)
        .map_err(|_| PictureError::Damaged)?;
    Ok(jpeg)
}

#[cfg(test)]
#[allow(clippy::cast_possible_truncation, reason = "small numbers of test data")]
mod seen_tests;
#[cfg(test)]
mod tests;
