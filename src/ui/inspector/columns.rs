//! What stands in the project's own columns for the selected shot: a field each, and the way to the columns themselves.

use egui::{Align, Label, Layout, RichText, TextEdit, Ui, vec2};

use crate::story::columns;
use crate::story::{Edit, Shot};
use crate::ui::Stage;
use crate::ui::command::{Command, EditCommand};
use crate::ui::fields::{MARGIN, field_frame};
use crate::ui::say::Say;
use crate::ui::theme::{self, size};
use crate::ui::widgets::look;

pub(super) fn columns_ui(ui: &mut Ui, stage: &mut Stage<'_>, shot: &Shot) {
    let names = stage.desk.project().columns.clone();
    for name in &names {
        column_ui(ui, stage, shot, name);
    }
    let (text, about) = if names.is_empty() {
        ("Add columns…", "Texts of your own for every shot: sound, supers, camera, legal")
    } else {
        ("Columns…", "Add, rename, move or delete the columns of this project")
    };
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let text = RichText::new(text).font(theme::small()).color(look(ui).dim);
        let button = ui.add(egui::Button::new(text).frame_when_inactive(false)).on_hover_text(about);
        if button.clicked() {
            stage.say(Say::Command(Command::Edit(EditCommand::Columns)));
        }
    });
}

/// The name at the left, as it must be seen beside what stands there.
fn column_ui(ui: &mut Ui, stage: &mut Stage<'_>, shot: &Shot, name: &str) {
    let id = egui::Id::unique("column").with((shot.id.as_str(), name));
    let mut text = shot.column(name).to_owned();
    ui.horizontal_top(|ui| {
        let place = vec2(size::COLUMN_NAME, size::ICON_BUTTON);
        ui.allocate_ui_with_layout(place, Layout::left_to_right(Align::Center), |ui| {
            ui.set_width(size::COLUMN_NAME);
            let label = RichText::new(name).font(theme::small()).color(look(ui).dim);
            ui.add(Label::new(label).truncate());
        });
        let edit = TextEdit::multiline(&mut text)
            .id(id)
            .desired_rows(1)
            .desired_width(f32::INFINITY)
            .frame(field_frame(ui, id, MARGIN));
        let response = ui.add(edit).accessible_name(name);
        if response.changed() {
            let gesture = stage.view.typing_gesture(id, ui);
            let edit: Edit = columns::set(&shot.id, name, &text);
            stage.say(Say::Edit(edit, Some(gesture)));
        }
    });
}
