//! The one place where files are written: whole and synced, or not at all. Nothing else in the program changes the disk.
//! Every failure says what was tried, where, and why it did not work.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use super::new_id;

/// Something that could not be done on the disk, as a whole sentence.
#[derive(Debug, thiserror::Error)]
#[error("could not {what}: {} ({})", why(cause), path.display())]
pub struct DiskError {
    /// What was tried, as it goes on after "could not": "save Harbour chase".
    what: String,
    path: PathBuf,
    cause: io::Error,
}

impl DiskError {
    pub fn new(what: &str, path: &Path, cause: io::Error) -> Self {
        Self { what: what.to_owned(), path: path.to_owned(), cause }
    }

    fn told(what: &str, path: &Path, kind: ErrorKind, why: &str) -> Self {
        Self::new(what, path, io::Error::new(kind, why.to_owned()))
    }

    /// The same, told of the path that people know.
    #[must_use]
    pub fn at(self, path: &Path) -> Self {
        Self { path: path.to_owned(), ..self }
    }

    /// What the system called it.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.cause.kind()
    }
}

/// The system's reason in plain words.
fn why(cause: &io::Error) -> String {
    if cause.get_ref().is_some() {
        return cause.to_string();
    }
    let words = match cause.kind() {
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "your share of the disk is used up",
        ErrorKind::PermissionDenied => "there is no permission for it",
        ErrorKind::ReadOnlyFilesystem => "the disk can only be read",
        ErrorKind::NotFound => "it is not there",
        ErrorKind::NotADirectory => "a part of its path is no folder",
        ErrorKind::IsADirectory => "there is a folder of that name",
        ErrorKind::AlreadyExists => "there is something of that name already",
        ErrorKind::DirectoryNotEmpty => "the folder is not empty",
        ErrorKind::FileTooLarge => "the file is too large for this disk",
        ErrorKind::InvalidFilename => "the name is not allowed there",
        _ => {
            let text = cause.to_string();
            return text.split(" (os error").next().unwrap_or(&text).to_lowercase();
        }
    };
    words.to_owned()
}

/// Puts bytes in the place of a file: readers see the old file or the new one, never a part, even after a power cut.
/// The old file's permissions stay; a link is replaced, not followed.
///
/// # Errors
/// When anything fails, or the old file is marked read-only; then the old file is as it was.
pub fn write_atomically(path: &Path, bytes: &[u8], what: &str) -> Result<(), DiskError> {
    let permissions = match fs::symlink_metadata(path) {
        Ok(old) if old.is_file() && old.permissions().readonly() => {
            return Err(DiskError::told(what, path, ErrorKind::PermissionDenied, "the file is marked read-only"));
        }
        Ok(old) => old.is_file().then(|| old.permissions()),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(DiskError::new(what, path, error)),
    };
    let temporary = temporary_beside(path);
    let written = (|| {
        let mut file = OpenOptions::new().write(true).create_new(true).open(&temporary)?;
        file.write_all(bytes)?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        file.sync_all()?;
        fs::rename(&temporary, path)
    })();
    written.map_err(|error| {
        // What is left of it is only a hidden file beside.
        let _ = fs::remove_file(&temporary);
        DiskError::new(what, path, error)
    })?;
    sync_folder_of(path, what)
}

/// A file that is filled piece by piece and synced at its end. Dropped before that, it goes away.
#[derive(Debug)]
pub struct NewFile {
    file: File,
    path: PathBuf,
    what: String,
    finished: bool,
}

impl NewFile {
    /// # Errors
    /// When there is something at the path already, or the disk refuses.
    pub fn create(path: &Path, what: &str) -> Result<Self, DiskError> {
        let file = OpenOptions::new().write(true).create_new(true).open(path);
        let file = file.map_err(|error| DiskError::new(what, path, error))?;
        Ok(Self { file, path: path.to_owned(), what: what.to_owned(), finished: false })
    }

