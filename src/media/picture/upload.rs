//! Pictures as a video service reads them: PNG or JPEG of bounded size (docs/service.md: uploads).

use image::ExtendedColorType;
use image::ImageEncoder as _;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};

use super::unpack::jpeg;
use super::{PictureError, Pixels, cropped, encode_jpeg, fitted, read};
use crate::story::Area;
use crate::story::picture::PictureFormat;

/// Another way of preparing gets another number: what went up before is not used again.
pub const PREPARING: u32 = 2;

/// Good enough that nobody sees it, before a picture is made smaller.
const QUALITY: u8 = 92;
/// How often a side is halved at most: from 100 megapixels to none.
const HALVINGS: u32 = 8;

/// A picture ready to be uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForUpload {
    pub bytes: Vec<u8>,
    pub format: PictureFormat,
}

impl ForUpload {
    /// `image/png` or `image/jpeg`.
    #[must_use]
    pub fn mime(&self) -> &'static str {
        if self.format == PictureFormat::Png { "image/png" } else { "image/jpeg" }
    }
}

/// The picture as people see it and nothing else: upright, sRGB, 8 bits, on white paper, one frame, without anything that
/// its file tells about itself. A JPEG that stores just that keeps its coded data; others become a PNG, or where that is
/// too large a JPEG, or smaller. With an area only that part of it.
///
/// `bytes_max` is in bytes, `side_min` in pixels: no side is made shorter than that.
///
/// # Errors
/// When it does not decode, the area is not in it, or it cannot be made small enough.
pub fn for_upload(bytes: &[u8], area: Option<Area>, bytes_max: u64, side_min: u32) -> Result<ForUpload, PictureError> {
    let fits = |bytes: &[u8]| bytes.len() as u64 <= bytes_max;
    let (info, decoded) = read(bytes)?;
    if area.is_none()
        && info.format == PictureFormat::Jpeg
        && decoded.is_as_stored()
        && let Some(bare) = jpeg::bare(bytes).filter(|bare| fits(bare))
    {
        return Ok(ForUpload { bytes: bare, format: PictureFormat::Jpeg });
    }
    let cut = area.map(|area| cropped(&decoded, area).ok_or(PictureError::Damaged)).transpose()?;
    let mut pixels: &Pixels = cut.as_ref().unwrap_or(&decoded);
    if info.format != PictureFormat::Jpeg {
        let png = encode_png_opaque(pixels)?;
        if fits(&png) {
            return Ok(ForUpload { bytes: png, format: PictureFormat::Png });
        }
    }
    let mut smaller;
    for _ in 0..HALVINGS {
        let jpeg = encode_jpeg(pixels, QUALITY)?;
        if fits(&jpeg) {
            return Ok(ForUpload { bytes: jpeg, format: PictureFormat::Jpeg });
        }
        let (width, height) = (pixels.width / 4 * 3, pixels.height / 4 * 3);
        if width.min(height) < side_min {
            break;
        }
        smaller = fitted(pixels, width, height);
        pixels = &smaller;
    }
    Err(PictureError::TooLarge)
}

fn encode_png_opaque(pixels: &Pixels) -> Result<Vec<u8>, PictureError> {
    let mut out = Vec::new();
    PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive)
        .write_image(&rgb(pixels), pixels.width, pixels.height, ExtendedColorType::Rgb8)
        .map_err(|_| PictureError::TooLarge)?;
    Ok(out)
}

