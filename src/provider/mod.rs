//! Who makes a video: one trait, whether it is paid for far away or painted on this machine.
//! A provider knows an `Order` and nothing of ledgers, projects' history or windows.

pub mod animatic;
pub(crate) mod background;
mod failure;
pub(crate) mod pictures;
pub mod vidgo;

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::store::ProjectFolder;
use crate::story::{Credits, Order};

pub use animatic::Animatic;
pub use failure::{Failure, FailureKind};

/// Makes takes. Every step may be asked again after a restart but `submit`, which never repeats itself.
#[async_trait]
pub trait Provider: Send + Sync {
    /// As it stands in `take.json`: `animatic`, `vidgo`.
    fn id(&self) -> &'static str;

    /// Whether its takes cost nothing; nothing free enters the money ledger.
    fn is_free(&self) -> bool;

    /// Everything that comes before the one step that may cost: pictures are uploaded, the exact body is written.
    /// `progress` is told how far it is.
    async fn prepare(
        &self,
        order: &Order,
        folder: &ProjectFolder,
        progress: &(dyn Fn(Preparing) + Sync),
    ) -> Result<Prepared, PrepareError>;

    /// Sends what was prepared, once.
    async fn submit(&self, prepared: &Prepared) -> Result<Accepted, SubmitError>;

    /// How long to wait before `status` is asked again, after it was asked so many times.
    fn ask_again_after(&self, asked: u32) -> Duration;

    /// How far a task is.
    async fn status(&self, task: &TaskId) -> Result<TaskReport, StatusError>;

    /// Brings a finished task's file to a path that does not exist yet. A file that was brought need not be had again.
    /// What a broken try has brought may lie beside the path, and is gone on with.
    async fn fetch(&self, file: &ResultFile, to: &Path) -> Result<(), FetchError>;

    /// Stops a task, where that is possible. Tells whether it was.
    async fn cancel(&self, task: &TaskId) -> bool;

    /// What the account holds; nothing for a provider without an account.
    async fn balance(&self) -> Result<Option<Balance>, StatusError> {
        Ok(None)
    }
}

/// What an account holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    pub credits: Credits,
}

/// How far an order's preparation is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preparing {
    /// From 0 to 1.
    pub share: f32,
    /// So many pictures are still to be uploaded, and the service takes so few a minute that the last begins after this.
    pub waits: Option<(usize, Duration)>,
}

impl Preparing {
    /// Nothing waits.
    #[must_use]
    pub fn at(share: f32) -> Self {
        Self { share, waits: None }
    }
}

/// An order made ready for `submit`.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    pub order: Order,
    /// The project's folder, where the order's pictures lie.
    pub folder: ProjectFolder,
    /// The request's exact body, for a provider that is asked over the network.
    pub body: Option<Value>,
    /// The same each time that this order is sent: a service that knows it would not make it twice. Nothing relies on it.
    pub idempotency_key: Option<String>,
}

/// A submission that was accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    pub task: TaskId,
    /// How far it is already: it may have failed at once.
    pub report: TaskReport,
}

/// What a provider says of a task.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskReport {
    pub status: TaskStatus,
    /// What the provider says that it has taken for it; nothing where it does not say. 0 after a failure is a refund.
    pub charged: Option<Credits>,
}

impl From<TaskStatus> for TaskReport {
    fn from(status: TaskStatus) -> Self {
        Self { status, charged: None }
    }
}

/// A provider's own name for a task; opaque.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaskId(pub String);

/// What an order is known by: the SHA-256 over everything that is sent, pictures by content and not by address.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderHash(pub String);

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
    /// With the files that are of the kind that was ordered; none is a fault of the provider that may pass.
    Finished(Vec<ResultFile>),
    Failed(Failure),
    /// Stopped by the provider or at its site: an end like a failure.
    Cancelled,
    /// A word that this version does not know: it is shown, and the task is asked after again.
    Other(String),
}

/// Why an order could not be made ready. Nothing was spent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrepareError {
    #[error("{0}")]
    Refused(String),
    /// The key is missing or not taken.
    #[error("the key was not taken: {0}")]
    Key(String),
    /// There is no connection: as soon as there is one it goes on.
    #[error("{0}")]
    Offline(String),
    #[error("the pictures could not be uploaded: {0}")]
    Unreachable(String),
}

/// Why a submission did not lead to a task.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubmitError {
    /// It failed before a byte of it left: it may be sent again.
    #[error("there was no connection: {0}")]
    NotSent(String),
    /// It is proved that nothing was accepted: later it may be sent again.
    #[error("the service is busy: {why}")]
    Busy { why: String, retry_after: Option<Duration> },
    /// It is proved that nothing was accepted, and the same again would not be either.
    #[error("{0}")]
    Refused(String),
    /// The key is missing or not taken; nothing was accepted.
    #[error("the key was not taken: {0}")]
    Key(String),
    /// Not enough credits; nothing was accepted.
    #[error("there are not enough credits: {0}")]
    Credits(String),
    /// It may have been accepted and charged: it is never sent again by itself.
    #[error("it is not confirmed: {0}")]
    NotConfirmed(String),
}

/// Why a task could not be asked after. It says nothing about the task.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatusError {
    #[error("no such task")]
    Unknown,
    #[error("the key was not taken: {0}")]
    Key(String),
    #[error("the service is busy")]
    Busy(Option<Duration>),
    /// There is no connection to it: as soon as there is one it can be asked.
    #[error("{0}")]
    Offline(String),
    #[error("{0}")]
    Unreachable(String),
}

/// Why a picture was not uploaded. Uploads cost nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UploadError {
    #[error("{0}")]
    Refused(String),
    #[error("the key was not taken: {0}")]
    Key(String),
    #[error("the service is busy")]
    Busy(Option<Duration>),
    /// There is no connection to it; nothing of the picture left.
    #[error("{0}")]
    Offline(String),
    #[error("{0}")]
    Unreachable(String),
}

/// Why a finished file could not be brought.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// Nothing of it came: another address may help.
    #[error("{0}")]
    Failed(String),
    /// It could not be reached, broke off, or was not what was expected. So many bytes were thrown away; none where what
    /// came is gone on with.
    #[error("{why}")]
    Broken { why: String, in_vain: u64 },
    /// This machine's disk does not take it.
    #[error("{0}")]
    Disk(String),
}
