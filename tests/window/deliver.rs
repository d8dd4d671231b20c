//! A delivery from the window: scenes ticked, for whom and at which price, the folder at the end; what was chosen is
//! remembered, what is missing is told, and a stopped one leaves nothing.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::Editor;
use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use storyreel::story::Aspect;

/// The example with a copy of its scene in each other ratio.
fn editor() -> Editor {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    for ratio in ["9:16", "1:1"] {
        editor.harness.get_by_role_and_label(Role::Button, "Scene").click();
        editor.harness.run_ok();
        editor.click(&format!("Duplicate scene as {ratio}"));
    }
    editor.settle();
    editor
}

fn press(editor: &mut Editor, key: Key) {
    editor.harness.key_press_modifiers(Modifiers::COMMAND, key);
    editor.harness.run_ok();
}

fn is_on(editor: &Editor, name: &str) -> bool {
    let tick = editor.harness.get_by_role_and_label(Role::CheckBox, name);
    tick.accesskit_node().toggled() == Some(Toggled::True)
}

fn tick(editor: &mut Editor, name: &str) {
    editor.harness.get_by_role_and_label(Role::CheckBox, name).click();
    editor.harness.run_ok();
}

fn choose(editor: &mut Editor, name: &str) {
    editor.harness.get_by_role_and_label(Role::RadioButton, name).click();
    editor.harness.run_ok();
}

/// Types into a field in place of what it holds.
fn fill(editor: &mut Editor, field: &str, words: &str) {
    editor.harness.get_by_role_and_label(Role::TextInput, field).focus();
    editor.harness.run_ok();
    editor.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    editor.harness.get_by_role_and_label(Role::TextInput, field).type_text(words);
    editor.harness.run_ok();
}

