//! From an accepted task to a film on this disk: asked after as long as it takes, whatever the network and the clock do.
//! Only what the service itself says, several times in this run, or the user ends it.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::time::Instant;

use super::drive::{Driver, Next};
use super::film::{Brought, Tries};
use super::{Inner, PaidError, PaidNews};
use crate::provider::{StatusError, TaskId, TaskStatus};
use crate::story::TakeId;
use crate::story::rules::Timing;
use crate::takes::ledger::{LedgerError, LedgerTake, TakeState};
use crate::takes::stop_point::StopPoint;

/// So many answers in a row must say that a task has failed.
const FAILED_ANSWERS: u32 = 2;
/// So many answers in a row must say that there is no such task, over `unknown_s` at least.
const UNKNOWN_ANSWERS: u32 = 5;

/// What following one task has come to, in this run.
struct Course {
    began: Instant,
    asked: u32,
    /// How often in a row the service has said that it failed.
    failed: u32,
    /// How often in a row, and since when, the service says that it knows no such task.
    unknown: u32,
    unknown_since: Option<Instant>,
    offline: Option<Outage>,
    film: Tries,
    /// What was told last, so that it is told once.
    slow: Option<String>,
}

/// A time without a connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outage {
    /// By the clock, for people.
    since: Timestamp,
    pub tried: u32,
}

impl Outage {
    pub(super) fn begin() -> Self {
        Self { since: Timestamp::now(), tried: 0 }
    }

    /// Since when and why, as a part of a sentence.
    pub(super) fn words(&self, why: &str) -> String {
        let zone = TimeZone::system();
        let (since, now) = (self.since.to_zoned(zone.clone()), Timestamp::now().to_zoned(zone));
        let form = if since.date() == now.date() { "%H:%M" } else { "%a %-d %b, %H:%M" };
        format!("no connection to the service since {} ({why}); it goes on by itself", since.strftime(form))
    }
}

impl Course {
    fn begin() -> Self {
        Self {
            began: Instant::now(),
            asked: 0,
            failed: 0,
            unknown: 0,
            unknown_since: None,
            offline: None,
            film: Tries::default(),
            slow: None,
        }
    }

    /// Until the next question, as long as nothing else counts. The clock has no say in it.
    fn pace(&self, timing: &Timing) -> Duration {
        let usual = timing.poll_s.after(self.asked);
        jittered(if self.began.elapsed() > timing.long_s.0 { timing.long_poll_s.0.max(usual) } else { usual })
    }

    /// What an answer says of the end; everything else that the service says of the task takes it back.
    fn take_in(&mut self, answer: &Result<TaskStatus, StatusError>) {
        match answer {
            Ok(TaskStatus::Failed(_) | TaskStatus::Cancelled) => self.failed = self.failed.saturating_add(1),
            // What could not be asked says nothing of the task.
            Err(StatusError::Offline(_) | StatusError::Busy(_) | StatusError::Key(_) | StatusError::Unreachable(_)) => {
            }
            Ok(_) | Err(StatusError::Unknown) => self.failed = 0,
        }
        if matches!(answer, Err(StatusError::Unknown)) {
            self.unknown = self.unknown.saturating_add(1);
            self.unknown_since.get_or_insert_with(Instant::now);
        } else {
            (self.unknown, self.unknown_since) = (0, None);
        }
    }

    fn is_unknown(&self, timing: &Timing) -> bool {
        self.unknown >= UNKNOWN_ANSWERS && self.unknown_since.is_some_and(|since| since.elapsed() >= timing.unknown_s.0)
    }
}

