//! Everything the program can be told to do, once: menus, keys, palette and tooltips all come from here. A subject is an enum of its
//! own with a table beside it, and `app` carries each of them out in one exhaustive match: a command without a line in the table, an
//! answer in [`super::enabled`] or a place where it is done does not compile, and one that stands in no menu fails a test.

mod edit;
mod export;
mod file;
mod frame;
mod help;
mod menus;
mod play;
mod scene;
mod shot;
mod spec;
mod view;

use std::borrow::Cow;

use egui::{Key, KeyboardShortcut};
use strum::{EnumDiscriminants, EnumIter, IntoEnumIterator as _};

use super::keymap;
use crate::story::animatic::Overlay;
use crate::story::guides::Guide;
use crate::story::{Aspect, FrameSlot};

pub use edit::EditCommand;
pub use export::ExportCommand;
pub use file::FileCommand;
pub use frame::FrameCommand;
pub use help::HelpCommand;
pub use menus::{GUIDES, LENGTHS, MENUS, MENUS_WITHIN, Menu, MenuWithin, OVERLAYS};
pub use play::PlayCommand;
pub use scene::SceneCommand;
pub use shot::ShotCommand;
pub use spec::{KeyView, Spec};
pub use view::ViewCommand;

/// A command, by name. What it acts on is what is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumDiscriminants)]
#[strum_discriminants(name(Subject), derive(EnumIter))]
pub enum Command {
    File(FileCommand),
    Edit(EditCommand),
    Scene(SceneCommand),
    Frame(FrameCommand, FrameSlot),
    Shot(ShotCommand),
    /// The selected shots to so many seconds, 1 to [`LONGEST`].
    Length(u8),
    Play(PlayCommand),
    View(ViewCommand),
    /// What is written on the live animatic, on or off.
    Overlay(Overlay),
    /// What is laid over the viewer's picture, on or off.
    Guide(Guide),
    Export(ExportCommand),
    Help(HelpCommand),
}

/// The most seconds that have a key of their own.
pub const LONGEST: u8 = 9;

/// Every command there is, by subject.
pub fn all() -> impl Iterator<Item = Command> {
    Subject::iter().flat_map(of_subject)
}

fn of_subject(subject: Subject) -> Vec<Command> {
    match subject {
        Subject::File => FileCommand::iter().map(Command::File).collect(),
        Subject::Edit => EditCommand::iter().map(Command::Edit).collect(),
        Subject::Scene => SceneCommand::iter().map(Command::Scene).collect(),
        Subject::Frame => {
            let of = |command| FrameSlot::ALL.map(|slot| Command::Frame(command, slot));
            FrameCommand::iter().flat_map(of).collect()
        }
        Subject::Shot => ShotCommand::iter().map(Command::Shot).collect(),
        Subject::Length => (1..=LONGEST).map(Command::Length).collect(),
        Subject::Play => PlayCommand::iter().map(Command::Play).collect(),
        Subject::View => ViewCommand::iter().map(Command::View).collect(),
        Subject::Overlay => Overlay::ALL.map(Command::Overlay).to_vec(),
        Subject::Guide => Guide::ALL.map(Command::Guide).to_vec(),
        Subject::Export => ExportCommand::iter().map(Command::Export).collect(),
        Subject::Help => HelpCommand::iter().map(Command::Help).collect(),
    }
}

impl Command {
    /// Its line in the table.
    #[must_use]
    pub const fn spec(self) -> Spec {
        match self {
            Self::File(command) => command.spec(),
            Self::Edit(command) => command.spec(),
            Self::Scene(command) => command.spec(),
            Self::Frame(command, slot) => command.spec(slot),
            Self::Shot(command) => command.spec(),
            Self::Length(seconds) => length(seconds),
            Self::Play(command) => command.spec(),
            Self::View(command) => command.spec(),
            Self::Overlay(Overlay::Code) => Spec::new("show-overlay-code", Overlay::Code.label()),
            Self::Overlay(Overlay::Time) => Spec::new("show-overlay-time", Overlay::Time.label()),
            Self::Overlay(Overlay::Caption) => Spec::new("show-overlay-caption", Overlay::Caption.label()),
            Self::Guide(Guide::Scope) => Spec::new("show-guide-scope", Guide::Scope.label()).key(Key::G),
            Self::Guide(Guide::Safe) => Spec::new("show-guide-safe", Guide::Safe.label()).shift(Key::G),
            Self::Guide(Guide::Thirds) => Spec::new("show-guide-thirds", Guide::Thirds.label()),
            Self::Export(command) => command.spec(),
            Self::Help(command) => command.spec(),
        }
    }

