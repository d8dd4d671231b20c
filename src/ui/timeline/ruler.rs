//! Seconds above the clips, and the playhead over them; both scrub.

use egui::{Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::Scale;
use crate::story::Scene;
use crate::ui::Stage;
use crate::ui::focus::keep_arrows;
use crate::ui::theme::{self, size};
use crate::ui::view::{Marks, Source};
use crate::ui::widgets::{focus_ring, look};

pub(super) fn ruler_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, rect: Rect, scale: Scale) {
    let look = look(ui);
    let limit = stage.desk.rules().limits.scene_seconds_max.0;
    let span = scene.seconds().0.max(limit);
    let step = step_for(span, scale.per_second);
    let playhead = scale.x(super::playhead_seconds(stage.view.player.position));
    let label = |seconds: u32, text: String, color| {
        let at = scale.x(f64::from(seconds));
        let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(text, theme::small(), color));
        let left = beside_playhead(at, galley.size().x, playhead, rect);
        ui.painter().galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, color);
    };
    let mut seconds = 0;
    while seconds <= span {
        // What would touch the limit's own label makes room for it.
        let clear = seconds.abs_diff(limit) * 2 >= step;
        if seconds != limit && clear {
            label(seconds, seconds.to_string(), look.faint);
        }
        seconds = seconds.saturating_add(step);
    }
    let color = if scene.seconds().0 > limit { look.bad } else { look.text };
    label(limit, format!("{limit} s"), color);

    marks_ui(ui, stage, rect, scale);
    let response = ui.interact(rect.expand2(vec2(4.0, 0.0)), ruler_id(), Sense::click_and_drag());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::Slider, true, "Time");
        info.value = Some(stage.view.player.position.time());
        info
    });
    if let Some(pointer) = response.interact_pointer_pos()
        && (response.dragged() || response.clicked() || response.drag_started())
    {
        stage.scrub_to(scale.seconds(pointer.x));
    }
    if response.has_focus() {
        focus_ring(ui, rect.shrink(2.0), size::SMALL_RADIUS);
        keep_arrows(ui, response.id);
    }
    response.on_hover_cursor(egui::CursorIcon::ResizeHorizontal);
}

/// Where a figure of the ruler begins: around its second, or beside the playhead where that would stand on it.
fn beside_playhead(at: f32, width: f32, playhead: f32, ruler: Rect) -> f32 {
    const HEAD: f32 = 9.0;
    let left = at - width / 2.0;
    if (playhead - at).abs() >= width / 2.0 + HEAD {
        return left;
    }
    let (before, behind) = (playhead - HEAD - width, playhead + HEAD);
    // On the side of the playhead where its second is; at the end of the ruler on the other.
    if at < playhead || behind + width > ruler.right() + HEAD { before } else { behind }
}

/// The widget of the ruler: with the keyboard on it the timeline's keys work as everywhere.
pub(in crate::ui) fn ruler_id() -> egui::Id {
    egui::Id::unique("ruler")
}

/// The range that plays, where one is marked: a band between two lines.
fn marks_ui(ui: &Ui, stage: &Stage<'_>, rect: Rect, scale: Scale) {
    let player = &stage.view.player;
    if player.marks == Marks::default() {
        return;
    }
    let look = look(ui);
    let range = player.range(stage.view.length(stage.desk));
    let (left, right) = (scale.x(range.start.time()), scale.x(range.end.time()).min(rect.right()));
    let band = Rect::from_x_y_ranges(left..=right, rect.bottom() - 4.0..=rect.bottom() - 1.0);
    ui.painter().rect_filled(band, 1, look.info);
    for x in [left + 1.0, right - 1.0] {
        ui.painter().vline(x, rect.bottom() - 9.0..=rect.bottom() - 1.0, Stroke::new(2.0, look.info));
    }
}

/// Every third second as long as that leaves room, then ever wider steps.
fn step_for(span: u32, per_second: f32) -> u32 {
    const ROOM: f32 = 34.0;
    let mut step = 3;
    #[expect(clippy::cast_precision_loss, reason = "a few seconds, for a distance on the screen")]
    while (step as f32) * per_second < ROOM && step < span {
        step *= 2;
    }
    step
}

pub(super) fn playhead_ui(ui: &Ui, stage: &Stage<'_>, clips: Rect, scale: Scale) {
    if !matches!(stage.view.player.source, Source::Live) && stage.view.length(stage.desk).0 == 0 {
        return;
    }
    let x = scale.x(super::playhead_seconds(stage.view.player.position));
    if x > clips.right() + 1.0 {
        return;
    }
    let look = look(ui);
    let top = clips.top() - size::RULER + 2.0;
    let range = top..=clips.bottom() + 4.0;
    // Seen over a bright picture and over a dark one.
    ui.painter().vline(x, range.clone(), Stroke::new(3.5, look.ground));
    ui.painter().vline(x, range, Stroke::new(1.5, look.strong));
    let head = vec![pos2(x - 6.0, top - 2.0), pos2(x + 6.0, top - 2.0), pos2(x, top + 5.0)];
    ui.painter().add(egui::Shape::convex_polygon(head, look.strong, Stroke::new(1.0, look.ground)));
}
