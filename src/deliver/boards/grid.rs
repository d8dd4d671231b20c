//! Where panels stand on a page: columns, rows, the size of a picture, and whether its text stands below or beside it.

use super::style::{self, ShotType};
use crate::deliver::settings::Boards as Choices;

/// Pictures this much larger are worth another number of columns than is usual.
const WORTH_OTHER_COLUMNS: f32 = 1.25;
/// Of the height that a picture has without a text: one that is smaller is hard to read.
const SMALLEST: f32 = 0.5;
/// The widest picture that has its text beside it, of its cell.
const BESIDE_WIDEST: f32 = 0.66;
/// A text beside a picture has lines of at least so many ems.
const BESIDE_EMS: f32 = 12.0;

/// Where a shot's text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextPlace {
    Below,
    Beside,
}

/// The room that a scene's panels have, before it is known how much is to be read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    pub columns: usize,
    pub rows: usize,
    /// Of the page between its margins, and of its rows together.
    pub width: f32,
    pub height: f32,
    pub cell_width: f32,
    /// How high a row is when all are alike.
    pub row_height: f32,
    /// Width divided by height.
    pub ratio: f32,
    pub shot: ShotType,
}

impl Room {
    /// The room for pictures of this shape on pages whose rows share this height.
    pub fn new(choices: &Choices, ratio: f32, height: f32) -> Self {
        let shot = style::shot_type(choices.per_page);
        let width = style::sheet(choices).0 - 2.0 * style::MARGIN;
        let mut rooms = style::grids(choices.per_page, choices.portrait).iter().map(|&(columns, rows)| Self {
            columns,
            rows,
            width,
            height,
            cell_width: (width - shot.gutter * (count(columns) - 1.0)) / count(columns),
            row_height: (height - shot.gutter * (count(rows) - 1.0)) / count(rows),
            ratio,
            shot,
        });
        let usual = rooms.next().unwrap_or(Self {
            columns: 1,
            rows: 1,
            width,
            height,
            cell_width: width,
            row_height: height,
            ratio,
            shot,
        });
        let better = rooms.max_by(|a, b| a.usual_area().total_cmp(&b.usual_area()));
        better.filter(|room| room.usual_area() > WORTH_OTHER_COLUMNS * usual.usual_area()).unwrap_or(usual)
    }

    /// Of a picture with a few lines of text.
    fn usual_area(&self) -> f32 {
        let below = (self.row_height - style::BELOW_PICTURE - self.shot.least()).min(self.cell_width / self.ratio);
        let beside = self.beside(BESIDE_WIDEST).map_or(0.0, |grid| grid.picture.1);
        let high = below.max(beside).max(0.0);
        high * high * self.ratio
    }

    /// The highest picture that has but its name to be read.
    fn highest(&self) -> f32 {
        let room = self.row_height - style::BELOW_PICTURE - self.shot.name.line_height;
        room.min(self.cell_width / self.ratio).max(self.row_height * 0.3)
    }

    /// The smallest height of a picture that is still easy to read.
    pub fn smallest(&self) -> f32 {
        self.highest() * SMALLEST
    }

    /// Pictures of this share of their cell's width, their texts below and as wide. `None` where they would be too high.
    pub fn below(&self, share: f32) -> Option<Grid> {
        let wide = self.cell_width * share;
        let high = wide / self.ratio;
        let others = count(self.columns.saturating_sub(1)).max(1.0);
        let pitch = if self.columns > 1 { (self.width - wide) / others } else { self.cell_width };
        (high <= self.highest() + 0.01).then_some(Grid {
            room: *self,
            place: TextPlace::Below,
            picture: (wide, high),
            text_width: wide,
            pitch,
        })
    }

    /// Pictures of this height, their texts below and as wide as the cell.
    pub fn below_and_wider(&self, high: f32) -> Grid {
        let high = high.min(self.highest());
        Grid {
            room: *self,
            place: TextPlace::Below,
            picture: (high * self.ratio, high),
            text_width: self.cell_width,
            pitch: self.cell_width + self.shot.gutter,
        }
    }

    /// Pictures of at most this share of their cell's width, their texts beside them. `None` where lines would be too short
    /// to read or the picture too small.
    pub fn beside(&self, share: f32) -> Option<Grid> {
        let wide = (self.cell_width * share).min(self.row_height * self.ratio);
        let text_width = self.cell_width - wide - style::BESIDE_PICTURE;
        let grid = Grid {
            room: *self,
            place: TextPlace::Beside,
            picture: (wide, wide / self.ratio),
            text_width,
            pitch: self.cell_width + self.shot.gutter,
        };
        (text_width >= BESIDE_EMS * self.shot.text.size && grid.picture.1 >= self.smallest()).then_some(grid)
    }
}

/// The measures of a scene's panels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    pub room: Room,
    pub place: TextPlace,
    pub picture: (f32, f32),
    /// How wide a text may be.
    pub text_width: f32,
    /// From one column's left edge to the next one's.
    pub pitch: f32,
}

impl Grid {
    /// The left edge of a column.
    pub fn left(&self, column: usize) -> f32 {
        style::MARGIN + self.pitch * count(column)
    }

    /// Where picture and text stand from the cell's upper left corner. A text that runs from the right has its picture at
    /// the right.
    pub fn places(&self, from_right: bool) -> ((f32, f32), (f32, f32)) {
        let (wide, high) = self.picture;
        match self.place {
            TextPlace::Below => {
                let left = if from_right { self.text_width - wide } else { 0.0 };
                ((left, 0.0), (0.0, high + style::BELOW_PICTURE))
            }
            TextPlace::Beside if from_right => ((self.room.cell_width - wide, 0.0), (0.0, 0.0)),
            TextPlace::Beside => ((0.0, 0.0), (wide + style::BESIDE_PICTURE, 0.0)),
        }
    }

    /// How high a cell is with so much text.
    pub fn height_with(&self, text: f32) -> f32 {
        match self.place {
            TextPlace::Below => self.picture.1 + style::BELOW_PICTURE + text,
            TextPlace::Beside => self.picture.1.max(text),
        }
    }

    /// How much text a cell of this height holds.
    pub fn text_within(&self, height: f32) -> f32 {
        match self.place {
            TextPlace::Below => height - self.picture.1 - style::BELOW_PICTURE,
            TextPlace::Beside => height,
        }
    }

    /// Columns of text that a cell without a picture has room for.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few")]
    pub fn text_columns(&self) -> usize {
        let gap = style::BESIDE_PICTURE;
        (((self.room.cell_width + gap) / (self.text_width + gap)) as usize).max(1)
    }
}

fn count(n: usize) -> f32 {
    f32::from(u16::try_from(n).unwrap_or(u16::MAX))
}
