//! Pages for documents: text set in type, pictures and blocks, each placed in points (1/72 inch) from the upper left corner.
//! The PDF and the picture on the screen are painted from the same pages.

mod paint;
mod pdf;
#[cfg(test)]
mod tests;
mod text;

pub use paint::paint;
pub use pdf::{Chapter, PdfError, PdfHead, pdf};
pub use text::{SetLine, Style, set, set_on_one_line};

use std::sync::Arc;

use super::picture::Pixels;
use crate::story::animatic::{Rect, Rgba};

/// One page. What comes later lies over what comes before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    pub width: f32,
    pub height: f32,
    pub items: Vec<Item>,
}

/// Something on a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A line of text: where it begins on its base line.
    Text {
        x: f32,
        y: f32,
        line: Arc<SetLine>,
        color: Rgba,
    },
    /// A picture, by a number that its owner knows, filling a place of its own shape.
    Picture {
        picture: usize,
        dest: Rect,
    },
    Block {
        rect: Rect,
        color: Rgba,
        radius: f32,
    },
    /// A shape without notches, by its corners in order.
    Polygon {
        points: Vec<(f32, f32)>,
        color: Rgba,
    },
}

impl Page {
    /// A line of text by the upper left corner of its line box.
    pub fn text(&mut self, x: f32, top: f32, line: &Arc<SetLine>, color: Rgba) {
        self.items.push(Item::Text { x, y: top + line.baseline, line: line.clone(), color });
    }

    /// The same by its right end.
    pub fn text_to(&mut self, right: f32, top: f32, line: &Arc<SetLine>, color: Rgba) {
        self.text(right - line.width, top, line, color);
    }

    /// The same so far from the page's left edge, or with its right end so far from the right one.
    pub fn text_from(&mut self, from_right: bool, edge: f32, top: f32, line: &Arc<SetLine>, color: Rgba) {
        if from_right {
            self.text_to(self.width - edge, top, line, color);
        } else {
            self.text(edge, top, line, color);
        }
    }

    pub fn block(&mut self, rect: Rect, color: Rgba, radius: f32) {
        self.items.push(Item::Block { rect, color, radius });
    }

    /// A shape without notches, by its corners in order.
    pub fn polygon(&mut self, points: Vec<(f32, f32)>, color: Rgba) {
        self.items.push(Item::Polygon { points, color });
    }

    /// All text of the page, a line for each line, in the order in which it is painted.
    #[must_use]
    pub fn plain_text(&self) -> String {
        let lines = self.items.iter().filter_map(|item| match item {
            Item::Text { line, .. } => Some(line.plain()),
            _ => None,
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Where the pictures of pages come from. Asked from several threads.
pub trait PagePictures: Sync {
    /// A picture in at most this size in pixels, its shape kept; `None` leaves its place empty.
    fn pixels(&self, picture: usize, width: u32, height: u32) -> Option<Arc<Pixels>>;
}
