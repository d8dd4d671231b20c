//! Commands of one subject: the selected shots.

use egui::Key;
use strum::EnumIter;

use super::Spec;

/// The selected shots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum ShotCommand {
    Add,
    Duplicate,
    Split,
    Join,
    Delete,
    Renumber,
    Previous,
    Next,
    ExtendEarlier,
    ExtendLater,
    NextOrNew,
    EditPrompt,
    TypeLength,
    Shorter,
    Longer,
    RollEarlier,
    RollLater,
    SlideEarlier,
    SlideLater,
    MoveEarlier,
    MoveLater,
    MoveOn,
    MoveBack,
    MoveTo,
    ChoosePanel,
    RemovePanel,
    DrawPanel,
    StopDrawPanel,
    DrawMove,
    ClearMove,
    Generate,
}

impl ShotCommand {
    pub(super) const fn spec(self) -> Spec {
        match self {
            Self::Add => Spec::new("add-shot", "Add shot").key(Key::N).changes(),
            Self::Duplicate => Spec::new("duplicate-shot", "Duplicate").ctrl(Key::D).changes(),
            Self::Split => Spec::new("split-shot", "Split at the playhead").key(Key::S).changes().board_only(),
            Self::Join => Spec::new("join-shot", "Join with the next").ctrl(Key::J).changes(),
            Self::Delete => Spec::new("delete-shot", "Delete shot").key(Key::Delete).key(Key::Backspace).changes(),
            Self::Renumber => Spec::new("renumber", "Renumber…").changes(),
            Self::Previous => Spec::new("previous-shot", "Previous shot").key(Key::ArrowUp).repeats().board_keys(),
            Self::Next => Spec::new("next-shot", "Next shot").key(Key::ArrowDown).repeats().board_keys(),
            Self::ExtendEarlier => {
                Spec::new("extend-earlier", "Select the shot before too").shift(Key::ArrowUp).repeats()
            }
            Self::ExtendLater => Spec::new("extend-later", "Select the shot after too").shift(Key::ArrowDown).repeats(),
            Self::NextOrNew => Spec::new("next-shot-or-new", "Next shot, or a new one").ctrl(Key::Enter),
            Self::EditPrompt => Spec::new("edit-prompt", "Edit prompt").key(Key::Enter).board_keys(),
            Self::TypeLength => Spec::new("type-length", "Type the length…").key(Key::T).changes().board_only(),
            Self::Shorter => Spec::new("shorter", "1 s shorter").key(Key::OpenBracket).repeats().changes(),
            Self::Longer => Spec::new("longer", "1 s longer").key(Key::CloseBracket).repeats().changes(),
            Self::RollEarlier => {
                Spec::new("roll-earlier", "Roll the edge earlier").shift(Key::ArrowLeft).repeats().changes()
            }
            Self::RollLater => {
                Spec::new("roll-later", "Roll the edge later").shift(Key::ArrowRight).repeats().changes()
            }
            Self::SlideEarlier => {
                Spec::new("slide-earlier", "Slide earlier").ctrl_shift(Key::ArrowLeft).repeats().changes()
            }
            Self::SlideLater => Spec::new("slide-later", "Slide later").ctrl_shift(Key::ArrowRight).repeats().changes(),
            Self::MoveEarlier => Spec::new("move-shot-earlier", "Move earlier").alt(Key::ArrowLeft).repeats().changes(),
            Self::MoveLater => Spec::new("move-shot-later", "Move later").alt(Key::ArrowRight).repeats().changes(),
            Self::MoveOn => Spec::new("move-shot-on", "Move to the next scene").changes(),
            Self::MoveBack => Spec::new("move-shot-back", "Move to the previous scene").changes(),
            Self::MoveTo => Spec::new("move-shot-to", "Move to scene…").ctrl_shift(Key::M).changes(),
            Self::ChoosePanel => Spec::new("choose-panel", "Choose panel…").changes(),
            Self::RemovePanel => Spec::new("remove-panel", "Remove panel").changes(),
            Self::DrawPanel => Spec::new("draw-panel", "Open panel in my drawing program").key(Key::D).changes(),
            Self::StopDrawPanel => Spec::new("stop-draw-panel", "Stop following panel's drawing"),
            Self::DrawMove => Spec::new("draw-move", "Camera move…").key(Key::M),
            Self::ClearMove => Spec::new("clear-move", "Clear camera move").changes(),
            Self::Generate => Spec::new("generate-shot", "Generate this shot alone…").changes(),
        }
    }
}
