//! Typing at the speed of a slow frame: whatever one frame holds, the same comes of it as key by key.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use crate::support::Editor;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

const CTRL: Modifiers = Modifiers::COMMAND;
const NONE: Modifiers = Modifiers::NONE;

/// Something that a hand does on a keyboard.
#[derive(Clone, Copy)]
enum Hand {
    Types(&'static str),
    Presses(Modifiers, Key),
}
use Hand::{Presses, Types};

impl Hand {
    /// The events of it, as systems send them.
    fn events(self) -> Vec<Event> {
        match self {
            Types(text) => text.chars().flat_map(typed).collect(),
            Presses(modifiers, key) => vec![press(key, modifiers, true), press(key, modifiers, false)],
        }
    }
}

fn press(key: Key, modifiers: Modifiers, pressed: bool) -> Event {
    Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }
}

fn typed(c: char) -> Vec<Event> {
    let modifiers = if c.is_ascii_uppercase() || c == '@' { Modifiers::SHIFT } else { NONE };
    let name = if c == ' ' { "Space".to_owned() } else { c.to_ascii_uppercase().to_string() };
    let text = Event::Text(c.to_string());
    match Key::from_name(&name) {
        Some(key) => vec![press(key, modifiers, true), text, press(key, modifiers, false)],
        None => vec![text],
    }
}

fn editor() -> Editor {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    editor
}

/// All that can have come of it, without the ids that are made anew each time.
fn what_came(editor: &Editor) -> Vec<String> {
    let project = editor.harness.state().desk().project();
    let shot = |shot: &storyreel::story::Shot| {
        format!("{} | {} | {} | {} | {}", shot.seconds, shot.name, shot.prompt, shot.dialogue, shot.notes)
    };
    let mut lines: Vec<String> = project.scenes.iter().flat_map(|scene| scene.shots.iter().map(shot)).collect();
    lines.extend(project.scenes.iter().map(|scene| scene.name.clone()));
    lines.extend(project.elements.iter().map(|element| element.name.clone()));
    lines.push(project.style.clone());
    let view = editor.harness.state().view();
    lines.push(format!("selected {:?}", view.selection(editor.harness.state().desk())));
    lines.push(format!("open {:?}", view.dialog.as_ref().map(std::mem::discriminant)));
    lines
}

fn focused(editor: &Editor) -> Option<String> {
    let mut nodes = editor.harness.root().children_recursive();
    nodes.find(|node| node.accesskit_node().is_focused()).and_then(|node| node.accesskit_node().label())
}

/// So many frames and no more: input that is held back asks for the frames it needs.
fn rest(editor: &mut Editor) {
    for _ in 0..3 {
        editor.harness.run_ok();
    }
}

const NEXT: Hand = Presses(CTRL, Key::Enter);
const ENTER: Hand = Presses(NONE, Key::Enter);
const ESCAPE: Hand = Presses(NONE, Key::Escape);

/// Plays a script key by key, then all in one frame, or in frames of so many events: the same comes of it.
fn comes_to_the_same(script: &[Hand], frames: &[usize]) {
    let mut slowly = editor();
    let before = what_came(&slowly);
    for hand in script {
        for event in hand.events() {
            slowly.harness.event(event);
            slowly.harness.step();
        }
    }
    rest(&mut slowly);
    let expected = what_came(&slowly);
    assert_ne!(expected, before, "something comes of it");
    for many in frames {
        let mut at_once = editor();
        let events: Vec<Event> = script.iter().flat_map(|hand| hand.events()).collect();
        for frame in events.chunks(*many) {
            at_once.harness.input_mut().events.extend(frame.iter().cloned());
            at_once.harness.step();
        }
        rest(&mut at_once);
        assert_eq!(what_came(&at_once), expected, "{many} events a frame");
        assert_eq!(focused(&at_once), focused(&slowly), "{many} events a frame");
    }
}

const WHOLE: usize = usize::MAX;

#[test]
fn three_prompts_come_to_the_same_whatever_a_frame_holds() {
    comes_to_the_same(&[ENTER, Types("more. "), NEXT, Types("Two. "), NEXT, Types("Three. ")], &[WHOLE, 3]);
}

#[test]
fn new_shots_at_the_end_come_to_the_same() {
    let script =
        [ENTER, NEXT, NEXT, NEXT, NEXT, Types("5"), NEXT, Types("Six"), NEXT, Types("Seven"), NEXT, Types("8")];
    comes_to_the_same(&script, &[WHOLE]);
}

