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
/// Shares of its cell that a picture may have with its text below and as wide.
const BELOW: [f32; 5] = [1.0, 0.94, 0.88, 0.82, 0.76];
/// The same with its text beside it.
const BESIDE: [f32; 6] = [BESIDE_WIDEST, 0.60, 0.54, 0.48, 0.42, 0.36];
/// A text beside its picture leaves less of the sheet empty: worth a picture of this share of the other's area.
const BESIDE_IS_WORTH: f32 = 0.78;
/// A text that is wider than its picture is so by much: a little looks like a mistake.
const NARROW: f32 = 0.76;
/// Sizes of a picture that is narrower than its text, from the largest to the smallest.
const WIDER_STEPS: usize = 9;

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
    /// Of the page between its margins.
    pub width: f32,
    pub cell_width: f32,
    /// How high a row is when all are alike.
    pub row_height: f32,
    /// Width divided by height.
    pub ratio: f32,
    pub shot: ShotType,
}

impl Room {
    /// The room for pictures of this shape on pages whose rows share this height, in the columns that suit the shape.
    pub fn new(choices: &Choices, ratio: f32, height: f32) -> Self {
        let grids = style::grids(choices.per_page, choices.portrait);
        let mut rooms = grids.iter().map(|grid| Self::with(choices, ratio, height, *grid));
        let usual = rooms.next().unwrap_or_else(|| Self::with(choices, ratio, height, (1, 1)));
        let better = rooms.max_by(|a, b| a.usual_area().total_cmp(&b.usual_area()));
        better.filter(|room| room.usual_area() > WORTH_OTHER_COLUMNS * usual.usual_area()).unwrap_or(usual)
    }

    /// The same in so many columns and rows.
    pub fn with(choices: &Choices, ratio: f32, height: f32, (columns, rows): (usize, usize)) -> Self {
        let shot = style::shot_type(choices.per_page);
        let width = style::sheet(choices).0 - 2.0 * style::MARGIN;
        Self {
            columns,
            rows,
            width,
            cell_width: (width - shot.gutter * (count(columns) - 1.0)) / count(columns),
            row_height: (height - shot.gutter * (count(rows) - 1.0)) / count(rows),
            ratio,
            shot,
        }
    }

    /// How wide a heading above so many columns may be, whichever grid is chosen: pictures may be narrower than their cells,
    /// and the last of them ends where the page does.
    pub fn width_of_columns(&self, columns: usize) -> f32 {
        count(columns.saturating_sub(1)) * (self.cell_width + self.shot.gutter)
            + self.cell_width * BELOW[BELOW.len() - 1]
    }

    /// Every grid that may be tried, the best first: by the size of its pictures, a text beside them counting for more as
    /// it leaves less of the sheet empty. The last has the most room for texts.
    pub fn grids(&self) -> Vec<Grid> {
        let is_narrow = |grid: &Grid| grid.picture.0 <= self.cell_width * NARROW;
        let wider = (0..WIDER_STEPS).map(|step| {
            let share = 1.0 - (1.0 - SMALLEST) * count(step) / count(WIDER_STEPS - 1);
            self.below_and_wider(self.highest() * share)
        });
        let below = BELOW.iter().filter_map(|share| self.below(*share));
        let mut grids: Vec<Grid> = below.chain(BESIDE.iter().filter_map(|share| self.beside(*share))).collect();
        grids.extend(wider.filter(is_narrow));
        let score = |grid: &Grid| {
            let area = grid.picture.0 * grid.picture.1;
            if grid.place == TextPlace::Beside { area / BESIDE_IS_WORTH } else { area }
        };
        grids.sort_by(|a, b| score(b).total_cmp(&score(a)));
        // Pictures that are higher than wide leave more room beside them.
        let beside = BESIDE.iter().rev().find_map(|share| self.beside(*share)).filter(|_| self.ratio < 1.0);
        grids.push(beside.unwrap_or_else(|| self.below_and_wider(self.smallest())));
        grids
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
    fn smallest(&self) -> f32 {
        self.highest() * SMALLEST
    }

    /// Pictures of this share of their cell's width, their texts below and as wide. `None` where they would be too high.
    fn below(&self, share: f32) -> Option<Grid> {
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
    fn below_and_wider(&self, high: f32) -> Grid {
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
    fn beside(&self, share: f32) -> Option<Grid> {
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

    /// How wide a cell is.
    pub fn cell_width(&self) -> f32 {
        match self.place {
            TextPlace::Below => self.text_width,
            TextPlace::Beside => self.room.cell_width,
        }
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

    /// Columns of text of this width that a cell without a picture has room for.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few")]
    pub fn text_columns(&self, width: f32) -> usize {
        let gap = style::BESIDE_PICTURE;
        (((self.room.cell_width + gap) / (width + gap) + 0.001) as usize).max(1)
    }

    /// The left edge of a text of this width in a column: the column's own where it has room there.
    pub fn left_of_text(&self, column: usize, width: f32) -> f32 {
        if width <= self.text_width + 0.01 {
            self.left(column)
        } else {
            style::MARGIN + (self.room.cell_width + self.room.shot.gutter) * count(column)
        }
    }
}

fn count(n: usize) -> f32 {
    f32::from(u16::try_from(n).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deliver::settings::{Paper, PerPage};
    use crate::story::Aspect;

    #[test]
    fn every_grid_keeps_to_the_sheet_and_no_picture_is_too_small_to_read() {
        for per_page in PerPage::ALL {
            for (portrait, paper) in
                [(false, Paper::A4), (true, Paper::A4), (false, Paper::Letter), (true, Paper::Letter)]
            {
                for aspect in Aspect::ALL {
                    let choices = Choices { paper, portrait, per_page, ..Choices::default() };
                    let (width, height) = style::sheet(&choices);
                    let room = Room::new(&choices, aspect.ratio(), height - style::TOP - style::BOTTOM - 30.0);
                    assert_eq!(room.columns * room.rows, usize::from(per_page.count()));
                    let grids = room.grids();
                    assert!(grids.len() > 1);
                    for grid in grids {
                        let (wide, high) = grid.picture;
                        assert!((wide / high / aspect.ratio() - 1.0).abs() < 0.001);
                        assert!(high >= room.smallest() - 0.01, "{high} of {}", room.highest());
                        let right = match grid.place {
                            TextPlace::Below => wide.max(grid.text_width),
                            TextPlace::Beside => wide + style::BESIDE_PICTURE + grid.text_width,
                        };
                        let last = grid.left(room.columns - 1) + right;
                        assert!(last <= width - style::MARGIN + 0.01, "{last} of {width} with {grid:?}");
                        assert!(right <= grid.pitch + 0.01 || room.columns == 1, "{grid:?} overlaps its neighbour");
                    }
                }
            }
        }
    }
}
