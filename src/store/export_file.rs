//! What a project remembers of its exports: `export.json` beside `project.json`. It is a file of its own, since it is no
//! part of the story: an export leaves neither an edit to undo nor a changed project behind.

use std::path::Path;

use super::disk::{self, DiskError};
use super::error::StoreError;
use super::folder::ProjectFolder;
use super::inside::{self, Spot};

pub(super) const NAME: &str = "export.json";
/// In bytes: choices are small.
const SIZE_MAX: u64 = 4_000_000;

impl ProjectFolder {
    /// The file's bytes; `None` where there is none yet.
    ///
    /// # Errors
    /// When it cannot be read, or is a link that leads out of the folder.
    pub fn read_export_choices(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let what = "read what was chosen for exports";
        let found = inside::look(self.real(), Path::new(NAME));
        match found.map_err(|error| DiskError::new(what, &self.root().join(NAME), error))? {
            Spot::There(path) => Ok(Some(disk::read(&path, SIZE_MAX, what)?)),
            Spot::Missing => Ok(None),
            Spot::Outside => Err(StoreError::LeadsOut { what: NAME.to_owned() }),
        }
    }

    /// Replaces the file.
    ///
    /// # Errors
    /// When the disk refuses; then the old one is as it was.
    pub fn write_export_choices(&self, bytes: &[u8]) -> Result<(), StoreError> {
        Ok(disk::write_atomically(&self.real().join(NAME), bytes, "remember what was chosen for exports")?)
    }

    /// Copies the file, where there is one, to another folder.
    pub(super) fn copy_export_choices(&self, to: &Path, what: &str) -> Result<(), StoreError> {
        let found = inside::look(self.real(), Path::new(NAME));
        match found.map_err(|error| DiskError::new(what, &self.root().join(NAME), error))? {
            Spot::There(from) if from.is_file() => Ok(disk::copy(&from, &to.join(NAME), what)?),
            _ => Ok(()),
        }
    }

    /// Puts a file that cannot be used aside, so that nothing of it is lost.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn set_export_choices_aside(&self) -> Result<(), StoreError> {
        let file = self.real().join(NAME);
        let aside = self.real().join(format!("{NAME}.broken"));
        Ok(disk::rename(&file, &aside, "put what was chosen for exports aside")?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Project;

    #[test]
    fn what_was_chosen_lies_in_the_projects_folder() {
        let place = tempfile::tempdir().unwrap();
        let folder = ProjectFolder::create(&place.path().join("a.storyreel"), &Project::default()).unwrap();
        assert_eq!(folder.read_export_choices().unwrap(), None);
        folder.write_export_choices(b"{}").unwrap();
        assert_eq!(folder.read_export_choices().unwrap().as_deref(), Some(&b"{}"[..]));
        let (id, there) = (crate::story::ProjectId::new("copy"), place.path().join("b.storyreel"));
        let (copy, _) = folder.copy_to(&there, &Project::default(), id, crate::store::IfThere::Refuse).unwrap();
        assert_eq!(copy.read_export_choices().unwrap().as_deref(), Some(&b"{}"[..]));
        folder.set_export_choices_aside().unwrap();
        assert_eq!(folder.read_export_choices().unwrap(), None);
        assert_eq!(std::fs::read(folder.root().join("export.json.broken")).unwrap(), b"{}");
    }
}
