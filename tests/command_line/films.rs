//! Animatics rendered by the program and read by other programs: codec, size, exact frames, a decode without error.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::kit::{Place, Ran, files, shot, text};

fn generate(place: &Place, code: i32, folder: &Path, more: &[&str]) -> Ran {
    place.ends(code, &[&["generate", text(folder), "--scene", "1", "--with", "animatic"], more].concat())
}

/// What another program reads of a film: codec, width, height, frames.
fn probe(film: &Path) -> (String, u64, u64, u64) {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-count_frames", "-of", "json", "-show_entries"])
        .arg("stream=codec_type,codec_name,width,height,nb_read_frames,r_frame_rate")
        .arg(film)
        .output()
        .expect("these tests need ffprobe; tests/all.sh installs it");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let streams = told["streams"].as_array().unwrap();
    let [stream] = streams.as_slice() else { panic!("{streams:?}") };
    assert_eq!(stream["r_frame_rate"], "24/1");
    let frames = stream["nb_read_frames"].as_str().unwrap().parse().unwrap();
    let side = |name: &str| stream[name].as_u64().unwrap();
    (stream["codec_name"].as_str().unwrap().to_owned(), side("width"), side("height"), frames)
}

/// Decodes all of it and expects not a word of complaint.
fn decodes(film: &Path) {
    let output = Command::new("ffmpeg")
        .args(["-v", "warning", "-xerror", "-err_detect", "explode", "-i"])
        .arg(film)
        .args(["-f", "null", "-"])
        .output()
        .expect("these tests need ffmpeg; tests/all.sh installs it");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

fn scene(aspect: &str, shots: &Value) -> Value {
    json!({"format": "storyreel/1", "scenes": [{"aspect": aspect, "first_frame": "media/a.png", "shots": shots}]})
}

#[test]
fn each_shape_is_a_whole_film_of_the_exact_length() {
    let place = Place::new();
    let shots = json!([
        {"prompt": "Wide. @zzz", "seconds": 1, "panel": "media/tall.png", "notes": "A note for people"},
        shot("Never shown", 0),
        shot("Slate", 1),
    ]);
    for (name, aspect, width, height) in
        [("wide", "16:9", 1280, 720), ("tall", "9:16", 720, 1280), ("square", "1:1", 960, 960)]
    {
        let mut project = scene(aspect, &shots);
        if name == "square" {
            project["scenes"][0]["first_frame"] = Value::Null;
        }
        let folder = place.project(name, &project);
        let ran = generate(&place, 0, &folder, &[]);
        assert_eq!(ran.err, "", "without a terminal there is no bar");
        let film = Path::new(ran.out.trim_end());
        assert!(film.starts_with(folder.join("takes")), "{}", ran.out);
        assert_eq!(probe(film), ("h264".to_owned(), width, height, 48), "{name}");
        decodes(film);
    }
}

#[test]
fn a_take_is_kept_with_its_record_and_copied_out_whole() {
    let place = Place::new();
    let mut project = scene("16:9", &json!([shot("Wide.", 1)]));
    project["unknown"] = json!("stays");
    let folder = place.project("kept", &project);
    let out = place.path("film.mp4");
    fs::write(&out, "an old film").unwrap();
    let ran = generate(&place, 2, &folder, &["--out", "film.mp4"]);
    assert!(ran.err.starts_with("film.mp4 is there already; say --replace"), "{}", ran.err);
    assert_eq!(fs::read(&out).unwrap(), b"an old film");
    let ran = generate(&place, 0, &folder, &["--out", "film.mp4", "--replace"]);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("film.mp4\n", ""));
    assert_eq!(probe(&out).3, 24);

    let left = files(&folder.join("takes"));
    let names: Vec<&str> = left.keys().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["take.json", "video.mp4"], "nothing half-made is left");
    let record: Value = serde_json::from_slice(left.values().next().unwrap()).unwrap();
    assert_eq!(
        (&record["provider"], &record["credits"], &record["seconds"]),
        (&json!("animatic"), &json!(0), &json!(1))
    );
    assert_eq!(left.values().nth(1).unwrap(), &fs::read(&out).unwrap());

    // The ids that were missing are in the file now, and the take belongs to its scene.
    let saved: Value = serde_json::from_slice(&fs::read(folder.join("project.json")).unwrap()).unwrap();
    assert_eq!(saved["scenes"][0]["id"], record["scene"]);
    assert_eq!((&saved["unknown"], &saved["scenes"][0]["shots"][0]["prompt"]), (&json!("stays"), &json!("Wide.")));
    let before = fs::read(folder.join("project.json")).unwrap();
    generate(&place, 0, &folder, &[]);
    assert_eq!(fs::read(folder.join("project.json")).unwrap(), before, "a whole file is not written again");
    assert_eq!(files(&folder.join("takes")).len(), 4);
    let beside: Vec<_> = fs::read_dir(place.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(beside.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{beside:?}");
}

#[test]
fn what_cannot_be_made_or_put_there_is_told_before_any_work() {
    let place = Place::new();
    let folder = place.project("none", &scene("16:9", &json!([shot("Wide.", 0)])));
    let ran = generate(&place, 1, &folder, &[]);
    assert_eq!((ran.out.as_str(), ran.err.contains("no time yet")), ("", true), "{}", ran.err);

    let folder = place.project("some", &scene("16:9", &json!([shot("Wide.", 900)])));
    let before = files(&folder);
    let ran = generate(&place, 2, &folder, &["--out", "nowhere/film.mp4"]);
    assert!(ran.err.contains("there is no folder nowhere"), "{}", ran.err);
    fs::create_dir(place.path("folder")).unwrap();
    let ran = generate(&place, 2, &folder, &["--out", "folder"]);
    assert!(ran.err.contains("folder is a folder"), "{}", ran.err);
    let own = folder.join("project.json");
    let ran = generate(&place, 2, &folder, &["--out", own.to_str().unwrap()]);
    assert!(ran.err.contains("belongs to the project itself"), "{}", ran.err);
    for (kind, own) in [("pdf", "project.json"), ("csv", "media/a.csv"), ("mp4", "takes/film.mp4")] {
        let own = folder.join(own);
        let ran = place.ends(2, &["export", folder.to_str().unwrap(), "--as", kind, "--out", own.to_str().unwrap()]);
        assert!(ran.err.contains("belongs to the project itself"), "{}", ran.err);
    }
    assert_eq!(files(&folder), before);
}

#[test]
fn a_picture_that_cannot_be_read_does_not_hinder_an_animatic() {
    let place = Place::new();
    let folder = place.project("broken", &scene("1:1", &json!([shot("Wide.", 1)])));
    fs::write(folder.join("media/a.png"), "no picture").unwrap();
    let ran = generate(&place, 0, &folder, &[]);
    assert_eq!(probe(Path::new(ran.out.trim_end())).3, 24);
}
