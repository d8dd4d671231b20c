//! Pictures of every kind, whole, turned, cut, mangled and hostile.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small numbers of test data"
)]

use std::io::Cursor;

use image::{DynamicImage, ImageBuffer, ImageFormat, Rgb, Rgba, RgbaImage};
use proptest::prelude::*;

use super::*;
use crate::story::picture::PictureFormat;

const FORMATS: [(ImageFormat, PictureFormat); 6] = [
    (ImageFormat::Png, PictureFormat::Png),
    (ImageFormat::Jpeg, PictureFormat::Jpeg),
    (ImageFormat::WebP, PictureFormat::WebP),
    (ImageFormat::Gif, PictureFormat::Gif),
    (ImageFormat::Bmp, PictureFormat::Bmp),
    (ImageFormat::Tiff, PictureFormat::Tiff),
];

/// Wider than high, red on the left and blue on the right, green growing downwards.
fn sample(width: u32, height: u32) -> RgbaImage {
    ImageBuffer::from_fn(width, height, |x, y| {
        let left = x < width / 2;
        Rgba([if left { 220 } else { 20 }, (y * 160 / height) as u8, if left { 20 } else { 220 }, 255])
    })
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let image = if format == ImageFormat::Jpeg { DynamicImage::ImageRgb8(image.to_rgb8()) } else { image.clone() };
    image.write_to(&mut out, format).unwrap();
    out.into_inner()
}

fn file(format: ImageFormat) -> Vec<u8> {
    encoded(&DynamicImage::ImageRgba8(sample(48, 32)), format)
}

fn close(a: &[u8], b: [u8; 3], tolerance: u8) -> bool {
    a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= tolerance)
}

fn at(pixels: &Pixels, x: u32, y: u32) -> &[u8] {
    let at = (y * pixels.width + x) as usize * 4;
    &pixels.rgba[at..at + 4]
}

#[test]
fn all_six_formats_are_read_by_their_content() {
    for (format, ours) in FORMATS {
        let bytes = file(format);
        let info = inspect(&bytes).unwrap();
        assert_eq!((info.format, info.width, info.height, info.bytes), (ours, 48, 32, bytes.len() as u64));
        assert_eq!(info.content.as_str().len(), 64);
        let pixels = decode(&bytes).unwrap();
        assert_eq!((pixels.width, pixels.height, pixels.rgba.len()), (48, 32, 48 * 32 * 4));
        assert!(close(at(&pixels, 4, 4), [220, 20, 20], 14), "{format:?} {:?}", at(&pixels, 4, 4));
        assert!(close(at(&pixels, 44, 4), [20, 20, 220], 14), "{format:?}");
        assert!(pixels.is_opaque());
    }
}

#[test]
fn depths_and_palettes_become_rgba() {
    let grey16 = ImageBuffer::from_pixel(9, 7, image::Luma([0x8000_u16]));
    let pixels = decode(&encoded(&DynamicImage::ImageLuma16(grey16), ImageFormat::Png)).unwrap();
    assert!(close(at(&pixels, 3, 3), [128, 128, 128], 1));
    let rgb16 = ImageBuffer::from_pixel(9, 7, Rgb([0xFFFF_u16, 0x4000, 0]));
    for format in [ImageFormat::Png, ImageFormat::Tiff] {
        let pixels = decode(&encoded(&DynamicImage::ImageRgb16(rgb16.clone()), format)).unwrap();
        assert!(close(at(&pixels, 3, 3), [255, 64, 0], 1));
    }
    let grey = ImageBuffer::from_pixel(9, 7, image::Luma([77_u8]));
    for format in [ImageFormat::Jpeg, ImageFormat::Png] {
        let mut out = Cursor::new(Vec::new());
        DynamicImage::ImageLuma8(grey.clone()).write_to(&mut out, format).unwrap();
        assert!(close(at(&decode(&out.into_inner()).unwrap(), 3, 3), [77, 77, 77], 2));
    }
    let see_through = ImageBuffer::from_pixel(9, 7, Rgba([10_u8, 20, 30, 40]));
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Tiff, ImageFormat::Bmp] {
        let pixels = decode(&encoded(&DynamicImage::ImageRgba8(see_through.clone()), format)).unwrap();
        // As ink of that strength on white paper.
        assert_eq!(at(&pixels, 3, 3), [217, 218, 220, 255], "{format:?}");
    }
}

#[test]
fn a_cmyk_jpeg_is_read_in_its_colours() {
    let pixels = decode(include_bytes!("testdata/cmyk.jpg")).unwrap();
    assert!(close(at(&pixels, 8, 8), [220, 40, 30], 40), "{:?}", at(&pixels, 8, 8));
}

/// An EXIF block that holds nothing but an orientation.
fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    exif
}

