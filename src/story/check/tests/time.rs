//! Shots and seconds.

use super::Place::{Scene, Shot};
use super::Severity::{Error, Note, Warning};
use super::{Case, World, run, silent, told};

pub(super) fn cases() -> Vec<Case> {
    let new = World::new;
    let to_12 = ["Make it 12 s", "Split it in two"];
    vec![
        told("none", new(&[]), "no-shots", Error, Scene, &["Add a shot"]),
        silent("one", new(&[3]), "no-shots"),
        told("seven", new(&[2; 7]), "too-many-shots", Error, Scene, &["Move shot 7 to the next scene"]),
        told("nine", new(&[1; 9]), "too-many-shots", Error, Scene, &["Move shots 7 to 9 to the next scene"]),
        silent("six", new(&[2; 6]), "too-many-shots"),
        told("six", new(&[2; 6]), "many-shots", Warning, Scene, &[]),
        silent("five", new(&[2; 5]), "many-shots"),
        silent("seven, which is an error already", new(&[2; 7]), "many-shots"),
        told("0 s", new(&[3, 0]), "shot-too-short", Error, Shot(1), &["Make it 1 s"]),
        silent("1 s", new(&[3, 1]), "shot-too-short"),
        told("alone, 0 s", new(&[0]), "shot-too-short", Error, Shot(0), &["Make it 1 s"]),
        told(
            "16 s, the last shot moved is enough",
            new(&[8, 7, 1]),
            "over-budget",
            Error,
            Scene,
            &["Fit to 15 s", "Move shot 3 to the next scene"],
        ),
        told(
            "43 s, where the last shot moved would not be enough",
            new(&[8, 20, 12, 3]),
            "over-budget",
            Error,
            Scene,
            &["Fit to 15 s", "Move shots 2 to 4 to the next scene"],
        ),
        told("alone, 16 s", new(&[16]), "over-budget", Error, Scene, &["Fit to 15 s"]),
        told("the first is over by itself", new(&[16, 1]), "over-budget", Error, Scene, &["Fit to 15 s"]),
        told(
            "more shots than seconds",
            new(&[1; 16]),
            "over-budget",
            Error,
            Scene,
            &["Move shot 16 to the next scene"],
        ),
        told("hostile lengths", new(&[u32::MAX, u32::MAX]), "over-budget", Error, Scene, &["Fit to 15 s"]),
        silent("15 s", new(&[8, 7]), "over-budget"),
        told("2 s", new(&[2]), "under-minimum", Error, Scene, &["Stretch to 3 s"]),
        told("2 s in two", new(&[1, 1]), "under-minimum", Error, Scene, &["Stretch to 3 s"]),
        told("0 s in two", new(&[0, 0]), "under-minimum", Error, Scene, &["Stretch to 3 s"]),
        told("four of 0 s have not room in 3 s", new(&[0; 4]), "under-minimum", Error, Scene, &[]),
        silent("3 s", new(&[3]), "under-minimum"),
        silent("no shots, which is an error already", new(&[]), "under-minimum"),
        told("13 s in multi-shot", new(&[13, 1]), "shot-too-long", Error, Shot(0), &to_12),
        told("the second of two", new(&[1, 14]), "shot-too-long", Error, Shot(1), &to_12),
        told("no room for a seventh", new(&[1, 1, 1, 1, 1, 13]), "shot-too-long", Error, Shot(5), &["Make it 12 s"]),
        silent("12 s in multi-shot", new(&[12, 3]), "shot-too-long"),
        silent("15 s alone", new(&[15]), "shot-too-long"),
        told("9 s alone", new(&[9]), "single-shot-may-cut", Note, Shot(0), &["Split it in two"]),
        silent("8 s alone", new(&[8]), "single-shot-may-cut"),
        silent("9 s beside another", new(&[9, 3]), "single-shot-may-cut"),
    ]
}

#[test]
fn table() {
    run(cases());
}

#[test]
fn moved_shots_stay_in_order_before_those_of_the_next_scene() {
    let mut world = World::new(&[8, 20, 12]);
    let mut next = crate::story::testing::scene(&[4]);
    next.id = crate::story::SceneId::new("next");
    next.shots[0].id = crate::story::ShotId::new("there");
    world.project.scenes.push(next);
    let problem = world.check().into_iter().find(|problem| problem.code == "over-budget").unwrap();
    let edit = problem.fixes[1].edit(&world.project, 0, &world.pictures, &world.rules, &mut String::new).unwrap();
    assert_eq!(edit.label(&world.project), "Move shots 2 to 3 to the next scene");
    edit.apply(&mut world.project).unwrap();
    let ids: Vec<_> = world.project.scenes[1].shots.iter().map(|shot| shot.id.as_str()).collect();
    assert_eq!(ids, ["shot-2", "shot-3", "there"]);
}
