//! What is done with scenes as wholes: copies, order, shots between them; and words over all of them.

use super::App;
use crate::store::new_id;
use crate::story::{Aspect, Edit, Scene, SceneId, ShotId, compose, list, timing};
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
            Command::DuplicateSceneTall => compose::duplicate_scene(project, at, Some(Aspect::Tall), &mut new_id),
            Command::DuplicateSceneSquare => compose::duplicate_scene(project, at, Some(Aspect::Square), &mut new_id),
            Command::MoveSceneEarlier => at.checked_sub(1).map(|to| Edit::MoveScene { scene: scene.id.clone(), to }),
            Command::MoveSceneLater => Some(Edit::MoveScene { scene: scene.id.clone(), to: at + 1 }),
            Command::MoveShotBack => {
                let picked = self.view.selection(&self.desk);
                compose::move_to_previous_scene(project, at, &picked)
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
    pub(super) fn carry_to(&mut self, scene: &SceneId, shots: Vec<ShotId>, now: f64) {
        let project = self.desk.project();
        let place = |shot| project.find_shot(shot).map(|(scene, at, _)| (scene, at));
        let places: Vec<(usize, usize)> = shots.iter().filter_map(place).collect();
        let (Some(to), Some((from, _))) = (project.scene_index(scene), places.first().copied()) else { return };
        let picked: Vec<usize> = places.iter().filter(|(scene, _)| *scene == from).map(|(_, at)| *at).collect();
        let Some(edit) = compose::move_to_end(project, from, &picked, to) else {
            self.view.notify(NoticeKind::Note, compose::told_in_scene(&picked, to), now);
            return;
        };
        let moved = edit.label(project).replacen("Move", "Moved", 1);
        let first = picked.iter().min().copied().unwrap_or(0);
        let next = timing::successor(project.scenes[from].shots.len(), first, &picked);
        let next = next.map(|at| project.scenes[from].shots[at].id.clone());
        self.edit(edit, None, now);
        if let Some(next) = next.filter(|_| self.view.scene_index(&self.desk) == Some(from)) {
            self.view.pick(&self.desk, &next, Pick::Only);
            self.go_to_shot();
        }
        let show = ("Show".to_owned(), Say::SelectIn(scene.clone(), shots));
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

    /// The scene over the whole screen from its start, without prices.
    pub(super) fn present(&mut self, ctx: &egui::Context, now: f64) {
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
