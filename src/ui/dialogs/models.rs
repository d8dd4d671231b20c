//! What a scene, or all of them, would cost and lose on each model.

use egui::{Align, Layout, RichText, Ui};

use super::Stay;
use crate::desk::ModelRow;
use crate::story::model::Cost;
use crate::ui::Stage;
use crate::ui::theme::{self, size, type_size};
use crate::ui::widgets::{self, dim, hint, look, strong_text};

/// The sheet; what it tells was worked out when it was opened, and nothing changes while it is.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelsSheet {
    /// "Rooftop".
    pub scene: String,
    /// Of that scene: "5 shots, 13 s".
    pub facts: String,
    pub of_scene: Vec<ModelRow>,
    pub of_all: Vec<ModelRow>,
    pub shows_all: bool,
}

impl ModelsSheet {
    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &Stage<'_>) -> Stay {
        ui.horizontal(|ui| {
            let title = if self.shows_all {
                "All scenes on each model".to_owned()
            } else {
                format!("{} on each model", self.scene)
            };
            ui.label(RichText::new(title).font(theme::semibold(type_size::HEADING)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let choices =
                    [(false, "This scene".to_owned(), String::new()), (true, "All scenes".to_owned(), String::new())];
                if let Some(all) = widgets::segmented(ui, self.shows_all, &choices) {
                    self.shows_all = all;
                }
            });
        });
        if !self.shows_all {
            dim(ui, self.facts.as_str());
        }
        ui.add_space(size::SMALL_GAP);
        let rows = if self.shows_all { &self.of_all } else { &self.of_scene };
        if rows.is_empty() {
            dim(ui, "No scene has shots with time yet");
        } else {
            widgets::sheet_body(ui, |ui| table_ui(ui, stage, rows));
        }
        hint(
            ui,
            "Scenes are made on Kling 3.0; the others are for comparing until they can be made here. Unconfirmed prices are \
                  those of a service of the same house. A file in the folder \"models\" beside the settings adds a model",
        );
        let mut stay = Stay::Open;
        widgets::sheet_buttons(ui, |ui| {
            if widgets::button(ui, "Close").clicked() {
                stay = Stay::Close;
            }
        });
        stay
    }
}

fn table_ui(ui: &mut Ui, stage: &Stage<'_>, rows: &[ModelRow]) {
    let look = look(ui);
    let price = size::AMOUNT * 2.0;
    let text = ((ui.available_width() - price - 3.0 * size::GAP) / 3.0).max(size::AMOUNT);
    let column = |ui: &mut Ui, width: f32, contents: &mut dyn FnMut(&mut Ui)| {
        ui.allocate_ui_with_layout(egui::vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = size::SMALL_GAP;
            contents(ui);
        });
    };
    let small = |text: &str| RichText::new(text).font(theme::small());
    ui.spacing_mut().item_spacing.x = size::GAP;
    let heads = [("Model", text), ("How it would be made", text), ("What it would lose", text), ("One take", price)];
    ui.horizontal_top(|ui| {
        for (name, width) in heads {
            column(ui, width, &mut |ui| {
                ui.label(small(name).color(look.faint));
            });
        }
    });
    for row in rows {
        // As high as the longest of its texts: none is cut.
        ui.separator();
        ui.horizontal_top(|ui| {
            column(ui, text, &mut |ui| {
                let name = if row.in_use { format!("{}, in use", row.title) } else { row.title.clone() };
                ui.label(strong_text(name));
                ui.label(small(&row.facts).color(look.faint));
            });
            column(ui, text, &mut |ui| {
                ui.label(row.how.as_str());
            });
            column(ui, text, &mut |ui| {
                for fault in &row.faults {
                    ui.label(RichText::new(fault).color(look.warn));
                }
                if let Some(warning) = &row.warning {
                    ui.label(RichText::new(warning).color(look.warn));
                }
                if !row.losses.is_empty() {
                    ui.label(RichText::new(row.losses.join(", ")).color(look.dim));
                } else if row.faults.is_empty() && row.warning.is_none() {
                    ui.label(RichText::new("nothing").color(look.ok));
                }
            });
            column(ui, price, &mut |ui| match row.cost {
                Cost::Known { credits, is_confirmed } => {
                    ui.label(stage.desk.rules().prices.amount(credits));
                    if !is_confirmed {
                        ui.label(small("unconfirmed").color(look.faint));
                    }
                }
                Cost::Unknown => {
                    ui.label(RichText::new("no price known").color(look.dim));
                }
            });
        });
    }
}
