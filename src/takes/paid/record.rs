//! A paid take's record: its row in the ledger, written at each step before the next one begins.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use tokio::sync::watch;

use super::PaidNews;
use super::drive::Driver;
use crate::provider::{FetchError, Provider, TaskReport, TaskStatus};
use crate::store::disk;
use crate::takes::ledger::{Ledger, LedgerError, LedgerTake, TakeState};
use crate::takes::steps::{IN_VAIN_MAX, Pace, Place, Record, Then, left};
use crate::takes::stop_point::StopPoint;

impl Driver {
    /// Where the film lies beside the ledger, and the hidden name that it comes by.
    fn film_places(&self) -> (PathBuf, PathBuf) {
        let place = self.inner.ledger.film_of(&self.take);
        let hidden = place.with_file_name(format!(".{}.film", self.take));
        (place, hidden)
    }
}

/// A take on its way, and its row as it was written or read last.
pub(super) struct OnRecord<'a> {
    pub(super) driver: &'a Driver,
    pub(super) row: LedgerTake,
}

#[async_trait]
impl Record for OnRecord<'_> {
    type Fault = LedgerError;

    fn provider(&self) -> Result<Arc<dyn Provider>, String> {
        self.driver.inner.connect.connect(&self.row.base)
    }

    fn pace(&self) -> Pace {
        Pace::Service(Box::new(self.driver.inner.rules().timing.clone()))
    }

    fn changes(&self) -> watch::Receiver<u64> {
        self.driver.inner.changed.subscribe()
    }

    fn is_connected_again(&self) {
        self.driver.inner.changed.send_modify(|n| *n = n.wrapping_add(1));
    }

    fn tell_slow(&self, why: Option<String>) {
        (self.driver.inner.tell)(PaidNews::Slow(self.driver.take.clone(), why));
    }

    fn tell_preparing(&self, share: f32) {
        (self.driver.inner.tell)(PaidNews::Progress(self.driver.take.clone(), share));
    }

    async fn woken(&self) {
        self.driver.bell.notified().await;
    }

    async fn answered(&mut self, report: &TaskReport) -> Result<(), LedgerError> {
        let has_failed = matches!(report.status, TaskStatus::Failed(_) | TaskStatus::Cancelled);
        self.driver.cost_told(&self.row, report.charged, has_failed).await
    }

    async fn waits(&mut self) -> Result<(), LedgerError> {
        Ok(())
    }

    async fn runs(&mut self, share: Option<f32>) -> Result<(), LedgerError> {
        if self.row.state == TakeState::Waiting {
            self.row = self.driver.go_to(TakeState::Running, None).await?;
        }
        if let Some(share) = share {
            (self.driver.inner.tell)(PaidNews::Progress(self.driver.take.clone(), share));
        }
        Ok(())
    }

    async fn is_made(&mut self) -> Result<(), LedgerError> {
        if self.row.state != TakeState::Downloading {
            self.row = self.driver.go_to(TakeState::Downloading, None).await?;
        }
        self.driver.inner.stops.pass(StopPoint::Made).await;
        Ok(())
    }

    /// Beside the ledger, under a hidden name at first.
    async fn place(&mut self) -> Result<Place, LedgerError> {
        let (place, hidden) = self.driver.film_places();
        let there = hidden.clone();
        let (is_here, has_come) = self.driver.ledger(move |_, _| Ok((place.is_file(), there.is_file()))).await?;
        if is_here {
            // The program ended between the renaming and the record of it.
            return Ok(Place::IsHere);
        }
        let in_vain = self.driver.ledger(Ledger::films_in_vain).await?;
        if in_vain >= IN_VAIN_MAX {
            return Ok(Place::Left(left(in_vain, None)));
        }
        Ok(if has_come { Place::HasCome } else { Place::To(hidden) })
    }

    async fn has_come(&mut self) -> Result<Result<(), FetchError>, LedgerError> {
        let (place, hidden) = self.driver.film_places();
        self.driver.inner.stops.pass(StopPoint::Downloaded).await;
        let renamed = self.driver.ledger(move |_, _| Ok(disk::rename(&hidden, &place, "keep the take"))).await?;
        self.driver.inner.stops.pass(StopPoint::Renamed).await;
        Ok(renamed.map_err(|error| FetchError::Disk(error.to_string())))
    }

    async fn came_in_vain(&mut self, why: &str) -> Result<u32, LedgerError> {
        let note = why.to_owned();
        self.driver.ledger(move |ledger, take| ledger.film_came_in_vain(take, &note)).await
    }

    async fn film_waits(&mut self, why: &str) -> Result<(), LedgerError> {
        let told = why.to_owned();
        self.driver.change(move |ledger, take| ledger.film_waits(take, Some(&told))).await.map(drop)
    }

    fn age(&self) -> Duration {
        let submitted = self.row.submitted_at.unwrap_or(self.row.confirmed_at);
        Duration::try_from(Timestamp::now().duration_since(submitted)).unwrap_or_default()
    }

    async fn wait(&mut self, wait: Duration, changed: Option<&mut watch::Receiver<u64>>) -> Result<Then, LedgerError> {
        match changed {
            None => self.driver.pause(wait).await,
            Some(changed) => tokio::select! {
                () = self.driver.pause(wait) => {}
                _ = changed.changed() => {}
            },
        }
        // Somebody may have closed it meanwhile, or wants its film fetched again.
        let now = self.driver.ledger(Ledger::get).await?;
        let is_wanted_anew = self.row.message.is_some() && now.message.is_none();
        let is_followed = now.state.is_followed();
        self.row = now;
        Ok(match (is_followed, is_wanted_anew) {
            (false, _) => Then::Over,
            (true, true) => Then::FetchAnew,
            (true, false) => Then::GoOn,
        })
    }
}
