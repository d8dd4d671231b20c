//! What the one decoding costs beside unpacking alone: the example's panels, a photograph, the same with a profile, inks.
//! Each as a ratio to the `image` crate's unpacking to RGBA in the same run. Figures are told, nothing is asserted:
//! `cargo bench --bench pictures`.

#![allow(clippy::pedantic, reason = "figures for people, in floating point")]

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use image::ImageEncoder as _;
use storyreel::media::picture;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Others may work on the machine: each is done so many times and the best time counts.
const RUNS: usize = 5;
const PHOTO: (u32, u32) = (4000, 3000);

fn main() -> Outcome<()> {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/example/media");
    let mut panels = Vec::new();
    for entry in example.read_dir()? {
        panels.push(std::fs::read(entry?.path())?);
    }
    let rgb: Vec<u8> = (0..PHOTO.0 * PHOTO.1).flat_map(|at| [at as u8, (at / 4000) as u8, (at >> 9) as u8]).collect();
    let jpeg = |profile: Option<moxcms::ColorProfile>| -> Outcome<Vec<u8>> {
        let mut out = Vec::new();
        let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 90);
        if let Some(profile) = profile {
            encoder.set_icc_profile(profile.encode()?)?;
        }
        encoder.write_image(&rgb, PHOTO.0, PHOTO.1, image::ExtendedColorType::Rgb8)?;
        Ok(out)
    };
    compare(&format!("{} panels of the example", panels.len()), &panels)?;
    compare("a photograph of 12 megapixels", &[jpeg(None)?])?;
    compare("the same with an sRGB profile", &[jpeg(Some(moxcms::ColorProfile::new_srgb()))?])?;
    compare("the same in Display P3", &[jpeg(Some(moxcms::ColorProfile::new_display_p3()))?])?;
    Ok(())
}

fn compare(name: &str, files: &[Vec<u8>]) -> Outcome<()> {
    let unpacking = best(|| {
        for file in files {
            std::hint::black_box(image::load_from_memory(file)?.into_rgba8());
        }
        Ok(())
    })?;
    let ours = best(|| {
        for file in files {
            picture::decode(file)?;
        }
        Ok(())
    })?;
    println!("{name}: {:.0} ms, {:.2} times unpacking alone ({:.0} ms)", ours * 1e3, ours / unpacking, unpacking * 1e3);
    Ok(())
}

fn best(mut work: impl FnMut() -> Outcome<()>) -> Outcome<f64> {
    let mut best = f64::MAX;
    for _ in 0..RUNS {
        let begun = Instant::now();
        work()?;
        best = best.min(begun.elapsed().as_secs_f64());
    }
    Ok(best)
}
