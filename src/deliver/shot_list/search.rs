//! The search for the shots of lines without an id, within one scene: by name, by name without zeros, by place.

use std::collections::{HashMap, HashSet};

use super::read::TableRow;
use super::spreadsheet::may_come_from;
use super::with_plain_line_ends;
use crate::story::check::count_of;
use crate::story::{Shot, ShotId};

/// The search for the shots of lines without an id, within one scene and its parts.
pub(super) struct Search<'a> {
    /// Of the scene and its parts.
    pub shots: Vec<&'a Shot>,
    /// Of each line.
    pub found: Vec<Option<ShotId>>,
    /// Lines that are still searched for.
    pub open: Vec<usize>,
    /// Lines that may mean several shots.
    pub left_out: HashSet<usize>,
}

impl Search<'_> {
    /// By names as `key` compares them; an empty key is no name.
    pub fn by_name(
        &mut self,
        rows: &[&TableRow],
        key: &dyn Fn(&str) -> String,
        title: &str,
        taken: &mut HashSet<ShotId>,
        notes: &mut Vec<String>,
    ) {
        let mut named: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, shot) in self.shots.iter().enumerate() {
            if !taken.contains(&shot.id) {
                named.entry(key(&shot.name)).or_default().push(at);
            }
        }
        let mut wanted: HashMap<String, Vec<usize>> = HashMap::new();
        let mut order = Vec::new();
        for &line in &self.open {
            let key = key(&rows[line].name);
            if !key.is_empty() && named.contains_key(&key) {
                let lines = wanted.entry(key.clone()).or_default();
                if lines.is_empty() {
                    order.push(key);
                }
                lines.push(line);
            }
        }
        for key in order {
            let (Some(mut lines), Some(mut places)) = (wanted.remove(&key), named.remove(&key)) else { continue };
            if lines.len() > 1 || places.len() > 1 {
                // Of one name, the place tells which.
                lines.retain(|line| {
                    let place = rows[*line].number.and_then(|number| number.checked_sub(1));
                    let Some(found) = place.and_then(|place| places.iter().position(|at| *at == place)) else {
                        return true;
                    };
                    self.take(*line, places.remove(found), taken);
                    false
                });
            }
            if lines.is_empty() || places.is_empty() {
                // Further lines of a name whose shots all have theirs are new shots.
                continue;
            }
            let name = rows[lines[0]].name.trim();
            if lines.len() == places.len() {
                if lines.len() > 1 {
                    notes.push(format!("{title} has several shots called {name}: their lines are taken in order"));
                }
                for (line, place) in lines.into_iter().zip(places) {
                    self.take(line, place, taken);
                }
            } else {
                let numbers: Vec<u64> = lines.iter().map(|line| rows[*line].line).collect();
                let shots = count_of(places.len(), "shot");
                notes.push(format!(
                    "{} called {name}, as {shots} of {title} {}: left out, as nobody knows which is which",
                    if numbers.len() == 1 {
                        format!("{} is", these(&numbers))
                    } else {
                        format!("{} are", these(&numbers))
                    },
                    if places.len() == 1 { "is" } else { "are" },
                ));
                self.open.retain(|open| !lines.contains(open));
                self.left_out.extend(lines);
            }
        }
    }

    /// By places, for lines that have no name or one that a spreadsheet has made of the shot's. In a table with ids a
    /// line without both is a new one.
    pub fn by_place(
        &mut self,
        rows: &[&TableRow],
        any_ids: bool,
        title: &str,
        taken: &mut HashSet<ShotId>,
        notes: &mut Vec<String>,
    ) {
        let mut by_place_only = 0;
        for line in self.open.clone() {
            let row = rows[line];
            let Some(place) = row.number.and_then(|number| number.checked_sub(1)) else { continue };
            let Some(shot) = self.shots.get(place).filter(|shot| !taken.contains(&shot.id)) else { continue };
            let name = row.name.trim();
            if name.is_empty() && !any_ids {
                by_place_only += 1;
                self.take(line, place, taken);
            } else if !name.is_empty() && may_come_from(name, &shot.name) {
                notes.push(format!(
                    "Line {}: \"{name}\" is what a spreadsheet makes of \"{}\", shot {} of {title}, and is taken for it",
                    row.line,
                    shot.name.trim(),
                    place + 1
                ));
                self.take(line, place, taken);
            }
        }
        if by_place_only > 0 {
            let (have, they) = if by_place_only == 1 { ("has", "it goes") } else { ("have", "they go") };
            notes.push(format!(
                "{} of {title} {have} no name and no id: {they} by the number of the shot alone",
                count_of(by_place_only, "line")
            ));
        }
    }

    fn take(&mut self, line: usize, place: usize, taken: &mut HashSet<ShotId>) {
        let id = self.shots[place].id.clone();
        taken.insert(id.clone());
        self.found[line] = Some(id);
        self.open.retain(|open| *open != line);
    }
}

/// A name as it is compared.
pub(super) fn exact(name: &str) -> String {
    with_plain_line_ends(name).trim().to_owned()
}

/// "Line 3 has", "Lines 3 and 5 have".
pub(super) fn lines_have(lines: &[u64]) -> String {
    format!("{} {}", these(lines), if lines.len() == 1 { "has" } else { "have" })
}

/// "Line 3", "Lines 3 and 5", "Lines 3, 5 and 9".
fn these(lines: &[u64]) -> String {
    let all: Vec<String> = lines.iter().map(u64::to_string).collect();
    match all.as_slice() {
        [only] => format!("Line {only}"),
        [first @ .., last] => format!("Lines {} and {last}", first.join(", ")),
        [] => String::new(),
    }
}
