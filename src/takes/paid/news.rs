//! What the engine tells those who show takes.

use std::time::Duration;

use super::LedgerTake;
use crate::story::{Credits, TakeId};

/// Called from any thread.
pub type Tell = Box<dyn Fn(PaidNews) + Send + Sync>;

/// Something that happened.
#[derive(Clone, Debug)]
pub enum PaidNews {
    /// A row of the ledger is another.
    Changed(Box<LedgerTake>),
    /// A share from 0 to 1 of what it is doing now: uploading or generating.
    Progress(TakeId, f32),
    /// Why it is not getting on at the moment, or nothing when it is again; it goes on by itself.
    Slow(TakeId, Option<String>),
    /// It is sent again after this long: the service was busy or could not be reached.
    Waits(TakeId, Duration),
    /// What an account holds, asked beside a take.
    Balance(String, Credits),
    /// The take lies in its project.
    Kept(Box<LedgerTake>),
    /// A sentence.
    Trouble(String),
}
