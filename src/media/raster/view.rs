//! The moving view over a picture. The picture is scaled once to somewhat more than its place needs, with a sharp filter;
//! each frame then takes its part of it at any fraction of a pixel, with a filter wide enough that nothing shimmers.

use fast_image_resize as fir;

use super::blend::{Premultiplied, lay, share};
use crate::media::picture::{Pixels, scaled};
use crate::story::animatic::{Rect, View};

/// A picture in the size from which its views are taken.
pub struct ScaledPicture {
    image: Premultiplied,
    opaque: bool,
}

impl ScaledPicture {
    /// `None` for a picture without pixels.
    pub fn new(full: &Pixels, (width, height): (u32, u32)) -> Option<Self> {
        if full.width == 0 || full.height == 0 || full.rgba.len() != full.width as usize * full.height as usize * 4 {
            return None;
        }
        let mut pixels = scaled(full, width, height);
        let opaque = pixels.is_opaque();
        if !opaque {
            for pixel in pixels.rgba.as_chunks_mut::<4>().0 {
                for channel in 0..3 {
                    pixel[channel] = share(pixel[channel], pixel[3]);
                }
            }
        }
        Some(Self { image: Premultiplied { width, height, rgba: pixels.rgba }, opaque })
    }

    pub fn bytes(&self) -> usize {
        self.image.rgba.len()
    }
}

/// Memory that is used again from frame to frame.
#[derive(Clone, Default)]
pub struct Tools {
    resizer: fir::Resizer,
    scratch: Vec<u8>,
}

/// More pixels than the closest view needs: the filter then weighs several of them for each of the frame's,
/// so that a line keeps its look wherever it falls between two pixels.
const SPARE: f32 = 1.15;
/// How close the view may come, by steps, so that a whole move is taken from one picture.
const STEPS: [f32; 6] = [1.12, 1.5, 2.0, 3.0, 4.0, 6.0];
/// The longest side of a scaled picture.
const LONGEST: f32 = 6000.0;

/// How large a picture should be kept for this view of it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
pub fn wanted_size(view: View, dest: Rect) -> (u32, u32) {
    let share = view.width.min(view.height).clamp(0.01, 1.0);
    let zoom = STEPS.into_iter().find(|step| *step >= 1.0 / share - 1e-3).unwrap_or(STEPS[STEPS.len() - 1]);
    let longest = dest.width.max(dest.height).max(1.0);
    let scale = (zoom * SPARE).min(LONGEST / longest);
    let side = |length: f32| (length * scale).round().clamp(1.0, LONGEST) as u32;
    (side(dest.width), side(dest.height))
}

/// Paints the part of the picture that `view` names over the whole of `dest`.
pub fn paint(out: &mut Pixels, tools: &mut Tools, picture: &ScaledPicture, view: View, dest: Rect) {
    let Some(place) = Place::new(view, dest, &picture.image, out.width, out.height) else { return };
    let Tools { resizer, scratch } = tools;
    let options = fir::ResizeOptions::new()
        .resize_alg(fir::ResizeAlg::Convolution(fir::FilterType::CatmullRom))
        .use_alpha(false)
        .crop(place.left, place.top, place.across, place.down);
    let Ok(source) = fir::images::ImageRef::new(
        picture.image.width,
        picture.image.height,
        &picture.image.rgba,
        fir::PixelType::U8x4,
    ) else {
        return;
    };
    let stride = out.width as usize * 4;
    let straight = picture.opaque && place.width == out.width;
    let bytes = place.width as usize * place.height as usize * 4;
    let target = if straight {
        &mut out.rgba[place.y as usize * stride..][..bytes]
    } else {
        scratch.resize(bytes, 0);
        scratch.as_mut_slice()
    };
    let Ok(mut target) = fir::images::Image::from_slice_u8(place.width, place.height, target, fir::PixelType::U8x4)
    else {
        return;
    };
    if resizer.resize(&source, &mut target, &options).is_err() || straight {
        return;
    }
    let row_bytes = place.width as usize * 4;
    for (row, source) in scratch.chunks_exact(row_bytes).enumerate() {
        let at = (place.y as usize + row) * stride + place.x as usize * 4;
        let target = &mut out.rgba[at..at + row_bytes];
        if picture.opaque {
            target.copy_from_slice(source);
        } else {
            for (pixel, color) in target.as_chunks_mut::<4>().0.iter_mut().zip(source.as_chunks::<4>().0) {
                // The sharp filter may overshoot: no colour is more than its alpha.
                let alpha = color[3];
                lay(pixel, [color[0].min(alpha), color[1].min(alpha), color[2].min(alpha), alpha]);
            }
        }
    }
}

/// Whole pixels of the frame, and the part of the picture that fills them.
struct Place {
    x: u32,
    y: u32,
    width: u32,
    height: u32,
    left: f64,
    top: f64,
    across: f64,
    down: f64,
}

impl Place {
    /// `None` when nothing of it lies in the frame.
    fn new(view: View, dest: Rect, image: &Premultiplied, frame_width: u32, frame_height: u32) -> Option<Self> {
        let (x, width, left, across) = along(dest.x, dest.width, view.x, view.width, image.width, frame_width)?;
        let (y, height, top, down) = along(dest.y, dest.height, view.y, view.height, image.height, frame_height)?;
        Some(Self { x, y, width, height, left, top, across, down })
    }
}

/// One direction of a place: first pixel and count in the frame, first and count in the picture.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the frame")]
fn along(at: f32, length: f32, from: f32, share: f32, pixels: u32, frame: u32) -> Option<(u32, u32, f64, f64)> {
    if ![at, length, from, share].into_iter().all(f32::is_finite) {
        return None;
    }
    let begin = f64::from(at).round();
    let end = (f64::from(at) + f64::from(length)).round();
    let first = begin.clamp(0.0, f64::from(frame));
    let last = end.clamp(0.0, f64::from(frame));
    if last - first < 1.0 || end <= begin {
        return None;
    }
    let pixels = f64::from(pixels);
    let step = f64::from(share) * pixels / (end - begin);
    let across = (step * (last - first)).clamp(1e-6, pixels);
    let left = (f64::from(from) * pixels + step * (first - begin)).clamp(0.0, pixels - across);
    Some((first as u32, (last - first) as u32, left, across))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_move_is_taken_from_one_picture() {
        let dest = Rect { x: 0.0, y: 0.0, width: 1280.0, height: 720.0 };
        let at = |share: f32| wanted_size(View { x: 0.0, y: 0.0, width: share, height: share }, dest);
        assert_eq!(at(1.0), at(0.92));
        assert!(at(0.5).0 > at(0.92).0);
        assert!(at(0.000_1).0 <= 6000);
        assert_eq!(wanted_size(View { x: 0.0, y: 0.0, width: f32::NAN, height: 1.0 }, dest), at(1.0));
    }

    #[test]
    fn what_lies_outside_the_frame_is_not_painted() {
        assert_eq!(along(-50.0, 100.0, 0.0, 1.0, 200, 80), Some((0, 50, 100.0, 100.0)));
        assert_eq!(along(60.0, 40.0, 0.0, 1.0, 40, 80), Some((60, 20, 0.0, 20.0)));
        assert_eq!(along(90.0, 10.0, 0.0, 1.0, 10, 80), None);
        assert_eq!(along(f32::NAN, 10.0, 0.0, 1.0, 10, 80), None);
        assert_eq!(along(0.0, 10.0, 5.0, 9.0, 10, 80), Some((0, 10, 0.0, 10.0)));
    }
}
