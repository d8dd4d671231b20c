//! Commands of one subject: the project as a whole: its files, its settings, its money.

use egui::Key;
use strum::EnumIter;

use super::Spec;

/// The project as a whole: its files, its settings, its money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum FileCommand {
    New,
    Open,
    OpenExample,
    SaveAs,
    Versions,
    CleanUp,
    FindMissing,
    ShowFolder,
    Deliver,
    Settings,
    Spending,
    Quit,
}

impl FileCommand {
    pub(super) const fn spec(self) -> Spec {
        match self {
            Self::New => Spec::new("new-project", "New project…").ctrl(Key::N),
            Self::Open => Spec::new("open-project", "Open project…").ctrl(Key::O),
            Self::OpenExample => Spec::new("open-example", "Open the example"),
            Self::SaveAs => Spec::new("save-as", "Save as…").ctrl_shift(Key::S),
            Self::Versions => Spec::new("versions", "Versions…"),
            Self::CleanUp => Spec::new("clean-up", "Clean up…").changes(),
            Self::FindMissing => Spec::new("find-missing", "Find missing pictures…").changes(),
            Self::ShowFolder => Spec::new("show-folder", "Show the project folder"),
            Self::Deliver => Spec::new("deliver", "Deliver…").ctrl(Key::M),
            Self::Settings => Spec::new("settings", "Settings…").ctrl(Key::Comma),
            Self::Spending => Spec::new("spending", "Spending…"),
            Self::Quit => Spec::new("quit", "Quit").ctrl(Key::Q),
        }
    }
}
