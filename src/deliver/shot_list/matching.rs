//! Which scene and shot each line of a shot list means. First the id that the line went out with; then the name, with
//! and without zeros at its front; then the place, only where the names agree or there are none. What stays open is left
//! out and told: a text on the wrong picture is worse than none.

use std::collections::{HashMap, HashSet};

use super::id_cell::IdCell;
use super::read::{Table, TableRow};
use super::search::{Search, exact, lines_have};
use super::spreadsheet::{loses_zeros_only, may_come_from, without_zeros};
use super::{labels, with_plain_line_ends};
use crate::story::{Project, SceneId, Shot, ShotId};

/// What the lines of a table mean.
pub(super) struct Matched<'a> {
    /// Scenes that have another name in all of their lines.
    pub renames: Vec<(SceneId, String)>,
    /// In the order of the table.
    pub groups: Vec<Group<'a>>,
    pub notes: Vec<String>,
}

/// The lines that belong to one scene, and to those that it was split into by an import before.
pub(super) struct Group<'a> {
    pub label: String,
    /// Empty for a scene that is to be made.
    pub scenes: Vec<SceneId>,
    pub lines: Vec<Line<'a>>,
}

/// A line and the shot that it means; without one it makes a new shot.
pub(super) struct Line<'a> {
    pub row: &'a TableRow,
    pub shot: Option<ShotId>,
    /// What the shot is called from now on, where that is another name.
    pub name: Option<String>,
}

/// What the n-th part of a scene is called that was split.
pub(super) fn part_name(title: &str, n: usize) -> String {
    format!("{title}, part {n}")
}

pub(super) fn match_rows<'a>(project: &'a Project, table: &'a Table) -> Matched<'a> {
    let labels = labels::of_scenes(project);
    let mut shots = HashMap::new();
    for (scene_at, scene) in project.scenes.iter().enumerate() {
        shots.extend(scene.shots.iter().enumerate().map(|(at, shot)| (&shot.id, (scene_at, at))));
    }
    let mut matcher = Matcher { project, labels, shots, notes: Vec::new(), taken: HashSet::new() };
    let ids = matcher.ids(&table.rows);
    let scenes = matcher.scenes(&table.rows, &ids);
    let groups = matcher.groups(&table.rows, &ids, &scenes);
    Matched { renames: scenes.renames, groups, notes: matcher.notes }
}

/// Which scene a line belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Place {
    Scene(SceneId),
    /// One that is to be made, by the key of its label.
    New(String),
}

/// What the scene cells mean.
struct Scenes {
    /// Of each line, and the cell that counts for it.
    places: Vec<(Place, String)>,
    renames: Vec<(SceneId, String)>,
}

/// What the id of a line is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Id {
    /// It tells the line's shot.
    Counts,
    /// A line that was copied: its id is another line's, and so is its name.
    Copied { same_name: bool },
    /// There is none, or its shot is not in the project.
    None,
}

struct Matcher<'a> {
    project: &'a Project,
    labels: Vec<String>,
    shots: HashMap<&'a ShotId, (usize, usize)>,
    notes: Vec<String>,
    /// Shots that have their line.
    taken: HashSet<ShotId>,
}

