//! How things stand by what is known here, without asking the disk: what a project has cost, which contents are made,
//! how long takes like one usually need.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use super::Account;
use crate::story::{ProjectId, SceneId};
use crate::takes::ledger::{LedgerTake, Spending, Standing, TakeState, usual_time};

/// The contents of a scene of which there are paid takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SceneHashes {
    pub ready: HashSet<String>,
    /// Confirmed and not over, by how far they are.
    pub pending: HashMap<String, Pending>,
}

/// How far content is that was confirmed and is not made yet; where there are several takes of it, the furthest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pending {
    /// It is not sent before the user says so.
    Held,
    /// Nobody knows whether it was accepted.
    NotConfirmed,
    /// It is on its way there, at the service, or on its way back.
    BeingMade,
}

impl Pending {
    fn of(take: &LedgerTake) -> Option<Self> {
        match take.state {
            state if state.is_over() => None,
            TakeState::NotConfirmed => Some(Self::NotConfirmed),
            _ if take.hold.is_some() => Some(Self::Held),
            _ => Some(Self::BeingMade),
        }
    }
}

impl Account {
    /// A number that changes whenever something here has.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The same for what a confirmation depends on: rows of the ledger, the key, the address.
    #[must_use]
    pub fn revision_of_takes(&self) -> u64 {
        self.takes_revision
    }

    /// How a project stands to its cap, as far as is known here; the ledger itself decides when it comes to spending.
    #[must_use]
    pub fn standing_of(&self, project: &ProjectId) -> Standing {
        let takes = self.takes.iter().filter(|take| take.project == *project);
        Standing::of(takes.map(LedgerTake::amounts), self.caps.get(project).copied().flatten())
    }

    /// Which contents of a project's scenes exist as paid takes or are being made as such.
    #[must_use]
    pub fn hashes_of(&self, project: &ProjectId) -> HashMap<SceneId, SceneHashes> {
        let mut all: HashMap<SceneId, SceneHashes> = HashMap::new();
        for take in self.takes.iter().filter(|take| take.project == *project && take.shot.is_none()) {
            let scene = all.entry(take.scene.clone()).or_default();
            if take.state == TakeState::Ready {
                scene.ready.insert(take.hash.0.clone());
            } else if let Some(pending) = Pending::of(take) {
                let known = scene.pending.entry(take.hash.0.clone()).or_insert(pending);
                *known = pending.max(*known);
            }
        }
        all
    }

    /// How long takes like this one took lately.
    #[must_use]
    pub fn expected(&self, take: &LedgerTake) -> Option<Duration> {
        let ready = self.takes.iter().filter(|other| other.state == TakeState::Ready);
        usual_time(ready.filter(|other| other.order.tier == take.order.tier), take.order.seconds())
    }

    /// What was spent, by project and month.
    #[must_use]
    pub fn spending(&self) -> Spending {
        Spending::of(&self.takes)
    }
}
