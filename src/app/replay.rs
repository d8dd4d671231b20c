//! Replays input piece by piece, whatever one slow frame held. A frame can only handle keys together that go to the same
//! place: egui moves the focus for Tab and Escape before any widget sees the text that was typed ahead of them, commands are
//! taken before panels see what was typed, and a field that a key opens has the keyboard one frame later. So all input waits
//! in one queue, in its order, and each pass gets what it can handle in order.

use std::collections::{HashSet, VecDeque};

use egui::{Context, Event, Id, Key, Plugin, Popup, RawInput};

/// The queue of input that no pass has seen yet.
#[derive(Debug, Default)]
pub(super) struct Replay {
    queue: VecDeque<Event>,
    /// The keys that are held down after what passes have seen.
    down: HashSet<Key>,
    /// A pointer button is held down after what passes have seen.
    pointer_is_down: bool,
    /// Where the keyboard was after the pass before.
    place: Option<Place>,
    /// The application said after the last pass that the keyboard is about to go elsewhere.
    is_turning: bool,
    /// For so many passes in a row the keyboard has been going elsewhere.
    waited: u8,
}

/// What decides where keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    focused: Option<Id>,
    /// A text field has the keyboard: what is typed is text.
    is_text: bool,
    /// A menu is open.
    has_popup: bool,
}

impl Place {
    fn of(ctx: &Context) -> Self {
        let focused = ctx.memory(egui::Memory::focused);
        Self { focused, is_text: focused.is_some() && ctx.text_edit_focused(), has_popup: Popup::is_any_open(ctx) }
    }
}

/// The keyboard never goes from one place to the next for longer than so many passes; something else is going on then, and
/// input is not held up.
const LONGEST_WAIT: u8 = 8;

impl Plugin for Replay {
    fn debug_name(&self) -> &'static str {
        "replay of input"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let came = std::mem::take(&mut input.events);
        if came.is_empty() && self.queue.is_empty() {
            self.rest(Place::of(ctx));
            return;
        }
        input.events = self.pass(came, Place::of(ctx));
        if !self.queue.is_empty() {
            ctx.request_repaint();
        }
    }
}

impl Replay {
    /// Says after a pass whether the keyboard is about to go elsewhere: a sheet has opened or closed, or a field is to get
    /// the keyboard in the next pass.
    pub(super) fn after_pass(ctx: &Context, is_turning: bool) {
        ctx.with_plugin(|replay: &mut Self| replay.is_turning = is_turning);
    }

    /// A pass without input.
    fn rest(&mut self, place: Place) {
        self.place = Some(place);
        // What is to get the keyboard may not be there at all: then it is not waited for at the next key either.
        let is_turning = std::mem::take(&mut self.is_turning);
        self.waited = if is_turning { self.waited.saturating_add(1) } else { 0 };
    }

    /// What the next pass sees of what waits and what has come. The keyboard is at `place`.
    fn pass(&mut self, came: Vec<Event>, place: Place) -> Vec<Event> {
        self.queue.extend(came);
        let has_moved = self.place.replace(place).is_some_and(|before| before != place);
        let is_turning = std::mem::take(&mut self.is_turning);
        if !has_moved && !is_turning {
            self.waited = 0;
        } else if self.waited < LONGEST_WAIT && self.queue.iter().any(is_aimed) {
            self.waited += 1;
            return Vec::new();
        }
        let mut piece = Vec::new();
        while let Some(next) = self.queue.front() {
            if !self.fits(&piece, next, place) {
                break;
            }
            let Some(event) = self.queue.pop_front() else { break };
            self.note(&event);
            piece.push(event);
        }
        piece
    }

