//! Dragging on the timeline: an edge trims, with Shift it rolls; a shot moves, with Ctrl and Shift it slides. What it does to
//! time and price shows at the pointer, and where things were before stays in sight.

use std::sync::Arc;

use egui::{Align2, CornerRadius, Key, Modifiers, Pos2, Rect, Stroke, Ui, pos2, vec2};

use super::Scale;
use super::clip::Clip;
use super::snap::{place_at, snapped, whole_seconds};
use crate::story::history::Gesture;
use crate::story::{Credits, Edit, Scene, Seconds, Shot, ShotId, price, timing};
use crate::ui::Stage;
use crate::ui::hints::Hint;
use crate::ui::say::Say;
use crate::ui::theme::{self, size};
use crate::ui::widgets::{dashed_rect, look};

/// A drag that is going on. The scale is kept as it was, so that nothing jumps under the pointer.
#[derive(Clone, Debug, PartialEq)]
pub struct Drag {
    /// Which shot was taken, by its place in the scene before.
    index: usize,
    kind: Kind,
    scale: Scale,
    gesture: Gesture,
    before: Arc<Scene>,
    /// The scene's price when it began.
    credits: Credits,
    grabbed: Pos2,
    /// By how many seconds it has moved.
    by: i64,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Trim,
    Roll,
    Slide,
    Move {
        shots: Vec<usize>,
        /// A press that moves no further than a click does not reorder.
        lively: bool,
    },
}

pub(super) fn frozen_scale(stage: &Stage<'_>) -> Option<Scale> {
    stage.view.drag.as_ref().filter(|drag| !matches!(drag.kind, Kind::Move { .. })).map(|drag| drag.scale)
}

/// A drag of the edge at a shot's end.
pub(super) fn start_edge(ui: &Ui, stage: &mut Stage<'_>, scene: &Scene, clip: Clip) {
    let modifiers = ui.input(|input| input.modifiers);
    let kind = if is_slide(modifiers) {
        Kind::Slide
    } else if modifiers.shift {
        Kind::Roll
    } else {
        Kind::Trim
    };
    start(ui, stage, scene, clip, kind);
}

/// A drag of a shot, with all that are selected with it.
pub(super) fn start_clip(ui: &Ui, stage: &mut Stage<'_>, scene: &Scene, clip: Clip) {
    if is_slide(ui.input(|input| input.modifiers)) {
        start(ui, stage, scene, clip, Kind::Slide);
        return;
    }
    let selection = stage.view.selection(stage.desk);
    let shots = if selection.contains(&clip.index) { selection } else { vec![clip.index] };
    start(ui, stage, scene, clip, Kind::Move { shots, lively: false });
}

fn is_slide(modifiers: Modifiers) -> bool {
    modifiers.command && modifiers.shift
}

fn start(ui: &Ui, stage: &mut Stage<'_>, scene: &Scene, clip: Clip, kind: Kind) {
    // Where the button went down: the way to here counts as well.
    let Some(grabbed) = ui.input(|input| input.pointer.press_origin()) else { return };
    let Some(at) = stage.view.scene_index(stage.desk) else { return };
    let gesture = stage.view.new_gesture();
    let credits = stage.desk.digest().scenes[at].price.credits;
    let before = Arc::new(scene.clone());
    stage.view.drag =
        Some(Drag { index: clip.index, kind, scale: clip.scale, gesture, before, credits, grabbed, by: 0 });
}

