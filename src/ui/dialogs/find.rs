//! Find and replace over all scenes: where the words stand, and one change that replaces them all.

use egui::{Key, RichText, Ui};

use super::Stay;
use crate::story::check::count_of;
use crate::story::edit::TextField;
use crate::story::find::{self, Found, Written};
use crate::ui::Stage;
use crate::ui::fields::line_field;
use crate::ui::say::Say;
use crate::ui::theme::{self, size, type_size};
use crate::ui::view::{NoticeKind, Tab};
use crate::ui::widgets::{self, hint};

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindSheet {
    words: String,
    with: String,
    exact_case: bool,
    opened: bool,
}

impl FindSheet {
    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        ui.label(RichText::new("Find and replace").font(theme::semibold(type_size::HEADING)));
        let field = line_ui(ui, "Find", &mut self.words);
        let with = line_ui(ui, "Replace with", &mut self.with);
        let enter = ui.input(|input| input.key_pressed(Key::Enter));
        // Enter leaves no field without the keyboard.
        if !std::mem::replace(&mut self.opened, true) || enter && field.lost_focus() {
            field.request_focus();
        }
        let entered = enter && with.lost_focus();
        if entered {
            with.request_focus();
        }
        widgets::tick(ui, &mut self.exact_case, "Capitals as written");
        let found = find::all(stage.desk.project(), &self.words, self.exact_case);
        let count: usize = found.iter().map(|found| found.count).sum();
        let told = match count {
            _ if self.words.is_empty() => "In the style, prompts, dialogue and notes of all scenes".to_owned(),
            0 => "Found nowhere".to_owned(),
            _ => format!("Found {} in {}", count_of(count, "time"), count_of(found.len(), "text")),
        };
        hint(ui, told);
        let mut stay = Stay::Open;
        egui::ScrollArea::vertical().max_height(size::DIALOG_LEAST).show(ui, |ui| {
            for found in &found {
                let Some(name) = name_of(stage, found) else { continue };
                if widgets::link(ui, &name).clicked() {
                    go_to(stage, found);
                    stay = Stay::Close;
                }
            }
        });
        ui.add_space(4.0);
        widgets::sheet_buttons(ui, |ui| {
            let clicked = ui.add_enabled(count > 0, widgets::plain_button("Replace all")).clicked();
            if (clicked || entered)
                && let Some((edit, count)) =
                    find::replace_all(stage.desk.project(), &self.words, &self.with, self.exact_case)
            {
                stage.say(Say::Edit(edit, None));
                let told = format!("Replaced {} in {}", count_of(count, "time"), count_of(found.len(), "text"));
                // Where the project is only looked at, nothing is replaced.
                if stage.desk.held().is_none() {
                    let now = ui.input(|input| input.time);
                    stage.view.notify(NoticeKind::Done, told, now);
                }
                stay = Stay::Close;
            }
            if widgets::button(ui, "Cancel").clicked() {
                stay = Stay::Close;
            }
        });
        stay
    }
}

fn line_ui(ui: &mut Ui, name: &str, text: &mut String) -> egui::Response {
    let id = ui.scope_id().with(name);
    ui.add(line_field(ui, id, text).hint_text(name)).accessible_name(name)
}

/// Where it was found, as people call it.
fn name_of(stage: &Stage<'_>, found: &Found) -> Option<String> {
    let Some((scene_at, shot, field)) = &found.shot else { return Some("Style of the project".to_owned()) };
    let scene = stage.desk.project().scenes.get(*scene_at)?;
    let what = match field {
        Written::Field(TextField::Name) => "name",
        Written::Field(TextField::Prompt) => "prompt",
        Written::Field(TextField::Dialogue) => "dialogue",
        Written::Field(TextField::Notes) => "notes",
        Written::Column(column) => column,
    };
    Some(format!("{}, shot {}, {what}", scene.numbered(*scene_at), shot + 1))
}

fn go_to(stage: &mut Stage<'_>, found: &Found) {
    stage.view.right_open = Some(true);
    stage.view.tab = Tab::Shot;
    let Some((scene, shot, _)) = &found.shot else {
        stage.view.focus_style = true;
        return;
    };
    let scenes = &stage.desk.project().scenes;
    let ids = scenes.get(*scene).and_then(|scene| Some((scene.id.clone(), scene.shots.get(*shot)?.id.clone())));
    if let Some((scene, shot)) = ids {
        stage.say(Say::SelectScene(scene));
        stage.say(Say::SelectShot(shot));
    }
}
