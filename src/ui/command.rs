//! Everything the program can be told to do, once: menus, shortcuts and tooltips all come from here.

use egui::{Key, KeyboardShortcut, Modifiers};

use crate::story::FrameSlot;

/// A command, by name. What it acts on is what is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    NewProject,
    OpenProject,
    OpenExample,
    SaveAs,
    ShowFolder,
    Settings,
    Spending,
    Quit,

    Undo,
    Redo,
    PastePicture,
    RenameProject,

    AddScene,
    RenameScene,
    DeleteScene,
    PreviousScene,
    NextScene,
    SwitchTier,
    SwitchAudio,
    FitToBudget,
    ChooseFrame(FrameSlot),
    RemoveFrame(FrameSlot),
    AddElement,
    RenderAnimatic,
    CancelRender,
    Generate,
    GenerateChanged,

    AddShot,
    DeleteShot,
    PreviousShot,
    NextShot,
    NextShotOrNew,
    EditPrompt,
    Shorter,
    Longer,
    MoveShotEarlier,
    MoveShotLater,
    MoveShotOn,
    ChoosePanel,
    RemovePanel,
    GenerateShot,

    PlayPause,
    StepBack,
    StepForward,
    GoToStart,
    GoToEnd,
    Loop,
    FullScreen,
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

    Shortcuts,
    About,
}

/// A menu of the bar: its title, and its commands in groups that a line parts.
pub struct Menu {
    pub title: &'static str,
    pub groups: &'static [&'static [Command]],
}

