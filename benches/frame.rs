//! What one frame of the editor costs the processor, layout and tessellation, without a GPU: the example beside a
//! project of 100 scenes with 6 shots each and 600 panels. Figures are told, nothing is asserted.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a bench that cannot go on stops here")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::Instant;

use storyreel::story::{MediaPath, Project, Scene, SceneId, Seconds, Shot, ShotId};
use support::Editor;

const FRAMES: usize = 400;

fn main() {
    let small = measure("example", Editor::example(1440.0, 900.0));
    let large = measure("100 scenes x 6 shots, 600 panels", large_project());
    println!("large / small: {:.2} of the median, {:.2} of the 99th percentile", large.0 / small.0, large.1 / small.1);
}

/// The median and the 99th percentile, in milliseconds.
fn measure(name: &str, mut editor: Editor) -> (f64, f64) {
    editor.settle();
    let ctx = editor.harness.ctx.clone();
    let app = editor.harness.state_mut();
    let mut times = Vec::with_capacity(FRAMES);
    for frame in 0..FRAMES {
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1440.0, 900.0))),
            // The pointer moves, so that nothing is left out as unchanged.
            events: vec![egui::Event::PointerMoved(egui::pos2(200.0 + (frame % 900) as f32, 700.0))],
            ..Default::default()
        };
        let begun = Instant::now();
        let output = ctx.run_ui(input, |ui| {
            app.logic(ui.ctx());
            app.ui(ui);
        });
        let shapes = ctx.tessellate(output.shapes, output.pixels_per_point);
        let gone = begun.elapsed().as_secs_f64() * 1000.0;
        std::hint::black_box(shapes);
        times.push(gone);
    }
    times.sort_by(f64::total_cmp);
    let (median, high) = (times[FRAMES / 2], times[FRAMES * 99 / 100]);
    println!("{name}: median {median:.3} ms, 99th percentile {high:.3} ms, over {FRAMES} frames");
    (median, high)
}

fn large_project() -> Editor {
    let data = tempfile::tempdir().unwrap();
    let path = data.path().join("Large.storyreel");
    let folder = storyreel::store::example::write_to(&path).unwrap();
    let example = storyreel::store::example::project().unwrap();
    let mut project = Project { name: "Large".to_owned(), elements: example.elements.clone(), ..Project::default() };
    let model = &example.scenes[0];
    for scene in 0..100 {
        let mut shots = Vec::new();
        for shot in 0..6 {
            // Each panel is a file of its own, as in a real project.
            let from = &model.shots[shot % model.shots.len()];
            let name = format!("media/panel-{scene}-{shot}.png");
            let panel = from.panel.as_ref().unwrap();
            std::fs::copy(path.join(panel.as_str()), path.join(&name)).unwrap();
            shots.push(Shot {
                id: ShotId::new(format!("s{scene}-{shot}")),
                name: String::new(),
                seconds: Seconds(2),
                panel: Some(MediaPath::new(name).unwrap()),
                ..from.clone()
            });
        }
        let id = SceneId::new(format!("scene{scene}"));
        project.scenes.push(Scene { id, name: format!("Scene {scene}"), shots, ..model.clone() });
    }
    folder.save(&project).unwrap();
    Editor::open(data, path, 1440.0, 900.0, 1.0)
}
