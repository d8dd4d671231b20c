//! What a take was charged and given back, asked until it is known or was asked often enough: after an unconfirmed request
//! over a minute, after a failure at once, after 10 s, a minute, ten minutes, and at the next starts.

use std::time::Duration;

use super::PaidNews;
use super::drive::{Driver, Next};
use crate::provider::{StatusError, TaskStatus};
use crate::story::Credits;
use crate::takes::ledger::{ChargeSource, Ledger, LedgerError, LedgerTake, TakeState};
use crate::takes::steps::{Outage, jittered};

/// How a question after the balance went.
enum Asked {
    /// It was answered, or never will be in this way.
    Done,
    Offline(String),
    NoKey,
}

impl Driver {
    /// Puts down what the service says of a task's cost, where it says something new.
    pub(super) async fn cost_told(
        &self,
        row: &LedgerTake,
        amount: Option<Credits>,
        has_failed: bool,
    ) -> Result<(), LedgerError> {
        let Some(amount) = amount else { return Ok(()) };
        let stays = |row: &LedgerTake| row.charged.map(|charged| charged.minus(row.refunded.unwrap_or_default()));
        if row.charge_source == Some(ChargeSource::Reply) && stays(row) == Some(amount) {
            return Ok(());
        }
        self.change(move |ledger, take| ledger.service_charged(take, amount, has_failed)).await.map(drop)
    }

    /// Looks whether a request that is not confirmed was charged after all: some services charge late.
    pub(super) async fn look_for_charge(&self, mut row: LedgerTake) -> Result<Next, LedgerError> {
        let mut changed = self.inner.changed.subscribe();
        let mut outage: Option<Outage> = None;
        while row.state == TakeState::NotConfirmed && !row.charge_is_looked_for() {
            let timing = self.inner.rules().timing.clone();
            if row.refund_looked > 0 && outage.is_none() {
                let wait = jittered(timing.unconfirmed_s.after(row.refund_looked - 1));
                if !self.still(TakeState::NotConfirmed, wait).await? {
                    return Ok(Next::Look);
                }
            }
            match self.ask_balance(&row.base).await? {
                Asked::Done => {
                    if outage.take().is_some() {
                        (self.inner.tell)(PaidNews::Slow(self.take.clone(), None));
                    }
                    row = self.change(Ledger::looked_for_refund).await?;
                }
                Asked::Offline(why) => {
                    let outage = outage.get_or_insert_with(Outage::begin);
                    (self.inner.tell)(PaidNews::Slow(self.take.clone(), Some(outage.words(&why))));
                    let wait = jittered(timing.offline_s.after(outage.tried));
                    outage.tried = outage.tried.saturating_add(1);
                    tokio::select! {
                        () = self.pause(wait) => {}
                        _ = changed.changed() => {}
                    }
                    row = self.ledger(Ledger::get).await?;
                }
                Asked::NoKey => return Ok(Next::Rest),
            }
        }
        Ok(if row.state == TakeState::NotConfirmed { Next::Rest } else { Next::Look })
    }

    /// Looks whether what a failed take was charged has come back.
    pub(super) async fn look_for_refund(&self, mut row: LedgerTake) -> Result<Next, LedgerError> {
        let waits = self.inner.rules().timing.refund_s.clone();
        // What an earlier run has looked for is looked for once at the start of this one.
        let looks = if row.refund_looked == 0 { waits.len() + 1 } else { 1 };
        for look in 0..looks {
            if look > 0 {
                let wait = waits.after(u32::try_from(look - 1).unwrap_or(u32::MAX));
                if !self.still(TakeState::Failed, wait).await? {
                    return Ok(Next::Look);
                }
            }
            if !self.is_answered_about(&row).await? {
                return Ok(Next::Look);
            }
            row = self.change(Ledger::looked_for_refund).await?;
            if !row.awaits_refund() {
                break;
            }
        }
        Ok(if row.state == TakeState::Failed { Next::Rest } else { Next::Look })
    }

    /// Asks after a failed take's money until somebody answers: a question without a connection, or without a key, is none.
    /// Tells whether the take is still the failed one.
    async fn is_answered_about(&self, row: &LedgerTake) -> Result<bool, LedgerError> {
        let mut changed = self.inner.changed.subscribe();
        let mut tried = 0;
        loop {
            self.ask_cost(row).await?;
            let wait = match self.ask_balance(&row.base).await? {
                Asked::Done => return Ok(true),
                Asked::Offline(_) => Some(jittered(self.inner.rules().timing.offline_s.after(tried))),
                Asked::NoKey => None,
            };
            tried = tried.saturating_add(1);
            let passed = async {
                match wait {
                    Some(wait) => tokio::time::sleep(wait).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = self.bell.notified() => {}
                () = passed => {}
                _ = changed.changed() => {}
            }
            if self.ledger(Ledger::get).await?.state != TakeState::Failed {
                return Ok(false);
            }
        }
    }

    /// Asks the service what has stayed charged for a task that failed: where others are under way, the balance proves nothing.
    async fn ask_cost(&self, row: &LedgerTake) -> Result<(), LedgerError> {
        let (Some(task), Ok(provider)) = (&row.task, self.inner.connect.connect(&row.base)) else { return Ok(()) };
        match provider.status(task).await {
            Ok(report) if matches!(report.status, TaskStatus::Failed(_) | TaskStatus::Cancelled) => {
                self.cost_told(row, report.charged, true).await
            }
            _ => Ok(()),
        }
    }

    /// Waits that long, whoever rings; tells whether the take is still in that state.
    async fn still(&self, state: TakeState, wait: Duration) -> Result<bool, LedgerError> {
        let until = tokio::time::Instant::now() + wait;
        loop {
            let is_over = tokio::select! {
                () = self.bell.notified() => false,
                () = tokio::time::sleep_until(until) => true,
            };
            let is_still = self.ledger(Ledger::get).await?.state == state;
            if is_over || !is_still {
                return Ok(is_still);
            }
        }
    }

    /// Asks what the account holds and puts it down beside the take, with what that proves.
    pub(super) async fn balance_beside(&self, base: &str) -> Result<(), LedgerError> {
        self.ask_balance(base).await.map(drop)
    }

    async fn ask_balance(&self, base: &str) -> Result<Asked, LedgerError> {
        let Ok(provider) = self.inner.connect.connect(base) else { return Ok(Asked::NoKey) };
        let balance = match provider.balance().await {
            Ok(Some(balance)) => balance.credits,
            Err(StatusError::Offline(why)) => return Ok(Asked::Offline(why)),
            Ok(None) | Err(_) => return Ok(Asked::Done),
        };
        (self.inner.tell)(PaidNews::Balance(base.to_owned(), balance));
        let is_close = self.inner.sent_here(&self.take);
        self.change(move |ledger, take| ledger.balance_asked(take, balance, is_close)).await?;
        let sent = self.inner.sent().clone();
        for row in self.ledger(move |ledger, take| ledger.weigh_together(take, balance, &sent)).await? {
            self.inner.tell_of(&row);
        }
        Ok(Asked::Done)
    }
}
