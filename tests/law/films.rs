//! Films that do not come: gone on with from the disk, asked for at fresh addresses, never fetched without end, and on the
//! disk once in the end.

use std::fs;

use storyreel::takes::ledger::{LedgerTake, TakeState};
use storyreel::takes::stop_point::Stops;

use crate::kit::Stage;
use crate::vidgo::{Endpoint, Fault};

fn row(stage: &Stage) -> LedgerTake {
    stage.ledger.all().unwrap().remove(0)
}

/// Bytes that are no film.
fn rubbish(length: usize) -> Vec<u8> {
    (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect()
}

#[test]
fn a_film_that_breaks_off_is_gone_on_with_from_the_disk() {
    let stage = Stage::new();
    let whole = stage.server.video();
    for percent in [30, 60, 90] {
        stage.server.fault(Endpoint::File, Fault::BreakInReply { charge: true, percent });
    }
    let engine = stage.engine(Stops::default());
    stage.confirm(&engine, &["mark-1"]);
    stage.until_settled();
    assert_eq!(row(&stage).state, TakeState::Ready);
    let asked = stage.server.requests_for(Endpoint::File);
    let from: Vec<Option<usize>> = asked
        .iter()
        .map(|seen| seen.header("range").map(|range| range["bytes=".len()..range.len() - 1].parse().unwrap()))
        .collect();
    assert_eq!(from[0], None);
    assert!(from.len() >= 2 && from[1..].iter().all(Option::is_some), "{from:?}");
    assert!(from.is_sorted(), "it gets on with each try: {from:?}");
    drop(engine);
    stage.hold_the_law();
    assert_eq!(stage.film(&row(&stage)), whole);
}

#[test]
fn what_has_come_is_gone_on_with_by_the_next_program() {
    let stage = Stage::new();
    stage.server.fault(Endpoint::File, Fault::BreakInReply { charge: true, percent: 60 });
    stage.server.always(Endpoint::File, Fault::status(503));
    let engine = stage.engine(Stops::default());
    stage.confirm(&engine, &["mark-1"]);
    stage.until("several tries", || stage.server.count(Endpoint::File) > 3);
    drop(engine);
    stage.server.clear_faults();
    stage.server.forget_requests();
    let engine = stage.engine(Stops::default());
    stage.until_settled();
    assert_eq!(row(&stage).state, TakeState::Ready);
    let asked = stage.server.requests_for(Endpoint::File);
    assert!(asked.iter().all(|seen| seen.header("range").is_some()), "the rest alone is fetched");
    drop(engine);
    stage.hold_the_law();
}

#[test]
fn a_host_without_parts_gives_it_anew() {
    let stage = Stage::new();
    stage.server.set_ranges(false);
    stage.server.fault(Endpoint::File, Fault::BreakInReply { charge: true, percent: 60 });
    let engine = stage.engine(Stops::default());
    stage.confirm(&engine, &["mark-1"]);
    stage.until_settled();
    assert_eq!(row(&stage).state, TakeState::Ready);
    drop(engine);
    stage.hold_the_law();
}

/// Seen: up to a gigabyte each time, without end.
#[test]
fn a_film_that_is_of_no_use_is_not_fetched_without_end() {
    let stage = Stage::new();
    let good = stage.server.video();
    stage.server.set_video(rubbish(2_000_000));
    let engine = stage.engine(Stops::default());
    stage.confirm(&engine, &["mark-1"]);
    stage.until_settled();
    let left = row(&stage);
    assert_eq!((left.state, stage.server.count(Endpoint::File)), (TakeState::Downloading, 3), "{left:?}");
    assert!(left.message.clone().unwrap().contains("came 3 times and was of no use"), "{left:?}");
    drop(engine);
    // A restart does not begin it all over.
    let engine = stage.engine(Stops::default());
    stage.until("it is left again", || row(&stage).message.is_some());
    assert_eq!(stage.server.count(Endpoint::File), 3);
    // The user does, and now the service has it right.
    stage.server.set_video(good);
    engine.fetch_again(&left.id).unwrap();
    stage.until_settled();
    assert_eq!((row(&stage).state, stage.server.count(Endpoint::File)), (TakeState::Ready, 4));
    drop(engine);
    stage.hold_the_law();
}

#[test]
fn an_address_that_is_refused_again_and_again_is_asked_for_afresh_and_told() {
    let stage = Stage::new();
    stage.server.always(Endpoint::File, Fault::status(403));
    let engine = stage.engine(Stops::default());
    let take = stage.confirm(&engine, &["mark-1"]).remove(0);
    // Settled means that it is told, and that those who wait for it may go.
    stage.until_settled();
    let waits = stage.ledger.get(&take.id).unwrap();
    assert_eq!(waits.state, TakeState::Downloading);
    assert!(waits.message.unwrap().contains("has expired (HTTP 403); Storyreel keeps trying"));
    let (asked, fetched) = (stage.server.count(Endpoint::Status), stage.server.count(Endpoint::File));
    assert!(asked >= fetched, "{asked} questions for {fetched} addresses");
    stage.server.clear_faults();
    engine.fetch_again(&take.id).unwrap();
    stage.until("the film", || stage.ledger.get(&take.id).unwrap().state == TakeState::Ready);
    stage.until_settled();
    drop(engine);
    stage.hold_the_law();
}

#[test]
fn a_film_is_on_the_disk_once_when_it_is_in_its_project() {
    let stage = Stage::new();
    let engine = stage.engine(Stops::default());
    stage.confirm(&engine, &["mark-1"]);
    stage.until("one film", || row(&stage).in_project && !stage.ledger.film_of(&row(&stage).id).exists());
    assert_eq!(stage.film(&row(&stage)), stage.server.video());
    drop(engine);
    stage.hold_the_law();

    // The program ended between the record and the removal; or an older one kept both.
    let kept = row(&stage);
    fs::write(stage.ledger.film_of(&kept.id), stage.server.video()).unwrap();
    let engine = stage.engine(Stops::default());
    stage.until("one film", || !stage.ledger.film_of(&kept.id).exists());
    drop(engine);
    // But not where the project's is not there, or another one.
    let video = stage.folder.video_of(&stage.folder.take(&kept.id).unwrap()).unwrap();
    fs::write(stage.ledger.film_of(&kept.id), stage.server.video()).unwrap();
    fs::write(&video, "short").unwrap();
    drop(stage.engine(Stops::default()));
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(stage.ledger.film_of(&kept.id).is_file());
}
