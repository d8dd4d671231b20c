//! The law without a window: any script of faults, any point to die at, again and again.

use std::collections::HashMap;
use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use storyreel::takes::ledger::TakeState;
use storyreel::takes::stop_point::{StopPoint, Stops};

use crate::kit::Stage;
use crate::vidgo::faults::any_script;
use crate::vidgo::{Endpoint, Fault, Life, Refunds};

/// How the service deals with money, and with the tasks that it takes.
#[derive(Clone, Debug)]
struct Ways {
    refunds: Refunds,
    /// Another sum than the price, in hundredths.
    takes: Option<u64>,
    /// Whether a status says what was taken.
    tells: bool,
    /// Which of the tasks fail, the first taken first.
    fail: Vec<bool>,
    /// By how many hours the clock jumps: while takes are under way, and between one life and the next.
    jumps: [i64; 2],
}

impl Default for Ways {
    fn default() -> Self {
        Self { refunds: Refunds::Prompt, takes: None, tells: false, fail: Vec::new(), jumps: [0, 0] }
    }
}

fn any_ways() -> impl Strategy<Value = Ways> {
    let refunds = prop_oneof![
        3 => Just(Refunds::Prompt),
        2 => (0..60_u64).prop_map(|ms| Refunds::Late(Duration::from_millis(ms))),
        1 => Just(Refunds::Never),
    ];
    let takes = prop_oneof![3 => Just(None), 1 => Just(Some(40_050)), 1 => Just(Some(13_500))];
    let jump = || prop::sample::select(vec![0_i64, 0, 25, -25, 72, 1000, -1000]);
    (refunds, takes, any::<bool>(), prop::collection::vec(prop::bool::weighted(0.3), 4), [jump(), jump()])
        .prop_map(|(refunds, takes, tells, fail, jumps)| Ways { refunds, takes, tells, fail, jumps })
}

/// Confirms takes, dies at a point, begins again, and lets the user do what waits for the user.
fn live_and_die(script: &[(Endpoint, Fault)], death: Option<(StopPoint, u32)>, takes: usize, ways: &Ways) {
    let stage = Stage::new();
    stage.server.refund(ways.refunds);
    stage.server.take_for_each(ways.takes);
    stage.server.tell_charges(ways.tells);
    for fails in &ways.fail {
        stage.server.next_life(if *fails { Life::failing("Internal error") } else { Life::finishing() });
    }
    for (endpoint, fault) in script {
        stage.server.fault(*endpoint, fault.clone());
    }
    let stops = death.map_or_else(Stops::default, |(at, passes)| Stops::still_at(at, passes));
    let marks = ["mark-1", "mark-2", "mark-3"];
    let engine = stage.engine(stops.clone());
    stage.confirm(&engine, &marks[..takes]);
    stage.move_clock(ways.jumps[0]);
    stage.until("death or the end", || {
        stops.reached() || stage.ledger.all().unwrap().iter().all(storyreel::takes::ledger::LedgerTake::is_settled)
    });
    drop(engine);
    stage.hold_the_law();
    stage.move_clock(ways.jumps[1]);

    // Born again, twice: the second time the user goes on with what waits.
    let engine = stage.engine(Stops::default());
    stage.until_settled();
    stage.hold_the_law();
    drop(engine);
    let engine = stage.engine(Stops::default());
    for row in stage.ledger.all().unwrap() {
        if row.state == TakeState::Queued {
            engine.go_on(&row.id).unwrap();
        }
    }
    stage.until_settled();
    for row in stage.ledger.all().unwrap() {
        if row.state == TakeState::Downloading {
            engine.fetch_again(&row.id).unwrap();
        }
    }
    stage.until("all films", || stage.ledger.all().unwrap().iter().all(|row| row.state != TakeState::Downloading));
    stage.until_settled();
    drop(engine);
    stage.hold_the_law();
    stage.nothing_is_lost();
    if ways.refunds != Refunds::Never {
        // What was to come back has come back by now: the next start sees it.
        std::thread::sleep(Duration::from_millis(60));
    }
    let looked: HashMap<_, _> =
        stage.ledger.all().unwrap().into_iter().map(|row| (row.id, row.refund_looked)).collect();
    let engine = stage.engine(Stops::default());
    stage.until("the money", || {
        let rows = stage.ledger.all().unwrap();
        rows.iter().all(|row| !row.awaits_refund() || row.refund_looked > looked[&row.id])
    });
    drop(engine);
    stage.hold_the_sums(ways.tells);
    stage.key_is_nowhere();
}

/// Whether dying at a point leaves a take for which nobody knows if it was charged.
fn leaves_unknown(point: StopPoint) -> bool {
    matches!(point, StopPoint::BeforePost | StopPoint::Answered)
}

