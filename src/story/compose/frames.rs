//! Changes of what a scene begins and ends with: its frames, their crops, the scene it starts from, its ratio.

use crate::story::edit::Edit;
use crate::story::framing::Crop;
use crate::story::label::number;
use crate::story::picture::{MediaPath, PictureInfo, Pictures};
use crate::story::project::{Aspect, FrameSlot, Project, Scene};

/// A frame set or taken away. A first frame that has one of the three ratios gives it to the scene, since the take follows
/// it; a frame of any other ratio is cropped to the scene's. A picture of its own ends the start from another scene.
#[must_use]
pub fn set_frame(scene: &Scene, slot: FrameSlot, picture: Option<MediaPath>, pictures: &Pictures) -> Edit {
    let verb = if picture.is_some() { "Set" } else { "Remove" };
    let info = picture.as_ref().and_then(|path| pictures.info(path));
    let aspect = info.filter(|_| slot == FrameSlot::First).and_then(|info| Aspect::of(info.width, info.height));
    let aspect = aspect.unwrap_or(scene.aspect);
    let was = scene.frame(slot).and_then(|path| pictures.info(path));
    let crop = match (scene.crop(slot), was, info) {
        // The same picture, worked over: what was chosen of it stays chosen.
        (kept, Some(was), Some(info)) if size(was) == size(info) && aspect == scene.aspect => kept,
        (_, _, info) => info.and_then(|info| needed(info, aspect)),
    };
    let mut edits = vec![Edit::SetFrame { scene: scene.id.clone(), slot, picture }];
    edits.extend(crop_edit(scene, slot, crop));
    if slot == FrameSlot::First && scene.starts_from.is_some() {
        edits.push(Edit::SetStart { scene: scene.id.clone(), from: None });
    }
    edits.extend(aspect_edits(scene, aspect, &[slot], pictures));
    Edit::Batch { label: format!("{verb} {}", slot.label()), edits }
}

/// A lone last frame made the first one.
#[must_use]
pub fn last_frame_as_first(scene: &Scene, pictures: &Pictures) -> Option<Edit> {
    let picture = scene.last_frame.clone()?;
    let set = set_frame(scene, FrameSlot::First, Some(picture), pictures);
    let mut edits = vec![set, Edit::SetFrame { scene: scene.id.clone(), slot: FrameSlot::Last, picture: None }];
    edits.extend(crop_edit(scene, FrameSlot::Last, None));
    Some(Edit::Batch { label: "Use last frame as first".to_owned(), edits })
}

/// The scene in another ratio; its frames are cropped to it where they have another.
#[must_use]
pub fn set_aspect(scene: &Scene, aspect: Aspect, pictures: &Pictures) -> Edit {
    Edit::Batch { label: format!("Switch to {aspect}"), edits: aspect_edits(scene, aspect, &[], pictures) }
}

/// What is sent of a frame changed: a part of it, or all of it.
#[must_use]
pub fn set_crop(scene: &Scene, slot: FrameSlot, crop: Option<Crop>) -> Edit {
    Edit::SetCrop { scene: scene.id.clone(), slot, crop: crop.map(Crop::within_limits) }
}

/// The scene started from the last frame of the scene before it. `None` for the first scene and for one that starts there
/// already.
#[must_use]
pub fn start_from_previous(project: &Project, scene_index: usize) -> Option<Edit> {
    start_from(project, scene_index, scene_index.checked_sub(1)?)
}

/// The scene started from the last frame of another one; its own first frame goes. `None` where it starts there already,
/// and for itself.
#[must_use]
pub fn start_from(project: &Project, scene_index: usize, from_index: usize) -> Option<Edit> {
    let scene = project.scenes.get(scene_index)?;
    let from = project.scenes.get(from_index)?;
    if scene.id == from.id || scene.starts_from.as_ref() == Some(&from.id) {
        return None;
    }
    let mut edits = vec![Edit::SetStart { scene: scene.id.clone(), from: Some(from.id.clone()) }];
    if scene.first_frame.is_some() {
        edits.push(Edit::SetFrame { scene: scene.id.clone(), slot: FrameSlot::First, picture: None });
    }
    // Whatever ratio the takes of that scene will have.
    edits.extend(crop_edit(scene, FrameSlot::First, Some(Crop::CENTRE)));
    Some(Edit::Batch { label: format!("Start from scene {}", number(from_index)), edits })
}

/// The scene started from no other one.
#[must_use]
pub fn start_by_itself(scene: &Scene) -> Edit {
    let mut edits = vec![Edit::SetStart { scene: scene.id.clone(), from: None }];
    if scene.first_frame.is_none() {
        edits.extend(crop_edit(scene, FrameSlot::First, None));
    }
    Edit::Batch { label: "Start from no other scene".to_owned(), edits }
}

/// The crop that a frame needs in a scene of this ratio: none where it has that ratio.
pub(super) fn needed(info: &PictureInfo, aspect: Aspect) -> Option<Crop> {
    (!aspect.is_of(info.width, info.height)).then_some(Crop::CENTRE)
}

fn size(info: &PictureInfo) -> (u32, u32) {
    (info.width, info.height)
}

fn crop_edit(scene: &Scene, slot: FrameSlot, crop: Option<Crop>) -> Option<Edit> {
    (scene.crop(slot) != crop).then(|| set_crop(scene, slot, crop))
}

/// The scene's new ratio, and the crops that its frames get by it; none for the frames in `done`.
fn aspect_edits(scene: &Scene, aspect: Aspect, done: &[FrameSlot], pictures: &Pictures) -> Vec<Edit> {
    if aspect == scene.aspect {
        return Vec::new();
    }
    let crops =
        [FrameSlot::First, FrameSlot::Last].into_iter().filter(|slot| !done.contains(slot)).filter_map(|slot| {
            let info = scene.frame(slot).and_then(|path| pictures.info(path))?;
            let crop = if scene.crop(slot).is_some_and(|crop| crop.zoom > Crop::ZOOM_MIN) {
                scene.crop(slot)
            } else {
                needed(info, aspect)
            };
            crop_edit(scene, slot, crop)
        });
    let set = Edit::SetAspect { scene: scene.id.clone(), aspect };
    std::iter::once(set).chain(crops).collect()
}
