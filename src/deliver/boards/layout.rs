//! From a project to pages: scenes with a heading, their shots in rows. A row is as high as its texts; a text that is too
//! long for that goes on in the place behind its shot.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use super::cell::{self, Cell};
use super::fit::{self, Fit};
use super::grid::{Grid, Room};
use super::sheet::{Running, blank, dress};
use super::{Boards, Laid, style, title};
use crate::deliver::words::numbered;
use crate::media::page::{Chapter, Page, set, set_on_one_line};
use crate::story::animatic::Rect;
use crate::story::check::count_of;
use crate::story::{Scene, price};

/// Lays boards out. The same boards give the same pages wherever the same fonts are.
#[must_use]
pub fn layout(boards: &Boards<'_>) -> Laid {
    let mut laid = Laid::default();
    if boards.choices.title_page {
        title::title(boards, &mut laid);
    }
    let first = laid.pages.len();
    let mut flow = Flow { boards, laid: &mut laid, page: None, y: 0.0, rows: 0 };
    for (at, scene) in boards.scope.clone().scenes(boards.project) {
        flow.scene(at, scene);
    }
    flow.end_page();
    let running =
        Running { title: &boards.project.name, choices: boards.choices, today: boards.today, logo: boards.logo };
    dress(&mut laid, first, &running);
    laid
}

struct Flow<'a, 'b> {
    boards: &'a Boards<'b>,
    laid: &'a mut Laid,
    /// The page in work.
    page: Option<Page>,
    /// Where the next thing may begin.
    y: f32,
    /// Rows on the page.
    rows: usize,
}

impl Flow<'_, '_> {
    fn bottom(&self) -> f32 {
        style::sheet(self.boards.choices).1 - style::BOTTOM
    }

    fn end_page(&mut self) {
        self.laid.pages.extend(self.page.take());
    }

    fn new_page(&mut self) {
        self.end_page();
        self.page = Some(blank(self.boards.choices));
        self.y = style::TOP;
        self.rows = 0;
    }

    fn page(&mut self) -> &mut Page {
        let choices = self.boards.choices;
        self.page.get_or_insert_with(|| blank(choices))
    }

    fn scene(&mut self, at: usize, scene: &Scene) {
        let heading = Heading::new(self.boards, at, scene);
        let whole = self.bottom() - style::TOP;
        let room_below =
            |headings: f32| Room::new(self.boards.choices, scene.aspect.ratio(), (whole - headings).max(whole * 0.6));
        let mut room = room_below(heading.height());
        // The next scene may begin on the page where this one ends.
        if room.rows > 1 && self.boards.scope.clone().scenes(self.boards.project).nth(1).is_some() {
            room = room_below(heading.height() + style::SCENE_FACT.line_height + style::BELOW_HEADING);
        }
        let set = SetShots { boards: self.boards, room: &room, at, scene, set: RefCell::default() };
        let fit = fit::choose(&room, &|width| set.heights(width));
        let cells = set.cells(fit.grid.text_width);
        let slot = |(cell, is_long): (_, &bool)| Slot { cell, from: 0, is_long: *is_long };
        let mut slots: VecDeque<Slot<'_>> = std::iter::zip(cells.iter(), &fit.is_long).map(slot).collect();
        let needed = heading.height() + row_height(&slots, &fit.grid);
        if self.page.is_none() || self.rows >= room.rows || self.y + needed > self.bottom() + 0.01 {
            self.new_page();
        }
        self.laid.chapters.push(Chapter { title: heading.title.clone(), page: self.laid.pages.len() });
        self.heading(&heading);
        // Behind a heading of many lines there may be no room left.
        let mut is_new = self.y + row_height(&slots, &fit.grid) <= self.bottom() + 0.01;
        while !slots.is_empty() {
            if !is_new && (self.rows >= room.rows || self.y + row_height(&slots, &fit.grid) > self.bottom() + 0.01) {
                self.new_page();
                self.heading_again(&heading);
            }
            self.row(&mut slots, &fit);
            is_new = false;
        }
    }

