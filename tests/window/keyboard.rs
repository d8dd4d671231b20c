//! Where the keyboard is in the window: what Tab leads to, what goes along with the current shot, and what Escape leaves.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use crate::support::Editor;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

const CTRL: Modifiers = Modifiers::COMMAND;

fn editor() -> Editor {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    editor
}

fn press(editor: &mut Editor, modifiers: Modifiers, key: Key) {
    editor.harness.key_press_modifiers(modifiers, key);
    editor.harness.run_ok();
}

fn click(editor: &mut Editor, shot: usize, modifiers: Modifiers) {
    editor.harness.get_by_label_contains(&format!("Shot {shot}, ")).click_modifiers(modifiers);
    editor.harness.run_ok();
}

/// The selected shots, as people count.
fn selected(editor: &Editor) -> Vec<usize> {
    let (view, desk) = (editor.harness.state().view(), editor.harness.state().desk());
    view.selection(desk).into_iter().map(|at| at + 1).collect()
}

/// What has the keyboard, by its name.
fn focused(editor: &Editor) -> Option<String> {
    let mut nodes = editor.harness.root().children_recursive();
    nodes.find(|node| node.accesskit_node().is_focused()).and_then(|node| node.accesskit_node().label())
}

fn is_on_shot(editor: &Editor, shot: usize) -> bool {
    focused(editor).is_some_and(|name| name.starts_with(&format!("Shot {shot}, ")))
}

fn position(editor: &Editor) -> u64 {
    editor.harness.state().view().player.position.0
}

