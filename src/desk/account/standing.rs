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
    /// On their way, or perhaps.
    pub being_made: HashSet<String>,
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
        let counts =
            |take: &&LedgerTake| take.project == *project && (take.state.may_be_charged() || take.state.is_unsent());
        let counted = self.takes.iter().filter(counts).map(|take| take.price).sum();
        Standing { counted, cap: self.caps.get(project).copied().flatten() }
    }

    /// Which contents of a project's scenes exist as paid takes or are being made as such.
    #[must_use]
    pub fn hashes_of(&self, project: &ProjectId) -> HashMap<SceneId, SceneHashes> {
        let mut all: HashMap<SceneId, SceneHashes> = HashMap::new();
        for take in self.takes.iter().filter(|take| take.project == *project && take.shot.is_none()) {
            let scene = all.entry(take.scene.clone()).or_default();
            if take.state == TakeState::Ready {
                scene.ready.insert(take.hash.0.clone());
            } else if !take.state.is_over() {
                scene.being_made.insert(take.hash.0.clone());
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
