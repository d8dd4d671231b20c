//! A numbered list as people write it in a mail or a script, made into shots; and lists that could be endless, as people
//! read them.

use super::budget::{self, Budget};
use super::check::count_of;
use super::compose::{NewId, add_scene};
use super::edit::Edit;
use super::id::ShotId;
use super::project::{Project, Scene, Shot};
use super::rules::Limits;
use super::units::{Seconds, grouped};

/// The lines of a list of which so many are shown at most; the last says how many more there are.
pub fn shortened(lines: &[String], most: usize) -> impl Iterator<Item = String> {
    let left = lines.len().saturating_sub(most);
    let shown = if left > 0 { &lines[..most] } else { lines };
    shown.iter().cloned().chain((left > 0).then(|| and_more(left)))
}

/// What stands at the end of a list that goes on: "and 999,980 more".
#[must_use]
pub fn and_more(left: usize) -> String {
    format!("and {} more", grouped(left as u64))
}

/// The items of a numbered list, without their numbers. A line without a number goes on with the item above it.
/// Nothing where the text is no such list: it begins with a number and has two items at least.
#[must_use]
pub fn items(text: &str) -> Option<Vec<String>> {
    let mut items: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (item(line), items.last_mut()) {
            (Some(item), _) => items.push(item.to_owned()),
            (None, Some(last)) => {
                last.push(' ');
                last.push_str(line);
            }
            (None, None) => return None,
        }
    }
    items.retain(|item| !item.trim().is_empty());
    (items.len() >= 2).then_some(items)
}

/// What stands behind a number with `.`, `)`, `:` or `-`.
fn item(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('(').trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.trim_start_matches('(').len() - rest.len();
    if !(1..=3).contains(&digits) {
        return None;
    }
    let text = rest.strip_prefix(['.', ')', ':', '-', '\u{2013}', '\u{3001}', '\u{ff0e}'])?;
    // `1.5 km` and `16:9` are no items.
    (!text.starts_with(|c: char| c.is_ascii_digit())).then(|| text.trim_start())
}

/// A shot for each prompt from a place of a scene on; what one request does not take goes on in new scenes behind it.
#[must_use]
pub fn shots(
    project: &Project,
    scene_index: usize,
    at: usize,
    prompts: &[String],
    limits: &Limits,
    new_id: NewId<'_>,
) -> Option<Edit> {
    let scene = project.scenes.get(scene_index).filter(|_| !prompts.is_empty())?;
    let mut edits = Vec::new();
    let room = limits.shots_max.saturating_sub(scene.shots.len()).min(prompts.len());
    let (here, beyond) = prompts.split_at(room);
    fill(scene.clone(), scene_index, at.min(scene.shots.len()), here, limits, new_id, &mut edits);
    for (n, prompts) in beyond.chunks(limits.shots_max.max(1)).enumerate() {
        let index = scene_index + 1 + n;
        // It is made as the scene before it is: the one that the list began in.
        let Edit::AddScene { scene: mut made, .. } = add_scene(project, scene_index + 1, &mut *new_id) else {
            continue;
        };
        made.name.clear();
        edits.push(Edit::AddScene { at: index, scene: made.clone() });
        fill(*made, index, 0, prompts, limits, new_id, &mut edits);
    }
    Some(Edit::Batch { label: format!("Add {} from a list", count_of(prompts.len(), "shot")), edits })
}

