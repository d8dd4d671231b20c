//! The codes of shots, `020A`: the ones the program gives are free in the whole project and go on as the scene's own do.
//! A code stays when its shot changes places; people may give the same one twice, which the checks tell.

mod parts;
mod renumber;

pub use renumber::{Renamed, Scheme, renumber, renumber_edit};

use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};

use super::edit::Edit;
use super::project::{Project, Scene, Shot};
use parts::{Counter, Group, Number, Parts, letters};

/// Where a shot stands: its scene's place and its own, both counted from 0.
pub type ShotPlace = (usize, usize);

/// A code as it is compared with another: without space around it, and in capitals or not.
#[derive(Clone, Copy, Debug)]
struct Compared<'a>(&'a str);

impl PartialEq for Compared<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(other.0)
    }
}

impl Eq for Compared<'_> {}

impl Hash for Compared<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for byte in self.0.bytes() {
            state.write_u8(byte.to_ascii_uppercase());
        }
        state.write_u8(0xff);
    }
}

/// For each scene its shots whose code an earlier shot of the project has too, and where that earlier shot stands.
#[must_use]
pub fn doubles(project: &Project) -> HashMap<usize, Vec<(usize, ShotPlace)>> {
    let mut first: HashMap<Compared<'_>, ShotPlace> = HashMap::new();
    let mut doubles: HashMap<usize, Vec<(usize, ShotPlace)>> = HashMap::new();
    for (scene_at, scene) in project.scenes.iter().enumerate() {
        for (at, shot) in scene.shots.iter().enumerate() {
            let code = shot.name.trim();
            if code.is_empty() {
                continue;
            }
            let earlier = *first.entry(Compared(code)).or_insert((scene_at, at));
            if earlier != (scene_at, at) {
                doubles.entry(scene_at).or_default().push((at, earlier));
            }
        }
    }
    doubles
}

/// Which shots have a code, by the code as people may write it.
#[derive(Debug)]
pub struct CodeIndex<'a> {
    places: HashMap<Compared<'a>, Vec<ShotPlace>>,
    project: &'a Project,
}

impl<'a> CodeIndex<'a> {
    #[must_use]
    pub fn new(project: &'a Project) -> Self {
        let mut places: HashMap<Compared<'a>, Vec<ShotPlace>> = HashMap::new();
        for (scene_at, scene) in project.scenes.iter().enumerate() {
            for (at, shot) in scene.shots.iter().enumerate().filter(|(_, shot)| !shot.name.trim().is_empty()) {
                places.entry(Compared(shot.name.trim())).or_default().push((scene_at, at));
            }
        }
        Self { places, project }
    }

    /// The shot that a file is named after: its name is the code, alone or with more behind a space, `_`, `-` or `.`.
    /// Of several with the code the one in this scene is meant, else the first.
    #[must_use]
    pub fn named_by(&self, file_name: &str, scene_at: usize) -> Option<&'a Shot> {
        let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem).trim();
        let ends = stem.char_indices().filter(|(_, c)| c.is_whitespace() || "_-.".contains(*c)).map(|(at, _)| at);
        let mut ends: Vec<usize> = ends.collect();
        ends.push(stem.len());
        // The longest code that fits: `SC010_SH020` before `SC010`.
        let places = ends.iter().rev().find_map(|&end| self.places.get(&Compared(&stem[..end])))?;
        let (scene, shot) = places.iter().find(|(scene, _)| *scene == scene_at).or_else(|| places.first())?;
        Some(&self.project.scenes[*scene].shots[*shot])
    }
}

/// What is taken in a project, to give codes that are not.
#[derive(Clone, Debug, Default)]
pub struct Codes {
    /// In capitals.
    taken: HashSet<String>,
    /// The scenes' numbers in codes, each once, and how many of them are whole tens.
    numbers: HashSet<u32>,
    tens: usize,
}

impl Codes {
    #[must_use]
    pub fn of(project: &Project) -> Self {
        let mut codes = Self::default();
        for shot in project.scenes.iter().flat_map(|scene| &scene.shots) {
            codes.note(&shot.name);
        }
        codes
    }

    /// A code that is taken from now on. One that is taken already, and an empty one, change nothing.
    pub fn note(&mut self, code: &str) {
        let code = code.trim();
        if code.is_empty() || !self.taken.insert(code.to_ascii_uppercase()) {
            return;
        }
        if let Some(number) = Parts::of(code).and_then(|parts| parts.group.number)
            && self.numbers.insert(number.value)
        {
            self.tens += usize::from(number.value.is_multiple_of(10));
        }
    }

    fn is_free(&self, code: &str) -> bool {
        !self.taken.contains(&code.to_ascii_uppercase())
    }

