//! Leaving while takes are on their way: what becomes of them.

use egui::{RichText, Ui};

use super::Stay;
use crate::story::check::count_of;
use crate::ui::Stage;
use crate::ui::say::{Deed, Say};
use crate::ui::theme::{self, type_size};
use crate::ui::widgets;

/// How many takes are on their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuitSheet {
    pub takes: usize,
}

impl QuitSheet {
    pub(super) fn ui(self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        let rules = stage.desk.rules();
        let hours = rules.timing.results_kept_s.0.as_secs() / 3600;
        let (are, them) = if self.takes == 1 { ("is", "it") } else { ("are", "them") };
        let title = format!("{} {are} on the way", count_of(self.takes, "take"));
        ui.label(RichText::new(title).font(theme::semibold(type_size::HEADING)));
        let service = &rules.service.name;
        let text =
            format!("{service} keeps finished takes for {hours} hours: start Storyreel again by then to get {them}");
        ui.add(egui::Label::new(text).wrap());
        ui.add_space(4.0);
        let mut stay = Stay::Open;
        widgets::sheet_buttons(ui, |ui| {
            if widgets::button(ui, "Quit").clicked() {
                stage.say(Say::Deed(Deed::Quit));
                stay = Stay::Close;
            }
            if widgets::button(ui, "Stay").clicked() {
                stay = Stay::Close;
            }
        });
        stay
    }
}
