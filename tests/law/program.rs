//! The law with the real program: killed at each of its own points and at each of the server's moments, then resumed.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;
use storyreel::takes::stop_point::StopPoint;

use crate::kit::{FAST, PATIENCE, files, project};
use crate::vidgo::{Endpoint, Fault, KEY, Lie, Life, Moment, Server};

pub struct Place {
    pub server: Server,
    keep: tempfile::TempDir,
    pub project: PathBuf,
    /// Everything that was printed.
    printed: Mutex<String>,
}

impl Place {
    pub fn new() -> Self {
        let keep = tempfile::tempdir().unwrap();
        fs::create_dir_all(keep.path().join("data/providers")).unwrap();
        fs::write(keep.path().join("data/providers/vidgo.toml"), FAST).unwrap();
        let project = project(&keep.path().join("Law.storyreel"));
        Self { server: Server::start(), keep, project, printed: Mutex::default() }
    }

    pub fn program(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_storyreel"));
        command.args(args).env("STORYREEL_DATA_DIR", self.keep.path().join("data"));
        command.env("STORYREEL_VIDGO_URL", self.server.address()).env("VIDGO_API_KEY", KEY);
        // As talkative as it can be: the key must not be in its logs either.
        command.env("RUST_LOG", "trace");
        for name in ["DISPLAY", "WAYLAND_DISPLAY", "STORYREEL_STOP_AT", "DBUS_SESSION_BUS_ADDRESS"] {
            command.env_remove(name);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Where the project lies.
    pub fn path(&self) -> &str {
        self.project.to_str().unwrap()
    }

    /// Puts another `project.json` in the place of the project's, as people do it by hand.
    pub fn write(&self, project: &Value) {
        // What was made in Storyreel lies in the journal; none of these projects has one.
        fs::write(self.project.join("project.json"), project.to_string()).unwrap();
    }

    /// Another project with the same pictures, in a folder of this name.
    pub fn beside(&self, name: &str, project: &Value) -> PathBuf {
        let folder = self.keep.path().join(name);
        fs::create_dir_all(folder.join("media")).unwrap();
        for (picture, bytes) in files(&self.project.join("media")) {
            fs::write(folder.join("media").join(picture.file_name().unwrap()), bytes).unwrap();
        }
        fs::write(folder.join("project.json"), project.to_string()).unwrap();
        folder
    }

    fn note(&self, output: &Output) {
        let mut printed = self.printed.lock().unwrap();
        printed.push_str(&String::from_utf8_lossy(&output.stdout));
        printed.push_str(&String::from_utf8_lossy(&output.stderr));
    }

    pub fn run(&self, args: &[&str]) -> Output {
        let output = self.program(args).output().unwrap();
        self.note(&output);
        output
    }

    fn generate(&self) -> Command {
        let project = self.project.to_str().unwrap();
        self.program(&["generate", project, "--scene", "1", "--with", "vidgo", "--yes"])
    }

    pub fn takes(&self) -> Vec<Value> {
        let output = self.run(&["takes", "--json"]);
        let json: Value = serde_json::from_slice(&output.stdout).unwrap();
        json["takes"].as_array().unwrap().clone()
    }

    /// Every charge is in the ledger, and each take was charged once at most; the key is nowhere.
    /// What a dead program was just sending may have been charged as well, until the next one says so.
    #[track_caller]
    pub fn hold_the_law(&self, after: &str) {
        let (charges, takes) = (self.server.charges(), self.takes());
        assert!(charges.len() <= takes.len(), "after {after}: {charges:?} for {takes:?}");
        let state = |take: &Value| take["state"].as_str().unwrap().to_owned();
        let unknown: &[&str] =
            if after.contains("new life") { &["not_confirmed"] } else { &["not_confirmed", "submitting"] };
        for charge in &charges {
            let shows = takes
                .iter()
                .any(|take| take["task_id"] == charge.task_id.as_str() || unknown.contains(&state(take).as_str()));
            assert!(shows, "after {after}: {charge:?} is not in {takes:?}");
        }
        assert_eq!(self.server.leaks().len(), 0);
        for (path, bytes) in files(self.keep.path()) {
            assert!(
                !bytes.windows(KEY.len()).any(|window| window == KEY.as_bytes()),
                "the key is in {}",
                path.display()
            );
        }
        assert!(!self.printed.lock().unwrap().contains(KEY), "the key was printed");
    }

    /// Goes on until nothing moves any more.
    pub fn resume(&self) {
        self.run(&["resume"]);
    }
}

fn wait(mut child: Child) -> Output {
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > PATIENCE {
            let _ = child.kill();
            panic!("the program does not end: {:?}", child.wait_with_output());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().unwrap()
}

#[test]
fn a_scene_is_generated_from_the_command_line() {
    let place = Place::new();
    let project = place.project.to_str().unwrap().to_owned();
    let told = place.run(&["generate", &project, "--scene", "1", "--with", "vidgo"]);
    let words = String::from_utf8_lossy(&told.stderr);
    assert!(
        told.status.code() == Some(1) && words.contains("it would cost 195 credits · $0.98; nothing was spent"),
        "{words}"
    );
    let dear = place.run(&["generate", &project, "--scene", "1", "--with", "vidgo", "--yes", "--max-credits", "194"]);
    assert_eq!(dear.status.code(), Some(1));
    assert_eq!((place.server.charges().len(), place.takes().len()), (0, 0));

    let out = place.keep.path().join("take.mp4");
    let args = ["generate", &project, "--scene", "1", "--with", "vidgo", "--yes", "--out", out.to_str().unwrap()];
    let made = place.run(&args);
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    assert_eq!(fs::read(&out).unwrap(), place.server.video());
    let takes = place.takes();
    assert_eq!((takes.len(), takes[0]["state"].as_str(), takes[0]["credits"].as_u64()), (1, Some("ready"), Some(195)));
    assert_eq!(fs::read_dir(place.project.join("takes")).unwrap().count(), 1);
    let balance = place.run(&["balance"]);
    assert_eq!(String::from_utf8_lossy(&balance.stdout).trim(), "999,805 credits · $4,999.03");
    place.hold_the_law("a whole take");
}

#[test]
fn what_blocks_is_a_sentence_and_spends_nothing() {
    let place = Place::new();
    place.server.set_credits(100);
    let short = wait(place.generate().spawn().unwrap());
    let words = String::from_utf8_lossy(&short.stderr);
    assert!(
        short.status.code() == Some(1)
            && words.contains("The account holds 100 credits · $0.50: 95 credits · $0.48 too few"),
        "{words}"
    );
    place.server.set_credits(1000);
    let wrong = wait(place.generate().env("VIDGO_API_KEY", "a-wrong-key-0123456789").spawn().unwrap());
    assert_eq!(wrong.status.code(), Some(1));
    let none = wait(place.generate().env_remove("VIDGO_API_KEY").spawn().unwrap());
    let words = String::from_utf8_lossy(&none.stderr).into_owned();
    assert!(none.status.code() == Some(1) && words.contains("there is no API key for http://127.0.0.1"), "{words}");
    place.server.fault(Endpoint::Submit, Fault::status(500).charging());
    let unknown = wait(place.generate().spawn().unwrap());
    let words = String::from_utf8_lossy(&unknown.stderr).into_owned();
    assert!(unknown.status.code() == Some(1) && words.contains("may have been charged"), "{words}");
    let again = wait(place.generate().spawn().unwrap());
    let words = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(again.status.code() == Some(1) && words.contains("say --again"), "{words}");
    assert_eq!(place.server.count(Endpoint::Submit), 1, "what was refused before it left is not sent later");
    place.hold_the_law("what blocks");
}

#[test]
fn of_a_failed_take_it_says_what_became_of_its_money() {
    let place = Place::new();
    place.server.set_refunds(false);
    place.server.next_life(Life::failing("content policy"));
    let failed = wait(place.generate().env("RUST_LOG", "off").spawn().unwrap());
    let listed = place.program(&["takes"]).env("RUST_LOG", "off").output().unwrap();
    assert_eq!(failed.status.code(), Some(1));
    for words in [&failed.stderr, &listed.stdout].map(|words| String::from_utf8_lossy(words)) {
        assert!(words.contains("content policy (195 credits · $0.98 "), "{words}");
    }
    place.hold_the_law("a failure that is not given back");
}

#[test]
fn without_a_terminal_it_says_what_it_waits_for() {
    let place = Place::new();
    place.server.fault(Endpoint::Submit, Fault::RefuseNext(Duration::from_millis(700)));
    let made = wait(place.generate().env("RUST_LOG", "off").spawn().unwrap());
    let words = String::from_utf8_lossy(&made.stderr).into_owned();
    assert_eq!(made.status.code(), Some(0), "{words}");
    for part in ["uploading pictures", "waiting at the service; no connection to the service since ", "generating"] {
        assert!(words.lines().any(|line| line.starts_with("Take ") && line.contains(part)), "no \"{part}\" in {words}");
    }
}

/// Seen: `resume` took what had failed before for the end of it.
#[test]
fn what_did_not_fit_into_its_project_is_delivered_by_resume() {
    let place = Place::new();
    // As good as a full disk: nothing can be put there.
    let in_the_way = place.project.join("takes");
    fs::write(&in_the_way, "").unwrap();
    let made = wait(place.generate().spawn().unwrap());
    let words = String::from_utf8_lossy(&made.stderr).into_owned();
    assert!(words.contains("it is not in the project yet"), "{words}");
    assert_eq!(place.takes()[0]["state"], "ready");
    let still = place.run(&["resume"]);
    assert!(String::from_utf8_lossy(&still.stderr).contains("it is not in the project yet"), "told anew");
    fs::remove_file(&in_the_way).unwrap();
    let resumed = place.run(&["resume"]);
    assert_eq!(resumed.status.code(), Some(0), "{}", String::from_utf8_lossy(&resumed.stderr));
    let film = PathBuf::from(String::from_utf8_lossy(&resumed.stdout).trim());
    assert!(film.starts_with(&in_the_way), "{}", film.display());
    assert_eq!(fs::read(film).unwrap(), place.server.video());
    place.hold_the_law("resume");
}

#[test]
fn killed_at_each_of_its_points_and_resumed() {
    for point in StopPoint::ALL {
        let place = Place::new();
        let died = wait(place.generate().env("STORYREEL_STOP_AT", format!("{point:?}")).spawn().unwrap());
        place.note(&died);
        assert!(died.status.code().is_none(), "it did not die at {point:?}: {}", String::from_utf8_lossy(&died.stderr));
        place.hold_the_law(&format!("death at {point:?}"));
        place.resume();
        place.hold_the_law(&format!("death at {point:?} and a new life"));
        let state = place.takes()[0]["state"].as_str().unwrap().to_owned();
        let charged = place.server.charges().len();
        match state.as_str() {
            "queued" => assert_eq!(charged, 0, "{point:?}"),
            "not_confirmed" => assert!(charged <= 1, "{point:?}"),
            other => assert_eq!((other, charged), ("ready", 1), "{point:?}"),
        }
    }
}

#[test]
fn killed_at_each_of_the_servers_moments_and_resumed() {
    for moment in Moment::ALL {
        let place = Place::new();
        let child = Arc::new(Mutex::new(None::<Child>));
        let victim = child.clone();
        place.server.moments(move |now| {
            if now == moment
                && let Some(child) = victim.lock().unwrap().as_mut()
            {
                // The one that was killed already cannot be killed again.
                let _ = child.kill();
            }
        });
        {
            // Held until the child is in its place: the moment may come at once.
            let mut place_of_child = child.lock().unwrap();
            *place_of_child = Some(place.generate().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        }
        let begun = Instant::now();
        while child.lock().unwrap().as_mut().unwrap().try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < PATIENCE, "it did not die at {moment:?}");
            std::thread::sleep(Duration::from_millis(5));
        }
        place.server.no_moments();
        place.hold_the_law(&format!("a kill at {moment:?}"));
        place.resume();
        place.hold_the_law(&format!("a kill at {moment:?} and a new life"));
        // A kill before the user's confirmation leaves nothing at all.
        if let Some(take) = place.takes().first() {
            let (state, charged) = (take["state"].as_str().unwrap(), place.server.charges().len());
            assert!(
                matches!((state, charged), ("queued", 0) | ("not_confirmed", _) | ("ready", 1)),
                "{moment:?}: {take}"
            );
        }
    }
}

#[test]
fn a_call_only_makes_it_ask() {
    let place = Place::new();
    place.server.fault(Endpoint::Submit, Fault::BreakAfterBody { charge: true });
    wait(place.generate().spawn().unwrap());
    assert_eq!(place.takes()[0]["state"], "not_confirmed");
    let token: String = token_of(&place);
    let mut ear =
        place.program(&["listen", "--port", "0"]).stderr(Stdio::piped()).env("RUST_LOG", "off").spawn().unwrap();
    let address = first_address(&mut ear);
    // A lie about a task that is not there is asked about and left alone.
    let _ = Lie::UnknownTask.post(&format!("{address}/{token}"));
    let _ = Lie::Huge(3_000_000).post(&format!("{address}/{token}"));
    let _ = Lie::NoJson.post(&format!("{address}/nobody"));
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(place.takes()[0]["state"], "not_confirmed");
    // The true call brings the task, which the status confirms; then it is followed to its end.
    let task = place.server.charges()[0].task_id.clone();
    let _ = place.server.webhook(&task, &format!("{address}/{token}"));
    let begun = Instant::now();
    while place.takes()[0]["state"] != "ready" {
        assert!(begun.elapsed() < PATIENCE, "{:?}", place.takes());
        std::thread::sleep(Duration::from_millis(20));
    }
    let _ = ear.kill();
    let _ = ear.wait();
    place.hold_the_law("calls");
}

/// The token that the service would have been told.
fn token_of(place: &Place) -> String {
    let ledger = storyreel::takes::ledger::Ledger::open(&place.keep.path().join("data/ledger")).unwrap();
    ledger.all().unwrap().remove(0).webhook_token
}

fn first_address(ear: &mut Child) -> String {
    use std::io::{BufRead as _, BufReader};
    let mut line = String::new();
    let mut words = BufReader::new(ear.stderr.take().unwrap());
    while !line.contains("http://127.0.0.1:") {
        line.clear();
        assert!(words.read_line(&mut line).unwrap() > 0, "it does not listen");
    }
    // Whatever it says later has a reader, or it would block.
    std::thread::spawn(move || std::io::copy(&mut words, &mut std::io::sink()));
    let from = line.find("http://127.0.0.1:").unwrap();
    line[from..].split(';').next().unwrap().to_owned()
}
