//! What a project has otherwise than an earlier state, shot by shot: for boards that mark what changed since a version.

use std::collections::{BTreeSet, HashMap};

use super::id::{SceneId, ShotId};
use super::label::number;
use super::project::{Project, Scene, Shot};
use super::words;

/// What changed since an earlier state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    shots: HashMap<ShotId, Mark>,
    gone_shots: HashMap<SceneId, Vec<String>>,
    /// By the scene that follows them now; those at the end by none.
    gone_scenes: HashMap<Option<SceneId>, Vec<String>>,
}

/// What a shot is since then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    pub is_new: bool,
    /// Where it comes from, where it has another place: "from scene 2", "within its scene".
    pub moved: Option<String>,
    /// What it has otherwise, each with how: `"Dusk" becomes "Dawn"`.
    pub parts: Vec<(Part, String)>,
}

/// What of a shot may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Name,
    Seconds,
    Prompt,
    Dialogue,
    Notes,
    /// One of the project's own columns.
    Column(String),
    Panel,
    /// Its own camera move.
    Move,
}

/// How many shots there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub new: usize,
    pub changed: usize,
    pub moved: usize,
    pub deleted: usize,
}

impl Marks {
    /// What `new` has otherwise than `old`. Shots and scenes are told apart by their ids.
    #[must_use]
    pub fn between(old: &Project, new: &Project) -> Self {
        let mut marks = Self::default();
        for scene in &new.scenes {
            let stays = staying(old, scene);
            for shot in &scene.shots {
                if let Some(mark) = mark(old, scene, shot, stays.contains(&shot.id)) {
                    marks.shots.insert(shot.id.clone(), mark);
                }
            }
        }
        for (at, scene) in old.scenes.iter().enumerate() {
            let gone: Vec<&Shot> = scene.shots.iter().filter(|shot| new.find_shot(&shot.id).is_none()).collect();
            if new.scene(&scene.id).is_some() {
                let names: Vec<String> = gone.iter().map(|shot| called(shot)).collect();
                if !names.is_empty() {
                    marks.gone_shots.insert(scene.id.clone(), names);
                }
            } else {
                let next = old.scenes[at..].iter().find(|after| new.scene(&after.id).is_some());
                let shots = super::check::count_of(gone.len(), "shot");
                let told = format!("{}, {shots}", scene.numbered(at));
                marks.gone_scenes.entry(next.map(|next| next.id.clone())).or_default().push(told);
            }
        }
        marks
    }

    #[must_use]
    pub fn of(&self, shot: &ShotId) -> Option<&Mark> {
        self.shots.get(shot)
    }

    /// The shots of a scene that are gone, by name and the beginning of what they said.
    #[must_use]
    pub fn gone_from(&self, scene: &SceneId) -> &[String] {
        self.gone_shots.get(scene).map_or(&[], Vec::as_slice)
    }

    /// The scenes that are gone and stood before this one; for none, at the end.
    #[must_use]
    pub fn gone_before(&self, scene: Option<&SceneId>) -> &[String] {
        self.gone_scenes.get(&scene.cloned()).map_or(&[], Vec::as_slice)
    }

    /// How many shots of a project are new, changed, moved, and gone from an earlier state of it. Only these parts count.
    #[must_use]
    pub fn counts(&self, old: &Project, new: &Project, is_shown: &dyn Fn(&Part) -> bool) -> Counts {
        let mut counts = Counts::default();
        for mark in self.shots.values() {
            counts.new += usize::from(mark.is_new);
            counts.moved += usize::from(mark.moved.is_some());
            counts.changed += usize::from(mark.parts.iter().any(|(part, _)| is_shown(part)));
        }
        let shots = old.scenes.iter().flat_map(|scene| &scene.shots);
        counts.deleted = shots.filter(|shot| new.find_shot(&shot.id).is_none()).count();
        counts
    }
}

impl Part {
    /// In the middle of a sentence.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Name => "name",
            Self::Seconds => "length",
            Self::Prompt => "prompt",
            Self::Dialogue => "dialogue",
            Self::Notes => "notes",
            Self::Column(name) => name,
            Self::Panel => "picture",
            Self::Move => "camera move",
        }
    }
}

fn mark(old: &Project, scene: &Scene, shot: &Shot, stays: bool) -> Option<Mark> {
    let Some((from, _, before)) = old.find_shot(&shot.id) else {
        return Some(Mark { is_new: true, ..Mark::default() });
    };
    let moved = if old.scenes[from].id == scene.id {
        (!stays).then(|| "within its scene".to_owned())
    } else {
        Some(format!("from scene {}", number(from)))
    };
    let mark = Mark { is_new: false, moved, parts: parts(before, shot) };
    (mark != Mark::default()).then_some(mark)
}

fn parts(old: &Shot, new: &Shot) -> Vec<(Part, String)> {
    let mut parts = Vec::new();
    let instead = |new: &str, old: &str| format!("{new} instead of {old}");
    if old.name != new.name {
        parts.push((Part::Name, instead(&new.name, &old.name)));
    }
    if old.seconds != new.seconds {
        parts.push((Part::Seconds, instead(&new.seconds.to_string(), &old.seconds.to_string())));
    }
    for (part, old, new) in [
        (Part::Prompt, &old.prompt, &new.prompt),
        (Part::Dialogue, &old.dialogue, &new.dialogue),
        (Part::Notes, &old.notes, &new.notes),
    ] {
        if old != new {
            parts.push((part, words::changes(old, new)));
        }
    }
    let columns: BTreeSet<&String> = old.columns.keys().chain(new.columns.keys()).collect();
    for name in columns {
        let (old, new) = (old.column(name), new.column(name));
        if old != new {
            parts.push((Part::Column(name.clone()), words::changes(old, new)));
        }
    }
    let how = |was: bool, is: bool| match (was, is) {
        (false, _) => "new".to_owned(),
        (_, false) => "gone".to_owned(),
        _ => "another".to_owned(),
    };
    if old.panel != new.panel {
        parts.push((Part::Panel, how(old.panel.is_some(), new.panel.is_some())));
    }
    if old.camera_move != new.camera_move {
        parts.push((Part::Move, how(old.camera_move.is_some(), new.camera_move.is_some())));
    }
    parts
}

