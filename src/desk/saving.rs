//! One thread writes the project; of several waiting states only the newest is written.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use super::news::{News, NewsSender};
use crate::store::folder::ProjectFolder;
use crate::story::Project;

/// How the project stands to the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    Saved,
    /// An edit waits for the next second.
    Unsaved,
    Saving,
    /// Why not; it is tried again.
    Failed(String),
}

/// The answer of a save that is on its way.
#[must_use = "a save that fails must be told"]
pub struct Saved(pub(super) Option<Receiver<Result<(), String>>>);

impl Saved {
    /// Waits until it lies on the disk; not for the window's thread.
    ///
    /// # Errors
    /// A sentence, when the disk refuses.
    pub fn wait(self) -> Result<(), String> {
        let Some(answered) = self.0 else { return Ok(()) };
        answered.recv().unwrap_or_else(|_| Err("Not saved: the writer has stopped".to_owned()))
    }
}

struct Job {
    project: Project,
    revision: u64,
    answer: Option<Sender<Result<(), String>>>,
}

/// The writer.
pub(super) struct Saver {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Saver {
    pub(super) fn new(folder: Arc<ProjectFolder>, news: NewsSender) -> Self {
        let (jobs, waiting) = channel();
        let thread = std::thread::Builder::new()
            .name("saving".to_owned())
            .spawn(move || write_all(&folder, &waiting, &news))
            .map_err(|error| tracing::error!("no thread for saving: {error}"))
            .ok();
        Self { jobs: Some(jobs), thread }
    }

    pub(super) fn save(&self, project: Project, revision: u64) {
        self.send(Job { project, revision, answer: None });
    }

    /// The same, with an answer to wait for.
    pub(super) fn save_and_tell(&self, project: Project, revision: u64) -> Saved {
        let (answer, answered) = channel();
        self.send(Job { project, revision, answer: Some(answer) });
        Saved(Some(answered))
    }

    fn send(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            // A writer that is gone has said so through the answer that never comes.
            let _ = jobs.send(job);
        }
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn write_all(folder: &ProjectFolder, waiting: &Receiver<Job>, news: &NewsSender) {
    while let Ok(mut job) = waiting.recv() {
        let mut answers: Vec<_> = job.answer.take().into_iter().collect();
        for newer in waiting.try_iter() {
            job = newer;
            answers.extend(job.answer.take());
        }
        let saved = folder.save(&job.project).map_err(|error| error.to_string());
        news.send(match &saved {
            Ok(()) => News::Saved { revision: job.revision },
            Err(sentence) => News::NotSaved(sentence.clone()),
        });
        for answer in answers {
            let _ = answer.send(saved.clone());
        }
    }
}
