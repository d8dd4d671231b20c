//! The move over a still picture: the shot's own, drawn on its panel, else what its prompt says of the camera, else none.

use super::Place;
use super::layers::{Layer, Rect, Size, View};
use crate::story::camera::{self, CameraMove, Pace, Way};
use crate::story::order::{OrderPicture, OrderShot};
use crate::story::project::Aspect;
use crate::story::shot_move::{Preset, ShotMove};

/// The share of the picture's width or height that a move crosses in its shot's time.
fn reach(pace: Pace) -> f32 {
    match pace {
        Pace::Slow => 0.06,
        Pace::Even => 0.1,
        Pace::Fast => 0.2,
    }
}

/// How far a camera in the hand sways, as a share of the picture.
const SWAY: f32 = 0.03;
/// A picture longer than the frame by this factor was drawn to be travelled over, from end to end.
const PANORAMA: f32 = 1.5;

/// A picture as a shot shows it: in its place of the frame, the part of it that shows now.
pub fn shown(shot: &OrderShot, picture: &OrderPicture, aspect: Aspect, size: Size, place: &Place) -> Option<Layer> {
    let info = picture.info.as_ref()?;
    let (width, height) = picture.area.map_or((info.width, info.height), |area| (area.width, area.height));
    let picture_size = (width.max(1), height.max(1));
    let camera = camera::written(&shot.prompt);
    let is_panel = shot.panel.as_ref() == Some(picture);
    let own = shot.camera_move.filter(|_| is_panel).or_else(|| over_panorama(camera.way, picture_size, aspect));
    let (view, dest) = match own {
        Some(own) => (own.view(picture_size, aspect, place.progress()), whole(size)),
        None => (view_at(camera, place), letterboxed(picture_size, size)),
    };
    Some(Layer::Picture {
        path: picture.path.clone(),
        content: info.content.clone(),
        view: picture.area.map_or(view, |area| within(area.view(info.width, info.height), view)),
        dest,
    })
}

/// The move over all of a picture that is much longer than the frame, where it goes that way.
#[expect(clippy::cast_precision_loss, reason = "pixels of a picture")]
fn over_panorama(way: Way, size: (u32, u32), aspect: Aspect) -> Option<ShotMove> {
    let longer = size.0 as f32 / size.1 as f32 / aspect.ratio();
    let preset = match way {
        Way::Left if longer > PANORAMA => Preset::PanLeft,
        Way::Right if longer > PANORAMA => Preset::PanRight,
        Way::Up if longer < 1.0 / PANORAMA => Preset::TiltUp,
        Way::Down if longer < 1.0 / PANORAMA => Preset::TiltDown,
        _ => return None,
    };
    Some(preset.over(size, aspect))
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

/// The part of the picture that shows at a place of a shot.
fn view_at(CameraMove { way, pace }: CameraMove, place: &Place) -> View {
    let (reach, gone) = (reach(pace), place.progress());
    let square = |x: f32, y: f32, share: f32| View { x, y, width: share, height: share };
    let centred = |share: f32| square((1.0 - share) / 2.0, (1.0 - share) / 2.0, share);
    match way {
        Way::Still => square(0.0, 0.0, 1.0),
        Way::In => centred(1.0 - reach * gone),
        Way::Out => centred(1.0 - reach * (1.0 - gone)),
        Way::Left => square(reach * (1.0 - gone), reach / 2.0, 1.0 - reach),
        Way::Right => square(reach * gone, reach / 2.0, 1.0 - reach),
        Way::Up => square(reach / 2.0, reach * (1.0 - gone), 1.0 - reach),
        Way::Down => square(reach / 2.0, reach * gone, 1.0 - reach),
        Way::Sway => {
            // Two slow waves that do not meet again within a shot.
            let wave = |turns_a_second: f32, begin: f32| {
                SWAY * (0.5 + 0.5 * (place.seconds() * turns_a_second * std::f32::consts::TAU + begin).sin())
            };
            square(wave(0.31, 0.0), wave(0.43, 1.0), 1.0 - SWAY)
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "pixels of a frame")]
fn whole(size: Size) -> Rect {
    Rect { x: 0.0, y: 0.0, width: size.width as f32, height: size.height as f32 }
}

/// The largest rectangle of the picture's shape in the middle of the frame, on whole pixels.
#[expect(clippy::cast_precision_loss, reason = "pixels of a picture")]
fn letterboxed((width, height): (u32, u32), size: Size) -> Rect {
    let (width, height) = (width as f32, height as f32);
    let (frame_width, frame_height) = (size.width as f32, size.height as f32);
    let scale = (frame_width / width).min(frame_height / height);
    let (w, h) = ((width * scale).round().max(1.0), (height * scale).round().max(1.0));
    Rect { x: ((frame_width - w) / 2.0).round(), y: ((frame_height - h) / 2.0).round(), width: w, height: h }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::units::FrameNumber;

    const WAYS: [Way; 8] = [Way::Still, Way::In, Way::Out, Way::Left, Way::Right, Way::Up, Way::Down, Way::Sway];

    #[test]
    fn the_view_never_leaves_the_picture() {
        for way in WAYS {
            for pace in [Pace::Slow, Pace::Even, Pace::Fast] {
                for into in 0..96 {
                    let place = Place { shot: 0, start: FrameNumber(0), into, length: 96 };
                    let view = view_at(CameraMove { way, pace }, &place);
                    assert!(view.x >= 0.0 && view.y >= 0.0, "{way:?}");
                    assert!(view.x + view.width <= 1.0 + 1e-6 && view.y + view.height <= 1.0 + 1e-6, "{way:?}");
                }
            }
        }
    }

    #[test]
    fn other_shapes_are_letterboxed() {
        let wide = Size { width: 1280, height: 720 };
        assert_eq!(letterboxed((1280, 720), wide), Rect { x: 0.0, y: 0.0, width: 1280.0, height: 720.0 });
        assert_eq!(letterboxed((720, 720), wide), Rect { x: 280.0, y: 0.0, width: 720.0, height: 720.0 });
        assert_eq!(letterboxed((4000, 100), wide), Rect { x: 0.0, y: 344.0, width: 1280.0, height: 32.0 });
    }

    #[test]
    fn a_panorama_is_travelled_over_and_a_scope_picture_is_not() {
        let over = |way, size| over_panorama(way, size, Aspect::Wide).is_some();
        assert!(over(Way::Left, (4000, 1000)) && over(Way::Up, (700, 1000)));
        assert!(!over(Way::Left, (2390, 1000)) && !over(Way::Up, (4000, 1000)) && !over(Way::In, (4000, 1000)));
    }
}
