//! The one place where what was said is done.

use std::path::Path;

use egui::{Context, ViewportCommand};

use super::App;
use super::opening::Way;
use crate::desk::{ShotFrame, Target, Wanted};
use crate::store::new_id;
use crate::story::{Edit, FrameNumber, Project, Scene, Seconds, compose};
use crate::ui::command::Command;
use crate::ui::dialogs::{Dialog, ElementSheet, TextPurpose, TextSheet};
use crate::ui::left_is_open;
use crate::ui::say::{PathPurpose, Say};
use crate::ui::view::{NoticeKind, Player, Source, Tab};

impl App {
    pub(super) fn handle(&mut self, ctx: &Context, say: Say) {
        let now = ctx.input(|input| input.time);
        match say {
            Say::Command(command) => self.command(ctx, command, now),
            Say::Edit(edit, gesture) => self.edit(edit, gesture, now),
            Say::Fix { scene, fix } => match self.desk.fix(&scene, &fix) {
                Some(edit) => self.edit(edit, None, now),
                None => self.view.notify(NoticeKind::Problem, "This has changed meanwhile, look again", now),
            },
            Say::SelectScene(scene) => self.select_scene(&scene),
            Say::SelectShot(shot) => {
                if self.view.shot != shot {
                    self.view.shot = shot;
                    self.go_to_shot();
                }
            }
            Say::NewElement { wish, open } => {
                let edit = compose::new_element(self.desk.project(), &wish, &self.desk.rules().limits, &mut new_id);
                let id = match &edit {
                    Edit::AddElement { element, .. } => Some(element.id.clone()),
                    _ => None,
                };
                self.edit(edit, None, now);
                if let Some(id) = id.filter(|_| open) {
                    self.view.open_element(id);
                }
            }
            Say::OpenElement(element) => self.view.dialog = Some(Dialog::Element(ElementSheet::new(element))),
            Say::Bring(pictures, target) => self.desk.bring(pictures, target),
            Say::ChoosePictures(target) => self.ask(ctx, PathPurpose::Pictures(target)),
            Say::PathGiven { purpose, path } => self.path_given(purpose, &path, now),
            Say::PlayTake(take) => {
                let scene = self.desk.take(&take).map(|take| take.scene.clone());
                if let Some(scene) = scene {
                    self.select_scene(&scene);
                    let looping = self.view.player.looping;
                    let playing = Some((now, FrameNumber(0)));
                    self.view.player =
                        Player { source: Source::Take(take), position: FrameNumber(0), playing, looping };
                }
            }
            Say::ShowLive => {
                self.view.player.source = Source::Live;
                self.view.player.playing = None;
            }
            Say::Export(request) => self.ask_where(ctx, *request),
            Say::RememberExport(settings) => self.desk.remember_export(*settings),
            Say::Proof { request, page, width } => self.desk.want_proof(*request, page, width),
            Say::ChoosePath(purpose) => self.ask(ctx, purpose),
            Say::ShowInFolder(path) => self.show_in_folder(&path, now),
            Say::Deed(deed) => self.deed(ctx, deed, now),
        }
    }

    fn edit(&mut self, edit: Edit, gesture: Option<crate::story::history::Gesture>, now: f64) {
        let added = added_shot(&edit);
        match self.desk.edit(edit, gesture) {
            Ok(()) => {
                if let Some(shot) = added {
                    self.view.shot = shot;
                    self.go_to_shot();
                }
            }
            Err(error) => self.view.notify(NoticeKind::Problem, format!("Nothing was changed: {error}"), now),
        }
    }

