//! What each gesture does, and what none ever does.

use proptest::prelude::*;

use super::*;
use crate::story::History;
use crate::story::Project;
use crate::story::compose;
use crate::story::history::Gesture;
use crate::story::rules::shipped;
use crate::story::shot_move::Preset;
use crate::story::testing::{Ids, World, any_scene, scene};

fn limits() -> Limits {
    shipped().limits
}

fn tried(lengths: &[u32], edit: impl FnOnce(&Scene) -> Option<Edit>) -> Option<(Vec<u32>, String)> {
    let mut project = World::new(lengths).project;
    let edit = edit(&project.scenes[0])?;
    let label = edit.label(&project);
    edit.apply(&mut project).unwrap();
    Some((project.scenes[0].shots.iter().map(|shot| shot.seconds.0).collect(), label))
}

fn made(lengths: &[u32], edit: impl FnOnce(&Scene) -> Option<Edit>) -> (Vec<u32>, String) {
    tried(lengths, edit).unwrap()
}

fn order_after(count: u32, edit: impl FnOnce(&Scene) -> Option<Edit>) -> Vec<u32> {
    let lengths: Vec<u32> = (1..=count).collect();
    tried(&lengths, edit).map_or(lengths, |(order, _)| order)
}

fn told(lengths: &[u32], label: &str) -> (Vec<u32>, String) {
    (lengths.to_vec(), label.to_owned())
}

#[test]
fn what_goes_is_followed_by_the_next_that_stays_or_the_one_before() {
    assert_eq!(successor(5, 1, &[1, 2]), Some(3));
    assert_eq!(successor(5, 4, &[2, 4]), Some(3));
    assert_eq!(successor(3, 1, &[1, 2]), Some(0));
    assert_eq!((successor(2, 0, &[0, 1]), successor(0, 9, &[])), (None, None));
}

#[test]
fn a_trim_moves_what_follows() {
    assert_eq!(made(&[3, 3, 3], |s| trim(s, &[1], 2, &limits())), told(&[3, 5, 3], "Trim shot 2"));
    assert_eq!(made(&[3, 1, 2], |s| trim(s, &[0, 1, 2], -1, &limits())), told(&[2, 1, 1], "Trim 3 shots"));
    assert_eq!(tried(&[3], |s| trim(s, &[7], 1, &limits())), None);
}

#[test]
fn a_trim_of_several_finds_the_time_it_is_to_end_at() {
    let by = |lengths: &[u32], shots: &[usize], at, end| trim_to(&scene(lengths), shots, at, Seconds(end), &limits());
    assert_eq!(by(&[3, 3, 3], &[0], 2, 15), Some(6));
    assert_eq!(by(&[3, 3, 3], &[0, 1, 2], 2, 15), Some(2));
    assert_eq!(by(&[3, 3, 3], &[0, 1], 2, 14), None, "two seconds at a time end at 13 or at 15");
    assert_eq!(by(&[3, 3, 3], &[0, 2], 1, 8), Some(2), "what is behind the place does not count");
    assert_eq!(by(&[4, 2, 3], &[0, 1], 2, 6), Some(-2), "the second is at its shortest already");
    assert_eq!(by(&[3, 3, 3], &[2], 1, 8), None, "nothing before the place is trimmed");
    assert_eq!(by(&[3, 3, 3], &[0], 2, 6), None, "shorter than it can be");
    assert_eq!(by(&[u32::MAX, 3], &[0, 1], 1, 9), None, "further away than a trim reaches");
}

#[test]
fn a_roll_gives_to_the_neighbour() {
    assert_eq!(made(&[3, 3, 3], |s| roll(s, 0, 1, &limits())), told(&[4, 2, 3], "Roll the edge of shots 1 and 2"));
    assert_eq!(made(&[3, 3, 3], |s| roll(s, 1, 9, &limits())).0, [3, 5, 1]);
    assert_eq!(made(&[3, 3, 3], |s| roll(s, 1, -9, &limits())).0, [3, 1, 5]);
    assert_eq!(tried(&[3, 3, 3], |s| roll(s, 2, 1, &limits())), None, "behind the last there is no neighbour");
}

#[test]
fn a_slide_keeps_the_shot_and_moves_it_between_its_neighbours() {
    assert_eq!(made(&[3, 2, 3], |s| slide(s, 1, 1, &limits())), told(&[4, 2, 2], "Slide shot 2"));
    assert_eq!(made(&[3, 2, 3], |s| slide(s, 1, -9, &limits())).0, [1, 2, 5]);
    assert_eq!(tried(&[3, 2, 3], |s| slide(s, 0, 1, &limits())), None);
    assert_eq!(tried(&[3, 2, 3], |s| slide(s, 2, 1, &limits())), None);
}