impl Driver {
    pub(super) async fn follow(&self, mut row: LedgerTake) -> Result<Next, LedgerError> {
        let Some(task) = row.task.clone() else {
            return Err(LedgerError::Damaged(format!("take {} is {} without a task", row.id, row.state)));
        };
        let mut course = Course::begin();
        let mut changed = self.inner.changed.subscribe();
        loop {
            let timing = self.inner.rules().timing.clone();
            let provider = match self.inner.connect.connect(&row.base) {
                Ok(provider) => provider,
                Err(why) => {
                    self.slow(&mut course, Some(why));
                    // Without a key it is not silent: nobody has asked.
                    let _ = changed.changed().await;
                    continue;
                }
            };
            let mut wait = course.pace(&timing);
            let answer = provider.status(&task).await;
            if let Ok(report) = &answer {
                let has_failed = matches!(report.status, TaskStatus::Failed(_) | TaskStatus::Cancelled);
                self.cost_told(&row, report.charged, has_failed).await?;
            }
            let answer = answer.map(|report| report.status);
            course.asked = course.asked.saturating_add(1);
            course.take_in(&answer);
            if !matches!(answer, Err(StatusError::Offline(_))) && course.offline.take().is_some() {
                // What else waits for a connection need not find it out for itself.
                self.inner.changed.send_modify(|n| *n = n.wrapping_add(1));
            }
            // Whether it waits for something that may be there at any moment.
            let mut is_blocked = false;
            match answer {
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
                    match self.bring(provider, &files, &mut course.film, &timing).await? {
                        Brought::Here => {
                            self.go_to(TakeState::Ready, None).await?;
                            self.balance_beside(&row.base).await?;
                            self.inner.stops.pass(StopPoint::Ready).await;
                            return Ok(Next::Look);
                        }
                        Brought::Later(why, later) => {
                            self.slow(&mut course, Some(why));
                            // Another answer may name a fresh address.
                            wait = later;
                            is_blocked = true;
                        }
                        Brought::Left(why) => {
                            self.slow(&mut course, None);
                            self.change(move |ledger, take| ledger.film_waits(take, Some(&why))).await?;
                            return Ok(Next::Rest);
                        }
                    }
                }
                Ok(TaskStatus::Failed(_) | TaskStatus::Cancelled) if course.failed < FAILED_ANSWERS => {
                    self.slow(&mut course, Some("the service says that it failed, and is asked once more".to_owned()));
                }
                Ok(TaskStatus::Failed(why)) => {
                    self.go_to(TakeState::Failed, Some(why.words)).await?;
                    // What has become of its money is looked for.
                    return Ok(Next::Look);
                }
                Ok(TaskStatus::Cancelled) => {
                    self.go_to(TakeState::Failed, Some("it was cancelled at the service".to_owned())).await?;
                    return Ok(Next::Look);
                }
                Err(StatusError::Unknown) if course.is_unknown(&timing) => {
                    let why = "the service knows nothing of it any more".to_owned();
                    self.go_to(TakeState::Lost, Some(why)).await?;
                    return Ok(Next::Rest);
                }
                Err(StatusError::Unknown) => {
                    self.slow(&mut course, Some("the service does not know it at the moment".to_owned()));
                }
                Err(StatusError::Busy(asked)) => {
                    wait = wait.max(asked.unwrap_or_default());
                    self.slow(&mut course, Some("the service is busy".to_owned()));
                }
                Err(StatusError::Offline(why)) => {
                    let outage = course.offline.get_or_insert_with(Outage::begin);
                    wait = jittered(timing.offline_s.after(outage.tried));
                    outage.tried = outage.tried.saturating_add(1);
                    let words = outage.words(&why);
                    self.slow(&mut course, Some(words));
                    is_blocked = true;
                }
                Err(error @ (StatusError::Key(_) | StatusError::Unreachable(_))) => {
                    self.slow(&mut course, Some(error.to_string()));
                    is_blocked = true;
                }
            }
            if course.slow.is_none() && age(&row, &course) > timing.long_s.0 {
                self.slow(&mut course, Some(LONG.to_owned()));
            }
            tokio::select! {
                () = self.pause(wait) => {}
                _ = changed.changed(), if is_blocked => {}
            }
            // Somebody may have closed it meanwhile, or wants its film fetched again.
            let now = self.ledger(crate::takes::ledger::Ledger::get).await?;
            if !now.state.is_followed() {
                self.slow(&mut course, None);
                return Ok(Next::Look);
            }
            if row.message.is_some() && now.message.is_none() {
                course.film = Tries::default();
            }
            row = now;
        }
    }

    fn slow(&self, course: &mut Course, why: Option<String>) {
        // "Takes long" stays until something else is to be told.
        if course.slow != why && !(why.is_none() && course.slow.as_deref() == Some(LONG)) {
            course.slow.clone_from(&why);
            (self.inner.tell)(PaidNews::Slow(self.take.clone(), why));
        }
    }
}

const LONG: &str = "it takes long; Storyreel keeps asking";

/// How long it has been going on, for people: by the clock, which may have been set back, and in this run.
fn age(row: &LedgerTake, course: &Course) -> Duration {
    let submitted = row.submitted_at.unwrap_or(row.confirmed_at);
    let by_clock = Duration::try_from(Timestamp::now().duration_since(submitted)).unwrap_or_default();
    by_clock.max(course.began.elapsed())
}

impl Inner {
    /// Believes what a take is called whose fate is not known, once the service says that it knows the task.
    pub(super) async fn believe_task(self: Arc<Self>, take: TakeId, task: TaskId) -> Result<LedgerTake, PaidError> {
        let row = self.ledger.get(&take)?;
        if !row.may_have_a_task() {
            return Err(LedgerError::Otherwise(row.state).into());
        }
        let answer = self.asked_after(&row, &task).await?;
        if self.ledger.with_task(&row.base, &task)?.is_some_and(|other| other.id != take) {
            return Err(PaidError::NoConnection(format!("task {} is that of another take already", task.0)));
        }
        if row.state == TakeState::Failed
            && let TaskStatus::Failed(why) = answer
        {
            return Err(PaidError::StillFailed(why.words));
        }
        let row = self.told(self.ledger.accepted(&take, &task))?;
        self.drive(&take);
        Ok(row)
    }

    /// The user wants a closed take asked after again: when the service knows it, it goes on.
    pub(super) async fn asks_again(self: Arc<Self>, take: TakeId) -> Result<LedgerTake, PaidError> {
        let row = self.ledger.get(&take)?;
        match (row.state, row.task) {
            (TakeState::Failed | TakeState::Lost, Some(task)) => self.believe_task(take, task).await,
            (state, _) if state.is_followed() => {
                self.drive(&take);
                Ok(self.ledger.get(&take)?)
            }
            (state, _) => Err(LedgerError::Otherwise(state).into()),
        }
    }

    async fn asked_after(&self, row: &LedgerTake, task: &TaskId) -> Result<TaskStatus, PaidError> {
        let provider = self.connect.connect(&row.base).map_err(PaidError::NoConnection)?;
        match provider.status(task).await {
            Ok(report) => Ok(report.status),
            Err(StatusError::Unknown) => Err(PaidError::NoTask(task.0.clone())),
            Err(error) => Err(PaidError::NotAsked(error)),
        }
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
