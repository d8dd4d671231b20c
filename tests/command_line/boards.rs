//! Boards as another program reads them: as many panels to a page as were asked for, the project's own columns, boards of
//! an older version and what changed since it.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use storyreel::store::ProjectFolder;

use super::kit::{Place, text};

fn tool(name: &str, args: &[&str]) -> String {
    let output = Command::new(name).args(args).output();
    let output = output.unwrap_or_else(|error| panic!("these tests need {name} ({error}); tests/all.sh installs it"));
    assert!(output.status.success(), "{name} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The pages' texts, in order.
fn pages(pdf: &Path) -> Vec<String> {
    let all = tool("pdftotext", &["-layout", text(pdf), "-"]);
    all.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect()
}

/// The text of a document without white space: lines break where the page has them.
fn letters(pdf: &Path) -> String {
    tool("pdftotext", &["-raw", text(pdf), "-"]).split_whitespace().collect()
}

fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Each word's left, top, right and bottom, with the size of its page.
fn words(pdf: &Path) -> Vec<([f32; 4], (f32, f32), String)> {
    let all = tool("pdftotext", &["-bbox", text(pdf), "-"]);
    let number = |line: &str, name: &str| -> f32 {
        let (_, rest) = line.split_once(&format!("{name}=\"")).unwrap();
        rest.split('"').next().unwrap().parse().unwrap()
    };
    let (mut page, mut words) = ((0.0, 0.0), Vec::new());
    for line in all.lines().map(str::trim) {
        if line.starts_with("<page ") {
            page = (number(line, "width"), number(line, "height"));
        } else if line.starts_with("<word ") {
            let place = ["xMin", "yMin", "xMax", "yMax"].map(|name| number(line, name));
            let word = line.split(['>', '<']).nth(2).unwrap().to_owned();
            words.push((place, page, word));
        }
    }
    words
}

fn scenes(counts: &[usize]) -> Value {
    let prompt = |n: usize| "Rain falls upon the narrow tin roofs. ".repeat(n % 5);
    let mut number = 0;
    let scenes: Vec<Value> = counts
        .iter()
        .enumerate()
        .map(|(at, count)| {
            let shots: Vec<Value> = (0..*count)
                .map(|_| {
                    number += 1;
                    json!({"id": format!("shot-{number}"), "name": format!("S{number:03}"), "seconds": 2,
                        "prompt": prompt(number), "panel": "media/a.png"})
                })
                .collect();
            json!({"id": format!("scene-{at}"), "name": format!("Place {at}"), "shots": shots})
        })
        .collect();
    json!({"format": "storyreel/1", "id": "boards", "name": "Harbour", "scenes": scenes})
}

#[test]
fn pages_hold_the_panels_that_were_asked_for_and_no_word_leaves_its_margins() {
    let place = Place::new();
    let counts = [5, 3, 6, 2, 4, 1, 6, 3];
    let folder = place.project("full", &scenes(&counts));
    let pdf = place.path("boards.pdf");
    for (per_page, portrait, columns, rows) in
        [("4", false, 2, 2), ("6", false, 3, 2), ("6", true, 2, 3), ("9", false, 3, 3), ("9", true, 3, 3)]
    {
        let args = ["export", text(&folder), "--as", "boards", "--out", "boards.pdf", "--replace", "--no-title-page"];
        let more = ["--show", "prompt", "--per-page", per_page];
        let way: &[&str] = if portrait { &["--portrait"] } else { &[] };
        place.ends(0, &[&args[..], &more, way].concat());
        let pages = pages(&pdf);
        let needed = counts.iter().map(|count: &usize| count.div_ceil(columns)).sum::<usize>().div_ceil(rows);
        assert_eq!(pages.len(), needed, "{per_page} to a page");
        let names: Vec<&str> = pages
            .iter()
            .flat_map(|page| page.split_whitespace())
            .filter(|word| word.len() == 4 && word.starts_with('S') && word[1..].parse::<u32>().is_ok())
            .collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        let all: Vec<String> = (1..=counts.iter().sum()).map(|n| format!("S{n:03}")).collect();
        assert_eq!(sorted, all, "every shot stands once");
        for ([left, top, right, bottom], (width, height), word) in words(&pdf) {
            assert!(
                left >= 47.0 && right <= width - 47.0 && top >= 20.0 && bottom <= height - 20.0,
                "{word} at {left}"
            );
        }
    }
}

#[test]
fn own_columns_stand_on_boards_by_choice_and_in_the_shot_list() {
    let place = Place::new();
    let mut project = scenes(&[2]);
    project["columns"] = json!(["Sound", "Legal"]);
    project["scenes"][0]["shots"][0]["columns"] = json!({"Sound": "Rain on tin", "Legal": "No logos"});
    let folder = place.project("columns", &project);
    let export = |more: &[&str]| {
        let args = ["export", text(&folder), "--as", "pdf", "--out", "b.pdf", "--replace"];
        place.ends(0, &[&args[..], more].concat());
        letters(&place.path("b.pdf"))
    };
    let quiet = export(&[]);
    assert!(!quiet.contains("Rain") && !quiet.contains("logos"), "{quiet}");
    let shown = export(&["--show-columns", "sound"]);
    assert!(shown.contains("Sound:Rainontin") && !shown.contains("logos"), "{shown}");
    let args = ["export", text(&folder), "--as", "pdf", "--out", "b.pdf", "--replace", "--show-columns", "Music"];
    let ran = place.ends(2, &args);
    assert_eq!(ran.err.trim_end(), "the project has no column \"Music\", it has Sound, Legal");

    place.ends(0, &["export", text(&folder), "--as", "csv", "--out", "list.csv"]);
    let mut reader = csv::Reader::from_path(place.path("list.csv")).unwrap();
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(header[7..], ["elements", "Sound", "Legal", "id"]);
    let mut rows: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(rows[0][8..10], ["Rain on tin", "No logos"]);
    rows[1][8] = "Thunder".to_owned();
    let mut writer = csv::Writer::from_path(place.path("worked-on.csv")).unwrap();
    writer.write_record(&header).unwrap();
    for row in &rows {
        writer.write_record(row).unwrap();
    }
    writer.flush().unwrap();
    let ran = place.ends(0, &["import", "worked-on.csv", "--into", text(&folder)]);
    assert!(ran.err.contains("Place 0, S002: Sound nothing becomes \"Thunder\""), "{}", ran.err);
    let saved: Value = serde_json::from_slice(&fs::read(folder.join("project.json")).unwrap()).unwrap();
    assert_eq!(saved["scenes"][0]["shots"][1]["columns"], json!({"Sound": "Thunder"}));
    assert_eq!(saved["scenes"][0]["shots"][0]["columns"], project["scenes"][0]["shots"][0]["columns"]);
}

#[test]
fn boards_of_a_version_are_as_it_was_and_those_since_it_say_what_changed() {
    let place = Place::new();
    let mut project = scenes(&[3, 1]);
    project["scenes"][0]["shots"][0]["prompt"] = json!("Wide. Dusk over the roofs");
    let folder = place.project("versions", &project);
    let made = "2026-05-04T10:00:00Z".parse().unwrap();
    let then = serde_json::from_value(project.clone()).unwrap();
    ProjectFolder::at(&folder).unwrap().keep_version(&then, Some("Sent to client"), made).unwrap();
    let shots = project["scenes"][0]["shots"].as_array_mut().unwrap();
    shots[0]["prompt"] = json!("Wide. Dawn over the roofs");
    shots[0]["seconds"] = json!(4);
    shots.remove(1);
    shots.push(json!({"id": "made", "name": "S900", "seconds": 1, "prompt": "Quite new"}));
    project["scenes"].as_array_mut().unwrap().remove(1);
    fs::write(folder.join("project.json"), project.to_string()).unwrap();
    let export = |more: &[&str]| {
        let args = ["export", text(&folder), "--as", "boards", "--out", "v.pdf", "--replace"];
        place.ends(0, &[&args[..], more].concat());
        letters(&place.path("v.pdf"))
    };
    let old = export(&["--version", "sent to client", "--show", "prompt"]);
    for words in ["Dusk over", "S002", "Place 1", "Sent to client", "2 scenes, 4 shots"] {
        assert!(old.contains(&bare(words)), "{words} in {old}");
    }
    assert!(!old.contains("Dawn") && !old.contains("S900") && !old.contains("CHANGED"), "{old}");

    let since = export(&["--since", "Sent to client", "--show", "prompt"]);
    for words in [
        "Since “Sent to client” of 4 May 2026: 1 new, 1 changed, 2 deleted",
        "CHANGED",
        "NEW",
        "prompt: \"Dusk\" becomes \"Dawn\"",
        "Length: 4 s instead of 2 s",
        "Deleted scenes: 2 Place 1, 1 shot",
        "Deleted shots: S002 “Rain falls upon the narrow…”",
        "Changes since “Sent to client”",
    ] {
        assert!(since.contains(&bare(words)), "{words} in {since}");
    }
    // A client who does not see prompts does not see how they changed.
    let hidden = export(&["--since", "Sent to client", "--show", "notes", "--no-seconds"]);
    assert!(!hidden.contains("Dawn") && !hidden.contains("CHANGED") && hidden.contains("NEW"), "{hidden}");
    let none = export(&[]);
    assert!(!none.contains("NEW") && !none.contains("Deleted"), "{none}");

    let args = ["export", text(&folder), "--as", "boards", "--out", "v.pdf", "--replace", "--version", "v9"];
    let ran = place.ends(2, &args);
    assert_eq!(ran.err.trim_end(), "there is no version \"v9\", there are \"Sent to client\"");
    let args = ["export", text(&folder), "--as", "mp4", "--out", "v.mp4", "--version", "Sent to client"];
    let ran = place.ends(2, &args);
    assert!(ran.err.contains("a film is made of the project as it is now"), "{}", ran.err);
    place.ends(0, &["export", text(&folder), "--as", "csv", "--out", "v.csv", "--version", "Sent to client"]);
    assert!(fs::read_to_string(place.path("v.csv")).unwrap().contains("Dusk over the roofs"));
}
