//! Who makes a video: one trait, whether it is paid for far away or painted on this machine.
//! A provider knows an `Order` and nothing of ledgers, projects' history or windows.

pub mod animatic;
pub mod vidgo;

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::store::ProjectFolder;
use crate::story::Order;

pub use animatic::Animatic;

/// Makes takes. Every step may be asked again after a restart but `submit`, which never repeats itself.
#[async_trait]
pub trait Provider: Send + Sync {
    /// As it stands in `take.json`: `animatic`, `vidgo`.
    fn id(&self) -> &'static str;

    /// Whether its takes cost nothing; nothing free enters the money ledger.
    fn is_free(&self) -> bool;

    /// Everything that comes before the one step that may cost: pictures are uploaded, the exact body is written.
    /// `progress` is told a share from 0 to 1.
    async fn prepare(
        &self,
        order: &Order,
        folder: &ProjectFolder,
        progress: &(dyn Fn(f32) + Sync),
    ) -> Result<Prepared, PrepareError>;

    /// Sends what was prepared, once.
    async fn submit(&self, prepared: &Prepared) -> Result<TaskId, SubmitError>;

    /// How long to wait before `status` is asked again, after it was asked so many times.
    fn ask_again_after(&self, asked: u32) -> Duration;

    /// How far a task is.
    async fn status(&self, task: &TaskId) -> Result<TaskStatus, StatusError>;

    /// Brings a finished task's file to a path that does not exist yet. A file that was brought need not be had again.
    async fn fetch(&self, file: &ResultFile, to: &Path) -> Result<(), FetchError>;

    /// Stops a task, where that is possible. Tells whether it was.
    async fn cancel(&self, task: &TaskId) -> bool;
}

/// An order made ready for `submit`.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    pub order: Order,
    /// The project's folder, where the order's pictures lie.
    pub folder: ProjectFolder,
    /// The request's exact body, for a provider that is asked over the network.
    pub body: Option<Value>,
}

/// A provider's own name for a task; opaque.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaskId(pub String);

/// Where a finished file can be had; only its provider knows how to read the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultFile {
    pub address: String,
}

/// How far a task is.
#[derive(Clone, Debug, PartialEq)]
pub enum TaskStatus {
    /// Accepted, not begun.
    Waiting,
    /// In work; a share from 0 to 1 where it is told.
    Running(Option<f32>),
    Finished(Vec<ResultFile>),
    /// The provider's own words.
    Failed(String),
    Cancelled,
}

/// Why an order could not be made ready. Nothing was spent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrepareError {
    #[error("{0}")]
    Refused(String),
}

/// Why a submission did not lead to a task.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubmitError {
    /// It is proved that nothing was accepted.
    #[error("{0}")]
    Refused(String),
}

/// Why a task could not be asked after. It says nothing about the task.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatusError {
    #[error("no such task")]
    Unknown,
    #[error("{0}")]
    Unreachable(String),
}

/// Why a finished file could not be brought.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    #[error("{0}")]
    Failed(String),
}