    /// As menus write it where so many shots are selected.
    #[must_use]
    pub fn text_for(self, selected: usize) -> Cow<'static, str> {
        if selected < 2 {
            return self.text().into();
        }
        match self {
            Self::Shot(ShotCommand::Delete) => format!("Delete {selected} shots").into(),
            Self::Edit(EditCommand::Cut) => format!("Cut {selected} shots").into(),
            Self::Edit(EditCommand::Copy) => format!("Copy {selected} shots").into(),
            Self::Shot(ShotCommand::Duplicate) => format!("Duplicate {selected} shots").into(),
            Self::Shot(ShotCommand::MoveEarlier) => format!("Move {selected} shots earlier").into(),
            Self::Shot(ShotCommand::MoveLater) => format!("Move {selected} shots later").into(),
            Self::Shot(ShotCommand::MoveOn) => format!("Move {selected} shots to the next scene").into(),
            Self::Shot(ShotCommand::MoveBack) => format!("Move {selected} shots to the previous scene").into(),
            Self::Shot(ShotCommand::MoveTo) => format!("Move {selected} shots to scene…").into(),
            _ => self.text().into(),
        }
    }

    /// As menus write it; `…` when more is asked before it happens.
    #[must_use]
    pub const fn text(self) -> &'static str {
        self.spec().text
    }

    /// The ratio that a scene's copy gets.
    #[must_use]
    pub fn copy_aspect(self) -> Option<Aspect> {
        match self {
            Self::Scene(command) => command.copy_aspect(),
            _ => None,
        }
    }

    /// The key that does it: what menus and tooltips show.
    #[must_use]
    pub fn shortcut(self, ctx: &egui::Context) -> Option<KeyboardShortcut> {
        keymap::in_force(ctx).of(self).first().copied()
    }

    /// Its text without `…`, and its key, for tooltips: `Undo (Ctrl+Z)`.
    #[must_use]
    pub fn tooltip(self, ctx: &egui::Context) -> String {
        let text = self.text().trim_end_matches('…');
        self.shortcut(ctx).map_or_else(|| text.to_owned(), |key| format!("{text} ({})", keymap::shown(ctx, &key)))
    }
}

/// Alone and with Alt, so that they are at hand within a text too.
const fn length(seconds: u8) -> Spec {
    let (name, text, key) = match seconds {
        1 => ("length-1", "Length 1 s", Key::Num1),
        2 => ("length-2", "Length 2 s", Key::Num2),
        3 => ("length-3", "Length 3 s", Key::Num3),
        4 => ("length-4", "Length 4 s", Key::Num4),
        5 => ("length-5", "Length 5 s", Key::Num5),
        6 => ("length-6", "Length 6 s", Key::Num6),
        7 => ("length-7", "Length 7 s", Key::Num7),
        8 => ("length-8", "Length 8 s", Key::Num8),
        _ => ("length-9", "Length 9 s", Key::Num9),
    };
    Spec::new(name, text).key(key).alt(key).changes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_stands_once_in_the_menus() {
        let mut missing: std::collections::HashSet<Command> = all().collect();
        assert_eq!(missing.len(), all().count());
        for command in MENUS.iter().flat_map(Menu::commands) {
            assert!(missing.remove(&command), "{command:?} is in two places, or is none");
            assert!(!command.text().is_empty());
        }
        assert!(missing.is_empty(), "{missing:?} stand in no menu");
    }

    #[test]
    fn every_length_has_the_key_of_its_digit() {
        for seconds in 1..=LONGEST {
            let spec = Command::Length(seconds).spec();
            assert_eq!((spec.name, spec.text), (&*format!("length-{seconds}"), &*format!("Length {seconds} s")));
            assert!(spec.keys().all(|key| key.logical_key.name() == seconds.to_string()));
        }
    }

    #[test]
    fn a_scene_is_copied_to_every_ratio_there_is() {
        let copies: Vec<_> = all().filter_map(|command| Some((command.copy_aspect()?, command.text()))).collect();
        let wanted = Aspect::ALL.map(|aspect| (aspect, format!("Duplicate scene as {aspect}")));
        assert_eq!(copies, wanted.each_ref().map(|(aspect, text)| (*aspect, text.as_str())));
    }
}
