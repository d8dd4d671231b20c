//! From a project to pages: scenes with a heading, their shots in rows. A row is as high as its texts; a text that is too
//! long for that goes on in the place behind its shot.

use super::fit::{self, Fit, Plan};
use super::grid::Grid;
use super::heading::Heading;
use super::plan::{Cursor, Planner, Rest};
use super::sheet::{Running, blank, dress};
use super::{Boards, Changes, Laid, style, title};
use super::{cell, changes};
use crate::media::page::{Chapter, Page, set_on_one_line};
use crate::story::animatic::Rect;

/// Lays boards out. The same boards give the same pages wherever the same fonts are.
#[must_use]
pub fn layout(boards: &Boards<'_>) -> Laid {
    let mut laid = Laid::default();
    if boards.choices.title_page {
        title::title(boards, &mut laid);
    }
    let first = laid.pages.len();
    let mut planner = Planner::new(boards);
    settle(&mut planner);
    let mut flow = Flow { laid: &mut laid, planner, page: None, y: 0.0 };
    let mut next = Cursor::default();
    while next.group < flow.planner.groups.len() {
        flow.page_from(&mut next);
    }
    flow.end_page();
    let running = Running {
        title: &boards.project.name,
        choices: boards.choices,
        today: boards.today,
        logo: boards.logo,
        more: boards.changes.map(Changes::told),
        from_right: boards.run_from_right(),
    };
    dress(&mut laid, first, &running);
    laid
}

/// Finds how large pictures are on most pages, before a text that is too long for its page moves others on.
fn settle(planner: &mut Planner<'_, '_>) {
    let mut pages = Vec::new();
    let mut at = Cursor::default();
    while at.group < planner.groups.len() {
        let (page, next) = planner.page(&at);
        pages.push(page);
        at = next;
    }
    let mut formats = std::mem::take(&mut planner.formats);
    fit::settle(&mut formats, &pages, &|shot, width| planner.height_of(shot, width));
    planner.formats = formats;
}

struct Flow<'a, 'b> {
    laid: &'a mut Laid,
    planner: Planner<'a, 'b>,
    /// The page in work.
    page: Option<Page>,
    /// Where the next thing may begin.
    y: f32,
}

impl Flow<'_, '_> {
    fn bottom(&self) -> f32 {
        style::TOP + self.planner.height
    }

    fn end_page(&mut self) {
        self.laid.pages.extend(self.page.take());
    }

    fn new_page(&mut self) {
        self.end_page();
        self.page = Some(blank(self.planner.boards.choices));
        self.y = style::TOP;
    }

    fn page(&mut self) -> &mut Page {
        let choices = self.planner.boards.choices;
        self.page.get_or_insert_with(|| blank(choices))
    }

    /// Fills a new page with what comes next.
    fn page_from(&mut self, next: &mut Cursor) {
        self.new_page();
        let (plan, _) = self.planner.page(next);
        let heights = |shot, width| self.planner.height_of(shot, width);
        let fit = fit::choose(&self.planner.formats, &plan, &heights);
        let mut rows = 0;
        let mut is_bare = true;
        while let Some(set) = self.planner.groups.get(next.group) {
            let format = plan.rows.iter().find(|row| row.shots.first().is_some_and(|shot| shot.0 == next.group));
            let format = format.map_or_else(|| plan.rows.first().map_or(0, |row| row.format), |row| row.format);
            let grid = fit.grids[format];
            if next.begun {
                self.heading_again(next);
            } else {
                let is_planned = plan.rows.iter().any(|row| row.shots.iter().any(|shot| shot.0 == next.group));
                let above = if is_bare { 0.0 } else { style::ABOVE_HEADING };
                let needed = above + set.heading_height() + self.row_height(next, &grid, &fit);
                let has_room = self.y + needed <= self.bottom() + 0.01;
                let has_place = set.count() == 0 || is_planned && rows < plan.rows_most;
                if !(is_bare || has_room && has_place) {
                    return;
                }
                self.y += above;
                self.headings(next.group, &grid);
                next.begun = true;
            }
            // Behind a heading of many lines there may be no room left.
            let is_low = self.y > style::TOP + self.planner.height / 2.0;
            if rows == 0 && is_low && self.y + self.row_height(next, &grid, &fit) > self.bottom() + 0.01 {
                return;
            }
            is_bare = false;
            while next.places(&self.planner.groups) > 0 {
                let is_full = rows > 0 && self.y + self.row_height(next, &grid, &fit) > self.bottom() + 0.01;
                if rows >= grid.room.rows || is_full {
                    return;
                }
                self.row(next, &grid, &fit, &plan, rows);
                rows += 1;
            }
            next.next_group();
        }
    }

