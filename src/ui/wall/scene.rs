//! A scene's row on the wall: its name, length, price and state, and its panels.

use egui::{CornerRadius, Rect, Sense, Stroke, Ui, UiBuilder, Vec2, pos2};

use super::layout::Row;
use super::panel;
use crate::story::Scene;
use crate::story::check::count_of;
use crate::ui::Stage;
use crate::ui::left::{spoken_title, state_of};
use crate::ui::say::{Say, Target};
use crate::ui::theme::{self, size};
use crate::ui::widgets::{dashed_rect, focus_ring, list_option, look, one_line};

/// The widget of a scene's facts.
pub(super) fn facts_id(scene: &Scene) -> egui::Id {
    egui::Id::unique("wall scene").with(scene.id.as_str())
}

pub(super) fn scene_ui(ui: &mut Ui, stage: &mut Stage<'_>, row: &Row, index: usize, by: Vec2) {
    let look = look(ui);
    let desk = stage.desk;
    let scene = &desk.project().scenes[index];
    let selected = stage.view.scene_index(stage.desk) == Some(index);
    let rect = row.rect.translate(by);
    if selected {
        let back = rect.shrink2(egui::vec2(size::WALL_GAP / 2.0, size::WALL_GAP / 2.0));
        ui.painter().rect_filled(back, CornerRadius::same(size::CARD_RADIUS), look.panel);
    }
    ui.painter().hline(rect.x_range().shrink(size::WALL_MARGIN), rect.bottom(), Stroke::new(1.0, look.line));
    facts_ui(ui, stage, scene, index, selected, row.facts.translate(by));

    let room = row.room.translate(by);
    stage.target(room, Target::Panels(scene.id.clone(), scene.shots.len()));
    let list = UiBuilder::new()
        .max_rect(room)
        .accessibility_role(egui::accesskit::Role::ListBox)
        .accessibility_label(format!("Panels of scene {}", index + 1));
    let list = &mut ui.new_child(list);
    for (shot, place) in row.panels.iter().enumerate() {
        panel::panel_ui(list, stage, scene, (index, shot), place.translate(by));
    }
    if row.panels.is_empty() {
        empty_ui(ui, stage, room);
    }
}

fn facts_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, index: usize, selected: bool, rect: Rect) {
    let look = look(ui);
    let digest = &stage.desk.digest().scenes[index];
    let shots = count_of(scene.shots.len(), "shot");
    let facts = stage.and_price(format!("{shots} · {}", scene.seconds()), digest.price.usd.in_cents());
    let spoken = spoken_title(scene, index);
    let title = scene.numbered(index);
    let state = state_of(stage, index);
    let response = ui.interact(rect, facts_id(scene), Sense::click());
    let spoken = match &state {
        Some((_, state, _)) => format!("{spoken}, {facts}, {state}"),
        None => format!("{spoken}, {facts}"),
    };
    list_option(&response, true, selected, &spoken);
    if response.has_focus() {
        focus_ring(ui, rect.shrink(2.0), size::RADIUS);
    }
    let mut y = rect.top() + 2.0;
    let mut line = |text: &str, font, color| {
        let galley = one_line(ui, text, font, color, rect.width());
        ui.painter().galley(pos2(rect.left(), y), galley.clone(), color);
        y += galley.size().y + 3.0;
    };
    let color = if response.hovered() { look.strong } else { look.text };
    line(&title, theme::strong(), color);
    line(&facts, theme::small(), look.dim);
    if let Some((icon, state, is)) = &state {
        line(format!("{icon} {state}").trim_start(), theme::small(), is.color(&look));
    }
    if response.clicked() || (response.gained_focus() && !selected) {
        stage.say(Say::SelectScene(scene.id.clone()));
    }
    if response.double_clicked() {
        let shot = scene.shots.first().map(|shot| shot.id.clone()).unwrap_or_default();
        stage.say(Say::OpenShot(scene.id.clone(), shot));
    }
}

/// A scene without shots has a place that takes some.
fn empty_ui(ui: &Ui, stage: &Stage<'_>, room: Rect) {
    let look = look(ui);
    let place = Rect::from_min_size(room.min, egui::vec2(room.height() * 16.0 / 9.0, room.height()).min(room.size()));
    dashed_rect(ui, place, look.line, 1.0);
    let galley = one_line(ui, "No shots yet", theme::small(), look.faint, place.width() - 12.0);
    ui.painter().galley(place.center() - galley.size() / 2.0, galley, look.faint);
    stage.drop_veil(ui, place, "New shots\nwith these panels");
}