#[test]
fn seconds_are_shared_evenly() {
    assert_eq!(made(&[1, 6, 4], |s| distribute(s, &[1], &limits())), told(&[4, 4, 3], "Distribute evenly"));
    assert_eq!(made(&[1, 6, 3], |s| distribute(s, &[0, 1], &limits())).0, [4, 3, 3]);
    assert_eq!(tried(&[1, 0, 0], |s| distribute(s, &[], &limits())), None);
    assert_eq!(tried(&[5], |s| distribute(s, &[0], &limits())), None);
    // All of a scene that is over come into the budget where they have room in it.
    assert_eq!(made(&[6, 5, 5], |s| distribute(s, &[0], &limits())), told(&[5, 5, 5], "Distribute evenly"));
    assert_eq!(made(&[6, 6, 9], |s| distribute(s, &[0, 2], &limits())), told(&[8, 6, 7], "Distribute evenly"));
    assert_eq!(made(&[2; 16], |s| distribute(s, &[], &limits())), told(&[2; 16], "Distribute evenly"));
}

#[test]
fn a_length_is_set_for_all_that_are_picked() {
    assert_eq!(
        made(&[3, 2, 3], |s| set_seconds(s, &[0, 2], Seconds(5), &limits())),
        told(&[5, 2, 5], "Set 2 shots to 5 s")
    );
    assert_eq!(made(&[3, 2], |s| set_seconds(s, &[1], Seconds(0), &limits())), told(&[3, 1], "Set shot 2 to 1 s"));
}

#[test]
fn a_split_is_at_the_nearest_second_and_a_join_takes_it_back() {
    let mut project = World::new(&[3, 4]).panel(1).project;
    let own = Preset::PushIn.over((1600, 900), project.scenes[0].aspect);
    project.scenes[0].shots[1].camera_move = Some(own);
    "Run!".clone_into(&mut project.scenes[0].shots[1].dialogue);
    let before = project.clone();
    let frame = FrameNumber(24 * 3 + 37);
    let edit = split(&project, 0, frame, &Pictures::default(), &limits(), &mut || "new".to_owned()).unwrap();
    assert_eq!(edit.label(&project), "Split shot 2");
    edit.apply(&mut project).unwrap();
    let shots = &project.scenes[0].shots;
    assert_eq!(shots.iter().map(|shot| shot.seconds.0).collect::<Vec<_>>(), [3, 2, 2]);
    assert_eq!(
        (shots[2].prompt.as_str(), shots[2].dialogue.as_str(), &shots[2].panel),
        ("Shot 2.", "", &shots[1].panel)
    );
    assert_ne!(shots[2].name, shots[1].name);
    // The camera goes on where it was at the cut: it does not make its move twice.
    let [first, second] = [1, 2].map(|at| shots[at].camera_move.unwrap());
    assert_eq!((first.start, first.end, second.end), (own.start, second.start, own.end));
    assert!(own.start.zoom < first.end.zoom && first.end.zoom < own.end.zoom, "{first:?}");
    let edit = join(&project.scenes[0], &[1]).unwrap();
    assert_eq!(edit.label(&project), "Join shots 2 to 3");
    edit.apply(&mut project).unwrap();
    assert_eq!(project, before);
}

#[test]
fn one_second_cannot_be_split_and_nothing_past_the_end() {
    let project = |lengths: &[u32]| World::new(lengths).project;
    let split_at = |lengths: &[u32], frame| {
        split(&project(lengths), 0, FrameNumber(frame), &Pictures::default(), &limits(), &mut String::new)
    };
    assert_eq!(split_at(&[1], 5), None);
    assert_eq!(split_at(&[4], 24 * 4), None);
    assert!(split_at(&[4], 0).is_some(), "at its start the first second is parted");
}

#[test]
fn joined_shots_say_what_all_said() {
    let mut project = World::new(&[1, 2, 3]).panel(2).project;
    let edit = join(&project.scenes[0], &[0, 1, 2]).unwrap();
    edit.apply(&mut project).unwrap();
    let shot = &project.scenes[0].shots[0];
    assert_eq!(
        (shot.seconds, shot.prompt.as_str(), shot.panel.is_some()),
        (Seconds(6), "Shot 1. Shot 2. Shot 3.", true)
    );
    assert_eq!(join(&scene(&[1, 2, 3]), &[0, 2]), None, "one stands between them");
    assert_eq!(join(&scene(&[1, 2]), &[1]), None, "there is no next one");
}

