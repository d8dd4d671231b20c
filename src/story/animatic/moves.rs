//! The slow move over a still picture: a push in, a drift, a pull out, by turns, so that cuts are felt.

use super::Place;
use super::layers::{Layer, Rect, Size, View};
use crate::story::order::OrderPicture;

/// How much of the picture's width and height shows at the closest.
const CLOSEST: f32 = 0.92;

/// The picture, letterboxed into the frame, with the part of it that shows now.
pub fn moving_picture(picture: &OrderPicture, size: Size, place: &Place) -> Option<Layer> {
    let info = picture.info.as_ref()?;
    let (width, height) = picture.area.map_or((info.width, info.height), |area| (area.width, area.height));
    let view = view_at(place.shot, place.progress());
    Some(Layer::Picture {
        path: picture.path.clone(),
        content: info.content.clone(),
        view: picture.area.map_or(view, |area| within(area.view(info.width, info.height), view)),
        dest: letterboxed(width, height, size),
    })
}

/// A part of a part of a picture.
fn within(outer: View, inner: View) -> View {
    View {
        x: outer.x + inner.x * outer.width,
        y: outer.y + inner.y * outer.height,
        width: inner.width * outer.width,
        height: inner.height * outer.height,
    }
}

/// The part of the picture that shows, from progress 0 to 1 of a shot.
fn view_at(shot: usize, progress: f32) -> View {
    let spare = 1.0 - CLOSEST;
    let centred = |share: f32| View { x: (1.0 - share) / 2.0, y: (1.0 - share) / 2.0, width: share, height: share };
    match shot % 4 {
        0 => centred(1.0 - spare * progress),
        1 => View { x: spare * (1.0 - progress), y: spare / 2.0, width: CLOSEST, height: CLOSEST },
        2 => View { x: spare * progress, y: spare / 2.0, width: CLOSEST, height: CLOSEST },
        _ => centred(CLOSEST + spare * progress),
    }
}

/// The largest rectangle of the picture's shape in the middle of the frame, on whole pixels.
#[expect(clippy::cast_precision_loss, reason = "pixels of a picture")]
fn letterboxed(width: u32, height: u32, size: Size) -> Rect {
    let (width, height) = (width.max(1) as f32, height.max(1) as f32);
    let (frame_width, frame_height) = (size.width as f32, size.height as f32);
    let scale = (frame_width / width).min(frame_height / height);
    let (w, h) = ((width * scale).round().max(1.0), (height * scale).round().max(1.0));
    Rect { x: ((frame_width - w) / 2.0).round(), y: ((frame_height - h) / 2.0).round(), width: w, height: h }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_view_never_leaves_the_picture() {
        for shot in 0..8_usize {
            for step in 0_u8..=100 {
                let view = view_at(shot, f32::from(step) / 100.0);
                assert!(view.x >= 0.0 && view.y >= 0.0);
                assert!(view.x + view.width <= 1.0 + 1e-6 && view.y + view.height <= 1.0 + 1e-6);
            }
        }
    }

    #[test]
    fn other_shapes_are_letterboxed() {
        let wide = Size { width: 1280, height: 720 };
        assert_eq!(letterboxed(1280, 720, wide), Rect { x: 0.0, y: 0.0, width: 1280.0, height: 720.0 });
        assert_eq!(letterboxed(720, 720, wide), Rect { x: 280.0, y: 0.0, width: 720.0, height: 720.0 });
        assert_eq!(letterboxed(4000, 100, wide), Rect { x: 0.0, y: 344.0, width: 1280.0, height: 32.0 });
    }
}
