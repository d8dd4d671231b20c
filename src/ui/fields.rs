//! Fields that texts are typed in.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{CornerRadius, Frame, Id, Margin, RichText, Stroke, TextEdit, Ui};

use super::theme::size;
use super::widgets::look;

/// Around the text of a field.
pub const MARGIN: Margin = Margin::symmetric(11, 6);
const SMALL_MARGIN: Margin = Margin::symmetric(8, 3);

/// The frame of a text field; the one that has the keyboard is brighter.
pub fn field_frame(ui: &Ui, id: Id, margin: Margin) -> Frame {
    let look = look(ui);
    let focused = ui.memory(|memory| memory.has_focus(id));
    let color = if focused { look.info } else { look.line };
    Frame::new()
        .fill(look.ground)
        .stroke(Stroke::new(1.0, color))
        .corner_radius(CornerRadius::same(size::CARD_RADIUS))
        .inner_margin(margin)
}

/// Marks all of a field's text, to be typed over. Its caret stands at the end.
pub fn mark_all(ui: &Ui, id: Id, text: &str) {
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), id);
}

/// What an empty field says: slanted, so that nobody takes it for its content.
pub fn placeholder(text: impl Into<String>) -> RichText {
    RichText::new(text).italics()
}

/// A field of one line, as wide as there is room.
pub fn line_field<'t>(ui: &Ui, id: Id, text: &'t mut String) -> TextEdit<'t> {
    TextEdit::singleline(text).id(id).desired_width(f32::INFINITY).frame(field_frame(ui, id, MARGIN))
}

/// A low field, beside others or for a number.
pub fn small_field<'t>(ui: &Ui, id: Id, text: &'t mut String) -> TextEdit<'t> {
    line_field(ui, id, text).frame(field_frame(ui, id, SMALL_MARGIN))
}
