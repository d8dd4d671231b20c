//! A finished film on its way to its place beside the ledger: fetched again from fresh addresses, gone on with after a
//! break, never fetched without end.

use std::sync::Arc;
use std::time::Duration;

use super::drive::Driver;
use super::follow::jittered;
use super::{Inner, PaidError};
use crate::provider::{FetchError, Provider, ResultFile};
use crate::store::disk;
use crate::story::TakeId;
use crate::story::rules::Timing;
use crate::takes::ledger::{Ledger, LedgerError, LedgerTake};
use crate::takes::stop_point::StopPoint;

/// In bytes: more than this thrown away is worth counting.
const COSTLY: u64 = 1_000_000;
/// So often a film may come in vain before it is left to the user.
const IN_VAIN_MAX: u32 = 3;
/// From so many tries on it is told as what the take waits for.
const TOLD_AFTER: u32 = 5;
/// The longest wait between two tries.
const SLOWEST: Duration = Duration::from_mins(10);

/// What came of a try.
pub(super) enum Brought {
    /// It is here.
    Here,
    /// Not yet, and why: the next try may begin after a while.
    Later(String, Duration),
    /// It came in vain too often: it is left to the user.
    Left(String),
}

/// What the tries in this run have come to.
#[derive(Default)]
pub(super) struct Tries {
    /// In vain, one after the other.
    pub failed: u32,
}

impl Driver {
    /// Brings the film to its place: under a hidden name, whole, synced, then renamed.
    pub(super) async fn bring(
        &self,
        provider: Arc<dyn Provider>,
        files: &[ResultFile],
        tries: &mut Tries,
        timing: &Timing,
    ) -> Result<Brought, LedgerError> {
        let place = self.inner.ledger.film_of(&self.take);
        let hidden = place.with_file_name(format!(".{}.film", self.take));
        let (at, there) = (place.clone(), hidden.clone());
        let (is_here, has_come) = self.ledger(move |_, _| Ok((at.is_file(), there.is_file()))).await?;
        if is_here {
            // The program ended between the renaming and the record of it.
            return Ok(Brought::Here);
        }
        let in_vain = self.ledger(Ledger::films_in_vain).await?;
        if in_vain >= IN_VAIN_MAX {
            return Ok(Brought::Left(left(in_vain, None)));
        }
        if !has_come {
            let fetched = match files.first() {
                Some(file) => provider.fetch(file, &hidden).await,
                None => Err(FetchError::Failed("the service names no file of it".to_owned())),
            };
            if let Err(error) = fetched {
                return self.not_fetched(error, tries, timing).await;
            }
        }
        self.inner.stops.pass(StopPoint::Downloaded).await;
        let renamed = self.ledger(move |_, _| Ok(disk::rename(&hidden, &place, "keep the take"))).await?;
        self.inner.stops.pass(StopPoint::Renamed).await;
        match renamed {
            Ok(()) => Ok(Brought::Here),
            Err(error) => self.not_fetched(FetchError::Disk(error.to_string()), tries, timing).await,
        }
    }

    async fn not_fetched(&self, error: FetchError, tries: &mut Tries, timing: &Timing) -> Result<Brought, LedgerError> {
        let why = error.to_string();
        if let FetchError::Broken { in_vain: COSTLY.., .. } = error {
            let note = why.clone();
            let in_vain = self.ledger(move |ledger, take| ledger.film_came_in_vain(take, &note)).await?;
            if in_vain >= IN_VAIN_MAX {
                return Ok(Brought::Left(left(in_vain, Some(&why))));
            }
        }
        let wait = match &error {
            // It goes on as soon as its host is there again.
            FetchError::Broken { in_vain: 0, .. } => timing.offline_s.after(tries.failed),
            _ if tries.failed < TOLD_AFTER => timing.retry_s.after(tries.failed),
            _ => {
                let slower = 2_u32.saturating_pow((tries.failed - TOLD_AFTER).min(16));
                timing.retry_s.after(tries.failed).saturating_mul(slower).min(SLOWEST)
            }
        };
        tries.failed = tries.failed.saturating_add(1);
        let why = format!("its film does not come yet: {why}");
        let is_told = !matches!(error, FetchError::Broken { in_vain: 0, .. }) && tries.failed >= TOLD_AFTER;
        if is_told {
            let told = format!("{why}; Storyreel keeps trying");
            self.change(move |ledger, take| ledger.film_waits(take, Some(&told))).await?;
        }
        Ok(Brought::Later(why, jittered(wait)))
    }
}

fn left(in_vain: u32, why: Option<&str>) -> String {
    let why = why.map_or_else(String::new, |why| format!(" ({why})"));
    format!(
        "its film came {in_vain} times and was of no use{why}; fetch it again, or look for it in your Vidgo account"
    )
}

impl Inner {
    /// The user wants a film that does not come fetched again, now.
    pub(super) fn fetch_again(self: &Arc<Self>, take: &TakeId) -> Result<LedgerTake, PaidError> {
        let row = self.told(self.ledger.fetch_again(take, self.owner.id()))?;
        self.drive(take);
        Ok(row)
    }
}
