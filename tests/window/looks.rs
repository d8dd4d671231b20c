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
    let data = tempfile::tempdir().unwrap();
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
    let mut editor = Editor::open(data, path, width, height, 1.0);
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
