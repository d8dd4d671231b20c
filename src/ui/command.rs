//! Everything the program can be told to do, once: menus, shortcuts and tooltips all come from here.

mod menus;

use std::borrow::Cow;

use egui::KeyboardShortcut;

use super::keymap;
use crate::story::animatic::Overlay;
use crate::story::guides::Guide;
use crate::story::{Aspect, FrameSlot};

pub use menus::{GUIDES, LENGTHS, MENUS, MENUS_WITHIN, Menu, MenuWithin, OVERLAYS, all};

/// A command, by name. What it acts on is what is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    NewProject,
    OpenProject,
    OpenExample,
    SaveAs,
    Versions,
    CleanUp,
    FindMissing,
    Deliver,
    ShowFolder,
    Settings,
    Spending,
    ThemeSystem,
    ThemeDark,
    ThemeLight,
    SwitchMotion,
    HidePrices,
    Quit,

    Undo,
    Redo,
    History,
    CutShots,
    CopyShots,
    PastePicture,
    SelectAllShots,
    FindReplace,
    RenameProject,
    Columns,

    AddScene,
    DuplicateScene,
    DuplicateSceneWide,
    DuplicateSceneTall,
    DuplicateSceneSquare,
    MoveSceneEarlier,
    MoveSceneLater,
    RenameScene,
    DeleteScene,
    PreviousScene,
    NextScene,
    SwitchTier,
    SwitchAudio,
    FitToBudget,
    Distribute,
    ChooseFrame(FrameSlot),
    RemoveFrame(FrameSlot),
    DrawFrame(FrameSlot),
    CropFrame(FrameSlot),
    StartFromPrevious,
    StartFrom,
    StopDrawFrame(FrameSlot),
    AddElement,
    RenderAnimatic,
    CancelRender,
    Generate,
    GenerateChanged,
    CompareModels,

    AddShot,
    DuplicateShot,
    SplitShot,
    JoinShot,
    DeleteShot,
    Renumber,
    PreviousShot,
    NextShot,
    ExtendEarlier,
    ExtendLater,
    NextShotOrNew,
    EditPrompt,
    /// The selected shots to so many seconds, 1 to 9.
    Length(u8),
    /// The selected shots to as many seconds as are typed.
    TypeLength,
    Shorter,
    Longer,
    RollEarlier,
    RollLater,
    SlideEarlier,
    SlideLater,
    MoveShotEarlier,
    MoveShotLater,
    MoveShotOn,
    MoveShotBack,
    MoveShotTo,
    ChoosePanel,
    RemovePanel,
    DrawMove,
    ClearMove,
    DrawPanel,
    StopDrawPanel,
    GenerateShot,

    PlayPause,
    PlayBackward,
    Pause,
    PlayForward,
    StepBack,
    StepForward,
    GoToStart,
    GoToEnd,
    MarkIn,
    MarkOut,
    MarkShots,
    ClearMarks,
    Loop,
    PlayOneScene,
    /// What is written on the live animatic, on or off.
    ShowOverlay(Overlay),
    /// What is laid over the viewer's picture, on or off.
    ShowGuide(Guide),
    FullScreen,
    Present,
    Wall,
    ToggleLeftPanel,
    ToggleRightPanel,
    ZoomIn,
    ZoomOut,
    ZoomReset,

    ExportBoards,
    ExportEstimate,
    ExportFilm,
    ExportShotList,
    ExportSheet,
    CopyPanel,
    CopySheet,
    ImportShotList,
    StopExport,

    FindCommand,
    Shortcuts,
    ChangeKeys,
    ShowHints,
    About,
}

const LENGTH_TEXTS: [&str; 9] = [
    "Length 1 s",
    "Length 2 s",
    "Length 3 s",
    "Length 4 s",
    "Length 5 s",
    "Length 6 s",
    "Length 7 s",
    "Length 8 s",
    "Length 9 s",
];

