//! The ledger's promises: what may have been charged is on record and never becomes unsent, caps hold, programs share it.

use proptest::prelude::*;

use super::*;
use crate::provider::{OrderHash, TaskId};
use crate::story::order::OrderShot;
use crate::story::rules::shipped;
use crate::story::{Aspect, Credits, Order, ProjectId, SceneId, Seconds, Tier};

const BASE: &str = "http://127.0.0.1:1";

fn order(seconds: u32) -> Order {
    Order {
        project: ProjectId::new("project"),
        project_name: "=Harbour".to_owned(),
        scene: SceneId::new("scene"),
        scene_name: "Rooftop".to_owned(),
        shot: None,
        tier: Tier::Standard,
        aspect: Aspect::Wide,
        sound: true,
        multi_shot: false,
        shots: vec![OrderShot {
            name: "010A".to_owned(),
            seconds: Seconds(seconds),
            sent_text: "Wide.".to_owned(),
            prompt: "Wide.".to_owned(),
            dialogue: String::new(),
            notes: String::new(),
            panel: None,
            camera_move: None,
        }],
        first_frame: None,
        last_frame: None,
        start: None,
        elements: Vec::new(),
    }
}

fn new_take(price: u64) -> NewTake {
    NewTake {
        base: BASE.to_owned(),
        order: order(5),
        hash: OrderHash(format!("hash-{price}")),
        price: Credits::whole(price),
        folder: None,
        idempotency_key: None,
        waits_for: None,
    }
}

pub(super) struct Stage {
    folder: tempfile::TempDir,
    pub(super) ledger: Ledger,
}

impl Stage {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(folder.path()).unwrap();
        Self { folder, ledger }
    }

    pub(super) fn confirmed(&self, price: u64) -> TakeId {
        self.ledger.confirm(&[new_take(price)], "me", Same::MakeAnother).unwrap().remove(0).id
    }

    fn submit(&self, take: &TakeId, price: u64) -> Result<(), NotSubmitted> {
        let terms = SubmitTerms {
            owner: "me",
            body: "{}",
            price_now: Credits::whole(price),
            balance: Some(Credits::whole(1000)),
        };
        self.ledger.begin_submit(take, &terms).unwrap()
    }

    /// The same with what the account held before.
    pub(super) fn submit_with(&self, take: &TakeId, price: u64, before: u64) {
        let (price_now, balance) = (Credits::whole(price), Some(Credits::whole(before)));
        let terms = SubmitTerms { owner: "me", body: "{}", price_now, balance };
        self.ledger.begin_submit(take, &terms).unwrap().unwrap();
    }

    fn state(&self, take: &TakeId) -> TakeState {
        self.ledger.get(take).unwrap().state
    }
}

#[test]
fn a_take_goes_its_whole_way_and_every_change_is_on_record() {
    let stage = Stage::new();
    let take = stage.confirmed(195);
    let ledger = &stage.ledger;
    ledger.step(&take, TakeState::Uploading, None).unwrap();
    stage.submit(&take, 195).unwrap();
    let row = ledger.get(&take).unwrap();
    assert_eq!((row.state, row.body.as_deref(), row.requests_sent), (TakeState::Submitting, Some("{}"), 1));
    assert_eq!(row.balance_before, Some(Credits::whole(1000)));
    ledger.accepted(&take, &TaskId("T".to_owned())).unwrap();
    for state in [TakeState::Running, TakeState::Downloading, TakeState::Ready] {
        ledger.step(&take, state, None).unwrap();
    }
    ledger.balance_asked(&take, Credits::whole(805), true).unwrap();
    ledger.kept(&take, None).unwrap();

    // Everything is there for the next program.
    let again = Ledger::open(stage.folder.path()).unwrap();
    let row = again.get(&take).unwrap();
    assert_eq!(
        (row.state, row.in_project, row.task, row.balance_after),
        (TakeState::Ready, true, Some(TaskId("T".to_owned())), Some(Credits::whole(805)))
    );
    assert_eq!(row.order, order(5));
    let states: Vec<_> = again.changes(&take).unwrap().iter().map(|change| change.state.code()).collect();
    // The last one says what the balance proves.
    assert_eq!(states, ["queued", "uploading", "submitting", "waiting", "running", "downloading", "ready", "ready"]);
    assert!(again.unfinished().unwrap().is_empty());
}

