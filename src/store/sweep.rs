//! Sweeping: what a killed program left half-made in a project's folder goes away once nothing can be at work on it.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::disk::{self, DiskError};
use super::folder::{MEDIA, ProjectFolder, TAKES};
use super::inside::{self, Spot};

/// What was touched within this time may be in the making, by this program or by another one.
const KEPT_FOR: Duration = Duration::from_hours(24);

impl ProjectFolder {
    /// Removes hidden temporary files and folders of ours that nobody touched for a day, from the project's folder, its
    /// `media`, its `takes` and each take's own folder. Nothing else is touched, and no link is followed. Gives how many
    /// went away.
    pub fn sweep(&self, now: SystemTime) -> usize {
        let own = [MEDIA, TAKES].into_iter().filter_map(|name| match inside::look(self.real(), Path::new(name)) {
            Ok(Spot::There(folder)) => Some(folder),
            _ => None,
        });
        let mut folders: Vec<PathBuf> = std::iter::once(self.real().to_owned()).chain(own).collect();
        folders.extend(self.take_folders());
        folders.iter().map(|folder| sweep_folder(folder, now)).sum()
    }

    /// Those that are whole: what is hidden goes as a whole or not at all.
    fn take_folders(&self) -> Vec<PathBuf> {
        let Ok(Spot::There(takes)) = inside::look(self.real(), Path::new(TAKES)) else { return Vec::new() };
        let Ok(entries) = takes.read_dir() else { return Vec::new() };
        let shown = entries.flatten().filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
        shown.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())).map(|entry| entry.path()).collect()
    }
}

fn sweep_folder(folder: &Path, now: SystemTime) -> usize {
    let Ok(entries) = folder.read_dir() else { return 0 };
    let left = entries.flatten().filter(|entry| entry.file_name().to_str().is_some_and(disk::is_temporary));
    left.filter(|entry| match remove_old(&entry.path(), now) {
        Ok(removed) => removed,
        Err(error) => {
            // It takes room and hinders nothing: no reason to trouble anyone while a project opens.
            tracing::warn!("{error}");
            false
        }
    })
    .count()
}

/// Gives whether it was old enough to go.
fn remove_old(path: &Path, now: SystemTime) -> Result<bool, DiskError> {
    let what = "remove what was left half-made";
    let found = path.symlink_metadata().map_err(|error| DiskError::new(what, path, error))?;
    if !is_old(&found, now) {
        return Ok(false);
    }
    if found.is_dir() {
        // Writing into a file does not touch the folder that it lies in.
        let inside = path.read_dir().map_err(|error| DiskError::new(what, path, error))?;
        if inside.flatten().any(|entry| entry.metadata().is_ok_and(|found| !is_old(&found, now))) {
            return Ok(false);
        }
        disk::remove_dir_all(path, what)?;
    } else {
        disk::remove_file(path, what)?;
    }
    Ok(true)
}

fn is_old(found: &Metadata, now: SystemTime) -> bool {
    let age = found.modified().ok().and_then(|modified| now.duration_since(modified).ok());
    age.is_some_and(|age| age > KEPT_FOR)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::new_id;
    use crate::story::{Project, TakeId};

    fn project() -> (tempfile::TempDir, ProjectFolder) {
        let base = tempfile::tempdir().unwrap();
        let mut project = Project { name: "Harbour chase".to_owned(), ..Project::default() };
        project.complete(&mut new_id);
        let folder = ProjectFolder::create(&base.path().join("a.storyreel"), &project).unwrap();
        (base, folder)
    }

    fn left_in(folder: &Path) -> PathBuf {
        let path = disk::temporary_beside(&folder.join("x"));
        fs::write(&path, "half").unwrap();
        path
    }

    fn days(days: u64) -> SystemTime {
        SystemTime::now() + Duration::from_hours(24) * u32::try_from(days).unwrap()
    }

    #[test]
    fn what_was_left_goes_after_a_day_and_not_before() {
        let (_base, folder) = project();
        let root = folder.root();
        let take = root.join(TAKES).join("t0");
        fs::create_dir(&take).unwrap();
        let left = [left_in(root), left_in(&root.join(MEDIA)), left_in(&root.join(TAKES)), left_in(&take)];
        let draft = folder.begin_take(&TakeId::new("t1")).unwrap();
        fs::write(draft.video(), "half a film").unwrap();
        let hidden = draft.video().parent().unwrap().to_owned();
        // As after a kill: nobody tidies up.
        std::mem::forget(draft);

        assert_eq!(folder.sweep(SystemTime::now()), 0);
        assert!(left.iter().all(|path| path.exists()) && hidden.exists());
        assert_eq!(folder.sweep(days(2)), 5);
        assert!(take.exists());
        assert!(left.iter().all(|path| !path.exists()) && !hidden.exists());
        assert!(ProjectFolder::open(root).is_ok());
    }

    #[test]
    fn a_film_that_is_still_written_keeps_its_folder() {
        let (_base, folder) = project();
        let draft = folder.begin_take(&TakeId::new("t1")).unwrap();
        fs::write(draft.video(), "half a film").unwrap();
        fs::File::options().write(true).open(draft.video()).unwrap().set_modified(days(2)).unwrap();
        assert_eq!(folder.sweep(days(2)), 0);
        assert!(draft.video().exists());
    }

    #[test]
    fn what_is_not_ours_stays() {
        let (base, folder) = project();
        let kept = [
            folder.root().join(".storyreel-notes.tmp"),
            folder.root().join(".storyreel-0123456789abcdef0123456789abcdef.txt"),
            folder.root().join("storyreel-0123456789abcdef0123456789abcdef.tmp"),
            folder.root().join("media/a.png"),
            // Beside the project may lie another one that is being saved.
            left_in(base.path()),
        ];
        kept[..4].iter().for_each(|path| fs::write(path, "kept").unwrap());
        assert_eq!(folder.sweep(days(400)), 0);
        assert!(kept.iter().all(|path| path.exists()));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_goes_and_what_it_leads_to_stays() {
        let (base, folder) = project();
        let outside = base.path().join("outside");
        fs::create_dir(&outside).unwrap();
        fs::write(outside.join("kept"), "x").unwrap();
        let link = disk::temporary_beside(&folder.root().join("x"));
        std::os::unix::fs::symlink(&outside, &link).unwrap();
        assert_eq!(folder.sweep(days(2)), 1);
        assert!(!link.is_symlink() && outside.join("kept").exists());

        // A `media` that leads out is not swept.
        fs::remove_dir(folder.root().join(MEDIA)).unwrap();
        let left = left_in(&outside);
        std::os::unix::fs::symlink(&outside, folder.root().join(MEDIA)).unwrap();
        assert_eq!(folder.sweep(days(2)), 0);
        assert!(left.exists());
    }
}
