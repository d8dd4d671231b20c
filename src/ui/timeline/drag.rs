//! Dragging on the timeline: an edge trims, with Shift it rolls; a shot moves, with Ctrl and Shift it slides. What it does to
//! time and price shows at the pointer, and where things were before stays in sight. Shots may also be carried to a scene of
//! the list.

use std::sync::Arc;

use egui::{CursorIcon, Key, Modifiers, Pos2, Rect, Ui};

use super::Scale;
use super::clip::{Clip, clip_id};
use super::ghost;
use super::snap::{place_at, snapped, snapped_move, whole_seconds};
use crate::story::history::Gesture;
use crate::story::{Credits, Edit, Scene, SceneId, Seconds, Shot, ShotId, compose, timing};
use crate::ui::Stage;
use crate::ui::hints::Hint;
use crate::ui::say::Say;

/// A drag that is going on. The scale is kept as it was, so that nothing jumps under the pointer.
#[derive(Clone, Debug, PartialEq)]
pub struct Drag {
    /// Which shot was taken, by its place in the scene before.
    pub(super) index: usize,
    pub(super) kind: Kind,
    pub(super) scale: Scale,
    gesture: Gesture,
    pub(super) before: Arc<Scene>,
    /// The scene's price when it began.
    pub(super) credits: Credits,
    grabbed: Pos2,
    /// By how many seconds it has moved.
    by: i32,
    /// The whole second that the playhead is nearest to: a place to snap to.
    playhead: Option<Seconds>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// These shots together, the taken one among them.
    Trim(Vec<usize>),
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

/// A drag of the edge at a shot's end. With several shots selected, that one among them, all of them are trimmed.
pub(super) fn start_edge(ui: &Ui, stage: &mut Stage<'_>, scene: &Scene, clip: Clip) {
    let modifiers = ui.input(|input| input.modifiers);
    let kind = if is_slide(modifiers) {
        Kind::Slide
    } else if modifiers.shift {
        Kind::Roll
    } else {
        Kind::Trim(with_selected(stage, clip.index))
    };
    start(ui, stage, scene, clip, kind);
}

/// A shot, with all that are selected beside it where it is one of them.
fn with_selected(stage: &Stage<'_>, index: usize) -> Vec<usize> {
    let selection = stage.view.selection(stage.desk);
    if selection.contains(&index) { selection } else { vec![index] }
}

/// A drag of a shot, with all that are selected with it.
pub(super) fn start_clip(ui: &Ui, stage: &mut Stage<'_>, scene: &Scene, clip: Clip) {
    if is_slide(ui.input(|input| input.modifiers)) {
        start(ui, stage, scene, clip, Kind::Slide);
        return;
    }
    let shots = with_selected(stage, clip.index);
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
    // One that moves by itself is no place to snap to.
    let player = &stage.view.player;
    let playhead = player.playing.is_none().then(|| Seconds(whole_seconds(player.position.time())));
    stage.view.drag =
        Some(Drag { index: clip.index, kind, scale: clip.scale, gesture, before, credits, grabbed, by: 0, playhead });
}

/// Carries on with the drag there is.
pub(super) fn drag_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, clips: Rect, scale: Scale) {
    let Some(mut drag) = stage.view.drag.clone() else { return };
    stage.view.carried_to = None;
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
        *lively |= pointer.distance(drag.grabbed) > 6.0;
        if *lively && !cancelled {
            let row = stage.view.scene_rows.iter().find(|(row, _)| row.contains(pointer));
            if let Some(to) = row.map(|(_, to)| to.clone()) {
                carry_ui(ui, stage, scene, (shots, drag.index), to, pointer, released);
            } else if clips.y_range().expand(clips.height()).contains(pointer.y) {
                let held = Held { shots, by: pointer.x - drag.grabbed.x, playhead: drag.playhead };
                move_ui(ui, stage, scene, &held, pointer, clips, scale, released);
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
            ghost::ghosts(ui, &drag, clips);
            if let Some(second) = drag.at_playhead(scene) {
                ghost::snap_line(ui, second, clips, drag.scale);
            }
            let text = ghost::tell_change(ui, stage, scene, &drag, pointer);
            // Who does not see it hears it on what is dragged.
            let handle = clip_id(&drag.before.shots[drag.index]).with("end");
            ui.ctx().accesskit_node_builder(handle, |node| node.set_description(text));
            ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
    }
    if released && drag.by != 0 {
        let hint = drag.teaches();
        stage.says.extend(hint.map(Say::Practised));
    }
    if cancelled || released {
        (stage.view.drag, stage.view.carried_to) = (None, None);
    } else {
        stage.view.drag = Some(drag);
    }
}

/// Shots over the list of scenes: let go of, they come to the end of that scene.
fn carry_ui(
    ui: &Ui,
    stage: &mut Stage<'_>,
    scene: &Scene,
    (shots, index): (&[usize], usize),
    to: SceneId,
    pointer: Pos2,
    released: bool,
) {
    let project = stage.desk.project();
    let (Some(from), Some(place)) = (project.scene_index(&scene.id), project.scene_index(&to)) else { return };
    let (text, cursor) = match compose::move_to_end(project, from, shots, place) {
        Some(edit) => {
            stage.view.carried_to = Some(to.clone());
            (edit.label(project), CursorIcon::Grabbing)
        }
        None => (compose::told_in_scene(shots, place), CursorIcon::NotAllowed),
    };
    ghost::tell(ui, &text, pointer);
    ui.ctx().set_cursor_icon(cursor);
    let clip = clip_id(&scene.shots[index]);
    ui.ctx().accesskit_node_builder(clip, |node| node.set_description(text));
    if released {
        let shots = shots.iter().map(|&at| scene.shots[at].id.clone()).collect();
        stage.say(Say::CarryTo { scene: to, shots });
    }
}

/// Shots in the hand: so many points to the right of where they stand.
struct Held<'a> {
    shots: &'a [usize],
    by: f32,
    playhead: Option<Seconds>,
}