/// The shots of a scene that kept their order: as many as can be.
fn staying(old: &Project, scene: &Scene) -> Vec<ShotId> {
    let before = old.scene(&scene.id);
    let ids = scene.shots.iter().map(|shot| &shot.id);
    let places: Vec<(usize, &ShotId)> = ids.filter_map(|id| Some((before?.shot_index(id)?, id))).collect();
    // For each shot the longest rising row that ends with it, and the shot before it there.
    let mut rows: Vec<(usize, Option<usize>)> = Vec::new();
    for (at, (place, _)) in places.iter().enumerate() {
        let best = (0..at).filter(|other| places[*other].0 < *place).max_by_key(|other| rows[*other].0);
        rows.push((best.map_or(1, |best| rows[best].0 + 1), best));
    }
    let mut stays = Vec::new();
    let mut next = (0..rows.len()).max_by_key(|at| rows[*at].0);
    while let Some(at) = next {
        stays.push(places[at].1.clone());
        next = rows[at].1;
    }
    stays
}

/// A shot that is gone: its name, and the beginning of what it said.
fn called(shot: &Shot) -> String {
    const MOST: usize = 5;
    let words: Vec<&str> = shot.prompt.split_whitespace().collect();
    let name = shot.name.trim();
    let name = if name.is_empty() { "shot without a name" } else { name };
    match words.len() {
        0 => name.to_owned(),
        1..=MOST => format!("{name} \u{201c}{}\u{201d}", words.join(" ")),
        _ => format!("{name} \u{201c}{}\u{2026}\u{201d}", words[..MOST].join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::story::testing::{World, any_project, scene};
    use crate::story::{MediaPath, Seconds};

    fn world() -> Project {
        let mut project = World::new(&[4, 5, 6, 3]).project;
        let mut other = scene(&[2]);
        other.id = SceneId::new("other");
        other.name = "Ferry".to_owned();
        other.shots[0].id = ShotId::new("other-1");
        project.scenes.push(other);
        project
    }

    #[test]
    fn new_changed_moved_and_deleted_shots_are_told() {
        let old = world();
        let mut new = old.clone();
        let scene = &mut new.scenes[0];
        scene.shots[1].prompt = "Shot 2, low.".to_owned();
        scene.shots[1].seconds = Seconds(7);
        scene.shots[1].panel = MediaPath::new("media/new.png").ok();
        scene.shots[1].columns.insert("Sound".to_owned(), "Rain".to_owned());
        scene.shots.remove(2);
        let last = scene.shots.remove(2);
        scene.shots.insert(0, last);
        scene.shots.push(Shot { id: ShotId::new("made"), ..Shot::default() });
        let marks = Marks::between(&old, &new);
        let mark = |id: &str| marks.of(&ShotId::new(id)).cloned();
        assert_eq!(mark("shot-1"), None, "only what was moved has moved");
        assert_eq!(mark("shot-4").unwrap().moved.as_deref(), Some("within its scene"));
        assert!(mark("made").unwrap().is_new);
        let told: Vec<String> =
            mark("shot-2").unwrap().parts.iter().map(|(part, how)| format!("{}: {how}", part.label())).collect();
        let expected = [
            "length: 7 s instead of 5 s",
            "prompt: \"2.\" becomes \"2, low.\"",
            "Sound: \"Rain\" is new",
            "picture: new",
        ];
        assert_eq!(told, expected);
        assert_eq!(marks.gone_from(&old.scenes[0].id), ["0103 “Shot 3.”"]);
        let counts = marks.counts(&old, &new, &|_| true);
        assert_eq!(counts, Counts { new: 1, changed: 1, moved: 1, deleted: 1 });
        assert_eq!(marks.counts(&old, &new, &|part| *part == Part::Notes).changed, 0);
    }

    #[test]
    fn a_shot_that_went_to_another_scene_has_moved_and_scenes_that_are_gone_are_told_where_they_stood() {
        let old = world();
        let mut new = old.clone();
        let shot = new.scenes[1].shots.remove(0);
        new.scenes[0].shots.push(shot);
        let marks = Marks::between(&old, &new);
        assert_eq!(marks.of(&ShotId::new("other-1")).unwrap().moved.as_deref(), Some("from scene 2"));
        let mut new = old.clone();
        new.scenes.remove(0);
        let marks = Marks::between(&old, &new);
        assert_eq!(marks.gone_before(Some(&SceneId::new("other"))), ["Scene 1, 4 shots"]);
        new = old.clone();
        new.scenes.pop();
        assert_eq!(Marks::between(&old, &new).gone_before(None), ["2 Ferry, 1 shot"]);
    }

    proptest! {
        #[test]
        fn what_is_the_same_has_no_mark_and_what_is_gone_one_way_is_new_the_other(old in any_project(), new in any_project()) {
            prop_assert_eq!(Marks::between(&old, &old), Marks::default());
            let (there, back) = (Marks::between(&old, &new), Marks::between(&new, &old));
            let (there, back) = (there.counts(&old, &new, &|_| true), back.counts(&new, &old, &|_| true));
            prop_assert_eq!((there.new, there.changed), (back.deleted, back.changed));
        }
    }
}
