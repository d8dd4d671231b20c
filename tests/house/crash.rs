//! A program that edits is killed at random moments, again and again: every change that it knew to be on the disk is
//! there afterwards, and undo goes back through all of them to the first state.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use storyreel::desk::Desk;
use storyreel::desk::begin::new_project;
use storyreel::store::Paths;
use storyreel::story::edit::TextField;
use storyreel::story::history::Gesture;
use storyreel::story::{Edit, Project, Seconds, Shot, ShotId};

const ROUNDS: u64 = 200;
const PROJECT: &str = "STORYREEL_CRASH_PROJECT";

/// The part that is killed: it edits in bursts and tells each time what it knows to be kept.
#[test]
#[ignore = "only the other test starts it"]
fn child() {
    let Some(path) = std::env::var_os(PROJECT) else { return };
    let mut desk = open(Path::new(&path));
    let mut next = newest(desk.project()) + 1;
    let mut dice = Dice(next.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    tell("ready", next);
    loop {
        let burst = dice.below(12) + 1;
        tell("to", next + burst - 1);
        for _ in 0..burst {
            let shot = ShotId::new(format!("s{}", next % 4));
            let gesture = (next % 7 < 3).then_some(Gesture(next / 7));
            let edit = Edit::SetText { shot: shot.clone(), field: TextField::Prompt, text: format!("edit {next}") };
            desk.edit(edit, gesture).unwrap();
            if dice.below(9) == 0 {
                desk.edit(Edit::SetSeconds { shot, seconds: Seconds(u32::try_from(next % 9).unwrap() + 20) }, None)
                    .unwrap();
                desk.undo().unwrap();
            }
            if dice.below(5) == 0 {
                desk.end_gesture();
            }
            next += 1;
            std::thread::sleep(Duration::from_millis(dice.below(4)));
        }
        // Now and then into the file as well.
        if dice.below(4) == 0 {
            desk.save_now().wait().unwrap();
        }
        while !desk.is_saved() {
            desk.drain();
            std::thread::sleep(Duration::from_millis(1));
        }
        tell("kept", next - 1);
    }
}

fn tell(what: &str, number: u64) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{what} {number}").unwrap();
    out.flush().unwrap();
}

fn open(path: &Path) -> Desk {
    Desk::open(path, &Paths::at(path), Arc::new(|| {})).unwrap().0
}

/// The number of the newest edit that a project shows.
fn newest(project: &Project) -> u64 {
    numbers(project).max().unwrap_or(0)
}

fn numbers(project: &Project) -> impl Iterator<Item = u64> {
    let shots = project.scenes.iter().flat_map(|scene| &scene.shots);
    shots.filter_map(|shot| shot.prompt.strip_prefix("edit ")?.parse().ok())
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

fn first_project(folder: &Path) -> (PathBuf, Project) {
    let made = new_project(&folder.join("a.storyreel")).unwrap();
    let mut desk = open(made.root());
    let scene = desk.project().scenes[0].id.clone();
    for n in 0..4 {
        let shot = Shot { id: ShotId::new(format!("s{n}")), seconds: Seconds(3), ..Shot::default() };
        desk.edit(Edit::AddShot { scene: scene.clone(), at: 0, shot: Box::new(shot) }, None).unwrap();
    }
    desk.finish().unwrap();
    (made.root().to_owned(), desk.project().clone())
}

fn start(project: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--ignored", "--nocapture"])
        .env(PROJECT, project)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn killed_again_and_again_it_loses_nothing_that_it_knew_to_be_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (path, first) = first_project(folder.path());
    let mut dice = Dice(20_261_126);
    let (mut kept, mut killed_amid) = (0, 0);
    for round in 0..ROUNDS {
        let mut child = start(&path);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines.find(|line| line.as_ref().is_ok_and(|line| line.starts_with("ready "))).unwrap().unwrap();
        assert_eq!(ready, format!("ready {}", kept + 1), "round {round}");
        std::thread::sleep(Duration::from_millis(dice.below(260)));
        child.kill().unwrap();
        child.wait().unwrap();
        let told: Vec<String> = lines.map_while(Result::ok).collect();
        let last = |what| told.iter().rev().find_map(|line| line.strip_prefix(what)?.trim().parse::<u64>().ok());
        kept = last("kept").unwrap_or(kept);
        killed_amid += u64::from(last("to").is_some_and(|to| to > kept));

        let desk = open(&path);
        let found = newest(desk.project());
        assert!(found >= kept, "round {round}: edit {kept} was kept, and only {found} is there");
        // Each shot shows the newest edit that it should.
        for number in numbers(desk.project()) {
            assert!(found - number < 4, "round {round}: edit {number} is there instead of a newer one, up to {found}");
        }
        if round % 20 == 19 {
            let (mut project, mut history) = (desk.project().clone(), desk.history().clone());
            while history.undo(&mut project).is_some() {}
            let shots = |project: &Project| project.scenes.iter().map(|scene| scene.shots.len()).collect::<Vec<_>>();
            assert_eq!((shots(&project), shots(&first)), (vec![0], vec![4]), "round {round}");
            history.go_to(&mut project, desk.history().done());
            assert_eq!(project, *desk.project(), "round {round}");
        }
        // What was found is what goes on: the next round counts from there.
        kept = found;
    }
    assert!(killed_amid > ROUNDS / 4, "only {killed_amid} of {ROUNDS} were killed while they edited");
}
