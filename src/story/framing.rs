//! Frames as they are sent: which picture a scene begins or ends with, and which part of it. A crop has the scene's
//! ratio always, so it only says where the cut lies and how close it is; the file stays as it is.

use serde::{Deserialize, Serialize};

use super::animatic::View;
use super::picture::{MediaPath, PictureInfo, Pictures};
use super::project::{Aspect, FrameSlot, Project};

/// Which part of a picture is cut out: the largest of the scene's ratio, or a smaller one, moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Crop {
    /// How far right it lies, in thousandths of the way that it can move.
    pub x: u16,
    /// How far down it lies, in thousandths of the way that it can move.
    pub y: u16,
    /// In percent: at 100 it is as large as it can be, at 200 half as wide.
    pub zoom: u16,
}

impl Crop {
    /// The largest, in the middle.
    pub const CENTRE: Self = Self { x: 500, y: 500, zoom: 100 };
    /// How far right or down it can lie.
    pub const FAR: u16 = 1000;
    pub const ZOOM_MIN: u16 = 100;
    pub const ZOOM_MAX: u16 = 400;

    /// The same within its limits: a file may say anything.
    #[must_use]
    pub fn within_limits(self) -> Self {
        Self {
            x: self.x.min(Self::FAR),
            y: self.y.min(Self::FAR),
            zoom: self.zoom.clamp(Self::ZOOM_MIN, Self::ZOOM_MAX),
        }
    }

    /// What it cuts out of a picture of this size.
    #[must_use]
    pub fn area(self, (width, height): (u32, u32), aspect: Aspect) -> Area {
        let crop = self.within_limits();
        let (w, h) = (u64::from(width.max(1)), u64::from(height.max(1)));
        let (across, down) = aspect.sides();
        let whole = if w * down > h * across {
            (rounded(h * across, down).clamp(1, w), h)
        } else {
            (w, rounded(w * down, across).clamp(1, h))
        };
        let zoom = u64::from(crop.zoom);
        let (cut_w, cut_h) = (rounded(whole.0 * 100, zoom).max(1), rounded(whole.1 * 100, zoom).max(1));
        let place = |room: u64, share: u16| rounded(room * u64::from(share), u64::from(Self::FAR));
        let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        Area {
            x: small(place(w - cut_w, crop.x)),
            y: small(place(h - cut_h, crop.y)),
            width: small(cut_w),
            height: small(cut_h),
        }
    }

    /// As near as it comes to having its middle at a place of the picture, in shares of its sides from the upper left corner.
    #[must_use]
    pub fn centred_at(self, middle: (f64, f64), size: (u32, u32), aspect: Aspect) -> Self {
        let area = self.area(size, aspect);
        let along = |middle: f64, whole: u32, cut: u32, before: u16| {
            let room = whole.max(1).saturating_sub(cut);
            if room == 0 {
                return before;
            }
            let start = middle * f64::from(whole) - f64::from(cut) / 2.0;
            thousandths(start / f64::from(room))
        };
        let crop = self.within_limits();
        Self { x: along(middle.0, size.0, area.width, crop.x), y: along(middle.1, size.1, area.height, crop.y), ..crop }
    }

    /// As close as this, its middle staying where it is as far as that goes.
    #[must_use]
    pub fn zoomed(self, zoom: u16, size: (u32, u32), aspect: Aspect) -> Self {
        let middle = self.area(size, aspect).middle(size);
        Self { zoom, ..self }.centred_at(middle, size, aspect)
    }
}