#[test]
fn dying_at_each_point_costs_at_most_one_take_and_loses_none() {
    for point in StopPoint::ALL {
        let stage = Stage::new();
        let stops = Stops::still_at(point, 0);
        let engine = stage.engine(stops.clone());
        stage.confirm(&engine, &["mark-1"]);
        stage.until("death", || stops.reached());
        drop(engine);
        let engine = stage.engine(Stops::default());
        stage.until_settled();
        stage.hold_the_law();
        let row = stage.ledger.all().unwrap().remove(0);
        let expected = match point {
            StopPoint::Confirmed | StopPoint::Uploading | StopPoint::BeforeRecord => TakeState::Queued,
            point if leaves_unknown(point) => TakeState::NotConfirmed,
            _ => TakeState::Ready,
        };
        assert_eq!(row.state, expected, "after dying at {point:?}: {:#?}", stage.ledger.changes(&row.id));
        if row.state == TakeState::Queued {
            assert_eq!(stage.server.charges().len(), 0, "nothing is sent before the user says so");
            engine.go_on(&row.id).unwrap();
            stage.until_settled();
            assert_eq!(stage.ledger.get(&row.id).unwrap().state, TakeState::Ready);
        }
        if row.state == TakeState::Ready {
            stage.until("the project's copy", || stage.folder.has_take(&row.id));
        }
        drop(engine);
        stage.hold_the_law();
    }
}

#[test]
fn every_answer_to_a_request_keeps_the_law() {
    let mut answers = vec![
        Fault::CloseUnread,
        Fault::BreakBeforeBody { charge: false },
        Fault::BreakInBody { charge: false, percent: 50 },
        Fault::BreakAfterBody { charge: false },
        Fault::Reset { charge: false },
        Fault::BreakInReply { charge: false, percent: 60 },
        Fault::Hang { charge: false },
        Fault::RedirectHost { charge: false },
        Fault::MalformedJson { charge: false },
        Fault::HugeReply { charge: false },
        Fault::NoTaskId { charge: false },
        Fault::EmptyTaskId { charge: false },
        Fault::Created,
        Fault::StringCode,
        Fault::ExtraFields,
        Fault::NumberTaskId,
        Fault::OddTaskId("../../../api/user/balance?x#y".to_owned()),
    ];
    for status in [400, 401, 402, 403, 404, 408, 409, 413, 415, 422, 429, 500, 502, 503] {
        answers.push(Fault::status(status));
    }
    for code in [400, 401, 402, 403, 404, 408, 422, 429, 500] {
        answers.push(Fault::BodyCode { code, charge: false });
    }
    for fault in answers {
        // A refusal that charges all the same is the service's own crime; what is ambiguous must hold either way.
        for charging in [false, true] {
            let fault = if charging { fault.clone().charging() } else { fault.clone() };
            if charging && is_clear_refusal(&fault) {
                continue;
            }
            live_and_die(&[(Endpoint::Submit, fault)], None, 1, &Ways::default());
        }
    }
}

/// An answer that the contract takes as proof that nothing was accepted.
fn is_clear_refusal(fault: &Fault) -> bool {
    match fault {
        Fault::Status { status, .. } => matches!(status, 400 | 401 | 402 | 403 | 404 | 413 | 415 | 422 | 429),
        Fault::BodyCode { code, .. } => matches!(code, 400 | 401 | 402 | 403 | 404 | 413 | 415 | 422 | 429),
        _ => false,
    }
}

fn honest(script: Vec<(Endpoint, Fault)>) -> Vec<(Endpoint, Fault)> {
    let is_crime = |endpoint: &Endpoint, fault: &Fault| {
        let charges = matches!(fault, Fault::Status { charge: true, .. } | Fault::BodyCode { charge: true, .. });
        *endpoint == Endpoint::Submit && charges && is_clear_refusal(fault)
    };
    script.into_iter().filter(|(endpoint, fault)| !is_crime(endpoint, fault)).collect()
}

/// So many scripts are tried: 150, or as many as `STORYREEL_SCRIPTS` says. The seed is told when one breaks the law, and
/// `STORYREEL_SEED` tries the same ones again.
#[test]
fn any_script_and_any_death() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.trim().parse::<u64>().ok());
    let cases = number("STORYREEL_SCRIPTS").and_then(|n| u32::try_from(n).ok()).unwrap_or(150);
    let seed = number("STORYREEL_SEED").unwrap_or_else(|| uuid::Uuid::new_v4().as_u64_pair().0);
    let config = Config {
        cases,
        max_shrink_iters: 40,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        ..Config::default()
    };
    let strategy = (
        any_script().prop_map(honest),
        prop::sample::select(StopPoint::ALL.to_vec()),
        0_u32..3,
        prop::bool::weighted(0.7),
        1_usize..4,
        any_ways(),
    );
    let law = |(script, point, passes, dies, takes, ways): (Vec<_>, StopPoint, u32, bool, usize, Ways)| {
        live_and_die(&script, dies.then_some((point, passes)), takes, &ways);
        Ok(())
    };
    if let Err(error) = TestRunner::new(config).run(&strategy, law) {
        panic!("of {cases} scripts one breaks the law; again with STORYREEL_SEED={seed}\n{error}");
    }
}
