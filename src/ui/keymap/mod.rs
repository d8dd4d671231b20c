//! Which keys do which command, and when a key belongs to what is being typed.

mod file;

use std::collections::HashMap;
use std::sync::Arc;

use egui::{Context, Event, Id, Key, KeyboardShortcut, Modifiers};

use super::command::{self, Command};
use crate::story::guides::Guide;

/// The keys of every command.
#[derive(Clone, Debug, PartialEq)]
pub struct Keymap {
    keys: HashMap<Command, Vec<KeyboardShortcut>>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self { keys: command::all().map(|command| (command, usual(command))).collect() }
    }
}

impl Keymap {
    /// The keys of a command; menus show the first.
    #[must_use]
    pub fn of(&self, command: Command) -> &[KeyboardShortcut] {
        self.keys.get(&command).map_or(&[], Vec::as_slice)
    }

    /// Takes what was pressed out of the frame's events and gives the commands meant, in the order of the presses. While
    /// something else `has_focus`, the keys that it may want for itself stay.
    pub fn take_pressed(
        &self,
        events: &mut Vec<Event>,
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
            let found = self.find(key, modifiers, has_focus, &is_enabled);
            let by_digit = || self.find(digit_of(physical_key, key, modifiers)?, modifiers, has_focus, &is_enabled);
            let Some(command) = found.or_else(by_digit) else {
                at += 1;
                continue;
            };
            if !repeat || goes_on_while_held(command) {
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
        has_focus: bool,
        is_enabled: impl Fn(Command) -> bool,
    ) -> Option<Command> {
        let is_it = |shortcut: &&KeyboardShortcut| {
            matches(shortcut, key, modifiers) && !(has_focus && yields_to_focus(shortcut))
        };
        let commands = command::all().filter(|command| self.of(*command).iter().any(|shortcut| is_it(&shortcut)));
        let mut enabled = commands.filter(|command| is_enabled(*command));
        enabled.next()
    }
}

/// Whether holding its key down does it again and again: what goes step by step does, what begins something does not.
fn goes_on_while_held(command: Command) -> bool {
    matches!(
        command,
        Command::Undo
            | Command::Redo
            | Command::PreviousScene
            | Command::NextScene
            | Command::PreviousShot
            | Command::NextShot
            | Command::ExtendEarlier
            | Command::ExtendLater
            | Command::Shorter
            | Command::Longer
            | Command::RollEarlier
            | Command::RollLater
            | Command::SlideEarlier
            | Command::SlideLater
            | Command::MoveShotEarlier
            | Command::MoveShotLater
            | Command::StepBack
            | Command::StepForward
            | Command::GoToStart
            | Command::GoToEnd
            | Command::ZoomIn
            | Command::ZoomOut
    )
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

/// The keys that a command has unless a user says otherwise.
fn usual(command: Command) -> Vec<KeyboardShortcut> {
    let plain = Modifiers::NONE;
    let (ctrl, shift) = (Modifiers::COMMAND, Modifiers::SHIFT);
    let ctrl_shift = ctrl | shift;
    let one = match command {
        Command::NewProject => (ctrl, Key::N),
        Command::OpenProject => (ctrl, Key::O),
        Command::SaveAs => (ctrl_shift, Key::S),
        Command::Deliver => (ctrl, Key::M),
        Command::Settings => (ctrl, Key::Comma),
        Command::Quit => (ctrl, Key::Q),
        Command::Undo => (ctrl, Key::Z),
        Command::CutShots => (ctrl, Key::X),
        Command::CopyShots => (ctrl, Key::C),
        Command::PastePicture => (ctrl, Key::V),
        Command::SelectAllShots => (ctrl, Key::A),
        Command::AddScene => (ctrl_shift, Key::N),
        Command::RenameScene => (plain, Key::F2),
        Command::PreviousScene => (ctrl, Key::PageUp),
        Command::NextScene => (ctrl, Key::PageDown),
        Command::SwitchTier => (ctrl_shift, Key::P),
        Command::SwitchAudio => (ctrl_shift, Key::A),
        Command::FitToBudget => (ctrl_shift, Key::F),
        Command::Distribute => (ctrl_shift, Key::D),
        Command::AddElement => (ctrl_shift, Key::E),
        Command::RenderAnimatic => (ctrl, Key::R),
        Command::ExportBoards => (ctrl, Key::E),
        Command::Generate => (ctrl, Key::G),
        Command::AddShot => (plain, Key::N),
        Command::DuplicateShot => (ctrl, Key::D),
        Command::SplitShot => (plain, Key::S),
        Command::JoinShot => (ctrl, Key::J),
        Command::PreviousShot => (plain, Key::ArrowUp),
        Command::NextShot => (plain, Key::ArrowDown),
        Command::ExtendEarlier => (shift, Key::ArrowUp),
        Command::ExtendLater => (shift, Key::ArrowDown),
        Command::NextShotOrNew => (ctrl, Key::Enter),
        Command::EditPrompt => (plain, Key::Enter),
        Command::Shorter => (plain, Key::OpenBracket),
        Command::Longer => (plain, Key::CloseBracket),
        Command::RollEarlier => (shift, Key::ArrowLeft),
        Command::RollLater => (shift, Key::ArrowRight),
        Command::SlideEarlier => (ctrl_shift, Key::ArrowLeft),
        Command::SlideLater => (ctrl_shift, Key::ArrowRight),
        Command::MoveShotEarlier => (Modifiers::ALT, Key::ArrowLeft),
        Command::MoveShotLater => (Modifiers::ALT, Key::ArrowRight),
        Command::MoveShotTo => (ctrl_shift, Key::M),
        Command::TypeLength => (plain, Key::T),
        Command::DrawPanel => (plain, Key::D),
        Command::PlayPause => (plain, Key::Space),
        Command::PlayBackward => (plain, Key::J),
        Command::Pause => (plain, Key::K),
        Command::PlayForward => (plain, Key::L),
        Command::StepBack => (plain, Key::ArrowLeft),
        Command::StepForward => (plain, Key::ArrowRight),
        Command::GoToStart => (plain, Key::Home),
        Command::GoToEnd => (plain, Key::End),
        Command::MarkIn => (plain, Key::I),
        Command::MarkOut => (plain, Key::O),
        Command::MarkShots => (plain, Key::X),
        Command::ClearMarks => (shift, Key::X),
        Command::Loop => (ctrl, Key::L),
        Command::PlayOneScene => (ctrl_shift, Key::L),
        Command::ShowGuide(Guide::Scope) => (plain, Key::G),
        Command::ShowGuide(Guide::Safe) => (shift, Key::G),
        Command::DrawMove => (plain, Key::M),
        Command::FullScreen => (plain, Key::F11),
        Command::Present => (plain, Key::F5),
        Command::Wall => (plain, Key::W),
        Command::FindReplace => (ctrl, Key::F),
        Command::DuplicateScene => (Modifiers::ALT, Key::D),
        Command::MoveSceneEarlier => (Modifiers::ALT, Key::PageUp),
        Command::MoveSceneLater => (Modifiers::ALT, Key::PageDown),
        Command::ToggleLeftPanel => (ctrl, Key::B),
        Command::ToggleRightPanel => (ctrl, Key::I),
        Command::ZoomIn => (ctrl, Key::Plus),
        Command::ZoomOut => (ctrl, Key::Minus),
        Command::ZoomReset => (ctrl, Key::Num0),
        Command::History => (ctrl, Key::H),
        Command::HidePrices => (plain, Key::H),
        Command::FindCommand => (ctrl, Key::K),
        Command::Shortcuts => (plain, Key::F1),
        other => return several(other),
    };
    vec![KeyboardShortcut::new(one.0, one.1)]
}

/// The commands that have more than one key, or none.
fn several(command: Command) -> Vec<KeyboardShortcut> {
    let of = |modifiers, key| KeyboardShortcut::new(modifiers, key);
    match command {
        Command::Redo => {
            vec![of(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z), of(Modifiers::COMMAND, Key::Y)]
        }
        Command::DeleteShot => vec![of(Modifiers::NONE, Key::Delete), of(Modifiers::NONE, Key::Backspace)],
        // With Alt within a text too.
        Command::Length(seconds) => Key::from_name(&seconds.to_string())
            .map(|key| vec![of(Modifiers::NONE, key), of(Modifiers::ALT, key)])
            .unwrap_or_default(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    fn pressed(events: &mut Vec<Event>, has_focus: bool) -> Vec<Command> {
        Keymap::default().take_pressed(events, has_focus, |_| true)
    }

    #[test]
    fn no_two_commands_share_a_key() {
        let keymap = Keymap::default();
        let mut seen: HashMap<KeyboardShortcut, Command> = HashMap::new();
        for command in command::all() {
            for shortcut in keymap.of(command) {
                let other = seen.insert(*shortcut, command);
                assert_eq!(other, None, "{command:?} and another share a key");
            }
        }
    }

    #[test]
    fn keys_are_shown_by_their_signs() {
        let ctx = Context::default();
        let shown_of = |command| shown(&ctx, &Keymap::default().of(command)[0]);
        assert_eq!(shown_of(Command::Shorter), "[");
        assert!(shown_of(Command::SlideLater).ends_with("→"));
        assert!(shown_of(Command::Undo).ends_with('Z'));
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
        assert_eq!(pressed(&mut events, true), [Command::Shortcuts, Command::NextShotOrNew]);
    }

    #[test]
    fn a_held_key_steps_on_but_begins_nothing_twice() {
        let held = |key| {
            let repeated =
                Event::Key { key, physical_key: None, pressed: true, repeat: true, modifiers: Modifiers::NONE };
            vec![press(key, Modifiers::NONE), repeated.clone(), repeated]
        };
        let mut events = held(Key::L);
        assert_eq!(pressed(&mut events, false), [Command::PlayForward]);
        assert_eq!(events, [], "nobody else has it either");
        assert_eq!(pressed(&mut held(Key::CloseBracket), false), [Command::Longer; 3]);
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
        assert_eq!(pressed(&mut on(Key::Minus, Key::Num6, Modifiers::COMMAND), false), [Command::ZoomOut]);
        assert_eq!(pressed(&mut on(Key::OpenBracket, Key::Num8, Modifiers::NONE), false), [Command::Shorter]);
        assert_eq!(pressed(&mut on(Key::Slash, Key::Num7, Modifiers::SHIFT), false), []);
        assert_eq!(pressed(&mut on(Key::Exclamationmark, Key::Num1, Modifiers::SHIFT), false), []);
        // What is typed stays typed.
        assert_eq!(pressed(&mut on(Key::Quote, Key::Num3, Modifiers::NONE), true), []);
    }

    #[test]
    fn keys_with_modifiers_are_keys_of_their_own_but_for_signs() {
        let mut events = vec![press(Key::ArrowUp, Modifiers::SHIFT)];
        assert_eq!(Keymap::default().take_pressed(&mut events, false, |command| command == Command::PreviousShot), []);
        let mut events = vec![press(Key::Plus, Modifiers::COMMAND | Modifiers::SHIFT)];
        assert_eq!(pressed(&mut events, true), [Command::ZoomIn]);
    }
}