    /// Whether an event can be handled by the same pass as what is before it.
    fn fits(&self, piece: &[Event], event: &Event, place: Place) -> bool {
        if matches!(event, Event::PointerMoved(_)) {
            // A button acts on what is under the pointer at the end of the pass.
            return !piece.iter().any(|before| matches!(before, Event::PointerButton { .. }));
        }
        if matches!(event, Event::ModifiersChanged(_)) {
            // Widgets ask which modifiers are held at the end of the pass.
            return !piece.iter().any(|before| is_release(before) || (is_aimed(before) && !is_text(before, place)));
        }
        if piece.is_empty() || !is_aimed(event) && !is_release(event) {
            return true;
        }
        if piece.iter().any(is_release) {
            return false;
        }
        match event {
            // What the key writes comes right after it.
            Event::Text(_) if matches!(piece.last(), Some(Event::Key { pressed: true, .. })) => true,
            Event::Text(_) | Event::Ime(_) => {
                let alone = piece.iter().any(|before| !is_text(before, place) && is_aimed(before));
                place.is_text && !alone
            }
            Event::Key { key, pressed: true, .. } => {
                // A key that is held down comes again and again: what has piled up passes together.
                let mut pressed = piece.iter().filter(|before| is_aimed(before));
                let again = self.down.contains(key)
                    && pressed.all(|before| match before {
                        Event::Key { key: other, .. } => other == key,
                        Event::Text(_) => true,
                        _ => false,
                    });
                let types = place.is_text && is_text(event, place);
                again || !piece.iter().any(|before| is_aimed(before) && !(types && is_text(before, place)))
            }
            // A press is seen before its release, and a drag has moved before it ends.
            Event::PointerButton { pressed: false, .. } => {
                let moved = piece.iter().any(|before| matches!(before, Event::PointerMoved(_)));
                let has_dragged = self.pointer_is_down && moved;
                !has_dragged && !piece.iter().any(is_aimed)
            }
            _ => !piece.iter().any(is_aimed),
        }
    }

    fn note(&mut self, event: &Event) {
        match event {
            Event::Key { key, pressed, .. } => {
                if *pressed {
                    self.down.insert(*key);
                } else {
                    self.down.remove(key);
                }
            }
            Event::PointerButton { pressed, .. } => self.pointer_is_down = *pressed,
            Event::WindowFocused(_) => {
                self.down.clear();
                self.pointer_is_down = false;
            }
            Event::PointerGone => self.pointer_is_down = false,
            _ => {}
        }
    }
}

/// Whether an event goes to what has the keyboard or is under the pointer, and may move the one or change the other.
fn is_aimed(event: &Event) -> bool {
    matches!(
        event,
        Event::Text(_)
            | Event::Ime(_)
            | Event::Paste(_)
            | Event::PasteImage(_)
            | Event::Copy
            | Event::Cut
            | Event::AccessKitActionRequest(_)
            | Event::Key { pressed: true, .. }
            | Event::PointerButton { pressed: true, .. }
    )
}

fn is_release(event: &Event) -> bool {
    matches!(event, Event::PointerButton { pressed: false, .. })
}

/// Whether an event only writes or moves in the text that has the keyboard: any number of such are handled in order.
fn is_text(event: &Event, place: Place) -> bool {
    if !place.is_text {
        return false;
    }
    match event {
        Event::Text(_) | Event::Ime(_) => true,
        Event::Key { key, modifiers, .. } => {
            let plain = !modifiers.command && !modifiers.ctrl && !modifiers.alt && !modifiers.mac_cmd;
            plain && writes_or_steps(*key)
        }
        _ => false,
    }
}

fn writes_or_steps(key: Key) -> bool {
    let steps = matches!(
        key,
        Key::Space | Key::Backspace | Key::Delete | Key::Home | Key::End | Key::ArrowLeft | Key::ArrowRight
    );
    let is_function = (Key::F1..=Key::F35).contains(&key);
    let leads_away = matches!(
        key,
        Key::Enter
            | Key::Tab
            | Key::Escape
            | Key::ArrowUp
            | Key::ArrowDown
            | Key::PageUp
            | Key::PageDown
            | Key::Insert
            | Key::Copy
            | Key::Cut
            | Key::Paste
            | Key::BrowserBack
    );
    steps || !(is_function || leads_away)
}

#[cfg(test)]
#[path = "replay_tests.rs"]
mod tests;
