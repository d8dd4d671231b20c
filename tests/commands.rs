//! Commands by all their ways, the user's own keys, the history, and the timeline as screen readers have it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod support;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use storyreel::store::example;
use support::Editor;

const CTRL: Modifiers = Modifiers::COMMAND;

fn editor() -> Editor {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    editor
}

/// The example where the data folder has a file of keys.
fn editor_with_keys(keys: &str) -> Editor {
    let data = tempfile::tempdir().unwrap();
    let project = data.path().join("Harbour chase.storyreel");
    example::write_to(&project).unwrap();
    std::fs::write(data.path().join("keys.toml"), keys).unwrap();
    let mut editor = Editor::open(data, project, 1440.0, 900.0, 1.0);
    editor.settle();
    editor
}

fn press(editor: &mut Editor, modifiers: Modifiers, key: Key) {
    editor.harness.key_press_modifiers(modifiers, key);
    editor.harness.run_ok();
}

fn lengths(editor: &Editor) -> Vec<u32> {
    editor.harness.state().desk().project().scenes[0].shots.iter().map(|shot| shot.seconds.0).collect()
}

#[test]
fn the_palette_finds_a_command_and_does_it_even_from_a_text() {
    let mut editor = editor();
    let before = lengths(&editor);
    editor.harness.get_by_label("Prompt of shot 1").focus();
    editor.harness.run_ok();
    press(&mut editor, CTRL, Key::K);
    let field = |editor: &Editor| editor.harness.query_by_label("Find a command").is_some();
    assert!(field(&editor));
    editor.harness.get_by_label("Find a command").type_text("splt");
    editor.harness.run_ok();
    assert_eq!(lengths(&editor), before, "what is typed here is no command");
    let chosen = editor.harness.get_by_role_and_label(Role::ListBoxOption, "Split at the playhead");
    assert_eq!(chosen.accesskit_node().is_selected(), Some(true));
    press(&mut editor, Modifiers::NONE, Key::Enter);
    assert!(!field(&editor));
    assert_eq!(lengths(&editor).len(), before.len() + 1);
    // The arrows choose, Escape leaves it.
    press(&mut editor, CTRL, Key::K);
    press(&mut editor, Modifiers::NONE, Key::ArrowDown);
    let options = editor.harness.get_all_by_role(Role::ListBoxOption);
    let chosen: Vec<_> = options.filter(|option| option.accesskit_node().is_selected() == Some(true)).collect();
    assert!(chosen.iter().any(|option| option.accesskit_node().label().as_deref() == Some("Open project")));
    drop(chosen);
    press(&mut editor, Modifiers::NONE, Key::Escape);
    assert!(!field(&editor));
}

#[test]
fn keys_come_from_a_file_and_a_clash_is_told() {
    let mut editor = editor_with_keys("split-shot = \"B\"\nloop = \"N\"\n");
    assert!(editor.has("N is the key of “Loop” now and no more of “Add shot”"));
    let before = lengths(&editor);
    press(&mut editor, Modifiers::NONE, Key::S);
    assert_eq!(lengths(&editor), before, "the usual key does it no more");
    press(&mut editor, Modifiers::NONE, Key::B);
    assert_eq!(lengths(&editor).len(), before.len() + 1);
    press(&mut editor, Modifiers::NONE, Key::N);
    assert!(editor.harness.state().view().player.looping);
    assert_eq!(lengths(&editor).len(), before.len() + 1);
    // The sheet of shortcuts has them as they are now.
    press(&mut editor, Modifiers::NONE, Key::F1);
    assert!(editor.harness.query_by_label("B").is_some());
    assert!(editor.has("With the pointer"));
}

#[test]
fn a_changed_file_of_keys_counts_when_the_window_has_the_keyboard_again() {
    let mut editor = editor();
    let file = editor.data().join("keys.toml");
    assert!(!file.exists());
    press(&mut editor, Modifiers::NONE, Key::F1);
    editor.click("Change keys…");
    editor.until("the file of keys", |harness| harness.query_by_label_contains("Your keys lie in").is_some());
    assert!(std::fs::read_to_string(&file).unwrap().contains("# split-shot = \"S\""));
    editor.harness.input_mut().focused = false;
    editor.harness.run_ok();
    std::fs::write(&file, "split-shot = \"B\"\nsplit-shoot = \"C\"\n").unwrap();
    editor.harness.input_mut().focused = true;
    editor.until("what is wrong in it", |harness| harness.query_by_label_contains("“split-shoot”").is_some());
    let before = lengths(&editor);
    press(&mut editor, Modifiers::NONE, Key::B);
    assert_eq!(lengths(&editor).len(), before.len() + 1);
}

#[test]
fn the_history_jumps_anywhere() {
    let mut editor = editor();
    let mut states = vec![lengths(&editor)];
    for key in [Key::Num4, Key::CloseBracket, Key::S] {
        press(&mut editor, Modifiers::NONE, key);
        states.push(lengths(&editor));
    }
    press(&mut editor, CTRL, Key::H);
    editor.click("At the beginning, done");
    assert_eq!(lengths(&editor), states[0]);
    editor.click("Trim shot 1, undone");
    assert_eq!(lengths(&editor), states[2]);
    let here = editor.harness.get_by_label("Trim shot 1, done");
    assert_eq!(here.accesskit_node().is_selected(), Some(true));
    // By keyboard too.
    editor.harness.get_by_label("Split shot 1, undone").focus();
    editor.harness.run_ok();
    press(&mut editor, Modifiers::NONE, Key::Enter);
    assert_eq!(lengths(&editor), states[3]);
}

#[test]
fn undo_says_what_it_undid_and_offers_the_way_back() {
    let mut editor = editor();
    press(&mut editor, Modifiers::NONE, Key::Num4);
    press(&mut editor, CTRL, Key::Z);
    assert!(editor.has("Undone: Set shot 1 to 4 s"));
    editor.harness.get_by_role_and_label(Role::Button, "Edit").click();
    editor.harness.run_ok();
    assert!(editor.has("Redo: Set shot 1 to 4 s"), "the menu names it too");
    press(&mut editor, Modifiers::NONE, Key::Escape);
    editor.click("Make it again");
    assert_eq!(lengths(&editor)[0], 4);
    assert!(editor.has("Made again: Set shot 1 to 4 s") && !editor.has("Undone: "), "one message at a time");
}

#[test]
fn the_timeline_is_a_list_with_values() {
    let mut editor = editor();
    let list = editor.harness.get_by_role(Role::ListBox);
    assert_eq!(list.accesskit_node().label().as_deref(), Some("Timeline, 13 of 15 seconds"));
    let third = editor.harness.get_by_label_contains("Shot 3, ");
    let node = third.accesskit_node();
    assert_eq!(node.role(), Role::ListBoxOption);
    assert!(node.label().unwrap().ends_with(", 3 seconds, 5 to 8 seconds"), "{:?}", node.label());
    assert_eq!(node.value().as_deref(), Some("3 seconds, 5 to 8 seconds"));
    // By Tab alone: from clip to clip and to its edge.
    third.focus();
    editor.harness.run_ok();
    press(&mut editor, Modifiers::NONE, Key::CloseBracket);
    assert!(editor.has("4 seconds, 5 to 9 seconds"));
    // The keyboard goes with the current shot.
    press(&mut editor, Modifiers::NONE, Key::ArrowDown);
    let fourth = editor.harness.get_by_label_contains("Shot 4, ");
    assert!(fourth.accesskit_node().is_focused());
    assert_eq!(fourth.accesskit_node().is_selected(), Some(true));
}
