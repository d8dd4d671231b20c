//! What saving costs: handing an edit to the writer, which is all that the window's thread does for it, beside making the
//! edit at all; and opening a project of 100 scenes with 10,000 journalled edits, beside parsing the same bytes as plain
//! JSON. Figures are told, nothing is asserted.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a bench that cannot go on stops here")]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use storyreel::desk::Desk;
use storyreel::store::{Paths, ProjectFolder, keeper};
use storyreel::story::edit::TextField;
use storyreel::story::history::Change;
use storyreel::story::{Edit, History, Project, Scene, SceneId, Seconds, Shot, ShotId};

const EDITS: usize = 10_000;
const ROUNDS: usize = 7;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let project = project();
    hand_over(&folder.path().join("a.storyreel"), &project);
    opening(&folder.path().join("b.storyreel"), &project);
}

fn project() -> Project {
    let mut project = Project { name: "Large".to_owned(), ..Project::default() };
    for scene in 0..100 {
        let shot = |shot: usize| Shot {
            id: ShotId::new(format!("s{scene}-{shot}")),
            prompt: "Wide. Rain on tin roofs, the harbour behind; a figure crosses under the only lamp. ".repeat(4),
            seconds: Seconds(2),
            ..Shot::default()
        };
        let shots = (0..6).map(shot).collect();
        project.scenes.push(Scene { id: SceneId::new(format!("c{scene}")), shots, ..Scene::default() });
    }
    let mut n = 0;
    project.complete(&mut || {
        n += 1;
        format!("new{n}")
    });
    project
}

/// Typing and trimming all over the project.
fn edit(n: usize) -> Edit {
    let shot = ShotId::new(format!("s{}-{}", n % 100, n % 6));
    if n.is_multiple_of(3) {
        Edit::SetSeconds { shot, seconds: Seconds(u32::try_from(n % 14).unwrap() + 1) }
    } else {
        Edit::SetText { shot, field: TextField::Prompt, text: format!("Wide. Rain on tin roofs, take {n}. ").repeat(8) }
    }
}

fn hand_over(path: &Path, project: &Project) {
    ProjectFolder::create(path, project).unwrap();
    let mut desk = Desk::open(path, &Paths::at(path), Arc::new(|| {})).unwrap().0;
    let mut with = Vec::new();
    for n in 0..EDITS {
        let edit = edit(n);
        let begun = Instant::now();
        desk.edit(edit, None).unwrap();
        with.push(begun.elapsed());
    }
    // The same without a writer, and without what the desk works out again after each edit.
    let (mut alone, mut history) = (project.clone(), History::default());
    let mut without = Vec::new();
    for n in 0..EDITS {
        let edit = edit(n);
        let begun = Instant::now();
        history.apply(&mut alone, edit, None).unwrap();
        without.push(begun.elapsed());
    }
    // What is added for the writer: the edit once more, and its way over.
    let (sender, receiver) = std::sync::mpsc::channel();
    let mut handed = Vec::new();
    for n in 0..EDITS {
        let edit = edit(n);
        let begun = Instant::now();
        sender.send(Change::Made { edit: edit.clone(), gesture: None }).unwrap();
        handed.push(begun.elapsed());
    }
    drop(receiver);
    assert_eq!(*desk.project(), alone);
    for (what, mut times) in [("an edit at the desk", with), ("the change alone", without), ("handing it over", handed)]
    {
        times.sort();
        let micros = |at: usize| times[at].as_secs_f64() * 1e6;
        println!("{what}: median {:.1} µs, 99th percentile {:.1} µs", micros(EDITS / 2), micros(EDITS * 99 / 100));
    }
}

fn opening(path: &Path, project: &Project) {
    let folder = ProjectFolder::create(path, project).unwrap();
    let mut keeper = keeper::open(folder.clone()).unwrap().keeper;
    for n in 0..EDITS {
        keeper.take(Change::Made { edit: edit(n), gesture: None }).unwrap();
        if n % 50 == 49 {
            keeper.keep().unwrap();
        }
    }
    keeper.keep().unwrap();
    let (journal, file) =
        (std::fs::read(path.join("journal")).unwrap(), std::fs::read(path.join("project.json")).unwrap());
    let fastest = |work: &dyn Fn()| {
        (0..ROUNDS)
            .map(|_| {
                let begun = Instant::now();
                work();
                begun.elapsed().as_secs_f64() * 1000.0
            })
            .fold(f64::INFINITY, f64::min)
    };
    let opened = fastest(&|| {
        black_box(keeper::open(folder.clone()).unwrap());
    });
    let parsed = fastest(&|| {
        black_box(serde_json::from_slice::<serde_json::Value>(&file).unwrap());
        for line in journal.split(|&byte| byte == b'\n').filter(|line| line.len() > 9) {
            black_box(serde_json::from_slice::<serde_json::Value>(&line[9..]).unwrap());
        }
    });
    let bytes = (journal.len() + file.len()) as f64 / 1e6;
    println!(
        "opening {bytes:.1} MB with {EDITS} edits: {opened:.0} ms; plain JSON of the same: {parsed:.0} ms; {:.2}",
        opened / parsed
    );
}
