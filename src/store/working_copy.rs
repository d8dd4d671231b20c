//! Working copies for other programs: laid out apart from any project, each in a folder of its own, and looked at to see
//! whether they were saved.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::disk::{self, DiskError};
use super::new_id;

/// A copy that nobody saved for so long is of no use any more.
const KEPT_FOR: Duration = Duration::from_hours(30 * 24);

/// What changes whenever a file is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    modified: Option<SystemTime>,
    bytes: u64,
    /// Many programs save by putting another file in its place.
    which: u64,
}

/// Lays a file out under this name, in a new folder within the folder of working copies. Old copies there go away.
///
/// # Errors
/// When the disk refuses.
pub fn lay_out(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, DiskError> {
    let what = &format!("lay out {name}");
    sweep(folder, SystemTime::now());
    let own = folder.join(new_id());
    disk::create_dir_all(&own, what)?;
    let file = own.join(name);
    disk::write_atomically(&file, bytes, what)?;
    Ok(file)
}

/// The stamp of a file; nothing while it is not there.
#[must_use]
pub fn stamp(file: &Path) -> Option<Stamp> {
    let found = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
    Some(Stamp { modified: found.modified().ok(), bytes: found.len(), which: which(&found) })
}

#[cfg(unix)]
fn which(found: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(found)
}

#[cfg(not(unix))]
fn which(_: &std::fs::Metadata) -> u64 {
    0
}

/// Removes the folders of copies in which nothing was touched for long.
fn sweep(folder: &Path, now: SystemTime) {
    let Ok(entries) = folder.read_dir() else { return };
    for entry in entries.flatten() {
        let own = entry.path();
        // Only what was laid out here: a folder called by an id.
        let is_ours = entry
            .file_name()
            .to_str()
            .is_some_and(|name| name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if is_ours
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
            && is_old(&own, now)
            && let Err(error) = disk::remove_dir_all(&own, "remove an old working copy")
        {
            tracing::warn!("{error}");
        }
    }
}

fn is_old(own: &Path, now: SystemTime) -> bool {
    let Ok(inside) = own.read_dir() else { return false };
    let old = |found: std::io::Result<std::fs::Metadata>| {
        let modified = found.and_then(|found| found.modified()).ok();
        modified.and_then(|modified| now.duration_since(modified).ok()).is_some_and(|age| age > KEPT_FOR)
    };
    old(own.symlink_metadata()) && inside.flatten().all(|entry| old(entry.metadata()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn each_copy_has_a_folder_of_its_own_and_every_save_another_stamp() {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().join("drawing");
        let one = lay_out(&folder, "Shot 1.png", b"one").unwrap();
        let two = lay_out(&folder, "Shot 1.png", b"two").unwrap();
        assert_ne!(one, two);
        assert_eq!((fs::read(&one).unwrap(), fs::read(&two).unwrap()), (b"one".to_vec(), b"two".to_vec()));
        let before = stamp(&one).unwrap();
        assert_eq!(stamp(&one), Some(before));
        fs::write(&one, b"longer").unwrap();
        assert_ne!(stamp(&one), Some(before));
        fs::remove_file(&one).unwrap();
        assert_eq!(stamp(&one), None);
    }

    #[test]
    fn only_old_copies_of_ours_go_away() {
        let data = tempfile::tempdir().unwrap();
        let file = lay_out(data.path(), "Shot 1.png", b"one").unwrap();
        fs::create_dir(data.path().join("mine")).unwrap();
        let in_days = |days: u32| SystemTime::now() + Duration::from_hours(24) * days;
        sweep(data.path(), in_days(29));
        assert!(file.exists());
        sweep(data.path(), in_days(31));
        assert!(!file.exists());
        assert!(data.path().join("mine").exists());
    }
}
