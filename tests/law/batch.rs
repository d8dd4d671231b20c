//! Scenes of one batch that start from each other: each waits for the take of the one before it, whatever happens on the way.

use std::fs;
use std::process::{Child, Output, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Instant;

use image::RgbaImage;
use serde_json::{Value, json};

use crate::kit::PATIENCE;
use crate::program::Place;
use crate::vidgo::{Endpoint, Fault, Life, Moment};

/// Two scenes, the second of which starts from the first. Both have takes and have changed since; what the service makes
/// from now on ends with another picture.
fn changed_chain() -> Place {
    let place = Place::new();
    place.write(&project("Wide.", "Close.", "media/first.png"));
    place.server.set_video(films()[0].clone());
    for scene in ["1", "2"] {
        let made = place.run(&["generate", place.path(), "--scene", scene, "--with", "vidgo", "--yes"]);
        assert_eq!(made.status.code(), Some(0), "{}", words(&made));
    }
    place.server.set_video(films()[1].clone());
    place.write(&project("Wide, rain.", "Close, rain.", "media/first.png"));
    place
}

fn project(first: &str, second: &str, picture: &str) -> Value {
    json!({"format": "storyreel/1", "id": "law", "name": "Law", "scenes": [
        {"id": "one", "name": "Roof", "audio": false, "first_frame": picture,
            "shots": [{"id": "a", "prompt": first, "seconds": 3, "panel": picture}]},
        {"id": "two", "name": "Stair", "audio": false, "starts_from": "one",
            "shots": [{"id": "b", "prompt": second, "seconds": 3}]},
    ]})
}

/// Two films that end with different pictures, rendered once on this machine.
fn films() -> &'static [Vec<u8>; 2] {
    static FILMS: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
    FILMS.get_or_init(|| {
        let place = Place::new();
        ["media/first.png", "media/side.png"].map(|picture| film(&place, picture))
    })
}

