//! The keyboard shortcuts, and what this program is.

use egui::{RichText, ScrollArea, Ui};

use super::Stay;
use crate::ui::command::{Command, LENGTHS, MENUS};
use crate::ui::keymap;
use crate::ui::theme::{self, type_size};
use crate::ui::widgets::{self, dim, hint, key_value, section};

pub(super) fn shortcuts_ui(ui: &mut Ui) -> Stay {
    ui.label(RichText::new("Keyboard shortcuts").font(theme::semibold(type_size::HEADING)));
    let height = (ui.ctx().content_rect().height() - 220.0).max(160.0);
    ScrollArea::vertical().max_height(height).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        for menu in MENUS {
            section(ui, menu.title, |_| ());
            for command in menu.groups.iter().flat_map(|group| group.iter()) {
                keys_ui(ui, *command);
            }
            if menu.groups.iter().any(|group| group.contains(&Command::Longer)) {
                for command in LENGTHS {
                    keys_ui(ui, command);
                }
            }
            ui.add_space(6.0);
        }
    });
    close_ui(ui)
}

/// A command with all its keys.
fn keys_ui(ui: &mut Ui, command: Command) {
    let keymap = keymap::in_force(ui.ctx());
    let keys: Vec<String> = keymap.of(command).iter().map(|key| ui.ctx().format_shortcut(key)).collect();
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
