//! Who has a take in hand: one task for each, which reads from its row what is to be done next, and does that.

use std::sync::Arc;
use std::time::Duration;

use super::{Inner, PaidNews};
use crate::provider::background::in_background;
use crate::story::TakeId;
use crate::takes::ledger::{self, Hold, Ledger, LedgerError, LedgerTake, TakeState};
use crate::takes::stop_point::StopPoint;

impl Inner {
    /// Takes over what ended programs have left.
    pub(super) fn adopt_orphans(self: &Arc<Self>) -> Result<(), LedgerError> {
        for row in self.ledger.unfinished()? {
            let owner = row.owner.as_deref();
            if owner == Some(self.owner.id()) {
                continue;
            }
            if owner.is_some_and(|owner| ledger::is_alive(self.ledger.folder(), owner)) {
                continue;
            }
            if let Some(row) = self.ledger.adopt(&row.id, owner, self.owner.id())? {
                (self.tell)(PaidNews::Changed(Box::new(row.clone())));
                self.drive(&row.id);
            }
            if let Some(owner) = owner {
                ledger::bury(self.ledger.folder(), owner);
            }
        }
        Ok(())
    }

    pub(super) fn drive_all(self: &Arc<Self>) -> Result<(), LedgerError> {
        for row in self.ledger.unfinished()? {
            if row.owner.as_deref() == Some(self.owner.id()) {
                self.drive(&row.id);
            }
        }
        Ok(())
    }

    /// Puts a take into the hands of a task, unless it is in those of one; then that one is woken.
    pub(super) fn drive(self: &Arc<Self>, take: &TakeId) {
        let bell = {
            let mut driven = self.driven();
            if let Some(hands) = driven.get_mut(take) {
                hands.look_again = true;
                hands.bell.notify_one();
                return;
            }
            let bell = Arc::new(tokio::sync::Notify::new());
            driven.insert(take.clone(), Hands { bell: bell.clone(), look_again: false });
            bell
        };
        let (inner, take) = (self.clone(), take.clone());
        self.group.spawn(async move {
            let driver = Driver { inner: inner.clone(), take: take.clone(), bell };
            // Should it break off, somebody else may take it into hand.
            let mut broken = Broken { inner, take, is: true };
            driver.run().await;
            broken.is = false;
        });
    }
}

impl Inner {
    /// Work on the ledger, which waits for the disk: no task of the runtime stands still for it.
    pub(super) async fn on_ledger<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Ledger) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        let ledger = self.ledger.clone();
        match in_background(move || work(&ledger)).await {
            Ok(done) => done,
            Err(error) => Err(LedgerError::Damaged(error.to_string())),
        }
    }
}

/// The task that has a take.
pub(super) struct Hands {
    /// Wakes it.
    pub(super) bell: Arc<tokio::sync::Notify>,
    /// Somebody wanted it driven meanwhile: it looks once more before it lets go.
    look_again: bool,
}

/// Takes the hands off a take when its task breaks off instead of letting go.
struct Broken {
    inner: Arc<Inner>,
    take: TakeId,
    is: bool,
}

impl Drop for Broken {
    fn drop(&mut self) {
        if self.is {
            self.inner.driven().remove(&self.take);
        }
    }
}

/// One take in the hands of a task.
pub(super) struct Driver {
    pub(super) inner: Arc<Inner>,
    pub(super) take: TakeId,
    pub(super) bell: Arc<tokio::sync::Notify>,
}

/// What a step leaves to be done.
pub(super) enum Next {
    /// The row says.
    Look,
    /// Nothing, until the user or somebody else does something.
    Rest,
}

impl Driver {
    async fn run(&self) {
        self.inner.stops.pass(StopPoint::Confirmed).await;
        loop {
            let next = match self.ledger(Ledger::get).await {
                Ok(row) => self.step(row).await,
                Err(error) => Err(error),
            };
            match next {
                Ok(Next::Rest) if self.lets_go() => return,
                // Somebody was faster, or there is more to do: the row says.
                Ok(Next::Look | Next::Rest) | Err(LedgerError::Otherwise(_)) => {}
                Err(error) => {
                    (self.inner.tell)(PaidNews::Trouble(error.to_string()));
                    self.inner.driven().remove(&self.take);
                    return;
                }
            }
        }
    }

    /// Lets go of the take, unless somebody wanted it driven since the row was read: one step under one lock.
    fn lets_go(&self) -> bool {
        let mut driven = self.inner.driven();
        let wanted = driven.get_mut(&self.take).is_some_and(|hands| std::mem::take(&mut hands.look_again));
        if !wanted {
            driven.remove(&self.take);
        }
        !wanted
    }

    async fn step(&self, row: LedgerTake) -> Result<Next, LedgerError> {
        match row.state {
            TakeState::Queued | TakeState::Uploading if row.hold.is_none() => match row.waits_for.clone() {
                Some(other) => self.wait_for(row, other).await,
                None => self.send(row).await,
            },
            TakeState::Waiting | TakeState::Running | TakeState::Downloading => self.follow(row).await,
            TakeState::Ready if !row.in_project => self.keep(row).await,
            TakeState::NotConfirmed if !row.charge_is_looked_for() => self.look_for_charge(row).await,
            TakeState::Failed if row.awaits_refund() => self.look_for_refund(row).await,
            _ => Ok(Next::Rest),
        }
    }

    /// Work on the ledger for this take.
    pub(super) async fn ledger<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Ledger, &TakeId) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        let take = self.take.clone();
        self.inner.on_ledger(move |ledger| work(ledger, &take)).await
    }

    /// The same for a step that people shall see.
    pub(super) async fn change(
        &self,
        work: impl FnOnce(&Ledger, &TakeId) -> Result<LedgerTake, LedgerError> + Send + 'static,
    ) -> Result<LedgerTake, LedgerError> {
        let row = self.ledger(work).await?;
        self.inner.tell_of(&row);
        Ok(row)
    }

    pub(super) async fn put_back(&self, hold: Option<Hold>, why: String) -> Result<LedgerTake, LedgerError> {
        self.change(move |ledger, take| ledger.put_back(take, hold, &why)).await
    }

    pub(super) async fn go_to(&self, state: TakeState, message: Option<String>) -> Result<LedgerTake, LedgerError> {
        self.change(move |ledger, take| ledger.step(take, state, message.as_deref())).await
    }

    /// Sleeps, or is woken.
    pub(super) async fn pause(&self, wait: Duration) {
        tokio::select! {
            () = self.bell.notified() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}
