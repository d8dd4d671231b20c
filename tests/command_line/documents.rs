//! Documents made by the program and read by other programs: every ticked text whole, fonts embedded as subsets.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::kit::{Place, files, text};

fn tool(name: &str, args: &[&str]) -> String {
    let output = Command::new(name).args(args).output();
    let output = output.unwrap_or_else(|error| panic!("these tests need {name} ({error}); tests/all.sh installs it"));
    assert!(output.status.success(), "{name} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The text of a document without white space: lines break where the page has them.
fn letters(pdf: &Path) -> String {
    tool("pdftotext", &["-raw", text(pdf), "-"]).split_whitespace().collect()
}

fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Expects that all fonts are in the file, as subsets.
fn fonts_are_subsets(pdf: &Path) -> usize {
    let told = tool("pdffonts", &[text(pdf)]);
    let fonts: Vec<&str> = told.lines().skip(2).collect();
    assert!(!fonts.is_empty());
    for font in &fonts {
        let words: Vec<&str> = font.split_whitespace().collect();
        let [.., embedded, subset, unicode, _, _] = words.as_slice() else { panic!("{font}") };
        assert_eq!((*embedded, *subset, *unicode), ("yes", "yes", "yes"), "{font}");
    }
    fonts.len()
}

fn info(pdf: &Path, field: &str) -> String {
    let told = tool("pdfinfo", &[text(pdf)]);
    let line = told.lines().find_map(|line| line.strip_prefix(&format!("{field}:")));
    line.unwrap_or_else(|| panic!("{field} in {told}")).trim().to_owned()
}

fn long_prompt() -> String {
    let details: Vec<String> = (0..100).map(|n| format!("Detail {n} of the quay, wet and cold.")).collect();
    details.join(" ").chars().take(2_500).collect()
}

fn project() -> Value {
    json!({"format": "storyreel/1", "name": "Hafenjagd · 港の追跡", "elements": [{"name": "mara"}], "scenes": [
        {"name": "Der Kai", "shots": [
            {"name": "010A", "prompt": "Sehr weit, Dämmerung", "seconds": 5, "panel": "media/a.png"},
            {"name": "010B", "prompt": "@mara läuft über den Kai, déjà vu, œuvre", "dialogue": "Où es-tu, Zoë?", "seconds": 4},
            {"name": "010C", "prompt": "雨の港を走る。灯りがひとつずつ消えていく", "notes": "走过潮湿的码头，灯一盏一盏地亮起来", "seconds": 3, "panel": "media/tall.png"},
        ]},
        {"name": "Lang", "shots": [{"name": "015A", "prompt": long_prompt(), "seconds": 5, "panel": "media/a.png"}]},
        {"shots": [{"name": "020A", "prompt": "부두를 달린다", "dialogue": "Σταμάτα! Стой!", "seconds": 3}]},
    ]})
}

#[test]
fn boards_hold_every_ticked_text_whole() {
    let place = Place::new();
    let folder = place.project("boards", &project());
    for per_page in ["1", "2", "4", "6", "9"] {
        for more in [&[][..], &["--portrait", "--paper", "letter"]] {
            let args = ["export", text(&folder), "--as", "pdf", "--out", "boards.pdf", "--per-page", per_page];
            let texts = ["--show", "prompt,dialogue,notes,elements", "--client", "Kölner Werke", "--date", "Mai"];
            let args = [&args[..], &texts, &["--no-page-numbers"], more].concat();
            let ran = place.ends(0, &args);
            assert_eq!((ran.out.trim_end(), ran.err.as_str()), ("boards.pdf", ""));
            let pdf = place.path("boards.pdf");
            // A text that goes on with the next page is whole but for what stands on every page.
            let shown = letters(&pdf).replace("Hafenjagd·港の追跡KölnerWerke·Mai", "").replace("015A,continued", "");
            let shown = shown.replace("2Lang,continued", "");
            let whole = |text: &str| assert!(shown.contains(&bare(text)), "{text} with {per_page} {more:?} in {shown}");
            let project = project();
            for shot in
                project["scenes"].as_array().unwrap().iter().flat_map(|scene| scene["shots"].as_array().unwrap())
            {
                for field in ["name", "prompt", "dialogue", "notes"] {
                    whole(shot[field].as_str().unwrap_or_default());
                }
            }
            whole("Hafenjagd · 港の追跡");
            whole("Kölner Werke");
            whole("With mara");
            assert!(fonts_are_subsets(&pdf) >= 3, "Inter in two weights, and one for Chinese and Japanese");
            let size = info(&pdf, "Page size");
            let expected = if more.is_empty() { "841.89 x 595.28 pts (A4)" } else { "612 x 792 pts (letter)" };
            assert_eq!(size, expected);
        }
    }
}

#[test]
fn boards_say_only_what_was_asked_for() {
    let place = Place::new();
    let folder = place.project("quiet", &project());
    place.ends(0, &["export", text(&folder), "--as", "pdf", "--out", "quiet.pdf", "--scene", "1"]);
    let shown = letters(&place.path("quiet.pdf"));
    for hidden in ["Sehr", "läuft", "With", "credits", "$", "020A"] {
        assert!(!shown.contains(hidden), "{hidden} in {shown}");
    }
    assert_eq!(
        (info(&place.path("quiet.pdf"), "Pages"), info(&place.path("quiet.pdf"), "Title")),
        ("2".into(), "Hafenjagd · 港の追跡".into())
    );
    let before = fs::read(place.path("quiet.pdf")).unwrap();
    let ran = place.ends(1, &["export", text(&folder), "--as", "pdf", "--out", "quiet.pdf", "--logo", "none.png"]);
    assert!(ran.err.contains("could not read the logo"), "{}", ran.err);
    assert_eq!(fs::read(place.path("quiet.pdf")).unwrap(), before, "what stood there still stands");
    for wrong in [&["--per-page", "3"][..], &["--show", "secrets"], &["--scene", "9"]] {
        place.ends(2, &[&["export", text(&folder), "--as", "pdf", "--out", "quiet.pdf"], wrong].concat());
    }
    let ran = place.ends(2, &["export", text(&folder), "--as", "pdf", "--out", "nowhere/quiet.pdf"]);
    assert!(ran.err.contains("there is no folder nowhere"), "{}", ran.err);
}

#[test]
fn an_estimate_adds_up() {
    let place = Place::new();
    let folder = place.project("estimate", &project());
    let args = ["export", text(&folder), "--as", "estimate", "--out", "e.pdf", "--takes", "3", "--markup", "15"];
    place.ends(0, &[&args[..], &["--currency", "EUR", "--rate", "0.92", "--show-markup", "--spent"]].concat());
    let shown = tool("pdftotext", &["-layout", text(&place.path("e.pdf")), "-"]);
    // 12 s with sound, 5 s and 3 s without in Standard: 468, 135 and 81 credits a take, three of each.
    for told in [
        "1,404",
        "405",
        "243",
        "2,052",
        "Subtotal",
        "€9.44",
        "Markup 15 %",
        "€1.42",
        "€10.86",
        "Spent so far, 0 takes",
        "€0.00",
    ] {
        assert!(shown.contains(told), "{told} in {shown}");
    }
    fonts_are_subsets(&place.path("e.pdf"));
    place.ends(0, &["export", text(&folder), "--as", "estimate-csv", "--out", "e.csv", "--tier", "both"]);
    let table = fs::read_to_string(place.path("e.csv")).unwrap();
    assert!(table.ends_with("total,,,Standard,,,684,3.42\r\ntotal,,,Pro,,,900,4.50\r\n"), "{table}");
    place.ends(2, &["export", text(&folder), "--as", "estimate", "--out", "e.pdf", "--markup", "a lot"]);
}

#[test]
fn a_shot_list_goes_out_and_comes_back() {
    let place = Place::new();
    let folder = place.project("list", &project());
    place.ends(0, &["export", text(&folder), "--as", "md", "--out", "list.md"]);
    assert!(fs::read_to_string(place.path("list.md")).unwrap().contains("## Scene 1 · Der Kai"));
    place.ends(0, &["export", text(&folder), "--as", "csv", "--out", "list.csv"]);
    let list = fs::read_to_string(place.path("list.csv")).unwrap();
    let before = files(&folder);
    let ran = place.ends(0, &["import", "list.csv", "--into", text(&folder)]);
    assert!(ran.err.contains("Nothing differs"), "{}", ran.err);
    assert_eq!(files(&folder), before);

    let changed = list.replace("Où es-tu", "Wo bist du") + "Markt,,,7,Neu,,,\r\n";
    fs::write(place.path("changed.csv"), changed).unwrap();
    let ran = place.ends(0, &["import", "changed.csv", "--into", text(&folder), "--list"]);
    let told: Vec<&str> = ran.err.lines().collect();
    assert_eq!(
        told[..3],
        [
            "Der Kai, 010B: dialogue \"Où es-tu, Zoë?\" becomes \"Wo bist du, Zoë?\"",
            "New scene \"Markt\"",
            "Markt, 040A: new shot, 7 s, \"Neu\""
        ]
    );
    assert_eq!(files(&folder), before, "only told");
    place.ends(0, &["import", "changed.csv", "--into", text(&folder)]);
    let saved: Value = serde_json::from_slice(&fs::read(folder.join("project.json")).unwrap()).unwrap();
    assert_eq!(saved["scenes"][3]["shots"][0]["seconds"], 7);
    assert_eq!(saved["scenes"][0]["shots"][1]["dialogue"], "Wo bist du, Zoë?");

    let before = files(&folder);
    fs::write(place.path("bad.csv"), "name,seconds\n010A,soon\n").unwrap();
    let ran = place.ends(2, &["import", "bad.csv", "--into", text(&folder)]);
    assert_eq!(ran.err.trim_end(), "bad.csv: line 2: the length \"soon\" is no number of seconds");
    assert_eq!(files(&folder), before);
    place.ends(2, &["import", "none.csv", "--into", text(&folder)]);
}

#[test]
fn a_file_is_what_its_ending_says() {
    let place = Place::new();
    let folder = place.project("ending", &project());
    let ran = place.ends(2, &["export", text(&folder), "--as", "pdf", "--out", "boards.docx"]);
    assert_eq!(
        ran.err.trim_end(),
        "boards.docx: --as pdf makes a .pdf, so --out has to end so; \
         what Storyreel makes ends in .csv, .gif, .md, .mp4, .pdf, .png, .srt"
    );
    let ran = place.ends(2, &["export", text(&folder), "--as", "pdf", "--out", "list.CSV"]);
    assert!(ran.err.contains("a .csv is made by --as estimate-csv or --as csv"), "{}", ran.err);
    assert!(!place.path("boards.docx").exists() && !place.path("list.CSV").exists());
    place.ends(0, &["export", text(&folder), "--as", "csv", "--out", "LIST.CSV"]);
    place.ends(0, &["export", text(&folder), "--as", "csv", "--out", "list"]);
}