/// Shots on their way to another place of the scene.
fn move_ui(
    ui: &mut Ui,
    stage: &mut Stage<'_>,
    scene: &Scene,
    held: &Held<'_>,
    pointer: Pos2,
    clips: Rect,
    scale: Scale,
    released: bool,
) {
    let way = scale.seconds(scale.left + held.by);
    let snap = held.playhead.and_then(|second| snapped_move(scene, held.shots, way, second));
    let to = snap.map_or_else(|| place_at(scene, held.shots, scale.seconds(pointer.x)), |snap| snap.place);
    let edit = timing::move_to(scene, held.shots, to);
    let edit = edit.filter(|edit| !matches!(edit, Edit::Batch { edits, .. } if edits.is_empty()));
    let snap = snap.filter(|_| edit.is_some());
    let by = snap.map_or(held.by, |snap| scale.x(snap.way) - scale.left);
    ghost::move_ghost(ui, stage, scene, held.shots, by, clips, scale);
    let Some(edit) = edit else { return };
    ghost::move_mark(ui, scene, held.shots, to, clips, scale);
    if let Some(second) = held.playhead.filter(|_| snap.is_some()) {
        ghost::snap_line(ui, second, clips, scale);
    }
    if released {
        stage.say(Say::Edit(edit, None));
        stage.say(Say::Practised(Hint::Reorder));
    }
}

impl Drag {
    /// By how many whole seconds the hand has moved what it holds.
    fn moved_by(&self, stage: &Stage<'_>, pointer: Pos2) -> i32 {
        let way = (self.scale.seconds(pointer.x) - self.scale.seconds(self.grabbed.x)) / self.times_moved();
        // Where it lay when it was taken does not pull: there it would be hard to begin.
        let places: Vec<i32> = self.snap_places(stage).into_iter().flatten().filter(|place| *place != 0).collect();
        // What rolls or slides stops where a neighbour is at its shortest: `story` sees to that.
        let by = snapped(way, self.by, &places);
        let Kind::Trim(shots) = &self.kind else { return by };
        let least = stage.desk.rules().limits.shot_seconds_min;
        let spare = |at: &usize| self.before.shots.get(*at).map_or(Seconds::ZERO, |shot| shot.seconds.minus(least));
        let most = shots.iter().map(spare).max().unwrap_or(Seconds::ZERO);
        by.max(i32::try_from(most.0).map_or(i32::MIN, |most| -most))
    }

    /// How many of the trimmed shots lie before the edge in the hand, its own among them: each moves it, and it stays under
    /// the pointer.
    fn times_moved(&self) -> f64 {
        match &self.kind {
            Kind::Trim(shots) => {
                let before = shots.iter().filter(|&&shot| shot <= self.index).count();
                u32::try_from(before.max(1)).map_or(1.0, f64::from)
            }
            Kind::Roll | Kind::Slide | Kind::Move { .. } => 1.0,
        }
    }

