//! The keeper of one project: every change goes into the journal at once, and from there into `project.json`. Whatever
//! happens in between, opening gives everything back; a file that someone else changed is never overwritten unasked.

mod open;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

pub use open::{Opening, Outside, open};

use super::disk::{self, Growing};
use super::error::StoreError;
use super::folder::{ProjectFolder, saving};
use super::journal::{self, Begin, Entry, FileHash};
use super::project_file;
use crate::story::edit::EditError;
use crate::story::history::Change;
use crate::story::{History, Project, ProjectId};

/// Steps that are kept when the journal is begun anew, and how long it may then be, in bytes.
const STEPS_MAX: usize = 2_000;
const BEGIN_MAX: usize = 64_000_000;
/// In bytes: a journal that is longer, and longer than four times what it began with, is begun anew.
const LONG: u64 = 8_000_000;

/// A project and its undo steps as they lie on the disk, or are on their way there.
#[derive(Debug)]
pub struct Keeper {
    folder: ProjectFolder,
    project: Project,
    history: History,
    /// `project.json` as we found or left it.
    file: FileHash,
    /// What we tried to put in its place; a try that failed may have come that far.
    tried: Vec<FileHash>,
    /// How many changes it does not hold.
    unsaved: usize,
    journal: Journal,
    /// Lines that are not in the journal yet.
    queued: Vec<u8>,
    /// A gesture that was going on when the program stopped is over.
    ends_gesture: bool,
    /// A file of someone else's that makes way for ours, a copy of it kept beside.
    overruled: Option<FileHash>,
}

/// How the journal stands.
#[derive(Debug)]
enum Journal {
    /// It begins with the next thing to be kept.
    None,
    There {
        file: Growing,
        began_with: u64,
    },
    /// What lies there cannot be gone on with; a copy of it is kept beside where it holds more than we know.
    Anew {
        aside: bool,
    },
}

/// What came of saving.
#[derive(Debug)]
pub enum Saved {
    /// `project.json` holds everything.
    Done,
    /// Someone else has changed it: it was left alone.
    Outside(Box<Outside>),
}

impl Keeper {
    #[must_use]
    pub fn folder(&self) -> &ProjectFolder {
        &self.folder
    }

    #[must_use]
    pub fn project(&self) -> &Project {
        &self.project
    }

