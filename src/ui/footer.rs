//! The status bar: what is saved, what is being made, what is connected.

use egui::{Align, Layout, RichText, Ui};

use super::Stage;
use super::command::{Command, ExportCommand, FileCommand, HelpCommand};
use super::say::{AboutFile, Deed, Say};
use super::theme;
use super::widgets::{link, look};
use crate::desk::{KeyState, SaveState};
use crate::story::check::count_of;
use crate::takes::ledger::{LedgerTake, TakeState};

pub(super) fn footer_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let look = look(ui);
    ui.horizontal_centered(|ui| {
        ui.style_mut().override_font_id = Some(theme::small());
        ui.spacing_mut().item_spacing.x = 18.0;
        let (text, color) = match stage.desk.save_state() {
            SaveState::Saved => ("● Saved".to_owned(), look.ok),
            SaveState::Saving => ("○ Saving…".to_owned(), look.dim),
            SaveState::Failed(why) => (format!("{} {why}", super::icons::ERROR), look.bad),
        };
        ui.add(egui::Label::new(RichText::new(text).color(color)).truncate());
        if let Some(held) = stage.desk.held() {
            let text = format!("{} Only to look at: open {}", super::icons::WARNING, held.place());
            if word_ui(ui, &text, look.warn, "Save a copy").clicked() {
                stage.say(Say::Command(Command::File(FileCommand::SaveAs)));
            }
        }
        if stage.desk.is_changed_outside() {
            let text = format!("{} project.json was changed elsewhere", super::icons::WARNING);
            if word_ui(ui, &text, look.warn, "Show what differs").clicked() {
                stage.say(Say::AboutFile(AboutFile::Ask));
            }
        }
        for making in stage.desk.making() {
            let text = format!("Rendering the animatic of {}, {:.0}%", making.scene_name, making.share * 100.0);
            ui.label(RichText::new(text).color(look.dim));
        }
        if let Some(exporting) = stage.desk.exporting() {
            let text = format!("{}, {:.0}%", exporting.told(), exporting.share() * 100.0);
            ui.label(RichText::new(text).color(look.dim));
            if link(ui, "Stop").clicked() {
                stage.say(Say::Command(Command::Export(ExportCommand::Stop)));
            }
            // Its share changes by itself.
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(200));
        }
        connection_ui(ui, stage);
        takes_ui(ui, stage);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if link(ui, "Keyboard shortcuts").clicked() {
                stage.say(Say::Command(Command::Help(HelpCommand::Shortcuts)));
            }
        });
    });
}

fn connection_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let look = look(ui);
    let service = &stage.desk.rules().service.name;
    let (text, color) = match stage.account.map(crate::desk::Account::key_state) {
        None => ("Generating is off: no money ledger".to_owned(), look.warn),
        Some(KeyState::Looking) => ("Asking the keyring for the key…".to_owned(), look.dim),
        Some(KeyState::None) => ("No key yet".to_owned(), look.dim),
        Some(KeyState::NoAnswer(_)) => (format!("{} No key: the keyring gave none", super::icons::WARNING), look.warn),
        Some(KeyState::Known { .. }) => match stage.account.and_then(crate::desk::Account::balance_fault) {
            Some(why) => (format!("{} {service}: {why}", super::icons::WARNING), look.warn),
            None => (format!("{service} connected"), look.dim),
        },
    };
    if word_ui(ui, &text, color, "Open the settings").clicked() {
        stage.say(Say::Command(Command::File(FileCommand::Settings)));
    }
}

/// A word of the bar that leads somewhere.
fn word_ui(ui: &mut Ui, text: &str, color: egui::Color32, tooltip: &str) -> egui::Response {
    let response = ui.add(egui::Label::new(RichText::new(text).color(color)).sense(egui::Sense::click()));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, text));
    response.on_hover_text(tooltip).on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// What is being generated, and what needs the user.
fn takes_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let look = look(ui);
    let Some(account) = stage.account else { return };
    let on_the_way: Vec<&LedgerTake> = account
        .takes()
        .iter()
        .filter(|take| take.hold.is_none() && !take.state.is_over() && take.state != TakeState::NotConfirmed)
        .collect();
    let waiting: Vec<&LedgerTake> = account.takes().iter().filter(|take| take.hold.is_some()).collect();
    let unsure: Vec<&LedgerTake> =
        account.takes().iter().filter(|take| take.state == TakeState::NotConfirmed).collect();
    for (takes, what, color) in [
        (&on_the_way, "generating", look.dim),
        (&waiting, if waiting.len() == 1 { "waits for you" } else { "wait for you" }, look.warn),
        (&unsure, "not confirmed", look.warn),
    ] {
        let Some(first) = takes.first() else { continue };
        let count = count_of(takes.len(), "take");
        let text = match takes.as_slice() {
            [take] => format!("{count} {what}{}{}", place_of(stage, take), share_of(stage, take)),
            _ => format!("{count} {what}"),
        };
        let text = if color == look.warn { format!("{} {text}", super::icons::WARNING) } else { text };
        if word_ui(ui, &text, color, "Show its scene's takes").clicked() {
            stage.say(Say::Deed(Deed::ShowTakes(first.scene.clone(), Some(first.id.clone()))));
        }
    }
}

fn place_of(stage: &Stage<'_>, take: &LedgerTake) -> String {
    let project = stage.desk.project();
    if take.project != project.id {
        return format!(" in {}", take.order.project_name);
    }
    project.scene_index(&take.scene).map_or_else(String::new, |scene| format!(" in scene {}", scene + 1))
}

fn share_of(stage: &Stage<'_>, take: &LedgerTake) -> String {
    let share =
        stage.account.and_then(|account| account.progress(&take.id)).filter(|_| take.state == TakeState::Running);
    share.map_or_else(String::new, |share| format!(", {:.0}%", share * 100.0))
}