#[test]
fn a_request_leaves_only_on_the_terms_it_was_confirmed_on() {
    let stage = Stage::new();
    let take = stage.confirmed(195);
    assert_eq!(stage.submit(&take, 200), Err(NotSubmitted::Held(Hold::Price)));
    assert_eq!(stage.submit(&take, 195), Err(NotSubmitted::Gone(TakeState::Queued)), "it waits for the user");
    stage.ledger.go_on(&take, "me").unwrap();
    let other = SubmitTerms { owner: "somebody", body: "{}", price_now: Credits::whole(195), balance: None };
    assert_eq!(stage.ledger.begin_submit(&take, &other).unwrap(), Err(NotSubmitted::Gone(TakeState::Queued)));
    stage.submit(&take, 195).unwrap();
    assert_eq!(stage.submit(&take, 195), Err(NotSubmitted::Gone(TakeState::Submitting)), "never twice at once");

    let cancelled = stage.confirmed(100);
    stage.ledger.step(&cancelled, TakeState::Cancelled, None).unwrap();
    assert_eq!(stage.submit(&cancelled, 100), Err(NotSubmitted::Gone(TakeState::Cancelled)));
    assert!(matches!(
        stage.ledger.step(&take, TakeState::Cancelled, None),
        Err(LedgerError::Otherwise(TakeState::Submitting))
    ));
}

#[test]
fn the_cap_counts_what_is_spent_in_flight_and_not_known() {
    let stage = Stage::new();
    let project = ProjectId::new("project");
    let ledger = &stage.ledger;
    ledger.set_cap(&project, "Harbour", Some(Credits::whole(500))).unwrap();
    let (first, second) = (stage.confirmed(200), stage.confirmed(200));
    let over = ledger.confirm(&[new_take(101)], "me", Same::Ask).unwrap_err();
    let ConfirmError::OverCap { would_be, cap } = over else { panic!("{over}") };
    assert_eq!((would_be, cap), (Credits::whole(501), Credits::whole(500)));
    assert_eq!(ledger.all().unwrap().len(), 2, "all of a batch or nothing");

    stage.submit(&first, 200).unwrap();
    ledger.step(&first, TakeState::NotConfirmed, None).unwrap();
    ledger.set_cap(&project, "Harbour", Some(Credits::whole(399))).unwrap();
    assert_eq!(stage.submit(&second, 200), Err(NotSubmitted::Held(Hold::Cap)), "not confirmed may be spent");
    ledger.step(&first, TakeState::Lost, None).unwrap();
    ledger.go_on(&second, "me").unwrap();
    assert_eq!(stage.submit(&second, 200), Err(NotSubmitted::Held(Hold::Cap)), "and lost as well");
    ledger.set_cap(&project, "Harbour", None).unwrap();
    ledger.go_on(&second, "me").unwrap();
    stage.submit(&second, 200).unwrap();
    ledger.step(&second, TakeState::Failed, Some("policy")).unwrap();
    assert_eq!(
        ledger.standing(&project).unwrap(),
        Standing { spent: Credits::whole(200), open: Credits::ZERO, cap: None }
    );
}

#[test]
fn the_same_in_flight_is_asked_about() {
    let stage = Stage::new();
    let take = stage.confirmed(195);
    let asked = stage.ledger.confirm(&[new_take(195)], "me", Same::Ask).unwrap_err();
    assert!(matches!(asked, ConfirmError::SameInFlight(other) if other == take));
    stage.ledger.confirm(&[new_take(195)], "me", Same::MakeAnother).unwrap();
    for take in stage.ledger.all().unwrap() {
        stage.ledger.step(&take.id, TakeState::Cancelled, None).unwrap();
    }
    stage.ledger.confirm(&[new_take(195), new_take(195)], "me", Same::Ask).unwrap();
}

