//! The one runtime of a program, and groups of tasks on it. Whoever has work on it has a group of its own and closes that;
//! the runtime goes on for the others.

use std::io;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::{Builder, Handle};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::provider::background::{Held, in_group};

/// How long what is in no group may need to stop when the runtime ends.
const ENDS_WITHIN: Duration = Duration::from_millis(200);

/// Shared by all who have work on it; it ends with the last of them. Tasks hold their group, never this.
#[derive(Clone, Debug)]
pub struct Runtime(Arc<Running>);

#[derive(Debug)]
struct Running {
    handle: Handle,
    /// `None` only while it is dropped.
    runtime: Option<tokio::runtime::Runtime>,
}

impl Runtime {
    /// # Errors
    /// When the system gives no threads.
    pub fn start() -> io::Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(2).thread_name("tasks").enable_all().build()?;
        Ok(Self(Arc::new(Running { handle: runtime.handle().clone(), runtime: Some(runtime) })))
    }

    /// Waits for work on this thread, which is none of the runtime's.
    pub fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.0.handle.block_on(work)
    }

    /// A new group without tasks.
    #[must_use]
    pub fn group(&self) -> Group {
        let (held, all_gone) = channel();
        let open = Mutex::new(Some(Open { held, all_gone }));
        Group { handle: self.0.handle.clone(), closing: watch::Sender::new(false), open }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let Some(runtime) = self.runtime.take() else { return };
        if Handle::try_current().is_ok() {
            // Nothing may wait inside a task; no user of it is dropped there, but a panic would cost more than threads.
            runtime.shutdown_background();
        } else {
            runtime.shutdown_timeout(ENDS_WITHIN);
        }
    }
}

/// Tasks that end together.
#[derive(Debug)]
pub struct Group {
    handle: Handle,
    closing: watch::Sender<bool>,
    /// `None` once it was closed.
    open: Mutex<Option<Open>>,
}

#[derive(Debug)]
struct Open {
    held: Held,
    /// Cut off when the last task and the last work for the disk have gone.
    all_gone: Receiver<std::convert::Infallible>,
}

impl Group {
    /// Begins a task. It gives nothing when the group was closed before its end: then it was dropped where it stood.
    pub fn spawn<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> JoinHandle<Option<T>> {
        let held = self.open.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|open| open.held.clone());
        let mut closing = self.closing.subscribe();
        self.handle.spawn(async move {
            let work = in_group(held?, work);
            tokio::select! {
                biased;
                // Whoever could close it may be gone: that closes it too.
                _ = closing.wait_for(|closing| *closing) => None,
                done = work => Some(done),
            }
        })
    }

    /// Drops every task at the next moment that it waits, and waits until all have gone and what they began on the disk has
    /// ended, this long at most. Nothing begins from here on.
    pub fn close(&self, within: Duration) {
        self.closing.send_replace(true);
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Open { held, all_gone }) = open {
            drop(held);
            // What takes longer goes on by itself; nobody can wait for it.
            let _ = all_gone.recv_timeout(within);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;
    use crate::provider::background::in_background;

    const LONG: Duration = Duration::from_secs(20);

    /// Tells when it goes.
    struct Gone(std::sync::mpsc::Sender<()>);

    impl Drop for Gone {
        fn drop(&mut self) {
            let _ = self.0.send(());
        }
    }

    #[test]
    fn closing_a_group_drops_its_tasks_and_leaves_others_alone() {
        let runtime = Runtime::start().unwrap();
        let (mine, others) = (runtime.group(), runtime.group());
        let (sender, gone) = channel();
        let kept = Gone(sender);
        let waits = mine.spawn(async move {
            let _kept = kept;
            std::future::pending::<()>().await;
        });
        let (go_on, told) = tokio::sync::oneshot::channel();
        let other = others.spawn(async move { told.await.unwrap() });
        mine.close(LONG);
        gone.try_recv().expect("it has gone when closing is over");
        assert_eq!(runtime.block_on(waits).unwrap(), None);
        assert_eq!(runtime.block_on(mine.spawn(async {})).unwrap(), None, "nothing begins in a closed group");
        go_on.send(7).unwrap();
        assert_eq!(runtime.block_on(other).unwrap(), Some(7));
    }

    #[test]
    fn closing_waits_for_the_disk_but_not_for_ever() {
        let runtime = Runtime::start().unwrap();
        for hangs in [false, true] {
            let group = runtime.group();
            let (begun, has_begun) = channel();
            let (let_go, wait) = channel::<()>();
            let written = Arc::new(AtomicBool::new(false));
            let writes = written.clone();
            group.spawn(async move {
                in_background(move || {
                    begun.send(()).unwrap();
                    let _ = wait.recv();
                    writes.store(true, Ordering::SeqCst);
                })
                .await
            });
            has_begun.recv_timeout(LONG).unwrap();
            if hangs {
                group.close(Duration::from_millis(50));
                assert!(!written.load(Ordering::SeqCst));
            } else {
                let later = std::thread::spawn(move || {
                    std::thread::sleep(Duration::from_millis(50));
                    drop(let_go);
                });
                group.close(LONG);
                assert!(written.load(Ordering::SeqCst));
                later.join().unwrap();
            }
        }
    }

    #[test]
    fn a_task_that_panics_is_told_from_one_that_was_dropped() {
        let runtime = Runtime::start().unwrap();
        let group = runtime.group();
        let panics = group.spawn(async { panic!("scripted") });
        let error = runtime.block_on(panics).map(|_: Option<()>| ()).unwrap_err();
        assert!(error.is_panic());
        group.close(LONG);
    }

    #[test]
    fn the_last_user_may_go_inside_a_task() {
        let runtime = Runtime::start().unwrap();
        let (group, last) = (runtime.group(), runtime.clone());
        let (sender, gone) = channel();
        let kept = Gone(sender);
        let (go_on, told) = tokio::sync::oneshot::channel::<()>();
        group.spawn(async move {
            let _kept = kept;
            let _ = told.await;
            drop(last);
        });
        drop(runtime);
        go_on.send(()).unwrap();
        gone.recv_timeout(LONG).unwrap();
    }
}
