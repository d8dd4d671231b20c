//! A small picture together with what the large one is: what is kept so that the large one need not be decoded again.

use super::{PictureError, Pixels, decode_own, encode_png, fitted};
use crate::story::picture::{ContentHash, PictureFormat, PictureInfo};

/// The longest side of a thumbnail, in pixels: sharp in the timeline at scale 2.
pub const THUMB_SIDE: u32 = 512;

/// The first bytes; another way of packing gets another number.
const MAGIC: &[u8; 8] = b"SRthumb1";
const HEAD: usize = 8 + 1 + 4 + 4;

const FORMATS: [PictureFormat; 6] = [
    PictureFormat::Png,
    PictureFormat::Jpeg,
    PictureFormat::WebP,
    PictureFormat::Gif,
    PictureFormat::Bmp,
    PictureFormat::Tiff,
];

/// The picture as a thumbnail.
#[must_use]
pub fn thumb(pixels: &Pixels) -> Pixels {
    fitted(pixels, THUMB_SIDE, THUMB_SIDE)
}

/// A thumbnail and what its picture is, as bytes. Nothing of it is lost.
///
/// # Errors
/// When a side of the thumbnail is 0.
pub fn pack(info: &PictureInfo, thumb: &Pixels) -> Result<Vec<u8>, PictureError> {
    let format = FORMATS.iter().position(|format| *format == info.format);
    let format = format.and_then(|at| u8::try_from(at).ok()).ok_or(PictureError::Unknown)?;
    let mut out = MAGIC.to_vec();
    out.push(format);
    out.extend_from_slice(&info.width.to_le_bytes());
    out.extend_from_slice(&info.height.to_le_bytes());
    out.extend_from_slice(&encode_png(thumb)?);
    Ok(out)
}

/// What the picture is of which these bytes were packed; its content and size are those of the file at hand.
#[must_use]
pub fn unpack_info(packed: &[u8], content: &ContentHash, bytes: u64) -> Option<PictureInfo> {
    let head = packed.get(..HEAD)?.strip_prefix(MAGIC)?;
    let format = *FORMATS.get(usize::from(*head.first()?))?;
    let number = |at: usize| Some(u32::from_le_bytes(head.get(at..at + 4)?.try_into().ok()?));
    Some(PictureInfo { content: content.clone(), format, width: number(1)?, height: number(5)?, bytes })
}

/// The thumbnail that was packed.
#[must_use]
pub fn unpack_thumb(packed: &[u8]) -> Option<Pixels> {
    packed.strip_prefix(MAGIC)?;
    decode_own(packed.get(HEAD..)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back_as_it_was() {
        let mut pixels = Pixels::new(1600, 400);
        for (at, pixel) in pixels.rgba.chunks_exact_mut(4).enumerate() {
            let shade = u8::try_from(at / 7 % 256).unwrap();
            pixel.copy_from_slice(&[shade, 90, 255 - shade, 255 - shade / 3]);
        }
        let small = thumb(&pixels);
        assert_eq!((small.width, small.height), (512, 128));
        for format in FORMATS {
            let content = ContentHash::from_digest(&[7; 32]);
            let info = PictureInfo { content: content.clone(), format, width: 1600, height: 400, bytes: 99 };
            let packed = pack(&info, &small).unwrap();
            assert_eq!(unpack_info(&packed, &content, 99), Some(info));
            assert_eq!(unpack_thumb(&packed), Some(small.clone()));
        }
    }

    #[test]
    fn other_bytes_are_nothing() {
        let content = ContentHash::from_digest(&[7; 32]);
        for bytes in [&b""[..], b"SRthumb1", b"SRthumb1\x09\0\0\0\0\0\0\0\0rest", b"\x89PNG of some kind, not ours"] {
            assert_eq!(unpack_info(bytes, &content, 1), None);
            assert_eq!(unpack_thumb(bytes), None);
        }
    }
}
