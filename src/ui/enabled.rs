//! Which commands have something to act on, and why one has not.

use super::command::Command;
use super::view::{self, View};
use super::wall;
use crate::desk::{Desk, Drawn};
use crate::story::{FrameNumber, FrameSlot, compose, timing};

/// Whether a command has something to act on.
#[must_use]
pub fn is_enabled(command: Command, desk: &Desk, view: &View) -> bool {
    if view.is_on_wall() && wall::is_of_the_viewer(command) {
        return false;
    }
    let project = desk.project();
    let scene_index = view.scene_index(desk);
    let scene = scene_index.map(|index| &project.scenes[index]);
    let shot = view.shot_index(desk).map(|(scene, shot)| (shot, &project.scenes[scene].shots[shot]));
    let shots = scene.map_or(0, |scene| scene.shots.len());
    let has_time = view.length(desk) > FrameNumber(0);
    let live = view.player.source == view::Source::Live;
    match command {
        Command::Undo => desk.history().undo_label().is_some(),
        Command::Redo => desk.history().redo_label().is_some(),
        Command::PastePicture
        | Command::ChooseFrame(_)
        | Command::AddShot
        | Command::NextShotOrNew
        | Command::RenameScene
        | Command::DuplicateScene
        | Command::SwitchTier
        | Command::CompareModels
        | Command::Generate => scene.is_some(),
        Command::DuplicateSceneWide | Command::DuplicateSceneTall | Command::DuplicateSceneSquare => {
            scene.is_some_and(|scene| command.copy_aspect() != Some(scene.aspect))
        }
        Command::DeleteScene => project.scenes.len() > 1 && scene.is_some(),
        Command::PreviousScene | Command::MoveSceneEarlier => scene_index.is_some_and(|index| index > 0),
        Command::NextScene | Command::MoveSceneLater => {
            scene_index.is_some_and(|index| index + 1 < project.scenes.len())
        }
        Command::SwitchAudio => scene.is_some_and(|scene| !scene.is_multi_shot()),
        Command::FitToBudget => scene
            .is_some_and(|scene| !scene.shots.is_empty() && scene.seconds() != desk.rules().limits.scene_seconds_max),
        Command::Distribute => shots > 1,
        Command::SelectAllShots => shots > 0,
        Command::SplitShot => live && has_time,
        Command::JoinShot => scene.is_some_and(|scene| timing::join(scene, &view.to_join(desk)).is_some()),
        // What is empty is drawn on blank paper; a frame that another scene gives is not empty.
        Command::DrawFrame(slot) => scene
            .is_some_and(|scene| scene.frame(slot).is_some() || slot == FrameSlot::Last || scene.starts_from.is_none()),
        Command::RemoveFrame(slot) => {
            let linked = |scene: &crate::story::Scene| slot == FrameSlot::First && scene.starts_from.is_some();
            scene.is_some_and(|scene| scene.frame(slot).is_some() || linked(scene))
        }
        Command::CropFrame(slot) => {
            let framed = scene_index.and_then(|index| project.framed(index, slot, desk.pictures()));
            framed.is_some_and(|framed| desk.pictures().info(framed.path).is_some())
        }
        Command::StartFromPrevious => {
            scene_index.is_some_and(|index| compose::start_from_previous(project, index).is_some())
        }
        Command::StartFrom => scene.is_some() && project.scenes.len() > 1,
        Command::StopDrawFrame(slot) => scene.is_some_and(|scene| desk.is_drawn(&Drawn::Frame(scene.id.clone(), slot))),
        Command::StopDrawPanel => shot.is_some_and(|(_, shot)| desk.is_drawn(&Drawn::Panel(shot.id.clone()))),
        Command::RenderAnimatic => {
            scene.is_some_and(|scene| scene.seconds().0 > 0 && desk.making_of(&scene.id).is_none())
        }
        Command::FindMissing => desk.has_missing(),
        Command::StopExport => desk.exporting().is_some(),
        Command::CopyPanel => shot.is_some_and(|(_, shot)| shot.panel.is_some()),
        Command::Renumber
        | Command::Deliver
        | Command::ExportBoards
        | Command::ExportEstimate
        | Command::ExportFilm
        | Command::ExportShotList
        | Command::ExportSheet
        | Command::CopySheet => project.scenes.iter().any(|scene| !scene.shots.is_empty()),
        Command::CancelRender => scene.is_some_and(|scene| desk.making_of(&scene.id).is_some()),
        Command::DeleteShot
        | Command::CutShots
        | Command::CopyShots
        | Command::TypeLength
        | Command::DrawPanel
        | Command::DuplicateShot
        | Command::Length(_)
        | Command::EditPrompt
        | Command::Longer
        | Command::ChoosePanel
        | Command::GenerateShot
        | Command::MoveShotTo
        | Command::MoveShotOn => shot.is_some(),
        Command::MoveShotBack => shot.is_some() && scene_index.is_some_and(|index| index > 0),
        Command::PreviousShot | Command::ExtendEarlier => shot.is_some_and(|(at, _)| at > 0),
        Command::NextShot | Command::ExtendLater | Command::RollEarlier | Command::RollLater => {
            shot.is_some_and(|(at, _)| at + 1 < shots)
        }
        Command::SlideEarlier | Command::SlideLater => shot.is_some_and(|(at, _)| at > 0 && at + 1 < shots),
        Command::MoveShotEarlier | Command::MoveShotLater => {
            let later = command == Command::MoveShotLater;
            scene.is_some_and(|scene| timing::move_on(scene, &view.selection(desk), later).is_some())
        }
        Command::Shorter => scene.is_some_and(|scene| {
            view.selection(desk).iter().any(|&at| scene.shots[at].seconds > desk.rules().limits.shot_seconds_min)
        }),
        Command::MarkShots => live && shot.is_some() && has_time,
        Command::ClearMarks => view.player.marks != view::Marks::default(),
        Command::Pause => view.player.playing.is_some(),

        Command::GenerateChanged => desk.digest().to_send().next().is_some(),
        Command::RemovePanel => shot.is_some_and(|(_, shot)| shot.panel.is_some()),
        Command::DrawMove => {
            shot.is_some_and(|(_, shot)| shot.panel.as_ref().is_some_and(|panel| desk.pictures().info(panel).is_some()))
        }
        Command::ClearMove => shot.is_some_and(|(_, shot)| shot.camera_move.is_some()),
        Command::Present => project.scenes.iter().any(|scene| scene.seconds().0 > 0),
        Command::PlayPause
        | Command::PlayBackward
        | Command::PlayForward
        | Command::MarkIn
        | Command::MarkOut
        | Command::StepBack
        | Command::StepForward
        | Command::GoToStart
        | Command::GoToEnd => has_time,
        _ => true,
    }
}

