//! Work that waits for the disk, away from the tasks that ask and follow. It counts with the group of tasks that began it:
//! who closes the group knows when the disk is left alone.

use std::convert::Infallible;
use std::sync::mpsc::Sender;

use tokio::task::JoinError;

/// Kept by everything that a group of tasks has under way; nothing is ever sent.
pub type Held = Sender<Infallible>;

tokio::task_local! {
    /// The group that the running task belongs to.
    static GROUP: Held;
}

/// The work as a task of the group.
pub fn in_group<T>(held: Held, work: impl Future<Output = T>) -> impl Future<Output = T> {
    GROUP.scope(held, work)
}

/// Runs work on a thread that may wait. Begun, it goes on to its end, though nobody waits for it any more.
///
/// # Errors
/// When it panics, or the runtime has ended.
pub async fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, JoinError> {
    // Outside of any group nobody waits for it.
    let held = GROUP.try_with(Clone::clone).ok();
    tokio::task::spawn_blocking(move || {
        let _held = held;
        work()
    })
    .await
}
