//! What a shot list that came back changes in a project, told line by line before it is made, as one edit.
//!
//! A line belongs to a shot by its scene and name, by its number where it has no name; any other line makes a new shot.
//! What the file does not have stays as it is.

use std::collections::{HashMap, HashSet, VecDeque};

use super::read::{Table, TableRow};
use super::{elements_of, labels, with_plain_line_ends};
use crate::story::compose::{self, NewId};
use crate::story::edit::{EditError, TextField};
use crate::story::rules::Limits;
use crate::story::{Edit, Project, Scene, SceneId, Seconds, Shot, ShotId};

/// What an import would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// All of it as one change; without changes it has none.
    pub edit: Edit,
    /// Each a line for people, in the file's order.
    pub changes: Vec<String>,
    /// What stays as it is though one might think otherwise, each a sentence.
    pub notes: Vec<String>,
}

/// How long a new shot is whose line does not tell.
const USUAL: Seconds = Seconds(3);

/// Works out what a shot list changes in a project. Nothing is changed yet.
///
/// # Errors
/// When an id is made that is in the project already.
pub fn plan(project: &Project, table: &Table, limits: &Limits, new_id: NewId<'_>) -> Result<Import, EditError> {
    let mut planner = Planner {
        draft: project.clone(),
        edits: Vec::new(),
        changes: Vec::new(),
        notes: table.notes.clone(),
        limits,
        new_id,
    };
    let groups = groups_of(project, table);
    let mut grown = Vec::new();
    let mut before: Option<SceneId> = None;
    for group in &groups {
        let scenes = if group.scenes.is_empty() {
            vec![planner.add_scene(&group.label, before.as_ref())?]
        } else {
            group.scenes.clone()
        };
        if planner.read_group(&scenes, &group.rows)? {
            grown.extend(scenes.iter().cloned());
        }
        before = scenes.last().cloned();
    }
    for scene in grown {
        planner.split(&scene)?;
    }
    planner.tell_what_is_over(project);
    let Planner { edits, changes, notes, .. } = planner;
    Ok(Import { edit: Edit::Batch { label: "Import shot list".to_owned(), edits }, changes, notes })
}

/// The lines that belong to one scene, and to those that it was split into by an import before.
struct Group<'a> {
    label: String,
    /// Empty for a scene that is to be made.
    scenes: Vec<SceneId>,
    rows: Vec<&'a TableRow>,
}

fn groups_of<'a>(project: &Project, table: &'a Table) -> Vec<Group<'a>> {
    let labels = labels::of_scenes(project);
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut by_label: HashMap<String, usize> = HashMap::new();
    let mut label = labels.first().cloned().unwrap_or_default();
    for row in &table.rows {
        if !row.scene.is_empty() {
            row.scene.clone_into(&mut label);
        }
        let at = labels::find(project, &labels, &label);
        let key = at.map_or_else(|| label.trim().to_lowercase(), |at| labels[at].clone());
        let group = *by_label.entry(key).or_insert_with(|| {
            let scenes = at.map(|at| project.scenes[at].id.clone()).into_iter().collect();
            groups.push(Group { label: label.trim().to_owned(), scenes, rows: Vec::new() });
            groups.len() - 1
        });
        groups[group].rows.push(row);
    }
    let named: HashSet<SceneId> = groups.iter().flat_map(|group| group.scenes.iter().cloned()).collect();
    for group in &mut groups {
        let Some(first) = group.scenes.first().and_then(|id| project.scene_index(id)) else { continue };
        let title = project.scenes[first].title(first);
        let parts = project.scenes.iter().skip(first + 1).zip(2..);
        let parts = parts.take_while(|(scene, n)| scene.name == part_name(&title, *n) && !named.contains(&scene.id));
        group.scenes.extend(parts.map(|(scene, _)| scene.id.clone()));
    }
    groups
}

/// What the n-th part of a scene is called that was split.
fn part_name(title: &str, n: usize) -> String {
    format!("{title}, part {n}")
}

struct Planner<'a> {
    /// The project as the edits so far leave it.
    draft: Project,
    edits: Vec<Edit>,
    changes: Vec<String>,
    notes: Vec<String>,
    limits: &'a Limits,
    new_id: NewId<'a>,
}

