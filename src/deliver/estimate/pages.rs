//! The estimate as pages: a head, a table that goes on from page to page, and the sums.

use std::sync::Arc;

use super::{Estimate, Line, SumKind};
use crate::deliver::boards::sheet::{Running, blank, date, dress};
use crate::deliver::boards::style;
use crate::deliver::boards::{Laid, Logo};
use crate::deliver::settings::Settings;
use crate::deliver::words::{numbered, run_from_right};
use crate::media::page::{Page, SetLine, Style, set, set_on_one_line};
use crate::story::animatic::{Rect, Rgba};
use crate::story::{Credits, Project, Seconds};

/// Above and below the words of a line.
const PAD: f32 = 5.0;
/// Above the sums that come to a total.
const ABOVE_SUMS: f32 = 8.0;
/// Between a table's columns.
const GAP: f32 = 18.0;

/// Lays an estimate out.
#[must_use]
pub fn pages(
    project: &Project,
    estimate: &Estimate,
    settings: &Settings,
    logo: Option<&Logo>,
    today: jiff::civil::Date,
) -> Laid {
    let choices = &settings.boards;
    let mut laid = Laid::default();
    let names = scenes_once(estimate).filter_map(|line| Some(project.scenes.get(line.scene)?.name.as_str()));
    let from_right = run_from_right(names.chain([project.name.as_str()]));
    let mut table = Table::new(estimate, settings, from_right);
    table.head(project, estimate, settings, today);
    table.columns_head();
    for line in &estimate.lines {
        table.line(line);
    }
    table.totals();
    laid.pages = table.finish();
    let running = Running { title: &project.name, choices, today, logo, more: None, from_right };
    dress(&mut laid, 0, &running);
    laid
}

/// A column: its title, how wide it is, and whether it is held to the right.
struct Column {
    title: String,
    width: f32,
    to_right: bool,
}

struct Table<'a> {
    estimate: &'a Estimate,
    settings: &'a Settings,
    columns: Vec<Column>,
    pages: Vec<Page>,
    page: Page,
    y: f32,
    /// Whether the columns follow each other from the right.
    from_right: bool,
}

impl<'a> Table<'a> {
    fn new(estimate: &'a Estimate, settings: &'a Settings, from_right: bool) -> Self {
        let page = blank(&settings.boards);
        let money = &estimate.money;
        let mut columns = vec![
            column("Scene", 0.0, false),
            column("Length", 46.0, true),
            column("Tier", 58.0, false),
            column("Takes", 38.0, true),
        ];
        if money.shows_credits() {
            columns.push(column("Credits", 66.0, true));
        }
        columns.push(column("Amount", 88.0, true));
        let rest: f32 = columns.iter().skip(1).map(|column| column.width + GAP).sum();
        columns[0].width = (page.width - 2.0 * style::MARGIN - rest).max(80.0);
        Self { estimate, settings, columns, pages: Vec::new(), page, y: style::TOP, from_right }
    }

    fn bottom(&self) -> f32 {
        self.page.height - style::BOTTOM
    }

    fn left(&self, column: usize) -> f32 {
        style::MARGIN + self.columns[..column].iter().map(|column| column.width + GAP).sum::<f32>()
    }

    fn right(&self) -> f32 {
        self.page.width - style::MARGIN
    }

    /// Begins a new page where less than this is left.
    fn need(&mut self, height: f32, with_head: bool) {
        if self.y + height > self.bottom() && self.y > style::TOP {
            self.pages.push(std::mem::replace(&mut self.page, blank(&self.settings.boards)));
            self.y = style::TOP;
            if with_head {
                self.columns_head();
            }
        }
    }

    /// Begins a new page where so many sums have no room below each other, unless no page has.
    fn need_together(&mut self, count: usize) {
        #[expect(clippy::cast_precision_loss, reason = "a few lines")]
        let height = count as f32 * (style::TOTAL.line_height + 2.0 * PAD);
        if height < (self.bottom() - style::TOP) * 0.8 {
            self.need(height, true);
        }
    }

    fn head(&mut self, project: &Project, estimate: &Estimate, settings: &Settings, today: jiff::civil::Date) {
        let width = self.right() - style::MARGIN;
        let say = |table: &mut Self, text: &str, style: Style, color: Rgba| {
            for line in set(text, style, width) {
                table.need(line.height, false);
                table.page.text_from(table.from_right, style::MARGIN, table.y, &line, color);
                table.y += line.height;
            }
        };
        say(self, "Estimate", style::SUBTITLE, style::GREY);
        let name = if project.name.trim().is_empty() { "Untitled" } else { project.name.trim() };
        say(self, name, style::LONG_TITLE, style::INK);
        self.y += 6.0;
        let boards = &settings.boards;
        // An address of several lines is one fact among others here.
        let on_one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut facts: Vec<String> = [&boards.client, &boards.version]
            .into_iter()
            .map(|fact| on_one_line(fact))
            .filter(|fact| !fact.is_empty())
            .collect();
        facts.push(date(boards, today));
        say(self, &facts.join("  ·  "), style::SMALL, style::GREY);
        let (number, until) = (on_one_line(&settings.estimate.number), on_one_line(&settings.estimate.valid_until));
        let numbered = (!number.is_empty()).then(|| format!("Estimate no. {number}"));
        let valid = (!until.is_empty()).then(|| format!("Valid until {until}"));
        let terms: Vec<String> = [numbered, valid].into_iter().flatten().collect();
        if !terms.is_empty() {
            say(self, &terms.join("  ·  "), style::SMALL, style::GREY);
        }
        let takes = settings.estimate.takes;
        let seconds: Seconds = scenes_once(estimate).map(|line| line.seconds).sum();
        let scenes = scenes_once(estimate).count();
        let plural = |count: u64, thing: &str| format!("{count} {thing}{}", if count == 1 { "" } else { "s" });
        let told =
            format!("{}, {seconds}, {} of each", plural(scenes as u64, "scene"), plural(u64::from(takes), "take"));
        say(self, &told, style::SMALL, style::GREY);
        self.y += 22.0;
    }

