//! What is done with the selected shots.

use egui::Context;

use super::App;
use crate::desk::{Drawn, ShotFrame, Target, Wanted};
use crate::store::new_id;
use crate::story::{Edit, FrameNumber, Scene, Seconds, ShotId, compose, timing};
use crate::ui::command::ShotCommand;
use crate::ui::dialogs::{Dialog, MoveSheet, RenumberSheet, SceneFor};
use crate::ui::is_on_timeline;
use crate::ui::say::PathPurpose;
use crate::ui::view::{LengthField, NoticeKind, Pick, Source, Split, Tab};

impl App {
    /// What is done with the selected shots.
    pub(super) fn shot_command(&mut self, ctx: &Context, command: ShotCommand, now: f64) {
        let Some(at) = self.view.scene_index(&self.desk) else { return };
        let scene = self.desk.project().scenes[at].clone();
        let index = self.view.shot_index(&self.desk).map(|(_, shot)| shot);
        match (command, index) {
            (ShotCommand::Add, _) => {
                self.add_shot(at, index.map_or(0, |index| index + 1).min(scene.shots.len()), now);
            }
            (ShotCommand::NextOrNew, None) => {
                self.add_shot(at, scene.shots.len(), now);
                self.edit_prompt();
            }
            (ShotCommand::Renumber, _) => {
                let sheet = RenumberSheet::new(self.desk.project(), scene.id);
                self.view.dialog = Some(Dialog::Renumber(sheet));
            }
            (_, None) => {}
            (_, Some(index)) => self.command_at(ctx, command, &scene, (at, index), now),
        }
    }

    /// What needs a shot; `at` is its scene's place and its own.
    fn command_at(
        &mut self,
        ctx: &Context,
        command: ShotCommand,
        scene: &Scene,
        (at, index): (usize, usize),
        now: f64,
    ) {
        let id = scene.shots[index].id.clone();
        let limits = &self.desk.rules().limits;
        let picked = self.view.selection(&self.desk);
        match command {
            // These need none, and were done before.
            ShotCommand::Add | ShotCommand::Renumber => {}
            ShotCommand::Previous => self.pick_next_to(ctx, index.checked_sub(1), Pick::Only),
            ShotCommand::Next => self.pick_next_to(ctx, Some(index + 1), Pick::Only),
            ShotCommand::ExtendEarlier => self.pick_next_to(ctx, index.checked_sub(1), Pick::Range),
            ShotCommand::ExtendLater => self.pick_next_to(ctx, Some(index + 1), Pick::Range),
            ShotCommand::NextOrNew => {
                if let Some(next) = scene.shots.get(index + 1) {
                    self.view.pick(&self.desk, &next.id, Pick::Only);
                    self.go_to_shot();
                } else {
                    self.add_shot(at, scene.shots.len(), now);
                }
                self.edit_prompt();
            }
            ShotCommand::EditPrompt => self.edit_prompt(),
            ShotCommand::TypeLength => {
                self.view.length_field = Some(LengthField { shot: id, ..LengthField::default() });
            }
            ShotCommand::Shorter => self.nudge("trim", timing::trim(scene, &picked, -1, limits), now),
            ShotCommand::Longer => self.nudge("trim", timing::trim(scene, &picked, 1, limits), now),
            ShotCommand::RollEarlier => self.nudge("roll", timing::roll(scene, index, -1, limits), now),
            ShotCommand::RollLater => self.nudge("roll", timing::roll(scene, index, 1, limits), now),
            ShotCommand::SlideEarlier => self.nudge("slide", timing::slide(scene, index, -1, limits), now),
            ShotCommand::SlideLater => self.nudge("slide", timing::slide(scene, index, 1, limits), now),
            ShotCommand::MoveEarlier => self.edit_if(timing::move_on(scene, &picked, false), now),
            ShotCommand::MoveLater => self.edit_if(timing::move_on(scene, &picked, true), now),
            ShotCommand::MoveOn => self.carry_on(at, false, now),
            ShotCommand::MoveBack => self.carry_on(at, true, now),
            ShotCommand::MoveTo => {
                let shots = picked.into_iter().map(|at| scene.shots[at].id.clone()).collect();
                self.ask_which_scene(scene, SceneFor::Shots(shots));
            }
            ShotCommand::Duplicate => {
                self.edit_if(timing::duplicate(self.desk.project(), at, &picked, &mut new_id), now);
            }
            ShotCommand::Join => self.join(scene, now),
            ShotCommand::Split => self.split(at, now),
            ShotCommand::Delete => {
                if let Some(next) = timing::successor(scene.shots.len(), index, &picked) {
                    self.view.pick(&self.desk, &scene.shots[next].id, Pick::Only);
                }
                self.edit_if(timing::delete(scene, &picked), now);
            }
            ShotCommand::ChoosePanel => {
                self.ask(ctx, PathPurpose::Pictures(Target::Panels(scene.id.clone(), index)));
            }
            ShotCommand::DrawPanel => self.draw(Drawn::Panel(id)),
            ShotCommand::StopDrawPanel => self.stop_drawing(&Drawn::Panel(id), now),
            ShotCommand::RemovePanel => self.remove_panels(scene, &picked, now),
            ShotCommand::DrawMove => self.view.dialog = Some(Dialog::Move(MoveSheet::new(id))),
            ShotCommand::ClearMove => self.edit(Edit::SetMove { shot: id, camera_move: None }, None, now),
            ShotCommand::Generate => {
                let frame = if scene.shots[index].panel.is_some() {
                    ShotFrame::Panel
                } else if index == 0 && (scene.first_frame.is_some() || scene.starts_from.is_some()) {
                    ShotFrame::SceneFirst
                } else {
                    ShotFrame::None
                };
                self.offer(Wanted::Shot { scene: scene.id.clone(), shot: id, frame, tier: None }, now);
            }
        }
    }

