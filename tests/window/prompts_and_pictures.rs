//! The window by its accessible names: names in a prompt, and pictures that come by pasting or fall where no place is known.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use std::path::PathBuf;
use std::sync::Arc;

use crate::support::{Editor, picture_file};
use egui::{Event, Key};
use egui_kittest::kittest::Queryable as _;
use storyreel::app::{NoPicker, PointerWhileDragging};
use storyreel::story::{FrameSlot, MediaPath, Scene};

fn scene(editor: &Editor) -> &Scene {
    &editor.harness.state().desk().project().scenes[0]
}

fn element_names(editor: &Editor) -> Vec<&str> {
    editor.harness.state().desk().project().elements.iter().map(|element| element.name.as_str()).collect()
}

fn type_into_prompt(editor: &mut Editor, text: &str) {
    editor.harness.get_by_label("Prompt of shot 1").focus();
    editor.harness.run_ok();
    editor.harness.get_by_label("Prompt of shot 1").type_text(text);
    editor.harness.run_ok();
}

fn press(editor: &mut Editor, key: Key) {
    editor.harness.key_press(key);
    editor.harness.run_ok();
}

#[test]
fn the_list_of_names_completes_one_by_tab_and_by_enter() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    let before = scene(&editor).shots[0].prompt.clone();

    type_into_prompt(&mut editor, " Then @insp");
    assert!(editor.has("New element “insp”"), "a new one is offered last");
    press(&mut editor, Key::Tab);
    assert_eq!(scene(&editor).shots[0].prompt, format!("{before} Then @inspector "));
    assert!(editor.harness.get_by_label("Prompt of shot 1").is_focused(), "one types on");

    // The second of all, by the arrows.
    editor.harness.get_by_label("Prompt of shot 1").type_text("and @");
    editor.harness.run_ok();
    press(&mut editor, Key::ArrowDown);
    press(&mut editor, Key::Enter);
    let second = editor.harness.state().desk().project().elements[1].name.clone();
    assert_eq!(scene(&editor).shots[0].prompt, format!("{before} Then @inspector and @{second} "));
    assert_eq!(element_names(&editor).len(), 3, "nothing new was made");

    // Escape leaves what was typed, and what is known whole is not asked about.
    editor.harness.get_by_label("Prompt of shot 1").type_text("@ma");
    editor.harness.run_ok();
    press(&mut editor, Key::Escape);
    assert!(!editor.has("New element “ma”"));
    assert!(scene(&editor).shots[0].prompt.ends_with("@ma"));
    editor.harness.get_by_label("Prompt of shot 1").type_text("ra");
    editor.harness.run_ok();
    assert!(!editor.has("New element “mara”"));
}

#[test]
fn the_list_of_names_makes_a_new_element() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    let before = scene(&editor).shots[0].prompt.clone();
    type_into_prompt(&mut editor, " A @gull");
    press(&mut editor, Key::Enter);
    assert_eq!(scene(&editor).shots[0].prompt, format!("{before} A @gull "));
    assert_eq!(element_names(&editor).last(), Some(&"gull"));
    assert!(!editor.has("No element is named @gull"));
    assert!(editor.has("@gull has no picture, only its name and description are sent"), "the check says what it lacks");

    // It is a change of its own: undone, the prompt keeps the word and the check tells.
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    editor.harness.run_ok();
    assert!(!element_names(&editor).contains(&"gull"));
    assert!(scene(&editor).shots[0].prompt.ends_with("@gull "));
    assert!(editor.has("No element is named @gull"));
}

/// The panel that a shot has, once it is another than before.
fn new_panel(editor: &mut Editor, shot: usize, before: Option<&MediaPath>) -> MediaPath {
    let before = before.cloned();
    editor.until("another panel", |harness| {
        let shot = harness.state().desk().project().scenes[0].shots.get(shot);
        shot.is_some_and(|shot| shot.panel != before)
    });
    scene(editor).shots[shot].panel.clone().unwrap()
}

