//! The models that there are, and what scenes would cost and lose on them.

use super::App;
use crate::desk::compare;
use crate::story::check::count_of;
use crate::ui::dialogs::{Dialog, ModelsSheet};

impl App {
    /// What a scene and the whole project would cost and lose on each model.
    pub(super) fn show_models(&mut self, scene: usize) {
        let (project, pictures) = (self.desk.project(), self.desk.pictures());
        let all: Vec<usize> = (0..project.scenes.len()).collect();
        let shown = &project.scenes[scene];
        let compared = |scenes: &[usize]| compare(project, pictures, &self.desk.rules().catalogue, scenes);
        let sheet = ModelsSheet {
            scene: shown.title(scene),
            scene_id: shown.id.clone(),
            facts: format!("{}, {}", count_of(shown.shots.len(), "shot"), shown.seconds()),
            of_scene: compared(&[scene]),
            of_all: compared(&all),
            shows_all: false,
            selected: 0,
        };
        self.view.dialog = Some(Dialog::Models(Box::new(sheet)));
    }
}
