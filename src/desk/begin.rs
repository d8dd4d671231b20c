//! Beginning a project: the window and the command line make new ones through the same function.

use std::path::Path;

use crate::store::folder::with_extension;
use crate::store::{ProjectFolder, StoreError, new_id};
use crate::story::{Project, compose};

/// Makes a new project with one empty scene, its folder named as asked, with the usual ending.
///
/// # Errors
/// When there is something at the path already, or the disk refuses.
pub fn new_project(path: &Path) -> Result<ProjectFolder, StoreError> {
    let path = with_extension(path);
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut project = Project { name, ..Project::default() };
    // A scene that is new to an empty project always fits into it.
    let _ = compose::add_scene(&project, 0, &mut new_id).apply(&mut project);
    project.complete(&mut new_id);
    ProjectFolder::create(&path, &project)
}