    /// Free codes for so many shots that stand, or are to stand, from a place of a scene on. They go on as the scene's own
    /// codes do; in a scene without any as those of the scenes around it, with a number of its own.
    pub fn give(&mut self, project: &Project, scene_at: usize, at: usize, count: usize) -> Vec<String> {
        let candidates: Box<dyn Iterator<Item = String>> = match self.model(project, scene_at) {
            Parts { group, counter: Counter::Letters(_) } => {
                let group = group.text();
                Box::new((0..).map(move |n| format!("{group}{}", letters(n))))
            }
            Parts { group, counter: Counter::Number(number) } => {
                Box::new(Around::of(project, scene_at, at, group).codes(group, number.digits, count))
            }
        };
        let mut given = Vec::with_capacity(count);
        for code in candidates {
            if given.len() == count {
                break;
            }
            if self.is_free(&code) {
                self.note(&code);
                given.push(code);
            }
        }
        given
    }

    /// What the codes of a scene look like.
    fn model<'a>(&self, project: &'a Project, scene_at: usize) -> Parts<'a> {
        if let Some(own) = project.scenes.get(scene_at).and_then(usual) {
            return own;
        }
        let (before, behind) = project.scenes.split_at(scene_at.min(project.scenes.len()));
        let nearest = before.iter().rev().chain(behind).find_map(usual);
        let usual_digits = Number { value: 0, digits: 3 };
        let model = nearest.unwrap_or(Parts {
            group: Group { head: "", number: Some(usual_digits), tail: "" },
            counter: Counter::Letters(0),
        });
        let Some(number) = model.group.number else { return model };
        let value = self.scene_number(project, scene_at, &model.group);
        Parts { group: Group { number: Some(Number { value, ..number }), ..model.group }, ..model }
    }

    /// A number for a scene that has none in its codes: free, and between those of the scenes around it where there is one.
    fn scene_number(&self, project: &Project, scene_at: usize, like: &Group<'_>) -> u32 {
        let number_of = |scene: &Scene| {
            let group = usual(scene)?.group;
            (group.head == like.head && group.tail == like.tail).then_some(group.number?.value)
        };
        let (before, behind) = project.scenes.split_at(scene_at.min(project.scenes.len()));
        let low = before.iter().rev().find_map(number_of).unwrap_or(0);
        let high = behind.iter().find_map(number_of);
        let step = if self.tens * 2 >= self.numbers.len() { 10 } else { 1 };
        let is_free = |value: &u32| !self.numbers.contains(value);
        let place = u32::try_from(scene_at).unwrap_or(u32::MAX).saturating_add(1).saturating_mul(step);
        if place > low && high.is_none_or(|high| place < high) && is_free(&place) {
            return place;
        }
        let next = |from: u32| (from / step + 1).saturating_mul(step);
        let between = high.filter(|high| *high > low).and_then(|high| {
            let middle = low + (high - low) / 2;
            (middle.max(low + 1)..high).chain(low + 1..middle.max(low + 1)).find(is_free)
        });
        // One more than there are numbers always holds a free one.
        let most = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        let behind = || (0..=most).map(|n| next(low).saturating_add(n.saturating_mul(step))).find(is_free);
        between.or_else(behind).unwrap_or(u32::MAX)
    }
}

/// What most codes of a scene look like, of two as common ones the first.
fn usual(scene: &Scene) -> Option<Parts<'_>> {
    let mut kinds: HashMap<(Group<'_>, bool), (usize, usize, Parts<'_>)> = HashMap::new();
    for (at, parts) in scene.shots.iter().enumerate().filter_map(|(at, shot)| Some((at, Parts::of(&shot.name)?))) {
        let by_letters = matches!(parts.counter, Counter::Letters(_));
        kinds.entry((parts.group, by_letters)).or_insert((0, at, parts)).0 += 1;
    }
    kinds.into_values().max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, _, parts)| parts)
}

/// The numbers of a group's codes around a place.
struct Around {
    low: u32,
    high: Option<u32>,
    step: u32,
    /// The largest there is.
    most: u32,
}

impl Around {
    fn of(project: &Project, scene_at: usize, at: usize, group: Group<'_>) -> Self {
        let value = |shot: &Shot| match Parts::of(&shot.name)? {
            Parts { group: other, counter: Counter::Number(number) } if other == group => Some(number.value),
            _ => None,
        };
        let mut around = Self { low: 0, high: None, step: 1, most: 0 };
        let mut any = false;
        for (scene_place, scene) in project.scenes.iter().enumerate() {
            if group.number.is_some() && scene_place != scene_at {
                continue;
            }
            for (place, value) in scene.shots.iter().enumerate().filter_map(|(at, shot)| Some((at, value(shot)?))) {
                any = true;
                if (scene_place, place) < (scene_at, at) {
                    around.low = value;
                } else {
                    around.high.get_or_insert(value);
                }
                around.most = around.most.max(value);
                if value.is_multiple_of(10) {
                    around.step = 10;
                }
            }
        }
        if !any {
            around.step = 10;
        }
        around
    }

