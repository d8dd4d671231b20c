//! Asks for one line of text: a name.

use egui::{Key, RichText, Ui};

use super::Stay;
use crate::story::{Edit, SceneId};
use crate::ui::Stage;
use crate::ui::fields::line_field;
use crate::ui::say::Say;
use crate::ui::theme::{self, type_size};
use crate::ui::widgets;

/// What the text is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextPurpose {
    RenameProject,
    RenameScene(SceneId),
}

/// The sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct TextSheet {
    purpose: TextPurpose,
    text: String,
    fresh: bool,
}

impl TextSheet {
    #[must_use]
    pub fn new(purpose: TextPurpose, text: String) -> Self {
        Self { purpose, text, fresh: true }
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        let title = match &self.purpose {
            TextPurpose::RenameProject => "Rename project",
            TextPurpose::RenameScene(_) => "Rename scene",
        };
        ui.label(RichText::new(title).font(theme::semibold(type_size::HEADING)));
        let id = ui.scope_id().with("name");
        let field = line_field(ui, id, &mut self.text).char_limit(200);
        let response = ui.add(field).accessible_name("Name");
        if std::mem::take(&mut self.fresh) {
            response.request_focus();
        }
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let mut stay = Stay::Open;
        widgets::sheet_buttons(ui, |ui| {
            if widgets::button(ui, "Rename").clicked() || entered {
                let name = self.text.trim().to_owned();
                let edit = match &self.purpose {
                    TextPurpose::RenameProject => Edit::RenameProject { name },
                    TextPurpose::RenameScene(scene) => Edit::RenameScene { scene: scene.clone(), name },
                };
                stage.say(Say::Edit(edit, None));
                stay = Stay::Close;
            }
            if widgets::button(ui, "Cancel").clicked() {
                stay = Stay::Close;
            }
        });
        stay
    }
}
