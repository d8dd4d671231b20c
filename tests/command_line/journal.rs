//! What was edited and not yet in `project.json` counts for every command, and a file changed by hand wins when asked.

use std::fs;
use std::path::Path;

use serde_json::json;
use storyreel::store::ProjectFolder;
use storyreel::store::keeper::{self, Keeper};
use storyreel::story::edit::TextField;
use storyreel::story::history::Change;
use storyreel::story::{Edit, ShotId};

use crate::kit::Place;

fn place() -> (Place, std::path::PathBuf) {
    let place = Place::new();
    let shot = json!({"id": "s", "name": "010A", "prompt": "Rain", "seconds": 5});
    let scene = json!({"id": "c", "name": "Harbour", "shots": [shot]});
    let folder = place.project("a", &json!({"format": "storyreel/1", "id": "p", "name": "a", "scenes": [scene]}));
    (place, folder)
}

fn keeper(folder: &Path) -> Keeper {
    keeper::open(ProjectFolder::at(folder).unwrap()).unwrap().keeper
}

/// Writes a prompt as the window does, without the file.
fn write(keeper: &mut Keeper, text: &str) {
    let edit = Edit::SetText { shot: ShotId::new("s"), field: TextField::Prompt, text: text.to_owned() };
    keeper.take(Change::Made { edit, gesture: None }).unwrap();
    keeper.keep().unwrap();
}

fn by_hand(folder: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(folder.join("project.json")).unwrap();
    assert!(text.contains(from));
    fs::write(folder.join("project.json"), text.replace(from, to)).unwrap();
}

#[test]
fn what_the_journal_holds_counts_and_is_told() {
    let (place, folder) = place();
    write(&mut keeper(&folder), "Snow");
    let path = folder.to_str().unwrap();
    let ran = place.ends(0, &["request", path, "--scene", "1"]);
    assert!(ran.out.contains("Snow") && !ran.out.contains("Rain"), "{}", ran.out);
    assert!(ran.err.contains("1 change had not reached project.json"), "{}", ran.err);
    // Looking changes nothing.
    assert!(fs::read_to_string(folder.join("project.json")).unwrap().contains("Rain"));
}

#[test]
fn where_both_were_changed_it_is_asked() {
    let (place, folder) = place();
    let mut open = keeper(&folder);
    write(&mut open, "Fog");
    open.save().unwrap();
    write(&mut open, "Snow");
    drop(open);
    by_hand(&folder, "Fog", "Hail");
    let path = folder.to_str().unwrap();
    let request = ["request", path, "--scene", "1"];
    let ran = place.ends(2, &request);
    assert!(ran.err.contains("say --use file or --use journal"), "{}", ran.err);
    assert!(ran.err.contains("Shot 1 of scene 1 has another prompt"), "{}", ran.err);
    let of = |which: &str| place.ends(0, &[&request[..], &["--use", which]].concat()).out;
    assert!(of("file").contains("Hail"));
    assert!(of("journal").contains("Snow"));
    // Neither of them is gone by that.
    place.ends(2, &request);
}

#[test]
fn a_broken_file_is_told_and_the_journal_goes_on_when_asked() {
    let (place, folder) = place();
    let mut open = keeper(&folder);
    write(&mut open, "Snow");
    open.save().unwrap();
    drop(open);
    fs::write(folder.join("project.json"), "{\"format\": \"storyreel/1\", ").unwrap();
    let path = folder.to_str().unwrap();
    let ran = place.ends(2, &["request", path, "--scene", "1"]);
    assert!(ran.err.contains("it ends too early") && ran.err.contains("--use journal"), "{}", ran.err);
    assert!(place.ends(0, &["request", path, "--scene", "1", "--use", "journal"]).out.contains("Snow"));
    place.ends(2, &["request", path, "--scene", "1", "--use", "file"]);
}

#[test]
fn a_file_changed_by_hand_alone_is_simply_taken() {
    let (place, folder) = place();
    let mut open = keeper(&folder);
    write(&mut open, "Snow");
    open.save().unwrap();
    drop(open);
    by_hand(&folder, "Snow", "Hail");
    let ran = place.ends(0, &["request", folder.to_str().unwrap(), "--scene", "1"]);
    assert!(ran.out.contains("Hail"), "{}", ran.out);
}

#[test]
fn an_import_can_be_undone_in_the_window() {
    let (place, folder) = place();
    let path = folder.to_str().unwrap();
    let list = place.path("list.csv");
    place.ends(0, &["export", path, "--as", "csv", "--out", list.to_str().unwrap()]);
    let text = fs::read_to_string(&list).unwrap();
    fs::write(&list, text.replace("Rain", "Snow")).unwrap();
    place.ends(0, &["import", list.to_str().unwrap(), "--into", path]);
    let mut open = keeper(&folder);
    assert_eq!(open.project().scenes[0].shots[0].prompt, "Snow");
    open.take(Change::Undone).unwrap();
    assert_eq!(open.project().scenes[0].shots[0].prompt, "Rain");
}