    /// The headings of a group: each above its own shots.
    fn headings(&mut self, group: usize, grid: &Grid) {
        let group = &self.planner.groups[group];
        let (from_right, height) = (group.from_right, group.heading_height());
        let parts = group.parts.iter().map(|part| (part.heading.clone(), grid.left(part.first)));
        let parts: Vec<(Heading, f32)> = parts.collect();
        if let [(heading, _)] = parts.as_slice() {
            self.heading(heading, from_right);
            return;
        }
        let top = self.y;
        for (heading, edge) in parts {
            let Heading { title, lines, facts_below, gone, .. } = heading;
            self.laid.chapters.push(Chapter { title, page: self.laid.pages.len() });
            let mut y = top;
            for (lines, color) in [(lines, style::INK), (facts_below, style::GREY), (gone, style::CHANGED)] {
                for line in lines {
                    self.page().text_from(from_right, edge, y, &line, color);
                    y += line.height;
                }
            }
        }
        self.y = top + height;
    }

    /// A heading over the width of the page.
    fn heading(&mut self, heading: &Heading, from_right: bool) {
        let bottom = self.bottom();
        let Heading { title, lines, facts, gone, .. } = heading;
        let title = title.clone();
        self.laid.chapters.push(Chapter { title, page: self.laid.pages.len() });
        for (at, line) in lines.iter().enumerate() {
            if self.y + line.height > bottom {
                self.new_page();
            }
            let y = self.y;
            self.page().text_from(from_right, style::MARGIN, y, line, style::INK);
            if let Some(facts) = facts.as_ref().filter(|_| at == 0) {
                self.page().text_from(!from_right, style::MARGIN, y, facts, style::GREY);
            }
            self.y += line.height;
        }
        for line in gone {
            if self.y + line.height > bottom {
                self.new_page();
            }
            let y = self.y;
            self.page().text_from(from_right, style::MARGIN, y, line, style::CHANGED);
            self.y += line.height;
        }
        self.y += style::BELOW_HEADING;
    }

    /// On a further page of a scene, whose shots these are.
    fn heading_again(&mut self, next: &Cursor) {
        let group = &self.planner.groups[next.group];
        let shot = next.rests.first().map_or(next.shot, |rest| rest.shot);
        let words = format!("{}, continued", group.title_of(shot));
        let width = style::sheet(self.planner.boards.choices).0 - 2.0 * style::MARGIN;
        let line = set_on_one_line(&words, style::SCENE_FACT, width);
        let (y, from_right) = (self.y, group.from_right);
        self.page().text_from(from_right, style::MARGIN, y, &line, style::GREY);
        self.y += line.height + style::BELOW_HEADING;
    }

    /// The height that the next row needs. Of a text that goes on elsewhere only the least counts.
    fn row_height(&self, next: &Cursor, grid: &Grid, fit: &Fit) -> f32 {
        let (shots, rests) = next.in_row(&self.planner.groups[next.group], grid.room.columns);
        let rest = next.rests[..rests].iter().map(|rest| rest.height().min(grid.room.shot.least()));
        let rest = rest.fold(0.0, f32::max);
        let cell = |shot| {
            let place = (next.group, shot);
            let text = self.planner.height_of(place, grid.text_width);
            grid.height_with(fit::counted(&grid.room, text, fit.long.contains(&place)))
        };
        (next.shot..next.shot + shots).map(cell).fold(rest, f32::max)
    }

