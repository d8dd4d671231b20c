//! The one decoding of pictures that nobody vouches for: the format by content, limits before memory, turned as the camera
//! noted it, in sRGB with 8 bits, on white paper. Screen, thumbnails, animatic, film, pages and upload all see this.

use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat, RgbaImage};
use sha2::{Digest as _, Sha256};

use super::colour::{Colours, ProfileNote};
use super::paper::lay_on_paper;
use super::room::{PICTURES, Share};
use super::{MOST_PIXELS, PictureError, Pixels, unpack};
use crate::story::picture::{ContentHash, PictureFormat, PictureInfo};

/// Another way of decoding gets another number: what was made by an earlier one is not used again.
pub const DECODING: u32 = 2;

/// A picture in its full size. While it lives, its memory counts to what all pictures may take: make something small of it,
/// and decode no other one before it is gone.
#[derive(Debug, Default)]
pub struct Decoded {
    pixels: Pixels,
    is_as_stored: bool,
    profile: Option<ProfileNote>,
    /// Given back with the pixels.
    _room: Option<Share<'static>>,
}

impl Decoded {
    /// What is to be told of its colour profile.
    #[must_use]
    pub fn profile_note(&self) -> Option<ProfileNote> {
        self.profile
    }

    /// Whether the file stores just these pixels: not turned, in sRGB, with 8 bits, opaque.
    #[must_use]
    pub fn is_as_stored(&self) -> bool {
        self.is_as_stored
    }

    /// The pixels alone, for what is small or becomes something else at once: they do not count any more.
    #[must_use]
    pub fn into_pixels(self) -> Pixels {
        self.pixels
    }
}

impl Deref for Decoded {
    type Target = Pixels;

    fn deref(&self) -> &Pixels {
        &self.pixels
    }
}

impl From<Pixels> for Decoded {
    fn from(pixels: Pixels) -> Self {
        Self { pixels, ..Self::default() }
    }
}

/// What a picture file is. It is decoded in full to prove that it can be.
pub fn inspect(bytes: &[u8]) -> Result<PictureInfo, PictureError> {
    read(bytes).map(|(info, _)| info)
}

/// The picture as people see it; of an animation its first frame.
pub fn decode(bytes: &[u8]) -> Result<Decoded, PictureError> {
    decode_as(bytes, format_of(bytes)?)
}

/// What a picture file is, and the picture, for one decoding.
pub fn read(bytes: &[u8]) -> Result<(PictureInfo, Decoded), PictureError> {
    let format = format_of(bytes)?;
    let decoded = decode_as(bytes, format)?;
    let info = PictureInfo {
        content: content_of(bytes),
        format: story_format(format).ok_or(PictureError::Unknown)?,
        width: decoded.width,
        height: decoded.height,
        bytes: bytes.len() as u64,
    };
    Ok((info, decoded))
}

/// A small picture of the program's own with its transparency, which takes no room from others.
pub fn decode_own(bytes: &[u8]) -> Result<Pixels, PictureError> {
    guarded(|| {
        let open = unpack::open(bytes, format_of(bytes)?)?;
        let memory = vec![0; count(&open.head)? * open.head.samples.bytes().max(4)];
        Ok(upright(open, memory)?.pixels)
    })
}

/// What a file's bytes are known by.
#[must_use]
pub fn content_of(bytes: &[u8]) -> ContentHash {
    ContentHash::from_digest(&Sha256::digest(bytes))
}

/// A decoder's own mistake must not take the program with it.
fn guarded<T>(work: impl FnOnce() -> Result<T, PictureError>) -> Result<T, PictureError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(PictureError::Damaged))
}

fn story_format(format: ImageFormat) -> Option<PictureFormat> {
    Some(match format {
        ImageFormat::Png => PictureFormat::Png,
        ImageFormat::Jpeg => PictureFormat::Jpeg,
        ImageFormat::WebP => PictureFormat::WebP,
        ImageFormat::Gif => PictureFormat::Gif,
        ImageFormat::Bmp => PictureFormat::Bmp,
        ImageFormat::Tiff => PictureFormat::Tiff,
        _ => return None,
    })
}

fn format_of(bytes: &[u8]) -> Result<ImageFormat, PictureError> {
    if bytes.is_empty() {
        return Err(PictureError::Empty);
    }
    let format = image::guess_format(bytes).map_err(|_| PictureError::Unknown)?;
    story_format(format).map(|_| format).ok_or(PictureError::Unknown)
}

fn decode_as(bytes: &[u8], format: ImageFormat) -> Result<Decoded, PictureError> {
    guarded(|| {
        let open = unpack::open(bytes, format)?;
        let count = count(&open.head)?;
        let mut room = PICTURES.take(needed(&open.head)).ok_or(PictureError::TooMuchMemory)?;
        let memory = vec![0; count * open.head.samples.bytes().max(4)];
        let mut decoded = upright(open, memory)?;
        room.shrink_to(decoded.pixels.rgba.len() as u64);
        decoded.is_as_stored &= decoded.pixels.is_opaque();
        lay_on_paper(&mut decoded.pixels);
        Ok(Decoded { _room: Some(room), ..decoded })
    })
}

/// How many pixels there are, where there are not too many.
fn count(head: &unpack::Head) -> Result<usize, PictureError> {
    let count = u64::from(head.width) * u64::from(head.height);
    if count == 0 {
        return Err(PictureError::Damaged);
    }
    if count > MOST_PIXELS {
        return Err(PictureError::TooLarge);
    }
    usize::try_from(count).map_err(|_| PictureError::TooLarge)
}

/// The bytes that decoding takes when it takes most.
fn needed(head: &unpack::Head) -> u64 {
    let pixels = u64::from(head.width) * u64::from(head.height);
    let unpacking = pixels * head.samples.bytes().max(4) as u64 + head.beside;
    let is_on_its_side = matches!(
        head.orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    );
    // Another copy is made; the other turns are done in place.
    let turning = if is_on_its_side { pixels * 8 } else { 0 };
    unpacking.max(turning)
}

/// Unpacks, converts and turns a picture, in memory for its samples and for four bytes a pixel.
fn upright(open: unpack::Open<'_>, mut memory: Vec<u8>) -> Result<Decoded, PictureError> {
    let unpack::Head { width, height, samples, orientation, .. } = open.head;
    let (colours, profile) = Colours::new(samples, &open.head.profile);
    let stored = width as usize * height as usize * samples.bytes();
    open.unpack(&mut memory[..stored])?;
    colours.convert(&mut memory);
    let image = RgbaImage::from_raw(width, height, memory).ok_or(PictureError::Damaged)?;
    let mut image = DynamicImage::ImageRgba8(image);
    image.apply_orientation(orientation);
    let image = image.into_rgba8();
    let pixels = Pixels { width: image.width(), height: image.height(), rgba: image.into_raw() };
    let is_as_stored = orientation == Orientation::NoTransforms && colours.are_kept();
    Ok(Decoded { pixels, is_as_stored, profile, _room: None })
}
