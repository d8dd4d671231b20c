//! What is seen of a drag on the timeline: where things were, where they would be, and what that does to time and price.

use egui::{Align2, CornerRadius, Pos2, Rect, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};

use super::Scale;
use super::drag::{Drag, Kind};
use crate::story::check::count_of;
use crate::story::{Scene, Seconds, price};
use crate::ui::Stage;
use crate::ui::shot_picture;
use crate::ui::theme::{self, size};
use crate::ui::widgets::{dashed_rect, look};

fn rect_of(scene: &Scene, at: usize, clips: Rect, scale: Scale) -> Rect {
    let start = scene.start_of(at);
    let end = start.plus(scene.shots[at].seconds);
    Rect::from_x_y_ranges(scale.x(f64::from(start.0))..=scale.x(f64::from(end.0)), clips.y_range())
}

/// Where what is dragged was before.
pub(super) fn ghosts(ui: &Ui, drag: &Drag, clips: Rect) {
    for at in drag.touched().into_iter().filter(|at| *at < drag.before.shots.len()) {
        let rect = rect_of(&drag.before, at, clips, drag.scale);
        dashed_rect(ui, rect.shrink2(vec2(1.0, 0.0)), look(ui).dim, 1.0);
    }
}

/// The second that what is dragged snapped to.
pub(super) fn snap_line(ui: &Ui, second: Seconds, clips: Rect, scale: Scale) {
    let x = scale.x(f64::from(second.0));
    ui.painter().vline(x, clips.top() - size::RULER..=clips.bottom() + 4.0, Stroke::new(2.0, look(ui).info));
}

/// The moved shots under the hand: as they look, and what lies below shines through.
pub(super) fn move_ghost(
    ui: &mut Ui,
    stage: &mut Stage<'_>,
    scene: &Scene,
    shots: &[usize],
    by: f32,
    clips: Rect,
    scale: Scale,
) {
    const OPACITY: f32 = 0.8;
    let look = look(ui);
    let mut held = ui.new_child(UiBuilder::new().max_rect(clips));
    held.set_clip_rect(clips.expand(4.0));
    held.set_opacity(OPACITY);
    for &at in shots.iter().filter(|at| **at < scene.shots.len()) {
        let (shot, rect) = (&scene.shots[at], rect_of(scene, at, clips, scale).translate(vec2(by, 0.0)));
        shot_picture::picture_ui(&held, stage, &look, shot, rect);
        if rect.width() > 24.0 {
            shot_picture::chips_ui(&held, &look, shot, at, rect);
        }
        held.painter().rect_stroke(
            rect,
            CornerRadius::same(size::RADIUS),
            Stroke::new(1.0, look.dim),
            StrokeKind::Inside,
        );
    }
}

/// Where the moved shots would stand.
pub(super) fn move_mark(ui: &Ui, scene: &Scene, shots: &[usize], to: usize, clips: Rect, scale: Scale) {
    let mut stay = (0..scene.shots.len()).filter(|at| !shots.contains(at));
    let before = stay.nth(to).map_or(scene.seconds(), |next| scene.start_of(next));
    let x = scale.x(f64::from(before.0));
    ui.painter().vline(x, clips.top() - 4.0..=clips.bottom() + 4.0, Stroke::new(3.0, look(ui).info));
    ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
}

/// What the drag does to time and money.
fn change_text(stage: &Stage<'_>, scene: &Scene, drag: &Drag) -> String {
    let rules = stage.desk.rules();
    let at = if drag.at_playhead(scene).is_some() { " · at the playhead" } else { "" };
    let used = format!("{} of {}{at}", scene.seconds().0, rules.limits.scene_seconds_max);
    let length_of = |at: usize| scene.shots.get(at).map_or(Seconds::ZERO, |shot| shot.seconds);
    let Kind::Trim(shots) = &drag.kind else {
        let lengths: Vec<String> = drag
            .touched()
            .into_iter()
            .filter(|at| *at < scene.shots.len())
            .map(|at| format!("shot {}: {}", at + 1, length_of(at)))
            .collect();
        return format!("{} · {used}", lengths.join(" · "));
    };
    let several = if shots.len() > 1 { format!("{}: ", count_of(shots.len(), "shot")) } else { String::new() };
    let time = i64::from(scene.seconds().0) - i64::from(drag.before.seconds().0);
    if time == 0 {
        return format!("{several}{} · {used}", length_of(drag.index));
    }
    if !stage.shows_prices() {
        let sign = if time < 0 { "−" } else { "+" };
        return format!("{several}{sign}{} s · {used}", time.abs());
    }
    let now = price::of_scene(scene, rules).credits;
    let credits = now.apart(drag.credits);
    let sign = if time < 0 { "−" } else { "+" };
    let usd = rules.prices.usd(credits).in_cents();
    format!("{several}{sign}{} s, {sign}{credits}, {sign}{usd} · {used}", time.abs())
}

/// Says it at the pointer; gives the words.
pub(super) fn tell_change(ui: &Ui, stage: &Stage<'_>, scene: &Scene, drag: &Drag, pointer: Pos2) -> String {
    let text = change_text(stage, scene, drag);
    tell(ui, &text, pointer);
    text
}

/// Words at the pointer.
pub(super) fn tell(ui: &Ui, text: &str, pointer: Pos2) {
    let look = look(ui);
    let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), theme::body(), look.text));
    let painter = ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("trim")));
    let screen = ui.ctx().content_rect().shrink(4.0);
    let mut back = Align2::CENTER_BOTTOM.anchor_size(pointer - vec2(0.0, 18.0), galley.size() + vec2(20.0, 10.0));
    back = back.translate(vec2((screen.left() - back.left()).max(0.0) - (back.right() - screen.right()).max(0.0), 0.0));
    painter.rect_filled(back, CornerRadius::same(size::RADIUS), look.raised);
    painter.rect_stroke(back, CornerRadius::same(size::RADIUS), Stroke::new(1.0, look.line), egui::StrokeKind::Inside);
    painter.galley(pos2(back.left() + 10.0, back.top() + 5.0), galley, look.text);
}
