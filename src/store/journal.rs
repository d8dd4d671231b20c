//! The text of a project's `journal`: every change since it was begun, a line each, with a checksum. It begins with the
//! whole project and its undo steps, so it needs nothing else to be read; marks in it tell which `project.json` is ours.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::disk::DiskError;
use super::error::StoreError;
use crate::story::history::{Change, Past};
use crate::story::{History, Project};

/// What the file is called in its folder.
pub const NAME: &str = "journal";
/// In bytes: what is longer is not read. It is begun anew long before that.
pub const SIZE_MAX: u64 = 256_000_000;

const FORMAT: &str = "storyreel-journal/1";
const FAMILY: &str = "storyreel-journal/";

/// The SHA-256 of a `project.json`, in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileHash(String);

impl FileHash {
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        use std::fmt::Write as _;
        Self(Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
            // Writing into a text cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        }))
    }
}

/// One line.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// The first line, and no other.
    Begin(Box<Begin>),
    Change(Change),
    /// `project.json` is about to be replaced by this one, which holds everything before.
    Saving(FileHash),
    /// It has been.
    Saved(FileHash),
}

/// How everything stood when the journal was begun.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Begin {
    format: String,
    /// The `project.json` beside it.
    file: FileHash,
    /// How many changes that file did not hold yet.
    unsaved: usize,
    past: Past,
    project: Project,
}

impl Begin {
    #[must_use]
    pub fn new(project: &Project, past: Past, file: FileHash, unsaved: usize) -> Self {
        Self { format: FORMAT.to_owned(), file, unsaved, past, project: project.clone() }
    }
}

/// An entry as it is written: its checksum, its text, a newline.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn line(entry: &Entry) -> Result<Vec<u8>, StoreError> {
    let text = serde_json::to_vec(entry);
    let text = text.map_err(|error| DiskError::new("write the change down", NAME.as_ref(), error.into()))?;
    let mut line = format!("{:08x} ", crc32fast::hash(&text)).into_bytes();
    line.extend_from_slice(&text);
    line.push(b'\n');
    Ok(line)
}

/// What a journal gives when everything in it is done again.
#[derive(Debug)]
pub struct Replayed {
    pub project: Project,
    pub history: History,
    /// Each `project.json` that may lie there by our doing, and how many changes came after it; the newest last.
    pub known: Vec<(FileHash, usize)>,
    /// How many bytes of it are whole.
    pub whole: usize,
    /// What stops it from being whole.
    pub damage: Option<Damage>,
}

impl Replayed {
    /// How many changes a file of ours does not hold, or nothing if the file is not ours.
    #[must_use]
    pub fn unsaved(&self, file: &FileHash) -> Option<usize> {
        self.known.iter().rev().find(|(known, _)| known == file).map(|(_, unsaved)| *unsaved)
    }

    /// The newest file of ours, and how many changes it does not hold.
    #[must_use]
    pub fn newest(&self) -> (FileHash, usize) {
        // There is always one: the first line tells it.
        self.known.last().cloned().unwrap_or_else(|| (FileHash(String::new()), 0))
    }
}

/// Why a journal is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// Its last line was being written when the program, or the machine, stopped.
    Torn,
    /// This line, counted from 1, is not as it was written; more may follow.
    Line(usize),
}

/// Does everything again that a journal tells.
///
/// # Errors
/// The line, counted from 1, that a newer program wrote.
pub fn replay(bytes: &[u8]) -> Result<Option<Replayed>, Newer> {
    let mut replayed: Option<Replayed> = None;
    let mut at = 0;
    for (number, line) in (1..).zip(bytes.split_inclusive(|&byte| byte == b'\n')) {
        let is_last = at + line.len() == bytes.len();
        let done = match whole(line) {
            None => false,
            Some(text) => take_in(&mut replayed, text, number)?,
        };
        let Some(replayed) = &mut replayed else { return Ok(None) };
        if !done {
            replayed.damage = Some(if is_last { Damage::Torn } else { Damage::Line(number) });
            break;
        }
        at += line.len();
        replayed.whole = at;
    }
    Ok(replayed)
}

/// A line that a newer program wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newer(pub usize);

/// The text of a line whose checksum fits.
fn whole(line: &[u8]) -> Option<&[u8]> {
    let (sum, text) = line.strip_suffix(b"\n")?.split_at_checked(9)?;
    let sum = std::str::from_utf8(sum).ok()?.strip_suffix(' ')?;
    (u32::from_str_radix(sum, 16) == Ok(crc32fast::hash(text))).then_some(text)
}

/// What a line says, if it is whole.
#[must_use]
pub fn entry(line: &[u8]) -> Option<Entry> {
    serde_json::from_slice(whole(line)?).ok()
}

/// Takes in one whole line. Gives whether it fits to those before.
fn take_in(replayed: &mut Option<Replayed>, text: &[u8], number: usize) -> Result<bool, Newer> {
    #[derive(Deserialize)]
    struct Header {
        begin: Format,
    }
    #[derive(Deserialize)]
    struct Format {
        format: String,
    }
    if number == 1 {
        let header: Option<Header> = serde_json::from_slice(text).ok();
        let format = header.map(|header| header.begin.format);
        let version = format.as_deref().and_then(|format| format.strip_prefix(FAMILY)?.parse::<u64>().ok());
        if version.is_some_and(|version| version > 1) {
            return Err(Newer(number));
        }
    }
    // Its checksum fits: it is what some program meant to write.
    let entry: Entry = serde_json::from_slice(text).map_err(|_| Newer(number))?;
    match (entry, replayed) {
        (Entry::Begin(begin), replayed @ None) => {
            let Begin { file, unsaved, past, project, .. } = *begin;
            let (history, known) = (History::with_past(past), vec![(file, unsaved)]);
            *replayed = Some(Replayed { project, history, known, whole: 0, damage: None });
        }
        (Entry::Change(change), Some(replayed)) => {
            let counts = usize::from(change != Change::GestureEnded);
            if replayed.history.take_in(&mut replayed.project, change).is_err() {
                return Ok(false);
            }
            replayed.known.iter_mut().for_each(|(_, unsaved)| *unsaved += counts);
        }
        (Entry::Saving(file), Some(replayed)) => replayed.known.push((file, 0)),
        (Entry::Saved(file), Some(replayed)) => {
            let unsaved = replayed.unsaved(&file).unwrap_or(0);
            replayed.known = vec![(file, unsaved)];
        }
        _ => return Ok(false),
    }
    Ok(true)
}

#[cfg(test)]
mod tests;
