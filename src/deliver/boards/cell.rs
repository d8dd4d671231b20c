//! One shot on a page: its picture, its name and seconds, and the texts that were ticked.

use std::sync::Arc;

use super::grid::Grid;
use super::{Boards, PictureFrom, style};
use crate::deliver::shot_list::elements_of;
use crate::deliver::words::unquoted;
use crate::media::page::{Item, Page, SetLine, set, set_on_one_line};
use crate::story::animatic::{Rect, Rgba};
use crate::story::{Scene, Shot};

/// Between a shot's name and its seconds.
const AFTER_NAME: f32 = 7.0;

/// A line of a cell's text, with the space above it.
#[derive(Clone, Debug)]
pub struct CellLine {
    pub line: Arc<SetLine>,
    pub color: Rgba,
    pub above: f32,
    /// Follows it on the same line, lighter: the seconds.
    pub beside: Option<Arc<SetLine>>,
}

impl CellLine {
    pub fn height(&self) -> f32 {
        self.above + self.line.height
    }
}

/// A shot, set in type and not placed yet.
#[derive(Clone, Debug)]
pub struct Cell {
    pub picture: Option<(PictureFrom, f32)>,
    /// Its name on one line, for its continuation and for a place without a picture.
    pub name: String,
    pub lines: Vec<CellLine>,
}

impl Cell {
    /// The height of its text.
    pub fn text_height(&self) -> f32 {
        self.lines.iter().map(CellLine::height).sum()
    }
}

/// Sets a shot in type.
pub fn cell(boards: &Boards<'_>, grid: &Grid, scene_at: usize, scene: &Scene, shot_at: usize) -> Cell {
    let shot = &scene.shots[shot_at];
    let choices = boards.choices;
    let (name_type, text_type) = (grid.shot.name, grid.shot.text);
    let name = if shot.name.trim().is_empty() { format!("Shot {}", shot_at + 1) } else { shot.name.trim().to_owned() };
    let seconds =
        choices.seconds.then(|| set_on_one_line(&shot.seconds.to_string(), text_type_like(name_type), grid.text_width));
    let room = seconds.as_ref().map_or(0.0, |seconds| seconds.width + AFTER_NAME);
    let mut lines: Vec<CellLine> = set(&name, name_type, (grid.text_width - room).max(grid.text_width * 0.5))
        .into_iter()
        .map(|line| CellLine { line, color: style::INK, above: 0.0, beside: None })
        .collect();
    if let Some(first) = lines.first_mut() {
        first.beside = seconds;
    }
    for (text, color) in texts(boards, shot) {
        let set = set(&text, text_type, grid.text_width);
        lines.extend(set.into_iter().enumerate().map(|(at, line)| CellLine {
            line,
            color,
            above: if at == 0 { style::BETWEEN_TEXTS } else { 0.0 },
            beside: None,
        }));
    }
    Cell { picture: super::picture_for(boards.pictures, boards.takes, scene_at, scene, shot_at), name, lines }
}

/// The seconds beside a name: on its base line, lighter.
fn text_type_like(name: crate::media::page::Style) -> crate::media::page::Style {
    crate::media::page::Style { weight: crate::story::animatic::Weight::Regular, ..name }
}

/// The texts that are to be shown, with their colours.
fn texts(boards: &Boards<'_>, shot: &Shot) -> Vec<(String, Rgba)> {
    let choices = boards.choices;
    let mut texts = Vec::new();
    let mut add = |wanted: bool, text: &str, color: Rgba, around: (&str, &str)| {
        let text = text.trim();
        if wanted && !text.is_empty() {
            texts.push((format!("{}{text}{}", around.0, around.1), color));
        }
    };
    add(choices.prompt, &shot.prompt, style::INK, ("", ""));
    add(choices.dialogue, unquoted(&shot.dialogue), style::INK, ("“", "”"));
    add(choices.notes, &shot.notes, style::GREY, ("", ""));
    add(choices.elements, &elements_of(boards.project, shot), style::GREY, ("With ", ""));
    texts
}

/// Paints a shot's picture, or a quiet place with its name where there is none.
pub fn picture(page: &mut Page, place: Rect, shape: Option<(usize, f32)>, name: &str) {
    let hair = style::HAIR;
    let border = Rect {
        x: place.x - hair,
        y: place.y - hair,
        width: place.width + 2.0 * hair,
        height: place.height + 2.0 * hair,
    };
    page.block(border, style::HAIRLINE, 0.0);
    let fits = shape.is_some_and(|(_, ratio)| (ratio / (place.width / place.height) - 1.0).abs() < 0.01);
    if !fits {
        page.block(place, style::WELL, 0.0);
    }
    match shape {
        Some((picture, ratio)) => {
            let dest = if fits { place } else { fitted(place, ratio) };
            page.items.push(Item::Picture { picture, dest });
        }
        None => {
            let line = set_on_one_line(name, style::SCENE_FACT, place.width - 12.0);
            let x = place.x + (place.width - line.width) / 2.0;
            page.text(x, place.y + (place.height - line.height) / 2.0, &line, style::FAINT);
        }
    }
}

/// The largest place of this shape in the middle of another.
pub fn fitted(place: Rect, ratio: f32) -> Rect {
    let width = place.width.min(place.height * ratio);
    let height = width / ratio;
    Rect { x: place.x + (place.width - width) / 2.0, y: place.y + (place.height - height) / 2.0, width, height }
}

/// Paints lines of text from a point down. Gives how many found room above `bottom`; the first always does.
pub fn lines(page: &mut Page, lines: &[CellLine], x: f32, top: f32, width: f32, bottom: f32) -> usize {
    let mut y = top;
    for (at, line) in lines.iter().enumerate() {
        if at > 0 && y + line.height() > bottom + 0.01 {
            return at;
        }
        y += if at == 0 { 0.0 } else { line.above };
        let left = if line.line.right_to_left { x + width - line.line.width } else { x };
        page.text(left, y, &line.line, line.color);
        if let Some(beside) = &line.beside {
            let at = if line.line.right_to_left {
                left - AFTER_NAME - beside.width
            } else {
                left + line.line.width + AFTER_NAME
            };
            page.text(at, y, beside, style::GREY);
        }
        y += line.line.height;
    }
    lines.len()
}
