//! Without a connection: nothing is lost, nothing has to be done, since when and why is told, and all goes on by itself.

use std::time::Duration;

use storyreel::takes::ledger::TakeState;
use storyreel::takes::stop_point::Stops;

use crate::kit::Stage;
use crate::vidgo::{Endpoint, Life};

fn told(stage: &Stage, part: &str) -> bool {
    stage.told.lock().unwrap().iter().any(|news| news.contains(part))
}

/// Seen: after six refused uploads the take was put aside until the user said "go on".
#[test]
fn a_take_that_is_confirmed_without_a_connection_is_sent_when_there_is_one() {
    let stage = Stage::new();
    let engine = stage.engine(Stops::default());
    let takes = stage.new_takes(&["mark-1", "mark-2"]);
    stage.server.go_down();
    let rows = engine.confirm(&takes, storyreel::takes::ledger::Same::Ask).unwrap();
    stage.until("it is told", || told(&stage, "no connection to the service since"));
    // Long enough for many tries: nothing of it is on record, so that a weekend leaves no heap.
    std::thread::sleep(Duration::from_millis(300));
    for row in &rows {
        let now = stage.ledger.get(&row.id).unwrap();
        assert_eq!((now.state, now.hold, now.requests_sent), (TakeState::Uploading, None, 0));
        assert!(stage.ledger.changes(&row.id).unwrap().len() <= 3);
    }
    stage.server.come_up();
    stage.until_settled();
    assert!(stage.ledger.all().unwrap().iter().all(|row| row.state == TakeState::Ready && row.in_project));
    assert!(told(&stage, "Slow(TakeId(") && told(&stage, ", None)"), "it is told that it goes on");
    drop(engine);
    stage.hold_the_law();
}

#[test]
fn a_take_at_the_service_is_followed_on_when_there_is_a_connection_again() {
    let stage = Stage::new();
    stage.server.set_life(Life::endless());
    let engine = stage.engine(Stops::default());
    let row = stage.confirm(&engine, &["mark-1"]).remove(0);
    stage.until("running", || stage.ledger.get(&row.id).unwrap().state == TakeState::Running);
    stage.server.go_down();
    stage.until("it is told", || told(&stage, "no connection to the service since"));
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(stage.ledger.get(&row.id).unwrap().state, TakeState::Running);
    stage.server.task_life(&stage.server.tasks()[0], Life::finishing());
    stage.server.come_up();
    stage.until_settled();
    assert_eq!(stage.ledger.get(&row.id).unwrap().state, TakeState::Ready);
    drop(engine);
    stage.hold_the_law();
}

/// Cancelled while there is no connection: nothing is sent when there is one.
#[test]
fn what_waits_for_a_connection_can_be_taken_back() {
    let stage = Stage::new();
    let engine = stage.engine(Stops::default());
    let takes = stage.new_takes(&["mark-1"]);
    stage.server.go_down();
    let row = engine.confirm(&takes, storyreel::takes::ledger::Same::Ask).unwrap().remove(0);
    stage.until("it is told", || told(&stage, "no connection to the service since"));
    engine.cancel(&row.id).unwrap();
    stage.server.come_up();
    stage.until_settled();
    drop(engine);
    assert_eq!((stage.server.count(Endpoint::Submit), stage.server.charges().len()), (0, 0));
}

/// Seen: five refused connections used up the five uploads of the minute.
#[test]
fn refused_connections_use_up_no_uploads() {
    let stage = Stage::with("uploads_per_minute = 3");
    let engine = stage.engine(Stops::default());
    let takes = stage.new_takes(&["mark-1"]);
    stage.server.go_down();
    engine.confirm(&takes, storyreel::takes::ledger::Same::Ask).unwrap();
    stage.until("it is told", || told(&stage, "no connection to the service since"));
    // Long enough for many tries.
    std::thread::sleep(Duration::from_millis(300));
    stage.server.come_up();
    // Three pictures, three a minute: with one used up this would take a minute.
    let begun = std::time::Instant::now();
    stage.until_settled();
    assert!(begun.elapsed() < Duration::from_secs(50), "it waited for the next minute");
    drop(engine);
    stage.hold_the_law();
}

#[test]
fn uploads_that_wait_for_their_pace_say_so() {
    let stage = Stage::with("uploads_per_minute = 2");
    let engine = stage.engine(Stops::default());
    let row = stage.confirm(&engine, &["mark-1"]).remove(0);
    stage.until("it is told", || told(&stage, "3 pictures to upload, about a minute: the service takes 2 a minute"));
    engine.cancel(&row.id).unwrap();
    drop(engine);
}
