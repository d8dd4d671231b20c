//! The memory that unpacked pictures take, all of them together, in whichever threads: who needs some waits for a turn.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes that all unpacked pictures take together at most.
pub const ROOM: u64 = 512 << 20;

/// The room of this program.
pub static PICTURES: Room = Room::new(ROOM);

/// A bounded number of bytes that is shared out in the order in which it is asked for.
///
/// Who holds a share must not ask for another one: two who did so would wait for each other.
#[derive(Debug)]
pub struct Room {
    bytes: u64,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug)]
struct State {
    taken: u64,
    /// The number that the next one who asks draws, and the number whose turn it is.
    next: u64,
    turn: u64,
}

/// Bytes of a room that are in use until this is dropped.
#[derive(Debug)]
pub struct Share<'a> {
    room: &'a Room,
    bytes: u64,
}

impl Room {
    #[must_use]
    pub const fn new(bytes: u64) -> Self {
        Self { bytes, state: Mutex::new(State { taken: 0, next: 0, turn: 0 }), changed: Condvar::new() }
    }

    /// Waits until these bytes are free and it is one's turn. `None` at once, when the room never has so many.
    pub fn take(&self, bytes: u64) -> Option<Share<'_>> {
        if bytes > self.bytes {
            return None;
        }
        let mut state = self.state();
        let number = state.next;
        state.next += 1;
        while state.turn != number || state.taken + bytes > self.bytes {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.turn += 1;
        state.taken += bytes;
        self.changed.notify_all();
        Some(Share { room: self, bytes })
    }

    /// A panic leaves numbers that are whole.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Share<'_> {
    /// Gives back what is not needed any more.
    pub fn shrink_to(&mut self, bytes: u64) {
        let less = self.bytes.saturating_sub(bytes);
        self.bytes -= less;
        self.room.state().taken -= less;
        self.room.changed.notify_all();
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        self.shrink_to(0);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[test]
    fn no_more_is_taken_than_there_is_and_everyone_gets_a_turn() {
        let room = Room::new(100);
        let (held, most) = (AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for thread in 0..8_u64 {
                let (room, held, most) = (&room, &held, &most);
                scope.spawn(move || {
                    for turn in 0..200 {
                        let bytes = 1 + (thread * 37 + turn * 13) % 100;
                        let mut share = room.take(bytes).unwrap();
                        most.fetch_max(held.fetch_add(bytes, Ordering::SeqCst) + bytes, Ordering::SeqCst);
                        held.fetch_sub(bytes - bytes / 2, Ordering::SeqCst);
                        share.shrink_to(bytes / 2);
                        std::thread::yield_now();
                        held.fetch_sub(bytes / 2, Ordering::SeqCst);
                    }
                });
            }
        });
        assert!((90..=100).contains(&most.into_inner()));
        assert_eq!(room.state().taken, 0);
    }

    #[test]
    fn what_is_larger_than_the_room_is_refused_at_once() {
        let room = Room::new(100);
        let whole = room.take(100).unwrap();
        assert!(room.take(101).is_none());
        drop(whole);
        assert!(room.take(100).is_some());
    }
}
