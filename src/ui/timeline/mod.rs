//! The timeline: what is used of the 15 seconds, the two frames, and the shots between them.

mod clip;
mod drag;
mod ghost;
mod length;
mod ruler;
mod slot;
mod snap;

use egui::{Align, Layout, Rect, RichText, Ui, pos2, vec2};

pub(super) use clip::clip_id;
pub use drag::Drag;
pub(super) use ruler::ruler_id;

use super::Stage;
use super::command::{Command, ShotCommand};
use super::hints;
use super::say::{Say, Target};
use super::theme::{self, size};
use super::widgets::{self, hatched_rect, hint, look};
use crate::story::budget::{self, Budget};
use crate::story::check::Fix;
use crate::story::{FrameNumber, FrameSlot, Scene, Seconds};

/// How seconds lie on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    pub left: f32,
    /// Points a second.
    pub per_second: f32,
}

impl Scale {
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
    pub fn x(self, seconds: f64) -> f32 {
        self.left + (f64::from(self.per_second) * seconds) as f32
    }

    #[must_use]
    pub fn seconds(self, x: f32) -> f64 {
        f64::from(x - self.left) / f64::from(self.per_second.max(f32::EPSILON))
    }
}

/// The whole timeline of the selected scene.
pub fn timeline_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let Some(scene_index) = stage.view.scene_index(stage.desk) else {
        ui.centered_and_justified(|ui| hint(ui, "Add a scene to begin"));
        return;
    };
    let scene = stage.desk.project().scenes[scene_index].clone();
    header_ui(ui, stage, &scene, scene_index);
    let low = ui.ctx().content_rect().height() < size::LOW_BELOW;
    let track_height = if low { size::TRACK_LOW } else { size::TRACK };
    let width = ui.available_width();
    let (whole, _) = ui.allocate_exact_size(vec2(width, size::RULER + track_height), egui::Sense::hover());
    let track = Rect::from_min_max(pos2(whole.left(), whole.top() + size::RULER), whole.max);
    let first = Rect::from_min_size(track.min, vec2(size::SLOT, track.height()));
    let last = Rect::from_min_size(pos2(track.right() - size::SLOT, track.top()), first.size());
    let clips =
        Rect::from_min_max(pos2(first.right() + size::GAP, track.top()), pos2(last.left() - size::GAP, track.bottom()));
    let limit = stage.desk.rules().limits.scene_seconds_max;
    let scale = drag::frozen_scale(stage).unwrap_or_else(|| scale_for(clips, scene.seconds().max(limit)));

    slot::slot_ui(ui, stage, scene_index, FrameSlot::First, first);
    slot::slot_ui(ui, stage, scene_index, FrameSlot::Last, last);
    clips_ui(ui, stage, &scene, clips, scale);
    ruler::ruler_ui(ui, stage, &scene, Rect::from_min_max(pos2(clips.left(), whole.top()), clips.right_top()), scale);
    ruler::playhead_ui(ui, stage, clips, scale);
    drag::drag_ui(ui, stage, &scene, clips, scale);
    length::length_ui(ui, stage, &scene, clips, scale);
    ui.add_space(2.0);
    if !low && let Some(hints) = hints::of_timeline(ui.ctx(), stage.settings) {
        hint(ui, hints);
    }
}

#[expect(clippy::cast_precision_loss, reason = "seconds of a scene, for a place on the screen")]
fn scale_for(clips: Rect, span: Seconds) -> Scale {
    Scale { left: clips.left(), per_second: clips.width() / (span.0.max(1) as f32) }
}

/// What is used and what is free, with the ways out where it is too much.
fn header_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, scene_index: usize) {
    let look = look(ui);
    let limits = stage.desk.rules().limits.clone();
    ui.horizontal(|ui| {
        ui.set_height(size::BUTTON_HEIGHT - 4.0);
        ui.spacing_mut().item_spacing.x = 14.0;
        let used = format!("{} of {}", scene.seconds().0, limits.scene_seconds_max);
        let state = budget::of(scene, &limits);
        let color = if matches!(state, Budget::Over(_)) { look.bad } else { look.text };
        let used = ui.label(RichText::new(used).font(theme::strong()).color(color));
        // What a gesture does to the budget is said, too.
        ui.ctx().accesskit_node_builder(used.id, |node| node.set_live(egui::accesskit::Live::Polite));
        match state {
            Budget::Free(free) => {
                ui.label(RichText::new(format!("{free} free")).color(look.ok));
                if scene.seconds() < limits.scene_seconds_min && !scene.shots.is_empty() {
                    let least = limits.scene_seconds_min;
                    widgets::state_line(ui, super::icons::ERROR, &format!("a take lasts at least {least}"), look.bad);
                }
            }
            Budget::Full => {
                ui.label(RichText::new("full").color(look.dim));
            }
            Budget::Over(over) => {
                widgets::state_line(ui, super::icons::ERROR, &format!("{over} over"), look.bad);
            }
        }
        ways_out_ui(ui, stage, scene, scene_index);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let new = budget::new_shot_seconds(scene, &limits, stage.settings.new_shot_seconds);
            let add = widgets::outline_button(ui, format!("+ Shot, {new}"), true);
            let tooltip = if scene.shots.len() >= limits.shots_max {
                format!("A request takes {} shots: a further one can be moved to the next scene", limits.shots_max)
            } else {
                Command::Shot(ShotCommand::Add).tooltip(ui.ctx())
            };
            if add.on_hover_text(tooltip).clicked() {
                stage.say(Say::Command(Command::Shot(ShotCommand::Add)));
            }
            let shots = scene.shots.len();
            let color = if shots > limits.shots_max { look.bad } else { look.dim };
            ui.label(RichText::new(format!("{shots} of {} shots", limits.shots_max)).color(color));
        });
    });
}

