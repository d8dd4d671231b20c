//! Where panels stand on a page: columns, rows, the size of a picture, and whether its text stands below or beside it.

use super::style::{self, ShotType};
use crate::deliver::settings::Boards as Choices;

/// The measures of a scene's panels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    pub columns: usize,
    pub rows: usize,
    /// From one column's left edge to the next one's.
    pub pitch: f32,
    pub picture: (f32, f32),
    /// Where the text stands from the cell's upper left corner, and how wide it may be.
    pub text_at: (f32, f32),
    pub text_width: f32,
    /// How high a row is while its texts are short.
    pub row_height: f32,
    pub shot: ShotType,
}

/// A picture narrower than this share of its cell has its text beside it.
const BESIDE_BELOW: f32 = 0.55;
/// Of its height, when a picture makes room for text.
const SMALLEST: f32 = 0.55;
/// Of a cell, for a picture that has its text beside it.
const BESIDE_WIDTH: f32 = 0.52;

impl Grid {
    /// The measures for pictures of this shape (width divided by height), on pages whose rows share this height.
    pub fn new(choices: &Choices, ratio: f32, height: f32) -> Self {
        let (columns, rows) = style::grid(choices.per_page, choices.portrait);
        let shot = style::shot_type(choices.per_page);
        let count = |n: usize| f32::from(u8::try_from(n).unwrap_or(u8::MAX));
        let width = style::sheet(choices).0 - 2.0 * style::MARGIN;
        let cell_width = (width - style::GUTTER * (count(columns) - 1.0)) / count(columns);
        let row_height = (height - style::GUTTER * (count(rows) - 1.0)) / count(rows);
        let for_text = style::BELOW_PICTURE + shot.name.line_height + shot.lines * shot.text.line_height;
        let high = (cell_width / ratio).min(row_height - for_text).max(row_height * 0.3);
        let wide = (high * ratio).min(cell_width);
        if wide < BESIDE_BELOW * cell_width {
            let wide = (row_height * ratio).min(cell_width * BESIDE_WIDTH);
            let left = wide + 10.0;
            return Self {
                columns,
                rows,
                pitch: cell_width + style::GUTTER,
                picture: (wide, wide / ratio),
                text_at: (left, 0.0),
                text_width: cell_width - left,
                row_height,
                shot,
            };
        }
        let high = high.min(wide / ratio);
        Self {
            columns,
            rows,
            pitch: cell_width + style::GUTTER,
            picture: (wide, high),
            text_at: (0.0, high + style::BELOW_PICTURE),
            text_width: cell_width,
            row_height,
            shot,
        }
    }

    /// Makes pictures smaller, within bounds, where that lets rows with so much text stand on a page as they were asked
    /// for. The text keeps its width and its size.
    pub fn make_room(&mut self, text: f32) {
        let below = self.text_at.1 - self.picture.1;
        let left = self.row_height - below - text;
        if below > 0.0 && left < self.picture.1 && left >= SMALLEST * self.picture.1 {
            let ratio = self.picture.0 / self.picture.1;
            self.picture = (left * ratio, left);
            self.text_at.1 = left + below;
        }
    }

    /// The left edge of a column.
    pub fn left(&self, column: usize) -> f32 {
        style::MARGIN + self.pitch * f32::from(u8::try_from(column).unwrap_or(u8::MAX))
    }

    /// How high a cell is with so much text.
    pub fn height_with(&self, text: f32) -> f32 {
        self.picture.1.max(self.text_at.1 + text)
    }
}
