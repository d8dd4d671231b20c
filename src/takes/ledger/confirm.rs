//! One confirmation, a batch: one row for each take, all of them or none, only within the project's cap.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

use super::figures::standing;
use super::folders::elsewhere;
use super::row::to_store;
use super::waiting::put_waiting;
use super::{Ledger, LedgerError, LedgerTake, TakeKind, TakeState, now, row};
use crate::provider::{OrderHash, vidgo};
use crate::store::new_id;
use crate::story::{Credits, Order, ProjectId, TakeId};

/// A take as it is confirmed.
#[derive(Clone, Debug)]
pub struct NewTake {
    pub base: String,
    pub order: Order,
    pub hash: OrderHash,
    pub price: Credits,
    /// Where its project lies.
    pub folder: Option<PathBuf>,
    /// Of the take that this one is sent again for; otherwise it gets one of its own.
    pub idempotency_key: Option<String>,
    /// The place of the take confirmed with it whose last frame it begins with: it is not sent before that one is ready.
    pub waits_for: Option<usize>,
}

/// What to do when the very same is on its way already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Same {
    Ask,
    /// The user was asked and wants it.
    MakeAnother,
}

/// Why nothing was confirmed.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error("this would bring the project to {would_be}, over its cap of {cap}; raise the cap first")]
    OverCap { would_be: Credits, cap: Credits },
    #[error("the very same is being made already; confirm again to make another one")]
    SameInFlight(TakeId),
    #[error("the project was opened last in {}; say first whether this is a copy of it", .0.display())]
    Elsewhere(PathBuf),
    #[error("there is nothing to generate")]
    Nothing,
}

impl Ledger {
    /// Writes down what the user has confirmed: from here on it may be sent. Nothing is written unless all of it is.
    ///
    /// # Errors
    /// When the cap does not allow it, the same is in flight and nobody was asked, or the ledger cannot be written.
    pub fn confirm(&self, takes: &[NewTake], owner: &str, same: Same) -> Result<Vec<LedgerTake>, ConfirmError> {
        let Some(first) = takes.first() else { return Err(ConfirmError::Nothing) };
        let mut connection = self.connection();
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(LedgerError::from)?;
        if same == Same::Ask {
            for take in takes {
                if let Some(other) = in_flight(&transaction, &take.hash)? {
                    return Err(ConfirmError::SameInFlight(other));
                }
            }
        }
        let project = &first.order.project;
        if let Some(folder) = &first.folder
            && let Some(original) = elsewhere(&transaction, project, folder)?
        {
            return Err(ConfirmError::Elsewhere(original));
        }
        let standing = standing(&transaction, project)?;
        let sum: Credits = takes.iter().map(|take| take.price).sum();
        if let Some(cap) = standing.cap.filter(|_| !standing.allows(sum)) {
            return Err(ConfirmError::OverCap { would_be: standing.counted().plus(sum), cap });
        }
        let (batch, at) = (new_id(), now());
        let ids: Vec<TakeId> = takes.iter().map(|_| TakeId::new(new_id())).collect();
        for ((take, id), after) in takes.iter().zip(&ids).zip(0..) {
            // In the order in which they were confirmed, so that the last of a scene is the newest.
            insert(&transaction, id, &batch, take, owner, at + after)?;
        }
        for (take, id) in takes.iter().zip(&ids) {
            if let Some(other) = take.waits_for.and_then(|other| ids.get(other)) {
                put_waiting(&transaction, id, other)?;
            }
        }
        let made = ids.iter().map(|id| row::read(&transaction, id)).collect::<Result<_, _>>()?;
        transaction.commit().map_err(LedgerError::from)?;
        Ok(made)
    }

    /// Sets a project's cap, or takes it away.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn set_cap(&self, project: &ProjectId, name: &str, cap: Option<Credits>) -> Result<(), LedgerError> {
        let cap = cap.map(to_store);
        self.connection().execute(
            "INSERT INTO projects (project, name, cap_hundredths) VALUES (?1, ?2, ?3)
             ON CONFLICT (project) DO UPDATE SET cap_hundredths = ?3",
            params![project.as_str(), name, cap],
        )?;
        Ok(())
    }
}

fn in_flight(connection: &Connection, hash: &OrderHash) -> Result<Option<TakeId>, LedgerError> {
    let found = connection.query_row(
        &format!(
            "SELECT id FROM takes WHERE hash = ?1 AND state IN {} LIMIT 1",
            TakeState::sql_list(|state| !state.is_over())
        ),
        [&hash.0],
        |row| row.get::<_, String>(0),
    );
    Ok(found.optional()?.map(TakeId::new))
}

fn insert(
    connection: &Connection,
    id: &TakeId,
    batch: &str,
    take: &NewTake,
    owner: &str,
    at: i64,
) -> Result<(), LedgerError> {
    let order = serde_json::to_string(&take.order).map_err(|error| LedgerError::Damaged(error.to_string()))?;
    connection.execute(
        // The folder as it is known already: the same may be called by other paths, or by one that is no Unicode.
        "INSERT INTO takes (id, batch, project, scene, shot, service, base, model, kind, hash, ordered, price_hundredths,
            state, owner, webhook_token, idempotency_key, confirmed_at, folder)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 'queued', ?13, ?14, ?15, ?16,
            coalesce((SELECT folder FROM projects WHERE project = ?3), ?17))",
        params![
            id.as_str(),
            batch,
            take.order.project.as_str(),
            take.order.scene.as_str(),
            take.order.shot.as_ref().map(crate::story::ShotId::as_str),
            vidgo::ID,
            take.base,
            vidgo::MODEL,
            TakeKind::Video.code(),
            take.hash.0,
            order,
            to_store(take.price),
            owner,
            format!("{}{}", new_id(), new_id()),
            take.idempotency_key.clone().unwrap_or_else(new_id),
            at,
            take.folder.as_deref().and_then(Path::to_str),
        ],
    )?;
    connection.execute("INSERT INTO changes (take, at, state) VALUES (?1, ?2, 'queued')", params![id.as_str(), at])?;
    Ok(())
}