/// Adds a shot for each prompt; they share the time that is free, 1 to 3 s each.
fn fill(
    mut scene: Scene,
    scene_index: usize,
    at: usize,
    prompts: &[String],
    limits: &Limits,
    new_id: NewId<'_>,
    edits: &mut Vec<Edit>,
) {
    let free = match budget::of(&scene, limits) {
        Budget::Free(free) => free.0,
        Budget::Full | Budget::Over(_) => 0,
    };
    let each = u32::try_from(prompts.len()).ok().and_then(|count| free.checked_div(count)).unwrap_or(0);
    let seconds = Seconds(each.clamp(1, 3));
    for (n, prompt) in prompts.iter().enumerate() {
        let id = ShotId::new(new_id());
        let shot =
            Shot { id, name: scene.free_shot_name(scene_index), prompt: prompt.clone(), seconds, ..Shot::default() };
        scene.shots.insert(at + n, shot.clone());
        edits.push(Edit::AddShot { scene: scene.id.clone(), at: at + n, shot: Box::new(shot) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::testing::{Ids, World, any_text};
    use proptest::prelude::*;

    #[test]
    fn a_numbered_list_is_one_and_other_texts_are_not() {
        let list = "1. Wide of the quay\n   at dawn\n\n2) @mara runs\n(3) Close: her hands\n";
        assert_eq!(items(list).unwrap(), ["Wide of the quay at dawn", "@mara runs", "Close: her hands"]);
        for none in [
            "",
            "Wide of the quay",
            "1. Only one",
            "A title\n1. a\n2. b",
            "16:9\n4:3",
            "1.5 km\n2.5 km",
            "2026-1\n2027-2",
        ] {
            assert_eq!(items(none), None, "{none:?}");
        }
        assert_eq!(items("1.\n2. a\n3. b").unwrap(), ["a", "b"]);
    }

    #[test]
    fn shots_share_the_free_time_and_go_on_in_new_scenes() {
        let mut world = World::new(&[5, 4]);
        let prompts: Vec<String> = (1..=12).map(|n| format!("Item {n}")).collect();
        let before = world.project.clone();
        let mut ids = Ids::default();
        let edit = shots(&world.project, 0, 1, &prompts, &world.rules.limits, &mut || ids.next()).unwrap();
        assert_eq!(edit.label(&world.project), "Add 12 shots from a list");
        let undo = edit.apply(&mut world.project).unwrap();
        let lengths: Vec<Vec<u32>> =
            world.project.scenes.iter().map(|scene| scene.shots.iter().map(|shot| shot.seconds.0).collect()).collect();
        assert_eq!(lengths, [vec![5, 1, 1, 1, 1, 4], vec![2; 6], vec![3, 3]]);
        assert_eq!(world.project.scenes[0].shots[1].prompt, "Item 1");
        assert_eq!(world.project.scenes[2].shots[1].prompt, "Item 12");
        assert_eq!(world.project.scenes[1].shots[0].name, "020A");
        undo.apply(&mut world.project).unwrap();
        assert_eq!(world.project, before);
    }

    fn words(text: &str) -> Vec<&str> {
        text.split_whitespace().collect()
    }

    /// Lines as a list has them, and lines as it has not.
    fn any_line() -> impl Strategy<Value = String> {
        let number = prop_oneof![Just(String::new()), "[0-9]{1,4}", "\\(?[0-9]{1,3}"];
        let mark = prop_oneof![Just(""), Just("."), Just(")"), Just(": "), Just("-"), Just("\u{3001}"), Just(" ")];
        (number, mark, prop_oneof![any_text(), Just(String::new()), "\\PC{0,12}"])
            .prop_map(|(number, mark, text)| format!("{number}{mark}{text}"))
    }

    proptest! {
        #[test]
        fn any_text_at_all_is_a_list_or_none(text in any::<String>()) {
            if let Some(items) = items(&text) {
                prop_assert!(items.len() >= 2);
            }
        }

        #[test]
        fn no_word_behind_the_numbers_is_lost(lines in prop::collection::vec(any_line(), 0..8)) {
            let text = lines.join("\n");
            if let Some(items) = items(&text) {
                // The lines as they stand, each without its number where it has one.
                let told: Vec<&str> =
                    text.lines().map(str::trim).flat_map(|line| words(item(line).unwrap_or(line))).collect();
                prop_assert_eq!(items.iter().flat_map(|item| words(item)).collect::<Vec<_>>(), told);
                prop_assert!(items.iter().all(|item| !item.trim().is_empty()));
            }
        }

        #[test]
        fn what_is_numbered_comes_back_as_it_was(texts in prop::collection::vec("[a-z@]{1,6}( [a-z@0-9]{1,6}){0,4}", 2..20)) {
            let numbered: Vec<String> = texts.iter().enumerate().map(|(n, text)| format!("{}. {text}", n + 1)).collect();
            prop_assert_eq!(items(&numbered.join("\n")), Some(texts));
        }
    }
}
