//! Dragging shots over the wall to another place of their scene or of another one. A line shows where they would stand.

use egui::{Align2, CornerRadius, Id, Key, LayerId, Modifiers, Order, Pos2, Rect, Stroke, Ui, pos2, vec2};

use super::layout::{Layout, Place};
use crate::story::{Edit, Scene, SceneId, ShotId, compose};
use crate::ui::Stage;
use crate::ui::say::Say;
use crate::ui::theme::{self, size};
use crate::ui::widgets::{contained, look, scroll_at_edges};

/// Shots of a scene in the hand.
#[derive(Clone, Debug, PartialEq)]
pub struct WallDrag {
    scene: SceneId,
    shots: Vec<ShotId>,
    grabbed: Pos2,
    /// A press that moves no further than a click does moves nothing.
    lively: bool,
}

/// Takes a shot into the hand, with all that are selected with it.
pub(super) fn start(ui: &Ui, stage: &mut Stage<'_>, scene: &Scene, index: usize) {
    let Some(grabbed) = ui.input(|input| input.pointer.press_origin()) else { return };
    let held = &scene.shots[index].id;
    let several = stage.view.scene == scene.id && stage.view.picked.contains(held);
    let is_held = |id: &ShotId| id == held || (several && stage.view.is_picked(id));
    let shots = scene.shots.iter().map(|shot| shot.id.clone()).filter(is_held).collect();
    stage.view.wall.drag = Some(WallDrag { scene: scene.id.clone(), shots, grabbed, lively: false });
}

/// Carries on with the drag there is.
pub(super) fn drag_ui(ui: &mut Ui, stage: &mut Stage<'_>, wall: &Layout, origin: Pos2) {
    let Some(mut drag) = stage.view.wall.drag.take() else { return };
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        ui.ctx().stop_dragging();
        return;
    }
    let released = ui.input(|input| !input.pointer.primary_down());
    let pointer = ui.ctx().pointer_latest_pos().unwrap_or(drag.grabbed);
    drag.lively |= pointer.distance(drag.grabbed) > 6.0;
    if !drag.lively {
        stage.view.wall.drag = (!released).then_some(drag);
        return;
    }
    let at = pointer - origin.to_vec2();
    let wish = wall.gap_at(at).and_then(|gap| Some((gap, edit(stage, &drag, gap)?)));
    if released {
        if let Some(((scene, _), edit)) = wish {
            let scene = stage.desk.project().scenes[scene].id.clone();
            stage.say(Say::Edit(edit, None));
            stage.say(Say::SelectIn(scene, drag.shots));
        }
        return;
    }
    ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    if let Some((gap, edit)) = wish {
        if let Some(mark) = wall.mark(gap, at) {
            let mark = mark.translate(origin.to_vec2());
            let stroke = Stroke::new(3.0, look(ui).info);
            ui.painter().vline(mark.left(), mark.y_range().expand(3.0), stroke);
        }
        let facts = wall.rows[gap.0].facts;
        if facts.contains(at) {
            let (lit, look) = (facts.translate(origin.to_vec2()).expand(size::SMALL_GAP), look(ui));
            let stroke = Stroke::new(2.0, look.info);
            ui.painter().rect_stroke(lit, CornerRadius::same(size::RADIUS), stroke, egui::StrokeKind::Inside);
        }
        ghost_ui(ui, stage, &drag, pointer, &told(&edit));
    } else {
        ghost_ui(ui, stage, &drag, pointer, "");
    }
    scroll_at_edges(ui);
    stage.view.wall.drag = Some(drag);
}

/// What letting go there would do; nothing where the shots stand already.
fn edit(stage: &Stage<'_>, drag: &WallDrag, (to, gap): Place) -> Option<Edit> {
    let project = stage.desk.project();
    let from = project.scene_index(&drag.scene)?;
    let shots = &project.scenes[from].shots;
    let picked: Vec<usize> = (0..shots.len()).filter(|at| drag.shots.contains(&shots[*at].id)).collect();
    let without = if from == to { picked.iter().filter(|at| **at < gap).count() } else { 0 };
    compose::move_shots(project, from, &picked, to, gap - without)
}

fn told(edit: &Edit) -> String {
    match edit {
        Edit::Batch { label, .. } => label.clone(),
        _ => String::new(),
    }
}

/// What is in the hand, under the pointer, and what letting go does.
fn ghost_ui(ui: &Ui, stage: &mut Stage<'_>, drag: &WallDrag, pointer: Pos2, text: &str) {
    let look = look(ui);
    let painter = ui.ctx().layer_painter(LayerId::new(Order::Tooltip, Id::unique("wall drag")));
    let place = Rect::from_min_size(pointer + vec2(14.0, 14.0), size::WALL_GHOST);
    let project = stage.desk.project();
    let first = drag.shots.first().and_then(|id| project.find_shot(id));
    let panel = first.and_then(|(_, _, shot)| shot.panel.clone());
    let radius = CornerRadius::same(size::RADIUS);
    for behind in (0..drag.shots.len().min(3)).rev() {
        let card = place.translate(egui::Vec2::splat(4.0) * f32::from(u8::try_from(behind).unwrap_or(0)));
        painter.rect_filled(card, radius, look.raised);
        painter.rect_stroke(card, radius, Stroke::new(1.0, look.line), egui::StrokeKind::Inside);
    }
    if let Some(texture) = panel.and_then(|panel| stage.textures.thumb(stage.desk, &panel)) {
        let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        let at = contained(texture.size_vec2(), place);
        let shape = egui::epaint::RectShape::filled(at, radius, egui::Color32::WHITE).with_texture(texture.id(), uv);
        painter.add(shape);
    }
    painter.rect_stroke(place, radius, Stroke::new(2.0, look.strong), egui::StrokeKind::Inside);
    if text.is_empty() {
        return;
    }
    let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), theme::body(), look.text));
    let back = Align2::LEFT_TOP.anchor_size(place.left_bottom() + vec2(0.0, 12.0), galley.size() + vec2(20.0, 10.0));
    painter.rect_filled(back, radius, look.raised);
    painter.rect_stroke(back, radius, Stroke::new(1.0, look.line), egui::StrokeKind::Inside);
    painter.galley(pos2(back.left() + 10.0, back.top() + 5.0), galley, look.text);
}
