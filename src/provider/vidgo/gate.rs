//! The pace of uploads: so many a minute for a key, whichever of several takes they are for, and how long that will take.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

const MINUTE: Duration = Duration::from_mins(1);

/// What all uploads with one key pass.
#[derive(Debug, Default)]
pub struct Gate {
    /// Held while one is under way, so that the same content is not sent by two takes.
    turn: tokio::sync::Mutex<()>,
    /// When those of the last minute began.
    began: Mutex<VecDeque<Instant>>,
    /// Pictures that are still to be uploaded, of all takes.
    expected: AtomicUsize,
}

/// One take's pictures that are still to be uploaded.
#[derive(Debug)]
pub struct Expected<'a> {
    gate: &'a Gate,
    left: usize,
}

impl Gate {
    /// One upload at a time.
    pub async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// So many uploads of one take are to come.
    pub fn expect(&self, pictures: usize) -> Expected<'_> {
        self.expected.fetch_add(pictures, Ordering::SeqCst);
        Expected { gate: self, left: pictures }
    }

    /// Waits until one more in the running minute is allowed, and counts it.
    pub async fn place(&self, a_minute: u32) {
        let most = most(a_minute);
        loop {
            let until = {
                let mut began = self.began();
                match began.front() {
                    Some(first) if began.len() >= most => *first + MINUTE,
                    _ => {
                        began.push_back(Instant::now());
                        return;
                    }
                }
            };
            tokio::time::sleep_until(until).await;
        }
    }

    /// The last one never left: it uses up nothing.
    pub fn give_back(&self) {
        self.began().pop_back();
    }

    /// How long it takes until the last of all that are to come may begin; nothing when none has to wait.
    #[must_use]
    pub fn wait(&self, a_minute: u32) -> Option<Duration> {
        let began = self.began();
        let oldest = began.front().map_or(Duration::ZERO, Instant::elapsed);
        wait(self.expected.load(Ordering::SeqCst), most(a_minute), began.len(), oldest)
    }

    /// Those of the last minute alone.
    fn began(&self) -> MutexGuard<'_, VecDeque<Instant>> {
        let mut began = self.began.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        while began.front().is_some_and(|first| now.duration_since(*first) >= MINUTE) {
            began.pop_front();
        }
        began
    }
}

/// The same for so many that are to come, so many in the last minute, and since when the first of those.
fn wait(expected: usize, most: usize, recent: usize, oldest: Duration) -> Option<Duration> {
    let waiting = expected.checked_sub(most.saturating_sub(recent))?;
    let rounds = waiting.checked_sub(1)? / most;
    let first = MINUTE.saturating_sub(oldest);
    Some(first + MINUTE.saturating_mul(u32::try_from(rounds).unwrap_or(u32::MAX)))
}

fn most(a_minute: u32) -> usize {
    usize::try_from(a_minute).unwrap_or(usize::MAX).max(1)
}

impl Expected<'_> {
    #[must_use]
    pub fn left(&self) -> usize {
        self.left
    }

    /// One of them is there.
    pub fn one_less(&mut self) {
        if self.left > 0 {
            self.left -= 1;
            self.gate.expected.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

impl Drop for Expected<'_> {
    fn drop(&mut self) {
        self.gate.expected.fetch_sub(self.left, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_uploads_take_is_known_beforehand() {
        let wait = |expected, recent, oldest| {
            wait(expected, 5, recent, Duration::from_secs(oldest)).map(|wait| wait.as_secs())
        };
        assert_eq!([wait(0, 0, 0), wait(5, 0, 0), wait(0, 5, 10), wait(2, 3, 10)], [None; 4]);
        assert_eq!(wait(13, 0, 0), Some(120), "5 at once, 5 after a minute, 3 after two");
        assert_eq!(wait(10, 0, 0), Some(60));
        assert_eq!(wait(8, 5, 20), Some(40 + 60));
        assert_eq!(wait(1, 5, 59), Some(1));
    }

    #[test]
    fn what_is_to_come_is_counted_over_all_takes() {
        let gate = Gate::default();
        let mut one = gate.expect(4);
        assert_eq!(gate.wait(5), None);
        let two = gate.expect(3);
        assert_eq!(gate.wait(5), Some(MINUTE));
        one.one_less();
        one.one_less();
        assert_eq!((one.left(), gate.wait(5)), (2, None));
        drop((one, two));
        assert_eq!(gate.expected.load(Ordering::SeqCst), 0);
    }
}
