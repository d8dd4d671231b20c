//! Samples of every kind become sRGB of 8 bits: by the colour profile that the file holds, else as they are.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use moxcms::{
    CmsError, ColorProfile, DataColorSpace, Layout, Transform8BitExecutor, Transform16BitExecutor, TransformOptions,
};

use super::unpack::{Embedded, Samples};

/// So many pixels are converted at a time: they stay in the processor's cache.
const AT_ONCE: usize = 4096;

/// Why a picture's colour profile was passed over: the part of a sentence that follows the file's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileNote {
    #[error("has a colour profile of more than 4 MB, which is passed over; its colours may look different")]
    TooLarge,
    #[error("has a colour profile that cannot be read; its colours may look different")]
    Unreadable,
    #[error("has a colour profile of another kind of picture, which is passed over; its colours may look different")]
    OtherKind,
}

/// The way from a file's samples to sRGB.
pub struct Colours {
    samples: Samples,
    by_profile: Option<ByProfile>,
}

/// What a profile speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Channels {
    Grey,
    Rgb,
    Inks,
}

struct ByProfile {
    channels: Channels,
    transform: Transform,
}

enum Transform {
    Eight(Arc<Transform8BitExecutor>),
    Sixteen(Arc<Transform16BitExecutor>),
}

impl Colours {
    /// The way for samples with this profile, and what is to be told of it.
    pub fn new(samples: Samples, profile: &Embedded) -> (Self, Option<ProfileNote>) {
        let by_profile = match profile {
            Embedded::None => Ok(None),
            Embedded::TooLarge => Err(ProfileNote::TooLarge),
            Embedded::Broken => Err(ProfileNote::Unreadable),
            // A profile that trips the library is no reason to lose the picture.
            Embedded::Icc(icc) => {
                catch_unwind(AssertUnwindSafe(|| ByProfile::new(samples, icc))).unwrap_or(Err(ProfileNote::Unreadable))
            }
        };
        match by_profile {
            Ok(by_profile) => (Self { samples, by_profile }, None),
            Err(note) => (Self { samples, by_profile: None }, Some(note)),
        }
    }

    /// Whether the samples are sRGB or a grey of it, as 8 bits, already.
    #[must_use]
    pub fn are_kept(&self) -> bool {
        self.by_profile.is_none()
            && matches!(self.samples, Samples::Grey8 | Samples::GreyAlpha8 | Samples::Rgb8 | Samples::Rgba8)
    }

    /// Makes RGBA with 8 bits of the samples, in the same memory: it holds `max(4, samples.bytes())` bytes a pixel, with the
    /// samples at its beginning.
    pub fn convert(&self, memory: &mut Vec<u8>) {
        let size = self.samples.bytes();
        let count = memory.len() / size.max(4);
        let mut part = Part::default();
        let mut from = Vec::with_capacity(AT_ONCE * size);
        let mut convert = |memory: &mut [u8], first: usize| {
            let last = (first + AT_ONCE).min(count);
            from.clear();
            from.extend_from_slice(&memory[first * size..last * size]);
            self.part(&from, &mut memory[first * 4..last * 4], &mut part);
        };
        let firsts = (0..count).step_by(AT_ONCE);
        if size < 4 {
            // What is written lies past what is still to be read.
            firsts.rev().for_each(|first| convert(memory, first));
        } else if size > 4 || !self.is_rgba() {
            firsts.for_each(|first| convert(memory, first));
        }
        memory.truncate(count * 4);
        memory.shrink_to_fit();
    }

    fn is_rgba(&self) -> bool {
        self.samples == Samples::Rgba8 && self.by_profile.is_none()
    }

