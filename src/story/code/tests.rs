//! Codes that are given, renumbered and looked up.

use proptest::prelude::*;

use super::*;
use crate::story::id::{SceneId, ShotId};
use crate::story::testing::Ids;
use crate::story::{Seconds, compose, rules::shipped, timing};

/// Scenes of shots with these codes.
fn project(scenes: &[&[&str]]) -> Project {
    let mut ids = Ids::default();
    let mut shot = |name: &&str| Shot {
        id: ShotId::new(ids.next()),
        name: (*name).to_owned(),
        seconds: Seconds(2),
        ..Shot::default()
    };
    let scenes = scenes.iter().enumerate().map(|(at, codes)| Scene {
        id: SceneId::new(format!("scene {at}")),
        shots: codes.iter().map(&mut shot).collect(),
        ..Scene::default()
    });
    Project { scenes: scenes.collect(), ..Project::default() }
}

fn codes(project: &Project) -> Vec<Vec<&str>> {
    project.scenes.iter().map(|scene| scene.shots.iter().map(|shot| shot.name.as_str()).collect()).collect()
}

fn given(scenes: &[&[&str]], scene: usize, at: usize, count: usize) -> Vec<String> {
    let project = project(scenes);
    Codes::of(&project).give(&project, scene, at, count)
}

#[test]
fn codes_go_on_as_the_scene_does_or_as_its_neighbours_do() {
    for (why, scenes, scene, at, codes) in [
        ("the first of all", &[&[][..]][..], 0, 0, &["010A", "010B"][..]),
        ("an empty scene at the end", &[&["010A"], &[]], 1, 0, &["020A", "020B"]),
        ("one between two", &[&["010A"], &[], &["020A"]], 1, 0, &["015A", "015B"]),
        ("one before all", &[&[], &["010A"]], 0, 0, &["005A"]),
        ("one between two without room", &[&["010A"], &[], &["011A"]], 1, 0, &["020A"]),
        ("two empty ones: each its place", &[&["010A"], &[], &[]], 2, 0, &["030A"]),
        ("a code that stays free is given", &[&["010A", "010C"]], 0, 2, &["010B", "010D"]),
        ("a moved scene keeps its number", &[&["020A"], &["010A", "010B"]], 1, 2, &["010C"]),
        ("a shot that moved here does not count", &[&["010A"], &["010B", "020A", "020B"]], 1, 3, &["020C"]),
        ("and its code is taken", &[&["010A"], &["010B", "020A", "020B"]], 0, 1, &["010C"]),
        ("plain scene numbers", &[&["1A", "1B"], &[]], 1, 0, &["2A"]),
        ("plain ones with no room between", &[&["1A"], &[], &["2A"]], 1, 0, &["3A"]),
        ("tens through all scenes, at the end", &[&["010", "020"], &[]], 1, 0, &["030", "040"]),
        ("between two", &[&["010", "020"]], 0, 1, &["015"]),
        ("between two scenes", &[&["010", "020"], &["030"]], 0, 2, &["025"]),
        ("without room a letter behind", &[&["1", "2"]], 0, 1, &["1A", "1B"]),
        ("tens in each scene", &[&["SC010_SH010", "SC010_SH020"], &[]], 1, 0, &["SC020_SH010"]),
        ("names of no scheme", &[&["Wide", "Close"]], 0, 2, &["010A"]),
        ("what others wrote in small letters is taken", &[&["010A", "010b"]], 0, 2, &["010C"]),
    ] {
        assert_eq!(given(scenes, scene, at, codes.len()), codes, "{why}");
    }
}

#[test]
fn a_new_scene_between_and_a_copy_of_one_have_codes_of_their_own() {
    let (mut project, mut ids) = (project(&[&["010A", "010B"], &["020A"]]), Ids(100));
    let mut new_id = || ids.next();
    compose::add_scene(&project, 1, &mut new_id).apply(&mut project).unwrap();
    for _ in 0..2 {
        let edit = compose::add_shot(&project, 1, 9, &shipped().limits, None, &mut new_id).unwrap();
        edit.apply(&mut project).unwrap();
    }
    compose::duplicate_scene(&project, 0, None, &mut new_id).unwrap().apply(&mut project).unwrap();
    timing::duplicate(&project, 0, &[0, 1], &mut new_id).unwrap().apply(&mut project).unwrap();
    let expected: [&[&str]; 4] = [&["010A", "010B", "010C", "010D"], &["012A", "012B"], &["015A", "015B"], &["020A"]];
    assert_eq!(codes(&project), expected);
}

