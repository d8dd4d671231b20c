//! The law without a window: any script of faults, any point to die at, again and again.

use proptest::prelude::*;
use storyreel::takes::ledger::TakeState;
use storyreel::takes::stop_point::{StopPoint, Stops};

use crate::kit::Stage;
use crate::vidgo::faults::any_script;
use crate::vidgo::{Endpoint, Fault};

/// Confirms takes, dies at a point, begins again, and lets the user say "go on" to what waits.
fn live_and_die(script: &[(Endpoint, Fault)], death: Option<(StopPoint, u32)>, takes: usize) {
    let stage = Stage::new();
    for (endpoint, fault) in script {
        stage.server.fault(*endpoint, fault.clone());
    }
    let stops = death.map_or_else(Stops::default, |(at, passes)| Stops::still_at(at, passes));
    let marks = ["mark-1", "mark-2", "mark-3"];
    let engine = stage.engine(stops.clone());
    stage.confirm(&engine, &marks[..takes]);
    stage.until("death or the end", || {
        stops.reached() || stage.ledger.all().unwrap().iter().all(storyreel::takes::ledger::LedgerTake::is_settled)
    });
    drop(engine);
    stage.hold_the_law();

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
    drop(engine);
    stage.hold_the_law();
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
            live_and_die(&[(Endpoint::Submit, fault)], None, 1);
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn any_script_and_any_death(
        script in any_script().prop_map(honest),
        point in prop::sample::select(StopPoint::ALL.to_vec()),
        passes in 0u32..3,
        dies in prop::bool::weighted(0.7),
        takes in 1usize..4,
    ) {
        live_and_die(&script, dies.then_some((point, passes)), takes);
    }
}
