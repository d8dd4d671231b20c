//! Runs takes in the background. Whatever happens to one, its last event comes exactly once.

use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError, Weak, mpsc};
use std::time::{Duration, Instant};
use std::{io, thread};

use super::pipeline::drive;
use super::{Group, Runtime, Stop, TakeError, TakeEvent, TakeHandle, TakeOrder};
use crate::store::{TakeRecord, new_id};
use crate::story::TakeId;

/// How long takes on this machine may need to stop when the runner goes.
const STOPS_WITHIN: Duration = Duration::from_secs(1);
/// How long other work may need then.
const ENDS_WITHIN: Duration = Duration::from_millis(200);

/// Makes takes in the background.
///
/// Dropped, it ends within about a second: what is made on this machine is stopped, what was submitted elsewhere is no
/// longer followed. Do not drop it inside asynchronous code.
#[derive(Debug)]
pub struct Runner {
    group: Group,
    _runtime: Runtime,
    /// What is made on this machine and must stop with the runner.
    local: Mutex<Vec<(Stop, Weak<Last>)>>,
}

impl Runner {
    /// On a runtime of its own.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new() -> io::Result<Self> {
        Ok(Self::on(&Runtime::start()?))
    }

    /// On the program's runtime.
    #[must_use]
    pub fn on(runtime: &Runtime) -> Self {
        Self { group: runtime.group(), _runtime: runtime.clone(), local: Mutex::default() }
    }

    /// Starts making a take. `events` is called on another thread, never from two at once.
    pub fn start(&self, take: TakeOrder, events: impl Fn(TakeEvent) + Send + Sync + 'static) -> TakeHandle {
        let id = TakeId::new(new_id());
        let stop = Stop::new();
        let last = Arc::new(Last { events: Box::new(events), told: Mutex::new(false) });
        if take.provider.is_free() {
            let mut local = self.local.lock().unwrap_or_else(PoisonError::into_inner);
            local.retain(|(_, last)| last.strong_count() > 0);
            local.push((stop.clone(), Arc::downgrade(&last)));
        }
        let handle = TakeHandle { id: id.clone(), stop: stop.clone() };
        let ended = Ended(last.clone());
        let driven = self.group.spawn(async move {
            let tell = |event| last.tell(event);
            drive(&take, &id, &stop, &tell).await
        });
        self.group.spawn(async move {
            let end = match driven.await {
                Ok(Some(end)) => end,
                Err(error) if error.is_panic() => TakeEvent::Failed(words_of_panic(error.into_panic().as_ref())),
                Ok(None) | Err(_) => TakeEvent::Cancelled,
            };
            ended.0.tell(end);
        });
        handle
    }

    /// Makes a take and waits for it. `progress` is told every event on this thread.
    ///
    /// # Errors
    /// When there is no take in the end, with the reason.
    pub fn wait(&self, take: TakeOrder, mut progress: impl FnMut(&TakeEvent)) -> Result<TakeRecord, TakeError> {
        let (sender, events) = mpsc::channel();
        // Nobody listens any more only after the last event.
        self.start(take, move |event| drop(sender.send(event)));
        for event in events {
            progress(&event);
            match event {
                TakeEvent::Saved(record) => return Ok(*record),
                TakeEvent::Failed(why) => return Err(TakeError::Failed(why)),
                TakeEvent::Cancelled => return Err(TakeError::Cancelled),
                TakeEvent::Preparing(_) | TakeEvent::Running(_) => {}
            }
        }
        Err(TakeError::Cancelled)
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        let local = std::mem::take(&mut *self.local.lock().unwrap_or_else(PoisonError::into_inner));
        for (stop, _) in &local {
            stop.ask();
        }
        let until = Instant::now() + STOPS_WITHIN;
        while Instant::now() < until && local.iter().any(|(_, last)| last.strong_count() > 0) {
            thread::sleep(Duration::from_millis(2));
        }
        self.group.close(ENDS_WITHIN);
    }
}

/// Tells a take's events, and none after the last.
struct Last {
    events: Box<dyn Fn(TakeEvent) + Send + Sync>,
    told: Mutex<bool>,
}

impl Last {
    fn tell(&self, event: TakeEvent) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if !*told {
            *told = event.is_final();
            (self.events)(event);
        }
    }
}

/// Goes when the take's work goes, also when that is dropped before its end.
struct Ended(Arc<Last>);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.tell(TakeEvent::Cancelled);
    }
}

fn words_of_panic(payload: &(dyn Any + Send)) -> String {
    let words = payload.downcast_ref::<&str>().map(|words| (*words).to_owned());
    let words = words.or_else(|| payload.downcast_ref::<String>().cloned());
    let words = words.map_or_else(String::new, |words| format!(" ({words})"));
    format!("the take was lost by a fault of the program; try again{words}")
}
