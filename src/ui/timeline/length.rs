//! Seconds typed on a clip: a small field over the current shot, for all shots that are selected.

use egui::{Align2, CornerRadius, Frame, Key, Margin, Rect, Stroke, TextEdit, Ui, UiBuilder, vec2};

use super::Scale;
use crate::deliver::shot_list::typed_seconds;
use crate::story::{Scene, Seconds, timing};
use crate::ui::Stage;
use crate::ui::say::Say;
use crate::ui::theme::{self, size};
use crate::ui::widgets::look;

/// Longer shots are not typed here.
const LONGEST: Seconds = Seconds(600);

const WIDTH: f32 = 96.0;

pub(super) fn length_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, clips: Rect, scale: Scale) {
    let Some(mut field) = stage.view.length_field.take() else { return };
    let Some(at) = scene.shots.iter().position(|shot| shot.id == field.shot) else { return };
    let look = look(ui);
    let shot = &scene.shots[at];
    let (from, to) = (scene.start_of(at), scene.start_of(at + 1));
    let middle = f32::midpoint(scale.x(f64::from(from.0)), scale.x(f64::from(to.0)));
    let left = (middle - WIDTH / 2.0).clamp(clips.left() + 4.0, (clips.right() - WIDTH - 4.0).max(clips.left() + 4.0));
    let place = Rect::from_min_size(
        egui::pos2(left, clips.center().y - size::BUTTON_HEIGHT / 2.0),
        vec2(WIDTH, size::BUTTON_HEIGHT),
    );
    let id = egui::Id::unique("length field");
    let picked = stage.view.selection(stage.desk);
    let typed = typed_seconds(&field.text).filter(|seconds| *seconds <= LONGEST);
    let is_bad = typed.is_none() && !field.text.trim().is_empty();
    let color = if is_bad { look.bad } else { look.info };
    let frame = Frame::new()
        .fill(look.ground)
        .stroke(Stroke::new(2.0, color))
        .corner_radius(CornerRadius::same(size::CARD_RADIUS))
        .inner_margin(Margin::symmetric(8, 4));
    let edit = TextEdit::singleline(&mut field.text)
        .id(id)
        .hint_text(format!("{}", shot.seconds))
        .char_limit(12)
        .align(egui::Align2::LEFT_CENTER)
        .desired_width(f32::INFINITY)
        .frame(frame);
    let response = ui.new_child(UiBuilder::new().max_rect(place)).add_sized(place.size(), edit);
    let name = match picked.len() {
        0 | 1 => format!("Seconds of shot {}", at + 1),
        several => format!("Seconds of {several} shots"),
    };
    let response = response.accessible_name(name);
    if is_bad {
        let text = format!("Seconds, 1 to {}", LONGEST.0);
        let galley = ui.painter().layout_no_wrap(text, theme::small(), look.on_picture);
        let at = place.center_bottom() + vec2(0.0, 8.0);
        let back = Align2::CENTER_TOP.anchor_size(at, galley.size() + vec2(12.0, 6.0));
        ui.painter().rect_filled(back, CornerRadius::same(size::RADIUS), look.scrim);
        ui.painter().galley(back.min + vec2(6.0, 3.0), galley, look.on_picture);
    }
    if !field.was_focused {
        field.was_focused = true;
        response.request_focus();
        stage.view.length_field = Some(field);
        return;
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if entered {
        match typed {
            Some(seconds) => {
                if let Some(edit) = timing::set_seconds(scene, &picked, seconds, &stage.desk.rules().limits) {
                    stage.say(Say::Edit(edit, None));
                }
            }
            // It stays until it can be read.
            None if is_bad => {
                response.request_focus();
                stage.view.length_field = Some(field);
                return;
            }
            None => {}
        }
    }
    if response.has_focus() {
        stage.view.length_field = Some(field);
    } else {
        stage.view.focus_clip = true;
    }
}
