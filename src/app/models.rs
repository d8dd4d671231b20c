//! The models that there are, and what scenes would cost and lose on them.

use super::App;
use crate::desk::{compare, telling};
use crate::store::models::Catalogue;
use crate::story::Rules;
use crate::story::check::count_of;
use crate::ui::dialogs::{Dialog, ModelsSheet};
use crate::ui::view::NoticeKind;

impl App {
    /// Reads the catalogue with the user's own models; what cannot be used is told.
    pub(super) fn load_models(&mut self, rules: &Rules, now: f64) {
        self.money.catalogue = Catalogue::load(Some(&self.paths), rules);
        for note in std::mem::take(&mut self.money.catalogue.notes) {
            self.view.notify(NoticeKind::Problem, telling::capital(&note), now);
        }
    }

    /// What a scene and the whole project would cost and lose on each model.
    pub(super) fn show_models(&mut self, scene: usize) {
        let (project, pictures) = (self.desk.project(), self.desk.pictures());
        let all: Vec<usize> = (0..project.scenes.len()).collect();
        let shown = &project.scenes[scene];
        let compared = |scenes: &[usize]| compare(project, pictures, &self.money.catalogue, scenes);
        let sheet = ModelsSheet {
            scene: shown.title(scene),
            facts: format!("{}, {}", count_of(shown.shots.len(), "shot"), shown.seconds()),
            of_scene: compared(&[scene]),
            of_all: compared(&all),
            shows_all: false,
        };
        self.view.dialog = Some(Dialog::Models(Box::new(sheet)));
    }
}
