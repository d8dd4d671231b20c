//! What was charged is known, or said to be not known: late charges, late refunds, other sums than the price.

use std::time::Duration;

use storyreel::story::Credits;
use storyreel::takes::ledger::{ChargeSource, LedgerTake, TakeState};
use storyreel::takes::stop_point::Stops;

use crate::kit::Stage;
use crate::vidgo::{Endpoint, Fault, Life, Refunds};

fn row(stage: &Stage) -> LedgerTake {
    stage.ledger.all().unwrap().remove(0)
}

fn spent(stage: &Stage) -> Credits {
    stage.ledger.standing(&row(stage).project).unwrap().spent
}

/// Seen: 400.5 taken for 135, and "135" everywhere.
#[test]
fn another_sum_than_the_price_counts() {
    for tells in [false, true] {
        let stage = Stage::new();
        stage.server.take_for_each(Some(40_050));
        stage.server.tell_charges(tells);
        let engine = stage.engine(Stops::default());
        stage.confirm(&engine, &["mark-1"]);
        stage.until_settled();
        stage.until("the charge", || row(&stage).charged.is_some());
        let source = if tells { ChargeSource::Reply } else { ChargeSource::Balance };
        stage.until("its source", || row(&stage).charge_source == Some(source));
        assert_eq!((row(&stage).charged, row(&stage).price), (Some(Credits::hundredths(40_050)), Credits::whole(195)));
        assert_eq!(spent(&stage), Credits::hundredths(40_050), "in what is spent and held against the cap");
        drop(engine);
        stage.hold_the_law();
    }
}

#[test]
fn a_balance_proves_nothing_while_others_are_under_way_and_their_sum_afterwards() {
    let stage = Stage::new();
    stage.server.take_for_each(Some(40_050));
    stage.server.set_life(Life::endless());
    let engine = stage.engine(Stops::default());
    stage.confirm(&engine, &["mark-1", "mark-2", "mark-3"]);
    stage.until("all at the service", || stage.ledger.all().unwrap().iter().all(|row| row.state == TakeState::Running));
    // The first one may have been alone when its charge was looked at.
    assert!(stage.ledger.all().unwrap().iter().filter(|row| row.charged.is_none()).count() >= 2);
    for task in stage.server.tasks() {
        stage.server.task_life(&task, Life::finishing());
    }
    stage.until_settled();
    // Once all are over it proves what they cost together.
    stage.until("the charges", || stage.ledger.all().unwrap().iter().all(|row| row.charged.is_some()));
    assert_eq!(spent(&stage), Credits::hundredths(3 * 40_050));
    drop(engine);
    stage.hold_the_law();
}

/// Seen: the service charged 6 s after it had broken the connection; "probably not charged" was said before.
#[test]
fn a_charge_that_comes_late_is_seen_before_anything_is_said() {
    let stage = Stage::with("unconfirmed_s = [0.05, 0.1, 0.2, 0.4]");
    stage.server.fault(Endpoint::Submit, Fault::BreakAndChargeLater(Duration::from_millis(300)));
    let engine = stage.engine(Stops::default());
    stage.confirm(&engine, &["mark-1"]);
    stage.until("not confirmed", || row(&stage).state == TakeState::NotConfirmed);
    stage.until("asked once", || row(&stage).refund_looked > 0);
    if stage.server.charges().is_empty() {
        assert!(!row(&stage).charge_is_looked_for(), "nothing is said yet");
    }
    stage.until("the late charge", || row(&stage).charge_is_looked_for());
    assert_eq!(
        (row(&stage).charged, row(&stage).charge_source),
        (Some(row(&stage).price), Some(ChargeSource::Balance))
    );
    assert_eq!(row(&stage).state, TakeState::NotConfirmed, "it is never decided by that");
    assert_eq!(stage.server.count(Endpoint::Submit), 1);
    drop(engine);
    stage.hold_the_law();
}

#[test]
fn what_was_not_charged_may_be_closed_as_that() {
    let stage = Stage::new();
    stage.server.fault(Endpoint::Submit, Fault::BreakAfterBody { charge: false });
    let engine = stage.engine(Stops::default());
    stage.confirm(&engine, &["mark-1"]);
    stage.until_settled();
    assert!(row(&stage).charge_is_looked_for() && row(&stage).charged.is_none());
    assert_eq!(spent(&stage), Credits::whole(195), "nobody knows, so it counts");
    let closed = engine.not_charged(&row(&stage).id).unwrap();
    assert_eq!((closed.state, closed.charged), (TakeState::Failed, Some(Credits::ZERO)));
    assert_eq!(closed.charge_source, Some(ChargeSource::User));
    let evidence = closed.message.unwrap();
    assert!(
        evidence
            .contains("the account held 1,000,000 credits before it and 1,000,000 credits after it, and nothing else"),
        "{evidence}"
    );
    assert_eq!(spent(&stage), Credits::ZERO);
    // It was at the service after all: the user may still tell what it is called.
    assert!(engine.enter_task(&row(&stage).id, "no-such-task").is_err());
    assert!(engine.not_charged(&row(&stage).id).is_err(), "it is closed already");
    drop(engine);
    stage.hold_the_law();
}

