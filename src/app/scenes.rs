//! What is done with scenes as wholes: copies, order, shots between them; and words over all of them.

use egui::Context;

use super::App;
use crate::desk::{Drawn, Target, Wanted};
use crate::store::new_id;
use crate::story::{Edit, FrameSlot, Scene, SceneId, ShotId, compose, list, timing};
use crate::ui::command::{FrameCommand, SceneCommand};
use crate::ui::dialogs::{CropSheet, Dialog, SceneFor, TextPurpose, TextSheet, WhichSceneSheet};
use crate::ui::say::{PathPurpose, Say};
use crate::ui::view::{NoticeKind, Pick, Player, Playing, Source, Tab};

impl App {
    /// What is done with the selected scene.
    pub(super) fn scene_command(&mut self, ctx: &Context, command: SceneCommand, now: f64) {
        if command == SceneCommand::Add {
            self.add_scene(now);
            return;
        }
        let Some(at) = self.view.scene_index(&self.desk) else { return };
        let project = self.desk.project();
        let scene = project.scenes[at].clone();
        match command {
            SceneCommand::Add => {}
            SceneCommand::AddElement => {
                self.handle(ctx, Say::NewElement { wish: "element".to_owned(), open: true });
            }
            SceneCommand::Rename => {
                let purpose = TextPurpose::RenameScene(scene.id);
                self.view.dialog = Some(Dialog::Text(TextSheet::new(purpose, scene.name)));
            }
            SceneCommand::Delete => {
                // The next scene takes its place, or the one before.
                let next = project.scenes.get(at + 1).or_else(|| project.scenes.get(at.checked_sub(1)?));
                let next = next.map(|scene| scene.id.clone());
                self.edit(Edit::RemoveScene { scene: scene.id }, None, now);
                if let Some(next) = next {
                    self.select_scene(&next);
                }
            }
            SceneCommand::Duplicate
            | SceneCommand::DuplicateWide
            | SceneCommand::DuplicateTall
            | SceneCommand::DuplicateSquare => {
                if let Some(edit) = compose::duplicate_scene(project, at, command.copy_aspect(), &mut new_id) {
                    self.edit_and_select(edit, now);
                }
            }
            SceneCommand::MoveEarlier => {
                if let Some(to) = at.checked_sub(1) {
                    self.edit(Edit::MoveScene { scene: scene.id, to }, None, now);
                }
            }
            SceneCommand::MoveLater => self.edit(Edit::MoveScene { scene: scene.id, to: at + 1 }, None, now),
            SceneCommand::Previous => self.select_scene_at(at.checked_sub(1)),
            SceneCommand::Next => self.select_scene_at(Some(at + 1)),
            SceneCommand::SwitchTier => {
                self.edit(Edit::SetTier { scene: scene.id, tier: scene.tier.other() }, None, now);
            }
            SceneCommand::SwitchAudio => self.edit(Edit::SetAudio { scene: scene.id, audio: !scene.audio }, None, now),
            SceneCommand::FitToBudget => match compose::fit_to_budget(&scene, &self.desk.rules().limits) {
                Some(edit) => self.edit(edit, None, now),
                None => self.view.notify(NoticeKind::Problem, "There are more shots than seconds: move some on", now),
            },
            SceneCommand::Distribute => {
                let picked = self.view.selection(&self.desk);
                match timing::distribute(&scene, &picked, &self.desk.rules().limits) {
                    Some(edit) => self.edit(edit, None, now),
                    None => self.view.notify(NoticeKind::Problem, "There is not 1 s for each of these shots", now),
                }
            }
            SceneCommand::StartFromPrevious => {
                if let Some(edit) = compose::start_from_previous(project, at) {
                    self.edit(edit, None, now);
                }
            }
            SceneCommand::StartFrom => self.ask_which_scene(&scene, SceneFor::Start),
            SceneCommand::RenderAnimatic => {
                if let Err(sentence) = self.desk.render_animatic(&scene.id) {
                    self.view.notify(NoticeKind::Problem, sentence, now);
                }
            }
            SceneCommand::CancelRender => self.desk.cancel_render(&scene.id),
            SceneCommand::Generate => {
                if let Some(blocked) = self.desk.digest().scenes[at].blocked.clone() {
                    self.show_problems();
                    self.view.notify(NoticeKind::Note, format!("{blocked}, nothing was sent"), now);
                } else {
                    self.offer(Wanted::scene(scene.id), now);
                }
            }
            SceneCommand::GenerateChanged => {
                let scenes = self.desk.digest().to_send().map(|at| project.scenes[at].id.clone()).collect();
                self.offer(Wanted::Scenes(scenes), now);
            }
            SceneCommand::CompareModels => self.show_models(at),
        }
    }

