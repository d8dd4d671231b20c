//! What plays and what is shown on it: on through the scenes or one alone, overlays and guides.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use crate::support::Editor;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use storyreel::ui::view::Source;

const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;

/// Three scenes of 12 s.
fn editor() -> Editor {
    let mut editor = Editor::scenes(3, false, 1440.0, 900.0);
    editor.settle();
    editor
}

fn tap(editor: &mut Editor, modifiers: Modifiers, key: Key) {
    editor.harness.key_press_modifiers(modifiers, key);
    editor.harness.run_steps(2);
}

/// The place of the scene that is looked at.
fn scene(editor: &Editor) -> usize {
    let state = editor.harness.state();
    state.view().scene_index(state.desk()).unwrap()
}

fn plays(editor: &Editor) -> bool {
    editor.harness.state().view().player.playing.is_some()
}

/// Steps until it stops, and gives the scenes that were seen one after another.
fn seen_until_the_end(editor: &mut Editor, most: usize) -> Vec<usize> {
    let mut seen = vec![scene(editor)];
    for _ in 0..most {
        if !plays(editor) {
            break;
        }
        editor.harness.step();
        if seen.last() != Some(&scene(editor)) {
            seen.push(scene(editor));
        }
    }
    seen
}

/// The playhead to the last half second.
fn go_near_the_end(editor: &mut Editor) {
    for _ in 0..8 {
        tap(editor, Modifiers::NONE, Key::End);
    }
    for _ in 0..6 {
        tap(editor, Modifiers::NONE, Key::ArrowLeft);
    }
}

#[test]
fn playing_goes_on_through_all_scenes_and_stops_at_the_end() {
    let mut editor = editor();
    tap(&mut editor, Modifiers::NONE, Key::L);
    assert_eq!(seen_until_the_end(&mut editor, 2000), [0, 1, 2]);
    assert!(!plays(&editor));
    // Back the same way.
    tap(&mut editor, Modifiers::NONE, Key::J);
    assert_eq!(seen_until_the_end(&mut editor, 2000), [2, 1, 0]);
}

#[test]
fn one_scene_alone_where_that_is_chosen_or_a_range_is_marked() {
    let mut editor = editor();
    tap(&mut editor, CTRL | SHIFT, Key::L);
    assert!(editor.harness.state().settings().play_one_scene);
    go_near_the_end(&mut editor);
    tap(&mut editor, Modifiers::NONE, Key::Space);
    assert_eq!(seen_until_the_end(&mut editor, 200), [0]);
    tap(&mut editor, CTRL | SHIFT, Key::L);
    // What is marked is what plays.
    tap(&mut editor, Modifiers::NONE, Key::O);
    go_near_the_end(&mut editor);
    tap(&mut editor, Modifiers::NONE, Key::Space);
    assert_eq!(seen_until_the_end(&mut editor, 2000), [0]);
    assert!(!plays(&editor));
}

#[test]
fn a_loop_goes_from_the_last_scene_to_the_first() {
    let mut editor = editor();
    tap(&mut editor, CTRL, Key::PageDown);
    tap(&mut editor, CTRL, Key::PageDown);
    tap(&mut editor, CTRL, Key::L);
    go_near_the_end(&mut editor);
    tap(&mut editor, Modifiers::NONE, Key::Space);
    let mut seen = Vec::new();
    for _ in 0..40 {
        editor.harness.step();
        seen.push(scene(&editor));
    }
    assert!(plays(&editor) && seen.contains(&0), "{seen:?}");
    tap(&mut editor, Modifiers::NONE, Key::K);
}

#[test]
fn presenting_begins_with_the_first_scene_and_says_which_is_shown() {
    let mut editor = editor();
    tap(&mut editor, CTRL, Key::PageDown);
    assert_eq!(scene(&editor), 1);
    tap(&mut editor, Modifiers::NONE, Key::F5);
    assert_eq!((scene(&editor), plays(&editor)), (0, true));
    assert!(editor.harness.state().view().full_screen && editor.has("Scene 1 of 3"));
    assert_eq!(editor.harness.state().view().player.source, Source::Live);
}

#[test]
fn a_scene_in_whose_texts_somebody_types_is_not_left() {
    let mut editor = editor();
    go_near_the_end(&mut editor);
    // Time for the keyboard to arrive.
    for _ in 0..48 {
        tap(&mut editor, Modifiers::NONE, Key::ArrowLeft);
    }
    tap(&mut editor, Modifiers::NONE, Key::Space);
    editor.harness.get_by_label_contains("Prompt of shot").focus();
    for _ in 0..60 {
        editor.harness.step();
    }
    assert_eq!((scene(&editor), plays(&editor)), (0, false));
}

/// The pixels of the viewer.
fn screen(editor: &mut Editor) -> image::RgbaImage {
    editor.settle();
    let rect = editor.harness.get_by_label("Animatic, live: play or pause").rect();
    editor.part(rect)
}

#[test]
fn overlays_and_guides_are_switched_seen_and_remembered_and_no_take_has_them() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    let usual = screen(&mut editor);
    editor.click("What is shown on the picture");
    editor.harness.get_by_role_and_label(Role::CheckBox, "Time").click();
    editor.harness.run_ok();
    editor.harness.key_press(Key::Escape);
    editor.harness.run_ok();
    assert!(!editor.harness.state().settings().overlays.time);
    let bare = screen(&mut editor);
    let differs = |a: &image::RgbaImage, b: &image::RgbaImage, x: std::ops::Range<u32>, y: std::ops::Range<u32>| {
        x.clone().any(|x| y.clone().any(|y| a.get_pixel(x, y) != b.get_pixel(x, y)))
    };
    let (width, height) = usual.dimensions();
    assert!(differs(&usual, &bare, width * 3 / 4..width, 0..height / 8), "the time is gone from its corner");
    assert!(!differs(&usual, &bare, 0..width / 2, 8..height / 2), "nothing else is");

    tap(&mut editor, Modifiers::NONE, Key::G);
    assert!(editor.harness.state().settings().guides.scope);
    let guided = screen(&mut editor);
    // What is outside the 2.39:1 frame is darker, what is inside is as it was.
    let sum = |image: &image::RgbaImage, y: u32| -> u32 {
        (width / 4..width / 2).map(|x| u32::from(image.get_pixel(x, y)[0])).sum()
    };
    assert!(sum(&guided, height / 20) * 2 < sum(&bare, height / 20));
    assert_eq!(sum(&guided, height / 2), sum(&bare, height / 2));
    tap(&mut editor, SHIFT, Key::G);
    assert!(editor.harness.state().settings().guides.safe);

    // The order of a take tells nothing of either.
    let desk = editor.harness.state().desk();
    let order = storyreel::story::Order::resolve(desk.project(), 0, desk.pictures()).unwrap();
    let told = serde_json::to_string(&order).unwrap();
    assert!(!told.contains("guide") && !told.contains("overlay"));
    let editor = editor.restart();
    let settings = editor.harness.state().settings();
    assert!(!settings.overlays.time && settings.guides.scope && settings.guides.safe && !settings.guides.thirds);
}
