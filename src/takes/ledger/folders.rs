//! Where projects lie: the folder that each was opened in last. A folder that says it is the same project is a copy or was
//! moved, and which of the two is for people to say; until then nothing is ordered from it.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Ledger, LedgerError, LedgerTake, row};
use crate::store::ProjectFolder;
use crate::story::{ProjectId, TakeId};

/// Another folder that is known as the same project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Where the project was opened last.
    pub original: PathBuf,
    /// Whether it still lies there. If not, it was moved or deleted, or its disk is not connected.
    pub is_there: bool,
}

impl Elsewhere {
    fn found(project: &ProjectId, original: PathBuf) -> Self {
        let is_there = ProjectFolder::open(&original).is_ok_and(|found| found.project.id == *project);
        Self { original, is_there }
    }
}

impl Ledger {
    /// A project is open in a folder: that is remembered, unless it is known to lie in another one; then nothing is
    /// written, and people are to be asked.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn project_opened(
        &self,
        project: &ProjectId,
        name: &str,
        folder: &Path,
    ) -> Result<Option<Elsewhere>, LedgerError> {
        // A path that is no Unicode cannot be written down; the takes then wait until the project is opened elsewhere.
        let Some(text) = folder.to_str() else { return Ok(None) };
        let original = self.transact(|connection| {
            let known = folder_of(connection, project)?;
            let original = known.clone().filter(|known| !is_the_same(known, folder));
            if original.is_none() {
                // Known by another path it stays so: its takes are.
                put_folder(connection, project, name, known.as_deref().and_then(Path::to_str).unwrap_or(text))?;
            }
            Ok(original)
        })?;
        Ok(original.map(|original| Elsewhere::found(project, original)))
    }

    /// The other folder in which a project was opened last, if there is one. Nothing is written.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn elsewhere(&self, project: &ProjectId, folder: &Path) -> Result<Option<Elsewhere>, LedgerError> {
        let original = elsewhere(&self.connection(), project, folder)?;
        Ok(original.map(|original| Elsewhere::found(project, original)))
    }

    /// People say that a project was moved to this folder: takes that were ordered from where it lay come here.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn project_moved(&self, project: &ProjectId, name: &str, folder: &Path) -> Result<(), LedgerError> {
        let Some(text) = folder.to_str() else { return Ok(()) };
        self.transact(|connection| {
            let from = folder_of(connection, project)?;
            connection.execute(
                "UPDATE takes SET folder = ?3 WHERE project = ?1 AND (folder = ?2 OR folder IS NULL)",
                params![project.as_str(), from.as_deref().and_then(Path::to_str), text],
            )?;
            put_folder(connection, project, name, text)
        })
    }

    /// People say that what lies in this folder is a copy that goes its own way, by an id of its own. Its spending and its
    /// cap begin with what was ordered from this very folder; all else stays with the original.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn project_went_its_own_way(
        &self,
        original: &ProjectId,
        copy: &ProjectId,
        name: &str,
        folder: &Path,
    ) -> Result<(), LedgerError> {
        let Some(text) = folder.to_str() else { return Ok(()) };
        self.transact(|connection| {
            connection.execute(
                "UPDATE takes SET project = ?2 WHERE project = ?1 AND folder = ?3",
                params![original.as_str(), copy.as_str(), text],
            )?;
            put_folder(connection, copy, name, text)
        })
    }

    /// Finished takes of a project that were ordered from a folder and do not lie in it, with their films at hand.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn missing_from(&self, project: &ProjectId, folder: &ProjectFolder) -> Result<Vec<LedgerTake>, LedgerError> {
        let ready = row::read_all(&self.connection(), "project = ?1 AND state = 'ready'", params![project.as_str()])?;
        let is_missing = |row: &LedgerTake| {
            row.folder.as_deref().is_none_or(|known| is_the_same(known, folder.root()))
                && !folder.has_take(&row.id)
                && self.film_of(&row.id).is_file()
        };
        Ok(ready.into_iter().filter(is_missing).collect())
    }

    /// A finished take that is to be put into its project once more, by this owner.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn put_again(&self, take: &TakeId, owner: &str) -> Result<LedgerTake, LedgerError> {
        self.transact(|connection| {
            connection.execute(
                "UPDATE takes SET in_project = 0, message = NULL, owner = ?2 WHERE id = ?1 AND state = 'ready'",
                params![take.as_str(), owner],
            )?;
            row::read(connection, take)
        })
    }

    /// Where a project was opened last.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn folder_of(&self, project: &ProjectId) -> Result<Option<PathBuf>, LedgerError> {
        folder_of(&self.connection(), project)
    }
}

/// Where a project was opened last, if that is another folder than this one.
pub(super) fn elsewhere(
    connection: &Connection,
    project: &ProjectId,
    folder: &Path,
) -> Result<Option<PathBuf>, LedgerError> {
    Ok(folder_of(connection, project)?.filter(|known| !is_the_same(known, folder)))
}

fn folder_of(connection: &Connection, project: &ProjectId) -> Result<Option<PathBuf>, LedgerError> {
    let found = connection.query_row("SELECT folder FROM projects WHERE project = ?1", [project.as_str()], |row| {
        row.get::<_, Option<String>>(0)
    });
    Ok(found.optional()?.flatten().map(PathBuf::from))
}

fn put_folder(connection: &Connection, project: &ProjectId, name: &str, folder: &str) -> Result<(), LedgerError> {
    connection.execute(
        "INSERT INTO projects (project, name, folder) VALUES (?1, ?2, ?3)
         ON CONFLICT (project) DO UPDATE SET name = ?2, folder = ?3",
        params![project.as_str(), name, folder],
    )?;
    Ok(())
}

/// Whether two paths lead to one folder. What cannot be reached is the same only by its name.
fn is_the_same(one: &Path, other: &Path) -> bool {
    one == other || matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}