    fn part(&self, from: &[u8], to: &mut [u8], part: &mut Part) {
        let to = to.as_chunks_mut::<4>().0;
        match &self.by_profile {
            None => plain(self.samples, from, to),
            Some(ByProfile { channels, transform: Transform::Eight(transform) }) => {
                let sources = &mut part.eight;
                sources.clear();
                plain(self.samples, from, to);
                match (channels, self.samples) {
                    (Channels::Inks, Samples::Cmyk8) => sources.extend(from.iter().map(|ink| 255 - ink)),
                    (Channels::Inks, _) => {
                        let inks = from.as_chunks::<4>().0.iter().flat_map(|stored| from_ycck(*stored));
                        sources.extend(inks.map(|ink| 255 - ink));
                    }
                    (Channels::Grey, _) => sources.extend(to.iter().map(|pixel| pixel[0])),
                    (Channels::Rgb, _) => sources.extend(to.iter().flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])),
                }
                part.converted8.resize(to.len() * 3, 0);
                // Both are as long as it wants them.
                if transform.transform(sources, &mut part.converted8).is_ok() {
                    for (pixel, rgb) in to.iter_mut().zip(part.converted8.as_chunks::<3>().0) {
                        pixel[..3].copy_from_slice(rgb);
                    }
                }
            }
            Some(ByProfile { channels, transform: Transform::Sixteen(transform) }) => {
                let sources = &mut part.sixteen;
                sources.clear();
                plain(self.samples, from, to);
                let stored = self.samples.bytes() / 2;
                let wide = from.as_chunks::<2>().0.iter().map(|bytes| u16::from_ne_bytes(*bytes));
                let colours = if stored.is_multiple_of(2) { stored - 1 } else { stored };
                let colours_of = wide.enumerate().filter(|(at, _)| at % stored < colours).map(|(_, value)| value);
                if *channels == Channels::Rgb && colours == 1 {
                    sources.extend(colours_of.flat_map(|grey| [grey; 3]));
                } else {
                    sources.extend(colours_of);
                }
                part.converted16.resize(to.len() * 3, 0);
                if transform.transform(sources, &mut part.converted16).is_ok() {
                    for (pixel, rgb) in to.iter_mut().zip(part.converted16.as_chunks::<3>().0) {
                        pixel[..3].copy_from_slice(&rgb.map(narrow));
                    }
                }
            }
        }
    }
}

/// Memory that is used again from part to part.
#[derive(Default)]
struct Part {
    eight: Vec<u8>,
    sixteen: Vec<u16>,
    converted8: Vec<u8>,
    converted16: Vec<u16>,
}

impl ByProfile {
    /// `None` where the profile is sRGB itself.
    fn new(samples: Samples, icc: &[u8]) -> Result<Option<Self>, ProfileNote> {
        let profile = ColorProfile::new_from_slice(icc).map_err(|_| ProfileNote::Unreadable)?;
        let is_grey = matches!(samples, Samples::Grey8 | Samples::GreyAlpha8 | Samples::Grey16 | Samples::GreyAlpha16);
        let are_inks = matches!(samples, Samples::Cmyk8 | Samples::Ycck8);
        let (channels, layout) = match profile.color_space {
            DataColorSpace::Gray if is_grey => (Channels::Grey, Layout::Gray),
            DataColorSpace::Rgb if !are_inks => (Channels::Rgb, Layout::Rgb),
            DataColorSpace::Cmyk if are_inks => (Channels::Inks, Layout::Rgba),
            _ => return Err(ProfileNote::OtherKind),
        };
        let srgb = ColorProfile::new_srgb();
        let options = TransformOptions::default();
        let broken = |_: CmsError| ProfileNote::Unreadable;
        let eight = profile.create_transform_8bit(layout, &srgb, Layout::Rgb, options).map_err(broken)?;
        if changes_nothing(channels, eight.as_ref()).map_err(broken)? {
            return Ok(None);
        }
        let is_wide = matches!(samples, Samples::Grey16 | Samples::GreyAlpha16 | Samples::Rgb16 | Samples::Rgba16);
        let transform = if is_wide {
            let wide = profile.create_transform_16bit(layout, &srgb, Layout::Rgb, options).map_err(broken)?;
            Transform::Sixteen(wide)
        } else {
            Transform::Eight(eight)
        };
        Ok(Some(Self { channels, transform }))
    }
}

/// Whether a transform leaves colours all over its space as they are, but for rounding.
fn changes_nothing(channels: Channels, transform: &Transform8BitExecutor) -> Result<bool, CmsError> {
    const STEP: usize = 17;
    let levels = || (0..=255_u8).step_by(STEP);
    let (from, wanted): (Vec<u8>, Vec<u8>) = match channels {
        Channels::Inks => return Ok(false),
        Channels::Grey => ((0..=255).collect(), (0..=255_u8).flat_map(|grey| [grey; 3]).collect()),
        Channels::Rgb => {
            let all: Vec<u8> = levels()
                .flat_map(|red| levels().flat_map(move |green| levels().flat_map(move |blue| [red, green, blue])))
                .collect();
            (all.clone(), all)
        }
    };
    let mut found = vec![0; wanted.len()];
    transform.transform(&from, &mut found)?;
    Ok(found.iter().zip(&wanted).all(|(found, wanted)| found.abs_diff(*wanted) <= 1))
}

