//! What all of the server's threads share: its state, its two doors, and the news of a change.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use super::account::Account;
use super::door::Door;
use super::faults::{Endpoint, Fault, Faults};
use super::moments::Moments;
use super::path;
use super::record::{Host, Seen};
use super::serve::serve;
use super::tasks::{Life, Tasks};
use super::upload::Uploads;

const CREDITS: u64 = 1_000_000;

pub struct State {
    pub account: Account,
    pub tasks: Tasks,
    pub life: Life,
    pub lives: VecDeque<Life>,
    pub uploads: Uploads,
    pub video: Arc<[u8]>,
    /// Whether the file host gives parts of a video, and says by what it is known.
    pub ranges: bool,
    /// Whether a status says what the task has cost.
    pub tells_charges: bool,
    pub faults: Faults,
    pub seen: Vec<Seen>,
}

impl State {
    pub fn next_life(&mut self) -> Life {
        self.lives.pop_front().unwrap_or_else(|| self.life.clone())
    }
}

struct Doors {
    api: Door,
    files: Door,
}

pub struct Inner {
    pub key: String,
    pub moments: Moments,
    state: Mutex<State>,
    ports: OnceLock<(u16, u16)>,
    doors: Mutex<Option<Arc<Doors>>>,
    change: Mutex<u64>,
    told: Condvar,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Inner {
    pub fn start(key: &str) -> io::Result<Arc<Self>> {
        let state = State {
            account: Account::with(CREDITS),
            tasks: Tasks::default(),
            life: Life::finishing(),
            lives: VecDeque::new(),
            uploads: Uploads::default(),
            video: include_bytes!("take.mp4").as_slice().into(),
            ranges: true,
            tells_charges: false,
            faults: Faults::default(),
            seen: Vec::new(),
        };
        let inner = Arc::new(Self {
            key: key.to_owned(),
            moments: Moments::default(),
            state: Mutex::new(state),
            ports: OnceLock::new(),
            doors: Mutex::new(None),
            change: Mutex::new(0),
            told: Condvar::new(),
        });
        let door = |host| {
            let inner = Arc::downgrade(&inner);
            Door::open(move |stream, idle| {
                if let Some(inner) = inner.upgrade() {
                    serve(&inner, host, stream, &idle);
                }
            })
        };
        let doors = Doors { files: door(Host::Files)?, api: door(Host::Api)? };
        let _ = inner.ports.set((doors.api.port(), doors.files.port()));
        *lock(&inner.doors) = Some(Arc::new(doors));
        Ok(inner)
    }

    pub fn stop(&self) {
        let doors = lock(&self.doors).take();
        drop(doors);
    }

    /// Held for as short as can be, and never while a moment is told.
    pub fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    fn ports(&self) -> (u16, u16) {
        self.ports.get().copied().unwrap_or_default()
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports().0)
    }

    pub fn files_address(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports().1)
    }

    pub fn files_by_name(&self) -> String {
        format!("http://localhost:{}", self.ports().1)
    }

    pub fn bearer(&self) -> String {
        format!("Bearer {}", self.key)
    }

    /// The fault that is due for a request.
    pub fn fault(&self, endpoint: Endpoint, path: &str) -> Option<Fault> {
        let state = &mut *self.state();
        let id = path::task(path);
        let tasks = &state.tasks;
        state.faults.take(endpoint, |fault| endpoint != Endpoint::Status || tasks.can_show(&id, fault))
    }

    pub fn see(&self, seen: Seen) {
        self.state().seen.push(seen);
        self.changed();
    }

    /// Gives back what failed tasks cost.
    pub fn settle(&self) {
        let state = &mut *self.state();
        for id in state.tasks.newly_failed() {
            state.account.refund(&id);
        }
        state.account.catch_up();
    }

    fn doors(&self) -> Option<Arc<Doors>> {
        lock(&self.doors).clone()
    }

    pub fn shut(&self) {
        if let Some(doors) = self.doors() {
            doors.api.shut();
        }
    }

    pub fn open(&self) {
        if let Some(doors) = self.doors() {
            doors.api.open_again();
        }
    }

    /// Refuses connections for a time, true when this returns.
    pub fn refuse_for(self: &Arc<Self>, time: Duration) {
        self.shut();
        let inner = Arc::downgrade(self);
        thread::spawn(move || {
            thread::sleep(time);
            if let Some(inner) = inner.upgrade() {
                inner.open();
            }
        });
    }

    pub fn connections(&self) -> usize {
        self.doors().map_or(0, |doors| doors.api.connections() + doors.files.connections())
    }

    pub fn changed(&self) {
        *lock(&self.change) += 1;
        self.told.notify_all();
    }

    pub fn change(&self) -> u64 {
        *lock(&self.change)
    }

    /// Until something has changed since then, or some time has passed.
    pub fn wait_for_change(&self, since: u64) -> u64 {
        let waited = self.told.wait_timeout_while(lock(&self.change), Duration::from_millis(5), |now| *now == since);
        let (now, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *now
    }
}