    /// The moves that pull: to where the scene is full, and to the playhead.
    fn snap_places(&self, stage: &Stage<'_>) -> [Option<i32>; 2] {
        let limits = &stage.desk.rules().limits;
        let scene = &*self.before;
        let from = |at: usize, to: Seconds| {
            let by = i64::from(to.0) - i64::from(scene.start_of(at).0);
            i32::try_from(by).ok()
        };
        match (&self.kind, self.playhead) {
            (Kind::Trim(shots), playhead) => {
                let last = scene.shots.len().saturating_sub(1);
                let full = timing::trim_to(scene, shots, last, limits.scene_seconds_max, limits);
                let at = playhead.and_then(|second| timing::trim_to(scene, shots, self.index, second, limits));
                [full, at]
            }
            (Kind::Roll, Some(second)) => [from(self.index + 1, second), None],
            (Kind::Slide, Some(second)) => [from(self.index, second), from(self.index + 1, second)],
            _ => [None, None],
        }
    }

    /// The playhead's second, where what is dragged has come to lie at it.
    pub(super) fn at_playhead(&self, scene: &Scene) -> Option<Seconds> {
        let second = self.playhead.filter(|_| self.by != 0)?;
        let lies = |at: usize| scene.start_of(at) == second;
        let is_there = match self.kind {
            Kind::Trim(_) | Kind::Roll => lies(self.index + 1),
            Kind::Slide => lies(self.index) || lies(self.index + 1),
            Kind::Move { .. } => false,
        };
        is_there.then_some(second)
    }

    /// Whether shots are in the hand that may be let go of elsewhere.
    #[must_use]
    pub fn carries(&self) -> bool {
        matches!(self.kind, Kind::Move { lively: true, .. })
    }

    /// The shot, counted from 0, at whose end the edge is that is in the hand and has moved.
    #[must_use]
    pub fn edge_of(&self) -> Option<usize> {
        (matches!(self.kind, Kind::Trim(_) | Kind::Roll) && self.by != 0).then_some(self.index)
    }

    /// The hint that speaks of it.
    fn teaches(&self) -> Option<Hint> {
        match self.kind {
            Kind::Trim(_) => Some(Hint::Trim),
            Kind::Roll => Some(Hint::Roll),
            Kind::Slide | Kind::Move { .. } => None,
        }
    }

    /// The scene as it was, changed as far as the hand has moved. It names the same shots each time.
    fn edit(&self, stage: &Stage<'_>) -> Option<Edit> {
        let limits = &stage.desk.rules().limits;
        match &self.kind {
            Kind::Trim(shots) => timing::trim(&self.before, shots, self.by, limits),
            Kind::Roll => timing::roll(&self.before, self.index, i64::from(self.by), limits),
            Kind::Slide => timing::slide(&self.before, self.index, i64::from(self.by), limits),
            Kind::Move { .. } => None,
        }
    }

    /// The shots whose place or length it changes, of those that stay in sight as they were.
    pub(super) fn touched(&self) -> Vec<usize> {
        match &self.kind {
            Kind::Trim(shots) => shots.clone(),
            Kind::Roll => vec![self.index, self.index + 1],
            Kind::Slide => (self.index.saturating_sub(1)..=self.index + 1).collect(),
            Kind::Move { .. } => vec![self.index],
        }
    }
}

/// The seconds of a shot changed with the keyboard on its edge, and of all that are selected beside it.
pub(super) fn step_edge(stage: &mut Stage<'_>, scene: &Scene, shot: &Shot, modifiers: Modifiers, by: i32) {
    let Some(index) = scene.shot_index(&shot.id) else { return };
    let limits = &stage.desk.rules().limits;
    let (edit, hint) = if is_slide(modifiers) {
        (timing::slide(scene, index, i64::from(by), limits), None)
    } else if modifiers.shift {
        (timing::roll(scene, index, i64::from(by), limits), Some(Hint::Roll))
    } else {
        (timing::trim(scene, &with_selected(stage, index), by, limits), Some(Hint::Trim))
    };
    if let Some(edit) = edit {
        stage.say(Say::Edit(edit, None));
        stage.says.extend(hint.map(Say::Practised));
    }
}
