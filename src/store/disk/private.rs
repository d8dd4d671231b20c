//! Folders and files that no other user of this machine may read. Where a system or a disk knows no such thing, they are as
//! others are.

use std::path::Path;

use super::{DiskError, create_dir_all, raw};

/// For its owner alone: to list and to enter.
#[cfg(unix)]
const FOLDER: u32 = 0o700;
/// For its owner alone: to read and to write.
#[cfg(unix)]
const FILE: u32 = 0o600;

/// Makes a folder that its owner alone may enter; one that is there already becomes so.
///
/// # Errors
/// When it cannot be made. That its permissions cannot be changed is no error: somebody else's folder still works.
pub fn private_folder(path: &Path, what: &str) -> Result<(), DiskError> {
    create_dir_all(path, what)?;
    #[cfg(unix)]
    restrict(path, FOLDER);
    Ok(())
}

/// Makes an empty file that its owner alone may read, or makes one that is there so.
///
/// # Errors
/// When it cannot be made.
pub fn private_file(path: &Path, what: &str) -> Result<(), DiskError> {
    raw::create_private(path).map_err(|error| DiskError::new(what, path, error))?;
    keep_private(path);
    Ok(())
}

/// Makes a file, where it is there, one that its owner alone may read.
pub fn keep_private(path: &Path) {
    #[cfg(unix)]
    restrict(path, FILE);
    #[cfg(not(unix))]
    let _ = path;
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) {
    if let Err(error) = raw::set_mode(path, mode)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::warn!("{} can be read by others, and that cannot be changed: {error}", path.display());
    }
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    use std::fs;

    #[cfg(unix)]
    use super::*;

    #[cfg(unix)]
    fn mode(path: &Path) -> u32 {
        use std::os::unix::fs::PermissionsExt as _;
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[cfg(unix)]
    #[test]
    fn what_is_made_and_what_is_there_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let at = tempfile::tempdir().unwrap();
        let (folder, file) = (at.path().join("data"), at.path().join("data/file"));
        private_folder(&folder, "make it").unwrap();
        private_file(&file, "make it").unwrap();
        assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
        fs::write(&file, "kept").unwrap();
        for (path, open) in [(&folder, 0o755), (&file, 0o664)] {
            fs::set_permissions(path, fs::Permissions::from_mode(open)).unwrap();
        }
        private_folder(&folder, "make it").unwrap();
        private_file(&file, "make it").unwrap();
        assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
        assert_eq!(fs::read_to_string(&file).unwrap(), "kept");
        keep_private(&at.path().join("nothing"));
        assert!(private_file(&at.path().join("no/folder"), "make it").is_err());
    }
}
