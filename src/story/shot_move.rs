//! A shot's own move: the frame that its panel is seen in at the shot's start and the one at its end, drawn by hand. It
//! counts instead of what the prompt's words of the camera say. For the animatic and documents; never sent.

use serde::{Deserialize, Serialize};

use super::animatic::View;
use super::framing::Crop;
use super::project::Aspect;

/// Two frames in a shot's panel. Each has the scene's ratio and lies in the panel; from its largest to a quarter as wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ShotMove {
    pub start: Crop,
    pub end: Crop,
}

/// One of a move's frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MoveEnd {
    Start,
    End,
}

/// A move that is often made, to begin from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Preset {
    PushIn,
    PullOut,
    PanLeft,
    PanRight,
    TiltUp,
    TiltDown,
    Hold,
}

impl MoveEnd {
    pub const BOTH: [Self; 2] = [Self::Start, Self::End];

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Start => "start frame",
            Self::End => "end frame",
        }
    }

    /// As it stands in the frame's corner.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Self::Start => "S",
            Self::End => "E",
        }
    }
}

impl ShotMove {
    #[must_use]
    pub fn get(self, end: MoveEnd) -> Crop {
        match end {
            MoveEnd::Start => self.start,
            MoveEnd::End => self.end,
        }
    }

    /// With another frame at one end.
    #[must_use]
    pub fn with(self, end: MoveEnd, crop: Crop) -> Self {
        match end {
            MoveEnd::Start => Self { start: crop, ..self },
            MoveEnd::End => Self { end: crop, ..self },
        }
    }

    /// The same with frames within their limits: a file may say anything.
    #[must_use]
    pub fn within_limits(self) -> Self {
        Self { start: self.start.within_limits(), end: self.end.within_limits() }
    }

    /// What is seen of a panel of a size in pixels, from progress 0 to 1 of its shot.
    #[must_use]
    pub fn view(self, size: (u32, u32), aspect: Aspect, progress: f32) -> View {
        let [start, end] = [self.start, self.end].map(|crop| crop.area(size, aspect).view(size.0, size.1));
        let between = |start: f32, end: f32| start + (end - start) * progress.clamp(0.0, 1.0);
        View {
            x: between(start.x, end.x),
            y: between(start.y, end.y),
            width: between(start.width, end.width),
            height: between(start.height, end.height),
        }
    }

    /// The move in two, at progress 0 to 1 of its shot: the first part ends with the frame that the second starts from.
    #[must_use]
    pub fn cut_at(self, size: (u32, u32), aspect: Aspect, progress: f32) -> (Self, Self) {
        let whole = Crop::CENTRE.area(size, aspect).view(size.0, size.1);
        let view = self.view(size, aspect, progress);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 100 and 400 percent")]
        let zoom = (whole.width / view.width.max(f32::EPSILON) * f32::from(Crop::ZOOM_MIN)).round() as u16;
        // Where the frame has no room to move, what it would do with room stays as it was at the start.
        let near = Crop { zoom, ..self.start }.within_limits();
        let middle = (f64::from(view.x + view.width / 2.0), f64::from(view.y + view.height / 2.0));
        let between = near.centred_at(middle, size, aspect);
        (Self { end: between, ..self }, Self { start: between, ..self })
    }

    /// Two moves as one, where the second goes on from where the first ended.
    #[must_use]
    pub fn and_then(self, next: Self) -> Option<Self> {
        (self.end == next.start).then_some(Self { start: self.start, end: next.end })
    }

    /// Whether nothing moves in a panel of a size in pixels.
    #[must_use]
    pub fn is_still(self, size: (u32, u32), aspect: Aspect) -> bool {
        self.start.area(size, aspect) == self.end.area(size, aspect)
    }
}

