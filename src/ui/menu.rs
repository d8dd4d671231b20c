//! The menu bar: the project's name, every command with its key, and what is recent.

use egui::{Button, MenuBar, RichText, Role, Ui, WidgetInfo};

use super::Stage;
use super::command::{
    Command, EditCommand, FrameCommand, MENUS, MENUS_WITHIN, Menu, PlayCommand, SceneCommand, ShotCommand, ViewCommand,
};
use super::icons;
use super::say::{Deed, PathPurpose, Say};
use super::theme::{self, size, type_size};
use super::widgets::{look, standing_scroll_bars};
use crate::store::destination::Replace;
use crate::store::settings::Theme;

pub(super) fn menu_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let look = look(ui);
    MenuBar::new().ui(ui, |ui| {
        ui.set_height(ui.available_height());
        ui.spacing_mut().button_padding = egui::vec2(7.0, 3.0);
        // The project's name stands above the panels' left ends.
        ui.add_space(-5.0);
        ui.style_mut().text_styles.insert(egui::TextStyle::Button, egui::FontId::proportional(type_size::MENU));
        let name = stage.desk.project().name.clone();
        let name = if name.trim().is_empty() { "Untitled".to_owned() } else { name };
        let title =
            Button::new(RichText::new(short(&name)).font(theme::semibold(type_size::MENU))).frame_when_inactive(false);
        let response = ui.add(title).on_hover_text(format!("{name}\nClick to rename the project"));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Project {name}, rename")));
        if response.clicked() {
            stage.say(Say::Command(Command::Edit(EditCommand::RenameProject)));
        }
        ui.visuals_mut().widgets.inactive.fg_stroke.color = look.dim;
        for menu in MENUS {
            ui.menu_button(menu.title, |ui| {
                ui.visuals_mut().widgets.inactive.fg_stroke.color = look.text;
                // In a low window a long menu scrolls.
                standing_scroll_bars(ui);
                let most = ui.ctx().content_rect().height() - size::MENU_BAR - 2.0 * size::GAP;
                egui::ScrollArea::vertical()
                    .max_height(most)
                    .min_scrolled_height(most)
                    .show(ui, |ui| groups_ui(ui, stage, menu));
            });
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| balance_ui(ui, stage));
    });
}

fn groups_ui(ui: &mut Ui, stage: &mut Stage<'_>, menu: &Menu) {
    // The longest menus fit a window of the usual height.
    ui.spacing_mut().item_spacing.y = size::MENU_GAP;
    for (index, group) in menu.groups.iter().enumerate() {
        if index > 0 {
            ui.separator();
        }
        commands_ui(ui, stage, group);
        for within in MENUS_WITHIN.iter().filter(|within| group.contains(&within.behind)) {
            ui.menu_button(within.title, |ui| {
                ui.spacing_mut().item_spacing.y = size::MENU_GAP;
                commands_ui(ui, stage, within.commands);
            });
        }
        if menu.title == "File" && index == 0 {
            recent_ui(ui, stage);
        }
    }
}

fn commands_ui(ui: &mut Ui, stage: &mut Stage<'_>, commands: &[Command]) {
    for command in commands {
        // What only ends something else stands there while that goes on: a long menu has the more room.
        let ends = matches!(
            command,
            Command::Scene(SceneCommand::CancelRender)
                | Command::Shot(ShotCommand::StopDrawPanel)
                | Command::Frame(FrameCommand::StopDraw, _)
        );
        // A copy in the ratio that the scene has is no other one.
        if !(ends || command.copy_aspect().is_some()) || stage.is_enabled(*command) {
            item_ui(ui, stage, *command);
        }
    }
}

