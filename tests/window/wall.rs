//! The wall of all panels: opened and left, gone over by pointer and keyboard, zoomed, and shots dragged over it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use crate::support::Editor;
use egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, TouchPhase, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

/// Three scenes on the wall.
fn wall() -> Editor {
    let mut editor = Editor::scenes(3, false, 1440.0, 900.0);
    press(&mut editor, Key::W);
    editor.settle();
    assert!(on_wall(&editor));
    editor
}

fn press(editor: &mut Editor, key: Key) {
    press_with(editor, Modifiers::NONE, key);
}

fn press_with(editor: &mut Editor, modifiers: Modifiers, key: Key) {
    editor.harness.key_press_modifiers(modifiers, key);
    editor.harness.run_ok();
}

fn on_wall(editor: &Editor) -> bool {
    editor.has("Back to the editor")
}

fn place(editor: &Editor, scene: usize, shot: usize) -> egui::Rect {
    editor.harness.get_by_label_contains(&format!("Scene {scene}, shot {shot}, ")).rect()
}

/// The scene and shot that are selected, as people count.
fn selected(editor: &Editor) -> (usize, usize) {
    let (scene, shot) = editor.harness.state().view().shot_index(editor.harness.state().desk()).unwrap();
    (scene + 1, shot + 1)
}

fn focused(editor: &Editor) -> Option<String> {
    let mut focused = editor.harness.query_all_by(|node| node.is_focused() && node.label().is_some());
    focused.next().and_then(|node| node.accesskit_node().label())
}

/// The ids of all shots, scene by scene.
fn shots(editor: &Editor) -> Vec<Vec<String>> {
    let scenes = &editor.harness.state().desk().project().scenes;
    scenes.iter().map(|scene| scene.shots.iter().map(|shot| shot.id.to_string()).collect()).collect()
}

fn grab(editor: &mut Editor, from: Pos2, to: Pos2) {
    editor.harness.drag_at(from);
    editor.harness.run_steps(2);
    editor.harness.hover_at(from + (to - from) / 2.0);
    editor.harness.run_steps(2);
    editor.harness.hover_at(to);
    editor.harness.run_steps(2);
}

fn drag(editor: &mut Editor, from: Pos2, to: Pos2) {
    grab(editor, from, to);
    editor.harness.drop_at(to);
    editor.harness.run_ok();
}

#[test]
fn the_wall_shows_every_scene_and_panel_by_name() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    editor.click("View");
    editor.click_like("Wall of all panels");
    editor.settle();
    assert!(editor.has("Scene 1 Rooftop, 5 shots · 13 s · $"));
    for (shot, seconds) in [3, 2, 3, 3, 2].into_iter().enumerate() {
        assert!(editor.has(&format!("Scene 1, shot {}, {seconds} seconds", shot + 1)));
    }
    assert!(editor.has("1 scene · 5 shots · 13 s"));
    assert_eq!(focused(&editor).as_deref(), Some("Scene 1, shot 1, 3 seconds"));
    // The editor's own panels are not there.
    assert!(!editor.has("Length of shot 1"));
    press(&mut editor, Key::Escape);
    assert!(!on_wall(&editor) && editor.has("Length of shot 1"));
    press(&mut editor, Key::W);
    editor.click("Back to the editor");
    assert!(!on_wall(&editor));
}

#[test]
fn arrows_go_from_panel_to_panel_and_enter_leads_to_the_shot() {
    let mut editor = wall();
    for (key, scene, shot) in [
        (Key::ArrowRight, 1, 2),
        (Key::ArrowDown, 2, 2),
        (Key::ArrowLeft, 2, 1),
        (Key::ArrowLeft, 1, 6),
        (Key::ArrowRight, 2, 1),
        (Key::ArrowUp, 1, 1),
        (Key::End, 3, 6),
        (Key::ArrowRight, 3, 6),
        (Key::Home, 1, 1),
        (Key::PageDown, 3, 1),
        (Key::ArrowRight, 3, 2),
    ] {
        press(&mut editor, key);
        assert_eq!(selected(&editor), (scene, shot), "{key:?}");
        assert_eq!(focused(&editor), Some(format!("Scene {scene}, shot {shot}, 2 seconds")), "{key:?}");
    }
    press(&mut editor, Key::Enter);
    assert!(!on_wall(&editor));
    assert_eq!(selected(&editor), (3, 2));
    assert_eq!(editor.harness.state().view().player.position.0, 48, "the playhead stands at its start");
}

