//! Versions of the project: listed, read, kept and put back; and cleaning up what none of them needs.

use super::App;
use crate::desk::ReadVersion;
use crate::store::Unused;
use crate::store::versions::Versions;
use crate::ui::dialogs::{Dialog, VersionsSheet};
use crate::ui::say::VersionSay;
use crate::ui::view::NoticeKind;

impl App {
    pub(super) fn show_versions(&mut self) {
        self.desk.list_versions();
        self.view.dialog = Some(Dialog::Versions(Box::default()));
    }

    fn versions_sheet(&mut self) -> Option<&mut VersionsSheet> {
        match &mut self.view.dialog {
            Some(Dialog::Versions(sheet)) => Some(sheet),
            _ => None,
        }
    }

    pub(super) fn versions_came(&mut self, versions: Versions) {
        match &mut self.view.dialog {
            Some(Dialog::Versions(sheet)) => sheet.versions = Some(versions),
            Some(Dialog::Export(sheet)) => sheet.versions = Some(versions),
            _ => {}
        }
    }

    pub(super) fn version_came(&mut self, version: ReadVersion) {
        if let Some(sheet) = self.versions_sheet().filter(|sheet| sheet.awaits(&version.file)) {
            sheet.read = Some(version);
        }
    }

    pub(super) fn show_cleaning(&mut self) {
        self.desk.look_for_unused();
        self.view.dialog = Some(Dialog::Clean(None));
    }

    pub(super) fn unused_came(&mut self, unused: Vec<Unused>) {
        if let Some(Dialog::Clean(found)) = &mut self.view.dialog {
            *found = Some(unused);
        }
    }

    pub(super) fn about_version(&mut self, said: VersionSay, now: f64) {
        match said {
            VersionSay::Read(file) => self.desk.read_version(file),
            VersionSay::Keep(name) => self.desk.keep_version(name),
            VersionSay::Restore { called, project } => {
                self.desk.restore(&called, project);
                self.view.notify(NoticeKind::Done, format!("Restored {called}; undo goes back"), now);
            }
        }
    }
}
