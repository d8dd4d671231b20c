//! The example project, part of the program itself: what a new user sees first.

use std::path::{Path, PathBuf};

use super::disk;
use super::error::StoreError;
use super::folder::{EXTENSION, MEDIA, ProjectFolder, fill};
use super::paths::Paths;
use super::place::place_folder;
use super::{new_id, project_file};
use crate::story::Project;
use crate::story::id::ProjectId;

/// What the copy is called that the first start opens.
pub const FOLDER: &str = "Harbour chase.storyreel";

macro_rules! pictures {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_bytes!(concat!("../../assets/example/media/", $name)))),*]
    };
}

const PROJECT: &[u8] = include_bytes!("../../assets/example/project.json");
const PICTURES: [(&str, &[u8]); 12] = pictures![
    "010A.png",
    "010B.png",
    "010C.png",
    "010D.png",
    "010E.png",
    "first.png",
    "mara_front.png",
    "mara_three_quarter.png",
    "inspector_front.png",
    "inspector_three_quarter.png",
    "red_case_front.png",
    "red_case_three_quarter.png",
];

/// Writes a copy of the example to a new folder. The copy has a project id of its own.
///
/// # Errors
/// When there is something at the path already, or the disk refuses.
pub fn write_to(path: &Path) -> Result<ProjectFolder, StoreError> {
    let mut project = project()?;
    project.id = ProjectId::new(new_id());
    let what = "write the example";
    place_folder(path, false, what, |hidden| {
        fill(hidden, &project, what)?;
        for (name, bytes) in PICTURES {
            disk::write_atomically(&hidden.join(MEDIA).join(name), bytes, what)?;
        }
        Ok(())
    })?;
    ProjectFolder::at(path)
}

/// The user's own copy of the example in the data folder, written at the first call.
///
/// # Errors
/// When it cannot be written.
pub fn ensure(paths: &Paths) -> Result<PathBuf, StoreError> {
    // What lies there and is no project any more is left alone.
    const OTHERS_MAX: usize = 20;
    let mut n = 1;
    loop {
        let path = match n {
            1 => paths.projects().join(FOLDER),
            n => paths.projects().join(format!("Harbour chase {n}.{EXTENSION}")),
        };
        if ProjectFolder::at(&path).is_ok() {
            return Ok(path);
        }
        match write_to(&path) {
            Ok(_) => return Ok(path),
            Err(StoreError::Taken(_)) if n < OTHERS_MAX => n += 1,
            // Another program may have been quicker by a moment.
            Err(_) if ProjectFolder::at(&path).is_ok() => return Ok(path),
            Err(error) => return Err(error),
        }
    }
}

/// The example's project as shipped.
///
/// # Errors
/// None that a user meets: a test reads it.
pub fn project() -> Result<Project, StoreError> {
    Ok(project_file::parse(PROJECT, Path::new("Harbour chase/project.json"))?)
}

#[cfg(test)]
#[path = "example_tests.rs"]
mod tests;
