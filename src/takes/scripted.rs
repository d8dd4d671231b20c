//! A provider that does as a test tells it.

use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;

use crate::provider::{
    Accepted, FetchError, PrepareError, Prepared, Preparing, Provider, ResultFile, StatusError, SubmitError, TaskId,
    TaskReport, TaskStatus,
};
use crate::store::ProjectFolder;
use crate::story::Order;

/// What one step does.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Fine,
    Fails(&'static str),
    Panics,
    /// Never ends by itself.
    Hangs,
}

impl Step {
    async fn take(&self) -> Result<(), String> {
        match self {
            Self::Fine => Ok(()),
            Self::Fails(why) => Err((*why).to_owned()),
            Self::Panics => panic!("scripted"),
            Self::Hangs => std::future::pending().await,
        }
    }
}

pub struct Scripted {
    pub free: bool,
    pub prepare: Step,
    pub submit: Step,
    /// One after the other; then the last again and again.
    pub statuses: Mutex<VecDeque<Result<TaskStatus, StatusError>>>,
    /// One after the other; then fine.
    pub fetches: Mutex<VecDeque<Step>>,
    pub can_cancel: bool,
    pub submitted: AtomicU32,
    pub cancelled: AtomicU32,
}

/// Finished, with one file.
pub fn finished() -> TaskStatus {
    TaskStatus::Finished(vec![ResultFile { address: "there".to_owned() }])
}

impl Default for Scripted {
    fn default() -> Self {
        let statuses = [
            Ok(TaskStatus::Waiting),
            Ok(TaskStatus::Running(Some(0.5))),
            Err(StatusError::Unreachable("no network".to_owned())),
            Ok(TaskStatus::Running(None)),
            Ok(TaskStatus::Running(Some(0.5))),
            Ok(TaskStatus::Running(Some(f32::NAN))),
            Ok(TaskStatus::Running(Some(7.0))),
            Ok(finished()),
        ];
        Self {
            free: true,
            prepare: Step::Fine,
            submit: Step::Fine,
            statuses: Mutex::new(statuses.into()),
            fetches: Mutex::default(),
            can_cancel: true,
            submitted: AtomicU32::new(0),
            cancelled: AtomicU32::new(0),
        }
    }
}

#[async_trait]
impl Provider for Scripted {
    fn id(&self) -> &'static str {
        "scripted"
    }

    fn is_free(&self) -> bool {
        self.free
    }

    async fn prepare(
        &self,
        order: &Order,
        folder: &ProjectFolder,
        progress: &(dyn Fn(Preparing) + Sync),
    ) -> Result<Prepared, PrepareError> {
        progress(Preparing::at(0.5));
        self.prepare.take().await.map_err(PrepareError::Refused)?;
        Ok(Prepared { order: order.clone(), folder: folder.clone(), body: None, idempotency_key: None })
    }

    async fn submit(&self, _: &Prepared) -> Result<Accepted, SubmitError> {
        self.submitted.fetch_add(1, Ordering::SeqCst);
        self.submit.take().await.map_err(SubmitError::Refused)?;
        Ok(Accepted { task: TaskId("task".to_owned()), report: TaskStatus::Waiting.into() })
    }

    fn ask_again_after(&self, _: u32) -> Duration {
        Duration::from_millis(1)
    }

    async fn status(&self, _: &TaskId) -> Result<TaskReport, StatusError> {
        let mut statuses = self.statuses.lock().unwrap();
        let status = if statuses.len() > 1 { statuses.pop_front().unwrap() } else { statuses[0].clone() };
        status.map(TaskReport::from)
    }

    async fn fetch(&self, file: &ResultFile, to: &Path) -> Result<(), FetchError> {
        assert_eq!(file.address, "there");
        let step = self.fetches.lock().unwrap().pop_front().unwrap_or(Step::Fine);
        step.take().await.map_err(FetchError::Failed)?;
        assert!(!to.exists());
        fs::write(to, "film").map_err(|error| FetchError::Failed(error.to_string()))
    }

    async fn cancel(&self, _: &TaskId) -> bool {
        self.cancelled.fetch_add(1, Ordering::SeqCst);
        self.can_cancel
    }
}
