//! The one place where what was said is done.

use std::path::Path;

use egui::Context;

use super::opening::Way;
use super::{App, shots};
use crate::desk::{ChangeError, Incoming, Target};
use crate::store::destination::Replace;
use crate::store::new_id;
use crate::story::{Edit, FrameNumber, compose};
use crate::ui::dialogs::{DeliverSheet, Dialog, ElementSheet, SpreadSheet};
use crate::ui::say::{PathPurpose, Say};
use crate::ui::view::{NoticeKind, Pick, Player, Playing, Source};

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
