//! Opening a project with its journal: what was made last is there again, whatever happened in between. Nothing is written.

use super::{Journal, Keeper};
use crate::store::disk::{self, DiskError, Growing};
use crate::store::error::StoreError;
use crate::store::folder::ProjectFolder;
use crate::store::inside::{self, Spot};
use crate::store::journal::{self, Damage, Entry, FileHash, Newer, Replayed};
use crate::store::media;
use crate::store::project_file::FileError;
use crate::story::check::count_of;
use crate::story::{Edit, History, Project, ProjectId};

/// A project as it was found, with its journal.
#[derive(Debug)]
pub struct Opening {
    pub keeper: Keeper,
    /// What people should know of it, each a sentence.
    pub notes: Vec<String>,
    /// A `project.json` that someone else changed while there were changes here that it does not hold, or that cannot be
    /// read: what is open is the journal's, and which of the two goes on is to be asked.
    pub outside: Option<Box<Outside>>,
}

/// A `project.json` that someone else has changed.
#[derive(Clone, Debug)]
pub struct Outside {
    /// What it holds, or why it cannot be read.
    pub project: Result<Project, FileError>,
    pub(super) hash: FileHash,
    /// Whether ids or a name had to be made that the file does not have.
    pub(super) completed: bool,
}

impl Outside {
    pub(super) fn read(folder: &ProjectFolder, bytes: &[u8], hash: FileHash) -> Self {
        match folder.parse(bytes) {
            Ok((project, completed)) => Self { project: Ok(project), hash, completed },
            Err(error) => Self { project: Err(error), hash, completed: false },
        }
    }

    /// The project that is open has another id since: what the file holds is taken under that one.
    pub fn set_project_id(&mut self, id: &ProjectId) {
        if let Ok(project) = &mut self.project {
            project.id = id.clone();
            self.completed = true;
        }
    }

    /// Whether both are the same file.
    #[must_use]
    pub fn is_the_same_as(&self, other: &Self) -> bool {
        self.hash == other.hash
    }

    /// The change that makes a project what the file holds; nothing where it is that already, or the file is broken.
    #[must_use]
    pub fn replacing(&self, project: &Project) -> Option<Edit> {
        let theirs = self.project.as_ref().ok().filter(|theirs| *theirs != project)?;
        let label = "Take project.json as it was changed".to_owned();
        Some(Edit::Replace { label, project: Box::new(theirs.clone()) })
    }
}

/// Opens a project with its journal. Nothing is written.
///
/// # Errors
/// When its file and its journal do not give a project that this version can read.
pub fn open(folder: ProjectFolder) -> Result<Opening, StoreError> {
    let bytes = folder.read_file()?.ok_or_else(|| StoreError::NoProject(folder.root().to_owned()))?;
    let hash = FileHash::of(&bytes);
    let mut opening = match read_journal(&folder)? {
        None => from_file(folder, &bytes, hash, Journal::None)?,
        // An empty one holds nothing that could be damaged.
        Some(journal) if journal.is_empty() => from_file(folder, &bytes, hash, Journal::None)?,
        Some(journal) => match journal::replay(&journal).map_err(|newer| newer_journal(&folder, newer))? {
            Some(replayed) => from_journal(folder, &bytes, hash, &journal, replayed)?,
            None => {
                let mut opening = from_file(folder, &bytes, hash, Journal::Anew { aside: true })?;
                opening.notes.push(damaged(1));
                opening
            }
        },
    };
    let keeper = &mut opening.keeper;
    opening.notes.extend(media::check_all(&keeper.folder, &keeper.project)?);
    keeper.ends_gesture |= keeper.history.end_gesture();
    Ok(opening)
}

fn read_journal(folder: &ProjectFolder) -> Result<Option<Vec<u8>>, StoreError> {
    let what = format!("open the journal of {}", folder.name());
    let path = folder.root().join(journal::NAME);
    match inside::look(folder.real(), journal::NAME.as_ref()).map_err(|error| DiskError::new(&what, &path, error))? {
        Spot::There(path) => Ok(Some(disk::read(&path, journal::SIZE_MAX, &what)?)),
        Spot::Missing => Ok(None),
        Spot::Outside => Err(StoreError::LeadsOut { what: journal::NAME.to_owned() }),
    }
}

