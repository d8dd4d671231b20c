//! Single promises of the paid path, each against the server.

use std::fs;
use std::time::Duration;

use storyreel::story::{Area, Aspect, Credits, Crop};
use storyreel::takes::ledger::{Hold, Same, TakeState};
use storyreel::takes::paid::PaidError;
use storyreel::takes::stop_point::Stops;

use crate::kit::{Stage, mark_of};
use crate::vidgo::{Endpoint, Fault, Life};

#[test]
fn a_take_is_made_kept_and_its_balance_put_down() {
    let stage = Stage::new();
    stage.server.set_credits(1000);
    let engine = stage.engine(Stops::default());
    let row = stage.confirm(&engine, &["mark-1"]).remove(0);
    stage.until_settled();
    stage.until("the balance", || stage.ledger.get(&row.id).unwrap().balance_after.is_some());
    let row = stage.ledger.get(&row.id).unwrap();
    assert_eq!((row.state, row.in_project, row.requests_sent, row.others_in_flight), (TakeState::Ready, true, 1, 0));
    assert_eq!((row.balance_before, row.balance_after), (Some(Credits::whole(1000)), Some(Credits::whole(1000 - 195))));
    let kept = stage.folder.takes().all.remove(0);
    assert_eq!((kept.id, kept.credits, kept.provider.as_str()), (row.id.clone(), row.price, "vidgo"));
    assert_eq!((kept.task, kept.hash), (row.task.map(|task| task.0), Some(row.hash.0)));
    let request = kept.request.unwrap();
    assert_eq!(request["input"]["duration"], 5);
    assert_eq!(stage.server.charges()[0].body["input"], request["input"], "the very body that was sent");
    // Three pictures, each once, and none again for another take.
    assert_eq!(stage.server.count(Endpoint::Upload), 3);
    stage.confirm(&engine, &["mark-2"]);
    stage.until_settled();
    assert_eq!(stage.server.count(Endpoint::Upload), 3);
}

#[test]
fn a_frame_is_uploaded_as_it_is_cut_and_once_more_when_it_is_cut_otherwise() {
    let stage = Stage::new();
    stage.server.set_credits(10_000);
    let engine = stage.engine(Stops::default());
    let whole = fs::read(stage.folder.root().join("media/first.png")).unwrap();
    let whole = image::load_from_memory(&whole).unwrap().to_rgb8();
    for (mark, cut, uploads) in [
        ("mark-1", Some(Crop { x: 0, y: 1000, zoom: 105 }), 3),
        ("mark-2", Some(Crop { x: 1000, y: 0, zoom: 105 }), 4),
        ("mark-3", None, 5),
        ("mark-4", Some(Crop { x: 0, y: 1000, zoom: 105 }), 5),
    ] {
        stage.change(|project| {
            project.scenes[0].aspect = Aspect::Square;
            project.scenes[0].first_crop = cut;
        });
        stage.confirm(&engine, &[mark]);
        stage.until_settled();
        assert_eq!(stage.server.count(Endpoint::Upload), uploads, "{mark}");
        let charges = stage.server.charges();
        let charge = charges.iter().find(|charge| charge.body.to_string().contains(mark)).unwrap();
        let address = charge.body["input"]["image_urls"][0].as_str().unwrap();
        let sent = image::load_from_memory(&stage.server.picture_at(address).unwrap()).unwrap().to_rgb8();
        let area = cut.map_or(Area { x: 0, y: 0, width: 320, height: 320 }, |cut| cut.area((320, 320), Aspect::Square));
        let expected = image::imageops::crop_imm(&whole, area.x, area.y, area.width, area.height).to_image();
        assert!(sent == expected, "{mark}: {:?} and {area:?}", sent.dimensions());
    }
    stage.hold_the_law();
}

#[test]
fn not_enough_credits_pauses_the_whole_queue_until_the_user_says_so() {
    let stage = Stage::new();
    stage.server.set_credits(200);
    let engine = stage.engine(Stops::default());
    stage.confirm(&engine, &["mark-1", "mark-2", "mark-3"]);
    stage.until_settled();
    let rows = stage.ledger.all().unwrap();
    let held: Vec<_> = rows.iter().filter(|row| row.hold == Some(Hold::Credits)).collect();
    assert_eq!((held.len(), stage.server.charges().len()), (2, 1), "{rows:#?}");
    stage.server.set_credits(10_000);
    drop(engine);
    let engine = stage.engine(Stops::default());
    let posts = stage.server.count(Endpoint::Submit);
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(stage.server.count(Endpoint::Submit), posts, "a restart spends nothing");
    for row in held {
        engine.go_on(&row.id).unwrap();
    }
    stage.until_settled();
    assert!(stage.ledger.all().unwrap().iter().all(|row| row.state == TakeState::Ready));
    stage.hold_the_law();
}

