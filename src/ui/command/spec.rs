//! What is said of a command beside what it does: its names, its keys, and where those count.

use egui::{Key, KeyboardShortcut, Modifiers};

/// The views that have the keyboard to themselves in turn. A key may mean one thing in one of them and another in the next; an
/// open sheet has its own keys and no command's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumIter)]
pub enum KeyView {
    /// The editor: viewer, timeline, panels.
    Board,
    /// All panels of all scenes.
    Wall,
}

impl KeyView {
    /// In the middle of a sentence.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Wall => "wall",
        }
    }

    /// Whether a key leads through this view itself, and so means no command there.
    #[must_use]
    pub fn owns(self, shortcut: &KeyboardShortcut) -> bool {
        let KeyboardShortcut { modifiers, logical_key: key } = *shortcut;
        match self {
            Self::Board => false,
            Self::Wall => {
                let leads = matches!(
                    key,
                    Key::ArrowLeft
                        | Key::ArrowRight
                        | Key::ArrowUp
                        | Key::ArrowDown
                        | Key::Home
                        | Key::End
                        | Key::PageUp
                        | Key::PageDown
                        | Key::Enter
                        | Key::Escape
                );
                let zooms = matches!(key, Key::Plus | Key::Equals | Key::Minus);
                (leads && modifiers.is_none()) || (zooms && !modifiers.command && !modifiers.alt)
            }
        }
    }
}

/// Where a command can be done, and where its keys count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    Everywhere,
    /// It can be done everywhere, by menu and palette; on the wall its keys mean something else.
    KeysOnBoard,
    /// There is nothing to do for it on the wall.
    Board,
}

/// A command's line in the table of its subject. Made by [`Spec::new`] and the methods that follow it.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// In the file of keys. Never changed once it was released: users' files name it.
    pub name: &'static str,
    /// In menus; `…` when more is asked before it happens.
    pub text: &'static str,
    keys: [Option<KeyboardShortcut>; 2],
    /// Holding its key down does it again and again: what goes step by step does, what begins something does not.
    pub repeats: bool,
    /// It changes the project or what lies in its folder, as a take does: refused where somebody else has the project open.
    pub changes: bool,
    reach: Reach,
}

impl Spec {
    pub(super) const fn new(name: &'static str, text: &'static str) -> Self {
        Self { name, text, keys: [None; 2], repeats: false, changes: false, reach: Reach::Everywhere }
    }

    const fn with(mut self, modifiers: Modifiers, key: Key) -> Self {
        let place = if self.keys[0].is_none() { 0 } else { 1 };
        self.keys[place] = Some(KeyboardShortcut::new(modifiers, key));
        self
    }

    pub(super) const fn key(self, key: Key) -> Self {
        self.with(Modifiers::NONE, key)
    }

    /// With Ctrl; Cmd on a Mac.
    pub(super) const fn ctrl(self, key: Key) -> Self {
        self.with(Modifiers::COMMAND, key)
    }

    pub(super) const fn shift(self, key: Key) -> Self {
        self.with(Modifiers::SHIFT, key)
    }

    pub(super) const fn alt(self, key: Key) -> Self {
        self.with(Modifiers::ALT, key)
    }

    pub(super) const fn ctrl_shift(self, key: Key) -> Self {
        self.with(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
    }

    pub(super) const fn repeats(mut self) -> Self {
        self.repeats = true;
        self
    }

    pub(super) const fn changes(mut self) -> Self {
        self.changes = true;
        self
    }

    pub(super) const fn board_only(mut self) -> Self {
        self.reach = Reach::Board;
        self
    }

    pub(super) const fn board_keys(mut self) -> Self {
        self.reach = Reach::KeysOnBoard;
        self
    }

    /// The keys that it has unless a user says otherwise; menus show the first.
    pub fn keys(&self) -> impl Iterator<Item = KeyboardShortcut> {
        self.keys.into_iter().flatten()
    }

    /// Whether it can be done while this view is there.
    #[must_use]
    pub fn works_in(&self, view: KeyView) -> bool {
        match self.reach {
            Reach::Everywhere | Reach::KeysOnBoard => true,
            Reach::Board => view == KeyView::Board,
        }
    }

    /// Whether its keys are its own while this view is there.
    #[must_use]
    pub fn has_keys_in(&self, view: KeyView) -> bool {
        match self.reach {
            Reach::Everywhere => true,
            Reach::KeysOnBoard | Reach::Board => view == KeyView::Board,
        }
    }
}
