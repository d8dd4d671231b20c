//! What the window says and does about its project on the disk: undo after a restart, a file changed elsewhere, a project
//! that is open elsewhere, a disk that refuses.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops here")]

use std::fs;

use crate::support::Editor;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use storyreel::store::ProjectFolder;
use storyreel::store::lock::Locked;

fn editor() -> Editor {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    editor
}

fn seconds(editor: &Editor) -> Vec<u32> {
    editor.harness.state().desk().project().scenes[0].shots.iter().map(|shot| shot.seconds.0).collect()
}

fn press(editor: &mut Editor, modifiers: Modifiers, key: Key) {
    editor.harness.key_press_modifiers(modifiers, key);
    editor.harness.run_ok();
}

/// Makes the first shot a second longer, by its key.
fn lengthen(editor: &mut Editor) {
    editor.click_like("Shot 1,");
    press(editor, Modifiers::NONE, Key::CloseBracket);
}

/// Changes the first prompt in the file as a text editor would.
fn by_hand(editor: &Editor, prompt: &str) {
    let file = editor.project.join("project.json");
    let mut value: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    value["scenes"][0]["shots"][0]["prompt"] = prompt.into();
    fs::write(file, serde_json::to_vec_pretty(&value).unwrap()).unwrap();
}

fn from_file_menu(editor: &mut Editor, item: &str) {
    editor.click("File");
    editor.click_like(item);
}

fn prompt(editor: &Editor) -> String {
    editor.harness.state().desk().project().scenes[0].shots[0].prompt.clone()
}

fn beside(editor: &Editor, start: &str) -> Vec<String> {
    let names = fs::read_dir(&editor.project).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with(start)).collect()
}

#[test]
fn undo_survives_a_restart() {
    let mut editor = editor();
    let before = seconds(&editor);
    lengthen(&mut editor);
    assert_ne!(seconds(&editor), before);
    let mut editor = editor.restart();
    editor.settle();
    assert_ne!(seconds(&editor), before);
    press(&mut editor, Modifiers::COMMAND, Key::Z);
    assert_eq!(seconds(&editor), before);
    editor.saved();
    assert!(editor.has("Saved"));
}

#[test]
fn a_file_changed_elsewhere_is_taken_when_asked_and_undo_takes_it_back() {
    let mut editor = editor();
    lengthen(&mut editor);
    editor.saved();
    let before = prompt(&editor);
    by_hand(&editor, "Snow over the harbour");
    editor.harness.state().desk().look_outside();
    editor.until("asked", |harness| harness.query_by_label("The project's file was changed elsewhere").is_some());
    assert!(editor.has("Shot 1 of scene 1 has another prompt"));
    editor.click("Use the file");
    assert_eq!(prompt(&editor), "Snow over the harbour");
    press(&mut editor, Modifiers::COMMAND, Key::Z);
    assert_eq!(prompt(&editor), before);
    editor.saved();
    assert!(!editor.has("was changed elsewhere"));
    // Nobody is asked the same twice, not after another look and not in another session.
    editor.harness.state().desk().look_outside();
    editor.settle();
    let mut editor = editor.restart();
    editor.settle();
    assert!(!editor.has("was changed elsewhere"));
    assert_eq!(prompt(&editor), before);
}

#[test]
fn what_is_open_goes_on_when_asked_and_the_other_file_stays_beside() {
    let mut editor = editor();
    lengthen(&mut editor);
    editor.saved();
    let before = prompt(&editor);
    by_hand(&editor, "Snow over the harbour");
    // Nobody looked: saving notices it, and does not write over it.
    lengthen(&mut editor);
    editor.until("asked", |harness| harness.query_by_label("The project's file was changed elsewhere").is_some());
    editor.click("Decide later");
    assert!(fs::read_to_string(editor.project.join("project.json")).unwrap().contains("Snow over"));
    editor.click_like("project.json was changed elsewhere");
    editor.click("Keep what is open here");
    editor.saved();
    assert_eq!(prompt(&editor), before);
    assert!(!fs::read_to_string(editor.project.join("project.json")).unwrap().contains("Snow over"));
    let names = beside(&editor, "project 20");
    assert!(fs::read_to_string(editor.project.join(&names[0])).unwrap().contains("Snow over"), "{names:?}");
}