fn newer_journal(folder: &ProjectFolder, Newer(line): Newer) -> StoreError {
    let problem = "it was written by a newer Storyreel; update Storyreel to open the project".to_owned();
    FileError { file: folder.root().join(journal::NAME), line: Some(line), problem }.into()
}

fn damaged(line: usize) -> String {
    format!("The journal is damaged at line {line}: undo goes back less far, and a copy of it is kept in the project")
}

fn from_file(folder: ProjectFolder, bytes: &[u8], file: FileHash, journal: Journal) -> Result<Opening, StoreError> {
    let (project, completed) = folder.parse(bytes)?;
    Ok(opening(folder, project, History::default(), file, usize::from(completed), journal))
}

fn opening(
    folder: ProjectFolder,
    project: Project,
    history: History,
    file: FileHash,
    unsaved: usize,
    journal: Journal,
) -> Opening {
    let keeper = Keeper {
        folder,
        project,
        history,
        file,
        tried: Vec::new(),
        unsaved,
        journal,
        queued: Vec::new(),
        ends_gesture: false,
        overruled: None,
    };
    Opening { keeper, notes: Vec::new(), outside: None }
}

fn from_journal(
    folder: ProjectFolder,
    bytes: &[u8],
    hash: FileHash,
    journal: &[u8],
    replayed: Replayed,
) -> Result<Opening, StoreError> {
    let (whole, rest) = journal.split_at(replayed.whole);
    let state = match replayed.damage {
        Some(Damage::Line(_)) => Journal::Anew { aside: true },
        None | Some(Damage::Torn) => {
            let began_with = whole.iter().position(|&byte| byte == b'\n').map_or(0, |at| at as u64 + 1);
            let file = Growing::new(&folder.real().join(journal::NAME), whole, rest.len() as u64);
            Journal::There { file, began_with }
        }
    };
    let damage = replayed.damage;
    let mut opening = match (replayed.unsaved(&hash), damage) {
        (Some(unsaved), _) => {
            let mut opening = opening(folder, replayed.project, replayed.history, hash, unsaved, state);
            if unsaved > 0 {
                opening.notes.push(format!(
                    "{} had not reached project.json when Storyreel stopped: everything is here again",
                    count_of(unsaved, "change")
                ));
            }
            opening
        }
        // What follows the damage may know the file: then it goes on from there.
        (None, Some(Damage::Line(_))) => {
            let mut opening = from_file(folder, bytes, hash.clone(), state)?;
            go_on(&mut opening.keeper, rest, &hash);
            opening
        }
        (None, _) => changed_outside(folder, bytes, hash, replayed, state)?,
    };
    if let Some(Damage::Line(line)) = damage {
        opening.notes.push(damaged(line));
    }
    Ok(opening)
}

fn changed_outside(
    folder: ProjectFolder,
    bytes: &[u8],
    hash: FileHash,
    replayed: Replayed,
    state: Journal,
) -> Result<Opening, StoreError> {
    let outside = Outside::read(&folder, bytes, hash);
    let (known, unsaved) = replayed.newest();
    let mut opening = opening(folder, replayed.project, replayed.history, known, unsaved, state);
    if unsaved == 0 && outside.project.is_ok() {
        // Nothing is here that the file could take away, and undo brings even the old one back.
        opening.keeper.accept(outside)?;
    } else {
        opening.outside = Some(Box::new(outside));
    }
    Ok(opening)
}

/// Takes in what was written behind the damage and after the file was saved.
fn go_on(keeper: &mut Keeper, rest: &[u8], file: &FileHash) {
    let entries: Vec<Entry> = rest.split_inclusive(|&byte| byte == b'\n').filter_map(journal::entry).collect();
    let is_mark = |entry: &Entry| matches!(entry, Entry::Saving(saved) | Entry::Saved(saved) if saved == file);
    let Some(mark) = entries.iter().rposition(is_mark) else { return };
    for entry in entries.into_iter().skip(mark + 1) {
        if let Entry::Change(change) = entry
            && keeper.take(change).is_err()
        {
            return;
        }
    }
}