/// Samples as they are, without a profile.
fn plain(samples: Samples, from: &[u8], to: &mut [[u8; 4]]) {
    fn each<const SIZE: usize>(from: &[u8], to: &mut [[u8; 4]], pixel: impl Fn([u8; SIZE]) -> [u8; 4]) {
        for (to, from) in to.iter_mut().zip(from.as_chunks::<SIZE>().0) {
            *to = pixel(*from);
        }
    }
    match samples {
        Samples::Grey8 => each(from, to, |[grey]| [grey, grey, grey, 255]),
        Samples::GreyAlpha8 => each(from, to, |[grey, alpha]| [grey, grey, grey, alpha]),
        Samples::Rgb8 => each(from, to, |[red, green, blue]| [red, green, blue, 255]),
        Samples::Rgba8 => each(from, to, |pixel| pixel),
        Samples::Cmyk8 => each(from, to, without_inks),
        Samples::Ycck8 => each(from, to, |stored| without_inks(from_ycck(stored))),
        Samples::Grey16 => each(from, to, |bytes: [u8; 2]| {
            let [grey] = wide(bytes);
            [grey, grey, grey, 255]
        }),
        Samples::GreyAlpha16 => each(from, to, |bytes: [u8; 4]| {
            let [grey, alpha] = wide(bytes);
            [grey, grey, grey, alpha]
        }),
        Samples::Rgb16 => each(from, to, |bytes: [u8; 6]| {
            let [red, green, blue] = wide(bytes);
            [red, green, blue, 255]
        }),
        Samples::Rgba16 => each(from, to, |bytes: [u8; 8]| wide(bytes)),
        Samples::RgbFloat => each(from, to, |bytes: [u8; 12]| {
            let [red, green, blue] = float(bytes);
            [red, green, blue, 255]
        }),
        Samples::RgbaFloat => each(from, to, |bytes: [u8; 16]| float(bytes)),
    }
}

/// Inks without a profile, 0 is the most: each takes away the light it takes, and black from all.
fn without_inks([cyan, magenta, yellow, black]: [u8; 4]) -> [u8; 4] {
    let share = |ink: u8| u8::try_from((u16::from(ink) * u16::from(black) + 127) / 255).unwrap_or(255);
    [share(cyan), share(magenta), share(yellow), 255]
}

/// Inks that are stored as brightness and two colour differences (JPEG's YCCK); 0 is the most.
fn from_ycck([y, blue, red, black]: [u8; 4]) -> [u8; 4] {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let level = |value: f32| 255 - (value.round().clamp(0.0, 255.0) as u8);
    let (y, blue, red) = (f32::from(y), f32::from(blue) - 128.0, f32::from(red) - 128.0);
    [
        level(1.402_f32.mul_add(red, y)),
        level(y - 0.344_136 * blue - 0.714_136 * red),
        level(1.772_f32.mul_add(blue, y)),
        black,
    ]
}

fn wide<const BYTES: usize, const COUNT: usize>(bytes: [u8; BYTES]) -> [u8; COUNT] {
    let mut out = [0; COUNT];
    for (out, bytes) in out.iter_mut().zip(bytes.as_chunks::<2>().0) {
        *out = narrow(u16::from_ne_bytes(*bytes));
    }
    out
}

fn float<const BYTES: usize, const COUNT: usize>(bytes: [u8; BYTES]) -> [u8; COUNT] {
    let mut out = [0; COUNT];
    for (out, bytes) in out.iter_mut().zip(bytes.as_chunks::<4>().0) {
        let value = f32::from_ne_bytes(*bytes).clamp(0.0, 1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped; no number becomes 0")]
        let level = (value * 255.0).round() as u8;
        *out = level;
    }
    out
}

/// 16 bits as 8, rounded.
fn narrow(value: u16) -> u8 {
    u8::try_from((u32::from(value) + 128) / 257).unwrap_or(255)
}
