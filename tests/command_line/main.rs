//! The real program on the command line: every command, every exit code, what it prints and what it leaves on the disk.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on stops here")]

mod boards;
mod broken;
mod captions;
mod deliveries;
#[cfg(target_os = "linux")]
mod disks;
mod documents;
mod films;
mod journal;
mod kit;
mod own_rules;
mod packages;
mod paper;
#[cfg(target_os = "linux")]
mod secrets;
mod tables;

use std::fs;

use kit::{Place, files, one_scene, shot, text};
use serde_json::{Value, json};

#[test]
fn new_makes_a_project_that_waits_for_its_first_shot() {
    let place = Place::new();
    let ran = place.ends(0, &["new", "Harbour chase"]);
    let folder = place.path("Harbour chase.storyreel");
    assert_eq!((ran.out.trim_end(), ran.err.as_str()), (text(&folder), ""));
    assert!(folder.join("media").is_dir() && folder.join("takes").is_dir());
    let written: Value = serde_json::from_slice(&fs::read(folder.join("project.json")).unwrap()).unwrap();
    assert_eq!((&written["format"], &written["name"]), (&json!("storyreel/1"), &json!("Harbour chase")));
    let told = place.json(1, &["check", text(&folder), "--json"]);
    let problem = json!({"severity": "error", "code": "no-shots", "shot": null, "message": "The scene has no shots"});
    assert_eq!(told, json!({"scenes": [{"scene": 1, "problems": [problem]}]}));

    let before = files(&folder);
    let again = place.ends(2, &["new", "Harbour chase.storyreel"]);
    assert!(again.out.is_empty() && again.err.contains("choose another name"), "{}", again.err);
    assert_eq!(files(&folder), before);
}

#[test]
fn new_example_is_ready_to_be_generated_and_each_copy_has_an_id_of_its_own() {
    let place = Place::new();
    let id = |name: &str| {
        let printed = place.ends(0, &["new", name, "--example"]).out;
        let file = format!("{}/project.json", printed.trim_end());
        serde_json::from_slice::<Value>(&fs::read(file).unwrap()).unwrap()["id"].clone()
    };
    assert_ne!(id("one"), id("two.storyreel"));
    let told = place.json(0, &["check", "one.storyreel", "--json"]);
    assert_eq!(told["scenes"][0]["problems"][0]["code"], "panels-not-sent");
    place.ends(0, &["request", "two.storyreel", "--scene", "1"]);
}

fn two_scenes() -> Value {
    json!({"format": "storyreel/1", "name": "Two", "scenes": [
        {"name": "Long", "shots": [shot("Wide.", 9), shot("Close. @zzz", 8)]},
        {"shots": [{"prompt": "x".repeat(501), "seconds": 5, "panel": "media/a.png"}]},
    ]})
}

#[test]
fn check_tells_every_problem_as_json_and_as_text() {
    let place = Place::new();
    let folder = place.project("two", &two_scenes());
    let problem = |severity: &str, code: &str, shot: Value, message: &str| json!({"severity": severity, "code": code, "shot": shot, "message": message});
    let long = json!({"scene": 1, "problems": [
        problem("error", "over-budget", Value::Null, "17 s, 2 s over the 15 s a take may last"),
        problem("error", "unknown-element", json!(2), "No element is named @zzz"),
    ]});
    let warned = json!({"scene": 2, "problems": [
        problem("warning", "prompt-long", json!(1), "Shot 1 counts 501 characters, 500 are advised"),
        problem("note", "panels-not-sent", Value::Null, "1 panel stays here, only frames are sent"),
    ]});
    assert_eq!(place.json(1, &["check", text(&folder), "--json"]), json!({"scenes": [long, warned]}));
    assert_eq!(place.json(1, &["check", text(&folder), "--scene", "1", "--json"]), json!({"scenes": [long]}));
    // Warnings and notes block nothing.
    assert_eq!(place.json(0, &["check", "--json", "--scene=2", text(&folder)]), json!({"scenes": [warned]}));

    let ran = place.ends(1, &["check", text(&folder)]);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(
        lines,
        [
            "Scene 1, Long",
            "  error: 17 s, 2 s over the 15 s a take may last (over-budget)",
            "  error, shot 2: No element is named @zzz (unknown-element)",
            "Scene 2",
            "  warning, shot 1: Shot 1 counts 501 characters, 500 are advised (prompt-long)",
            "  note: 1 panel stays here, only frames are sent (panels-not-sent)",
        ]
    );
    assert_eq!(ran.err, "");
}

