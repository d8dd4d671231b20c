//! Every figure of money that people read, each defined once: what a take cost, what a project has spent, what is open,
//! how it stands to its cap. All in credits.

use rusqlite::{Connection, OptionalExtension as _};

use super::row::stored_credits;
use super::{Ledger, LedgerError, LedgerTake, TakeState};
use crate::story::{Credits, ProjectId};

/// The amounts of one take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amounts {
    pub state: TakeState,
    /// As it was confirmed.
    pub price: Credits,
    /// What the service took, where that is known.
    pub charged: Option<Credits>,
    /// What it gave back, where that is known.
    pub refunded: Option<Credits>,
    /// Whether the service had taken it on, and its money was asked after when it failed: what was refused was never charged,
    /// and what failed under the first edition of the ledger counts as it did then. Its takes are their own idempotency key.
    pub was_accepted: bool,
}

impl Amounts {
    /// What counts as spent. What was sent counts at its price, or at what was charged where that is known, until it is known
    /// to have been given back: a failure alone gives nothing back.
    #[must_use]
    pub fn spent(&self) -> Credits {
        let taken = match self.state {
            TakeState::Queued | TakeState::Uploading | TakeState::Cancelled => Credits::ZERO,
            TakeState::Failed if !self.was_accepted => self.charged.unwrap_or_default(),
            TakeState::Submitting
            | TakeState::NotConfirmed
            | TakeState::Waiting
            | TakeState::Running
            | TakeState::Downloading
            | TakeState::Ready
            | TakeState::Failed
            | TakeState::Lost => self.charged.unwrap_or(self.price),
        };
        taken.minus(self.refunded.unwrap_or_default())
    }

    /// Confirmed and not sent yet, held or not: what will be spent once it is sent.
    #[must_use]
    pub fn open(&self) -> Credits {
        if self.state.is_unsent() { self.price } else { Credits::ZERO }
    }

    /// The part of `spent` of which nobody knows whether it was charged.
    #[must_use]
    pub fn unsure(&self) -> Credits {
        let is_unsure = match self.state {
            TakeState::Submitting | TakeState::NotConfirmed | TakeState::Lost => true,
            TakeState::Failed => self.was_accepted,
            _ => false,
        };
        if is_unsure && self.charged.is_none() && self.refunded.is_none() { self.spent() } else { Credits::ZERO }
    }
}

impl LedgerTake {
    #[must_use]
    pub fn amounts(&self) -> Amounts {
        Amounts {
            state: self.state,
            price: self.price,
            charged: self.charged,
            refunded: self.refunded,
            was_accepted: self.task.is_some() && self.idempotency_key != self.id.as_str(),
        }
    }
}

/// How a project stands to its cap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub spent: Credits,
    /// Confirmed and not sent yet.
    pub open: Credits,
    /// The most that may be spent; unset, there is no cap.
    pub cap: Option<Credits>,
}

impl Standing {
    /// Of a project's takes.
    #[must_use]
    pub fn of(takes: impl IntoIterator<Item = Amounts>, cap: Option<Credits>) -> Self {
        takes.into_iter().fold(Self { cap, ..Self::default() }, |sum, take| Self {
            spent: sum.spent.plus(take.spent()),
            open: sum.open.plus(take.open()),
            cap,
        })
    }

    /// What counts against the cap when something more is confirmed.
    #[must_use]
    pub fn counted(&self) -> Credits {
        self.spent.plus(self.open)
    }

    /// Whether so much more may be confirmed within the cap.
    #[must_use]
    pub fn allows(&self, more: Credits) -> bool {
        self.cap.is_none_or(|cap| self.counted().plus(more) <= cap)
    }

    /// Whether a take of this price may leave now: what else is confirmed is asked about when it leaves.
    #[must_use]
    pub fn allows_sending(&self, price: Credits) -> bool {
        Self { open: Credits::ZERO, ..*self }.allows(price)
    }
}

impl Ledger {
    /// How a project stands to its cap.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn standing(&self, project: &ProjectId) -> Result<Standing, LedgerError> {
        standing(&self.connection(), project)
    }
}

