//! A shot on the timeline: its panel, number, seconds and a line of its prompt, with a handle at its end.

use egui::{CornerRadius, CursorIcon, Key, Rect, Response, Ui, WidgetInfo, pos2, vec2};

use super::{Scale, drag};
use crate::story::{Scene, Seconds, Shot};
use crate::ui::Stage;
use crate::ui::command::{Command, EditCommand, ShotCommand};
use crate::ui::focus::{is_left_behind, keep_arrows, one_stop, reachable_by_readers};
use crate::ui::say::{Pick, Say, Target};
use crate::ui::shot_picture;
use crate::ui::theme::size;
use crate::ui::widgets::{focus_ring, list_option, look};

/// Where a shot lies.
#[derive(Clone, Copy)]
pub(super) struct Clip {
    /// Counted from 0.
    pub index: usize,
    pub start: Seconds,
    pub rect: Rect,
    pub scale: Scale,
}

pub(super) fn clip_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, clip: Clip) {
    let shot = &scene.shots[clip.index];
    let look = look(ui);
    let selected = stage.view.is_picked(&shot.id);
    let id = clip_id(shot);
    // The timeline is one stop of the keyboard, the current shot; from there the arrows lead on.
    let is_current = stage.view.shot == shot.id;
    let response = ui.interact(clip.rect, id, one_stop(ui, id, is_current));
    let label = spoken_label(clip, shot);
    list_option(&response, true, selected, &label);
    reachable_by_readers(&response);
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_value(spoken_time(clip, shot));
        node.set_position_in_set(clip.index);
        node.set_size_of_set(scene.shots.len());
    });
    shot_picture::picture_ui(ui, stage, &look, shot, picture_rect(clip));
    if stage.view.focus_clip && is_current {
        stage.view.focus_clip = false;
        response.request_focus();
    }
    if response.has_focus() {
        if is_current {
            focus_ring(ui, clip.rect.shrink(4.0), size::RADIUS);
        }
        keep_keyboard(ui, stage, &response, is_current);
        keep_arrows(ui, id);
    }
    stage.target(clip.rect, Target::Panels(scene.id.clone(), clip.index));
    stage.drop_veil(ui, clip.rect, &format!("Panel for shot {}", clip.index + 1));
    behave(ui, stage, scene, clip, &response);
}

/// Where another shot has become the current one, the keyboard goes along to it.
fn keep_keyboard(ui: &Ui, stage: &mut Stage<'_>, response: &Response, is_current: bool) {
    if is_left_behind(response, is_current) {
        stage.view.focus_clip = true;
        ui.ctx().request_repaint();
    }
}

/// The widget of a shot's clip: the keyboard can be on it.
pub(in crate::ui) fn clip_id(shot: &Shot) -> egui::Id {
    egui::Id::unique("clip").with(shot.id.as_str())
}

fn spoken_label(clip: Clip, shot: &Shot) -> String {
    format!("Shot {}, {}, {}", clip.index + 1, shot.name, spoken_time(clip, shot))
}

/// How long it is and when: "3 seconds, 6 to 9 seconds".
fn spoken_time(clip: Clip, shot: &Shot) -> String {
    let end = clip.start.plus(shot.seconds);
    let seconds =
        if shot.seconds == Seconds(1) { "1 second".to_owned() } else { format!("{} seconds", shot.seconds.0) };
    format!("{seconds}, {} to {} seconds", clip.start.0, end.0)
}

fn behave(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, clip: Clip, response: &Response) {
    let shot = &scene.shots[clip.index];
    let modifiers = ui.input(|input| input.modifiers);
    if response.clicked() {
        // One that is taken out of a selection does not keep the keyboard.
        if !(modifiers.command && stage.view.is_picked(&shot.id)) {
            response.request_focus();
        }
        if modifiers.shift {
            stage.say(Say::Pick(shot.id.clone(), Pick::Range));
        } else if modifiers.command {
            stage.say(Say::Pick(shot.id.clone(), Pick::Toggle));
        } else {
            stage.say(Say::SelectShot(shot.id.clone()));
            if let Some(pointer) = response.interact_pointer_pos() {
                stage.scrub_to(clip.scale.seconds(pointer.x));
            }
        }
    } else if response.drag_started() {
        select_dragged(stage, shot);
    } else if response.gained_focus() {
        make_current(stage, shot);
    }
    if response.double_clicked() {
        stage.say(Say::Command(Command::Shot(ShotCommand::EditPrompt)));
    }
    if response.drag_started_by(egui::PointerButton::Primary) {
        drag::start_clip(ui, stage, scene, clip);
    }
    response.context_menu(|ui| {
        let commands = [
            Command::Shot(ShotCommand::EditPrompt),
            Command::Shot(ShotCommand::ChoosePanel),
            Command::Shot(ShotCommand::DrawPanel),
            Command::Shot(ShotCommand::RemovePanel),
            Command::Shot(ShotCommand::MoveEarlier),
            Command::Shot(ShotCommand::MoveLater),
            Command::Shot(ShotCommand::MoveOn),
            Command::Shot(ShotCommand::MoveTo),
            Command::Shot(ShotCommand::TypeLength),
            Command::Shot(ShotCommand::Split),
            Command::Shot(ShotCommand::Join),
            Command::Edit(EditCommand::Cut),
            Command::Edit(EditCommand::Copy),
            Command::Edit(EditCommand::Paste),
            Command::Shot(ShotCommand::Duplicate),
            Command::Shot(ShotCommand::Delete),
        ];
        if !stage.view.is_picked(&shot.id) {
            stage.say(Say::SelectShot(shot.id.clone()));
        }
        for command in commands {
            let mut button = egui::Button::new(command.text_for(stage.view.selection(stage.desk).len()));
            if let Some(key) = command.shortcut(ui.ctx()) {
                button = button.shortcut_text(crate::ui::keymap::shown(ui.ctx(), &key));
            }
            if ui.add_enabled(stage.is_enabled(command), button).clicked() {
                stage.say(Say::Command(command));
            }
        }
    });
}

