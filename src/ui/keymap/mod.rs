//! Which keys do which command, and when a key belongs to what is being typed.

mod file;

use std::collections::HashMap;
use std::sync::Arc;

use egui::{Context, Event, Id, Key, KeyboardShortcut, Modifiers};

use super::command::{self, Command, KeyView};

/// The keys of every command.
#[derive(Clone, Debug, PartialEq)]
pub struct Keymap {
    keys: HashMap<Command, Vec<KeyboardShortcut>>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self { keys: command::all().map(|command| (command, command.spec().keys().collect())).collect() }
    }
}

impl Keymap {
    /// The keys of a command; menus show the first.
    #[must_use]
    pub fn of(&self, command: Command) -> &[KeyboardShortcut] {
        self.keys.get(&command).map_or(&[], Vec::as_slice)
    }

    /// Takes what was pressed in a view out of the frame's events and gives the commands meant, in the order of the presses.
    /// While something else `has_focus`, the keys that it may want for itself stay.
    pub fn take_pressed(
        &self,
        events: &mut Vec<Event>,
        view: KeyView,
        has_focus: bool,
        is_enabled: impl Fn(Command) -> bool,
    ) -> Vec<Command> {
        let mut pressed = Vec::new();
        let mut at = 0;
        while at < events.len() {
            let Event::Key { key, physical_key, pressed: true, modifiers, repeat } = events[at] else {
                at += 1;
                continue;
            };
            if modifiers.shift && writes_another_sign(key, events.get(at + 1)) {
                at += 1;
                continue;
            }
            let meant = |command: Command| command.spec().has_keys_in(view) && is_enabled(command);
            let is_free =
                |shortcut: &KeyboardShortcut| !(view.owns(shortcut) || has_focus && yields_to_focus(shortcut));
            let found = self.find(key, modifiers, is_free, meant);
            let by_digit = || self.find(digit_of(physical_key, key, modifiers)?, modifiers, is_free, meant);
            let Some(command) = found.or_else(by_digit) else {
                at += 1;
                continue;
            };
            if !repeat || command.spec().repeats {
                pressed.push(command);
            }
            events.remove(at);
            // Systems send what the key would write right after it.
            if matches!(events.get(at), Some(Event::Text(_))) {
                events.remove(at);
            }
        }
        pressed
    }

    fn find(
        &self,
        key: Key,
        modifiers: Modifiers,
        is_free: impl Fn(&KeyboardShortcut) -> bool,
        is_meant: impl Fn(Command) -> bool,
    ) -> Option<Command> {
        let is_it = |shortcut: &KeyboardShortcut| matches(shortcut, key, modifiers) && is_free(shortcut);
        command::all().find(|command| self.of(*command).iter().any(is_it) && is_meant(*command))
    }
}

/// The digit that is on a key whose sign means nothing here: where digits need Shift, as on French keyboards, the key alone
/// counts too.
fn digit_of(physical: Option<Key>, logical: Key, modifiers: Modifiers) -> Option<Key> {
    let physical = physical.filter(|key| (Key::Num0..=Key::Num9).contains(key))?;
    let is_letter = (Key::A..=Key::Z).contains(&logical);
    (physical != logical && !modifiers.shift && !is_letter).then_some(physical)
}

/// Whether a key that is called after the digit on it writes something else with Shift: `#` is no 3.
fn writes_another_sign(key: Key, next: Option<&Event>) -> bool {
    let is_digit = (Key::Num0..=Key::Num9).contains(&key);
    is_digit && matches!(next, Some(Event::Text(text)) if text != key.name())
}

/// What is pressed is what is meant. Some layouts need Shift for a sign or a digit: that does not count.
fn matches(shortcut: &KeyboardShortcut, key: Key, modifiers: Modifiers) -> bool {
    shortcut.logical_key == key
        && (modifiers.matches_exact(shortcut.modifiers)
            || (is_sign(key) && Modifiers { shift: false, ..modifiers }.matches_exact(shortcut.modifiers)))
}

fn is_sign(key: Key) -> bool {
    let mut name = key.symbol_or_name().chars();
    match (name.next(), name.next()) {
        (Some(only), None) => only.is_ascii_punctuation() || only.is_ascii_digit(),
        _ => false,
    }
}

