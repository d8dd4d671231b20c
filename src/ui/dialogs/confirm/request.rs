//! The exact request, to read and to copy.

use std::sync::Arc;

use egui::{Align, FontSelection, Layout, ScrollArea, TextEdit, TextStyle, Ui};

use super::super::Stay;
use crate::desk::Quote;
use crate::ui::theme::size;
use crate::ui::widgets::{self, hint};

pub(super) fn request_ui(ui: &mut Ui, quote: Option<&Arc<Quote>>, shown: &mut bool) -> Stay {
    let text = quote.map_or_else(String::new, |quote| text_of(quote));
    hint(ui, "Pictures stand here as files of the project; their addresses take their place once they are uploaded");
    let height = (ui.ctx().content_rect().height() - size::DIALOG_AROUND).max(size::DIALOG_LEAST);
    ScrollArea::both().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        let mut shown = text.as_str();
        let field = TextEdit::multiline(&mut shown)
            .font(FontSelection::Style(TextStyle::Monospace))
            .desired_width(f32::INFINITY);
        ui.add(field).accessible_name("The exact request");
    });
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
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