    fn add_scene(&mut self, now: f64) {
        let at = self.view.scene_index(&self.desk);
        let edit = compose::add_scene(self.desk.project(), at.map_or(0, |at| at + 1), &mut new_id);
        // Its name becomes a part of the same step.
        let gesture = self.view.new_gesture();
        let Some(id) = added_scene(&edit) else { return };
        self.edit(edit, Some(gesture), now);
        if self.desk.project().scene(&id).is_some() {
            self.select_scene(&id);
            let purpose = TextPurpose::NewScene(id, gesture);
            self.view.dialog = Some(Dialog::Text(TextSheet::new(purpose, String::new())));
        }
    }

    fn edit_and_select(&mut self, edit: Edit, now: f64) {
        let added = added_scene(&edit);
        self.edit(edit, None, now);
        if let Some(added) = added {
            self.select_scene(&added);
        }
    }

    fn select_scene_at(&mut self, at: Option<usize>) {
        let scene = at.and_then(|at| self.desk.project().scenes.get(at)).map(|scene| scene.id.clone());
        if let Some(scene) = scene {
            self.select_scene(&scene);
        }
    }

    /// What the selected scene begins and ends with.
    pub(super) fn frame_command(&mut self, ctx: &Context, command: FrameCommand, slot: FrameSlot, now: f64) {
        let Some(at) = self.view.scene_index(&self.desk) else { return };
        let scene = self.desk.project().scenes[at].clone();
        match command {
            FrameCommand::Choose => self.ask(ctx, PathPurpose::Pictures(Target::Frame(scene.id, slot))),
            FrameCommand::Crop => self.view.dialog = Some(Dialog::Crop(CropSheet::new(scene.id, slot))),
            FrameCommand::Draw => self.draw(Drawn::Frame(scene.id, slot)),
            FrameCommand::StopDraw => self.stop_drawing(&Drawn::Frame(scene.id, slot), now),
            FrameCommand::Remove => {
                self.edit(compose::set_frame(&scene, slot, None, self.desk.pictures()), None, now);
            }
        }
    }

    /// Brings what is in the way of a scene into view.
    fn show_problems(&mut self) {
        self.leave_wall();
        self.view.right_open = Some(true);
        if self.view.tab == Tab::Takes {
            self.view.tab = Tab::Shot;
        }
        self.view.show_problems = true;
    }

    /// The selected shots to the scene before or after.
    pub(super) fn carry_on(&mut self, at: usize, back: bool, now: f64) {
        let project = self.desk.project();
        let picked = self.view.selection(&self.desk);
        let (edit, to) = if back {
            (compose::move_to_previous_scene(project, at, &picked), at.saturating_sub(1))
        } else {
            (compose::move_to_next_scene(project, at, &picked, &mut new_id), at + 1)
        };
        if let Some(edit) = edit {
            self.carry(edit, at, &picked, to, now);
        }
    }

    pub(super) fn ask_which_scene(&mut self, scene: &Scene, wanted_for: SceneFor) {
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

/// The scene that an edit adds.
fn added_scene(edit: &Edit) -> Option<SceneId> {
    match edit {
        Edit::AddScene { scene, .. } => Some(scene.id.clone()),
        Edit::Batch { edits, .. } => edits.iter().find_map(added_scene),
        _ => None,
    }
}