    fn heading(&mut self, heading: &Heading) {
        let bottom = self.bottom();
        let right = style::sheet(self.boards.choices).0 - style::MARGIN;
        for (at, line) in heading.lines.iter().enumerate() {
            if self.y + line.height > bottom {
                self.new_page();
            }
            let y = self.y;
            self.page().text(style::MARGIN, y, line, style::INK);
            if at == 0 {
                self.page().text_to(right, y, &heading.facts, style::GREY);
            }
            self.y += line.height;
        }
        self.y += style::BELOW_HEADING;
    }

    /// On a further page of a scene, whose shots these are.
    fn heading_again(&mut self, heading: &Heading) {
        let words = format!("{}, continued", heading.title);
        let line =
            set_on_one_line(&words, style::SCENE_FACT, style::sheet(self.boards.choices).0 - 2.0 * style::MARGIN);
        let y = self.y;
        self.page().text(style::MARGIN, y, &line, style::GREY);
        self.y += line.height + style::BELOW_HEADING;
    }

    /// Places a row at the next free place, which has room for it or is a fresh page's. What is left of a long text takes
    /// the place behind its shot.
    fn row(&mut self, slots: &mut VecDeque<Slot<'_>>, fit: &Fit) {
        let grid = &fit.grid;
        let (room, gutter) = (&grid.room, grid.room.shot.gutter);
        let (top, free) = (self.y, self.bottom() - self.y);
        #[expect(clippy::cast_precision_loss, reason = "a few rows")]
        let rows_left = room.rows.saturating_sub(self.rows).max(1) as f32;
        let share = (free - gutter * (rows_left - 1.0)) / rows_left;
        let height = row_height(slots, grid).max(share.min(room.row_height)).min(free);
        let mut lowest = 0.0_f32;
        for column in 0..room.columns {
            let Some(slot) = slots.pop_front() else { break };
            let left = grid.left(column);
            let (used, next) = if slot.from == 0 {
                self.shot(&slot, grid, left, top, height)
            } else {
                self.continuation(&slot, grid, left, top, height)
            };
            lowest = lowest.max(used);
            if next < slot.cell.lines.len() {
                slots.push_front(Slot { from: next, ..slot });
            }
        }
        self.rows += 1;
        let pitch = if fit.is_even { lowest.max(room.row_height).min(free) } else { lowest };
        self.y = top + pitch + gutter;
    }

    /// Places a shot with as much of its text as a height holds. Gives the height that is used, and the line that is next.
    fn shot(&mut self, slot: &Slot<'_>, grid: &Grid, left: f32, top: f32, height: f32) -> (f32, usize) {
        let cell = slot.cell;
        let (picture, text) = grid.places(cell.from_right);
        let place = Rect { x: left + picture.0, y: top + picture.1, width: grid.picture.0, height: grid.picture.1 };
        let shape = cell.picture.as_ref().map(|(from, ratio)| (self.laid.picture(from.clone()), *ratio));
        let count = cell::lines_within(&cell.lines, grid.text_within(height));
        let lines = &cell.lines[..count];
        let page = self.page();
        cell::picture(page, place, shape, &cell.name);
        cell::lines(page, lines, left + text.0, top + text.1);
        (grid.height_with(cell::height_of(lines)), count)
    }

    /// Goes on with a shot's text where its picture would be, in columns where there is room for several.
    fn continuation(&mut self, slot: &Slot<'_>, grid: &Grid, left: f32, top: f32, height: f32) -> (f32, usize) {
        let cell = slot.cell;
        let width = grid.text_width.max(grid.room.cell_width.min(grid.pitch));
        let head = set_on_one_line(&format!("{}, continued", cell.name), grid.room.shot.name, width);
        let below = head.height + style::BETWEEN_TEXTS;
        let (mut next, mut lowest) = (slot.from, 0.0_f32);
        let page = self.page();
        let head_left = if cell.from_right { left + grid.text_width - head.width } else { left };
        page.text(head_left.max(left), top, &head, style::GREY);
        for column in 0..grid.text_columns() {
            let rest = &cell.lines[next..];
            if rest.is_empty() {
                break;
            }
            let count = cell::lines_within(rest, height - below);
            #[expect(clippy::cast_precision_loss, reason = "a few columns")]
            let x = left + column as f32 * (grid.text_width + style::BESIDE_PICTURE);
            cell::lines(page, &rest[..count], x, top + below);
            lowest = lowest.max(cell::height_of(&rest[..count]));
            next += count;
        }
        (below + lowest, next)
    }
}