#[test]
fn renumbering_gives_every_shot_the_code_of_its_place_and_is_one_step() {
    let before = project(&[&["x", "020A"], &["020A"], &["y"]]);
    for (scheme, expected) in [
        (Scheme::TensAndLetter, [vec!["010A", "010B"], vec!["020A"], vec!["030A"]]),
        (Scheme::SceneAndLetter, [vec!["1A", "1B"], vec!["2A"], vec!["3A"]]),
        (Scheme::Tens, [vec!["010", "020"], vec!["030"], vec!["040"]]),
        (Scheme::SceneAndShot, [vec!["SC010_SH010", "SC010_SH020"], vec!["SC020_SH010"], vec!["SC030_SH010"]]),
    ] {
        let mut project = before.clone();
        let edit = renumber_edit(&renumber(&project, None, scheme), None).unwrap();
        let undo = edit.apply(&mut project).unwrap();
        assert_eq!(codes(&project), expected);
        assert!(doubles(&project).is_empty());
        assert_eq!(renumber_edit(&renumber(&project, None, scheme), None), None, "it is done");
        undo.apply(&mut project).unwrap();
        assert_eq!(project, before);
    }
}

#[test]
fn one_scene_renumbered_passes_over_what_others_have() {
    let mut project = project(&[&["010", "020a"], &["a", "b"]]);
    let renamed = renumber(&project, Some(1), Scheme::TensAndLetter);
    assert_eq!(renamed.iter().map(|one| one.to.as_str()).collect::<Vec<_>>(), ["020B", "020C"]);
    let edit = renumber_edit(&renumber(&project, Some(1), Scheme::Tens), Some(1)).unwrap();
    assert_eq!(edit.label(&project), "Renumber 2 shots of scene 2");
    edit.apply(&mut project).unwrap();
    assert_eq!(codes(&project), [["010", "020a"], ["020", "030"]]);
}

#[test]
fn doubles_are_told_at_the_later_shot() {
    let project = project(&[&["010A", "", " 010a "], &["", "020A", "010A"]]);
    let doubles = doubles(&project);
    assert_eq!(doubles[&0], [(2, (0, 0))]);
    assert_eq!(doubles[&1], [(2, (0, 0))]);
}

#[test]
fn a_code_for_many_scenes_and_shots_is_found_at_once() {
    let mut project = project(&[&[]]);
    project.scenes = (0..5_000).map(|at| Scene { id: SceneId::new(at.to_string()), ..Scene::default() }).collect();
    for scene in &mut project.scenes {
        scene.shots = vec![Shot::default(); 2];
    }
    let mut codes = Codes::of(&project);
    let given: usize = (0..5_000).map(|at| codes.complete_scene(&mut project, at)).sum();
    assert_eq!((given, doubles(&project).len()), (10_000, 0));
    assert_eq!(project.scenes[4_999].shots[1].name, "50000B");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever people called their shots: what is given is free and given once.
    #[test]
    fn given_codes_are_free(
        names in prop::collection::vec(prop::collection::vec("(SC)?[0-9]{0,9}[A-Zab]{0,2}(_SH)?[0-9]{0,3}| |[A-Z]{0,4}", 0..5), 1..5),
        places in prop::collection::vec((0_usize..6, 0_usize..6, 0_usize..9), 1..6),
    ) {
        let scenes: Vec<Vec<&str>> = names.iter().map(|scene| scene.iter().map(String::as_str).collect()).collect();
        let project = project(&scenes.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let mut codes = Codes::of(&project);
        let mut seen: HashSet<String> = project.scenes.iter().flat_map(|s| &s.shots).map(|s| s.name.trim().to_uppercase()).collect();
        for (scene, at, count) in places {
            let given = codes.give(&project, scene, at, count);
            prop_assert_eq!(given.len(), count);
            for code in given {
                prop_assert!(!code.trim().is_empty() && seen.insert(code.to_uppercase()), "{} is double", code);
            }
        }
    }
}
