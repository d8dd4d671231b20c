//! The editor in the hands: every gesture of the timeline by pointer and again by keyboard, with the same result.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use crate::support::Editor;
use egui::{Event, Key, Modifiers, Pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use storyreel::story::{FrameNumber, Scene, Shot};

const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;

fn editor() -> Editor {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    editor
}

fn scene(editor: &Editor) -> Scene {
    editor.harness.state().desk().project().scenes[0].clone()
}

fn shots(editor: &Editor) -> Vec<Shot> {
    scene(editor).shots
}

fn lengths(editor: &Editor) -> Vec<u32> {
    shots(editor).iter().map(|shot| shot.seconds.0).collect()
}

fn undo_label(editor: &Editor) -> Option<String> {
    editor.harness.state().desk().history().undo_label().map(str::to_owned)
}

fn press(editor: &mut Editor, modifiers: Modifiers, key: Key) {
    editor.harness.key_press_modifiers(modifiers, key);
    editor.harness.run_ok();
}

fn clip(editor: &Editor, shot: usize) -> egui::Rect {
    let name = format!("Shot {shot}, ");
    editor.harness.get_by_label_contains(&name).rect()
}

fn click(editor: &mut Editor, shot: usize, modifiers: Modifiers) {
    let name = format!("Shot {shot}, ");
    editor.harness.get_by_label_contains(&name).click_modifiers(modifiers);
    editor.harness.run_ok();
}

fn select(editor: &mut Editor, shot: usize) {
    click(editor, shot, Modifiers::NONE);
}

/// How wide a second is.
fn second(editor: &Editor) -> f32 {
    clip(editor, 1).width() / f32::from(u16::try_from(lengths(editor)[0]).unwrap())
}

/// Presses at a place with keys held, goes so many points to the right, and holds there.
fn grab(editor: &mut Editor, at: Pos2, modifiers: Modifiers, by: f32) {
    editor.harness.event(Event::ModifiersChanged(modifiers));
    editor.harness.drag_at(at);
    editor.harness.run_steps(2);
    editor.harness.hover_at(at + vec2(by / 2.0, 0.0));
    editor.harness.run_steps(2);
    editor.harness.hover_at(at + vec2(by, 0.0));
    editor.harness.run_steps(2);
}

fn let_go(editor: &mut Editor, at: Pos2) {
    editor.harness.drop_at(at);
    editor.harness.run_steps(2);
    editor.harness.event(Event::ModifiersChanged(Modifiers::NONE));
    editor.harness.run_ok();
}

fn drag(editor: &mut Editor, at: Pos2, modifiers: Modifiers, by: f32) {
    grab(editor, at, modifiers, by);
    let_go(editor, at + vec2(by, 0.0));
}

fn edge(editor: &Editor, shot: usize) -> Pos2 {
    editor.harness.get_by_label(&format!("Length of shot {shot}")).rect().center()
}

/// Does one thing by pointer and by keyboard; both make one step of the same name, and the same scene.
fn same_by_both(by_pointer: impl FnOnce(&mut Editor), by_keyboard: impl FnOnce(&mut Editor)) -> Vec<u32> {
    let mut editor = editor();
    let before = scene(&editor);
    by_pointer(&mut editor);
    let (after, label) = (scene(&editor), undo_label(&editor));
    assert_ne!(after, before, "the pointer did something");
    press(&mut editor, CTRL, Key::Z);
    assert_eq!(scene(&editor), before, "and it was one step");
    assert_eq!(undo_label(&editor), None);
    assert!(editor.has(&format!("Undone: {}", label.clone().unwrap())));
    by_keyboard(&mut editor);
    let without_new_ids = |scene: &Scene| {
        let ids: Vec<_> = before.shots.iter().map(|shot| shot.id.clone()).collect();
        let mut shots = scene.shots.clone();
        for shot in shots.iter_mut().filter(|shot| !ids.contains(&shot.id)) {
            shot.id = storyreel::story::ShotId::default();
        }
        shots
    };
    assert_eq!(without_new_ids(&scene(&editor)), without_new_ids(&after), "the keyboard does the same");
    assert_eq!(undo_label(&editor), label);
    lengths(&editor)
}

#[test]
fn an_edge_trims() {
    let before = lengths(&editor());
    let after = same_by_both(
        |editor| {
            let (at, by) = (edge(editor, 2), second(editor));
            drag(editor, at, Modifiers::NONE, by);
        },
        |editor| {
            select(editor, 2);
            press(editor, Modifiers::NONE, Key::CloseBracket);
        },
    );
    assert_eq!(after[1], before[1] + 1);
    assert_eq!(after.iter().sum::<u32>(), before.iter().sum::<u32>() + 1);
}

#[test]
fn an_edge_trims_with_the_keyboard_on_it_too() {
    let mut editor = editor();
    let before = lengths(&editor);
    let focus = |editor: &mut Editor| {
        editor.harness.get_by_label("Length of shot 2").focus();
        editor.harness.run_ok();
    };
    focus(&mut editor);
    press(&mut editor, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(lengths(&editor)[1], before[1] + 1);
    press(&mut editor, SHIFT, Key::ArrowLeft);
    assert_eq!((lengths(&editor)[1], lengths(&editor)[2]), (before[1], before[2] + 1), "with Shift it rolls");
}

#[test]
fn with_shift_an_edge_rolls() {
    let before = lengths(&editor());
    let after = same_by_both(
        |editor| {
            let (at, by) = (edge(editor, 2), second(editor));
            drag(editor, at, SHIFT, by);
        },
        |editor| {
            select(editor, 2);
            press(editor, SHIFT, Key::ArrowRight);
        },
    );
    assert_eq!((after[1], after[2]), (before[1] + 1, before[2] - 1));
}

#[test]
fn with_ctrl_and_shift_a_shot_slides() {
    let before = lengths(&editor());
    let after = same_by_both(
        |editor| {
            let (at, by) = (clip(editor, 2).center(), second(editor));
            drag(editor, at, CTRL | SHIFT, -by);
        },
        |editor| {
            select(editor, 2);
            press(editor, CTRL | SHIFT, Key::ArrowLeft);
        },
    );
    assert_eq!((after[0], after[1], after[2]), (before[0] - 1, before[1], before[2] + 1));
}

#[test]
fn shots_change_places_alone_and_together() {
    same_by_both(
        |editor| {
            let (from, to) = (clip(editor, 1).center(), clip(editor, 2).right() - 4.0);
            drag(editor, from, Modifiers::NONE, to - from.x);
        },
        |editor| {
            select(editor, 1);
            press(editor, Modifiers::ALT, Key::ArrowRight);
        },
    );
    same_by_both(
        |editor| {
            select(editor, 1);
            click(editor, 2, CTRL);
            let (from, to) = (clip(editor, 1).center(), clip(editor, 3).right() - 4.0);
            drag(editor, from, Modifiers::NONE, to - from.x);
        },
        |editor| {
            select(editor, 1);
            press(editor, SHIFT, Key::ArrowDown);
            press(editor, Modifiers::ALT, Key::ArrowRight);
        },
    );
}

#[test]
fn the_edge_of_a_selected_shot_trims_all_that_are_selected() {
    let pick = |editor: &mut Editor| {
        select(editor, 1);
        click(editor, 3, CTRL);
    };
    let before = lengths(&editor());
    let after = same_by_both(
        |editor| {
            pick(editor);
            // Each of the two moves the edge in the hand, which stays under the pointer.
            let (at, by) = (edge(editor, 3), second(editor) * 2.0);
            drag(editor, at, Modifiers::NONE, by);
            let off = edge(editor, 3).x - (at.x + by);
            assert!(off.abs() < 2.0, "the edge is {off} points from the pointer");
        },
        |editor| {
            pick(editor);
            press(editor, Modifiers::NONE, Key::CloseBracket);
        },
    );
    assert_eq!(after, [before[0] + 1, before[1], before[2] + 1, before[3], before[4]]);

    // None becomes shorter than a second, what is done shows, and Escape takes all of it back.
    let mut editor = editor();
    pick(&mut editor);
    let all = scene(&editor);
    let (at, by) = (edge(&editor, 3), second(&editor));
    grab(&mut editor, at, Modifiers::NONE, by * 2.0);
    let told = |editor: &Editor, shot: usize| {
        let name = format!("Length of shot {shot}");
        let handle = editor.harness.get_by_label(&name);
        handle.accesskit_node().data().description().unwrap_or_default().to_owned()
    };
    assert_eq!(told(&editor, 3), "2 shots: +2 s, +78 credits, +$0.39 · 15 of 15 s");
    editor.harness.hover_at(at - vec2(by * 9.0, 0.0));
    editor.harness.run_steps(3);
    assert_eq!(lengths(&editor), [1, before[1], 1, before[3], before[4]]);
    editor.harness.key_press(Key::Escape);
    editor.harness.run_steps(2);
    assert_eq!(scene(&editor), all);
    let_go(&mut editor, at);
    assert_eq!((scene(&editor), undo_label(&editor)), (all, None));

    // By the inspector's buttons, which say how many they are about.
    assert!(editor.has("2 selected"));
    editor.click("2 shots: 1 s longer");
    assert_eq!(lengths(&editor), after);
    press(&mut editor, CTRL, Key::Z);
    // With the keyboard on an edge as well.
    editor.harness.get_by_label("Length of shot 1").focus();
    editor.harness.run_ok();
    press(&mut editor, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(lengths(&editor), after);
    press(&mut editor, CTRL, Key::Z);

    // The edge of another shot is that shot's alone.
    let at = edge(&editor, 2);
    drag(&mut editor, at, Modifiers::NONE, by);
    assert_eq!(lengths(&editor), [before[0], before[1] + 1, before[2], before[3], before[4]]);
    assert_eq!(undo_label(&editor).as_deref(), Some("Trim shot 2"));
}

#[test]
fn the_playhead_pulls_an_edge_and_a_shot_that_come_near() {
    let mut editor = editor();
    assert_eq!(lengths(&editor), [3, 2, 3, 3, 2]);
    let position = |editor: &Editor| editor.harness.state().view().player.position;
    // A click puts it into the middle of the shot.
    select(&mut editor, 2);
    assert_eq!(position(&editor), FrameNumber(4 * 24));
    let by = second(&editor);
    let at = edge(&editor, 2);
    grab(&mut editor, at, Modifiers::NONE, by * -0.4);
    assert_eq!(lengths(&editor)[1], 1, "its end is pulled to 4 s from 4.6 s");
    let handle = editor.harness.get_by_label("Length of shot 2");
    let told = handle.accesskit_node().data().description().unwrap_or_default().to_owned();
    assert!(told.ends_with("12 of 15 s · at the playhead"), "{told}");
    editor.picture("at-the-playhead");
    editor.harness.hover_at(at - vec2(by * 0.2, 0.0));
    editor.harness.run_steps(2);
    assert_eq!(lengths(&editor)[1], 2, "from further away it is not");
    editor.harness.key_press(Key::Escape);
    editor.harness.run_steps(2);
    let_go(&mut editor, at);

    select(&mut editor, 4);
    press(&mut editor, Modifiers::NONE, Key::Home);
    // A few frames on: the second that is nearest counts.
    press(&mut editor, Modifiers::NONE, Key::ArrowRight);
    let at = edge(&editor, 1);
    drag(&mut editor, at, Modifiers::NONE, by);
    assert_eq!(position(&editor), FrameNumber(0), "viewer and inspector show the shot that was trimmed");
    press(&mut editor, CTRL, Key::Z);
    select(&mut editor, 4);
    press(&mut editor, Modifiers::NONE, Key::Home);

    // A shot begins there, where its middle alone would lead it one place less far.
    let ids: Vec<_> = shots(&editor).iter().map(|shot| shot.id.clone()).collect();
    let order = |editor: &Editor| -> Vec<usize> {
        shots(editor).iter().map(|shot| ids.iter().position(|id| *id == shot.id).unwrap() + 1).collect()
    };
    let at = clip(&editor, 1).center();
    drag(&mut editor, at, Modifiers::NONE, by * 7.6);
    assert_eq!(order(&editor), [2, 3, 4, 1, 5]);
    assert_eq!(scene(&editor).start_of(3).0, 8);
}

#[test]
fn shots_are_dragged_onto_a_scene_of_the_list() {
    let mut editor = Editor::scenes(3, false, 1440.0, 900.0);
    editor.settle();
    let ids = |editor: &Editor| -> Vec<Vec<String>> {
        let scenes = &editor.harness.state().desk().project().scenes;
        scenes.iter().map(|scene| scene.shots.iter().map(|shot| shot.id.to_string()).collect()).collect()
    };
    let row = |editor: &Editor, scene: usize| {
        editor.harness.get_by_label_contains(&format!("Scene {scene} Part {scene}, ")).rect()
    };
    let before = ids(&editor);
    select(&mut editor, 2);
    click(&mut editor, 4, CTRL);
    let from = clip(&editor, 2).center();
    let way = |editor: &Editor, scene: usize| row(editor, scene).center() - from;
    let carry = |editor: &mut Editor, by: egui::Vec2| {
        editor.harness.drag_at(from);
        editor.harness.run_steps(2);
        editor.harness.hover_at(from + by / 2.0);
        editor.harness.run_steps(2);
        editor.harness.hover_at(from + by);
        editor.harness.run_steps(3);
    };
    let told = |editor: &Editor| {
        let clip = editor.harness.get_by_label_contains("Shot 2, ");
        clip.accesskit_node().data().description().unwrap_or_default().to_owned()
    };
    let (third, first) = (way(&editor, 3), way(&editor, 1));
    let dark = editor.part(row(&editor, 3));
    carry(&mut editor, third);
    assert_eq!(told(&editor), "Move 2 shots to scene 3");
    assert_ne!(editor.part(row(&editor, 3)), dark, "the row lights up");
    editor.picture("carried-to-a-scene");
    let_go(&mut editor, from + third);
    assert_eq!(ids(&editor)[0], ["s0-0", "s0-2", "s0-4", "s0-5"]);
    assert_eq!(ids(&editor)[2][6..], ["s0-1", "s0-3"]);
    assert_eq!(undo_label(&editor).as_deref(), Some("Move 2 shots to scene 3"));
    assert!(editor.has("Moved 2 shots to scene 3"));
    press(&mut editor, CTRL, Key::Z);
    assert_eq!(ids(&editor), before, "one step");

    // Its own scene takes nothing, and that is said.
    carry(&mut editor, first);
    assert_eq!(told(&editor), "The 2 shots are in scene 1 already");
    let_go(&mut editor, from + first);
    assert!(editor.has("The 2 shots are in scene 1 already"));
    // Escape lets go, and so does a place that is nobody's.
    carry(&mut editor, third);
    editor.harness.key_press(Key::Escape);
    editor.harness.run_steps(2);
    let_go(&mut editor, from + third);
    let nowhere = vec2(40.0, -450.0);
    carry(&mut editor, nowhere);
    let_go(&mut editor, from + nowhere);
    assert_eq!((ids(&editor), undo_label(&editor)), (before, None));
}

fn by_menu(editor: &mut Editor, menu: &str, item: &str) {
    editor.harness.get_by_role_and_label(egui::accesskit::Role::Button, menu).click();
    editor.harness.run_ok();
    editor.harness.get_by_label_contains(item).click();
    editor.harness.run_ok();
}

#[test]
fn commands_do_the_same_from_the_menu_and_by_key() {
    let start = |editor: &mut Editor| select(editor, 1);
    for (item, modifiers, key) in [
        ("Split at the playhead", Modifiers::NONE, Key::S),
        ("Join with the next", CTRL, Key::J),
        ("Duplicate", CTRL, Key::D),
        ("Delete shot", Modifiers::NONE, Key::Delete),
    ] {
        same_by_both(
            |editor| {
                start(editor);
                by_menu(editor, "Shot", item);
            },
            |editor| {
                start(editor);
                press(editor, modifiers, key);
            },
        );
    }
    for (item, key) in [("Fit to the budget", Key::F), ("Distribute evenly", Key::D)] {
        let before: u32 = lengths(&editor()).iter().sum();
        let after = same_by_both(|editor| by_menu(editor, "Scene", item), |editor| press(editor, CTRL | SHIFT, key));
        let total: u32 = if key == Key::F { 15 } else { before };
        assert_eq!(after.iter().sum::<u32>(), total, "{item}");
    }
}

#[test]
fn one_run_of_trims_is_one_step_as_one_drag_is() {
    let mut editor = editor();
    let before = lengths(&editor);
    select(&mut editor, 1);
    for _ in 0..3 {
        editor.harness.key_press(Key::CloseBracket);
        editor.harness.step();
    }
    editor.harness.run_ok();
    assert_eq!(lengths(&editor)[0], before[0] + 3);
    press(&mut editor, CTRL, Key::Z);
    assert_eq!(lengths(&editor), before);
}

#[test]
fn several_shots_go_on_to_the_next_scene() {
    let mut editor = editor();
    let ids: Vec<_> = shots(&editor).iter().map(|shot| shot.id.clone()).collect();
    select(&mut editor, 1);
    click(&mut editor, 3, CTRL);
    editor.harness.get_by_role_and_label(egui::accesskit::Role::Button, "Shot").click();
    editor.harness.run_ok();
    editor.harness.get_by_role_and_label(egui::accesskit::Role::Button, "Move").click();
    editor.harness.run_ok();
    editor.click_like("to the next scene");
    let scenes = editor.harness.state().desk().project().scenes.clone();
    assert_eq!(scenes[1].shots.iter().map(|shot| &shot.id).collect::<Vec<_>>(), [&ids[0], &ids[2]]);
    assert_eq!(undo_label(&editor).as_deref(), Some("Move 2 shots to the next scene"));
    press(&mut editor, CTRL, Key::Z);
    assert_eq!(shots(&editor).iter().map(|shot| shot.id.clone()).collect::<Vec<_>>(), ids);
}

#[test]
fn escape_cancels_a_drag_without_a_trace() {
    let mut editor = editor();
    let before = scene(&editor);
    for modifiers in [Modifiers::NONE, SHIFT, CTRL | SHIFT] {
        let (at, by) = (edge(&editor, 2), second(&editor));
        grab(&mut editor, at, modifiers, by);
        assert_ne!(scene(&editor), before, "it shows while it is dragged");
        editor.harness.event(Event::ModifiersChanged(Modifiers::NONE));
        editor.harness.key_press(Key::Escape);
        editor.harness.run_steps(2);
        assert_eq!(scene(&editor), before);
        let_go(&mut editor, at + vec2(by, 0.0));
        assert_eq!(scene(&editor), before);
        assert_eq!(undo_label(&editor), None);
    }
}

#[test]
fn nothing_else_moves_on_the_screen_while_an_edge_is_dragged() {
    let mut editor = editor();
    let (at, by, first) = (edge(&editor, 2), second(&editor), clip(&editor, 1));
    // Far beyond the 15 seconds: the scale stays until the hand lets go.
    grab(&mut editor, at, Modifiers::NONE, by * 6.0);
    assert_eq!(clip(&editor, 1), first);
    let_go(&mut editor, at + vec2(by * 6.0, 0.0));
    assert!(clip(&editor, 1).width() < first.width());
}

#[test]
fn several_shots_are_selected_and_changed_together() {
    // Ctrl and a click beside, and the same with Shift and the arrows.
    let after = same_by_both(
        |editor| {
            select(editor, 1);
            click(editor, 3, SHIFT);
            press(editor, Modifiers::NONE, Key::Num4);
        },
        |editor| {
            select(editor, 1);
            press(editor, SHIFT, Key::ArrowDown);
            press(editor, SHIFT, Key::ArrowDown);
            press(editor, Modifiers::NONE, Key::Num4);
        },
    );
    assert_eq!(after[..3], [4, 4, 4]);
    let mut editor = editor();
    let before = lengths(&editor);
    select(&mut editor, 1);
    click(&mut editor, 3, CTRL);
    press(&mut editor, Modifiers::NONE, Key::CloseBracket);
    let after = lengths(&editor);
    assert_eq!((after[0], after[1], after[2]), (before[0] + 1, before[1], before[2] + 1));
    assert_eq!(undo_label(&editor).as_deref(), Some("Trim 2 shots"));
    // All of them, then one alone again.
    press(&mut editor, CTRL, Key::A);
    press(&mut editor, Modifiers::NONE, Key::Num2);
    assert!(lengths(&editor).iter().all(|length| *length == 2));
    press(&mut editor, Modifiers::NONE, Key::ArrowUp);
    press(&mut editor, Modifiers::NONE, Key::Num5);
    assert_eq!(lengths(&editor).iter().filter(|length| **length == 5).count(), 1);
}

#[test]
fn digits_write_in_a_text_and_with_alt_set_seconds_there() {
    let mut editor = editor();
    select(&mut editor, 1);
    press(&mut editor, Modifiers::NONE, Key::Enter);
    let focused = |editor: &Editor| editor.harness.get_by_label("Prompt of shot 1").accesskit_node().is_focused();
    assert!(focused(&editor), "Enter edits the prompt");
    let prompt = shots(&editor)[0].prompt.clone();
    let type_digit = |editor: &mut Editor, modifiers| {
        for event in [
            Event::Key { key: Key::Num7, physical_key: None, pressed: true, repeat: false, modifiers },
            Event::Text("7".to_owned()),
            Event::Key { key: Key::Num7, physical_key: None, pressed: false, repeat: false, modifiers },
        ] {
            // Both in one frame, as systems send them.
            editor.harness.input_mut().events.push(event);
        }
        editor.harness.run_ok();
    };
    let before = lengths(&editor);
    type_digit(&mut editor, Modifiers::NONE);
    assert_eq!(shots(&editor)[0].prompt.len(), prompt.len() + 1, "a digit is written");
    assert_eq!(lengths(&editor), before);
    type_digit(&mut editor, Modifiers::ALT);
    assert_eq!(shots(&editor)[0].prompt.len(), prompt.len() + 1, "with Alt nothing is written");
    assert_eq!(lengths(&editor)[0], 7);
    press(&mut editor, Modifiers::NONE, Key::Escape);
    assert!(!focused(&editor), "Escape leaves the prompt");
    type_digit(&mut editor, Modifiers::NONE);
    press(&mut editor, Modifiers::NONE, Key::Num3);
    assert_eq!(lengths(&editor)[0], 3);
    assert_eq!(shots(&editor)[0].prompt.len(), prompt.len() + 1);
}

#[test]
fn a_focused_button_keeps_its_keys_and_the_timeline_has_them_otherwise() {
    let mut editor = editor();
    let before = lengths(&editor);
    editor.harness.get_by_label("Play").focus();
    editor.harness.run_ok();
    press(&mut editor, Modifiers::NONE, Key::Num5);
    assert_eq!(lengths(&editor), before);
    press(&mut editor, Modifiers::NONE, Key::Escape);
    press(&mut editor, Modifiers::NONE, Key::Num5);
    assert_eq!(lengths(&editor)[0], 5);
}

#[test]
fn ctrl_enter_goes_on_and_after_the_last_shot_adds_one() {
    let mut editor = editor();
    let count = shots(&editor).len();
    select(&mut editor, count - 1);
    press(&mut editor, CTRL, Key::Enter);
    assert_eq!(shots(&editor).len(), count);
    let last = format!("Prompt of shot {count}");
    assert!(editor.harness.get_by_label(&last).accesskit_node().is_focused());
    press(&mut editor, CTRL, Key::Enter);
    assert_eq!(shots(&editor).len(), count + 1);
    let new = format!("Prompt of shot {}", count + 1);
    assert!(editor.harness.get_by_label(&new).accesskit_node().is_focused());
}

fn playing(editor: &Editor) -> Option<i32> {
    editor.harness.state().view().player.playing.map(|playing| playing.rate)
}

fn tap(editor: &mut Editor, modifiers: Modifiers, key: Key) {
    editor.harness.key_press_modifiers(modifiers, key);
    editor.harness.run_steps(2);
}

#[test]
fn j_k_and_l_play_both_ways_and_faster() {
    let mut editor = editor();
    tap(&mut editor, Modifiers::NONE, Key::L);
    assert_eq!(playing(&editor), Some(1));
    tap(&mut editor, Modifiers::NONE, Key::L);
    assert_eq!(playing(&editor), Some(2));
    tap(&mut editor, Modifiers::NONE, Key::J);
    assert_eq!(playing(&editor), Some(-1));
    tap(&mut editor, Modifiers::NONE, Key::K);
    assert_eq!(playing(&editor), None);
    let position = |editor: &Editor| editor.harness.state().view().player.position;
    tap(&mut editor, Modifiers::NONE, Key::End);
    let there = position(&editor);
    tap(&mut editor, Modifiers::NONE, Key::J);
    editor.harness.run_steps(3);
    assert!(position(&editor) < there, "it plays backward");
    tap(&mut editor, Modifiers::NONE, Key::Space);
    assert_eq!(playing(&editor), None);
}

#[test]
fn a_range_plays_and_loops_between_its_marks() {
    let mut editor = editor();
    let position = |editor: &Editor| editor.harness.state().view().player.position;
    let length = scene(&editor).seconds().frames();
    for _ in 0..3 {
        tap(&mut editor, Modifiers::NONE, Key::ArrowRight);
    }
    tap(&mut editor, Modifiers::NONE, Key::I);
    for _ in 0..20 {
        tap(&mut editor, Modifiers::NONE, Key::ArrowRight);
    }
    tap(&mut editor, Modifiers::NONE, Key::O);
    let range = editor.harness.state().view().player.range(length);
    assert_eq!(range, FrameNumber(3)..FrameNumber(24));
    // At its end it begins again at its start.
    tap(&mut editor, CTRL, Key::L);
    tap(&mut editor, Modifiers::NONE, Key::Space);
    let mut seen = Vec::new();
    for _ in 0..40 {
        editor.harness.step();
        seen.push(position(&editor));
    }
    assert!(playing(&editor).is_some(), "it loops");
    assert!(seen.iter().all(|at| range.contains(at)), "{seen:?}");
    tap(&mut editor, Modifiers::NONE, Key::K);
    tap(&mut editor, SHIFT, Key::X);
    assert_eq!(editor.harness.state().view().player.range(length), FrameNumber(0)..length);
    // The selected shots' own.
    select(&mut editor, 2);
    tap(&mut editor, Modifiers::NONE, Key::X);
    let (from, to) = (scene(&editor).start_of(1).frames(), scene(&editor).start_of(2).frames());
    assert_eq!(editor.harness.state().view().player.range(length), from..to);
}

#[test]
fn scrubbing_follows_the_hand_and_the_shot_under_it_is_the_current_one() {
    let mut editor = editor();
    let ruler = editor.harness.get_by_label("Time").rect();
    let at = Pos2::new(clip(&editor, 1).center().x, ruler.center().y);
    let to = clip(&editor, 3).center().x;
    grab(&mut editor, at, Modifiers::NONE, to - at.x);
    let view = editor.harness.state().view();
    assert_eq!(view.shot, shots(&editor)[2].id);
    let start = scene(&editor).start_of(2).frames();
    assert!(view.player.position > start);
    let_go(&mut editor, Pos2::new(to, at.y));
}
