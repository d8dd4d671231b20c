//! What a delivery holds, what could not be made, and what should be known of it.

use egui::{Label, RichText, Ui};

use super::Stay;
use crate::deliver::package::{Item, Outcome, Package};
use crate::desk::telling;
use crate::ui::say::Say;
use crate::ui::theme::{self, size, type_size};
use crate::ui::widgets::{self, look, section};
use crate::ui::{Stage, icons};

pub(super) fn delivered_ui(ui: &mut Ui, stage: &mut Stage<'_>, package: &Package) -> Stay {
    ui.add(Label::new(RichText::new(package.summary()).font(theme::semibold(type_size::HEADING))).wrap());
    let dim = look(ui).dim;
    if let Some(above) = package.folder.as_ref().and_then(|folder| folder.parent()) {
        ui.add(Label::new(RichText::new(format!("It lies in {}", above.display())).color(dim)).wrap());
    }
    ui.add_space(size::SMALL_GAP);
    widgets::sheet_body(ui, |ui| {
        for item in &package.items {
            item_ui(ui, item);
        }
        if !package.notes.is_empty() {
            ui.add_space(size::GAP);
            section(ui, "To know before it is sent", |_| ());
            let warn = look(ui).warn;
            for note in &package.notes {
                line_ui(ui, icons::WARNING, warn, |ui| {
                    ui.add(Label::new(RichText::new(note).font(theme::small()).color(warn)).wrap());
                });
            }
        }
    });
    ui.add_space(4.0);
    let mut stay = Stay::Open;
    widgets::sheet_buttons(ui, |ui| {
        if widgets::button(ui, "Close").clicked() {
            stay = Stay::Close;
        }
        if let Some(folder) = &package.folder
            && widgets::button(ui, "Show in folder").clicked()
        {
            stage.say(Say::ShowInFolder(folder.clone()));
        }
    });
    stay
}

fn item_ui(ui: &mut Ui, item: &Item) {
    let look = look(ui);
    let (icon, color, below) = match &item.outcome {
        Outcome::Made { file, bytes, facts } => {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let facts: Vec<String> = [name, telling::size(*bytes)].into_iter().chain(facts.iter().cloned()).collect();
            (icons::CHECK, look.ok, facts.join(" · "))
        }
        Outcome::LeftOut(why) => (icons::WARNING, look.warn, format!("Left out: {why}")),
        Outcome::Failed(why) => (icons::ERROR, look.bad, format!("Could not be made: {why}")),
    };
    line_ui(ui, icon, color, |ui| {
        ui.label(RichText::new(&item.label).font(theme::strong()));
        let text = match &item.outcome {
            Outcome::Made { .. } => look.dim,
            Outcome::LeftOut(_) | Outcome::Failed(_) => color,
        };
        ui.add(Label::new(RichText::new(below).font(theme::small()).color(text)).wrap());
    });
}

/// Something with its state as an icon before it.
fn line_ui(ui: &mut Ui, icon: &str, color: egui::Color32, contents: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = size::GAP;
        ui.add(Label::new(RichText::new(icon).font(theme::icon(type_size::BODY)).color(color)));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            contents(ui);
        });
    });
}