#[test]
fn the_turn_that_a_camera_notes_is_applied() {
    let jpeg = file(ImageFormat::Jpeg);
    for orientation in 1..=8_u8 {
        let exif = exif(orientation);
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let mut turned = jpeg[..2].to_vec();
        turned.extend([0xFF, 0xE1, length[0], length[1]]);
        turned.extend(&exif);
        turned.extend(&jpeg[2..]);
        let info = inspect(&turned).unwrap();
        let expected = if orientation >= 5 { (32, 48) } else { (48, 32) };
        assert_eq!((info.width, info.height), expected, "orientation {orientation}");
        let pixels = decode(&turned).unwrap();
        // Where the red left half of the stored picture is to be seen.
        let (x, y) = match orientation {
            1 | 4 => (4, 16),
            2 | 3 => (44, 16),
            5 | 6 => (16, 4),
            _ => (16, 44),
        };
        assert!(at(&pixels, x, y)[0] > 180, "orientation {orientation}: {:?}", at(&pixels, x, y));
    }
}

#[test]
fn the_first_frame_of_an_animation_is_taken() {
    let mut out = Vec::new();
    {
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut out);
        for value in [200, 10] {
            let frame = ImageBuffer::from_pixel(20, 10, Rgba([value, 0, 0, 255]));
            encoder.encode_frame(image::Frame::new(frame)).unwrap();
        }
    }
    assert!(close(at(&decode(&out).unwrap(), 5, 5), [200, 0, 0], 8));
}

#[test]
fn wrong_files_get_a_sentence() {
    assert_eq!(inspect(b""), Err(PictureError::Empty));
    for wrong in [&b"%PDF-1.7 something"[..], b"hello, world", b"\0\0\0\x20ftypisom", b"\x89PN", &[0xFF; 64], &[0; 64]]
    {
        let error = inspect(wrong).unwrap_err();
        assert!(matches!(error, PictureError::Unknown | PictureError::Damaged | PictureError::CutShort), "{error}");
    }
    assert_eq!(
        inspect(b"hello, world").unwrap_err().to_string(),
        "is no picture we can read (PNG, JPEG, WebP, GIF, BMP, TIFF)"
    );
}

#[test]
fn a_file_that_ends_early_is_refused() {
    for (format, _) in FORMATS {
        let image = DynamicImage::ImageRgba8(ImageBuffer::from_fn(200, 150, |x, y| {
            let noise = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503).wrapping_mul(x + 7)) >> 3;
            Rgba([noise as u8, (noise >> 5) as u8, (noise >> 9) as u8, 255])
        }));
        let bytes = encoded(&image, format);
        for share in [1, 3, 5, 8] {
            let cut = &bytes[..bytes.len() * share / 10];
            let error = inspect(cut).expect_err(&format!("{format:?} cut to {share} tenths"));
            assert!(
                matches!(error, PictureError::CutShort | PictureError::Damaged | PictureError::Unknown),
                "{format:?}: {error}"
            );
        }
    }
    let png = file(ImageFormat::Png);
    assert_eq!(inspect(&png[..png.len() / 2]), Err(PictureError::CutShort));
    let jpeg = file(ImageFormat::Jpeg);
    assert_eq!(inspect(&jpeg[..jpeg.len() - 40]), Err(PictureError::CutShort));
}

fn png_that_claims(width: u32, height: u32) -> Vec<u8> {
    let mut png = file(ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    png
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 })
    })
}

#[test]
fn bombs_are_refused_before_memory_is_taken() {
    assert_eq!(inspect(&png_that_claims(60_000, 60_000)), Err(PictureError::TooLarge));
    assert_eq!(inspect(&png_that_claims(10_001, 10_000)), Err(PictureError::TooLarge));
    assert!(inspect(&png_that_claims(u32::MAX >> 1, u32::MAX >> 1)).is_err());
    assert!(inspect(&png_that_claims(5_000, 5_000)).is_err());
    let mut gif = file(ImageFormat::Gif);
    gif[6..10].copy_from_slice(&[0xFF; 4]);
    assert_eq!(inspect(&gif), Err(PictureError::TooLarge));
    let mut bmp = file(ImageFormat::Bmp);
    bmp[18..22].copy_from_slice(&60_000_i32.to_le_bytes());
    bmp[22..26].copy_from_slice(&60_000_i32.to_le_bytes());
    assert!(matches!(inspect(&bmp), Err(PictureError::TooLarge | PictureError::Damaged)));
    let tiny = ImageBuffer::from_pixel(1, 1, Rgba([1_u8, 2, 3, 255]));
    assert!(inspect(&encoded(&DynamicImage::ImageRgba8(tiny), ImageFormat::Png)).is_ok());
}

#[test]
fn a_written_png_reads_back_the_same() {
    let pixels = decode(&file(ImageFormat::Png)).unwrap();
    assert_eq!(*decode(&encode_png(&pixels).unwrap()).unwrap(), *pixels);
    assert!(encode_png(&Pixels { width: 3, height: 3, rgba: vec![0; 4] }).is_err());
    assert!(encode_png(&Pixels::new(0, 5)).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn mangled_files_never_panic(which in 0..6_usize, changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12), cut in any::<prop::sample::Index>(), cuts in any::<bool>()) {
        let mut bytes = file(FORMATS[which].0);
        for (index, value) in changes {
            let at = index.index(bytes.len());
            bytes[at] = value;
        }
        if cuts {
            let length = cut.index(bytes.len());
            bytes.truncate(length);
        }
        if let Ok(info) = inspect(&bytes) {
            prop_assert!(u64::from(info.width) * u64::from(info.height) <= MOST_PIXELS);
        }
    }
}
