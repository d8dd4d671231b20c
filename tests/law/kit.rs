//! A stage for paid takes: the misbehaving server, a ledger of its own, a small project, and engines that come and go.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use storyreel::desk::look::look_at_pictures;
use storyreel::provider::Provider;
use storyreel::provider::vidgo::{Base, Vidgo, request};
use storyreel::store::key::ApiKey;
use storyreel::store::{Paths, ProjectFolder, rules};
use storyreel::story::{Order, Project, Rules, price};
use storyreel::takes::ledger::{Ledger, LedgerTake, NewTake, Same, TakeState};
use storyreel::takes::paid::{Connect, Paid, PaidNews, PaidSetup};
use storyreel::takes::stop_point::Stops;

use crate::vidgo::{KEY, Server};

/// Work gets this long before a test gives up; it never decides anything else.
pub const PATIENCE: Duration = Duration::from_mins(3);

/// Every wait short, so that a day of troubles passes in a second.
pub const FAST: &str = "[timing]
poll_s = [0.01, 0.02]
retry_s = [0.01, 0.02, 0.05]
offline_s = [0.01, 0.02]
long_s = 0.5
long_poll_s = 0.05
connect_s = 2
submit_s = 0.6
status_s = 0.6
upload_s = 0.6
download_s = 0.6
unknown_s = 2
unconfirmed_s = [0.01]
refund_s = [0.02, 0.03, 0.05]
uploads_per_minute = 100000
";

pub struct Stage {
    pub server: Server,
    keep: tempfile::TempDir,
    pub folder: ProjectFolder,
    pub ledger: Ledger,
    pub rules: Arc<Rules>,
    /// What the engines told, as words.
    pub told: Arc<Mutex<Vec<String>>>,
}

impl Stage {
    pub fn new() -> Self {
        Self::with("")
    }

    /// With other waits than the fast ones: lines as in a user's own file.
    pub fn with(timing: &str) -> Self {
        let mut waits: toml::Table = FAST.parse().unwrap();
        let more: toml::Table = timing.parse().unwrap();
        waits["timing"].as_table_mut().unwrap().extend(more);
        let keep = tempfile::tempdir().unwrap();
        let paths = Paths::at(&keep.path().join("data"));
        fs::create_dir_all(paths.provider_file("vidgo").parent().unwrap()).unwrap();
        fs::write(paths.provider_file("vidgo"), waits.to_string()).unwrap();
        let (rules, notes) = rules::load(&paths);
        assert_eq!(notes, Vec::<String>::new());
        let folder = project(&keep.path().join("Law.storyreel"));
        let ledger = Ledger::open(&paths.ledger()).unwrap();
        Self {
            server: Server::start(),
            keep,
            folder: ProjectFolder::at(&folder).unwrap(),
            ledger,
            rules: Arc::new(rules),
            told: Arc::default(),
        }
    }

    /// An engine, stopped somewhere or not.
    pub fn engine(&self, stops: Stops) -> Paid {
        let connect = ToServer {
            base: self.server.address(),
            rules: self.rules.clone(),
            ledger: self.ledger.clone(),
            made: OnceLock::new(),
        };
        let told = self.told.clone();
        let tell = Box::new(move |news: PaidNews| told.lock().unwrap().push(format!("{news:?}")));
        let setup = PaidSetup {
            ledger: self.ledger.clone(),
            connect: Arc::new(connect),
            rules: self.rules.clone(),
            tell,
            stops,
        };
        Paid::start(setup).unwrap()
    }

    /// Takes of the scene, each known by a mark in its prompt.
    pub fn new_takes(&self, marks: &[&str]) -> Vec<NewTake> {
        let mut project = ProjectFolder::open(self.folder.root()).unwrap().project;
        self.ledger.project_opened(&project.id, &project.name, self.folder.root()).unwrap();
        let pictures = look_at_pictures(&self.folder, &project);
        let take = |mark: &&str| {
            project.scenes[0].shots[0].prompt = format!("Wide, {mark}. @mara runs");
            let order = Order::resolve(&project, 0, &pictures).unwrap();
            NewTake {
                base: self.server.address(),
                hash: request::hash(&order, &self.rules).unwrap(),
                price: price::of(order.seconds(), order.tier, order.sound, &self.rules).credits,
                order,
                folder: None,
                idempotency_key: None,
                waits_for: None,
            }
        };
        marks.iter().map(take).collect()
    }

