//! Exports from the window: a document as it will be, the file where it was wanted, choices that are remembered; and a
//! shot list that comes back as one step.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use std::fs;

use crate::support::Editor;
use egui::accesskit::Role;
use egui::{Event, Key};
use egui_kittest::kittest::Queryable as _;

/// Types a path where the system offers no file dialog.
fn give_path(editor: &mut Editor, field: &str, path: &std::path::Path, button: &str) {
    editor.until(field, |harness| harness.query_by_label(field).is_some());
    editor.harness.get_by_label(field).focus();
    editor.harness.run_ok();
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    editor.harness.get_by_label(field).type_text(path.to_str().unwrap());
    editor.harness.run_ok();
    editor.click(button);
}

fn command(editor: &mut Editor, name: &str) {
    editor.click("Export");
    editor.click(name);
}

#[test]
fn boards_are_looked_at_then_made_and_their_choices_are_remembered() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::E);
    editor.until("the first page of panels", |harness| harness.query_all_by_label("Page 2 of 2").next().is_some());
    editor.harness.get_by_role_and_label(Role::RadioButton, "1").click();
    editor.harness.run_ok();
    editor.until("a page for each panel", |harness| harness.query_all_by_label("Page 2 of 6").next().is_some());
    editor.click("Next page");
    editor.until("the page after", |harness| harness.query_all_by_label("Page 3 of 6").next().is_some());
    editor.click("Prompt");
    editor.picture("export-boards");

    let out = editor.project.with_file_name("boards.pdf");
    editor.click("Export…");
    // Where there is no such place, that is told, and what was chosen stays chosen.
    let nowhere = out.with_file_name("nowhere").join("boards");
    give_path(&mut editor, "Path of the file to make", &nowhere, "Export here");
    editor.until("told", |harness| harness.query_all_by_label_contains("There is no folder ").next().is_some());
    editor.click("Choose another place");
    give_path(&mut editor, "Path of the file to make", &out.with_extension(""), "Export here");
    editor.until("the file", |harness| harness.query_all_by_label_contains("boards.pdf is ready").next().is_some());
    assert!(fs::read(&out).unwrap().starts_with(b"%PDF-"));

    // The same once more: what is there is replaced only when that is said.
    fs::write(&out, "marked up by the client").unwrap();
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::E);
    editor.until("its page", |harness| harness.query_all_by_label_contains("Page 2 of 6").next().is_some());
    editor.click("Export…");
    give_path(&mut editor, "Path of the file to make", &out, "Export here");
    editor
        .until("asked", |harness| harness.query_all_by_label_contains("boards.pdf is there already").next().is_some());
    editor.picture("export-replace");
    editor.click("Cancel");
    assert_eq!(fs::read(&out).unwrap(), b"marked up by the client");
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::E);
    editor.until("its page", |harness| harness.query_all_by_label_contains("Page 2 of 6").next().is_some());
    editor.click("Export…");
    give_path(&mut editor, "Path of the file to make", &out, "Export here");
    editor.until("asked", |harness| harness.query_all_by_label("Replace").next().is_some());
    editor.click("Replace");
    editor.until("the file", |_| fs::read(&out).unwrap().starts_with(b"%PDF-"));
    editor.until("done", |harness| harness.state().desk().exporting().is_none());
    let remembered = editor.project.join("export.json");
    editor.until("the choices", |_| remembered.exists());
    let remembered: serde_json::Value = serde_json::from_slice(&fs::read(remembered).unwrap()).unwrap();
    assert_eq!((&remembered["boards"]["per_page"], &remembered["boards"]["prompt"]), (&1.into(), &true.into()));
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::E);
    editor.until("the same choices", |harness| harness.query_all_by_label("Page 2 of 6").next().is_some());
    assert!(editor.on_disk().get("boards").is_none(), "an export is no part of the story");
    assert_eq!(editor.harness.state().desk().history().undo_label(), None);
}

#[test]
fn ticks_of_all_groups_stand_below_each_other_and_a_page_of_another_kind_is_none() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::E);
    editor.until("a page", |harness| harness.query_all_by_label("Page 2 of 2").next().is_some());
    let mut edges: Vec<i32> = Vec::new();
    for tick in ["Seconds", "Prompt", "Camera moves", "Title page", "Page numbers", "Cost of each scene"] {
        #[expect(clippy::cast_possible_truncation, reason = "points of a screen")]
        edges.push(editor.harness.get_by_role_and_label(Role::CheckBox, tick).rect().left().round() as i32);
    }
    edges.sort_unstable();
    edges.dedup();
    assert_eq!(edges.len(), 2, "two columns, not {edges:?}");
    // Until its own page has come, the boards' is not shown as the estimate's.
    editor.harness.get_by_role_and_label(Role::Button, "Estimate").click();
    editor.harness.step();
    editor.harness.step();
    assert!(!editor.has("Page 2 of 2"));
    editor.until("its page", |harness| harness.query_all_by_label("Page 1 of 1").next().is_some());
}

#[test]
fn what_cannot_be_used_is_told_before_anything_is_made() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    command(&mut editor, "Estimate…");
    editor.until("its page", |harness| harness.query_all_by_label("Page 1 of 1").next().is_some());
    let field = |editor: &Editor| editor.harness.get_by_role_and_label(Role::TextInput, "Markup in per cent").rect();
    let place = field(&editor).center();
    editor.harness.drag_at(place);
    editor.harness.drop_at(place);
    editor.harness.run_ok();
    editor.harness.get_by_role_and_label(Role::TextInput, "Markup in per cent").type_text("lots");
    editor.harness.run_ok();
    assert!(editor.has("is no number; write it like 12.5"));
    editor.picture("export-estimate");
    editor.click("Cancel");
    assert!(!editor.has("is no number"));
}