#[test]
fn leaving_waits_for_the_answer_to_what_has_just_left_and_sends_nothing_more() {
    let stage = Stage::new();
    stage.server.set_credits(10_000);
    stage.server.fault(Endpoint::Submit, Fault::DelayReply(Duration::from_millis(450)));
    let engine = stage.engine(Stops::default());
    stage.confirm(&engine, &["mark-1"]);
    stage.until("a charge", || stage.server.charges().len() == 1);
    stage.confirm(&engine, &["mark-2"]);
    drop(engine);
    let rows = stage.ledger.all().unwrap();
    let one = rows.iter().find(|row| mark_of(row) == "mark-1").unwrap();
    assert!(one.task.is_some() && one.state != TakeState::NotConfirmed, "{one:#?}");
    // Whatever became of the second one, nothing is sent after the engine has gone.
    let posts = stage.server.count(Endpoint::Submit);
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(stage.server.count(Endpoint::Submit), posts);
    assert!(stage.ledger.all().unwrap().iter().all(|row| row.state != TakeState::Submitting), "{rows:#?}");
    stage.hold_the_law();
}

#[test]
fn a_refused_take_speaks_and_is_never_sent_again() {
    let stage = Stage::new();
    stage.server.fault(Endpoint::Submit, Fault::status(422));
    let engine = stage.engine(Stops::default());
    let row = stage.confirm(&engine, &["mark-1"]).remove(0);
    stage.until_settled();
    let row = stage.ledger.get(&row.id).unwrap();
    assert_eq!(row.state, TakeState::Failed);
    assert!(row.message.unwrap().contains("status 422 was ordered"));
    drop(engine);
    drop(stage.engine(Stops::default()));
    assert_eq!(stage.server.count(Endpoint::Submit), 1);

    stage.server.next_life(Life::failing("content policy"));
    let engine = stage.engine(Stops::default());
    let row = stage.confirm(&engine, &["mark-2"]).remove(0);
    stage.until_settled();
    let row = stage.ledger.get(&row.id).unwrap();
    assert_eq!((row.state, row.message.as_deref()), (TakeState::Failed, Some("content policy")));
    stage.hold_the_law();
}

#[test]
fn not_confirmed_is_settled_by_the_user_alone() {
    let stage = Stage::new();
    stage.server.fault(Endpoint::Submit, Fault::BreakAfterBody { charge: true });
    let engine = stage.engine(Stops::default());
    let row = stage.confirm(&engine, &["mark-1"]).remove(0);
    stage.until_settled();
    let row = stage.ledger.get(&row.id).unwrap();
    assert_eq!(row.state, TakeState::NotConfirmed);
    let balance = engine.balance(&stage.server.address(), Some(&row.id)).unwrap();
    assert_eq!(balance, Credits::whole(stage.server.account().credits));
    assert_eq!(stage.ledger.get(&row.id).unwrap().state, TakeState::NotConfirmed, "a balance decides nothing");
    let same = engine.confirm(&stage.new_takes(&["mark-1"]), Same::Ask);
    assert!(same.is_err(), "the same is asked about");
    let wrong = engine.enter_task(&row.id, "no-such-task").unwrap_err();
    assert!(matches!(wrong, PaidError::NoTask(_)), "{wrong}");
    let task = stage.server.charges()[0].task_id.clone();
    engine.enter_task(&row.id, &format!(" {task} ")).unwrap();
    stage.until_settled();
    assert_eq!(stage.ledger.get(&row.id).unwrap().state, TakeState::Ready);
    assert_eq!(stage.server.count(Endpoint::Submit), 1);
    stage.hold_the_law();

    stage.server.fault(Endpoint::Submit, Fault::status(500));
    let other = stage.confirm(&engine, &["mark-2"]).remove(0);
    stage.until_settled();
    let taken = engine.enter_task(&other.id, &task).unwrap_err();
    assert!(taken.to_string().contains("another take"), "{taken}");
    let lost = engine.close_as_lost(&other.id).unwrap();
    assert_eq!(lost.state, TakeState::Lost);
    assert_eq!(stage.ledger.standing(&lost.project).unwrap().counted(), Credits::whole(390), "lost counts as spent");
}

#[test]
fn cancelling_works_until_it_is_sent() {
    let stage = Stage::new();
    stage.server.fault(Endpoint::Upload, Fault::Hang { charge: false });
    let engine = stage.engine(Stops::default());
    let row = stage.confirm(&engine, &["mark-1"]).remove(0);
    stage.until("an upload", || stage.server.count(Endpoint::Upload) > 0);
    engine.cancel(&row.id).unwrap();
    stage.until_settled();
    assert_eq!(stage.server.count(Endpoint::Submit), 0);
    let sent = stage.confirm(&engine, &["mark-2"]).remove(0);
    stage.until("a charge", || !stage.server.charges().is_empty());
    assert!(engine.cancel(&sent.id).is_err());
    engine.set_hidden(&sent.id, true).unwrap();
    stage.until_settled();
    let sent = stage.ledger.get(&sent.id).unwrap();
    assert_eq!((sent.state, sent.hidden), (TakeState::Ready, true), "hidden, and followed all the same");
}