#[test]
fn a_pasted_picture_becomes_the_selected_shots_panel() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    editor.click_like("Shot 2, 010B");
    let before = scene(&editor).shots[1].panel.clone();
    let pasted: Vec<u8> = (0..64 * 36).flat_map(|at: u32| [u8::try_from(at % 251).unwrap(), 40, 90, 255]).collect();
    let image = egui::ColorImage::from_rgba_unmultiplied([64, 36], &pasted);
    editor.harness.event(Event::PasteImage(Arc::new(image)));
    editor.harness.run_steps(2);
    let panel = new_panel(&mut editor, 1, before.as_ref());

    // It is a file of the project now, with the very pixels.
    let kept = image::open(editor.project.join(panel.as_str())).unwrap().to_rgba8();
    assert_eq!(kept.dimensions(), (64, 36));
    assert_eq!(kept.into_raw(), pasted);
    assert_eq!(editor.harness.state().desk().history().undo_label(), Some("Set panel of shot 2"));
}

#[test]
fn pasted_paths_are_pictures_unless_one_types() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    let folder = tempfile::tempdir().unwrap();
    let one = picture_file(folder.path(), "one.png", 64, 36);
    let two = picture_file(folder.path(), "with space.png", 36, 64);
    let url = format!("file://{}", two.display()).replace(' ', "%20");
    editor.click_like("Shot 5, 010E");
    let before = scene(&editor).shots[4].panel.clone();
    editor.harness.event(Event::Paste(format!("{}\n{url}\n", one.display())));
    editor.harness.run_ok();
    assert_eq!(scene(&editor).shots[4].panel, before, "a panel that is there is not replaced unasked");
    editor.click_like("Replace 1 panel");
    new_panel(&mut editor, 4, before.as_ref());
    assert_eq!(scene(&editor).shots.len(), 6, "the second one makes a new shot");
    assert!(scene(&editor).shots[5].panel.is_some());

    // In a text, a path is text.
    let count = scene(&editor).shots.len();
    type_into_prompt_of_selected(&mut editor);
    let path = one.display().to_string();
    editor.harness.event(Event::Paste(path.clone()));
    editor.harness.run_ok();
    assert!(scene(&editor).shots.iter().any(|shot| shot.prompt.ends_with(&path)));
    assert_eq!(scene(&editor).shots.len(), count);
}

fn type_into_prompt_of_selected(editor: &mut Editor) {
    editor.harness.get_by_label_contains("Prompt of shot").focus();
    editor.harness.run_ok();
}

#[test]
fn a_pasted_path_of_no_picture_is_told_and_changes_nothing() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.png");
    std::fs::write(&broken, b"\x89PNG\r\n\x1a\n but no more").unwrap();
    let before = editor.harness.state().desk().project().clone();
    editor.harness.event(Event::Paste(broken.display().to_string()));
    editor.until("a sentence", |harness| !harness.state().view().notices.is_empty());
    assert!(editor.has("broken.png"));
    assert_eq!(*editor.harness.state().desk().project(), before);
}

fn unplaced(files: &[PathBuf]) -> Editor {
    let mut editor = Editor::example_with(NoPicker, PointerWhileDragging::Unknown);
    editor.settle();
    let somewhere = editor.harness.get_by_label_contains("First frame:").rect().center();
    editor.drop_files(somewhere, files);
    editor.harness.run_ok();
    editor
}

#[test]
fn a_picture_dropped_where_no_place_is_known_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let mut editor = unplaced(&[picture_file(folder.path(), "frame.png", 640, 360)]);
    let project = editor.harness.state().desk().project().clone();
    assert!(editor.has("Use the picture as…"));
    assert!(editor.has("frame.png"));
    for choice in ["First frame", "Last frame", "Panel of shot 1", "Panel of a new shot", "Pictures of @mara"] {
        assert!(editor.has(choice), "{choice}");
    }
    editor.click("Cancel");
    assert_eq!(*editor.harness.state().desk().project(), project);

    let mut editor = unplaced(&[picture_file(folder.path(), "frame.png", 640, 360)]);
    editor.click("Last frame");
    editor.until("a last frame", |harness| harness.state().desk().project().scenes[0].frame(FrameSlot::Last).is_some());
    assert!(!editor.has("Use the picture as…"));
}

