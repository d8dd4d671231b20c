//! Asks what several pictures do where panels lie already, or where more scenes follow that have none.

use egui::{RichText, Ui};

use super::Stay;
use crate::desk::{Desk, Incoming, panel_choices};
use crate::story::SceneId;
use crate::story::check::count_of;
use crate::story::compose::{Onto, PlacedPanels};
use crate::ui::Stage;
use crate::ui::say::{Say, Target};
use crate::ui::theme::{self, type_size};
use crate::ui::widgets::{self, hint};

/// Which pictures, and from which place on.
#[derive(Clone, Debug, PartialEq)]
pub struct SpreadSheet {
    pictures: Vec<Incoming>,
    scene: SceneId,
    from: usize,
    choices: Vec<(Onto, PlacedPanels)>,
}

impl SpreadSheet {
    /// `None` where there is nothing to choose.
    #[must_use]
    pub fn new(desk: &Desk, pictures: &[Incoming], scene: &SceneId, from: usize) -> Option<Self> {
        let choices = panel_choices(desk.project(), scene, from, pictures, desk.rules());
        (pictures.len() > 1 && choices.len() > 1).then(|| Self {
            pictures: pictures.to_vec(),
            scene: scene.clone(),
            from,
            choices,
        })
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        let count = self.pictures.len();
        ui.label(RichText::new(format!("Where do the {count} pictures go?")).font(theme::semibold(type_size::HEADING)));
        let mut stay = Stay::Open;
        for (onto, placed) in &self.choices {
            let text = match onto {
                Onto::Free => "Keep the panels that are there".to_owned(),
                Onto::FreeOnward => "Keep them, and go on in the next scenes".to_owned(),
                Onto::Replace => format!("Replace {}", count_of(placed.replaced, "panel")),
            };
            let button = widgets::plain_button(text).min_size(egui::vec2(ui.available_width(), 30.0));
            if ui.add(button).clicked() {
                let target = Target::PanelsOnto(self.scene.clone(), self.from, *onto);
                stage.say(Say::Bring(self.pictures.clone(), target));
                stay = Stay::Close;
            }
            hint(ui, placed.about());
            ui.add_space(2.0);
        }
        ui.add_space(4.0);
        widgets::sheet_buttons(ui, |ui| {
            if widgets::button(ui, "Cancel").clicked() {
                stay = Stay::Close;
            }
        });
        stay
    }
}
