//! From one state to the next: each step is a compare-and-swap in one synced transaction, with its time on record.

use rusqlite::{Connection, TransactionBehavior, params};

use super::figures::standing;
use super::row::to_store;
use super::waiting::hold_on_going_on;
use super::{ChargeSource, Hold, Ledger, LedgerError, LedgerTake, TakeState, now, row};
use crate::provider::TaskId;
use crate::story::{Credits, TakeId};

/// What must still hold in the moment in which a request may leave.
#[derive(Clone, Copy, Debug)]
pub struct SubmitTerms<'a> {
    pub owner: &'a str,
    /// The exact request.
    pub body: &'a str,
    /// What it costs by today's rules.
    pub price_now: Credits,
    pub balance: Option<Credits>,
}

/// Why a request must not leave. The take is queued again, and held where the user has to do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSubmitted {
    /// It was cancelled, held or taken over meanwhile.
    Gone(TakeState),
    Held(Hold),
}

impl Ledger {
    /// The one step that lets a request leave: afterwards it is on record with its exact body, synced, and until the
    /// answer is known it may have been charged.
    ///
    /// # Errors
    /// When the ledger cannot be written; then it must not leave either.
    pub fn begin_submit(
        &self,
        take: &TakeId,
        terms: &SubmitTerms<'_>,
    ) -> Result<Result<(), NotSubmitted>, LedgerError> {
        self.transact(|connection| {
            let row = row::read(connection, take)?;
            if !row.state.is_unsent() || row.hold.is_some() || row.owner.as_deref() != Some(terms.owner) {
                return Ok(Err(NotSubmitted::Gone(row.state)));
            }
            let hold = if terms.price_now != row.price {
                Some(Hold::Price)
            } else if !standing(connection, &row.project)?.allows_sending(row.price) {
                Some(Hold::Cap)
            } else {
                None
            };
            if let Some(hold) = hold {
                put_back(connection, take, Some(hold), hold.sentence())?;
                return Ok(Err(NotSubmitted::Held(hold)));
            }
            let others = others_in_flight(connection, take)?;
            let at = now();
            connection.execute(
                "UPDATE takes SET state = 'submitting', body = ?2,
                    balance_before_hundredths = coalesce(?3, balance_before_hundredths),
                    others_in_flight = ?4, requests_sent = requests_sent + 1, submitted_at = ?5, message = NULL WHERE id = ?1",
                params![take.as_str(), terms.body, terms.balance.map(to_store), others, at],
            )?;
            record(connection, take, TakeState::Submitting, None)?;
            Ok(Ok(()))
        })
    }

    /// A step to another state; with a message, that is what stands beside it from then on.
    ///
    /// # Errors
    /// When the take is in a state from which none leads there, or the ledger cannot be written.
    pub fn step(&self, take: &TakeId, to: TakeState, message: Option<&str>) -> Result<LedgerTake, LedgerError> {
        self.transact(|connection| step(connection, take, to, message))
    }

    /// The service has accepted it, under this name.
    ///
    /// # Errors
    /// As `step`.
    pub fn accepted(&self, take: &TakeId, task: &TaskId) -> Result<LedgerTake, LedgerError> {
        self.transact(|connection| {
            let before = row::read(connection, take)?;
            step(connection, take, TakeState::Waiting, None)?;
            let submitted = before.submitted_at.map_or_else(now, jiff::Timestamp::as_millisecond);
            connection.execute(
                "UPDATE takes SET task = ?2, submitted_at = ?3, message = NULL, ended_at = NULL, refund_looked = 0
                    WHERE id = ?1",
                params![take.as_str(), task.0, submitted],
            )?;
            row::read(connection, take)
        })
    }

    /// Back to the queue, after a proven refusal or before it was sent; held, it waits for the user.
    ///
    /// # Errors
    /// As `step`.
    pub fn put_back(&self, take: &TakeId, hold: Option<Hold>, why: &str) -> Result<LedgerTake, LedgerError> {
        self.transact(|connection| put_back(connection, take, hold, why))
    }