    /// Changes the project on the disk.
    pub fn change(&self, change: impl FnOnce(&mut Project)) {
        let mut project = ProjectFolder::open(self.folder.root()).unwrap().project;
        change(&mut project);
        self.folder.save(&project).unwrap();
    }

    pub fn confirm(&self, engine: &Paid, marks: &[&str]) -> Vec<LedgerTake> {
        engine.confirm(&self.new_takes(marks), Same::Ask).unwrap()
    }

    /// So many hours pass on the clock, or it is set back: everything on record lies that much further in the past.
    pub fn move_clock(&self, hours: i64) {
        let ledger = rusqlite::Connection::open(self.ledger.folder().join("ledger.sqlite")).unwrap();
        ledger.busy_timeout(PATIENCE).unwrap();
        let by = hours * 3_600_000;
        for (table, column) in [
            ("takes", "confirmed_at"),
            ("takes", "submitted_at"),
            ("takes", "ended_at"),
            ("changes", "at"),
            ("uploads", "expires"),
            ("nudges", "at"),
        ] {
            ledger.execute(&format!("UPDATE {table} SET {column} = {column} - ?1"), [by]).unwrap();
        }
    }

    /// Waits until something holds.
    #[track_caller]
    pub fn until(&self, what: &str, holds: impl Fn() -> bool) {
        let begun = Instant::now();
        while !holds() {
            let rows = self.ledger.all().unwrap();
            assert!(
                begun.elapsed() < PATIENCE,
                "waited in vain for {what}: {rows:#?}\n{:#?}",
                self.told.lock().unwrap()
            );
            std::thread::sleep(Duration::from_millis(3));
        }
    }

    #[track_caller]
    pub fn until_settled(&self) {
        self.until("the end of all takes", || self.ledger.all().unwrap().iter().all(LedgerTake::is_settled));
    }

    /// The law itself.
    #[track_caller]
    pub fn hold_the_law(&self) {
        let charges = self.server.charges();
        let rows = self.ledger.all().unwrap();
        for row in &rows {
            let mark = mark_of(row);
            let of_it: Vec<_> = charges.iter().filter(|charge| charge.body.to_string().contains(&mark)).collect();
            let story = || format!("{row:#?}\n{:#?}\n{of_it:#?}", self.ledger.changes(&row.id).unwrap());
            assert!(of_it.len() <= 1, "charged {} times: {}", of_it.len(), story());
            if let Some(charge) = of_it.first() {
                let shows = match row.state {
                    // Given back, or looked for.
                    TakeState::Failed => charge.refunded || row.task.is_some(),
                    state => state.may_be_charged(),
                };
                assert!(shows, "a charge that the ledger does not show: {}", story());
                if let Some(task) = &row.task {
                    assert_eq!(task.0, charge.task_id, "another's task: {}", story());
                }
            }
            if row.state == TakeState::Ready {
                assert_eq!(of_it.len(), 1, "a take from nowhere: {}", story());
                assert_eq!(self.film(row), self.server.video());
            }
        }
        let known =
            |charge: &&crate::vidgo::Charge| rows.iter().any(|row| charge.body.to_string().contains(&mark_of(row)));
        assert!(charges.iter().all(|charge| known(&charge)), "a charge for nobody's take");
        assert_eq!(self.server.leaks().len(), 0, "the key left: {:#?}", self.server.leaks());
    }

    /// No take is closed that the service still has.
    #[track_caller]
    pub fn nothing_is_lost(&self) {
        for row in self.ledger.all().unwrap() {
            let Some(task) = &row.task else { continue };
            let said = self.server.status_of(&task.0).map(|said| said["data"]["status"].clone());
            let fits = match row.state {
                TakeState::Ready => true,
                TakeState::Failed => said == Some(json!("failed")),
                _ => false,
            };
            assert!(fits, "{row:#?} at the end, and the service says {said:?}: {:#?}", self.ledger.changes(&row.id));
        }
    }