#[test]
fn the_arrows_on_a_clip_are_commands_and_lead_nowhere_else() {
    let mut editor = editor();
    click(&mut editor, 3, Modifiers::NONE);
    let before = position(&editor);
    press(&mut editor, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(position(&editor), before + 1);
    assert!(is_on_shot(&editor, 3) && selected(&editor) == [3], "{:?}", focused(&editor));
    press(&mut editor, Modifiers::NONE, Key::ArrowLeft);
    assert!(is_on_shot(&editor, 3) && position(&editor) == before);
    press(&mut editor, Modifiers::NONE, Key::ArrowDown);
    assert!(is_on_shot(&editor, 4) && selected(&editor) == [4]);
    // Wherever the playhead leads, here to the shot before, the keyboard is on the current one.
    press(&mut editor, Modifiers::NONE, Key::Home);
    assert!(is_on_shot(&editor, 3) && selected(&editor) == [3], "{:?}", focused(&editor));
    // One that is taken out of a selection does not keep it.
    click(&mut editor, 2, Modifiers::NONE);
    click(&mut editor, 4, CTRL);
    click(&mut editor, 4, CTRL);
    assert_eq!(selected(&editor), [2]);
    assert!(is_on_shot(&editor, 2), "{:?}", focused(&editor));
}

#[test]
fn tab_passes_the_timeline_and_the_scenes_in_a_few_steps_and_changes_nothing() {
    let mut editor = Editor::scenes(4, false, 1440.0, 900.0);
    editor.settle();
    editor.click_like("Scene 3 Part 3");
    click(&mut editor, 2, Modifiers::NONE);
    let state = |editor: &Editor| (editor.harness.state().view().scene.clone(), selected(editor), position(editor));
    let before = state(&editor);
    let mut names = Vec::new();
    for _ in 0..80 {
        press(&mut editor, Modifiers::NONE, Key::Tab);
        names.push(focused(&editor).unwrap_or_default());
        assert_eq!(state(&editor), before, "by Tab to {:?}", names.last());
        if is_on_shot(&editor, 2) {
            break;
        }
    }
    assert!(is_on_shot(&editor, 2), "it leads round: {names:?}");
    let count = |start: &str| names.iter().filter(|name| name.starts_with(start)).count();
    assert_eq!((count("Scene 3 "), count("Scene "), count("Length of shot ")), (1, 1, 1), "{names:?}");
    assert!(!names.iter().any(|name| name == "Resize panel"), "no edge that cannot be dragged: {names:?}");
    // What is further down comes later.
    let place = |part: &str| names.iter().position(|name| name.contains(part)).unwrap();
    let order = ["Length of shot 2", "Keyboard shortcuts", "Scene 3 Part 3", "Prompt of shot 2", "First frame: "];
    let places = order.map(place);
    assert!(places.is_sorted(), "{places:?} {names:?}");
}

#[test]
fn the_arrows_choose_scenes_with_the_keyboard_on_the_list() {
    let mut editor = Editor::scenes(40, false, 1440.0, 900.0);
    editor.settle();
    editor.click_like("Scene 3 Part 3");
    editor.harness.get_by_label_contains("Scene 3 Part 3").focus();
    editor.harness.run_ok();
    let scene = |editor: &Editor| editor.harness.state().view().scene_index(editor.harness.state().desk());
    for _ in 0..20 {
        press(&mut editor, Modifiers::NONE, Key::ArrowDown);
    }
    assert_eq!(scene(&editor), Some(22));
    assert!(focused(&editor).unwrap().starts_with("Scene 23 "), "{:?}", focused(&editor));
    press(&mut editor, Modifiers::NONE, Key::ArrowUp);
    assert_eq!(scene(&editor), Some(21));
}

#[test]
fn escape_leads_from_several_shots_to_one_and_out_of_a_text_only_out_of_it() {
    let mut editor = editor();
    click(&mut editor, 2, Modifiers::NONE);
    click(&mut editor, 4, CTRL);
    press(&mut editor, Modifiers::NONE, Key::Enter);
    assert_eq!(focused(&editor).as_deref(), Some("Prompt of shot 4"));
    press(&mut editor, Modifiers::NONE, Key::Escape);
    assert_eq!((focused(&editor), selected(&editor)), (None, vec![2, 4]));
    press(&mut editor, Modifiers::NONE, Key::Escape);
    assert_eq!(selected(&editor), [4]);
}

#[test]
fn enter_replaces_from_the_field_and_the_keyboard_stays_in_the_sheet() {
    let mut editor = editor();
    press(&mut editor, CTRL, Key::F);
    editor.harness.get_by_label("Find").type_text("harbour");
    press(&mut editor, Modifiers::NONE, Key::Enter);
    assert_eq!(focused(&editor).as_deref(), Some("Find"));
    editor.harness.get_by_label("Replace with").focus();
    editor.harness.run_ok();
    editor.harness.get_by_label("Replace with").type_text("quay");
    press(&mut editor, Modifiers::NONE, Key::Enter);
    assert!(editor.has("Replaced ") && editor.harness.query_by_label("Find and replace").is_none());
    assert!(editor.harness.state().desk().project().scenes[0].shots[0].prompt.contains("quay"));
}

#[test]
fn the_key_of_what_cannot_be_done_says_why() {
    let mut editor = editor();
    press(&mut editor, CTRL, Key::Z);
    assert!(editor.has("There is nothing to undo"));
    editor.harness.get_by_label("Prompt of shot 1").focus();
    editor.harness.run_ok();
    editor.harness.get_by_label("Prompt of shot 1").type_text("@inspecter ");
    press(&mut editor, Modifiers::NONE, Key::Escape);
    press(&mut editor, CTRL, Key::G);
    assert!(editor.has("Fix 1 to generate, nothing was sent"));
    press(&mut editor, CTRL, Key::A);
    press(&mut editor, Modifiers::NONE, Key::Delete);
    for (modifiers, key, why) in [
        (CTRL, Key::E, "There is nothing to export: no scene has shots yet"),
        (Modifiers::NONE, Key::F5, "There is nothing to play: the scene has no shots yet"),
    ] {
        press(&mut editor, modifiers, key);
        assert!(editor.has(why));
    }
}

#[test]
fn after_a_long_text_was_pasted_its_end_is_in_view() {
    let mut editor = editor();
    press(&mut editor, Modifiers::NONE, Key::Enter);
    press(&mut editor, CTRL, Key::A);
    editor.harness.event(Event::Paste("Rain over the quay. ".repeat(120)));
    editor.harness.run_ok();
    // What stands right below the text is in view where its end is.
    let below = editor.harness.get_by_label_contains("of 500 advised").rect();
    let panel = editor.harness.get_by_role_and_label(Role::Tab, "Shot").rect();
    assert!(below.top() > panel.bottom() && below.top() < 720.0, "{below:?}");
}

#[test]
fn what_is_typed_while_it_plays_stays_in_its_text() {
    let mut editor = editor();
    click(&mut editor, 1, Modifiers::NONE);
    press(&mut editor, Modifiers::NONE, Key::Home);
    editor.harness.key_press(Key::Space);
    editor.harness.step();
    editor.harness.key_press(Key::Enter);
    editor.harness.run_steps(3);
    let shots = |editor: &Editor| editor.harness.state().desk().project().scenes[0].shots.len();
    let prompt = |editor: &Editor| editor.harness.state().desk().project().scenes[0].shots[0].prompt.clone();
    let before = prompt(&editor);
    for _ in 0..20 {
        editor.harness.event(Event::Text("n".to_owned()));
        editor.harness.run_steps(15);
    }
    assert!(position(&editor) > 4 * 24, "it played on over the end of the shot: {}", position(&editor));
    assert_eq!((shots(&editor), selected(&editor)), (5, vec![1]));
    assert_eq!(prompt(&editor), format!("{before}{}", "n".repeat(20)));
    for _ in 0..5 {
        editor.harness.key_press(Key::Backspace);
        editor.harness.run_steps(5);
    }
    assert_eq!((shots(&editor), prompt(&editor)), (5, format!("{before}{}", "n".repeat(15))));
    // Out of the text the shot under the playhead is the current one again.
    editor.harness.key_press(Key::Escape);
    editor.harness.run_steps(5);
    assert_ne!(selected(&editor), [1]);
}

#[test]
fn the_playhead_goes_along_with_the_current_shot() {
    let mut editor = editor();
    let lengths = |editor: &Editor| -> Vec<u32> {
        editor.harness.state().desk().project().scenes[0].shots.iter().map(|shot| shot.seconds.0).collect()
    };
    click(&mut editor, 4, Modifiers::NONE);
    press(&mut editor, Modifiers::ALT, Key::ArrowLeft);
    press(&mut editor, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!((selected(&editor), lengths(&editor)), (vec![2], vec![3, 3, 2, 3, 2]));
    assert!((3 * 24..6 * 24).contains(&position(&editor)), "{}", position(&editor));
    assert!(is_on_shot(&editor, 2));
    press(&mut editor, Modifiers::NONE, Key::S);
    assert_eq!(lengths(&editor)[3..], [2, 3, 2], "the marked shot is the one that is cut");
    press(&mut editor, CTRL, Key::Z);
    // One that is selected beside another is seen, too.
    click(&mut editor, 5, CTRL);
    assert_eq!(selected(&editor), [2, 5]);
    assert!(position(&editor) >= 11 * 24);
    // What an edit leaves where it was does not move.
    click(&mut editor, 1, Modifiers::NONE);
    let before = position(&editor);
    press(&mut editor, Modifiers::NONE, Key::CloseBracket);
    assert_eq!(position(&editor), before);
    // At the ends it is said that there is no way on.
    press(&mut editor, Modifiers::ALT, Key::ArrowLeft);
    assert!(editor.has("There is nothing before it in this scene"));
}

#[test]
fn when_a_sheet_closes_the_keyboard_is_where_it_was() {
    let mut editor = Editor::scenes(4, false, 1440.0, 900.0);
    editor.settle();
    editor.harness.get_by_label_contains("Scene 3 Part 3").focus();
    editor.harness.run_ok();
    press(&mut editor, Modifiers::NONE, Key::F2);
    assert_eq!(focused(&editor).as_deref(), Some("Name"));
    press(&mut editor, Modifiers::NONE, Key::Enter);
    assert!(focused(&editor).unwrap().starts_with("Scene 3 Part 3"), "{:?}", focused(&editor));
    press(&mut editor, Modifiers::NONE, Key::Delete);
    assert_eq!(editor.harness.state().desk().project().scenes[2].shots.len(), 6, "it is no clip's key there");
    press(&mut editor, Modifiers::NONE, Key::ArrowUp);
    assert!(focused(&editor).unwrap().starts_with("Scene 2 Part 2"));
}

#[test]
fn what_tab_comes_to_is_in_view() {
    let mut editor = Editor::example(1440.0, 760.0);
    editor.settle();
    press(&mut editor, Modifiers::NONE, Key::Enter);
    let below = editor.harness.get_by_label("Before you generate").rect().top();
    let mut seen = Vec::new();
    for _ in 0..20 {
        press(&mut editor, Modifiers::NONE, Key::Tab);
        let name = focused(&editor).unwrap_or_default();
        if name == "Use panel 1 as first frame" {
            break;
        }
        let rect = editor.harness.get_by_role_and_label(role_of(&editor), &name).rect();
        assert!(rect.bottom() <= below + 1.0, "{name}: {rect:?} over {below}");
        seen.push(name);
    }
    for name in ["Dialogue, spoken in the take", "Style of the project, sent before every prompt", "Choose panel…"] {
        assert!(seen.iter().any(|seen| seen == name), "{name} in {seen:?}");
    }
}

fn role_of(editor: &Editor) -> Role {
    let mut nodes = editor.harness.root().children_recursive();
    nodes.find(|node| node.accesskit_node().is_focused()).unwrap().accesskit_node().role()
}

#[test]
fn everything_is_as_large_as_the_window_has_room_for() {
    let mut editor = Editor::example(1024.0, 640.0);
    editor.settle();
    for _ in 0..8 {
        press(&mut editor, CTRL, Key::Plus);
    }
    let scale = |editor: &Editor| editor.harness.ctx.zoom_factor();
    assert!((1.4..1.5).contains(&scale(&editor)), "{}", scale(&editor));
    assert!(editor.has("In a larger window everything can be larger"));
    press(&mut editor, CTRL, Key::Minus);
    assert!((1.2..1.4).contains(&scale(&editor)), "{}", scale(&editor));
    press(&mut editor, CTRL, Key::Num0);
    assert!((scale(&editor) - 1.0).abs() < 0.01);
}
