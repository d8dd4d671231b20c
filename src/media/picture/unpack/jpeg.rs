//! JPEG: its samples as they are stored, inks too; its segments; and the same picture without what it tells about itself.

use image::metadata::Orientation;
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;

use super::super::PictureError;
use super::{Embedded, Head, Samples};

pub type Decoder<'a> = JpegDecoder<ZCursor<&'a [u8]>>;

const START_OF_SCAN: u8 = 0xDA;
const END: u8 = 0xD9;
const COMMENT: u8 = 0xFE;
const JFIF: u8 = 0xE0;
const ADOBE: u8 = 0xEE;

pub fn open(bytes: &[u8]) -> Result<(Head, Decoder<'_>), PictureError> {
    // The decoder fills what is missing with grey; a picture that ends early shall be told.
    if !has_end(bytes) {
        return Err(PictureError::CutShort);
    }
    let options = DecoderOptions::default().set_strict_mode(false).set_max_width(usize::MAX).set_max_height(usize::MAX);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|error| why(&error))?;
    let (Some((width, height)), Some(stored)) = (decoder.dimensions(), decoder.input_colorspace()) else {
        return Err(PictureError::Damaged);
    };
    let (unpacked, samples) = match stored {
        ColorSpace::Luma => (ColorSpace::Luma, Samples::Grey8),
        ColorSpace::CMYK => (ColorSpace::CMYK, Samples::Cmyk8),
        ColorSpace::YCCK => (ColorSpace::YCCK, Samples::Ycck8),
        // Straight to RGBA it leaves the alpha undefined.
        _ => (ColorSpace::RGB, Samples::Rgb8),
    };
    decoder.set_options(options.jpeg_set_out_colorspace(unpacked));
    let side = |side: usize| u32::try_from(side).map_err(|_| PictureError::TooLarge);
    let (width, height) = (side(width)?, side(height)?);
    let orientation = decoder.exif().and_then(|exif| Orientation::from_exif_chunk(exif));
    let head = Head {
        width,
        height,
        samples,
        orientation: orientation.unwrap_or(Orientation::NoTransforms),
        profile: profile(bytes, &decoder),
        beside: beside(bytes, u64::from(width), u64::from(height)),
    };
    Ok((head, decoder))
}

pub fn unpack(mut decoder: Decoder<'_>, into: &mut [u8]) -> Result<(), PictureError> {
    if decoder.output_buffer_size() != Some(into.len()) {
        return Err(PictureError::Damaged);
    }
    decoder.decode_into(into).map_err(|error| why(&error))
}

/// The same coded picture with nothing but what is needed to see it: no EXIF, XMP, profile, comment, small picture in it,
/// and nothing after its end. `None` where it is not built as JPEG has it.
pub fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        let segment = segment(bytes, at)?;
        match segment.kind {
            END => {
                out.extend([0xFF, END]);
                return Some(out);
            }
            // What the colours are: without the small picture that may be in the first one.
            JFIF if segment.content.starts_with(b"JFIF\0") && segment.content.len() >= 14 => {
                out.extend([0xFF, JFIF, 0, 16]);
                out.extend(&segment.content[..12]);
                out.extend([0, 0]);
            }
            ADOBE if segment.content.starts_with(b"Adobe") && segment.content.len() >= 12 => {
                out.extend([0xFF, ADOBE, 0, 14]);
                out.extend(&segment.content[..12]);
            }
            JFIF..=0xEF | COMMENT => {}
            START_OF_SCAN => {
                let end = segment.end + coded_length(&bytes[segment.end..])?;
                out.extend(&bytes[segment.start..end]);
                at = end;
                continue;
            }
            _ => out.extend(&bytes[segment.start..segment.end]),
        }
        at = segment.end;
    }
}

/// A marker and what belongs to it.
struct Segment<'a> {
    kind: u8,
    content: &'a [u8],
    /// Where its marker begins, past fill bytes.
    start: usize,
    end: usize,
}

