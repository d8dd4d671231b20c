//! The memory that pictures take: many that unpack to a lot are decoded at once and stay within their room. It has a
//! process of its own, whose peak the system tells.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on stops here")]

use std::io::Cursor;
use std::sync::atomic::{AtomicUsize, Ordering};

use image::{DynamicImage, ExtendedColorType, ImageEncoder as _, ImageFormat, RgbaImage};
use storyreel::media::picture::{PictureError, ROOM, decode};

/// So many at once.
const THREADS: usize = 24;
/// What the program takes without any picture, and what a heap keeps for itself, in bytes.
const BESIDE: u64 = 64 << 20;

fn status(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap();
    line.trim_start_matches(':').trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

/// The most memory that was in use while something was done, beyond what was in use before.
fn most(work: impl FnOnce()) -> u64 {
    let before = status("VmRSS");
    // Sets the peak back (proc(5)).
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    work();
    status("VmHWM").saturating_sub(before)
}

fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    image.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A JPEG in several scans, all of whose coefficients are kept until its last one.
fn progressive(width: u16, height: u16) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, 60);
    encoder.set_progressive(true);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_1_1);
    let rgb = vec![90; usize::from(width) * usize::from(height) * 3];
    encoder.encode(&rgb, width, height, jpeg_encoder::ColorType::Rgb).unwrap();
    out
}

/// A GIF whose frame fills a part of its screen.
fn framed() -> Vec<u8> {
    let mut gif = written(&RgbaImage::new(4000, 3000).into(), ImageFormat::Gif);
    gif[6..8].copy_from_slice(&4001_u16.to_le_bytes());
    gif
}

/// On its side, as a telephone stores it.
fn turned() -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut out);
    encoder.set_exif_metadata(b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec()).unwrap();
    encoder.write_image(&vec![7; 4000 * 3000], 4000, 3000, ExtendedColorType::L8).unwrap();
    out
}

/// The allocator keeps what was freed for each thread by itself; with this it gives large pieces back at once, so that the
/// system counts what is in use.
const GIVES_BACK: (&str, &str) = ("MALLOC_MMAP_THRESHOLD_", "1000000");

#[test]
fn pictures_that_unpack_to_a_lot_share_a_bounded_room() {
    if std::env::var_os(GIVES_BACK.0).is_none() {
        let again = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--nocapture"])
            .env(GIVES_BACK.0, GIVES_BACK.1)
            .status();
        assert!(again.unwrap().success());
        return;
    }
    let solid = |width, height| DynamicImage::from(RgbaImage::from_pixel(width, height, image::Rgba([9, 8, 7, 100])));
    let wide = DynamicImage::ImageRgba16(solid(4000, 3000).to_rgba16());
    let files = [
        ("large PNG", written(&solid(10_000, 2_500), ImageFormat::Png)),
        ("PNG of 16 bits", written(&wide, ImageFormat::Png)),
        ("TIFF of 16 bits", written(&wide, ImageFormat::Tiff)),
        ("PNG on its side", turned()),
        ("progressive JPEG", progressive(3000, 2500)),
        ("WebP", written(&solid(3000, 2500), ImageFormat::WebP)),
        ("WebP without transparency", written(&solid(3000, 2500).to_rgb8().into(), ImageFormat::WebP)),
        ("GIF", framed()),
        ("BMP", written(&solid(4000, 3000), ImageFormat::Bmp)),
    ];
    for (name, file) in files {
        let good = AtomicUsize::new(0);
        let most = most(|| {
            std::thread::scope(|scope| {
                for _ in 0..THREADS {
                    scope.spawn(|| {
                        let picture = decode(&file).unwrap();
                        good.fetch_add(usize::from(picture.width * picture.height >= 7_500_000), Ordering::Relaxed);
                    });
                }
            });
        });
        println!("{name}, {} bytes, {THREADS} at once: {} MB", file.len(), most >> 20);
        assert_eq!(good.into_inner(), THREADS, "{name}");
        assert!(most <= ROOM + BESIDE, "{name}: {} MB", most >> 20);
    }
    // One that alone needs more than there is says so, and takes nothing.
    let mut alone = written(&wide, ImageFormat::Png);
    alone[16..20].copy_from_slice(&9000_u32.to_be_bytes());
    alone[20..24].copy_from_slice(&9000_u32.to_be_bytes());
    let sum = crc32fast::hash(&alone[12..29]);
    alone[29..33].copy_from_slice(&sum.to_be_bytes());
    let most = most(|| {
        let error = decode(&alone).unwrap_err();
        assert_eq!(error, PictureError::TooMuchMemory);
        assert_eq!(
            format!("\"wall.png\" {error}"),
            "\"wall.png\" needs more than 512 MB of memory to open; make it smaller, or save it as JPEG or with 8 bits a colour"
        );
    });
    assert!(most <= BESIDE, "{} MB", most >> 20);
}
