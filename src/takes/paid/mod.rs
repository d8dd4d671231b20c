//! Paid takes from the confirmation to the film in the project. The ledger leads: each step is read from it and written
//! to it, so that a take goes on from where it stands whatever ended the program.

mod charge;
mod drive;
mod follow;
mod keep;
mod leave;
mod news;
mod once;
mod record;
mod send;
mod wait;
mod watch;

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::watch as signal;

pub use news::{PaidNews, Tell};
pub use once::film_of;

use self::drive::Hands;
use self::leave::Leaving;
use super::ledger::{ConfirmError, Elsewhere, Ledger, LedgerError, LedgerTake, NewTake, Owner, Same, TakeState};
use super::stop_point::Stops;
use super::{Group, Runtime};
use crate::provider::{Provider, StatusError, TaskId};
use crate::store::ProjectFolder;
use crate::story::{Credits, ProjectId, Rules, TakeId};

/// How long work may need to stop when the engine goes.
const ENDS_WITHIN: Duration = Duration::from_millis(500);
/// How long an engine that goes waits for the answer to a request that has left: with it on record nothing has to be
/// found out later.
const ANSWERS_WITHIN: Duration = Duration::from_secs(10);

/// Gives the service at an address, as long as there is a key for it.
pub trait Connect: Send + Sync {
    /// # Errors
    /// Why there is no connection to it now, as a sentence.
    fn connect(&self, base: &str) -> Result<Arc<dyn Provider>, String>;

    /// Where the service shall call for a take with this token, if anywhere.
    fn callback(&self, token: &str) -> Option<String>;
}

/// Makes paid takes. Dropped, it sends nothing more, waits a while for answers to what has just left, and stops following;
/// what was submitted goes on at the service and is followed again by the next engine. Do not drop it inside asynchronous code.
pub struct Paid {
    // Dropped in this order: the ledger's owner lets go last.
    runtime: Runtime,
    inner: Arc<Inner>,
}

/// What the engine's tasks share. The runtime is not theirs: it must not end inside one of them.
struct Inner {
    ledger: Ledger,
    owner: Owner,
    connect: Arc<dyn Connect>,
    rules: RwLock<Arc<Rules>>,
    tell: Tell,
    stops: Stops,
    /// Takes in the hands of a task of ours.
    driven: Mutex<HashMap<TakeId, Hands>>,
    leaving: Leaving,
    /// Takes whose request left in this run: the balance before it is of a moment ago.
    sent: Mutex<HashSet<TakeId>>,
    /// Rung when a key, an address or the network may have changed.
    changed: signal::Sender<u64>,
    /// Rung when a row has changed: a take may wait for that one.
    steps: signal::Sender<u64>,
    group: Group,
}

/// What an engine is made of.
pub struct PaidSetup {
    pub ledger: Ledger,
    pub connect: Arc<dyn Connect>,
    pub rules: Arc<Rules>,
    /// Called from any thread.
    pub tell: Tell,
    pub stops: Stops,
}

/// Why something the user wants of a take was not done.
#[derive(Debug, thiserror::Error)]
pub enum PaidError {
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error("{0}")]
    NoConnection(String),
    #[error("the service knows no task \"{0}\"; look for its ID once more in your Vidgo account")]
    NoTask(String),
    #[error("the service could not be asked after it ({0}); try again")]
    NotAsked(StatusError),
    #[error("the service still says that it failed: {0}")]
    StillFailed(String),
}

impl Paid {
    /// Opens up on a runtime of its own.
    ///
    /// # Errors
    /// When the ledger cannot be written, or the system gives no threads.
    pub fn start(setup: PaidSetup) -> Result<Self, LedgerError> {
        let runtime = Runtime::start();
        let folder = setup.ledger.folder();
        let runtime = runtime.map_err(|error| crate::store::DiskError::new("start following takes", folder, error))?;
        Self::start_on(setup, &runtime)
    }

