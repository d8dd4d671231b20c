//! What sheets of choices share: ticks, fields with their names, a logo, the buttons at their end.

use std::path::PathBuf;

use egui::{Align, Layout, Ui};

use super::Stay;
use crate::ui::fields::small_field;
use crate::ui::say::{PathPurpose, Say};
use crate::ui::theme::size;
use crate::ui::widgets::{self, hint, look};
use crate::ui::{Stage, icons};

/// Ticks in two columns, which stand below each other in every group of a sheet.
pub(super) fn ticks_ui(ui: &mut Ui, ticks: &mut [(&mut bool, &str)]) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = size::SMALL_GAP;
        for row in ticks.chunks_mut(2) {
            ui.columns(2, |columns| {
                for ((on, text), ui) in row.iter_mut().zip(columns) {
                    widgets::tick(ui, on, *text);
                }
            });
        }
    });
}

/// The buttons that end a sheet, and why the first of them cannot be pressed: it makes what was chosen, of which `request`
/// tells what that is or what about it cannot be used. Gives what is to be made.
pub(super) fn make_or_cancel_ui<R: Clone>(
    ui: &mut Ui,
    stage: &Stage<'_>,
    make: &str,
    request: &Result<R, String>,
) -> (Stay, Option<R>) {
    let (mut stay, mut made) = (Stay::Open, None);
    ui.add_space(size::SMALL_GAP);
    widgets::sheet_buttons(ui, |ui| {
        let busy = stage.desk.exporting().is_some();
        let button = ui.add_enabled(request.is_ok() && !busy, widgets::plain_button(make));
        if button.clicked() {
            (stay, made) = (Stay::Close, request.as_ref().ok().cloned());
        }
        if widgets::button(ui, "Cancel").clicked() {
            stay = Stay::Close;
        }
        let bad = look(ui).bad;
        match request {
            Err(sentence) => {
                // The icon stands before its words, though the buttons are laid from the right.
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    widgets::state_line(ui, icons::ERROR, sentence, bad);
                });
            }
            Ok(_) if busy => _ = hint(ui, "Another export is not done yet"),
            Ok(_) => {}
        }
    });
    (stay, made)
}

/// The logo in the head of pages.
pub(super) fn logo_ui(ui: &mut Ui, stage: &mut Stage<'_>, logo: &mut Option<PathBuf>) {
    ui.horizontal(|ui| {
        let text = if logo.is_some() { "Another logo…" } else { "Choose a logo…" };
        if widgets::outline_button(ui, text, true).clicked() {
            stage.say(Say::ChoosePath(PathPurpose::Logo));
        }
        if logo.is_some() && widgets::outline_button(ui, "No logo", true).clicked() {
            *logo = None;
        }
    });
}

/// A line of text with its name above.
pub(super) fn field_ui(ui: &mut Ui, name: &str, text: &mut String) {
    hint(ui, name);
    let id = ui.scope_id().with(("export", name));
    ui.add(small_field(ui, id, text).char_limit(200)).accessible_name(name);
}