/// Carries on with the drag there is.
pub(super) fn drag_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, clips: Rect, scale: Scale) {
    let Some(mut drag) = stage.view.drag.clone() else { return };
    let ids = |scene: &Scene| scene.shots.iter().map(|shot| shot.id.clone()).collect::<Vec<ShotId>>();
    if ids(scene) != ids(&drag.before) {
        // Something else has changed the scene meanwhile.
        stage.view.drag = None;
        return;
    }
    let cancelled = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    let released = ui.input(|input| !input.pointer.primary_down());
    let pointer = ui.ctx().pointer_latest_pos().unwrap_or(drag.grabbed);
    if let Kind::Move { shots, lively } = &mut drag.kind {
        *lively |= (pointer.x - drag.grabbed.x).abs() > 6.0;
        if *lively && !cancelled {
            let to = place_at(scene, shots, scale.seconds(pointer.x));
            move_ghost(ui, scene, shots, pointer.x - drag.grabbed.x, clips, scale);
            let edit = timing::move_to(scene, shots, to);
            if let Some(edit) = edit.filter(|edit| !matches!(edit, Edit::Batch { edits, .. } if edits.is_empty())) {
                move_mark(ui, scene, shots, to, clips, scale);
                if released {
                    stage.say(Say::Edit(edit, None));
                    stage.say(Say::Practised(Hint::Reorder));
                }
            }
        }
    } else {
        let by = if cancelled { 0 } else { drag.moved_by(stage, pointer) };
        if by != drag.by {
            drag.by = by;
            if let Some(edit) = drag.edit(stage) {
                stage.say(Say::Edit(edit, Some(drag.gesture)));
            }
        }
        if !cancelled {
            ghosts(ui, &drag, clips);
            tell_change(ui, stage, scene, &drag, pointer);
            ui.ctx().set_cursor_icon(egui::CursorIcon::ResizeHorizontal);
        }
    }
    if released && drag.by != 0 {
        let hint = drag.teaches();
        stage.says.extend(hint.map(Say::Practised));
    }
    stage.view.drag = if cancelled || released { None } else { Some(drag) };
}

impl Drag {
    /// By how many whole seconds the hand has moved what it holds.
    fn moved_by(&self, stage: &Stage<'_>, pointer: Pos2) -> i64 {
        let limits = &stage.desk.rules().limits;
        let way = self.scale.seconds(pointer.x) - self.scale.seconds(self.grabbed.x);
        let Some(shot) = self.before.shots.get(self.index) else { return 0 };
        if self.kind != Kind::Trim {
            // What rolls or slides stops where a neighbour is at its shortest: `story` sees to that.
            return i64::from(whole_seconds(way.abs())) * if way < 0.0 { -1 } else { 1 };
        }
        let from = i64::from(shot.seconds.0);
        let held = Seconds(u32::try_from(from + self.by).unwrap_or(shot.seconds.0));
        let others = self.before.seconds().minus(shot.seconds);
        let full = limits.scene_seconds_max.minus(others);
        let full = (full >= limits.shot_seconds_min && full != shot.seconds).then_some(full);
        let seconds = snapped(f64::from(shot.seconds.0) + way, held, full, limits.shot_seconds_min);
        i64::from(seconds.0) - from
    }

    /// The hint that speaks of it.
    fn teaches(&self) -> Option<Hint> {
        match self.kind {
            Kind::Trim => Some(Hint::Trim),
            Kind::Roll => Some(Hint::Roll),
            Kind::Slide | Kind::Move { .. } => None,
        }
    }

    /// The scene as it was, changed as far as the hand has moved. It names the same shots each time.
    fn edit(&self, stage: &Stage<'_>) -> Option<Edit> {
        let limits = &stage.desk.rules().limits;
        match self.kind {
            Kind::Trim => timing::trim(&self.before, &[self.index], i32::try_from(self.by).ok()?, limits),
            Kind::Roll => timing::roll(&self.before, self.index, self.by, limits),
            Kind::Slide => timing::slide(&self.before, self.index, self.by, limits),
            Kind::Move { .. } => None,
        }
    }

    /// The shots whose place or length it changes, of those that stay in sight as they were.
    fn touched(&self) -> std::ops::RangeInclusive<usize> {
        match self.kind {
            Kind::Roll => self.index..=self.index + 1,
            Kind::Slide => self.index.saturating_sub(1)..=self.index + 1,
            Kind::Trim | Kind::Move { .. } => self.index..=self.index,
        }
    }
}

fn rect_of(scene: &Scene, at: usize, clips: Rect, scale: Scale) -> Rect {
    let start = scene.start_of(at);
    let end = start.plus(scene.shots[at].seconds);
    Rect::from_x_y_ranges(scale.x(f64::from(start.0))..=scale.x(f64::from(end.0)), clips.y_range())
}

/// Where what is dragged was before.
fn ghosts(ui: &Ui, drag: &Drag, clips: Rect) {
    for at in drag.touched().filter(|at| *at < drag.before.shots.len()) {
        let rect = rect_of(&drag.before, at, clips, drag.scale);
        dashed_rect(ui, rect.shrink2(vec2(1.0, 0.0)), look(ui).dim, 1.0);
    }
}