    pub(super) fn select_all(&mut self) {
        let Some(at) = self.view.scene_index(&self.desk) else { return };
        let shots = &self.desk.project().scenes[at].shots;
        self.view.picked = shots.iter().map(|shot| shot.id.clone()).collect();
    }

    /// The selected shots to so many seconds.
    pub(super) fn set_length(&mut self, seconds: u8, now: f64) {
        let Some(at) = self.view.scene_index(&self.desk) else { return };
        let scene = &self.desk.project().scenes[at];
        let picked = self.view.selection(&self.desk);
        let edit = timing::set_seconds(scene, &picked, Seconds(u32::from(seconds)), &self.desk.rules().limits);
        self.edit_if(edit, now);
    }

    /// Picks a shot of the scene, or the range up to it; the keyboard goes along unless something else has it.
    fn pick_next_to(&mut self, ctx: &Context, to: Option<usize>, how: Pick) {
        let Some(scene) = self.view.scene_index(&self.desk).map(|at| &self.desk.project().scenes[at]) else { return };
        let Some(to) = to.and_then(|to| scene.shots.get(to)).map(|shot| shot.id.clone()) else { return };
        self.view.pick(&self.desk, &to, how);
        self.go_to_shot();
        let focused = ctx.memory(egui::Memory::focused);
        self.view.focus_clip = focused.is_none_or(|focused| is_on_timeline(&self.desk, focused));
    }

    fn edit_if(&mut self, edit: Option<Edit>, now: f64) {
        if let Some(edit) = edit {
            self.edit(edit, None, now);
        }
    }

    /// A step of what is pressed again and again until it is right: each run of one is one step of the history.
    fn nudge(&mut self, of: &'static str, edit: Option<Edit>, now: f64) {
        let Some(edit) = edit else { return };
        let picked = self.view.selection(&self.desk);
        let id = egui::Id::unique("nudge").with((of, self.view.shot.as_str(), &picked));
        let gesture = self.view.repeated_gesture(id, now);
        self.edit(edit, Some(gesture), now);
    }

    fn join(&mut self, scene: &Scene, now: f64) {
        let to_join = self.view.to_join(&self.desk);
        let Some(edit) = timing::join(scene, &to_join) else { return };
        if let Some(first) = to_join.first() {
            // It is what stays: the playhead stays where it is in it.
            self.view.pick(&self.desk, &scene.shots[*first].id, Pick::Only);
        }
        self.edit(edit, None, now);
    }

    fn split(&mut self, at: usize, now: f64) {
        let desk = &self.desk;
        let (position, limits) = (self.view.player.position, &desk.rules().limits);
        let Some(edit) = timing::split(desk.project(), at, position, desk.pictures(), limits, &mut new_id) else {
            self.view.notify(NoticeKind::Problem, "A shot of 1 s cannot be split", now);
            return;
        };
        let halves = halves(&edit);
        self.edit(edit, None, now);
        if let Some((first, second)) = halves {
            self.tell_split(first, second, now);
        }
    }

