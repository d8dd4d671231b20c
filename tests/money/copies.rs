//! A project that was opened last in another folder: a copy that goes its own way, or the same project, moved. Films go to
//! the folder they were ordered from.

use std::fs;
use std::path::{Path, PathBuf};

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use storyreel::takes::ledger::TakeState;

use crate::kit::{charged, connected, offer, press, shows, spend, until_kept, until_shown, until_state};
use crate::support::Editor;
use crate::vidgo::{Endpoint, Life, Server};

const QUESTION: &str = "Is this a copy of Harbour chase";
const OWN_WAY: &str = "A copy that goes its own way";
const MOVED: &str = "The same project, moved";

/// Closes the editor, and opens a project on the same data.
fn open_instead(editor: Editor, project: PathBuf) -> Editor {
    let keys = editor.keys.clone();
    Editor::open_with_keys(editor.close(), project, keys, 1440.0, 900.0, 1.0)
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// A copy of the editor's project beside it, as people make one with their file manager.
fn copy_of(editor: &Editor) -> PathBuf {
    let copy = editor.data().join("Copy.storyreel");
    copied(&editor.project, &copy);
    copy
}

fn id(editor: &Editor) -> String {
    editor.harness.state().desk().project().id.to_string()
}

fn takes_in(project: &Path) -> usize {
    let takes = fs::read_dir(project.join("takes")).into_iter().flatten().flatten();
    takes.filter(|entry| !entry.file_name().to_string_lossy().starts_with('.')).count()
}

fn counted(editor: &Editor) -> String {
    let app = editor.harness.state();
    app.account().unwrap().standing_of(&app.desk().project().id).counted().to_string()
}

#[test]
fn a_copy_goes_its_own_way_and_the_film_goes_to_the_original() {
    let server = Server::start();
    let mut editor = connected(&server);
    // One take is there when it is copied, and one on its way.
    spend(&mut editor);
    until_kept(&mut editor, 1);
    let chosen = editor.harness.state().desk().project().scenes[0].chosen_take.clone();
    editor.click_like("Shot 2, 010B");
    editor.harness.key_press(egui::Key::CloseBracket);
    editor.harness.run_ok();
    server.set_life(Life::endless());
    editor.click("Generate · $2.73");
    until_shown(&mut editor, "Spend $2.73");
    editor.click("Spend $2.73");
    until_state(&mut editor, TakeState::Running);
    editor.saved();
    let (original, copy) = (editor.project.clone(), copy_of(&editor));
    let of_original = id(&editor);

    let mut editor = open_instead(editor, copy.clone());
    until_shown(&mut editor, QUESTION);
    assert!(editor.has("where it still lies"));
    press(&mut editor, Role::Button, OWN_WAY);
    until_shown(&mut editor, "This is a project of its own now");
    assert_ne!(id(&editor), of_original);
    assert_eq!(counted(&editor), "0 credits", "what was spent stays with the original");
    assert_eq!(editor.harness.state().desk().project().scenes[0].chosen_take, chosen);
    let scene = editor.harness.state().desk().project().scenes[0].id.clone();
    assert_eq!(editor.harness.state().desk().takes_of(&scene).count(), 1, "its takes stay");
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    editor.harness.run_ok();
    assert!(editor.harness.query_by_label("Generate · $2.73").is_none(), "undo goes on");
    editor.saved();
    assert_eq!(editor.on_disk()["id"], id(&editor).as_str());

    server.task_life(&server.tasks()[1], Life::finishing());
    editor.until("the film in the original", |_| takes_in(&original) == 2);
    until_shown(&mut editor, "is ready in Harbour chase");
    assert_eq!(takes_in(&copy), 1);

    // It is asked once: the next time both open without a word.
    let mut editor = editor.restart();
    editor.settle();
    assert!(!editor.has(QUESTION));
    let mut editor = open_instead(editor, original);
    editor.settle();
    until_kept(&mut editor, 2);
    assert!(!editor.has(QUESTION));
    assert_eq!(counted(&editor), "1,053 credits");
    assert_eq!(charged(&server).len(), 2);
}

#[test]
fn a_project_that_was_moved_takes_its_films_and_what_was_spent_along() {
    let server = Server::start();
    server.set_life(Life::endless());
    let mut editor = connected(&server);
    spend(&mut editor);
    until_state(&mut editor, TakeState::Running);
    let of_original = id(&editor);
    let moved = editor.data().join("Elsewhere.storyreel");
    let original = editor.project.clone();
    let mut editor = {
        let keys = editor.keys.clone();
        let data = editor.close();
        fs::rename(&original, &moved).unwrap();
        Editor::open_with_keys(data, moved.clone(), keys, 1440.0, 900.0, 1.0)
    };
    until_shown(&mut editor, "which cannot be reached now");
    press(&mut editor, Role::Button, MOVED);
    until_shown(&mut editor, "The project goes on here");
    assert_eq!((id(&editor), counted(&editor)), (of_original, "507 credits".to_owned()));
    server.task_life(&server.tasks()[0], Life::finishing());
    until_kept(&mut editor, 1);
    assert!(takes_in(&moved) == 1 && !original.exists());
    let mut editor = editor.restart();
    editor.settle();
    assert!(!editor.has(QUESTION));
}

#[test]
fn while_nobody_has_said_what_it_is_nothing_is_generated_in_it() {
    let server = Server::start();
    let mut editor = connected(&server);
    offer(&mut editor);
    editor.click("Cancel");
    editor.saved();
    let copy = copy_of(&editor);
    let mut editor = open_instead(editor, copy);
    until_shown(&mut editor, QUESTION);
    editor.click("Decide later");
    assert!(!editor.has(QUESTION));
    editor.settle();
    editor.click("Generate · $2.54");
    assert!(editor.has(QUESTION), "whose money it is has to be known first");
    assert_eq!(server.count(Endpoint::Submit), 0);
    press(&mut editor, Role::Button, OWN_WAY);
    until_shown(&mut editor, "This is a project of its own now");
    spend(&mut editor);
    until_kept(&mut editor, 1);
    assert_eq!(takes_in(&editor.project), 1);
}

#[test]
fn a_take_that_is_not_in_its_project_is_put_there_when_that_is_opened() {
    let server = Server::start();
    let mut editor = connected(&server);
    spend(&mut editor);
    until_kept(&mut editor, 1);
    editor.saved();
    let (takes, other) = (editor.project.join("takes"), editor.data().join("aside"));
    let project = editor.project.clone();
    let keys = editor.keys.clone();
    let film = {
        let account = editor.harness.state().account().unwrap();
        account.ledger().film_of(&account.takes()[0].id)
    };
    let data = editor.close();
    // As if it had landed in a copy of the project while its film stayed beside the ledger.
    fs::rename(&takes, &other).unwrap();
    let landed = fs::read_dir(&other).unwrap().next().unwrap().unwrap().path().join("video.mp4");
    fs::copy(landed, &film).unwrap();
    let mut editor = Editor::open_with_keys(data, project.clone(), keys, 1440.0, 900.0, 1.0);
    editor.until("the take", |_| takes_in(&project) == 1);
    until_kept(&mut editor, 1);
    assert_eq!(charged(&server).len(), 1);
}

#[test]
fn what_is_only_looked_at_is_not_asked_about() {
    let server = Server::start();
    let editor = connected(&server);
    let copy = copy_of(&editor);
    // Another window has the copy.
    let other = storyreel::store::ProjectFolder::at(&copy).unwrap();
    let lock = other.lock(false).unwrap();
    let mut editor = open_instead(editor, copy);
    until_shown(&mut editor, "is open in another window");
    editor.click("Only look");
    editor.settle();
    editor.harness.run_steps(5);
    assert!(!editor.has(QUESTION));
    drop(lock);
}

#[test]
fn a_project_that_is_moved_while_it_is_open_loses_nothing_and_goes_on_where_it_lies() {
    let server = Server::start();
    server.set_life(Life::endless());
    let mut editor = connected(&server);
    spend(&mut editor);
    until_state(&mut editor, TakeState::Running);
    editor.saved();
    let (original, moved) = (editor.project.clone(), editor.data().join("Elsewhere.storyreel"));
    fs::rename(&original, &moved).unwrap();
    editor.click_like("Shot 2, 010B");
    editor.harness.key_press(egui::Key::CloseBracket);
    editor.harness.run_ok();
    until_shown(&mut editor, "folder is not at");
    server.task_life(&server.tasks()[0], Life::finishing());
    until_state(&mut editor, TakeState::Ready);
    assert!(!original.exists(), "nothing is made where it lay");

    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::O);
    editor.harness.run_ok();
    editor.harness.get_by_label("Path of a project folder").focus();
    editor.harness.run_ok();
    editor.harness.get_by_label("Path of a project folder").type_text(moved.to_str().unwrap());
    editor.harness.run_ok();
    editor.harness.key_press(egui::Key::Enter);
    editor.until("it is open where it lies", |harness| harness.state().desk().folder().root() == moved);
    editor.settle();
    assert!(editor.harness.state().desk().held().is_none() && !editor.has(QUESTION));
    assert!(shows(&editor.harness, "Generate · $2.73"), "what was not saved went along");
    until_kept(&mut editor, 1);
    editor.project = moved;
    editor.saved();
    assert_eq!(editor.on_disk()["scenes"][0]["shots"][1]["seconds"], 3);
    assert!(!original.exists());
}
