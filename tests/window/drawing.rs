//! A picture in the hands of a drawing program: the window hands it out, and each save comes back.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::support::{Editor, picture_file};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use poll_promise::Promise;
use storyreel::app::{Answer, Picker, PointerWhileDragging};
use storyreel::story::{FrameSlot, MediaPath, Scene};
use storyreel::ui::say::PathPurpose;

type Opened = Arc<Mutex<Vec<(PathBuf, Option<String>)>>>;

/// Stands in for the program that draws: it only notes what it was given.
struct Drawer(Opened);

impl Picker for Drawer {
    fn pick(&self, _: &PathPurpose, _: PathBuf, _: &str) -> Promise<Answer> {
        Promise::from_ready(Answer::NoDialog)
    }

    fn draw(&self, path: &Path, program: Option<&str>) -> std::io::Result<()> {
        self.0.lock().unwrap().push((path.to_owned(), program.map(str::to_owned)));
        Ok(())
    }
}

fn editor() -> (Editor, Opened) {
    let opened: Opened = Arc::default();
    let mut editor = Editor::example_with(Drawer(opened.clone()), PointerWhileDragging::Told);
    editor.settle();
    (editor, opened)
}

fn scene(editor: &Editor) -> &Scene {
    &editor.harness.state().desk().project().scenes[0]
}

fn panel(editor: &Editor) -> MediaPath {
    scene(editor).shots[1].panel.clone().unwrap()
}

fn undo_label(editor: &Editor) -> Option<&str> {
    editor.harness.state().desk().history().undo_label()
}

/// What was opened as the latest of so many.
fn opened(editor: &mut Editor, opened: &Opened, count: usize) -> (PathBuf, Option<String>) {
    editor.until("the drawing program", |_| opened.lock().unwrap().len() == count);
    opened.lock().unwrap().last().unwrap().clone()
}

/// Lets the window run for longer than it takes to notice a save.
fn wait(editor: &mut Editor) {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(1600) {
        std::thread::sleep(Duration::from_millis(20));
        editor.harness.step();
    }
}

#[test]
fn a_panel_that_is_drawn_on_comes_back_with_each_save() {
    let (mut editor, program) = editor();
    editor.click_like("Shot 2, 010B");
    let before = panel(&editor);
    // As a screen reader does, which needs no place in view.
    editor.harness.get_by_label("Open panel in my drawing program").click_accesskit();
    editor.harness.run_ok();
    let (file, with) = opened(&mut editor, &program, 1);
    assert_eq!(with, None);
    assert!(file.starts_with(editor.data().join("drawing")), "apart from the project: {}", file.display());
    assert_eq!(file.file_stem().unwrap(), "Scene 1, panel of shot 2");
    assert_eq!(fs::read(&file).unwrap(), fs::read(editor.project.join(before.as_str())).unwrap());
    assert!(editor.has("Being drawn"));
    assert!(editor.has("Save the picture there, and it comes back here each time"));

    let drawn = fs::read(picture_file(editor.data(), "drawn.png", 320, 180)).unwrap();
    fs::write(&file, &drawn[..drawn.len() / 2]).unwrap();
    wait(&mut editor);
    assert_eq!(panel(&editor), before, "half a picture is none");
    assert_eq!(undo_label(&editor), None);
    fs::write(&file, &drawn).unwrap();
    editor.until("the drawing", |harness| {
        harness.state().desk().project().scenes[0].shots[1].panel.as_ref() != Some(&before)
    });
    assert_eq!(undo_label(&editor), Some("Redraw panel of shot 2"));
    assert!(editor.has("Redrawn: the panel of shot 2"));
    assert_eq!(fs::read(editor.project.join(panel(&editor).as_str())).unwrap(), drawn);
    editor.settle();
    editor.picture("drawn");
    editor.harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    editor.harness.run_ok();
    assert_eq!(panel(&editor), before);
    assert!(editor.project.join(before.as_str()).exists());
}

#[test]
fn a_frame_is_drawn_on_with_the_program_that_the_settings_name() {
    let (mut editor, program) = editor();
    editor.harness.key_press_modifiers(Modifiers::COMMAND, Key::Comma);
    editor.harness.run_ok();
    editor.harness.get_by_role_and_label(Role::TextInput, "Drawing program").focus();
    editor.harness.run_ok();
    editor.harness.get_by_role_and_label(Role::TextInput, "Drawing program").type_text("krita");
    editor.harness.run_ok();
    editor.click("Save");
    let before = scene(&editor).frame(FrameSlot::First).unwrap().clone();
    editor.harness.get_by_role_and_label(Role::Button, "Scene").click();
    editor.harness.run_ok();
    editor.harness.get_by_role_and_label(Role::Button, "First frame").click();
    editor.harness.run_ok();
    editor.click("Open first frame in my drawing program");
    let (file, with) = opened(&mut editor, &program, 1);
    assert_eq!(with.as_deref(), Some("krita"));
    let drawn = fs::read(picture_file(editor.data(), "drawn.png", 90, 160)).unwrap();
    fs::write(&file, &drawn).unwrap();
    editor.until("the drawing", |harness| {
        harness.state().desk().project().scenes[0].frame(FrameSlot::First) != Some(&before)
    });
    assert_eq!(undo_label(&editor), Some("Redraw first frame of scene 1"));
    // What the copy holds is what is there: it is opened again as it is.
    editor.harness.get_by_role_and_label(Role::Tab, "Scene").click();
    editor.harness.run_ok();
    editor.click("Open first frame in my drawing program");
    assert_eq!(opened(&mut editor, &program, 2).0, file);
}

#[test]
fn a_picture_is_followed_until_that_is_ended() {
    let (mut editor, program) = editor();
    editor.click_like("Shot 2, 010B");
    let before = panel(&editor);
    editor.harness.get_by_label("Open panel in my drawing program").click_accesskit();
    editor.harness.run_ok();
    let (file, _) = opened(&mut editor, &program, 1);
    editor.picture("being-drawn");
    editor.harness.get_by_label("Stop following").click_accesskit();
    editor.harness.run_ok();
    assert!(!editor.has("Being drawn") && !editor.has("Stop following"));
    assert!(editor.has("does not come back here any more"));
    let drawn = fs::read(picture_file(editor.data(), "drawn.png", 320, 180)).unwrap();
    fs::write(&file, &drawn).unwrap();
    wait(&mut editor);
    assert_eq!((panel(&editor), undo_label(&editor)), (before, None));
    assert_eq!(fs::read(&file).unwrap(), drawn, "what was drawn stays where it lies");

    // A frame by its command, and the panel again as at first.
    for item in ["Open first frame in my drawing program", "Stop following first frame's drawing"] {
        editor.harness.get_by_role_and_label(Role::Button, "Scene").click();
        editor.harness.run_ok();
        editor.harness.get_by_role_and_label(Role::Button, "First frame").click();
        editor.harness.run_ok();
        editor.click(item);
        if item.starts_with("Open") {
            opened(&mut editor, &program, 2);
        }
    }
    editor.harness.get_by_label("Open panel in my drawing program").click_accesskit();
    editor.harness.run_ok();
    let (again, _) = opened(&mut editor, &program, 3);
    assert_ne!(again, file);
    fs::write(&again, &drawn).unwrap();
    editor.until("the drawing", |harness| {
        harness.state().desk().history().undo_label() == Some("Redraw panel of shot 2")
    });
}