/// Seen: "not charged" beside a balance that had fallen, and never asked again.
#[test]
fn a_refund_is_looked_for_until_it_comes() {
    for (tells, refunds) in [
        (false, Refunds::Prompt),
        (true, Refunds::Prompt),
        (false, Refunds::Late(Duration::from_millis(400))),
        (true, Refunds::Late(Duration::from_millis(400))),
        (false, Refunds::Never),
        (true, Refunds::Never),
    ] {
        let stage = Stage::with("refund_s = [0.1, 0.2, 0.4]");
        stage.server.tell_charges(tells);
        stage.server.refund(refunds);
        stage.server.set_life(Life::failing("Internal error"));
        let engine = stage.engine(Stops::default());
        stage.confirm(&engine, &["mark-1"]);
        stage.until("its end", || row(&stage).state == TakeState::Failed);
        stage.until("its money", || !row(&stage).awaits_refund() || row(&stage).refund_looked >= 4);
        let (left, held) = (row(&stage), stage.server.hundredths());
        assert_eq!(spent(&stage).as_hundredths(), 100_000_000 - held, "{refunds:?}, {tells}: {left:?}");
        if refunds == Refunds::Never {
            assert_eq!((left.charged, left.refunded), (Some(left.price), None), "{tells}");
            drop(engine);
            // The next start looks again, and finds it.
            stage.server.refund(Refunds::Prompt);
            stage.server.give_back(&stage.server.tasks()[0]);
            let engine = stage.engine(Stops::default());
            stage.until("the refund", || row(&stage).refunded == Some(left.price));
            assert_eq!(spent(&stage), Credits::ZERO);
            drop(engine);
        } else {
            assert_eq!(spent(&stage), Credits::ZERO, "{refunds:?}, {tells}");
            drop(engine);
        }
        stage.hold_the_law();
    }
}

/// A request that is sent once more is known by the key that it had; another take has another one.
#[test]
fn a_take_is_known_by_one_key_however_often_it_is_sent() {
    let stage = Stage::new();
    stage.server.fault(Endpoint::Submit, Fault::status(429));
    let engine = stage.engine(Stops::default());
    stage.confirm(&engine, &["mark-1", "mark-2"]);
    stage.until_settled();
    let sent = stage.server.requests_for(Endpoint::Submit);
    let keys: Vec<_> = sent.iter().map(|sent| sent.header("Idempotency-Key").expect("a key")).collect();
    let mut of_rows: Vec<_> = stage.ledger.all().unwrap().into_iter().map(|row| row.idempotency_key).collect();
    of_rows.sort();
    let mut different = keys.clone();
    different.sort_unstable();
    different.dedup();
    assert_eq!((keys.len(), different), (3, of_rows.iter().map(String::as_str).collect()));
    drop(engine);
    stage.hold_the_law();
}

/// Seen: eight starts without a connection used up the questions, and the refund was never heard of.
#[test]
fn a_question_without_a_connection_is_none() {
    let stage = Stage::with("refund_s = [0.1]");
    stage.server.refund(Refunds::Never);
    stage.server.set_life(Life::failing("Internal error"));
    let engine = stage.engine(Stops::default());
    stage.confirm(&engine, &["mark-1"]);
    stage.until("its end", || row(&stage).state == TakeState::Failed && row(&stage).refund_looked >= 2);
    drop(engine);
    let looked = row(&stage).refund_looked;
    stage.server.go_down();
    for _ in 0..3 {
        let engine = stage.engine(Stops::default());
        // Long enough for many tries.
        std::thread::sleep(Duration::from_millis(150));
        drop(engine);
    }
    assert_eq!(row(&stage).refund_looked, looked, "nobody has answered");
    let engine = stage.engine(Stops::default());
    stage.server.give_back(&stage.server.tasks()[0]);
    stage.server.come_up();
    stage.until("the refund", || row(&stage).refunded == Some(row(&stage).price));
    drop(engine);
    stage.hold_the_law();
}
