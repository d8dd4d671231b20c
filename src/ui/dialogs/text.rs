//! Asks for one line of text: a name.

use egui::{Key, RichText, Ui};

use super::Stay;
use crate::story::history::Gesture;
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
    /// A scene that was just added, as a part of the same step.
    NewScene(SceneId, Gesture),
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
            TextPurpose::NewScene(..) => "Name the new scene",
        };
        ui.label(RichText::new(title).font(theme::semibold(type_size::HEADING)));
        let id = ui.scope_id().with("name");
        // Without a name it is called by its number.
        let number = match &self.purpose {
            TextPurpose::RenameScene(scene) | TextPurpose::NewScene(scene, _) => {
                stage.desk.project().scene_index(scene)
            }
            TextPurpose::RenameProject => None,
        };
        let without = number.map_or_else(String::new, |at| format!("Scene {}", at + 1));
        let field = line_field(ui, id, &mut self.text).char_limit(200).hint_text(without);
        let response = ui.add(field).accessible_name("Name");
        if std::mem::take(&mut self.fresh) {
            response.request_focus();
        }
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let mut stay = Stay::Open;
        widgets::sheet_buttons(ui, |ui| {
            let (yes, no) = match &self.purpose {
                TextPurpose::NewScene(..) => ("Name it", "Leave it unnamed"),
                _ => ("Rename", "Cancel"),
            };
            if widgets::button(ui, yes).clicked() || entered {
                let name = self.text.trim().to_owned();
                let (edit, gesture) = match &self.purpose {
                    TextPurpose::RenameProject => (Edit::RenameProject { name }, None),
                    TextPurpose::RenameScene(scene) => (Edit::RenameScene { scene: scene.clone(), name }, None),
                    TextPurpose::NewScene(scene, gesture) => {
                        (Edit::RenameScene { scene: scene.clone(), name }, Some(*gesture))
                    }
                };
                stage.say(Say::Edit(edit, gesture));
                stay = Stay::Close;
            }
            if widgets::button(ui, no).clicked() {
                stay = Stay::Close;
            }
        });
        stay
    }
}