impl Planner<'_> {
    fn make(&mut self, edit: Edit) -> Result<(), EditError> {
        edit.apply(&mut self.draft)?;
        self.edits.push(edit);
        Ok(())
    }

    fn title(&self, scene: &SceneId) -> String {
        self.draft.scene_index(scene).map_or_else(String::new, |at| self.draft.scenes[at].title(at))
    }

    /// A new scene behind another, else at the end; a project's one scene that has nothing in it yet is taken instead.
    fn add_scene(&mut self, label: &str, before: Option<&SceneId>) -> Result<SceneId, EditError> {
        if let [only] = self.draft.scenes.as_slice()
            && is_blank(only)
        {
            let id = only.id.clone();
            if !is_title(label, 0) {
                self.changes.push(format!("The empty scene is named \"{label}\""));
                self.make(Edit::RenameScene { scene: id.clone(), name: label.to_owned() })?;
            }
            return Ok(id);
        }
        let end = self.draft.scenes.len();
        let at = before.and_then(|id| self.draft.scene_index(id)).map_or(end, |at| at + 1);
        let mut edit = compose::add_scene(&self.draft, at, self.new_id);
        let mut id = SceneId::default();
        if let Edit::AddScene { scene, .. } = &mut edit {
            if !is_title(label, at) {
                label.clone_into(&mut scene.name);
            }
            id = scene.id.clone();
        }
        self.make(edit)?;
        self.changes.push(format!("New scene \"{}\"", self.title(&id)));
        Ok(id)
    }

    /// Takes over the lines of a scene and its parts. Tells whether there are new shots.
    fn read_group(&mut self, scenes: &[SceneId], rows: &[&TableRow]) -> Result<bool, EditError> {
        let title = scenes.first().map_or_else(String::new, |scene| self.title(scene));
        let matches = self.matches(scenes, rows);
        let mut previous: Option<ShotId> = None;
        let mut grew = false;
        for (at, row) in rows.iter().enumerate() {
            if let Some(shot) = &matches[at] {
                self.change_shot(&title, shot, row)?;
                previous = Some(shot.clone());
            } else {
                let next = matches[at..].iter().flatten().next();
                previous = Some(self.add_shot(&title, scenes, row, previous.as_ref(), next)?);
                grew = true;
            }
        }
        self.tell_what_stays(&title, scenes, &matches);
        Ok(grew)
    }

    /// The shot of each line, where it has one. Of several shots of one name the first line means the first.
    fn matches(&self, scenes: &[SceneId], rows: &[&TableRow]) -> Vec<Option<ShotId>> {
        let shots: Vec<&Shot> = scenes.iter().filter_map(|id| self.draft.scene(id)).flat_map(|s| &s.shots).collect();
        let mut named: HashMap<String, VecDeque<usize>> = HashMap::new();
        for (at, shot) in shots.iter().enumerate() {
            named.entry(name_key(&shot.name)).or_default().push_back(at);
        }
        let mut taken = HashSet::new();
        let mut found = vec![None; rows.len()];
        for (at, row) in rows.iter().enumerate() {
            let key = name_key(&row.name);
            if !key.is_empty() {
                found[at] = named.get_mut(&key).and_then(VecDeque::pop_front);
                taken.extend(found[at]);
            }
        }
        for (at, row) in rows.iter().enumerate() {
            if name_key(&row.name).is_empty() {
                let place = row.number.and_then(|number| number.checked_sub(1));
                found[at] = place.filter(|place| *place < shots.len() && taken.insert(*place));
            }
        }
        found.into_iter().map(|at| at.map(|at| shots[at].id.clone())).collect()
    }

    fn change_shot(&mut self, title: &str, id: &ShotId, row: &TableRow) -> Result<(), EditError> {
        let Some((_, _, shot)) = self.draft.find_shot(id) else { return Ok(()) };
        let shot = shot.clone();
        let called = called(title, &shot);
        if let Some(seconds) = row.seconds.filter(|seconds| *seconds != shot.seconds) {
            self.changes.push(format!("{called}: {} becomes {seconds}", shot.seconds));
            self.make(Edit::SetSeconds { shot: id.clone(), seconds })?;
        }
        for (field, word, text) in [
            (TextField::Prompt, "prompt", &row.prompt),
            (TextField::Dialogue, "dialogue", &row.dialogue),
            (TextField::Notes, "notes", &row.notes),
        ] {
            let old = field.of(&shot);
            let Some(text) = text.as_ref().filter(|text| **text != with_plain_line_ends(old)) else { continue };
            self.changes.push(format!("{called}: {word} {} becomes {}", quoted(old), quoted(text)));
            self.make(Edit::SetText { shot: id.clone(), field, text: text.clone() })?;
        }
        self.tell_of_elements(&called, id, row);
        Ok(())
    }

    fn add_shot(
        &mut self,
        title: &str,
        scenes: &[SceneId],
        row: &TableRow,
        previous: Option<&ShotId>,
        next: Option<&ShotId>,
    ) -> Result<ShotId, EditError> {
        let place = |id: &ShotId| self.draft.find_shot(id).map(|(scene, at, _)| (scene, at));
        let behind = previous.and_then(place).map(|(scene, at)| (scene, at + 1));
        let (scene_at, at) = behind.or_else(|| next.and_then(place)).unwrap_or_else(|| {
            let scene = scenes.last().and_then(|id| self.draft.scene_index(id)).unwrap_or_default();
            (scene, self.draft.scenes.get(scene).map_or(0, |scene| scene.shots.len()))
        });
        let Some(scene) = self.draft.scenes.get(scene_at) else { return Err(EditError::NoPlace(scene_at)) };
        let name = row.name.trim();
        let shot = Shot {
            id: ShotId::new((self.new_id)()),
            name: if name.is_empty() { scene.free_shot_name(scene_at) } else { name.to_owned() },
            seconds: row.seconds.unwrap_or(USUAL.max(self.limits.shot_seconds_min)),
            prompt: row.prompt.clone().unwrap_or_default(),
            dialogue: row.dialogue.clone().unwrap_or_default(),
            notes: row.notes.clone().unwrap_or_default(),
            ..Shot::default()
        };
        let (id, scene) = (shot.id.clone(), scene.id.clone());
        let called = called(title, &shot);
        self.changes.push(format!("{called}: new shot, {}, {}", shot.seconds, quoted(&shot.prompt)));
        self.make(Edit::AddShot { scene, at, shot: Box::new(shot) })?;
        self.tell_of_elements(&called, &id, row);
        Ok(id)
    }

    /// A scene that new shots made longer than a request may be goes on in scenes of its own.
    fn split(&mut self, id: &SceneId) -> Result<(), EditError> {
        let Some(first) = self.draft.scene_index(id) else { return Ok(()) };
        let scene = self.draft.scenes[first].clone();
        let title = scene.title(first);
        let parts = parts_of(&scene, self.limits);
        let mut at = first;
        let mut n = 1;
        for part in parts.iter().skip(1) {
            at += 1;
            n += 1;
            // Another scene may be called so already.
            while self.draft.scenes.iter().any(|scene| scene.name == part_name(&title, n)) {
                n += 1;
            }
            let mut edit = compose::add_scene(&self.draft, at, self.new_id);
            let mut to_scene = SceneId::default();
            if let Edit::AddScene { scene, .. } = &mut edit {
                scene.name = part_name(&title, n);
                to_scene = scene.id.clone();
            }
            self.make(edit)?;
            for (to, shot) in part.iter().enumerate() {
                self.make(Edit::MoveShot { shot: shot.clone(), scene: to_scene.clone(), to })?;
            }
            let (shots, seconds) = (self.limits.shots_max, self.limits.scene_seconds_max);
            self.changes.push(format!(
                "{title} takes {shots} shots and {seconds}: {} on {} to the new scene \"{}\"",
                part.first().and_then(|id| self.draft.find_shot(id)).map_or("", |(_, _, shot)| shot.name.as_str()),
                if part.len() == 1 { "goes" } else { "go" },
                part_name(&title, n),
            ));
        }
        if parts.len() > 1 && scene.last_frame.is_some() {
            self.notes.push(format!("The last frame of {title} stays with its first part"));
        }
        Ok(())
    }

    fn tell_of_elements(&mut self, called: &str, id: &ShotId, row: &TableRow) {
        let Some(told) = &row.elements else { return };
        let Some((_, _, shot)) = self.draft.find_shot(id) else { return };
        let names = |text: &str| -> HashSet<String> {
            let parts = text.split([',', ';', ' ', '\n']).map(|part| part.trim().trim_start_matches('@').to_owned());
            parts.filter(|part| !part.is_empty()).collect()
        };
        if names(told) != names(&elements_of(&self.draft, shot)) {
            self.notes.push(format!("{called}: elements are those that the prompt names, so the cell changes nothing"));
        }
    }

    fn tell_what_stays(&mut self, title: &str, scenes: &[SceneId], matches: &[Option<ShotId>]) {
        let shots: Vec<&ShotId> =
            scenes.iter().filter_map(|id| self.draft.scene(id)).flat_map(|s| &s.shots).map(|shot| &shot.id).collect();
        let places: Vec<usize> =
            matches.iter().flatten().filter_map(|id| shots.iter().position(|shot| *shot == id)).collect();
        if places.windows(2).any(|pair| pair[0] > pair[1]) {
            self.notes.push(format!("The order of the shots of {title} stays as it is in the project"));
        }
        let new = matches.iter().filter(|shot| shot.is_none()).count();
        let left = shots.len().saturating_sub(places.len() + new);
        if left > 0 {
            let (shot, is, stays) = if left == 1 { ("shot", "is", "stays") } else { ("shots", "are", "stay") };
            self.notes.push(format!("{left} {shot} of {title} {is} not in the file and {stays} as before"));
        }
    }

    /// Scenes that the file's lengths have brought past what a request may last.
    fn tell_what_is_over(&mut self, project: &Project) {
        let most = self.limits.scene_seconds_max;
        for (at, scene) in self.draft.scenes.iter().enumerate() {
            let was = project.scene(&scene.id).map_or(Seconds::ZERO, Scene::seconds);
            if scene.seconds() > most && scene.seconds() > was {
                let over = scene.seconds().minus(most);
                self.notes.push(format!("{} lasts {} now, {over} over {most}", scene.title(at), scene.seconds()));
            }
        }
    }
}

