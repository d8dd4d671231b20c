//! Every check (docs/service.md: checks), at its boundary on both sides, and its ways out.

mod elements;
mod pictures;
mod texts;
mod time;

use std::collections::BTreeSet;

use super::*;
use crate::story::History;
use crate::story::testing::{Ids, World};

/// The codes of the contract's table, and those of a start from another scene.
const CODES: [&str; 29] = [
    "control-characters",
    "double-code",
    "start-gone",
    "start-no-take",
    "no-shots",
    "too-many-shots",
    "shot-too-short",
    "over-budget",
    "under-minimum",
    "prompt-empty",
    "prompt-too-long",
    "prompt-past-kling",
    "prompt-long",
    "shot-too-long",
    "single-shot-may-cut",
    "dialogue-long",
    "many-shots",
    "unknown-element",
    "element-needs-frame",
    "element-pictures",
    "too-many-elements",
    "element-name",
    "element-description",
    "last-frame-alone",
    "last-frame-multi-shot",
    "picture-missing",
    "picture-unreadable",
    "picture-shape",
    "panels-not-sent",
];

/// What one code tells of a world.
struct Case {
    why: &'static str,
    world: World,
    code: &'static str,
    /// Each problem of the code, with the labels of its fixes; none when the code stays silent.
    tells: Vec<(Severity, Place, Vec<&'static str>)>,
}

fn told(
    why: &'static str,
    world: World,
    code: &'static str,
    severity: Severity,
    place: Place,
    fixes: &[&'static str],
) -> Case {
    Case { why, world, code, tells: vec![(severity, place, fixes.to_vec())] }
}

fn silent(why: &'static str, world: World, code: &'static str) -> Case {
    Case { why, world, code, tells: Vec::new() }
}

fn element_place(name: &str) -> Place {
    Place::Element(ElementId::new(format!("element-{name}")))
}

fn run(cases: Vec<Case>) {
    for case in cases {
        let problems = case.world.check();
        let found: Vec<_> = problems.iter().filter(|problem| problem.code == case.code).collect();
        let tells: Vec<_> = found
            .iter()
            .map(|problem| {
                let labels: Vec<String> = problem.fixes.iter().map(Fix::label).collect();
                (problem.severity, problem.place.clone(), labels)
            })
            .collect();
        let expected: Vec<_> = case
            .tells
            .iter()
            .map(|(severity, place, fixes)| {
                (*severity, place.clone(), fixes.iter().map(|&label| label.to_owned()).collect::<Vec<_>>())
            })
            .collect();
        assert_eq!(tells, expected, "{}: {}, of all {problems:#?}", case.code, case.why);
        for problem in found {
            assert!(!problem.message.is_empty() && !problem.message.ends_with('.'), "{}", problem.message);
            for fix in &problem.fixes {
                fix_helps(&case, problem, fix);
            }
        }
    }
}

/// One click removes the problem, and undo gives the exact project back.
fn fix_helps(case: &Case, problem: &Problem, fix: &Fix) {
    let why = format!("{}: {}, {}", case.code, case.why, fix.label());
    let mut world = case.world.clone();
    let mut ids = Ids::default();
    let edit = fix.edit(&world.project, 0, &world.pictures, &world.rules, &mut || ids.next());
    let edit = edit.unwrap_or_else(|| panic!("{why}: no edit"));
    let mut history = History::default();
    history.apply(&mut world.project, edit, None).unwrap_or_else(|error| panic!("{why}: {error}"));
    assert_ne!(world.project, case.world.project, "{why}: changed nothing");
    let left = world.check();
    let still = left.iter().find(|other| other.code == problem.code && other.place == problem.place);
    if case.code == "panels-not-sent" {
        // Panels stay panels; what is offered is taken.
        assert!(still.is_some_and(|note| note.fixes.is_empty()), "{why}: {still:?}");
    } else {
        let same = still.filter(|other| other.message == problem.message);
        assert_eq!(same, None, "{why}: the problem stands");
    }
    let fixed = world.project.clone();
    assert!(history.undo(&mut world.project).is_some(), "{why}");
    assert_eq!(world.project, case.world.project, "{why}: undone");
    assert!(history.redo(&mut world.project).is_some(), "{why}");
    assert_eq!(world.project, fixed, "{why}: redone");
}

fn all_cases() -> Vec<Case> {
    [time::cases(), texts::cases(), elements::cases(), pictures::cases()].into_iter().flatten().collect()
}

#[test]
fn every_row_of_the_table_is_told_and_is_silent_beside_its_boundary() {
    let cases = all_cases();
    let with = |tells: bool| -> BTreeSet<&str> {
        cases.iter().filter(|case| case.tells.is_empty() != tells).map(|case| case.code).collect()
    };
    let table = BTreeSet::from(CODES);
    assert_eq!(with(true), table);
    assert_eq!(with(false), table);
}

#[test]
fn a_scene_in_order_has_no_problem() {
    assert_eq!(World::new(&[4, 4]).check(), []);
    assert_eq!(World::new(&[3]).check(), []);
    let full = World::new(&[5, 5, 5]).element(crate::story::testing::element("mara")).first_frame();
    assert_eq!(full.prompt(0, "@mara runs").check(), []);
}

#[test]
fn a_scene_that_is_not_there_has_no_problem() {
    let world = World::new(&[]);
    assert_eq!(check_scene(&world.project, 1, &world.pictures, &world.rules), []);
}

#[test]
fn errors_come_before_warnings_before_notes_each_along_the_timeline() {
    let mut world = World::new(&[0, 13, 0]).panel(0).last_frame().prompt(1, " ");
    world.shot(2).prompt = "x".repeat(501);
    let told: Vec<_> = world.check().iter().map(|problem| (problem.code, problem.place.shot())).collect();
    assert_eq!(
        told,
        [
            ("last-frame-alone", None),
            ("shot-too-short", Some(0)),
            ("shot-too-long", Some(1)),
            ("prompt-empty", Some(1)),
            ("shot-too-short", Some(2)),
            ("prompt-long", Some(2)),
            ("panels-not-sent", None),
        ]
    );
}

#[test]
fn the_button_says_what_blocks() {
    let says = |world: &World| blocked_label(&world.check(), &world.project.scenes[0], &world.rules);
    assert_eq!(says(&World::new(&[4, 4])), None);
    assert_eq!(says(&World::new(&[9, 8])).as_deref(), Some("2 s over 15"));
    assert_eq!(says(&World::new(&[2])).as_deref(), Some("1 s under 3"));
    assert_eq!(says(&World::new(&[])).as_deref(), Some("Add a shot to generate"));
    assert_eq!(says(&World::new(&[4, 4]).prompt(0, "")).as_deref(), Some("Fix 1 to generate"));
    assert_eq!(says(&World::new(&[9, 8]).prompt(0, "")).as_deref(), Some("Fix 2 to generate"));
    assert_eq!(says(&World::new(&[13, 2])).as_deref(), Some("Fix 1 to generate"));
    assert_eq!(says(&World::new(&[2; 6])), None, "warnings do not block");
}
