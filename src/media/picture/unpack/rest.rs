//! WebP, GIF, BMP and TIFF.

use std::error::Error as _;
use std::io::{self, Cursor};

use image::metadata::Orientation;
use image::{ColorType, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use super::super::PictureError;
use super::{Embedded, Head, PROFILE_MAX, Samples};

type AnyDecoder<'a> = Box<dyn ImageDecoder + 'a>;

pub fn open(bytes: &[u8], format: ImageFormat) -> Result<(Head, AnyDecoder<'_>), PictureError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    // What is large is refused by its size, which can be told better.
    reader.no_limits();
    let mut decoder = reader.into_decoder().map_err(|error| why(&error))?;
    // Only TIFF heeds it, for the values of its fields.
    decoder.set_limits(limits(decoder.total_bytes().saturating_mul(2) + FEW)).map_err(|error| why(&error))?;
    let samples = match decoder.color_type() {
        ColorType::L8 => Samples::Grey8,
        ColorType::La8 => Samples::GreyAlpha8,
        ColorType::Rgb8 => Samples::Rgb8,
        ColorType::Rgba8 => Samples::Rgba8,
        ColorType::L16 => Samples::Grey16,
        ColorType::La16 => Samples::GreyAlpha16,
        ColorType::Rgb16 => Samples::Rgb16,
        ColorType::Rgba16 => Samples::Rgba16,
        ColorType::Rgb32F => Samples::RgbFloat,
        ColorType::Rgba32F => Samples::RgbaFloat,
        _ => return Err(PictureError::Unsupported),
    };
    let (width, height) = decoder.dimensions();
    let beside = beside(bytes, format, u64::from(width) * u64::from(height), samples);
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().map_or(Embedded::Broken, Embedded::of);
    Ok((Head { width, height, samples, orientation, profile, beside }, Box::new(decoder)))
}

pub fn unpack(mut decoder: AnyDecoder<'_>, beside: u64, into: &mut [u8]) -> Result<(), PictureError> {
    if decoder.total_bytes() != into.len() as u64 {
        return Err(PictureError::Damaged);
    }
    decoder.set_limits(limits(beside + into.len() as u64)).map_err(|error| why(&error))?;
    decoder.read_image_boxed(into).map_err(|error| why(&error))
}

fn limits(bytes: u64) -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(bytes);
    limits
}

/// Room for a profile and for tables, in bytes.
const FEW: u64 = 2 * PROFILE_MAX as u64;

/// What the decoders take beside the samples they give, in bytes: counted from what they allocate.
fn beside(bytes: &[u8], format: ImageFormat, pixels: u64, samples: Samples) -> u64 {
    let halves = match format {
        // Another copy of everything, and for inks one ink more.
        ImageFormat::Tiff => 4 * samples.bytes() as u64,
        // A frame that does not fill the screen, and its numbers in the palette.
        ImageFormat::Gif => 10,
        ImageFormat::WebP => webp_halves(bytes),
        _ => 0,
    };
    pixels * halves / 2 + FEW
}

/// How many half bytes a pixel takes while a WebP is unpacked.
fn webp_halves(bytes: &[u8]) -> u64 {
    const ALPHA: u8 = 0x10;
    const ANIMATION: u8 = 0x02;
    // Brightness, and two colour differences of half its width and height.
    const LOSSY: u64 = 3;
    const LOSSLESS: u64 = 8;
    match (bytes.get(12..16), bytes.get(20)) {
        (Some(b"VP8 "), _) => LOSSY + 1,
        (Some(b"VP8X"), Some(flags)) => {
            let alpha = if flags & ALPHA == 0 { 0 } else { 10 };
            // A frame and the canvas.
            let animation = if flags & ANIMATION == 0 { 0 } else { 16 };
            LOSSLESS.max(LOSSY + alpha) + animation
        }
        _ => LOSSLESS,
    }
}

fn why(error: &ImageError) -> PictureError {
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
