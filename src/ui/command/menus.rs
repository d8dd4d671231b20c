//! The menu bar: its menus, and which commands stand in them.

use super::Command;
use crate::story::FrameSlot;
use crate::story::animatic::Overlay;
use crate::story::guides::Guide;

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

/// What the viewer shows on its picture: menus within the view's.
pub const OVERLAYS: [Command; 3] =
    [Command::ShowOverlay(Overlay::Code), Command::ShowOverlay(Overlay::Time), Command::ShowOverlay(Overlay::Caption)];
pub const GUIDES: [Command; 3] =
    [Command::ShowGuide(Guide::Scope), Command::ShowGuide(Guide::Safe), Command::ShowGuide(Guide::Thirds)];

/// What moves a cut, or a shot between its neighbours: a menu within the shot's.
pub const ROLLS: [Command; 4] = [Command::RollEarlier, Command::RollLater, Command::SlideEarlier, Command::SlideLater];

/// Where shots stand: a menu within the shot's.
pub const MOVES: [Command; 5] =
    [Command::MoveShotEarlier, Command::MoveShotLater, Command::MoveShotOn, Command::MoveShotBack, Command::MoveShotTo];

/// What a scene begins and ends with: menus within the scene's.
pub const FIRST_FRAME: [Command; 7] = [
    Command::ChooseFrame(FrameSlot::First),
    Command::StartFromPrevious,
    Command::StartFrom,
    Command::CropFrame(FrameSlot::First),
    Command::DrawFrame(FrameSlot::First),
    Command::StopDrawFrame(FrameSlot::First),
    Command::RemoveFrame(FrameSlot::First),
];
pub const LAST_FRAME: [Command; 5] = [
    Command::ChooseFrame(FrameSlot::Last),
    Command::CropFrame(FrameSlot::Last),
    Command::DrawFrame(FrameSlot::Last),
    Command::StopDrawFrame(FrameSlot::Last),
    Command::RemoveFrame(FrameSlot::Last),
];

/// A menu within a menu.
pub struct MenuWithin {
    /// The menu that it is in, behind the group that holds this command.
    pub menu: &'static str,
    pub behind: Command,
    pub title: &'static str,
    pub commands: &'static [Command],
}

pub const MENUS_WITHIN: &[MenuWithin] = &[
    MenuWithin { menu: "Shot", behind: Command::Longer, title: "Length", commands: &LENGTHS },
    MenuWithin { menu: "Shot", behind: Command::Longer, title: "Roll and slide", commands: &ROLLS },
    MenuWithin { menu: "Shot", behind: Command::Longer, title: "Move", commands: &MOVES },
    MenuWithin { menu: "Scene", behind: Command::FitToBudget, title: "First frame", commands: &FIRST_FRAME },
    MenuWithin { menu: "Scene", behind: Command::FitToBudget, title: "Last frame", commands: &LAST_FRAME },
    MenuWithin { menu: "View", behind: Command::FullScreen, title: "On the picture", commands: &OVERLAYS },
    MenuWithin { menu: "View", behind: Command::FullScreen, title: "Guides", commands: &GUIDES },
];

/// The menu bar. Every command but those of the menus within is in one of them.
pub const MENUS: &[Menu] = &[
    Menu {
        title: "File",
        groups: &[
            &[Command::NewProject, Command::OpenProject, Command::OpenExample],
            &[Command::SaveAs, Command::Versions, Command::CleanUp, Command::FindMissing, Command::ShowFolder],
            &[Command::Deliver],
            &[Command::Settings, Command::Spending, Command::CompareModels],
            &[Command::Quit],
        ],
    },
    Menu {
        title: "Edit",
        groups: &[
            &[Command::Undo, Command::Redo, Command::History],
            &[Command::CutShots, Command::CopyShots, Command::PastePicture, Command::SelectAllShots],
            &[Command::FindReplace],
            &[Command::RenameProject, Command::Columns],
        ],
    },
    Menu {
        title: "Scene",
        groups: &[
            &[Command::AddScene, Command::RenameScene, Command::DeleteScene],
            &[
                Command::DuplicateScene,
                Command::DuplicateSceneWide,
                Command::DuplicateSceneTall,
                Command::DuplicateSceneSquare,
                Command::MoveSceneEarlier,
                Command::MoveSceneLater,
            ],
            &[Command::PreviousScene, Command::NextScene],
            &[Command::SwitchTier, Command::SwitchAudio],
            &[Command::FitToBudget, Command::Distribute],
            &[Command::AddElement],
            &[Command::RenderAnimatic, Command::CancelRender],
            &[Command::Generate, Command::GenerateChanged],
        ],
    },
    Menu {
        title: "Shot",
        groups: &[
            &[Command::AddShot, Command::DuplicateShot, Command::SplitShot, Command::JoinShot, Command::DeleteShot],
            &[Command::Renumber],
            &[Command::PreviousShot, Command::NextShot, Command::ExtendEarlier, Command::ExtendLater],
            &[Command::NextShotOrNew, Command::EditPrompt],
            &[Command::Shorter, Command::Longer, Command::TypeLength],
            &[
                Command::ChoosePanel,
                Command::DrawPanel,
                Command::StopDrawPanel,
                Command::RemovePanel,
                Command::DrawMove,
                Command::ClearMove,
            ],
            &[Command::GenerateShot],
        ],
    },
    Menu {
        title: "View",
        groups: &[
            &[Command::PlayPause, Command::PlayBackward, Command::Pause, Command::PlayForward],
            &[Command::StepBack, Command::StepForward, Command::GoToStart, Command::GoToEnd],
            &[
                Command::MarkIn,
                Command::MarkOut,
                Command::MarkShots,
                Command::ClearMarks,
                Command::Loop,
                Command::PlayOneScene,
            ],
            &[Command::Wall, Command::FullScreen, Command::Present],
            &[Command::ToggleLeftPanel, Command::ToggleRightPanel, Command::HidePrices],
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
    MENUS.iter().flat_map(Menu::commands)
}

impl Menu {
    /// Its commands in their order, then those of the menus within it.
    pub fn commands(&self) -> impl Iterator<Item = Command> {
        let within = MENUS_WITHIN.iter().filter(move |within| within.menu == self.title);
        let own = self.groups.iter().flat_map(|group| group.iter().copied());
        own.chain(within.flat_map(|within| within.commands.iter().copied()))
    }
}
