//! What is known of a take's money: what the service says of it first, then what the account's balance proves. A balance
//! proves something only where nothing else of the account was under way; else nothing is known, and nothing is summed.

use rusqlite::{Connection, params};

use super::row::to_store;
use super::steps::step;
use super::{ChargeSource, Ledger, LedgerError, LedgerTake, TakeState, row};
use crate::story::{Credits, TakeId};

/// So often the balance is asked after a request that is not confirmed, before anything is said of it.
pub const CHARGE_LOOKS: u32 = 7;
/// So often a refund is looked for, over all runs.
pub const REFUND_LOOKS: u32 = 8;

/// What a balance proves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Proof {
    charged: Option<Credits>,
    refunded: Option<Credits>,
}

impl LedgerTake {
    /// Whether a refund is still to be looked for.
    #[must_use]
    pub fn awaits_refund(&self) -> bool {
        let is_open = match (self.charged, self.refunded) {
            (Some(charged), refunded) => refunded.unwrap_or_default() < charged,
            (None, refunded) => refunded.is_none(),
        };
        self.state == TakeState::Failed && self.task.is_some() && is_open && self.refund_looked < REFUND_LOOKS
    }

    /// Whether what it cost counts as spent although it failed: the user may know better.
    #[must_use]
    pub fn may_be_given_back(&self) -> bool {
        self.state == TakeState::Failed && self.task.is_some() && !self.amounts().spent().is_zero()
    }

    /// Whether the balance was asked often enough after a request that is not confirmed: some services charge late.
    #[must_use]
    pub fn charge_is_looked_for(&self) -> bool {
        self.charged.is_some() || self.refund_looked >= CHARGE_LOOKS
    }

    /// What its balances prove. `is_close`: its request left in this run, so that the balance before it is of a moment ago.
    fn proof(&self, balance: Credits, is_close: bool) -> Proof {
        let nothing = Proof::default();
        let Some(before) = self.balance_before.filter(|before| self.others_in_flight == 0 && balance <= *before) else {
            return nothing;
        };
        let fell = before.minus(balance);
        match (self.state, self.charged) {
            (TakeState::Failed, Some(charged)) if self.requests_sent > 0 => {
                let back = charged.minus(fell);
                let is_news = !back.is_zero() && self.refunded.is_none_or(|known| known < back);
                Proof { refunded: is_news.then_some(back), ..nothing }
            }
            // Where nothing is missing, nothing has stayed, however long ago it was.
            (TakeState::Failed, None) if self.task.is_some() && (is_close || fell.is_zero()) => {
                Proof { charged: Some(fell), ..nothing }
            }
            (TakeState::NotConfirmed | TakeState::Lost, None) if is_close && !fell.is_zero() => {
                Proof { charged: Some(fell), ..nothing }
            }
            (state, None) if (state.is_followed() || state == TakeState::Ready) && is_close && !fell.is_zero() => {
                Proof { charged: Some(fell), ..nothing }
            }
            _ => nothing,
        }
    }
}

