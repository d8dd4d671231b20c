//! Time alone never loses a take: a weekend without the program, a clock that jumps, answers that say nothing of the task.
//! Only what the service itself says, several times in this run, or the user ends one.
#![allow(clippy::type_complexity, reason = "a table of cases")]

use storyreel::takes::ledger::TakeState;
use storyreel::takes::stop_point::Stops;

use crate::kit::Stage;
use crate::vidgo::{Endpoint, Fault, Life};

/// What a first question may bring that says nothing of the task's end.
fn answers() -> Vec<(&'static str, Option<(Endpoint, Fault)>, bool)> {
    vec![
        ("a 503", Some((Endpoint::Status, Fault::status(503))), false),
        ("a broken connection", Some((Endpoint::Status, Fault::BreakAfterBody { charge: false })), false),
        ("a 429", Some((Endpoint::Status, Fault::retry_after(0))), false),
        ("a 404", Some((Endpoint::Status, Fault::status(404))), false),
        ("a word that nobody knows", Some((Endpoint::Status, Fault::UnknownStatus("resting".to_owned()))), false),
        ("running", None, false),
        ("a film that does not come", Some((Endpoint::File, Fault::LengthTooLong)), true),
        ("a film at an address that has expired", Some((Endpoint::Status, Fault::ExpiredAddress(403))), true),
        ("no file", Some((Endpoint::Status, Fault::NoFiles)), true),
    ]
}

/// The program was away for so many hours by the clock, which may have been set meanwhile; the first question is
/// answered by something that says nothing.
fn comes_back_after(hours: i64) {
    for (what, fault, is_made) in answers() {
        let stage = Stage::new();
        stage.server.set_life(Life::endless());
        let engine = stage.engine(Stops::default());
        let row = stage.confirm(&engine, &["mark-1"]).remove(0);
        stage.until("running", || stage.ledger.get(&row.id).unwrap().state == TakeState::Running);
        drop(engine);
        stage.move_clock(hours);
        let task = stage.ledger.get(&row.id).unwrap().task.unwrap();
        if is_made {
            stage.server.task_life(&task.0, Life::finishing());
        }
        if let Some((endpoint, fault)) = fault {
            stage.server.fault(endpoint, fault);
        }
        stage.server.forget_requests();
        let engine = stage.engine(Stops::default());
        stage.until("some questions", || stage.server.count(Endpoint::Status) > 3);
        let state = stage.ledger.get(&row.id).unwrap().state;
        assert!(state.is_followed() || state == TakeState::Ready, "{state} after {hours} h and {what}");
        stage.server.task_life(&task.0, Life::finishing());
        stage.until_settled();
        let row = stage.ledger.get(&row.id).unwrap();
        assert_eq!((row.state, row.in_project), (TakeState::Ready, true), "after {hours} h and {what}");
        drop(engine);
        stage.hold_the_law();
    }
}

#[test]
fn a_weekend_without_the_program_loses_nothing() {
    comes_back_after(25);
    comes_back_after(72);
}

#[test]
fn a_clock_that_was_set_back_loses_nothing() {
    comes_back_after(-25);
}

/// The clock jumps under the running program.
#[test]
fn a_clock_that_jumps_meanwhile_loses_nothing() {
    let stage = Stage::new();
    stage.server.set_life(Life::endless());
    let engine = stage.engine(Stops::default());
    let rows = stage.confirm(&engine, &["mark-1", "mark-2"]);
    for hours in [25, -50, 1000, -3] {
        stage.move_clock(hours);
        stage.server.fault(Endpoint::Status, Fault::status(503));
        stage.server.forget_requests();
        stage.until("some questions", || stage.server.count(Endpoint::Status) > 6);
        let states = rows.iter().map(|row| stage.ledger.get(&row.id).unwrap().state);
        assert!(states.clone().all(|state| !state.is_over()), "{:?} after {hours} h", states.collect::<Vec<_>>());
    }
    for task in stage.server.tasks() {
        stage.server.task_life(&task, Life::finishing());
    }
    stage.until_settled();
    drop(engine);
    assert!(stage.ledger.all().unwrap().iter().all(|row| row.state == TakeState::Ready));
    stage.hold_the_law();
}

#[test]
fn an_end_is_believed_when_the_service_says_it_again() {
    // That it failed, once; then it runs on.
    for word in ["failed", "cancelled"] {
        let stage = Stage::new();
        stage.server.set_life(Life::endless());
        let engine = stage.engine(Stops::default());
        let row = stage.confirm(&engine, &["mark-1"]).remove(0);
        stage.until("running", || stage.ledger.get(&row.id).unwrap().state == TakeState::Running);
        stage.server.fault(Endpoint::Status, Fault::UnknownStatus(word.to_owned()));
        stage.until("its answer", || stage.server.faults_left(Endpoint::Status) == 0);
        stage.server.forget_requests();
        stage.until("some questions", || stage.server.count(Endpoint::Status) > 3);
        stage.server.task_life(&stage.server.tasks()[0], Life::finishing());
        stage.until_settled();
        assert_eq!(stage.ledger.get(&row.id).unwrap().state, TakeState::Ready, "{word} once");
        drop(engine);
        stage.hold_the_law();
    }
}