/// Rounded to the nearest.
fn rounded(dividend: u64, divisor: u64) -> u64 {
    (dividend + divisor / 2) / divisor.max(1)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1000")]
fn thousandths(share: f64) -> u16 {
    (share * f64::from(Crop::FAR)).round().clamp(0.0, f64::from(Crop::FAR)) as u16
}

/// A part of a picture, in its pixels from the upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Area {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

impl Area {
    /// Whether it lies in a picture of this size and holds something.
    #[must_use]
    pub fn is_in(self, width: u32, height: u32) -> bool {
        let ends = |start: u32, length: u32, whole: u32| start.checked_add(length).is_some_and(|end| end <= whole);
        self.width > 0 && self.height > 0 && ends(self.x, self.width, width) && ends(self.y, self.height, height)
    }

    /// It in shares of the picture's sides.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "shares for showing")]
    pub fn view(self, width: u32, height: u32) -> View {
        let share = |n: u32, whole: u32| (f64::from(n) / f64::from(whole.max(1))) as f32;
        View {
            x: share(self.x, width),
            y: share(self.y, height),
            width: share(self.width, width),
            height: share(self.height, height),
        }
    }

    /// Its middle, in shares of the picture's sides.
    #[must_use]
    pub fn middle(self, (width, height): (u32, u32)) -> (f64, f64) {
        let at = |start: u32, length: u32, whole: u32| {
            (f64::from(start) + f64::from(length) / 2.0) / f64::from(whole.max(1))
        };
        (at(self.x, self.width, width), at(self.y, self.height, height))
    }
}

/// A frame: its picture, and what is cut out of it, if anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framed<'a> {
    pub path: &'a MediaPath,
    pub crop: Option<Crop>,
}

impl Framed<'_> {
    /// What is cut out of its picture in a scene of this ratio. Nothing where the picture is sent whole.
    #[must_use]
    pub fn area(&self, info: &PictureInfo, aspect: Aspect) -> Option<Area> {
        let area = self.crop?.area((info.width, info.height), aspect);
        (area.width != info.width || area.height != info.height).then_some(area)
    }
}

/// What a scene that starts from another one's last frame has to start from. Scenes are told by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link<'a> {
    /// The last frame of the take that stands for that scene.
    Frame { path: &'a MediaPath, scene: usize },
    /// That scene has no take yet.
    NoTake { scene: usize },
    /// That scene is not in the project any more.
    Gone,
}

impl Project {
    /// What a scene that starts from another one's last frame has to start from. Nothing for a scene that does not.
    #[must_use]
    pub fn link<'a>(&self, scene_index: usize, pictures: &'a Pictures) -> Option<Link<'a>> {
        let from = self.scenes.get(scene_index)?.starts_from.as_ref()?;
        let Some(scene) = self.scene_index(from) else { return Some(Link::Gone) };
        Some(pictures.end_of(from).map_or(Link::NoTake { scene }, |path| Link::Frame { path, scene }))
    }

    /// Whether a scene waits for the last frame of one that, scene by scene, waits for its own: none of them can begin.
    #[must_use]
    pub fn waits_for_itself(&self, scene_index: usize, pictures: &Pictures) -> bool {
        let mut at = scene_index;
        for _ in 0..self.scenes.len() {
            match self.link(at, pictures) {
                Some(Link::NoTake { scene }) if scene == scene_index => return true,
                Some(Link::NoTake { scene }) => at = scene,
                _ => return false,
            }
        }
        false
    }

    /// The picture that a scene begins or ends with, its own or another scene's last frame, with its crop.
    #[must_use]
    pub fn framed<'a>(&'a self, scene_index: usize, slot: FrameSlot, pictures: &'a Pictures) -> Option<Framed<'a>> {
        let scene = self.scenes.get(scene_index)?;
        let path = match (slot, self.link(scene_index, pictures)) {
            (FrameSlot::First, Some(Link::Frame { path, .. })) => path,
            (FrameSlot::First, Some(_)) => return None,
            _ => scene.frame(slot)?,
        };
        Some(Framed { path, crop: scene.crop(slot) })
    }
}

/// The ratio of a picture of this size as people say it: one of the three where it is as good as one, else `1.50:1`.
#[must_use]
pub fn ratio_label(width: u32, height: u32) -> String {
    match Aspect::of(width, height) {
        Some(aspect) => aspect.label().to_owned(),
        None => format!("{:.2}:1", f64::from(width) / f64::from(height.max(1))),
    }
}

#[cfg(test)]
#[path = "framing_tests.rs"]
mod tests;
