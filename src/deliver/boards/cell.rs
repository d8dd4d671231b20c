//! One shot on a page: its picture, its name and seconds, and the texts that were ticked.

use std::sync::Arc;

use super::marks::Marks;
use super::style::ShotType;
use super::{Boards, PictureFrom, style};
use crate::deliver::shot_list::elements_of;
use crate::deliver::words::{direction, typeset};
use crate::media::page::{Item, Page, SetLine, set, set_on_one_line};
use crate::story::animatic::{Rect, Rgba};
use crate::story::{Scene, Shot, speech};

/// Between a shot's name and its seconds.
const AFTER_NAME: f32 = 7.0;

/// A line of a cell's text, with the space above it.
#[derive(Clone, Debug)]
pub struct CellLine {
    pub line: Arc<SetLine>,
    pub color: Rgba,
    pub above: f32,
    /// Where it ends, from the left edge of its text, when it is set from the right.
    pub right: Option<f32>,
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
    pub marks: Marks,
    /// Its name on one line, for its continuation and for a place without a picture.
    pub name: String,
    pub lines: Vec<CellLine>,
    /// The word on its picture, where it changed since a version.
    pub tag: Option<&'static str>,
    /// Whether most of what is to be read runs from the right: its picture then stands at the right.
    pub from_right: bool,
}

/// Sets a shot in type, in lines of at most this width. One with as much to be read from the left as from the right is as
/// its scene is.
pub fn cell(
    boards: &Boards<'_>,
    shot_type: &ShotType,
    width: f32,
    scene_at: usize,
    scene: &Scene,
    shot_at: usize,
    scene_from_right: bool,
) -> Cell {
    let shot = &scene.shots[shot_at];
    let (name_type, text_type) = (shot_type.name, shot_type.text);
    let name = if shot.name.trim().is_empty() { format!("Shot {}", shot_at + 1) } else { shot.name.trim().to_owned() };
    let seconds =
        boards.choices.seconds.then(|| set_on_one_line(&shot.seconds.to_string(), text_type_like(name_type), width));
    let room = seconds.as_ref().map_or(0.0, |seconds| seconds.width + AFTER_NAME);
    let mut lines = set_lines(&name, name_type, (width - room).max(width * 0.5), style::INK, 0.0);
    if let Some(first) = lines.first_mut() {
        first.beside = seconds;
    }
    for (text, color) in texts(boards, shot) {
        lines.extend(set_lines(&text, text_type, width, color, style::BETWEEN_TEXTS));
    }
    let changed = boards.changes.and_then(|changes| changes.words(boards.choices, shot));
    if let Some(words) = changed {
        lines.extend(set_lines(&words, text_type, width, style::CHANGED, style::BETWEEN_TEXTS));
    }
    let from_right = direction(words_of(boards, shot)).unwrap_or(scene_from_right);
    if from_right {
        for line in &mut lines {
            line.right = Some(width);
        }
    }
    let picture = super::picture_for(boards.pictures, boards.takes, scene_at, scene, shot_at);
    let marks = Marks::of(boards, scene, shot, picture.as_ref());
    let tag = boards.changes.and_then(|changes| changes.tag(boards.choices, shot));
    Cell { picture, marks, name, lines, tag, from_right }
}

/// A text in lines. Those of it that run from the right end where its widest does, so that it stands by its picture.
fn set_lines(text: &str, shape: crate::media::page::Style, width: f32, color: Rgba, above: f32) -> Vec<CellLine> {
    let set = set(text, shape, width);
    let edge = set.iter().map(|line| line.width).fold(0.0, f32::max);
    let line = |(at, line): (usize, Arc<SetLine>)| CellLine {
        color,
        above: if at == 0 { above } else { 0.0 },
        right: line.right_to_left.then_some(edge),
        beside: None,
        line,
    };
    set.into_iter().enumerate().map(line).collect()
}

/// The seconds beside a name: on its base line, lighter.
fn text_type_like(name: crate::media::page::Style) -> crate::media::page::Style {
    crate::media::page::Style { weight: crate::story::animatic::Weight::Regular, ..name }
}

