//! Guides over the viewer's picture, and the menu of what is shown on it.

use egui::{Button, CornerRadius, PopupCloseBehavior, Rect, RichText, Role, Stroke, StrokeKind, Ui, WidgetInfo, pos2};

use super::Stage;
use super::command::{Command, GUIDES, OVERLAYS, PlayCommand};
use super::icons;
use super::keymap;
use super::say::Say;
use super::theme::{self, size, type_size};
use super::widgets::{hint, look, tick};
use crate::story::Guides;
use crate::story::animatic;

/// Paints the guides over a picture that is shown there.
pub(super) fn guides_ui(ui: &Ui, guides: Guides, picture: Rect) {
    if guides == Guides::default() {
        return;
    }
    let look = look(ui);
    let rect = |rect: animatic::Rect| Rect::from_min_size(pos2(rect.x, rect.y), egui::vec2(rect.width, rect.height));
    let place =
        animatic::Rect { x: picture.left(), y: picture.top(), width: picture.width(), height: picture.height() };
    let marks = guides.over(place);
    for outside in marks.outside {
        ui.painter().rect_filled(rect(outside), CornerRadius::ZERO, look.scrim);
    }
    // A dark line beside the light one: it is seen over a bright picture too.
    for (colour, width) in [(look.veil.gamma_multiply(theme::GUIDE_SHARE), 3.0), (look.on_picture, 1.0)] {
        let stroke = Stroke::new(width, colour.gamma_multiply(theme::GUIDE_LINE_SHARE));
        for frame in &marks.frames {
            ui.painter().rect_stroke(rect(*frame), CornerRadius::ZERO, stroke, StrokeKind::Middle);
        }
        for [from, to] in &marks.lines {
            ui.painter().line_segment([pos2(from.0, from.1), pos2(to.0, to.1)], stroke);
        }
    }
}

/// What is shown on the picture, each to be switched; the menu stays open for the next.
pub(super) fn shown_menu_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    const NAME: &str = "What is shown on the picture";
    let is_any = stage.settings.guides != Guides::default();
    let look = look(ui);
    let color = if is_any { look.info } else { look.dim };
    let text = RichText::new(icons::GUIDES).font(theme::icon(type_size::ICON)).color(color);
    let button = Button::new(text).frame_when_inactive(false).min_size(egui::Vec2::splat(size::ICON_BUTTON));
    let config = egui::containers::menu::MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).config(config).ui(ui, |ui| {
        ui.set_width(size::SHOWN_MENU);
        hint(ui, "On the live animatic");
        for command in OVERLAYS {
            tick_ui(ui, stage, command);
        }
        ui.separator();
        hint(ui, "Guides");
        for command in GUIDES {
            tick_ui(ui, stage, command);
        }
        ui.separator();
        hint(ui, "Playing");
        tick_ui(ui, stage, Command::Play(PlayCommand::OneScene));
    });
    let response = response.on_hover_text(NAME);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, NAME));
}

fn tick_ui(ui: &mut Ui, stage: &mut Stage<'_>, command: Command) {
    let mut on = match command {
        Command::Overlay(overlay) => stage.settings.overlays.shows(overlay),
        Command::Guide(guide) => stage.settings.guides.shows(guide),
        _ => stage.settings.play_one_scene,
    };
    ui.horizontal(|ui| {
        let response = tick(ui, &mut on, command.text());
        if let Some(key) = command.shortcut(ui.ctx()) {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                hint(ui, keymap::shown(ui.ctx(), &key));
            });
        }
        if response.clicked() {
            stage.say(Say::Command(command));
        }
    });
}