/// What was decoded is opaque already.
fn rgb(pixels: &Pixels) -> Vec<u8> {
    pixels.rgba.as_chunks::<4>().0.iter().flat_map(|[red, green, blue, _]| [*red, *green, *blue]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{decode, encode_png, inspect, lay_on_paper};
    use super::*;

    fn noise(side: u32, alpha: u8) -> Pixels {
        let mut state = 7_u32;
        let mut byte = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        };
        let rgba = (0..side * side).flat_map(|_| [byte(), byte(), byte(), alpha]).collect();
        Pixels { width: side, height: side, rgba }
    }

    fn as_format(pixels: &Pixels, format: image::ImageFormat) -> Vec<u8> {
        let mut out = std::io::Cursor::new(Vec::new());
        let buffer = image::RgbaImage::from_raw(pixels.width, pixels.height, pixels.rgba.clone()).unwrap();
        buffer.write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    #[test]
    fn a_png_keeps_its_pixels_and_a_jpeg_its_coded_data() {
        let pixels = noise(320, 255);
        let ready = for_upload(&encode_png(&pixels).unwrap(), None, 10_000_000, 300).unwrap();
        assert_eq!(ready.mime(), "image/png");
        assert_eq!(*decode(&ready.bytes).unwrap(), pixels);
        let jpeg = encode_jpeg(&noise(320, 255), QUALITY).unwrap();
        assert_eq!(
            for_upload(&jpeg, None, 10_000_000, 300).unwrap(),
            ForUpload { bytes: jpeg, format: PictureFormat::Jpeg }
        );
    }

    #[test]
    fn other_formats_become_png_on_white_paper_without_loss() {
        let pixels = noise(310, 200);
        let mut seen = pixels.clone();
        lay_on_paper(&mut seen);
        for format in [image::ImageFormat::WebP, image::ImageFormat::Bmp, image::ImageFormat::Tiff] {
            let ready = for_upload(&as_format(&pixels, format), None, 10_000_000, 300).unwrap();
            assert_eq!(ready.format, PictureFormat::Png);
            assert_eq!(*decode(&ready.bytes).unwrap(), seen, "{format:?}");
        }
    }

    #[test]
    fn a_part_is_cut_out_to_the_pixel_and_the_rest_does_not_leave() {
        let pixels = noise(640, 255);
        let area = Area { x: 40, y: 7, width: 560, height: 315 };
        let ready = for_upload(&encode_png(&pixels).unwrap(), Some(area), 10_000_000, 300).unwrap();
        let cut = decode(&ready.bytes).unwrap();
        assert_eq!((ready.format, cut.width, cut.height), (PictureFormat::Png, 560, 315));
        let at = |pixels: &Pixels, x: u32, y: u32| {
            let at = (y * pixels.width + x) as usize * 4;
            pixels.rgba[at..at + 4].to_vec()
        };
        for (x, y) in [(0, 0), (559, 314), (0, 314), (559, 0), (200, 100)] {
            assert_eq!(at(&cut, x, y), at(&pixels, x + 40, y + 7));
        }
        let jpeg = for_upload(&encode_jpeg(&pixels, QUALITY).unwrap(), Some(area), 10_000_000, 300).unwrap();
        let info = inspect(&jpeg.bytes).unwrap();
        assert_eq!((info.format, info.width, info.height), (PictureFormat::Jpeg, 560, 315));
        let past = Area { x: 81, ..area };
        assert_eq!(for_upload(&encode_png(&pixels).unwrap(), Some(past), 10_000_000, 300), Err(PictureError::Damaged));
    }

    #[test]
    fn what_is_too_large_becomes_a_jpeg_then_smaller_and_never_too_small() {
        let png = encode_png(&noise(640, 255)).unwrap();
        let whole = for_upload(&png, None, png.len() as u64, 300).unwrap();
        let as_jpeg = for_upload(&png, None, whole.bytes.len() as u64 - 1, 300).unwrap();
        let info = inspect(&as_jpeg.bytes).unwrap();
        assert_eq!((info.format, info.width), (PictureFormat::Jpeg, 640));
        let smaller = for_upload(&png, None, as_jpeg.bytes.len() as u64 / 2, 300).unwrap();
        let info = inspect(&smaller.bytes).unwrap();
        assert!(info.width < 640 && info.width >= 300, "{info:?}");
        assert_eq!(for_upload(&png, None, 10_000, 300), Err(PictureError::TooLarge));
        assert!(for_upload(b"no picture", None, 10_000, 300).is_err());
    }
}
