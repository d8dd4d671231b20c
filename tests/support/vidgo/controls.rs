//! What a test tells the server: what becomes of tasks, when uploads are full, and what goes wrong.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::faults::{Endpoint, Fault};
use super::moments::Moment;
use super::tasks::Life;
use super::{Server, webhook};

impl Server {
    // Tasks

    /// What becomes of tasks accepted from now on.
    pub fn set_life(&self, life: Life) {
        self.inner.state().life = life;
    }

    /// What becomes of the next task alone; several are used in order.
    pub fn next_life(&self, life: Life) {
        self.inner.state().lives.push_back(life);
    }

    /// What becomes of a task from now on, its first step first.
    pub fn task_life(&self, task_id: &str, life: Life) {
        self.inner.state().tasks.set_life(task_id, life);
        self.inner.changed();
    }

    /// The ids of all tasks, first accepted first, also of those that no client was told of.
    pub fn tasks(&self) -> Vec<String> {
        self.inner.state().tasks.ids()
    }

    /// The status reply of a task as it is, nothing advanced.
    pub fn status_of(&self, task_id: &str) -> Option<Value> {
        self.inner.state().tasks.said(task_id, &self.other_host())
    }

    /// The task is unknown from now on.
    pub fn lose(&self, task_id: &str) {
        self.inner.state().tasks.lose(task_id);
    }

    /// A lost task is known again.
    pub fn find(&self, task_id: &str) {
        self.inner.state().tasks.find(task_id);
    }

    /// The video's address of today is refused with this status; the next status has a fresh one.
    pub fn expire_address(&self, task_id: &str, status: u16) {
        self.inner.state().tasks.refuse_address(task_id, status);
    }

    /// What every finished task's video is; a small real MP4 unless told.
    pub fn set_video(&self, bytes: Vec<u8>) {
        self.inner.state().video = bytes.into();
    }

    /// Whether the file host gives parts of a video; it does, unless told otherwise.
    pub fn set_ranges(&self, ranges: bool) {
        self.inner.state().ranges = ranges;
    }

    pub fn video(&self) -> Vec<u8> {
        self.inner.state().video.to_vec()
    }

    // Uploads

    /// Uploads a minute, past which there is 429.
    pub fn set_uploads_per_minute(&self, uploads: usize) {
        self.inner.state().uploads.a_minute = uploads;
    }

    /// How long the pictures uploaded from now on are kept; 72 hours unless told.
    pub fn set_uploads_kept(&self, time: Duration) {
        self.inner.state().uploads.kept_for = time;
    }

    /// Everything uploaded so far expires now, whatever was said.
    pub fn expire_uploads(&self) {
        self.inner.state().uploads.expire();
    }

    /// Pictures that were taken.
    pub fn uploads(&self) -> usize {
        self.inner.state().uploads.count()
    }

    /// The picture that lies at an address.
    pub fn picture_at(&self, address: &str) -> Option<Vec<u8>> {
        let path = address.strip_prefix(self.inner.files_address().as_str())?;
        self.inner.state().uploads.read(path).map(|(bytes, _)| bytes)
    }

    // Misbehaviour

    /// Goes wrong once, after what was ordered before for the same endpoint.
    #[track_caller]
    pub fn fault(&self, endpoint: Endpoint, fault: Fault) {
        assert!(fault.suits(endpoint), "{fault:?} can't happen at {endpoint:?}");
        self.inner.state().faults.push(endpoint, fault);
    }

    /// Goes wrong each time, when nothing ordered once is due.
    #[track_caller]
    pub fn always(&self, endpoint: Endpoint, fault: Fault) {
        assert!(fault.suits(endpoint), "{fault:?} can't happen at {endpoint:?}");
        self.inner.state().faults.always(endpoint, fault);
    }

    pub fn clear_faults(&self) {
        self.inner.state().faults.clear();
    }

    /// Ordered once and not yet done.
    pub fn faults_left(&self, endpoint: Endpoint) -> usize {
        self.inner.state().faults.left(endpoint)
    }

    /// The API's host refuses connections, and closes idle ones, until `come_up`. True when this returns.
    pub fn go_down(&self) {
        self.inner.shut();
    }

    pub fn come_up(&self) {
        self.inner.open();
    }

    /// Called at each of the server's moments, in the thread that serves; the exchange goes on when it returns.
    pub fn moments(&self, told: impl Fn(Moment) + Send + Sync + 'static) {
        self.inner.moments.set(Some(Arc::new(told)));
    }

    pub fn no_moments(&self) {
        self.inner.moments.set(None);
    }

    // Webhooks

    /// Posts a task as it is to a listener on loopback, flat as the documents have it; the status it answers.
    pub fn webhook(&self, task_id: &str, url: &str) -> std::io::Result<u16> {
        let said = self.status_of(task_id).ok_or(std::io::ErrorKind::NotFound)?;
        webhook::post(url, webhook::flat(&said).to_string().as_bytes())
    }

    /// The same as older documents had it: the status reply.
    pub fn wrapped_webhook(&self, task_id: &str, url: &str) -> std::io::Result<u16> {
        let said = self.status_of(task_id).ok_or(std::io::ErrorKind::NotFound)?;
        webhook::post(url, said.to_string().as_bytes())
    }
}
