//! From an accepted task to a film on this disk: asked after as long as there is hope, whatever the network does.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::{Driver, Inner, Next, PaidError, PaidNews};
use crate::provider::{Provider, ResultFile, StatusError, TaskId, TaskStatus};
use crate::store::{disk, new_id};
use crate::story::TakeId;
use crate::takes::ledger::{LedgerError, LedgerTake, TakeState};
use crate::takes::stop_point::StopPoint;

/// What following one task has come to.
#[derive(Default)]
struct Course {
    asked: u32,
    /// Since when the service says that it knows no such task.
    unknown_since: Option<Instant>,
    /// How often its file did not come.
    not_fetched: u32,
    /// What was told last, so that it is told once.
    slow: Option<String>,
}

impl Driver {
    pub(super) async fn follow(&self, mut row: LedgerTake) -> Result<Next, LedgerError> {
        let Some(task) = row.task.clone() else {
            return Err(LedgerError::Damaged(format!("take {} is {} without a task", row.id, row.state)));
        };
        let mut course = Course::default();
        let mut changed = self.inner.changed.subscribe();
        loop {
            let timing = self.inner.rules().timing.clone();
            let submitted = row.submitted_at.unwrap_or(row.confirmed_at);
            let age = Timestamp::now().duration_since(submitted).unsigned_abs();
            let provider = match self.inner.connect.connect(&row.base) {
                Ok(provider) => provider,
                Err(why) => {
                    self.slow(&mut course, Some(why));
                    // Without a key it is not silent: nobody has asked.
                    let _ = changed.changed().await;
                    continue;
                }
            };
            let mut wait = jittered(if age > timing.long_s.0 {
                timing.long_poll_s.0.max(timing.poll_s.after(course.asked))
            } else {
                timing.poll_s.after(course.asked)
            });
            let status = provider.status(&task).await.map(|report| report.status);
            course.asked = course.asked.saturating_add(1);
            if !matches!(status, Err(StatusError::Unknown)) {
                course.unknown_since = None;
            }
            match status {
                Ok(TaskStatus::Waiting) => self.slow(&mut course, None),
                Ok(TaskStatus::Running(share)) => {
                    self.slow(&mut course, None);
                    if row.state == TakeState::Waiting {
                        row = self.go_to(TakeState::Running, None).await?;
                    }
                    if let Some(share) = share {
                        (self.inner.tell)(PaidNews::Progress(self.take.clone(), share));
                    }
                }
                Ok(TaskStatus::Other(word)) => {
                    self.slow(&mut course, Some(format!("the service says \"{word}\", which Storyreel does not know")));
                }
                Ok(TaskStatus::Finished(files)) => {
                    if row.state != TakeState::Downloading {
                        row = self.go_to(TakeState::Downloading, None).await?;
                    }
                    self.inner.stops.pass(StopPoint::Made).await;
                    match self.bring(provider, &files).await? {
                        Ok(()) => {
                            self.go_to(TakeState::Ready, None).await?;
                            self.balance_beside(&row.base).await?;
                            self.inner.stops.pass(StopPoint::Ready).await;
                            return Ok(Next::Look);
                        }
                        Err(why) => {
                            self.slow(&mut course, Some(format!("its film does not come yet: {why}")));
                            // Another answer may name a fresh address.
                            wait = jittered(timing.retry_s.after(course.not_fetched));
                            course.not_fetched = course.not_fetched.saturating_add(1);
                        }
                    }
                }
                Ok(TaskStatus::Failed(why)) => {
                    self.go_to(TakeState::Failed, Some(why.words)).await?;
                    self.balance_beside(&row.base).await?;
                    return Ok(Next::Rest);
                }
                Ok(TaskStatus::Cancelled) => {
                    self.go_to(TakeState::Failed, Some("it was cancelled at the service".to_owned())).await?;
                    return Ok(Next::Rest);
                }
                Err(StatusError::Unknown) => {
                    let since = *course.unknown_since.get_or_insert_with(Instant::now);
                    if since.elapsed() >= timing.unknown_s.0 {
                        let why = "the service knows nothing of it any more".to_owned();
                        self.go_to(TakeState::Lost, Some(why)).await?;
                        return Ok(Next::Rest);
                    }
                    self.slow(&mut course, Some("the service does not know it at the moment".to_owned()));
                }
                Err(StatusError::Busy(asked)) => {
                    wait = wait.max(asked.unwrap_or_default());
                    self.slow(&mut course, Some("the service is busy".to_owned()));
                }
                Err(error @ (StatusError::Key(_) | StatusError::Unreachable(_))) => {
                    self.slow(&mut course, Some(error.to_string()));
                }
            }
            if age > timing.long_s.0 && course.slow.is_none() {
                self.slow(&mut course, Some(LONG.to_owned()));
            }
            tokio::select! {
                () = self.pause(wait) => {}
                _ = changed.changed() => {}
            }
        }
    }