#[test]
fn a_film_waits_for_its_project() {
    let stage = Stage::new();
    let engine = stage.engine(Stops::default());
    let take = stage.new_takes(&["mark-1"]);
    let away = stage.folder.root().with_extension("away");
    let row = engine.confirm(&take, Same::Ask).unwrap().remove(0);
    stage.until("a charge", || !stage.server.charges().is_empty());
    std::fs::rename(stage.folder.root(), &away).unwrap();
    stage.until_settled();
    let here = stage.ledger.get(&row.id).unwrap();
    assert!(!here.in_project, "its folder is not where it was");
    assert!(here.message.unwrap().starts_with("it is not in the project yet"));
    assert!(stage.ledger.film_of(&row.id).is_file());
    std::fs::rename(&away, stage.folder.root()).unwrap();
    let project = storyreel::store::ProjectFolder::open(stage.folder.root()).unwrap().project;
    engine.project_opened(&project.id, &project.name, stage.folder.root()).unwrap();
    stage.until("the project's copy", || stage.ledger.get(&row.id).unwrap().in_project);
    assert!(stage.folder.has_take(&row.id));
}

#[test]
fn films_that_do_not_come_whole_are_fetched_again_from_a_fresh_address() {
    let faults = [
        (Endpoint::Status, Fault::ExpiredAddress(403)),
        (Endpoint::Status, Fault::NoFiles),
        (Endpoint::Status, Fault::ForeignAddress("http://203.0.113.7/steal.mp4".to_owned())),
        (Endpoint::Status, Fault::ForeignAddress("file:///etc/passwd".to_owned())),
        (Endpoint::File, Fault::WebPage { says_video: true }),
        (Endpoint::File, Fault::LengthTooLong),
        (Endpoint::File, Fault::LengthTooShort),
        (Endpoint::File, Fault::ZeroBytes),
        (Endpoint::File, Fault::Chunked),
        (Endpoint::File, Fault::RedirectHost { charge: false }),
    ];
    for (endpoint, fault) in faults {
        let stage = Stage::new();
        stage.server.fault(endpoint, fault.clone());
        let engine = stage.engine(Stops::default());
        stage.confirm(&engine, &["mark-1"]);
        stage.until_settled();
        assert_eq!(stage.ledger.all().unwrap()[0].state, TakeState::Ready, "{fault:?}");
        // Nothing half is left, and the film lies in its project alone.
        let left = || std::fs::read_dir(stage.ledger.folder().join("takes")).unwrap().count();
        stage.until("a clear folder", || left() == 0);
        drop(engine);
        stage.hold_the_law();
    }
}

#[test]
fn a_task_that_the_service_forgets_is_lost_and_counts() {
    let stage = Stage::new();
    stage.server.set_life(Life::endless());
    let engine = stage.engine(Stops::default());
    let row = stage.confirm(&engine, &["mark-1"]).remove(0);
    stage.until("a task", || stage.ledger.get(&row.id).unwrap().task.is_some());
    let task = stage.ledger.get(&row.id).unwrap().task.unwrap();
    stage.server.lose(&task.0);
    stage.until_settled();
    let row = stage.ledger.get(&row.id).unwrap();
    assert_eq!(row.state, TakeState::Lost, "{row:?}");
    assert_eq!(stage.ledger.standing(&row.project).unwrap().counted(), row.price);
}

#[test]
fn two_engines_share_a_ledger_and_no_take() {
    let stage = Stage::new();
    let (one, two) = (stage.engine(Stops::default()), stage.engine(Stops::default()));
    stage.confirm(&one, &["mark-1"]);
    stage.confirm(&two, &["mark-2"]);
    stage.until_settled();
    drop((one, two));
    assert_eq!(stage.server.charges().len(), 2);
    stage.hold_the_law();
    // What one that died has left, the other takes over while it runs.
    stage.server.set_life(Life::endless());
    let (one, two) = (stage.engine(Stops::default()), stage.engine(Stops::default()));
    let row = stage.confirm(&one, &["mark-3"]).remove(0);
    stage.until("a task", || stage.ledger.get(&row.id).unwrap().task.is_some());
    drop(one);
    let task = stage.ledger.get(&row.id).unwrap().task.unwrap();
    stage.server.task_life(&task.0, Life::finishing());
    stage.until("the other's hands", || stage.ledger.get(&row.id).unwrap().state == TakeState::Ready);
    drop(two);
    stage.hold_the_law();
}