/// What the account holds; a click asks again.
fn balance_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    if !stage.shows_prices() {
        return;
    }
    let Some(account) = stage.account.filter(|account| account.is_connected()) else { return };
    let (text, when) = match account.balance() {
        _ if account.is_asking_balance() => ("Balance, asking…".to_owned(), String::new()),
        Some((credits, at)) => {
            let at = at.to_zoned(jiff::tz::TimeZone::system()).strftime("%H:%M").to_string();
            (format!("Balance {}", stage.desk.rules().prices.amount(credits)), format!("As of {at}. "))
        }
        None => ("Balance not known".to_owned(), String::new()),
    };
    let enabled = !account.is_asking_balance();
    let button = Button::new(&text).frame_when_inactive(false);
    let response = ui.add_enabled(enabled, button).on_hover_text(format!("{when}Click to ask again"));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &text));
    if response.clicked() {
        stage.say(Say::Deed(Deed::CheckBalance(None)));
    }
}

/// A long name is cut so that the menus stay where they are.
fn short(name: &str) -> String {
    const MOST: usize = 36;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    format!("{}…", name.chars().take(MOST - 1).collect::<String>())
}

fn item_ui(ui: &mut Ui, stage: &mut Stage<'_>, command: Command) {
    let mut button = Button::new(text_of(command, stage));
    let chosen = chosen_of(command, stage);
    if let Some((true, _)) = chosen {
        button = button.right_text(RichText::new(icons::CHECK).font(theme::icon(type_size::BODY)));
    } else if let Some(key) = command.shortcut(ui.ctx()) {
        button = button.shortcut_text(super::keymap::shown(ui.ctx(), &key));
    }
    let enabled = stage.is_enabled(command);
    let response = ui.add_enabled(enabled, button);
    if let Some((chosen, role)) = chosen {
        response.widget_info(|| WidgetInfo::selected(role, enabled, chosen, command.text()));
    }
    if response.clicked() {
        stage.say(Say::Command(command));
        ui.close();
    }
}

/// Whether what a command chooses or switches is on, and whether it is one of several; nothing for other commands.
fn chosen_of(command: Command, stage: &Stage<'_>) -> Option<(bool, Role)> {
    let settings = stage.settings;
    let theme = |theme| Some((settings.theme == theme, Role::RadioButton));
    match command {
        Command::View(ViewCommand::ThemeSystem) => theme(Theme::System),
        Command::View(ViewCommand::ThemeDark) => theme(Theme::Dark),
        Command::View(ViewCommand::ThemeLight) => theme(Theme::Light),
        Command::Overlay(overlay) => Some((settings.overlays.shows(overlay), Role::CheckBox)),
        Command::Guide(guide) => Some((settings.guides.shows(guide), Role::CheckBox)),
        Command::Play(PlayCommand::OneScene) => Some((settings.play_one_scene, Role::CheckBox)),
        Command::View(ViewCommand::HidePrices) => Some((settings.hide_prices, Role::CheckBox)),
        _ => None,
    }
}

/// Undo and redo name what they are about, and motion how it is.
fn text_of(command: Command, stage: &Stage<'_>) -> String {
    let label = match command {
        Command::View(ViewCommand::SwitchMotion) if stage.settings.reduced_motion => return "Motion: off".to_owned(),
        Command::View(ViewCommand::SwitchMotion) => return "Motion: on".to_owned(),
        Command::Edit(EditCommand::Undo) => stage.desk.history().undo_label(),
        Command::Edit(EditCommand::Redo) => stage.desk.history().redo_label(),
        _ => None,
    };
    match label {
        Some(label) => format!("{}: {label}", command.text()),
        None => command.text_for(stage.view.selection(stage.desk).len()).into_owned(),
    }
}

fn recent_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let recent = stage.view.recent.clone();
    ui.add_enabled_ui(!recent.is_empty(), |ui| {
        ui.menu_button("Open recent", |ui| {
            for path in recent {
                let name = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                let response = ui.button(name).on_hover_text(path.display().to_string());
                if response.clicked() {
                    stage.say(Say::PathGiven { purpose: PathPurpose::OpenProject, path, replace: Replace::Nothing });
                    ui.close();
                }
            }
        });
    });
}
