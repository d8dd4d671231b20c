//! What people see of a picture file, held against what another program reads from it (`testdata/make.py`), and what of it
//! goes up to a service: that and nothing else.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};
use moxcms::ColorProfile;

use super::*;
use crate::story::picture::PictureFormat;

/// A test picture, and its first frame in sRGB as ImageMagick and Little CMS make it.
struct Sample {
    name: &'static str,
    file: &'static [u8],
    seen: &'static [u8],
    /// By how much one channel of one pixel may be off.
    most: u8,
}

macro_rules! sample {
    ($name:literal, $file:literal, $most:literal) => {
        Sample {
            name: $file,
            file: include_bytes!(concat!("testdata/", $file)),
            seen: include_bytes!(concat!("testdata/", $name, ".seen.png")),
            most: $most,
        }
    };
}

const SAMPLES: [Sample; 11] = [
    sample!("p3", "p3.png", 2),
    sample!("adobe", "adobe.png", 2),
    sample!("wide16", "wide16.png", 2),
    sample!("p3_alpha", "p3_alpha.png", 2),
    sample!("grey", "grey.png", 2),
    sample!("grey_photo", "grey_photo.jpg", 3),
    sample!("palette", "palette.png", 2),
    sample!("ink", "ink.jpg", 6),
    sample!("ink", "ink_halved.jpg", 16),
    sample!("animated", "animated.png", 0),
    sample!("p3", "animated.webp", 0),
];

#[test]
fn colours_are_as_another_program_reads_them() {
    for Sample { name, file, seen, most } in SAMPLES {
        let (info, found) = read(file).unwrap();
        assert_eq!(found.profile_note(), None, "{name}");
        assert!(found.is_opaque());
        let mut wanted = decode_own(seen).unwrap();
        lay_on_paper(&mut wanted);
        assert_eq!((info.width, info.height), (wanted.width, wanted.height), "{name}");
        let mut apart: Vec<u8> = found.rgba.iter().zip(&wanted.rgba).map(|(a, b)| a.abs_diff(*b)).collect();
        if name == "ink_halved.jpg" {
            // Colours of half the fineness run into each other where two of the inks meet, 16 pixels apart.
            for (at, apart) in apart.iter_mut().enumerate() {
                let is_inside = |side: usize| (4..12).contains(&(side % 16));
                if !(is_inside(at / 4 % 96) && is_inside(at / 4 / 96)) {
                    *apart = 0;
                }
            }
        }
        let (worst, sum) = (apart.iter().max().unwrap(), apart.iter().map(|n| u64::from(*n)).sum::<u64>());
        let at = apart.iter().position(|n| n == worst).unwrap() / 4 * 4;
        assert!(
            *worst <= most && sum * 2 <= apart.len() as u64 * u64::from(most),
            "{name}: {worst} off at {at}, {:?} and not {:?}; all {sum}",
            &found.rgba[at..at + 4],
            &wanted.rgba[at..at + 4]
        );
    }
}

/// A picture in four colours, none of whose turns looks like another.
fn quarters(width: u32, height: u32) -> Pixels {
    let mut pixels = Pixels::new(width, height);
    for (at, pixel) in pixels.rgba.as_chunks_mut::<4>().0.iter_mut().enumerate() {
        let (x, y) = (at as u32 % width, at as u32 / width);
        *pixel = match (x < width / 2, y < height / 2) {
            (true, true) => [220, 20, 20, 255],
            (false, true) => [20, 180, 20, 255],
            (true, false) => [20, 20, 220, 255],
            (false, false) => [240, 240, 240, 255],
        };
    }
    pixels
}

