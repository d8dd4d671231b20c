//! From an order to a finished take in the project's folder, whoever makes it: run in the background, told by events.
//! Both go through the same steps; beside those of a take that is paid for stands the ledger.

#[cfg(test)]
mod animatic_tests;
pub mod ledger;
pub mod paid;
mod pipeline;
mod runner;
mod runtime;
#[cfg(test)]
mod scripted;
mod steps;
pub mod stop_point;

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::watch;

use crate::provider::Provider;
use crate::store::{ProjectFolder, TakeRecord};
use crate::story::{Order, TakeId};

pub use runner::Runner;
pub use runtime::{Group, Runtime};

/// A take to be made.
#[derive(Clone)]
pub struct TakeOrder {
    pub order: Order,
    /// Where the pictures lie and the take will.
    pub folder: ProjectFolder,
    pub provider: Arc<dyn Provider>,
    /// When it was asked for.
    pub made: Timestamp,
}

impl fmt::Debug for TakeOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scene = &self.order.scene_name;
        f.debug_struct("TakeOrder").field("scene", scene).field("provider", &self.provider.id()).finish_non_exhaustive()
    }
}

/// What happens to a take. `Saved`, `Failed` or `Cancelled` comes exactly once, last of all.
#[derive(Clone, Debug, PartialEq)]
pub enum TakeEvent {
    /// A share from 0 to 1 of what comes before it is made.
    Preparing(f32),
    /// A share from 0 to 1 of the making.
    Running(f32),
    /// It lies in the project's folder, whole.
    Saved(Box<TakeRecord>),
    /// Why, in a sentence.
    Failed(String),
    Cancelled,
}

impl TakeEvent {
    /// Whether nothing comes after it.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Saved(_) | Self::Failed(_) | Self::Cancelled)
    }
}

/// A take in the making. Dropping it changes nothing.
#[derive(Clone, Debug)]
pub struct TakeHandle {
    pub id: TakeId,
    stop: Stop,
}

impl TakeHandle {
    /// Asks for it to be stopped. The last event tells what came of it: it may be saved all the same.
    pub fn cancel(&self) {
        self.stop.ask();
    }
}

/// Why there is no take after waiting for one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TakeError {
    #[error("{0}")]
    Failed(String),
    #[error("the take was cancelled")]
    Cancelled,
}

/// The wish that a take be stopped, seen from all sides.
#[derive(Clone, Debug)]
struct Stop(Arc<watch::Sender<bool>>);

impl Stop {
    fn new() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    fn ask(&self) {
        self.0.send_replace(true);
    }

    fn is_asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Ends when it is asked for.
    async fn asked(&self) {
        // The sender lives as long as this: the wait ends only by the wish.
        let _ = self.0.subscribe().wait_for(|asked| *asked).await;
    }
}

#[cfg(test)]
mod tests;