#[test]
fn no_such_task_is_believed_after_several_questions_and_some_minutes() {
    // Some minutes without several questions, then several questions without some minutes.
    for (timing, asked, ends) in
        [("unknown_s = 0\npoll_s = [0.02]", 5, true), ("unknown_s = 600\npoll_s = [0.01]", 20, false)]
    {
        let stage = Stage::with(timing);
        stage.server.set_life(Life::endless());
        let engine = stage.engine(Stops::default());
        let row = stage.confirm(&engine, &["mark-1"]).remove(0);
        stage.until("running", || stage.ledger.get(&row.id).unwrap().state == TakeState::Running);
        stage.server.lose(&stage.server.tasks()[0]);
        stage.server.forget_requests();
        if ends {
            stage.until_settled();
            assert_eq!(stage.ledger.get(&row.id).unwrap().state, TakeState::Lost);
            assert!(
                stage.server.count(Endpoint::Status) >= asked,
                "{} questions",
                stage.server.count(Endpoint::Status)
            );
        } else {
            stage.until("many questions", || stage.server.count(Endpoint::Status) > asked);
            assert!(stage.ledger.get(&row.id).unwrap().state.is_followed());
        }
        drop(engine);
        stage.hold_the_law();
    }
}

#[test]
fn what_was_closed_is_asked_after_again_when_the_user_says_so() {
    // Lost at the service and found there later.
    let stage = Stage::new();
    stage.server.set_life(Life::endless());
    let engine = stage.engine(Stops::default());
    let lost = stage.confirm(&engine, &["mark-1"]).remove(0);
    stage.until("running", || stage.ledger.get(&lost.id).unwrap().state == TakeState::Running);
    let task = stage.server.tasks()[0].clone();
    stage.server.lose(&task);
    stage.until_settled();
    assert_eq!(stage.ledger.get(&lost.id).unwrap().state, TakeState::Lost);
    let error = engine.ask_again(&lost.id).unwrap_err();
    assert!(error.to_string().contains("knows no task"), "{error}");
    assert_eq!(stage.ledger.get(&lost.id).unwrap().state, TakeState::Lost, "nothing has changed");
    stage.server.find(&task);
    stage.server.task_life(&task, Life::finishing());
    engine.ask_again(&lost.id).unwrap();
    stage.until_settled();
    assert_eq!(stage.ledger.get(&lost.id).unwrap().state, TakeState::Ready);

    // Closed by the user too early.
    let closed = stage.confirm(&engine, &["mark-2"]).remove(0);
    stage.until("running", || stage.ledger.get(&closed.id).unwrap().state == TakeState::Running);
    engine.close_as_lost(&closed.id).unwrap();
    stage.server.task_life(&stage.server.tasks()[1], Life::finishing());
    engine.ask_again(&closed.id).unwrap();
    stage.until_settled();
    assert_eq!(stage.ledger.get(&closed.id).unwrap().state, TakeState::Ready);

    // Failed there, and made after all.
    stage.server.next_life(Life::failing("Internal error"));
    let failed = stage.confirm(&engine, &["mark-3"]).remove(0);
    stage.until_settled();
    assert_eq!(stage.ledger.get(&failed.id).unwrap().state, TakeState::Failed);
    let error = engine.ask_again(&failed.id).unwrap_err();
    assert!(error.to_string().contains("still says that it failed"), "{error}");
    stage.server.task_life(&stage.server.tasks()[2], Life::finishing());
    engine.ask_again(&failed.id).unwrap();
    stage.until_settled();
    assert_eq!(stage.ledger.get(&failed.id).unwrap().state, TakeState::Ready);
    assert_eq!(stage.server.count(Endpoint::Submit), 3);

    // What has nothing to be asked after.
    stage.server.fault(Endpoint::Submit, Fault::status(422));
    let refused = stage.confirm(&engine, &["mark-4"]).remove(0);
    stage.until_settled();
    assert!(engine.ask_again(&refused.id).is_err());
    drop(engine);
}

#[test]
fn a_lost_take_is_still_given_its_task() {
    let stage = Stage::new();
    stage.server.fault(Endpoint::Submit, Fault::BreakAfterBody { charge: true });
    let engine = stage.engine(Stops::default());
    let row = stage.confirm(&engine, &["mark-1"]).remove(0);
    stage.until_settled();
    engine.close_as_lost(&row.id).unwrap();
    assert!(engine.enter_task(&row.id, "no-such-task").is_err());
    assert_eq!(stage.ledger.get(&row.id).unwrap().state, TakeState::Lost);
    engine.enter_task(&row.id, &stage.server.tasks()[0]).unwrap();
    stage.until_settled();
    assert_eq!(stage.ledger.get(&row.id).unwrap().state, TakeState::Ready);
    drop(engine);
    stage.hold_the_law();
}
