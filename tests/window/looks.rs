//! Pictures of parts of the window that must not change unnoticed, painted without a GPU and without the system's fonts.
//! Where a change is meant: `UPDATE_SNAPSHOTS=1 cargo test --test window looks`, then look at tests/snapshots.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use crate::support::Editor;
use egui::{Key, Rect, pos2};
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{SnapshotOptions, image_snapshot_options};
use storyreel::store::example;
use storyreel::story::Project;

/// A single pixel that is off by more than the eye can see fails.
fn compare(picture: &image::RgbaImage, name: &str) {
    let options = SnapshotOptions::new().threshold(0.6).max_failed_pixels(0).output_path("tests/snapshots");
    image_snapshot_options(picture, name, &options);
}

/// The example with plain shades for pictures: these tests are about the window, not about the drawings in it.
fn editor(width: f32, height: f32, change: impl FnOnce(&mut Project)) -> Editor {
    start(tempfile::tempdir().unwrap(), width, height, 1.0, change)
}

/// The same with settings, at a scale.
fn editor_with(settings: &str, scale: f32) -> Editor {
    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join("settings.json"), settings).unwrap();
    start(data, 1440.0, 900.0, scale, |_| ())
}

fn start(data: tempfile::TempDir, width: f32, height: f32, scale: f32, change: impl FnOnce(&mut Project)) -> Editor {
    let path = data.path().join("Harbour chase.storyreel");
    let folder = example::write_to(&path).unwrap();
    let mut project = example::project().unwrap();
    for (at, picture) in project.picture_paths().enumerate() {
        let tint = u8::try_from(40 + at * 12 % 160).unwrap();
        let shade = image::RgbImage::from_fn(640, 360, |_, y| {
            let y = u8::try_from(y / 4).unwrap();
            image::Rgb([tint / 2 + y, tint / 3 + y / 2, 90])
        });
        shade.save(path.join(picture.as_str())).unwrap();
    }
    change(&mut project);
    folder.save(&project).unwrap();
    let mut editor = Editor::open(data, path, width, height, scale);
    editor.settle();
    editor
}

fn timeline() -> Rect {
    Rect::from_min_max(pos2(0.0, 612.0), pos2(1440.0, 874.0))
}

#[test]
fn the_timeline_over_its_budget() {
    let mut editor = editor(1440.0, 900.0, |_| ());
    for _ in 0..4 {
        editor.harness.key_press(Key::CloseBracket);
        editor.harness.run_ok();
    }
    editor.saved();
    editor.settle();
    compare(&editor.part(timeline()), "timeline_over_budget");
}

#[test]
fn places_for_files_that_are_dragged_over_the_window() {
    let mut editor = editor(1440.0, 900.0, |_| ());
    let at = editor.harness.get_by_label_contains("Shot 2, 010B").rect().center();
    editor.hover_files(at, &["/a.png".into(), "/b.png".into()]);
    compare(&editor.part(timeline()), "drop_veils");
}

#[test]
fn the_inspector_with_a_problem() {
    let mut editor = editor(1440.0, 900.0, |project| {
        let shot = &mut project.scenes[0].shots[0];
        "Wide. @mara runs, @inspecter far behind, @red_case in her hand".clone_into(&mut shot.prompt);
    });
    compare(&editor.part(Rect::from_min_max(pos2(1100.0, 76.0), pos2(1440.0, 612.0))), "inspector_with_a_problem");
}

#[test]
fn the_sheet_of_an_element() {
    let mut editor = editor(1440.0, 900.0, |_| ());
    editor.click_like("Element @mara");
    editor.settle();
    compare(&editor.part(Rect::from_min_max(pos2(460.0, 160.0), pos2(980.0, 740.0))), "element_sheet");
}

#[test]
fn the_smallest_window() {
    let mut editor = editor(1024.0, 640.0, |_| ());
    compare(&editor.part(Rect::from_min_max(pos2(0.0, 0.0), pos2(1024.0, 640.0))), "smallest_window");
}

#[test]
fn the_wall() {
    let mut editor = editor(1440.0, 900.0, |_| ());
    editor.harness.key_press(Key::W);
    editor.harness.run_ok();
    editor.settle();
    compare(&editor.part(Rect::from_min_max(pos2(232.0, 76.0), pos2(1440.0, 874.0))), "wall");
}

#[test]
fn the_sheet_that_spends_without_a_key() {
    let mut editor = editor(1440.0, 900.0, |_| ());
    editor.click("Generate · $2.54");
    editor.settle();
    compare(&editor.part(Rect::from_min_max(pos2(440.0, 150.0), pos2(1000.0, 750.0))), "confirm_sheet");
}

#[test]
fn the_palette() {
    let mut editor = editor(1440.0, 900.0, |_| ());
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::K);
    editor.harness.run_ok();
    editor.harness.event(egui::Event::Text("split".to_owned()));
    editor.harness.run_ok();
    editor.settle();
    compare(&editor.part(Rect::from_min_max(pos2(400.0, 60.0), pos2(1040.0, 700.0))), "palette");
}

#[test]
fn boards_before_they_are_made() {
    let mut editor = editor(1440.0, 900.0, |_| ());
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::E);
    editor.harness.run_ok();
    editor.until("the page", |harness| harness.query_all_by_label_contains("Being made").next().is_none());
    editor.settle();
    compare(&editor.part(Rect::from_min_max(pos2(180.0, 80.0), pos2(1260.0, 630.0))), "export_preview");
}

#[test]
fn presenting() {
    let mut editor = editor(1440.0, 900.0, |_| ());
    editor.harness.key_press(Key::F5);
    editor.harness.run_ok();
    editor.settle();
    compare(&editor.part(Rect::from_min_max(pos2(0.0, 0.0), pos2(1440.0, 900.0))), "present");
}

#[test]
fn the_light_theme() {
    let mut editor = editor_with(r#"{"theme": "light"}"#, 1.0);
    compare(&editor.part(Rect::from_min_max(pos2(0.0, 0.0), pos2(1440.0, 874.0))), "light");
}

#[test]
fn the_timeline_at_a_scale_of_two() {
    let mut editor = editor_with("{}", 2.0);
    compare(&editor.part(Rect::from_min_max(pos2(0.0, 640.0), pos2(720.0, 874.0))), "timeline_at_2");
}

#[test]
fn the_inspector_at_a_scale_of_two() {
    let mut editor = editor_with("{}", 2.0);
    compare(&editor.part(Rect::from_min_max(pos2(1100.0, 76.0), pos2(1440.0, 480.0))), "inspector_at_2");
}