/// The menu bar. Every command is in one of them.
pub const MENUS: &[Menu] = &[
    Menu {
        title: "File",
        groups: &[
            &[Command::NewProject, Command::OpenProject, Command::OpenExample],
            &[Command::SaveAs, Command::ShowFolder],
            &[Command::Settings, Command::Spending],
            &[Command::Quit],
        ],
    },
    Menu {
        title: "Edit",
        groups: &[&[Command::Undo, Command::Redo], &[Command::PastePicture], &[Command::RenameProject]],
    },
    Menu {
        title: "Scene",
        groups: &[
            &[Command::AddScene, Command::RenameScene, Command::DeleteScene],
            &[Command::PreviousScene, Command::NextScene],
            &[Command::SwitchTier, Command::SwitchAudio, Command::FitToBudget],
            &[
                Command::ChooseFrame(FrameSlot::First),
                Command::RemoveFrame(FrameSlot::First),
                Command::ChooseFrame(FrameSlot::Last),
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
            &[Command::AddShot, Command::DeleteShot],
            &[Command::PreviousShot, Command::NextShot, Command::NextShotOrNew, Command::EditPrompt],
            &[Command::Shorter, Command::Longer],
            &[Command::MoveShotEarlier, Command::MoveShotLater, Command::MoveShotOn],
            &[Command::ChoosePanel, Command::RemovePanel],
            &[Command::GenerateShot],
        ],
    },
    Menu {
        title: "View",
        groups: &[
            &[Command::PlayPause, Command::StepBack, Command::StepForward],
            &[Command::GoToStart, Command::GoToEnd, Command::Loop],
            &[Command::FullScreen],
            &[Command::ToggleLeftPanel, Command::ToggleRightPanel],
            &[Command::ZoomIn, Command::ZoomOut, Command::ZoomReset],
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
    Menu { title: "Help", groups: &[&[Command::Shortcuts], &[Command::About]] },
];

/// Every command there is, in the menus' order.
pub fn all() -> impl Iterator<Item = Command> {
    MENUS.iter().flat_map(|menu| menu.groups.iter().flat_map(|group| group.iter().copied()))
}

impl Command {
    /// As menus write it; `…` when more is asked before it happens.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::NewProject => "New project…",
            Self::OpenProject => "Open project…",
            Self::OpenExample => "Open the example",
            Self::SaveAs => "Save as…",
            Self::ShowFolder => "Show the project folder",
            Self::Quit => "Quit",
            Self::Undo => "Undo",
            Self::Redo => "Redo",
            Self::PastePicture => "Paste picture as panel",
            Self::RenameProject => "Rename project…",
            Self::AddScene => "Add scene",
            Self::RenameScene => "Rename scene…",
            Self::DeleteScene => "Delete scene",
            Self::PreviousScene => "Previous scene",
            Self::NextScene => "Next scene",
            Self::SwitchTier => "Switch Standard and Pro",
            Self::SwitchAudio => "Switch audio",
            Self::FitToBudget => "Fit to the budget",
            Self::ChooseFrame(FrameSlot::First) => "Choose first frame…",
            Self::ChooseFrame(FrameSlot::Last) => "Choose last frame…",
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
            Self::DeleteShot => "Delete shot",
            Self::PreviousShot => "Previous shot",
            Self::NextShot => "Next shot",
            Self::NextShotOrNew => "Next shot, or a new one",
            Self::EditPrompt => "Edit prompt",
            Self::Shorter => "1 s shorter",
            Self::Longer => "1 s longer",
            Self::MoveShotEarlier => "Move earlier",
            Self::MoveShotLater => "Move later",
            Self::MoveShotOn => "Move to the next scene",
            Self::ChoosePanel => "Choose panel…",
            Self::RemovePanel => "Remove panel",
            Self::PlayPause => "Play or pause",
            Self::StepBack => "One frame back",
            Self::StepForward => "One frame forward",
            Self::GoToStart => "To the start, or the shot before",
            Self::GoToEnd => "To the next shot, or the end",
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
            Self::Shortcuts => "Keyboard shortcuts",
            Self::About => "About Storyreel",
        }
    }

    /// The key that does it. Without Ctrl or Alt it works only while nothing is being typed.
    #[must_use]
    pub fn shortcut(self) -> Option<KeyboardShortcut> {
        let command = Modifiers::COMMAND;
        let shift = Modifiers::COMMAND | Modifiers::SHIFT;
        let (modifiers, key) = match self {
            Self::NewProject => (command, Key::N),
            Self::OpenProject => (command, Key::O),
            Self::SaveAs => (shift, Key::S),
            Self::Settings => (command, Key::Comma),
            Self::Quit => (command, Key::Q),
            Self::Undo => (command, Key::Z),
            Self::Redo => (shift, Key::Z),
            Self::PastePicture => (command, Key::V),
            Self::AddScene => (shift, Key::N),
            Self::RenameScene => (Modifiers::NONE, Key::F2),
            Self::PreviousScene => (command, Key::PageUp),
            Self::NextScene => (command, Key::PageDown),
            Self::SwitchTier => (shift, Key::P),
            Self::SwitchAudio => (shift, Key::A),
            Self::FitToBudget => (shift, Key::F),
            Self::AddElement => (shift, Key::E),
            Self::RenderAnimatic => (command, Key::R),
            Self::ExportBoards => (command, Key::E),
            Self::Generate => (command, Key::G),
            Self::AddShot => (Modifiers::NONE, Key::N),
            Self::DeleteShot => (Modifiers::NONE, Key::Delete),
            Self::PreviousShot => (Modifiers::NONE, Key::ArrowUp),
            Self::NextShot => (Modifiers::NONE, Key::ArrowDown),
            Self::NextShotOrNew => (command, Key::Enter),
            Self::EditPrompt => (Modifiers::NONE, Key::Enter),
            Self::Shorter => (Modifiers::NONE, Key::OpenBracket),
            Self::Longer => (Modifiers::NONE, Key::CloseBracket),
            Self::MoveShotEarlier => (Modifiers::ALT, Key::ArrowLeft),
            Self::MoveShotLater => (Modifiers::ALT, Key::ArrowRight),
            Self::PlayPause => (Modifiers::NONE, Key::Space),
            Self::StepBack => (Modifiers::NONE, Key::ArrowLeft),
            Self::StepForward => (Modifiers::NONE, Key::ArrowRight),
            Self::GoToStart => (Modifiers::NONE, Key::Home),
            Self::GoToEnd => (Modifiers::NONE, Key::End),
            Self::Loop => (command, Key::L),
            Self::FullScreen => (Modifiers::NONE, Key::F11),
            Self::ToggleLeftPanel => (command, Key::B),
            Self::ToggleRightPanel => (command, Key::I),
            Self::ZoomIn => (command, Key::Plus),
            Self::ZoomOut => (command, Key::Minus),
            Self::ZoomReset => (command, Key::Num0),
            Self::Shortcuts => (Modifiers::NONE, Key::F1),
            _ => return None,
        };
        Some(KeyboardShortcut::new(modifiers, key))
    }

    /// Whether its key also belongs to text fields and buttons, which then have it first.
    #[must_use]
    pub fn yields_to_focus(self) -> bool {
        self.shortcut().is_some_and(|shortcut| {
            let function_key = matches!(shortcut.logical_key, Key::F1 | Key::F2 | Key::F11);
            (shortcut.modifiers == Modifiers::NONE && !function_key) || shortcut.modifiers == Modifiers::ALT
        })
    }

    /// Its text without `…`, and its key, for tooltips: `Undo (Ctrl+Z)`.
    #[must_use]
    pub fn tooltip(self, ctx: &egui::Context) -> String {
        let text = self.text().trim_end_matches('…');
        self.shortcut().map_or_else(|| text.to_owned(), |key| format!("{text} ({})", ctx.format_shortcut(&key)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn no_two_commands_share_a_key() {
        let mut seen: HashMap<(Modifiers, Key), Command> = HashMap::new();
        for command in all() {
            if let Some(shortcut) = command.shortcut() {
                let other = seen.insert((shortcut.modifiers, shortcut.logical_key), command);
                assert_eq!(other, None, "{command:?} and another share a key");
            }
        }
    }

    #[test]
    fn every_command_is_named_once_in_the_menus() {
        let mut seen = std::collections::HashSet::new();
        for command in all() {
            assert!(seen.insert(command), "{command:?} is in two places");
            assert!(!command.text().is_empty());
        }
    }
}
