//! Which commands have something to act on, and why one has not. Exhaustive by subject: no command is without an answer.

use super::command::{
    Command, EditCommand, ExportCommand, FileCommand, FrameCommand, HelpCommand, PlayCommand, SceneCommand,
    ShotCommand, ViewCommand,
};
use super::view::{self, View};
use crate::desk::{Desk, Drawn};
use crate::story::{FrameNumber, FrameSlot, Project, Scene, Shot, compose, timing};

/// Whether a command has something to act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Can {
    Yes,
    /// It is plain to see why not.
    No,
    /// Why not, as a sentence.
    Because(&'static str),
}

impl Can {
    fn when(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }

    fn or(yes: bool, why_not: &'static str) -> Self {
        if yes { Self::Yes } else { Self::Because(why_not) }
    }
}

/// Whether a command has something to act on.
#[must_use]
pub fn is_enabled(command: Command, desk: &Desk, view: &View) -> bool {
    can(command, desk, view) == Can::Yes
}

/// Why a command whose key was pressed has nothing to act on, as a sentence. Nothing where that is plain to see.
#[must_use]
pub fn why_not(command: Command, desk: &Desk, view: &View) -> Option<&'static str> {
    match can(command, desk, view) {
        Can::Yes | Can::No => None,
        Can::Because(sentence) => Some(sentence),
    }
}

fn can(command: Command, desk: &Desk, view: &View) -> Can {
    if !command.spec().works_in(view.key_view()) {
        return Can::No;
    }
    let project = desk.project();
    let scene_index = view.scene_index(desk);
    let selected = Selected {
        desk,
        view,
        project,
        scene_index,
        scene: scene_index.map(|index| &project.scenes[index]),
        shot: view.shot_index(desk).map(|(scene, shot)| (shot, &project.scenes[scene].shots[shot])),
    };
    match command {
        Command::File(command) => selected.file(command),
        Command::Edit(command) => selected.edit(command),
        Command::Scene(command) => selected.scene(command),
        Command::Frame(command, slot) => selected.frame(command, slot),
        Command::Shot(command) => selected.shot(command),
        Command::Length(_) => Can::when(selected.shot.is_some()),
        Command::Play(command) => selected.play(command),
        Command::View(command) => selected.view(command),
        Command::Overlay(_) | Command::Guide(_) => Can::Yes,
        Command::Export(command) => selected.export(command),
        Command::Help(command) => match command {
            HelpCommand::FindCommand
            | HelpCommand::Shortcuts
            | HelpCommand::ChangeKeys
            | HelpCommand::ShowHints
            | HelpCommand::About => Can::Yes,
        },
    }
}

/// What a command acts on.
struct Selected<'a> {
    desk: &'a Desk,
    view: &'a View,
    project: &'a Project,
    scene_index: Option<usize>,
    scene: Option<&'a Scene>,
    shot: Option<(usize, &'a Shot)>,
}

