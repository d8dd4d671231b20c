//! A press of the confirm button: one row for each take, all of them or none, only within the project's cap.

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

use super::{Ledger, LedgerError, LedgerTake, now, row};
use crate::provider::OrderHash;
use crate::store::new_id;
use crate::story::{Credits, Order, ProjectId, TakeId};

/// A take as it is confirmed.
#[derive(Clone, Debug)]
pub struct NewTake {
    pub base: String,
    pub order: Order,
    pub hash: OrderHash,
    pub price: Credits,
}

/// What to do when the very same is on its way already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Same {
    Ask,
    /// The user was asked and wants it.
    MakeAnother,
}

/// How a project stands to its cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Spent, in flight and not confirmed.
    pub counted: Credits,
    /// The most that may be spent; unset, there is no cap.
    pub cap: Option<Credits>,
}

impl Standing {
    /// Whether so much more keeps within the cap.
    #[must_use]
    pub fn allows(&self, more: Credits) -> bool {
        self.cap.is_none_or(|cap| self.counted.plus(more) <= cap)
    }
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
        let standing = standing(&transaction, project, Counted::WithUnsent)?;
        let sum: Credits = takes.iter().map(|take| take.price).sum();
        if let Some(cap) = standing.cap.filter(|_| !standing.allows(sum)) {
            return Err(ConfirmError::OverCap { would_be: standing.counted.plus(sum), cap });
        }
        let press = new_id();
        let mut made = Vec::new();
        for take in takes {
            let id = TakeId::new(new_id());
            insert(&transaction, &id, &press, take, owner)?;
            made.push(row::read(&transaction, &id)?);
        }
        transaction.commit().map_err(LedgerError::from)?;
        Ok(made)
    }

    /// A take of the same content that is on its way, or may be.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn same_in_flight(&self, hash: &OrderHash) -> Result<Option<TakeId>, LedgerError> {
        in_flight(&self.connection(), hash)
    }

    /// How a project stands to its cap, with what is confirmed and not sent yet.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn standing(&self, project: &ProjectId) -> Result<Standing, LedgerError> {
        standing(&self.connection(), project, Counted::WithUnsent)
    }

    /// Sets a project's cap, or takes it away.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn set_cap(&self, project: &ProjectId, name: &str, cap: Option<Credits>) -> Result<(), LedgerError> {
        let cap = cap.map(|cap| i64::try_from(cap.0).unwrap_or(i64::MAX));
        self.connection().execute(
            "INSERT INTO projects (project, name, cap) VALUES (?1, ?2, ?3) ON CONFLICT (project) DO UPDATE SET cap = ?3",
            params![project.as_str(), name, cap],
        )?;
        Ok(())
    }
}

fn in_flight(connection: &Connection, hash: &OrderHash) -> Result<Option<TakeId>, LedgerError> {
    let found = connection.query_row(
        "SELECT id FROM takes WHERE hash = ?1 AND state IN
            ('queued', 'uploading', 'submitting', 'not_confirmed', 'waiting', 'running', 'downloading') LIMIT 1",
        [&hash.0],
        |row| row.get::<_, String>(0),
    );
    Ok(found.optional()?.map(TakeId::new))
}

fn insert(connection: &Connection, id: &TakeId, press: &str, take: &NewTake, owner: &str) -> Result<(), LedgerError> {
    let order = serde_json::to_string(&take.order).map_err(|error| LedgerError::Damaged(error.to_string()))?;
    let price = i64::try_from(take.price.0).map_err(|_| LedgerError::Damaged("a price without end".to_owned()))?;
    let at = now();
    connection.execute(
        "INSERT INTO takes (id, press, project, scene, shot, base, hash, made, price, state, owner, token, confirmed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'queued', ?10, ?11, ?12)",
        params![
            id.as_str(),
            press,
            take.order.project.as_str(),
            take.order.scene.as_str(),
            take.order.shot.as_ref().map(crate::story::ShotId::as_str),
            take.base,
            take.hash.0,
            order,
            price,
            owner,
            format!("{}{}", new_id(), new_id()),
            at
        ],
    )?;
    connection.execute("INSERT INTO changes (take, at, state) VALUES (?1, ?2, 'queued')", params![id.as_str(), at])?;
    Ok(())
}

/// What counts against a cap.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// What may be charged by now.
    Sent,
    /// And what is confirmed to be sent.
    WithUnsent,
}

pub(super) fn standing(
    connection: &Connection,
    project: &ProjectId,
    counted: Counted,
) -> Result<Standing, LedgerError> {
    let unsent = match counted {
        Counted::Sent => "",
        Counted::WithUnsent => "'queued', 'uploading', ",
    };
    let sql = format!(
        "SELECT coalesce(sum(price), 0) FROM takes WHERE project = ?1 AND state IN
            ({unsent}'submitting', 'not_confirmed', 'waiting', 'running', 'downloading', 'ready', 'lost')"
    );
    let sum: i64 = connection.query_row(&sql, [project.as_str()], |row| row.get(0))?;
    let cap = connection
        .query_row("SELECT cap FROM projects WHERE project = ?1", [project.as_str()], |row| {
            row.get::<_, Option<i64>>(0)
        })
        .optional()?
        .flatten();
    let credits = |n: i64| Credits(u64::try_from(n).unwrap_or(0));
    Ok(Standing { counted: credits(sum), cap: cap.map(credits) })
}
