//! What a shot list that came back changes in a project, told line by line before it is made, as one edit.
//!
//! Which shot a line means is told by `matching`; a line that means none makes a new shot. What the file does not have
//! stays as it is, and no picture is touched.

use std::collections::HashSet;

use super::matching::{Group, Line, match_rows, part_name};
use super::own::{self, Other};
use super::read::{Table, TableRow};
use super::{elements_of, with_plain_line_ends};
use crate::story::code::Codes;
use crate::story::columns::{self, ColumnTexts};
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
    let unknown = table.others.iter().filter(|name| own::found(project, &Other::Called((*name).clone())).is_none());
    let unknown = unknown.map(|name| format!("The column \"{name}\" is not known and is left out"));
    let mut planner = Planner {
        draft: project.clone(),
        edits: Vec::new(),
        changes: Vec::new(),
        notes: unknown.chain(table.notes.iter().cloned()).collect(),
        limits,
        new_id,
        codes: Codes::of(project),
    };
    for row in &table.rows {
        planner.codes.note(&row.name);
    }
    let matched = match_rows(project, table);
    planner.notes.extend(matched.notes);
    for (scene, name) in matched.renames {
        planner.rename_scene(&scene, &name)?;
    }
    let mut grown = Vec::new();
    let mut before: Option<SceneId> = None;
    for mut group in matched.groups {
        if group.lines.is_empty() {
            continue;
        }
        if group.scenes.is_empty() {
            group.scenes.push(planner.add_scene(&group.label, before.as_ref())?);
        }
        if planner.read_group(&group)? {
            grown.extend(group.scenes.iter().cloned());
        }
        before = group.scenes.last().cloned();
    }
    for scene in grown {
        planner.split(&scene)?;
    }
    planner.tell_what_is_over(project);
    let Planner { edits, changes, notes, .. } = planner;
    Ok(Import { edit: Edit::Batch { label: "Import shot list".to_owned(), edits }, changes, notes })
}

