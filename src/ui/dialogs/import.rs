//! What a shot list that came back would change, told before it is made.

use egui::{Label, RichText, ScrollArea, Ui};

use super::Stay;
use crate::deliver::shot_list::Import;
use crate::story::check::count_of;
use crate::ui::Stage;
use crate::ui::icons;
use crate::ui::say::Say;
use crate::ui::theme::{self, type_size};
use crate::ui::widgets::{self, dim, look};

pub(super) fn import_ui(ui: &mut Ui, stage: &mut Stage<'_>, import: &Import) -> Stay {
    ui.label(RichText::new("Import a shot list").font(theme::semibold(type_size::HEADING)));
    let count = import.changes.len();
    if count == 0 {
        dim(ui, "The shot list changes nothing");
    } else {
        dim(ui, format!("{}, made as one step that can be undone", count_of(count, "change")));
    }
    let height = (ui.ctx().content_rect().height() - 260.0).clamp(120.0, 420.0);
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        let color = look(ui).warn;
        // What one should know comes first: it may speak against the rest.
        for note in shown(&import.notes) {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 5.0;
                ui.label(RichText::new(icons::NOTE).font(theme::icon(type_size::BODY)).color(color));
                ui.add(Label::new(RichText::new(note).font(theme::small()).color(color)).wrap());
            });
        }
        for change in shown(&import.changes) {
            ui.add(Label::new(change).wrap());
        }
    });
    let mut stay = Stay::Open;
    ui.add_space(6.0);
    widgets::sheet_buttons(ui, |ui| {
        if count > 0 && widgets::button(ui, "Make the changes").clicked() {
            stage.say(Say::Edit(import.edit.clone(), None));
            stay = Stay::Close;
        }
        if widgets::button(ui, if count > 0 { "Cancel" } else { "Close" }).clicked() {
            stay = Stay::Close;
        }
    });
    stay
}

/// So many lines as people read of a list at most; how many more there are stands behind them.
fn shown(lines: &[String]) -> impl Iterator<Item = String> {
    const MOST: usize = 200;
    crate::story::list::shortened(lines, MOST)
}
