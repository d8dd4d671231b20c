//! Shot lists as a workbook and tables with semicolons: read by another program, worked on, brought back. And a logo as SVG
//! on paper.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::kit::{Place, one_scene, shot, text};

/// A file of a workbook, as it lies in the archive.
fn part(workbook: &Path, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(fs::File::open(workbook).unwrap()).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

fn project() -> Value {
    let mut project = one_scene(&json!([
        {"name": "1-2", "prompt": "=1+1", "seconds": 5, "dialogue": "\"Run!\" she said; loud"},
        {"name": "007", "prompt": "雨, <b> & rain\nnext line", "seconds": 4},
    ]));
    project["name"] = json!("Harbour; chase");
    project
}

#[test]
fn a_workbook_holds_texts_as_they_are_and_comes_back() {
    let place = Place::new();
    let folder = place.project("book", &project());
    place.ends(0, &["export", text(&folder), "--as", "xlsx", "--out", "list.xlsx"]);
    let book = place.path("list.xlsx");
    let strings = part(&book, "xl/sharedStrings.xml");
    for text in ["<t>1-2</t>", "<t>=1+1</t>", "<t>007</t>", "雨, &lt;b&gt; &amp; rain\nnext line"] {
        assert!(strings.contains(text), "{text} is not in {strings}");
    }
    let sheet = part(&book, "xl/worksheets/sheet1.xml");
    // Lengths are numbers, and no cell is a formula.
    assert!(sheet.contains("<v>5</v>") && !sheet.contains("<f>"), "{sheet}");
    let ran = place.ends(0, &["import", "list.xlsx", "--into", text(&folder)]);
    assert!(ran.err.contains("Nothing differs"), "{}", ran.err);
    // What another project has otherwise comes into this one.
    let mut other = project();
    other["scenes"][0]["shots"][1]["seconds"] = json!(7);
    let other = place.project("other", &other);
    place.ends(0, &["import", "list.xlsx", "--into", text(&other)]);
    let saved: Value = serde_json::from_slice(&fs::read(other.join("project.json")).unwrap()).unwrap();
    assert_eq!(saved["scenes"][0]["shots"][1]["seconds"], 4);
}

#[test]
fn tables_may_have_semicolons() {
    let place = Place::new();
    let folder = place.project("marks", &project());
    let semicolons = ["--separator", "semicolon"];
    place.ends(0, &[&["export", text(&folder), "--as", "csv", "--out", "list.csv"], &semicolons[..]].concat());
    let list = fs::read_to_string(place.path("list.csv")).unwrap();
    assert!(list.trim_start_matches('\u{feff}').starts_with("scene;shot;name;seconds;"), "{list}");
    assert!(list.contains("Rooftop;1;'1-2;5;'=1+1;\"\"\"Run!\"\" she said; loud\";"), "{list}");
    let ran = place.ends(0, &["import", "list.csv", "--into", text(&folder)]);
    assert!(ran.err.contains("Nothing differs"), "{}", ran.err);
    let money = ["--currency", "EUR", "--rate", "0.93"];
    let table = |name: &str, more: &[&str]| {
        place.ends(0, &[&["export", text(&folder), "--as", "estimate-csv", "--out", name], &money[..], more].concat());
        fs::read_to_string(place.path(name)).unwrap()
    };
    let (commas, semicolons) = (table("commas.csv", &[]), table("semicolons.csv", &semicolons));
    assert!(commas.lines().any(|line| line.starts_with("total,") && line.contains('.')), "{commas}");
    // The same sums, with the mark that goes with these spreadsheets.
    assert_eq!(semicolons.replace(',', ".").replace(';', ","), commas);
    place.ends(2, &["export", text(&folder), "--as", "csv", "--out", "no.csv", "--separator", "tab"]);
}

#[test]
fn a_logo_may_be_an_svg_of_outlines() {
    let place = Place::new();
    let folder = place.project("logo", &one_scene(&json!([shot("Wide.", 5)])));
    let logo = |name: &str, inside: &str| {
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"380\" height=\"144\">{inside}</svg>");
        fs::write(place.path(name), svg).unwrap();
    };
    logo("green.svg", "<rect width=\"380\" height=\"144\" fill=\"#00ff00\"/>");
    place.ends(0, &["export", text(&folder), "--as", "pdf", "--out", "a.pdf", "--logo", "green.svg"]);
    let (page, document) = (place.path("page"), place.path("a.pdf"));
    let args = ["-png", "-r", "72", "-f", "1", "-l", "1", "-singlefile", text(&document), text(&page)];
    let output = Command::new("pdftoppm").args(args).output();
    let output = output.unwrap_or_else(|error| panic!("this test needs pdftoppm ({error}); tests/all.sh installs it"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let page = image::open(page.with_extension("png")).unwrap().to_rgb8();
    let green = page.pixels().filter(|pixel| pixel[0] < 40 && pixel[1] > 215 && pixel[2] < 40).count();
    // 190 by 72 points.
    assert!((12_000..15_000).contains(&green), "{green} pixels are green");
    logo("words.svg", "<text y=\"20\">Acme</text>");
    let ran = place.ends(1, &["export", text(&folder), "--as", "pdf", "--out", "b.pdf", "--logo", "words.svg"]);
    assert!(ran.err.contains("words.svg has words that are no outlines; turn them into paths"), "{}", ran.err);
    assert!(!place.path("b.pdf").exists());
}
