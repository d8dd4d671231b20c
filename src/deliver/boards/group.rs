//! Scenes that are laid out together: one alone, or several short ones that share a row, each with its heading above its
//! own shots.

use std::cell::RefCell;
use std::rc::Rc;

use super::cell::{self, Cell};
use super::grid::Room;
use super::heading::Heading;
use super::{Boards, style};
use crate::deliver::words::run_from_right;
use crate::story::{Aspect, Scene};

/// A heading that shares a row has at most so many lines of title, and of what was deleted.
const LINES_MOST: usize = 2;

/// A scene of a group.
pub struct Part<'a> {
    /// Its place in the project.
    at: usize,
    scene: &'a Scene,
    pub heading: Heading,
    /// Where its shots begin among those of the group.
    pub first: usize,
}

impl Part<'_> {
    fn end(&self) -> usize {
        self.first + self.scene.shots.len()
    }
}

/// Scenes that are laid out together, their shots set in type: for each width of lines that is tried, once.
pub struct Group<'a> {
    pub parts: Vec<Part<'a>>,
    /// Whether its shots follow each other from the right.
    pub from_right: bool,
    pub aspect: Aspect,
    set: RefCell<Vec<(f32, Rc<Vec<Cell>>)>>,
}

/// Scenes in groups, in their order: whole scenes of one shape that find room in one row share it. `room` is what shots of
/// a shape have.
pub fn groups<'a>(boards: &Boards<'a>, scenes: &[(usize, &'a Scene)], room: &dyn Fn(Aspect) -> Room) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut next = 0;
    while next < scenes.len() {
        let aspect = scenes[next].1.aspect;
        let room = room(aspect);
        let from_right = is_from_right(boards, scenes[next].1);
        let mut parts: Vec<Part<'a>> = Vec::new();
        let mut taken = 0;
        for (at, scene) in &scenes[next..] {
            let (count, is_alike) = (scene.shots.len(), scene.aspect == aspect);
            if count == 0 || taken + count > room.columns || !is_alike || is_from_right(boards, scene) != from_right {
                break;
            }
            let heading = Heading::beside_others(boards, *at, scene, from_right, room.width_of_columns(count));
            if heading.lines.len() > LINES_MOST || heading.gone.len() > LINES_MOST {
                break;
            }
            parts.push(Part { at: *at, scene, heading, first: taken });
            taken += count;
        }
        if parts.len() < 2 {
            let (at, scene) = scenes[next];
            parts = vec![Part { at, scene, heading: Heading::new(boards, at, scene, from_right), first: 0 }];
        }
        next += parts.len();
        groups.push(Group { parts, from_right, aspect, set: RefCell::default() });
    }
    groups
}

fn is_from_right(boards: &Boards<'_>, scene: &Scene) -> bool {
    run_from_right(cell::shown_words(boards, scene))
}

impl Group<'_> {
    /// How many shots it has.
    pub fn count(&self) -> usize {
        self.parts.last().map_or(0, Part::end)
    }

    /// Whether several scenes share its row.
    pub fn is_shared(&self) -> bool {
        self.parts.len() > 1
    }

    /// The height of what stands above its first row.
    pub fn heading_height(&self) -> f32 {
        self.parts.iter().map(|part| part.heading.height()).fold(0.0, f32::max)
    }

    /// What the scene of a shot is called.
    pub fn title_of(&self, shot: usize) -> &str {
        let part = self.parts.iter().find(|part| shot < part.end()).or(self.parts.last());
        part.map_or("", |part| part.heading.title.as_str())
    }

    pub fn cells(&self, boards: &Boards<'_>, width: f32) -> Rc<Vec<Cell>> {
        let known = self.set.borrow().iter().find(|(of, _)| *of == width).map(|(_, cells)| cells.clone());
        known.unwrap_or_else(|| {
            let shot_type = style::shot_type(boards.choices.per_page);
            let of_part = |part: &Part<'_>| {
                let (at, scene, from_right) = (part.at, part.scene, self.from_right);
                let cell = |shot| cell::cell(boards, &shot_type, width, at, scene, shot, from_right);
                (0..scene.shots.len()).map(cell).collect::<Vec<_>>()
            };
            let cells: Rc<Vec<Cell>> = Rc::new(self.parts.iter().flat_map(of_part).collect());
            self.set.borrow_mut().push((width, cells.clone()));
            cells
        })
    }
}