#[test]
fn what_a_dead_program_left_is_taken_over_once() {
    let stage = Stage::new();
    let (queued, sending, waiting) = (stage.confirmed(1), stage.confirmed(2), stage.confirmed(3));
    stage.submit(&sending, 2).unwrap();
    stage.submit(&waiting, 3).unwrap();
    stage.ledger.accepted(&waiting, &TaskId("T".to_owned())).unwrap();
    for take in [&queued, &sending, &waiting] {
        assert!(stage.ledger.adopt(take, Some("me"), "you").unwrap().is_some());
        assert!(stage.ledger.adopt(take, Some("me"), "third").unwrap().is_none(), "one owner");
    }
    let row = stage.ledger.get(&queued).unwrap();
    assert_eq!((row.state, row.hold, row.owner.as_deref()), (TakeState::Queued, Some(Hold::Restart), Some("you")));
    assert_eq!(stage.state(&sending), TakeState::NotConfirmed);
    assert_eq!(stage.state(&waiting), TakeState::Waiting);
}

#[test]
fn a_paused_queue_stands_until_the_user_says_so() {
    let stage = Stage::new();
    let (a, b) = (stage.confirmed(1), stage.confirmed(2));
    stage.submit(&a, 1).unwrap();
    stage.ledger.put_back(&a, Some(Hold::Credits), "402").unwrap();
    assert_eq!(stage.ledger.hold_queue(BASE, Hold::Credits).unwrap().len(), 1);
    for (take, price) in [(&a, 1), (&b, 2)] {
        assert_eq!(stage.submit(take, price), Err(NotSubmitted::Gone(TakeState::Queued)));
        // A restart changes nothing of it.
        let row = stage.ledger.adopt(take, Some("me"), "me").unwrap().unwrap();
        assert_eq!(row.hold, Some(Hold::Credits));
        stage.ledger.go_on(take, "me").unwrap();
        stage.submit(take, price).unwrap();
    }
}

