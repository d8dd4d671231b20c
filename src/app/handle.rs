//! The one place where what was said is done.

use std::path::Path;

use egui::{Context, ViewportCommand};

use super::opening::Way;
use super::{App, shots};
use crate::desk::{ChangeError, Drawn, Incoming, Target, Wanted};
use crate::store::destination::Replace;
use crate::store::new_id;
use crate::story::{Edit, FrameNumber, compose, timing};
use crate::ui::command::Command;
use crate::ui::dialogs::{
    ColumnsSheet, CropSheet, DeliverSheet, Dialog, ElementSheet, FindSheet, PaletteSheet, RenumberSheet, SpreadSheet,
    TextPurpose, TextSheet,
};
use crate::ui::hints::Hint;
use crate::ui::left_is_open;
use crate::ui::say::{PathPurpose, Say};
use crate::ui::view::{LengthField, NoticeKind, Pick, Player, Playing, Source, Tab};

impl App {
    pub(super) fn handle(&mut self, ctx: &Context, say: Say) {
        let now = ctx.input(|input| input.time);
        if self.refuses_to(&say, now) {
            return;
        }
        match say {
            Say::Command(command) => self.command(ctx, command, now),
            Say::Edit(edit, gesture) => self.edit(edit, gesture, now),
            Say::UseDrawingProgram(program) => self.use_drawing_program(program),
            Say::Practised(hint) => self.practised(hint, now),
            Say::Fix { scene, fix } => match self.desk.fix(&scene, &fix) {
                Some(edit) => self.edit(edit, None, now),
                None => self.view.notify(NoticeKind::Problem, "This has changed meanwhile, look again", now),
            },
            Say::GoToStep(step) => self.go_to_step(ctx, step),
            Say::SelectScene(scene) => self.select_scene(&scene),
            Say::SelectShot(shot) => {
                let another = self.view.shot != shot;
                self.view.pick(&self.desk, &shot, Pick::Only);
                if another {
                    self.go_to_shot();
                }
            }
            Say::SelectIn(scene, shots) => {
                self.select_scene(&scene);
                self.view.pick_all(shots);
                self.go_to_shot();
                // The keyboard goes along.
                self.view.wall.focus = self.view.wall.open;
            }
            Say::CloseNotice => _ = self.view.close_notice(),
            Say::CarryTo { scene, shots } => self.carry_to(&scene, &shots, now),
            Say::CarryToNew(shots) => self.carry_to_new(&shots, now),
            Say::OpenShot(scene, shot) => {
                self.select_scene(&scene);
                self.view.pick_all(vec![shot]);
                self.go_to_shot();
                self.leave_wall();
            }
            Say::Pick(shot, how) => {
                self.view.pick(&self.desk, &shot, how);
                // What is dragged is picked alone, and the playhead stays as a place to snap to.
                if how != Pick::Only {
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
                    self.view.dialog = Some(Dialog::Element(ElementSheet::of_new(id)));
                }
            }
            Say::OpenElement(element) => self.view.dialog = Some(Dialog::Element(ElementSheet::new(element))),
            Say::Bring(pictures, target) => self.bring(pictures, target),
            Say::ShowFrame(slot) => self.view.show_frame(slot),
            Say::ChoosePictures(target) => self.ask(ctx, PathPurpose::Pictures(target)),
            Say::PathGiven { purpose, path, replace } => self.path_given(purpose, &path, replace, now),
            Say::Clean(chosen) => self.desk.remove_unused(chosen),
            Say::Version(said) => self.about_version(said, now),
            Say::AboutFile(said) => self.about_file(said, now),
            Say::PlayTake(take) => {
                self.leave_wall();
                let scene = self.desk.take(&take).map(|take| take.scene.clone());
                if let Some(scene) = scene {
                    self.select_scene(&scene);
                    let looping = self.view.player.looping;
                    let playing = Some(Playing { since: now, from: FrameNumber(0), rate: 1 });
                    self.view.player = Player { source: Source::Take(take), playing, looping, ..Player::default() };
                }
            }
            Say::NewShotsLast(usual) => {
                self.settings.new_shot_seconds = usual;
                self.keep_settings();
            }
            Say::StopOpening => self.stop_opening(),
            Say::ShowLive => {
                self.view.player.source = Source::Live;
                self.view.player.playing = None;
            }
            Say::Export(request) => self.ask_where(ctx, *request),
            Say::ExportTo(request) => self.start_export(*request, now),
            Say::Deliver(request) => self.start_delivery(*request, now),
            Say::ChooseDelivery(request) => {
                self.view.dialog = Some(Dialog::Deliver(Box::new(DeliverSheet::again(&request, &self.desk))));
            }
            Say::ShowDelivery(package) => self.view.dialog = Some(Dialog::Delivered(package)),
            Say::RememberExport(settings) => self.desk.remember_export(*settings),
            Say::Proof { request, page, width } => self.desk.want_proof(*request, page, width),
            Say::ChoosePath(purpose) => self.ask(ctx, purpose),
            Say::TypePath => self.type_path(),
            Say::ShowInFolder(path) => self.show_in_folder(&path, now),
            Say::Deed(deed) => self.deed(ctx, deed, now),
        }
    }

