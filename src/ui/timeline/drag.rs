//! Dragging on the timeline: an edge trims, a shot moves. What it does to time and price shows at the pointer.

use egui::{Align2, CornerRadius, Key, Pos2, Rect, Stroke, Ui, pos2, vec2};

use super::Scale;
use super::clip::Clip;
use crate::story::history::Gesture;
use crate::story::{Credits, Edit, Scene, Seconds, Shot, ShotId, price};
use crate::ui::Stage;
use crate::ui::say::Say;
use crate::ui::theme::{self, size};
use crate::ui::widgets::look;

/// A drag that is going on. The scale is kept as it was, so that nothing jumps under the pointer.
#[derive(Clone, Debug, PartialEq)]
pub struct Drag {
    shot: ShotId,
    scale: Scale,
    gesture: Gesture,
    kind: Kind,
    /// The scene's price when it began.
    credits: Credits,
    length: Seconds,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Trim {
        from: Seconds,
        /// Where the pointer was, against the edge.
        offset: f32,
    },
    Move {
        from: usize,
        grabbed: Pos2,
        /// A press that moves no further than a click does not reorder.
        lively: bool,
    },
}

pub(super) fn frozen_scale(stage: &Stage<'_>) -> Option<Scale> {
    stage.view.drag.as_ref().filter(|drag| matches!(drag.kind, Kind::Trim { .. })).map(|drag| drag.scale)
}

pub(super) fn start_trimming(ui: &Ui, stage: &mut Stage<'_>, shot: &Shot, clip: Clip) {
    let Some(pointer) = pressed_at(ui) else { return };
    let kind = Kind::Trim { from: shot.seconds, offset: pointer.x - clip.rect.right() };
    start(stage, shot, clip.scale, kind);
}

pub(super) fn start_moving(ui: &Ui, stage: &mut Stage<'_>, scene: &Scene, clip: Clip) {
    let Some(grabbed) = pressed_at(ui) else { return };
    let kind = Kind::Move { from: clip.index, grabbed, lively: false };
    start(stage, &scene.shots[clip.index], clip.scale, kind);
}

/// Where the button went down: the way to here counts as well.
fn pressed_at(ui: &Ui) -> Option<Pos2> {
    ui.input(|input| input.pointer.press_origin())
}

fn start(stage: &mut Stage<'_>, shot: &Shot, scale: Scale, kind: Kind) {
    let Some(scene) = stage.view.scene_index(stage.desk) else { return };
    let gesture = stage.view.new_gesture();
    let credits = stage.desk.digest().scenes[scene].price.credits;
    let length = stage.desk.project().scenes[scene].seconds();
    stage.view.drag = Some(Drag { shot: shot.id.clone(), scale, gesture, kind, credits, length });
}

/// Carries on with the drag there is.
pub(super) fn drag_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, clips: Rect, scale: Scale) {
    let Some(mut drag) = stage.view.drag.clone() else { return };
    let Some(index) = scene.shot_index(&drag.shot) else {
        stage.view.drag = None;
        return;
    };
    let cancelled = ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape));
    let released = ui.input(|input| !input.pointer.primary_down());
    let pointer = ui.ctx().pointer_latest_pos();
    match drag.kind {
        Kind::Trim { from, offset } => {
            if cancelled {
                set_seconds(stage, &drag, from);
            } else if let Some(pointer) = pointer {
                let start = f64::from(scene.start_of(index).0);
                let wanted = drag.scale.seconds(pointer.x - offset) - start;
                let seconds = Seconds(whole_seconds(wanted));
                if seconds != scene.shots[index].seconds {
                    set_seconds(stage, &drag, seconds);
                }
                trim_ghost(ui, scene, index, from, clips, drag.scale);
                tell_change(ui, stage, scene, &drag, pointer);
            }
        }
        Kind::Move { from, grabbed, mut lively } => {
            if let Some(pointer) = pointer {
                lively |= (pointer.x - grabbed.x).abs() > 6.0;
                if lively && !cancelled {
                    let to = place_at(scene, from, scale.seconds(pointer.x));
                    move_mark(ui, scene, from, to, clips, scale);
                    if released && to != from {
                        let edit = Edit::MoveShot { shot: drag.shot.clone(), scene: scene.id.clone(), to };
                        stage.say(Say::Edit(edit, None));
                    }
                }
                drag.kind = Kind::Move { from, grabbed, lively };
            }
        }
    }
    stage.view.drag = if cancelled || released { None } else { Some(drag) };
}

fn set_seconds(stage: &mut Stage<'_>, drag: &Drag, seconds: Seconds) {
    let edit = Edit::SetSeconds { shot: drag.shot.clone(), seconds };
    stage.say(Say::Edit(edit, Some(drag.gesture)));
}