#[test]
fn two_programs_never_both_send() {
    let stage = Stage::new();
    let take = stage.confirmed(1);
    let other = Ledger::open(stage.folder.path()).unwrap();
    let sent: usize = std::thread::scope(|scope| {
        let ledgers = [&stage.ledger, &other, &stage.ledger, &other];
        let tries: Vec<_> = ledgers
            .map(|ledger| {
                let take = take.clone();
                scope.spawn(move || {
                    let terms = SubmitTerms { owner: "me", body: "{}", price_now: Credits::whole(1), balance: None };
                    usize::from(ledger.begin_submit(&take, &terms).unwrap().is_ok())
                })
            })
            .into_iter()
            .collect();
        tries.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!((sent, stage.ledger.get(&take).unwrap().requests_sent), (1, 1));
}

#[test]
fn spending_is_told_by_project_and_as_a_table() {
    let stage = Stage::new();
    let (ready, running, failed) = (stage.confirmed(195), stage.confirmed(100), stage.confirmed(7));
    stage.confirmed(11);
    for (take, price) in [(&ready, 195), (&running, 100), (&failed, 7)] {
        stage.submit(take, price).unwrap();
        stage.ledger.accepted(take, &TaskId(format!("={price}"))).unwrap();
    }
    stage.ledger.step(&ready, TakeState::Downloading, None).unwrap();
    stage.ledger.step(&ready, TakeState::Ready, None).unwrap();
    stage.ledger.step(&failed, TakeState::Failed, None).unwrap();
    let spending = Spending::of(&stage.ledger.all().unwrap());
    let [line] = spending.lines.as_slice() else { panic!("{spending:?}") };
    // What was sent counts as spent until it is known to have been given back; the one that only was confirmed is open.
    assert_eq!((line.takes, line.spent, line.open), (4, Credits::whole(302), Credits::whole(11)));
    assert_eq!(line.unsure, Credits::whole(7), "it has failed, and nobody knows whether it was given back");
    let csv = stage.ledger.spending_csv(&shipped().prices).unwrap();
    let lines: Vec<_> = csv.lines().collect();
    assert_eq!(lines.len(), 5);
    assert!(lines[0].starts_with("confirmed,project,scene"));
    assert!(csv.contains("'=Harbour") && csv.contains("'=195"), "no cell is a formula: {csv}");
    let takes = stage.ledger.all().unwrap();
    assert!(usual_time(takes.iter().filter(|take| take.state == TakeState::Ready), Seconds(5)).is_some());
    assert!(usual_time([], Seconds(5)).is_none());
}

#[test]
fn what_was_charged_and_refunded_counts_in_every_sum_and_the_table_can_be_summed() {
    let stage = Stage::new();
    let project = ProjectId::new("project");
    let (dearer, cheaper, refunded) = (stage.confirmed(135), stage.confirmed(200), stage.confirmed(100));
    for (take, price) in [(&dearer, 135), (&cheaper, 200), (&refunded, 100)] {
        stage.submit(take, price).unwrap();
        stage.ledger.accepted(take, &TaskId(price.to_string())).unwrap();
    }
    let ledger = &stage.ledger;
    ledger.charged(&dearer, Credits::hundredths(40_050), ChargeSource::Balance).unwrap();
    ledger.charged(&cheaper, Credits::whole(1), ChargeSource::Balance).unwrap();
    ledger.charged(&cheaper, Credits::hundredths(12_345), ChargeSource::Reply).unwrap();
    ledger.charged(&cheaper, Credits::whole(2), ChargeSource::Balance).unwrap();
    assert_eq!(ledger.get(&cheaper).unwrap().charged, Some(Credits::hundredths(12_345)), "the reply wins");
    ledger.charged(&refunded, Credits::whole(100), ChargeSource::Reply).unwrap();
    ledger.step(&refunded, TakeState::Failed, Some("policy")).unwrap();
    let spent = |more: u64| Credits::hundredths(40_050 + 12_345 + more);
    assert_eq!(ledger.standing(&project).unwrap().spent, spent(10_000), "it has not come back yet");
    ledger.refunded(&refunded, Credits::whole(100)).unwrap();
    assert_eq!(ledger.standing(&project).unwrap().spent, spent(0));
    assert_eq!(Spending::of(&ledger.all().unwrap()).lines[0].spent, spent(0));
    ledger.set_cap(&project, "Harbour", Some(spent(0))).unwrap();
    assert!(matches!(ledger.confirm(&[new_take(1)], "me", Same::Ask), Err(ConfirmError::OverCap { .. })));

    let csv = ledger.spending_csv(&shipped().prices).unwrap();
    let mut table = csv::Reader::from_reader(csv.as_bytes());
    let header = table.headers().unwrap().clone();
    let rows: Vec<_> = table.records().map(Result::unwrap).collect();
    let sum = |column: &str| {
        let at = header.iter().position(|name| name == column).unwrap();
        let cells = rows.iter().map(|row| row[at].parse::<f64>().unwrap_or(0.0));
        (cells.sum::<f64>() * 100_000.0).round() / 100_000.0
    };
    let sums = ["credits_asked", "credits_charged", "credits_refunded", "credits_spent", "dollars_spent"].map(sum);
    assert_eq!(sums, [435.0, 623.95, 100.0, 523.95, 2.619_75]);
}

#[test]
fn a_ledger_that_cannot_be_used_says_so_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    drop(Ledger::open(folder.path()).unwrap());
    let file = folder.path().join(FILE);
    rusqlite::Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(Ledger::open(folder.path()), Err(LedgerError::Newer)));
    let broken = tempfile::tempdir().unwrap();
    std::fs::write(broken.path().join(FILE), "this is no database, but somebody's text of some length").unwrap();
    let error = Ledger::open(broken.path()).unwrap_err().to_string();
    assert!(error.starts_with("the money ledger cannot be used"), "{error}");
    assert!(std::fs::read_to_string(broken.path().join(FILE)).unwrap().starts_with("this is no database"));
}

