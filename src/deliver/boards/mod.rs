//! The boards: a title page, then pages of panels with what is to be read under them. One pure layout gives pages of
//! placed things; the PDF and the dialog's preview are both painted from it.

pub(in crate::deliver) mod cell;
mod changes;
mod fit;
mod grid;
mod group;
mod heading;
mod layout;
mod marks;
#[cfg(test)]
mod pages_tests;
mod pictures;
mod plan;
pub(in crate::deliver) mod sheet;
pub(in crate::deliver) mod style;
#[cfg(test)]
mod tests;
mod title;

pub use changes::Changes;
pub use layout::layout;
pub use pictures::{BoardPictures, Logo};

use std::path::PathBuf;

use super::Scope;
use super::estimate::Money;
use super::settings::Boards as Choices;
use super::words::run_from_right;
use crate::media::page::{Chapter, Page};
use crate::story::{FrameNumber, MediaPath, Pictures, Project, Rules, Scene, TakeId};

/// The sheet that documents are printed on, as it lies: width and height in points.
#[must_use]
pub fn sheet_size(choices: &Choices) -> (f32, f32) {
    style::sheet(choices)
}

/// What boards are laid out from.
#[derive(Clone, Debug)]
pub struct Boards<'a> {
    pub project: &'a Project,
    pub scope: Scope,
    pub choices: &'a Choices,
    /// What is known of the project's pictures.
    pub pictures: &'a Pictures,
    pub rules: &'a Rules,
    /// How the cost of each scene is told, where it is.
    pub money: Option<&'a Money>,
    /// Each scene's chosen take, by the scene's place, with the frames that stand for its shots.
    pub takes: &'a [Option<TakeFrames>],
    pub logo: Option<&'a Logo>,
    /// What is marked as changed, where that is wanted.
    pub changes: Option<&'a Changes>,
    pub today: jiff::civil::Date,
}

impl Boards<'_> {
    /// Whether most of the words that they show run from the right.
    pub(in crate::deliver) fn run_from_right(&self) -> bool {
        let scenes: Vec<&Scene> = self.scope.clone().scenes(self.project).map(|(_, scene)| scene).collect();
        let texts = scenes.into_iter().flat_map(|scene| cell::shown_words(self, scene));
        run_from_right(texts.chain([self.project.name.as_str()]))
    }
}

/// The frames of a take that stand for a scene's shots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakeFrames {
    pub take: TakeId,
    /// One for each shot.
    pub frames: Vec<FrameNumber>,
}

/// Boards that are laid out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Laid {
    pub pages: Vec<Page>,
    /// Where each scene begins.
    pub chapters: Vec<Chapter>,
    /// What the pages' numbers of pictures mean.
    pub pictures: Vec<PictureFrom>,
}

/// Where a picture of a page comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PictureFrom {
    Media(MediaPath),
    Frame(TakeId, FrameNumber),
    Logo(PathBuf),
}

impl Laid {
    /// The number of a picture; the same picture has one number.
    pub(in crate::deliver) fn picture(&mut self, from: PictureFrom) -> usize {
        self.pictures.iter().position(|known| *known == from).unwrap_or_else(|| {
            self.pictures.push(from);
            self.pictures.len() - 1
        })
    }
}

/// What stands for a shot, with its width divided by its height: its panel, else its take's frame, else nothing.
pub(in crate::deliver) fn picture_for(
    pictures: &Pictures,
    takes: &[Option<TakeFrames>],
    scene_at: usize,
    scene: &Scene,
    shot_at: usize,
) -> Option<(PictureFrom, f32)> {
    let panel = scene.shots.get(shot_at)?.panel.as_ref();
    if let Some((path, info)) = panel.and_then(|path| Some((path, pictures.info(path)?))) {
        #[expect(clippy::cast_precision_loss, reason = "pixels of a picture")]
        let ratio = info.width.max(1) as f32 / info.height.max(1) as f32;
        return Some((PictureFrom::Media(path.clone()), ratio));
    }
    let take = takes.get(scene_at)?.as_ref()?;
    let frame = take.frames.get(shot_at)?;
    Some((PictureFrom::Frame(take.take.clone(), *frame), scene.aspect.ratio()))
}
