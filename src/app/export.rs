//! Exports and imports as the window has them: what was asked for, where it goes, and what came of it.

use std::path::{Path, PathBuf};

use egui::Context;

use super::App;
use crate::deliver::shot_list::Import;
use crate::deliver::{Delivered, Kind, Request};
use crate::store::destination::Replace;
use crate::story::MediaPath;
use crate::ui::command::ExportCommand;
use crate::ui::dialogs::{Dialog, ExportSheet, ReplaceSheet};
use crate::ui::say::{PathPurpose, Say};
use crate::ui::view::NoticeKind;

impl App {
    pub(super) fn export_command(&mut self, ctx: &Context, command: ExportCommand) {
        match command {
            ExportCommand::Boards => self.show_export(Kind::BoardsPdf),
            ExportCommand::Estimate => self.show_export(Kind::EstimatePdf),
            ExportCommand::Film => self.show_export(Kind::Mp4),
            ExportCommand::ShotList => self.show_export(Kind::ShotListCsv),
            ExportCommand::ContactSheet => self.show_export(Kind::ContactSheet),
            ExportCommand::CopyPanel => {
                if let Some((scene, shot)) = self.view.shot_index(&self.desk)
                    && let Some(panel) = self.desk.project().scenes[scene].shots[shot].panel.clone()
                {
                    self.desk.copy_picture(panel);
                }
            }
            ExportCommand::CopySheet => self.desk.copy_sheet(),
            ExportCommand::ImportShotList => self.ask(ctx, PathPurpose::ShotList),
            ExportCommand::Stop => self.desk.cancel_export(),
        }
    }

    fn show_export(&mut self, kind: Kind) {
        // Which versions there are comes as an event.
        self.desk.list_versions();
        // A page of an earlier sheet may have come after that was closed.
        self.textures.clear_proof();
        self.view.dialog = Some(Dialog::Export(Box::new(ExportSheet::new(kind, &self.desk, &self.view))));
    }

    /// Everything is chosen but the file: that is asked for.
    pub(super) fn ask_where(&mut self, ctx: &Context, request: Request) {
        let purpose = PathPurpose::Export(request.kind);
        self.export_wish = Some(request);
        self.ask_for_path(purpose);
        ctx.request_repaint();
    }

    pub(super) fn export_to(&mut self, path: &Path, replace: Replace, now: f64) {
        let Some(mut request) = self.export_wish.take() else { return };
        request.out = with_ending(path, request.kind);
        request.replace = replace;
        self.start_export(request, now);
    }

    pub(super) fn start_export(&mut self, request: Request, now: f64) {
        self.exporting = Some(request.clone());
        if let Err(sentence) = self.desk.export(request) {
            self.view.notify(NoticeKind::Problem, sentence, now);
        }
    }

    pub(super) fn exported(&mut self, delivered: &Delivered, now: f64) {
        self.exporting = None;
        self.view.notify_all(NoticeKind::Problem, &delivered.notes, now);
        let Some(file) = delivered.files.first() else { return };
        let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
        let action = Some(("Show in folder".to_owned(), Say::ShowInFolder(file.clone())));
        self.view.notify_with(NoticeKind::Done, format!("{name} is ready"), action, now);
    }

    /// Asks whether files that are there may be replaced.
    pub(super) fn ask_to_replace(&mut self, files: Vec<PathBuf>, replace: Say, elsewhere: Say) {
        if self.view.dialog.is_some() {
            self.view.laid_aside = self.view.dialog.take();
        }
        let sheet = ReplaceSheet { files, replace: Box::new(replace), elsewhere: Box::new(elsewhere) };
        self.view.dialog = Some(Dialog::Replace(sheet));
    }

    /// Nothing was made yet, for files are there already.
    pub(super) fn would_replace(&mut self, files: Vec<PathBuf>) {
        let Some(request) = self.exporting.take() else { return };
        let agreed = Request { replace: Replace::These(files.clone()), ..request.clone() };
        self.ask_to_replace(files, Say::ExportTo(Box::new(agreed)), Say::Export(Box::new(request)));
    }

    /// Everything that was chosen stays chosen: another place may do.
    pub(super) fn not_exported(&mut self, sentence: String, now: f64) {
        let again =
            self.exporting.take().map(|request| ("Choose another place".to_owned(), Say::Export(Box::new(request))));
        self.view.notify_with(NoticeKind::Problem, sentence, again, now);
    }

    pub(super) fn shot_list_read(&mut self, import: Import, now: f64) {
        // What was left out is told, even where nothing else is to be done.
        if import.changes.is_empty() && import.notes.is_empty() {
            self.view.notify(NoticeKind::Done, "The shot list says what the project says, nothing was changed", now);
        } else {
            self.view.dialog = Some(Dialog::Import(Box::new(import)));
        }
    }

    pub(super) fn logo_came(&mut self, path: &MediaPath) {
        let aside = self.view.laid_aside.as_mut();
        for dialog in self.view.dialog.as_mut().into_iter().chain(aside) {
            let settings = match dialog {
                Dialog::Export(sheet) => &mut sheet.settings,
                Dialog::Deliver(sheet) => &mut sheet.settings,
                _ => continue,
            };
            settings.boards.logo = Some(PathBuf::from(path.as_str()));
        }
    }
}

/// The path with the kind's ending, where it has none or another.
fn with_ending(path: &Path, kind: Kind) -> PathBuf {
    let ending = kind.extension();
    if path.extension().is_some_and(|has| has.eq_ignore_ascii_case(ending)) {
        return path.to_owned();
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}
