//! The status bar: what is saved, what is being made, what is connected.

use egui::{Align, Layout, RichText, Ui};

use super::Stage;
use super::command::Command;
use super::say::Say;
use super::theme;
use super::widgets::{link, look};
use crate::desk::SaveState;

pub(super) fn footer_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let look = look(ui);
    ui.horizontal_centered(|ui| {
        ui.style_mut().override_font_id = Some(theme::small());
        ui.spacing_mut().item_spacing.x = 18.0;
        let (text, color) = match stage.desk.save_state() {
            SaveState::Saved => ("● Saved".to_owned(), look.ok),
            SaveState::Unsaved => ("○ Edited".to_owned(), look.dim),
            SaveState::Saving => ("○ Saving…".to_owned(), look.dim),
            SaveState::Failed(why) => (format!("{} {why}", super::icons::ERROR), look.bad),
        };
        ui.add(egui::Label::new(RichText::new(text).color(color)).truncate());
        for making in stage.desk.making() {
            let text = format!("Rendering the animatic of {}, {:.0}%", making.scene_name, making.share * 100.0);
            ui.label(RichText::new(text).color(look.dim));
        }
        if let Some(exporting) = stage.desk.exporting() {
            let name = exporting.out.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let text = format!("Exporting {name}, {:.0}%", exporting.share() * 100.0);
            ui.label(RichText::new(text).color(look.dim));
            if link(ui, "Stop").clicked() {
                stage.say(Say::Command(Command::StopExport));
            }
            // Its share changes by itself.
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(200));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if link(ui, "Keyboard shortcuts").clicked() {
                stage.say(Say::Command(Command::Shortcuts));
            }
        });
    });
}
