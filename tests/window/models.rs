//! The sheet that compares models.

use crate::support::Editor;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

fn open(editor: &mut Editor) {
    editor.harness.get_by_role_and_label(Role::Button, "File").click();
    editor.harness.run_ok();
    editor.click_like("Compare models…");
}

#[test]
fn models_are_compared_by_price_way_and_loss_for_a_scene_and_for_all() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    open(&mut editor);
    assert!(editor.has("Rooftop on each model"));
    assert!(editor.has("Kling 3.0 Standard, in use"));
    assert!(editor.has("One request, 5 shots in it"));
    assert!(editor.has("600 credits · $3.00"), "Kling 2.6: five requests with sound");
    assert!(editor.has("5 requests of 5 s, side by side; 12 s more than planned"));
    assert!(editor.has("its maker closed it on 24 September 2026"));
    assert!(editor.has("no price known"));
    editor.click("All scenes");
    assert!(editor.has("All scenes on each model"));
    editor.click("Close");
    assert!(!editor.has("All scenes on each model"));
}

#[test]
fn the_sheet_fits_the_smallest_window() {
    let mut editor = Editor::example(1024.0, 640.0);
    editor.settle();
    open(&mut editor);
    let close = editor.harness.get_by_label("Close").rect();
    assert!(close.bottom() < 640.0 && close.right() < 1024.0, "{close:?}");
    assert!(editor.harness.get_by_label("Rooftop on each model").rect().top() > 0.0);
}
