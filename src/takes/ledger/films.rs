//! Films that do not come: what was tried in vain is on record, so that a restart does not begin it all over.

use rusqlite::params;

use super::steps::record;
use super::{Ledger, LedgerError, LedgerTake, TakeState, row};
use crate::story::TakeId;

/// How the notes of such changes begin.
const IN_VAIN: &str = "its film came in vain";
const AGAIN: &str = "the user says: fetch it again";

impl Ledger {
    /// Why a film that is made does not come, or nothing when it is tried anew. It stands beside the take.
    ///
    /// # Errors
    /// When the take is not one whose film is on its way, or the ledger cannot be written.
    pub fn film_waits(&self, take: &TakeId, why: Option<&str>) -> Result<LedgerTake, LedgerError> {
        self.transact(|connection| {
            let row = row::read(connection, take)?;
            if row.state != TakeState::Downloading {
                return Err(LedgerError::Otherwise(row.state));
            }
            connection.execute("UPDATE takes SET message = ?2 WHERE id = ?1", params![take.as_str(), why])?;
            row::read(connection, take)
        })
    }

    /// Puts down that a film came here and was of no use. Tells how often that has been.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn film_came_in_vain(&self, take: &TakeId, why: &str) -> Result<u32, LedgerError> {
        self.transact(|connection| {
            record(connection, take, TakeState::Downloading, Some(&format!("{IN_VAIN}: {why}")))?;
            Ok(())
        })?;
        self.films_in_vain(take)
    }

    /// How often a film came here and was of no use, since the user last had it fetched again.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn films_in_vain(&self, take: &TakeId) -> Result<u32, LedgerError> {
        let mut count = 0_u32;
        for change in self.changes(take)? {
            let note = change.note.unwrap_or_default();
            if note == AGAIN {
                count = 0;
            } else if note.starts_with(IN_VAIN) {
                count = count.saturating_add(1);
            }
        }
        Ok(count)
    }

    /// The user wants a film that does not come fetched again.
    ///
    /// # Errors
    /// When the take is not one whose film is on its way, or the ledger cannot be written.
    pub fn fetch_again(&self, take: &TakeId, owner: &str) -> Result<LedgerTake, LedgerError> {
        self.transact(|connection| {
            let row = row::read(connection, take)?;
            if row.state != TakeState::Downloading {
                return Err(LedgerError::Otherwise(row.state));
            }
            connection.execute(
                "UPDATE takes SET message = NULL, owner = coalesce(owner, ?2) WHERE id = ?1",
                params![take.as_str(), owner],
            )?;
            record(connection, take, TakeState::Downloading, Some(AGAIN))?;
            row::read(connection, take)
        })
    }
}