/// What the keyboard has come to is the current shot; what is selected beside it stays.
fn make_current(stage: &mut Stage<'_>, shot: &Shot) {
    if stage.view.is_picked(&shot.id) {
        stage.view.shot = shot.id.clone();
    } else {
        stage.say(Say::SelectShot(shot.id.clone()));
    }
}

/// What is dragged is selected, alone unless it is already. The playhead stays: it is a place to snap to.
fn select_dragged(stage: &mut Stage<'_>, shot: &Shot) {
    if !stage.view.is_picked(&shot.id) {
        stage.say(Say::Pick(shot.id.clone(), Pick::Only));
    }
}

/// The handle at the end of a clip; with the keyboard on it, the arrows trim.
pub(super) fn handle_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, clip: Clip) {
    let shot = &scene.shots[clip.index];
    let look = &*look(ui);
    let edge = clip.rect.right();
    let half = (size::HANDLE / 2.0).min(clip.rect.width().max(4.0) / 3.0);
    let rect = Rect::from_x_y_ranges(edge - half - 2.0..=edge + half - 2.0, clip.rect.y_range());
    let id = clip_id(shot).with("end");
    let is_current = stage.view.shot == shot.id;
    let response =
        ui.interact(rect, id, one_stop(ui, id, is_current)).on_hover_and_drag_cursor(CursorIcon::ResizeHorizontal);
    let name = format!("Length of shot {}", clip.index + 1);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::Slider, true, &name);
        info.value = Some(f64::from(shot.seconds.0));
        info
    });
    reachable_by_readers(&response);
    if response.gained_focus() {
        make_current(stage, shot);
    }
    let lively = response.hovered() || response.dragged() || response.has_focus();
    let grip =
        Rect::from_center_size(pos2(edge - 4.5, clip.rect.center().y), vec2(3.0, if lively { 30.0 } else { 22.0 }));
    let color = if lively { look.on_picture } else { look.grip };
    ui.painter().rect_filled(grip.expand(1.0), CornerRadius::same(3), look.scrim);
    ui.painter().rect_filled(grip, CornerRadius::same(2), color);
    if response.has_focus() {
        focus_ring(ui, grip.expand(2.0), 3);
        let pressed = ui.input_mut(|input| {
            let modifiers = input.modifiers;
            let mut taken = |key| input.count_and_consume_key(modifiers, key) > 0;
            match (taken(Key::ArrowLeft), taken(Key::ArrowRight)) {
                (true, false) => Some((modifiers, -1)),
                (false, true) => Some((modifiers, 1)),
                _ => None,
            }
        });
        if let Some((modifiers, by)) = pressed {
            drag::step_edge(stage, scene, shot, modifiers, by);
        }
        keep_keyboard(ui, stage, &response, is_current);
        // The arrows trim here; they do not lead away.
        let filter = egui::EventFilter { horizontal_arrows: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    }
    if response.drag_started() {
        select_dragged(stage, shot);
        drag::start_edge(ui, stage, scene, clip);
    }
}

fn picture_rect(clip: Clip) -> Rect {
    Rect::from_min_max(clip.rect.min + vec2(0.5, 0.0), clip.rect.max - vec2(0.5, 0.0))
}

/// What is told of a shot over its picture: number, seconds, a line of its prompt, and whether it is selected.
pub(super) fn words_ui(ui: &Ui, stage: &Stage<'_>, scene: &Scene, clip: Clip) {
    let shot = &scene.shots[clip.index];
    let (look, rect) = (look(ui), picture_rect(clip));
    if rect.width() > 24.0 {
        shot_picture::caption_ui(ui, stage, &look, shot, rect);
        shot_picture::chips_ui(ui, &look, shot, clip.index, rect);
    }
    shot_picture::border_ui(ui, stage, &look, shot, rect, stage.view.is_picked(&shot.id));
}
