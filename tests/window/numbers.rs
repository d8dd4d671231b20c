//! Codes of shots renumbered, many pictures at once, shots that go on to another scene, and messages that get out of the way.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use crate::support::{Editor, picture_file};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use storyreel::story::Project;
use storyreel::story::code::doubles;

fn editor() -> Editor {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    editor
}

fn press(editor: &mut Editor, modifiers: Modifiers, key: Key) {
    editor.harness.key_press_modifiers(modifiers, key);
    editor.harness.run_ok();
}

fn project(editor: &Editor) -> &Project {
    editor.harness.state().desk().project()
}

fn codes(editor: &Editor) -> Vec<Vec<String>> {
    let codes = |scene: &storyreel::story::Scene| scene.shots.iter().map(|shot| shot.name.clone()).collect();
    project(editor).scenes.iter().map(codes).collect()
}

/// So many picture files, in an order that is not that of their names.
fn files(editor: &Editor, count: usize) -> Vec<std::path::PathBuf> {
    let name = |n: usize| format!("board {}.png", (n * 7) % count + 1);
    (0..count).map(|n| picture_file(editor.data(), &name(n), 16 + u32::try_from(n).unwrap(), 9)).collect()
}

#[test]
fn copies_of_a_scene_have_codes_of_their_own_and_renumbering_shows_what_it_does_first() {
    let mut editor = editor();
    press(&mut editor, Modifiers::ALT, Key::D);
    assert!(doubles(project(&editor)).is_empty(), "{:?}", codes(&editor));
    press(&mut editor, Modifiers::COMMAND, Key::K);
    editor.harness.get_by_label("Find a command").type_text("renumber");
    editor.harness.run_ok();
    press(&mut editor, Modifiers::NONE, Key::Enter);
    assert!(editor.has("Renumber shots"));
    editor.click("1A, 1B, 2A");
    let count = project(&editor).scenes.iter().map(|scene| scene.shots.len()).sum::<usize>();
    assert!(editor.has(&format!("{count} shots of {count} get another code")));
    let before = codes(&editor);
    editor.click("Renumber");
    let now = codes(&editor);
    assert_eq!((now[0][0].as_str(), now[1][1].as_str()), ("1A", "2B"));
    press(&mut editor, Modifiers::COMMAND, Key::Z);
    assert_eq!(codes(&editor), before, "it is one step");
}

#[test]
fn renumbering_begins_with_a_scheme_that_changes_something() {
    let mut editor = editor();
    let open = |editor: &mut Editor| {
        press(editor, Modifiers::COMMAND, Key::K);
        editor.harness.get_by_label("Find a command").type_text("renumber");
        editor.harness.run_ok();
        press(editor, Modifiers::NONE, Key::Enter);
    };
    let is_chosen = |editor: &Editor, scheme: &str| {
        let radio = editor.harness.get_by_role_and_label(egui::accesskit::Role::RadioButton, scheme);
        radio.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
    };
    // The example's codes are of the first scheme.
    open(&mut editor);
    assert!(is_chosen(&editor, "1A, 1B, 2A") && editor.has("get another code"));
    editor.click("Renumber");
    open(&mut editor);
    assert!(is_chosen(&editor, "010A, 010B, 020A") && editor.has("get another code"));
}

#[test]
fn more_pictures_than_places_go_on_in_new_scenes_and_no_panel_goes_unasked() {
    for (choice, kept) in [("Keep the panels that are there", true), ("Replace", false)] {
        let mut editor = editor();
        let before = project(&editor).scenes[0].clone();
        let panels = before.shots.iter().filter(|shot| shot.panel.is_some()).count();
        assert!(panels > 0, "there is something to lose");
        let place = editor.harness.get_by_label_contains("Shot 1, ").rect().center();
        let files = files(&editor, 12);
        editor.drop_files(place, &files);
        editor.harness.run_ok();
        assert!(editor.has("Where do the 12 pictures go?"));
        assert_eq!(project(&editor).scenes[0], before, "nothing has happened yet");
        editor.click_like(choice);
        editor.until("the pictures", |harness| harness.state().desk().project().scenes.len() > 1);
        let scenes = &project(&editor).scenes;
        let same = scenes[0].shots.iter().zip(&before.shots).filter(|(now, was)| now.panel == was.panel).count();
        assert_eq!(same >= panels, kept, "{choice}");
        let shots: usize = scenes.iter().map(|scene| scene.shots.len()).sum();
        assert_eq!(shots, if kept { 12 + panels } else { 12 });
        assert!(scenes.iter().all(|scene| scene.shots.len() <= 6));
        assert!(doubles(project(&editor)).is_empty());
        press(&mut editor, Modifiers::COMMAND, Key::Z);
        assert_eq!(project(&editor).scenes, [before], "one step");
    }
}

