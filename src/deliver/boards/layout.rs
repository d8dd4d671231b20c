//! From a project to pages: scenes with a heading, their shots in rows. A row grows with its texts; what finds no room on
//! a page goes on with the next one.

use super::cell::{self, Cell, CellLine};
use super::grid::Grid;
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
        let room = (whole - heading.height()).max(whole * 0.6);
        let mut grid = Grid::new(self.boards.choices, scene.aspect.ratio(), room);
        let cells: Vec<Cell> =
            (0..scene.shots.len()).map(|shot| cell::cell(self.boards, &grid, at, scene, shot)).collect();
        grid.make_room(cells.iter().map(Cell::text_height).fold(0.0, f32::max));
        let mut rows = cells.chunks(grid.columns);
        let first = rows.next().unwrap_or_default();
        let needed = heading.height() + height_of(first, &grid);
        if self.page.is_none() || self.rows >= grid.rows || self.y + needed > self.bottom() {
            self.new_page();
        }
        self.laid.chapters.push(Chapter { title: heading.title.clone(), page: self.laid.pages.len() });
        self.heading(&heading);
        if first.is_empty() {
            return;
        }
        // Behind a heading of many lines there may be no room left.
        if self.y + grid.height_with(grid.shot.name.line_height) > self.bottom() {
            self.new_page();
        }
        self.row(first, &grid);
        for row in rows {
            if self.rows >= grid.rows || self.y + height_of(row, &grid) > self.bottom() {
                self.new_page();
                self.heading_again(&heading);
            }
            self.row(row, &grid);
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

    /// Places a row at the next free place, which has room for it or is a fresh page's.
    fn row(&mut self, cells: &[Cell], grid: &Grid) {
        let top = self.y;
        let bottom = self.bottom();
        let mut rest: Vec<(usize, &Cell, &[CellLine])> = Vec::new();
        for (column, cell) in cells.iter().enumerate() {
            let left = grid.left(column);
            let (width, height) = grid.picture;
            let place = Rect { x: left, y: top, width, height };
            let shape = cell.picture.as_ref().map(|(from, ratio)| (self.laid.picture(from.clone()), *ratio));
            let page = self.page();
            cell::picture(page, place, shape, &cell.name);
            let (x, y) = (left + grid.text_at.0, top + grid.text_at.1);
            let placed = cell::lines(page, &cell.lines, x, y, grid.text_width, bottom);
            if placed < cell.lines.len() {
                rest.push((column, cell, &cell.lines[placed..]));
            }
        }
        self.rows += 1;
        self.y = top + height_of(cells, grid).max(grid.row_height).min(bottom - top) + style::GUTTER;
        while !rest.is_empty() {
            rest = self.go_on(&rest, grid);
        }
    }

    /// Goes on with texts on a new page, each in its column.
    fn go_on<'c>(
        &mut self,
        texts: &[(usize, &'c Cell, &'c [CellLine])],
        grid: &Grid,
    ) -> Vec<(usize, &'c Cell, &'c [CellLine])> {
        self.new_page();
        let (top, bottom) = (self.y, self.bottom());
        let mut rest = Vec::new();
        let mut lowest = top;
        for (column, cell, lines) in texts {
            let x = grid.left(*column) + grid.text_at.0;
            let head = set_on_one_line(&format!("{}, continued", cell.name), grid.shot.name, grid.text_width);
            let below = top + head.height;
            let page = self.page();
            page.text(x, top, &head, style::GREY);
            let placed = cell::lines(page, lines, x, below, grid.text_width, bottom);
            lowest = lowest.max(below + lines[..placed].iter().map(CellLine::height).sum::<f32>());
            if placed < lines.len() {
                rest.push((*column, *cell, &lines[placed..]));
            }
        }
        self.y = lowest + style::GUTTER;
        rest
    }
}

fn height_of(cells: &[Cell], grid: &Grid) -> f32 {
    cells.iter().map(|cell| grid.height_with(cell.text_height())).fold(0.0, f32::max)
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
