//! A paid take's film and the account's page, opened in other programs.

use std::path::PathBuf;

use super::App;
use crate::story::TakeId;
use crate::ui::view::NoticeKind;

impl App {
    /// Where a take's film lies: in the project, or still beside the ledger.
    pub(super) fn film_of(&self, take: &TakeId) -> Option<PathBuf> {
        let in_project = self.desk.take(take).and_then(|take| self.desk.folder().video_of(take).ok());
        in_project.or_else(|| Some(self.money.account()?.ledger().film_of(take)))
    }

    pub(super) fn open_account_page(&mut self, now: f64) {
        let page = self.desk.rules().service.account_page.clone();
        if let Err(error) = self.picker.open_page(&page) {
            tracing::info!("no program opens the page: {error}");
            let text = format!("No browser of this system opened {page}; open it by hand");
            self.view.notify(NoticeKind::Problem, text, now);
        }
    }

    pub(super) fn open_in_player(&mut self, take: &TakeId, now: f64) {
        let Some(film) = self.film_of(take) else { return };
        if let Err(error) = self.picker.open(&film) {
            tracing::info!("no program plays the film: {error}");
            let text = format!("No program of this system plays {}", film.display());
            self.view.notify(NoticeKind::Problem, text, now);
        }
    }
}