/// The one-click ways out of problems of time, beside what they are about.
fn ways_out_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, scene_index: usize) {
    let problems = &stage.desk.digest().scenes[scene_index].problems;
    let of_time = ["over-budget", "too-many-shots", "under-minimum"];
    let mut fixes: Vec<Fix> = Vec::new();
    for problem in problems.iter().filter(|problem| of_time.contains(&problem.code)) {
        for fix in &problem.fixes {
            // Too many shots and too many seconds may offer the same way out.
            if !fixes.contains(fix) {
                fixes.push(fix.clone());
            }
        }
    }
    for fix in fixes {
        if widgets::outline_button(ui, fix.label(), true).clicked() {
            stage.say(Say::Fix { scene: scene.id.clone(), fix });
        }
    }
}

fn clips_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, clips: Rect, scale: Scale) {
    let look = look(ui);
    let limits = stage.desk.rules().limits.clone();
    let free = Rect::from_x_y_ranges(
        scale.x(f64::from(scene.seconds().0)).min(clips.right())..=clips.right(),
        clips.y_range(),
    );
    ui.painter().rect_filled(clips, egui::CornerRadius::same(size::RADIUS), look.panel);
    hatched_rect(ui, free, look.hatch);
    if free.width() > 1.0 {
        free_ui(ui, stage, scene, free);
    }
    let mut start = Seconds::ZERO;
    let mut placed = Vec::with_capacity(scene.shots.len());
    for (index, shot) in scene.shots.iter().enumerate() {
        let end = start.plus(shot.seconds);
        let rect = Rect::from_x_y_ranges(scale.x(f64::from(start.0))..=scale.x(f64::from(end.0)), clips.y_range());
        placed.push(clip::Clip { index, start, rect, scale });
        start = end;
    }
    let list = egui::UiBuilder::new()
        .max_rect(clips)
        .accessibility_role(egui::accesskit::Role::ListBox)
        .accessibility_label(format!("Timeline, {} of {} seconds", scene.seconds().0, limits.scene_seconds_max.0));
    // It takes no room of its own: the clips' place is taken already.
    let list = &mut ui.new_child(list);
    for clip in &placed {
        clip::clip_ui(list, stage, scene, *clip);
    }
    // The stripes lie over pictures, and under words and lengths.
    if scene.seconds() > limits.scene_seconds_max {
        let from = scale.x(f64::from(limits.scene_seconds_max.0));
        let over = Rect::from_x_y_ranges(from..=scale.x(f64::from(scene.seconds().0)), clips.y_range());
        ui.painter().rect_filled(over, egui::CornerRadius::same(size::RADIUS), look.over_wash);
        hatched_rect(ui, over, look.over_hatch);
        let line = egui::Stroke::new(2.0, look.bad);
        ui.painter().vline(from, clips.top()..=clips.bottom() + 4.0, line);
    }
    if stage.view.hovered.is_none() {
        for clip in &placed {
            clip::words_ui(list, stage, scene, *clip);
        }
    }
    // The handles lie over both neighbours.
    for clip in &placed {
        clip::handle_ui(list, stage, scene, *clip);
    }
}

/// The seconds nobody uses yet: a click adds a shot there, a picture dropped there too.
fn free_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, rect: Rect) {
    let look = look(ui);
    let limits = &stage.desk.rules().limits;
    let free = limits.scene_seconds_max.minus(scene.seconds());
    if free > Seconds::ZERO && stage.view.hovered.is_none() {
        let text = if scene.shots.is_empty() {
            "No shots yet · click to add one, or drop pictures here".to_owned()
        } else {
            format!("{free} free")
        };
        let galley = widgets::one_line(ui, &text, theme::small(), look.faint, rect.width() - 8.0);
        ui.painter().galley(rect.center() - galley.size() / 2.0, galley, look.faint);
    }
    let id = ui.scope_id().with("free");
    let response = ui.interact(rect, id, egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Add a shot in the free time"));
    if response.clicked() {
        stage.say(Say::Command(Command::Shot(ShotCommand::Add)));
    }
    stage.target(rect, Target::Panels(scene.id.clone(), scene.shots.len()));
    stage.drop_veil(ui, rect, &format!("New shot {}\nwith this panel", scene.shots.len() + 1));
}

/// Where the playhead stands, in seconds.
fn playhead_seconds(position: FrameNumber) -> f64 {
    position.time()
}
