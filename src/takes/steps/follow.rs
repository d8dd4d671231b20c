//! From an accepted task to its film: asked after as long as it takes, whatever the network and the clock do. Only what the
//! provider itself says, of a service several times in this run, or the user ends it.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::time::Instant;

use super::fetch::{Brought, Tries, bring};
use super::{Pace, Record, Then, jittered};
use crate::provider::{Provider, StatusError, TaskId, TaskStatus};

/// So many answers in a row of a service must say that a task has failed.
const FAILED_ANSWERS: u32 = 2;
/// So many answers in a row of a service must say that there is no such task, over `unknown_s` at least.
const UNKNOWN_ANSWERS: u32 = 5;

/// What came of following a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Its film is here.
    Here,
    /// Its film does not come, and why: it is left to the user.
    Left(String),
    /// Its provider says why.
    Failed(String),
    /// Its provider has stopped it, by itself or at its site.
    Cancelled,
    /// Its provider knows no such task.
    Unknown,
    /// Somebody here has ended it meanwhile.
    Over,
}

/// What following one task has come to, in this run.
struct Course {
    began: Instant,
    asked: u32,
    /// How often in a row the provider has said that it failed.
    failed: u32,
    /// How often in a row, and since when, the provider says that it knows no such task.
    unknown: u32,
    unknown_since: Option<Instant>,
    offline: Option<Outage>,
    film: Tries,
    /// What was told last, so that it is told once.
    slow: Option<String>,
}

/// A time without a connection.
#[derive(Clone, Copy, Debug)]
pub struct Outage {
    /// By the clock, for people.
    since: Timestamp,
    pub tried: u32,
}

impl Outage {
    pub fn begin() -> Self {
        Self { since: Timestamp::now(), tried: 0 }
    }

    /// Since when and why, as a part of a sentence.
    pub fn words(&self, why: &str) -> String {
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
    fn wait(&self, provider: &dyn Provider, pace: &Pace) -> Duration {
        let usual = provider.ask_again_after(self.asked);
        match pace {
            Pace::Here => usual,
            Pace::Service(timing) if self.began.elapsed() > timing.long_s.0 => {
                jittered(timing.long_poll_s.0.max(usual))
            }
            Pace::Service(_) => jittered(usual),
        }
    }

    /// What an answer says of the end; everything else that the provider says of the task takes it back.
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

    /// Whether it is believed by now that the task has failed, where the last answer says so.
    fn has_failed(&self, pace: &Pace) -> bool {
        match pace {
            Pace::Here => true,
            Pace::Service(_) => self.failed >= FAILED_ANSWERS,
        }
    }

    /// Whether it is believed by now that there is no such task, where the last answer says so.
    fn is_unknown(&self, pace: &Pace) -> bool {
        match pace {
            Pace::Here => true,
            Pace::Service(timing) => {
                let since = self.unknown_since.map(|since| since.elapsed());
                self.unknown >= UNKNOWN_ANSWERS && since.is_some_and(|since| since >= timing.unknown_s.0)
            }
        }
    }

    /// Whether it takes so long that people are told.
    fn is_long(&self, record: &impl Record, pace: &Pace) -> bool {
        match pace {
            Pace::Here => false,
            Pace::Service(timing) => record.age().max(self.began.elapsed()) > timing.long_s.0,
        }
    }

    fn tell_slow(&mut self, record: &impl Record, why: Option<String>) {
        // "Takes long" stays until something else is to be told.
        if self.slow != why && !(why.is_none() && self.slow.as_deref() == Some(LONG)) {
            self.slow.clone_from(&why);
            record.tell_slow(why);
        }
    }
}

const LONG: &str = "it takes long; Storyreel keeps asking";

/// Asks after a task until it has ended, and fetches its film.
pub async fn follow<R: Record>(record: &mut R, task: &TaskId) -> Result<End, R::Fault> {
    let mut course = Course::begin();
    // Before the first question: what changes while it is under way is not missed.
    let mut changed = record.changes();
    loop {
        let pace = record.pace();
        let provider = match record.provider() {
            Ok(provider) => provider,
            Err(why) => {
                course.tell_slow(record, Some(why));
                // Without a key it is not silent: nobody has asked.
                let _ = changed.changed().await;
                continue;
            }
        };
        let mut wait = course.wait(provider.as_ref(), &pace);
        let answer = provider.status(task).await;
        if let Ok(report) = &answer {
            record.answered(report).await?;
        }
        let answer = answer.map(|report| report.status);
        course.asked = course.asked.saturating_add(1);
        course.take_in(&answer);
        if !matches!(answer, Err(StatusError::Offline(_))) && course.offline.take().is_some() {
            record.is_connected_again();
        }
        // Whether it waits for something that may be there at any moment.
        let mut is_blocked = false;
        match answer {
            Ok(TaskStatus::Waiting) => {
                course.tell_slow(record, None);
                record.waits().await?;
            }
            Ok(TaskStatus::Running(share)) => {
                course.tell_slow(record, None);
                record.runs(share).await?;
            }
            Ok(TaskStatus::Other(word)) => {
                let why = format!("the service says \"{word}\", which Storyreel does not know");
                course.tell_slow(record, Some(why));
            }
            Ok(TaskStatus::Finished(files)) => {
                record.is_made().await?;
                match bring(record, provider.as_ref(), &files, &mut course.film, &pace).await? {
                    Brought::Here => return Ok(End::Here),
                    Brought::Later(why, later) => {
                        course.tell_slow(record, Some(why));
                        // Another answer may name a fresh address.
                        wait = later.unwrap_or(wait);
                        is_blocked = true;
                    }
                    Brought::Left(why) => {
                        course.tell_slow(record, None);
                        return Ok(End::Left(why));
                    }
                }
            }
            Ok(TaskStatus::Failed(_) | TaskStatus::Cancelled) if !course.has_failed(&pace) => {
                let why = "the service says that it failed, and is asked once more";
                course.tell_slow(record, Some(why.to_owned()));
            }
            Ok(TaskStatus::Failed(why)) => return Ok(End::Failed(why.words)),
            Ok(TaskStatus::Cancelled) => return Ok(End::Cancelled),
            Err(StatusError::Unknown) if course.is_unknown(&pace) => return Ok(End::Unknown),
            Err(StatusError::Unknown) => {
                course.tell_slow(record, Some("the service does not know it at the moment".to_owned()));
            }
            Err(StatusError::Busy(asked)) => {
                wait = wait.max(asked.unwrap_or_default());
                course.tell_slow(record, Some("the service is busy".to_owned()));
            }
            Err(StatusError::Offline(why)) => {
                let outage = course.offline.get_or_insert_with(Outage::begin);
                if let Pace::Service(timing) = &pace {
                    wait = jittered(timing.offline_s.after(outage.tried));
                }
                outage.tried = outage.tried.saturating_add(1);
                let words = outage.words(&why);
                course.tell_slow(record, Some(words));
                is_blocked = true;
            }
            Err(error @ (StatusError::Key(_) | StatusError::Unreachable(_))) => {
                course.tell_slow(record, Some(error.to_string()));
                is_blocked = true;
            }
        }
        if course.slow.is_none() && course.is_long(record, &pace) {
            course.tell_slow(record, Some(LONG.to_owned()));
        }
        match record.wait(wait, is_blocked.then_some(&mut changed)).await? {
            Then::GoOn => {}
            Then::FetchAnew => course.film = Tries::default(),
            Then::Over => {
                course.tell_slow(record, None);
                return Ok(End::Over);
            }
        }
    }
}
