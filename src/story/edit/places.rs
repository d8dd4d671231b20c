//! Where the things stand that an edit names, and lists changed with care.

use super::{Edit, EditError};
use crate::story::id::{ElementId, SceneId, ShotId};
use crate::story::project::{Element, Project, Scene, Shot};

pub(super) fn replace<T: Clone>(place: &mut T, new: &T) -> T {
    std::mem::replace(place, new.clone())
}

pub(in crate::story) fn insert<T>(list: &mut Vec<T>, at: usize, item: T) -> Result<(), EditError> {
    if at > list.len() {
        return Err(EditError::NoPlace(at));
    }
    list.insert(at, item);
    Ok(())
}

pub(in crate::story) fn move_within<T>(list: &mut Vec<T>, from: usize, to: usize) -> Result<(), EditError> {
    if to >= list.len() {
        return Err(EditError::NoPlace(to));
    }
    let item = list.remove(from);
    list.insert(to, item);
    Ok(())
}

pub(super) fn scene_place(project: &Project, id: &SceneId) -> Result<usize, EditError> {
    project.scene_index(id).ok_or_else(|| EditError::NoScene(id.clone()))
}

pub(super) fn scene_mut<'a>(project: &'a mut Project, id: &SceneId) -> Result<&'a mut Scene, EditError> {
    let at = scene_place(project, id)?;
    Ok(&mut project.scenes[at])
}

pub(super) fn shot_place(project: &Project, id: &ShotId) -> Result<(usize, usize), EditError> {
    project.find_shot(id).map(|(scene, shot, _)| (scene, shot)).ok_or_else(|| EditError::NoShot(id.clone()))
}

pub(super) fn shot_mut<'a>(project: &'a mut Project, id: &ShotId) -> Result<&'a mut Shot, EditError> {
    let (scene, shot) = shot_place(project, id)?;
    Ok(&mut project.scenes[scene].shots[shot])
}

pub(super) fn element_place(project: &Project, id: &ElementId) -> Result<usize, EditError> {
    let at = project.elements.iter().position(|element| element.id == *id);
    at.ok_or_else(|| EditError::NoElement(id.clone()))
}

pub(super) fn element_mut<'a>(project: &'a mut Project, id: &ElementId) -> Result<&'a mut Element, EditError> {
    let at = element_place(project, id)?;
    Ok(&mut project.elements[at])
}

/// `apply` hands each kind to the function that has its arm; another cannot come here, and if it did nothing would change.
pub(in crate::story) fn unreachable_kind(edit: &Edit) -> Edit {
    debug_assert!(false, "{edit:?} came to the wrong function");
    Edit::Batch { label: String::new(), edits: Vec::new() }
}
