//! Where a file goes that people named by its path. This one place decides, for every export, table, picture and copy,
//! what may be written there: nothing of the user's is replaced unasked, links are followed, pipes and terminals are
//! written into, and what cannot hold a file is refused before any work begins.

use std::fs::{self, FileType};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::disk::{self, DiskError};
use super::folder::ProjectFolder;

/// Standard output, as commands name it.
pub const STANDARD_OUTPUT: &str = "-";
/// No system follows more links than this.
const LINKS_MAX: usize = 40;

/// Which files may be replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Replace {
    #[default]
    Nothing,
    /// The user was asked about these, by the paths that they were told.
    These(Vec<PathBuf>),
    /// The user said so beforehand.
    Anything,
}

impl Replace {
    fn allows(&self, told: &Path) -> bool {
        match self {
            Self::Nothing => false,
            Self::These(paths) => paths.iter().any(|path| path == told),
            Self::Anything => true,
        }
    }
}

/// How something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// From its start to its end: a pipe will do.
    Straight,
    /// Back and forth: only a file will do.
    BackAndForth,
}

/// Why nothing is written there.
#[derive(Debug, thiserror::Error)]
pub enum DestinationError {
    #[error("{} is a folder; say a file name", .0.display())]
    Folder(PathBuf),
    #[error("there is no folder {} to put it into; make it or choose another", disk::known(.0).display())]
    NoFolder(PathBuf),
    #[error("{} belongs to the project itself; choose another place for what you export", .0.display())]
    OwnFile(PathBuf),
    #[error("{} is {what}, no file; choose another place", path.display())]
    NoFile { path: PathBuf, what: &'static str },
    #[error("a film cannot go to {}: it is written back and forth, which only a file allows; say a file name", .0.display())]
    NeedsFile(PathBuf),
    #[error("two files would be called {}; say another name", .0.display())]
    Twice(PathBuf),
    #[error("{} already; choose another name or agree to replace {}", there(.0), if .0.len() == 1 { "it" } else { "them" })]
    Exists(Vec<PathBuf>),
    #[error(transparent)]
    Disk(#[from] DiskError),
}

/// `a.pdf is there`, `a.mp4 and a.srt are there`.
fn there(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    match names.as_slice() {
        [] => "something is there".to_owned(),
        [one] => format!("{one} is there"),
        [first @ .., last] => format!("{} and {last} are there", first.join(", ")),
    }
}

/// A place that may be written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// As the user named it.
    told: PathBuf,
    spot: Spot,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Spot {
    StandardOutput,
    /// A pipe, a terminal, `/dev/null`.
    Stream(PathBuf),
    /// Nothing is there.
    New(PathBuf),
    /// A file, links followed, that the user agreed to replace.
    Old(PathBuf),
}

impl Destination {
    /// Decides about all files of one export together. With a project, what belongs to it is never written over.
    ///
    /// # Errors
    /// When one of them cannot be written, or is there already and may not be replaced: then all of those are named.
    pub fn all(
        wanted: &[(&Path, Writing)],
        folder: Option<&ProjectFolder>,
        replace: &Replace,
    ) -> Result<Vec<Self>, DestinationError> {
        let mut found: Vec<Self> = Vec::new();
        for (told, writing) in wanted {
            let is_own = |path: &Path| folder.is_some_and(|folder| folder.owns(path));
            if is_own(told) {
                return Err(DestinationError::OwnFile((*told).to_owned()));
            }
            let one = Self { told: (*told).to_owned(), spot: look(told, *writing)? };
            if one.file().is_some_and(is_own) {
                return Err(DestinationError::OwnFile((*told).to_owned()));
            }
            if found.iter().any(|other| other.file().is_some() && other.file() == one.file()) {
                return Err(DestinationError::Twice((*told).to_owned()));
            }
            found.push(one);
        }
        let unasked = found.iter().filter(|one| matches!(one.spot, Spot::Old(_)) && !replace.allows(&one.told));
        let unasked: Vec<PathBuf> = unasked.map(|one| one.told.clone()).collect();
        if unasked.is_empty() { Ok(found) } else { Err(DestinationError::Exists(unasked)) }
    }

    /// Decides about one file.
    ///
    /// # Errors
    /// As `all`.
    pub fn one(
        told: &Path,
        writing: Writing,
        folder: Option<&ProjectFolder>,
        replace: &Replace,
    ) -> Result<Self, DestinationError> {
        let found = Self::all(&[(told, writing)], folder, replace)?.pop();
        found.ok_or_else(|| DestinationError::Folder(told.to_owned()))
    }

    /// Whether it is standard output, so that nothing else may be printed there.
    #[must_use]
    pub fn is_standard_output(&self) -> bool {
        self.spot == Spot::StandardOutput
    }

    /// The file, links followed; nothing for a pipe.
    fn file(&self) -> Option<&Path> {
        match &self.spot {
            Spot::New(path) | Spot::Old(path) => Some(path),
            Spot::StandardOutput | Spot::Stream(_) => None,
        }
    }

    /// Writes all of it: readers of a file see the old one or the new one.
    ///
    /// # Errors
    /// When the disk refuses, or a file has appeared there meanwhile; then what was there is as it was.
    pub fn write(&self, bytes: &[u8]) -> Result<(), DestinationError> {
        let what = self.what();
        match &self.spot {
            Spot::StandardOutput => Ok(disk::write_to_standard_output(bytes, &what)?),
            Spot::Stream(path) => Ok(disk::write_into(path, bytes, &what)?),
            Spot::Old(path) => Ok(disk::write_atomically(path, bytes, &what)?),
            Spot::New(path) => self.told_of(disk::write_new(path, bytes, &what)),
        }
    }

    /// Copies a file there.
    ///
    /// # Errors
    /// As `write`.
    pub fn copy(&self, from: &Path) -> Result<(), DestinationError> {
        let hidden = self.hidden()?;
        let copied = disk::copy(from, &hidden, &self.what()).map_err(|error| error.at(&self.told).into());
        let placed = copied.and_then(|()| self.put(&hidden));
        if placed.is_err() {
            // What is left of it is only a hidden file beside.
            let _ = disk::remove_file(&hidden, &self.what());
        }
        placed
    }

    /// A hidden name beside it, where something long is made before it is `put`.
    ///
    /// # Errors
    /// When it is no file.
    pub fn hidden(&self) -> Result<PathBuf, DestinationError> {
        let file = self.file().ok_or_else(|| DestinationError::NeedsFile(self.told.clone()))?;
        Ok(disk::temporary_beside(file))
    }

    /// Gives what was made under the hidden name its final one.
    ///
    /// # Errors
    /// As `write`; the hidden file stays.
    pub fn put(&self, hidden: &Path) -> Result<(), DestinationError> {
        match &self.spot {
            Spot::Old(path) => Ok(disk::replace(hidden, path, &self.what())?),
            Spot::New(path) => self.told_of(disk::rename_new(hidden, path, &self.what())),
            Spot::StandardOutput | Spot::Stream(_) => Err(DestinationError::NeedsFile(self.told.clone())),
        }
    }

    fn told_of(&self, done: Result<(), DiskError>) -> Result<(), DestinationError> {
        done.map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => DestinationError::Exists(vec![self.told.clone()]),
            _ => error.into(),
        })
    }