    #[must_use]
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Whether `project.json` holds everything.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        self.unsaved == 0
    }

    /// Whether everything lies on the disk, in `project.json` or in the journal.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        let in_journal = matches!(self.journal, Journal::There { .. }) && self.queued.is_empty();
        self.is_saved() && self.queued.is_empty() || in_journal
    }

    /// Takes a change in; it is on the disk after `keep`.
    ///
    /// # Errors
    /// When it names what is not there; then nothing is changed.
    pub fn take(&mut self, change: Change) -> Result<(), EditError> {
        self.history.take_in(&mut self.project, change.clone())?;
        if std::mem::take(&mut self.ends_gesture) {
            self.queue(&Entry::Change(Change::GestureEnded));
        }
        self.unsaved += usize::from(change != Change::GestureEnded);
        self.queue(&Entry::Change(change));
        Ok(())
    }

    fn queue(&mut self, entry: &Entry) {
        match journal::line(entry) {
            Ok(line) => self.queued.extend_from_slice(&line),
            // Begun anew it holds everything, by whatever way it came.
            Err(error) => {
                tracing::error!("{error}");
                self.journal = Journal::Anew { aside: false };
            }
        }
    }

    /// Makes everything that was taken last, in the journal.
    ///
    /// # Errors
    /// When the disk refuses; nothing is lost, and the next time it is tried again.
    pub fn keep(&mut self) -> Result<(), StoreError> {
        self.append(true)
    }

    fn append(&mut self, lasting: bool) -> Result<(), StoreError> {
        let (what, path) = (saving(&self.project.name), self.journal_path());
        if let Journal::There { file, .. } = &mut self.journal {
            if self.queued.is_empty() {
                return Ok(());
            }
            self.folder.must_be_there()?;
            if file.is_ours().map_err(|error| disk::DiskError::new(&what, &path, error))? {
                let appended = file.append(&self.queued, lasting, &what);
                match appended {
                    Ok(()) => self.queued.clear(),
                    Err(_) => self.journal = Journal::Anew { aside: false },
                }
                return Ok(appended?);
            }
            self.journal = Journal::Anew { aside: path.exists() };
        }
        if self.queued.is_empty() && matches!(self.journal, Journal::None) {
            return Ok(());
        }
        self.begin_anew(&what)
    }

    fn begin_anew(&mut self, what: &str) -> Result<(), StoreError> {
        self.folder.must_be_there()?;
        let path = self.journal_path();
        if matches!(self.journal, Journal::Anew { aside: true }) {
            disk::copy(&path, &self.aside(journal::NAME), what)?;
            self.journal = Journal::Anew { aside: false };
        }
        let mut steps = STEPS_MAX;
        let bytes = loop {
            let past = self.history.past(steps);
            let begin = Begin::new(&self.project, past, self.file.clone(), self.unsaved);
            let bytes = journal::line(&Entry::Begin(Box::new(begin)))?;
            if bytes.len() <= BEGIN_MAX || steps == 0 {
                break bytes;
            }
            steps /= 2;
        };
        disk::write_atomically(&path, &bytes, what)?;
        self.journal = Journal::There { file: Growing::new(&path, &bytes, 0), began_with: bytes.len() as u64 };
        self.queued.clear();
        self.ends_gesture = false;
        Ok(())
    }

    /// Makes everything last, and puts it into `project.json`.
    ///
    /// # Errors
    /// When the disk refuses, or the project has grown too large; what is in the journal stays there.
    pub fn save(&mut self) -> Result<Saved, StoreError> {
        self.keep()?;
        if self.unsaved == 0 && self.overruled.is_none() {
            return Ok(Saved::Done);
        }
        if let Some(outside) = self.look_outside()? {
            return Ok(Saved::Outside(Box::new(outside)));
        }
        let bytes = project_file::write(&self.project)?;
        let hash = FileHash::of(&bytes);
        // Before the file: whoever finds the new file knows then that it is ours.
        if matches!(self.journal, Journal::There { .. }) {
            self.queue(&Entry::Saving(hash.clone()));
            self.append(true)?;
        }
        let what = saving(&self.project.name);
        let place = self.folder.real_file()?;
        if let Some(theirs) = &self.overruled
            && self.hash_of_file()?.as_ref() == Some(theirs)
        {
            disk::copy(&place, &self.aside(project_file::NAME), &what)?;
        }
        self.tried.push(hash.clone());
        disk::write_atomically(&place, &bytes, &what)?;
        (self.file, self.unsaved, self.overruled) = (hash.clone(), 0, None);
        self.tried.clear();
        if let Journal::There { file, began_with } = &self.journal {
            if file.length() > LONG && file.length() > 4 * began_with {
                self.journal = Journal::Anew { aside: false };
            } else {
                self.queue(&Entry::Saved(hash));
            }
            // The mark before tells the same: this one may come late.
            self.append(false)?;
        }
        Ok(Saved::Done)
    }

    /// Looks whether someone else has changed `project.json` since we found or left it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn look_outside(&self) -> Result<Option<Outside>, StoreError> {
        self.folder.must_be_there()?;
        let Some(bytes) = self.folder.read_file()? else { return Ok(None) };
        let hash = FileHash::of(&bytes);
        if hash == self.file || self.tried.contains(&hash) || self.overruled.as_ref() == Some(&hash) {
            return Ok(None);
        }
        Ok(Some(Outside::read(&self.folder, &bytes, hash)))
    }

    fn hash_of_file(&self) -> Result<Option<FileHash>, StoreError> {
        Ok(self.folder.read_file()?.map(|bytes| FileHash::of(&bytes)))
    }

    /// Takes what someone else made of `project.json`, as one change that can be undone.
    ///
    /// # Errors
    /// Why the file cannot be used.
    pub fn accept(&mut self, outside: Outside) -> Result<(), project_file::FileError> {
        if let Some(edit) = outside.replacing(&self.project) {
            // It names nothing that could be missing.
            let taken = self.take(Change::Made { edit, gesture: None });
            debug_assert!(taken.is_ok());
        }
        self.accepted(&outside);
        outside.project.map(drop)
    }

    /// The file is ours from now on: what it holds has been taken as a change.
    pub fn accepted(&mut self, outside: &Outside) {
        if outside.project.is_ok() {
            (self.file, self.unsaved, self.overruled) = (outside.hash.clone(), usize::from(outside.completed), None);
            self.queue(&Entry::Saved(outside.hash.clone()));
        }
    }

    /// Makes it a project of its own, under another id and with the undo steps it has; on the disk after `keep`. The
    /// journal is begun anew with all of it, so that no moment shows half of this.
    pub fn set_project_id(&mut self, id: &ProjectId) {
        self.history.set_project_id(&mut self.project, id);
        self.unsaved += 1;
        if let Journal::There { file, .. } = &self.journal {
            // What someone else put there meanwhile is not written over.
            self.journal = Journal::Anew { aside: !file.is_ours().unwrap_or(false) && self.journal_path().exists() };
        }
    }

    /// Goes on in another folder: the one that the project was moved to while it was open here. What lies there is as we
    /// left it.
    ///
    /// # Errors
    /// When the project still lies where it was, or what is there is not the same; then nothing has changed.
    pub fn follow_to(&mut self, folder: ProjectFolder) -> Result<(), StoreError> {
        let other = || StoreError::Taken(folder.root().to_owned());
        if self.folder.must_be_there().is_ok() {
            return Err(other());
        }
        let file = folder.read_file()?.map(|bytes| FileHash::of(&bytes));
        let is_file_ours = file.is_some_and(|file| file == self.file || self.tried.contains(&file));
        let journal = match &self.journal {
            Journal::There { file, began_with } => {
                let file = file.at(&folder.real().join(journal::NAME));
                if !file.is_ours().unwrap_or(false) {
                    return Err(other());
                }
                Some(Journal::There { file, began_with: *began_with })
            }
            Journal::None | Journal::Anew { .. } => None,
        };
        if !is_file_ours {
            return Err(other());
        }
        if let Some(journal) = journal {
            self.journal = journal;
        }
        self.folder = folder;
        Ok(())
    }

    /// Lets what is here win: the next saving puts a copy of the other file beside ours.
    pub fn overrule(&mut self, outside: &Outside) {
        self.overruled = Some(outside.hash.clone());
    }

    fn journal_path(&self) -> PathBuf {
        self.folder.real().join(journal::NAME)
    }

    /// A name beside one of ours that nothing has yet: `project 2026-11-26 12.30.05.json`.
    fn aside(&self, name: &str) -> PathBuf {
        let now = jiff::Zoned::now().strftime("%Y-%m-%d %H.%M.%S").to_string();
        let (stem, ending) =
            name.split_once('.').map_or((name, String::new()), |(stem, end)| (stem, format!(".{end}")));
        let names = (1..)
            .map(|n: u32| if n == 1 { format!("{stem} {now}{ending}") } else { format!("{stem} {now} {n}{ending}") });
        let mut paths = names.map(|name| self.folder.real().join(name));
        // Of so many names one is free.
        paths.find(|path| path.symlink_metadata().is_err()).unwrap_or_else(|| self.folder.real().join(name))
    }
}