#[test]
fn a_project_that_is_open_elsewhere_can_be_looked_at_and_is_not_written() {
    let editor = editor();
    let (data, project) = (tempfile::tempdir().unwrap(), editor.project.clone());
    let file = project.join("project.json");
    let before = fs::read(&file).unwrap();
    let mut other = Editor::open(data, project, 1440.0, 900.0, 1.0);
    assert!(other.has("is open in another window since"));
    other.click("Only look");
    other.settle();
    assert!(other.has("Only to look at"));
    // Whatever would change it is refused at once, by key, by hand and by words.
    let refused = "so nothing is changed here: work on a copy, or take over once it is closed there";
    let first = other.harness.state().desk().project().clone();
    lengthen(&mut other);
    assert!(other.has(refused) && other.has("Harbour chase is open in another window since"));
    other.click("Close this message");
    other.harness.get_by_label("Prompt of shot 1").focus();
    other.harness.run_ok();
    other.harness.get_by_label("Prompt of shot 1").type_text("Rain. ");
    other.harness.run_ok();
    assert!(other.has(refused));
    press(&mut other, Modifiers::NONE, Key::Escape);
    press(&mut other, Modifiers::COMMAND, Key::Z);
    press(&mut other, Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
    press(&mut other, Modifiers::NONE, Key::F2);
    assert!(other.harness.query_by_label("Rename scene").is_none(), "nothing is asked for in vain");
    let media = fs::read_dir(other.project.join("media")).unwrap().count();
    let picture = crate::support::picture_file(other.data(), "new.png", 64, 36);
    let place = other.harness.get_by_label_contains("Shot 2, ").rect().center();
    other.drop_files(place, &[picture]);
    other.settle();
    assert_eq!(*other.harness.state().desk().project(), first);
    assert_eq!(fs::read_dir(other.project.join("media")).unwrap().count(), media, "nothing is copied into it");
    // Takes would lie in its folder, and cost.
    for (button, asks) in [("Render animatic · free", "Rendering"), ("Generate · ", "Confirm and generate")] {
        other.click("Close this message");
        other.click_like(button);
        assert!(other.has(refused) && !other.has(asks), "{button}");
    }
    assert!(other.project.join("takes").read_dir().map_or(true, |mut takes| takes.next().is_none()));
    // It is looked at, played and exported as ever.
    press(&mut other, Modifiers::NONE, Key::Space);
    assert!(other.harness.state().view().player.playing.is_some());
    press(&mut other, Modifiers::NONE, Key::Space);
    other.click("Export");
    other.click_like("Copy contact sheet");
    other.until("copied", |harness| harness.query_by_label_contains("is in the clipboard").is_some());
    assert!(other.harness.state().desk().save_now().wait().is_ok(), "there is nothing to save");
    // While it is open there it is not to be had.
    other.click("Ways on…");
    other.click("Take over");
    other.until("told again", |harness| harness.query_by_label("Only look").is_some());
    other.picture("held");
    other.click("Only look");
    assert_eq!(fs::read(&file).unwrap(), before);
    assert!(beside(&editor, "journal").is_empty());
    // The first window goes on as before, and lets go at its end.
    let mut editor = editor;
    lengthen(&mut editor);
    editor.saved();
    let folder = ProjectFolder::at(&editor.project).unwrap();
    assert!(matches!(folder.lock(false).unwrap(), Locked::Taken(Some(_))));
    // Then it can be had.
    let before = seconds(&editor);
    let _data = editor.close();
    lengthen(&mut other);
    assert!(other.has("so nothing is changed here"));
    other.harness.event(egui::Event::WindowFocused(true));
    other.until("free", |harness| harness.query_by_label_contains("is not open elsewhere any more").is_some());
    other.click("Take over");
    other.until("taken over", |harness| harness.state().desk().held().is_none());
    other.settle();
    assert_eq!(seconds(&other), before);
    lengthen(&mut other);
    assert_ne!(seconds(&other), before);
    other.saved();
    drop(other);
    assert!(matches!(folder.lock(false), Err(_) | Ok(Locked::Ours(_))));
}

#[test]
fn a_disk_that_refuses_is_told_and_what_it_refused_is_saved_when_it_works_again() {
    let mut editor = editor();
    // Where the journal should go lies a folder.
    let journal = editor.project.join("journal");
    fs::create_dir_all(journal.join("in the way")).unwrap();
    lengthen(&mut editor);
    editor
        .until("told", |harness| harness.query_all_by_label_contains("could not save Harbour chase").next().is_some());
    assert!(!editor.harness.state().desk().is_saved());
    fs::remove_dir_all(&journal).unwrap();
    editor.saved();
    assert!(journal.is_file());
}

#[test]
fn a_named_version_comes_back_as_one_step() {
    let mut editor = editor();
    let sent = seconds(&editor);
    from_file_menu(&mut editor, "Versions…");
    editor.harness.get_by_label("Name of the version").focus();
    editor.harness.get_by_label("Name of the version").type_text("Sent to client");
    editor.harness.run_ok();
    editor.click("Keep as it is now");
    editor.until("kept", |harness| harness.query_by_label_contains("\"Sent to client\", ").is_some());
    editor.click("Close");
    lengthen(&mut editor);
    let changed = seconds(&editor);
    from_file_menu(&mut editor, "Versions…");
    editor.until("listed", |harness| harness.query_by_label_contains("\"Sent to client\", ").is_some());
    editor.click_like("\"Sent to client\", ");
    editor.until("told", |harness| harness.query_by_label_contains("Shot 1 of scene 1 lasts").is_some());
    editor.click("Restore");
    assert_eq!(seconds(&editor), sent);
    assert_eq!(editor.harness.state().desk().history().undo_label(), Some("Restore \"Sent to client\""));
    press(&mut editor, Modifiers::COMMAND, Key::Z);
    assert_eq!(seconds(&editor), changed);
}

#[test]
fn a_session_leaves_a_version_behind() {
    let mut editor = editor();
    lengthen(&mut editor);
    let changed = seconds(&editor);
    let editor = editor.restart();
    let folder = ProjectFolder::at(&editor.project).unwrap();
    let versions = folder.versions();
    assert_eq!(versions.all.len(), 1, "{versions:?}");
    let kept = folder.version(&versions.all[0].file).unwrap();
    assert_eq!(kept.scenes[0].shots.iter().map(|shot| shot.seconds.0).collect::<Vec<_>>(), changed);
}

#[test]
fn cleaning_up_shows_what_it_would_delete() {
    let mut editor = editor();
    let media = editor.project.join("media");
    let lost = media.join("lost.png");
    fs::write(&lost, vec![0; 3_400_000]).unwrap();
    let old = std::time::SystemTime::now() - std::time::Duration::from_hours(30);
    for entry in fs::read_dir(&media).unwrap() {
        fs::File::options().write(true).open(entry.unwrap().path()).unwrap().set_modified(old).unwrap();
    }
    let before = fs::read_dir(&media).unwrap().count();
    from_file_menu(&mut editor, "Clean up…");
    editor.until("found", |harness| harness.query_by_label_contains("media/lost.png").is_some());
    editor.click("Delete 1 picture, 4 MB");
    editor.until("freed", |harness| harness.query_by_label_contains("4 MB were freed").is_some());
    assert!(!lost.exists());
    assert_eq!(fs::read_dir(&media).unwrap().count(), before - 1);
}

#[test]
fn missing_pictures_are_found_in_another_folder() {
    let editor = editor();
    let panel = editor.harness.state().desk().project().scenes[0].shots[0].panel.clone().unwrap();
    let (place, elsewhere) = (editor.project.join(panel.as_str()), editor.data().join("disk"));
    fs::create_dir_all(elsewhere.join("deep")).unwrap();
    fs::rename(&place, elsewhere.join("deep").join(place.file_name().unwrap())).unwrap();
    let mut editor = editor.restart();
    assert!(editor.has("a picture is missing in the project folder"));
    editor.settle();
    from_file_menu(&mut editor, "Find missing pictures…");
    editor.until("asked", |harness| harness.query_by_label("Path of a folder to look in").is_some());
    editor.harness.get_by_label("Path of a folder to look in").focus();
    editor.harness.get_by_label("Path of a folder to look in").type_text(elsewhere.to_str().unwrap());
    editor.harness.run_ok();
    editor.click("Look there");
    editor.until("found", |harness| harness.query_by_label_contains("1 of 1 missing picture found").is_some());
    assert!(place.is_file());
    editor.until("looked at", |harness| !harness.state().desk().has_missing());
}

/// The wish to close the window; tells whether it was granted at once.
#[cfg(target_os = "linux")]
fn close(editor: &mut Editor) -> bool {
    let root = egui::ViewportId::ROOT;
    let viewport = |editor: &mut Editor, events: Vec<egui::ViewportEvent>| {
        editor.harness.input_mut().viewports.entry(root).or_default().events = events;
        editor.harness.step();
    };
    viewport(editor, vec![egui::ViewportEvent::Close]);
    let granted = !said(editor, &egui::ViewportCommand::CancelClose);
    viewport(editor, Vec::new());
    granted
}

#[cfg(target_os = "linux")]
fn said(editor: &Editor, command: &egui::ViewportCommand) -> bool {
    editor.harness.output().viewport_output.values().any(|output| output.commands.contains(command))
}

/// The disk answers again: whoever waits for the pipe comes to its end.
#[cfg(target_os = "linux")]
fn answer(pipe: &std::path::Path) {
    use std::os::unix::fs::{FileTypeExt as _, OpenOptionsExt as _};
    const O_NONBLOCK: i32 = 0o4000;
    while fs::symlink_metadata(pipe).is_ok_and(|found| found.file_type().is_fifo()) {
        // Refused while nobody reads.
        drop(fs::OpenOptions::new().write(true).custom_flags(O_NONBLOCK).open(pipe));
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

/// Puts a pipe in the journal's place: whoever reads it waits, as on a share that does not answer.
#[cfg(target_os = "linux")]
fn silence(editor: &Editor) -> std::path::PathBuf {
    let journal = editor.project.join("journal");
    fs::remove_file(&journal).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&journal).status().unwrap().success());
    journal
}

#[cfg(target_os = "linux")]
#[test]
fn a_silent_disk_holds_up_neither_the_window_nor_its_closing() {
    let mut editor = editor();
    lengthen(&mut editor);
    editor.saved();
    let journal = silence(&editor);
    lengthen(&mut editor);
    assert!(!close(&mut editor), "it is not saved yet");
    editor.until("what it waits for", |harness| {
        harness.query_by_label("Saving before Storyreel closes…").is_some()
            || harness.query_by_label_contains("The disk does not answer").is_some()
    });
    // The disk answers again: it closes by itself.
    let answered = std::thread::spawn(move || answer(&journal));
    editor.until("its closing", |harness| {
        let close = egui::ViewportCommand::Close;
        harness.output().viewport_output.values().any(|output| output.commands.contains(&close))
    });
    answered.join().unwrap();
    assert!(close(&mut editor));
    assert_eq!(editor.on_disk()["scenes"][0]["shots"][0]["seconds"], 5);
}

#[cfg(target_os = "linux")]
#[test]
fn closing_once_more_leaves_a_disk_that_never_answers() {
    let mut editor = editor();
    lengthen(&mut editor);
    editor.saved();
    let journal = silence(&editor);
    lengthen(&mut editor);
    assert!(!close(&mut editor));
    editor.until("what can be done", |harness| {
        harness.query_by_label_contains("close the window once more to leave without saving").is_some()
    });
    assert!(close(&mut editor));
    // For the threads of this test.
    answer(&journal);
}
