//! A shot's own camera move, drawn on its panel in the window by accessible names.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use crate::support::Editor;
use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;
use storyreel::story::{Crop, ShotMove};

fn own(editor: &Editor) -> Option<ShotMove> {
    editor.harness.state().desk().project().scenes[0].shots[0].camera_move
}

fn undo_label(editor: &Editor) -> Option<&str> {
    editor.harness.state().desk().history().undo_label()
}

fn press(editor: &mut Editor, modifiers: Modifiers, key: Key) {
    editor.harness.key_press_modifiers(modifiers, key);
    editor.harness.run_ok();
}

#[test]
fn a_move_is_begun_from_a_usual_one_drawn_by_pointer_and_keys_and_cleared() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    press(&mut editor, Modifiers::NONE, Key::M);
    assert!(editor.has("Camera move of shot 1") && editor.has("By the words of the prompt the camera goes in"));
    editor.click("Push in");
    let pushed = Crop { zoom: 140, ..Crop::CENTRE };
    assert_eq!(own(&editor), Some(ShotMove { start: Crop::CENTRE, end: pushed }));
    assert_eq!(undo_label(&editor), Some("Draw move of shot 1"));

    // The end frame has the keyboard; Tab goes on to the other things, and arrows move it.
    editor.harness.get_by_role_and_label(Role::Slider, "End frame").focus();
    editor.harness.run_ok();
    press(&mut editor, Modifiers::NONE, Key::ArrowRight);
    press(&mut editor, Modifiers::SHIFT, Key::ArrowUp);
    assert_eq!(own(&editor).unwrap().end, Crop { x: 510, y: 400, zoom: 140 });
    editor.harness.get_by_role_and_label(Role::Slider, "Zoom").focus();
    editor.harness.run_ok();
    press(&mut editor, Modifiers::NONE, Key::ArrowRight);
    assert!(own(&editor).unwrap().end.zoom > 140 && own(&editor).unwrap().start == Crop::CENTRE);

    // Taken by the pointer it goes along, to the edge at most, in one step.
    let before = own(&editor);
    let from = editor.harness.get_by_role_and_label(Role::Slider, "End frame").rect().center();
    editor.harness.drag_at(from);
    editor.harness.step();
    for by in [10.0, 60.0, 400.0] {
        editor.harness.hover_at(from + vec2(by, 0.0));
        editor.harness.step();
    }
    editor.harness.drop_at(from + vec2(400.0, 0.0));
    editor.harness.run_ok();
    assert_eq!(own(&editor).unwrap().end.x, 1000);
    let drawn = own(&editor).unwrap();
    editor.click("Swap");
    assert_eq!(own(&editor), Some(ShotMove { start: drawn.end, end: drawn.start }));
    editor.click("Done");
    assert!(editor.has("own move"));
    press(&mut editor, Modifiers::COMMAND, Key::Z);
    press(&mut editor, Modifiers::COMMAND, Key::Z);
    assert_eq!(own(&editor), before, "a drag is one step");

    // It lies on the disk, and is gone from it when it is cleared.
    editor.saved();
    let end = &editor.on_disk()["scenes"][0]["shots"][0]["camera_move"]["end"];
    assert_eq!(end["y"], before.unwrap().end.y);
    press(&mut editor, Modifiers::NONE, Key::M);
    editor.click("Clear");
    assert_eq!(own(&editor), None);
    editor.click("Done");
    editor.saved();
    assert_eq!(editor.on_disk()["scenes"][0]["shots"][0].get("camera_move"), None);
}

#[test]
fn a_shot_without_a_panel_says_why_nothing_can_be_drawn() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    // It may stand below what is in view.
    editor.harness.get_by_label("Remove panel").click_accesskit();
    editor.harness.run_ok();
    press(&mut editor, Modifiers::NONE, Key::M);
    assert!(editor.harness.state().view().dialog.is_none());
    assert!(editor.has("A move is drawn on a panel, and this shot has none yet"));
}
