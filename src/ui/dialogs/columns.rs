//! The project's own columns: added, renamed, moved and deleted, each as a step that can be undone.

use egui::{Key, RichText, Ui};

use super::Stay;
use crate::story::check::count_of;
use crate::story::{Edit, columns};
use crate::ui::Stage;
use crate::ui::fields::line_field;
use crate::ui::icons;
use crate::ui::say::Say;
use crate::ui::theme::{self, size, type_size};
use crate::ui::widgets::{self, dim, hint, look};

/// The sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnsSheet {
    /// What the next one is to be called.
    name: String,
    /// The column whose name is being typed, and the name so far.
    typed: Option<(String, String)>,
    /// Why a name could not be taken.
    trouble: Option<String>,
    opened: bool,
}

impl ColumnsSheet {
    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        ui.label(RichText::new("Columns").font(theme::semibold(type_size::HEADING)));
        hint(
            ui,
            "Texts of your own for every shot, in the inspector, on boards and in the shot list. They are never sent",
        );
        ui.add_space(size::SMALL_GAP);
        let names = stage.desk.project().columns.clone();
        if names.is_empty() {
            dim(ui, "No columns yet");
        }
        widgets::sheet_body(ui, |ui| {
            for (at, name) in names.iter().enumerate() {
                self.row_ui(ui, stage, at, name, names.len());
            }
        });
        self.new_ui(ui, stage);
        if let Some(trouble) = &self.trouble {
            let bad = look(ui).bad;
            widgets::state_line(ui, icons::ERROR, trouble, bad);
        }
        ui.add_space(4.0);
        let mut stay = Stay::Open;
        widgets::sheet_buttons(ui, |ui| {
            if widgets::button(ui, "Close").clicked() {
                stay = Stay::Close;
            }
        });
        stay
    }

    fn row_ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>, at: usize, name: &str, count: usize) {
        let mut text = match &self.typed {
            Some((column, text)) if column == name => text.clone(),
            _ => name.to_owned(),
        };
        ui.horizontal(|ui| {
            let id = ui.scope_id().with(("column name", at));
            let buttons = 3.0 * (size::ICON_BUTTON + ui.spacing().item_spacing.x);
            let width = (ui.available_width() - buttons).max(size::AMOUNT);
            let field = line_field(ui, id, &mut text).desired_width(width).char_limit(columns::NAME_MAX);
            let response = ui.add(field).accessible_name(format!("Name of column {}", at + 1));
            if response.changed() {
                self.typed = Some((name.to_owned(), text.clone()));
            }
            if response.lost_focus()
                && let Some((column, text)) = self.typed.take_if(|(column, _)| column.as_str() == name)
            {
                self.rename(stage, &column, text.trim());
            }
            let mut move_to = |ui: &mut Ui, icon: &str, what: &str, to: Option<usize>| {
                let what = format!("Move {name} {what}");
                let button = widgets::icon_button_sized(ui, icon, &what, type_size::ICON, to.is_some());
                if let Some(to) = to.filter(|_| button.clicked()) {
                    stage.say(Say::Edit(Edit::MoveColumn { name: name.to_owned(), to }, None));
                }
            };
            move_to(ui, icons::CARET_UP, "up", at.checked_sub(1));
            move_to(ui, icons::CARET_DOWN, "down", Some(at + 1).filter(|to| *to < count));
            let filled = stage.desk.project().shots_with_column(name);
            let told = match filled {
                0 => format!("Delete {name}"),
                filled => format!("Delete {name} and its text in {}", count_of(filled, "shot")),
            };
            if widgets::icon_button(ui, icons::TRASH, &told).clicked() {
                stage.say(Say::Edit(columns::delete(stage.desk.project(), name), None));
            }
        });
    }

    fn rename(&mut self, stage: &mut Stage<'_>, column: &str, to: &str) {
        self.trouble = None;
        if column == to {
            return;
        }
        match stage.desk.project().check_column_name(to, Some(column)) {
            Ok(()) => {
                let edit = Edit::RenameColumn { name: column.to_owned(), to: to.to_owned() };
                stage.say(Say::Edit(edit, None));
            }
            Err(why) => self.trouble = Some(why),
        }
    }

    fn new_ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) {
        ui.horizontal(|ui| {
            let id = ui.scope_id().with("new column");
            let width = (ui.available_width() - size::AMOUNT).max(size::AMOUNT);
            let field = line_field(ui, id, &mut self.name).hint_text("New column").desired_width(width);
            let response = ui.add(field.char_limit(columns::NAME_MAX)).accessible_name("New column");
            if !std::mem::replace(&mut self.opened, true) {
                response.request_focus();
            }
            let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let add = ui.add_enabled(!self.name.trim().is_empty(), widgets::plain_button("Add"));
            if (add.clicked() || entered) && !self.name.trim().is_empty() {
                let name = std::mem::take(&mut self.name);
                self.add(stage, &name);
                response.request_focus();
            }
        });
        let offers: Vec<&'static str> = stage.desk.project().columns_to_offer().collect();
        widgets::button_row(ui, |ui| {
            for name in offers {
                let text = format!("+ {name}");
                if widgets::outline_button(ui, text, true).accessible_name(format!("Add {name}")).clicked() {
                    self.add(stage, name);
                }
            }
        });
    }

    fn add(&mut self, stage: &mut Stage<'_>, name: &str) {
        let project = stage.desk.project();
        self.trouble = project.check_column_name(name, None).err();
        if self.trouble.is_none() {
            stage.say(Say::Edit(columns::add(project, name), None));
        }
    }
}
