//! Whatever happens between two changes, opening gives everything back that was kept, and undo with it.

mod disks;

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::story::edit::TextField;
use crate::story::history::Gesture;
use crate::story::testing::World;
use crate::story::{Edit, ProjectId, Seconds, ShotId};

struct Kit {
    _base: tempfile::TempDir,
    folder: ProjectFolder,
}

impl Kit {
    fn new() -> Self {
        let base = tempfile::tempdir().unwrap();
        let project = Project { name: "Harbour chase".to_owned(), ..World::new(&[4, 5, 6]).project };
        let folder = ProjectFolder::create(&base.path().join("a.storyreel"), &project).unwrap();
        Self { _base: base, folder }
    }

    fn open(&self) -> Opening {
        open(ProjectFolder::at(self.folder.root()).unwrap()).unwrap()
    }

    fn keeper(&self) -> Keeper {
        let opening = self.open();
        assert!(opening.outside.is_none() && opening.notes.is_empty(), "{:?}", opening.notes);
        opening.keeper
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.root().join(name)
    }

    /// The names of all that lies in the folder.
    fn names(&self) -> Vec<String> {
        names(self.folder.root())
    }

    /// Changes `project.json` as people do it by hand.
    fn by_hand(&self, from: &str, to: &str) {
        let text = fs::read_to_string(self.path("project.json")).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(self.path("project.json"), text.replace(from, to)).unwrap();
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn prompt(text: &str) -> Change {
    let edit = Edit::SetText { shot: ShotId::new("shot-1"), field: TextField::Prompt, text: text.to_owned() };
    Change::Made { edit, gesture: None }
}

fn typed(text: &str) -> Change {
    match prompt(text) {
        Change::Made { edit, .. } => Change::Made { edit, gesture: Some(Gesture(1)) },
        other => other,
    }
}

fn trim(seconds: u32) -> Change {
    let edit = Edit::SetSeconds { shot: ShotId::new("shot-2"), seconds: Seconds(seconds) };
    Change::Made { edit, gesture: None }
}

fn take_all(keeper: &mut Keeper, changes: impl IntoIterator<Item = Change>) {
    for change in changes {
        keeper.take(change).unwrap();
    }
}

fn prompt_of(keeper: &Keeper) -> &str {
    &keeper.project().scenes[0].shots[0].prompt
}

fn labels(keeper: &Keeper) -> Vec<&str> {
    keeper.history().labels().collect()
}

#[test]
fn what_is_kept_is_there_again_without_a_save_and_so_is_undo() {
    let kit = Kit::new();
    let mut keeper = kit.keeper();
    take_all(&mut keeper, [prompt("Rain"), trim(9), Change::Undone]);
    keeper.keep().unwrap();
    let (project, history) = (keeper.project.clone(), keeper.history.past(99));
    drop(keeper);

    let opening = kit.open();
    assert_eq!(
        opening.notes,
        ["3 changes had not reached project.json when Storyreel stopped: everything is here again"]
    );
    assert_eq!(opening.keeper.project, project);
    assert_eq!(opening.keeper.history.past(99), history);
    assert_eq!(
        (opening.keeper.history.undo_label(), opening.keeper.history.redo_label()),
        (Some("Edit prompt of shot 1"), Some("Trim shot 2"))
    );
}

#[test]
fn a_saved_project_opens_quietly_with_its_undo_steps() {
    let kit = Kit::new();
    let mut keeper = kit.keeper();
    take_all(&mut keeper, [prompt("Rain"), trim(9)]);
    assert!(matches!(keeper.save().unwrap(), Saved::Done));
    assert!(keeper.is_saved());
    drop(keeper);
    let text = fs::read_to_string(kit.path("project.json")).unwrap();
    assert!(text.contains("Rain"));

    let mut keeper = kit.keeper();
    assert_eq!(labels(&keeper), ["Edit prompt of shot 1", "Trim shot 2"]);
    take_all(&mut keeper, [Change::Undone, Change::Undone]);
    assert_eq!(prompt_of(&keeper), World::new(&[4, 5, 6]).project.scenes[0].shots[0].prompt);
    assert_eq!(kit.names(), ["journal", "media", "project.json", "takes"]);
}

#[test]
fn opening_writes_nothing_and_neither_does_saving_nothing() {
    let kit = Kit::new();
    let mut keeper = kit.keeper();
    keeper.keep().unwrap();
    assert!(matches!(keeper.save().unwrap(), Saved::Done));
    assert_eq!(kit.names(), ["media", "project.json", "takes"]);
}

#[test]
fn a_gesture_that_a_crash_broke_off_is_a_step_and_the_next_one_another() {
    let kit = Kit::new();
    let mut keeper = kit.keeper();
    take_all(&mut keeper, [typed("R"), typed("Ra"), typed("Rai")]);
    keeper.keep().unwrap();
    take_all(&mut keeper, [typed("Rain")]);
    keeper.keep().unwrap();

    let mut keeper = kit.open().keeper;
    assert_eq!(prompt_of(&keeper), "Rain");
    // The same number may come again after a restart.
    take_all(&mut keeper, [typed("Rainy")]);
    keeper.keep().unwrap();
    let keeper = kit.open().keeper;
    assert_eq!(labels(&keeper).len(), 2);
}

#[test]
fn cut_off_anywhere_the_journal_gives_all_that_came_before() {
    let kit = Kit::new();
    let mut keeper = kit.keeper();
    let texts: Vec<String> = (0..12).map(|n| format!("Take {n} of the rain")).collect();
    let mut lengths = Vec::new();
    for text in &texts {
        take_all(&mut keeper, [prompt(text)]);
        keeper.keep().unwrap();
        lengths.push(fs::metadata(kit.path("journal")).unwrap().len());
    }
    drop(keeper);
    let whole = fs::read(kit.path("journal")).unwrap();
    for cut in usize::try_from(lengths[0]).unwrap()..=whole.len() {
        fs::write(kit.path("journal"), &whole[..cut]).unwrap();
        let kept = lengths.iter().filter(|length| **length <= cut as u64).count();
        let mut keeper = kit.open().keeper;
        assert_eq!(prompt_of(&keeper), texts[kept - 1], "cut at {cut}");
        if cut % 29 == 0 {
            // And it goes on from there.
            take_all(&mut keeper, [trim(3)]);
            keeper.keep().unwrap();
            let keeper = kit.open().keeper;
            assert_eq!((prompt_of(&keeper), labels(&keeper).len()), (texts[kept - 1].as_str(), kept + 1));
        }
    }
}

#[test]
fn a_file_changed_by_hand_is_taken_when_nothing_is_lost_by_it() {
    let kit = Kit::new();
    let mut keeper = kit.keeper();
    take_all(&mut keeper, [prompt("Rain")]);
    keeper.save().unwrap();
    kit.by_hand("Rain", "Snow");

    let mut keeper = kit.keeper();
    assert_eq!(prompt_of(&keeper), "Snow");
    take_all(&mut keeper, [trim(9)]);
    keeper.keep().unwrap();
    let mut keeper = kit.open().keeper;
    assert_eq!(prompt_of(&keeper), "Snow");
    take_all(&mut keeper, [Change::Undone, Change::Undone]);
    assert_eq!(prompt_of(&keeper), "Rain");
    assert_eq!(keeper.history().undo_label(), Some("Edit prompt of shot 1"));
}

#[test]
fn an_older_file_put_back_does_not_get_newer_changes_on_top() {
    let kit = Kit::new();
    let mut keeper = kit.keeper();
    take_all(&mut keeper, [prompt("Rain")]);
    keeper.save().unwrap();
    let older = fs::read(kit.path("project.json")).unwrap();
    take_all(&mut keeper, [prompt("Snow"), trim(9)]);
    keeper.save().unwrap();
    drop(keeper);
    fs::write(kit.path("project.json"), older).unwrap();
    let keeper = kit.keeper();
    assert_eq!(prompt_of(&keeper), "Rain");
    assert_eq!(keeper.project().scenes[0].shots[1].seconds, Seconds(5));
}

/// A project with a change that is in the journal alone, and another one made by hand.
fn both_changed() -> Kit {
    let kit = Kit::new();
    let mut keeper = kit.keeper();
    take_all(&mut keeper, [prompt("Rain")]);
    keeper.save().unwrap();
    take_all(&mut keeper, [trim(9)]);
    keeper.keep().unwrap();
    kit.by_hand("Rain", "Snow");
    kit
}

#[test]
fn where_both_changed_the_journal_is_open_and_the_file_stays_until_one_is_asked_for() {
    let kit = both_changed();
    let by_hand = fs::read(kit.path("project.json")).unwrap();
    let opening = kit.open();
    let mut keeper = opening.keeper;
    assert_eq!(opening.outside.unwrap().project.unwrap().scenes[0].shots[0].prompt, "Snow");
    assert_eq!((prompt_of(&keeper), keeper.project().scenes[0].shots[1].seconds), ("Rain", Seconds(9)));
    // Work goes on, and is kept.
    take_all(&mut keeper, [prompt("Hail")]);
    assert!(matches!(keeper.save().unwrap(), Saved::Outside(_)));
    assert_eq!(fs::read(kit.path("project.json")).unwrap(), by_hand);
    let opening = kit.open();
    assert!(opening.outside.is_some());
    assert_eq!(prompt_of(&opening.keeper), "Hail");
}

#[test]
fn the_file_wins_when_asked_and_undo_brings_the_journals_back() {
    let kit = both_changed();
    let opening = kit.open();
    let mut keeper = opening.keeper;
    keeper.accept(*opening.outside.unwrap()).unwrap();
    assert_eq!(prompt_of(&keeper), "Snow");
    assert!(matches!(keeper.save().unwrap(), Saved::Done));
    let mut keeper = kit.keeper();
    assert_eq!((prompt_of(&keeper), keeper.project().scenes[0].shots[1].seconds), ("Snow", Seconds(5)));
    take_all(&mut keeper, [Change::Undone]);
    assert_eq!((prompt_of(&keeper), keeper.project().scenes[0].shots[1].seconds), ("Rain", Seconds(9)));
    // It was answered: undo asks nothing again, neither now nor at the next opening, saved or not.
    assert!(keeper.look_outside().unwrap().is_none());
    keeper.keep().unwrap();
    assert!(kit.open().outside.is_none());
    assert!(matches!(keeper.save().unwrap(), Saved::Done));
    assert_eq!(prompt_of(&kit.keeper()), "Rain");
}

#[test]
fn an_empty_journal_is_no_damage() {
    let kit = Kit::new();
    fs::write(kit.path("journal"), "").unwrap();
    let mut keeper = kit.keeper();
    take_all(&mut keeper, [prompt("Rain")]);
    keeper.keep().unwrap();
    assert_eq!(prompt_of(&kit.open().keeper), "Rain");
    assert_eq!(kit.names().iter().filter(|name| name.starts_with("journal")).count(), 1, "{:?}", kit.names());
}

#[test]
fn the_journal_wins_when_asked_and_the_file_is_kept_beside() {
    let kit = both_changed();
    let by_hand = fs::read(kit.path("project.json")).unwrap();
    let opening = kit.open();
    let mut keeper = opening.keeper;
    keeper.overrule(&opening.outside.unwrap());
    assert!(matches!(keeper.save().unwrap(), Saved::Done));
    let keeper = kit.keeper();
    assert_eq!((prompt_of(&keeper), keeper.project().scenes[0].shots[1].seconds), ("Rain", Seconds(9)));
    let beside: Vec<_> = kit.names().into_iter().filter(|name| name.starts_with("project 20")).collect();
    assert_eq!(beside.len(), 1, "{:?}", kit.names());
    assert_eq!(fs::read(kit.path(&beside[0])).unwrap(), by_hand);
}

#[test]
fn a_change_from_outside_while_it_is_open_is_noticed_and_not_overwritten() {
    let kit = Kit::new();
    let mut keeper = kit.keeper();
    take_all(&mut keeper, [prompt("Rain")]);
    keeper.save().unwrap();
    assert!(keeper.look_outside().unwrap().is_none());
    kit.by_hand("Rain", "Snow");
    assert!(keeper.look_outside().unwrap().is_some());
    take_all(&mut keeper, [trim(9)]);
    let Saved::Outside(outside) = keeper.save().unwrap() else { panic!("overwritten") };
    keeper.accept(*outside).unwrap();
    assert!(matches!(keeper.save().unwrap(), Saved::Done));
    assert_eq!(prompt_of(&kit.keeper()), "Snow");
}

#[test]
fn a_damaged_file_opens_from_its_journal_and_is_kept() {
    let kit = Kit::new();
    let mut keeper = kit.keeper();
    take_all(&mut keeper, [prompt("Rain")]);
    keeper.save().unwrap();
    fs::write(kit.path("project.json"), "{\"format\": \"storyreel/1\", \"na").unwrap();
    let opening = kit.open();
    let outside = opening.outside.unwrap();
    assert!(outside.project.as_ref().unwrap_err().to_string().contains("it ends too early"));
    assert_eq!(prompt_of(&opening.keeper), "Rain");
    let mut keeper = opening.keeper;
    assert!(keeper.look_outside().unwrap().is_some());
    keeper.overrule(&outside);
    keeper.save().unwrap();
    assert_eq!(prompt_of(&kit.keeper()), "Rain");
    assert!(kit.names().iter().any(|name| name.starts_with("project 20")));
}

#[test]
fn a_journal_damaged_in_its_middle_gives_what_is_whole_and_is_kept_beside() {
    let kit = Kit::new();
    let mut keeper = kit.keeper();
    take_all(&mut keeper, [prompt("Rain")]);
    keeper.keep().unwrap();
    take_all(&mut keeper, [prompt("Snow")]);
    keeper.save().unwrap();
    take_all(&mut keeper, [trim(9)]);
    keeper.keep().unwrap();
    let text = fs::read_to_string(kit.path("journal")).unwrap();
    fs::write(kit.path("journal"), text.replace("Snow", "Snew")).unwrap();

    let opening = kit.open();
    assert_eq!(opening.notes.len(), 1);
    assert!(opening.notes[0].contains("damaged at line 2"), "{:?}", opening.notes);
    let mut keeper = opening.keeper;
    // The file knows the snow, and what came after it is whole.
    assert_eq!((prompt_of(&keeper), keeper.project().scenes[0].shots[1].seconds), ("Snow", Seconds(9)));
    assert_eq!(labels(&keeper), ["Trim shot 2"]);
    let damaged = fs::read(kit.path("journal")).unwrap();
    keeper.keep().unwrap();
    let beside: Vec<_> = kit.names().into_iter().filter(|name| name.starts_with("journal 20")).collect();
    assert_eq!(fs::read(kit.path(&beside[0])).unwrap(), damaged);
    let keeper = kit.open().keeper;
    assert_eq!((prompt_of(&keeper), keeper.project().scenes[0].shots[1].seconds), ("Snow", Seconds(9)));
}

#[test]
fn what_a_newer_program_wrote_is_not_touched() {
    let kit = Kit::new();
    let mut keeper = kit.keeper();
    take_all(&mut keeper, [prompt("Rain")]);
    keeper.keep().unwrap();
    let whole = fs::read_to_string(kit.path("journal")).unwrap();
    let text = r#"{"painted":{"shot":"shot-1"}}"#;
    let newer = [format!("{whole}{:08x} {text}\n", crc32fast::hash(text.as_bytes())), {
        let text = r#"{"begin":{"format":"storyreel-journal/2"}}"#;
        format!("{:08x} {text}\n", crc32fast::hash(text.as_bytes()))
    }];
    for newer in newer {
        fs::write(kit.path("journal"), newer).unwrap();
        let error = open(ProjectFolder::at(kit.folder.root()).unwrap()).unwrap_err().to_string();
        assert!(error.contains("written by a newer Storyreel"), "{error}");
    }
}

#[test]
fn a_journal_that_someone_else_wrote_meanwhile_is_kept_beside() {
    let kit = Kit::new();
    let mut keeper = kit.keeper();
    take_all(&mut keeper, [prompt("Rain")]);
    keeper.keep().unwrap();
    fs::write(kit.path("journal"), "theirs").unwrap();
    take_all(&mut keeper, [trim(9)]);
    keeper.keep().unwrap();
    assert_eq!(kit.open().keeper.project, keeper.project);
    let beside: Vec<_> = kit.names().into_iter().filter(|name| name.starts_with("journal 20")).collect();
    assert_eq!(fs::read(kit.path(&beside[0])).unwrap(), b"theirs");
}

#[test]
fn a_long_journal_is_begun_anew_with_its_undo_steps() {
    let kit = Kit::new();
    let mut keeper = kit.keeper();
    let long = "x".repeat(100_000);
    for n in 0..90 {
        take_all(&mut keeper, [typed(&format!("{n}{long}"))]);
    }
    take_all(&mut keeper, [Change::GestureEnded, trim(9)]);
    keeper.save().unwrap();
    assert!(fs::metadata(kit.path("journal")).unwrap().len() < 1_000_000);
    assert_eq!(labels(&kit.keeper()), ["Edit prompt of shot 1", "Trim shot 2"]);
}

/// A journal with all kinds of lines in it.
fn some_journal(kit: &Kit) -> Vec<u8> {
    let mut keeper = kit.keeper();
    take_all(&mut keeper, [prompt("Rain"), trim(9)]);
    keeper.save().unwrap();
    take_all(&mut keeper, [Change::Undone, typed("Rai"), typed("Rainy"), Change::GestureEnded]);
    keeper.keep().unwrap();
    fs::read(kit.path("journal")).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = journal::replay(&bytes);
    }

    #[test]
    fn a_journal_with_bytes_changed_gives_something_that_was_or_says_so(
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let kit = Kit::new();
        let mut bytes = some_journal(&kit);
        for (place, byte) in places {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        fs::write(kit.path("journal"), &bytes).unwrap();
        let file = fs::read(kit.path("project.json")).unwrap();
        let opening = kit.open();
        let mut keeper = opening.keeper;
        if let Some(outside) = opening.outside {
            // The mark that tells the file as ours is what broke: then it is asked.
            keeper.accept(*outside).unwrap();
        }
        prop_assert!(["Rain", "Rai", "Rainy"].contains(&prompt_of(&keeper)), "{}", prompt_of(&keeper));
        prop_assert_eq!(fs::read(kit.path("project.json")).unwrap(), file);
        // Work goes on, and what lay there is kept unless its rest was torn.
        take_all(&mut keeper, [prompt("Hail")]);
        keeper.save().unwrap();
        let now = kit.keeper();
        prop_assert_eq!(prompt_of(&now), "Hail");
    }
}

#[test]
fn a_copy_that_goes_its_own_way_keeps_its_undo_and_never_becomes_its_original_again() {
    let kit = Kit::new();
    let mut keeper = kit.keeper();
    let before = keeper.project.clone();
    let whole = Project { style: "Night".to_owned(), ..before.clone() };
    let replace = Edit::Replace { label: "Restore a version".to_owned(), project: Box::new(whole) };
    take_all(&mut keeper, [prompt("Rain"), Change::Made { edit: replace, gesture: None }, trim(9), Change::Undone]);
    keeper.save().unwrap();
    let own = ProjectId::new("own");
    keeper.set_project_id(&own);

    // The program ends when the journal holds it and the file does not.
    keeper.keep().unwrap();
    drop(keeper);
    let mut keeper = kit.open().keeper;
    assert_eq!((&keeper.project().id, labels(&keeper).len()), (&own, 3));
    assert!(matches!(keeper.save().unwrap(), Saved::Done));
    drop(keeper);

    let mut keeper = kit.keeper();
    take_all(&mut keeper, [Change::Undone, Change::Undone]);
    let undone = Project { id: own.clone(), ..before };
    assert_eq!(keeper.project(), &undone, "everything is undone but what project it is");
    take_all(&mut keeper, [Change::Redone, Change::Redone, Change::Redone]);
    assert_eq!((&keeper.project().id, keeper.project().style.as_str()), (&own, "Night"));
}
