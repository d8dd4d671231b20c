//! Steps, gestures, and what undo and redo say.

use super::*;
use crate::story::edit::TextField;
use crate::story::testing::World;
use crate::story::{Seconds, ShotId, Tier};

const DRAG: Option<Gesture> = Some(Gesture(1));

fn trim(shot: usize, seconds: u32) -> Edit {
    Edit::SetSeconds { shot: ShotId::new(format!("shot-{shot}")), seconds: Seconds(seconds) }
}

fn type_prompt(text: &str) -> Edit {
    Edit::SetText { shot: ShotId::new("shot-1"), field: TextField::Prompt, text: text.to_owned() }
}

fn move_shot(shot: usize, to: usize) -> Edit {
    let scene = crate::story::SceneId::new("scene");
    Edit::MoveShot { shot: ShotId::new(format!("shot-{shot}")), scene, to }
}

fn start() -> (Project, History) {
    (World::new(&[4, 5, 6]).project, History::default())
}

fn lengths(project: &Project) -> Vec<u32> {
    project.scenes[0].shots.iter().map(|shot| shot.seconds.0).collect()
}

fn names(project: &Project) -> Vec<&str> {
    project.scenes[0].shots.iter().map(|shot| shot.id.as_str()).collect()
}

#[test]
fn a_gesture_is_one_step_with_the_first_state_before_it() {
    let (mut project, mut history) = start();
    for seconds in [5, 6, 7, 6] {
        history.apply(&mut project, trim(1, seconds), DRAG).unwrap();
    }
    assert_eq!(history.undo_label(), Some("Trim shot 1"));
    assert_eq!(history.undo(&mut project).as_deref(), Some("Trim shot 1"));
    assert_eq!(lengths(&project), [4, 5, 6]);
    assert_eq!(history.undo_label(), None);
    assert_eq!(history.redo(&mut project).as_deref(), Some("Trim shot 1"));
    assert_eq!(lengths(&project), [6, 5, 6]);
}

#[test]
fn a_roll_over_two_shots_is_one_step() {
    let (mut project, mut history) = start();
    let roll = |by: u32| Edit::Batch { label: "Roll".to_owned(), edits: vec![trim(1, 4 + by), trim(2, 5 - by)] };
    for by in [1, 2, 3] {
        history.apply(&mut project, roll(by), DRAG).unwrap();
    }
    assert_eq!(lengths(&project), [7, 2, 6]);
    assert_eq!(history.undo(&mut project).as_deref(), Some("Roll"));
    assert_eq!(lengths(&project), [4, 5, 6]);
    assert_eq!(history.undo_label(), None);
}

#[test]
fn two_shots_dragged_together_come_back_to_their_places() {
    let (mut project, mut history) = start();
    for (first, second) in [(0, 0), (1, 0), (2, 1)] {
        let edits = vec![move_shot(1, first), move_shot(3, second)];
        history.apply(&mut project, Edit::Batch { label: "Move 2 shots".to_owned(), edits }, DRAG).unwrap();
    }
    let last: Vec<_> = names(&project).into_iter().map(str::to_owned).collect();
    history.undo(&mut project);
    assert_eq!(names(&project), ["shot-1", "shot-2", "shot-3"]);
    history.redo(&mut project);
    assert_eq!(names(&project), last);
}

#[test]
fn a_gesture_that_ends_where_it_began_leaves_no_step() {
    let (mut project, mut history) = start();
    for seconds in [5, 6, 4] {
        history.apply(&mut project, trim(1, seconds), DRAG).unwrap();
    }
    assert_eq!(history.undo_label(), None);
    history.apply(&mut project, trim(1, 9), DRAG).unwrap();
    history.undo(&mut project);
    assert_eq!(lengths(&project), [4, 5, 6]);
}

#[test]
fn an_ended_gesture_and_another_are_two_steps() {
    let (mut project, mut history) = start();
    history.apply(&mut project, type_prompt("a"), DRAG).unwrap();
    history.end_gesture();
    history.apply(&mut project, type_prompt("ab"), DRAG).unwrap();
    history.apply(&mut project, type_prompt("abc"), Some(Gesture(2))).unwrap();
    let mut undone = Vec::new();
    while history.undo(&mut project).is_some() {
        undone.push(project.scenes[0].shots[0].prompt.clone());
    }
    assert_eq!(undone, ["ab", "a", "Shot 1."]);
}

#[test]
fn what_changes_nothing_is_no_step_and_keeps_what_can_be_redone() {
    let (mut project, mut history) = start();
    history.apply(&mut project, trim(1, 9), None).unwrap();
    history.undo(&mut project);
    let revision = history.revision();
    let nothing = [
        trim(1, 4),
        type_prompt("Shot 1."),
        Edit::Batch { label: "Fit to 15 s".to_owned(), edits: Vec::new() },
        Edit::Batch { label: String::new(), edits: vec![trim(1, 4), move_shot(2, 1)] },
    ];
    for edit in nothing {
        history.apply(&mut project, edit, DRAG).unwrap();
    }
    assert_eq!(history.undo_label(), None);
    assert_eq!(history.redo_label(), Some("Trim shot 1"));
    assert_eq!(history.revision(), revision, "nothing to save");
    history.redo(&mut project);
    assert_eq!(lengths(&project), [9, 5, 6]);
}

