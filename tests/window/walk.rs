//! The window by its accessible names: the founding walk, and what the issues promise of single panels.

use crate::support::{Editor, picture_file};
use egui::Key;
use egui_kittest::kittest::Queryable as _;
use storyreel::story::{FrameSlot, Seconds};

/// What a new user does: change a prompt, trim a shot, drop a first frame, watch the price, render, play.
#[test]
fn the_founding_walk() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    assert!(editor.has("507 credits"), "the example costs 13 s at 39");

    // A prompt is changed.
    editor.click_like("Shot 2, 010B");
    let prompt = editor.harness.get_by_label("Prompt of shot 2");
    prompt.focus();
    editor.harness.run_ok();
    editor.harness.get_by_label("Prompt of shot 2").type_text("Rain. ");
    editor.harness.run_ok();
    let shot = |editor: &Editor, index: usize| editor.harness.state().desk().project().scenes[0].shots[index].clone();
    assert!(shot(&editor, 1).prompt.contains("Rain. "));

    // A shot is trimmed by a second with the pointer.
    let before = shot(&editor, 1).seconds;
    let handle = editor.harness.get_by_label("Length of shot 2").rect().center();
    let per_second = editor.harness.get_by_label_contains("Shot 2, 010B").rect().width() / 2.0;
    editor.harness.drag_at(handle);
    editor.harness.run_steps(2);
    editor.harness.hover_at(handle + egui::vec2(per_second, 0.0));
    editor.harness.run_steps(3);
    editor.harness.drop_at(handle + egui::vec2(per_second, 0.0));
    editor.harness.run_ok();
    assert_eq!(shot(&editor, 1).seconds, before.plus(Seconds(1)));
    assert!(editor.has("546 credits"), "the price follows");

    // A first frame falls on its place.
    let folder = tempfile::tempdir().unwrap();
    let frame = picture_file(folder.path(), "frame.png", 640, 360);
    let old = editor.harness.state().desk().project().scenes[0].frame(FrameSlot::First).cloned();
    let place = editor.harness.get_by_label_contains("First frame:").rect().center();
    editor.drop_files(place, &[frame]);
    editor.until("first frame", |harness| {
        harness.state().desk().project().scenes[0].frame(FrameSlot::First).cloned() != old
    });

    // It is rendered and played.
    editor.click("Render animatic · free");
    editor.until("a take", |harness| {
        harness.state().desk().takes_of(&harness.state().desk().project().scenes[0].id).next().is_some()
    });
    editor.click("Play it");
    editor.harness.run_steps(3);
    assert!(editor.harness.state().view().player.playing.is_some(), "the take plays");
    // The window's thread asks the disk nothing meanwhile, with the take's card beside the viewer.
    editor.click_like("Takes (1)");
    assert!(editor.has("Show rendered animatic 1 in its folder"));
    let asked = storyreel::store::disk::questions_of_this_thread();
    editor.harness.run_steps(6);
    assert!(editor.harness.state().view().player.playing.is_some());
    assert_eq!(storyreel::store::disk::questions_of_this_thread(), asked);

    // It is on the disk, without a save.
    editor.until("saved", |harness| *harness.state().desk().save_state() == storyreel::desk::SaveState::Saved);
    let json = editor.on_disk();
    assert_eq!(json["scenes"][0]["shots"][1]["seconds"], 3);
}

/// Nothing repaints while nothing changes.
#[test]
fn a_settled_window_is_idle() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    editor.harness.run_steps(10);
    let delay = editor.harness.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min();
    assert_eq!(delay, Some(std::time::Duration::MAX));
}

#[test]
fn an_unknown_name_stops_generating_and_is_mended_by_one_click() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    assert!(editor.has("Generate · $2.54"));
    editor.harness.get_by_label_contains("Prompt of shot 1").focus();
    editor.harness.run_ok();
    editor.harness.get_by_label("Prompt of shot 1").type_text("@inspecter ");
    editor.harness.key_press(Key::Escape);
    editor.harness.run_ok();
    assert!(editor.has("Fix 1 to generate"));
    editor.click("Use @inspector");
    assert!(editor.has("Generate · $2.54"));
    let undo = editor.harness.state().desk().history().undo_label().map(ToOwned::to_owned);
    assert_eq!(undo.as_deref(), Some("Use @inspector"));
}

#[test]
fn over_budget_is_shown_and_fitted() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    for _ in 0..4 {
        editor.harness.key_press(Key::CloseBracket);
        editor.harness.run_ok();
    }
    assert!(editor.has("17 of 15 s"));
    assert!(editor.has("2 s over 15"));
    editor.harness.get_all_by_label("Fit to 15 s").next().unwrap().click();
    editor.harness.run_ok();
    assert!(editor.has("15 of 15 s"));
    assert_eq!(editor.harness.state().desk().project().scenes[0].seconds(), Seconds(15));
}

#[test]
fn without_a_key_the_confirmation_leads_to_the_settings_and_spends_nothing() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    editor.click("Generate · $2.54");
    assert!(editor.has("Kling 3.0 Standard through Vidgo"));
    editor.until("the price", |harness| harness.query_by_label("507 credits · $2.54").is_some());
    assert!(editor.has("Storyreel has no API key yet"));
    assert!(editor.harness.query_by_label_contains("Spend $").is_none());
    editor.click("Add the key…");
    assert!(editor.has("No key yet for https://api.vidgo.ai"));
}

/// Ctrl+Shift+N is not Ctrl+N.
#[test]
fn keys_with_shift_are_keys_of_their_own() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, Key::N);
    editor.harness.run_ok();
    assert_eq!(editor.harness.state().desk().project().scenes.len(), 2);
    assert!(!editor.has("New project"));
}
