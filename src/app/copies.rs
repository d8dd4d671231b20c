//! A project that was opened last in another folder: people say once whether this is a copy that goes its own way, or the
//! same project, moved. Until then nothing is generated in it.

use std::path::Path;

use super::App;
use crate::store::new_id;
use crate::story::ProjectId;
use crate::takes::ledger::Elsewhere;
use crate::ui::dialogs::{CopySheet, Dialog};

/// The open project may be a copy.
#[derive(Debug)]
pub(super) struct MaybeCopy {
    elsewhere: Elsewhere,
    /// It was asked, and the answer put off.
    asked: bool,
}

impl App {
    pub(super) fn is_elsewhere(&mut self, project: &ProjectId, folder: &Path, elsewhere: Elsewhere) {
        // Another one may have been opened meanwhile, and one that is only looked at is nobody's business.
        let is_open = self.desk.project().id == *project && self.desk.folder().root() == folder;
        if is_open && self.desk.held().is_none() {
            self.money.copy = Some(MaybeCopy { elsewhere, asked: false });
        }
    }

    /// Asks once, as soon as nothing else is being asked.
    pub(super) fn ask_whether_copy(&mut self) {
        let is_free = self.view.dialog.is_none() && self.view.laid_aside.is_none() && !self.desk.is_changed_outside();
        if is_free && self.money.copy.as_ref().is_some_and(|copy| !copy.asked) {
            self.asks_whether_copy();
        }
    }

    /// Asks whether the project is a copy, where nobody has said; tells whether it does.
    pub(super) fn asks_whether_copy(&mut self) -> bool {
        let Some(copy) = &mut self.money.copy else { return false };
        copy.asked = true;
        let sheet = CopySheet { elsewhere: copy.elsewhere.clone(), here: self.desk.folder().root().to_owned() };
        self.view.dialog = Some(Dialog::Copy(sheet));
        true
    }

    /// People say that it is the same project, moved.
    pub(super) fn is_moved(&mut self) {
        self.money.copy = None;
        if let Some(account) = self.money.account() {
            account.project_moved(self.desk.project(), self.desk.folder().root());
        }
    }

    /// People say that it is a copy that goes its own way.
    pub(super) fn goes_own_way(&mut self) {
        self.money.copy = None;
        let original = self.desk.project().id.clone();
        self.desk.set_project_id(&ProjectId::new(new_id()));
        self.money.project_has_another_id();
        if let Some(account) = self.money.account() {
            account.project_went_its_own_way(&original, self.desk.project(), self.desk.folder().root());
        }
    }
}
