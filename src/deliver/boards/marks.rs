//! What is drawn over a panel on a page where that is chosen: a shot's own move as two frames and arrows, and guides.

use super::{Boards, PictureFrom, style};
use crate::media::page::{Page, set_on_one_line};
use crate::story::animatic::{Rect, Rgba};
use crate::story::guides::Guides;
use crate::story::shot_move::{MoveEnd, ShotMove};
use crate::story::{Aspect, Scene, Shot};

/// What is to be drawn over one panel.
#[derive(Clone, Copy, Debug)]
pub struct Marks {
    own: Option<OwnMove>,
    guides: Guides,
}

/// A move with what it was drawn on: a panel of a size in pixels, in a scene of a ratio.
#[derive(Clone, Copy, Debug)]
struct OwnMove {
    drawn: ShotMove,
    size: (u32, u32),
    aspect: Aspect,
}

impl Marks {
    /// What is drawn over what stands for a shot. A move was drawn on its panel, and over nothing else.
    pub fn of(boards: &Boards<'_>, scene: &Scene, shot: &Shot, picture: Option<&(PictureFrom, f32)>) -> Self {
        let own = || {
            let Some((PictureFrom::Media(path), _)) = picture else { return None };
            let info = boards.pictures.info(path)?;
            let drawn = shot.camera_move.filter(|_| boards.choices.moves)?;
            Some(OwnMove { drawn, size: (info.width, info.height), aspect: scene.aspect })
        };
        Self { own: own(), guides: boards.choices.guides }
    }

    /// Draws them: guides in the frame that the picture stands in, the move on the picture itself.
    pub fn draw(&self, page: &mut Page, frame: Rect, picture: Rect) {
        let marks = self.guides.over(frame);
        for outside in marks.outside {
            page.block(outside, style::MARK_SHADE, 0.0);
        }
        for frame in marks.frames {
            outline(page, frame, style::GUIDE_WIDTH);
        }
        for [from, to] in marks.lines {
            line(page, from, to, style::GUIDE_WIDTH);
        }
        if let Some(own) = &self.own {
            own.draw(page, picture);
        }
    }
}

impl OwnMove {
    fn draw(&self, page: &mut Page, picture: Rect) {
        let place = |end| {
            let view = self.drawn.get(end).area(self.size, self.aspect).view(self.size.0, self.size.1);
            Rect {
                x: picture.x + view.x * picture.width,
                y: picture.y + view.y * picture.height,
                width: view.width * picture.width,
                height: view.height * picture.height,
            }
        };
        let (start, end) = (place(MoveEnd::Start), place(MoveEnd::End));
        for (from, to) in ways(start, end) {
            arrow(page, from, to);
        }
        let is_still = self.drawn.is_still(self.size, self.aspect);
        for (of, rect) in [(MoveEnd::Start, start), (MoveEnd::End, end)] {
            if !(is_still && of == MoveEnd::End) {
                outline(page, rect, style::MOVE_WIDTH);
                letter(page, rect, of);
            }
        }
    }
}

type Point = (f32, f32);

/// From the middle of the one frame to the other's; between their corners where they have one middle.
fn ways(start: Rect, end: Rect) -> Vec<(Point, Point)> {
    let middle = |rect: Rect| (rect.x + rect.width / 2.0, rect.y + rect.height / 2.0);
    let corners = |rect: Rect| {
        let (right, bottom) = (rect.x + rect.width, rect.y + rect.height);
        [(rect.x, rect.y), (right, rect.y), (rect.x, bottom), (right, bottom)]
    };
    let (from, to) = (middle(start), middle(end));
    let all = if (to.0 - from.0).hypot(to.1 - from.1) > start.width * 0.03 {
        vec![(from, to)]
    } else {
        corners(start).into_iter().zip(corners(end)).collect()
    };
    all.into_iter().filter(|(from, to)| (to.0 - from.0).hypot(to.1 - from.1) > style::ARROW_LEAST).collect()
}

/// A line around, within its rectangle, light with a dark edge: seen on a bright picture and on a dark one.
fn outline(page: &mut Page, rect: Rect, width: f32) {
    let within = width / 2.0 + style::MARK_EDGE_WIDTH;
    let (x, y) = (rect.x + within, rect.y + within);
    let (w, h) = (rect.width - 2.0 * within, rect.height - 2.0 * within);
    if w <= within || h <= within {
        return;
    }
    for (width, color) in edged(width) {
        let half = width / 2.0;
        let (left, top, right, bottom) = (x - half, y - half, x + w - half, y + h - half);
        page.block(Rect { x: left, y: top, width: w + width, height: width }, color, 0.0);
        page.block(Rect { x: left, y: bottom, width: w + width, height: width }, color, 0.0);
        page.block(Rect { x: left, y: top + width, width, height: h - width }, color, 0.0);
        page.block(Rect { x: right, y: top + width, width, height: h - width }, color, 0.0);
    }
}

fn line(page: &mut Page, from: Point, to: Point, width: f32) {
    for (width, color) in edged(width) {
        page.polygon(quad(from, to, width), color);
    }
}

fn arrow(page: &mut Page, from: Point, to: Point) {
    let length = (to.0 - from.0).hypot(to.1 - from.1);
    let way = ((to.0 - from.0) / length, (to.1 - from.1) / length);
    let head = style::ARROW_HEAD.min(length);
    for (width, color) in edged(style::MOVE_WIDTH) {
        let grown = head + (width - style::MOVE_WIDTH);
        let neck = (to.0 - way.0 * head, to.1 - way.1 * head);
        let side = (-way.1 * grown * 0.42, way.0 * grown * 0.42);
        let beyond = (width - style::MOVE_WIDTH) / 2.0;
        let tip = (to.0 + way.0 * beyond, to.1 + way.1 * beyond);
        page.polygon(quad(from, neck, width), color);
        page.polygon(vec![tip, (neck.0 + side.0, neck.1 + side.1), (neck.0 - side.0, neck.1 - side.1)], color);
    }
}

/// A line as thick as its width, by its corners.
fn quad(from: Point, to: Point, width: f32) -> Vec<Point> {
    let length = (to.0 - from.0).hypot(to.1 - from.1).max(f32::MIN_POSITIVE);
    let side = (-(to.1 - from.1) / length * width / 2.0, (to.0 - from.0) / length * width / 2.0);
    vec![
        (from.0 + side.0, from.1 + side.1),
        (to.0 + side.0, to.1 + side.1),
        (to.0 - side.0, to.1 - side.1),
        (from.0 - side.0, from.1 - side.1),
    ]
}

/// A line's dark edge, then the light line on it.
fn edged(width: f32) -> [(f32, Rgba); 2] {
    [(width + 2.0 * style::MARK_EDGE_WIDTH, style::MARK_EDGE), (width, style::MARK)]
}

/// S at the start frame's upper left corner, E at the end frame's lower right one: frames that lie alike show both.
fn letter(page: &mut Page, rect: Rect, end: MoveEnd) {
    let line = set_on_one_line(end.letter(), style::MARK_LETTER, 20.0);
    let (width, height) = (line.width + 4.0, line.height);
    let (x, y) = match end {
        MoveEnd::Start => (rect.x, rect.y),
        MoveEnd::End => (rect.x + rect.width - width, rect.y + rect.height - height),
    };
    page.block(Rect { x, y, width, height }, style::MARK_EDGE, 0.0);
    page.text(x + 2.0, y, &line, style::MARK);
}
