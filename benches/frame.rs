//! What one frame of the editor costs the processor, layout and tessellation, without a GPU: the example at rest beside a
//! project of 100 scenes with 6 shots each and 600 panels, at rest, while an edge is dragged, while it plays, and the wall of
//! all its panels. What counts is the time of the window's thread on the processor, whatever else the machine does meanwhile.
//! Figures are told, nothing is asserted.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a bench that cannot go on stops here")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::Duration;

use egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, TouchPhase, pos2, vec2};
use egui_kittest::kittest::Queryable as _;
use support::Editor;

const FRAMES: usize = 400;

fn main() {
    let mut example = Editor::example(1440.0, 900.0);
    let idle = measure("example at rest", &mut example, pointer_moves);
    // Far past what is ever sent: what was pasted by mistake must not stop the hands.
    example.harness.get_by_label("Prompt of shot 1").focus();
    example.harness.run_ok();
    example.harness.get_by_label("Prompt of shot 1").type_text(&"The boats go out under the rain. ".repeat(5_200));
    example.harness.run_ok();
    measure("example, typing in a prompt of 172,000 characters", &mut example, |_| vec![Event::Text("x".to_owned())]);
    drop(example);
    let told = |name: &str, figures: (f64, f64)| {
        let (median, high) = (figures.0 / idle.0, figures.1 / idle.1);
        println!("{name} / example at rest: {median:.2} of the median, {high:.2} of the 99th percentile");
    };

    let mut large = Editor::scenes(100, true, 1440.0, 900.0);
    told("large", measure("100 scenes x 6 shots, 600 panels, at rest", &mut large, pointer_moves));

    let edge = large.harness.get_by_label("Length of shot 2").rect().center();
    let button = |pos: Pos2, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    frames(&mut large, 1, |_| vec![Event::PointerMoved(edge), button(edge, true)]);
    let by_hand = |frame: usize| vec![Event::PointerMoved(edge + vec2(wave(frame) * 120.0, 0.0))];
    told("drag", measure("large, an edge is dragged", &mut large, by_hand));
    frames(&mut large, 1, |_| vec![button(edge, false)]);

    large.harness.key_press(Key::Home);
    large.harness.run_ok();
    large.harness.key_press_modifiers(Modifiers::COMMAND, Key::L);
    large.harness.key_press(Key::Space);
    large.harness.step();
    assert!(large.harness.state().view().player.playing.is_some());
    told("playing", measure("large, it plays", &mut large, |_| Vec::new()));
    large.harness.key_press(Key::Space);
    large.harness.run_ok();

    large.harness.key_press(Key::W);
    large.harness.run_ok();
    let wheel = |frame: usize| {
        let delta = vec2(0.0, if frame % 100 < 50 { -60.0 } else { 60.0 });
        let modifiers = Modifiers::NONE;
        let (phase, source) = (TouchPhase::Move, MouseWheelSource::Wheel);
        vec![
            Event::PointerMoved(pos2(700.0, 500.0)),
            Event::MouseWheel { unit: MouseWheelUnit::Point, delta, phase, source, modifiers },
        ]
    };
    told("wall", measure("large, the wall at 100%, scrolled", &mut large, wheel));
    for _ in 0..8 {
        large.harness.key_press(Key::Minus);
    }
    large.harness.run_ok();
    told("small wall", measure("large, the wall at 40%, scrolled", &mut large, wheel));
}

/// The pointer moves, so that nothing is left out as unchanged.
fn pointer_moves(frame: usize) -> Vec<Event> {
    vec![Event::PointerMoved(pos2(200.0 + (frame % 900) as f32, 700.0))]
}

/// There and back between -1 and 1.
fn wave(frame: usize) -> f32 {
    (frame as f32 / 20.0).sin()
}

/// The median and the 99th percentile, in milliseconds.
fn measure(name: &str, editor: &mut Editor, events: impl Fn(usize) -> Vec<Event>) -> (f64, f64) {
    // What comes in from the background is not measured: what is in view comes first.
    if editor.harness.state().view().player.playing.is_none() && editor.harness.state().view().drag.is_none() {
        editor.settle();
    }
    let mut times = frames(editor, FRAMES, events);
    times.sort_by(f64::total_cmp);
    let (median, high) = (times[FRAMES / 2], times[FRAMES * 99 / 100]);
    println!("{name}: median {median:.3} ms, 99th percentile {high:.3} ms, over {FRAMES} frames");
    (median, high)
}

/// Paints so many frames, and gives how long each took in milliseconds.
fn frames(editor: &mut Editor, count: usize, events: impl Fn(usize) -> Vec<Event>) -> Vec<f64> {
    let ctx = editor.harness.ctx.clone();
    let app = editor.harness.state_mut();
    let mut times = Vec::with_capacity(count);
    for frame in 0..count {
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(Pos2::ZERO, vec2(1440.0, 900.0))),
            events: events(frame),
            ..Default::default()
        };
        let begun = cpu_time();
        let output = ctx.run_ui(input, |ui| {
            app.logic(ui.ctx());
            app.ui(ui);
        });
        let shapes = ctx.tessellate(output.shapes, output.pixels_per_point);
        let gone = cpu_time().saturating_sub(begun).as_secs_f64() * 1000.0;
        std::hint::black_box(shapes);
        times.push(gone);
    }
    times
}

/// How long this thread has been on a processor.
#[cfg(unix)]
fn cpu_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap()
}

/// Where that is not told, the time that has gone by.
#[cfg(not(unix))]
fn cpu_time() -> Duration {
    static BEGUN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    BEGUN.get_or_init(std::time::Instant::now).elapsed()
}