    fn columns_head(&mut self) {
        let titles: Vec<String> = self.columns.iter().map(|column| column.title.clone()).collect();
        self.cells(&titles, style::SMALL, style::GREY, true);
        self.rule(style::FAINT);
    }

    fn line(&mut self, line: &Line) {
        let money = &self.estimate.money;
        let mut cells = vec![
            numbered(line.scene + 1, &line.title, self.from_right),
            line.seconds.to_string(),
            line.tier.label().to_owned(),
            line.takes.to_string(),
        ];
        if money.shows_credits() {
            cells.push(line.credits.number());
        }
        cells.push(money.shown(line.amount));
        self.cells(&cells, style::SCENE_FACT_TIGHT, style::INK, false);
        self.rule(style::HAIRLINE);
    }

    fn totals(&mut self) {
        let money = &self.estimate.money;
        let mut lines: Vec<(String, Option<Credits>, String, bool)> = Vec::new();
        for sum in &self.estimate.sums {
            lines.push((sum.label.clone(), sum.credits, money.shown(sum.amount), sum.kind == SumKind::Total));
        }
        if let Some(spent) = self.estimate.spent {
            let takes = if spent.takes == 1 { "take" } else { "takes" };
            let before = if money.markup_beside().is_some() { ", before markup" } else { "" };
            let label = format!("Spent so far, {} {takes}{before}", spent.takes);
            lines.push((label, Some(spent.credits), money.shown(spent.amount), false));
        }
        self.y += ABOVE_SUMS;
        for (at, (label, credits, amount, strong)) in lines.iter().cloned().enumerate() {
            let type_ = if strong { style::TOTAL } else { style::SCENE_FACT_TIGHT };
            if at == 0 || lines[at - 1].3 {
                // What adds up to a total stands with it, on one page.
                let to_total = lines[at..].iter().position(|line| line.3).map_or(lines.len() - at, |last| last + 1);
                self.y += if at == 0 { 0.0 } else { ABOVE_SUMS };
                self.need_together(to_total);
            }
            let mut cells = vec![String::new(); self.columns.len()];
            cells[0] = label;
            let last = cells.len() - 1;
            if money.shows_credits() {
                cells[last - 1] = credits.map(Credits::number).unwrap_or_default();
            }
            cells[last] = amount;
            self.cells(&cells, type_, style::INK, false);
        }
        self.y += 14.0;
        let mut notes = vec![format!(
            "Amounts are in {}. Each line is rounded, and totals are the sums of the lines.",
            money.code()
        )];
        if money.shows_credits() {
            notes.push("Credits are what the video service charges for a finished take.".to_owned());
        }
        for note in notes {
            for line in set(&note, style::SMALL, self.right() - style::MARGIN) {
                self.need(line.height, false);
                self.page.text_from(self.from_right, style::MARGIN, self.y, &line, style::GREY);
                self.y += line.height;
            }
        }
    }

    /// One line of the table. The first cell's words may take several lines, which may go on with the next page.
    fn cells(&mut self, cells: &[String], type_: Style, color: Rgba, is_head: bool) {
        let first = set(cells.first().map_or("", String::as_str), type_, self.columns[0].width);
        let others: Vec<Arc<SetLine>> = cells
            .iter()
            .zip(&self.columns)
            .skip(1)
            .map(|(cell, column)| set_on_one_line(cell, type_, column.width + GAP))
            .collect();
        self.need(type_.line_height + 2.0 * PAD, !is_head);
        self.y += PAD;
        for (at, line) in first.iter().enumerate() {
            self.need(line.height, !is_head);
            self.page.text_from(self.from_right, style::MARGIN, self.y, line, color);
            if at == 0 {
                for (column, cell) in (1..).zip(&others) {
                    self.cell(column, cell, color);
                }
            }
            self.y += line.height;
        }
        self.y += PAD;
    }

    /// Words stand where their column begins; figures below each other, whatever the direction.
    fn cell(&mut self, column: usize, cell: &Arc<SetLine>, color: Rgba) {
        let Column { width, to_right, .. } = self.columns[column];
        let left = self.left(column);
        let left = if self.from_right { self.page.width - left - width } else { left };
        if to_right || self.from_right {
            self.page.text_to(left + width, self.y, cell, color);
        } else {
            self.page.text(left, self.y, cell, color);
        }
    }

    fn rule(&mut self, color: Rgba) {
        let rect = Rect { x: style::MARGIN, y: self.y, width: self.right() - style::MARGIN, height: style::HAIR };
        self.page.block(rect, color, 0.0);
    }

    fn finish(mut self) -> Vec<Page> {
        self.pages.push(self.page);
        self.pages
    }
}

fn column(title: &str, width: f32, to_right: bool) -> Column {
    Column { title: title.to_owned(), width, to_right }
}

/// A line for each scene, though it stands in both tiers.
fn scenes_once(estimate: &Estimate) -> impl Iterator<Item = &Line> {
    let lines = &estimate.lines;
    lines.iter().enumerate().filter(|(at, line)| *at == 0 || lines[at - 1].scene != line.scene).map(|(_, line)| line)
}
