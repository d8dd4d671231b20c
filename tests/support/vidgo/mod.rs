//! A server on loopback that speaks the Vidgo contract strictly, keeps an account with credits, and misbehaves on command.
//! It shares no code with the program under test: it is the strict other side. Taken in with
//! `#[path = "support/vidgo/mod.rs"] mod vidgo;`.
#![allow(dead_code, unused_imports, reason = "each test program uses a part of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on stops here")]

mod account;
mod api;
mod bare;
mod controls;
mod door;
pub mod faults;
mod files;
mod http;
mod inner;
mod moments;
mod multipart;
mod path;
mod record;
mod reply;
mod scripts;
mod serve;
mod strict;
mod tasks;
mod upload;
pub mod webhook;
mod wrong;

use std::sync::Arc;
use std::time::{Duration, Instant};

pub use account::{Charge, Refunds};
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
        Account { credits: self.inner.state().account.hundredths / 100 }
    }

    pub fn set_credits(&self, credits: u64) {
        self.inner.state().account.hundredths = credits * 100;
    }

    /// Whether failed tasks are given back; they are, unless told otherwise.
    pub fn set_refunds(&self, refunds: bool) {
        self.refund(if refunds { Refunds::Prompt } else { Refunds::Never });
    }

    /// When failed tasks are given back, if ever.
    pub fn refund(&self, refunds: Refunds) {
        self.inner.state().account.refunds = refunds;
    }

    /// Gives back now what a task has cost.
    pub fn give_back(&self, task_id: &str) {
        self.inner.state().account.give_back(task_id);
    }

    /// So many hundredths of a credit are taken for each task from now on, whatever its price.
    pub fn take_for_each(&self, hundredths: Option<u64>) {
        self.inner.state().account.takes = hundredths;
    }

    /// Whether a status says what the task has cost.
    pub fn tell_charges(&self, tells: bool) {
        self.inner.state().tells_charges = tells;
    }

    /// The account's balance in hundredths of a credit.
    pub fn hundredths(&self) -> u64 {
        self.inner.settle();
        self.inner.state().account.hundredths
    }

    /// Everything ever charged, refunded or not.
    pub fn charges(&self) -> Vec<Charge> {
        self.inner.settle();
        self.inner.state().account.charges.clone()
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
