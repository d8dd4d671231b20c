//! Someone else changed the project's file, or has the project open: it is told, and asked what is to become of it.

use super::App;
use super::opening::Way;
use crate::desk::ChangedOutside;
use crate::ui::dialogs::Dialog;
use crate::ui::say::AboutFile;
use crate::ui::view::NoticeKind;

impl App {
    /// Asks what is to become of a file that someone else changed, unless something else is being asked.
    pub(super) fn ask_about_file(&mut self, outside: ChangedOutside) {
        if self.view.dialog.is_none() {
            self.view.dialog = Some(Dialog::Outside(outside));
        }
    }

    /// Says that someone else has the project open, where that is so.
    pub(super) fn tell_who_has_it(&mut self) {
        if let Some(held) = self.desk.held() {
            self.view.dialog = Some(Dialog::Held(held.clone()));
        }
    }

    pub(super) fn about_file(&mut self, said: AboutFile, now: f64) {
        match said {
            AboutFile::Ask => {
                if let Some(outside) = self.desk.outside() {
                    self.ask_about_file(outside);
                }
            }
            AboutFile::Take => {
                self.desk.take_file();
                self.view.notify(NoticeKind::Done, "The file was taken; undo brings back what was here", now);
            }
            AboutFile::Overrule => {
                self.desk.overrule_file();
                self.view.notify(NoticeKind::Done, "A copy of the other file is kept in the project's folder", now);
            }
            AboutFile::Held => self.tell_who_has_it(),
            AboutFile::TakeOver => self.go_to(Way::Open(self.desk.folder().root().to_owned()), now),
            AboutFile::OpenAnyway => self.go_to(Way::OpenAnyway(self.desk.folder().root().to_owned()), now),
            AboutFile::Moved => self.is_moved(),
            AboutFile::OwnWay => self.goes_own_way(),
            AboutFile::Later => {}
        }
    }
}
