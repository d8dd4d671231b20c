//! Asks for a path by typing: where the system offers no file dialog, or where typing is faster.

use std::path::{Path, PathBuf};

use egui::{Key, RichText, Ui};

use super::Stay;
use crate::store::destination::Replace;
use crate::ui::Stage;
use crate::ui::fields::line_field;
use crate::ui::say::{PathPurpose, Say, Target};
use crate::ui::theme::{self, type_size};
use crate::ui::widgets::{self, hint};

/// The sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct PathSheet {
    purpose: PathPurpose,
    text: String,
    fresh: bool,
}

impl PathSheet {
    #[must_use]
    pub fn new(purpose: PathPurpose, text: String) -> Self {
        Self { purpose, text, fresh: true }
    }

    /// Where the pictures go that it asks for.
    pub(super) fn wanted_pictures(&self) -> Option<Target> {
        match &self.purpose {
            PathPurpose::Pictures(target) => Some(target.clone()),
            _ => None,
        }
    }

    /// Puts a path into the field.
    pub(super) fn fill(&mut self, path: &Path) {
        self.text = path.display().to_string();
        self.fresh = true;
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        let (title, what, button) = match &self.purpose {
            PathPurpose::NewProject => ("New project", "Path of the new project folder", "Create"),
            PathPurpose::OpenProject => ("Open project", "Path of a project folder", "Open"),
            PathPurpose::Missing => ("Find missing pictures", "Path of a folder to look in", "Look there"),
            PathPurpose::SaveAs => ("Save as", "Path of the copy's folder", "Save"),
            PathPurpose::Pictures(_) | PathPurpose::Logo => ("Choose a picture", "Path of a picture file", "Use it"),
            PathPurpose::Export(_) => ("Export", "Path of the file to make", "Export here"),
            PathPurpose::ShotList => ("Import a shot list", "Path of a CSV or Excel file", "Read it"),
            PathPurpose::Deliveries => ("Deliver", "Path of the folder to deliver to", "Deliver there"),
            PathPurpose::Spending => ("Save the table", "Path of the CSV file", "Save"),
        };
        ui.label(RichText::new(title).font(theme::semibold(type_size::HEADING)));
        hint(ui, "No file dialog is offered by this system, so the path is typed; files can also be dropped or pasted");
        let id = ui.scope_id().with("path");
        let field = line_field(ui, id, &mut self.text).hint_text(what);
        let response = ui.add(field).accessible_name(what);
        if std::mem::take(&mut self.fresh) {
            response.request_focus();
        }
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let path = self.text.trim().trim_matches('"').to_owned();
        let mut stay = Stay::Open;
        widgets::sheet_buttons(ui, |ui| {
            let clicked = ui.add_enabled(!path.is_empty(), widgets::plain_button(button)).clicked();
            if (clicked || entered) && !path.is_empty() {
                let (purpose, path) = (self.purpose.clone(), PathBuf::from(&path));
                stage.say(Say::PathGiven { purpose, path, replace: Replace::Nothing });
                stay = Stay::Close;
            }
            if widgets::button(ui, "Cancel").clicked() {
                stay = Stay::Close;
            }
        });
        stay
    }
}
