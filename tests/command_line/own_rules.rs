//! A user's own `providers/vidgo.toml`: every command and the desk that the window works on go by the same limits, prices
//! and switches, whether there is a ledger or not.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use storyreel::desk::Desk;
use storyreel::store::Paths;

use crate::kit::{Place, shot, text};

/// 2 credits a second, two cents each; a longer shot in multi-shot, and its last frame sent.
const OWN: &str = "[prices]
credit_usd_micros = 20000
standard = { silent = 1, audio = 2 }
[limits]
shot_seconds_max = 14
[switches]
last_frame_in_multi_shot = true
";

fn project(place: &Place) -> std::path::PathBuf {
    place.project(
        "own",
        &json!({"format": "storyreel/1", "scenes": [{"name": "Roof", "first_frame": "media/a.png",
            "last_frame": "media/a.png", "shots": [shot("Wide.", 13), shot("Close.", 2)]}]}),
    )
}

/// What each command tells of the same scene: its price in credits, how many errors it sees, how many frames it sends.
#[derive(Debug, PartialEq)]
struct Told {
    price: u64,
    estimate: String,
    generate: String,
    errors: usize,
    frames: Option<usize>,
    desk: (u64, usize),
}

fn told(place: &Place, folder: &Path) -> Told {
    let price = place.json(0, &["price", text(folder), "--json"])["credits"].as_u64().unwrap();
    let checked = place.run(&["check", text(folder), "--json"]);
    let checked: Value = serde_json::from_str(&checked.out).unwrap();
    let problems = checked["scenes"][0]["problems"].as_array().unwrap();
    let errors = problems.iter().filter(|problem| problem["severity"] == "error").count();
    let request = place.run(&["request", text(folder), "--scene", "1"]);
    let frames = serde_json::from_str::<Value>(&request.out)
        .ok()
        .map(|body| body["input"]["image_urls"].as_array().map_or(0, Vec::len));
    let table = place.path("estimate.csv");
    place.ends(0, &["export", text(folder), "--as", "estimate-csv", "--out", text(&table), "--replace"]);
    let estimate = fs::read_to_string(&table).unwrap();
    let generate = place.run(&["generate", text(folder), "--scene", "1", "--with", "vidgo"]).err;
    let (desk, _) = Desk::open(folder, &Paths::at(&place.data()), Arc::new(|| {})).unwrap();
    let scene = &desk.digest().scenes[0];
    let desk = (scene.price.credits.as_hundredths() / 100, scene.errors);
    Told { price, estimate, generate, errors, frames, desk }
}

#[test]
fn every_command_and_the_window_go_by_the_users_own_limits_and_prices() {
    let place = Place::new();
    let folder = project(&place);
    let shipped = told(&place, &folder);
    assert_eq!((shipped.price, shipped.errors, shipped.frames, shipped.desk), (585, 2, None, (585, 2)), "{shipped:?}");
    assert!(shipped.generate.contains("shot-too-long") && shipped.generate.contains("last-frame-multi-shot"));

    fs::create_dir_all(place.data().join("providers")).unwrap();
    fs::write(place.data().join("providers/vidgo.toml"), OWN).unwrap();
    let own = told(&place, &folder);
    assert_eq!((own.price, own.errors, own.frames, own.desk), (30, 0, Some(2), (30, 0)), "{own:?}");
    assert!(own.generate.contains("it would cost 30 credits · $0.60; nothing was spent"), "{}", own.generate);
    assert!(own.estimate.contains("30") && !own.estimate.contains("585"), "{}", own.estimate);
    assert_ne!(own.estimate, shipped.estimate);

    // A ledger makes no difference.
    place.ends(0, &["takes"]);
    assert!(place.data().join("ledger").is_dir());
    assert_eq!(told(&place, &folder), own);
}

#[test]
fn what_is_wrong_or_too_old_in_it_is_told_once_by_every_command() {
    let place = Place::new();
    let folder = project(&place);
    fs::create_dir_all(place.data().join("providers")).unwrap();
    let file = "[limits]\nshot_seconds_advised = 9\nshots_max = \"six\"\n[timing]\ngive_up_s = 60\n";
    fs::write(place.data().join("providers/vidgo.toml"), file).unwrap();
    for args in [
        &["price", text(&folder)][..],
        &["check", text(&folder)],
        &["request", text(&folder), "--scene", "1"],
        &["generate", text(&folder), "--scene", "1", "--with", "vidgo"],
    ] {
        let said = place.run(args).err;
        let lines = |part: &str| said.lines().filter(|line| line.contains(part)).count();
        assert_eq!((lines("not used any more"), lines("limits.shots_max")), (1, 1), "{args:?}: {said}");
    }
}
