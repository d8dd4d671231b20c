//! Commands of one subject: what leaves and comes in.

use egui::Key;
use strum::EnumIter;

use super::Spec;

/// What leaves and comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum ExportCommand {
    Boards,
    Estimate,
    Film,
    ShotList,
    ContactSheet,
    CopyPanel,
    CopySheet,
    ImportShotList,
    Stop,
}

impl ExportCommand {
    pub(super) const fn spec(self) -> Spec {
        match self {
            Self::Boards => Spec::new("export-boards", "Boards…").ctrl(Key::E),
            Self::Estimate => Spec::new("export-estimate", "Estimate…"),
            Self::Film => Spec::new("export-film", "Film…"),
            Self::ShotList => Spec::new("export-shot-list", "Shot list…"),
            Self::ContactSheet => Spec::new("export-sheet", "Contact sheet…"),
            Self::CopyPanel => Spec::new("copy-panel", "Copy panel"),
            Self::CopySheet => Spec::new("copy-sheet", "Copy contact sheet"),
            Self::ImportShotList => Spec::new("import-shot-list", "Import a shot list…").changes(),
            Self::Stop => Spec::new("stop-export", "Stop the export"),
        }
    }
}