    fn command(&mut self, ctx: &Context, command: Command, now: f64) {
        if !crate::ui::is_enabled(command, &self.desk, &self.view) {
            return;
        }
        if self.export_command(ctx, command) {
            return;
        }
        match command {
            Command::NewProject => self.ask(ctx, PathPurpose::NewProject),
            Command::OpenProject => self.ask(ctx, PathPurpose::OpenProject),
            Command::SaveAs => self.ask(ctx, PathPurpose::SaveAs),
            Command::OpenExample => self.go_to(Way::Example, now),
            Command::ShowFolder => {
                let root = self.desk.folder().root().to_owned();
                self.show_in_folder(&root, now);
            }
            Command::Settings => self.show_settings(),
            Command::Spending => self.show_spending(now),
            Command::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Command::Undo => {
                self.desk.undo();
            }
            Command::Redo => {
                self.desk.redo();
            }
            Command::PastePicture => ctx.send_viewport_cmd(ViewportCommand::RequestPaste),
            Command::RenameProject => {
                let text = self.desk.project().name.clone();
                self.view.dialog = Some(Dialog::Text(TextSheet::new(TextPurpose::RenameProject, text)));
            }
            Command::FullScreen => {
                self.view.full_screen = !self.view.full_screen;
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(self.view.full_screen));
            }
            Command::ToggleLeftPanel => {
                let width = ctx.content_rect().width();
                self.view.left_open = Some(!left_is_open(&self.view, width));
            }
            Command::ToggleRightPanel => self.view.right_open = Some(!self.view.right_open.unwrap_or(true)),
            Command::ZoomIn => zoom(ctx, 1.1),
            Command::ZoomOut => zoom(ctx, 1.0 / 1.1),
            Command::ZoomReset => ctx.set_zoom_factor(1.0),
            Command::Shortcuts => self.view.dialog = Some(Dialog::Shortcuts),
            Command::About => self.view.dialog = Some(Dialog::About),
            Command::AddElement => self.handle(ctx, Say::NewElement { wish: "element".to_owned(), open: true }),
            _ => self.scene_command(ctx, command, now),
        }
    }

    fn scene_command(&mut self, ctx: &Context, command: Command, now: f64) {
        let project = self.desk.project();
        let at = self.view.scene_index(&self.desk);
        if command == Command::AddScene {
            let edit = compose::add_scene(project, at.map_or(0, |at| at + 1), &mut new_id);
            let id = match &edit {
                Edit::AddScene { scene, .. } => Some(scene.id.clone()),
                _ => None,
            };
            self.edit(edit, None, now);
            if let Some(id) = id {
                self.select_scene(&id);
            }
            return;
        }
        let Some(at) = at else { return };
        let scene = project.scenes[at].clone();
        match command {
            Command::RenameScene => {
                let purpose = TextPurpose::RenameScene(scene.id.clone());
                self.view.dialog = Some(Dialog::Text(TextSheet::new(purpose, scene.name)));
            }
            Command::DeleteScene => {
                // The next scene takes its place, or the one before.
                let next = project.scenes.get(at + 1).or_else(|| project.scenes.get(at.checked_sub(1)?));
                let next = next.map(|scene| scene.id.clone());
                self.edit(Edit::RemoveScene { scene: scene.id }, None, now);
                if let Some(next) = next {
                    self.select_scene(&next);
                }
            }
            Command::PreviousScene | Command::NextScene => {
                let to = if command == Command::NextScene { Some(at + 1) } else { at.checked_sub(1) };
                let to = to.and_then(|to| project.scenes.get(to)).map(|scene| scene.id.clone());
                if let Some(to) = to {
                    self.select_scene(&to);
                }
            }
            Command::SwitchTier => {
                self.edit(Edit::SetTier { scene: scene.id, tier: scene.tier.other() }, None, now);
            }
            Command::SwitchAudio => self.edit(Edit::SetAudio { scene: scene.id, audio: !scene.audio }, None, now),
            Command::FitToBudget => match compose::fit_to_budget(&scene, &self.desk.rules().limits) {
                Some(edit) => self.edit(edit, None, now),
                None => self.view.notify(NoticeKind::Problem, "There are more shots than seconds: move some on", now),
            },
            Command::ChooseFrame(slot) => self.ask(ctx, PathPurpose::Pictures(Target::Frame(scene.id, slot))),
            Command::RemoveFrame(slot) => {
                self.edit(compose::set_frame(&scene, slot, None, self.desk.pictures()), None, now);
            }
            Command::RenderAnimatic => match self.desk.render_animatic(&scene.id) {
                Ok(()) => {}
                Err(sentence) => self.view.notify(NoticeKind::Problem, sentence, now),
            },
            Command::CancelRender => self.desk.cancel_render(&scene.id),
            Command::Generate => {
                if self.desk.digest().scenes[at].blocked.is_some() {
                    self.show_problems();
                } else {
                    self.offer(Wanted::Scene(scene.id), now);
                }
            }
            Command::GenerateChanged => {
                let scenes = self.desk.digest().to_send().map(|at| project.scenes[at].id.clone()).collect();
                self.offer(Wanted::Scenes(scenes), now);
            }
            _ => self.shot_command(ctx, command, &scene, at, now),
        }
    }

    /// Brings what is in the way into view.
    fn show_problems(&mut self) {
        self.view.right_open = Some(true);
        if self.view.tab == Tab::Takes {
            self.view.tab = Tab::Shot;
        }
        self.view.show_problems = true;
    }

    fn shot_command(&mut self, ctx: &Context, command: Command, scene: &Scene, at: usize, now: f64) {
        let index = self.view.shot_index(&self.desk).map(|(_, shot)| shot);
        match command {
            Command::AddShot => self.add_shot(at, index.map_or(0, |index| index + 1).min(scene.shots.len()), now),
            Command::PlayPause => self.play_pause(now),
            Command::StepBack => self.step(|position, _| position.saturating_sub(1)),
            Command::StepForward => self.step(|position, last| (position + 1).min(last)),
            Command::GoToStart => self.jump(false),
            Command::GoToEnd => self.jump(true),
            Command::Loop => self.view.player.looping = !self.view.player.looping,
            _ => {}
        }
        let Some(index) = index else { return };
        let shot = &scene.shots[index];
        let id = shot.id.clone();
        let seconds = |seconds: u32| Edit::SetSeconds { shot: id.clone(), seconds: Seconds(seconds) };
        let move_to = |to: usize| Edit::MoveShot { shot: id.clone(), scene: scene.id.clone(), to };
        match command {
            Command::DeleteShot => {
                // The next shot takes its place, or the one before.
                let next = scene.shots.get(index + 1).or_else(|| scene.shots.get(index.checked_sub(1)?));
                if let Some(next) = next {
                    self.view.shot = next.id.clone();
                }
                self.edit(Edit::RemoveShot { shot: id.clone() }, None, now);
            }
            Command::PreviousShot | Command::NextShot => {
                let to = if command == Command::NextShot { Some(index + 1) } else { index.checked_sub(1) };
                if let Some(to) = to.and_then(|to| scene.shots.get(to)) {
                    self.view.shot = to.id.clone();
                    self.go_to_shot();
                }
            }
            Command::NextShotOrNew => {
                if let Some(next) = scene.shots.get(index + 1) {
                    self.view.shot = next.id.clone();
                    self.go_to_shot();
                } else {
                    self.add_shot(at, scene.shots.len(), now);
                }
                self.edit_prompt();
            }
            Command::EditPrompt => self.edit_prompt(),
            Command::Shorter => self.edit(seconds(shot.seconds.0.saturating_sub(1).max(1)), None, now),
            Command::Longer => self.edit(seconds(shot.seconds.0.saturating_add(1)), None, now),
            Command::MoveShotEarlier => self.edit(move_to(index.saturating_sub(1)), None, now),
            Command::MoveShotLater => self.edit(move_to(index + 1), None, now),
            Command::MoveShotOn => {
                if let Some(edit) = move_one_on(self.desk.project(), at, index) {
                    self.edit(edit, None, now);
                }
            }
            Command::ChoosePanel => {
                self.ask(ctx, PathPurpose::Pictures(Target::Panels(scene.id.clone(), index)));
            }
            Command::RemovePanel => self.edit(Edit::SetPanel { shot: id.clone(), panel: None }, None, now),
            Command::GenerateShot => {
                let frame = if shot.panel.is_some() {
                    ShotFrame::Panel
                } else if index == 0 && scene.first_frame.is_some() {
                    ShotFrame::SceneFirst
                } else {
                    ShotFrame::None
                };
                self.offer(Wanted::Shot { scene: scene.id.clone(), shot: id.clone(), frame }, now);
            }
            _ => {}
        }
    }

    fn add_shot(&mut self, scene: usize, at: usize, now: f64) {
        let limits = &self.desk.rules().limits;
        let edit = compose::add_shot(self.desk.project(), scene, at, limits, &mut new_id);
        if let Some(edit) = edit {
            self.edit(edit, None, now);
        }
    }

    fn edit_prompt(&mut self) {
        self.view.right_open = Some(true);
        self.view.tab = Tab::Shot;
        self.view.focus_prompt = true;
    }

    pub(super) fn select_scene(&mut self, scene: &crate::story::SceneId) {
        if self.view.scene == *scene {
            return;
        }
        self.view.scene = scene.clone();
        let first = self.desk.project().scene(scene).and_then(|scene| scene.shots.first());
        self.view.shot = first.map(|shot| shot.id.clone()).unwrap_or_default();
        self.view.player = Player { looping: self.view.player.looping, ..Player::default() };
    }

    /// Puts the playhead at the selected shot's start, unless it stands within it.
    fn go_to_shot(&mut self) {
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

    fn play_pause(&mut self, now: f64) {
        let length = self.view.length(&self.desk);
        let player = &mut self.view.player;
        if player.playing.take().is_none() {
            // At the end it begins again.
            let from = if player.position.0 + 1 >= length.0 { FrameNumber(0) } else { player.position };
            player.position = from;
            player.playing = Some((now, from));
        }
    }

    fn step(&mut self, to: impl Fn(u64, u64) -> u64) {
        let last = self.view.length(&self.desk).0.saturating_sub(1);
        self.view.player.playing = None;
        self.view.player.position = FrameNumber(to(self.view.player.position.0, last));
        self.follow_shot();
    }

    /// To the start of the shot, or of the one before; or to that of the next, or the end.
    fn jump(&mut self, forward: bool) {
        let starts: Vec<u64> = match &self.view.player.source {
            Source::Live => {
                let Some(scene) = self.view.scene_index(&self.desk) else { return };
                let scene = &self.desk.project().scenes[scene];
                (0..scene.shots.len()).map(|shot| scene.start_of(shot).frames().0).collect()
            }
            Source::Take(id) => {
                let Some(take) = self.desk.take(id) else { return };
                let mut starts = vec![0];
                let mut end = 0;
                for shot in &take.order.shots {
                    end += shot.seconds.frames().0;
                    starts.push(end);
                }
                starts
            }
        };
        self.step(|position, last| {
            if forward {
                starts.iter().copied().find(|start| *start > position).unwrap_or(last).min(last)
            } else {
                starts.iter().copied().rev().find(|start| *start < position).unwrap_or(0)
            }
        });
    }

    pub(super) fn ask(&mut self, ctx: &Context, purpose: PathPurpose) {
        self.ask_for_path(purpose);
        ctx.request_repaint();
    }

    fn path_given(&mut self, purpose: PathPurpose, path: &Path, now: f64) {
        match purpose {
            PathPurpose::NewProject => self.go_to(Way::New(path.to_owned()), now),
            PathPurpose::OpenProject => self.go_to(Way::Open(path.to_owned()), now),
            PathPurpose::SaveAs => self.go_to(Way::Copy(path.to_owned()), now),
            PathPurpose::Export(_) => self.export_to(path, now),
            PathPurpose::ShotList => self.desk.read_shot_list(path.to_owned()),
            PathPurpose::Logo => self.desk.bring_logo(path.to_owned()),
            PathPurpose::Spending => self.save_spending(path),
            PathPurpose::Pictures(target) => {
                self.desk.bring(vec![crate::desk::Incoming::File(path.to_owned())], target);
            }
        }
    }

    pub(super) fn show_in_folder(&mut self, path: &Path, now: f64) {
        let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
        let lies = format!("It lies in {}", folder.display());
        match self.picker.open(folder) {
            Ok(()) => self.view.notify(NoticeKind::Done, lies, now),
            // Where no program shows folders, the path does.
            Err(error) => {
                tracing::info!("no program shows the folder: {error}");
                self.view.notify(NoticeKind::Done, lies, now);
            }
        }
    }
}

