//! Threads, each way of using one once: a [`Worker`] does jobs in their order, a [`Latest`] does the newest wish alone, and
//! [`DiskThreads`] do what waits for a disk, apart from the threads that compute.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::inbox::{Event, Message, MessageSender};

/// A thread that is given jobs. When this is dropped the thread sees the end of its jobs and is waited for.
pub struct Worker<J> {
    jobs: Option<Sender<J>>,
    thread: Option<JoinHandle<()>>,
}

impl<J: Send + 'static> Worker<J> {
    /// `work` takes jobs until there are none to come any more.
    ///
    /// # Errors
    /// When the system gives no thread; then jobs would be lost.
    pub fn start(name: &str, work: impl FnOnce(&Receiver<J>) + Send + 'static) -> std::io::Result<Self> {
        let (jobs, given) = channel();
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || work(&given))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// The same, where every job has an answer that tells by not coming that there is no thread.
    #[must_use]
    pub fn start_or_none(name: &str, work: impl FnOnce(&Receiver<J>) + Send + 'static) -> Self {
        Self::start(name, work).unwrap_or_else(|error| {
            tracing::error!("no thread for {name}: {error}");
            Self { jobs: None, thread: None }
        })
    }

    pub fn send(&self, job: J) {
        if let Some(jobs) = &self.jobs {
            // Who works no more is told of through the answer that never comes.
            let _ = jobs.send(job);
        }
    }

    /// What jobs are sent through, for another thread.
    #[must_use]
    pub fn sender(&self) -> Option<Sender<J>> {
        self.jobs.clone()
    }
}

impl<J> Drop for Worker<J> {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A thread that does the newest wish: one that comes while it works on another takes the place of any that waits.
/// When this is dropped the wish that waits is dropped with it, and the thread is waited for.
pub struct Latest<W> {
    shared: Arc<Shared<W>>,
    thread: Option<JoinHandle<()>>,
}

struct Shared<W> {
    wish: Mutex<Wish<W>>,
    bell: Condvar,
}

struct Wish<W> {
    newest: Option<W>,
    has_ended: bool,
}

/// Where the thread of a [`Latest`] gets its wishes.
pub struct Wishes<W>(Arc<Shared<W>>);

/// What comes next.
pub enum Next<W> {
    Wish(W),
    /// Nothing was wished for so long.
    Rest,
    /// Nobody wishes any more.
    End,
}

impl<W: Send + 'static> Latest<W> {
    /// `work` takes wishes until they end. Without a thread, which is logged, none is ever done.
    #[must_use]
    pub fn start(name: &str, work: impl FnOnce(&Wishes<W>) + Send + 'static) -> Self {
        let shared =
            Arc::new(Shared { wish: Mutex::new(Wish { newest: None, has_ended: false }), bell: Condvar::new() });
        let wishes = Wishes(shared.clone());
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || work(&wishes));
        let thread = thread.map_err(|error| tracing::error!("no thread for {name}: {error}")).ok();
        Self { shared, thread }
    }

    pub fn want(&self, wish: W) {
        self.shared.lock().newest = Some(wish);
        self.shared.bell.notify_one();
    }
}

