//! Other programs at the same ledger: what they change is seen, what they leave when they end is taken over.

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use super::{Inner, PaidNews};
use crate::provider::TaskId;
use crate::provider::background::in_background;
use crate::story::TakeId;
use crate::takes::ledger::{LedgerError, LedgerTake};

/// How often somebody else's takes are looked at, and webhooks' calls.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Looks as long as the engine is there.
pub(super) async fn watch(inner: Weak<Inner>) {
    let mut seen: HashMap<TakeId, LedgerTake> = HashMap::new();
    let mut version = None;
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let Some(inner) = inner.upgrade() else { return };
        let here = inner.clone();
        let Ok((now, others)) = in_background(move || (here.ledger.version(), here.has_others())).await else { return };
        // Nothing is read while nobody else has written and nobody else may have died.
        if now.as_ref().ok() == version.as_ref() && !others {
            continue;
        }
        version = now.ok();
        if let Err(error) = look(&inner, &mut seen).await {
            tracing::warn!("the ledger could not be looked at: {error}");
        }
    }
}

async fn look(inner: &Arc<Inner>, seen: &mut HashMap<TakeId, LedgerTake>) -> Result<(), LedgerError> {
    let here = inner.clone();
    let looked = in_background(move || {
        here.adopt_orphans()?;
        let owner = here.owner.id();
        Ok::<_, LedgerError>((here.ledger.foreign(owner)?, here.ledger.take_nudges(owner)?))
    });
    let (foreign, nudges) = match looked.await {
        Ok(looked) => looked?,
        Err(_) => return Ok(()),
    };
    for row in foreign {
        if seen.get(&row.id) != Some(&row) {
            seen.insert(row.id.clone(), row.clone());
            (inner.tell)(PaidNews::Changed(Box::new(row)));
        }
    }
    for (take, task) in nudges {
        inner.group.spawn(inner.clone().nudged(take, task.map(TaskId)));
    }
    Ok(())
}

impl Inner {
    fn has_others(&self) -> bool {
        self.ledger.has_unfinished_of_others(self.owner.id()).unwrap_or(false)
    }
}
