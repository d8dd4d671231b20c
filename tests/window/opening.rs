//! Another project in this one's place: opened, made and copied in the background, and nothing is lost on the way.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::Editor;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use poll_promise::Promise;
use storyreel::app::{Answer, Picker, PointerWhileDragging};
use storyreel::store::example;
use storyreel::ui::say::PathPurpose;

/// A system whose dialogs always answer with one path.
struct Always(PathBuf);

impl Picker for Always {
    fn pick(&self, _: &PathPurpose, _: PathBuf, _: &str) -> Promise<Answer> {
        Promise::from_ready(Answer::Paths(vec![self.0.clone()]))
    }
}

/// One where every dialog is closed without a choice.
struct Never;

impl Picker for Never {
    fn pick(&self, _: &PathPurpose, _: PathBuf, _: &str) -> Promise<Answer> {
        Promise::from_ready(Answer::Cancelled)
    }
}

/// One whose portal never answers; answers that are waited for are kept.
#[derive(Default)]
struct Silent(std::cell::RefCell<Vec<poll_promise::Sender<Answer>>>);

impl Picker for Silent {
    fn pick(&self, _: &PathPurpose, _: PathBuf, _: &str) -> Promise<Answer> {
        let (sender, promise) = Promise::new();
        self.0.borrow_mut().push(sender);
        promise
    }
}

fn editor(picker: impl Picker + 'static) -> Editor {
    let mut editor = Editor::example_with(picker, PointerWhileDragging::Told);
    editor.settle();
    editor
}

fn from_file_menu(editor: &mut Editor, item: &str) {
    editor.click("File");
    editor.harness.get_by_label_contains(item).click();
}

fn name(editor: &Editor) -> &str {
    &editor.harness.state().desk().project().name
}

/// A project beside, with another name.
fn other_project(folder: &Path) -> PathBuf {
    let path = folder.join("Night ferry.storyreel");
    let made = example::write_to(&path).unwrap();
    let mut project = example::project().unwrap();
    "Night ferry".clone_into(&mut project.name);
    made.save(&project).unwrap();
    path
}

#[test]
fn another_project_is_opened_while_the_window_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = other_project(folder.path());
    let mut editor = editor(Always(path.clone()));
    // An edit that still waits to be saved.
    editor.harness.key_press(Key::CloseBracket);
    editor.harness.step();
    let first = editor.project.clone();
    editor.click("File");
    editor.harness.get_by_label_contains("Open project…").click();
    editor.until("the way in", |harness| harness.state().view().busy.is_some());
    editor.until("the other project", |harness| harness.state().desk().project().name == "Night ferry");
    assert_eq!(editor.harness.state().desk().folder().root(), path);
    assert!(editor.harness.state().view().busy.is_none());
    let json: serde_json::Value = serde_json::from_slice(&fs::read(first.join("project.json")).unwrap()).unwrap();
    assert_eq!(json["scenes"][0]["shots"][0]["seconds"], 4, "the edit was saved before it went out of sight");
    editor.settle();
    assert!(editor.has("Project Night ferry"));
}

#[test]
fn what_is_going_on_is_said_when_it_takes_a_moment() {
    let folder = tempfile::tempdir().unwrap();
    let mut editor = editor(Always(other_project(folder.path())));
    from_file_menu(&mut editor, "Open project…");
    // Step by step: each frame is painted, whatever the disk does.
    editor.harness.step();
    while editor.harness.state().view().busy.is_none() {
        editor.harness.step();
    }
    let busy = editor.harness.state().view().busy.clone().unwrap();
    assert_eq!(&*busy.sentence, "Opening Night ferry…");
    assert_eq!(name(&editor), "Harbour chase", "the old one is there until the other is");
    editor.until("the other project", |harness| harness.state().desk().project().name == "Night ferry");
}

