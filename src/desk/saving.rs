//! One thread keeps the project on the disk. It is told every change and holds the project itself, so that the window
//! never waits: into the journal at once, into `project.json` when the hands rest.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::inbox::{Message, MessageSender};
use super::work::Worker;
use crate::store::keeper::{self, Keeper, Outside};
use crate::store::lock::Lock;
use crate::store::{ProjectFolder, versions};
use crate::story::ProjectId;
use crate::story::history::Change;

/// Changes that come within this time are put into the journal together.
const GATHER: Duration = Duration::from_millis(100);
/// `project.json` is written when nothing has changed for this time,
const REST: Duration = Duration::from_secs(1);
/// and after this time at the latest.
const LATEST: Duration = Duration::from_secs(10);
/// What the disk refused is tried again after this time.
const AGAIN: Duration = Duration::from_secs(2);

/// How the project stands to the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Every change lies on the disk.
    Saved,
    Saving,
    /// Why not; it is tried again.
    Failed(String),
}

/// The answer of a save that is on its way.
#[must_use = "a save that fails must be told"]
pub struct Saved(Receiver<Result<(), String>>);

impl Saved {
    /// Waits until it lies on the disk; not for the window's thread.
    ///
    /// # Errors
    /// A sentence, when the disk refuses.
    pub fn wait(self) -> Result<(), String> {
        self.0.recv().unwrap_or_else(|_| Err("Not saved: the writer has stopped".to_owned()))
    }
}

enum Job {
    Change {
        change: Change,
        revision: u64,
    },
    Save(Sender<Result<(), String>>),
    /// Whether someone else has changed the file.
    Look,
    /// What the file holds has been taken in.
    Accepted(Box<Outside>),
    Overrule(Box<Outside>),
    /// It was moved to this folder while it was open: what is not saved is saved there, and nothing is written any more.
    HandOver(Box<ProjectFolder>, Sender<Result<(), String>>),
    /// It is a project of its own from here on.
    SetId {
        id: ProjectId,
        revision: u64,
    },
}

/// The writer. One that is gone says so through the answer that never comes.
pub(super) struct Saver(Worker<Job>);

impl Saver {
    /// With a reason nothing is ever written.
    pub(super) fn new(keeper: Keeper, lock: Option<Lock>, reason: Option<String>, inbox: MessageSender) -> Self {
        Self(Worker::start_or_none("saving", move |waiting| match reason {
            Some(reason) => refuse(&reason, &inbox, waiting),
            None => {
                let handed_over = Writer::new(keeper, inbox.clone()).run(waiting);
                // Whoever hears the answer opens it anew: the lock is let go of before.
                drop(lock);
                if let Some(answer) = handed_over {
                    // Who asked may have gone.
                    let _ = answer.send(Ok(()));
                    refuse("Not saved: the project is open where it lies now", &inbox, waiting);
                }
            }
        }))
    }

    /// Hands a change over. After it the project has this revision.
    pub(super) fn change(&self, change: Change, revision: u64) {
        self.0.send(Job::Change { change, revision });
    }

    /// Saves everything at once.
    pub(super) fn save(&self) -> Saved {
        let (answer, answered) = channel();
        self.0.send(Job::Save(answer));
        Saved(answered)
    }

    pub(super) fn look(&self) {
        self.0.send(Job::Look);
    }

    pub(super) fn accepted(&self, outside: Box<Outside>) {
        self.0.send(Job::Accepted(outside));
    }

    pub(super) fn overrule(&self, outside: Box<Outside>) {
        self.0.send(Job::Overrule(outside));
    }

    /// Saves everything in the folder that the project was moved to while it was open, and then lets go of it, so that it
    /// can be opened there. The answer is an error where it was not moved, or what lies there is another project.
    pub(super) fn handing_over(&self) -> impl FnOnce(ProjectFolder) -> Saved + Send + use<> {
        let jobs = self.0.sender();
        move |folder| {
            let (answer, answered) = channel();
            if let Some(jobs) = jobs {
                // A writer that is gone has said so through the answer that never comes.
                let _ = jobs.send(Job::HandOver(Box::new(folder), answer));
            }
            Saved(answered)
        }
    }

    /// Hands over that the project has another id. After it the project has this revision.
    pub(super) fn set_project_id(&self, id: ProjectId, revision: u64) {
        self.0.send(Job::SetId { id, revision });
    }
}

/// Says each time that nothing is written, once there is something that could be.
fn refuse(reason: &str, inbox: &MessageSender, waiting: &Receiver<Job>) {
    let mut changed = false;
    while let Ok(job) = waiting.recv() {
        match job {
            Job::Change { .. } | Job::SetId { .. } => {
                changed = true;
                inbox.send(Message::NotSaved(reason.to_owned()));
            }
            Job::Save(answer) | Job::HandOver(_, answer) => {
                // Who asked may have gone.
                let _ = answer.send(if changed { Err(reason.to_owned()) } else { Ok(()) });
            }
            Job::Look | Job::Accepted(_) | Job::Overrule(_) => {}
        }
    }
}

/// Whether a version is kept again. One that was kept later than now tells of a clock that was wrong, not of versions
/// enough.
fn is_version_due(last: Option<Timestamp>, now: Timestamp) -> bool {
    last.is_none_or(|last| now < last || now.duration_since(last) >= versions::EVERY)
}

/// What the thread knows.
struct Writer {
    keeper: Keeper,
    inbox: MessageSender,
    revision: u64,
    /// A change that did not fit: what is here is not what people see any more.
    broken: Option<String>,
    /// When the journal is written next, and when `project.json`.
    keep_at: Option<Instant>,
    save_at: Option<Instant>,
    /// Since when there is something that `project.json` does not hold.
    unsaved_since: Option<Instant>,
    /// When the last version was kept.
    version: Option<Timestamp>,
    /// Whether anything has changed since.
    changed: bool,
}

