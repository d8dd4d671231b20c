//! Decoding of pictures that nobody vouches for: the format by content, limits before memory, the turn that EXIF asks for.

use std::error::Error as _;
use std::io::{self, Cursor};
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use sha2::{Digest as _, Sha256};

use super::{MOST_PIXELS, PictureError, Pixels};
use crate::story::picture::{ContentHash, PictureFormat, PictureInfo};

/// What a decoder may allocate: the largest picture at 16 bits a channel, and some room to work.
const MOST_MEMORY: u64 = MOST_PIXELS * 8 + (64 << 20);

/// What a picture file is. It is decoded in full to prove that it can be.
pub fn inspect(bytes: &[u8]) -> Result<PictureInfo, PictureError> {
    read(bytes).map(|(info, _)| info)
}

/// The picture, turned as its file asks for; of an animation its first frame.
pub fn decode(bytes: &[u8]) -> Result<Pixels, PictureError> {
    let format = format_of(bytes)?;
    guarded(|| decode_as(bytes, format))
}

/// What a picture file is, and its pixels, for one decoding.
pub fn read(bytes: &[u8]) -> Result<(PictureInfo, Pixels), PictureError> {
    let format = format_of(bytes)?;
    let pixels = guarded(|| decode_as(bytes, format))?;
    let info = PictureInfo {
        content: content_of(bytes),
        format: story_format(format).ok_or(PictureError::Unknown)?,
        width: pixels.width,
        height: pixels.height,
        bytes: bytes.len() as u64,
    };
    Ok((info, pixels))
}

/// What a file's bytes are known by.
#[must_use]
pub fn content_of(bytes: &[u8]) -> ContentHash {
    ContentHash::from_digest(&Sha256::digest(bytes))
}

/// A decoder's own mistake must not take the program with it.
fn guarded(work: impl FnOnce() -> Result<Pixels, PictureError>) -> Result<Pixels, PictureError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(PictureError::Damaged))
}

fn story_format(format: ImageFormat) -> Option<PictureFormat> {
    Some(match format {
        ImageFormat::Png => PictureFormat::Png,
        ImageFormat::Jpeg => PictureFormat::Jpeg,
        ImageFormat::WebP => PictureFormat::WebP,
        ImageFormat::Gif => PictureFormat::Gif,
        ImageFormat::Bmp => PictureFormat::Bmp,
        ImageFormat::Tiff => PictureFormat::Tiff,
        _ => return None,
    })
}

fn format_of(bytes: &[u8]) -> Result<ImageFormat, PictureError> {
    if bytes.is_empty() {
        return Err(PictureError::Empty);
    }
    let format = image::guess_format(bytes).map_err(|_| PictureError::Unknown)?;
    story_format(format).map(|_| format).ok_or(PictureError::Unknown)
}

fn decode_as(bytes: &[u8], format: ImageFormat) -> Result<Pixels, PictureError> {
    // The decoder of JPEG fills what is missing with grey; a picture that ends early shall be told.
    if format == ImageFormat::Jpeg && !jpeg_has_end(bytes) {
        return Err(PictureError::CutShort);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(|error| told(&error))?;
    let (width, height) = decoder.dimensions();
    let count = u64::from(width) * u64::from(height);
    if count == 0 {
        return Err(PictureError::Damaged);
    }
    if count > MOST_PIXELS {
        return Err(PictureError::TooLarge);
    }
    if decoder.total_bytes() > MOST_MEMORY {
        return Err(PictureError::TooMuchMemory);
    }
    decoder.set_limits(limits).map_err(|error| told(&error))?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(|error| told(&error))?;
    let mut image = DynamicImage::ImageRgba8(image.into_rgba8());
    image.apply_orientation(orientation);
    let image = image.into_rgba8();
    Ok(Pixels { width: image.width(), height: image.height(), rgba: image.into_raw() })
}

/// Whether a JPEG's coded data is followed by its end mark. Segments before the data may hold a whole small JPEG, so they are stepped over.
fn jpeg_has_end(bytes: &[u8]) -> bool {
    const START_OF_SCAN: u8 = 0xDA;
    let mut at = 2;
    while let (Some(&0xFF), Some(&kind)) = (bytes.get(at), bytes.get(at + 1)) {
        match kind {
            START_OF_SCAN => {
                return bytes[at..].windows(2).any(|pair| pair == [0xFF, 0xD9]);
            }
            // Fill bytes and marks that stand alone.
            0xFF => at += 1,
            0x01 | 0xD0..=0xD9 => at += 2,
            _ => match bytes.get(at + 2..at + 4) {
                Some(length) => at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]])),
                None => return false,
            },
        }
    }
    // Not as JPEG wants it: the decoder shall say so.
    at < bytes.len()
}

fn told(error: &ImageError) -> PictureError {
    if is_end_of_file(error) {
        return PictureError::CutShort;
    }
    match error {
        ImageError::Limits(error) => match error.kind() {
            image::error::LimitErrorKind::DimensionError => PictureError::TooLarge,
            _ => PictureError::TooMuchMemory,
        },
        ImageError::Unsupported(_) => PictureError::Unsupported,
        _ => PictureError::Damaged,
    }
}

fn is_end_of_file(error: &ImageError) -> bool {
    if let ImageError::IoError(error) = error {
        return error.kind() == io::ErrorKind::UnexpectedEof;
    }
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(error) = cause.downcast_ref::<io::Error>() {
            return error.kind() == io::ErrorKind::UnexpectedEof;
        }
        source = cause.source();
    }
    false
}
