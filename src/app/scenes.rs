//! What is done with scenes as wholes: copies, order, shots between them; and words over all of them.

use super::App;
use crate::store::new_id;
use crate::story::{Aspect, Edit, Scene, compose, list};
use crate::ui::command::Command;
use crate::ui::view::{Player, Playing, Source};

impl App {
    /// A command about the selected scene as a whole; tells whether it was one.
    pub(super) fn whole_scene_command(&mut self, command: Command, scene: &Scene, at: usize, now: f64) -> bool {
        let project = self.desk.project();
        let edit = match command {
            Command::DuplicateScene => compose::duplicate_scene(project, at, None, &mut new_id),
            Command::DuplicateSceneTall => compose::duplicate_scene(project, at, Some(Aspect::Tall), &mut new_id),
            Command::MoveSceneEarlier => at.checked_sub(1).map(|to| Edit::MoveScene { scene: scene.id.clone(), to }),
            Command::MoveSceneLater => Some(Edit::MoveScene { scene: scene.id.clone(), to: at + 1 }),
            Command::MoveShotBack => {
                let picked = self.view.selection(&self.desk);
                compose::move_to_previous_scene(project, at, &picked)
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