    /// What the ledger says that it knows is what the service has taken and given back.
    #[track_caller]
    pub fn hold_the_sums(&self, is_told: bool) {
        let charges = self.server.charges();
        for row in self.ledger.all().unwrap() {
            let mark = mark_of(&row);
            let of_it = charges.iter().filter(|charge| charge.body.to_string().contains(&mark) && !charge.refunded);
            let taken: u64 = of_it.map(|charge| charge.hundredths).sum();
            let Some(charged) = row.charged else { continue };
            let known = charged.minus(row.refunded.unwrap_or_default());
            let story = || format!("{row:#?} {:#?}", self.ledger.changes(&row.id).unwrap());
            // Where the service does not say it, a refund beside others under way is proven by nothing: it counts as spent
            // until then, and never as less.
            if !is_told && row.state == TakeState::Failed && row.others_in_flight > 0 && !known.is_zero() {
                assert!(known.as_hundredths() >= taken, "{}", story());
                continue;
            }
            assert_eq!(known.as_hundredths(), taken, "{}", story());
            assert_eq!(row.amounts().spent().as_hundredths(), taken, "{}", story());
        }
    }

    /// A take's film, wherever it lies: beside the ledger it goes as soon as its project has it, so also between the question
    /// and the reading.
    #[track_caller]
    pub fn film(&self, row: &LedgerTake) -> Vec<u8> {
        let begun = Instant::now();
        loop {
            let place = storyreel::takes::paid::film_of(&self.ledger, row).unwrap();
            let place = place.unwrap_or_else(|| panic!("the film of {row:?} is nowhere"));
            match fs::read(&place) {
                Ok(film) => return film,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound && begun.elapsed() < PATIENCE => {}
                Err(error) => panic!("the film of {row:?} at {}: {error}", place.display()),
            }
        }
    }

    /// The key is in no file of ours, and in nothing that was told.
    #[track_caller]
    pub fn key_is_nowhere(&self) {
        for (path, bytes) in files(self.keep.path()) {
            let found = bytes.windows(KEY.len()).any(|window| window == KEY.as_bytes());
            assert!(!found, "the key is in {}", path.display());
        }
        let told = self.told.lock().unwrap().join("\n");
        assert!(!told.contains(KEY), "the key was told");
    }
}

/// The mark in a take's first prompt.
pub fn mark_of(row: &LedgerTake) -> String {
    let text = &row.order.shots[0].sent_text;
    text.split(['.', ',']).nth(1).unwrap().trim().to_owned()
}

struct ToServer {
    base: String,
    rules: Arc<Rules>,
    ledger: Ledger,
    /// Made once, as the program does.
    made: OnceLock<Arc<dyn Provider>>,
}

impl Connect for ToServer {
    fn connect(&self, base: &str) -> Result<Arc<dyn Provider>, String> {
        assert_eq!(base, self.base);
        let made = self.made.get_or_init(|| {
            let (base, key) = (Base::parse(base).unwrap(), ApiKey::new(KEY).unwrap());
            Arc::new(Vidgo::new(base, key, self.rules.clone(), Arc::new(self.ledger.clone())).unwrap())
        });
        Ok(made.clone())
    }

    fn callback(&self, _token: &str) -> Option<String> {
        None
    }
}

/// A project of one scene: two shots, a first frame, an element that is named.
pub fn project(folder: &Path) -> PathBuf {
    fs::create_dir_all(folder.join("media")).unwrap();
    for (name, shade) in [("first", 40_u8), ("front", 90), ("side", 140)] {
        let pixel =
            move |x: u32, y: u32| image::Rgb([shade, u8::try_from(x % 256).unwrap(), u8::try_from(y % 256).unwrap()]);
        image::RgbImage::from_fn(320, 320, pixel).save(folder.join(format!("media/{name}.png"))).unwrap();
    }
    let project: Value = json!({
        "format": "storyreel/1", "id": "law", "name": "Law",
        "elements": [{"id": "mara", "name": "mara", "description": "courier", "images": ["media/front.png", "media/side.png"]}],
        "scenes": [{"id": "scene", "name": "Rooftop", "first_frame": "media/first.png", "shots": [
            {"id": "a", "prompt": "Wide, mark-0. @mara runs", "seconds": 2}, {"id": "b", "prompt": "Close.", "seconds": 3},
        ]}],
    });
    fs::write(folder.join("project.json"), project.to_string()).unwrap();
    folder.to_owned()
}

/// Every file below a folder with its content.
pub fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            let bytes = fs::read(&path).unwrap_or_default();
            all.push((path, bytes));
        }
    }
    all
}