impl Selected<'_> {
    fn shots(&self) -> usize {
        self.scene.map_or(0, |scene| scene.shots.len())
    }

    fn scene_and(&self, is_so: impl FnOnce(&Scene) -> bool) -> bool {
        self.scene.is_some_and(is_so)
    }

    fn has_time(&self) -> bool {
        self.view.length(self.desk) > FrameNumber(0)
    }

    fn is_live(&self) -> bool {
        self.view.player.source == view::Source::Live
    }

    fn is_later_scene(&self) -> bool {
        self.scene_index.is_some_and(|index| index > 0)
    }

    fn has_next_scene(&self) -> bool {
        self.scene_index.is_some_and(|index| index + 1 < self.project.scenes.len())
    }

    fn has_next_shot(&self) -> bool {
        self.shot.is_some_and(|(at, _)| at + 1 < self.shots())
    }

    fn has_shots_to_export(&self) -> Can {
        let has_shots = self.project.scenes.iter().any(|scene| !scene.shots.is_empty());
        Can::or(has_shots, "There is nothing to export: no scene has shots yet")
    }

    fn file(&self, command: FileCommand) -> Can {
        match command {
            FileCommand::New
            | FileCommand::Open
            | FileCommand::OpenExample
            | FileCommand::SaveAs
            | FileCommand::Versions
            | FileCommand::CleanUp
            | FileCommand::ShowFolder
            | FileCommand::Settings
            | FileCommand::Spending
            | FileCommand::Quit => Can::Yes,
            FileCommand::FindMissing => Can::when(self.desk.has_missing()),
            FileCommand::Deliver => self.has_shots_to_export(),
        }
    }

    fn edit(&self, command: EditCommand) -> Can {
        let history = self.desk.history();
        match command {
            EditCommand::Undo => Can::or(history.undo_label().is_some(), "There is nothing to undo"),
            EditCommand::Redo => Can::or(history.redo_label().is_some(), "There is nothing to redo"),
            EditCommand::Cut | EditCommand::Copy => {
                Can::or(self.shot.is_some(), "There is no shot to copy: the scene has none yet")
            }
            EditCommand::Paste => Can::when(self.scene.is_some()),
            EditCommand::SelectAll => Can::when(self.shots() > 0),
            EditCommand::History | EditCommand::FindReplace | EditCommand::RenameProject | EditCommand::Columns => {
                Can::Yes
            }
        }
    }

    fn scene(&self, command: SceneCommand) -> Can {
        match command {
            SceneCommand::Add | SceneCommand::AddElement => Can::Yes,
            SceneCommand::Rename
            | SceneCommand::Duplicate
            | SceneCommand::SwitchTier
            | SceneCommand::CompareModels
            | SceneCommand::Generate => Can::when(self.scene.is_some()),
            SceneCommand::DuplicateWide | SceneCommand::DuplicateTall | SceneCommand::DuplicateSquare => {
                let aspect = Command::Scene(command).copy_aspect();
                Can::or(self.scene_and(|scene| aspect != Some(scene.aspect)), "The scene has this ratio already")
            }
            SceneCommand::Delete => Can::when(self.project.scenes.len() > 1 && self.scene.is_some()),
            SceneCommand::Previous | SceneCommand::MoveEarlier => Can::when(self.is_later_scene()),
            SceneCommand::Next | SceneCommand::MoveLater => Can::when(self.has_next_scene()),
            SceneCommand::SwitchAudio => Can::when(self.scene_and(|scene| !scene.is_multi_shot())),
            SceneCommand::FitToBudget => {
                let most = self.desk.rules().limits.scene_seconds_max;
                let fits = self.scene_and(|scene| !scene.shots.is_empty() && scene.seconds() != most);
                Can::or(fits, "The scene has its full length already")
            }
            SceneCommand::Distribute => Can::when(self.shots() > 1),
            SceneCommand::StartFromPrevious => {
                let can = |index| compose::start_from_previous(self.project, index).is_some();
                Can::when(self.scene_index.is_some_and(can))
            }
            SceneCommand::StartFrom => Can::when(self.scene.is_some() && self.project.scenes.len() > 1),
            SceneCommand::RenderAnimatic => {
                let waits = |scene: &Scene| scene.seconds().0 > 0 && self.desk.making_of(&scene.id).is_none();
                Can::when(self.scene_and(waits))
            }
            SceneCommand::CancelRender => Can::when(self.scene_and(|scene| self.desk.making_of(&scene.id).is_some())),
            SceneCommand::GenerateChanged => Can::or(
                self.desk.digest().to_send().next().is_some(),
                "No scene is to be generated: none has changed since its take",
            ),
        }
    }

    fn frame(&self, command: FrameCommand, slot: FrameSlot) -> Can {
        let is_first = slot == FrameSlot::First;
        Can::when(match command {
            FrameCommand::Choose => self.scene.is_some(),
            // What is empty is drawn on blank paper; a frame that another scene gives is not empty.
            FrameCommand::Draw => {
                self.scene_and(|scene| scene.frame(slot).is_some() || !is_first || scene.starts_from.is_none())
            }
            FrameCommand::Remove => {
                self.scene_and(|scene| scene.frame(slot).is_some() || (is_first && scene.starts_from.is_some()))
            }
            FrameCommand::Crop => {
                let framed = self.scene_index.and_then(|index| self.project.framed(index, slot, self.desk.pictures()));
                framed.is_some_and(|framed| self.desk.pictures().info(framed.path).is_some())
            }
            FrameCommand::StopDraw => self.scene_and(|scene| self.desk.is_drawn(&Drawn::Frame(scene.id.clone(), slot))),
        })
    }

    fn shot(&self, command: ShotCommand) -> Can {
        match command {
            ShotCommand::Add | ShotCommand::NextOrNew => Can::when(self.scene.is_some()),
            ShotCommand::Duplicate
            | ShotCommand::Delete
            | ShotCommand::EditPrompt
            | ShotCommand::TypeLength
            | ShotCommand::Longer
            | ShotCommand::ChoosePanel
            | ShotCommand::DrawPanel
            | ShotCommand::MoveTo
            | ShotCommand::MoveOn
            | ShotCommand::Generate => Can::when(self.shot.is_some()),
            ShotCommand::Renumber => Can::or(
                self.project.scenes.iter().any(|scene| !scene.shots.is_empty()),
                "There are no shots to renumber yet",
            ),
            ShotCommand::Split => Can::when(self.is_live() && self.has_time()),
            ShotCommand::Join => {
                let joins = self.scene_and(|scene| timing::join(scene, &self.view.to_join(self.desk)).is_some());
                Can::or(joins, "There is no next shot to join with")
            }
            ShotCommand::MoveBack => Can::when(self.shot.is_some() && self.is_later_scene()),
            ShotCommand::Previous | ShotCommand::ExtendEarlier => Can::when(self.shot.is_some_and(|(at, _)| at > 0)),
            ShotCommand::Next | ShotCommand::ExtendLater => Can::when(self.has_next_shot()),
            ShotCommand::RollEarlier | ShotCommand::RollLater => {
                Can::or(self.has_next_shot(), "There is no shot after it to trade seconds with")
            }
            ShotCommand::SlideEarlier | ShotCommand::SlideLater => {
                let between = self.shot.is_some_and(|(at, _)| at > 0) && self.has_next_shot();
                Can::or(between, "A shot slides between two others, and here one is missing")
            }
            ShotCommand::MoveEarlier => Can::or(self.moves_on(false), "There is nothing before it in this scene"),
            ShotCommand::MoveLater => Can::or(self.moves_on(true), "There is nothing after it in this scene"),
            ShotCommand::Shorter => Can::when(self.scene_and(|scene| {
                let least = self.desk.rules().limits.shot_seconds_min;
                self.view.selection(self.desk).iter().any(|&at| scene.shots[at].seconds > least)
            })),
            ShotCommand::StopDrawPanel => {
                Can::when(self.shot.is_some_and(|(_, shot)| self.desk.is_drawn(&Drawn::Panel(shot.id.clone()))))
            }
            ShotCommand::RemovePanel => Can::when(self.shot.is_some_and(|(_, shot)| shot.panel.is_some())),
            ShotCommand::DrawMove => {
                let known = |panel| self.desk.pictures().info(panel).is_some();
                let has_panel = self.shot.is_some_and(|(_, shot)| shot.panel.as_ref().is_some_and(known));
                Can::or(has_panel, "A move is drawn on a panel, and this shot has none yet")
            }
            ShotCommand::ClearMove => Can::when(self.shot.is_some_and(|(_, shot)| shot.camera_move.is_some())),
        }
    }

    fn moves_on(&self, later: bool) -> bool {
        self.scene_and(|scene| timing::move_on(scene, &self.view.selection(self.desk), later).is_some())
    }

    fn play(&self, command: PlayCommand) -> Can {
        const NOTHING: &str = "There is nothing to play: the scene has no shots yet";
        match command {
            PlayCommand::PlayPause | PlayCommand::Forward | PlayCommand::Backward => Can::or(self.has_time(), NOTHING),
            PlayCommand::MarkIn
            | PlayCommand::MarkOut
            | PlayCommand::StepBack
            | PlayCommand::StepForward
            | PlayCommand::GoToStart
            | PlayCommand::GoToEnd => Can::when(self.has_time()),
            PlayCommand::Pause => Can::when(self.view.player.playing.is_some()),
            PlayCommand::MarkShots => Can::when(self.is_live() && self.shot.is_some() && self.has_time()),
            PlayCommand::ClearMarks => Can::when(self.view.player.marks != view::Marks::default()),
            PlayCommand::Loop | PlayCommand::OneScene => Can::Yes,
        }
    }

    fn view(&self, command: ViewCommand) -> Can {
        match command {
            ViewCommand::Present => Can::or(
                self.project.scenes.iter().any(|scene| scene.seconds().0 > 0),
                "There is nothing to play: the scene has no shots yet",
            ),
            ViewCommand::FullScreen
            | ViewCommand::Wall
            | ViewCommand::LeftPanel
            | ViewCommand::RightPanel
            | ViewCommand::HidePrices
            | ViewCommand::ZoomIn
            | ViewCommand::ZoomOut
            | ViewCommand::ZoomReset
            | ViewCommand::ThemeSystem
            | ViewCommand::ThemeDark
            | ViewCommand::ThemeLight
            | ViewCommand::SwitchMotion => Can::Yes,
        }
    }

    fn export(&self, command: ExportCommand) -> Can {
        match command {
            ExportCommand::Boards
            | ExportCommand::Estimate
            | ExportCommand::Film
            | ExportCommand::ShotList
            | ExportCommand::ContactSheet
            | ExportCommand::CopySheet => self.has_shots_to_export(),
            ExportCommand::CopyPanel => Can::when(self.shot.is_some_and(|(_, shot)| shot.panel.is_some())),
            ExportCommand::ImportShotList => Can::Yes,
            ExportCommand::Stop => Can::when(self.desk.exporting().is_some()),
        }
    }
}