/// The shots of a scene in as few parts, in order, as requests take them. A shot that is too long alone is a part.
fn parts_of(scene: &Scene, limits: &Limits) -> Vec<Vec<ShotId>> {
    let mut parts: Vec<Vec<ShotId>> = vec![Vec::new()];
    let mut used = Seconds::ZERO;
    for shot in &scene.shots {
        let full = parts.last().is_some_and(|part| {
            !part.is_empty() && (part.len() >= limits.shots_max || used.plus(shot.seconds) > limits.scene_seconds_max)
        });
        if full {
            parts.push(Vec::new());
            used = Seconds::ZERO;
        }
        used = used.plus(shot.seconds);
        if let Some(part) = parts.last_mut() {
            part.push(shot.id.clone());
        }
    }
    parts
}

fn is_blank(scene: &Scene) -> bool {
    scene.name.trim().is_empty() && scene.shots.is_empty() && !scene.has_frame()
}

/// Whether a label only says what an unnamed scene at this place is called anyway.
fn is_title(label: &str, at: usize) -> bool {
    label.is_empty() || label == Scene::default().title(at) || label == (at + 1).to_string()
}

fn name_key(name: &str) -> String {
    with_plain_line_ends(name).trim().to_owned()
}

fn called(title: &str, shot: &Shot) -> String {
    let name = shot.name.trim();
    format!("{title}, {}", if name.is_empty() { "shot without a name" } else { name })
}

/// A text as a line of a list: its beginning, in quotation marks.
fn quoted(text: &str) -> String {
    const MOST: usize = 60;
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = words.char_indices().nth(MOST) {
        words.truncate(end);
        words.push('…');
    }
    if words.is_empty() { "nothing".to_owned() } else { format!("\"{words}\"") }
}