    /// # Errors
    /// When the disk refuses.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), DiskError> {
        self.file.write_all(bytes).map_err(|error| DiskError::new(&self.what, &self.path, error))
    }

    /// Makes its content last.
    ///
    /// # Errors
    /// When the disk refuses; then it goes away.
    pub fn finish(mut self) -> Result<(), DiskError> {
        self.file.sync_all().map_err(|error| DiskError::new(&self.what, &self.path, error))?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.finished {
            // What is left of it is only a hidden file.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A new file, locked for this program as long as it is open.
///
/// # Errors
/// When there is something at the path already, or the disk refuses or cannot lock.
pub fn lock_file(path: &Path, what: &str) -> Result<File, DiskError> {
    let locked = OpenOptions::new().write(true).create_new(true).open(path).and_then(|file| {
        file.lock()?;
        Ok(file)
    });
    locked.map_err(|error| DiskError::new(what, path, error))
}

/// Copies a file's content to a path that does not exist yet, synced.
pub fn copy(from: &Path, to: &Path, what: &str) -> Result<(), DiskError> {
    let copied = (|| {
        let mut source = File::open(from)?;
        let mut target = OpenOptions::new().write(true).create_new(true).open(to)?;
        io::copy(&mut source, &mut target)?;
        target.sync_all()
    })();
    copied.map_err(|error| DiskError::new(what, to, error))
}

/// Moves a file or folder within one disk, and makes that last. An existing file of that name is replaced.
pub fn rename(from: &Path, to: &Path, what: &str) -> Result<(), DiskError> {
    fs::rename(from, to).map_err(|error| DiskError::new(what, to, error))?;
    sync_folder_of(to, what)
}

/// Makes a folder and those that it lies in, where they are not there yet.
pub fn create_dir_all(path: &Path, what: &str) -> Result<(), DiskError> {
    if path.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(path).map_err(|error| DiskError::new(what, path, error))?;
    sync_folder_of(path, what)
}

/// Makes one folder that is not there yet.
pub fn create_dir(path: &Path, what: &str) -> Result<(), DiskError> {
    fs::create_dir(path).map_err(|error| DiskError::new(what, path, error))
}

/// Removes a folder with all that is in it; links in it are removed, not followed.
pub fn remove_dir_all(path: &Path, what: &str) -> Result<(), DiskError> {
    fs::remove_dir_all(path).map_err(|error| DiskError::new(what, path, error))
}

/// Removes an empty folder.
pub fn remove_dir(path: &Path, what: &str) -> Result<(), DiskError> {
    fs::remove_dir(path).map_err(|error| DiskError::new(what, path, error))
}

/// Removes a file; none there is fine.
pub fn remove_file(path: &Path, what: &str) -> Result<(), DiskError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(DiskError::new(what, path, error)),
        _ => Ok(()),
    }
}

/// Makes a file's content last that someone else wrote.
pub fn sync_file(path: &Path, what: &str) -> Result<(), DiskError> {
    // Windows syncs only what is open for writing.
    let synced = OpenOptions::new().write(true).open(path).and_then(|file| file.sync_all());
    synced.map_err(|error| DiskError::new(what, path, error))
}

/// Makes the names in a folder and in the folders within it last.
pub fn sync_tree(folder: &Path, what: &str) -> Result<(), DiskError> {
    let told = |error| DiskError::new(what, folder, error);
    for entry in fs::read_dir(folder).map_err(told)? {
        let entry = entry.map_err(told)?;
        if entry.file_type().map_err(told)?.is_dir() {
            sync_tree(&entry.path(), what)?;
        }
    }
    sync_folder(folder).map_err(told)
}