    /// What is done there, as it stands in a sentence: `write a.pdf`.
    #[must_use]
    pub fn what(&self) -> String {
        format!("write {}", self.told.file_name().unwrap_or(self.told.as_os_str()).to_string_lossy())
    }
}

/// What is at a path, its links followed.
fn look(told: &Path, writing: Writing) -> Result<Spot, DestinationError> {
    let straight = |spot: Spot| match writing {
        Writing::Straight => Ok(spot),
        Writing::BackAndForth => Err(DestinationError::NeedsFile(told.to_owned())),
    };
    if told == Path::new(STANDARD_OUTPUT) {
        return straight(Spot::StandardOutput);
    }
    if told.file_name().is_none() || told.as_os_str().to_string_lossy().ends_with(std::path::is_separator) {
        return Err(DestinationError::Folder(told.to_owned()));
    }
    let refused = |error| DiskError::new("look what is there", told, error);
    match fs::metadata(told) {
        Ok(found) if found.is_dir() => Err(DestinationError::Folder(told.to_owned())),
        Ok(found) if found.is_file() => Ok(Spot::Old(told.canonicalize().map_err(refused)?)),
        Ok(found) => match special(found.file_type()) {
            Special::Stream => straight(Spot::Stream(told.to_owned())),
            Special::Refused(what) => Err(DestinationError::NoFile { path: told.to_owned(), what }),
        },
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            let place = end_of_links(told).map_err(refused)?;
            match place.parent().filter(|above| !above.as_os_str().is_empty()) {
                Some(above) if !above.is_dir() => Err(DestinationError::NoFolder(above.to_owned())),
                _ => Ok(Spot::New(place)),
            }
        }
        Err(error) => Err(refused(error).into()),
    }
}

/// Where links that lead to nothing yet would have a file made.
fn end_of_links(told: &Path) -> std::io::Result<PathBuf> {
    let mut place = told.to_owned();
    for _ in 0..LINKS_MAX {
        match fs::read_link(&place) {
            Ok(next) => place = place.parent().map_or_else(|| next.clone(), |above| above.join(&next)),
            Err(_) => return Ok(place),
        }
    }
    Err(std::io::Error::other("its links lead in a circle"))
}

enum Special {
    /// Written into as it is.
    Stream,
    /// What it is, in a sentence.
    Refused(&'static str),
}

#[cfg(unix)]
fn special(found: FileType) -> Special {
    use std::os::unix::fs::FileTypeExt as _;
    if found.is_fifo() || found.is_char_device() {
        Special::Stream
    } else if found.is_block_device() {
        Special::Refused("a disk")
    } else if found.is_socket() {
        Special::Refused("a socket")
    } else {
        Special::Refused("something else")
    }
}

#[cfg(not(unix))]
fn special(_: FileType) -> Special {
    Special::Refused("something else")
}

#[cfg(test)]
#[path = "destination_tests.rs"]
mod tests;
