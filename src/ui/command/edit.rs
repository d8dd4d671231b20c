//! Commands of one subject: what is selected, and the history.

use egui::Key;
use strum::EnumIter;

use super::Spec;

/// What is selected, and the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum EditCommand {
    Undo,
    Redo,
    History,
    Cut,
    Copy,
    Paste,
    SelectAll,
    FindReplace,
    RenameProject,
    Columns,
}

impl EditCommand {
    pub(super) const fn spec(self) -> Spec {
        match self {
            Self::Undo => Spec::new("undo", "Undo").ctrl(Key::Z).repeats().changes(),
            Self::Redo => Spec::new("redo", "Redo").ctrl_shift(Key::Z).ctrl(Key::Y).repeats().changes(),
            Self::History => Spec::new("history", "History").ctrl(Key::H),
            Self::Cut => Spec::new("cut-shots", "Cut shot").ctrl(Key::X).changes(),
            Self::Copy => Spec::new("copy-shots", "Copy shot").ctrl(Key::C),
            Self::Paste => Spec::new("paste-picture", "Paste").ctrl(Key::V).changes(),
            Self::SelectAll => Spec::new("select-all-shots", "Select all shots").ctrl(Key::A),
            Self::FindReplace => Spec::new("find-replace", "Find and replace…").ctrl(Key::F),
            Self::RenameProject => Spec::new("rename-project", "Rename project…").changes(),
            Self::Columns => Spec::new("columns", "Columns…").changes(),
        }
    }
}
