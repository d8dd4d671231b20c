//! Commands of one subject: the program itself.

use egui::Key;
use strum::EnumIter;

use super::Spec;

/// The program itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum HelpCommand {
    FindCommand,
    Shortcuts,
    ChangeKeys,
    ShowHints,
    About,
}

impl HelpCommand {
    pub(super) const fn spec(self) -> Spec {
        match self {
            Self::FindCommand => Spec::new("find-command", "Find a command…").ctrl(Key::K),
            Self::Shortcuts => Spec::new("shortcuts", "Keyboard shortcuts").key(Key::F1),
            Self::ChangeKeys => Spec::new("change-keys", "Change keys…"),
            Self::ShowHints => Spec::new("show-hints", "Show all hints again"),
            Self::About => Spec::new("about", "About Storyreel"),
        }
    }
}
