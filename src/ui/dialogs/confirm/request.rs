//! The exact request, to read and to copy.

use std::sync::Arc;

use egui::{FontSelection, TextEdit, TextStyle, Ui};

use super::super::Stay;
use crate::desk::Quote;
use crate::ui::widgets::{self, hint};

pub(super) fn request_ui(ui: &mut Ui, quote: Option<&Arc<Quote>>, shown: &mut bool) -> Stay {
    let text = quote.map_or_else(String::new, |quote| text_of(quote));
    hint(ui, "Pictures stand here as files of the project; their addresses take their place once they are uploaded");
    widgets::sheet_body(ui, |ui| {
        let mut shown = text.as_str();
        let field = TextEdit::multiline(&mut shown)
            .font(FontSelection::Style(TextStyle::Monospace))
            .desired_width(f32::INFINITY);
        ui.add(field).accessible_name("The exact request");
    });
    widgets::sheet_buttons(ui, |ui| {
        if widgets::button(ui, "Back").clicked() {
            *shown = false;
        }
        if widgets::button(ui, "Copy").clicked() {
            ui.ctx().copy_text(text);
        }
    });
    Stay::Open
}

/// One request after the other.
fn text_of(quote: &Quote) -> String {
    let texts = quote.items.iter().map(|item| serde_json::to_string_pretty(&item.request).unwrap_or_default());
    texts.collect::<Vec<_>>().join("\n\n")
}
