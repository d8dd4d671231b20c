//! Which shots stand on which page: rows of a scene's shots, as many to a page as were asked for. A scene begins where
//! the one before it ends, and short ones share a row; one whose shape wants other columns begins a page, where it does not
//! fit on the rest of one as a whole.

use std::rc::Rc;

use super::cell::{self, Cell};
use super::fit::{Format, Place, Plan, Row};
use super::grid::Room;
use super::group::{Group, groups};
use super::{Boards, style};
use crate::story::Aspect;

/// The rest of a text that goes on with the next place.
#[derive(Clone)]
pub struct Rest {
    pub cells: Rc<Vec<Cell>>,
    pub shot: usize,
    /// The line that is next.
    pub from: usize,
    /// How wide its lines are.
    pub width: f32,
}

impl Rest {
    pub fn cell(&self) -> &Cell {
        &self.cells[self.shot]
    }

    pub fn height(&self) -> f32 {
        cell::height_of(&self.cell().lines[self.from..])
    }
}

/// What comes next.
#[derive(Clone, Default)]
pub struct Cursor {
    /// The group's place among those that are laid out.
    pub group: usize,
    /// Whether its headings are placed.
    pub begun: bool,
    /// In order. Of a scene alone there is one at most, which goes on before the next shot.
    pub rests: Vec<Rest>,
    /// The next shot.
    pub shot: usize,
}

impl Cursor {
    pub fn next_group(&mut self) {
        *self = Self { group: self.group + 1, ..Self::default() };
    }

    /// How many places the group still needs, the rest of a text counted as one.
    pub fn places(&self, groups: &[Group<'_>]) -> usize {
        groups.get(self.group).map_or(0, |group| self.shots_left(group)) + self.rests.len()
    }

    fn shots_left(&self, group: &Group<'_>) -> usize {
        group.count().saturating_sub(self.shot)
    }

    /// How many shots and rests the next row of so many columns holds. Scenes that share a row keep their shots together.
    pub fn in_row(&self, group: &Group<'_>, columns: usize) -> (usize, usize) {
        let (shots, rests) = (self.shots_left(group).min(columns), self.rests.len().min(columns));
        if group.is_shared() { (shots, rests.min(columns - shots)) } else { (shots.min(columns - rests), rests) }
    }

    /// Whether the next place is for a rest.
    pub fn is_rest_next(&self, group: &Group<'_>) -> bool {
        !self.rests.is_empty() && (!group.is_shared() || self.shots_left(group) == 0)
    }
}

/// Plans pages, and collects the formats that they need.
pub struct Planner<'a, 'b> {
    pub boards: &'a Boards<'b>,
    pub groups: Vec<Group<'b>>,
    pub formats: Vec<Format>,
    /// The height of a page.
    pub height: f32,
}

impl<'a, 'b> Planner<'a, 'b> {
    pub fn new(boards: &'a Boards<'b>) -> Self {
        let height = style::sheet(boards.choices).1 - style::TOP - style::BOTTOM;
        let scenes: Vec<_> = boards.scope.clone().scenes(boards.project).collect();
        let room = |aspect: Aspect| Room::new(boards.choices, aspect.ratio(), height - Self::AGAIN);
        Self { boards, groups: groups(boards, &scenes, &room), formats: Vec::new(), height }
    }

    /// The height of the line that says whose further shots a page shows.
    pub const AGAIN: f32 = style::SCENE_FACT.line_height + style::BELOW_HEADING;

    pub fn height_of(&self, (group, shot): Place, width: f32) -> f32 {
        cell::height_of(&self.groups[group].cells(self.boards, width)[shot].lines)
    }

    /// The format for a group's shots, in so many columns and rows or in those that suit it.
    fn format(&mut self, group: usize, columns_and_rows: Option<(usize, usize)>) -> usize {
        let ratio = self.groups[group].aspect.ratio();
        let height = self.height - Self::AGAIN;
        let choices = self.boards.choices;
        let room = match columns_and_rows {
            Some(columns_and_rows) => Room::with(choices, ratio, height, columns_and_rows),
            None => Room::new(choices, ratio, height),
        };
        self.formats.iter().position(|format| format.room == room).unwrap_or_else(|| {
            self.formats.push(Format::new(room));
            self.formats.len() - 1
        })
    }

    /// What comes on a page that begins with this, and what after it.
    pub fn page(&mut self, from: &Cursor) -> (Plan, Cursor) {
        let mut at = from.clone();
        let mut plan = Plan { height: self.height, ..Plan::default() };
        let mut first: Option<Room> = None;
        while at.group < self.groups.len() {
            let own = self.format(at.group, None);
            let format = match first {
                None => own,
                Some(room) => {
                    let left = room.rows - plan.rows.len();
                    let (columns, rows) = (room.columns, room.rows);
                    let flows_on = (columns, rows) == (self.formats[own].room.columns, self.formats[own].room.rows);
                    let places = at.places(&self.groups);
                    let is_parted = self.groups[at.group].is_shared() && places > columns;
                    if left == 0 || !flows_on && (is_parted || places > left * columns) {
                        break;
                    }
                    self.format(at.group, Some((columns, rows)))
                }
            };
            let room = self.formats[format].room;
            let mut above = self.above(&at, plan.rows.is_empty() && plan.bare_headings == 0.0);
            at.begun = true;
            while at.places(&self.groups) > 0 && plan.rows.len() < room.rows {
                let (shots, rests) = at.in_row(&self.groups[at.group], room.columns);
                let rest = at.rests.drain(..rests).map(|rest| rest.height()).fold(0.0, f32::max);
                let end = at.shot + shots;
                let shots = (at.shot..end).map(|shot| (at.group, shot)).collect();
                plan.rows.push(Row { format, shots, rest, above: std::mem::take(&mut above) });
                at.shot = end;
                first = Some(room);
                plan.rows_most = room.rows;
            }
            plan.bare_headings += above;
            if at.places(&self.groups) > 0 {
                break;
            }
            at.next_group();
        }
        (plan, at)
    }

    /// The height of what stands above a group's next row.
    fn above(&self, at: &Cursor, is_first: bool) -> f32 {
        match (at.begun, is_first) {
            (true, true) => Self::AGAIN,
            (true, false) => 0.0,
            (false, true) => self.groups[at.group].heading_height(),
            (false, false) => self.groups[at.group].heading_height() + style::ABOVE_HEADING,
        }
    }
}
