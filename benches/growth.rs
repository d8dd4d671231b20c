//! How reading, completing, checking and pricing a project grow from 100 to 100,000 shots, scenes that start from each
//! other, and elements: ten times as much may take ten times as long and not a hundred times. Figures are told, nothing is
//! asserted.
#![allow(clippy::type_complexity, reason = "a table of cases")]
#![allow(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a bench that cannot go on stops here")]

use std::path::Path;
use std::time::Instant;

use storyreel::store::project_file;
use storyreel::store::rules;
use storyreel::story::check::Checker;
use storyreel::story::{Pictures, price};

fn main() {
    let cases: [(&str, fn(usize) -> String); 4] = [
        ("shots, six to a scene", scenes),
        ("shots in one scene, without names", one_scene),
        ("scenes in a circle of starts", circle),
        ("elements", elements),
    ];
    for (what, make) in cases {
        println!("{what}");
        let mut before = None;
        for count in [100, 1_000, 10_000, 100_000] {
            let took = measure(&make(count));
            let growth =
                before.map(|before: f64| format!(", {:.1} times the line above", took.iter().sum::<f64>() / before));
            println!(
                "  {count:>7}: read {:.1} ms, complete {:.1} ms, check {:.1} ms, price {:.1} ms{}",
                took[0],
                took[1],
                took[2],
                took[3],
                growth.unwrap_or_default()
            );
            before = Some(took.iter().sum());
        }
    }
}

/// Milliseconds of each step; the later ones 0 where the file is refused.
fn measure(text: &str) -> [f64; 4] {
    let rules = rules::shipped();
    let pictures = Pictures::default();
    let mut begun = Instant::now();
    let mut took = [0.0; 4];
    let mut lap = |at: usize| {
        took[at] = begun.elapsed().as_secs_f64() * 1000.0;
        begun = Instant::now();
    };
    let read = project_file::parse(text.as_bytes(), Path::new("bench.storyreel/project.json"));
    lap(0);
    match read {
        Err(refused) => println!("  {refused}"),
        Ok(mut project) => {
            let mut next = 0;
            project.complete(&mut || {
                next += 1;
                format!("id-{next}")
            });
            lap(1);
            let checker = Checker::new(&project, &pictures, &rules);
            let problems: usize = (0..project.scenes.len()).map(|at| checker.scene(at).len()).sum();
            std::hint::black_box(problems);
            lap(2);
            let prices = project.scenes.iter().map(|scene| price::of_scene(scene, &rules));
            std::hint::black_box(price::total(prices, &rules));
            lap(3);
        }
    }
    took
}

fn project(elements: &str, scenes: &str) -> String {
    format!(r#"{{"format":"storyreel/1","name":"Bench","elements":[{elements}],"scenes":[{scenes}]}}"#)
}

const SHOT: &str = r#"{"prompt":"Wide. @mara runs over the roofs, low sun","seconds":2}"#;
const MARA: &str = r#"{"name":"mara","images":["media/a.png","media/b.png"]}"#;

fn scenes(shots: usize) -> String {
    let scene = format!(r#"{{"shots":[{}]}}"#, [SHOT; 6].join(","));
    project(MARA, &vec![scene; shots.div_ceil(6)].join(","))
}

fn one_scene(shots: usize) -> String {
    project(MARA, &format!(r#"{{"shots":[{}]}}"#, vec![SHOT; shots].join(",")))
}

fn circle(scenes: usize) -> String {
    let scene = |at: usize| format!(r#"{{"id":"s{at}","starts_from":"s{}","shots":[{SHOT}]}}"#, (at + 1) % scenes);
    project(MARA, &(0..scenes).map(scene).collect::<Vec<_>>().join(","))
}

fn elements(count: usize) -> String {
    let element = |at: usize| format!(r#"{{"name":"e{}","images":[]}}"#, at / 2);
    let all = (0..count).map(element).collect::<Vec<_>>().join(",");
    project(&all, &format!(r#"{{"shots":[{SHOT}]}}"#))
}
