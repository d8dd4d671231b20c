//! A file that only grows: what was appended and synced stays, whatever happens to what comes after.

use std::fs::File;
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::DiskError;
use super::raw::Written;

/// How much of its end is looked at before it grows: enough to know it again.
const END: u64 = 64;

/// A file that grows at its end. It is opened anew each time, so that a file which someone else put in its place is
/// noticed and left alone.
#[derive(Clone, Debug)]
pub struct Growing {
    path: PathBuf,
    length: u64,
    /// What lay behind them when the file was read: the torn rest of a writing that was never finished.
    torn: u64,
    end: Vec<u8>,
}

impl Growing {
    /// A file that is there and holds these bytes, with so many behind them that are cut off when it grows.
    #[must_use]
    pub fn new(path: &Path, bytes: &[u8], torn: u64) -> Self {
        Self { path: path.to_owned(), length: bytes.len() as u64, torn, end: end_of(bytes) }
    }

    /// The same file at another place.
    #[must_use]
    pub fn at(&self, path: &Path) -> Self {
        Self { path: path.to_owned(), ..self.clone() }
    }

    /// In bytes.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Whether it is as we left it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn is_ours(&self) -> io::Result<bool> {
        let mut file = match File::open(&self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            opened => opened?,
        };
        if file.metadata()?.len() != self.length + self.torn {
            return Ok(false);
        }
        file.seek(SeekFrom::Start(self.length - self.end.len() as u64))?;
        let mut end = vec![0; self.end.len()];
        file.read_exact(&mut end)?;
        Ok(end == self.end)
    }

    /// Writes at its end. With `lasting` it is on the disk when this is done.
    ///
    /// # Errors
    /// When the disk refuses; then it is unknown how much of it is there, and nothing more may be appended.
    pub fn append(&mut self, bytes: &[u8], lasting: bool, what: &str) -> Result<(), DiskError> {
        let appended = (|| {
            let mut file = Written::open_end(&self.path)?;
            if self.torn > 0 {
                file.set_length(self.length)?;
            }
            file.write_all(bytes)?;
            if lasting { file.sync() } else { Ok(()) }
        })();
        appended.map_err(|error| DiskError::new(what, &self.path, error))?;
        self.torn = 0;
        self.length += bytes.len() as u64;
        self.end.extend_from_slice(bytes);
        self.end = end_of(&self.end);
        Ok(())
    }
}

fn end_of(bytes: &[u8]) -> Vec<u8> {
    let from = bytes.len().saturating_sub(usize::try_from(END).unwrap_or(usize::MAX));
    bytes[from..].to_vec()
}
