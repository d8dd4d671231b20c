//! Keys of a shot: its length typed on its clip, a split that is told and taken back, a drawing on blank paper, a frame in
//! the viewer, and the name of a new element.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use crate::support::Editor;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use storyreel::story::Shot;

const CTRL: Modifiers = Modifiers::COMMAND;
const NONE: Modifiers = Modifiers::NONE;

fn editor() -> Editor {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    editor
}

fn shots(editor: &Editor) -> Vec<Shot> {
    editor.harness.state().desk().project().scenes[0].shots.clone()
}

fn lengths(editor: &Editor) -> Vec<u32> {
    shots(editor).iter().map(|shot| shot.seconds.0).collect()
}

fn press(editor: &mut Editor, modifiers: Modifiers, key: Key) {
    editor.harness.key_press_modifiers(modifiers, key);
    editor.harness.run_ok();
}

fn types(editor: &mut Editor, text: &str) {
    for c in text.chars() {
        editor.harness.event(Event::Text(c.to_string()));
    }
    editor.harness.run_ok();
}

fn select(editor: &mut Editor, shot: usize, modifiers: Modifiers) {
    editor.harness.get_by_label_contains(&format!("Shot {shot}, ")).click_modifiers(modifiers);
    editor.harness.run_ok();
}

fn focused(editor: &Editor) -> Option<String> {
    let mut nodes = editor.harness.root().children_recursive();
    nodes.find(|node| node.accesskit_node().is_focused()).and_then(|node| node.accesskit_node().label())
}

#[test]
fn seconds_are_typed_on_the_clip() {
    let mut editor = editor();
    let before = lengths(&editor);
    select(&mut editor, 2, NONE);
    press(&mut editor, NONE, Key::T);
    assert_eq!(focused(&editor).as_deref(), Some("Seconds of shot 2"));
    types(&mut editor, "12");
    editor.picture("length-typed");
    press(&mut editor, NONE, Key::Enter);
    assert_eq!(lengths(&editor)[1], 12);
    assert!(focused(&editor).unwrap().starts_with("Shot 2, "), "the keyboard is on the clip again");
    press(&mut editor, CTRL, Key::Z);
    assert_eq!(lengths(&editor), before, "one step");

    // Of all that are selected; as a time too.
    select(&mut editor, 4, CTRL);
    press(&mut editor, NONE, Key::T);
    assert_eq!(focused(&editor).as_deref(), Some("Seconds of 2 shots"));
    types(&mut editor, "0:10");
    press(&mut editor, NONE, Key::Enter);
    assert_eq!((lengths(&editor)[1], lengths(&editor)[3]), (10, 10));
    press(&mut editor, CTRL, Key::Z);

    // What is no length stays to be corrected; Escape takes it away; nothing typed changes nothing.
    select(&mut editor, 2, NONE);
    press(&mut editor, NONE, Key::T);
    types(&mut editor, "soon");
    press(&mut editor, NONE, Key::Enter);
    assert_eq!(focused(&editor).as_deref(), Some("Seconds of shot 2"));
    press(&mut editor, NONE, Key::Escape);
    assert!(editor.harness.query_by_label("Seconds of shot 2").is_none());
    press(&mut editor, NONE, Key::T);
    press(&mut editor, NONE, Key::Enter);
    assert_eq!(lengths(&editor), before);
    // One digit acts at once as ever.
    press(&mut editor, NONE, Key::Num7);
    assert_eq!(lengths(&editor)[1], 7);
}

#[test]
fn a_split_says_where_it_cut_and_a_join_right_after_restores_the_shot() {
    let mut editor = editor();
    let before = shots(&editor);
    for shot in [1, 3, 5] {
        select(&mut editor, shot, NONE);
        press(&mut editor, NONE, Key::S);
        assert_eq!(shots(&editor).len(), before.len() + 1);
        let (one, other) = (shots(&editor)[shot - 1].seconds, shots(&editor)[shot].seconds);
        let told = format!("Split shot {shot} after {one}: now shot {shot} of {one} and shot {} of {other}", shot + 1);
        assert!(editor.has(&told), "{told}");
        let position = editor.harness.state().view().player.position;
        press(&mut editor, CTRL, Key::J);
        assert_eq!(shots(&editor), before, "shot {shot}");
        assert_eq!(editor.harness.state().view().player.position, position, "the playhead stays");
    }
    // Once something else was done, the marked half is joined with what follows it.
    select(&mut editor, 1, NONE);
    press(&mut editor, NONE, Key::S);
    press(&mut editor, NONE, Key::CloseBracket);
    press(&mut editor, CTRL, Key::J);
    assert_eq!(shots(&editor)[0].id, before[0].id);
    assert!(shots(&editor)[1].prompt.contains(&before[1].prompt));
}

#[test]
fn a_click_on_a_frame_shows_it() {
    let mut editor = editor();
    editor.click_like("First frame: set");
    assert!(editor.has("First frame: back to what plays"), "it is in the viewer, and no dialog came");
    assert_eq!(editor.harness.state().view().dialog, None);
    editor.until("the picture", |harness| harness.state().is_settled());
    editor.picture("frame-shown");
    editor.click_like("First frame: back to what plays");
    assert!(!editor.has("First frame: back to what plays"));
    // Whatever else is looked at gives the viewer back, and so does Escape.
    for leave in [Key::ArrowRight, Key::ArrowDown, Key::Escape] {
        editor.click_like("First frame: set");
        assert!(editor.has("First frame: back to what plays"));
        press(&mut editor, NONE, leave);
        assert!(!editor.has("First frame: back to what plays"), "{leave:?}");
    }
    // An empty place asks for its picture as ever.
    editor.click_like("Last frame: empty");
    assert!(editor.has("Choose a picture"));
}

#[test]
fn a_new_element_is_named_at_once() {
    let mut editor = editor();
    press(&mut editor, CTRL | Modifiers::SHIFT, Key::E);
    assert_eq!(focused(&editor).as_deref(), Some("Element name"));
    types(&mut editor, "lantern");
    press(&mut editor, NONE, Key::Enter);
    let elements = &editor.harness.state().desk().project().elements;
    assert!(elements.iter().any(|element| element.name == "lantern"), "what was there is typed over");
    assert!(elements.iter().all(|element| element.name != "element"));
}

#[test]
fn an_empty_panel_is_drawn_by_one_key() {
    let mut editor = editor();
    select(&mut editor, 2, NONE);
    editor.harness.get_by_label("Remove panel").click_accesskit();
    editor.harness.run_ok();
    assert_eq!(shots(&editor)[1].panel, None);
    press(&mut editor, NONE, Key::D);
    editor.until("the paper", |harness| {
        let drawn = storyreel::desk::Drawn::Panel(harness.state().desk().project().scenes[0].shots[1].id.clone());
        harness.state().desk().is_drawn(&drawn)
    });
    assert_eq!(shots(&editor)[1].panel, None, "until it is saved");
}
