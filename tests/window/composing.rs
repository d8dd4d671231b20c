//! Texts that come from an input method, as Chinese and Japanese ones do: first a part that changes, then what was meant.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use crate::support::Editor;
use egui::{Event, ImeEvent, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

/// The stages of a word until it is written: été, in the field that has the keyboard.
fn compose(editor: &mut Editor) {
    for text in ["e", "´", "´e", "é", "ét", "été"] {
        editor.harness.event(Event::Ime(ImeEvent::Preedit {
            text: text.to_owned(),
            active_range_chars: Some(0..text.chars().count()),
        }));
        editor.harness.run_ok();
    }
    editor.harness.event(Event::Ime(ImeEvent::Commit("été".to_owned())));
    editor.harness.run_ok();
}

fn value(editor: &Editor, field: &str) -> String {
    editor.harness.get_by_label(field).value().unwrap_or_default()
}

/// Composes at a field's end. What is half composed is neither in the project nor a command.
fn compose_in(editor: &mut Editor, field: &str) {
    editor.harness.get_by_label(field).focus();
    editor.harness.run_ok();
    editor.harness.key_press_modifiers(Modifiers::COMMAND, Key::End);
    editor.harness.run_ok();
    let before = value(editor, field);
    compose(editor);
    assert_eq!(value(editor, field), format!("{before}été"), "in {field}");
}

fn steps(editor: &Editor) -> usize {
    editor.harness.state().desk().history().past(usize::MAX).done
}

#[test]
fn what_is_composed_is_in_the_text_once_and_is_one_step() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    let first = |editor: &Editor| editor.harness.state().desk().project().scenes[0].shots[0].clone();
    let before = first(&editor);
    for field in ["Prompt of shot 1", "Dialogue, spoken in the take", "Notes, never sent"] {
        let before = steps(&editor);
        compose_in(&mut editor, field);
        assert_eq!(steps(&editor), before + 1, "{field}");
    }
    let after = first(&editor);
    assert_eq!(after.seconds, before.seconds);
    assert_eq!(after.prompt, format!("{}été", before.prompt));
    assert_eq!((after.dialogue, after.notes), (format!("{}été", before.dialogue), format!("{}été", before.notes)));
}

#[test]
fn names_searches_and_paths_are_composed_too() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    // The search of commands: its list stays, and nothing is chosen by what confirms a composition.
    editor.harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    editor.harness.run_ok();
    compose(&mut editor);
    assert!(editor.harness.query_all_by_value("été").next().is_some(), "the search has it");
    assert!(editor.harness.state().view().dialog.is_some());
    editor.harness.key_press(Key::Escape);
    editor.harness.run_ok();
    // A name of a scene.
    editor.harness.key_press(Key::F2);
    editor.harness.run_ok();
    compose(&mut editor);
    editor.harness.key_press(Key::Enter);
    editor.harness.run_ok();
    let name = editor.harness.state().desk().project().scenes[0].name.clone();
    assert!(name.contains("été"), "{name}");
}