/// Whether a text field or a button that has the keyboard wants this key for itself.
#[must_use]
pub fn yields_to_focus(shortcut: &KeyboardShortcut) -> bool {
    let KeyboardShortcut { modifiers, logical_key: key } = *shortcut;
    let moves_in_text = matches!(
        key,
        Key::ArrowLeft
            | Key::ArrowRight
            | Key::ArrowUp
            | Key::ArrowDown
            | Key::Home
            | Key::End
            | Key::Delete
            | Key::Backspace
    );
    let selects_text = key == Key::A && modifiers == Modifiers::COMMAND;
    let is_plain = !modifiers.command && !modifiers.ctrl && !modifiers.alt;
    moves_in_text || selects_text || (is_plain && !is_function_key(key))
}

fn is_function_key(key: Key) -> bool {
    let name = key.name();
    name.len() > 1 && name.strip_prefix('F').is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A key as people know it: with the sign that is on it instead of its name.
#[must_use]
pub fn shown(ctx: &Context, shortcut: &KeyboardShortcut) -> String {
    let text = ctx.format_shortcut(shortcut);
    let sign = match shortcut.logical_key {
        Key::OpenBracket => "[",
        Key::CloseBracket => "]",
        Key::Comma => ",",
        Key::Period => ".",
        Key::Plus => "+",
        Key::Minus => "−",
        Key::Slash => "/",
        Key::ArrowLeft => "←",
        Key::ArrowRight => "→",
        Key::ArrowUp => "↑",
        Key::ArrowDown => "↓",
        _ => return text,
    };
    text.strip_suffix(shortcut.logical_key.name()).map_or(text.clone(), |before| format!("{before}{sign}"))
}

/// Makes these keys the ones in force.
pub fn install(ctx: &Context, keymap: Keymap) {
    ctx.data_mut(|data| data.insert_temp(Id::unique("keymap"), Arc::new(keymap)));
}

/// The keys in force.
#[must_use]
pub fn in_force(ctx: &Context) -> Arc<Keymap> {
    let id = Id::unique("keymap");
    if let Some(keymap) = ctx.data(|data| data.get_temp::<Arc<Keymap>>(id)) {
        return keymap;
    }
    let keymap: Arc<Keymap> = Arc::default();
    ctx.data_mut(|data| data.insert_temp(id, keymap.clone()));
    keymap
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;
    use crate::ui::command::{EditCommand, HelpCommand, PlayCommand, ShotCommand, ViewCommand};

    fn press(key: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    fn pressed(events: &mut Vec<Event>, has_focus: bool) -> Vec<Command> {
        Keymap::default().take_pressed(events, KeyView::Board, has_focus, |_| true)
    }

    #[test]
    fn no_two_commands_share_a_key_in_any_view() {
        let keymap = Keymap::default();
        for view in KeyView::iter() {
            let mut seen: HashMap<KeyboardShortcut, Command> = HashMap::new();
            for command in command::all().filter(|command| command.spec().has_keys_in(view)) {
                for shortcut in keymap.of(command) {
                    let other = seen.insert(*shortcut, command);
                    assert_eq!(other, None, "{command:?} and another share a key in {view:?}");
                    assert!(!view.owns(shortcut), "{command:?} has a key of {view:?} itself");
                }
            }
        }
    }

    #[test]
    fn a_key_means_what_it_means_in_the_view_that_is_there() {
        let keymap = Keymap::default();
        let up = || vec![press(Key::ArrowUp, Modifiers::NONE)];
        let previous = Command::Shot(ShotCommand::Previous);
        assert_eq!(keymap.take_pressed(&mut up(), KeyView::Board, false, |_| true), [previous]);
        let mut events = up();
        assert_eq!(keymap.take_pressed(&mut events, KeyView::Wall, false, |_| true), []);
        assert_eq!(events, up(), "it stays for the wall");
    }

    #[test]
    fn keys_are_shown_by_their_signs() {
        let ctx = Context::default();
        let shown_of = |command| shown(&ctx, &Keymap::default().of(command)[0]);
        assert_eq!(shown_of(Command::Shot(ShotCommand::Shorter)), "[");
        assert!(shown_of(Command::Shot(ShotCommand::SlideLater)).ends_with("→"));
        assert!(shown_of(Command::Edit(EditCommand::Undo)).ends_with('Z'));
    }

    #[test]
    fn what_is_typed_is_no_command_but_alt_and_a_digit_is_and_writes_nothing() {
        let typed = || vec![press(Key::Num3, Modifiers::NONE), Event::Text("3".to_owned())];
        let mut events = typed();
        assert_eq!(pressed(&mut events, true), []);
        assert_eq!(events, typed());
        assert_eq!(pressed(&mut events, false), [Command::Length(3)]);
        assert_eq!(events, []);
        let mut events =
            vec![press(Key::Num3, Modifiers::ALT), Event::Text("3".to_owned()), Event::Text("a".to_owned())];
        assert_eq!(pressed(&mut events, true), [Command::Length(3)]);
        assert_eq!(events, [Event::Text("a".to_owned())]);
    }

    #[test]
    fn a_text_keeps_what_moves_in_it_and_marks_it() {
        for (key, modifiers) in [
            (Key::ArrowLeft, Modifiers::COMMAND | Modifiers::SHIFT),
            (Key::ArrowLeft, Modifiers::ALT),
            (Key::A, Modifiers::COMMAND),
            (Key::Space, Modifiers::NONE),
            (Key::Enter, Modifiers::NONE),
            (Key::X, Modifiers::SHIFT),
        ] {
            let mut events = vec![press(key, modifiers)];
            assert_eq!(pressed(&mut events, true), [], "{key:?}");
            assert_eq!(pressed(&mut events, false).len(), 1, "{key:?}");
        }
        let mut events = vec![press(Key::F1, Modifiers::NONE), press(Key::Enter, Modifiers::COMMAND)];
        assert_eq!(
            pressed(&mut events, true),
            [Command::Help(HelpCommand::Shortcuts), Command::Shot(ShotCommand::NextOrNew)]
        );
    }

    #[test]
    fn a_held_key_steps_on_but_begins_nothing_twice() {
        let held = |key| {
            let repeated =
                Event::Key { key, physical_key: None, pressed: true, repeat: true, modifiers: Modifiers::NONE };
            vec![press(key, Modifiers::NONE), repeated.clone(), repeated]
        };
        let mut events = held(Key::L);
        assert_eq!(pressed(&mut events, false), [Command::Play(PlayCommand::Forward)]);
        assert_eq!(events, [], "nobody else has it either");
        assert_eq!(pressed(&mut held(Key::CloseBracket), false), [Command::Shot(ShotCommand::Longer); 3]);
    }

    #[test]
    fn on_layouts_with_other_signs_on_the_digits_the_key_of_a_digit_counts() {
        let on = |key, physical, modifiers| {
            let pressed = Event::Key { key, physical_key: Some(physical), pressed: true, repeat: false, modifiers };
            vec![pressed, Event::Text("x".to_owned())]
        };
        // French: the key of 3 writes a quotation mark, that of 6 a minus; with Shift they write their digits.
        assert_eq!(pressed(&mut on(Key::Quote, Key::Num3, Modifiers::NONE), false), [Command::Length(3)]);
        assert_eq!(pressed(&mut on(Key::Minus, Key::Num6, Modifiers::NONE), false), [Command::Length(6)]);
        let mut digit = vec![press(Key::Num6, Modifiers::SHIFT), Event::Text("6".to_owned())];
        assert_eq!(pressed(&mut digit, false), [Command::Length(6)]);
        // Where a sign has no name the key is called after its digit: `#` is no 3 all the same.
        let mut sign = vec![press(Key::Num3, Modifiers::SHIFT), Event::Text("#".to_owned())];
        assert_eq!(pressed(&mut sign, false), []);
        assert_eq!(pressed(&mut on(Key::Quote, Key::Num3, Modifiers::ALT), true), [Command::Length(3)]);
        // What the sign itself does comes first, and a sign that needs Shift is no digit.
        assert_eq!(
            pressed(&mut on(Key::Minus, Key::Num6, Modifiers::COMMAND), false),
            [Command::View(ViewCommand::ZoomOut)]
        );
        assert_eq!(
            pressed(&mut on(Key::OpenBracket, Key::Num8, Modifiers::NONE), false),
            [Command::Shot(ShotCommand::Shorter)]
        );
        assert_eq!(pressed(&mut on(Key::Slash, Key::Num7, Modifiers::SHIFT), false), []);
        assert_eq!(pressed(&mut on(Key::Exclamationmark, Key::Num1, Modifiers::SHIFT), false), []);
        // What is typed stays typed.
        assert_eq!(pressed(&mut on(Key::Quote, Key::Num3, Modifiers::NONE), true), []);
    }

    #[test]
    fn keys_with_modifiers_are_keys_of_their_own_but_for_signs() {
        let mut events = vec![press(Key::ArrowUp, Modifiers::SHIFT)];
        assert_eq!(
            Keymap::default().take_pressed(&mut events, KeyView::Board, false, |command| command
                == Command::Shot(ShotCommand::Previous)),
            []
        );
        let mut events = vec![press(Key::Plus, Modifiers::COMMAND | Modifiers::SHIFT)];
        assert_eq!(pressed(&mut events, true), [Command::View(ViewCommand::ZoomIn)]);
    }
}
