//! The prompt of a shot.

use egui::Ui;

use super::mention_field::{MentionField, mention_field_ui};
use crate::story::edit::TextField;
use crate::story::{Edit, Shot};
use crate::ui::Stage;
use crate::ui::theme::size;

/// The widget of a shot's prompt.
pub(crate) fn prompt_id(shot: &Shot) -> egui::Id {
    egui::Id::unique("prompt").with(shot.id.as_str())
}

pub(super) fn prompt_ui(ui: &mut Ui, stage: &mut Stage<'_>, shot: &Shot, index: usize) {
    let field = MentionField {
        id: prompt_id(shot),
        name: &format!("Prompt of shot {}", index + 1),
        inviting: "What the camera sees: framing, action, light. @ names an element",
        rows: Some(size::PROMPT_ROWS),
    };
    let edit = |text| Edit::SetText { shot: shot.id.clone(), field: TextField::Prompt, text };
    let response = mention_field_ui(ui, stage, &field, &shot.prompt, edit);
    if std::mem::take(&mut stage.view.focus_prompt) {
        response.request_focus();
    }
}