/// A place in the grid: a shot, or the rest of its text from a line on.
#[derive(Clone, Copy)]
struct Slot<'c> {
    cell: &'c Cell,
    from: usize,
    is_long: bool,
}

/// The height that the next row needs. Of a text that goes on elsewhere only the least counts.
fn row_height(slots: &VecDeque<Slot<'_>>, grid: &Grid) -> f32 {
    let least = grid.room.shot.least();
    let height = |slot: &Slot<'_>| {
        let text = cell::height_of(&slot.cell.lines[slot.from..]);
        let counted = if slot.is_long { text.min(least) } else { text };
        if slot.from == 0 { grid.height_with(counted) } else { counted }
    };
    slots.iter().take(grid.room.columns).map(height).fold(0.0, f32::max)
}

/// A scene's shots set in type, for each width of lines that is tried once.
struct SetShots<'a, 'b> {
    boards: &'a Boards<'b>,
    room: &'a Room,
    at: usize,
    scene: &'a Scene,
    set: RefCell<Vec<(f32, Rc<Vec<Cell>>)>>,
}

impl SetShots<'_, '_> {
    fn cells(&self, width: f32) -> Rc<Vec<Cell>> {
        let known = self.set.borrow().iter().find(|(of, _)| *of == width).map(|(_, cells)| cells.clone());
        known.unwrap_or_else(|| {
            let cell = |shot| cell::cell(self.boards, &self.room.shot, width, self.at, self.scene, shot);
            let cells: Rc<Vec<Cell>> = Rc::new((0..self.scene.shots.len()).map(cell).collect());
            self.set.borrow_mut().push((width, cells.clone()));
            cells
        })
    }

    fn heights(&self, width: f32) -> Rc<Vec<f32>> {
        Rc::new(self.cells(width).iter().map(|cell| cell::height_of(&cell.lines)).collect())
    }
}

/// A scene's heading, set in type.
struct Heading {
    title: String,
    lines: Vec<std::sync::Arc<crate::media::page::SetLine>>,
    facts: std::sync::Arc<crate::media::page::SetLine>,
}

impl Heading {
    fn new(boards: &Boards<'_>, at: usize, scene: &Scene) -> Self {
        let choices = boards.choices;
        let width = style::sheet(choices).0 - 2.0 * style::MARGIN;
        let name = scene.name.trim();
        let number = at + 1;
        let title = if name.is_empty() { format!("Scene {number}") } else { numbered(number, name) };
        let mut facts = vec![count_of(scene.shots.len(), "shot")];
        if choices.seconds {
            facts.push(scene.seconds().to_string());
        }
        if let Some(money) = boards.money {
            let credits = price::of_scene(scene, boards.rules).credits;
            let amount = money.shown(money.line(credits));
            let markup = money.markup_beside().map_or_else(String::new, |markup| format!(" + {markup} %"));
            let cost = format!("{amount}{markup} a take");
            facts.push(if money.shows_credits() { format!("{cost}, {credits}") } else { cost });
        }
        let facts = set_on_one_line(&facts.join("  ·  "), style::SCENE_FACT, width * 0.6);
        let lines = set(&title, style::SCENE, width - facts.width - style::GUTTER);
        Self { title, lines, facts }
    }

    fn height(&self) -> f32 {
        self.lines.iter().map(|line| line.height).sum::<f32>() + style::BELOW_HEADING
    }
}
