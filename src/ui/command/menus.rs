//! The menu bar: its menus, and which commands stand in them.

use super::{
    Command, EditCommand, ExportCommand, FileCommand, FrameCommand, HelpCommand, PlayCommand, SceneCommand,
    ShotCommand, ViewCommand,
};
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
    [Command::Overlay(Overlay::Code), Command::Overlay(Overlay::Time), Command::Overlay(Overlay::Caption)];
pub const GUIDES: [Command; 3] =
    [Command::Guide(Guide::Scope), Command::Guide(Guide::Safe), Command::Guide(Guide::Thirds)];

/// What moves a cut, or a shot between its neighbours: a menu within the shot's.
pub const ROLLS: [Command; 4] = [
    Command::Shot(ShotCommand::RollEarlier),
    Command::Shot(ShotCommand::RollLater),
    Command::Shot(ShotCommand::SlideEarlier),
    Command::Shot(ShotCommand::SlideLater),
];

/// Where shots stand: a menu within the shot's.
pub const MOVES: [Command; 5] = [
    Command::Shot(ShotCommand::MoveEarlier),
    Command::Shot(ShotCommand::MoveLater),
    Command::Shot(ShotCommand::MoveOn),
    Command::Shot(ShotCommand::MoveBack),
    Command::Shot(ShotCommand::MoveTo),
];

/// What a scene begins and ends with: menus within the scene's.
pub const FIRST_FRAME: [Command; 7] = [
    Command::Frame(FrameCommand::Choose, FrameSlot::First),
    Command::Scene(SceneCommand::StartFromPrevious),
    Command::Scene(SceneCommand::StartFrom),
    Command::Frame(FrameCommand::Crop, FrameSlot::First),
    Command::Frame(FrameCommand::Draw, FrameSlot::First),
    Command::Frame(FrameCommand::StopDraw, FrameSlot::First),
    Command::Frame(FrameCommand::Remove, FrameSlot::First),
];
pub const LAST_FRAME: [Command; 5] = [
    Command::Frame(FrameCommand::Choose, FrameSlot::Last),
    Command::Frame(FrameCommand::Crop, FrameSlot::Last),
    Command::Frame(FrameCommand::Draw, FrameSlot::Last),
    Command::Frame(FrameCommand::StopDraw, FrameSlot::Last),
    Command::Frame(FrameCommand::Remove, FrameSlot::Last),
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
    MenuWithin { menu: "Shot", behind: Command::Shot(ShotCommand::Longer), title: "Length", commands: &LENGTHS },
    MenuWithin { menu: "Shot", behind: Command::Shot(ShotCommand::Longer), title: "Roll and slide", commands: &ROLLS },
    MenuWithin { menu: "Shot", behind: Command::Shot(ShotCommand::Longer), title: "Move", commands: &MOVES },
    MenuWithin {
        menu: "Scene",
        behind: Command::Scene(SceneCommand::FitToBudget),
        title: "First frame",
        commands: &FIRST_FRAME,
    },
    MenuWithin {
        menu: "Scene",
        behind: Command::Scene(SceneCommand::FitToBudget),
        title: "Last frame",
        commands: &LAST_FRAME,
    },
    MenuWithin {
        menu: "View",
        behind: Command::View(ViewCommand::FullScreen),
        title: "On the picture",
        commands: &OVERLAYS,
    },
    MenuWithin { menu: "View", behind: Command::View(ViewCommand::FullScreen), title: "Guides", commands: &GUIDES },
];