/// Why a command whose key was pressed has nothing to act on, as a sentence. Nothing where that is plain to see.
#[must_use]
pub fn why_not(command: Command, desk: &Desk, view: &View) -> Option<&'static str> {
    if is_enabled(command, desk, view) || (view.is_on_wall() && wall::is_of_the_viewer(command)) {
        return None;
    }
    Some(match command {
        Command::Undo => "There is nothing to undo",
        Command::Redo => "There is nothing to make again",
        Command::Deliver
        | Command::ExportBoards
        | Command::ExportEstimate
        | Command::ExportFilm
        | Command::ExportShotList
        | Command::ExportSheet
        | Command::CopySheet => "There is nothing to export: no scene has shots yet",
        Command::DrawMove => "A move is drawn on a panel, and this shot has none yet",
        Command::Present | Command::PlayPause | Command::PlayForward | Command::PlayBackward => {
            "There is nothing to play: the scene has no shots yet"
        }
        Command::CutShots | Command::CopyShots => "There is no shot to copy: the scene has none yet",
        Command::Renumber => "There are no shots to renumber yet",
        Command::DuplicateSceneWide | Command::DuplicateSceneTall | Command::DuplicateSceneSquare => {
            "The scene has this ratio already"
        }
        Command::JoinShot => "There is no next shot to join with",
        Command::MoveShotEarlier => "There is nothing before it in this scene",
        Command::MoveShotLater => "There is nothing after it in this scene",
        Command::RollEarlier | Command::RollLater => "There is no shot after it to trade seconds with",
        Command::SlideEarlier | Command::SlideLater => "A shot slides between two others, and here one is missing",
        Command::GenerateChanged => "No scene is to be generated: none has changed since its take",
        Command::FitToBudget => "The scene has its full length already",
        _ => return None,
    })
}