#[test]
fn shots_and_their_lengths_by_keys_come_to_the_same() {
    comes_to_the_same(&[Types("n3n4"), ENTER, Types("Rain 12"), ESCAPE, Types("n2s"), ESCAPE], &[WHOLE]);
}

#[test]
fn commands_and_names_come_to_the_same() {
    comes_to_the_same(&[Presses(CTRL, Key::K), Types("duplicate"), ENTER, Types("2")], &[WHOLE]);
    let name = [Presses(NONE, Key::F2), Presses(CTRL, Key::A), Types("Quay at night"), ENTER, Types("n"), ENTER];
    comes_to_the_same(&name, &[WHOLE]);
    comes_to_the_same(&[Presses(CTRL | Modifiers::SHIFT, Key::E), Types("rope"), ENTER, ESCAPE, Types("4")], &[WHOLE]);
}

#[test]
fn names_in_a_text_and_undo_between_words_come_to_the_same() {
    comes_to_the_same(
        &[ENTER, Types("@insp"), ENTER, Types("runs. "), NEXT, Types("@bo"), ENTER, Types("x")],
        &[WHOLE],
    );
    // Single letters: how many of a word are one step is a matter of the clock.
    let undone = [ENTER, Types("a"), NEXT, Types("b"), Presses(CTRL, Key::Z), Types("c"), ESCAPE, Types("4")];
    comes_to_the_same(&undone, &[WHOLE]);
}

#[test]
fn steps_between_and_within_fields_come_to_the_same() {
    comes_to_the_same(&[ENTER, Types("a"), Presses(NONE, Key::Tab), Types("b"), NEXT, Types("c")], &[WHOLE]);
    let (left, back) = (Presses(NONE, Key::ArrowLeft), Presses(NONE, Key::Backspace));
    comes_to_the_same(&[ENTER, Types("abd"), left, Types("c"), back, Types("C")], &[WHOLE]);
    comes_to_the_same(&[ENTER, Types("a"), Presses(Modifiers::ALT, Key::Num4), Types("b"), NEXT, Types("c")], &[WHOLE]);
    let tab = Presses(NONE, Key::Tab);
    comes_to_the_same(&[Presses(CTRL, Key::F), Types("harbour"), tab, Types("quay"), ENTER, Types("3")], &[WHOLE]);
}

#[test]
fn clicks_of_one_frame_act_each_at_its_place() {
    let mut editor = editor();
    let place =
        |editor: &Editor, shot: usize| editor.harness.get_by_label_contains(&format!("Shot {shot}, ")).rect().center();
    let click = |at: egui::Pos2| {
        let button =
            |pressed| Event::PointerButton { pos: at, button: egui::PointerButton::Primary, pressed, modifiers: NONE };
        vec![Event::PointerMoved(at), button(true), button(false)]
    };
    let four = Presses(NONE, Key::Num4).events();
    let six = Presses(NONE, Key::Num6).events();
    let (second, last) = (place(&editor, 2), place(&editor, 5));
    let events = [click(second), four, click(last), six].concat();
    editor.harness.input_mut().events.extend(events);
    rest(&mut editor);
    let shots = &editor.harness.state().desk().project().scenes[0].shots;
    let lengths: Vec<u32> = shots.iter().map(|shot| shot.seconds.0).collect();
    assert_eq!((lengths[1], lengths[4]), (4, 6), "{lengths:?}");
}

#[test]
fn holding_an_arrow_stays_on_the_timeline() {
    for (key, last) in [(Key::ArrowUp, 1), (Key::ArrowDown, 5)] {
        let mut editor = editor();
        editor.harness.get_by_label_contains("Shot 3, ").click();
        editor.harness.run_ok();
        // A held key comes again and again without being let go, some of it in one frame.
        for frame in 0..30 {
            let count = 1 + frame % 3;
            editor.harness.input_mut().events.extend((0..count).map(|_| press(key, NONE, true)));
            editor.harness.step();
        }
        rest(&mut editor);
        let name = focused(&editor);
        assert!(name.as_ref().is_some_and(|name| name.starts_with(&format!("Shot {last}, "))), "{name:?}");
    }
    // Nor does it lead from a button up into the menus.
    let mut editor = editor();
    editor.harness.get_by_label("Keyboard shortcuts").focus();
    editor.harness.run_ok();
    let before = focused(&editor);
    for _ in 0..20 {
        editor.harness.input_mut().events.push(press(Key::ArrowUp, NONE, true));
        editor.harness.step();
    }
    rest(&mut editor);
    assert_eq!(focused(&editor), before);
}
