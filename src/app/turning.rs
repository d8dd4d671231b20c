//! Keys that turn the keyboard over to something else, kept apart from what is typed around them. In a slow frame several
//! keys come at once; egui takes the focus away for an Escape before it gives a text what was typed before it, and what
//! follows a key that opens a field would come before the field has the keyboard. Letters would then be taken for commands.

use std::collections::HashSet;

use egui::{Context, Event, Key, Modifiers, Plugin, RawInput};

/// Holds events back for a frame or two, in their order, where one frame must not see them together.
#[derive(Debug, Default)]
pub(super) struct Turning {
    held: Vec<Event>,
    /// So many frames see nothing more: what was told is asked for in the one and there in the next.
    quiet: u8,
    down: HashSet<Key>,
}

/// After a key that turns, until what it opens has the keyboard.
const QUIET: u8 = 1;

impl Plugin for Turning {
    fn debug_name(&self) -> &'static str {
        "turning keys"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        input.events = self.pass(std::mem::take(&mut input.events));
        if !self.held.is_empty() {
            ctx.request_repaint();
        }
    }
}

impl Turning {
    /// What this frame sees of what has come.
    fn pass(&mut self, came: Vec<Event>) -> Vec<Event> {
        let mut events = std::mem::take(&mut self.held);
        events.extend(came);
        if self.quiet > 0 {
            self.quiet -= 1;
            if events.iter().any(is_typed) {
                self.held = events;
                return Vec::new();
            }
        }
        if let Some((at, quiet)) = self.cut(&events) {
            self.held = events.split_off(at);
            self.quiet = quiet;
        } else if events.iter().any(|event| self.turns(event)) {
            self.quiet = QUIET;
        }
        for event in &events {
            match event {
                Event::Key { key, pressed: true, .. } => _ = self.down.insert(*key),
                Event::Key { key, pressed: false, .. } => _ = self.down.remove(key),
                Event::WindowFocused(_) => self.down.clear(),
                _ => {}
            }
        }
        events
    }

    /// How many of the events this frame sees, where it must not see all, and how many see nothing after it.
    fn cut(&self, events: &[Event]) -> Option<(usize, u8)> {
        for (at, event) in events.iter().enumerate() {
            if !self.turns(event) {
                continue;
            }
            let is_escape = matches!(event, Event::Key { key: Key::Escape, .. });
            if is_escape && events[..at].iter().any(is_typed) {
                return Some((at, 0));
            }
            if events[at + 1..].iter().any(is_typed) {
                return Some((at + 1, QUIET));
            }
        }
        None
    }

    /// Whether the keyboard may belong to something else after it. A key that is held down turned the first time.
    fn turns(&self, event: &Event) -> bool {
        match event {
            Event::Key { key, pressed: true, modifiers, .. } => {
                let turning =
                    matches!(key, Key::Escape | Key::Enter | Key::Tab) || is_function(*key) || commands(*modifiers);
                turning && !self.down.contains(key)
            }
            Event::PointerButton { pressed, .. } => *pressed,
            _ => false,
        }
    }
}

fn is_typed(event: &Event) -> bool {
    matches!(event, Event::Text(_) | Event::Paste(_) | Event::Ime(_) | Event::Key { pressed: true, .. })
}

fn is_function(key: Key) -> bool {
    (Key::F1..=Key::F12).contains(&key)
}

fn commands(modifiers: Modifiers) -> bool {
    modifiers.command || modifiers.ctrl
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    fn up(key: Key) -> Event {
        Event::Key { key, physical_key: None, pressed: false, repeat: false, modifiers: Modifiers::NONE }
    }

    fn letter(letter: &str) -> Vec<Event> {
        let named = Key::from_name(&letter.to_uppercase()).unwrap();
        vec![key(named, Modifiers::NONE), Event::Text(letter.to_owned()), up(named)]
    }

    /// What each frame sees until nothing is held.
    fn frames(came: Vec<Event>) -> Vec<Vec<Event>> {
        let mut turning = Turning::default();
        let mut seen = vec![turning.pass(came)];
        while !turning.held.is_empty() {
            seen.push(turning.pass(Vec::new()));
        }
        seen
    }

    #[test]
    fn what_is_typed_before_and_after_an_escape_is_seen_in_frames_of_its_own() {
        let escape = vec![key(Key::Escape, Modifiers::NONE), up(Key::Escape)];
        let came = [letter("s"), escape.clone(), letter("4")].concat();
        let rest = [vec![up(Key::Escape)], letter("4")].concat();
        assert_eq!(frames(came), [letter("s"), escape[..1].to_vec(), Vec::new(), rest]);
    }

    #[test]
    fn what_is_typed_after_a_key_that_opens_something_waits_until_it_is_open() {
        for opens in [key(Key::K, Modifiers::COMMAND), key(Key::Enter, Modifiers::NONE), key(Key::F1, Modifiers::NONE)]
        {
            let came = [vec![opens.clone()], letter("s"), letter("t")].concat();
            assert_eq!(frames(came), [vec![opens], Vec::new(), [letter("s"), letter("t")].concat()]);
        }
    }

    #[test]
    fn nothing_is_held_that_needs_no_holding() {
        let click = |pressed| Event::PointerButton {
            pos: egui::Pos2::ZERO,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        for came in [
            Vec::new(),
            [letter("s"), letter("t")].concat(),
            vec![key(Key::Escape, Modifiers::NONE), up(Key::Escape)],
            [letter("s"), vec![key(Key::Enter, Modifiers::NONE), up(Key::Enter)]].concat(),
            vec![click(true), Event::PointerMoved(egui::Pos2::ZERO), click(false)],
            vec![key(Key::ArrowRight, Modifiers::NONE), key(Key::ArrowRight, Modifiers::NONE)],
        ] {
            assert_eq!(frames(came.clone()), [came]);
        }
        // A key that is held down comes again and again: it does not pile up.
        let undo = key(Key::Z, Modifiers::COMMAND);
        let mut turning = Turning::default();
        assert_eq!(turning.pass(vec![undo.clone()]), std::slice::from_ref(&undo));
        assert_eq!(turning.pass(Vec::new()), []);
        let again = vec![undo.clone(), undo.clone(), undo];
        assert_eq!(turning.pass(again.clone()), again);
        assert!(turning.held.is_empty());
    }

    #[test]
    fn what_comes_meanwhile_stays_behind_what_is_held() {
        let mut turning = Turning::default();
        let enter = key(Key::Enter, Modifiers::COMMAND);
        assert_eq!(turning.pass([vec![enter.clone()], letter("a")].concat()), [enter]);
        assert_eq!(turning.pass(letter("b")), []);
        assert_eq!(turning.pass(letter("c")), [letter("a"), letter("b"), letter("c")].concat());
        assert!(turning.held.is_empty());
    }

    #[test]
    fn what_comes_right_after_the_frame_of_a_key_that_opens_something_waits_too() {
        let mut turning = Turning::default();
        let enter = key(Key::Enter, Modifiers::COMMAND);
        assert_eq!(turning.pass(vec![enter.clone()]), [enter]);
        assert_eq!(turning.pass(letter("a")), [], "the field is asked for in this frame");
        assert_eq!(turning.pass(letter("b")), [letter("a"), letter("b")].concat());
        assert_eq!(turning.pass(letter("c")), letter("c"));
    }
}
