//! The project's own columns in a shot list: how the first line names them, and which of them a name means.

use super::read::column_of;
use super::with_plain_line_ends;
use crate::story::Project;

/// What stands behind a name that is another column's of the table too.
const OWN: &str = " (column)";

/// A cell of a column that is none of the usual ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Other {
    /// By what the first line calls it.
    Called(String),
    /// By its place among the project's own, in a row that was copied without the first line.
    At(usize),
}

/// What the first line of a table calls a column of the project's own.
pub(super) fn header(name: &str) -> String {
    if column_of(name).is_some() { format!("{name}{OWN}") } else { name.to_owned() }
}

/// The column of the project that is meant.
pub(super) fn found<'a>(project: &'a Project, other: &Other) -> Option<&'a str> {
    let called = match other {
        Other::At(at) => return project.columns.get(*at).map(String::as_str),
        Other::Called(called) => with_plain_line_ends(called),
    };
    let named = |name: &str| {
        let exact = project.columns.iter().find(|column| with_plain_line_ends(column).trim() == name.trim());
        exact.map(String::as_str).or_else(|| project.column_called(name))
    };
    named(&called).or_else(|| named(called.trim().strip_suffix(OWN)?))
}
