//! The way of one take: prepared, submitted once, followed, fetched, kept. It is the same whoever makes it.

use super::{Stop, TakeEvent, TakeOrder};
use crate::provider::{Preparing, Provider, ResultFile, StatusError, TaskId, TaskStatus};
use crate::store::{TakeDraft, TakeRecord};
use crate::story::{Credits, TakeId};

/// How often a finished file is asked for before giving up.
const FETCHES: u32 = 3;

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
    let preparing = |at: Preparing| tell(TakeEvent::Preparing(share(at.share)));
    let prepared = tokio::select! {
        biased;
        () = stop.asked() => return Err(Unmade::Cancelled),
        prepared = provider.prepare(&take.order, &take.folder, &preparing) => prepared.map_err(failed)?,
    };
    if stop.is_asked() {
        return Err(Unmade::Cancelled);
    }
    // From here on it may have been accepted, whatever is wished meanwhile: this is never dropped half-way.
    let task = provider.submit(&prepared).await.map_err(failed)?.task;
    let draft = follow(take, id, stop, tell, &task).await?;
    // Nothing paid comes this way yet.
    let record = TakeRecord::new(id.clone(), provider.id(), take.made, Credits::ZERO, take.order.clone());
    keep(draft, record).await
}

/// Asks after the task until it has ended, and fetches what came of it.
async fn follow(
    take: &TakeOrder,
    id: &TakeId,
    stop: &Stop,
    tell: Tell<'_>,
    task: &TaskId,
) -> Result<TakeDraft, Unmade> {
    let provider = take.provider.as_ref();
    let (mut asked, mut fetched, mut told, mut cannot_stop) = (0_u32, 0_u32, None, false);
    loop {
        match provider.status(task).await.map(|report| report.status) {
            Ok(TaskStatus::Waiting) => tell_changed(&mut told, 0.0, tell),
            Ok(TaskStatus::Running(Some(done))) => tell_changed(&mut told, share(done), tell),
            // What is not told, or cannot be asked now, says nothing of the task.
            Ok(TaskStatus::Running(None) | TaskStatus::Other(_))
            | Err(StatusError::Unreachable(_) | StatusError::Offline(_) | StatusError::Busy(_) | StatusError::Key(_)) =>
                {}
            Ok(TaskStatus::Finished(files)) => {
                tell_changed(&mut told, 1.0, tell);
                fetched += 1;
                match fetch(provider, take, id, &files).await {
                    Ok(draft) => return Ok(draft),
                    Err(error) if fetched >= FETCHES => return Err(error),
                    // Another status may name another address.
                    Err(_) => {}
                }
            }
            Ok(TaskStatus::Failed(why)) => return Err(Unmade::Failed(why.words)),
            Ok(TaskStatus::Cancelled) => return Err(Unmade::Cancelled),
            Err(error @ StatusError::Unknown) => return Err(failed(error)),
        }
        tokio::select! {
            biased;
            () = stop.asked(), if !cannot_stop => {
                if provider.cancel(task).await {
                    return Err(Unmade::Cancelled);
                }
                cannot_stop = true;
            }
            () = tokio::time::sleep(provider.ask_again_after(asked)) => {}
        }
        asked = asked.saturating_add(1);
    }
}

async fn fetch(
    provider: &dyn Provider,
    take: &TakeOrder,
    id: &TakeId,
    files: &[ResultFile],
) -> Result<TakeDraft, Unmade> {
    let file = files.first().ok_or_else(|| failed("the take is finished, but no file of it is named"))?;
    let (folder, id) = (take.folder.clone(), id.clone());
    let draft = in_background(move || folder.begin_take(&id)).await?.map_err(failed)?;
    provider.fetch(file, &draft.video()).await.map_err(failed)?;
    Ok(draft)
}

async fn keep(draft: TakeDraft, record: TakeRecord) -> Result<TakeRecord, Unmade> {
    let kept = move || draft.finish(&record).map(|()| record);
    in_background(kept).await?.map_err(failed)
}

/// The disk makes nobody wait who follows other takes.
async fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Unmade> {
    tokio::task::spawn_blocking(work).await.map_err(failed)
}

fn tell_changed(told: &mut Option<f32>, now: f32, tell: Tell<'_>) {
    if *told != Some(now) {
        *told = Some(now);
        tell(TakeEvent::Running(now));
    }
}

/// From 0 to 1, whatever a provider says.
fn share(done: f32) -> f32 {
    if done.is_nan() { 0.0 } else { done.clamp(0.0, 1.0) }
}
