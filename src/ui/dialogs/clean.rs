//! Cleaning up: the pictures that nothing uses any more, and what deleting them frees.

use egui::{Align, Label, Layout, RichText, Ui};

use super::Stay;
use crate::desk::telling;
use crate::store::Unused;
use crate::story::check::count_of;
use crate::ui::Stage;
use crate::ui::say::Say;
use crate::ui::theme::{self, type_size};
use crate::ui::widgets::{self, dim, look};

/// With nothing it is still being looked.
pub(super) fn clean_ui(ui: &mut Ui, stage: &mut Stage<'_>, found: Option<&[Unused]>) -> Stay {
    ui.label(RichText::new("Clean up").font(theme::semibold(type_size::HEADING)));
    match found {
        None => _ = dim(ui, "Looking for pictures that nothing uses…"),
        Some([]) => _ = dim(ui, "Every picture is used by the project, its undo steps, a version or a take"),
        Some(unused) => {
            let text = "No scene, undo step, version or take uses these pictures. Deleting them cannot be undone";
            ui.add(Label::new(text).wrap());
            widgets::sheet_body(ui, |ui| {
                for unused in unused {
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        ui.label(RichText::new(telling::size(unused.bytes)).color(look(ui).dim));
                        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                            ui.add(Label::new(unused.path.as_str()).truncate());
                        });
                    });
                }
            });
        }
    }
    ui.add_space(4.0);
    let mut stay = Stay::Open;
    widgets::sheet_buttons(ui, |ui| {
        if widgets::button(ui, "Close").clicked() {
            stay = Stay::Close;
        }
        if let Some(unused) = found.filter(|unused| !unused.is_empty()) {
            let bytes = unused.iter().map(|unused| unused.bytes).sum();
            let text = format!("Delete {}, {}", count_of(unused.len(), "picture"), telling::size(bytes));
            if widgets::button(ui, &text).clicked() {
                stage.say(Say::Clean(unused.iter().map(|unused| unused.path.clone()).collect()));
                stay = Stay::Close;
            }
        }
    });
    stay
}
