//! A project's shots as a table: `scene,shot,name,seconds,prompt,dialogue,notes,elements,id`, the project's own columns
//! before the id. Written for spreadsheets and
//! documents, and read back from them as one change of the project.

mod id_cell;
mod labels;
mod length;
mod matching;
mod own;
mod plan;
mod read;
#[cfg(test)]
mod round_trip_tests;
mod search;
mod spreadsheet;
#[cfg(test)]
mod tests;
mod text;
mod workbook;
mod write;

pub use length::typed_seconds;
pub use plan::{Import, plan};
pub use read::{ReadError, Table, TableRow, is_table, read, read_pasted};
pub use workbook::{WorkbookError, workbook};
pub(super) use write::table;
pub use write::{csv, markdown};

use id_cell::IdCell;

use super::Scope;
use crate::story::mention::mentions;
use crate::story::{Project, Seconds, Shot};

/// The columns of a shot list, in the order they are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    Scene,
    /// The shot's place in its scene, counted from 1.
    Shot,
    Name,
    Seconds,
    Prompt,
    Dialogue,
    Notes,
    /// The names of the elements that its prompt and dialogue mention, with commas between.
    Elements,
    /// Which shot it is: `id_cell`.
    Id,
}

impl Column {
    pub const ALL: [Self; 9] = [
        Self::Scene,
        Self::Shot,
        Self::Name,
        Self::Seconds,
        Self::Prompt,
        Self::Dialogue,
        Self::Notes,
        Self::Elements,
        Self::Id,
    ];

    /// As the first line of a file names it.
    #[must_use]
    pub fn header(self) -> &'static str {
        match self {
            Self::Scene => "scene",
            Self::Shot => "shot",
            Self::Name => "name",
            Self::Seconds => "seconds",
            Self::Prompt => "prompt",
            Self::Dialogue => "dialogue",
            Self::Notes => "notes",
            Self::Elements => "elements",
            Self::Id => "id",
        }
    }
}

/// A line of a shot list as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<'a> {
    /// What tells its scene from all others.
    pub scene: String,
    /// Counted from 1.
    pub number: usize,
    pub seconds: Seconds,
    pub shot: &'a Shot,
    pub elements: String,
    pub id: IdCell,
}

/// The lines of a project's shot list, in order.
#[must_use]
pub fn rows(project: &Project, scope: Scope) -> Vec<Row<'_>> {
    let labels = labels::of_scenes(project);
    let mut rows = Vec::new();
    for (at, scene) in scope.scenes(project) {
        for (place, shot) in scene.shots.iter().enumerate() {
            let elements = elements_of(project, shot);
            let id = IdCell::new(&scene.id, &shot.id, &labels[at], &shot.name);
            rows.push(Row { scene: labels[at].clone(), number: place + 1, seconds: shot.seconds, shot, elements, id });
        }
    }
    rows
}

/// The elements that a shot's sent text names, in the project's order.
#[must_use]
pub fn elements_of(project: &Project, shot: &Shot) -> String {
    let text = project.sent_text(shot);
    let named = |name: &str| mentions(&text).any(|mention| mention.name == name);
    let names = project.elements.iter().filter(|element| named(&element.name));
    names.map(|element| element.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// A text whose lines end as they do here, whatever program wrote them.
fn with_plain_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