#[test]
fn what_goes_to_another_scene_leaves_the_selection_where_people_are() {
    let mut editor = editor();
    let before = project(&editor).scenes[0].clone();
    let second = editor.harness.get_by_label_contains("Shot 2, ");
    second.click();
    editor.harness.run_ok();
    // With one scene alone, shots go to a new one.
    press(&mut editor, Modifiers::COMMAND | Modifiers::SHIFT, Key::M);
    editor.click_like("New scene");
    assert_eq!(project(&editor).scenes.len(), 2);
    assert_eq!(project(&editor).scenes[1].shots[0].id, before.shots[1].id);
    let view = editor.harness.state().view();
    assert_eq!(view.scene, before.id);
    assert_eq!(view.shot, before.shots[2].id, "the one in its place");
    assert!(editor.has("Moved shot 2 to a new scene") && editor.has("Show"));
    editor.click("Show");
    assert_eq!(editor.harness.state().view().shot, before.shots[1].id);
}

#[test]
fn a_new_scene_asks_for_its_name_and_both_are_one_step() {
    let mut editor = editor();
    press(&mut editor, Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
    assert!(editor.has("Name the new scene"));
    editor.harness.get_by_label("Name").type_text("Harbour");
    editor.harness.run_ok();
    press(&mut editor, Modifiers::NONE, Key::Enter);
    assert_eq!(project(&editor).scenes[1].name, "Harbour");
    press(&mut editor, Modifiers::COMMAND, Key::Z);
    assert_eq!(project(&editor).scenes.len(), 1);
    // Without a name it stays what it is.
    press(&mut editor, Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
    press(&mut editor, Modifiers::NONE, Key::Escape);
    assert_eq!((project(&editor).scenes.len(), project(&editor).scenes[1].name.as_str()), (2, ""));
}

#[test]
fn messages_cover_no_shots_and_escape_closes_them() {
    let mut editor = editor();
    press(&mut editor, Modifiers::NONE, Key::N);
    press(&mut editor, Modifiers::COMMAND, Key::Z);
    let told = editor.harness.get_by_label_contains("Undone: ").rect();
    let shots = editor.harness.query_all_by_label_contains("Length of shot ").map(|node| node.rect());
    assert!(shots.into_iter().all(|shot| !shot.intersects(told)));
    press(&mut editor, Modifiers::NONE, Key::Escape);
    assert!(!editor.has("Undone: "));
}

#[test]
fn a_word_that_the_prompt_says_is_not_deleted_by_a_click() {
    let mut editor = editor();
    let before = project(&editor).scenes[0].shots[0].prompt.clone();
    editor.click("slow push in");
    assert_eq!(project(&editor).scenes[0].shots[0].prompt, before);
    assert!(editor.has("Fewer words"), "it opens the list");
}

#[test]
fn while_an_edge_is_trimmed_its_shot_shows_and_afterwards_one_shot_is_current() {
    let mut editor = editor();
    let edge = editor.harness.get_by_label("Length of shot 3").rect().center();
    editor.harness.drag_at(edge);
    editor.harness.run_steps(2);
    editor.harness.hover_at(edge - egui::vec2(90.0, 0.0));
    editor.harness.run_steps(2);
    editor.harness.drop_at(edge - egui::vec2(90.0, 0.0));
    editor.harness.run_ok();
    let view = editor.harness.state().view();
    let scene = &project(&editor).scenes[0];
    assert_eq!(view.shot, scene.shots[2].id);
    let (start, end) = (scene.start_of(2).frames(), scene.start_of(3).frames());
    assert!((start..end).contains(&view.player.position));
}

#[test]
fn doubles_are_told_and_do_not_stand_in_the_way_of_generating() {
    let mut editor = editor();
    let scene = &project(&editor).scenes[0];
    let (id, code) = (scene.shots[1].id.clone(), scene.shots[0].name.clone());
    let blocked = |editor: &Editor| editor.harness.state().desk().digest().scenes[0].blocked.clone();
    let before = blocked(&editor);
    let field = editor.harness.get_by_label_contains("Shot 2, ");
    field.click();
    editor.harness.run_ok();
    editor.harness.get_by_label("Shot name").focus();
    editor.harness.run_ok();
    press(&mut editor, Modifiers::COMMAND, Key::A);
    editor.harness.get_by_label("Shot name").type_text(&code);
    editor.harness.run_ok();
    assert_eq!(project(&editor).find_shot(&id).unwrap().2.name, code);
    assert!(editor.has(&format!("Shot 2 has the code {code}, as shot 1 has")));
    assert_eq!(blocked(&editor), before);
    editor.click("Give it a free code");
    assert!(doubles(project(&editor)).is_empty());
}
