//! Everything before the one request that may cost: an order is made ready, for a service as long as it takes until there is
//! a connection. Nobody has to do anything for that.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::{Outage, Pace, Record, jittered};
use crate::provider::{Balance, PrepareError, Prepared, Preparing, Provider, StatusError};
use crate::store::ProjectFolder;
use crate::story::Order;

/// What came of preparing.
pub enum Ready {
    /// With what the account holds, where it says so. That decides nothing, and a slow answer costs no take.
    Yes(Box<Prepared>, Option<Balance>),
    /// Why it cannot be made ready.
    No(PrepareError),
    /// Somebody wants something else of the take meanwhile.
    Woken,
}

/// Prepares an order and asks the balance beside it.
pub async fn prepare<R: Record + Sync>(
    record: &R,
    provider: &dyn Provider,
    order: &Order,
    folder: &ProjectFolder,
) -> Ready {
    // Before the first try: what changes while it is under way is not missed.
    let mut changed = record.changes();
    let slow = Slow::default();
    let mut outage: Option<Outage> = None;
    loop {
        let pace = record.pace();
        let tell = |at: Preparing| {
            record.tell_preparing(at.share);
            if let Pace::Service(timing) = &pace {
                let words = at.waits.map(|(pictures, wait)| upload_words(pictures, wait, timing.uploads_per_minute));
                slow.tell(record, words);
            }
        };
        let prepared = tokio::select! {
            biased;
            () = record.woken() => return Ready::Woken,
            prepared = provider.prepare(order, folder, &tell) => prepared,
        };
        let Pace::Service(timing) = &pace else {
            return match prepared {
                Ok(prepared) => Ready::Yes(Box::new(prepared), None),
                Err(error) => Ready::No(error),
            };
        };
        let (why, waits) = match prepared {
            Ok(prepared) => match provider.balance().await {
                Err(StatusError::Offline(why)) => (why, &timing.offline_s),
                asked => {
                    if outage.is_some() {
                        record.tell_slow(None);
                        record.is_connected_again();
                    }
                    return Ready::Yes(Box::new(prepared), asked.ok().flatten());
                }
            },
            Err(PrepareError::Offline(why)) => (why, &timing.offline_s),
            Err(PrepareError::Unreachable(why)) => (why, &timing.retry_s),
            Err(error @ (PrepareError::Refused(_) | PrepareError::Key(_))) => return Ready::No(error),
        };
        let outage = outage.get_or_insert_with(Outage::begin);
        slow.tell(record, Some(outage.words(&why)));
        let wait = jittered(waits.after(outage.tried));
        outage.tried = outage.tried.saturating_add(1);
        tokio::select! {
            () = record.woken() => return Ready::Woken,
            () = tokio::time::sleep(wait) => {}
            _ = changed.changed() => {}
        }
    }
}

/// What it waits for, told once and not at each try.
#[derive(Default)]
struct Slow(Mutex<Option<String>>);

impl Slow {
    fn tell(&self, record: &impl Record, why: Option<String>) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if *told != why {
            told.clone_from(&why);
            record.tell_slow(why);
        }
    }
}

/// `13 pictures to upload, about 2 minutes: the service takes 5 a minute`.
fn upload_words(pictures: usize, wait: Duration, a_minute: u32) -> String {
    let pictures = crate::story::check::count_of(pictures, "picture");
    let time = match wait.as_secs().div_ceil(60) {
        0 | 1 => "about a minute".to_owned(),
        minutes => format!("about {minutes} minutes"),
    };
    format!("{pictures} to upload, {time}: the service takes {a_minute} a minute")
}