/// An EXIF block as a telephone writes it: turn, maker, and where and by whom it was taken.
fn exif(orientation: u8) -> Vec<u8> {
    let mut out = b"II*\0\x08\0\0\0".to_vec();
    let fields: [(u16, u16, u32, u32); 4] =
        [(0x010F, 2, 9, 62), (0x0112, 3, 1, u32::from(orientation)), (0x8825, 4, 1, 80), (0xA435, 2, 4, 0x0037_3937)];
    out.extend(4_u16.to_le_bytes());
    for (tag, kind, count, value) in fields {
        out.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
        out.extend([count.to_le_bytes(), value.to_le_bytes()].concat());
    }
    out.extend([0; 4]);
    assert_eq!(out.len(), 62);
    out.extend(b"SecretCam\0\0\0\0\0\0\0\0\0");
    // GPS: north, and its latitude's reference alone.
    out.extend(1_u16.to_le_bytes());
    out.extend([1, 0, 2, 0, 2, 0, 0, 0, b'N', 0, 0, 0, 0, 0, 0, 0]);
    out
}

fn rgb(pixels: &Pixels) -> Vec<u8> {
    pixels.rgba.as_chunks::<4>().0.iter().flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
}

fn jpeg(pixels: &Pixels, exif: Option<Vec<u8>>, icc: Option<Vec<u8>>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, 95);
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).unwrap();
    }
    if let Some(icc) = icc {
        encoder.set_icc_profile(icc).unwrap();
    }
    encoder.write_image(&rgb(pixels), pixels.width, pixels.height, ExtendedColorType::Rgb8).unwrap();
    out
}

fn png(pixels: &Pixels, exif: Option<Vec<u8>>, icc: Option<Vec<u8>>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = PngEncoder::new(&mut out);
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).unwrap();
    }
    if let Some(icc) = icc {
        encoder.set_icc_profile(icc).unwrap();
    }
    encoder.write_image(&pixels.rgba, pixels.width, pixels.height, ExtendedColorType::Rgba8).unwrap();
    out
}

fn webp(pixels: &Pixels, exif: Vec<u8>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = image::codecs::webp::WebPEncoder::new_lossless(&mut out);
    encoder.set_exif_metadata(exif).unwrap();
    encoder.write_image(&pixels.rgba, pixels.width, pixels.height, ExtendedColorType::Rgba8).unwrap();
    out
}

/// What stands at the upper left, upper right, lower left and lower right: r, g, b or w.
fn corners(pixels: &Pixels) -> String {
    let (x, y) = (pixels.width as usize / 4, pixels.height as usize / 4);
    let at = |x: usize, y: usize| {
        let [red, green, blue, _] = pixels.rgba.as_chunks::<4>().0[y * pixels.width as usize + x];
        match (red, green, blue) {
            (180.., ..=80, ..=80) => 'r',
            (..=80, 120.., ..=80) => 'g',
            (..=80, ..=80, 180..) => 'b',
            (200.., 200.., 200..) => 'w',
            _ => '?',
        }
    };
    [at(x, y), at(3 * x, y), at(x, 3 * y), at(3 * x, 3 * y)].iter().collect()
}