#[test]
fn a_click_selects_and_a_double_click_leads_to_the_shot() {
    let mut editor = wall();
    let at = place(&editor, 2, 3).center();
    editor.click_like("Scene 2, shot 3, ");
    assert!(on_wall(&editor));
    assert_eq!(selected(&editor), (2, 3));
    editor.harness.get_by_label_contains("Scene 2, shot 5, ").click_modifiers(Modifiers::SHIFT);
    editor.harness.run_ok();
    assert_eq!(editor.harness.state().view().selection(editor.harness.state().desk()), [2, 3, 4]);
    editor.click_like("Scene 3 Part 3, ");
    assert_eq!(selected(&editor), (3, 1));
    // A step of the test lasts a quarter of a second, each press and release one or two.
    editor.harness.run_steps(8);
    editor.harness.ctx.options_mut(|options| options.input_options.max_double_click_delay = 2.0);
    editor.harness.event(Event::PointerMoved(at));
    for pressed in [true, false, true, false] {
        let button = egui::PointerButton::Primary;
        editor.harness.event(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
    }
    editor.harness.run_ok();
    assert!(!on_wall(&editor));
    assert_eq!(selected(&editor), (2, 3));
}

#[test]
fn commands_work_on_what_is_selected_and_nothing_plays_unseen() {
    let mut editor = wall();
    press(&mut editor, Key::ArrowRight);
    press(&mut editor, Key::Num4);
    assert!(editor.has("Scene 1, shot 2, 4 seconds"));
    press(&mut editor, Key::Space);
    assert!(editor.harness.state().view().player.playing.is_none());
    press_with(&mut editor, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(shots(&editor)[0], ["s0-0", "s0-2", "s0-1", "s0-3", "s0-4", "s0-5"]);
    assert_eq!(focused(&editor).as_deref(), Some("Scene 1, shot 3, 4 seconds"), "the keyboard goes along");
    press_with(&mut editor, Modifiers::COMMAND, Key::Z);
    press_with(&mut editor, Modifiers::COMMAND, Key::Z);
    assert!(editor.has("Scene 1, shot 2, 2 seconds"));
    assert!(on_wall(&editor));
}

#[test]
fn keys_buttons_and_the_wheel_zoom_and_what_is_under_the_pointer_stays() {
    let mut editor = wall();
    let width = |editor: &Editor| place(editor, 1, 1).width();
    let usual = width(&editor);
    press_with(&mut editor, Modifiers::SHIFT, Key::Plus);
    assert!(width(&editor) > usual * 1.15 && editor.has("120%"));
    press(&mut editor, Key::Minus);
    assert!((width(&editor) - usual).abs() < 2.0 && editor.has("100%"));
    editor.click("Smaller panels");
    assert!(width(&editor) < usual * 0.9);
    editor.click("Larger panels");
    assert!((width(&editor) - usual).abs() < 2.0);

    let at = place(&editor, 2, 2).center();
    editor.harness.hover_at(at);
    editor.harness.run_steps(2);
    let (delta, modifiers) = (vec2(0.0, 100.0), Modifiers::COMMAND);
    editor.harness.event(Event::ModifiersChanged(modifiers));
    let (phase, source) = (TouchPhase::Move, MouseWheelSource::Wheel);
    editor.harness.event(Event::MouseWheel { unit: MouseWheelUnit::Point, delta, phase, source, modifiers });
    editor.harness.run_ok();
    assert!(width(&editor) > usual * 1.1);
    let row = place(&editor, 2, 1).y_range();
    assert!(row.expand(12.0).contains(at.y), "{row:?} {at}");
    for _ in 0..20 {
        press(&mut editor, Key::Minus);
    }
    editor.harness.event(Event::ModifiersChanged(Modifiers::NONE));
    editor.harness.run_ok();
    assert!(editor.has("40%"));
}

#[test]
fn shots_are_dragged_within_their_scene_and_to_another() {
    let mut editor = wall();
    let before = shots(&editor);
    let from = place(&editor, 1, 2).center();
    let to = place(&editor, 1, 5).center() + vec2(20.0, 0.0);
    drag(&mut editor, from, to);
    assert_eq!(shots(&editor)[0], ["s0-0", "s0-2", "s0-3", "s0-4", "s0-1", "s0-5"]);
    assert_eq!(selected(&editor), (1, 5));
    press_with(&mut editor, Modifiers::COMMAND, Key::Z);
    assert_eq!(shots(&editor), before);

    // Two that are selected go together, as one step.
    editor.click_like("Scene 1, shot 2, ");
    editor.harness.get_by_label_contains("Scene 1, shot 3, ").click_modifiers(Modifiers::COMMAND);
    editor.harness.run_ok();
    let (from, to) = (place(&editor, 1, 2).center(), place(&editor, 3, 1).center() - vec2(20.0, 0.0));
    drag(&mut editor, from, to);
    assert_eq!(shots(&editor)[0], ["s0-0", "s0-3", "s0-4", "s0-5"]);
    assert_eq!(shots(&editor)[2][..3], ["s0-1", "s0-2", "s2-0"]);
    assert_eq!(selected(&editor), (3, 1));
    assert_eq!(editor.harness.state().desk().history().undo_label(), Some("Move 2 shots to scene 3"));
    press_with(&mut editor, Modifiers::COMMAND, Key::Z);
    assert_eq!(shots(&editor), before);

    // On a scene's name, to its end.
    let (from, to) = (place(&editor, 1, 2).center(), editor.harness.get_by_label_contains("Scene 3 Part 3, ").rect());
    grab(&mut editor, from, to.center());
    editor.picture("wall-carried-to-a-name");
    editor.harness.drop_at(to.center());
    editor.harness.run_ok();
    assert_eq!(shots(&editor)[2][6..], ["s0-1", "s0-2"]);
    press_with(&mut editor, Modifiers::COMMAND, Key::Z);
    assert_eq!(shots(&editor), before);

    // Escape lets go, and the wall stays.
    let (from, to) = (place(&editor, 2, 1).center(), place(&editor, 3, 4).center());
    grab(&mut editor, from, to);
    press(&mut editor, Key::Escape);
    editor.harness.drop_at(to);
    editor.harness.run_ok();
    assert_eq!(shots(&editor), before);
    assert!(on_wall(&editor));
}

#[test]
fn of_a_hundred_scenes_only_what_is_in_view_is_laid_out() {
    let mut editor = Editor::scenes(100, false, 1440.0, 900.0);
    press(&mut editor, Key::W);
    editor.settle();
    let laid_out = |editor: &Editor| editor.harness.query_all_by_label_contains(", shot ").count();
    assert!((12..=72).contains(&laid_out(&editor)), "{} panels", laid_out(&editor));
    assert!(editor.has("100 scenes · 600 shots"));
    press(&mut editor, Key::End);
    assert_eq!(selected(&editor), (100, 6));
    let window = editor.harness.ctx.content_rect();
    assert!(window.contains_rect(place(&editor, 100, 6)));
    assert_eq!(focused(&editor).as_deref(), Some("Scene 100, shot 6, 2 seconds"));
    assert!(laid_out(&editor) <= 72);
    assert!(!editor.has("Scene 1, shot 1, "));
}
