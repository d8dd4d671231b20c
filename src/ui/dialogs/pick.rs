//! A line to type in and below it what it finds: the arrows and the pointer choose while the text keeps the keyboard, Enter
//! takes.

use egui::text::{LayoutJob, TextFormat};
use egui::{Button, Key, Modifiers, ScrollArea, Ui, Vec2, vec2};

use crate::ui::fields::line_field;
use crate::ui::theme::{self, size};
use crate::ui::widgets::{self, hint, look};

/// What was typed, and which of what was found is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pick {
    pub query: String,
    chosen: usize,
    /// The chosen one is brought into view.
    moved: bool,
}

/// What was pressed for the list.
pub(super) struct Pressed {
    up: usize,
    down: usize,
    entered: bool,
}

/// One line of the list.
pub(super) struct Line {
    /// As people and screen readers know it.
    pub name: String,
    /// What it is, behind its name.
    pub about: String,
    pub key: Option<String>,
}

impl Pick {
    /// The field. Its name tells what can be typed.
    pub fn field_ui(&mut self, ui: &mut Ui, name: &str, inviting: &str) -> Pressed {
        let pressed = |ui: &Ui, key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        let pressed = Pressed {
            up: pressed(ui, Key::ArrowUp),
            down: pressed(ui, Key::ArrowDown),
            entered: pressed(ui, Key::Enter) > 0,
        };
        let id = ui.scope_id().with("query");
        let field = line_field(ui, id, &mut self.query).hint_text(inviting);
        let response = ui.add(field).accessible_name(name);
        response.request_focus();
        if response.changed() {
            self.chosen = 0;
            self.moved = true;
        }
        pressed
    }

    /// The list: of so many lines the first `enabled` can be taken. Gives the one that was.
    pub fn list_ui(
        &mut self,
        ui: &mut Ui,
        name: &str,
        pressed: &Pressed,
        (count, enabled): (usize, usize),
        line: impl Fn(usize) -> Line,
    ) -> Option<usize> {
        self.chosen = (self.chosen + pressed.down).saturating_sub(pressed.up).min(enabled.saturating_sub(1));
        self.moved |= pressed.up + pressed.down > 0;
        let clicked = widgets::list(ui, name, |ui| self.lines_ui(ui, (count, enabled), &line));
        self.moved = false;
        clicked.or_else(|| (pressed.entered && self.chosen < enabled).then_some(self.chosen))
    }

    fn lines_ui(
        &mut self,
        ui: &mut Ui,
        (count, enabled): (usize, usize),
        line: &impl Fn(usize) -> Line,
    ) -> Option<usize> {
        let look = look(ui);
        // One line alone is lit. A pointer that lies still chooses nothing.
        let points = ui.input(|input| input.pointer.delta() != Vec2::ZERO);
        let mut clicked = None;
        let height = (ui.ctx().content_rect().height() - size::DIALOG_AROUND).clamp(size::DIALOG_LEAST, size::PALETTE);
        let area = ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, false]);
        area.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let widgets = &mut ui.visuals_mut().widgets;
            widgets.hovered = widgets.inactive;
            if count == 0 {
                hint(ui, "Nothing is called that");
            }
            for at in 0..count {
                let (is_enabled, chosen) = (at < enabled, at == self.chosen && at < enabled);
                let (name, about) = if is_enabled { (look.text, look.dim) } else { (look.faint, look.faint) };
                let line = line(at);
                let format = |color| TextFormat::simple(theme::body(), color);
                let mut job = LayoutJob::default();
                job.append(&line.name, 0.0, format(name));
                job.append(&line.about, 12.0, format(about));
                let mut button =
                    Button::selectable(chosen, job).truncate().min_size(vec2(ui.available_width(), size::ICON_BUTTON));
                if let Some(key) = line.key {
                    button = button.shortcut_text(key);
                }
                let response = ui.add_enabled(is_enabled, button);
                widgets::list_option(&response, is_enabled, chosen, &line.name);
                if chosen && self.moved {
                    response.scroll_to_me(None);
                }
                if points && is_enabled && response.hovered() && !chosen {
                    self.chosen = at;
                    ui.ctx().request_repaint();
                }
                if response.clicked() {
                    clicked = Some(at);
                }
            }
        });
        clicked
    }
}