/// The moved shots under the hand.
fn move_ghost(ui: &Ui, scene: &Scene, shots: &[usize], by: f32, clips: Rect, scale: Scale) {
    let look = look(ui);
    let painter = ui.painter().with_clip_rect(clips.expand(4.0));
    for &at in shots.iter().filter(|at| **at < scene.shots.len()) {
        let rect = rect_of(scene, at, clips, scale).translate(vec2(by, 0.0));
        painter.rect_filled(rect, CornerRadius::same(size::RADIUS), look.veil);
        dashed_rect(ui, rect.intersect(clips), look.dim, 1.0);
    }
}

/// Where the moved shots would stand.
fn move_mark(ui: &Ui, scene: &Scene, shots: &[usize], to: usize, clips: Rect, scale: Scale) {
    let mut stay = (0..scene.shots.len()).filter(|at| !shots.contains(at));
    let before = stay.nth(to).map_or(scene.seconds(), |next| scene.start_of(next));
    let x = scale.x(f64::from(before.0));
    ui.painter().vline(x, clips.top() - 4.0..=clips.bottom() + 4.0, Stroke::new(3.0, look(ui).info));
    ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
}

/// What the drag does to time and money.
fn change_text(stage: &Stage<'_>, scene: &Scene, drag: &Drag) -> String {
    let rules = stage.desk.rules();
    let used = format!("{} of {}", scene.seconds().0, rules.limits.scene_seconds_max);
    if drag.kind != Kind::Trim {
        let lengths: Vec<String> = drag
            .touched()
            .filter_map(|at| Some(format!("shot {}: {}", at + 1, scene.shots.get(at)?.seconds)))
            .collect();
        return format!("{} · {used}", lengths.join(" · "));
    }
    let length = scene.shots.get(drag.index).map_or(Seconds::ZERO, |shot| shot.seconds);
    let time = i64::from(scene.seconds().0) - i64::from(drag.before.seconds().0);
    if time == 0 {
        return format!("{length} · {used}");
    }
    let now = price::of_scene(scene, rules).credits;
    let credits = Credits(now.0.abs_diff(drag.credits.0));
    let sign = if time < 0 { "−" } else { "+" };
    format!("{sign}{} s, {sign}{credits}, {sign}{} · {used}", time.abs(), rules.prices.usd(credits).in_cents())
}

fn tell_change(ui: &Ui, stage: &Stage<'_>, scene: &Scene, drag: &Drag, pointer: Pos2) {
    let look = look(ui);
    let text = change_text(stage, scene, drag);
    let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(text, theme::body(), look.text));
    let painter = ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("trim")));
    let screen = ui.ctx().content_rect().shrink(4.0);
    let mut back = Align2::CENTER_BOTTOM.anchor_size(pointer - vec2(0.0, 18.0), galley.size() + vec2(20.0, 10.0));
    back = back.translate(vec2((screen.left() - back.left()).max(0.0) - (back.right() - screen.right()).max(0.0), 0.0));
    painter.rect_filled(back, CornerRadius::same(size::RADIUS), look.raised);
    painter.rect_stroke(back, CornerRadius::same(size::RADIUS), Stroke::new(1.0, look.line), egui::StrokeKind::Inside);
    painter.galley(pos2(back.left() + 10.0, back.top() + 5.0), galley, look.text);
}

/// The seconds of one shot changed with the keyboard on its edge.
pub(super) fn step_edge(stage: &mut Stage<'_>, scene: &Scene, shot: &Shot, modifiers: Modifiers, by: i32) {
    let Some(index) = scene.shot_index(&shot.id) else { return };
    let limits = &stage.desk.rules().limits;
    let (edit, hint) = if is_slide(modifiers) {
        (timing::slide(scene, index, i64::from(by), limits), None)
    } else if modifiers.shift {
        (timing::roll(scene, index, i64::from(by), limits), Some(Hint::Roll))
    } else {
        (timing::trim(scene, &[index], by, limits), Some(Hint::Trim))
    };
    if let Some(edit) = edit {
        stage.say(Say::Edit(edit, None));
        stage.says.extend(hint.map(Say::Practised));
    }
}
