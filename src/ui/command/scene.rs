//! Commands of one subject: the selected scene.

use egui::Key;
use strum::EnumIter;

use super::Spec;
use crate::story::Aspect;

/// The selected scene.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum SceneCommand {
    Add,
    Rename,
    Delete,
    Duplicate,
    DuplicateWide,
    DuplicateTall,
    DuplicateSquare,
    MoveEarlier,
    MoveLater,
    Previous,
    Next,
    SwitchTier,
    SwitchAudio,
    FitToBudget,
    Distribute,
    StartFromPrevious,
    StartFrom,
    AddElement,
    RenderAnimatic,
    CancelRender,
    Generate,
    GenerateChanged,
    CompareModels,
}

impl SceneCommand {
    pub(super) const fn spec(self) -> Spec {
        match self {
            Self::Add => Spec::new("add-scene", "Add scene").ctrl_shift(Key::N).changes(),
            Self::Rename => Spec::new("rename-scene", "Rename scene…").key(Key::F2).changes(),
            Self::Delete => Spec::new("delete-scene", "Delete scene").changes(),
            Self::Duplicate => Spec::new("duplicate-scene", "Duplicate scene").alt(Key::D).changes(),
            Self::DuplicateWide => Spec::new("duplicate-scene-wide", "Duplicate scene as 16:9").changes(),
            Self::DuplicateTall => Spec::new("duplicate-scene-tall", "Duplicate scene as 9:16").changes(),
            Self::DuplicateSquare => Spec::new("duplicate-scene-square", "Duplicate scene as 1:1").changes(),
            Self::MoveEarlier => Spec::new("move-scene-earlier", "Move scene earlier").alt(Key::PageUp).changes(),
            Self::MoveLater => Spec::new("move-scene-later", "Move scene later").alt(Key::PageDown).changes(),
            Self::Previous => Spec::new("previous-scene", "Previous scene").ctrl(Key::PageUp).repeats(),
            Self::Next => Spec::new("next-scene", "Next scene").ctrl(Key::PageDown).repeats(),
            Self::SwitchTier => Spec::new("switch-tier", "Switch Standard and Pro").ctrl_shift(Key::P).changes(),
            Self::SwitchAudio => Spec::new("switch-audio", "Switch audio").ctrl_shift(Key::A).changes(),
            Self::FitToBudget => Spec::new("fit-to-budget", "Fit to the budget").ctrl_shift(Key::F).changes(),
            Self::Distribute => Spec::new("distribute", "Distribute evenly").ctrl_shift(Key::D).changes(),
            Self::StartFromPrevious => {
                Spec::new("start-from-previous", "Start from the previous scene's last frame").changes()
            }
            Self::StartFrom => Spec::new("start-from", "Start from another scene's last frame…").changes(),
            Self::AddElement => Spec::new("add-element", "Add element").ctrl_shift(Key::E).changes(),
            Self::RenderAnimatic => Spec::new("render-animatic", "Render animatic").ctrl(Key::R).changes(),
            Self::CancelRender => Spec::new("cancel-render", "Stop rendering"),
            Self::Generate => Spec::new("generate", "Generate…").ctrl(Key::G).changes(),
            Self::GenerateChanged => Spec::new("generate-changed", "Generate all that changed…").changes(),
            Self::CompareModels => Spec::new("compare-models", "Compare models…"),
        }
    }

    /// The ratio that a scene's copy gets.
    pub fn copy_aspect(self) -> Option<Aspect> {
        match self {
            Self::DuplicateWide => Some(Aspect::Wide),
            Self::DuplicateTall => Some(Aspect::Tall),
            Self::DuplicateSquare => Some(Aspect::Square),
            _ => None,
        }
    }
}