    /// Places a row at the next free place, which has room for it or is a fresh page's. What is left of a long text takes
    /// the place behind its shot.
    fn row(&mut self, next: &mut Cursor, grid: &Grid, fit: &Fit, plan: &Plan, row: usize) {
        let (room, gutter) = (&grid.room, grid.room.shot.gutter);
        let (top, free) = (self.y, self.bottom() - self.y);
        #[expect(clippy::cast_precision_loss, reason = "a few rows")]
        let left = room.rows.saturating_sub(row).max(1) as f32;
        let share = (free - plan.headings_from(row + 1) - gutter * (left - 1.0)) / left;
        let height = self.row_height(next, grid, fit).max(share.min(room.row_height)).min(free);
        let group = &self.planner.groups[next.group];
        let (cells, from_right) = (group.cells(self.planner.boards, grid.text_width), group.from_right);
        let mut lowest = 0.0_f32;
        for column in 0..room.columns {
            let (used, rest, at) = if next.is_rest_next(&self.planner.groups[next.group]) {
                let rest = next.rests.remove(0);
                let (used, from) = self.continuation(&rest, grid, (column, from_right), top, height);
                (used, Rest { from, ..rest }, 0)
            } else if next.shot < cells.len() {
                let (shot, left) = (next.shot, self.across(from_right, grid.left(column), grid.cell_width()));
                next.shot += 1;
                let (used, from) = self.shot(&cells[shot], grid, left, top, height);
                (used, Rest { cells: cells.clone(), shot, from, width: grid.text_width }, next.rests.len())
            } else {
                break;
            };
            lowest = lowest.max(used);
            if rest.from < rest.cell().lines.len() {
                next.rests.insert(at, rest);
            }
        }
        let pitch = fit.pitch.map_or(lowest + gutter, |pitch| pitch.max(lowest + gutter));
        self.y = top + pitch;
    }

    /// Where something so wide begins that stands at `x` where shots follow each other from the left.
    fn across(&self, from_right: bool, x: f32, width: f32) -> f32 {
        if from_right { style::sheet(self.planner.boards.choices).0 - x - width } else { x }
    }

    /// Places a shot with as much of its text as a height holds. Gives the height that is used, and the line that is next.
    fn shot(&mut self, cell: &cell::Cell, grid: &Grid, left: f32, top: f32, height: f32) -> (f32, usize) {
        let (picture, text) = grid.places(cell.from_right);
        let place = Rect { x: left + picture.0, y: top + picture.1, width: grid.picture.0, height: grid.picture.1 };
        let shape = cell.picture.as_ref().map(|(from, ratio)| (self.laid.picture(from.clone()), *ratio));
        let count = cell::lines_within(&cell.lines, grid.text_within(height));
        let lines = &cell.lines[..count];
        let page = self.page();
        let lies = cell::picture(page, place, shape, &cell.name);
        cell.marks.draw(page, place, lies);
        if let Some(word) = cell.tag {
            changes::tag(page, place, word);
        }
        cell::lines(page, lines, left + text.0, top + text.1);
        (grid.height_with(cell::height_of(lines)), count)
    }

    /// Goes on with a shot's text where its picture would be, in columns where there is room for several. Gives the height
    /// that is used, and the line that is next.
    fn continuation(
        &mut self,
        rest: &Rest,
        grid: &Grid,
        (column, from_right): (usize, bool),
        top: f32,
        height: f32,
    ) -> (f32, usize) {
        let cell = rest.cell();
        let left = self.across(from_right, grid.left_of_text(column, rest.width), rest.width);
        let width = rest.width.max(grid.room.cell_width.min(grid.pitch));
        let head = set_on_one_line(&format!("{}, continued", cell.name), grid.room.shot.name, width);
        let below = head.height + style::BETWEEN_TEXTS;
        let (mut from, mut lowest) = (rest.from, 0.0_f32);
        let page = self.page();
        let head_left = if cell.from_right { left + rest.width - head.width } else { left };
        page.text(if from_right { head_left } else { head_left.max(left) }, top, &head, style::GREY);
        for column in 0..grid.text_columns(rest.width) {
            let lines = &cell.lines[from..];
            if lines.is_empty() {
                break;
            }
            let count = cell::lines_within(lines, height - below);
            #[expect(clippy::cast_precision_loss, reason = "a few columns")]
            let by = column as f32 * (rest.width + style::BESIDE_PICTURE);
            let x = if from_right { left - by } else { left + by };
            cell::lines(page, &lines[..count], x, top + below);
            lowest = lowest.max(cell::height_of(&lines[..count]));
            from += count;
        }
        (below + lowest, from)
    }
}
