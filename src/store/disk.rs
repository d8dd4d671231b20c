//! The one place where files are written: whole and synced, or not at all. Nothing else in the program changes the disk.
//! Every failure says what was tried, where, and why it did not work.

mod growing;
mod part;
mod private;
mod raw;
mod shared_lock;

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write as _};
use std::path::{Path, PathBuf};

use super::new_id;
use crate::media::io_error::words;
pub use growing::Growing;
pub use part::PartFile;
pub use private::{keep_private, private_file, private_folder};
use raw::Written;
pub use shared_lock::SharedLock;

/// Something that could not be done on the disk, as a whole sentence.
#[derive(Debug, thiserror::Error)]
#[error("could not {what}: {} ({})", words(cause), known(path).display())]
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

/// The path as people know it: of what lies under a name that is on its way, its folder.
pub(super) fn known(path: &Path) -> &Path {
    let is_on_its_way = |part: &Path| {
        let name = part.file_name().unwrap_or_default().to_string_lossy();
        is_temporary(&name) || name.starts_with('.') && PARTS.iter().any(|ending| name.ends_with(ending))
    };
    let hidden = path.ancestors().filter(|part| is_on_its_way(part)).last();
    hidden.and_then(Path::parent).unwrap_or(path)
}

/// The endings of a take's film while it comes, under a hidden name.
const PARTS: [&str; 3] = [".film", ".part", ".part.json"];

/// Puts bytes in the place of a file: readers see the old file or the new one, never a part, even after a power cut.
/// The old file's permissions stay; a link is replaced, not followed.
///
/// # Errors
/// When anything fails, or the old file is marked read-only; then the old file is as it was.
pub fn write_atomically(path: &Path, bytes: &[u8], what: &str) -> Result<(), DiskError> {
    let permissions = permissions_of_old(path, what)?;
    write_beside(path, bytes, permissions, what, raw::rename)
}

/// Writes a file that is not there yet, seen whole or not at all.
///
/// # Errors
/// Also when there is something at the path: then that is as it was.
pub fn write_new(path: &Path, bytes: &[u8], what: &str) -> Result<(), DiskError> {
    write_beside(path, bytes, None, what, raw::rename_new)
}

/// Writes into what is there and stays: a pipe, a terminal.
///
/// # Errors
/// When whoever reads it has gone, or it refuses.
pub fn write_into(path: &Path, bytes: &[u8], what: &str) -> Result<(), DiskError> {
    let written = Written::open(path).and_then(|mut file| file.write_all(bytes).and_then(|()| file.flush()));
    written.map_err(|error| DiskError::new(what, path, error))
}

/// Writes to standard output. A reader that has gone away wants no more of it, and that is fine.
///
/// # Errors
/// When it cannot be written for another reason.
pub fn write_to_standard_output(bytes: &[u8], what: &str) -> Result<(), DiskError> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(DiskError::new(what, Path::new("-"), error)),
        _ => Ok(()),
    }
}

/// Moves a file to a name that nothing has yet, and makes that last.
///
/// # Errors
/// Also when there is something of that name: then both are as they were.
pub fn rename_new(from: &Path, to: &Path, what: &str) -> Result<(), DiskError> {
    raw::rename_new(from, to).map_err(|error| DiskError::new(what, to, error))?;
    sync_folder_of(to, what)
}

/// Moves a file to the place of another one, whose permissions stay.
///
/// # Errors
/// When the old file is marked read-only, or the disk refuses; then it is as it was.
pub fn replace(from: &Path, to: &Path, what: &str) -> Result<(), DiskError> {
    if let Some(permissions) = permissions_of_old(to, what)? {
        let set = Written::open(from).and_then(|file| keep_permissions(&file, permissions));
        set.map_err(|error| DiskError::new(what, to, error))?;
    }
    rename(from, to, what)
}

/// Gives a file the permissions of the one that it replaces. Some disks keep none for each file and refuse them all (a
/// share, a stick): what is to be saved is worth more than they are.
fn keep_permissions(file: &Written, permissions: fs::Permissions) -> io::Result<()> {
    match file.set_permissions(permissions) {
        Err(error) if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::Unsupported) => Ok(()),
        set => set,
    }
}

