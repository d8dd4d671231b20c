//! Commands by all their ways, the user's own keys, the history, and the timeline as screen readers have it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use crate::support::Editor;
use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use storyreel::store::example;

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
    editor.click("Redo it");
    assert_eq!(lengths(&editor)[0], 4);
    assert!(editor.has("Made again: Set shot 1 to 4 s") && !editor.has("Undone: "), "one message at a time");
    // What it offers is gone with the next change.
    press(&mut editor, Modifiers::NONE, Key::CloseBracket);
    assert!(!editor.has("Made again: ") && !editor.has("Undo it"));
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

/// The scene that is shown and the shots that are selected, as people count.
fn selected(editor: &Editor) -> (usize, Vec<usize>) {
    let (view, desk) = (editor.harness.state().view(), editor.harness.state().desk());
    let shots = view.selection(desk).into_iter().map(|at| at + 1).collect();
    (view.scene_index(desk).unwrap() + 1, shots)
}

fn select(editor: &mut Editor, shot: usize, modifiers: Modifiers) {
    editor.harness.get_by_label_contains(&format!("Shot {shot}, ")).click_modifiers(modifiers);
    editor.harness.run_ok();
}

#[test]
fn undo_and_redo_select_and_show_what_they_change() {
    let mut editor = Editor::scenes(12, false, 1440.0, 900.0);
    editor.settle();
    // Several shots of the first scene, then something else in the last.
    select(&mut editor, 2, Modifiers::NONE);
    select(&mut editor, 4, CTRL);
    press(&mut editor, Modifiers::NONE, Key::CloseBracket);
    for _ in 0..11 {
        press(&mut editor, CTRL, Key::PageDown);
    }
    assert_eq!(selected(&editor), (12, vec![1]));
    press(&mut editor, CTRL, Key::Z);
    assert_eq!(selected(&editor), (1, vec![2, 4]), "they are shown where they are");
    assert!(editor.has("Scene 1 Part 1"), "also in the list of scenes");
    press(&mut editor, CTRL, Key::PageDown);
    press(&mut editor, CTRL | Modifiers::SHIFT, Key::Z);
    assert_eq!(selected(&editor), (1, vec![2, 4]));

    // What was deleted is selected when it comes back; what stands in its place when it goes.
    select(&mut editor, 5, Modifiers::NONE);
    press(&mut editor, Modifiers::NONE, Key::Delete);
    select(&mut editor, 1, Modifiers::NONE);
    press(&mut editor, CTRL, Key::Z);
    assert_eq!(selected(&editor), (1, vec![5]));
    press(&mut editor, CTRL, Key::Y);
    assert_eq!(selected(&editor), (1, vec![5]));
    press(&mut editor, CTRL, Key::Z);

    // A jump shows what it came to; a scene alone is shown, and its name changes no selection in it.
    press(&mut editor, CTRL, Key::PageDown);
    press(&mut editor, CTRL | Modifiers::SHIFT, Key::P);
    press(&mut editor, CTRL, Key::PageUp);
    press(&mut editor, CTRL, Key::Z);
    assert_eq!(selected(&editor), (2, vec![1]));
    press(&mut editor, CTRL, Key::H);
    editor.click("At the beginning, done");
    assert_eq!(selected(&editor), (1, vec![2, 4]));

    // An element's name is of no scene, though the texts follow it.
    editor.harness.get_by_role_and_label(Role::Tab, "Shot").click();
    editor.harness.run_ok();
    select(&mut editor, 3, Modifiers::NONE);
    press(&mut editor, CTRL | Modifiers::SHIFT, Key::E);
    press(&mut editor, Modifiers::NONE, Key::Escape);
    press(&mut editor, CTRL, Key::PageDown);
    press(&mut editor, CTRL, Key::Z);
    assert_eq!(selected(&editor), (2, vec![1]));
}

#[test]
fn undo_within_a_text_leaves_the_caret_there() {
    let mut editor = editor();
    select(&mut editor, 4, Modifiers::NONE);
    press(&mut editor, Modifiers::NONE, Key::CloseBracket);
    select(&mut editor, 2, Modifiers::NONE);
    editor.harness.get_by_label("Prompt of shot 2").focus();
    editor.harness.run_ok();
    editor.harness.get_by_label("Prompt of shot 2").type_text("Rain. ");
    editor.harness.run_ok();
    let focused = |editor: &Editor| editor.harness.get_by_label("Prompt of shot 2").accesskit_node().is_focused();
    let before = lengths(&editor);
    press(&mut editor, CTRL, Key::Z);
    assert!(focused(&editor) && editor.has("Undone: Edit prompt of shot 2"));
    press(&mut editor, CTRL, Key::Z);
    assert_eq!(lengths(&editor)[3], before[3] - 1);
    assert!(focused(&editor) && editor.has("Undone: Trim shot 4"));
    assert_eq!(selected(&editor), (1, vec![2]));
    editor.harness.get_by_label("Prompt of shot 2").type_text("7");
    editor.harness.run_ok();
    assert_eq!(lengths(&editor)[1], before[1], "what is typed is text, no command");
    // Out of the text it shows.
    press(&mut editor, Modifiers::NONE, Key::Escape);
    press(&mut editor, CTRL, Key::Z);
    assert_eq!(selected(&editor), (1, vec![2]));
}

