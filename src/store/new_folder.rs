//! A folder of files that belong together, made beside others of its kind: filled under a hidden name, called by the next
//! free number, and seen when all of it is there. Nothing that is there is ever replaced.

use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::destination::DestinationError;
use super::disk::{self, DiskError};
use super::folder::ProjectFolder;

/// A folder that is being filled. Dropped before it is `place`d, it goes away with all that is in it.
#[derive(Debug)]
pub struct NewFolder {
    hidden: PathBuf,
    into: PathBuf,
    placed: bool,
    what: String,
}

impl NewFolder {
    /// Begins one that will lie in the folder `into`; `what` is what is tried, as it goes on after "could not".
    ///
    /// # Errors
    /// When there is no such folder, it is one that a project keeps for itself, or the disk refuses.
    pub fn begin(into: &Path, of: &ProjectFolder, what: &str) -> Result<Self, DestinationError> {
        let into = std::path::absolute(into).map_err(|error| DiskError::new(what, into, error))?;
        if !into.is_dir() {
            return Err(DestinationError::NoFolder(into));
        }
        let hidden = disk::temporary_beside(&into.join("new"));
        if of.owns(&hidden) {
            return Err(DestinationError::OwnFile(into));
        }
        disk::create_dir(&hidden, what).map_err(|error| error.at(&into))?;
        Ok(Self { hidden, into, placed: false, what: what.to_owned() })
    }

    /// Where its files are made.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.hidden
    }

    /// Gives it its name and makes that last.
    ///
    /// # Errors
    /// When something of that name has appeared meanwhile, or the disk refuses; then nothing of it is left.
    pub fn place(mut self, name: &str) -> Result<PathBuf, DestinationError> {
        let target = self.into.join(name);
        disk::sync_tree(&self.hidden, &self.what).map_err(|error| error.at(&target))?;
        disk::rename_new(&self.hidden, &target, &self.what).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists | ErrorKind::DirectoryNotEmpty => DestinationError::Exists(vec![target.clone()]),
            _ => error.into(),
        })?;
        self.placed = true;
        Ok(target)
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        if !self.placed {
            // What is left of it is only a hidden folder.
            let _ = disk::remove_dir_all(&self.hidden, &self.what);
        }
    }
}

/// The first number that nothing in a folder has yet, from 1. `number` reads it from a name, where it has one.
///
/// # Errors
/// When the folder cannot be looked into.
pub fn next_number(folder: &Path, what: &str, number: impl Fn(&OsStr) -> Option<u64>) -> Result<u64, DestinationError> {
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => DestinationError::NoFolder(folder.to_owned()),
        _ => DiskError::new(what, folder, error).into(),
    };
    let mut last = 0;
    for entry in fs::read_dir(folder).map_err(failed)? {
        last = number(&entry.map_err(failed)?.file_name()).unwrap_or(0).max(last);
    }
    Ok(last.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Project;

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn it_is_seen_whole_or_not_at_all_and_replaces_nothing() {
        let place = tempfile::tempdir().unwrap();
        let into = place.path().join("out");
        fs::create_dir(&into).unwrap();
        let project = ProjectFolder::create(&place.path().join("a.storyreel"), &Project::default()).unwrap();
        let begin = || NewFolder::begin(&into, &project, "deliver").unwrap();

        let dropped = begin();
        fs::write(dropped.path().join("half"), "half").unwrap();
        assert!(names(&into).iter().all(|name| disk::is_temporary(name)));
        drop(dropped);
        assert_eq!(names(&into), [""; 0]);

        let folder = begin();
        fs::write(folder.path().join("boards.pdf"), "pages").unwrap();
        assert_eq!(folder.place("Chase v1").unwrap(), into.join("Chase v1"));
        assert_eq!(fs::read(into.join("Chase v1/boards.pdf")).unwrap(), b"pages");

        let second = begin();
        fs::write(second.path().join("boards.pdf"), "other pages").unwrap();
        assert!(matches!(second.place("Chase v1"), Err(DestinationError::Exists(_))));
        assert_eq!(fs::read(into.join("Chase v1/boards.pdf")).unwrap(), b"pages");
        assert_eq!(names(&into), ["Chase v1"]);

        for nowhere in [into.join("nowhere"), into.join("Chase v1/boards.pdf")] {
            assert!(matches!(NewFolder::begin(&nowhere, &project, "deliver"), Err(DestinationError::NoFolder(_))));
        }
        for own in [project.root().to_owned(), project.root().join("media")] {
            assert!(matches!(NewFolder::begin(&own, &project, "deliver"), Err(DestinationError::OwnFile(_))));
        }
    }

    #[test]
    fn numbers_go_on_after_the_last() {
        let place = tempfile::tempdir().unwrap();
        let number = |name: &OsStr| name.to_str()?.strip_prefix('v')?.parse().ok();
        let next = || next_number(place.path(), "deliver", number).unwrap();
        assert_eq!(next(), 1);
        for name in ["v2", "v10", "v3", "vx", "other"] {
            fs::create_dir(place.path().join(name)).unwrap();
        }
        assert_eq!(next(), 11);
        assert!(next_number(&place.path().join("nowhere"), "deliver", number).is_err());
    }
}
