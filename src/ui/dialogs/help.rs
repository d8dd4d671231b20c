//! The keyboard shortcuts, and what this program is.

use egui::{RichText, ScrollArea, Ui};

use super::Stay;
use crate::ui::Stage;
use crate::ui::command::{Command, HelpCommand, MENUS};
use crate::ui::keymap;
use crate::ui::say::Say;
use crate::ui::theme::{self, size, type_size};
use crate::ui::widgets::{self, dim, hint, key_value, section};

/// What the pointer does on the timeline.
const GESTURES: [(&str, &str); 10] = [
    ("Trim a shot", "drag its edge"),
    ("Trim several", "drag the edge of a selected one"),
    ("Roll an edge", "Shift and drag it"),
    ("Slide a shot", "Ctrl, Shift and drag it"),
    ("Move shots", "drag them"),
    ("Move to another scene", "drag onto it in the list"),
    ("Select several", "Ctrl and click"),
    ("Select all between", "Shift and click"),
    ("Scrub", "drag along the ruler"),
    ("Leave it as it was", "Escape while dragging"),
];

/// A column of keys has its words uncut from this width on.
const COLUMN_LEAST: f32 = 300.0;

pub(super) fn shortcuts_ui(ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
    ui.label(RichText::new("Keyboard shortcuts").font(theme::semibold(type_size::HEADING)));
    let height = (ui.ctx().content_rect().height() - 220.0).max(160.0);
    widgets::standing_scroll_bars(ui);
    ScrollArea::vertical().max_height(height).show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = size::COLUMN_GAP;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few columns")]
        let count = ((ui.available_width() / COLUMN_LEAST) as usize).clamp(1, 3);
        ui.columns(count, |columns| {
            for column in &mut *columns {
                column.spacing_mut().item_spacing.y = 3.0;
                column.spacing_mut().item_spacing.x = 4.0;
            }
            section(&mut columns[0], "With the pointer", |_| ());
            for (what, how) in GESTURES {
                key_value(&mut columns[0], what, how);
            }
            columns[0].add_space(6.0);
            for menu in MENUS {
                // Each goes where there is more room.
                let height = |column: &&mut Ui| column.min_rect().height();
                let shortest = columns.iter_mut().min_by(|a, b| height(a).total_cmp(&height(b)));
                let Some(column) = shortest else { return };
                section(column, menu.title, |_| ());
                for command in menu.commands() {
                    keys_ui(column, command);
                }
                column.add_space(6.0);
            }
        });
    });
    let mut stay = Stay::Open;
    widgets::sheet_buttons(ui, |ui| {
        if widgets::button(ui, "Close").clicked() {
            stay = Stay::Close;
        }
        if widgets::button(ui, "Change keys…").clicked() {
            stage.say(Say::Command(Command::Help(HelpCommand::ChangeKeys)));
            stay = Stay::Close;
        }
    });
    stay
}

/// A command with all its keys.
fn keys_ui(ui: &mut Ui, command: Command) {
    let keymap = keymap::in_force(ui.ctx());
    let keys: Vec<String> = keymap.of(command).iter().map(|key| keymap::shown(ui.ctx(), key)).collect();
    if !keys.is_empty() {
        key_value(ui, command.text().trim_end_matches('…'), keys.join(" or "));
    }
}

pub(super) fn about_ui(ui: &mut Ui) -> Stay {
    ui.label(RichText::new("Storyreel").font(theme::semibold(type_size::HEADING)));
    dim(ui, format!("Version {}", env!("CARGO_PKG_VERSION")));
    ui.add(
        egui::Label::new(
            "A storyboard editor for scenes of up to 15 seconds: see them as an animatic before a cent is spent",
        )
        .wrap(),
    );
    hint(
        ui,
        "MIT or Apache-2.0. Type: Inter (OFL 1.1). Icons: Phosphor (MIT). H.264: OpenH264, built from its BSD-2 source",
    );
    close_ui(ui)
}

fn close_ui(ui: &mut Ui) -> Stay {
    let mut stay = Stay::Open;
    widgets::sheet_buttons(ui, |ui| {
        if widgets::button(ui, "Close").clicked() {
            stay = Stay::Close;
        }
    });
    stay
}