    /// Holds all that is queued at an address and not sent yet. Tells what was.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn hold_queue(&self, base: &str, hold: Hold) -> Result<Vec<LedgerTake>, LedgerError> {
        self.transact(|connection| {
            let queued = row::read_all(connection, "base = ?1 AND state = 'queued' AND hold IS NULL", [base])?;
            queued.iter().map(|take| put_back(connection, &take.id, Some(hold), hold.sentence())).collect()
        })
    }

    /// The user says "go on" to a take that waits for it, at the price it was confirmed at.
    ///
    /// # Errors
    /// When it does not wait, or the ledger cannot be written.
    pub fn go_on(&self, take: &TakeId, owner: &str) -> Result<LedgerTake, LedgerError> {
        self.transact(|connection| {
            let row = row::read(connection, take)?;
            if row.state != TakeState::Queued || row.hold.is_none() {
                return Err(LedgerError::Otherwise(row.state));
            }
            if let Some(hold) = hold_on_going_on(connection, &row)? {
                return put_back(connection, take, Some(hold), hold.sentence());
            }
            connection.execute(
                "UPDATE takes SET hold = NULL, message = NULL, owner = ?2 WHERE id = ?1",
                params![take.as_str(), owner],
            )?;
            record(connection, take, TakeState::Queued, Some("the user says: go on"))?;
            row::read(connection, take)
        })
    }

    /// Takes over what a program that has ended left, as far as nobody else has. What it was just sending may have been
    /// charged; what was only queued waits for the user.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn adopt(&self, take: &TakeId, from: Option<&str>, owner: &str) -> Result<Option<LedgerTake>, LedgerError> {
        self.transact(|connection| {
            let row = row::read(connection, take)?;
            if row.owner.as_deref() != from {
                return Ok(None);
            }
            connection.execute("UPDATE takes SET owner = ?2 WHERE id = ?1", params![take.as_str(), owner])?;
            match row.state {
                TakeState::Queued | TakeState::Uploading => {
                    let hold = row.hold.unwrap_or(Hold::Restart);
                    put_back(connection, take, Some(hold), hold.sentence()).map(Some)
                }
                TakeState::Submitting => {
                    let why = "Storyreel ended while the request was on its way";
                    step(connection, take, TakeState::NotConfirmed, Some(why)).map(Some)
                }
                TakeState::Downloading | TakeState::Ready if !row.in_project => {
                    // What hindered it then may be gone: it is tried anew, and told anew where that fails.
                    connection.execute("UPDATE takes SET message = NULL WHERE id = ?1", [take.as_str()])?;
                    row::read(connection, take).map(Some)
                }
                _ => row::read(connection, take).map(Some),
            }
        })
    }

    /// Puts down what the service took for a take. What is known in a better way already stays.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn charged(&self, take: &TakeId, charged: Credits, source: ChargeSource) -> Result<LedgerTake, LedgerError> {
        self.transact(|connection| {
            let row = row::read(connection, take)?;
            if row.charge_source.is_some_and(|known| known < source) {
                return Ok(row);
            }
            if (row.charged, row.charge_source) != (Some(charged), Some(source)) {
                connection.execute(
                    "UPDATE takes SET charged_hundredths = ?2, charge_source = ?3 WHERE id = ?1",
                    params![take.as_str(), to_store(charged), source.code()],
                )?;
                record(connection, take, row.state, Some(&format!("charged {charged} (by {})", source.code())))?;
            }
            row::read(connection, take)
        })
    }

    /// Puts down what the service gave back for a take.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn refunded(&self, take: &TakeId, refunded: Credits) -> Result<LedgerTake, LedgerError> {
        self.transact(|connection| {
            let row = row::read(connection, take)?;
            if row.refunded != Some(refunded) {
                connection.execute(
                    "UPDATE takes SET refunded_hundredths = ?2 WHERE id = ?1",
                    params![take.as_str(), to_store(refunded)],
                )?;
                record(connection, take, row.state, Some(&format!("refunded {refunded}")))?;
            }
            row::read(connection, take)
        })
    }

    /// Counts that a refund was looked for.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn looked_for_refund(&self, take: &TakeId) -> Result<LedgerTake, LedgerError> {
        self.transact(|connection| {
            connection.execute("UPDATE takes SET refund_looked = refund_looked + 1 WHERE id = ?1", [take.as_str()])?;
            row::read(connection, take)
        })
    }

    /// Its film lies in the project now, or could not be put there and why.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn kept(&self, take: &TakeId, problem: Option<&str>) -> Result<LedgerTake, LedgerError> {
        self.transact(|connection| {
            connection.execute(
                "UPDATE takes SET in_project = ?2, message = ?3 WHERE id = ?1",
                params![take.as_str(), problem.is_none(), problem],
            )?;
            row::read(connection, take)
        })
    }

    /// Whether the user wants to see it.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn set_hidden(&self, take: &TakeId, hidden: bool) -> Result<LedgerTake, LedgerError> {
        self.transact(|connection| {
            connection.execute("UPDATE takes SET hidden = ?2 WHERE id = ?1", params![take.as_str(), hidden])?;
            row::read(connection, take)
        })
    }

    pub(super) fn transact<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}

pub(super) fn step(
    connection: &Connection,
    take: &TakeId,
    to: TakeState,
    message: Option<&str>,
) -> Result<LedgerTake, LedgerError> {
    let row = row::read(connection, take)?;
    if row.state == to {
        return Ok(row);
    }
    if !row.state.may_become(to) {
        return Err(LedgerError::Otherwise(row.state));
    }
    let ended = to.is_over().then(now);
    connection.execute(
        "UPDATE takes SET state = ?2, hold = NULL, message = ?3, ended_at = coalesce(?4, ended_at) WHERE id = ?1",
        params![take.as_str(), to.code(), message, ended],
    )?;
    record(connection, take, to, message)?;
    row::read(connection, take)
}

fn put_back(connection: &Connection, take: &TakeId, hold: Option<Hold>, why: &str) -> Result<LedgerTake, LedgerError> {
    let row = row::read(connection, take)?;
    if row.state != TakeState::Queued && !row.state.may_become(TakeState::Queued) {
        return Err(LedgerError::Otherwise(row.state));
    }
    connection.execute(
        "UPDATE takes SET state = 'queued', hold = ?2, message = ?3, submitted_at = NULL WHERE id = ?1",
        params![take.as_str(), hold.map(Hold::code), why],
    )?;
    record(connection, take, TakeState::Queued, Some(why))?;
    row::read(connection, take)
}

pub(super) fn record(
    connection: &Connection,
    take: &TakeId,
    state: TakeState,
    note: Option<&str>,
) -> Result<(), LedgerError> {
    connection.execute(
        "INSERT INTO changes (take, at, state, note) VALUES (?1, ?2, ?3, ?4)",
        params![take.as_str(), now(), state.code(), note],
    )?;
    Ok(())
}

/// Takes at the same address that may be charged at this moment.
fn others_in_flight(connection: &Connection, take: &TakeId) -> Result<u32, LedgerError> {
    let count = connection.query_row(
        &format!(
            "SELECT count(*) FROM takes WHERE id <> ?1 AND base = (SELECT base FROM takes WHERE id = ?1)
                AND state IN {}",
            TakeState::sql_list(TakeState::is_at_service)
        ),
        [take.as_str()],
        |row| row.get(0),
    )?;
    Ok(count)
}
