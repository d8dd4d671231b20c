//! Going in good order: requests that have left are counted from before they are on record until their answer is, and
//! none begins once the engine goes.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What an engine that goes has to know.
#[derive(Debug, Default)]
pub(super) struct Leaving {
    now: Mutex<Now>,
    answered: Condvar,
}

#[derive(Debug, Default)]
struct Now {
    leaving: bool,
    /// Requests on record without an answer on record.
    under_way: usize,
}

/// One request under way.
pub(super) struct UnderWay<'a>(&'a Leaving);

impl Leaving {
    /// A request is about to be put on record; `None` when the engine goes and it must not be.
    pub(super) fn begin(&self) -> Option<UnderWay<'_>> {
        let mut now = self.now();
        if now.leaving {
            return None;
        }
        now.under_way += 1;
        Some(UnderWay(self))
    }

    /// From here on no request begins. Waits until those under way are answered, this long at most.
    pub(super) fn leave(&self, at_most: Duration) {
        let mut now = self.now();
        now.leaving = true;
        // Whether all were answered makes no difference: the record says which were not.
        drop(self.answered.wait_timeout_while(now, at_most, |now| now.under_way > 0));
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.now().under_way -= 1;
        self.0.answered.notify_all();
    }
}
