//! The way of a free take: prepared, submitted once, followed, fetched, kept. There is no record of it until it is kept.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::watch;

use super::steps::{self, End, Pace, Place, Ready, Record, Then};
use super::{Stop, TakeEvent, TakeOrder};
use crate::provider::background::in_background;
use crate::provider::{FetchError, Provider, StatusError, TaskId, TaskReport};
use crate::store::{TakeDraft, TakeRecord};
use crate::story::{Credits, TakeId};

/// Where the events before the last go.
pub type Tell<'a> = &'a (dyn Fn(TakeEvent) + Send + Sync);

/// Makes a take and gives its last event.
pub async fn drive(take: &TakeOrder, id: &TakeId, stop: &Stop, tell: Tell<'_>) -> TakeEvent {
    match make(take, id, stop, tell).await {
        Ok(record) => TakeEvent::Saved(Box::new(record)),
        Err(Unmade::Failed(why)) => TakeEvent::Failed(why),
        Err(Unmade::Cancelled) => TakeEvent::Cancelled,
    }
}

enum Unmade {
    Failed(String),
    Cancelled,
}

fn failed(error: impl std::fmt::Display) -> Unmade {
    Unmade::Failed(error.to_string())
}

async fn make(take: &TakeOrder, id: &TakeId, stop: &Stop, tell: Tell<'_>) -> Result<TakeRecord, Unmade> {
    let provider = take.provider.as_ref();
    tell(TakeEvent::Preparing(0.0));
    let mut record = OffRecord::new(take, id, stop, tell);
    let prepared = match steps::prepare(&record, provider, &take.order, &take.folder).await {
        Ready::Yes(prepared, _) => prepared,
        Ready::No(error) => return Err(failed(error)),
        Ready::Woken => return Err(Unmade::Cancelled),
    };
    if stop.is_asked() {
        return Err(Unmade::Cancelled);
    }
    // From here on it may have been accepted, whatever is wished meanwhile: this is never dropped half-way.
    let task = provider.submit(&prepared).await.map_err(failed)?.task;
    let draft = follow(&mut record, task).await?;
    // Nothing paid comes this way.
    let record = TakeRecord::new(id.clone(), provider.id(), take.made, Credits::ZERO, take.order.clone());
    keep(draft, record).await
}

/// Follows the task until it has ended, and gives what came of it.
async fn follow(record: &mut OffRecord<'_>, task: TaskId) -> Result<TakeDraft, Unmade> {
    record.task = Some(task.clone());
    let Ok(end) = steps::follow(record, &task).await;
    match (end, record.draft.take()) {
        (End::Here, Some(draft)) => Ok(draft),
        (End::Here, None) => Err(failed("the take came to no place")),
        (End::Left(why) | End::Failed(why), _) => Err(Unmade::Failed(why)),
        (End::Cancelled | End::Over, _) => Err(Unmade::Cancelled),
        (End::Unknown, _) => Err(failed(StatusError::Unknown)),
    }
}

async fn keep(draft: TakeDraft, record: TakeRecord) -> Result<TakeRecord, Unmade> {
    let kept = move || draft.finish(&record).map(|()| record);
    in_background(kept).await.map_err(failed)?.map_err(failed)
}

/// A take without a record: only its shares are told.
struct OffRecord<'a> {
    take: &'a TakeOrder,
    id: &'a TakeId,
    /// Once it was accepted.
    task: Option<TaskId>,
    stop: &'a Stop,
    tell: Tell<'a>,
    /// The share that was told last.
    told: Option<f32>,
    /// Its provider was asked to stop it and could not.
    cannot_stop: bool,
    /// Where its film comes to.
    draft: Option<TakeDraft>,
    /// Never rung: nothing that it waits for comes by itself.
    changed: watch::Sender<u64>,
}

impl<'a> OffRecord<'a> {
    fn new(take: &'a TakeOrder, id: &'a TakeId, stop: &'a Stop, tell: Tell<'a>) -> Self {
        let changed = watch::Sender::new(0);
        Self { take, id, task: None, stop, tell, told: None, cannot_stop: false, draft: None, changed }
    }

    fn tell_share(&mut self, now: f32) {
        if self.told != Some(now) {
            self.told = Some(now);
            (self.tell)(TakeEvent::Running(now));
        }
    }
}

#[async_trait]
impl Record for OffRecord<'_> {
    type Fault = Infallible;

    fn provider(&self) -> Result<Arc<dyn Provider>, String> {
        Ok(self.take.provider.clone())
    }

    fn pace(&self) -> Pace {
        Pace::Here
    }

    fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    fn is_connected_again(&self) {}

    fn tell_slow(&self, _why: Option<String>) {}

    fn tell_preparing(&self, done: f32) {
        (self.tell)(TakeEvent::Preparing(share(done)));
    }

    async fn woken(&self) {
        self.stop.asked().await;
    }

    async fn answered(&mut self, _report: &TaskReport) -> Result<(), Infallible> {
        Ok(())
    }

    async fn waits(&mut self) -> Result<(), Infallible> {
        self.tell_share(0.0);
        Ok(())
    }

    async fn runs(&mut self, done: Option<f32>) -> Result<(), Infallible> {
        if let Some(done) = done {
            self.tell_share(share(done));
        }
        Ok(())
    }

    async fn is_made(&mut self) -> Result<(), Infallible> {
        self.tell_share(1.0);
        Ok(())
    }

    /// In the project, hidden until it is kept.
    async fn place(&mut self) -> Result<Place, Infallible> {
        // What an earlier try has left goes first.
        self.draft = None;
        let (folder, id) = (self.take.folder.clone(), self.id.clone());
        let begun = match in_background(move || folder.begin_take(&id)).await {
            Ok(begun) => begun.map_err(|error| FetchError::Disk(error.to_string())),
            Err(error) => Err(FetchError::Failed(error.to_string())),
        };
        Ok(match begun {
            Ok(draft) => Place::To(self.draft.insert(draft).video()),
            Err(error) => Place::None(error),
        })
    }

    async fn has_come(&mut self) -> Result<Result<(), FetchError>, Infallible> {
        Ok(Ok(()))
    }

    async fn came_in_vain(&mut self, _why: &str) -> Result<u32, Infallible> {
        Ok(0)
    }

    async fn film_waits(&mut self, _why: &str) -> Result<(), Infallible> {
        Ok(())
    }

    fn age(&self) -> Duration {
        Duration::ZERO
    }

    /// Stops it where that is wished and can be done; it is asked for once.
    async fn wait(&mut self, wait: Duration, _changed: Option<&mut watch::Receiver<u64>>) -> Result<Then, Infallible> {
        tokio::select! {
            biased;
            () = self.stop.asked(), if !self.cannot_stop => {
                if let Some(task) = &self.task
                    && self.take.provider.cancel(task).await
                {
                    return Ok(Then::Over);
                }
                self.cannot_stop = true;
            }
            () = tokio::time::sleep(wait) => {}
        }
        Ok(Then::GoOn)
    }
}

/// From 0 to 1, whatever a provider says.
fn share(done: f32) -> f32 {
    if done.is_nan() { 0.0 } else { done.clamp(0.0, 1.0) }
}
