//! The palette: any command by a few letters of its name.

use egui::text::{LayoutJob, TextFormat};
use egui::{Button, Color32, Key, Modifiers, ScrollArea, TextEdit, Ui, vec2};
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher};

use super::Stay;
use crate::ui::Stage;
use crate::ui::command::{self, Command, MENUS};
use crate::ui::keymap;
use crate::ui::say::Say;
use crate::ui::theme::{self, size};
use crate::ui::widgets::{self, hint, look};

/// What was typed, and which of what was found is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaletteSheet {
    query: String,
    chosen: usize,
    /// The chosen one is brought into view.
    moved: bool,
}

impl PaletteSheet {
    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        // The arrows choose while the text keeps the keyboard.
        let pressed = |ui: &Ui, key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        let (up, down, entered) = (pressed(ui, Key::ArrowUp), pressed(ui, Key::ArrowDown), pressed(ui, Key::Enter) > 0);
        let id = ui.scope_id().with("query");
        let field = TextEdit::singleline(&mut self.query)
            .id(id)
            .hint_text("Find a command")
            .desired_width(f32::INFINITY)
            .frame(widgets::field_frame(ui, id, egui::Margin::symmetric(11, 8)));
        let response = ui.add(field).accessible_name("Find a command");
        response.request_focus();
        if response.changed() {
            self.chosen = 0;
            self.moved = true;
        }
        let (mut found, disabled): (Vec<_>, Vec<_>) =
            search(&self.query).into_iter().partition(|command| stage.is_enabled(*command));
        let enabled = found.len();
        found.extend(disabled);
        self.chosen = (self.chosen + down).saturating_sub(up).min(enabled.saturating_sub(1));
        self.moved |= up + down > 0;
        let clicked = widgets::list(ui, "Commands", |ui| self.list_ui(ui, &found, enabled));
        let run = clicked.or_else(|| found[..enabled].get(self.chosen).copied().filter(|_| entered));
        match run {
            Some(command) => {
                stage.say(Say::Command(command));
                Stay::Close
            }
            None => Stay::Open,
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, found: &[Command], enabled: usize) -> Option<Command> {
        let look = look(ui);
        let mut clicked = None;
        let height = (ui.ctx().content_rect().height() - size::DIALOG_AROUND).clamp(size::DIALOG_LEAST, size::PALETTE);
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, false]).show(
            ui,
            |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                if found.is_empty() {
                    hint(ui, "No command is called that");
                }
                for (at, &command) in found.iter().enumerate() {
                    let (is_enabled, chosen) = (at < enabled, at == self.chosen && at < enabled);
                    let colors = if is_enabled { (look.text, look.dim) } else { (look.faint, look.faint) };
                    let mut button = Button::selectable(chosen, line(command, colors))
                        .min_size(vec2(ui.available_width(), size::ICON_BUTTON));
                    if let Some(key) = command.shortcut(ui.ctx()) {
                        button = button.shortcut_text(keymap::shown(ui.ctx(), &key));
                    }
                    let response = ui.add_enabled(is_enabled, button);
                    let name = command.text().trim_end_matches('…');
                    widgets::list_option(&response, is_enabled, chosen, name);
                    if chosen && self.moved {
                        response.scroll_to_me(None);
                    }
                    if response.clicked() {
                        clicked = Some(command);
                    }
                }
            },
        );
        self.moved = false;
        clicked
    }
}

/// A command's name and the menu that it is in.
fn line(command: Command, (name, menu): (Color32, Color32)) -> LayoutJob {
    let format = |color| TextFormat::simple(theme::body(), color);
    let mut job = LayoutJob::default();
    job.append(command.text().trim_end_matches('…'), 0.0, format(name));
    job.append(menu_of(command), 12.0, format(menu));
    job
}

fn menu_of(command: Command) -> &'static str {
    let is_in = |menu: &&command::Menu| menu.groups.iter().any(|group| group.contains(&command));
    MENUS.iter().find(is_in).map_or("Shot", |menu| menu.title)
}

/// The commands whose name or menu has these letters in this order, the nearest first; all of them for no letters.
fn search(query: &str) -> Vec<Command> {
    if query.trim().is_empty() {
        return command::all().filter(|command| *command != Command::FindCommand).collect();
    }
    let pattern = Pattern::new(query, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let found = pattern.match_list(command::all().map(Entry::of), &mut matcher);
    found.into_iter().map(|(entry, _)| entry.command).filter(|command| *command != Command::FindCommand).collect()
}

struct Entry {
    command: Command,
    text: String,
}

impl Entry {
    fn of(command: Command) -> Self {
        Self { command, text: format!("{} {}", command.text(), menu_of(command)) }
    }
}

impl AsRef<str> for Entry {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_letters_find_a_command() {
        for (query, command) in [
            ("split", Command::SplitShot),
            ("splplay", Command::SplitShot),
            ("dist ev", Command::Distribute),
            ("EXPORT BOARDS", Command::ExportBoards),
            ("length 4", Command::Length(4)),
            ("undo", Command::Undo),
        ] {
            let found = search(query);
            let place = found.iter().position(|found| *found == command);
            assert!(place.is_some_and(|place| place < 3), "{query}: {found:?}");
        }
        assert_eq!(search("split")[0], Command::SplitShot);
        assert!(search("xyzzy").is_empty());
        assert_eq!(search(" ").len(), command::all().count() - 1);
    }
}
