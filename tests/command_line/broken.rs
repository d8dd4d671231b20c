//! Projects that cannot be used: each told in a sentence with exit code 2, and left as they were.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::kit::{Place, Ran, files, one_scene, shot, text};

/// Every command that opens a project, run on it; gives what the last said.
fn all_refuse(place: &Place, folder: &Path) -> Ran {
    let before = files(folder);
    let mut last = None;
    for args in [
        &["check"][..],
        &["check", "--json"],
        &["price", "--json"],
        &["request", "--scene", "1"],
        &["generate", "--scene", "1", "--with", "animatic"],
    ] {
        let ran = place.ends(2, &[args, &[text(folder)]].concat());
        assert_eq!(ran.out, "", "{args:?}");
        assert_eq!(ran.err.lines().count(), 1, "{args:?}: {}", ran.err);
        last = Some(ran);
    }
    assert_eq!(files(folder), before, "left untouched");
    last.unwrap()
}

fn refused(place: &Place, name: &str, project: &str, says: &[&str]) {
    let folder = place.project_text(name, project);
    let ran = all_refuse(place, &folder);
    for part in says {
        assert!(ran.err.contains(part), "{name}: {part:?} is not in {}", ran.err);
    }
}

#[test]
fn files_that_are_no_project() {
    let place = Place::new();
    refused(&place, "cut", "{\"format\": \"storyreel/1\",\n \"scenes\": [{", &["line 2", "cut short", "untouched"]);
    refused(&place, "words", "once upon a time", &["not JSON"]);
    refused(&place, "empty", "", &["cut short"]);
    refused(&place, "list", "[]", &["a list"]);
    refused(&place, "formatless", "{\"scenes\": []}", &["format"]);
    refused(&place, "other", "{\"format\": \"other/1\", \"scenes\": []}", &["other/1"]);
    refused(&place, "deep", &"[".repeat(100_000), &["list"]);
    refused(
        &place,
        "newer",
        "{\"format\": \"storyreel/2\", \"scenes\": {}}",
        &["newer Storyreel", "update Storyreel", "untouched"],
    );
}

#[test]
fn values_that_do_not_fit_are_told_with_their_place() {
    let place = Place::new();
    let with = |key: &str, value: Value| {
        let mut project = one_scene(&json!([shot("Wide.", 5)]));
        project["scenes"][0][key] = value;
        project.to_string()
    };
    let seconds = |value: Value| one_scene(&json!([{"prompt": "Wide.", "seconds": value}])).to_string();
    refused(&place, "tier", &with("tier", json!("gold")), &["scenes[0].tier", "gold"]);
    refused(&place, "aspect", &with("aspect", json!("4:3")), &["scenes[0].aspect", "4:3"]);
    refused(&place, "half", &seconds(json!(2.5)), &["scenes[0].shots[0].seconds", "2.5"]);
    refused(&place, "negative", &seconds(json!(-1)), &["scenes[0].shots[0].seconds", "-1"]);
    refused(&place, "huge", &seconds(json!(1e12)), &["scenes[0].shots[0].seconds"]);
    refused(&place, "promptless", &one_scene(&json!([{"seconds": 3}])).to_string(), &["scenes[0].shots[0]", "prompt"]);
    refused(&place, "id", &with("id", json!(7)), &["scenes[0].id"]);
}

#[test]
fn paths_that_lead_out() {
    let place = Place::new();
    fs::write(place.path("secret.png"), "secret").unwrap();
    for (name, path) in [
        ("above", "../secret.png"),
        ("within", "media/../../secret.png"),
        ("absolute", "/etc/passwd"),
        ("back", "media\\..\\secret.png"),
        ("drive", "C:/secret.png"),
        ("nul", "media/a\u{0}.png"),
        ("none", ""),
    ] {
        let mut project = one_scene(&json!([shot("Wide.", 5)]));
        project["scenes"][0]["first_frame"] = json!(path);
        refused(&place, name, &project.to_string(), &["scenes[0].first_frame"]);
    }
    let element =
        json!({"format": "storyreel/1", "elements": [{"name": "a", "images": ["media/a.png", "../x"]}], "scenes": []});
    refused(&place, "element", &element.to_string(), &["elements[0].images[1]"]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_out() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    fs::create_dir(place.path("outside")).unwrap();
    fs::write(place.path("outside/secret.png"), "secret").unwrap();
    let mut project = one_scene(&json!([shot("Wide.", 5)]));
    project["scenes"][0]["shots"][0]["panel"] = json!("media/link/secret.png");
    let folder = place.project("folder", &project);
    symlink("../../outside", folder.join("media/link")).unwrap();
    let ran = all_refuse(&place, &folder);
    assert!(ran.err.contains("scenes[0].shots[0].panel") && ran.err.contains("link"), "{}", ran.err);

    project["scenes"][0]["shots"][0]["panel"] = json!("media/link.png");
    let folder = place.project("file", &project);
    symlink(place.path("outside/secret.png"), folder.join("media/link.png")).unwrap();
    all_refuse(&place, &folder);

    let folder = place.path("linked.storyreel");
    fs::create_dir(&folder).unwrap();
    symlink(place.path("file.storyreel/project.json"), folder.join("project.json")).unwrap();
    all_refuse(&place, &folder);
}

#[test]
fn places_without_a_project() {
    let place = Place::new();
    fs::create_dir_all(place.path("bare.storyreel")).unwrap();
    let ran = all_refuse(&place, &place.path("bare.storyreel"));
    assert!(ran.err.contains("there is no project at"), "{}", ran.err);
    assert!(place.ends(2, &["check", "nowhere"]).err.contains("nowhere"));
    fs::create_dir_all(place.path("odd.storyreel/project.json")).unwrap();
    all_refuse(&place, &place.path("odd.storyreel"));
    assert_eq!(place.ends(2, &["new", "odd.storyreel/project.json/../../odd.storyreel"]).out, "");
    fs::write(place.path("file"), "").unwrap();
    assert!(!place.ends(2, &["new", "file/under"]).err.is_empty());
}

#[test]
fn strange_but_possible_projects_are_told_of_and_never_crash() {
    let place = Place::new();
    let strange = "👩‍🚀\u{202e}\u{0}@\u{301}走".repeat(50);
    let project = json!({"format": "storyreel/1", "name": strange,
        "elements": [{"name": strange, "description": strange}, {}, {}],
        "scenes": [
            {"name": strange, "id": "x", "shots": [
                {"id": "x", "prompt": strange, "seconds": u32::MAX, "dialogue": strange, "notes": strange},
                {"id": "x", "prompt": format!("@{strange}"), "seconds": u32::MAX},
            ]},
        ], "unknown": {"deep": [1, 2.5, null]}});
    let folder = place.project("strange", &project);
    let told = place.json(1, &["check", text(&folder), "--json"]);
    assert!(told["scenes"][0]["problems"].as_array().unwrap().iter().any(|problem| problem["code"] == "over-budget"));
    let price = place.json(0, &["price", text(&folder), "--json"]);
    assert_eq!(price["credits"], json!(u64::from(u32::MAX) * 39));
    place.ends(1, &["check", text(&folder)]);
    place.ends(1, &["request", text(&folder), "--scene", "1"]);
}