fn zoom(ctx: &Context, factor: f32) {
    ctx.set_zoom_factor((ctx.zoom_factor() * factor).clamp(0.75, 2.0));
}

/// The shot that an edit adds, so that it can be selected.
fn added_shot(edit: &Edit) -> Option<crate::story::ShotId> {
    match edit {
        Edit::AddShot { shot, .. } => Some(shot.id.clone()),
        Edit::Batch { edits, .. } => edits.iter().find_map(added_shot),
        _ => None,
    }
}

/// One shot moved to the start of the next scene; those after it stay.
fn move_one_on(project: &Project, scene: usize, index: usize) -> Option<Edit> {
    let last = project.scenes.get(scene)?.shots.len().checked_sub(1)?;
    if index == last {
        return compose::move_to_next_scene(project, scene, index, &mut new_id);
    }
    let shot = project.scenes[scene].shots[index].id.clone();
    let mut edits = Vec::new();
    let next = match project.scenes.get(scene + 1) {
        Some(next) => next.id.clone(),
        None => {
            let add = compose::add_scene(project, scene + 1, &mut new_id);
            let Edit::AddScene { scene: added, .. } = &add else { return None };
            let id = added.id.clone();
            edits.push(add);
            id
        }
    };
    edits.push(Edit::MoveShot { shot, scene: next, to: 0 });
    Some(Edit::Batch { label: format!("Move shot {} to the next scene", index + 1), edits })
}