    /// Opens up on the program's runtime: takes over what ended programs have left, and follows what was submitted.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn start_on(setup: PaidSetup, runtime: &Runtime) -> Result<Self, LedgerError> {
        let PaidSetup { ledger, connect, rules, tell, stops } = setup;
        let owner = Owner::new(ledger.folder())?;
        let inner = Arc::new(Inner {
            ledger,
            owner,
            connect,
            rules: RwLock::new(rules),
            tell,
            stops,
            driven: Mutex::default(),
            leaving: Leaving::default(),
            sent: Mutex::default(),
            changed: signal::Sender::new(0),
            steps: signal::Sender::new(0),
            group: runtime.group(),
        });
        let paid = Self { runtime: runtime.clone(), inner };
        paid.inner.adopt_orphans()?;
        paid.inner.look_for_refunds()?;
        paid.inner.group.spawn(watch::watch(Arc::downgrade(&paid.inner)));
        paid.inner.group.spawn(once::clear_all(paid.inner.clone()));
        Ok(paid)
    }

    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.inner.ledger
    }

    /// Whether a take is in the hands of this program, or nobody's.
    #[must_use]
    pub fn is_ours(&self, take: &LedgerTake) -> bool {
        take.owner.as_deref().is_none_or(|owner| owner == self.inner.owner.id())
    }

    /// From here on these rules count.
    pub fn set_rules(&self, rules: Arc<Rules>) {
        *self.inner.rules.write().unwrap_or_else(PoisonError::into_inner) = rules;
    }

    /// A key, an address or a project may be there now: what waited for it is tried again.
    pub fn look_again(&self) {
        self.inner.changed.send_modify(|n| *n = n.wrapping_add(1));
        if let Err(error) = self.inner.drive_all() {
            (self.inner.tell)(PaidNews::Trouble(error.to_string()));
        }
    }

    /// Puts the user's confirmation on record and begins.
    ///
    /// # Errors
    /// When nothing was confirmed, with the reason.
    pub fn confirm(&self, takes: &[NewTake], same: Same) -> Result<Vec<LedgerTake>, ConfirmError> {
        let made = self.inner.ledger.confirm(takes, self.inner.owner.id(), same)?;
        for take in &made {
            (self.inner.tell)(PaidNews::Changed(Box::new(take.clone())));
            self.inner.drive(&take.id);
        }
        Ok(made)
    }

    /// Takes a take back before it is sent.
    ///
    /// # Errors
    /// When it was sent already.
    pub fn cancel(&self, take: &TakeId) -> Result<LedgerTake, LedgerError> {
        self.inner.told(self.inner.ledger.step(take, TakeState::Cancelled, None))
    }

    /// Sends what waits for the user, at the price it was confirmed at.
    ///
    /// # Errors
    /// When it does not wait any more.
    pub fn go_on(&self, take: &TakeId) -> Result<LedgerTake, LedgerError> {
        let row = self.inner.told(self.inner.ledger.go_on(take, self.inner.owner.id()))?;
        self.inner.drive(take);
        Ok(row)
    }

    /// The user wants to see it no more, or again. It is followed all the same.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn set_hidden(&self, take: &TakeId, hidden: bool) -> Result<LedgerTake, LedgerError> {
        self.inner.told(self.inner.ledger.set_hidden(take, hidden))
    }

    /// Gives up a take that may have been charged; it counts as spent.
    ///
    /// # Errors
    /// When it is not one of those.
    pub fn close_as_lost(&self, take: &TakeId) -> Result<LedgerTake, LedgerError> {
        self.inner.told(self.inner.ledger.step(take, TakeState::Lost, Some("closed by you as lost")))
    }

    /// The user says that a take of which nobody knows it was not charged: it is closed and counts nothing. On what
    /// evidence stands beside it.
    ///
    /// # Errors
    /// When it is not one of those.
    pub fn not_charged(&self, take: &TakeId) -> Result<LedgerTake, LedgerError> {
        self.inner.told(self.inner.ledger.not_charged(take))
    }

    /// The user says that what a failed take cost was given back: it counts nothing any more.
    ///
    /// # Errors
    /// When it has not failed, or that is known.
    pub fn given_back(&self, take: &TakeId) -> Result<LedgerTake, LedgerError> {
        self.inner.told(self.inner.ledger.given_back(take))
    }

    /// The user says what the service calls a take that was not confirmed or is closed as lost. The service is asked;
    /// only when it knows the task is it believed. Waits for the answer.
    ///
    /// # Errors
    /// When the service does not know it or cannot be asked; then nothing has changed.
    pub fn enter_task(&self, take: &TakeId, task: &str) -> Result<LedgerTake, PaidError> {
        self.runtime.block_on(self.inner.clone().believe_task(take.clone(), TaskId(task.trim().to_owned())))
    }

    /// Asks the service after a take that was closed as lost or failed and has a task: when the service knows it, and does
    /// not still call it failed, it is followed again. Waits for the answer.
    ///
    /// # Errors
    /// When the service does not know it, still calls it failed, or cannot be asked; then nothing has changed.
    pub fn ask_again(&self, take: &TakeId) -> Result<LedgerTake, PaidError> {
        self.runtime.block_on(self.inner.clone().asks_again(take.clone()))
    }

    /// Fetches a film again that does not come, from a fresh address and without a wait.
    ///
    /// # Errors
    /// When the take is not one whose film is on its way.
    pub fn fetch_again(&self, take: &TakeId) -> Result<LedgerTake, PaidError> {
        self.inner.fetch_again(take)
    }

    /// A webhook has called for a take: the service is asked. What the call said is not believed.
    pub fn nudge(&self, take: &TakeId, task: Option<TaskId>) {
        let (inner, take) = (self.inner.clone(), take.clone());
        self.inner.group.spawn(async move { inner.nudged(take, task).await });
    }

    /// Asks what an account holds, and waits for the answer. With a take, that is put down beside it.
    ///
    /// # Errors
    /// When there is no connection.
    pub fn balance(&self, base: &str, take: Option<&TakeId>) -> Result<Credits, PaidError> {
        let provider = self.inner.connect.connect(base).map_err(PaidError::NoConnection)?;
        let balance = self.runtime.block_on(provider.balance()).map_err(PaidError::NotAsked)?;
        let credits = balance.map_or(Credits::ZERO, |balance| balance.credits);
        if let Some(take) = take {
            let is_close = self.inner.sent_here(take);
            self.inner.told(self.inner.ledger.balance_asked(take, credits, is_close))?;
            let sent = self.inner.sent().clone();
            for row in self.inner.ledger.weigh_together(take, credits, &sent)? {
                self.inner.tell_of(&row);
            }
        }
        Ok(credits)
    }

    /// A project is open in a folder: takes that wait for it are put there. Where it is known to lie in another folder,
    /// nothing is done, and people are to be asked what this one is.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn project_opened(
        &self,
        project: &ProjectId,
        name: &str,
        folder: &Path,
    ) -> Result<Option<Elsewhere>, LedgerError> {
        let elsewhere = self.inner.ledger.project_opened(project, name, folder)?;
        if elsewhere.is_none() {
            self.bring_into(project, folder)?;
        }
        Ok(elsewhere)
    }

    /// People say that a project was moved to a folder: takes that wait for it are put there.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn project_moved(&self, project: &ProjectId, name: &str, folder: &Path) -> Result<(), LedgerError> {
        self.inner.ledger.project_moved(project, name, folder)?;
        self.bring_into(project, folder)
    }

    /// People say that a folder holds a copy that goes its own way, by this id.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn project_went_its_own_way(
        &self,
        original: &ProjectId,
        copy: &ProjectId,
        name: &str,
        folder: &Path,
    ) -> Result<(), LedgerError> {
        self.inner.ledger.project_went_its_own_way(original, copy, name, folder)?;
        self.bring_into(copy, folder)
    }

    /// Puts finished takes that were ordered from a folder and do not lie in it there, whatever is on record.
    fn bring_into(&self, project: &ProjectId, folder: &Path) -> Result<(), LedgerError> {
        if let Ok(opened) = ProjectFolder::at(folder) {
            for row in self.inner.ledger.missing_from(project, &opened)? {
                let row = self.inner.told(self.inner.ledger.put_again(&row.id, self.inner.owner.id()))?;
                self.inner.drive(&row.id);
            }
        }
        self.inner.drive_all()
    }
}