impl Ledger {
    /// Puts down what an account holds now beside a take, with what that proves of it.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn balance_asked(&self, take: &TakeId, balance: Credits, is_close: bool) -> Result<LedgerTake, LedgerError> {
        let row = self.transact(|connection| {
            connection.execute(
                "UPDATE takes SET balance_after_hundredths = ?2, others_in_flight = max(others_in_flight, ?3)
                    WHERE id = ?1",
                params![take.as_str(), to_store(balance), others_meanwhile(connection, take)?],
            )?;
            row::read(connection, take)
        })?;
        let proof = row.proof(balance, is_close);
        if let Some(charged) = proof.charged {
            self.charged(take, charged, ChargeSource::Balance)?;
        }
        if let Some(refunded) = proof.refunded {
            self.refunded(take, refunded)?;
        }
        self.get(take)
    }

    /// Puts down what the service says that a task has cost. After a failure that is what has stayed charged.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn service_charged(&self, take: &TakeId, amount: Credits, has_failed: bool) -> Result<LedgerTake, LedgerError> {
        let known = self.get(take)?.charged.filter(|known| has_failed && *known >= amount);
        match known {
            Some(known) if known > amount => self.refunded(take, known.minus(amount)),
            Some(_) => self.get(take),
            None => self.charged(take, amount, ChargeSource::Reply),
        }
    }

    /// The user says that a take of which nobody knows it was not charged: it counts nothing. On what evidence stands
    /// beside it.
    ///
    /// # Errors
    /// When it is known what became of it, or the ledger cannot be written.
    pub fn not_charged(&self, take: &TakeId) -> Result<LedgerTake, LedgerError> {
        self.transact(|connection| {
            let row = row::read(connection, take)?;
            if !matches!(row.state, TakeState::NotConfirmed | TakeState::Lost) {
                return Err(LedgerError::Otherwise(row.state));
            }
            step(connection, take, TakeState::Failed, Some(&evidence(&row)))?;
            connection.execute(
                "UPDATE takes SET charged_hundredths = 0, charge_source = ?2 WHERE id = ?1",
                params![take.as_str(), ChargeSource::User.code()],
            )?;
            row::read(connection, take)
        })
    }

    /// The user says that what a failed take cost was given back: it counts nothing any more.
    ///
    /// # Errors
    /// When it has not failed at the service or its money is not open, or the ledger cannot be written.
    pub fn given_back(&self, take: &TakeId) -> Result<LedgerTake, LedgerError> {
        let row = self.get(take)?;
        if !row.may_be_given_back() {
            return Err(LedgerError::Otherwise(row.state));
        }
        self.transact(|connection| {
            super::steps::record(connection, take, row.state, Some("you said that it was given back"))
        })?;
        self.refunded(take, row.charged.unwrap_or(row.price))
    }

    /// Failed takes whose refund is still to be looked for. How old they are has no say in it: clocks jump.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn refunds_awaited(&self) -> Result<Vec<LedgerTake>, LedgerError> {
        let all = row::read_all(
            &self.connection(),
            "state = 'failed' AND task IS NOT NULL AND refund_looked < ?1",
            params![REFUND_LOOKS],
        )?;
        Ok(all.into_iter().filter(LedgerTake::awaits_refund).collect())
    }
}

/// What the user's word stands on.
fn evidence(row: &LedgerTake) -> String {
    let said = "you said that it was not charged";
    let Some((before, after)) = row.balance_before.zip(row.balance_after) else {
        return format!("{said}; the balance was not known");
    };
    let others = match row.others_in_flight {
        0 => "nothing else in this ledger may have moved it".to_owned(),
        1 => "1 other take may have moved it too".to_owned(),
        more => format!("{more} other takes may have moved it too"),
    };
    format!("{said}; the account held {before} before it and {after} after it, and {others}")
}

/// Takes at the same address that have been under way at any moment since this one's request was made ready, or whose
/// money may still move. Told by the order in which changes were put down, and not by the clock.
fn others_meanwhile(connection: &Connection, take: &TakeId) -> Result<u32, LedgerError> {
    let sent = TakeState::sql_list(|state| !state.is_unsent() && state != TakeState::Cancelled);
    let at_service = TakeState::sql_list(TakeState::is_at_service);
    let sql = format!(
        "WITH since AS (SELECT coalesce(
            (SELECT max(rowid) FROM changes WHERE take = ?1 AND state = 'uploading'),
            (SELECT max(rowid) FROM changes WHERE take = ?1 AND state = 'submitting'), 0) AS mark)
         SELECT count(*) FROM takes AS other
         WHERE id <> ?1 AND requests_sent > 0 AND base = (SELECT base FROM takes WHERE id = ?1) AND (
            state IN {at_service}
            OR (state = 'failed' AND task IS NOT NULL AND refund_looked < ?2
                AND coalesce(refunded_hundredths, 0) < coalesce(charged_hundredths, 1))
            OR EXISTS (SELECT 1 FROM changes WHERE take = other.id AND changes.state IN {sent}
                AND changes.rowid > (SELECT mark FROM since)))"
    );
    Ok(connection.query_row(&sql, params![take.as_str(), REFUND_LOOKS], |row| row.get(0))?)
}

#[cfg(test)]
#[path = "evidence_tests.rs"]
mod tests;
