//! Takes that wait for another one, whose last frame they begin with.

use rusqlite::{Connection, params};

use super::steps::record;
use super::{Hold, Ledger, LedgerError, LedgerTake, TakeState, row};
use crate::provider::OrderHash;
use crate::story::{Order, TakeId};

impl Ledger {
    /// A take that waited begins with the other one's last frame: this is its order and what it is known by from now on. It
    /// waits no more.
    ///
    /// # Errors
    /// When it does not wait any more, or the ledger cannot be written.
    pub fn starts(&self, take: &TakeId, order: &Order, hash: &OrderHash) -> Result<LedgerTake, LedgerError> {
        let text = serde_json::to_string(order).map_err(|error| LedgerError::Damaged(error.to_string()))?;
        self.transact(|connection| {
            let row = row::read(connection, take)?;
            if row.state != TakeState::Queued || row.hold.is_some() || row.waits_for.is_none() {
                return Err(LedgerError::Otherwise(row.state));
            }
            connection.execute(
                "UPDATE takes SET ordered = ?2, hash = ?3, waits_for = NULL WHERE id = ?1",
                params![take.as_str(), text, hash.0],
            )?;
            record(connection, take, TakeState::Queued, Some("the take that it waited for is there"))?;
            row::read(connection, take)
        })
    }
}

/// A take waits for another one from here on.
pub(super) fn put_waiting(connection: &Connection, take: &TakeId, other: &TakeId) -> Result<(), LedgerError> {
    connection.execute("UPDATE takes SET waits_for = ?2 WHERE id = ?1", params![take.as_str(), other.as_str()])?;
    Ok(())
}

/// What becomes of a take that waits for the user when the user says "go on": whether it must be held once more. The other
/// one may never come, and nobody has told the user yet; once that was told it waits no more.
pub(super) fn hold_on_going_on(connection: &Connection, row: &LedgerTake) -> Result<Option<Hold>, LedgerError> {
    let Some(other) = &row.waits_for else { return Ok(None) };
    let other = row::read(connection, other)?;
    if other.state == TakeState::Ready || !other.state.is_over() {
        return Ok(None);
    }
    if row.hold != Some(Hold::Start) {
        return Ok(Some(Hold::Start));
    }
    connection.execute("UPDATE takes SET waits_for = NULL WHERE id = ?1", params![row.id.as_str()])?;
    Ok(None)
}