    /// Candidates in the order in which they are taken: evenly between the neighbours, or on from the last; then with
    /// letters behind the code before, as on a set; then past the largest.
    fn codes<'a>(&self, group: Group<'a>, digits: usize, count: usize) -> impl Iterator<Item = String> + use<'a> {
        let &Self { low, high, step, most } = self;
        let text = group.text();
        let code = move |value: u32| format!("{text}{}", Number { value, digits }.text());
        let on = move |from: u32| (0_u32..).map(move |n| (from / step + 1).saturating_add(n).saturating_mul(step));
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let room = high.map(|high| high.saturating_sub(low).saturating_sub(1));
        let between: Box<dyn Iterator<Item = u32>> = match room {
            Some(room) if room >= count => {
                let share = u64::from(room) + 1;
                Box::new((1..=count).map(move |n| {
                    let part = share * u64::from(n) / (u64::from(count) + 1);
                    low.saturating_add(u32::try_from(part).unwrap_or(u32::MAX))
                }))
            }
            Some(_) => Box::new(std::iter::empty()),
            None => Box::new(on(low).take(usize::try_from(count).unwrap_or(usize::MAX))),
        };
        let before = (low > 0).then(|| code(low));
        let lettered = before.into_iter().flat_map(|code| (0..26).map(move |n| format!("{code}{}", letters(n))));
        let past = on(most.max(low));
        let (code, last) = (code.clone(), code);
        between.map(code).chain(lettered).chain(past.map(last))
    }
}

/// The edit with a free code for every shot that it adds without one.
#[must_use]
pub fn with_codes(project: &Project, mut edit: Edit) -> Edit {
    if adds_unnamed(&edit) {
        let mut codes = Codes::of(project);
        note_names(&mut codes, &edit);
        let mut draft = project.clone();
        give_codes(&mut draft, &mut codes, &mut edit);
    }
    edit
}

/// The names that an edit brings along are taken too.
fn note_names(codes: &mut Codes, edit: &Edit) {
    match edit {
        Edit::AddShot { shot, .. } => codes.note(&shot.name),
        Edit::AddScene { scene, .. } => scene.shots.iter().for_each(|shot| codes.note(&shot.name)),
        Edit::Batch { edits, .. } => edits.iter().for_each(|edit| note_names(codes, edit)),
        _ => {}
    }
}

fn adds_unnamed(edit: &Edit) -> bool {
    match edit {
        Edit::AddShot { shot, .. } => is_unnamed(shot),
        Edit::AddScene { scene, .. } => scene.shots.iter().any(is_unnamed),
        Edit::Batch { edits, .. } => edits.iter().any(adds_unnamed),
        _ => false,
    }
}

fn is_unnamed(shot: &Shot) -> bool {
    shot.name.trim().is_empty()
}

/// Gives codes to what an edit adds; `draft` is the project as the edits before it leave it, and afterwards as this does.
fn give_codes(draft: &mut Project, codes: &mut Codes, edit: &mut Edit) {
    match edit {
        Edit::Batch { edits, .. } => {
            for edit in edits {
                give_codes(draft, codes, edit);
            }
            return;
        }
        Edit::AddShot { scene, at, shot } if is_unnamed(shot) => {
            if let Some(scene) = draft.scene_index(scene) {
                shot.name = codes.give(draft, scene, *at, 1).pop().unwrap_or_default();
            }
        }
        Edit::AddScene { at, scene } if scene.shots.iter().any(is_unnamed) => {
            // It is looked at where it will stand.
            let at = (*at).min(draft.scenes.len());
            draft.scenes.insert(at, (**scene).clone());
            codes.complete_scene(draft, at);
            **scene = draft.scenes.remove(at);
        }
        _ => {}
    }
    // What cannot be made is told when it is made.
    let _ = edit.apply(draft);
}

impl Codes {
    /// Gives codes to the shots of a scene that have none; tells how many.
    pub(super) fn complete_scene(&mut self, project: &mut Project, scene_at: usize) -> usize {
        let Some(scene) = project.scenes.get(scene_at) else { return 0 };
        let unnamed: Vec<usize> = (0..scene.shots.len()).filter(|&at| is_unnamed(&scene.shots[at])).collect();
        let Some(first) = unnamed.first() else { return 0 };
        let given = self.give(project, scene_at, *first, unnamed.len());
        for (at, code) in unnamed.iter().zip(given) {
            project.scenes[scene_at].shots[*at].name = code;
        }
        unnamed.len()
    }
}

#[cfg(test)]
mod tests;