/// Every kind of project that cannot be opened, with words that its sentence must hold.
fn broken(folder: &Path) -> Vec<(PathBuf, &'static str)> {
    let with = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::create_dir(&path).unwrap();
        fs::write(path.join("project.json"), text).unwrap();
        path
    };
    vec![
        (with("Half.storyreel", r#"{"format": "storyreel/1", "scenes": [{"#), "line 1"),
        (with("Newer.storyreel", r#"{"format": "storyreel/99", "scenes": []}"#), "newer"),
        (with("Odd.storyreel", r#"{"format": "storyreel/1", "scenes": [{"tier": "gold", "shots": []}]}"#), "gold"),
        (folder.join("None.storyreel"), "there is no project at"),
    ]
}

#[test]
fn a_project_that_cannot_be_opened_leaves_this_one_open() {
    let folder = tempfile::tempdir().unwrap();
    for (path, word) in broken(folder.path()) {
        let before = fs::read(path.join("project.json")).ok();
        let mut editor = editor(Always(path.clone()));
        from_file_menu(&mut editor, "Open project…");
        editor.until("a sentence", |harness| !harness.state().view().notices.is_empty());
        let told = editor.harness.state().view().notices[0].text.to_string();
        assert!(told.contains(word), "{}: {told}", path.display());
        assert!(editor.harness.state().view().busy.is_none());
        assert_eq!(name(&editor), "Harbour chase");
        assert_eq!(editor.harness.state().desk().folder().root(), editor.project);
        assert_eq!(fs::read(path.join("project.json")).ok(), before, "it is left untouched");

        // This one still takes edits and saves them.
        editor.harness.key_press(Key::CloseBracket);
        editor.harness.run_ok();
        editor.saved();
        assert_eq!(editor.on_disk()["scenes"][0]["shots"][0]["seconds"], 4);
    }
}

#[test]
fn a_closed_dialog_changes_nothing() {
    let mut editor = editor(Never);
    from_file_menu(&mut editor, "Open project…");
    editor.harness.run_steps(5);
    let view = editor.harness.state().view();
    assert!(view.dialog.is_none() && view.busy.is_none() && view.notices.is_empty());
}

#[test]
fn save_as_copies_everything_and_goes_on_in_the_copy() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("Second draft");
    let mut editor = editor(Always(target));
    let old = editor.harness.state().desk().project().clone();
    editor.harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    editor.until("the copy", |harness| harness.state().desk().project().name == "Second draft");
    let root = folder.path().join("Second draft.storyreel");
    let desk = editor.harness.state().desk();
    assert_eq!(desk.folder().root(), root);
    assert_ne!(desk.project().id, old.id, "it is another project");
    assert_eq!(desk.project().scenes, old.scenes);
    assert!(old.picture_paths().all(|path| root.join(path.as_str()).is_file()));
    assert_eq!(editor.on_disk()["name"], "Harbour chase", "the first one stays as it was");

    // There is something at that place now: told, and the copy stays open.
    editor.harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    editor.until("a sentence", |harness| !harness.state().view().notices.is_empty());
    assert_eq!(name(&editor), "Second draft");
}

#[test]
fn a_new_project_has_one_empty_scene() {
    let folder = tempfile::tempdir().unwrap();
    let mut editor = editor(Always(folder.path().join("Blank")));
    editor.harness.key_press_modifiers(Modifiers::COMMAND, Key::N);
    editor.until("the new project", |harness| harness.state().desk().project().name == "Blank");
    assert_eq!(editor.harness.state().desk().project().scenes.len(), 1);
    assert!(folder.path().join("Blank.storyreel/project.json").is_file());
    assert!(editor.has("The scene has no shots yet"));
}

/// What a killed program left half-made goes away when the project is opened, once it is old.
#[test]
fn opening_tidies_up_what_was_left_half_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = other_project(folder.path());
    let left = |name: &str| path.join(format!("media/.storyreel-{}{name}.tmp", "0".repeat(31)));
    let (old, fresh) = (left("1"), left("2"));
    for path in [&old, &fresh] {
        fs::write(path, "half a picture").unwrap();
    }
    let yesterday = std::time::SystemTime::now() - std::time::Duration::from_hours(25);
    fs::File::options().write(true).open(&old).unwrap().set_modified(yesterday).unwrap();
    let mut editor = editor(Always(path));
    from_file_menu(&mut editor, "Open project…");
    editor.until("a tidy folder", |_| !old.exists());
    assert!(fresh.exists());
}

/// A file dialog that does not come is not waited for: the path can be typed instead.
#[test]
fn where_the_portal_never_answers_the_path_is_typed() {
    let mut editor = editor(Silent::default());
    from_file_menu(&mut editor, "Open project…");
    editor.until("the way out", |harness| {
        harness.query_by_label("The system was asked for its file dialog, which has not come yet").is_some()
    });
    editor.click("Type the path");
    let other = other_project(&editor.data().join("beside"));
    editor.harness.get_by_label("Path of a project folder").type_text(&other.display().to_string());
    editor.harness.run_ok();
    assert!(!editor.has("has not come yet"));
    editor.click("Open");
    editor.until("the other project", |harness| harness.state().desk().project().name == "Night ferry");
}
