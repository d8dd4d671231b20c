//! Everything the program can be told to do, once: menus, shortcuts and tooltips all come from here.

use std::borrow::Cow;

use egui::KeyboardShortcut;

use super::keymap;
use crate::story::FrameSlot;

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
    ShowFolder,
    Settings,
    Spending,
    ThemeSystem,
    ThemeDark,
    ThemeLight,
    SwitchMotion,
    Quit,

    Undo,
    Redo,
    History,
    PastePicture,
    SelectAllShots,
    FindReplace,
    RenameProject,

    AddScene,
    DuplicateScene,
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

    AddShot,
    DuplicateShot,
    SplitShot,
    JoinShot,
    DeleteShot,
    PreviousShot,
    NextShot,
    ExtendEarlier,
    ExtendLater,
    NextShotOrNew,
    EditPrompt,
    /// The selected shots to so many seconds, 1 to 9.
    Length(u8),
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

/// A menu of the bar: its title, and its commands in groups that a line parts.
pub struct Menu {
    pub title: &'static str,
    pub groups: &'static [&'static [Command]],
}

/// The lengths that have a key of their own: a menu within the shot's.
pub const LENGTHS: [Command; 9] = [
    Command::Length(1),
    Command::Length(2),
    Command::Length(3),
    Command::Length(4),
    Command::Length(5),
    Command::Length(6),
    Command::Length(7),
    Command::Length(8),
    Command::Length(9),
];

/// The menu bar. Every command but the lengths is in one of them.
pub const MENUS: &[Menu] = &[
    Menu {
        title: "File",
        groups: &[
            &[Command::NewProject, Command::OpenProject, Command::OpenExample],
            &[Command::SaveAs, Command::Versions, Command::CleanUp, Command::FindMissing, Command::ShowFolder],
            &[Command::Settings, Command::Spending],
            &[Command::Quit],
        ],
    },
    Menu {
        title: "Edit",
        groups: &[
            &[Command::Undo, Command::Redo, Command::History],
            &[Command::PastePicture, Command::SelectAllShots],
            &[Command::FindReplace],
            &[Command::RenameProject],
        ],
    },
    Menu {
        title: "Scene",
        groups: &[
            &[Command::AddScene, Command::RenameScene, Command::DeleteScene],
            &[
                Command::DuplicateScene,
                Command::DuplicateSceneTall,
                Command::DuplicateSceneSquare,
                Command::MoveSceneEarlier,
                Command::MoveSceneLater,
            ],
            &[Command::PreviousScene, Command::NextScene],
            &[Command::SwitchTier, Command::SwitchAudio],
            &[Command::FitToBudget, Command::Distribute],
            &[
                Command::ChooseFrame(FrameSlot::First),
                Command::StartFromPrevious,
                Command::StartFrom,
                Command::CropFrame(FrameSlot::First),
                Command::DrawFrame(FrameSlot::First),
                Command::StopDrawFrame(FrameSlot::First),
                Command::RemoveFrame(FrameSlot::First),
                Command::ChooseFrame(FrameSlot::Last),
                Command::CropFrame(FrameSlot::Last),
                Command::DrawFrame(FrameSlot::Last),
                Command::StopDrawFrame(FrameSlot::Last),
                Command::RemoveFrame(FrameSlot::Last),
            ],
            &[Command::AddElement],
            &[Command::RenderAnimatic, Command::CancelRender],
            &[Command::Generate, Command::GenerateChanged],
        ],
    },
    Menu {
        title: "Shot",
        groups: &[
            &[Command::AddShot, Command::DuplicateShot, Command::SplitShot, Command::JoinShot, Command::DeleteShot],
            &[Command::PreviousShot, Command::NextShot, Command::ExtendEarlier, Command::ExtendLater],
            &[Command::NextShotOrNew, Command::EditPrompt],
            &[
                Command::Shorter,
                Command::Longer,
                Command::RollEarlier,
                Command::RollLater,
                Command::SlideEarlier,
                Command::SlideLater,
            ],
            &[
                Command::MoveShotEarlier,
                Command::MoveShotLater,
                Command::MoveShotOn,
                Command::MoveShotBack,
                Command::MoveShotTo,
            ],
            &[Command::ChoosePanel, Command::DrawPanel, Command::StopDrawPanel, Command::RemovePanel],
            &[Command::GenerateShot],
        ],
    },
    Menu {
        title: "View",
        groups: &[
            &[Command::PlayPause, Command::PlayBackward, Command::Pause, Command::PlayForward],
            &[Command::StepBack, Command::StepForward, Command::GoToStart, Command::GoToEnd],
            &[Command::MarkIn, Command::MarkOut, Command::MarkShots, Command::ClearMarks, Command::Loop],
            &[Command::Wall, Command::FullScreen, Command::Present],
            &[Command::ToggleLeftPanel, Command::ToggleRightPanel],
            &[Command::ZoomIn, Command::ZoomOut, Command::ZoomReset],
            &[Command::ThemeSystem, Command::ThemeDark, Command::ThemeLight, Command::SwitchMotion],
        ],
    },
    Menu {
        title: "Export",
        groups: &[
            &[
                Command::ExportBoards,
                Command::ExportEstimate,
                Command::ExportFilm,
                Command::ExportShotList,
                Command::ExportSheet,
            ],
            &[Command::CopyPanel, Command::CopySheet],
            &[Command::ImportShotList],
            &[Command::StopExport],
        ],
    },
    Menu {
        title: "Help",
        groups: &[
            &[Command::FindCommand],
            &[Command::Shortcuts, Command::ChangeKeys, Command::ShowHints],
            &[Command::About],
        ],
    },
];

/// Every command there is, in the menus' order.
pub fn all() -> impl Iterator<Item = Command> {
    MENUS.iter().flat_map(|menu| menu.groups.iter().flat_map(|group| group.iter().copied())).chain(LENGTHS)
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
            Self::ShowFolder => "Show the project folder",
            Self::Quit => "Quit",
            Self::Undo => "Undo",
            Self::Redo => "Redo",
            Self::History => "History",
            Self::PastePicture => "Paste picture as panel",
            Self::SelectAllShots => "Select all shots",
            Self::RenameProject => "Rename project…",
            Self::AddScene => "Add scene",
            Self::DuplicateScene => "Duplicate scene",
            Self::DuplicateSceneTall => "Duplicate scene as 9:16",
            Self::DuplicateSceneSquare => "Duplicate scene as 1:1",
            Self::MoveSceneEarlier => "Move scene earlier",
            Self::MoveSceneLater => "Move scene later",
            Self::FindReplace => "Find and replace…",
            Self::ThemeSystem => "Colours as the system wishes",
            Self::ThemeDark => "Dark colours",
            Self::ThemeLight => "Light colours",
            Self::SwitchMotion => "Switch motion",
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
            Self::GenerateShot => "Generate this shot alone…",
            Self::Settings => "Settings…",
            Self::Spending => "Spending…",
            Self::AddShot => "Add shot",
            Self::DuplicateShot => "Duplicate",
            Self::SplitShot => "Split at the playhead",
            Self::JoinShot => "Join with the next",
            Self::DeleteShot => "Delete shot",
            Self::PreviousShot => "Previous shot",
            Self::NextShot => "Next shot",
            Self::ExtendEarlier => "Select the shot before too",
            Self::ExtendLater => "Select the shot after too",
            Self::NextShotOrNew => "Next shot, or a new one",
            Self::EditPrompt => "Edit prompt",
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
}