impl Preset {
    pub const ALL: [Self; 7] =
        [Self::PushIn, Self::PullOut, Self::PanLeft, Self::PanRight, Self::TiltUp, Self::TiltDown, Self::Hold];

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::PushIn => "Push in",
            Self::PullOut => "Pull out",
            Self::PanLeft => "Pan left",
            Self::PanRight => "Pan right",
            Self::TiltUp => "Tilt up",
            Self::TiltDown => "Tilt down",
            Self::Hold => "Hold",
        }
    }

    /// The move over a panel of a size in pixels. A panel that is wider or higher than the frame is seen from end to end.
    #[must_use]
    pub fn over(self, size: (u32, u32), aspect: Aspect) -> ShotMove {
        /// In percent: so close a push comes, and so close a frame is where it needs room to pan.
        const PUSHED: u16 = 140;
        const PANNED: u16 = 125;
        let pushed = Crop { zoom: PUSHED, ..Crop::CENTRE };
        let largest = Crop::CENTRE.area(size, aspect);
        let zoom_where = |has_room: bool| if has_room { Crop::ZOOM_MIN } else { PANNED };
        let across = |x| Crop { x, zoom: zoom_where(size.0 > largest.width + largest.width / 10), ..Crop::CENTRE };
        let down = |y| Crop { y, zoom: zoom_where(size.1 > largest.height + largest.height / 10), ..Crop::CENTRE };
        let (start, end) = match self {
            Self::PushIn => (Crop::CENTRE, pushed),
            Self::PullOut => (pushed, Crop::CENTRE),
            Self::PanLeft => (across(Crop::FAR), across(0)),
            Self::PanRight => (across(0), across(Crop::FAR)),
            Self::TiltUp => (down(Crop::FAR), down(0)),
            Self::TiltDown => (down(0), down(Crop::FAR)),
            Self::Hold => (Crop::CENTRE, Crop::CENTRE),
        };
        ShotMove { start, end }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::story::testing::any_move;

    const WIDE: (u32, u32) = (1280, 720);

    #[test]
    fn presets_go_where_they_say() {
        let at = |preset: Preset, size, progress| preset.over(size, Aspect::Wide).view(size, Aspect::Wide, progress);
        assert!(at(Preset::PushIn, WIDE, 1.0).width < at(Preset::PushIn, WIDE, 0.0).width);
        assert!(at(Preset::PullOut, WIDE, 1.0).width > at(Preset::PullOut, WIDE, 0.0).width);
        assert!(at(Preset::PanLeft, WIDE, 1.0).x < at(Preset::PanLeft, WIDE, 0.5).x);
        assert!(at(Preset::PanRight, WIDE, 1.0).x > at(Preset::PanRight, WIDE, 0.5).x);
        assert!(at(Preset::TiltUp, WIDE, 1.0).y < at(Preset::TiltUp, WIDE, 0.0).y);
        assert!(at(Preset::TiltDown, WIDE, 1.0).y > at(Preset::TiltDown, WIDE, 0.0).y);
        assert!(Preset::Hold.over(WIDE, Aspect::Wide).is_still(WIDE, Aspect::Wide));
        let panorama = (3840, 720);
        let [from, to] = [0.0, 1.0].map(|progress| at(Preset::PanRight, panorama, progress));
        assert!(from.x == 0.0 && (to.x + to.width - 1.0).abs() < 1e-3 && to.height == 1.0, "{from:?} {to:?}");
    }

    proptest! {
        #[test]
        fn a_move_in_two_shows_what_the_whole_one_shows_and_joins_again(
            own in any_move(),
            size in prop::sample::select(vec![WIDE, (3840, 720), (900, 2400), (1280, 1280)]),
            aspect in prop::sample::select(Aspect::ALL.to_vec()),
            cut in 0.0_f32..=1.0,
        ) {
            let own = own.within_limits();
            let (first, second) = own.cut_at(size, aspect, cut);
            prop_assert_eq!((first.start, second.end, first.and_then(second)), (own.start, own.end, Some(own)));
            let (whole, end) = (own.view(size, aspect, cut), first.view(size, aspect, 1.0));
            let off = [end.x - whole.x, end.y - whole.y, end.width - whole.width, end.height - whole.height];
            // A percent of zoom, a thousandth of the way, a pixel.
            prop_assert!(off.iter().all(|off| off.abs() < 0.012), "{whole:?} {end:?}");
        }

        #[test]
        fn what_is_seen_lies_in_the_panel_and_has_the_scenes_ratio(
            own in any_move(),
            width in 200_u32..5000,
            height in 200_u32..5000,
            aspect in prop::sample::select(Aspect::ALL.to_vec()),
            progress in -1.0_f32..2.0,
        ) {
            let view = own.view((width, height), aspect, progress);
            prop_assert!(view.x >= 0.0 && view.y >= 0.0 && view.width > 0.0 && view.height > 0.0);
            prop_assert!(view.x + view.width <= 1.0 + 1e-5 && view.y + view.height <= 1.0 + 1e-5);
            #[expect(clippy::cast_precision_loss, reason = "pixels of a picture")]
            let ratio = view.width * width as f32 / (view.height * height as f32);
            // Frames lie on whole pixels, and the smallest of them has few.
            prop_assert!((ratio / aspect.ratio() - 1.0).abs() < 0.06, "{ratio}");
        }
    }
}