struct Planner<'a> {
    /// The project as the edits so far leave it.
    draft: Project,
    edits: Vec<Edit>,
    changes: Vec<String>,
    notes: Vec<String>,
    limits: &'a Limits,
    new_id: NewId<'a>,
    /// What the project's shots and the file's lines are called.
    codes: Codes,
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

    fn rename_scene(&mut self, scene: &SceneId, name: &str) -> Result<(), EditError> {
        let Some(at) = self.draft.scene_index(scene) else { return Ok(()) };
        let name = if is_title(name, at) { String::new() } else { name.to_owned() };
        if self.draft.scenes[at].name == name {
            return Ok(());
        }
        let old = self.draft.scenes[at].title(at);
        self.make(Edit::RenameScene { scene: scene.clone(), name })?;
        self.changes.push(format!("{old} is renamed \"{}\"", self.title(scene)));
        Ok(())
    }

    /// Takes over the lines of a scene and its parts. Tells whether there are new shots.
    fn read_group(&mut self, group: &Group<'_>) -> Result<bool, EditError> {
        let Group { scenes, lines, .. } = group;
        let title = scenes.first().map_or_else(String::new, |scene| self.title(scene));
        let mut previous: Option<ShotId> = None;
        let mut grew = false;
        for (at, line) in lines.iter().enumerate() {
            let next =
                lines[at..].iter().filter_map(|line| line.shot.as_ref()).find(|id| self.is_in(scenes, id)).cloned();
            if let Some(shot) = &line.shot {
                if !self.is_in(scenes, shot) {
                    self.move_shot(&title, scenes, shot, previous.as_ref(), next.as_ref())?;
                    grew = true;
                }
                self.change_shot(&title, shot, line)?;
                previous = Some(shot.clone());
            } else {
                previous = Some(self.add_shot(&title, scenes, line, previous.as_ref(), next.as_ref())?);
                grew = true;
            }
        }
        self.tell_what_stays(&title, scenes, lines);
        Ok(grew)
    }

    fn is_in(&self, scenes: &[SceneId], shot: &ShotId) -> bool {
        self.draft.find_shot(shot).is_some_and(|(scene, _, _)| scenes.contains(&self.draft.scenes[scene].id))
    }

    /// Where a line's shot comes to stand: the scene's and its own place, behind the shot of the line above.
    fn place_of(&self, scenes: &[SceneId], previous: Option<&ShotId>, next: Option<&ShotId>) -> (usize, usize) {
        let place = |id: &ShotId| self.draft.find_shot(id).map(|(scene, at, _)| (scene, at));
        let behind = previous.and_then(place).map(|(scene, at)| (scene, at + 1));
        behind.or_else(|| next.and_then(place)).unwrap_or_else(|| {
            let scene = scenes.last().and_then(|id| self.draft.scene_index(id)).unwrap_or_default();
            (scene, self.draft.scenes.get(scene).map_or(0, |scene| scene.shots.len()))
        })
    }

    /// A shot whose line names another scene goes there with its picture.
    fn move_shot(
        &mut self,
        title: &str,
        scenes: &[SceneId],
        id: &ShotId,
        previous: Option<&ShotId>,
        next: Option<&ShotId>,
    ) -> Result<(), EditError> {
        let (scene_at, to) = self.place_of(scenes, previous, next);
        let Some(scene) = self.draft.scenes.get(scene_at) else { return Err(EditError::NoPlace(scene_at)) };
        let scene = scene.id.clone();
        if let Some((from, _, shot)) = self.draft.find_shot(id) {
            self.changes.push(format!("{} moves to {title}", called(&self.draft.scenes[from].title(from), shot)));
        }
        self.make(Edit::MoveShot { shot: id.clone(), scene, to })
    }

    fn change_shot(&mut self, title: &str, id: &ShotId, line: &Line<'_>) -> Result<(), EditError> {
        let row = line.row;
        let Some((_, _, shot)) = self.draft.find_shot(id) else { return Ok(()) };
        let shot = shot.clone();
        let called = called(title, &shot);
        if let Some(name) = &line.name {
            self.changes.push(format!("{called} is renamed {name}"));
            self.make(Edit::SetText { shot: id.clone(), field: TextField::Name, text: name.clone() })?;
        }
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
        for (column, text) in self.own_texts(row) {
            let old = shot.column(&column);
            if text != with_plain_line_ends(old) {
                self.changes.push(format!("{called}: {column} {} becomes {}", quoted(old), quoted(&text)));
                self.make(columns::set(id, &column, &text))?;
            }
        }
        self.tell_of_elements(&called, id, row);
        Ok(())
    }

    /// What a line has in the project's own columns, the empty ones too.
    fn own_texts(&self, row: &TableRow) -> ColumnTexts {
        let found = row.others.iter().filter_map(|(other, text)| Some((own::found(&self.draft, other)?, text)));
        found.map(|(column, text)| (column.to_owned(), text.clone())).collect()
    }

    fn add_shot(
        &mut self,
        title: &str,
        scenes: &[SceneId],
        line: &Line<'_>,
        previous: Option<&ShotId>,
        next: Option<&ShotId>,
    ) -> Result<ShotId, EditError> {
        let row = line.row;
        let (scene_at, at) = self.place_of(scenes, previous, next);
        let Some(scene) = self.draft.scenes.get(scene_at) else { return Err(EditError::NoPlace(scene_at)) };
        let mut name = line.name.as_deref().unwrap_or(&row.name).trim().to_owned();
        if name.is_empty() {
            name = self.codes.give(&self.draft, scene_at, at, 1).pop().unwrap_or_default();
        }
        let shot = Shot {
            id: ShotId::new((self.new_id)()),
            name,
            seconds: row.seconds.unwrap_or(USUAL.max(self.limits.shot_seconds_min)),
            prompt: row.prompt.clone().unwrap_or_default(),
            dialogue: row.dialogue.clone().unwrap_or_default(),
            notes: row.notes.clone().unwrap_or_default(),
            columns: self.own_texts(row).into_iter().filter(|(_, text)| !text.is_empty()).collect(),
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

    fn tell_what_stays(&mut self, title: &str, scenes: &[SceneId], lines: &[Line<'_>]) {
        let matches: Vec<Option<&ShotId>> = lines.iter().map(|line| line.shot.as_ref()).collect();
        let shots: Vec<&ShotId> =
            scenes.iter().filter_map(|id| self.draft.scene(id)).flat_map(|s| &s.shots).map(|shot| &shot.id).collect();
        let places: Vec<usize> =
            matches.iter().flatten().filter_map(|id| shots.iter().position(|shot| shot == id)).collect();
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
