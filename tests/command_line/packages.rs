//! Deliveries of several papers and films, read back by other programs: what is in the folder is what was wanted, each run
//! is a version of its own, and what could not be made is said.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use subtp::srt::SubRip;

use super::kit::{Place, files, text};

fn tool(name: &str, args: &[&str]) -> String {
    let output = Command::new(name).args(args).output();
    let output = output.unwrap_or_else(|error| panic!("these tests need {name} ({error}); tests/all.sh installs it"));
    assert!(output.status.success(), "{name} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The words of a document, with one space between them.
fn words(pdf: &Path) -> String {
    let text = tool("pdftotext", &["-raw", text(pdf), "-"]);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Width, height and frames of a film, which decodes to its end.
fn seen(film: &Path) -> (u64, u64, String) {
    tool("ffmpeg", &["-v", "error", "-xerror", "-err_detect", "explode", "-i", text(film), "-f", "null", "-"]);
    let told = tool("ffprobe", &["-v", "error", "-count_frames", "-show_streams", "-of", "json", text(film)]);
    let stream = serde_json::from_str::<Value>(&told).unwrap()["streams"][0].clone();
    let side = |name: &str| stream[name].as_u64().unwrap();
    (side("width"), side("height"), stream["nb_read_frames"].as_str().unwrap().to_owned())
}

fn project() -> Value {
    json!({"format": "storyreel/1", "name": "Harbour", "id": "p", "scenes": [
        {"id": "one", "name": "Quay", "shots": [
            {"id": "a", "name": "010A", "prompt": "A", "dialogue": "Wait!", "seconds": 3, "panel": "media/a.png"},
            {"id": "b", "name": "010B", "prompt": "B", "seconds": 1, "panel": "media/a.png"},
        ]},
        {"id": "two", "name": "Poster", "aspect": "9:16", "shots": [
            {"id": "c", "name": "020A", "prompt": "C", "seconds": 3, "panel": "media/tall.png"},
        ]},
        {"id": "three", "name": "Roof", "shots": [
            {"id": "d", "name": "030A", "prompt": "D", "dialogue": "Go!", "seconds": 3},
        ]},
    ]})
}

/// Delivers, and gives the files by name, all of one folder, with what was said.
fn deliver(place: &Place, folder: &Path, code: i32, more: &[&str]) -> (PathBuf, Vec<String>, String) {
    let ran = place.ends(code, &[&["deliver", text(folder), "--out", "out"], more].concat());
    let made: Vec<PathBuf> = ran.out.lines().map(PathBuf::from).collect();
    let into = made[0].parent().unwrap().to_owned();
    assert!(made.iter().all(|file| file.parent() == Some(&into)), "{made:?}");
    let name = |file: &PathBuf| file.file_name().unwrap().to_str().unwrap().to_owned();
    let mut names: Vec<String> = made.iter().map(name).collect();
    names.sort();
    let mut there: Vec<String> = fs::read_dir(&into).unwrap().map(|entry| name(&entry.unwrap().path())).collect();
    there.sort();
    assert_eq!(names, there, "what was printed is what is there");
    (into, names, ran.err)
}

#[test]
fn a_delivery_holds_what_was_chosen_and_each_run_is_a_version_of_its_own() {
    let place = Place::new();
    let folder = place.project("all", &project());
    // As the window remembers it.
    let remembered = json!({"boards": {"client": "Acme", "version": "v9"}, "estimate": {"markup": "100"}});
    fs::write(folder.join("export.json"), remembered.to_string()).unwrap();
    fs::create_dir(place.path("out")).unwrap();
    let before = files(&folder);
    let only = ["--only", "boards,estimate,estimate-csv,film,captions,shot-list"];
    let (first, names, said) = deliver(&place, &folder, 0, &only);
    assert_eq!(first.parent(), Some(place.path("out").as_path()));
    let day = tool("date", &["+%Y-%m-%d"]);
    assert_eq!(first.file_name().unwrap().to_str().unwrap(), format!("Harbour {} v1", day.trim_end()));
    assert_eq!(
        names,
        [
            "Harbour, boards, v1.pdf",
            "Harbour, estimate, v1.csv",
            "Harbour, estimate, v1.pdf",
            "Harbour, film, 16x9, v1.mp4",
            "Harbour, film, 16x9, v1.srt",
            "Harbour, film, 9x16, v1.mp4",
            "Harbour, shot list, v1.csv",
        ]
    );
    let told: Vec<&str> = said.lines().collect();
    assert_eq!(told, ["Captions 9:16: left out, no shot that is shown has dialogue", "Scene 3 Roof: no panels yet",]);

    let boards = words(&first.join("Harbour, boards, v1.pdf"));
    for part in ["Quay", "Poster", "Roof", "Acme", "v1", "010B", "Wait!"] {
        assert!(boards.contains(part), "{part} in {boards}");
    }
    assert!(!boards.contains("v9"), "the version of another export: {boards}");
    let estimate = words(&first.join("Harbour, estimate, v1.pdf"));
    // 4, 3 and 3 seconds: each scene once, with the markup that is remembered.
    let table = fs::read_to_string(first.join("Harbour, estimate, v1.csv")).unwrap();
    let rows: Vec<csv::StringRecord> = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(table.trim_start_matches('\u{FEFF}').as_bytes())
        .records()
        .map(Result::unwrap)
        .collect();
    let total = rows.iter().find(|row| row.iter().any(|field| field == "total")).expect("a total");
    let plain = place.json(0, &["price", text(&folder), "--json"])["usd"].as_str().unwrap().parse::<f64>().unwrap();
    let amount: f64 = total.iter().filter_map(|field| field.parse().ok()).fold(0.0, f64::max);
    assert!((amount - 2.0 * plain).abs() < 0.03, "{total:?} is twice {plain}");
    assert!(estimate.contains("Acme") && estimate.contains(&format!("{amount:.2}")), "{estimate}");

    assert_eq!(seen(&first.join("Harbour, film, 16x9, v1.mp4")), (1280, 720, "168".to_owned()));
    assert_eq!(seen(&first.join("Harbour, film, 9x16, v1.mp4")), (720, 1280, "72".to_owned()));
    let captions = fs::read_to_string(first.join("Harbour, film, 16x9, v1.srt")).unwrap();
    let captions = SubRip::parse(&captions).unwrap().subtitles;
    let told: Vec<_> = captions.iter().map(|caption| (caption.start.to_string(), caption.text.join(" "))).collect();
    assert_eq!(told, [("00:00:00,000".to_owned(), "Wait!".to_owned()), ("00:00:04,000".to_owned(), "Go!".to_owned())]);
    let list = fs::read_to_string(first.join("Harbour, shot list, v1.csv")).unwrap();
    assert_eq!(list.lines().count(), 5, "{list}");

    // Some of it once more, for somebody else: what was delivered stays as it was, and the project too.
    let delivered = files(&first);
    let some = ["--only", "boards", "--scenes", "1,3", "--client", "Other"];
    let (second, names, _) = deliver(&place, &folder, 0, &some);
    assert!(second.to_str().unwrap().ends_with(" v2"));
    assert_eq!(names, ["Harbour, boards, scenes 1 3, v2.pdf"]);
    let boards = words(&second.join(&names[0]));
    assert!(boards.contains("Other") && !boards.contains("Acme") && !boards.contains("Poster"), "{boards}");
    let (third, names, said) = deliver(&place, &folder, 0, &["--only", "film,captions", "--ratio", "9:16"]);
    assert_eq!(names, ["Harbour, film, scene 2 Poster, v3.mp4"]);
    assert_eq!(said, "Captions: left out, no shot that is shown has dialogue\n");
    assert_eq!(seen(&third.join(&names[0])), (720, 1280, "72".to_owned()));
    assert_eq!(files(&first), delivered);
    assert_eq!(files(&folder), before, "a delivery leaves the project as it is");
}

#[test]
fn what_is_not_said_goes_beside_the_project_or_where_the_last_one_went() {
    let place = Place::new();
    let folder = place.project("beside", &project());
    let ran = place.ends(0, &["deliver", text(&folder), "--only", "shot-list"]);
    let made = PathBuf::from(ran.out.trim_end());
    assert_eq!(made.parent().and_then(Path::parent), folder.parent());
    fs::create_dir(place.path("clients")).unwrap();
    let remembered = json!({"package": {"folder": place.path("clients"), "boards": false, "estimate": false,
        "film": false, "captions": false, "shot_list": true}});
    fs::write(folder.join("export.json"), remembered.to_string()).unwrap();
    let ran = place.ends(0, &["deliver", text(&folder)]);
    let made = PathBuf::from(ran.out.trim_end());
    assert_eq!(made.parent().and_then(Path::parent), Some(place.path("clients").as_path()));
    assert_eq!(made.file_name().unwrap(), "Harbour, shot list, v1.csv");
}

#[test]
fn what_cannot_be_made_ends_with_1_beside_the_rest_and_what_cannot_be_used_with_2_and_nothing() {
    let place = Place::new();
    let folder = place.project("broken", &project());
    fs::write(folder.join("media/a.png"), "no picture any more").unwrap();
    // A take that stands for its scene and cannot be played.
    let ran = place.ends(0, &["generate", text(&folder), "--scene", "2", "--with", "animatic"]);
    let video = PathBuf::from(ran.out.trim_end());
    fs::write(&video, "no film any more").unwrap();
    let record = video.with_file_name("take.json");
    let mut take: Value = serde_json::from_slice(&fs::read(&record).unwrap()).unwrap();
    take["provider"] = json!("vidgo");
    fs::write(&record, take.to_string()).unwrap();
    fs::create_dir(place.path("out")).unwrap();
    let (_, names, said) = deliver(&place, &folder, 1, &["--scenes", "1-2"]);
    assert_eq!(
        names,
        [
            "Harbour, boards, scenes 1 2, v1.pdf",
            "Harbour, estimate, scenes 1 2, v1.pdf",
            "Harbour, film, scenes 1 2, 16x9, v1.mp4",
            "Harbour, film, scenes 1 2, 16x9, v1.srt",
        ]
    );
    assert!(
        said.contains("\nFilm 9:16: could not be made, ")
            && said.contains("Scene 1 Quay: the panels of 010A and 010B are missing or broken\n"),
        "{said}"
    );
    let none = ["--scenes", "3", "--only", "captions", "--caption-text", "notes"];
    let ran = place.ends(1, &[&["deliver", text(&folder), "--out", "out"], &none[..]].concat());
    assert_eq!(ran.out, "");
    assert!(ran.err.ends_with("Nothing could be delivered, so no folder was made\n"), "{}", ran.err);

    let there = files(&place.path("out"));
    for (args, says) in [
        (&["--out", "nowhere"][..], "there is no folder "),
        (&["--out", "broken.storyreel"], "belongs to the project itself"),
        (&["--out", "out", "--scenes", "2-4"], "there is no scene 4, the project has scenes 1 to 3"),
        (&["--out", "out", "--ratio", "1:1"], "none of the scenes is 1:1; there is 16:9 and 9:16"),
        (&["--out", "out", "--logo", "gone.png"], "gone.png"),
        (&["--out", "out", "--currency", "EUR", "--rate", "1"], "the rate is still 1"),
        (&["--out", "out", "--font", "No Such Family"], "with --font"),
    ] {
        let ran = place.ends(2, &[&["deliver", text(&folder)], args].concat());
        assert_eq!(ran.out, "", "{args:?}");
        assert!(ran.err.contains(says), "{args:?} says {}", ran.err);
    }
    assert_eq!(files(&place.path("out")), there);
    assert!(place.ends(0, &["deliver", "--help"]).out.contains("a film for each ratio"));
}

#[test]
fn a_delivery_shows_the_columns_and_marks_the_changes_that_were_asked_for() {
    let place = Place::new();
    let mut project = project();
    project["columns"] = json!(["Sound", "Legal"]);
    project["scenes"][0]["shots"][0]["columns"] = json!({"Sound": "Gulls", "Legal": "Cleared"});
    let folder = place.project("harbour", &project);
    fs::create_dir(place.path("out")).unwrap();
    let only = ["--only", "boards", "--show-columns", "Sound"];
    let (into, names, _) = deliver(&place, &folder, 0, &only);
    let told = words(&into.join(&names[0]));
    assert!(told.contains("Sound: Gulls") && !told.contains("Cleared"), "{told}");
    let ran = place.ends(2, &["deliver", text(&folder), "--only", "boards", "--show-columns", "Camera"]);
    assert!(ran.err.contains("no column \"Camera\""), "{}", ran.err);
    let ran = place.ends(2, &["deliver", text(&folder), "--only", "boards", "--since", "Sent to client"]);
    assert!(ran.err.contains("there is no version \"Sent to client\""), "{}", ran.err);
}