/// To the nearest whole second, at least 1.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, which is meant")]
fn whole_seconds(seconds: f64) -> u32 {
    (seconds.round() as u32).max(1)
}

/// The place, counted without the moved shot, that a time of the scene stands for.
fn place_at(scene: &Scene, from: usize, seconds: f64) -> usize {
    let mut start = 0.0;
    let mut place = 0;
    for (index, shot) in scene.shots.iter().enumerate() {
        let length = f64::from(shot.seconds.0);
        if index != from && seconds > start + length / 2.0 {
            place += 1;
        }
        start += length;
    }
    place
}

/// Where the edge was before.
fn trim_ghost(ui: &Ui, scene: &Scene, index: usize, from: Seconds, clips: Rect, scale: Scale) {
    let before = scene.start_of(index).plus(from);
    let x = scale.x(f64::from(before.0));
    let stroke = Stroke::new(1.0, look(ui).dim);
    ui.painter().extend(egui::Shape::dashed_line(&[pos2(x, clips.top()), pos2(x, clips.bottom())], stroke, 4.0, 4.0));
}

/// Where a shot would stand.
fn move_mark(ui: &Ui, scene: &Scene, from: usize, to: usize, clips: Rect, scale: Scale) {
    let others = scene.shots.iter().enumerate().filter(|(index, _)| *index != from);
    let before: Seconds = others.take(to).map(|(_, shot)| shot.seconds).sum();
    // Counted on today's clips: those behind the moved shot still stand one length further on.
    let shift = if to > from { scene.shots[from].seconds } else { Seconds::ZERO };
    let x = scale.x(f64::from(before.plus(shift).0));
    ui.painter().vline(x, clips.top() - 4.0..=clips.bottom() + 4.0, Stroke::new(3.0, look(ui).info));
    ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
}

/// What the trim does to time and money, beside the pointer.
fn tell_change(ui: &Ui, stage: &Stage<'_>, scene: &Scene, drag: &Drag, pointer: Pos2) {
    let rules = stage.desk.rules();
    let now = price::of_scene(scene, rules);
    let time = i64::from(scene.seconds().0) - i64::from(drag.length.0);
    let sign = if time < 0 { "−" } else { "+" };
    let (credits, usd) = if now.credits >= drag.credits {
        let more = Credits(now.credits.0 - drag.credits.0);
        (more, rules.prices.usd(more))
    } else {
        let less = Credits(drag.credits.0 - now.credits.0);
        (less, rules.prices.usd(less))
    };
    let limit = rules.limits.scene_seconds_max;
    let used = format!("{} of {limit}", scene.seconds().0);
    let text = if time == 0 {
        used
    } else {
        format!("{sign}{} s, {sign}{credits}, {sign}{} · {used}", time.abs(), usd.in_cents())
    };
    let look = look(ui);
    let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(text, theme::body(), look.text));
    let painter = ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("trim")));
    let screen = ui.ctx().content_rect().shrink(4.0);
    let mut back = Align2::CENTER_BOTTOM.anchor_size(pointer - vec2(0.0, 18.0), galley.size() + vec2(20.0, 10.0));
    back = back.translate(vec2((screen.left() - back.left()).max(0.0) - (back.right() - screen.right()).max(0.0), 0.0));
    painter.rect_filled(back, CornerRadius::same(size::RADIUS), look.raised);
    painter.rect_stroke(back, CornerRadius::same(size::RADIUS), Stroke::new(1.0, look.line), egui::StrokeKind::Inside);
    painter.galley(back.min + vec2(10.0, 5.0), galley, look.text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene(lengths: &[u32]) -> Scene {
        let shot = |&seconds: &u32| Shot { seconds: Seconds(seconds), ..Shot::default() };
        Scene { shots: lengths.iter().map(shot).collect(), ..Scene::default() }
    }

    #[test]
    fn a_moved_shot_lands_where_the_pointer_is() {
        let scene = scene(&[3, 2, 3]);
        assert_eq!(place_at(&scene, 0, 0.0), 0);
        assert_eq!(place_at(&scene, 0, 3.5), 0);
        assert_eq!(place_at(&scene, 0, 4.5), 1);
        assert_eq!(place_at(&scene, 0, 7.9), 2);
        assert_eq!(place_at(&scene, 2, 0.5), 0);
        assert_eq!(place_at(&scene, 2, 2.0), 1);
        assert_eq!(place_at(&scene, 1, 4.0), 1);
    }

    #[test]
    fn trims_are_whole_seconds_of_at_least_one() {
        assert_eq!(whole_seconds(-3.0), 1);
        assert_eq!(whole_seconds(2.4), 2);
        assert_eq!(whole_seconds(2.6), 3);
        assert_eq!(whole_seconds(f64::NAN), 1);
    }
}