#[test]
fn the_palette_leads_to_scenes_shots_and_elements() {
    let mut editor = Editor::scenes(100, false, 1440.0, 900.0);
    editor.settle();
    let go = |editor: &mut Editor, words: &str, finds: &str| {
        press(editor, CTRL, Key::K);
        editor.harness.get_by_label("Find a command").type_text(words);
        editor.harness.run_ok();
        let chosen = editor.harness.get_by_role_and_label(Role::ListBoxOption, finds);
        assert_eq!(chosen.accesskit_node().is_selected(), Some(true), "{words}");
        press(editor, Modifiers::NONE, Key::Enter);
        assert!(editor.harness.query_by_label("Find a command").is_none());
    };
    go(&mut editor, "part 73", "Scene 73 · Part 73");
    assert_eq!(selected(&editor), (73, vec![1]));
    let name = editor.harness.state().desk().project().scenes[41].shots[3].name.clone();
    go(&mut editor, &name, &format!("Shot 4 · {name} · Scene 42 · Part 42"));
    assert_eq!(selected(&editor), (42, vec![4]));
    press(&mut editor, CTRL, Key::K);
    editor.harness.get_by_label("Find a command").type_text("part");
    editor.harness.run_ok();
    assert!(editor.has(" more: write on to find them"));
    editor.picture("palette-of-things");
    // A pointer that lies still chooses nothing; one that moves does, and one line alone is chosen.
    let options = |editor: &Editor| -> Vec<(String, bool, Pos2)> {
        let options = editor.harness.get_all_by_role(Role::ListBoxOption);
        let told = options.map(|option| {
            let (node, at) = (option.accesskit_node(), option.rect().center());
            (node.label().unwrap(), node.is_selected() == Some(true), at)
        });
        told.filter(|(name, ..)| name.contains(" · Part")).collect()
    };
    let chosen = |editor: &Editor| {
        options(editor).into_iter().filter_map(|(name, chosen, _)| chosen.then_some(name)).collect::<Vec<_>>()
    };
    let first = chosen(&editor);
    let (name, _, at) = options(&editor).swap_remove(2);
    for at in [at - vec2(9.0, 0.0), at] {
        editor.harness.hover_at(at);
        editor.harness.run_ok();
    }
    assert_eq!(chosen(&editor), [name]);
    press(&mut editor, Modifiers::NONE, Key::ArrowUp);
    press(&mut editor, Modifiers::NONE, Key::ArrowUp);
    assert_eq!(chosen(&editor), first);
    press(&mut editor, Modifiers::NONE, Key::Escape);
    go(&mut editor, "@mara", "Element @mara");
    assert!(editor.has("Element name"), "its sheet is open");
}

#[test]
fn shots_are_moved_to_a_scene_by_its_name_or_number() {
    let mut editor = Editor::scenes(12, false, 1440.0, 900.0);
    editor.settle();
    let ids = |editor: &Editor, scene: usize| -> Vec<String> {
        let scenes = &editor.harness.state().desk().project().scenes;
        scenes[scene - 1].shots.iter().map(|shot| shot.id.to_string()).collect()
    };
    let before = (ids(&editor, 1), ids(&editor, 12));
    select(&mut editor, 2, Modifiers::NONE);
    select(&mut editor, 4, CTRL);
    // Found in the palette as every command is.
    press(&mut editor, CTRL, Key::K);
    editor.harness.get_by_label("Find a command").type_text("move to scene");
    editor.harness.run_ok();
    press(&mut editor, Modifiers::NONE, Key::Enter);
    assert!(editor.has("Move 2 shots to"));
    assert!(editor.harness.query_by_role_and_label(Role::ListBoxOption, "1 Part 1").is_none(), "they are there");
    editor.harness.get_by_label("Scene's name or number").type_text("12");
    editor.harness.run_ok();
    editor.picture("move-to-scene");
    press(&mut editor, Modifiers::NONE, Key::Enter);
    assert_eq!(ids(&editor, 1), ["s0-0", "s0-2", "s0-4", "s0-5"]);
    assert_eq!(ids(&editor, 12)[6..], ["s0-1", "s0-3"]);
    assert_eq!(selected(&editor), (1, vec![2]), "people stay where they are");
    assert_eq!(editor.harness.state().desk().history().undo_label(), Some("Move 2 shots to scene 12"));
    editor.click("Show");
    assert_eq!(selected(&editor), (12, vec![7, 8]));
    press(&mut editor, CTRL, Key::Z);
    assert_eq!((ids(&editor, 1), ids(&editor, 12)), before);
    assert_eq!(selected(&editor), (1, vec![2, 4]));
}

#[test]
fn one_key_hides_prices_wherever_they_stand() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    let told = |editor: &Editor| {
        let nodes = editor.harness.root().children_recursive();
        let texts = nodes.flat_map(|node| [node.accesskit_node().label(), node.accesskit_node().value()]);
        texts.flatten().filter(|text| text.contains('$') || text.contains("credits")).collect::<Vec<_>>()
    };
    assert!(told(&editor).len() >= 4, "{:?}", told(&editor));
    press(&mut editor, Modifiers::NONE, Key::H);
    press(&mut editor, Modifiers::NONE, Key::Escape);
    assert_eq!(told(&editor), Vec::<String>::new());
    editor.harness.get_by_role_and_label(Role::Tab, "Scene").click();
    editor.harness.run_ok();
    assert_eq!(told(&editor), Vec::<String>::new());
    press(&mut editor, Modifiers::NONE, Key::W);
    assert_eq!(told(&editor), Vec::<String>::new());
    press(&mut editor, Modifiers::NONE, Key::W);
    // It is a choice of this user's, for the next time too; what spends says what.
    let mut editor = editor.restart();
    editor.settle();
    assert_eq!(told(&editor), Vec::<String>::new());
    press(&mut editor, CTRL, Key::G);
    assert!(!told(&editor).is_empty());
    press(&mut editor, Modifiers::NONE, Key::Escape);
    press(&mut editor, Modifiers::NONE, Key::H);
    assert!(told(&editor).len() >= 4);
}
