//! What was spent, by month and project.

use egui::{Align, Grid, Layout, RichText, ScrollArea, Ui};

use super::Stay;
use crate::story::Credits;
use crate::takes::ledger::{SpendLine, Spending};
use crate::ui::Stage;
use crate::ui::say::{Deed, Say};
use crate::ui::theme::{self, size, type_size};
use crate::ui::widgets::{self, dim, hint, look};

/// The sheet: worked out again when something about the account has changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpendingSheet {
    spending: Option<(u64, Spending)>,
}

impl SpendingSheet {
    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        let Some(account) = stage.account else { return Stay::Close };
        if self.spending.as_ref().is_none_or(|(revision, _)| *revision != account.revision()) {
            self.spending = Some((account.revision(), account.spending()));
        }
        let lines = self.spending.as_ref().map_or(&[][..], |(_, spending)| &spending.lines);
        ui.label(RichText::new("Spending").font(theme::semibold(type_size::HEADING)));
        if lines.is_empty() {
            dim(ui, "Nothing was spent yet");
        } else {
            let height = (ui.ctx().content_rect().height() - size::DIALOG_AROUND).max(size::DIALOG_LEAST);
            ScrollArea::vertical().max_height(height).show(ui, |ui| table_ui(ui, stage, lines));
            hint(ui, "Open is what is on its way, not confirmed or closed as lost: it may have been charged");
        }
        ui.add_space(4.0);
        let mut stay = Stay::Open;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if widgets::button(ui, "Close").clicked() {
                stay = Stay::Close;
            }
            let save = ui.add_enabled(!account.takes().is_empty(), widgets::plain_button("Save as CSV…"));
            if save.on_hover_text("Every confirmed take as a line of a table").clicked() {
                stage.say(Say::Deed(Deed::SaveSpending));
            }
        });
        stay
    }
}

fn table_ui(ui: &mut Ui, stage: &Stage<'_>, lines: &[SpendLine]) {
    let usd = |credits: Credits| stage.desk.rules().prices.usd(credits).in_cents();
    let look = look(ui);
    let spent = |ui: &mut Ui, text: String, strong: bool| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(if strong { widgets::strong_text(text) } else { RichText::new(text) });
        });
    };
    Grid::new("spending").num_columns(4).min_col_width(size::AMOUNT).striped(true).show(ui, |ui| {
        for title in ["Project", "Takes", "Spent", "Open"] {
            ui.label(RichText::new(title).font(theme::small()).color(look.faint));
        }
        ui.end_row();
        let mut month = "";
        for line in lines {
            if line.month != month {
                month = &line.month;
                let of_month = lines.iter().filter(|other| other.month == month);
                let takes: u32 = of_month.clone().map(|line| line.takes).sum();
                ui.label(widgets::strong_text(month_name(month)));
                spent(ui, takes.to_string(), true);
                spent(ui, usd(of_month.clone().map(|line| line.spent).sum()), true);
                spent(ui, usd(of_month.map(|line| line.open).sum()), true);
                ui.end_row();
            }
            let name = if line.project_name.trim().is_empty() { "Untitled" } else { &line.project_name };
            ui.add(egui::Label::new(name).truncate());
            spent(ui, line.takes.to_string(), false);
            spent(ui, usd(line.spent), false);
            spent(ui, usd(line.open), false);
            ui.end_row();
        }
    });
}

/// `2026-11` as `November 2026`.
fn month_name(month: &str) -> String {
    let date = format!("{month}-01").parse::<jiff::civil::Date>();
    date.map_or_else(|_| month.to_owned(), |date| date.strftime("%B %Y").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_names() {
        assert_eq!(month_name("2026-11"), "November 2026");
        assert_eq!(month_name("sometime"), "sometime");
    }
}
