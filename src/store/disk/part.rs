//! A file that comes over a connection which may break: what has come stays, and the next try goes on from there.

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::DiskError;
use super::raw::Written;

/// A file that is filled at its end, now and in later runs.
#[derive(Debug)]
pub struct PartFile {
    file: Written,
    path: PathBuf,
    what: String,
}

impl PartFile {
    /// Opens what has come, cut to so many bytes, or makes it.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn go_on(path: &Path, length: u64, what: &str) -> Result<Self, DiskError> {
        let opened = match Written::open_end(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Written::create_new(path),
            opened => opened,
        };
        let cut = opened.and_then(|file| file.set_length(length).map(|()| file));
        let file = cut.map_err(|error| DiskError::new(what, path, error))?;
        Ok(Self { file, path: path.to_owned(), what: what.to_owned() })
    }

    /// # Errors
    /// When the disk refuses; what came before stays.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), DiskError> {
        self.file.write_all(bytes).map_err(|error| DiskError::new(&self.what, &self.path, error))
    }

    /// Makes its content last.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn sync(&self) -> Result<(), DiskError> {
        self.file.sync().map_err(|error| DiskError::new(&self.what, &self.path, error))
    }
}