pub(super) fn standing(connection: &Connection, project: &ProjectId) -> Result<Standing, LedgerError> {
    let mut statement = connection.prepare_cached(
        "SELECT state, price_hundredths, charged_hundredths, refunded_hundredths, task IS NOT NULL AND idempotency_key <> id AS was_accepted
            FROM takes WHERE project = ?1",
    )?;
    let mut rows = statement.query([project.as_str()])?;
    let mut amounts = Vec::new();
    while let Some(row) = rows.next()? {
        let state: String = row.get("state")?;
        amounts.push(Amounts {
            state: TakeState::from_code(&state).map_err(LedgerError::Damaged)?,
            price: stored_credits(row.get("price_hundredths")?),
            charged: row.get::<_, Option<i64>>("charged_hundredths")?.map(stored_credits),
            refunded: row.get::<_, Option<i64>>("refunded_hundredths")?.map(stored_credits),
            was_accepted: row.get("was_accepted")?,
        });
    }
    let cap = connection
        .query_row("SELECT cap_hundredths FROM projects WHERE project = ?1", [project.as_str()], |row| {
            row.get::<_, Option<i64>>("cap_hundredths")
        })
        .optional()?
        .flatten();
    Ok(Standing::of(amounts, cap.map(stored_credits)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(state: TakeState, charged: Option<u64>, refunded: Option<u64>) -> Amounts {
        let (charged, refunded) = (charged.map(Credits::whole), refunded.map(Credits::whole));
        Amounts { state, price: Credits::whole(135), charged, refunded, was_accepted: true }
    }

    #[test]
    fn what_was_sent_counts_until_it_fails_and_a_known_charge_counts_instead_of_the_price() {
        for state in TakeState::ALL {
            let (spent, open) = match state {
                TakeState::Queued | TakeState::Uploading => (0, 135),
                TakeState::Cancelled => (0, 0),
                _ => (135, 0),
            };
            let plain = take(state, None, None);
            assert_eq!((plain.spent(), plain.open()), (Credits::whole(spent), Credits::whole(open)), "{state}");
        }
        assert_eq!(take(TakeState::Ready, Some(400), None).spent(), Credits::whole(400));
        assert_eq!(take(TakeState::Ready, Some(0), None).spent(), Credits::ZERO);
        assert_eq!(take(TakeState::Failed, Some(135), None).spent(), Credits::whole(135), "not given back yet");
        assert_eq!(take(TakeState::Failed, Some(135), Some(135)).spent(), Credits::ZERO);
        assert_eq!(take(TakeState::Failed, Some(135), Some(100)).spent(), Credits::whole(35));
        assert_eq!(take(TakeState::Failed, Some(135), Some(200)).spent(), Credits::ZERO, "never less than nothing");
        let unknown = take(TakeState::Failed, None, None);
        assert_eq!(unknown.unsure(), Credits::whole(135), "nobody knows whether it was given back");
        let refused = Amounts { was_accepted: false, ..unknown };
        assert_eq!((refused.spent(), refused.unsure()), (Credits::ZERO, Credits::ZERO));
        assert_eq!(take(TakeState::Failed, None, Some(135)).spent(), Credits::ZERO);
        assert_eq!(take(TakeState::Lost, None, None).unsure(), Credits::whole(135));
        assert_eq!(take(TakeState::Lost, Some(100), None).unsure(), Credits::ZERO);
    }

    #[test]
    fn a_cap_holds_what_is_spent_and_open() {
        let takes = [take(TakeState::Ready, Some(400), None), take(TakeState::Queued, None, None)];
        let standing = Standing::of(takes, Some(Credits::whole(700)));
        assert_eq!((standing.spent, standing.open), (Credits::whole(400), Credits::whole(135)));
        assert!(standing.allows(Credits::whole(165)) && !standing.allows(Credits::whole(166)));
        assert!(standing.allows_sending(Credits::whole(300)) && !standing.allows_sending(Credits::whole(301)));
        assert!(Standing::default().allows(Credits::MAX));
    }
}
