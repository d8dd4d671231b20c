//! A server on loopback that speaks the Vidgo contract strictly, keeps an account with credits, and misbehaves on command.
//! It shares no code with the program under test: it is the strict other side. Taken in with
//! `#[path = "support/vidgo/mod.rs"] mod vidgo;`.
#![allow(dead_code, unused_imports, reason = "each test program uses a part of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on stops here")]

mod account;
mod api;
mod door;
pub mod faults;
mod files;
mod http;
mod inner;
mod moments;
mod multipart;
mod record;
mod scripts;
mod serve;
mod strict;
mod tasks;
mod upload;
pub mod webhook;
mod wrong;

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;

pub use account::Charge;
pub use faults::{Endpoint, Fault};
pub use moments::Moment;
pub use record::{Host, Seen};
pub use tasks::{End, Life, Pace, Step};
pub use webhook::Lie;

use inner::Inner;

/// The key that a server takes unless told another.
pub const KEY: &str = "test-key-0123456789abcd";
/// A wait in a test ends after this long; it never decides anything else.
const PATIENCE: Duration = Duration::from_mins(2);

/// What the customer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    pub credits: u64,
}

/// Runs until dropped. All of its functions may be called while it serves, also from within its moments.
pub struct Server {
    inner: Arc<Inner>,
}

impl Server {
    /// With `KEY` and a million credits.
    pub fn start() -> Self {
        Self::with_key(KEY)
    }

    pub fn with_key(key: &str) -> Self {
        Self { inner: Inner::start(key).expect("loopback has a free port") }
    }

    /// The base address of the API, like `http://127.0.0.1:PORT`.
    pub fn address(&self) -> String {
        self.inner.address()
    }

    /// The address of the file host.
    pub fn other_host(&self) -> String {
        self.inner.files_address()
    }

    /// The file host by its other name, like `http://localhost:PORT`.
    pub fn other_host_by_name(&self) -> String {
        self.inner.files_by_name()
    }

    pub fn key(&self) -> &str {
        &self.inner.key
    }

    // What it has seen

    /// Every request to both hosts, in the order in which they were read.
    pub fn requests(&self) -> Vec<Seen> {
        self.inner.state().seen.clone()
    }

    /// Those for one thing.
    pub fn requests_for(&self, endpoint: Endpoint) -> Vec<Seen> {
        self.inner.state().seen.iter().filter(|seen| seen.endpoint == Some(endpoint)).cloned().collect()
    }

    pub fn count(&self, endpoint: Endpoint) -> usize {
        self.inner.state().seen.iter().filter(|seen| seen.endpoint == Some(endpoint)).count()
    }

    /// Requests in which the key, or any authorization at the file host, is where it must not be.
    pub fn leaks(&self) -> Vec<Seen> {
        self.inner.state().seen.iter().filter(|seen| seen.leaks).cloned().collect()
    }

    /// Drops what was seen so far; charges and tasks stay.
    pub fn forget_requests(&self) {
        self.inner.state().seen.clear();
    }

    /// Open connections to both hosts.
    pub fn connections(&self) -> usize {
        self.inner.connections()
    }

    // The account

    pub fn account(&self) -> Account {
        self.inner.settle();
        Account { credits: self.inner.state().account.credits }
    }

    pub fn set_credits(&self, credits: u64) {
        self.inner.state().account.credits = credits;
    }

    /// Whether failed tasks are given back; they are, unless told otherwise.
    pub fn set_refunds(&self, refunds: bool) {
        self.inner.state().account.refunds = refunds;
    }

    /// Everything ever charged, refunded or not.
    pub fn charges(&self) -> Vec<Charge> {
        self.inner.settle();
        self.inner.state().account.charges.clone()
    }

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
        self.inner.state().tasks.forget(task_id);
    }

    /// The video's address of today is refused with this status; the next status has a fresh one.
    pub fn expire_address(&self, task_id: &str, status: u16) {
        self.inner.state().tasks.refuse_address(task_id, status);
    }

    /// What every finished task's video is; a small real MP4 unless told.
    pub fn set_video(&self, bytes: Vec<u8>) {
        self.inner.state().video = bytes.into();
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

    /// Posts a task's status as it is to a listener on loopback; the status it answers.
    pub fn webhook(&self, task_id: &str, url: &str) -> std::io::Result<u16> {
        let said = self.status_of(task_id).ok_or(std::io::ErrorKind::NotFound)?;
        webhook::post(url, said.to_string().as_bytes())
    }

    /// Waits until something holds of the server.
    #[track_caller]
    pub fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        let mut change = self.inner.change();
        while !holds(self) {
            assert!(begun.elapsed() < PATIENCE, "waited in vain for: {what}");
            change = self.inner.wait_for_change(change);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.inner.stop();
    }
}
