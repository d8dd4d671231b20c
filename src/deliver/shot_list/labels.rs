//! What a shot list calls a project's scenes, so that each is told from all others, and how such a word is understood.

use std::collections::{HashMap, HashSet};

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

/// The place of the scene that a cell means; `None` for one that the project does not have.
pub fn find(project: &Project, labels: &[String], cell: &str) -> Option<usize> {
    if let Some(at) = labels.iter().position(|label| label == cell) {
        return Some(at);
    }
    let plain = |text: &str| text.trim().to_lowercase();
    let wanted = plain(cell);
    let only = |matches: &dyn Fn(usize) -> bool| {
        let mut all = (0..project.scenes.len()).filter(|at| matches(*at));
        all.next().filter(|_| all.next().is_none())
    };
    only(&|at| plain(&labels[at]) == wanted)
        .or_else(|| only(&|at| plain(&project.scenes[at].name) == wanted))
        .or_else(|| number(&wanted)?.checked_sub(1).filter(|at| *at < project.scenes.len()))
}

/// The number in `2`, `#2`, `2.` and `scene 2`.
fn number(cell: &str) -> Option<usize> {
    let cell = cell.strip_prefix("scene").unwrap_or(cell).trim_start();
    cell.strip_prefix('#').unwrap_or(cell).trim_end_matches('.').parse().ok()
}