/// The bytes of a regular file of at most `limit` bytes.
///
/// # Errors
/// Also when it is larger, or a folder, a pipe or a device.
pub fn read(path: &Path, limit: u64, what: &str) -> Result<Vec<u8>, DiskError> {
    let told = |error| DiskError::new(what, path, error);
    // Asked before opening: a pipe would wait for its writer.
    if !fs::metadata(path).map_err(told)?.is_file() {
        return Err(DiskError::told(what, path, ErrorKind::InvalidInput, "it is not a file"));
    }
    let file = File::open(path).map_err(told)?;
    let size = file.metadata().map_err(told)?.len();
    let mut bytes = Vec::new();
    if size <= limit {
        bytes.reserve(usize::try_from(size).unwrap_or(0));
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(told)?;
    }
    if size > limit || bytes.len() as u64 > limit {
        let why = format!("it is larger than {} MB", limit / 1_000_000);
        return Err(DiskError::told(what, path, ErrorKind::FileTooLarge, &why));
    }
    Ok(bytes)
}

/// A hidden name beside a path that nothing has yet; what is left under such a name is of no use.
#[must_use]
pub fn temporary_beside(path: &Path) -> PathBuf {
    path.with_file_name(format!("{TEMPORARY}{}{ENDING}", new_id()))
}

const TEMPORARY: &str = ".storyreel-";
const ENDING: &str = ".tmp";

/// Whether a file is called as `temporary_beside` calls them.
#[must_use]
pub fn is_temporary(name: &str) -> bool {
    let id = name.strip_prefix(TEMPORARY).and_then(|name| name.strip_suffix(ENDING));
    id.is_some_and(|id| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn sync_folder_of(path: &Path, what: &str) -> Result<(), DiskError> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => {
            sync_folder(folder).map_err(|error| DiskError::new(what, folder, error))
        }
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        // Some network disks cannot; their names last as well as they can make them.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it can fail elsewhere")]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        write_atomically(&path, b"one", "save a").unwrap();
        write_atomically(&path, b"two", "save a").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["a.json"]);
    }

    #[test]
    fn what_fails_leaves_the_old_file_and_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        fs::create_dir(&path).unwrap();
        fs::write(path.join("kept"), "x").unwrap();
        let error = write_atomically(&path, b"two", "save Harbour chase").unwrap_err();
        assert!(
            error.to_string().starts_with("could not save Harbour chase: there is a folder of that name ("),
            "{error}"
        );
        assert_eq!(names(folder.path()), ["a.json"]);

        let under_a_file = path.join("kept").join("b.json");
        let error = write_atomically(&under_a_file, b"two", "save b").unwrap_err();
        assert!(error.to_string().contains("a part of its path is no folder"), "{error}");

        let error = write_atomically(&folder.path().join("none/b.json"), b"two", "save b").unwrap_err();
        assert!(error.to_string().contains("it is not there"), "{error}");

        // A name as long as a disk takes: the temporary one beside it fits as well.
        let long = folder.path().join("x".repeat(255));
        fs::write(&long, "old").unwrap();
        write_atomically(&long, b"two", "save x").unwrap();
        assert_eq!(names(folder.path()).len(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_read_only_is_respected() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        fs::write(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        write_atomically(&path, b"two", "save a").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        let error = write_atomically(&path, b"three", "save a").unwrap_err();
        assert!(error.to_string().contains("the file is marked read-only"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), b"two");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_replaced_and_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (link, target) = (folder.path().join("link"), folder.path().join("target"));
        fs::write(&target, "kept").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        write_atomically(&link, b"new", "save a").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"kept");
        assert!(!fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn reading_is_bounded_and_for_files_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read(&path, 5, "read a").unwrap(), b"12345");
        assert!(read(&path, 4, "read a").unwrap_err().to_string().contains("larger than"));
        assert!(read(folder.path(), 4, "read a").unwrap_err().to_string().contains("it is not a file"));
    }

    #[test]
    fn the_system_speaks_plainly() {
        let full = DiskError::new("save Harbour chase", Path::new("/p"), ErrorKind::StorageFull.into());
        assert_eq!(full.to_string(), "could not save Harbour chase: the disk is full (/p)");
        let odd = io::Error::from_raw_os_error(5);
        assert!(!why(&odd).contains("os error"), "{odd}");
    }
}
