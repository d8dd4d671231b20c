//! What one state of a project has otherwise than another, in words: for versions, and for files changed elsewhere.

use std::collections::BTreeSet;

use super::label::number;
use super::project::{Element, Project, Scene, Shot};
use super::words;

/// What `new` has otherwise than `old`, each a sentence, in the order of the project. Things are told apart by their ids
/// and called by their places in `new`, those that are gone by their places in `old`.
#[must_use]
pub fn differences(old: &Project, new: &Project) -> Vec<String> {
    let mut told = Vec::new();
    if old.name != new.name {
        told.push(format!("The project is called \"{}\" instead of \"{}\"", new.name, old.name));
    }
    if old.style != new.style {
        told.push("The style line is another".to_owned());
        changed_words(&mut told, "style", &old.style, &new.style);
    }
    if old.columns != new.columns {
        let named = |columns: &[String]| if columns.is_empty() { "none".to_owned() } else { columns.join(", ") };
        told.push(format!("The columns are {} instead of {}", named(&new.columns), named(&old.columns)));
    }
    elements(old, new, &mut told);
    scenes(old, new, &mut told);
    if told.is_empty() && old != new {
        told.push("Details differ that Storyreel does not show".to_owned());
    }
    told
}

fn elements(old: &Project, new: &Project, told: &mut Vec<String>) {
    for element in &old.elements {
        if new.element(&element.id).is_none() {
            told.push(format!("@{} is gone", element.name));
        }
    }
    for element in &new.elements {
        match old.element(&element.id) {
            None => told.push(format!("@{} is new", element.name)),
            Some(before) => element_differences(before, element, told),
        }
    }
    let order = |project: &Project, other: &Project| {
        let ids = project.elements.iter().map(|element| element.id.clone());
        ids.filter(|id| other.element(id).is_some()).collect::<Vec<_>>()
    };
    if order(old, new) != order(new, old) {
        told.push("The elements stand in another order".to_owned());
    }
}

fn element_differences(old: &Element, new: &Element, told: &mut Vec<String>) {
    if old.name != new.name {
        told.push(format!("@{} is called @{}", old.name, new.name));
    }
    let mut parts = Vec::new();
    differs(&mut parts, "description", &old.description, &new.description);
    differs(&mut parts, "pictures", &old.images, &new.images);
    if parts.is_empty() && old.extra != new.extra {
        parts.push("details that Storyreel does not show");
    }
    push(told, &format!("@{}", new.name), &parts);
    changed_words(told, "description", &old.description, &new.description);
}

fn scenes(old: &Project, new: &Project, told: &mut Vec<String>) {
    for (at, scene) in old.scenes.iter().enumerate() {
        if new.scene(&scene.id).is_none() {
            told.push(format!("{} is gone", scene_name(at, scene)));
        }
    }
    for (at, scene) in new.scenes.iter().enumerate() {
        let name = scene_name(at, scene);
        match old.scene(&scene.id) {
            None => told.push(format!("{name} is new")),
            Some(before) => scene_differences(before, scene, &name, told),
        }
        shots(old, new, at, told);
    }
    let order = |project: &Project, other: &Project| {
        let ids = project.scenes.iter().map(|scene| scene.id.clone());
        ids.filter(|id| other.scene(id).is_some()).collect::<Vec<_>>()
    };
    if order(old, new) != order(new, old) {
        told.push("The scenes stand in another order".to_owned());
    }
}

fn scene_name(at: usize, scene: &Scene) -> String {
    let (name, number) = (scene.name.trim(), number(at));
    if name.is_empty() { format!("Scene {number}") } else { format!("Scene {number}, {name}") }
}

fn scene_differences(old: &Scene, new: &Scene, name: &str, told: &mut Vec<String>) {
    let mut parts = Vec::new();
    differs(&mut parts, "name", &old.name, &new.name);
    differs(&mut parts, "quality", &old.tier, &new.tier);
    differs(&mut parts, "ratio", &old.aspect, &new.aspect);
    differs(&mut parts, "sound", &old.audio, &new.audio);
    differs(&mut parts, "first frame", &old.first_frame, &new.first_frame);
    differs(&mut parts, "last frame", &old.last_frame, &new.last_frame);
    differs(&mut parts, "first frame's crop", &old.first_crop, &new.first_crop);
    differs(&mut parts, "last frame's crop", &old.last_crop, &new.last_crop);
    differs(&mut parts, "scene it starts from", &old.starts_from, &new.starts_from);
    differs(&mut parts, "chosen take", &old.chosen_take, &new.chosen_take);
    let own = |scene: &Scene| Scene { shots: Vec::new(), ..scene.clone() };
    if parts.is_empty() && own(old) != own(new) {
        parts.push("details that Storyreel does not show");
    }
    push(told, name, &parts);
    changed_words(told, "name", &old.name, &new.name);
}

