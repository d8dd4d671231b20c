//! Choosing a scene's grid by what is to be read: pictures as large as their texts allow, as many to a page as were asked
//! for, and which texts are so long that they go on elsewhere.

use std::rc::Rc;

use super::grid::{Grid, Room};

/// Shares of its cell that a picture may have with its text below and as wide, the largest first.
const BELOW: [f32; 5] = [1.0, 0.94, 0.88, 0.82, 0.76];
/// The same with its text beside it.
const BESIDE: [f32; 6] = [0.66, 0.60, 0.54, 0.48, 0.42, 0.36];
/// A text beside its picture leaves less of the sheet empty: worth a picture of this share of the other's area.
const BESIDE_IS_WORTH: f32 = 0.75;

/// What was chosen.
pub struct Fit {
    pub grid: Grid,
    /// For each shot, whether its text goes on elsewhere.
    pub is_long: Vec<bool>,
    /// Whether rows are alike on every page.
    pub is_even: bool,
}

/// The heights of all shots' texts at a width of their lines.
pub type Heights<'a> = dyn Fn(f32) -> Rc<Vec<f32>> + 'a;

/// Chooses the grid. Texts are long only where not even the smallest pictures give them room.
pub fn choose(room: &Room, heights: &Heights<'_>) -> Fit {
    let count = heights(room.cell_width).len();
    let none_long = vec![false; count];
    let (grid, is_long) = match fitting(room, heights, &none_long) {
        Some(grid) => (grid, none_long),
        None => {
            let smallest = smallest(room);
            let is_long = long_ones(&smallest, &heights(smallest.text_width));
            (fitting(room, heights, &is_long).unwrap_or(smallest), is_long)
        }
    };
    let texts = heights(grid.text_width);
    let is_even = (0..count).all(|at| grid.height_with(counted(&grid, &texts, &is_long, at)) <= room.row_height + 0.01);
    Fit { grid, is_long, is_even }
}

fn smallest(room: &Room) -> Grid {
    let beside = BESIDE.iter().rev().find_map(|share| room.beside(*share));
    let below = room.below_and_wider(room.smallest());
    // Pictures that are higher than wide leave more room beside them.
    beside.filter(|_| room.ratio < 1.0).unwrap_or(below)
}

/// The grid with the largest pictures with which every page holds as many as were asked for.
fn fitting(room: &Room, heights: &Heights<'_>, is_long: &[bool]) -> Option<Grid> {
    let fits = |grid: &Grid| fits(grid, &heights(grid.text_width), is_long);
    if let Some(grid) = BELOW.iter().filter_map(|share| room.below(*share)).find(fits) {
        return Some(grid);
    }
    let beside = BESIDE.iter().filter_map(|share| room.beside(*share)).find(fits);
    let below = highest(room, &heights(room.cell_width), is_long).map(|high| room.below_and_wider(high)).filter(fits);
    let area = |grid: &Grid| grid.picture.0 * grid.picture.1;
    match (beside, below) {
        (Some(beside), Some(below)) if area(&beside) < BESIDE_IS_WORTH * area(&below) => Some(below),
        (Some(beside), _) => Some(beside),
        (None, below) => below,
    }
}

/// The height of a text that counts for its row: of a long one, the least of it that stands by its picture.
fn counted(grid: &Grid, texts: &[f32], is_long: &[bool], at: usize) -> f32 {
    if is_long[at] { texts[at].min(grid.room.shot.least()) } else { texts[at] }
}

/// The heights of the rows of each page.
fn pages<'a>(grid: &'a Grid, texts: &'a [f32], is_long: &'a [bool]) -> impl Iterator<Item = (usize, Vec<f32>)> + 'a {
    let Room { columns, rows, .. } = grid.room;
    let places: Vec<usize> = (0..texts.len()).collect();
    let pages: Vec<(usize, Vec<f32>)> = places
        .chunks(columns * rows)
        .map(|page| {
            let tallest = |row: &[usize]| row.iter().map(|at| counted(grid, texts, is_long, *at)).fold(0.0, f32::max);
            (page[0], page.chunks(columns).map(tallest).collect())
        })
        .collect();
    pages.into_iter()
}

#[expect(clippy::cast_precision_loss, reason = "a few rows")]
fn total(grid: &Grid, rows: &[f32]) -> f32 {
    let gutters = grid.room.shot.gutter * rows.len().saturating_sub(1) as f32;
    rows.iter().map(|text| grid.height_with(*text)).sum::<f32>() + gutters
}

fn fits(grid: &Grid, texts: &[f32], is_long: &[bool]) -> bool {
    pages(grid, texts, is_long).all(|(_, rows)| total(grid, &rows) <= grid.room.height + 0.01)
}

/// The highest picture with which the texts below fit every page. `None` where it is too small to read.
#[expect(clippy::cast_precision_loss, reason = "a few rows")]
fn highest(room: &Room, texts: &[f32], is_long: &[bool]) -> Option<f32> {
    let flat = room.below_and_wider(0.0);
    let left = pages(&flat, texts, is_long)
        .map(|(_, rows)| (room.height - total(&flat, &rows)) / rows.len().max(1) as f32)
        .fold(room.row_height, f32::min);
    (left >= room.smallest()).then_some(left)
}

/// The texts that find no room with a grid: on every page the longest, until the others fit.
fn long_ones(grid: &Grid, texts: &[f32]) -> Vec<bool> {
    let mut is_long = vec![false; texts.len()];
    let least = grid.room.shot.least();
    loop {
        let full = pages(grid, texts, &is_long).find(|(_, rows)| total(grid, rows) > grid.room.height + 0.01);
        let Some((first, _)) = full else { return is_long };
        let page = first..(first + grid.room.columns * grid.room.rows).min(texts.len());
        let longest =
            page.filter(|at| !is_long[*at] && texts[*at] > least).max_by(|a, b| texts[*a].total_cmp(&texts[*b]));
        match longest {
            Some(at) => is_long[at] = true,
            // Names of many lines, each no longer than the least: rows then go on with the next page.
            None => return vec![true; texts.len()],
        }
    }
}