#[test]
fn shots_move_together() {
    assert_eq!(order_after(5, |s| move_to(s, &[0], 4)), [2, 3, 4, 5, 1]);
    assert_eq!(order_after(5, |s| move_to(s, &[1, 3], 0)), [2, 4, 1, 3, 5]);
    assert_eq!(order_after(5, |s| move_to(s, &[0, 1], 99)), [3, 4, 5, 1, 2]);
    assert_eq!(order_after(5, |s| move_on(s, &[1, 2], true)), [1, 4, 2, 3, 5]);
    assert_eq!(order_after(5, |s| move_on(s, &[1, 2], false)), [2, 3, 1, 4, 5]);
    assert_eq!(order_after(5, |s| move_on(s, &[0, 4], true)), [1, 2, 3, 4, 5]);
    assert_eq!(order_after(3, |s| move_on(s, &[0], false)), [1, 2, 3]);
}

#[test]
fn copies_stand_after_the_last_and_have_names_of_their_own() {
    let mut ids = Ids::default();
    let mut project = World::new(&[1, 2, 3]).project;
    duplicate(&project, 0, &[0, 1], &mut || ids.next()).unwrap().apply(&mut project).unwrap();
    let shots = &project.scenes[0].shots;
    assert_eq!(shots.iter().map(|shot| shot.seconds.0).collect::<Vec<_>>(), [1, 2, 1, 2, 3]);
    assert_ne!(shots[2].name, shots[3].name);
    assert_eq!(made(&[1, 2, 3], |s| delete(s, &[0, 2])), told(&[2], "Delete 2 shots"));
}

/// A gesture by number.
fn gesture(kind: usize, project: &Project, at: usize, shots: &[usize], by: i32, ids: &mut Ids) -> Option<Edit> {
    let (scene, limits) = (&project.scenes[0], &limits());
    match kind {
        0 => trim(scene, shots, by, limits),
        1 => set_seconds(scene, shots, Seconds(by.unsigned_abs()), limits),
        2 => duplicate(project, 0, shots, &mut || ids.next()),
        3 => delete(scene, shots),
        4 => compose::fit_to_budget(scene, limits),
        // From here on the scene's length stays.
        5 => roll(scene, at, i64::from(by), limits),
        6 => slide(scene, at, i64::from(by), limits),
        7 => distribute(scene, shots, limits),
        8 => {
            split(project, 0, FrameNumber(u64::from(by.unsigned_abs()) * 7), &Pictures::default(), limits, &mut || {
                ids.next()
            })
        }
        9 => join(scene, shots),
        10 => move_to(scene, shots, at),
        _ => move_on(scene, shots, by > 0),
    }
}

fn any_by() -> impl Strategy<Value = i32> {
    prop_oneof![10 => -20_i32..60, 1 => any::<i32>(), 1 => Just(i32::MIN), 1 => Just(i32::MAX)]
}

