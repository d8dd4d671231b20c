//! The bar over the wall: what the project comes to, how large panels are, and the way back.

use egui::{Align, Context, Id, Layout, RichText, Ui};

use crate::story::check::count_of;
use crate::ui::Stage;
use crate::ui::command::{Command, EditCommand, ViewCommand};
use crate::ui::icons;
use crate::ui::say::Say;
use crate::ui::theme::{self, WALL_ZOOM, size, type_size};
use crate::ui::widgets::{self, hint, look};

/// One step of zooming, as a factor.
pub(super) const STEP: f32 = 1.2;

pub(in crate::ui) fn bar_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let look = look(ui);
    let width = ui.ctx().content_rect().width();
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        for (icon, command) in
            [(icons::UNDO, Command::Edit(EditCommand::Undo)), (icons::REDO, Command::Edit(EditCommand::Redo))]
        {
            let enabled = stage.is_enabled(command);
            if widgets::command_button(ui, icon, command, enabled).clicked() {
                stage.say(Say::Command(command));
            }
        }
        ui.label(RichText::new("Wall").font(theme::semibold(type_size::HEADING)));
        let digest = stage.desk.digest();
        let scenes = &stage.desk.project().scenes;
        let shots = scenes.iter().map(|scene| scene.shots.len()).sum();
        let facts = format!("{} · {} · {}", count_of(scenes.len(), "scene"), count_of(shots, "shot"), digest.seconds);
        let facts = stage.and_price(facts, format!("{} to generate", digest.to_generate.1.in_cents()));
        ui.add(egui::Label::new(RichText::new(facts).color(look.dim)).truncate());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let back = ui.add(widgets::plain_button("Back to the editor"));
            if back.on_hover_text("Escape, or Enter on a panel").clicked() {
                stage.say(Say::Command(Command::View(ViewCommand::Wall)));
            }
            zoom_ui(ui, stage);
            if width >= size::NARROW_BELOW {
                hint(ui, "Drag a panel to move its shot · Enter opens it · Ctrl+wheel zooms");
            }
        });
    });
}

/// From the right: larger, how large, smaller.
fn zoom_ui(ui: &mut Ui, stage: &Stage<'_>) {
    let look = look(ui);
    let zoom = stage.view.wall.zoom;
    ui.spacing_mut().item_spacing.x = 4.0;
    let can_grow = zoom < *WALL_ZOOM.end();
    if widgets::icon_button_sized(ui, icons::PLUS, "Larger panels", type_size::ICON, can_grow).clicked() {
        wish_step(ui.ctx(), STEP);
    }
    let text = RichText::new(format!("{:.0}%", zoom * 100.0)).font(theme::small()).color(look.dim);
    ui.allocate_ui_with_layout(
        egui::vec2(size::WALL_ZOOM_TEXT, size::ICON_BUTTON),
        Layout::centered_and_justified(egui::Direction::LeftToRight),
        |ui| ui.label(text),
    );
    let can_shrink = zoom > *WALL_ZOOM.start();
    if widgets::icon_button_sized(ui, icons::MINUS, "Smaller panels", type_size::ICON, can_shrink).clicked() {
        wish_step(ui.ctx(), 1.0 / STEP);
    }
    ui.spacing_mut().item_spacing.x = 12.0;
}

/// The wall, painted below, zooms itself: it knows what is to stay in place.
fn wish_step(ctx: &Context, factor: f32) {
    ctx.data_mut(|data| data.insert_temp(Id::unique("wall zoom"), factor));
}

pub(super) fn take_step(ctx: &Context) -> Option<f32> {
    ctx.data_mut(|data| data.remove_temp(Id::unique("wall zoom")))
}
