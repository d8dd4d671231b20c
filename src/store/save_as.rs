//! "Save as": the project with its pictures and takes copied to another folder, under a new id.

use std::fs::FileType;
use std::path::{Path, PathBuf};

use super::disk::{self, DiskError};
use super::error::StoreError;
use super::folder::{MEDIA, ProjectFolder, TAKES, fill, media_places, saving};
use super::inside::{self, Spot, real_place};
use super::place::place_folder;
use crate::story::Project;
use crate::story::id::ProjectId;

/// What to do where a project lies already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfThere {
    Refuse,
    /// The project there is removed once the new one is whole.
    Replace,
}

impl ProjectFolder {
    /// Copies the project as it stands now, with `media/`, `takes/` and whatever else it names, to another folder.
    /// The copy has the new id. Links are not copied; what they lead to within the folder is.
    ///
    /// # Errors
    /// When the place is inside the project or around it, something is there, or the disk refuses; then nothing is
    /// changed.
    pub fn copy_to(
        &self,
        target: &Path,
        project: &Project,
        new_id: ProjectId,
        if_there: IfThere,
    ) -> Result<(Self, Project), StoreError> {
        let what = saving(&project.name);
        // A copy without its pictures and takes is none.
        self.must_be_there()?;
        let place = real_place(target).map_err(|error| DiskError::new(&what, target, error))?;
        if place.starts_with(self.real()) || self.real().starts_with(&place) {
            return Err(StoreError::IntoItself(target.to_owned()));
        }
        let project = Project { id: new_id, ..project.clone() };
        place_folder(&place, if_there == IfThere::Replace, &what, |hidden| {
            fill(hidden, &project, &what)?;
            for name in [MEDIA, TAKES] {
                if let Spot::There(from) = self.spot(Path::new(name), &what)? {
                    Tree { source: self, what: &what }.copy(&from, &hidden.join(name))?;
                }
            }
            self.copy_named(&project, hidden, &what)?;
            self.copy_export_choices(hidden, &what)
        })?;
        Ok((Self::at(target)?, project))
    }

    /// Copies what the project names and the folders did not bring: files elsewhere, or behind links.
    fn copy_named(&self, project: &Project, hidden: &Path, what: &str) -> Result<(), StoreError> {
        for (_, path) in media_places(project) {
            let to = hidden.join(path.as_str());
            if to.symlink_metadata().is_ok() {
                continue;
            }
            if let Spot::There(from) = self.spot(Path::new(path.as_str()), what)?
                && from.is_file()
            {
                if let Some(above) = to.parent() {
                    disk::create_dir_all(above, what)?;
                }
                disk::copy(&from, &to, what)?;
            }
        }
        Ok(())
    }

    fn spot(&self, path: &Path, what: &str) -> Result<Spot, StoreError> {
        inside::look(self.real(), path).map_err(|error| DiskError::new(what, &self.root().join(path), error).into())
    }
}

struct Tree<'a> {
    source: &'a ProjectFolder,
    what: &'a str,
}

impl Tree<'_> {
    /// Copies regular files and folders; a link to a file within the project gives that file.
    fn copy(&self, from: &Path, to: &Path) -> Result<(), StoreError> {
        disk::create_dir_all(to, self.what)?;
        for (name, kind) in self.entries(from)? {
            let (from, to) = (from.join(&name), to.join(&name));
            if kind.is_dir() {
                self.copy(&from, &to)?;
            } else if kind.is_file() {
                disk::copy(&from, &to, self.what)?;
            } else if let Some(file) = self.file_behind(&from) {
                disk::copy(&file, &to, self.what)?;
            }
        }
        Ok(())
    }

    fn entries(&self, folder: &Path) -> Result<Vec<(std::ffi::OsString, FileType)>, DiskError> {
        let read = || {
            let mut entries = Vec::new();
            for entry in folder.read_dir()? {
                let entry = entry?;
                // Hidden things are half-made, or the system's own.
                if !entry.file_name().as_encoded_bytes().starts_with(b".") {
                    entries.push((entry.file_name(), entry.file_type()?));
                }
            }
            Ok(entries)
        };
        read().map_err(|error| DiskError::new(self.what, folder, error))
    }

    /// The regular file that a link leads to, when that is inside the project.
    fn file_behind(&self, link: &Path) -> Option<PathBuf> {
        let found = link.canonicalize().ok()?;
        (found.starts_with(self.source.real()) && found.is_file()).then_some(found)
    }
}