impl Writer {
    fn new(keeper: Keeper, inbox: MessageSender) -> Self {
        let now = (!keeper.is_saved()).then(Instant::now);
        let (revision, keep_at) = (keeper.history().revision(), (!keeper.is_kept()).then(Instant::now));
        let version = keeper.folder().newest_version();
        let save_at = now.map(|now| now + REST);
        Self { keeper, inbox, revision, broken: None, keep_at, save_at, unsaved_since: now, version, changed: false }
    }

    /// Works until nobody is there any more, or until the project is handed over: then it gives whom to tell.
    fn run(mut self, waiting: &Receiver<Job>) -> Option<Sender<Result<(), String>>> {
        loop {
            let due = self.keep_at.into_iter().chain(self.save_at).min();
            let came = match due {
                None => waiting.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(due) => waiting.recv_timeout(due.saturating_duration_since(Instant::now())),
            };
            match came {
                Ok(Job::HandOver(folder, answer)) => match self.follow_to(*folder) {
                    Ok(()) => return Some(answer),
                    // Who asked may have gone.
                    Err(sentence) => _ = answer.send(Err(sentence)),
                },
                Ok(job) => self.take(job),
                Err(RecvTimeoutError::Timeout) if self.keep_at.is_some_and(|at| at <= Instant::now()) => self.keep(),
                Err(RecvTimeoutError::Timeout) => _ = self.save(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        // Nobody is there any more who could be told.
        if let Err(sentence) = self.save() {
            tracing::error!("{sentence}");
        }
        if self.changed {
            self.keep_version();
        }
        None
    }

    fn follow_to(&mut self, folder: ProjectFolder) -> Result<(), String> {
        self.keeper.follow_to(folder).map_err(|error| error.to_string())?;
        self.save()
    }

    fn take(&mut self, job: Job) {
        match job {
            Job::Change { change, revision } => {
                if let Err(error) = self.keeper.take(change) {
                    tracing::error!("a change that was made could not be redone: {error}");
                    self.broken = Some(
                        "Not saved: the program made a mistake; save a copy of the project now and open that"
                            .to_owned(),
                    );
                }
                self.revision = revision;
                self.changed = true;
                let now = Instant::now();
                let since = *self.unsaved_since.get_or_insert(now);
                self.keep_at.get_or_insert(now + GATHER);
                self.save_at = Some((now + REST).min(since + LATEST));
            }
            Job::Save(answer) => {
                // Who asked may have gone.
                let _ = answer.send(self.save());
            }
            Job::Look => self.look(),
            Job::Accepted(outside) => {
                self.keeper.accepted(&outside);
                self.keep();
                self.inbox.send(Message::OutsideAnswered);
            }
            Job::Overrule(outside) => {
                self.keeper.overrule(&outside);
                _ = self.save();
                self.inbox.send(Message::OutsideAnswered);
            }
            // It ends the work, and is done there.
            Job::HandOver(..) => {}
            Job::SetId { id, revision } => {
                self.keeper.set_project_id(&id);
                self.revision = revision;
                _ = self.save();
            }
        }
    }

    fn keep(&mut self) {
        self.keep_at = None;
        match self.keeper.keep() {
            Ok(()) => self.kept(),
            Err(error) => {
                self.keep_at = Some(Instant::now() + AGAIN);
                self.inbox.send(Message::NotSaved(error.to_string()));
            }
        }
    }

    fn kept(&self) {
        self.inbox.send(match &self.broken {
            None => Message::Saved { revision: self.revision },
            Some(sentence) => Message::NotSaved(sentence.clone()),
        });
    }

    fn save(&mut self) -> Result<(), String> {
        (self.keep_at, self.save_at) = (None, None);
        match self.keeper.save() {
            Ok(keeper::Saved::Done) => {
                self.unsaved_since = None;
                if self.changed && is_version_due(self.version, Timestamp::now()) {
                    self.keep_version();
                }
            }
            // The journal has everything; the file waits until people have said which of them goes on.
            Ok(keeper::Saved::Outside(outside)) => {
                self.unsaved_since = None;
                self.inbox.send(Message::Outside(outside));
            }
            Err(error) => {
                let sentence = error.to_string();
                self.save_at = Some(Instant::now() + AGAIN);
                self.inbox.send(Message::NotSaved(sentence.clone()));
                return Err(sentence);
            }
        }
        self.kept();
        self.broken.clone().map_or(Ok(()), Err)
    }

    /// Keeps a version without a name. It is an extra: what fails is not worth a word while the project itself is safe.
    fn keep_version(&mut self) {
        let now = Timestamp::now();
        match self.keeper.folder().keep_version(self.keeper.project(), None, now) {
            Ok(()) => (self.version, self.changed) = (Some(now), false),
            Err(error) => tracing::warn!("{error}"),
        }
        self.keeper.folder().thin_versions(now);
    }

    fn look(&self) {
        match self.keeper.look_outside() {
            Ok(None) => {}
            Ok(Some(outside)) => self.inbox.send(Message::Outside(Box::new(outside))),
            // Saving will tell, when it matters.
            Err(error) => tracing::warn!("{error}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_go_on_after_a_clock_that_was_ahead() {
        let last = Timestamp::from_second(1_800_000_000).unwrap();
        assert!(is_version_due(None, last));
        assert!(!is_version_due(Some(last), last) && is_version_due(Some(last), last + versions::EVERY));
        let a_year = jiff::SignedDuration::from_hours(24 * 365);
        assert!(is_version_due(Some(last), last - a_year));
    }
}
