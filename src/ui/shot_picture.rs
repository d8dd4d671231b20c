//! A shot as a picture: its panel, number, seconds and a line of its prompt, as the timeline and the wall show it.

use std::sync::Arc;

use egui::{Align2, Color32, CornerRadius, Galley, Pos2, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::Stage;
use super::bidi;
use super::icons;
use super::theme::{self, Tokens, size, type_size};
use super::widgets::{contained, one_line, shaded_rect};
use crate::story::mention::mentions;
use crate::story::{PictureState, Shot};

/// The whole panel in its place, whatever its ratio: composition is judged here. Or a sign that it cannot be shown.
pub(super) fn picture_ui(ui: &Ui, stage: &mut Stage<'_>, look: &Tokens, shot: &Shot, rect: Rect) {
    let radius = CornerRadius::same(size::RADIUS);
    let painter = ui.painter().with_clip_rect(rect.expand(3.0).intersect(ui.clip_rect()));
    painter.rect_filled(rect, radius, look.raised);
    let Some(path) = &shot.panel else { return };
    let pixels = rect.size().max_elem() * ui.pixels_per_point();
    if let Some(PictureState::Missing | PictureState::Unreadable(_)) = stage.desk.pictures().get(path) {
        painter.text(
            rect.center(),
            Align2::CENTER_CENTER,
            icons::WARNING,
            theme::icon(type_size::ICON_LARGE),
            look.bad,
        );
    } else if let Some(texture) = stage.textures.sharp(stage.desk, path, pixels) {
        let place = contained(texture.size_vec2(), rect);
        let fills = place == rect;
        if !fills {
            painter.rect_filled(rect, radius, look.ground);
        }
        let radius = if fills { radius } else { CornerRadius::ZERO };
        egui::Image::new(&texture).corner_radius(radius).paint_at(ui, place);
    }
}

const ROOM_OF_SECONDS: f32 = 46.0;

/// Its number at the left, its seconds at the right where both have room.
pub(super) fn chips_ui(ui: &Ui, look: &Tokens, shot: &Shot, index: usize, rect: Rect) {
    let number = chip(ui, look, &format!("{}", index + 1), pos2(rect.left() + 8.0, rect.top() + 7.0), Align2::LEFT_TOP);
    if rect.right() - number.right() > ROOM_OF_SECONDS {
        let at = pos2(rect.right() - 9.0, rect.top() + 7.0);
        chip(ui, look, &shot.seconds.to_string(), at, Align2::RIGHT_TOP);
    }
}

/// What a line of a prompt is written with.
#[derive(Clone, Copy)]
pub(super) struct Ink {
    pub text: Color32,
    /// Mentions of elements that are there, and of none.
    pub known: Color32,
    pub unknown: Color32,
}

impl Ink {
    /// Over a picture.
    fn on_picture(look: &Tokens) -> Self {
        Self { text: look.on_picture, known: look.info_on_picture, unknown: look.bad_on_picture }
    }

    /// Beside one.
    pub fn on_ground(look: &Tokens) -> Self {
        Self { text: look.dim, known: look.info, unknown: look.bad }
    }
}

/// The first line of its prompt, at the foot.
pub(super) fn caption_ui(ui: &Ui, stage: &Stage<'_>, look: &Tokens, shot: &Shot, rect: Rect) {
    let shade = Rect::from_min_max(pos2(rect.left() + 1.0, rect.bottom() - 52.0), rect.max - vec2(1.0, 0.0));
    let (above, below) = shade.split_top_bottom_at_fraction(0.55);
    shaded_rect(ui, above, look.scrim_clear, look.caption);
    let foot = CornerRadius { nw: 0, ne: 0, sw: size::RADIUS, se: size::RADIUS };
    ui.painter().rect_filled(below, foot, look.caption);
    if stage.view.hovered.is_some() {
        // The words of the drop stand here.
        return;
    }
    let (galley, from_right) = prompt_line(ui, stage, Ink::on_picture(look), shot, rect.width() - 20.0);
    let left = if from_right { rect.right() - 9.0 - galley.size().x } else { rect.left() + 9.0 };
    let at = pos2(left, rect.bottom() - 8.0 - galley.size().y);
    ui.painter().with_clip_rect(rect.intersect(ui.clip_rect())).galley(at, galley, look.on_picture);
}

/// The line around it: of the current shot, of one that is selected beside it, or of another.
pub(super) fn border_ui(ui: &Ui, stage: &Stage<'_>, look: &Tokens, shot: &Shot, rect: Rect, selected: bool) {
    let (stroke, kind) = if selected {
        let color = if stage.view.shot == shot.id { look.strong } else { look.info };
        (Stroke::new(2.0, color), StrokeKind::Middle)
    } else {
        (Stroke::new(1.0, look.line), StrokeKind::Inside)
    };
    let painter = ui.painter().with_clip_rect(rect.expand(3.0).intersect(ui.clip_rect()));
    painter.rect_stroke(rect, CornerRadius::same(size::RADIUS), stroke, kind);
    if selected {
        // Seen over a bright picture and over a dark one.
        let contour = Stroke::new(1.0, look.ground);
        painter.rect_stroke(rect.shrink(1.0), CornerRadius::same(size::RADIUS), contour, StrokeKind::Inside);
    }
}

/// The first line of a prompt, its mentions coloured, cut where the picture ends; and whether it begins at the right.
pub(super) fn prompt_line(ui: &Ui, stage: &Stage<'_>, ink: Ink, shot: &Shot, width: f32) -> (Arc<Galley>, bool) {
    let text = shot.prompt.trim().lines().next().unwrap_or_default();
    if text.is_empty() {
        let font = egui::FontId::proportional(type_size::MENU);
        return (one_line(ui, "No prompt yet", font, ink.text, width), false);
    }
    // What is far past the end of any picture is not laid out.
    let shown: String = text.chars().take(160).collect();
    let Some(seen) = bidi::seen(&shown) else {
        return (coloured_line(ui, stage, ink, &shown, width), false);
    };
    // A line that begins at the right is cut at its left: by as many letters as are too much.
    let is_cut = text.len() > shown.len();
    let mut kept = shown.chars().count();
    let mut line = if is_cut { None } else { Some(coloured_line(ui, stage, ink, &seen.text, f32::INFINITY)) };
    while line.as_ref().is_none_or(|line| line.size().x > width) && kept > 0 {
        let share = line.as_ref().map_or(1.0, |line| width.max(0.0) / line.size().x);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            clippy::cast_sign_loss,
            reason = "at most 160 letters"
        )]
        let next = (kept as f32 * share) as usize;
        kept = next.min(kept - 1);
        let rest: String = shown.chars().take(kept).collect();
        let rest = format!("{}…", rest.trim_end());
        let rest = bidi::seen(&rest).map_or(rest, |seen| seen.text);
        line = Some(coloured_line(ui, stage, ink, &rest, f32::INFINITY));
    }
    let line = line.unwrap_or_else(|| coloured_line(ui, stage, ink, &seen.text, width));
    (line, seen.from_right)
}