impl Command {
    /// As menus write it where so many shots are selected.
    #[must_use]
    pub fn text_for(self, selected: usize) -> Cow<'static, str> {
        match self {
            _ if selected < 2 => self.text().into(),
            Self::DeleteShot => format!("Delete {selected} shots").into(),
            Self::CutShots => format!("Cut {selected} shots").into(),
            Self::CopyShots => format!("Copy {selected} shots").into(),
            Self::DuplicateShot => format!("Duplicate {selected} shots").into(),
            Self::MoveShotEarlier => format!("Move {selected} shots earlier").into(),
            Self::MoveShotLater => format!("Move {selected} shots later").into(),
            Self::MoveShotOn => format!("Move {selected} shots to the next scene").into(),
            Self::MoveShotBack => format!("Move {selected} shots to the previous scene").into(),
            Self::MoveShotTo => format!("Move {selected} shots to scene…").into(),
            _ => self.text().into(),
        }
    }

    /// As menus write it; `…` when more is asked before it happens.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::NewProject => "New project…",
            Self::OpenProject => "Open project…",
            Self::OpenExample => "Open the example",
            Self::SaveAs => "Save as…",
            Self::Versions => "Versions…",
            Self::CleanUp => "Clean up…",
            Self::FindMissing => "Find missing pictures…",
            Self::Deliver => "Deliver…",
            Self::ShowFolder => "Show the project folder",
            Self::Quit => "Quit",
            Self::Undo => "Undo",
            Self::Redo => "Redo",
            Self::History => "History",
            Self::CutShots => "Cut shot",
            Self::CopyShots => "Copy shot",
            Self::PastePicture => "Paste",
            Self::SelectAllShots => "Select all shots",
            Self::RenameProject => "Rename project…",
            Self::Columns => "Columns…",
            Self::AddScene => "Add scene",
            Self::DuplicateScene => "Duplicate scene",
            Self::DuplicateSceneWide => "Duplicate scene as 16:9",
            Self::DuplicateSceneTall => "Duplicate scene as 9:16",
            Self::DuplicateSceneSquare => "Duplicate scene as 1:1",
            Self::MoveSceneEarlier => "Move scene earlier",
            Self::MoveSceneLater => "Move scene later",
            Self::FindReplace => "Find and replace…",
            Self::ThemeSystem => "Colours as the system wishes",
            Self::ThemeDark => "Dark colours",
            Self::ThemeLight => "Light colours",
            Self::SwitchMotion => "Switch motion",
            Self::HidePrices => "Hide prices",
            Self::Present => "Present",
            Self::Wall => "Wall of all panels",
            Self::MoveShotBack => "Move to the previous scene",
            Self::RenameScene => "Rename scene…",
            Self::DeleteScene => "Delete scene",
            Self::PreviousScene => "Previous scene",
            Self::NextScene => "Next scene",
            Self::SwitchTier => "Switch Standard and Pro",
            Self::SwitchAudio => "Switch audio",
            Self::FitToBudget => "Fit to the budget",
            Self::Distribute => "Distribute evenly",
            Self::ChooseFrame(FrameSlot::First) => "Choose first frame…",
            Self::ChooseFrame(FrameSlot::Last) => "Choose last frame…",
            Self::CropFrame(FrameSlot::First) => "Crop first frame…",
            Self::CropFrame(FrameSlot::Last) => "Crop last frame…",
            Self::StartFromPrevious => "Start from the previous scene's last frame",
            Self::StartFrom => "Start from another scene's last frame…",
            Self::DrawFrame(FrameSlot::First) => "Open first frame in my drawing program",
            Self::DrawFrame(FrameSlot::Last) => "Open last frame in my drawing program",
            Self::StopDrawFrame(FrameSlot::First) => "Stop following first frame's drawing",
            Self::StopDrawFrame(FrameSlot::Last) => "Stop following last frame's drawing",
            Self::RemoveFrame(FrameSlot::First) => "Remove first frame",
            Self::RemoveFrame(FrameSlot::Last) => "Remove last frame",
            Self::AddElement => "Add element",
            Self::RenderAnimatic => "Render animatic",
            Self::CancelRender => "Stop rendering",
            Self::Generate => "Generate…",
            Self::GenerateChanged => "Generate all that changed…",
            Self::CompareModels => "Compare models…",
            Self::GenerateShot => "Generate this shot alone…",
            Self::Settings => "Settings…",
            Self::Spending => "Spending…",
            Self::AddShot => "Add shot",
            Self::DuplicateShot => "Duplicate",
            Self::SplitShot => "Split at the playhead",
            Self::JoinShot => "Join with the next",
            Self::DeleteShot => "Delete shot",
            Self::Renumber => "Renumber…",
            Self::PreviousShot => "Previous shot",
            Self::NextShot => "Next shot",
            Self::ExtendEarlier => "Select the shot before too",
            Self::ExtendLater => "Select the shot after too",
            Self::NextShotOrNew => "Next shot, or a new one",
            Self::EditPrompt => "Edit prompt",
            Self::TypeLength => "Type the length…",
            Self::Shorter => "1 s shorter",
            Self::Longer => "1 s longer",
            Self::Length(seconds) => {
                LENGTH_TEXTS.get(usize::from(seconds.wrapping_sub(1))).copied().unwrap_or("Length")
            }
            Self::RollEarlier => "Roll the edge earlier",
            Self::RollLater => "Roll the edge later",
            Self::SlideEarlier => "Slide earlier",
            Self::SlideLater => "Slide later",
            Self::MoveShotEarlier => "Move earlier",
            Self::MoveShotLater => "Move later",
            Self::MoveShotOn => "Move to the next scene",
            Self::MoveShotTo => "Move to scene…",
            Self::ChoosePanel => "Choose panel…",
            Self::DrawPanel => "Open panel in my drawing program",
            Self::StopDrawPanel => "Stop following panel's drawing",
            Self::RemovePanel => "Remove panel",
            Self::DrawMove => "Camera move…",
            Self::ClearMove => "Clear camera move",
            Self::PlayPause => "Play or pause",
            Self::PlayBackward => "Play backward, again for faster",
            Self::Pause => "Pause",
            Self::PlayForward => "Play forward, again for faster",
            Self::StepBack => "One frame back",
            Self::StepForward => "One frame forward",
            Self::GoToStart => "To the start, or the shot before",
            Self::GoToEnd => "To the next shot, or the end",
            Self::MarkIn => "Range begins here",
            Self::MarkOut => "Range ends here",
            Self::MarkShots => "Range around the selected shots",
            Self::ClearMarks => "Forget the range",
            Self::Loop => "Loop",
            Self::PlayOneScene => "Play one scene alone",
            Self::ShowOverlay(overlay) => overlay.label(),
            Self::ShowGuide(guide) => guide.label(),
            Self::FullScreen => "Full screen",
            Self::ToggleLeftPanel => "Scenes and elements",
            Self::ToggleRightPanel => "Inspector",
            Self::ZoomIn => "Larger interface",
            Self::ZoomOut => "Smaller interface",
            Self::ZoomReset => "Interface at 100%",
            Self::ExportBoards => "Boards…",
            Self::ExportEstimate => "Estimate…",
            Self::ExportFilm => "Film…",
            Self::ExportShotList => "Shot list…",
            Self::ExportSheet => "Contact sheet…",
            Self::CopyPanel => "Copy panel",
            Self::CopySheet => "Copy contact sheet",
            Self::ImportShotList => "Import a shot list…",
            Self::StopExport => "Stop the export",
            Self::FindCommand => "Find a command…",
            Self::Shortcuts => "Keyboard shortcuts",
            Self::ChangeKeys => "Change keys…",
            Self::ShowHints => "Show all hints again",
            Self::About => "About Storyreel",
        }
    }

    /// The ratio that a scene's copy gets.
    #[must_use]
    pub fn copy_aspect(self) -> Option<Aspect> {
        match self {
            Self::DuplicateSceneWide => Some(Aspect::Wide),
            Self::DuplicateSceneTall => Some(Aspect::Tall),
            Self::DuplicateSceneSquare => Some(Aspect::Square),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_named_once_in_the_menus() {
        let mut seen = std::collections::HashSet::new();
        for command in all() {
            assert!(seen.insert(command), "{command:?} is in two places");
            assert!(!command.text().is_empty());
        }
    }

    #[test]
    fn a_scene_is_copied_to_every_ratio_there_is() {
        let copies: Vec<_> = all().filter_map(|command| Some((command.copy_aspect()?, command.text()))).collect();
        let wanted = Aspect::ALL.map(|aspect| (aspect, format!("Duplicate scene as {aspect}")));
        assert_eq!(copies, wanted.each_ref().map(|(aspect, text)| (*aspect, text.as_str())));
    }
}
