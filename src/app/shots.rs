//! What is done with the selected shots.

use egui::Context;

use super::App;
use crate::desk::{Drawn, ShotFrame, Target, Wanted};
use crate::store::new_id;
use crate::story::{Edit, FrameNumber, Scene, Seconds, ShotId, compose, timing};
use crate::ui::command::Command;
use crate::ui::dialogs::{Dialog, MoveSheet};
use crate::ui::is_on_timeline;
use crate::ui::say::PathPurpose;
use crate::ui::view::{NoticeKind, Pick, Source, Split, Tab};

impl App {
    /// A command about shots of a scene; those that change nothing of the selection's timing come first.
    pub(super) fn shot_command(&mut self, ctx: &Context, command: Command, scene: &Scene, at: usize, now: f64) {
        let index = self.view.shot_index(&self.desk).map(|(_, shot)| shot);
        if command == Command::AddShot {
            self.add_shot(at, index.map_or(0, |index| index + 1).min(scene.shots.len()), now);
            return;
        }
        if command == Command::NextShotOrNew && index.is_none() {
            self.add_shot(at, scene.shots.len(), now);
            self.edit_prompt();
            return;
        }
        let Some(index) = index else { return };
        let shot = &scene.shots[index];
        let id = shot.id.clone();
        match command {
            Command::SelectAllShots => {
                self.view.picked = scene.shots.iter().map(|shot| shot.id.clone()).collect();
            }
            Command::PreviousShot | Command::NextShot | Command::ExtendEarlier | Command::ExtendLater => {
                let on = matches!(command, Command::NextShot | Command::ExtendLater);
                let how =
                    if matches!(command, Command::PreviousShot | Command::NextShot) { Pick::Only } else { Pick::Range };
                let to = if on { Some(index + 1) } else { index.checked_sub(1) };
                if let Some(to) = to.and_then(|to| scene.shots.get(to)) {
                    self.view.pick(&self.desk, &to.id, how);
                    self.go_to_shot();
                    // The keyboard goes along, unless something else has it.
                    let focused = ctx.memory(egui::Memory::focused);
                    self.view.focus_clip = focused.is_none_or(|focused| is_on_timeline(&self.desk, focused));
                }
            }
            Command::NextShotOrNew => {
                if let Some(next) = scene.shots.get(index + 1) {
                    self.view.pick(&self.desk, &next.id, Pick::Only);
                    self.go_to_shot();
                } else {
                    self.add_shot(at, scene.shots.len(), now);
                }
                self.edit_prompt();
            }
            Command::EditPrompt => self.edit_prompt(),
            Command::ChoosePanel => {
                self.ask(ctx, PathPurpose::Pictures(Target::Panels(scene.id.clone(), index)));
            }
            Command::DrawMove => self.view.dialog = Some(Dialog::Move(MoveSheet::new(id))),
            Command::ClearMove => self.edit(Edit::SetMove { shot: id, camera_move: None }, None, now),
            Command::DrawPanel => self.draw(Drawn::Panel(id)),
            Command::StopDrawPanel => self.stop_drawing(&Drawn::Panel(id), now),
            Command::RemovePanel => {
                let picked = self.view.selection(&self.desk);
                let shots = picked.iter().map(|&at| &scene.shots[at]).filter(|shot| shot.panel.is_some());
                let edits: Vec<_> = shots.map(|shot| Edit::SetPanel { shot: shot.id.clone(), panel: None }).collect();
                let label = if edits.len() > 1 { format!("Remove {} panels", edits.len()) } else { String::new() };
                self.edit(Edit::Batch { label, edits }, None, now);
            }
            Command::GenerateShot => {
                let frame = if shot.panel.is_some() {
                    ShotFrame::Panel
                } else if index == 0 && (scene.first_frame.is_some() || scene.starts_from.is_some()) {
                    ShotFrame::SceneFirst
                } else {
                    ShotFrame::None
                };
                self.offer(Wanted::Shot { scene: scene.id.clone(), shot: id, frame, tier: None }, now);
            }
            _ => self.timing_command(command, scene, at, index, now),
        }
    }

    /// What changes the selected shots' time and order.
    fn timing_command(&mut self, command: Command, scene: &Scene, at: usize, index: usize, now: f64) {
        let picked = self.view.selection(&self.desk);
        let to_join = self.view.to_join(&self.desk);
        let limits = &self.desk.rules().limits;
        let edit = match command {
            Command::Length(seconds) => timing::set_seconds(scene, &picked, Seconds(u32::from(seconds)), limits),
            Command::Shorter => timing::trim(scene, &picked, -1, limits),
            Command::Longer => timing::trim(scene, &picked, 1, limits),
            Command::RollEarlier => timing::roll(scene, index, -1, limits),
            Command::RollLater => timing::roll(scene, index, 1, limits),
            Command::SlideEarlier => timing::slide(scene, index, -1, limits),
            Command::SlideLater => timing::slide(scene, index, 1, limits),
            Command::MoveShotEarlier => timing::move_on(scene, &picked, false),
            Command::MoveShotLater => timing::move_on(scene, &picked, true),
            Command::DuplicateShot => timing::duplicate(self.desk.project(), at, &picked, &mut new_id),
            Command::JoinShot => timing::join(scene, &to_join),
            Command::SplitShot => {
                let desk = &self.desk;
                let position = self.view.player.position;
                let edit = timing::split(desk.project(), at, position, desk.pictures(), limits, &mut new_id);
                if edit.is_none() {
                    self.view.notify(NoticeKind::Problem, "A shot of 1 s cannot be split", now);
                }
                edit
            }
            Command::DeleteShot => {
                if let Some(next) = timing::successor(scene.shots.len(), index, &picked) {
                    self.view.pick(&self.desk, &scene.shots[next].id, Pick::Only);
                }
                timing::delete(scene, &picked)
            }
            _ => None,
        };
        if let (Command::JoinShot, Some(_), Some(first)) = (command, &edit, to_join.first()) {
            // It is what stays: the playhead stays where it is in it.
            self.view.pick(&self.desk, &scene.shots[*first].id, Pick::Only);
        }
        if let Some(edit) = edit {
            let gesture = nudge(command).map(|nudge| {
                let id = egui::Id::unique("nudge").with((nudge, scene.shots[index].id.as_str(), &picked));
                self.view.repeated_gesture(id, now)
            });
            let split = (command == Command::SplitShot).then(|| halves(&edit)).flatten();
            self.edit(edit, gesture, now);
            if let Some((first, second)) = split {
                self.tell_split(first, second, now);
            }
        }
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

/// The commands that are pressed again and again until it is right: each run of one is one step of the history.
fn nudge(command: Command) -> Option<&'static str> {
    match command {
        Command::Shorter | Command::Longer => Some("trim"),
        Command::RollEarlier | Command::RollLater => Some("roll"),
        Command::SlideEarlier | Command::SlideLater => Some("slide"),
        _ => None,
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
