//! Vidgo as a provider: pictures uploaded, one request sent once, its task asked after, its file brought here.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, RequestBuilder};

use super::address::Base;
use super::gate::Gate;
use super::http::{self, Broken, Files, HttpError};
use super::upload::{UploadCache, Uploader};
use super::{download, reply, request};
use crate::provider::{
    Accepted, Balance, Failure, FetchError, PrepareError, Prepared, Preparing, Provider, ResultFile, StatusError,
    SubmitError, TaskId, TaskReport, TaskStatus,
};
use crate::store::ProjectFolder;
use crate::store::key::ApiKey;
use crate::story::order::OrderPicture;
use crate::story::{Order, Rules};

/// What tells a service that knows it that two requests are one (docs/service.md: answers). Sent, never relied on.
const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// The service at one address, with the key that belongs to it.
pub struct Vidgo {
    base: Base,
    key: ApiKey,
    rules: Arc<Rules>,
    /// For what must be sent once at most.
    once: Client,
    questions: Client,
    files: Files,
    cache: Arc<dyn UploadCache>,
    gate: Gate,
}

impl fmt::Debug for Vidgo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vidgo").field("base", &self.base).field("key", &self.key).finish_non_exhaustive()
    }
}

impl Vidgo {
    /// Nothing is sent yet.
    ///
    /// # Errors
    /// When this system gives no means to make connections.
    pub fn new(base: Base, key: ApiKey, rules: Arc<Rules>, cache: Arc<dyn UploadCache>) -> Result<Self, HttpError> {
        Ok(Self {
            once: http::once(&base, &rules.timing)?,
            questions: http::questions(&base, &rules.timing)?,
            files: Files::new(&base, &rules.timing)?,
            gate: Gate::default(),
            base,
            key,
            rules,
            cache,
        })
    }

    #[must_use]
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// A question with the key, for the service's own address alone.
    fn ask(&self, parts: &[&str]) -> Result<RequestBuilder, StatusError> {
        let url = self.base.join(parts).ok_or_else(|| StatusError::Unreachable("the address is broken".to_owned()))?;
        Ok(self.questions.get(url).bearer_auth(self.key.expose()).timeout(self.rules.timing.status_s.0))
    }

    /// Words of the service never show the key, even where it says it back.
    fn hide_key(&self, words: &str) -> String {
        self.key.hide_in(words)
    }

    fn hide_in_report(&self, report: TaskReport) -> TaskReport {
        let status = match report.status {
            TaskStatus::Failed(Failure { words, kind }) => {
                TaskStatus::Failed(Failure { words: self.hide_key(&words), kind })
            }
            TaskStatus::Other(word) => TaskStatus::Other(self.hide_key(&word)),
            status @ (TaskStatus::Waiting
            | TaskStatus::Running(_)
            | TaskStatus::Finished(_)
            | TaskStatus::Cancelled) => status,
        };
        TaskReport { status, ..report }
    }

    fn hide_in_status(&self, error: StatusError) -> StatusError {
        match error {
            StatusError::Key(why) => StatusError::Key(self.hide_key(&why)),
            StatusError::Unreachable(why) => StatusError::Unreachable(self.hide_key(&why)),
            StatusError::Offline(why) => StatusError::Offline(self.hide_key(&why)),
            other => other,
        }
    }

    fn hide_in_submit(&self, error: SubmitError) -> SubmitError {
        match error {
            SubmitError::NotSent(why) => SubmitError::NotSent(self.hide_key(&why)),
            SubmitError::Busy { why, retry_after } => SubmitError::Busy { why: self.hide_key(&why), retry_after },
            SubmitError::Refused(why) => SubmitError::Refused(self.hide_key(&why)),
            SubmitError::Key(why) => SubmitError::Key(self.hide_key(&why)),
            SubmitError::Credits(why) => SubmitError::Credits(self.hide_key(&why)),
            SubmitError::NotConfirmed(why) => SubmitError::NotConfirmed(self.hide_key(&why)),
        }
    }
}

