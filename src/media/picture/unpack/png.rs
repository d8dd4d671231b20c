//! PNG: its samples, its profile within bounds, and the turn that its EXIF block asks for.

use std::io::{Cursor, ErrorKind};

use ::png::{BitDepth, ColorType, DecodeOptions, DecodingError, Transformations};
use image::metadata::Orientation;

use super::super::PictureError;
use super::{Embedded, Head, PROFILE_MAX, Samples};

pub type Reader<'a> = ::png::Reader<Cursor<&'a [u8]>>;

const SIGNATURE: usize = 8;
/// The name of an embedded profile has at most so many letters.
const NAME_MAX: usize = 79;

pub fn open(bytes: &[u8]) -> Result<(Head, Reader<'_>), PictureError> {
    let mut options = DecodeOptions::default();
    // The one could unpack to any size, the others are not used.
    options.set_ignore_iccp_chunk(true);
    options.set_ignore_text_chunk(true);
    let mut decoder = ::png::Decoder::new_with_options(Cursor::new(bytes), options);
    decoder.set_transformations(Transformations::EXPAND);
    let reader = decoder.read_info().map_err(|error| why(&error))?;
    let samples = match reader.output_color_type() {
        (ColorType::Grayscale, BitDepth::Sixteen) => Samples::Grey16,
        (ColorType::GrayscaleAlpha, BitDepth::Sixteen) => Samples::GreyAlpha16,
        (ColorType::Rgb, BitDepth::Sixteen) => Samples::Rgb16,
        (ColorType::Rgba, BitDepth::Sixteen) => Samples::Rgba16,
        (ColorType::Grayscale, BitDepth::Eight) => Samples::Grey8,
        (ColorType::GrayscaleAlpha, BitDepth::Eight) => Samples::GreyAlpha8,
        (ColorType::Rgb, BitDepth::Eight) => Samples::Rgb8,
        (ColorType::Rgba, BitDepth::Eight) => Samples::Rgba8,
        _ => return Err(PictureError::Unsupported),
    };
    let info = reader.info();
    let orientation = info.exif_metadata.as_deref().and_then(Orientation::from_exif_chunk);
    let (width, height) = info.size();
    // A row before and after it is put together, and what inflating looks back at.
    let beside = u64::from(width) * 32 + (1 << 20);
    let head = Head {
        width,
        height,
        samples,
        orientation: orientation.unwrap_or(Orientation::NoTransforms),
        profile: profile(bytes),
        beside,
    };
    Ok((head, reader))
}

pub fn unpack(mut reader: Reader<'_>, samples: Samples, into: &mut [u8]) -> Result<(), PictureError> {
    if reader.output_buffer_size() != Some(into.len()) {
        return Err(PictureError::Damaged);
    }
    reader.next_frame(into).map_err(|error| why(&error))?;
    if matches!(samples, Samples::Grey16 | Samples::GreyAlpha16 | Samples::Rgb16 | Samples::Rgba16) {
        for sample in into.as_chunks_mut::<2>().0 {
            *sample = u16::from_be_bytes(*sample).to_ne_bytes();
        }
    }
    Ok(())
}

/// The chunks before the picture's data: kind and content.
pub fn chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = bytes.get(SIGNATURE..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (head, after) = rest.split_first_chunk::<8>()?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let (content, after) = after.split_at_checked(length)?;
        let kind = &rest[4..8];
        // The checksum.
        rest = after.get(4..).unwrap_or_default();
        Some((kind, content))
    })
}

fn profile(bytes: &[u8]) -> Embedded {
    let before_data = chunks(bytes).take_while(|(kind, _)| *kind != b"IDAT");
    let Some((_, content)) = before_data.into_iter().find(|(kind, _)| *kind == b"iCCP") else { return Embedded::None };
    let named = content.iter().take(NAME_MAX + 1).position(|byte| *byte == 0);
    let Some([0, packed @ ..]) = named.and_then(|end| content.get(end + 1..)) else { return Embedded::Broken };
    match fdeflate::decompress_to_vec_bounded(packed, PROFILE_MAX) {
        Ok(icc) => Embedded::of(Some(icc)),
        Err(fdeflate::BoundedDecompressionError::OutputTooLarge { .. }) => Embedded::TooLarge,
        Err(_) => Embedded::Broken,
    }
}

fn why(error: &DecodingError) -> PictureError {
    match error {
        DecodingError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => PictureError::CutShort,
        DecodingError::LimitsExceeded => PictureError::TooMuchMemory,
        _ => PictureError::Damaged,
    }
}