/// What was bought, and for whom, is nobody else's on this machine; a ledger of an older version is mended.
#[cfg(unix)]
#[test]
fn the_ledger_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let at = tempfile::tempdir().unwrap();
    let folder = at.path().join("ledger");
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let files = || [FILE.to_owned(), format!("{FILE}-wal"), format!("{FILE}-shm")].map(|name| folder.join(name));
    let all = || {
        let mut all = vec![mode(&folder)];
        all.extend(files().iter().map(|file| mode(file)));
        all
    };
    let ledger = Ledger::open(&folder).unwrap();
    assert_eq!(all(), [0o700, 0o600, 0o600, 0o600]);
    // As an older version left them, with another program that has it open.
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    for file in files() {
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o644)).unwrap();
    }
    let again = Ledger::open(&folder).unwrap();
    assert_eq!(all(), [0o700, 0o600, 0o600, 0o600]);
    drop((ledger, again));
}

#[derive(Clone, Debug)]
enum Deed {
    Step(usize),
    Submit(bool),
    PutBack(bool),
    Adopt,
    GoOn,
    Accept,
}

fn any_deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (0..TakeState::ALL.len()).prop_map(Deed::Step),
        any::<bool>().prop_map(Deed::Submit),
        any::<bool>().prop_map(Deed::PutBack),
        Just(Deed::Adopt),
        Just(Deed::GoOn),
        Just(Deed::Accept),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is tried with a row: a request leaves again only after a proven refusal, and what may have been
    /// charged ends as a take, a failure of the service's, or lost.
    #[test]
    fn no_deeds_send_twice(deeds in prop::collection::vec(any_deed(), 1..25)) {
        let stage = Stage::new();
        let take = stage.confirmed(1);
        let mut may_be_charged = false;
        for deed in deeds {
            let before = stage.ledger.get(&take).unwrap();
            match deed {
                // The engine goes back to the queue by `put_back` alone.
                Deed::Step(to) if TakeState::ALL[to] != TakeState::Queued && TakeState::ALL[to] != TakeState::Submitting => {
                    let _ = stage.ledger.step(&take, TakeState::ALL[to], None);
                }
                Deed::Step(_) => {}
                Deed::Submit(same_price) => {
                    if stage.submit(&take, if same_price { 1 } else { 2 }).is_ok() {
                        prop_assert!(!may_be_charged, "sent again: {:?}", stage.ledger.changes(&take));
                        may_be_charged = true;
                    }
                }
                Deed::PutBack(held) => {
                    if stage.ledger.put_back(&take, held.then_some(Hold::Network), "refused").is_ok() {
                        prop_assert!(matches!(before.state, TakeState::Queued | TakeState::Uploading | TakeState::Submitting));
                        may_be_charged = false;
                    }
                }
                Deed::Adopt => {
                    stage.ledger.adopt(&take, Some("me"), "me").unwrap();
                    if before.state == TakeState::Submitting {
                        prop_assert_eq!(stage.state(&take), TakeState::NotConfirmed);
                    }
                }
                Deed::GoOn => { let _ = stage.ledger.go_on(&take, "me"); }
                Deed::Accept => { let _ = stage.ledger.accepted(&take, &TaskId("T".to_owned())); }
            }
            let now = stage.ledger.get(&take).unwrap();
            prop_assert!(now.state == before.state || before.state.may_become(now.state) || before.state == TakeState::Downloading);
            if now.hold.is_some() {
                prop_assert_eq!(now.state, TakeState::Queued);
            }
            if may_be_charged {
                prop_assert!(!now.state.is_unsent());
            }
        }
    }
}
