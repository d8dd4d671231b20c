//! Disks that refuse, and machines that stop: the old state or the new one is there, and never less than what was kept.

use std::io::ErrorKind;

use super::*;
use crate::store::disk::faults::{Deed, Luck, Platter, failing, taking_half, watched};

/// What a session does to a keeper; after each of them it keeps, after some it saves.
fn session() -> Vec<Vec<Change>> {
    vec![
        vec![prompt("Rain"), trim(9)],
        vec![typed("Rai"), typed("Rainy")],
        vec![typed("Rainy night"), Change::GestureEnded],
        vec![Change::Undone],
        vec![trim(3)],
    ]
}

/// A session up to its end or to the first that fails. Gives after each step the state that is known to last.
fn work(keeper: &mut Keeper, steps: &[Vec<Change>], from: usize) -> (usize, Result<(), StoreError>) {
    for (at, step) in steps.iter().enumerate().skip(from) {
        take_all(keeper, step.clone());
        if let Err(error) = keeper.keep() {
            return (at, Err(error));
        }
        if at % 2 == 1 {
            match keeper.save() {
                Ok(Saved::Done) => {}
                Ok(Saved::Outside(_)) => panic!("its own file was taken for someone else's"),
                Err(error) => return (at + 1, Err(error)),
            }
        }
    }
    (steps.len(), Ok(()))
}

/// Every state that a session goes through, the first one before it.
fn states(first: &Keeper, steps: &[Vec<Change>]) -> Vec<Project> {
    let (mut project, mut history) = (first.project.clone(), first.history.clone());
    let mut states = vec![project.clone()];
    for step in steps {
        for change in step {
            history.take_in(&mut project, change.clone()).unwrap();
        }
        states.push(project.clone());
    }
    states
}

#[test]
fn a_power_cut_at_any_moment_leaves_what_was_kept() {
    let kit = Kit::new();
    let root = kit.folder.real().to_owned();
    let before = Platter::of(&root);
    let mut keeper = kit.keeper();
    let (steps, states) = (session(), states(&keeper, &session()));
    // How many deeds were done when each step was known to be kept.
    let mut kept_at = Vec::new();
    let ((), deeds) = watched(|| {
        for at in 0..steps.len() {
            let (done, result) = work(&mut keeper, &steps[..=at], at);
            result.unwrap();
            assert_eq!(done, at + 1);
            kept_at.push(crate::store::disk::faults::so_far());
        }
    });
    assert!(deeds.len() > 20, "{deeds:?}");
    for cut in 0..=deeds.len() {
        let mut platter = before.clone();
        deeds[..cut].iter().for_each(|deed| platter.take(deed));
        let kept = kept_at.iter().filter(|at| **at <= cut).count();
        for luck in Luck::all() {
            let found = tempfile::tempdir().unwrap();
            platter.leave(luck, &root, found.path());
            let opening = open(ProjectFolder::at(found.path()).unwrap()).unwrap();
            let state = states.iter().rposition(|state| *state == opening.keeper.project);
            let told = format!("cut at {cut} ({:?}), {luck:?}, kept {kept}", deeds.get(cut));
            assert!(opening.outside.is_none(), "{told}");
            // What was not known to be kept may be there, whole steps or their first changes.
            match state {
                Some(state) => assert!(state >= kept, "{told}: only {state}"),
                None => assert!(is_between(&states[kept], &steps[kept..], &opening.keeper.project), "{told}"),
            }
            let undone = opening.keeper.history.done();
            assert!(undone > 0 || kept == 0, "{told}: no undo");
        }
    }
}

/// Whether a project is on the way of the changes from a state.
fn is_between(from: &Project, steps: &[Vec<Change>], found: &Project) -> bool {
    let (mut project, mut history) = (from.clone(), History::default());
    steps.iter().flatten().any(|change| {
        // An undo of what was before is a state of its own.
        let _ = history.take_in(&mut project, change.clone());
        project == *found
    })
}

#[test]
fn a_deed_that_fails_loses_nothing_and_the_next_try_goes_on() {
    let steps = session();
    let count = {
        let kit = Kit::new();
        let mut keeper = kit.keeper();
        watched(|| work(&mut keeper, &steps, 0).1.unwrap()).1.len()
    };
    for kind in [ErrorKind::StorageFull, ErrorKind::Other] {
        for at in 0..count {
            for all in [false, true] {
                let kit = Kit::new();
                let mut keeper = kit.keeper();
                let states = states(&keeper, &steps);
                let ((done, result), _) = failing(at, kind, all, || work(&mut keeper, &steps, 0));
                // Another program opens it while this one still cannot write.
                let found = kit.open().keeper;
                let state = states.iter().rposition(|state| *state == found.project);
                let told = format!("deed {at} failed as {kind}, all after it: {all}, done {done}");
                let kept = if result.is_err() { done } else { steps.len() };
                assert!(
                    state.is_some_and(|state| state >= kept.min(done))
                        || is_between(&states[0], &steps, &found.project),
                    "{told}: {state:?}"
                );
                if let Err(error) = result {
                    assert!(error.to_string().starts_with("could not save Harbour chase: "), "{told}");
                }
                // The disk works again.
                keeper.keep().unwrap();
                let done = states.iter().rposition(|state| *state == keeper.project).unwrap();
                work(&mut keeper, &steps, done).1.unwrap();
                assert!(matches!(keeper.save().unwrap(), Saved::Done), "{told}");
                let again = kit.keeper();
                assert_eq!(again.project, *states.last().unwrap(), "{told}");
                assert_eq!(again.history.past(99), keeper.history.past(99), "{told}");
                let left: Vec<_> = kit.names().into_iter().filter(|name| name.starts_with('.')).collect();
                assert!(all || left.is_empty(), "{told}: {left:?}");
            }
        }
    }
}

#[test]
fn writes_that_take_a_part_are_gone_on_with() {
    let kit = Kit::new();
    let mut keeper = kit.keeper();
    let (result, deeds) = taking_half(|| work(&mut keeper, &session(), 0).1);
    result.unwrap();
    assert!(deeds.iter().filter(|deed| matches!(deed, Deed::Write(..))).count() > 40);
    let again = kit.open().keeper;
    assert_eq!(again.project, keeper.project);
}
