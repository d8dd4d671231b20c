//! Deliveries as the window has them: what was chosen, where it goes, and what came of it.

use std::path::Path;

use super::App;
use crate::deliver::package::{Package, PackageRequest};
use crate::ui::dialogs::{DeliverSheet, Dialog};
use crate::ui::say::Say;
use crate::ui::view::NoticeKind;

impl App {
    pub(super) fn choose_delivery(&mut self) {
        self.view.dialog = Some(Dialog::Deliver(Box::new(DeliverSheet::new(&self.desk))));
    }

    /// Another folder was chosen in the sheet, which may be laid aside for that.
    pub(super) fn deliveries_go_to(&mut self, folder: &Path) {
        let aside = self.view.laid_aside.as_mut();
        for dialog in self.view.dialog.as_mut().into_iter().chain(aside) {
            if let Dialog::Deliver(sheet) = dialog {
                sheet.into = folder.display().to_string();
            }
        }
    }

    pub(super) fn start_delivery(&mut self, request: PackageRequest, now: f64) {
        self.delivering = Some(request.clone());
        if let Err(sentence) = self.desk.deliver(request) {
            self.not_delivered(sentence, now);
        }
    }

    /// The folder is shown, and what it holds and lacks is told: at once, or behind a message where something else is being
    /// done.
    pub(super) fn delivered(&mut self, package: Box<Package>, now: f64) {
        self.delivering = None;
        if let Some(folder) = package.folder.as_ref().filter(|_| self.desk.export_settings().package.show_folder)
            && let Err(error) = self.picker.open(folder)
        {
            // The account tells where it lies.
            tracing::info!("no program shows the folder: {error}");
        }
        if self.view.dialog.is_none() && self.view.laid_aside.is_none() && self.view.drag.is_none() && !self.was_typing
        {
            self.view.dialog = Some(Dialog::Delivered(package));
            return;
        }
        let kind = if package.is_whole() { NoticeKind::Done } else { NoticeKind::Problem };
        let (text, action) = (package.summary(), ("What is in it".to_owned(), Say::ShowDelivery(package)));
        self.view.notify_with(kind, text, Some(action), now);
    }

    /// Everything that was chosen stays chosen.
    pub(super) fn not_delivered(&mut self, sentence: String, now: f64) {
        let again = self.delivering.take();
        let again = again.map(|request| ("Choose again".to_owned(), Say::ChooseDelivery(Box::new(request))));
        self.view.notify_with(NoticeKind::Problem, sentence, again, now);
    }
}