fn film(place: &Place, picture: &str) -> Vec<u8> {
    let mut film = project("Wide.", "Close.", picture);
    film["id"] = "film".into();
    let made = place.beside("Film.storyreel", &film);
    let out = made.with_extension("mp4");
    let args = ["generate", made.to_str().unwrap(), "--scene", "1", "--with", "animatic"];
    let ran = place.run(&[&args[..], &["--out", out.to_str().unwrap(), "--replace"]].concat());
    assert_eq!(ran.status.code(), Some(0), "{}", words(&ran));
    fs::read(out).unwrap()
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn all(place: &Place) -> [&str; 6] {
    ["generate", place.path(), "--all", "--with", "vidgo", "--yes"]
}

/// The takes of a scene that are in the ledger, the newest first.
fn takes_of(place: &Place, scene: &str) -> Vec<Value> {
    place.takes().into_iter().filter(|take| take["scene"] == scene).collect()
}

fn last_frame(place: &Place, take: &Value) -> RgbaImage {
    let file = place.project.join(format!("takes/{}/last-frame.png", take["id"].as_str().unwrap()));
    image::open(file).unwrap().to_rgba8()
}

/// The picture that the last charged request began with.
fn sent_first(place: &Place) -> RgbaImage {
    let charge = place.server.charges().pop().unwrap();
    let address = charge.body["input"]["image_urls"][0].as_str().unwrap().to_owned();
    image::load_from_memory(&place.server.picture_at(&address).unwrap()).unwrap().to_rgba8()
}

fn differ(one: &RgbaImage, other: &RgbaImage) -> bool {
    let far = |(a, b): (&u8, &u8)| a.abs_diff(*b) > 24;
    one.dimensions() != other.dimensions() || one.as_raw().iter().zip(other.as_raw()).any(far)
}

#[test]
fn a_scene_that_starts_from_another_one_is_sent_with_the_frame_of_that_ones_new_take() {
    let place = changed_chain();
    let before = place.server.charges().len();
    let ran = place.run(&all(&place));
    assert_eq!(ran.status.code(), Some(0), "{}", words(&ran));
    assert!(words(&ran).contains("Scene 2 waits for scene 1's take"), "{}", words(&ran));
    assert_eq!(place.server.charges().len(), before + 2);

    let takes = takes_of(&place, "one");
    let (new, old) = (last_frame(&place, &takes[0]), last_frame(&place, &takes[1]));
    assert!(differ(&new, &old), "the two takes end with different pictures");
    assert!(!differ(&sent_first(&place), &new), "it begins with the frame of the new take");

    // What was made is what stands in the project: nothing is stale.
    let again = place.run(&all(&place));
    assert!(words(&again).contains("There is nothing to send"), "{}", words(&again));
    assert_eq!((again.status.code(), place.server.charges().len()), (Some(0), before + 2));
    place.hold_the_law("a batch");
}

#[test]
fn what_waited_for_a_take_that_failed_is_not_sent() {
    let place = changed_chain();
    place.server.next_life(Life::failing("content policy"));
    let before = place.server.charges().len();
    let ran = place.run(&all(&place));
    assert_eq!(ran.status.code(), Some(1), "{}", words(&ran));
    assert!(words(&ran).contains("it waited for the take of Roof, which did not come"), "{}", words(&ran));
    let states = ["one", "two"].map(|scene| takes_of(&place, scene)[0]["state"].as_str().unwrap().to_owned());
    assert_eq!((states, place.server.charges().len()), (["failed".to_owned(), "cancelled".to_owned()], before + 1));
    place.hold_the_law("a failure");
}

#[test]
fn what_waits_for_a_take_that_nobody_knows_of_is_not_sent_and_not_waited_for_without_end() {
    let place = changed_chain();
    place.server.fault(Endpoint::Submit, Fault::BreakAfterBody { charge: true });
    let before = place.server.charges().len();
    let ran = place.run(&all(&place));
    assert_eq!(ran.status.code(), Some(1), "{}", words(&ran));
    let states = ["one", "two"].map(|scene| takes_of(&place, scene)[0]["state"].as_str().unwrap().to_owned());
    let expected = ["not_confirmed".to_owned(), "cancelled".to_owned()];
    assert_eq!((states, place.server.charges().len()), (expected, before + 1));
    place.hold_the_law("a take that is not confirmed");
}

#[test]
fn scenes_that_start_from_each_other_are_refused() {
    let place = changed_chain();
    let mut circle = project("Wide, rain.", "Close, rain.", "media/first.png");
    circle["scenes"][0]["starts_from"] = "two".into();
    place.write(&circle);
    let before = place.server.charges().len();
    let ran = place.run(&all(&place));
    let told = words(&ran);
    assert!(told.contains("Roof starts from Stair, which in the end starts from it"), "{told}");
    assert_eq!((ran.status.code(), place.server.charges().len()), (Some(1), before));
}

#[test]
fn killed_on_the_way_nothing_that_waits_is_sent_by_itself() {
    let moments = [
        Moment::SubmitBodyRead,
        Moment::SubmitCharged,
        Moment::SubmitReplied,
        Moment::StatusAsked,
        Moment::FileAsked,
        Moment::FileHalf,
        Moment::FileSent,
    ];
    for moment in moments {
        let place = changed_chain();
        let before = place.server.charges().len();
        kill_at(&place, moment);
        place.hold_the_law(&format!("a kill at {moment:?}"));
        place.resume();
        place.hold_the_law(&format!("a kill at {moment:?} and a new life"));
        let waiting = &takes_of(&place, "two")[0];
        assert_eq!(waiting["state"], "queued", "after {moment:?}: it waits until somebody says so");
        assert!(place.server.charges().len() <= before + 1, "after {moment:?}");
    }
}

/// Generates all that changed, and kills the program when the server comes to a moment.
fn kill_at(place: &Place, moment: Moment) {
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
        let mut program = place.program(&all(place));
        *place_of_child = Some(program.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    }
    let begun = Instant::now();
    while child.lock().unwrap().as_mut().unwrap().try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < PATIENCE, "it did not die at {moment:?}");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    place.server.no_moments();
}