#[async_trait]
impl Provider for Vidgo {
    fn id(&self) -> &'static str {
        super::ID
    }

    fn is_free(&self) -> bool {
        false
    }

    async fn prepare(
        &self,
        order: &Order,
        folder: &ProjectFolder,
        progress: &(dyn Fn(Preparing) + Sync),
    ) -> Result<Prepared, PrepareError> {
        let uploader = Uploader {
            base: &self.base,
            key: &self.key,
            client: &self.questions,
            rules: &self.rules,
            cache: self.cache.as_ref(),
            gate: &self.gate,
        };
        let pictures = request::pictures(order, &self.rules);
        let mut expected = self.gate.expect(pictures.iter().filter(|picture| uploader.is_missing(picture)).count());
        let mut addresses = HashMap::new();
        for (done, picture) in pictures.iter().enumerate() {
            let waits = self.gate.wait(self.rules.timing.uploads_per_minute).filter(|_| expected.left() > 0);
            #[expect(clippy::cast_precision_loss, reason = "a share for showing")]
            let share = done as f32 / pictures.len() as f32;
            progress(Preparing { share, waits: waits.map(|wait| (expected.left(), wait)) });
            let is_missing = uploader.is_missing(picture);
            let address = uploader.address_of(picture, folder).await.map_err(|error| match error {
                PrepareError::Refused(why) => PrepareError::Refused(self.hide_key(&why)),
                PrepareError::Key(why) => PrepareError::Key(self.hide_key(&why)),
                PrepareError::Unreachable(why) => PrepareError::Unreachable(self.hide_key(&why)),
                PrepareError::Offline(why) => PrepareError::Offline(self.hide_key(&why)),
            })?;
            if is_missing {
                expected.one_less();
            }
            addresses.insert((picture.path.clone(), picture.area), address);
        }
        progress(Preparing::at(1.0));
        let address = |picture: &OrderPicture| addresses.get(&(picture.path.clone(), picture.area)).cloned();
        let body = request::body(order, &self.rules, |picture| address(picture).unwrap_or_default());
        let body = body.map_err(|error| PrepareError::Refused(error.to_string()))?;
        Ok(Prepared { order: order.clone(), folder: folder.clone(), body: Some(body), idempotency_key: None })
    }

    async fn submit(&self, prepared: &Prepared) -> Result<Accepted, SubmitError> {
        let refused = |why: &str| SubmitError::Refused(why.to_owned());
        let body = prepared.body.as_ref().ok_or_else(|| refused("the request was not written yet"))?;
        let bytes = serde_json::to_vec(body).map_err(|error| refused(&error.to_string()))?;
        let url = self.base.join(&["api", "generate", "submit"]).ok_or_else(|| refused("the address is broken"))?;
        let request = self.once.post(url).bearer_auth(self.key.expose()).header(CONTENT_TYPE, "application/json");
        let mut request = request.body(bytes).timeout(self.rules.timing.submit_s.0);
        if let Some(key) = &prepared.idempotency_key {
            request = request.header(IDEMPOTENCY_KEY, key);
        }
        let answered = match http::send(request).await {
            Ok(answer) => reply::submitted(&answer),
            Err(Broken::BeforeSending(why)) => Err(SubmitError::NotSent(why)),
            Err(Broken::Later(why)) => {
                Err(SubmitError::NotConfirmed(format!("the connection broke after the request left ({why})")))
            }
        };
        match answered {
            Ok(accepted) => Ok(Accepted { report: self.hide_in_report(accepted.report), ..accepted }),
            Err(error) => Err(self.hide_in_submit(error)),
        }
    }

    fn ask_again_after(&self, asked: u32) -> Duration {
        self.rules.timing.poll_s.after(asked)
    }

    async fn status(&self, task: &TaskId) -> Result<TaskReport, StatusError> {
        let request = self.ask(&["api", "generate", "status", &task.0])?;
        let reply = http::send(request).await.map_err(not_asked)?;
        match reply::status(&reply, task) {
            Ok(report) => Ok(self.hide_in_report(report)),
            Err(error) => Err(self.hide_in_status(error)),
        }
    }

    async fn fetch(&self, file: &ResultFile, to: &Path) -> Result<(), FetchError> {
        download::fetch(&self.files, &self.base, &file.address, to).await.map_err(|error| match error {
            FetchError::Failed(why) => FetchError::Failed(self.hide_key(&why)),
            FetchError::Broken { why, in_vain } => FetchError::Broken { why: self.hide_key(&why), in_vain },
            FetchError::Disk(why) => FetchError::Disk(why),
        })
    }

    /// Nothing of the kind is documented.
    async fn cancel(&self, _task: &TaskId) -> bool {
        false
    }

    async fn balance(&self) -> Result<Option<Balance>, StatusError> {
        let request = self.ask(&["api", "user", "balance"])?;
        let reply = http::send(request).await.map_err(not_asked)?;
        reply::balance(&reply).map(Some).map_err(|error| self.hide_in_status(error))
    }
}

/// Without a connection nothing was asked; broken off later, the service may be there and in trouble.
fn not_asked(broken: Broken) -> StatusError {
    match broken {
        Broken::BeforeSending(why) => StatusError::Offline(why),
        Broken::Later(why) => StatusError::Unreachable(why),
    }
}
