//! Everything that was done, also before the program was started; a click goes to where one of it was the last.

use egui::{Button, RichText, ScrollArea, Ui, vec2};

use crate::ui::Stage;
use crate::ui::say::Say;
use crate::ui::theme::{self, size};
use crate::ui::widgets::{list, list_option, look};

pub(super) fn history_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let look = look(ui);
    let history = stage.desk.history();
    let (count, done) = (history.labels().len(), history.done());
    let mut go_to = None;
    ui.spacing_mut().item_spacing.y = 1.0;
    // A long day's work is a long list: only what is in view is made.
    let area = ScrollArea::vertical().id_salt("history").auto_shrink(false).stick_to_bottom(true);
    list(ui, "History", |ui| {
        area.show_rows(ui, size::ICON_BUTTON, count + 1, |ui, rows| {
            for at in rows {
                let label = at.checked_sub(1).and_then(|step| history.labels().nth(step));
                let label = label.unwrap_or("At the beginning");
                let (color, state) = if at <= done { (look.text, "done") } else { (look.faint, "undone") };
                let text = RichText::new(label).color(color);
                let text = if at == done { text.font(theme::strong()) } else { text };
                let button = Button::selectable(at == done, text)
                    .truncate()
                    .min_size(vec2(ui.available_width(), size::ICON_BUTTON));
                let response = ui.add(button);
                let name = format!("{label}, {state}");
                list_option(&response, true, at == done, &name);
                if response.clicked() {
                    go_to = Some(at);
                }
            }
        });
    });
    if let Some(at) = go_to {
        stage.say(Say::GoToStep(at));
    }
}
