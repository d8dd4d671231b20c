//! A shot on the wall: its panel, below it its code and seconds. A click selects it, a double click leads to it.

use egui::{EventFilter, Id, PointerButton, Rect, Response, Ui, pos2, vec2};

use super::drag;
use super::layout::{Place, picture_and_words};
use crate::story::{Scene, Seconds, Shot, ShotId};
use crate::ui::Stage;
use crate::ui::bidi::{self, SeenLine};
use crate::ui::command::{Command, EditCommand, ShotCommand};
use crate::ui::focus::{is_left_behind, one_stop, reachable_by_readers};
use crate::ui::say::{Pick, Say, Target};
use crate::ui::shot_picture;
use crate::ui::theme::{self, Tokens, size, type_size};
use crate::ui::widgets::{focus_ring, list_option, look, one_line};

/// The widget of a shot's panel.
pub(super) fn panel_id(shot: &ShotId) -> Id {
    Id::unique("wall panel").with(shot.as_str())
}

pub(super) fn panel_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, place: Place, rect: Rect) {
    let (scene_index, index) = place;
    let shot = &scene.shots[index];
    let look = look(ui);
    let in_scene = stage.view.scene == scene.id;
    let selected = in_scene && stage.view.is_picked(&shot.id);
    let id = panel_id(&shot.id);
    // The wall is one stop of the keyboard, the current shot; from there the arrows lead on.
    let is_current = in_scene && stage.view.shot == shot.id;
    let response = ui.interact(rect, id, one_stop(ui, id, is_current));
    list_option(&response, true, selected, &spoken_label(scene_index, index, shot));
    reachable_by_readers(&response);
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_position_in_set(index);
        node.set_size_of_set(scene.shots.len());
    });
    if ui.is_rect_visible(rect) {
        paint(ui, stage, &look, shot, index, rect, selected, response.hovered());
    }
    if stage.view.wall.focus && is_current {
        stage.view.wall.focus = false;
        response.request_focus();
    }
    if response.has_focus() {
        if is_current {
            focus_ring(ui, rect.shrink(4.0), size::RADIUS);
        } else if is_left_behind(&response, is_current) {
            // Another one has become the current one, and the keyboard goes along.
            stage.view.wall.focus = true;
            ui.ctx().request_repaint();
        }
        // Arrows and Escape are the wall's own here.
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    }
    stage.target(rect, Target::Panels(scene.id.clone(), index));
    stage.drop_veil(ui, rect, &format!("Panel for shot {}", index + 1));
    behave(ui, stage, scene, place, &response);
}

fn spoken_label(scene: usize, index: usize, shot: &Shot) -> String {
    let seconds =
        if shot.seconds == Seconds(1) { "1 second".to_owned() } else { format!("{} seconds", shot.seconds.0) };
    format!("Scene {}, shot {}, {seconds}", scene + 1, index + 1)
}

fn paint(
    ui: &Ui,
    stage: &mut Stage<'_>,
    look: &Tokens,
    shot: &Shot,
    index: usize,
    rect: Rect,
    selected: bool,
    hovered: bool,
) {
    let (picture, words) = picture_and_words(rect);
    shot_picture::picture_ui(ui, stage, look, shot, picture);
    if shot.panel.is_none() {
        prompt_ui(ui, look, shot, picture.with_max_y(picture.bottom() - 6.0));
    }
    words_ui(ui, stage, look, shot, index, words);
    shot_picture::border_ui(ui, stage, look, shot, picture, selected);
    if hovered && !selected {
        let stroke = egui::Stroke::new(1.0, look.dim);
        ui.painter().rect_stroke(picture, egui::CornerRadius::same(size::RADIUS), stroke, egui::StrokeKind::Inside);
    }
}

/// Its code and seconds, and where there is room for it the first line of its prompt.
fn words_ui(ui: &Ui, stage: &Stage<'_>, look: &Tokens, shot: &Shot, index: usize, rect: Rect) {
    let line = rect.with_max_y(rect.top() + size::WALL_LINE);
    let place = line.shrink2(vec2(2.0, 0.0));
    let seconds = one_line(ui, &shot.seconds.to_string(), theme::small(), look.dim, place.width());
    let code = match shot.name.trim() {
        "" => (index + 1).to_string(),
        code => code.to_owned(),
    };
    let left_for_code = place.width() - seconds.size().x - 6.0;
    let has_room = left_for_code >= size::WALL_LINE;
    let code_width = if has_room { left_for_code } else { place.width() };
    let code = one_line(ui, &code, theme::semibold(type_size::SMALL), look.text, code_width);
    let middle = |galley: &egui::Galley| line.center().y - galley.size().y / 2.0;
    let at = pos2(place.left(), middle(&code));
    ui.painter().galley(at, code, look.text);
    if has_room {
        let at = pos2(place.right() - seconds.size().x, middle(&seconds));
        ui.painter().galley(at, seconds, look.dim);
    }
    // Without a panel the prompt stands in its place.
    if rect.height() > size::WALL_LINE && shot.panel.is_some() {
        let ink = shot_picture::Ink::on_ground(look);
        let (prompt, from_right) = shot_picture::prompt_line(ui, stage, ink, shot, place.width());
        let left = if from_right { place.right() - prompt.size().x } else { place.left() };
        ui.painter().galley(pos2(left, line.bottom() - 2.0), prompt, look.dim);
    }
}