#[test]
fn a_shot_list_comes_back_as_one_step() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    let before = editor.harness.state().desk().project().clone();
    let file = editor.project.with_file_name("list.csv");
    fs::write(&file, "scene,name,seconds,notes\nRooftop,010A,4,Nearer\nRooftop,010Z,1,New\n").unwrap();
    command(&mut editor, "Import a shot list…");
    give_path(&mut editor, "Path of a CSV or Excel file", &file, "Read it");
    editor.until("the changes", |harness| harness.query_by_label("Make the changes").is_some());
    assert!(editor.has("Rooftop, 010A: 3 s becomes 4 s") && editor.has("Rooftop, 010Z: new shot, 1 s"));
    assert_eq!(*editor.harness.state().desk().project(), before, "told before it is made");
    editor.click("Make the changes");
    let shots = &editor.harness.state().desk().project().scenes[0].shots;
    assert_eq!((shots.len(), shots[0].seconds.0, shots[0].notes.as_str()), (6, 4, "Nearer"));
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    editor.harness.run_ok();
    assert_eq!(*editor.harness.state().desk().project(), before);
}

#[test]
fn a_shot_list_dropped_anywhere_and_rows_pasted_are_told_before_they_are_made() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    let before = editor.harness.state().desk().project().clone();
    let file = editor.project.with_file_name("From the client.CSV");
    fs::write(&file, "scene;name;seconds\r\nRooftop;010A;4 Sek.\r\n").unwrap();
    let somewhere = editor.harness.get_by_label_contains("First frame:").rect().center();
    editor.drop_files(somewhere, std::slice::from_ref(&file));
    editor.until("the changes", |harness| harness.query_by_label("Make the changes").is_some());
    assert!(editor.has("Rooftop, 010A: 3 s becomes 4 s"));
    assert_eq!(
        *editor.harness.state().desk().project(),
        before,
        "told before it is made, and no picture was asked for"
    );

    // What is open stays open.
    editor.drop_files(somewhere, &[file]);
    editor.harness.run_ok();
    assert!(editor.has("Nothing was taken: close the import first, then drop the files again"));
    editor.click("Cancel");

    let rows = "scene\tname\tdialogue\nRooftop\t010B\t\"Run!\" she said\n";
    editor.harness.event(Event::Paste(rows.to_owned()));
    editor.harness.run_steps(2);
    editor.until("the changes", |harness| harness.query_by_label("Make the changes").is_some());
    editor.picture("import-shot-list");
    editor.click("Make the changes");
    assert_eq!(editor.harness.state().desk().project().scenes[0].shots[1].dialogue, "\"Run!\" she said");
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    editor.harness.run_ok();
    assert_eq!(*editor.harness.state().desk().project(), before, "one step");

    // Rows without names of columns are told, and what is left out is told though nothing changes.
    editor.harness.event(Event::Paste("a\tb\nc\td\n".to_owned()));
    editor.harness.run_steps(2);
    assert!(editor.has(
        "The pasted rows name no columns: copy the line above them too, with names like scene, shot, name, prompt"
    ));
    editor.harness.event(Event::Paste("scene\tname\tcamera\nRooftop\t010A\tLow\n".to_owned()));
    editor.until("the note", |harness| harness.query_by_label("The shot list changes nothing").is_some());
    assert!(editor.has("The column \"camera\" is not known and is left out"));
    editor.click("Close");
}

#[test]
fn a_shot_list_has_the_marks_that_were_chosen_and_a_film_the_range_that_was_marked() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    // The range of the scene that plays, marked with I and O.
    editor.harness.key_press(Key::ArrowRight);
    editor.harness.run_ok();
    editor.harness.key_press(Key::I);
    editor.harness.run_ok();
    let marks = editor.harness.state().view().player.marks;
    assert!(marks.from.is_some(), "{marks:?}");
    command(&mut editor, "Shot list…");
    editor.click("Semicolons");
    editor.until("its text", |harness| harness.query_all_by_label_contains("scene;shot;name;seconds").next().is_some());
    editor.picture("export-semicolons");
    editor.click("Excel");
    editor.until("its text", |harness| harness.query_all_by_label_contains("scene,shot,name,seconds").next().is_some());
    editor.click("Film");
    let from = editor.harness.get_by_role_and_label(Role::TextInput, "From, the start if empty");
    assert!(from.value().is_some_and(|value| !value.is_empty()), "the marked range is the film's");
    editor.picture("export-film-range");
    editor.click("Shot list");
    editor.click("Excel");
    let out = editor.project.with_file_name("list.xlsx");
    editor.click("Export…");
    give_path(&mut editor, "Path of the file to make", &out, "Export here");
    editor.until("the file", |harness| harness.query_all_by_label_contains("list.xlsx is ready").next().is_some());
    assert!(fs::read(&out).unwrap().starts_with(b"PK"));
    let remembered = editor.project.join("export.json");
    editor.until("the choices", |_| remembered.exists());
    let remembered: serde_json::Value = serde_json::from_slice(&fs::read(remembered).unwrap()).unwrap();
    assert_eq!(remembered["tables"]["separator"], "semicolon");
}

#[test]
fn the_sheet_stays_in_a_window_that_becomes_smaller() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::E);
    editor.harness.run_ok();
    for size in [egui::vec2(1024.0, 640.0), egui::vec2(860.0, 520.0)] {
        editor.harness.set_size(size);
        editor.harness.run_ok();
        editor.harness.run_ok();
        let window = egui::Rect::from_min_size(egui::Pos2::ZERO, size);
        for name in ["Cancel", "Export…", "Next page"] {
            let button = editor.harness.get_by_label(name).rect();
            assert!(window.contains_rect(button), "{name}: {button:?} in {size:?}");
        }
    }
}
