//! Looking at a project's pictures on disk: what is there, what decodes, what it is.

use crate::media::picture;
use crate::store::StoreError;
use crate::store::folder::ProjectFolder;
use crate::story::{MediaPath, PictureState, Pictures, Project};

/// Looks at one picture of a project.
#[must_use]
pub fn at(folder: &ProjectFolder, path: &MediaPath) -> PictureState {
    match folder.read_picture(path) {
        Ok(bytes) => match picture::inspect(&bytes) {
            Ok(info) => PictureState::Ready(info),
            Err(error) => PictureState::Unreadable(error.to_string()),
        },
        Err(StoreError::Missing(_)) => PictureState::Missing,
        Err(error) => PictureState::Unreadable(format!("cannot be read: {error}")),
    }
}

/// Looks at every picture a project names.
#[must_use]
pub fn look_at_pictures(folder: &ProjectFolder, project: &Project) -> Pictures {
    let mut pictures = Pictures::default();
    for path in project.picture_paths() {
        if pictures.get(path).is_none() {
            pictures.set(path.clone(), at(folder, path));
        }
    }
    pictures
}
