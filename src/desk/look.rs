//! Looking at a project's pictures on disk: what is there, what decodes, what it is.

use super::ends;
use crate::media::picture;
use crate::store::folder::ProjectFolder;
use crate::story::{MediaPath, PictureState, Pictures, Project};

/// Looks at one picture of a project.
#[must_use]
pub fn at(folder: &ProjectFolder, path: &MediaPath) -> PictureState {
    match ends::picture_bytes(folder, path) {
        Ok(bytes) => match picture::inspect(&bytes) {
            Ok(info) => PictureState::Ready(info),
            Err(error) => PictureState::Unreadable(error.to_string()),
        },
        Err(state) => state,
    }
}

/// Looks at every picture a project names, and at the last frames of takes that its scenes start from.
#[must_use]
pub fn look_at_pictures(folder: &ProjectFolder, project: &Project) -> Pictures {
    let mut pictures = Pictures::default();
    let ends = ends::of(project, &folder.takes());
    for path in project.picture_paths().chain(ends.values()) {
        if pictures.get(path).is_none() {
            pictures.set(path.clone(), at(folder, path));
        }
    }
    pictures.set_ends(ends);
    pictures
}
