//! Seconds above the clips, and the playhead over them; both scrub.

use egui::{Align2, Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::Scale;
use crate::story::{FrameNumber, Scene};
use crate::ui::Stage;
use crate::ui::theme::{self, size};
use crate::ui::view::Source;
use crate::ui::widgets::look;

pub(super) fn ruler_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, rect: Rect, scale: Scale) {
    let look = look(ui);
    let limit = stage.desk.rules().limits.scene_seconds_max.0;
    let span = scene.seconds().0.max(limit);
    let step = step_for(span, scale.per_second);
    let label = |seconds: u32, text: String, color| {
        let at = pos2(scale.x(f64::from(seconds)), rect.center().y);
        ui.painter().text(at, Align2::CENTER_CENTER, text, theme::small(), color);
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

    let response = ui.interact(rect.expand2(vec2(4.0, 0.0)), ui.scope_id().with("ruler"), Sense::click_and_drag());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::Slider, true, "Time");
        info.value = Some(stage.view.player.position.time());
        info
    });
    if let Some(pointer) = response.interact_pointer_pos()
        && (response.dragged() || response.clicked() || response.drag_started())
    {
        let last = stage.view.length(stage.desk).0.saturating_sub(1);
        stage.view.player.playing = None;
        stage.view.player.position = FrameNumber::at_time(scale.seconds(pointer.x)).min(FrameNumber(last));
    }
    response.on_hover_cursor(egui::CursorIcon::ResizeHorizontal);
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
    let color = look(ui).strong;
    let top = clips.top() - size::RULER + 2.0;
    ui.painter().vline(x, top..=clips.bottom() + 4.0, Stroke::new(1.5, color));
    let head = vec![pos2(x - 6.0, top - 2.0), pos2(x + 6.0, top - 2.0), pos2(x, top + 5.0)];
    ui.painter().add(egui::Shape::convex_polygon(head, color, Stroke::NONE));
}