fn any_picked() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0_usize..9, 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_gestures_keep_whole_seconds_of_at_least_one_and_undo_exactly(
        lengths in prop::collection::vec(1_u32..18, 0..8),
        acts in prop::collection::vec((0_usize..12, 0_usize..8, any_picked(), any_by()), 1..10),
    ) {
        let first = World::new(&lengths).project;
        let (mut project, mut history, mut ids) = (first.clone(), History::default(), Ids::default());
        for (kind, at, shots, by) in acts {
            let before = project.scenes[0].clone();
            let Some(edit) = gesture(kind, &project, at, &shots, by, &mut ids) else { continue };
            let named = matches!(&edit, Edit::Batch { label, .. } if !label.is_empty());
            prop_assert!(named);
            history.apply(&mut project, edit, None).unwrap();
            let after = &project.scenes[0];
            prop_assert!(after.shots.iter().all(|shot| shot.seconds >= Seconds(1)), "{kind}: {after:?}");
            let is_over = before.seconds() > limits().scene_seconds_max;
            if kind == 7 && is_over && after.seconds() != before.seconds() {
                prop_assert_eq!(after.seconds(), limits().scene_seconds_max, "a scene that is over comes into the budget");
            } else if kind >= 5 {
                prop_assert_eq!(after.seconds(), before.seconds(), "gesture {} keeps the length", kind);
            }
            if ![2, 3, 8, 9, 10, 11].contains(&kind) {
                let ids = |scene: &Scene| scene.shots.iter().map(|shot| shot.id.clone()).collect::<Vec<_>>();
                prop_assert_eq!(ids(after), ids(&before), "gesture {} keeps the order", kind);
            }
            let unmoved = |scene: &Scene, picked: &[usize]| -> Vec<ShotId> {
                let rest = scene.shots.iter().enumerate().filter(|(at, _)| !picked.contains(at));
                rest.map(|(_, shot)| shot.id.clone()).collect()
            };
            if kind >= 10 {
                let moved: Vec<ShotId> = known(&before, &shots).iter().map(|&at| before.shots[at].id.clone()).collect();
                let now: Vec<usize> = moved.iter().map(|id| after.shot_index(id).unwrap()).collect();
                prop_assert_eq!(unmoved(after, &now), unmoved(&before, &shots), "the others keep their order");
                prop_assert!(now.windows(2).all(|pair| pair[1] == pair[0] + 1), "the moved ones stand together");
            }
        }
        while history.undo(&mut project).is_some() {}
        prop_assert_eq!(project, first);
    }

    #[test]
    fn shots_dragged_by_an_edge_change_together_and_one_undo_takes_it_back(
        lengths in prop::collection::vec(0_u32..18, 1..8),
        picked in prop::collection::vec(0_usize..9, 1..5),
        way in prop::collection::vec(any_by(), 1..6),
    ) {
        let first = World::new(&lengths).project;
        let (mut project, mut history) = (first.clone(), History::default());
        let before = first.scenes[0].clone();
        for by in &way {
            let Some(edit) = trim(&before, &picked, *by, &limits()) else { continue };
            history.apply(&mut project, edit, Some(Gesture(1))).unwrap();
            for (at, (shot, was)) in project.scenes[0].shots.iter().zip(&before.shots).enumerate() {
                let wanted = i64::from(was.seconds.0) + i64::from(*by);
                let changed = Seconds(u32::try_from(wanted.max(1)).unwrap());
                let expected = if picked.contains(&at) && *by != 0 { changed } else { was.seconds };
                prop_assert_eq!(shot.seconds, expected);
                prop_assert_eq!(&Shot { seconds: was.seconds, ..shot.clone() }, was, "nothing else of it changes");
            }
        }
        prop_assert!(history.labels().len() <= 1, "a drag is one step");
        let after = project.clone();
        prop_assert_eq!(history.undo(&mut project).is_some(), after != first);
        prop_assert_eq!(&project, &first);
        if history.redo(&mut project).is_some() {
            prop_assert_eq!(&project, &after);
        }
        // What is cancelled leaves no trace.
        let (mut project, mut history) = (first.clone(), History::default());
        for by in way.into_iter().chain([0]) {
            let Some(edit) = trim(&before, &picked, by, &limits()) else { continue };
            history.apply(&mut project, edit, Some(Gesture(2))).unwrap();
        }
        prop_assert_eq!(history.labels().len(), 0);
        prop_assert_eq!(project, first);
    }

    #[test]
    fn a_trim_that_ends_at_a_time_does(
        scene in any_scene(), picked in any_picked(), at in 0_usize..9, end in 0_u32..40,
    ) {
        let mut project = Project { scenes: vec![scene], ..Project::default() };
        project.complete(&mut { let mut ids = Ids::default(); move || ids.next() });
        let before = project.scenes[0].clone();
        if let Some(by) = trim_to(&before, &picked, at, Seconds(end), &limits()) {
            trim(&before, &picked, by, &limits()).unwrap().apply(&mut project).unwrap();
            prop_assert_eq!(project.scenes[0].start_of(at + 1), Seconds(end));
        }
    }

    #[test]
    fn gestures_take_hostile_scenes(
        mut scene in any_scene(), kind in 0_usize..12, at in 0_usize..9, shots in any_picked(), by in any_by(),
    ) {
        for (at, shot) in scene.shots.iter_mut().enumerate() {
            shot.id = ShotId::new(format!("shot-{at}"));
        }
        let first = Project { scenes: vec![scene], ..Project::default() };
        let (mut project, mut ids) = (first.clone(), Ids::default());
        if let Some(edit) = gesture(kind, &project, at, &shots, by, &mut ids) {
            let undo = edit.apply(&mut project).unwrap();
            undo.apply(&mut project).unwrap();
        }
        prop_assert_eq!(project, first);
    }
}
