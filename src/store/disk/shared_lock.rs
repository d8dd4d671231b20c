//! A file that one program at a time holds locked, with a few words in it for the others.

use std::fs::TryLockError;
use std::io;
use std::io::Write as _;
use std::path::Path;

use super::DiskError;
use super::raw::Written;

/// The file, locked as long as this lives, and not a moment longer, however the program ends.
#[derive(Debug)]
pub struct SharedLock {
    file: Written,
}

impl SharedLock {
    /// Takes the lock, or gives nothing where another program has it.
    ///
    /// # Errors
    /// When the file cannot be made or opened, or the disk knows no locks.
    pub fn take(path: &Path, what: &str) -> Result<Option<Self>, DiskError> {
        let told = |error| DiskError::new(what, path, error);
        let file = Written::open_or_create(path).map_err(told)?;
        match file.as_file().try_lock() {
            Ok(()) => Ok(Some(Self { file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(told(error)),
        }
    }

    /// Puts other words into it. They are for people: it does not matter if they are lost.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn replace(&mut self, words: &[u8]) -> io::Result<()> {
        self.file.set_length(0)?;
        self.file.write_all(words)
    }
}