/// What a scene's boards show of people's own words.
pub fn shown_words<'s>(boards: &Boards<'_>, scene: &'s Scene) -> Vec<&'s str> {
    let of_shots = scene.shots.iter().flat_map(|shot| words_of(boards, shot));
    of_shots.chain([scene.name.as_str()]).collect()
}

fn words_of<'s>(boards: &Boards<'_>, shot: &'s Shot) -> Vec<&'s str> {
    let choices = boards.choices;
    let texts = [(choices.prompt, &shot.prompt), (choices.dialogue, &shot.dialogue), (choices.notes, &shot.notes)];
    let columns = choices.columns.iter().map(|column| shot.column(column));
    texts.into_iter().filter(|(shown, _)| *shown).map(|(_, text)| text.as_str()).chain(columns).collect()
}

/// The texts that are to be shown, with their colours.
fn texts(boards: &Boards<'_>, shot: &Shot) -> Vec<(String, Rgba)> {
    let choices = boards.choices;
    let mut texts = Vec::new();
    let mut add = |wanted: bool, text: &str, color: Rgba, before: &str| {
        let text = text.trim();
        if wanted && !text.is_empty() {
            texts.push((typeset(&format!("{before}{text}")), color));
        }
    };
    add(choices.prompt, &shot.prompt, style::INK, "");
    add(choices.dialogue, &speech::on_paper(&shot.dialogue), style::INK, "");
    add(choices.notes, &shot.notes, style::GREY, "");
    for column in boards.project.columns.iter().filter(|column| choices.columns.contains(column)) {
        add(true, shot.column(column), style::GREY, &format!("{column}: "));
    }
    add(choices.elements, &elements_of(boards.project, shot), style::GREY, "With ");
    texts
}

/// Paints a shot's picture, or a quiet place with its name where there is none. Gives where the picture lies.
pub fn picture(page: &mut Page, place: Rect, shape: Option<(usize, f32)>, name: &str) -> Rect {
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
            dest
        }
        None => {
            let line = set_on_one_line(name, style::SCENE_FACT, place.width - 12.0);
            let x = place.x + (place.width - line.width) / 2.0;
            page.text(x, place.y + (place.height - line.height) / 2.0, &line, style::FAINT);
            place
        }
    }
}

/// The largest place of this shape in the middle of another.
pub fn fitted(place: Rect, ratio: f32) -> Rect {
    let width = place.width.min(place.height * ratio);
    let height = width / ratio;
    Rect { x: place.x + (place.width - width) / 2.0, y: place.y + (place.height - height) / 2.0, width, height }
}

/// How many lines find room in a height. The first always does, and none is left alone.
pub fn lines_within(lines: &[CellLine], height: f32) -> usize {
    let mut y = 0.0;
    let fit = lines.iter().enumerate().take_while(|(at, line)| {
        y += if *at == 0 { line.line.height } else { line.height() };
        *at == 0 || y <= height + 0.01
    });
    let count = fit.count();
    if count + 1 == lines.len() && count > 2 { count - 1 } else { count }
}

/// The height of lines, without the space above the first.
pub fn height_of(lines: &[CellLine]) -> f32 {
    lines.iter().map(CellLine::height).sum::<f32>() - lines.first().map_or(0.0, |first| first.above)
}

/// Paints lines of text from a point down.
pub fn lines(page: &mut Page, lines: &[CellLine], x: f32, top: f32) {
    let mut y = top;
    for (at, line) in lines.iter().enumerate() {
        y += if at == 0 { 0.0 } else { line.above };
        let left = line.right.map_or(x, |right| x + right - line.line.width);
        page.text(left, y, &line.line, line.color);
        if let Some(beside) = &line.beside {
            let at = if line.right.is_some() {
                left - AFTER_NAME - beside.width
            } else {
                left + line.line.width + AFTER_NAME
            };
            page.text(at, y, beside, style::GREY);
        }
        y += line.line.height;
    }
}
