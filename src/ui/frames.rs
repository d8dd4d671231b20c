//! First and last frames on the screen: the part of a picture that is sent, and the ratio that comes out.

use egui::{Rect, Vec2, pos2, vec2};

use super::Stage;
use super::widgets::cover_uv;
use crate::story::framing::ratio_label;
use crate::story::order::OrderPicture;
use crate::story::{Area, FrameSlot, MediaPath};

/// A picture and the part of it that shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    pub path: MediaPath,
    /// In shares of its sides.
    pub view: Rect,
    /// In pixels, of the part; nothing while the picture was not looked at.
    pub size: Option<(u32, u32)>,
    pub is_cropped: bool,
}

const WHOLE: Rect = Rect { min: pos2(0.0, 0.0), max: pos2(1.0, 1.0) };

impl Shown {
    /// All of a picture.
    #[must_use]
    pub fn whole(path: &MediaPath) -> Self {
        Self { path: path.clone(), view: WHOLE, size: None, is_cropped: false }
    }

    /// The frame of a scene, its own or that of the scene it starts from.
    #[must_use]
    pub fn frame(stage: &Stage<'_>, scene_index: usize, slot: FrameSlot) -> Option<Self> {
        let project = stage.desk.project();
        let framed = project.framed(scene_index, slot, stage.desk.pictures())?;
        let Some(info) = stage.desk.pictures().info(framed.path) else { return Some(Self::whole(framed.path)) };
        let area = framed.area(info, project.scenes[scene_index].aspect);
        Some(Self::part(framed.path, (info.width, info.height), area))
    }

    /// A picture as it was ordered.
    #[must_use]
    pub fn ordered(picture: &OrderPicture) -> Self {
        match &picture.info {
            Some(info) => Self::part(&picture.path, (info.width, info.height), picture.area),
            None => Self::whole(&picture.path),
        }
    }

    fn part(path: &MediaPath, (width, height): (u32, u32), area: Option<Area>) -> Self {
        let whole = Self { size: Some((width, height)), ..Self::whole(path) };
        let Some(area) = area else { return whole };
        let view = area.view(width, height);
        Self {
            view: Rect::from_min_size(pos2(view.x, view.y), vec2(view.width, view.height)),
            size: Some((area.width, area.height)),
            is_cropped: true,
            ..whole
        }
    }

    /// The ratio of what shows, as people say it.
    #[must_use]
    pub fn ratio(&self) -> Option<String> {
        self.size.map(|(width, height)| ratio_label(width, height))
    }

    /// The size of what shows in the pixels of the picture's texture.
    #[must_use]
    pub fn of_texture(&self, texture: Vec2) -> Vec2 {
        texture * self.view.size()
    }

    /// What of the texture fills a place of another shape, the middle of the part kept.
    #[must_use]
    pub fn covering(&self, texture: Vec2, place: Vec2) -> Rect {
        let inner = cover_uv(self.of_texture(texture), place);
        let at = |share: egui::Pos2| self.view.min + self.view.size() * share.to_vec2();
        Rect::from_min_max(at(inner.min), at(inner.max))
    }
}