    fn slow(&self, course: &mut Course, why: Option<String>) {
        // "Takes long" stays until something else is to be told.
        if course.slow != why && !(why.is_none() && course.slow.as_deref() == Some(LONG)) {
            course.slow.clone_from(&why);
            (self.inner.tell)(PaidNews::Slow(self.take.clone(), why));
        }
    }

    /// Brings the film to its place beside the ledger: under a hidden name, whole, synced, then renamed.
    async fn bring(
        &self,
        provider: Arc<dyn Provider>,
        files: &[ResultFile],
    ) -> Result<Result<(), String>, LedgerError> {
        let place = self.inner.ledger.film_of(&self.take);
        if place.is_file() {
            // The program ended between the renaming and the record of it.
            return Ok(Ok(()));
        }
        let Some(file) = files.first() else { return Ok(Err("the service names no file of it".to_owned())) };
        let hidden = place.with_file_name(format!(".{}-{}.part", self.take, new_id()));
        if let Err(error) = provider.fetch(file, &hidden).await {
            return Ok(Err(error.to_string()));
        }
        self.inner.stops.pass(StopPoint::Downloaded).await;
        let renamed = self.ledger(move |_, _| Ok(disk::rename(&hidden, &place, "keep the take"))).await?;
        self.inner.stops.pass(StopPoint::Renamed).await;
        Ok(renamed.map_err(|error| error.to_string()))
    }
}

const LONG: &str = "it takes long; Storyreel keeps asking";

impl Inner {
    /// Believes what a take that was not confirmed is called, once the service says that it knows the task.
    pub(super) async fn believe_task(self: Arc<Self>, take: TakeId, task: TaskId) -> Result<LedgerTake, PaidError> {
        let row = self.ledger.get(&take)?;
        if row.state != TakeState::NotConfirmed {
            return Err(LedgerError::Otherwise(row.state).into());
        }
        let provider = self.connect.connect(&row.base).map_err(PaidError::NoConnection)?;
        match provider.status(&task).await {
            Ok(_) => {}
            Err(StatusError::Unknown) => return Err(PaidError::NoTask(task.0)),
            Err(error) => return Err(PaidError::NotAsked(error)),
        }
        if self.ledger.with_task(&row.base, &task)?.is_some_and(|other| other.id != take) {
            return Err(PaidError::NoConnection(format!("task {} is that of another take already", task.0)));
        }
        let row = self.told(self.ledger.accepted(&take, &task))?;
        self.drive(&take);
        Ok(row)
    }

    pub(super) async fn nudged(self: Arc<Self>, take: TakeId, task: Option<TaskId>) {
        let Ok(row) = self.ledger.get(&take) else { return };
        match (row.state, task) {
            (TakeState::NotConfirmed, Some(task)) => {
                // What cannot be confirmed changes nothing.
                if let Err(error) = self.believe_task(take, task).await {
                    tracing::info!("a webhook's word was not confirmed: {error}");
                }
            }
            (state, _) if state.is_followed() => self.drive(&take),
            _ => {}
        }
    }
}

/// A tenth more or less, so that many takes do not ask in step.
pub(super) fn jittered(wait: Duration) -> Duration {
    let random = uuid::Uuid::new_v4().as_bytes()[0];
    wait.mul_f64(0.9 + 0.2 * f64::from(random) / 255.0)
}