/// Where there is no panel yet, the prompt stands in its place, as much as there is room for.
fn prompt_ui(ui: &Ui, look: &Tokens, shot: &Shot, rect: Rect) {
    let place = rect.shrink2(vec2(10.0, 0.0)).with_min_y(rect.top() + 8.0);
    let text = shot.prompt.trim();
    let text = if text.is_empty() { "No prompt yet" } else { text };
    let font = theme::small();
    let line = ui.fonts_mut(|fonts| fonts.row_height(&font));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few lines of a panel")]
    let lines = (place.height() / line).floor().max(0.0) as usize;
    if lines == 0 || place.width() < line {
        return;
    }
    // What is far past the end is not laid out: no sign is narrower than a tenth of a line's height.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few signs of a line")]
    let most = (place.width() / (line * 0.1)) as usize * lines;
    let shown: String = text.chars().take(most).collect();
    let mut job = egui::text::LayoutJob::simple(shown, font, look.dim, place.width());
    job.wrap.max_rows = lines;
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let painter = ui.painter().with_clip_rect(place.intersect(ui.clip_rect()));
    // A line keeps its words whatever their order: each that has some from the right is set by itself.
    let written: Vec<String> =
        galley.rows.iter().map(|row| row.glyphs.iter().map(|glyph| glyph.chr).collect()).collect();
    if written.iter().all(|line| bidi::seen(line).is_none()) {
        painter.galley(place.min, galley, look.dim);
        return;
    }
    for (line, row) in written.iter().zip(&galley.rows) {
        let seen = bidi::seen(line).unwrap_or_else(|| SeenLine { text: line.clone(), from_right: false });
        let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(seen.text, theme::small(), look.dim));
        let x = if seen.from_right { place.right() - galley.size().x } else { place.left() };
        painter.galley(pos2(x, place.top() + row.pos.y), galley, look.dim);
    }
}

fn behave(ui: &Ui, stage: &mut Stage<'_>, scene: &Scene, (_, index): Place, response: &Response) {
    let shot = &scene.shots[index];
    let in_scene = stage.view.scene == scene.id;
    let is_picked = in_scene && stage.view.is_picked(&shot.id);
    let alone = || Say::SelectIn(scene.id.clone(), vec![shot.id.clone()]);
    if response.clicked() {
        response.request_focus();
        let modifiers = ui.input(|input| input.modifiers);
        stage.say(if in_scene && modifiers.shift {
            Say::Pick(shot.id.clone(), Pick::Range)
        } else if in_scene && modifiers.command {
            Say::Pick(shot.id.clone(), Pick::Toggle)
        } else {
            alone()
        });
    } else if (response.gained_focus() || response.drag_started()) && !is_picked {
        stage.say(alone());
    }
    if response.double_clicked() {
        stage.say(Say::OpenShot(scene.id.clone(), shot.id.clone()));
    }
    if response.drag_started_by(PointerButton::Primary) {
        drag::start(ui, stage, scene, index);
    }
    response.context_menu(|ui| {
        if !is_picked {
            stage.say(alone());
        }
        if ui.button("Open in the editor").clicked() {
            stage.say(Say::OpenShot(scene.id.clone(), shot.id.clone()));
        }
        for command in [
            Command::Shot(ShotCommand::ChoosePanel),
            Command::Shot(ShotCommand::MoveEarlier),
            Command::Shot(ShotCommand::MoveLater),
            Command::Shot(ShotCommand::MoveBack),
            Command::Shot(ShotCommand::MoveOn),
            Command::Shot(ShotCommand::MoveTo),
            Command::Edit(EditCommand::Cut),
            Command::Edit(EditCommand::Copy),
            Command::Edit(EditCommand::Paste),
            Command::Shot(ShotCommand::Duplicate),
            Command::Shot(ShotCommand::Delete),
        ] {
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
