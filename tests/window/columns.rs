//! The project's own columns and its versions from the window: added, filled, shown on boards; and boards of a version.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use crate::support::Editor;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

fn editor() -> Editor {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    editor
}

fn columns(editor: &Editor) -> Vec<String> {
    editor.harness.state().desk().project().columns.clone()
}

fn type_into(editor: &mut Editor, field: &str, text: &str) {
    editor.harness.get_by_role_and_label(Role::TextInput, field).focus();
    editor.harness.run_ok();
    editor.harness.get_by_role_and_label(Role::TextInput, field).type_text(text);
    editor.harness.run_ok();
}

#[test]
fn columns_are_added_filled_renamed_and_deleted_each_as_a_step() {
    let mut editor = editor();
    editor.click("Edit");
    editor.click("Columns…");
    editor.click("Add Sound");
    type_into(&mut editor, "New column", "Client's word");
    editor.click("Add");
    assert_eq!(columns(&editor), ["Sound", "Client's word"]);
    type_into(&mut editor, "New column", "sound");
    editor.click("Add");
    assert!(editor.has("There is a column \"Sound\" already"));
    editor.picture("columns");
    editor.click("Move Client's word up");
    assert_eq!(columns(&editor), ["Client's word", "Sound"]);
    editor.click("Close");

    editor.harness.get_by_role_and_label(Role::MultilineTextInput, "Sound").focus();
    editor.harness.run_ok();
    editor.harness.get_by_role_and_label(Role::MultilineTextInput, "Sound").type_text("Rain on tin");
    editor.harness.run_ok();
    let shot = |editor: &Editor| editor.harness.state().desk().project().scenes[0].shots[0].clone();
    assert_eq!(shot(&editor).column("Sound"), "Rain on tin");
    editor.picture("columns-inspector");
    editor.saved();
    assert_eq!(editor.on_disk()["scenes"][0]["shots"][0]["columns"]["Sound"], "Rain on tin");

    editor.harness.get_by_label("Columns…").click_accesskit();
    editor.harness.run_ok();
    editor.click("Delete Sound and its text in 1 shot");
    assert_eq!((columns(&editor), shot(&editor).columns.len()), (vec!["Client's word".to_owned()], 0));
    editor.click("Close");
    editor.harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    editor.harness.run_ok();
    assert_eq!(shot(&editor).column("Sound"), "Rain on tin");
}

#[test]
fn boards_show_columns_by_choice_and_mark_what_changed_since_a_version() {
    let mut editor = editor();
    editor.click("File");
    editor.click("Versions…");
    type_into(&mut editor, "Name of the version", "Sent to client");
    editor.click("Keep as it is now");
    editor.until("kept", |harness| harness.query_by_label_contains("\"Sent to client\", ").is_some());
    editor.click("Close");
    editor.click("Edit");
    editor.click("Columns…");
    editor.click("Add Legal");
    editor.click("Close");
    editor.harness.get_by_role_and_label(Role::MultilineTextInput, "Legal").focus();
    editor.harness.run_ok();
    editor.harness.get_by_role_and_label(Role::MultilineTextInput, "Legal").type_text("No logos");
    editor.harness.run_ok();

    editor.harness.key_press_modifiers(Modifiers::COMMAND, Key::E);
    editor.until("the versions", |harness| {
        harness.query_by_role_and_label(Role::ComboBox, "Mark changes since").is_some()
    });
    editor.harness.get_by_role_and_label(Role::CheckBox, "Legal").click();
    editor.harness.run_ok();
    editor.harness.get_by_role_and_label(Role::ComboBox, "Mark changes since").click();
    editor.harness.run_ok();
    editor.click_like("Sent to client, ");
    editor.until("a page", |harness| harness.query_all_by_label_contains("Page 2 of ").next().is_some());
    editor.picture("export-since");
    let out = editor.project.with_file_name("since.pdf");
    editor.click("Export…");
    let field = "Path of the file to make";
    editor.until(field, |harness| harness.query_by_label(field).is_some());
    editor.harness.get_by_label(field).focus();
    editor.harness.run_ok();
    editor.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    editor.harness.get_by_label(field).type_text(out.to_str().unwrap());
    editor.harness.run_ok();
    editor.click("Export here");
    editor.until("the file", |harness| harness.query_all_by_label_contains("since.pdf is ready").next().is_some());
    let told = std::process::Command::new("pdftotext").args(["-raw", out.to_str().unwrap(), "-"]).output().unwrap();
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let told = bare(&String::from_utf8(told.stdout).unwrap());
    for words in ["Legal: No logos", "CHANGED", "Legal: \"No logos\" is new", "Since “Sent to client” of", "1 changed"]
    {
        assert!(told.contains(&bare(words)), "{words} in {told}");
    }
    // It is asked each time anew.
    editor.harness.key_press_modifiers(Modifiers::COMMAND, Key::E);
    editor.until("the versions", |harness| {
        harness.query_by_role_and_label(Role::ComboBox, "Mark changes since").is_some()
    });
    assert!(editor.harness.state().desk().export_settings().boards.columns == ["Legal"]);
    let combo = editor.harness.get_by_role_and_label(Role::ComboBox, "Mark changes since");
    assert_eq!(combo.value().as_deref(), Some("No marks"));
}