impl<'a> Matcher<'a> {
    fn shot(&self, id: &ShotId) -> Option<&'a Shot> {
        self.shots.get(id).map(|(scene, at)| &self.project.scenes[*scene].shots[*at])
    }

    /// Of several lines with one id the one counts that has the shot's name, else the one that has its texts, else the first.
    fn ids(&mut self, rows: &[TableRow]) -> Vec<Id> {
        let mut found = vec![Id::None; rows.len()];
        let mut by_shot: HashMap<&ShotId, Vec<usize>> = HashMap::new();
        let mut order = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            if let Some(id) = row.id.as_ref().filter(|id| self.shots.contains_key(&id.shot)) {
                let lines = by_shot.entry(&id.shot).or_default();
                if lines.is_empty() {
                    order.push(&id.shot);
                }
                lines.push(at);
            }
        }
        for id in order {
            let (Some(lines), Some(shot)) = (by_shot.get(id), self.shot(id)) else { continue };
            let likeness = |at: &usize| {
                let row = &rows[*at];
                let same = |cell: &Option<String>, text: &str| cell.as_deref() == Some(&with_plain_line_ends(text));
                let texts = same(&row.prompt, &shot.prompt) && same(&row.dialogue, &shot.dialogue);
                (keeps_name(row, shot), texts)
            };
            // Of equals the first.
            let original = lines.iter().rev().max_by_key(|at| likeness(at)).copied();
            for at in lines {
                found[*at] = if Some(*at) == original {
                    Id::Counts
                } else {
                    Id::Copied { same_name: keeps_name(&rows[*at], shot) }
                };
            }
            if lines.len() > 1
                && let Some(original) = original
            {
                let others: Vec<u64> = lines.iter().filter(|at| **at != original).map(|at| rows[*at].line).collect();
                self.notes.push(format!(
                    "{} the id of line {}: that line is the shot, {} new",
                    lines_have(&others),
                    rows[original].line,
                    if others.len() == 1 { "the copy is" } else { "the copies are" }
                ));
            }
        }
        found
    }

    fn scenes(&mut self, rows: &[TableRow], ids: &[Id]) -> Scenes {
        let ours: Vec<Option<&IdCell>> =
            rows.iter().zip(ids).map(|(row, id)| row.id.as_ref().filter(|_| *id == Id::Counts)).collect();
        let kept: Vec<bool> =
            rows.iter().zip(&ours).map(|(row, id)| id.is_some_and(|id| self.keeps_scene(row, id))).collect();
        // What a scene is called in the table: by the lines that still have the cell they went out with.
        let mut called: HashMap<String, SceneId> = HashMap::new();
        // The scenes all of whose lines are called otherwise, and all alike.
        let mut changed: HashMap<SceneId, Option<String>> = HashMap::new();
        for ((row, id), kept) in rows.iter().zip(&ours).zip(&kept) {
            let Some(id) = id else { continue };
            let key = labels::key(&row.scene);
            if *kept {
                changed.insert(id.scene.clone(), None);
                if let Some(scene) = self.still(id).filter(|_| !row.scene.is_empty()) {
                    called.entry(key).or_insert(scene);
                }
            } else {
                let all = changed.entry(id.scene.clone()).or_insert_with(|| Some(key.clone()));
                if all.as_ref() != Some(&key) {
                    *all = None;
                }
            }
        }
        let mut renames: Vec<(SceneId, String)> = Vec::new();
        for ((row, id), kept) in rows.iter().zip(&ours).zip(&kept) {
            let Some(id) = id.filter(|id| !kept && self.project.scene(&id.scene).is_some()) else { continue };
            let key = labels::key(&row.scene);
            let whole = changed.get(&id.scene).and_then(Option::as_ref) == Some(&key);
            let another = self.labelled(&row.scene).filter(|scene| *scene != id.scene);
            // A scene that gives its own name away leaves it free.
            let is_free = another.is_none_or(|scene| changed.get(&scene).is_some_and(Option::is_some));
            if whole && is_free && !called.contains_key(&key) {
                called.insert(key, id.scene.clone());
                renames.push((id.scene.clone(), row.scene.trim().to_owned()));
            }
        }
        let mut places: Vec<(Place, String)> = Vec::with_capacity(rows.len());
        let weak = self.weak(rows, ids, &called);
        for (at, row) in rows.iter().enumerate() {
            let above = places.last();
            let key = labels::key(&row.scene);
            let place = match (ours[at], above) {
                // In its scene, whatever that is called now: the shot stays where it is in the project.
                (Some(id), _) if kept[at] || called.get(&key) == Some(&id.scene) => {
                    let scene = self.shots.get(&id.shot).map(|(scene, _)| self.project.scenes[*scene].id.clone());
                    Place::Scene(scene.unwrap_or_default())
                }
                (_, Some((place, _))) if row.scene.is_empty() => place.clone(),
                (_, None) if row.scene.is_empty() => match self.project.scenes.first() {
                    Some(first) => Place::Scene(first.id.clone()),
                    None => Place::New(String::new()),
                },
                _ => {
                    let known = called.get(&key).cloned().or_else(|| self.named(&row.scene));
                    let scene = known.or_else(|| match ours[at] {
                        Some(_) => self.labelled(&row.scene),
                        None => weak.get(&key).cloned(),
                    });
                    scene.map_or(Place::New(key), Place::Scene)
                }
            };
            let label = match above {
                Some((_, label)) if row.scene.is_empty() => label.clone(),
                _ => row.scene.trim().to_owned(),
            };
            places.push((place, label));
        }
        Scenes { places, renames }
    }

    /// Whether a line's scene cell says what it said when it went out, but for what spreadsheets do to it.
    fn keeps_scene(&self, row: &TableRow, id: &IdCell) -> bool {
        if row.scene.is_empty() || id.scene_is(&row.scene) {
            return true;
        }
        let now = self.project.scene_index(&id.scene).map(|at| self.labels[at].as_str());
        now.is_some_and(|now| without_zeros(now) == without_zeros(&row.scene) || may_come_from(&row.scene, now))
    }

    /// The scene that a line went out in, or the one that its shot is in now.
    fn still(&self, id: &IdCell) -> Option<SceneId> {
        let now = || self.shots.get(&id.shot).map(|(scene, _)| self.project.scenes[*scene].id.clone());
        self.project.scene(&id.scene).map(|scene| scene.id.clone()).or_else(now)
    }

    fn named(&self, cell: &str) -> Option<SceneId> {
        labels::named(self.project, &self.labels, cell).map(|at| self.project.scenes[at].id.clone())
    }

    fn labelled(&self, cell: &str) -> Option<SceneId> {
        labels::labelled(self.project, &self.labels, cell).map(|at| self.project.scenes[at].id.clone())
    }

    /// The scenes of cells that are a number only. Scenes move: where the names of the lines all belong to another
    /// scene without a name, that one is meant.
    fn weak(&mut self, rows: &[TableRow], ids: &[Id], called: &HashMap<String, SceneId>) -> HashMap<String, SceneId> {
        let mut names: HashMap<String, (usize, Vec<&str>)> = HashMap::new();
        let mut order = Vec::new();
        let mut cell = "";
        for (row, id) in rows.iter().zip(ids) {
            if !row.scene.is_empty() {
                cell = &row.scene;
            }
            let key = labels::key(cell);
            if called.contains_key(&key) || self.named(cell).is_some() {
                continue;
            }
            let Some(at) = labels::numbered(self.project, &self.labels, cell) else { continue };
            let (_, of_scene) = names.entry(key.clone()).or_insert_with(|| {
                order.push((key, cell));
                (at, Vec::new())
            });
            if *id == Id::None && !row.name.trim().is_empty() {
                of_scene.push(without_zeros(&row.name));
            }
        }
        let mut owners: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, scene) in self.project.scenes.iter().enumerate() {
            for shot in &scene.shots {
                owners.entry(without_zeros(&shot.name)).or_default().push(at);
            }
        }
        let mut found = HashMap::new();
        for (key, cell) in order {
            let Some((at, names)) = names.get(&key) else { continue };
            let agrees = |name: &&str| owners.get(name).is_some_and(|scenes| scenes.contains(at));
            let owner = |name: &&str| match owners.get(name).map(Vec::as_slice) {
                Some([only]) => Some(*only),
                _ => None,
            };
            let mut scene = *at;
            if !names.iter().any(agrees)
                && let Some(other) = names.first().and_then(owner)
                && self.project.scenes[other].name.trim().is_empty()
                && names.iter().all(|name| owner(name) == Some(other))
            {
                self.notes.push(format!(
                    "\"{}\" has the shots of {} and is taken for it",
                    cell.trim(),
                    self.labels[other]
                ));
                scene = other;
            }
            found.insert(key, self.project.scenes[scene].id.clone());
        }
        found
    }

    fn groups(&mut self, rows: &'a [TableRow], ids: &[Id], scenes: &Scenes) -> Vec<Group<'a>> {
        let mut groups: Vec<(Group<'a>, Vec<(&'a TableRow, Id)>)> = Vec::new();
        let mut by_place: HashMap<&Place, usize> = HashMap::new();
        for ((row, id), (place, label)) in rows.iter().zip(ids).zip(&scenes.places) {
            let group = *by_place.entry(place).or_insert_with(|| {
                let scenes = match place {
                    Place::Scene(id) => vec![id.clone()],
                    Place::New(_) => Vec::new(),
                };
                groups.push((Group { label: label.clone(), scenes, lines: Vec::new() }, Vec::new()));
                groups.len() - 1
            });
            groups[group].1.push((row, *id));
            if let Some(cell) = row.id.as_ref().filter(|_| *id == Id::Counts) {
                self.taken.insert(cell.shot.clone());
            }
        }
        let has_own: HashSet<SceneId> = groups.iter().flat_map(|(group, _)| group.scenes.iter().cloned()).collect();
        let any_ids = ids.contains(&Id::Counts);
        for (group, lines) in &mut groups {
            if lines.iter().any(|(_, id)| *id != Id::Counts) {
                self.with_parts(group, &has_own);
            }
            self.lines(group, lines, any_ids);
        }
        groups.into_iter().map(|(group, _)| group).collect()
    }

    /// The scenes that an import before split off a scene belong to it, unless they have lines of their own.
    fn with_parts(&self, group: &mut Group<'_>, has_own: &HashSet<SceneId>) {
        let Some(first) = group.scenes.first().and_then(|id| self.project.scene_index(id)) else { return };
        let title = self.project.scenes[first].title(first);
        let parts = self.project.scenes.iter().skip(first + 1).zip(2..);
        let parts = parts.take_while(|(scene, n)| scene.name == part_name(&title, *n) && !has_own.contains(&scene.id));
        group.scenes.extend(parts.map(|(scene, _)| scene.id.clone()));
    }

    /// Finds the shots of a scene's lines.
    fn lines(&mut self, group: &mut Group<'a>, lines: &[(&'a TableRow, Id)], any_ids: bool) {
        let project = self.project;
        let of_group = group.scenes.iter().filter_map(|id| project.scene(id));
        let shots: Vec<&'a Shot> = of_group.flat_map(|scene| &scene.shots).collect();
        let mut search = Search { shots, found: vec![None; lines.len()], open: Vec::new(), left_out: HashSet::new() };
        for (at, (row, id)) in lines.iter().enumerate() {
            match (id, &row.id) {
                (Id::Counts, Some(cell)) => search.found[at] = Some(cell.shot.clone()),
                (Id::Copied { .. }, _) => {}
                _ => search.open.push(at),
            }
        }
        let title = group.label.clone();
        let rows: Vec<&TableRow> = lines.iter().map(|(row, _)| *row).collect();
        search.by_name(&rows, &exact, &title, &mut self.taken, &mut self.notes);
        let bare =
            |name: &str| if loses_zeros_only(name.trim()) { without_zeros(name).to_owned() } else { String::new() };
        search.by_name(&rows, &bare, &title, &mut self.taken, &mut self.notes);
        search.by_place(&rows, any_ids, &title, &mut self.taken, &mut self.notes);
        for (at, (row, id)) in lines.iter().enumerate() {
            if search.left_out.contains(&at) {
                continue;
            }
            let shot = search.found[at].take();
            let name = match (&shot, id) {
                (Some(shot), Id::Counts) => self.shot(shot).and_then(|shot| self.new_name(row, shot)),
                (None, Id::Copied { same_name: true }) => Some(String::new()),
                _ => None,
            };
            if shot.is_none() && *id == Id::None && row.id.is_some() {
                self.notes
                    .push(format!("Line {}: its shot is not in the project, so it comes in as a new one", row.line));
            }
            group.lines.push(Line { row, shot, name });
        }
    }

    /// The name that a line gives its shot, where that is another one.
    fn new_name(&mut self, row: &TableRow, shot: &Shot) -> Option<String> {
        let name = exact(&row.name);
        if keeps_name(row, shot) {
            let went_out = row.id.as_ref().is_none_or(|id| id.name_is(&row.name));
            if !went_out && may_come_from(&name, &shot.name) && without_zeros(&name) != without_zeros(&shot.name) {
                self.notes.push(format!(
                    "Line {}: \"{name}\" is what a spreadsheet makes of \"{}\", so the name stays",
                    row.line,
                    shot.name.trim()
                ));
            }
            return None;
        }
        (name != exact(&shot.name)).then_some(name)
    }
}

/// Whether a line's name says what it said when it went out, but for what spreadsheets do to it.
fn keeps_name(row: &TableRow, shot: &Shot) -> bool {
    let name = exact(&row.name);
    name.is_empty()
        || row.id.as_ref().is_some_and(|id| id.name_is(&row.name))
        || without_zeros(&name) == without_zeros(&shot.name)
        || may_come_from(&name, &shot.name)
}