impl<W> Drop for Latest<W> {
    fn drop(&mut self) {
        let mut wish = self.shared.lock();
        (wish.newest, wish.has_ended) = (None, true);
        drop(wish);
        self.shared.bell.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl<W> Shared<W> {
    fn lock(&self) -> MutexGuard<'_, Wish<W>> {
        self.wish.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<W> Wishes<W> {
    /// Waits for the next wish, with `rest` for so long at most.
    #[must_use]
    pub fn next(&self, rest: Option<Duration>) -> Next<W> {
        let idle = |wish: &mut Wish<W>| wish.newest.is_none() && !wish.has_ended;
        let (bell, wish) = (&self.0.bell, self.0.lock());
        let mut wish = match rest {
            None => bell.wait_while(wish, idle).unwrap_or_else(PoisonError::into_inner),
            Some(rest) => bell.wait_timeout_while(wish, rest, idle).unwrap_or_else(PoisonError::into_inner).0,
        };
        if wish.has_ended {
            return Next::End;
        }
        wish.newest.take().map_or(Next::Rest, Next::Wish)
    }
}

/// At most so many pieces of work wait for disks at a time; a share that hangs holds up this many.
const DISK_THREADS: usize = 4;

/// Threads for short work that waits for a disk: versions, logos, pictures that come in. Those that decode and paint are
/// apart, so that a disk that does not answer leaves the pictures on the screen alone.
pub(super) struct DiskThreads {
    /// None where the system gave no threads; the ones that compute do it then.
    pool: Option<rayon::ThreadPool>,
    inbox: MessageSender,
}

impl DiskThreads {
    pub(super) fn new(inbox: MessageSender) -> Self {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(DISK_THREADS)
            .thread_name(|n| format!("disk {n}"))
            .build()
            .map_err(|error| tracing::error!("no threads for the disk: {error}"))
            .ok();
        Self { pool, inbox }
    }

    /// Does work and sends what it brings. `what` was not done where the work has a fault of its own: "The logo was not
    /// brought in".
    pub(super) fn run<M: Into<Message>>(&self, what: &'static str, work: impl FnOnce() -> Option<M> + Send + 'static) {
        let inbox = self.inbox.clone();
        let work = move || match catch_unwind(AssertUnwindSafe(work)) {
            Ok(None) => {}
            Ok(Some(brought)) => inbox.send(brought),
            Err(_) => inbox.send(Event::Trouble(format!("{what}, by a fault of the program; try again"))),
        };
        match &self.pool {
            Some(pool) => pool.spawn(work),
            None => rayon::spawn(work),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::super::inbox::Inbox;
    use super::*;

    #[test]
    fn a_worker_does_every_job_in_order_before_it_ends() {
        let (done, all) = mpsc::channel();
        let worker = Worker::start("jobs", move |jobs| {
            for job in jobs {
                done.send(job).unwrap();
            }
        });
        let worker = worker.unwrap();
        (0..100).for_each(|job| worker.send(job));
        drop(worker);
        assert_eq!(all.iter().collect::<Vec<_>>(), (0..100).collect::<Vec<_>>());
    }

    #[test]
    fn of_wishes_that_come_meanwhile_only_the_newest_is_done() {
        let (done, all) = mpsc::channel();
        let (begun, begins) = mpsc::channel();
        let (go, goes) = mpsc::channel::<()>();
        let latest = Latest::start("wishes", move |wishes| {
            while let Next::Wish(wish) = wishes.next(None) {
                begun.send(()).unwrap();
                goes.recv().unwrap();
                done.send(wish).unwrap();
            }
        });
        latest.want(1);
        begins.recv().unwrap();
        (2..=5).for_each(|wish| latest.want(wish));
        go.send(()).unwrap();
        begins.recv().unwrap();
        go.send(()).unwrap();
        assert_eq!((all.recv().unwrap(), all.recv().unwrap()), (1, 5));
        drop(latest);
        assert_eq!(all.iter().count(), 0);
    }

    #[test]
    fn who_is_not_asked_for_long_may_rest_and_a_wish_that_waits_goes_with_its_owner() {
        let (told, tells) = mpsc::channel();
        let latest = Latest::<u8>::start("rests", move |wishes| {
            loop {
                let next = wishes.next(Some(Duration::from_millis(1)));
                told.send(matches!(next, Next::Rest)).unwrap();
                if let Next::End = next {
                    return;
                }
            }
        });
        assert!(tells.recv().unwrap(), "nothing was wished");
        drop(latest);
        assert_eq!(tells.iter().last(), Some(false));
    }

    #[test]
    fn disk_work_that_panics_is_told_and_hinders_none_after_it() {
        let inbox = Inbox::new(Arc::new(|| ()));
        let disk = DiskThreads::new(inbox.sender());
        for _ in 0..2 * DISK_THREADS {
            disk.run("It was not read", || -> Option<Event> { panic!("on purpose") });
        }
        disk.run("It was not read", || Some(Event::Free));
        let mut told = 0;
        let mut is_free = false;
        while told < 2 * DISK_THREADS || !is_free {
            match inbox.wait() {
                Message::Event(Event::Trouble(sentence)) => {
                    assert_eq!(sentence, "It was not read, by a fault of the program; try again");
                    told += 1;
                }
                Message::Event(Event::Free) => is_free = true,
                _ => panic!("nothing else was sent"),
            }
        }
    }
}