/// The menu bar. Every command is in one of these or in one of the menus within them; a test reads the enum for it.
pub const MENUS: &[Menu] = &[
    Menu {
        title: "File",
        groups: &[
            &[
                Command::File(FileCommand::New),
                Command::File(FileCommand::Open),
                Command::File(FileCommand::OpenExample),
            ],
            &[
                Command::File(FileCommand::SaveAs),
                Command::File(FileCommand::Versions),
                Command::File(FileCommand::CleanUp),
                Command::File(FileCommand::FindMissing),
                Command::File(FileCommand::ShowFolder),
            ],
            &[Command::File(FileCommand::Deliver)],
            &[
                Command::File(FileCommand::Settings),
                Command::File(FileCommand::Spending),
                Command::Scene(SceneCommand::CompareModels),
            ],
            &[Command::File(FileCommand::Quit)],
        ],
    },
    Menu {
        title: "Edit",
        groups: &[
            &[Command::Edit(EditCommand::Undo), Command::Edit(EditCommand::Redo), Command::Edit(EditCommand::History)],
            &[
                Command::Edit(EditCommand::Cut),
                Command::Edit(EditCommand::Copy),
                Command::Edit(EditCommand::Paste),
                Command::Edit(EditCommand::SelectAll),
            ],
            &[Command::Edit(EditCommand::FindReplace)],
            &[Command::Edit(EditCommand::RenameProject), Command::Edit(EditCommand::Columns)],
        ],
    },
    Menu {
        title: "Scene",
        groups: &[
            &[
                Command::Scene(SceneCommand::Add),
                Command::Scene(SceneCommand::Rename),
                Command::Scene(SceneCommand::Delete),
            ],
            &[
                Command::Scene(SceneCommand::Duplicate),
                Command::Scene(SceneCommand::DuplicateWide),
                Command::Scene(SceneCommand::DuplicateTall),
                Command::Scene(SceneCommand::DuplicateSquare),
                Command::Scene(SceneCommand::MoveEarlier),
                Command::Scene(SceneCommand::MoveLater),
            ],
            &[Command::Scene(SceneCommand::Previous), Command::Scene(SceneCommand::Next)],
            &[Command::Scene(SceneCommand::SwitchTier), Command::Scene(SceneCommand::SwitchAudio)],
            &[Command::Scene(SceneCommand::FitToBudget), Command::Scene(SceneCommand::Distribute)],
            &[Command::Scene(SceneCommand::AddElement)],
            &[Command::Scene(SceneCommand::RenderAnimatic), Command::Scene(SceneCommand::CancelRender)],
            &[Command::Scene(SceneCommand::Generate), Command::Scene(SceneCommand::GenerateChanged)],
        ],
    },
    Menu {
        title: "Shot",
        groups: &[
            &[
                Command::Shot(ShotCommand::Add),
                Command::Shot(ShotCommand::Duplicate),
                Command::Shot(ShotCommand::Split),
                Command::Shot(ShotCommand::Join),
                Command::Shot(ShotCommand::Delete),
            ],
            &[Command::Shot(ShotCommand::Renumber)],
            &[
                Command::Shot(ShotCommand::Previous),
                Command::Shot(ShotCommand::Next),
                Command::Shot(ShotCommand::ExtendEarlier),
                Command::Shot(ShotCommand::ExtendLater),
            ],
            &[Command::Shot(ShotCommand::NextOrNew), Command::Shot(ShotCommand::EditPrompt)],
            &[
                Command::Shot(ShotCommand::Shorter),
                Command::Shot(ShotCommand::Longer),
                Command::Shot(ShotCommand::TypeLength),
            ],
            &[
                Command::Shot(ShotCommand::ChoosePanel),
                Command::Shot(ShotCommand::DrawPanel),
                Command::Shot(ShotCommand::StopDrawPanel),
                Command::Shot(ShotCommand::RemovePanel),
                Command::Shot(ShotCommand::DrawMove),
                Command::Shot(ShotCommand::ClearMove),
            ],
            &[Command::Shot(ShotCommand::Generate)],
        ],
    },
    Menu {
        title: "View",
        groups: &[
            &[
                Command::Play(PlayCommand::PlayPause),
                Command::Play(PlayCommand::Backward),
                Command::Play(PlayCommand::Pause),
                Command::Play(PlayCommand::Forward),
            ],
            &[
                Command::Play(PlayCommand::StepBack),
                Command::Play(PlayCommand::StepForward),
                Command::Play(PlayCommand::GoToStart),
                Command::Play(PlayCommand::GoToEnd),
            ],
            &[
                Command::Play(PlayCommand::MarkIn),
                Command::Play(PlayCommand::MarkOut),
                Command::Play(PlayCommand::MarkShots),
                Command::Play(PlayCommand::ClearMarks),
                Command::Play(PlayCommand::Loop),
                Command::Play(PlayCommand::OneScene),
            ],
            &[
                Command::View(ViewCommand::Wall),
                Command::View(ViewCommand::FullScreen),
                Command::View(ViewCommand::Present),
            ],
            &[
                Command::View(ViewCommand::LeftPanel),
                Command::View(ViewCommand::RightPanel),
                Command::View(ViewCommand::HidePrices),
            ],
            &[
                Command::View(ViewCommand::ZoomIn),
                Command::View(ViewCommand::ZoomOut),
                Command::View(ViewCommand::ZoomReset),
            ],
            &[
                Command::View(ViewCommand::ThemeSystem),
                Command::View(ViewCommand::ThemeDark),
                Command::View(ViewCommand::ThemeLight),
                Command::View(ViewCommand::SwitchMotion),
            ],
        ],
    },
    Menu {
        title: "Export",
        groups: &[
            &[
                Command::Export(ExportCommand::Boards),
                Command::Export(ExportCommand::Estimate),
                Command::Export(ExportCommand::Film),
                Command::Export(ExportCommand::ShotList),
                Command::Export(ExportCommand::ContactSheet),
            ],
            &[Command::Export(ExportCommand::CopyPanel), Command::Export(ExportCommand::CopySheet)],
            &[Command::Export(ExportCommand::ImportShotList)],
            &[Command::Export(ExportCommand::Stop)],
        ],
    },
    Menu {
        title: "Help",
        groups: &[
            &[Command::Help(HelpCommand::FindCommand)],
            &[
                Command::Help(HelpCommand::Shortcuts),
                Command::Help(HelpCommand::ChangeKeys),
                Command::Help(HelpCommand::ShowHints),
            ],
            &[Command::Help(HelpCommand::About)],
        ],
    },
];

impl Menu {
    /// Its commands in their order, then those of the menus within it.
    pub fn commands(&self) -> impl Iterator<Item = Command> {
        let within = MENUS_WITHIN.iter().filter(move |within| within.menu == self.title);
        let own = self.groups.iter().flat_map(|group| group.iter().copied());
        own.chain(within.flat_map(|within| within.commands.iter().copied()))
    }
}
