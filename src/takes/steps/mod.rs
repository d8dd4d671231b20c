//! The steps of a take, written once: they are the same whoever makes it. What goes on record beside each, and who is told,
//! is a `Record`'s matter; how patiently is asked is a `Pace`.
//!
//! The one request that may cost is not among them: what the ledger puts down right before it and right after it is what keeps
//! it from being sent twice, and is read in one piece in `paid::send`.

mod fetch;
mod follow;
mod prepare;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::watch;

pub use fetch::{IN_VAIN_MAX, left};
pub use follow::{End, Outage, follow};
pub use prepare::{Ready, prepare};

use crate::provider::{FetchError, Provider, TaskReport};
use crate::story::rules::Timing;

/// What a take leaves on record at each step, and whom it tells. A paid take's record is its row in the ledger; a free one
/// has none and leaves these out. Nothing has a default here: what is left out is left out by a word.
#[async_trait]
pub trait Record: Send {
    /// Why the record could not be kept: the steps end there.
    type Fault: Send;

    /// Who makes it, or why there is no connection to it now.
    fn provider(&self) -> Result<Arc<dyn Provider>, String>;

    /// As it is now: it may be another at the next question.
    fn pace(&self) -> Pace;

    /// Rung when a key, an address or the network may have changed.
    fn changes(&self) -> watch::Receiver<u64>;

    /// There is a connection again: others that wait for one need not find it out for themselves.
    fn is_connected_again(&self);

    /// Why it is not getting on at the moment, or nothing when it is again. Told once each.
    fn tell_slow(&self, why: Option<String>);

    /// It is made ready, so far from 0 to 1.
    fn tell_preparing(&self, share: f32);

    /// Ends when somebody wants something else of the take.
    async fn woken(&self);

    /// The provider has answered a question after the task; what the answer says of the cost is put down before all else.
    async fn answered(&mut self, report: &TaskReport) -> Result<(), Self::Fault>;

    /// The task has not begun.
    async fn waits(&mut self) -> Result<(), Self::Fault>;

    /// The task is in work, so far from 0 to 1 where that is told.
    async fn runs(&mut self, share: Option<f32>) -> Result<(), Self::Fault>;

    /// The task is finished, and its film about to be fetched.
    async fn is_made(&mut self) -> Result<(), Self::Fault>;

    /// Where the film is to come to.
    async fn place(&mut self) -> Result<Place, Self::Fault>;

    /// The film lies at the place under the name that it came by: it is given its own.
    async fn has_come(&mut self) -> Result<Result<(), FetchError>, Self::Fault>;

    /// A costly try was in vain; tells how many were, in all runs.
    async fn came_in_vain(&mut self, why: &str) -> Result<u32, Self::Fault>;

    /// The film does not come although it was tried often; it is tried on.
    async fn film_waits(&mut self, why: &str) -> Result<(), Self::Fault>;

    /// Since when it has been submitted by the clock, which may have been set back.
    fn age(&self) -> Duration;

    /// Waits so long, or until somebody wakes it; with `changed`, until that rings as well. Tells what became of it meanwhile.
    async fn wait(&mut self, wait: Duration, changed: Option<&mut watch::Receiver<u64>>) -> Result<Then, Self::Fault>;
}

/// What became of a take while it waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    GoOn,
    /// Its film is wanted anew: earlier tries do not count.
    FetchAnew,
    /// Somebody has ended it.
    Over,
}

/// Where a film is to come to.
#[derive(Debug)]
pub enum Place {
    /// To this path, where nothing is.
    To(PathBuf),
    /// It lies there already, under the name that it came by.
    HasCome,
    /// It lies there under its own name.
    IsHere,
    /// It came in vain so often that it is left to the user, who is told this.
    Left(String),
    /// There is no place for it now.
    None(FetchError),
}

/// How patiently a provider is asked.
#[derive(Clone, Debug)]
pub enum Pace {
    /// A service far away: asked as long as it takes, slower in trouble, and no single answer ends a take.
    Service(Box<Timing>),
    /// This machine: its word counts at once.
    Here,
}

/// A tenth more or less, so that many takes do not ask in step.
pub fn jittered(wait: Duration) -> Duration {
    let random = uuid::Uuid::new_v4().as_bytes()[0];
    wait.mul_f64(0.9 + 0.2 * f64::from(random) / 255.0)
}