/// The shots of the new scene at a place, and those of it that are gone.
fn shots(old: &Project, new: &Project, at: usize, told: &mut Vec<String>) {
    let scene = &new.scenes[at];
    let before = old.scene(&scene.id);
    for (n, shot) in before.iter().flat_map(|before| before.shots.iter().enumerate()) {
        if new.find_shot(&shot.id).is_none() {
            told.push(format!("Shot {} of scene {} is gone", number(n), number(at)));
        }
    }
    for (n, shot) in scene.shots.iter().enumerate() {
        let name = format!("Shot {} of scene {}", number(n), number(at));
        match old.find_shot(&shot.id) {
            None if before.is_some() => told.push(format!("{name} is new")),
            None => {}
            Some((from, was, found)) => {
                if old.scenes[from].id != scene.id {
                    told.push(format!("{name} comes from scene {}, where it was shot {}", number(from), number(was)));
                }
                shot_differences(found, shot, &name, told);
            }
        }
    }
    let order = |scene: &Scene, other: &Scene| {
        let ids = scene.shots.iter().map(|shot| shot.id.clone());
        ids.filter(|id| other.shots.iter().any(|shot| shot.id == *id)).collect::<Vec<_>>()
    };
    if before.is_some_and(|before| order(before, scene) != order(scene, before)) {
        told.push(format!("The shots of scene {} stand in another order", number(at)));
    }
}

fn shot_differences(old: &Shot, new: &Shot, name: &str, told: &mut Vec<String>) {
    if old.seconds != new.seconds {
        told.push(format!("{name} lasts {} instead of {}", new.seconds, old.seconds));
    }
    let mut parts = Vec::new();
    differs(&mut parts, "name", &old.name, &new.name);
    differs(&mut parts, "prompt", &old.prompt, &new.prompt);
    differs(&mut parts, "dialogue", &old.dialogue, &new.dialogue);
    differs(&mut parts, "notes", &old.notes, &new.notes);
    differs(&mut parts, "panel", &old.panel, &new.panel);
    differs(&mut parts, "move", &old.camera_move, &new.camera_move);
    let columns: BTreeSet<&String> = old.columns.keys().chain(new.columns.keys()).collect();
    for column in &columns {
        differs(&mut parts, column, old.column(column), new.column(column));
    }
    if parts.is_empty() && old.extra != new.extra {
        parts.push("details that Storyreel does not show");
    }
    push(told, name, &parts);
    changed_words(told, "name", &old.name, &new.name);
    changed_words(told, "prompt", &old.prompt, &new.prompt);
    changed_words(told, "dialogue", &old.dialogue, &new.dialogue);
    changed_words(told, "notes", &old.notes, &new.notes);
    for column in columns {
        changed_words(told, column, old.column(column), new.column(column));
    }
}

/// Which words of a text changed, as a line below the sentence that says that it did.
fn changed_words(told: &mut Vec<String>, part: &str, old: &str, new: &str) {
    if old != new {
        told.push(format!("    {part}: {}", words::changes(old, new)));
    }
}

fn differs<'a, T: PartialEq + ?Sized>(parts: &mut Vec<&'a str>, part: &'a str, old: &T, new: &T) {
    if old != new {
        parts.push(part);
    }
}

/// "Shot 2 of scene 1 has another prompt and panel".
fn push(told: &mut Vec<String>, of: &str, parts: &[&str]) {
    let list = match parts {
        [] => return,
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    let other = if parts.iter().all(|part| part.ends_with('s')) { "other" } else { "another" };
    told.push(format!("{of} has {other} {list}"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::testing::World;
    use crate::story::{MediaPath, Seconds, ShotId};

    fn changed(change: impl FnOnce(&mut Project)) -> Vec<String> {
        let old = World::new(&[4, 5, 6]).project;
        let mut new = old.clone();
        change(&mut new);
        assert!(differences(&old, &old).is_empty());
        differences(&old, &new)
    }

    #[test]
    fn what_differs_is_told_by_its_place() {
        let told = changed(|project| {
            let scene = &mut project.scenes[0];
            scene.shots[1].seconds = Seconds(7);
            scene.shots[1].prompt = "Snow".to_owned();
            scene.shots[1].panel = MediaPath::new("media/new.png").ok();
            scene.shots.remove(2);
            scene.shots.insert(0, Shot { id: ShotId::new("new"), ..Shot::default() });
            scene.audio = !scene.audio;
        });
        assert_eq!(
            told,
            [
                "Scene 1 has another sound",
                "Shot 3 of scene 1 is gone",
                "Shot 1 of scene 1 is new",
                "Shot 3 of scene 1 lasts 7 s instead of 5 s",
                "Shot 3 of scene 1 has another prompt and panel",
                "    prompt: \"Shot 2.\" becomes \"Snow\"",
            ]
        );
    }

    #[test]
    fn order_and_what_has_no_name_here_are_told_too() {
        assert_eq!(
            changed(|project| project.scenes[0].shots.swap(0, 2)),
            ["The shots of scene 1 stand in another order"]
        );
        assert_eq!(
            changed(|project| _ = project.extra.insert("x".to_owned(), 1.into())),
            ["Details differ that Storyreel does not show"]
        );
        assert_eq!(
            changed(|project| project.scenes[0].shots[0].notes.push('x')),
            ["Shot 1 of scene 1 has other notes", "    notes: \"x\" is new"]
        );
    }
}