#[test]
fn a_new_change_after_undo_forgets_what_was_undone() {
    let (mut project, mut history) = start();
    history.apply(&mut project, trim(1, 9), None).unwrap();
    history.undo(&mut project);
    history.apply(&mut project, trim(2, 1), None).unwrap();
    assert_eq!(history.redo_label(), None);
    assert_eq!(lengths(&project), [4, 1, 6]);
}

#[test]
fn a_change_that_fails_leaves_history_and_project_alone() {
    let (mut project, mut history) = start();
    history.apply(&mut project, trim(1, 9), None).unwrap();
    history.undo(&mut project);
    let (before, revision) = (project.clone(), history.revision());
    let failing = Edit::Batch { label: String::new(), edits: vec![trim(1, 2), move_shot(1, 2), trim(7, 1)] };
    assert_eq!(history.apply(&mut project, failing, None), Err(EditError::NoShot(ShotId::new("shot-7"))));
    assert_eq!(project, before);
    assert_eq!((history.revision(), history.redo_label()), (revision, Some("Trim shot 1")));
}

#[test]
fn a_gesture_that_is_taken_back_leaves_what_can_be_redone() {
    let (mut project, mut history) = start();
    history.apply(&mut project, trim(1, 9), None).unwrap();
    history.apply(&mut project, trim(2, 9), None).unwrap();
    history.undo(&mut project);
    for seconds in [7, 8, 5] {
        history.apply(&mut project, trim(2, seconds), DRAG).unwrap();
    }
    assert_eq!((history.undo_label(), history.redo_label()), (Some("Trim shot 1"), Some("Trim shot 2")));
    history.redo(&mut project);
    assert_eq!(lengths(&project), [9, 9, 6]);
    // One that changes something does not.
    history.undo(&mut project);
    history.apply(&mut project, trim(2, 7), DRAG).unwrap();
    assert_eq!(history.redo_label(), None);
}

#[test]
fn the_history_goes_to_any_step() {
    let (mut project, mut history) = start();
    let mut states = vec![project.clone()];
    for seconds in 7..12 {
        history.apply(&mut project, trim(1, seconds), None).unwrap();
        states.push(project.clone());
    }
    assert_eq!(history.labels().collect::<Vec<_>>(), ["Trim shot 1"; 5]);
    for step in [2, 5, 0, 3, 99, 1] {
        assert!(!history.go_to(&mut project, step).is_empty());
        let there = step.min(5);
        assert_eq!((&project, history.done()), (&states[there], there));
        assert!(history.go_to(&mut project, step).is_empty(), "it is there already");
    }
    assert_eq!(history.labels().len(), 5, "nothing is forgotten");
}

#[test]
fn renaming_to_the_same_name_is_no_step() {
    let mut project = World::new(&[4]).element(crate::story::testing::element("mara")).project;
    let mut history = History::default();
    let element = project.elements[0].id.clone();
    history.apply(&mut project, Edit::RenameElement { element, name: "mara".to_owned() }, None).unwrap();
    assert_eq!(history.undo_label(), None);
}

#[test]
fn steps_are_called_what_they_were_when_made() {
    let (mut project, mut history) = start();
    let scene = project.scenes[0].id.clone();
    let all = [
        (Edit::SetTier { scene: scene.clone(), tier: Tier::Pro }, "Switch to Pro"),
        (Edit::RemoveShot { shot: ShotId::new("shot-2") }, "Delete shot 2"),
        (move_shot(3, 0), "Move shot 2"),
        (Edit::RemoveScene { scene }, "Delete scene 1"),
    ];
    for (edit, label) in all {
        history.apply(&mut project, edit, None).unwrap();
        assert_eq!(history.undo_label(), Some(label));
    }
}

#[test]
fn a_long_gesture_of_different_things_stays_flat() {
    let (mut project, mut history) = start();
    let before = project.clone();
    for n in 0..300_u32 {
        history.apply(&mut project, trim(usize::try_from(n % 3).unwrap() + 1, n + 7), DRAG).unwrap();
    }
    let kept = serde_json::to_string(&history.past(10)).unwrap();
    let mut again = History::with_past(serde_json::from_str(&kept).unwrap());
    again.undo(&mut project);
    assert_eq!(project, before);
}

#[test]
fn a_past_keeps_the_newest_steps_and_all_that_are_undone() {
    let (mut project, mut history) = start();
    for seconds in [5, 6, 7, 8] {
        history.apply(&mut project, trim(1, seconds), None).unwrap();
    }
    history.undo(&mut project);
    let past = history.past(2);
    assert_eq!((past.steps.len(), past.done), (3, 2));
    let mut short = History::with_past(past);
    while short.undo(&mut project).is_some() {}
    assert_eq!(lengths(&project), [5, 5, 6]);
    while short.redo(&mut project).is_some() {}
    assert_eq!(lengths(&project), [8, 5, 6]);
}

#[test]
fn everything_replaced_at_once_comes_back() {
    let (mut project, mut history) = start();
    let (before, other) = (project.clone(), World::new(&[9]).project);
    let edit = Edit::Replace { label: "Restore \"Sent to client\"".to_owned(), project: Box::new(other.clone()) };
    history.apply(&mut project, edit, None).unwrap();
    assert_eq!(project, other);
    assert_eq!(history.undo(&mut project).as_deref(), Some("Restore \"Sent to client\""));
    assert_eq!(project, before);
}