/// Presses the sheet's own button.
fn deliver(editor: &mut Editor) {
    editor.harness.get_by_role_and_label(Role::Button, "Deliver").click();
    editor.harness.run_ok();
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The folders of deliveries that are seen in a folder.
fn deliveries(into: &Path) -> Vec<PathBuf> {
    names(into).iter().filter(|name| !name.starts_with('.')).map(|name| into.join(name)).collect()
}

#[test]
fn ticked_scenes_become_a_folder_and_the_choices_are_remembered() {
    let mut editor = editor();
    let into = editor.data().join("for the client");
    fs::create_dir(&into).unwrap();
    press(&mut editor, Key::M);
    assert!(is_on(&editor, "1 Rooftop") && editor.has("3 of 3 scenes, 39 s"));
    assert!(editor.has("A film for each ratio: 16:9, 9:16, 1:1"));
    editor.picture("deliver");

    // All of one ratio, then none, then some.
    choose(&mut editor, "All 9:16");
    assert!(editor.has("1 of 3 scenes, 13 s") && !is_on(&editor, "1 Rooftop") && is_on(&editor, "2 Rooftop, 9:16"));
    choose(&mut editor, "None");
    assert!(editor.has("No scene is chosen; choose at least one"));
    tick(&mut editor, "1 Rooftop");
    tick(&mut editor, "2 Rooftop, 9:16");
    assert!(!editor.has("No scene is chosen"));
    for paper in ["Film, MP4", "Captions, SRT", "Shot list, CSV"] {
        tick(&mut editor, paper);
    }
    fill(&mut editor, "Client", "Acme");
    fill(&mut editor, "Markup in per cent", "lots");
    assert!(editor.has("is no number; write it like 12.5"));
    fill(&mut editor, "Markup in per cent", "20");
    fill(&mut editor, "Folder to deliver to", into.to_str().unwrap());
    editor.picture("deliver-some");
    deliver(&mut editor);
    editor.until("what it holds", |harness| harness.query_all_by_label_contains("v1 holds 3 files").next().is_some());
    editor.picture("delivered");
    let made = deliveries(&into);
    assert_eq!(made.len(), 1);
    assert_eq!(
        names(&made[0]),
        [
            "Harbour chase, boards, scenes 1 2, v1.pdf",
            "Harbour chase, estimate, scenes 1 2, v1.pdf",
            "Harbour chase, shot list, scenes 1 2, v1.csv",
        ]
    );
    editor.click("Close");

    // The sheet is as it was left, with all scenes again; the next run is the next version.
    let remembered = editor.project.join("export.json");
    editor.until("the choices", |_| {
        fs::read_to_string(&remembered).is_ok_and(|text| text.contains("Acme") && text.contains("for the client"))
    });
    let mut editor = editor.restart();
    editor.settle();
    press(&mut editor, Key::M);
    assert!(is_on(&editor, "3 Rooftop, 1:1") && is_on(&editor, "Shot list, CSV") && !is_on(&editor, "Film, MP4"));
    let client = editor.harness.get_by_role_and_label(Role::TextInput, "Client");
    assert_eq!(client.accesskit_node().value().as_deref(), Some("Acme"));
    deliver(&mut editor);
    editor.until("the second", |harness| harness.query_all_by_label_contains("v2 holds 3 files").next().is_some());
    assert_eq!(deliveries(&into).len(), 2);
    assert_eq!(names(&made[0]).len(), 3, "nothing of the first was touched");
    assert_eq!(editor.harness.state().desk().history().redo_label(), None);
}

#[test]
fn a_delivery_can_be_stopped_and_a_place_that_is_none_is_told_with_a_way_back() {
    let mut editor = editor();
    let into = editor.data().join("out");
    press(&mut editor, Key::M);
    // The folder by the system's dialog, or typed where there is none.
    editor.click("Choose…");
    editor.until("asked", |harness| harness.query_by_label("Path of the folder to deliver to").is_some());
    fill(&mut editor, "Path of the folder to deliver to", into.to_str().unwrap());
    editor.click("Deliver there");
    let field = editor.harness.get_by_role_and_label(Role::TextInput, "Folder to deliver to");
    assert_eq!(field.accesskit_node().value().as_deref(), into.to_str());
    choose(&mut editor, "All 1:1");
    deliver(&mut editor);
    editor.until("told", |harness| harness.query_all_by_label_contains("There is no folder ").next().is_some());
    editor.click("Choose again");
    assert!(editor.has("1 of 3 scenes, 13 s"), "what was chosen stays chosen");
    fs::create_dir(&into).unwrap();
    choose(&mut editor, "All");
    deliver(&mut editor);
    editor.until("under way", |harness| harness.query_all_by_label_contains("Delivering, Film").next().is_some());
    assert_eq!(deliveries(&into), Vec::<PathBuf>::new(), "nothing is seen of it before it is whole");
    editor.picture("delivering");
    editor.click("Stop");
    editor.until("stopped", |harness| {
        harness.query_all_by_label_contains("The delivery was stopped, nothing of it was kept").next().is_some()
    });
    assert_eq!(names(&into), [""; 0]);
}

#[test]
fn a_scene_is_copied_to_the_ratios_that_it_has_not() {
    let mut editor = editor();
    let aspects = |editor: &Editor| -> Vec<Aspect> {
        editor.harness.state().desk().project().scenes.iter().map(|scene| scene.aspect).collect()
    };
    assert_eq!(aspects(&editor), [Aspect::Wide, Aspect::Tall, Aspect::Square]);
    // The square one is selected: it goes to the two others, and to its own as a plain copy alone.
    editor.harness.get_by_role_and_label(Role::Button, "Scene").click();
    editor.harness.run_ok();
    assert!(editor.harness.query_by_label("Duplicate scene as 9:16").is_some());
    assert!(editor.harness.query_by_label("Duplicate scene as 1:1").is_none());
    editor.click("Duplicate scene as 16:9");
    assert_eq!(aspects(&editor), [Aspect::Wide, Aspect::Tall, Aspect::Square, Aspect::Wide]);
    press(&mut editor, Key::Z);
    assert_eq!(aspects(&editor).len(), 3);
}
