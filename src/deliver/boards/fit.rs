//! How large a page's pictures are: as large as those of most pages where its texts leave room for that, else smaller, so
//! that it holds as many as were asked for; and which texts are so long that they go on elsewhere.

use std::collections::HashSet;

use super::grid::{Grid, Room};

/// Pictures have the size that this share of pages, at least, has room for; the others have smaller ones.
const MOST_PAGES: f32 = 0.75;

/// A shot by the place of its group and its own in that.
pub type Place = (usize, usize);

/// How high the text of a shot is in lines of a width.
pub type Heights<'a> = dyn Fn(Place, f32) -> f32 + 'a;

/// What shots of one shape may look like.
#[derive(Clone, Debug)]
pub struct Format {
    pub room: Room,
    /// The best first.
    grids: Vec<Grid>,
    /// The grid that most pages have.
    usual: usize,
}

impl Format {
    pub fn new(room: Room) -> Self {
        Self { grids: room.grids(), room, usual: 0 }
    }

    fn smallest(&self) -> &Grid {
        // There is one at least.
        &self.grids[self.grids.len() - 1]
    }
}

/// A row of a page that is planned: shots of one group of scenes.
#[derive(Clone, Debug)]
pub struct Row {
    /// By its place in the list of formats.
    pub format: usize,
    pub shots: Vec<Place>,
    /// The height of the rest of a text that goes on from before and has a place in it.
    pub rest: f32,
    /// The height of the heading above it, with its space.
    pub above: f32,
}

/// A page that is planned.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub rows: Vec<Row>,
    /// Rows that it may have.
    pub rows_most: usize,
    /// The height of headings of scenes without shots.
    pub bare_headings: f32,
    /// The height of the page.
    pub height: f32,
}

impl Plan {
    /// What headings take, from a row on.
    pub fn headings_from(&self, row: usize) -> f32 {
        self.bare_headings + self.rows.iter().skip(row).map(|row| row.above).sum::<f32>()
    }

    fn total(&self, heights: &[f32], gutter: f32) -> f32 {
        let gutters = gutter * count(heights.len().saturating_sub(1));
        self.headings_from(0) + heights.iter().sum::<f32>() + gutters
    }
}

/// What was chosen for a page.
#[derive(Clone, Debug)]
pub struct Fit {
    /// For each format, those that the page does not have too.
    pub grids: Vec<Grid>,
    /// The shots whose texts go on elsewhere.
    pub long: HashSet<Place>,
    /// How far the tops of rows are apart where all are alike; else each row is as high as it is.
    pub pitch: Option<f32>,
}

/// Finds the grid that most pages have room for, for each format.
pub fn settle(formats: &mut [Format], pages: &[Plan], heights: &Heights<'_>) {
    for (at, format) in formats.iter_mut().enumerate() {
        let own: Vec<&Plan> = pages.iter().filter(|page| page.rows.iter().all(|row| row.format == at)).collect();
        let most = format.grids.iter().position(|grid| {
            let fitting = own.iter().filter(|page| fits(page, &|_| grid, &HashSet::new(), heights)).count();
            count(fitting) >= MOST_PAGES * count(own.len())
        });
        format.usual = most.unwrap_or(0);
    }
}

/// Chooses the grids of a page. Texts are long only where not even the smallest pictures give them room.
pub fn choose(formats: &[Format], page: &Plan, heights: &Heights<'_>) -> Fit {
    let none = HashSet::new();
    let (chosen, long) = match step_down(formats, page, &none, heights) {
        Some(chosen) => (chosen, none),
        None => {
            let long = long_ones(formats, page, heights);
            let smallest = || formats.iter().map(|format| format.grids.len() - 1).collect();
            (step_down(formats, page, &long, heights).unwrap_or_else(smallest), long)
        }
    };
    let grids: Vec<Grid> = formats.iter().zip(&chosen).map(|(format, at)| format.grids[*at]).collect();
    let rows = rows(page, &|format| &grids[format], &long, heights);
    let gutter = grids.first().map_or(0.0, |grid| grid.room.shot.gutter);
    let left = page.height - page.headings_from(0) - gutter * count(page.rows_most.saturating_sub(1));
    let even = left / count(page.rows_most.max(1));
    let is_even = rows.iter().all(|height| *height <= even + 0.01);
    Fit { pitch: is_even.then_some(even + gutter), grids, long }
}

/// The first grids with which a page holds its shots, from the usual ones on: the rows that are highest get smaller first.
fn step_down(formats: &[Format], page: &Plan, long: &HashSet<Place>, heights: &Heights<'_>) -> Option<Vec<usize>> {
    let mut chosen: Vec<usize> = formats.iter().map(|format| format.usual).collect();
    loop {
        let grid = |format: usize| &formats[format].grids[chosen[format]];
        if fits(page, &grid, long, heights) {
            return Some(chosen);
        }
        let rows = rows(page, &grid, long, heights);
        let taken = |at: usize| {
            let own = page.rows.iter().zip(&rows).filter(|(row, _)| row.format == at);
            own.map(|(_, height)| *height).fold(0.0, f32::max)
        };
        let can = |at: &usize| taken(*at) > 0.0 && chosen[*at] + 1 < formats[*at].grids.len();
        let highest = (0..formats.len()).filter(can).max_by(|a, b| taken(*a).total_cmp(&taken(*b)))?;
        chosen[highest] += 1;
    }
}

/// The texts that find no room on a page with the smallest pictures: the longest, until the others fit.
fn long_ones(formats: &[Format], page: &Plan, heights: &Heights<'_>) -> HashSet<Place> {
    let grid = |format: usize| formats[format].smallest();
    let mut long = HashSet::new();
    while !fits(page, &grid, &long, heights) {
        let text = |row: &Row, shot: Place| heights(shot, grid(row.format).text_width);
        let all = page.rows.iter().flat_map(|row| row.shots.iter().map(move |shot| (row, *shot)));
        let longest = all
            .filter(|(row, shot)| !long.contains(shot) && text(row, *shot) > grid(row.format).room.shot.least())
            .max_by(|(a, one), (b, other)| text(a, *one).total_cmp(&text(b, *other)));
        match longest {
            Some((_, shot)) => _ = long.insert(shot),
            // Names or headings of many lines: rows go on with the next page.
            None => break,
        }
    }
    long
}

fn fits<'g>(page: &Plan, grid: &dyn Fn(usize) -> &'g Grid, long: &HashSet<Place>, heights: &Heights<'_>) -> bool {
    let gutter = page.rows.first().map_or(0.0, |row| grid(row.format).room.shot.gutter);
    page.total(&rows(page, grid, long, heights), gutter) <= page.height + 0.01
}

/// The height that each row of a page needs.
fn rows<'g>(page: &Plan, grid: &dyn Fn(usize) -> &'g Grid, long: &HashSet<Place>, heights: &Heights<'_>) -> Vec<f32> {
    let height = |row: &Row| {
        let grid = grid(row.format);
        let cell = |shot: &Place| {
            let text = heights(*shot, grid.text_width);
            grid.height_with(counted(&grid.room, text, long.contains(shot)))
        };
        row.shots.iter().map(cell).fold(row.rest.min(grid.room.shot.least()), f32::max)
    };
    page.rows.iter().map(height).collect()
}

/// The height of a text that counts for its row: of one that goes on elsewhere, the least that stands by its picture.
pub fn counted(room: &Room, text: f32, is_long: bool) -> f32 {
    if is_long { text.min(room.shot.least()) } else { text }
}

#[expect(clippy::cast_precision_loss, reason = "a few rows or pages")]
fn count(n: usize) -> f32 {
    n as f32
}
