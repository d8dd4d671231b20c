//! Work away from the window's thread, whose answer is taken in when it has come.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use poll_promise::Promise;

use crate::desk::Wake;

/// Does work on a thread of its own and calls `wake` when its answer is there; `fault` is told of work that panics.
pub(super) fn in_background<T: Send + 'static>(
    wake: Wake,
    fault: &'static str,
    work: impl FnOnce() -> Result<T, String> + Send + 'static,
) -> std::io::Result<Promise<Result<T, String>>> {
    let (sender, promise) = Promise::new();
    thread::Builder::new().name("in the background".to_owned()).spawn(move || {
        sender.send(catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(fault.to_owned())));
        wake();
    })?;
    Ok(promise)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_panics_is_told_and_wakes_too() {
        let (woken, wait) = std::sync::mpsc::channel();
        let wake: Wake = std::sync::Arc::new(move || woken.send(()).unwrap_or_default());
        let promise = in_background::<()>(wake, "it stays open", || panic!("on purpose")).unwrap();
        wait.recv().unwrap();
        assert!(promise.ready().unwrap().as_ref().unwrap_err().contains("stays open"));
    }
}