/// A line with its mentions coloured, cut at a width.
fn coloured_line(ui: &Ui, stage: &Stage<'_>, ink: Ink, line: &str, width: f32) -> Arc<Galley> {
    let font = egui::FontId::proportional(type_size::MENU);
    let mut job = egui::text::LayoutJob::default();
    let format = |color: Color32| egui::TextFormat { font_id: font.clone(), color, ..Default::default() };
    let mut copied = 0;
    for mention in mentions(line) {
        job.append(&line[copied..mention.range.start], 0.0, format(ink.text));
        let known = stage.desk.project().element_named(mention.name).is_some();
        let color = if known { ink.known } else { ink.unknown };
        job.append(&line[mention.range.clone()], 0.0, format(color));
        copied = mention.range.end;
    }
    job.append(&line[copied..], 0.0, format(ink.text));
    job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(0.0));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// A few words on their own dark ground.
fn chip(ui: &Ui, look: &Tokens, text: &str, at: Pos2, align: Align2) -> Rect {
    let font = theme::semibold(type_size::SMALL);
    let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font, look.on_picture));
    let back = align.anchor_size(at, galley.size() + vec2(12.0, 3.0));
    ui.painter().rect_filled(back, CornerRadius::same(4), look.scrim);
    ui.painter().galley(back.min + vec2(6.0, 1.5), galley, look.on_picture);
    back
}