    fn remove_panels(&mut self, scene: &Scene, picked: &[usize], now: f64) {
        let shots = picked.iter().map(|&at| &scene.shots[at]).filter(|shot| shot.panel.is_some());
        let edits: Vec<_> = shots.map(|shot| Edit::SetPanel { shot: shot.id.clone(), panel: None }).collect();
        let label = if edits.len() > 1 { format!("Remove {} panels", edits.len()) } else { String::new() };
        self.edit(Edit::Batch { label, edits }, None, now);
    }

    /// Says where a shot was cut: at a whole second, which may not be where the playhead stands.
    fn tell_split(&mut self, first: ShotId, second: ShotId, now: f64) {
        let Some((scene, at, _)) = self.desk.project().find_shot(&second) else { return };
        let shots = &self.desk.project().scenes[scene].shots;
        let Some(before) = at.checked_sub(1).map(|at| &shots[at]).filter(|before| before.id == first) else { return };
        let (one, other) = (before.seconds, shots[at].seconds);
        let text = format!("Split shot {at} after {one}: now shot {at} of {one} and shot {} of {other}", at + 1);
        self.view.split = Some(Split { first, second, revision: self.desk.revision() });
        self.view.notify(NoticeKind::Done, text, now);
    }

    fn add_shot(&mut self, scene: usize, at: usize, now: f64) {
        let limits = &self.desk.rules().limits;
        let edit =
            compose::add_shot(self.desk.project(), scene, at, limits, self.settings.new_shot_seconds, &mut new_id);
        if let Some(edit) = edit {
            self.edit(edit, None, now);
        }
    }

    fn edit_prompt(&mut self) {
        self.leave_wall();
        self.view.right_open = Some(true);
        self.view.tab = Tab::Shot;
        self.view.focus_prompt = true;
    }

    /// How far into the current shot the playhead stands, where it stands in it and nothing moves it.
    pub(super) fn within_shot(&self) -> Option<u64> {
        let player = &self.view.player;
        if player.source != Source::Live || player.playing.is_some() || self.view.drag.is_some() {
            return None;
        }
        let (scene, shot) = self.view.shot_index(&self.desk)?;
        let scene = &self.desk.project().scenes[scene];
        let within = player.position.0.checked_sub(scene.start_of(shot).frames().0)?;
        (within < scene.shots[shot].seconds.frames().0).then_some(within)
    }

    /// The playhead goes along with the shot that it stood in, wherever an edit has taken it.
    pub(super) fn stay_within_shot(&mut self, within: u64) {
        let Some((scene, shot)) = self.view.shot_index(&self.desk) else { return };
        let scene = &self.desk.project().scenes[scene];
        let last = scene.shots[shot].seconds.frames().0.saturating_sub(1);
        self.view.player.position = FrameNumber(scene.start_of(shot).frames().0 + within.min(last));
    }

    /// Puts the playhead at the current shot's start, unless it stands within it.
    pub(super) fn go_to_shot(&mut self) {
        if self.view.player.source != Source::Live {
            return;
        }
        let Some((scene, shot)) = self.view.shot_index(&self.desk) else { return };
        let scene = &self.desk.project().scenes[scene];
        let start = scene.start_of(shot).frames().0;
        let end = start + scene.shots[shot].seconds.frames().0;
        if !(start..end).contains(&self.view.player.position.0) {
            self.view.player.playing = None;
            self.view.player.position = FrameNumber(start);
        }
    }
}

/// The two shots that a split makes.
fn halves(edit: &Edit) -> Option<(ShotId, ShotId)> {
    let Edit::Batch { edits, .. } = edit else { return None };
    let first = edits.iter().find_map(|edit| match edit {
        Edit::SetSeconds { shot, .. } => Some(shot.clone()),
        _ => None,
    })?;
    Some((first, added(edit).pop()?))
}

/// The shots that an edit adds, so that they can be selected.
pub(super) fn added(edit: &Edit) -> Vec<ShotId> {
    match edit {
        Edit::AddShot { shot, .. } => vec![shot.id.clone()],
        Edit::Batch { edits, .. } => edits.iter().flat_map(added).collect(),
        _ => Vec::new(),
    }
}