#[test]
fn a_picture_stands_upright_in_each_format_and_goes_up_so_without_what_the_camera_noted() {
    let stored = quarters(96, 64);
    let turned = ["rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb"];
    for (orientation, wanted) in (1..=8).zip(turned) {
        let exif = exif(orientation);
        let files =
            [jpeg(&stored, Some(exif.clone()), None), png(&stored, Some(exif.clone()), None), webp(&stored, exif)];
        for file in files {
            let (info, found) = read(&file).unwrap();
            let is_on_its_side = orientation >= 5;
            assert_eq!((info.width, info.height), if is_on_its_side { (64, 96) } else { (96, 64) });
            assert_eq!(corners(&found), wanted, "{:?} {orientation}", info.format);
            let ready = bare(&file);
            let sent = decode(&ready.bytes).unwrap();
            assert_eq!((sent.width, sent.height, corners(&sent).as_str()), (info.width, info.height, wanted));
            assert!(!holds(&ready.bytes, b"SecretCam"));
            // It looks the same to who reads no EXIF.
            assert!(decode(&ready.bytes).unwrap().is_as_stored());
        }
    }
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// What goes up, after it was held against what may be in it: the parts of a picture that are needed to see it.
fn bare(file: &[u8]) -> ForUpload {
    let ready = for_upload(file, None, 10_000_000, 16).unwrap();
    if ready.format == PictureFormat::Png {
        let kinds: Vec<&[u8]> = unpack::png_chunks(&ready.bytes).map(|(kind, _)| kind).collect();
        assert!(
            kinds.iter().all(|kind| [b"IHDR", b"IDAT", b"IEND"].contains(&(*kind).try_into().unwrap())),
            "{kinds:?}"
        );
        let length: usize = unpack::png_chunks(&ready.bytes).map(|(_, content)| content.len() + 12).sum();
        assert_eq!(length + 8, ready.bytes.len(), "something follows its end");
        assert_eq!(&ready.bytes[24..26], [8, 2], "8 bits, no alpha");
    } else {
        let (mut at, mut ended) = (2, false);
        while let Some(kind) = ready.bytes.get(at + 1).copied() {
            assert_eq!(ready.bytes[at], 0xFF);
            assert!(!ended, "something follows its end");
            ended = kind == 0xD9;
            let length = || usize::from(u16::from_be_bytes([ready.bytes[at + 2], ready.bytes[at + 3]]));
            match kind {
                0xD9 => at += 2,
                0xE0 => {
                    assert_eq!((length(), &ready.bytes[at + 4..at + 9]), (16, &b"JFIF\0"[..]));
                    at += 18;
                }
                0xEE => {
                    assert_eq!((length(), &ready.bytes[at + 4..at + 9]), (14, &b"Adobe"[..]));
                    at += 16;
                }
                0xDA => {
                    at += 2 + length();
                    while ready.bytes[at] != 0xFF || matches!(ready.bytes[at + 1], 0 | 0xD0..=0xD7) {
                        at += 1;
                    }
                }
                0xC0..=0xCF | 0xDB | 0xDD => at += 2 + length(),
                other => panic!("segment {other:x}"),
            }
        }
        assert!(ended);
    }
    ready
}

#[test]
fn what_goes_up_is_what_was_seen_and_nothing_else() {
    for Sample { name, file, .. } in SAMPLES {
        let seen = decode(file).unwrap();
        let ready = bare(file);
        let sent = decode(&ready.bytes).unwrap();
        assert_eq!(sent.profile_note(), None);
        let apart = seen.rgba.iter().zip(&sent.rgba).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
        let coded_again = if name.ends_with("jpg") { 40 } else { 0 };
        assert!(apart <= coded_again && sent.is_as_stored(), "{name}: {apart}");
        let is_jpeg = ready.bytes.starts_with(&[0xFF, 0xD8]);
        assert_eq!(is_jpeg, ready.format == PictureFormat::Jpeg);
        assert_eq!(ready.format.extension(), if name.ends_with("jpg") { "jpg" } else { "png" });
    }
}

#[test]
fn an_upright_jpeg_in_srgb_goes_up_with_its_coded_data_untouched() {
    let pixels = quarters(96, 64);
    let plain = jpeg(&pixels, None, None);
    let small = jpeg(&quarters(16, 8), None, None);
    let mut told = jpeg(&pixels, Some(exif(1)), Some(ColorProfile::new_srgb().encode().unwrap()));
    let with = |kind: u8, content: &[u8]| {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, kind], &length[..], content].concat()
    };
    // A comment, the words of an editor, a small picture of its own with an end mark.
    let more = [
        with(0xFE, b"by Jane Doe"),
        with(0xED, b"Photoshop 3.0\0by Jane Doe"),
        with(0xE1, b"http://ns.adobe.com/xap/1.0/\0<by>Jane Doe</by>"),
        with(0xE0, &[b"JFXX\0\x10", &small[..]].concat()),
    ];
    told.splice(2..2, more.concat());
    // A second picture behind its end, as cameras with two lenses have it.
    told.extend(jpeg(&quarters(64, 96), Some(exif(6)), None));
    assert_eq!(decode(&told).unwrap().rgba, decode(&plain).unwrap().rgba);
    let ready = bare(&told);
    assert_eq!((ready.format, ready.bytes == plain), (PictureFormat::Jpeg, true));
    assert!(!holds(&ready.bytes, b"Jane"));
    // Coded in several scans, with tables between them.
    let mut progressive = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut progressive, 90);
    encoder.set_progressive(true);
    encoder.set_restart_interval(2);
    encoder.add_app_segment(13, b"by Jane Doe".to_vec()).unwrap();
    encoder.encode(&rgb(&pixels), 96, 64, jpeg_encoder::ColorType::Rgb).unwrap();
    let ready = bare(&progressive);
    assert!(ready.bytes.len() < progressive.len() && !holds(&ready.bytes, b"Jane"));
    assert_eq!(decode(&ready.bytes).unwrap().rgba, decode(&progressive).unwrap().rgba);
}

