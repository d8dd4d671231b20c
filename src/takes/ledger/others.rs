//! What concerns several programs at one ledger: whose takes are whose, what has changed, calls handed on.

use rusqlite::{OptionalExtension as _, params};

use super::{Ledger, LedgerError, LedgerTake, TakeState, now, row};
use crate::provider::TaskId;
use crate::story::TakeId;

impl Ledger {
    /// A number that changes when another program has written.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn version(&self) -> Result<i64, LedgerError> {
        Ok(self.connection().pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// Takes in other programs' hands, and those that ended there lately.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn foreign(&self, owner: &str) -> Result<Vec<LedgerTake>, LedgerError> {
        const LATELY: i64 = 3 * 24 * 3_600_000;
        row::read_all(
            &self.connection(),
            "owner IS NOT NULL AND owner <> ?1 AND confirmed_at > ?2",
            params![owner, now() - LATELY],
        )
    }

    /// Whether another program has takes in its hands to which something may still happen.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn has_unfinished_of_others(&self, owner: &str) -> Result<bool, LedgerError> {
        Ok(self.connection().query_row(
            &format!(
                "SELECT EXISTS (SELECT 1 FROM takes WHERE owner <> ?1
                    AND (state IN {} OR (state = 'ready' AND in_project = 0)))",
                TakeState::sql_list(TakeState::is_driven)
            ),
            [owner],
            |row| row.get(0),
        )?)
    }

    /// The take that the service knows by this name.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn with_task(&self, base: &str, task: &TaskId) -> Result<Option<LedgerTake>, LedgerError> {
        Ok(row::read_all(&self.connection(), "base = ?1 AND task = ?2", params![base, task.0])?.pop())
    }

    /// The take that a webhook names by its token.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn with_token(&self, token: &str) -> Result<Option<TakeId>, LedgerError> {
        let found =
            self.connection().query_row("SELECT id FROM takes WHERE webhook_token = ?1", [token], |row| row.get(0));
        Ok(found.optional()?.map(|id: String| TakeId::new(id)))
    }

    /// Hands a webhook's call on to the program that has the take.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn hand_on(&self, take: &TakeId, task: Option<&TaskId>) -> Result<(), LedgerError> {
        self.connection().execute(
            "INSERT INTO nudges (take, task, at) VALUES (?1, ?2, ?3)",
            params![take.as_str(), task.map(|task| &task.0), now()],
        )?;
        Ok(())
    }

    /// Calls for takes of this program, each once; very old ones go.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn take_nudges(&self, owner: &str) -> Result<Vec<(TakeId, Option<String>)>, LedgerError> {
        const OLD: i64 = 3_600_000;
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "DELETE FROM nudges WHERE at < ?2 OR take IN (SELECT id FROM takes WHERE owner = ?1)
             RETURNING take, task, at",
        )?;
        let since = now() - OLD;
        let rows = statement.query_map(params![owner, since], |row| {
            Ok((TakeId::new(row.get::<_, String>(0)?), row.get(1)?, row.get::<_, i64>(2)?))
        })?;
        let all: Vec<(TakeId, Option<String>, i64)> = rows.collect::<Result<_, _>>()?;
        Ok(all.into_iter().filter(|(_, _, at)| *at >= since).map(|(take, task, _)| (take, task)).collect())
    }
}
