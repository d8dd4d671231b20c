//! Files are there already: each is named, and nothing is replaced before that was agreed to.

use std::path::PathBuf;

use egui::{Label, RichText, Ui};

use super::Stay;
use crate::ui::Stage;
use crate::ui::say::Say;
use crate::ui::theme::{self, type_size};
use crate::ui::widgets::{self, dim};

/// More are counted.
const NAMED: usize = 8;

/// The sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplaceSheet {
    pub files: Vec<PathBuf>,
    /// What is said when they are to be replaced, and when another place is to be chosen.
    pub replace: Box<Say>,
    pub elsewhere: Box<Say>,
}

impl ReplaceSheet {
    pub(super) fn ui(&self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        let name = |path: &PathBuf| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let title = match self.files.as_slice() {
            [one] => format!("{} is there already", name(one)),
            many => format!("{} files are there already", many.len()),
        };
        ui.add(Label::new(RichText::new(title).font(theme::semibold(type_size::HEADING))).wrap());
        if self.files.len() > 1 {
            for file in self.files.iter().take(NAMED) {
                ui.add(Label::new(name(file)).wrap());
            }
            if let Some(more) = self.files.len().checked_sub(NAMED).filter(|more| *more > 0) {
                dim(ui, format!("and {more} more"));
            }
        }
        if let Some(folder) = self.files.first().and_then(|file| file.parent()) {
            ui.add(Label::new(format!("In {}. What is in it now would be lost", folder.display())).wrap());
        }
        ui.add_space(4.0);
        let mut said = None;
        let mut stay = Stay::Open;
        widgets::sheet_buttons(ui, |ui| {
            if widgets::button(ui, "Replace").clicked() {
                said = Some(&self.replace);
            }
            if widgets::button(ui, "Choose another place…").clicked() {
                said = Some(&self.elsewhere);
            }
            if widgets::button(ui, "Cancel").clicked() {
                stay = Stay::Close;
            }
        });
        if let Some(said) = said {
            stage.say((**said).clone());
            stay = Stay::Close;
        }
        stay
    }
}
