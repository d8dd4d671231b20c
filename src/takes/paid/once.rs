//! A film is on the disk once: as soon as it lies safely in its project, the one beside the ledger goes. What a program that
//! ended between these steps has left is cleared by the next one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Inner;
use crate::provider::background::in_background;
use crate::store::{ProjectFolder, disk};
use crate::takes::ledger::{Ledger, LedgerError, LedgerTake, TakeState};

/// Where a take's film lies: beside the ledger as long as it is there, else in the project.
///
/// # Errors
/// When the ledger cannot be read.
pub fn film_of(ledger: &Ledger, row: &LedgerTake) -> Result<Option<PathBuf>, LedgerError> {
    let beside = ledger.film_of(&row.id);
    if beside.is_file() {
        return Ok(Some(beside));
    }
    Ok(ordered_from(ledger, row)?.and_then(|folder| in_project(&folder, row)))
}

/// Where the project lies that a take was ordered from. Rows of earlier versions do not tell: theirs is where it was opened
/// last.
///
/// # Errors
/// When the ledger cannot be read.
pub(super) fn ordered_from(ledger: &Ledger, row: &LedgerTake) -> Result<Option<PathBuf>, LedgerError> {
    if row.folder.is_some() { Ok(row.folder.clone()) } else { ledger.folder_of(&row.project) }
}

/// The film in a project's folder.
fn in_project(folder: &Path, row: &LedgerTake) -> Option<PathBuf> {
    let folder = ProjectFolder::at(folder).ok()?;
    folder.video_of(&folder.take(&row.id).ok()?).ok()
}

/// Removes the film beside the ledger, if the one in the project is there and as long. What cannot be removed stays.
pub(super) fn clear(ledger: &Ledger, row: &LedgerTake, folder: &Path) {
    let beside = ledger.film_of(&row.id);
    let length = |path: &Path| path.metadata().ok().filter(std::fs::Metadata::is_file).map(|file| file.len());
    let Some(kept) = in_project(folder, row).filter(|kept| length(kept).is_some_and(|length| length > 0)) else {
        return;
    };
    if length(&kept) == length(&beside)
        && let Err(error) = disk::remove_file(&beside, "clear away a film that lies in its project")
    {
        tracing::warn!("a film stays twice on the disk: {error}");
    }
}

/// Clears what programs that ended have left.
pub(super) async fn clear_all(inner: Arc<Inner>) {
    let cleared = in_background(move || {
        let ledger = &inner.ledger;
        for row in ledger.all()?.iter().filter(|row| row.state == TakeState::Ready && row.in_project) {
            if ledger.film_of(&row.id).is_file()
                && let Some(folder) = ordered_from(ledger, row)?
            {
                clear(ledger, row, &folder);
            }
        }
        Ok::<_, LedgerError>(())
    });
    if let Ok(Err(error)) = cleared.await {
        tracing::warn!("the films beside the ledger could not be looked at: {error}");
    }
}
