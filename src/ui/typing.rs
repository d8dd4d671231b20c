//! Runs of typing: what belongs to one step of undo.

use egui::{Event, Id, ImeEvent};

use crate::story::history::Gesture;

/// After so long without a letter, in seconds, the next one begins a new step.
const PAUSE: f64 = 1.0;

/// One run of typing in one field.
#[derive(Clone, Copy, Debug)]
pub struct Typing {
    field: Id,
    gesture: Gesture,
    /// When the last letter came, on egui's clock in seconds.
    last: f64,
    /// A word is half composed with an input method.
    composes: bool,
}

impl Typing {
    pub(super) fn new(field: Id, gesture: Gesture, now: f64, composes: bool) -> Self {
        Self { field, gesture, last: now, composes }
    }

    /// Whether what comes now belongs to this run: in its field, and soon enough. A word that is being composed is one
    /// step, however long one looks for it.
    pub(super) fn goes_on(&mut self, field: Id, now: f64, composes: bool) -> Option<Gesture> {
        if self.field != field || (!self.composes && now - self.last >= PAUSE) {
            return None;
        }
        (self.last, self.composes) = (now, composes);
        Some(self.gesture)
    }
}

/// Whether a word is half composed after these events.
pub(super) fn composes(events: &[Event]) -> bool {
    let last = events.iter().rev().find_map(|event| match event {
        Event::Ime(ime) => Some(ime),
        _ => None,
    });
    matches!(last, Some(ImeEvent::Preedit { text, .. }) if !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_ends_with_a_pause_another_field_or_never_within_a_word() {
        let (field, other) = (Id::unique("field"), Id::unique("other"));
        let mut typing = Typing::new(field, Gesture(1), 0.0, false);
        assert_eq!(typing.goes_on(field, 0.9, false), Some(Gesture(1)));
        assert_eq!(typing.goes_on(other, 0.9, false), None);
        assert_eq!(typing.goes_on(field, 1.8, true), Some(Gesture(1)));
        assert_eq!(typing.goes_on(field, 30.0, false), Some(Gesture(1)), "the word that was composed");
        assert_eq!(typing.goes_on(field, 31.0, false), None);
    }

    #[test]
    fn a_word_is_composed_until_it_is_written_or_given_up() {
        let preedit = |text: &str| Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None });
        let commit = Event::Ime(ImeEvent::Commit("é".to_owned()));
        assert!(composes(&[preedit("e"), Event::Text("x".to_owned())]));
        assert!(!composes(&[preedit("e"), preedit("")]));
        assert!(!composes(&[preedit("e"), commit.clone()]));
        assert!(composes(&[commit, preedit("e")]));
        assert!(!composes(&[]));
    }
}