impl Drop for Paid {
    fn drop(&mut self) {
        let at_most = if self.inner.stops.stands_still() { Duration::ZERO } else { ANSWERS_WITHIN };
        self.inner.leaving.leave(at_most);
        self.inner.group.close(ENDS_WITHIN);
    }
}

impl Inner {
    fn rules(&self) -> Arc<Rules> {
        self.rules.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn sent(&self) -> MutexGuard<'_, HashSet<TakeId>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a take's request left in this run.
    fn sent_here(&self, take: &TakeId) -> bool {
        self.sent().contains(take)
    }

    /// Looks for refunds that had not come when their program ended.
    fn look_for_refunds(self: &Arc<Self>) -> Result<(), LedgerError> {
        for row in self.ledger.refunds_awaited()? {
            let owner = row.owner.as_deref().filter(|owner| *owner != self.owner.id());
            if owner.is_some_and(|owner| super::ledger::is_alive(self.ledger.folder(), owner)) {
                continue;
            }
            if owner.is_none() || self.ledger.adopt(&row.id, owner, self.owner.id())?.is_some() {
                self.drive(&row.id);
            }
        }
        Ok(())
    }

    fn driven(&self) -> MutexGuard<'_, HashMap<TakeId, Hands>> {
        self.driven.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell_of(&self, row: &LedgerTake) {
        (self.tell)(PaidNews::Changed(Box::new(row.clone())));
        self.steps.send_modify(|n| *n = n.wrapping_add(1));
    }

    /// Tells a row that has changed, and wakes whoever waits beside it.
    fn told<E>(&self, row: Result<LedgerTake, E>) -> Result<LedgerTake, E> {
        if let Ok(row) = &row {
            self.tell_of(row);
            if let Some(hands) = self.driven().get(&row.id) {
                hands.bell.notify_one();
            }
        }
        row
    }
}
