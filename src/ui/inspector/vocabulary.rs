//! Words of the camera beside the prompt: chips that are on where the text says their word, and put it in or take it out.

use egui::{Button, RichText, Ui, WidgetInfo};

use crate::story::edit::TextField;
use crate::story::vocabulary::{place_of, put, taken_out};
use crate::story::{Edit, Shot};
use crate::ui::Stage;
use crate::ui::icons;
use crate::ui::say::Say;
use crate::ui::theme;
use crate::ui::widgets::{self, hint, look};

/// Closed, the words that the prompt says; open, all of them by their groups.
pub(super) fn vocabulary_ui(ui: &mut Ui, stage: &mut Stage<'_>, shot: &Shot) {
    let vocabulary = stage.view.vocabulary.clone();
    let open = stage.view.vocabulary_open;
    let toggle = |ui: &mut Ui, stage: &mut Stage<'_>| {
        if widgets::link(ui, if open { "Fewer words" } else { "Words…" }).clicked() {
            stage.view.vocabulary_open = !open;
        }
    };
    if !open {
        ui.horizontal_wrapped(|ui| {
            for word in vocabulary.words().filter(|word| place_of(&shot.prompt, word).is_some()) {
                chip_ui(ui, stage, shot, word);
            }
            toggle(ui, stage);
        });
        return;
    }
    for group in &vocabulary.groups {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
            hint(ui, &group.name);
            for word in &group.words {
                chip_ui(ui, stage, shot, word);
            }
        });
    }
    toggle(ui, stage);
}

fn chip_ui(ui: &mut Ui, stage: &mut Stage<'_>, shot: &Shot, word: &str) {
    let look = look(ui);
    let on = place_of(&shot.prompt, word).is_some();
    // The sign tells it too, not the colour alone.
    let text = if on { format!("{} {word}", icons::CHECK) } else { word.to_owned() };
    let color = if on { look.text } else { look.dim };
    let fill = if on { look.control } else { look.panel };
    let stroke = egui::Stroke::new(1.0, look.line);
    let button = Button::new(RichText::new(text).font(theme::small()).color(color)).fill(fill).stroke(stroke);
    ui.spacing_mut().button_padding = egui::vec2(7.0, 2.0);
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::selected(egui::Role::CheckBox, true, on, word));
    if response.clicked() {
        let text = if on { taken_out(&shot.prompt, word) } else { put(&shot.prompt, word) };
        let edit = Edit::SetText { shot: shot.id.clone(), field: TextField::Prompt, text };
        stage.say(Say::Edit(edit, None));
    }
}
