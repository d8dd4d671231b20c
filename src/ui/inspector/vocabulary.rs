//! Words of the camera beside the prompt: what the text says of them, and a list of boxes that put one in or take it out.

use std::sync::Arc;

use egui::{Button, RichText, Ui, WidgetInfo};

use crate::story::edit::TextField;
use crate::story::vocabulary::{Vocabulary, put, taken_out};
use crate::story::{Edit, Shot};
use crate::ui::Stage;
use crate::ui::focus::focus_mark;
use crate::ui::icons;
use crate::ui::say::Say;
use crate::ui::theme;
use crate::ui::widgets::{self, hint, look};

/// Which of the words a prompt says: looked for when either has changed, not in every frame.
#[derive(Default)]
pub(crate) struct SaidWords {
    prompt: String,
    vocabulary: Arc<Vocabulary>,
    /// In the order of `Vocabulary::words`.
    said: Arc<[bool]>,
}

impl SaidWords {
    fn of(&mut self, prompt: &str, vocabulary: &Arc<Vocabulary>) -> Arc<[bool]> {
        if self.prompt != prompt || !Arc::ptr_eq(&self.vocabulary, vocabulary) {
            let said = vocabulary.said_in(prompt).into();
            *self = Self { prompt: prompt.to_owned(), vocabulary: vocabulary.clone(), said };
        }
        self.said.clone()
    }
}

/// Closed, the words that the prompt says; open, all of them by their groups.
pub(super) fn vocabulary_ui(ui: &mut Ui, stage: &mut Stage<'_>, shot: &Shot) {
    let vocabulary = stage.view.vocabulary.clone();
    let said = stage.view.said_words.of(&shot.prompt, &vocabulary);
    let open = stage.view.vocabulary_open;
    let toggle = |ui: &mut Ui, stage: &mut Stage<'_>| {
        if widgets::link(ui, if open { "Fewer words" } else { "Words…" }).clicked() {
            stage.view.vocabulary_open = !open;
        }
    };
    if !open {
        ui.horizontal_wrapped(|ui| {
            for (word, _) in vocabulary.words().zip(said.iter()).filter(|(_, said)| **said) {
                said_ui(ui, stage, word);
            }
            toggle(ui, stage);
        });
        return;
    }
    let mut said = said.iter();
    for group in &vocabulary.groups {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
            hint(ui, &group.name);
            for (word, on) in group.words.iter().zip(said.by_ref()) {
                chip_ui(ui, stage, shot, word, *on);
            }
        });
    }
    toggle(ui, stage);
}

/// A word that the text says. It only tells: a click opens the list, where words are put in and taken out.
fn said_ui(ui: &mut Ui, stage: &mut Stage<'_>, word: &str) {
    let look = look(ui);
    ui.spacing_mut().button_padding = egui::vec2(7.0, 2.0);
    let stroke = egui::Stroke::new(1.0, look.line);
    let text = RichText::new(word).font(theme::small()).color(look.text);
    let response = ui.add(Button::new(text).fill(look.control).stroke(stroke)).on_hover_text("All words of the camera");
    focus_mark(ui, &response);
    if response.clicked() {
        stage.view.vocabulary_open = true;
    }
}

fn chip_ui(ui: &mut Ui, stage: &mut Stage<'_>, shot: &Shot, word: &str, on: bool) {
    let look = look(ui);
    // The sign tells it too, not the colour alone.
    let text = if on { format!("{} {word}", icons::CHECK) } else { word.to_owned() };
    let color = if on { look.text } else { look.dim };
    let fill = if on { look.control } else { look.panel };
    let stroke = egui::Stroke::new(1.0, look.line);
    let button = Button::new(RichText::new(text).font(theme::small()).color(color)).fill(fill).stroke(stroke);
    ui.spacing_mut().button_padding = egui::vec2(7.0, 2.0);
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::selected(egui::Role::CheckBox, true, on, word));
    focus_mark(ui, &response);
    let does = if on { "Takes it out of the prompt" } else { "Puts it into the prompt" };
    if response.on_hover_text(does).clicked() {
        let text = if on { taken_out(&shot.prompt, word) } else { put(&shot.prompt, word) };
        let edit = Edit::SetText { shot: shot.id.clone(), field: TextField::Prompt, text };
        stage.say(Say::Edit(edit, None));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::vocabulary::Group;

    #[test]
    fn what_is_kept_follows_the_prompt_and_the_words() {
        let words = |words: &[&str]| {
            let words = words.iter().map(|word| (*word).to_owned()).collect();
            Arc::new(Vocabulary { groups: vec![Group { name: "Any".to_owned(), words }] })
        };
        let (one, other) = (words(&["Wide", "dusk"]), words(&["dusk", "rain"]));
        let mut said = SaidWords::default();
        assert!(said.of("", &one).iter().eq(&[false, false]));
        assert!(said.of("wide shot", &one).iter().eq(&[true, false]));
        assert!(said.of("Wide, dusk", &one).iter().eq(&[true, true]));
        assert!(said.of("Wide, dusk", &other).iter().eq(&[true, false]));
        assert!(said.of("", &Arc::default()).is_empty());
    }
}