/// The segment that begins here; coded data after the start of a scan does not count to it.
fn segment(bytes: &[u8], mut at: usize) -> Option<Segment<'_>> {
    // Any number of fill bytes may stand before a marker.
    while bytes.get(at) == Some(&0xFF) && bytes.get(at + 1) == Some(&0xFF) {
        at += 1;
    }
    let (&0xFF, &kind) = (bytes.get(at)?, bytes.get(at + 1)?) else { return None };
    if matches!(kind, 0x01 | 0xD0..=END) {
        return Some(Segment { kind, content: &[], start: at, end: at + 2 });
    }
    let length = bytes.get(at + 2..at + 4)?;
    let end = at + 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
    Some(Segment { kind, content: bytes.get(at + 4..end)?, start: at, end })
}

/// The segments before the first coded data.
fn head(bytes: &[u8]) -> impl Iterator<Item = Segment<'_>> {
    let next = |at: usize| segment(bytes, at).filter(|segment| segment.kind != START_OF_SCAN);
    std::iter::successors(next(2), move |before| next(before.end))
}

/// How long coded data is: until a marker that is no restart.
fn coded_length(bytes: &[u8]) -> Option<usize> {
    bytes.windows(2).position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xFF | 0xD0..=0xD7))
}

/// Whether coded data is followed by an end mark. Segments before it may hold a whole small JPEG, so they are stepped over.
fn has_end(bytes: &[u8]) -> bool {
    let at = head(bytes).last().map_or(2, |segment| segment.end);
    match segment(bytes, at) {
        Some(scan) => bytes[scan.end..].windows(2).any(|pair| pair == [0xFF, END]),
        // Cut in its head, or not as JPEG wants it: then the decoder shall say so.
        None => bytes.get(at).is_some_and(|byte| *byte != 0xFF),
    }
}

fn profile(bytes: &[u8], decoder: &Decoder<'_>) -> Embedded {
    let is_part = |segment: &Segment<'_>| segment.kind == 0xE2 && segment.content.starts_with(b"ICC_PROFILE\0");
    match decoder.icc_profile() {
        None if head(bytes).any(|segment| is_part(&segment)) => Embedded::Broken,
        icc => Embedded::of(icc),
    }
}

/// What the decoder takes beside its output, in bytes: rows, and where a picture comes in several scans all coefficients,
/// two bytes each.
fn beside(bytes: &[u8], width: u64, height: u64) -> u64 {
    const PROGRESSIVE: [u8; 2] = [0xC2, 0xCA];
    let rows = width * 256 + (1 << 20);
    let (mut at, mut coefficients, mut components, mut progressive) = (2, 0, 0, false);
    for segment in head(bytes) {
        at = segment.end;
        if matches!(segment.kind, 0xC0..=0xC2 | 0xC9 | 0xCA)
            && let [_, _, _, _, _, _, parts @ ..] = segment.content
        {
            let sampling = parts.chunks_exact(3).map(|part| (u64::from(part[1] >> 4), u64::from(part[1] & 15)));
            let most_across = sampling.clone().map(|(across, _)| across).max().unwrap_or(1).max(1);
            let most_down = sampling.clone().map(|(_, down)| down).max().unwrap_or(1).max(1);
            let whole = |side: u64, most: u64| side.div_ceil(8 * most) * 8;
            let all: u64 = sampling.clone().map(|(across, down)| across * down).sum();
            coefficients = whole(width, most_across) * whole(height, most_down) * all * 2;
            components = sampling.count();
            progressive = PROGRESSIVE.contains(&segment.kind);
        }
    }
    let in_first_scan = segment(bytes, at).and_then(|scan| scan.content.first()).map_or(0, |count| usize::from(*count));
    rows + if progressive || in_first_scan < components { coefficients } else { 0 }
}

fn why(error: &DecodeErrors) -> PictureError {
    match error {
        DecodeErrors::Unsupported(_) => PictureError::Unsupported,
        DecodeErrors::LargeDimensions(_) => PictureError::TooLarge,
        DecodeErrors::ExhaustedData => PictureError::CutShort,
        _ => PictureError::Damaged,
    }
}
