//! What a shot list calls a project's scenes, so that each is told from all others, and how such a word is understood.

use std::collections::{HashMap, HashSet};

use super::spreadsheet::without_zeros;
use super::with_plain_line_ends;
use crate::story::Project;

/// Each scene's title; where several share one, with the scene's number behind it.
pub fn of_scenes(project: &Project) -> Vec<String> {
    let titles: Vec<String> =
        project.scenes.iter().enumerate().map(|(at, scene)| with_plain_line_ends(&scene.title(at))).collect();
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for title in &titles {
        *uses.entry(title).or_default() += 1;
    }
    let mut taken: HashSet<String> = HashSet::new();
    titles
        .iter()
        .enumerate()
        .map(|(at, title)| {
            let mut label = title.clone();
            // A label made longer may be another scene's title: longer still, until it is nobody's.
            while uses.get(label.as_str()).is_some_and(|count| *count > 1 || label != *title) || taken.contains(&label)
            {
                label = format!("{label} ({})", at + 1);
            }
            taken.insert(label.clone());
            label
        })
        .collect()
}

/// A cell's text as it is compared: without space at its ends, zeros that a spreadsheet takes away, and capitals.
pub fn key(cell: &str) -> String {
    without_zeros(&with_plain_line_ends(cell)).to_lowercase()
}

/// The place of the scene that a cell calls by its name; `None` for one that the project does not have.
pub fn named(project: &Project, labels: &[String], cell: &str) -> Option<usize> {
    let has_name = |at: &usize| !project.scenes[*at].name.trim().is_empty();
    if let Some(at) = labels.iter().position(|label| label == cell).filter(has_name) {
        return Some(at);
    }
    let wanted = key(cell);
    only(project, &|at| has_name(&at) && key(&labels[at]) == wanted)
        .or_else(|| only(project, &|at| has_name(&at) && key(&project.scenes[at].name) == wanted))
}

/// The place of the scene that a table of this project calls so, be it by its number for want of a name.
pub fn labelled(project: &Project, labels: &[String], cell: &str) -> Option<usize> {
    let wanted = key(cell);
    let exact = labels.iter().position(|label| label == cell);
    exact.or_else(|| only(project, &|at| key(&labels[at]) == wanted))
}

/// The place of the scene that a cell calls by its number alone: scenes move, so that says less than a name.
pub fn numbered(project: &Project, labels: &[String], cell: &str) -> Option<usize> {
    let place = || number(&cell.trim().to_lowercase())?.checked_sub(1).filter(|at| *at < project.scenes.len());
    labelled(project, labels, cell).or_else(place)
}

fn only(project: &Project, matches: &dyn Fn(usize) -> bool) -> Option<usize> {
    let mut all = (0..project.scenes.len()).filter(|at| matches(*at));
    all.next().filter(|_| all.next().is_none())
}

/// The number in `2`, `#2`, `2.` and `scene 2`; `020` is a name.
fn number(cell: &str) -> Option<usize> {
    let cell = cell.strip_prefix("scene").unwrap_or(cell).trim_start();
    let cell = cell.strip_prefix('#').unwrap_or(cell).trim_end_matches('.');
    if cell.starts_with('0') { None } else { cell.parse().ok() }
}