    pub(super) fn edit(&mut self, edit: Edit, gesture: Option<crate::story::history::Gesture>, now: f64) {
        let added = shots::added(&edit);
        let within = self.within_shot();
        match self.desk.edit(edit, gesture) {
            Ok(()) => {
                if let Some(within) = within {
                    self.stay_within_shot(within);
                }
                if !added.is_empty() {
                    self.view.pick_all(added);
                    self.go_to_shot();
                }
            }
            Err(ChangeError::Held(_)) => _ = self.refuses(now),
            Err(ChangeError::Edit(error)) => {
                self.view.notify(NoticeKind::Problem, format!("Nothing was changed: {error}"), now);
            }
        }
    }

    fn command(&mut self, ctx: &Context, command: Command, now: f64) {
        if !crate::ui::is_enabled(command, &self.desk, &self.view) {
            if let Some(why) = crate::ui::why_not(command, &self.desk, &self.view) {
                self.view.notify(NoticeKind::Note, why, now);
            }
            return;
        }
        if let Some(hint) = Hint::of(command) {
            self.practised(hint, now);
        }
        if self.export_command(ctx, command) || self.play_command(command, now) || self.looks_command(ctx, command, now)
        {
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
            Command::FindMissing => self.ask(ctx, PathPurpose::Missing),
            Command::CleanUp => self.show_cleaning(),
            Command::Versions => self.show_versions(),
            Command::Spending => self.show_spending(now),
            Command::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Command::Undo => self.undo(ctx, now),
            Command::Redo => self.redo(ctx, now),
            Command::CopyShots => {
                if let Some(count) = self.copy_shots(ctx) {
                    self.tell_copied(count, now);
                }
            }
            Command::CutShots => self.cut_shots(ctx, now),
            Command::TypeLength => {
                let field = LengthField { shot: self.view.shot.clone(), ..LengthField::default() };
                self.view.length_field = Some(field);
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
            Command::Present => self.present(ctx, now),
            Command::Wall => self.switch_wall(),
            Command::Columns => self.view.dialog = Some(Dialog::Columns(ColumnsSheet::default())),
            Command::FindReplace => self.view.dialog = Some(Dialog::Find(FindSheet::default())),
            Command::History => {
                self.leave_wall();
                self.view.right_open = Some(true);
                self.view.tab = Tab::History;
            }
            Command::FindCommand => self.view.dialog = Some(Dialog::Palette(PaletteSheet::default())),
            Command::ChangeKeys => self.change_keys(now),
            Command::ShowHints => self.show_hints(now),
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
            // Its name becomes a part of the same step.
            let gesture = self.view.new_gesture();
            self.edit(edit, Some(gesture), now);
            if let Some(id) = id.filter(|id| self.desk.project().scene(id).is_some()) {
                self.select_scene(&id);
                let purpose = TextPurpose::NewScene(id, gesture);
                self.view.dialog = Some(Dialog::Text(TextSheet::new(purpose, String::new())));
            }
            return;
        }
        let Some(at) = at else { return };
        let scene = project.scenes[at].clone();
        if self.whole_scene_command(command, &scene, at, now) {
            return;
        }
        let project = self.desk.project();
        match command {
            Command::Renumber => {
                self.view.dialog = Some(Dialog::Renumber(RenumberSheet::new(project, scene.id)));
            }
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
            Command::Distribute => {
                let picked = self.view.selection(&self.desk);
                match timing::distribute(&scene, &picked, &self.desk.rules().limits) {
                    Some(edit) => self.edit(edit, None, now),
                    None => self.view.notify(NoticeKind::Problem, "There is not 1 s for each of these shots", now),
                }
            }
            Command::ChooseFrame(slot) => self.ask(ctx, PathPurpose::Pictures(Target::Frame(scene.id, slot))),
            Command::RemoveFrame(slot) => {
                self.edit(compose::set_frame(&scene, slot, None, self.desk.pictures()), None, now);
            }
            Command::DrawFrame(slot) => self.draw(Drawn::Frame(scene.id, slot)),
            Command::CropFrame(slot) => self.view.dialog = Some(Dialog::Crop(CropSheet::new(scene.id, slot))),
            Command::StopDrawFrame(slot) => self.stop_drawing(&Drawn::Frame(scene.id, slot), now),
            Command::RenderAnimatic => match self.desk.render_animatic(&scene.id) {
                Ok(()) => {}
                Err(sentence) => self.view.notify(NoticeKind::Problem, sentence, now),
            },
            Command::CancelRender => self.desk.cancel_render(&scene.id),
            Command::Generate => {
                if let Some(blocked) = self.desk.digest().scenes[at].blocked.clone() {
                    self.show_problems();
                    self.view.notify(NoticeKind::Note, format!("{blocked}, nothing was sent"), now);
                } else {
                    self.offer(Wanted::scene(scene.id), now);
                }
            }
            Command::CompareModels => self.show_models(at),
            Command::GenerateChanged => {
                let scenes = self.desk.digest().to_send().map(|at| project.scenes[at].id.clone()).collect();
                self.offer(Wanted::Scenes(scenes), now);
            }
            _ => self.shot_command(ctx, command, &scene, at, now),
        }
    }

    /// Brings pictures in; several that may become panels in more ways than one are asked about.
    fn bring(&mut self, pictures: Vec<Incoming>, target: Target) {
        if let Target::Panels(scene, from) = &target
            && let Some(sheet) = SpreadSheet::new(&self.desk, &pictures, scene, *from)
        {
            self.view.dialog = Some(Dialog::Spread(sheet));
        } else {
            self.desk.bring(pictures, target);
        }
    }

    /// Brings what is in the way into view.
    fn show_problems(&mut self) {
        self.leave_wall();
        self.view.right_open = Some(true);
        if self.view.tab == Tab::Takes {
            self.view.tab = Tab::Shot;
        }
        self.view.show_problems = true;
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

    pub(super) fn ask(&mut self, ctx: &Context, purpose: PathPurpose) {
        self.ask_for_path(purpose);
        ctx.request_repaint();
    }

    fn path_given(&mut self, purpose: PathPurpose, path: &Path, replace: Replace, now: f64) {
        match purpose {
            PathPurpose::NewProject => self.go_to(Way::New(path.to_owned()), now),
            PathPurpose::OpenProject => self.go_to(Way::Open(path.to_owned()), now),
            PathPurpose::Missing => self.desk.find_missing(path.to_owned()),
            PathPurpose::SaveAs => self.go_to(Way::Copy(path.to_owned()), now),
            PathPurpose::Export(_) => self.export_to(path, replace, now),
            PathPurpose::ShotList => self.desk.read_shot_list(path.to_owned()),
            PathPurpose::Deliveries => self.deliveries_go_to(path),
            PathPurpose::Logo => self.desk.bring_logo(path.to_owned()),
            PathPurpose::Spending => self.save_spending(path, replace),
            PathPurpose::Pictures(target) => {
                self.desk.bring(vec![Incoming::File(path.to_owned())], target);
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
