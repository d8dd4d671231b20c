//! The provider on this machine: it paints the animatic of an order, free of charge, in a thread of its own.

mod job;
mod source;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;

use self::job::Job;
pub use self::source::FolderPictures;
use super::background::in_background;
use super::pictures::read_as_ordered;
use super::{
    Accepted, Failure, FetchError, PrepareError, Prepared, Preparing, Provider, ResultFile, StatusError, SubmitError,
    TaskId, TaskReport, TaskStatus,
};
use crate::media::io_error::words;
use crate::store::{ProjectFolder, disk, new_id};
use crate::story::Order;

/// As it stands in a take's record.
pub const ID: &str = "animatic";

/// How often progress is looked at; it is a look into memory.
const ASK_AGAIN: Duration = Duration::from_millis(40);
/// How long a cancelled task may take to stop: many frames' time.
const STOPS_WITHIN: Duration = Duration::from_secs(5);

/// Renders animatics. Dropped, it stops what is running and removes what nobody fetched.
#[derive(Debug)]
pub struct Animatic {
    jobs: Mutex<HashMap<TaskId, Arc<Job>>>,
    render: job::Render,
}

impl Default for Animatic {
    fn default() -> Self {
        Self { jobs: Mutex::default(), render: job::render }
    }
}

impl Animatic {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One that makes as if it rendered.
    #[cfg(test)]
    pub(crate) fn acting(render: job::Render) -> Self {
        Self { jobs: Mutex::default(), render }
    }

    fn jobs(&self) -> MutexGuard<'_, HashMap<TaskId, Arc<Job>>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn job(&self, task: &TaskId) -> Option<Arc<Job>> {
        self.jobs().get(task).cloned()
    }
}

impl Drop for Animatic {
    fn drop(&mut self) {
        for job in self.jobs().values() {
            job.cancel();
        }
    }
}

#[async_trait]
impl Provider for Animatic {
    fn id(&self) -> &'static str {
        ID
    }

    fn is_free(&self) -> bool {
        true
    }

    /// Looks whether every picture of the order is there as it was when the order was made.
    async fn prepare(
        &self,
        order: &Order,
        folder: &ProjectFolder,
        progress: &(dyn Fn(Preparing) + Sync),
    ) -> Result<Prepared, PrepareError> {
        let pictures = source::pictures_of(order);
        for (done, picture) in pictures.iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "a share for showing")]
            progress(Preparing::at(done as f32 / pictures.len() as f32));
            let (folder, picture) = (folder.clone(), picture.clone());
            let checked = in_background(move || read_as_ordered(&folder, &picture).map(drop)).await;
            checked.map_err(|error| PrepareError::Refused(error.to_string()))?.map_err(PrepareError::Refused)?;
        }
        progress(Preparing::at(1.0));
        Ok(Prepared { order: order.clone(), folder: folder.clone(), body: None, idempotency_key: None })
    }

    async fn submit(&self, prepared: &Prepared) -> Result<Accepted, SubmitError> {
        let refused = |error: &dyn std::fmt::Display| SubmitError::Refused(error.to_string());
        let scratch = prepared.folder.scratch_file().map_err(|error| refused(&error))?;
        let source = FolderPictures::new(prepared.folder.clone());
        let job = Job::start(prepared.order.clone(), source, scratch, self.render);
        let job = job.map_err(|error| refused(&words(&error)))?;
        let task = TaskId(new_id());
        self.jobs().insert(task.clone(), job);
        Ok(Accepted { task, report: TaskStatus::Waiting.into() })
    }

    fn ask_again_after(&self, _asked: u32) -> Duration {
        ASK_AGAIN
    }

    async fn status(&self, task: &TaskId) -> Result<TaskReport, StatusError> {
        let job = self.job(task).ok_or(StatusError::Unknown)?;
        let status = match job.end() {
            None => TaskStatus::Running(Some(job.progress())),
            Some(job::End::Finished) => TaskStatus::Finished(vec![ResultFile { address: task.0.clone() }]),
            Some(job::End::Failed(why)) => TaskStatus::Failed(Failure::other(why)),
            Some(job::End::Cancelled) => TaskStatus::Cancelled,
        };
        Ok(status.into())
    }

    async fn fetch(&self, file: &ResultFile, to: &Path) -> Result<(), FetchError> {
        let task = TaskId(file.address.clone());
        let job = self.job(&task).filter(|job| job.end() == Some(job::End::Finished));
        let job =
            job.ok_or_else(|| FetchError::Failed("the animatic is not there any more; render it again".to_owned()))?;
        let to = to.to_owned();
        let moved = in_background(move || disk::rename(job.scratch(), &to, "keep the animatic")).await;
        moved
            .map_err(|error| FetchError::Failed(error.to_string()))?
            .map_err(|error| FetchError::Failed(error.to_string()))?;
        self.jobs().remove(&task);
        Ok(())
    }

    async fn cancel(&self, task: &TaskId) -> bool {
        let Some(job) = self.job(task) else { return false };
        job.cancel();
        let stopped = async {
            while job.end().is_none() {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        // One that does not stop in time is left to itself; its file is hidden and goes with it.
        let _ = tokio::time::timeout(STOPS_WITHIN, stopped).await;
        job.end() != Some(job::End::Finished)
    }
}

#[cfg(test)]
mod tests;
