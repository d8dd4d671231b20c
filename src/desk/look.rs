//! Looking at a project's pictures on disk: what is there, what decodes, what it is.

use super::ends;
use crate::store::folder::ProjectFolder;
use crate::store::take_end::picture_state;
use crate::story::{Pictures, Project};

/// Looks at every picture a project names, and at the last frames of takes that its scenes start from.
#[must_use]
pub fn look_at_pictures(folder: &ProjectFolder, project: &Project) -> Pictures {
    let mut pictures = Pictures::default();
    let ends = ends::of(project, &folder.takes());
    for path in project.picture_paths().chain(ends.values()) {
        if pictures.get(path).is_none() {
            pictures.set(path.clone(), picture_state(folder, path));
        }
    }
    pictures.set_ends(ends);
    pictures
}