#[test]
fn check_opens_the_project_by_its_file_too_and_a_project_without_scenes_has_no_problem() {
    let place = Place::new();
    let folder = place.project("none", &json!({"format": "storyreel/1", "scenes": []}));
    assert_eq!(place.json(0, &["check", text(&folder.join("project.json")), "--json"]), json!({"scenes": []}));
    assert_eq!(place.ends(0, &["check", text(&folder)]).out, "The project has no scenes\n");
    assert_eq!(place.json(0, &["price", text(&folder), "--json"])["usd"], "0.000");
    let fine = place.project("fine", &one_scene(&json!([shot("Wide.", 5)])));
    assert_eq!(place.ends(0, &["check", text(&fine)]).out, "Scene 1, Rooftop: nothing to say\n");
}

#[test]
fn check_looks_at_the_pictures_on_the_disk() {
    let place = Place::new();
    let scene = |first: &str| json!({"first_frame": first, "shots": [shot("Wide.", 5)]});
    let scenes = ["a", "small", "gone", "broken"].map(|name| scene(&format!("media/{name}.png")));
    let folder = place.project("pictures", &json!({"format": "storyreel/1", "scenes": scenes}));
    let whole = fs::read(folder.join("media/a.png")).unwrap();
    fs::write(folder.join("media/broken.png"), &whole[..whole.len() / 2]).unwrap();
    let told = place.json(1, &["check", text(&folder), "--json"]);
    let codes: Vec<Vec<&str>> = told["scenes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|scene| scene["problems"].as_array().unwrap().iter().map(|p| p["code"].as_str().unwrap()).collect())
        .collect();
    assert_eq!(codes, [vec![], vec!["picture-shape"], vec!["picture-missing"], vec!["picture-unreadable"]]);
    let told = place.ends(0, &["check", text(&folder), "--scene", "1"]);
    assert!(told.err.contains("media/gone.png"), "the missing picture is a sentence: {}", told.err);
}

#[test]
fn price_tells_credits_and_exact_dollars() {
    let place = Place::new();
    let folder = place.project("two", &two_scenes());
    assert_eq!(
        place.json(0, &["price", text(&folder), "--json"]),
        json!({"scenes": [
            {"scene": 1, "seconds": 17, "credits": 663, "usd": "3.315"},
            {"scene": 2, "seconds": 5, "credits": 135, "usd": "0.675"},
        ], "credits": 798, "usd": "3.990"})
    );
    let lines = place.ends(0, &["price", text(&folder)]).out;
    let lines: Vec<&str> = lines.lines().collect();
    assert_eq!(
        lines,
        [
            "Scene 1, Long: 663 credits · $3.32, 17 s",
            "Scene 2: 135 credits · $0.68, 5 s",
            "All: 798 credits · $3.99, 22 s",
        ]
    );
}

#[test]
fn request_prints_the_exact_body_and_nothing_when_an_error_stands() {
    let place = Place::new();
    let project = json!({"format": "storyreel/1",
    "elements": [
        {"name": "mara", "description": "courier, 30, red scarf", "images": ["media/a.png", "media/b.png"]},
        {"name": "tower", "images": []},
    ],
    "scenes": [
        {"tier": "pro", "aspect": "9:16", "first_frame": "media/a.png",
         "shots": [{"prompt": "Wide. @mara runs", "seconds": 4, "dialogue": "She said \"run\"", "notes": "no"}, shot("Close.", 3)]},
        {"aspect": "1:1", "audio": false, "shots": [shot("Alone.", 15)]},
        {"shots": [shot("", 2)]},
    ]});
    let folder = place.project("body", &project);
    let ran = place.ends(0, &["request", text(&folder), "--scene", "1"]);
    assert_eq!(
        serde_json::from_str::<Value>(&ran.out).unwrap(),
        json!({"model": "kling-3.0/pro", "input": {
            "multi_shots": true, "sound": true, "duration": 7,
            "multi_prompt": [
                {"prompt": "Wide. @mara runs \"She said 'run'\"", "duration": 4}, {"prompt": "Close.", "duration": 3},
            ],
            "image_urls": ["file:media/a.png"],
            "kling_elements": [{"name": "mara", "description": "courier, 30, red scarf",
                "element_input_urls": ["file:media/a.png", "file:media/b.png"]}],
        }})
    );
    assert_eq!(ran.err, "");
    let second = place.ends(0, &["request", text(&folder), "--scene", "2"]);
    assert_eq!(
        serde_json::from_str::<Value>(&second.out).unwrap(),
        json!({"model": "kling-3.0/standard", "input": {
            "multi_shots": false, "sound": false, "duration": 15, "prompt": "Alone.", "aspect_ratio": "1:1",
        }})
    );
    assert_eq!(second.err, "");
    let third = place.ends(1, &["request", text(&folder), "--scene", "3"]);
    assert_eq!(third.out, "");
    let told: Vec<&str> = third.err.lines().collect();
    assert_eq!(
        told,
        ["error: 2 s, a take lasts at least 3 s (under-minimum)", "error, shot 1: Shot 1 has no prompt (prompt-empty)"]
    );
}

#[test]
fn looking_changes_nothing_on_the_disk() {
    let place = Place::new();
    let folder = place.project("two", &two_scenes());
    let before = files(&folder);
    for args in [vec!["check"], vec!["price"], vec!["request", "--scene", "2"]] {
        place.run(&[args.as_slice(), &[text(&folder)]].concat());
    }
    assert_eq!(files(&folder), before);
    assert!(!place.data().exists(), "no data folder is made for looking");
}

#[test]
fn help_and_version_are_fine_and_wrong_words_are_not() {
    let place = Place::new();
    assert!(place.ends(0, &["--help"]).out.contains("Usage: storyreel [PROJECT]"));
    assert!(place.ends(0, &["--version"]).out.starts_with("storyreel "));
    for args in [
        &["check"][..],
        &["check", "a", "--scene", "x"],
        &["request", "a"],
        &["generate", "a", "--scene", "1"],
        &["generate", "a", "--scene", "1", "--with", "vidgo"],
        &["new"],
        &["a", "b"],
        &["--nonsense"],
    ] {
        let ran = place.ends(2, args);
        assert!(ran.out.is_empty() && !ran.err.is_empty(), "{args:?}");
    }
}

#[test]
fn a_scene_that_is_not_there_is_told_with_those_that_are() {
    let place = Place::new();
    let two = place.project("two", &two_scenes());
    let none = place.project("none", &json!({"format": "storyreel/1", "scenes": []}));
    for (folder, scene, says) in [
        (&two, "0", "there is no scene 0, the project has scenes 1 to 2\n"),
        (&two, "3", "there is no scene 3, the project has scenes 1 to 2\n"),
        (&none, "1", "there is no scene 1, the project has none\n"),
    ] {
        for command in ["check", "request", "generate"] {
            let with: &[&str] = if command == "generate" { &["--with", "animatic"] } else { &[] };
            let ran = place.ends(2, &[&[command, text(folder), "--scene", scene], with].concat());
            assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", says), "{command}");
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_trouble() {
    let place = Place::new();
    let folder = place.project("two", &two_scenes());
    for (args, code) in [(["check", text(&folder)], 1), (["price", text(&folder)], 0), (["--help", "x"], 0)] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = place.program(&args).stdout(writer).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{args:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_told() {
    let place = Place::new();
    let folder = place.project("two", &two_scenes());
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = place.program(&["price", text(&folder)]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("could not write the result: "));
}

#[cfg(target_os = "linux")]
#[test]
fn the_editor_without_a_display_says_what_to_do() {
    let place = Place::new();
    let folder = place.project("two", &two_scenes());
    let before = files(&folder);
    let ran = place.ends(2, &[text(&folder)]);
    assert!(ran.out.is_empty() && ran.err.contains("no window could be opened"), "{}", ran.err);
    assert!(ran.err.contains("X11 or Wayland"), "{}", ran.err);
    assert_eq!(files(&folder), before);
    let ran = place.ends(2, &["nowhere"]);
    assert!(ran.err.contains("there is no project at"), "{}", ran.err);
}