/// The permissions of the file that is to be replaced, if there is one.
fn permissions_of_old(path: &Path, what: &str) -> Result<Option<fs::Permissions>, DiskError> {
    match fs::symlink_metadata(path) {
        Ok(old) if old.is_file() && old.permissions().readonly() => {
            Err(DiskError::told(what, path, ErrorKind::PermissionDenied, "the file is marked read-only"))
        }
        Ok(old) => Ok(old.is_file().then(|| old.permissions())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(DiskError::new(what, path, error)),
    }
}

fn write_beside(
    path: &Path,
    bytes: &[u8],
    permissions: Option<fs::Permissions>,
    what: &str,
    place: fn(&Path, &Path) -> io::Result<()>,
) -> Result<(), DiskError> {
    let temporary = temporary_beside(path);
    let written = (|| {
        let mut file = Written::create_new(&temporary)?;
        file.write_all(bytes)?;
        if let Some(permissions) = permissions {
            keep_permissions(&file, permissions)?;
        }
        file.sync()?;
        place(&temporary, path)
    })();
    written.map_err(|error| {
        // What is left of it is only a hidden file beside.
        let _ = raw::remove_file(&temporary);
        DiskError::new(what, path, error)
    })?;
    sync_folder_of(path, what)
}

/// A file that is filled piece by piece and synced at its end. Dropped before that, it goes away.
#[derive(Debug)]
pub struct NewFile {
    file: Written,
    path: PathBuf,
    what: String,
    finished: bool,
}

impl NewFile {
    /// # Errors
    /// When there is something at the path already, or the disk refuses.
    pub fn create(path: &Path, what: &str) -> Result<Self, DiskError> {
        let file = Written::create_new(path);
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
        self.file.sync().map_err(|error| DiskError::new(&self.what, &self.path, error))?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.finished {
            // What is left of it is only a hidden file.
            let _ = raw::remove_file(&self.path);
        }
    }
}

/// A new file, locked for this program as long as it is open.
///
/// # Errors
/// When there is something at the path already, or the disk refuses or cannot lock.
pub fn lock_file(path: &Path, what: &str) -> Result<File, DiskError> {
    let locked = Written::create_new(path).and_then(|file| {
        let file = file.into_file();
        file.lock()?;
        Ok(file)
    });
    locked.map_err(|error| DiskError::new(what, path, error))
}

/// Copies a file's content to a path that does not exist yet, synced.
pub fn copy(from: &Path, to: &Path, what: &str) -> Result<(), DiskError> {
    let copied = (|| {
        let mut source = File::open(from)?;
        let mut target = Written::create_new(to)?;
        io::copy(&mut source, &mut target)?;
        target.sync()
    })();
    copied.map_err(|error| DiskError::new(what, to, error))
}

/// Puts a file's content at a path that does not exist yet: on the same disk as a second name of the same bytes, else as a
/// synced copy.
pub fn link_or_copy(from: &Path, to: &Path, what: &str) -> Result<(), DiskError> {
    // Whatever stands against a second name, a copy will do.
    raw::link(from, to).or_else(|_| copy(from, to, what))
}

/// Moves a file or folder within one disk, and makes that last. An existing file of that name is replaced.
pub fn rename(from: &Path, to: &Path, what: &str) -> Result<(), DiskError> {
    raw::rename(from, to).map_err(|error| DiskError::new(what, to, error))?;
    sync_folder_of(to, what)
}

/// Makes a folder and those that it lies in, where they are not there yet.
pub fn create_dir_all(path: &Path, what: &str) -> Result<(), DiskError> {
    if path.is_dir() {
        return Ok(());
    }
    raw::create_dir_all(path).map_err(|error| DiskError::new(what, path, error))?;
    sync_folder_of(path, what)
}

/// Makes one folder that is not there yet.
pub fn create_dir(path: &Path, what: &str) -> Result<(), DiskError> {
    raw::create_dir(path).map_err(|error| DiskError::new(what, path, error))
}

/// Removes a folder with all that is in it; links in it are removed, not followed.
pub fn remove_dir_all(path: &Path, what: &str) -> Result<(), DiskError> {
    raw::remove_dir_all(path).map_err(|error| DiskError::new(what, path, error))
}

/// Removes an empty folder.
pub fn remove_dir(path: &Path, what: &str) -> Result<(), DiskError> {
    raw::remove_dir(path).map_err(|error| DiskError::new(what, path, error))
}

/// Removes a file; none there is fine.
pub fn remove_file(path: &Path, what: &str) -> Result<(), DiskError> {
    match raw::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(DiskError::new(what, path, error)),
        _ => Ok(()),
    }
}

/// Makes a file's content last that someone else wrote.
pub fn sync_file(path: &Path, what: &str) -> Result<(), DiskError> {
    let synced = Written::open(path).and_then(|file| file.sync());
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
    raw::sync_folder(folder).map_err(told)
}

thread_local! {
    static QUESTIONS: Cell<u64> = const { Cell::new(0) };
}

/// How often this thread has asked the disk through the store: where a path leads, what a file holds. A test holds that the
/// window's thread does not ask while it plays.
#[must_use]
pub fn questions_of_this_thread() -> u64 {
    QUESTIONS.get()
}

/// A question to the disk begins.
pub(super) fn count_question() {
    QUESTIONS.set(QUESTIONS.get().wrapping_add(1));
}

/// The bytes of a regular file of at most `limit` bytes.
///
/// # Errors
/// Also when it is larger, or a folder, a pipe or a device.
pub fn read(path: &Path, limit: u64, what: &str) -> Result<Vec<u8>, DiskError> {
    let told = |error| DiskError::new(what, path, error);
    count_question();
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
            raw::sync_folder(folder).map_err(|error| DiskError::new(what, folder, error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
pub use raw::faults;

#[cfg(test)]
mod tests;
