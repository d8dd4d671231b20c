//! What is done with scenes as wholes: copies, order, shots between them; and words over all of them.

use super::App;
use crate::store::new_id;
use crate::story::{Edit, Scene, SceneId, ShotId, compose, list, timing};
use crate::ui::command::Command;
use crate::ui::dialogs::{Dialog, SceneFor, WhichSceneSheet};
use crate::ui::say::Say;
use crate::ui::view::{NoticeKind, Pick, Player, Playing, Source};

impl App {
    /// A command about the selected scene as a whole; tells whether it was one.
    pub(super) fn whole_scene_command(&mut self, command: Command, scene: &Scene, at: usize, now: f64) -> bool {
        let project = self.desk.project();
        let edit = match command {
            Command::DuplicateScene => compose::duplicate_scene(project, at, None, &mut new_id),
            Command::DuplicateSceneWide | Command::DuplicateSceneTall | Command::DuplicateSceneSquare => {
                compose::duplicate_scene(project, at, command.copy_aspect(), &mut new_id)
            }
            Command::MoveSceneEarlier => at.checked_sub(1).map(|to| Edit::MoveScene { scene: scene.id.clone(), to }),
            Command::MoveSceneLater => Some(Edit::MoveScene { scene: scene.id.clone(), to: at + 1 }),
            Command::MoveShotBack | Command::MoveShotOn => {
                let picked = self.view.selection(&self.desk);
                let (edit, to) = if command == Command::MoveShotBack {
                    (compose::move_to_previous_scene(project, at, &picked), at.saturating_sub(1))
                } else {
                    (compose::move_to_next_scene(project, at, &picked, &mut new_id), at + 1)
                };
                if let Some(edit) = edit {
                    self.carry(edit, at, &picked, to, now);
                }
                None
            }
            Command::MoveShotTo => {
                let shots = self.view.selection(&self.desk).into_iter().map(|at| scene.shots[at].id.clone()).collect();
                self.ask_which_scene(scene, SceneFor::Shots(shots));
                None
            }
            Command::StartFromPrevious => compose::start_from_previous(project, at),
            Command::StartFrom => {
                self.ask_which_scene(scene, SceneFor::Start);
                None
            }
            _ => return false,
        };
        let copy = match &edit {
            Some(Edit::Batch { edits, .. }) => edits.iter().find_map(|edit| match edit {
                Edit::AddScene { scene, .. } => Some(scene.id.clone()),
                _ => None,
            }),
            _ => None,
        };
        if let Some(edit) = edit {
            self.edit(edit, None, now);
        }
        if let Some(copy) = copy {
            self.select_scene(&copy);
        }
        true
    }

    fn ask_which_scene(&mut self, scene: &Scene, wanted_for: SceneFor) {
        self.view.dialog = Some(Dialog::WhichScene(WhichSceneSheet::new(scene.id.clone(), wanted_for)));
    }

    /// Shots to the end of another scene; people stay where they are, and are told where the shots went.
    pub(super) fn carry_to(&mut self, scene: &SceneId, shots: &[ShotId], now: f64) {
        let project = self.desk.project();
        let place = |shot| project.find_shot(shot).map(|(scene, at, _)| (scene, at));
        let places: Vec<(usize, usize)> = shots.iter().filter_map(place).collect();
        let (Some(to), Some((from, _))) = (project.scene_index(scene), places.first().copied()) else { return };
        let picked: Vec<usize> = places.iter().filter(|(scene, _)| *scene == from).map(|(_, at)| *at).collect();
        let Some(edit) = compose::move_to_end(project, from, &picked, to) else {
            self.view.notify(NoticeKind::Note, compose::told_in_scene(&picked, to), now);
            return;
        };
        self.carry(edit, from, &picked, to, now);
    }

    /// Shots of the selected scene to a new one behind it; people stay where they are.
    pub(super) fn carry_to_new(&mut self, shots: &[ShotId], now: f64) {
        let project = self.desk.project();
        let Some(from) = self.view.scene_index(&self.desk) else { return };
        let picked: Vec<usize> = shots.iter().filter_map(|shot| project.scenes[from].shot_index(shot)).collect();
        if let Some(edit) = compose::move_to_new_scene(project, from, &picked, &mut new_id) {
            self.carry(edit, from, &picked, from + 1, now);
        }
    }

    /// Carries shots from one scene to another: what follows them is selected in their place, and a message leads to them.
    fn carry(&mut self, edit: Edit, from: usize, picked: &[usize], to: usize, now: f64) {
        let project = self.desk.project();
        let scene = &project.scenes[from];
        let moved = edit.label(project).replacen("Move", "Moved", 1);
        let shots: Vec<ShotId> = picked.iter().map(|at| scene.shots[*at].id.clone()).collect();
        let first = picked.iter().min().copied().unwrap_or(0);
        let next = timing::successor(scene.shots.len(), first, picked);
        let next = next.map(|at| scene.shots[at].id.clone());
        let stays = self.view.scene_index(&self.desk) == Some(from);
        let revision = self.desk.revision();
        self.edit(edit, None, now);
        if self.desk.revision() == revision {
            return;
        }
        if let Some(next) = next.filter(|_| stays) {
            self.view.pick(&self.desk, &next, Pick::Only);
            self.go_to_shot();
        }
        let Some(scene) = self.desk.project().scenes.get(to).map(|scene| scene.id.clone()) else { return };
        let show = ("Show".to_owned(), Say::SelectIn(scene, shots));
        // It goes when that is undone.
        self.view.notify_undo(moved, show, &self.desk, now);
    }

    /// To the wall of all panels, or back from it.
    pub(super) fn switch_wall(&mut self) {
        if self.view.wall.open {
            self.leave_wall();
        } else {
            self.view.player.playing = None;
            self.view.wall.open();
        }
    }

    /// Back to the editor, the keyboard on what was selected.
    pub(super) fn leave_wall(&mut self) {
        if self.view.wall.open {
            self.view.wall.close();
            self.view.focus_clip = true;
        }
    }

    /// Over the whole screen from the first scene's start, without prices; the scene alone where that is how it plays.
    pub(super) fn present(&mut self, ctx: &egui::Context, now: f64) {
        let has_time = |scene: &Scene| scene.seconds().0 > 0;
        let scenes = &self.desk.project().scenes;
        let current = self.view.scene_index(&self.desk).map(|at| &scenes[at]).filter(|scene| has_time(scene));
        let first = scenes.iter().find(|scene| has_time(scene));
        let from = if self.settings.play_one_scene { current.or(first) } else { first };
        if let Some(scene) = from.map(|scene| scene.id.clone()).filter(|scene| *scene != self.view.scene) {
            self.begin_scene(&scene);
        }
        self.view.full_screen = true;
        ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(true));
        let looping = self.view.player.looping;
        let playing = Some(Playing { since: now, from: crate::story::FrameNumber(0), rate: 1 });
        let source: Source = self.view.player.source.clone();
        self.view.player = Player { source, playing, looping, ..Player::default() };
    }

    /// A pasted text that is a numbered list becomes shots behind the selected one; tells whether it was one.
    pub(super) fn take_list(&mut self, text: &str, now: f64) -> bool {
        let (Some(prompts), Some(scene)) = (list::items(text), self.view.scene_index(&self.desk)) else { return false };
        let at = self.view.shot_index(&self.desk).map_or(0, |(_, shot)| shot + 1);
        let limits = &self.desk.rules().limits;
        let Some(edit) = list::shots(self.desk.project(), scene, at, &prompts, limits, &mut new_id) else {
            return false;
        };
        self.edit(edit, None, now);
        true
    }
}