#[test]
fn several_pictures_without_a_place_are_not_frames() {
    let folder = tempfile::tempdir().unwrap();
    let files = [picture_file(folder.path(), "a.png", 64, 36), picture_file(folder.path(), "b.png", 36, 64)];
    let mut editor = unplaced(&files);
    assert!(editor.has("Use the 2 pictures as…"));
    assert!(editor.harness.query_by_label("Last frame").is_none());
    let before = scene(&editor).shots[0].panel.clone();
    editor.click("Panels from shot 1 on");
    assert_eq!(scene(&editor).shots[0].panel, before, "panels are not replaced unasked");
    editor.click_like("Replace 2 panels");
    new_panel(&mut editor, 0, before.as_ref());
    assert_eq!(editor.harness.state().desk().history().undo_label(), Some("Set 2 panels"));
}

/// The pictures of @mara, with a third one.
fn mara(editor: &mut Editor) -> Vec<MediaPath> {
    let third = picture_file(editor.data(), "third.png", 320, 320);
    editor.click_like("Element @mara");
    let place = editor.harness.get_by_label("Add a picture of the element").rect().center();
    editor.drop_files(place, &[third]);
    editor.until("a third picture", |harness| harness.state().desk().project().elements[0].images.len() == 3);
    editor.settle();
    images(editor)
}

fn images(editor: &Editor) -> Vec<MediaPath> {
    editor.harness.state().desk().project().elements[0].images.clone()
}

fn undo(editor: &mut Editor) {
    editor.click("Done");
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    editor.harness.run_ok();
    editor.click_like("Element @mara");
}

#[test]
fn pictures_of_an_element_change_places_by_hand_and_by_key_and_the_first_is_the_front() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    let before = mara(&mut editor);
    let to_the_front = [before[2].clone(), before[0].clone(), before[1].clone()];
    let undo_label = |editor: &Editor| editor.harness.state().desk().history().undo_label().map(str::to_owned);
    let place = |editor: &Editor, n: usize| {
        editor.harness.get_by_label(&format!("Picture {n} of @mara, choose another")).rect().center()
    };
    let (from, to) = (place(&editor, 3), place(&editor, 1));
    editor.harness.drag_at(from);
    editor.harness.run_steps(2);
    editor.harness.hover_at(to);
    editor.harness.run_steps(2);
    editor.picture("element-picture-dragged");
    editor.harness.drop_at(to);
    editor.harness.run_steps(3);
    assert_eq!(images(&editor), to_the_front);
    assert_eq!(undo_label(&editor).as_deref(), Some("Make picture 3 the front of @mara"));
    undo(&mut editor);
    assert_eq!(images(&editor), before);

    // By keys, place by place; the keyboard stays on the picture that moves.
    editor.harness.get_by_label("Picture 2 of @mara, choose another").focus();
    editor.harness.run_ok();
    press(&mut editor, Key::ArrowRight);
    assert_eq!(images(&editor), before, "without Alt they only lead along");
    for _ in 0..2 {
        editor.harness.key_press_modifiers(egui::Modifiers::ALT, Key::ArrowLeft);
        editor.harness.run_ok();
    }
    assert_eq!(images(&editor), to_the_front);
    assert!(editor.harness.get_by_label("Picture 1 of @mara, choose another").is_focused());
    editor.harness.key_press_modifiers(egui::Modifiers::ALT, Key::ArrowLeft);
    editor.harness.run_ok();
    assert_eq!(images(&editor), to_the_front, "before the front there is no place");
    for _ in 0..2 {
        undo(&mut editor);
    }
    assert_eq!(images(&editor), before);
}

#[test]
fn what_nobody_sees_in_a_prompt_is_told_and_goes_with_one_click() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    let before = scene(&editor).shots[0].prompt.clone();
    type_into_prompt(&mut editor, "\u{202e}Rain\u{feff}, tin");
    assert!(editor.has("Shot 1 has characters that nobody sees and that are sent: RLO (U+202E), BOM (U+FEFF)"));
    editor.picture("control-characters");
    editor.click("Remove them everywhere");
    assert!(!editor.has("characters that nobody sees"));
    assert!(scene(&editor).shots[0].prompt.contains("Rain, tin"), "{}", scene(&editor).shots[0].prompt);
    editor.harness.key_press(Key::Escape);
    editor.harness.run_ok();
    for _ in 0..2 {
        editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
        editor.harness.run_ok();
    }
    assert_eq!(scene(&editor).shots[0].prompt, before);
}