#[test]
fn inks_without_a_profile_become_light() {
    let inks: Vec<u8> = (0..64 * 64).flat_map(|_| [255, 0, 128, 0]).collect();
    for kind in [jpeg_encoder::ColorType::Cmyk, jpeg_encoder::ColorType::CmykAsYcck] {
        let mut file = Vec::new();
        jpeg_encoder::Encoder::new(&mut file, 98).encode(&inks, 64, 64, kind).unwrap();
        let found = decode(&file).unwrap();
        let [red, green, blue, _] = found.rgba.as_chunks::<4>().0[64 * 30 + 30];
        assert!(red < 6 && green > 249 && blue.abs_diff(127) < 6, "{kind:?}: {red} {green} {blue}");
    }
}

#[test]
fn a_profile_that_is_too_large_or_broken_is_passed_over_and_told() {
    let pixels = quarters(96, 64);
    let plain = decode(&png(&pixels, None, None)).unwrap().into_pixels();
    let p3 = ColorProfile::new_display_p3().encode().unwrap();
    let grey = ColorProfile::new_gray_with_gamma(2.2).encode().unwrap();
    let mut huge = p3.clone();
    huge.resize((4 << 20) + 1, 0);
    let mut bomb = p3.clone();
    bomb.resize(300 << 20, 0);
    let mut within = p3.clone();
    within.resize(4 << 20, 0);
    for (icc, note) in [
        (huge, Some(ProfileNote::TooLarge)),
        (bomb, Some(ProfileNote::TooLarge)),
        (b"no profile at all".to_vec(), Some(ProfileNote::Unreadable)),
        (p3[..200].to_vec(), Some(ProfileNote::Unreadable)),
        (grey, Some(ProfileNote::OtherKind)),
        (within, None),
        (p3, None),
    ] {
        let file = png(&pixels, None, Some(icc));
        let found = decode(&file).unwrap();
        assert_eq!(found.profile_note(), note);
        assert_eq!(found.rgba == plain.rgba, note.is_some());
        assert_eq!(decode(&bare(&file).bytes).unwrap().rgba, found.rgba);
    }
}

#[test]
fn an_srgb_profile_changes_no_pixel_and_a_grey_picture_may_have_one_of_colours() {
    let icc = || Some(ColorProfile::new_srgb().encode().unwrap());
    let pixels = quarters(96, 64);
    assert_eq!(decode(&png(&pixels, None, icc())).unwrap().rgba, pixels.rgba);
    let mut file = Cursor::new(Vec::new());
    let mut encoder = PngEncoder::new(&mut file);
    encoder.set_icc_profile(ColorProfile::new_adobe_rgb().encode().unwrap()).unwrap();
    let greys: Vec<u8> = (0..=255).collect();
    encoder.write_image(&greys, 16, 16, ExtendedColorType::L8).unwrap();
    let found = decode(&file.into_inner()).unwrap();
    assert_eq!(found.profile_note(), None);
    for [red, green, blue, _] in found.rgba.as_chunks::<4>().0 {
        assert!(red.abs_diff(*green) <= 1 && blue.abs_diff(*green) <= 1, "{red} {green} {blue}");
    }
}
