//! What was spent, by month and project.

use egui::{Align, Layout, RichText, Ui};

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
            widgets::sheet_body(ui, |ui| table_ui(ui, stage, lines));
            hint(
                ui,
                "Spent is what was sent, until it fails and is given back. Unsure is the part of it of which nobody knows \
                      whether it was charged. Open is confirmed and not sent yet",
            );
        }
        ui.add_space(4.0);
        let mut stay = Stay::Open;
        widgets::sheet_buttons(ui, |ui| {
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
    let usd = |credits: Credits| stage.desk.rules().prices.cents(credits);
    let faint = look(ui).faint;
    ui.spacing_mut().interact_size.y = size::ROW;
    let head = |text: &str| RichText::new(text).font(theme::small()).color(faint);
    row_ui(ui, head("Project"), ["Takes", "Spent", "Unsure", "Open"].map(head));
    let mut month = "";
    for line in lines {
        if line.month != month {
            month = &line.month;
            ui.add_space(size::SMALL_GAP);
            let of_month = || lines.iter().filter(|other| other.month == month);
            let takes: u32 = of_month().map(|line| line.takes).sum();
            let spent = usd(of_month().map(|line| line.spent).sum());
            let unsure = usd(of_month().map(|line| line.unsure).sum());
            let open = usd(of_month().map(|line| line.open).sum());
            row_ui(
                ui,
                widgets::strong_text(month_name(month)),
                [takes.to_string(), spent, unsure, open].map(widgets::strong_text),
            );
        }
        let name = if line.project_name.trim().is_empty() { "Untitled" } else { &line.project_name };
        let figures = [line.takes.to_string(), usd(line.spent), usd(line.unsure), usd(line.open)];
        row_ui(ui, RichText::new(name), figures.map(RichText::new));
    }
}

/// A name and four figures in columns of their own.
fn row_ui(ui: &mut Ui, name: RichText, figures: [RichText; 4]) {
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for figure in figures.into_iter().rev() {
                let place = egui::vec2(size::AMOUNT, size::ROW);
                ui.allocate_ui_with_layout(place, Layout::right_to_left(Align::Center), |ui| {
                    ui.set_width(size::AMOUNT);
                    ui.label(figure);
                });
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(egui::Label::new(name).truncate());
            });
        });
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
