//! Documents made by the program and read by other programs: every ticked text whole, fonts embedded as subsets.

use std::fs;
use std::os::unix::fs::FileTypeExt as _;
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
            let args = [&args[..], &texts, &["--no-page-numbers", "--replace"], more].concat();
            let ran = place.ends(0, &args);
            assert_eq!((ran.out.trim_end(), ran.err.as_str()), ("boards.pdf", ""));
            let pdf = place.path("boards.pdf");
            // A text that goes on with the next page is whole but for what stands on every page.
            let shown = letters(&pdf).replace("Hafenjagd·港の追跡KölnerWerke·Mai", "").replace("015A,continued", "");
            let shown = shown.replace("2Lang,continued", "");
            // Scenes share rows: what stands beside the first part of a long text comes before its second.
            let beside = shown.replace("020A020A3s부두를달린다“Σταμάτα!Стой!”", "");
            let whole = |text: &str| {
                let text = bare(text);
                assert!(shown.contains(&text) || beside.contains(&text), "{text} with {per_page} {more:?} in {shown}");
            };
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
    let ran = place
        .ends(1, &["export", text(&folder), "--as", "pdf", "--out", "quiet.pdf", "--replace", "--logo", "none.png"]);
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
    let more = ["--currency", "EUR", "--rate", "0.92", "--show-markup", "--spent", "--tax", "19", "--tax-name", "VAT"];
    let terms = ["--item", "Editing=480", "--number", "2026-117", "--valid-until", "31 December 2026"];
    place.ends(0, &[&args[..], &more, &terms].concat());
    let shown = tool("pdftotext", &["-layout", text(&place.path("e.pdf")), "-"]);
    // 12 s with sound, 5 s and 3 s without in Standard: 468, 135 and 81 credits a take, three of each.
    for told in [
        "1,404",
        "405",
        "243",
        "2,052",
        "€6.46",
        "€1.86",
        "€1.12",
        "Subtotal",
        "€9.44",
        "Markup 15 %",
        "€1.42",
        "€480.00",
        "Total before VAT",
        "€490.86",
        "€93.26",
        "€584.12",
        "Spent so far, 0 takes, before markup",
        "€0.00",
        "Estimate no. 2026-117 · Valid until 31 December 2026",
    ] {
        assert!(shown.contains(told), "{told} in {shown}");
    }
    fonts_are_subsets(&place.path("e.pdf"));
    place.ends(0, &["export", text(&folder), "--as", "estimate-csv", "--out", "e.csv", "--tier", "both"]);
    let table = fs::read_to_string(place.path("e.csv")).unwrap();
    let totals = "total,Total Standard,,Standard,,,684,3.43\r\ntotal,Total Pro,,Pro,,,900,4.51\r\n";
    assert!(table.ends_with(totals), "{table}");
    for (wrong, words) in [
        (&["--markup", "a lot"][..], "is no number"),
        (&["--currency", "EUR"], "--rate"),
        (&["--currency", "EUR", "--rate", "1"], "the rate is still 1; write what one US dollar is in EUR"),
        (&["--currency", "EUR", "--rate", "0"], "the rate is 0"),
        (&["--currency", "EURO xyz", "--rate", "0.92"], "\"EURO xyz\" is no currency; write its three letters"),
        (&["--takes", "0"], "--takes"),
        (&["--item", "Music"], "write it like Editing=480"),
    ] {
        for (what, out) in [("estimate", "e2.pdf"), ("estimate-csv", "e2.csv")] {
            let args = ["export", text(&folder), "--as", what, "--out", out];
            let ran = place.ends(2, &[&args[..], wrong].concat());
            assert!(ran.err.contains(words), "{}", ran.err);
        }
    }
    let args = ["export", text(&folder), "--as", "pdf", "--show", "cost", "--out", "b.pdf", "--markup", "15"];
    let ran = place.ends(2, &[&args[..], &["--currency", "EUR", "--rate", "1"]].concat());
    assert!(ran.err.contains("the rate is still 1"), "the boards tell prices too: {}", ran.err);
    place.ends(0, &[&args[..], &["--currency", "EUR", "--rate", "0.92"]].concat());
    let shown = tool("pdftotext", &["-layout", text(&place.path("b.pdf")), "-"]);
    assert!(shown.contains("€2.48 a take") && !shown.contains("credits") && !shown.contains('$'), "{shown}");
}

/// The amounts of a printed estimate in order, in the smallest unit, as whoever reads it sees them.
fn printed_amounts(pdf: &Path, sign: &str, decimals: usize) -> Vec<u64> {
    let shown = tool("pdftotext", &["-layout", text(pdf), "-"]);
    let amounts = shown.lines().filter_map(|line| {
        let (_, amount) = line.rsplit_once(sign)?;
        let amount = amount.trim().replace(',', "");
        let (whole, part) = amount.split_once('.').unwrap_or((&amount, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        (digits(whole) && digits(part) && part.len() == decimals).then(|| format!("{whole}{part}").parse().unwrap())
    });
    amounts.collect()
}

#[test]
fn what_is_printed_adds_up_in_every_currency_and_the_table_says_the_same() {
    let place = Place::new();
    let scenes: Vec<Value> = (1..=9)
        .map(|n| {
            let shots: Vec<Value> = (0..=n % 3).map(|at| json!({"name": format!("{n}{at}"), "prompt": "", "seconds": (n * 7 + at * 3) % 11 + 1})).collect();
            json!({"id": format!("s{n}"), "name": format!("Scene no {n}"), "tier": if n % 2 == 0 { "pro" } else { "standard" }, "audio": n % 3 == 0, "shots": shots})
        })
        .collect();
    let folder = place.project("sums", &json!({"format": "storyreel/1", "name": "Sums", "scenes": scenes}));
    for (code, rate, sign, decimals) in [
        ("USD", "1", "$", 2),
        ("EUR", "0.9137", "€", 2),
        ("JPY", "151.37", "JPY ", 0),
        ("KRW", "1391.07", "KRW ", 0),
        ("KWD", "0.30711", "KWD ", 3),
    ] {
        for (n, more) in
            [&["--markup", "17.5", "--show-markup"][..], &["--markup", "12.34"], &["--takes", "3", "--tax", "8.1"]]
                .into_iter()
                .enumerate()
        {
            let out = |ending: &str| format!("{code}-{n}.{ending}");
            for (what, ending) in [("estimate", "pdf"), ("estimate-csv", "csv")] {
                let out = out(ending);
                let args = ["export", text(&folder), "--as", what, "--out", &out, "--currency", code, "--rate", rate];
                place.ends(0, &[&args[..], more].concat());
            }
            let amounts = printed_amounts(&place.path(&out("pdf")), sign, decimals);
            let (lines, sums) = amounts.split_at(9);
            let scenes: u64 = lines.iter().sum();
            match sums {
                [total] => assert_eq!(scenes, *total, "{code} {more:?}"),
                [first, more, total] => assert_eq!((scenes, first + more), (*first, *total), "{code} {amounts:?}"),
                other => panic!("{other:?} in {code}"),
            }
            let table = fs::read(place.path(&out("csv"))).unwrap();
            let mut reader = csv::Reader::from_reader(&table[..]);
            let column = format!("amount_{}", code.to_lowercase());
            let at = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
            let cells: Vec<u64> =
                reader.records().map(|row| row.unwrap()[at].replace('.', "").parse().unwrap()).collect();
            assert_eq!(cells, amounts, "{code} {more:?}");
        }
    }
}

#[test]
fn a_file_is_replaced_only_when_that_is_said() {
    let place = Place::new();
    let folder = place.project("there", &project());
    for (kind, out) in [
        ("pdf", "a.pdf"),
        ("estimate", "e.pdf"),
        ("estimate-csv", "e.csv"),
        ("csv", "l.csv"),
        ("md", "l.md"),
        ("sheet", "s.png"),
        ("srt", "f.srt"),
        ("gif", "f.gif"),
        ("mp4", "f.mp4"),
    ] {
        fs::write(place.path(out), "mine").unwrap();
        let args = ["export", text(&folder), "--as", kind, "--out", out, "--scene", "3", "--to", "0.2"];
        let ran = place.ends(2, &args);
        assert_eq!(ran.err.trim_end(), format!("{out} is there already; say --replace to replace, or another name"));
        assert_eq!((ran.out.as_str(), fs::read(place.path(out)).unwrap().as_slice()), ("", &b"mine"[..]));
        place.ends(0, &[&args[..], &["--replace"]].concat());
        assert_ne!(fs::read(place.path(out)).unwrap(), b"mine");
    }
    // The file beside a film is asked about as the film is.
    fs::write(place.path("new.srt"), "mine").unwrap();
    let args = ["export", text(&folder), "--as", "mp4", "--captions", "srt", "--scene", "3", "--out"];
    let ran = place.ends(2, &[&args[..], &["new.mp4"]].concat());
    assert!(ran.err.starts_with("new.srt is there already"), "{}", ran.err);
    assert!(!place.path("new.mp4").exists() && fs::read(place.path("new.srt")).unwrap() == b"mine");
    let ran = place.ends(2, &[&args[..], &["f.mp4"]].concat());
    assert!(ran.err.starts_with("f.mp4 and f.srt are there already"), "{}", ran.err);

    let ran = place.ends(0, &["export", text(&folder), "--as", "csv", "--out", "-"]);
    assert!(ran.out.trim_start_matches('\u{feff}').starts_with("scene,") && !place.path("-").exists());
    let ran = place.ends(2, &["export", text(&folder), "--as", "mp4", "--out", "-"]);
    assert!(ran.err.contains("a film cannot go to -"), "{}", ran.err);
    place.ends(0, &["export", text(&folder), "--as", "pdf", "--out", "/dev/null"]);
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device(), "it stays what it is");
    std::os::unix::fs::symlink("l.md", place.path("link.md")).unwrap();
    place.ends(0, &["export", text(&folder), "--as", "md", "--out", "link.md", "--replace", "--scene", "1"]);
    assert!(place.path("link.md").is_symlink() && fs::read_to_string(place.path("l.md")).unwrap().contains("Der Kai"));
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
         what Storyreel makes ends in .csv, .gif, .md, .mp4, .pdf, .png, .srt, .xlsx"
    );
    let ran = place.ends(2, &["export", text(&folder), "--as", "pdf", "--out", "list.CSV"]);
    assert!(ran.err.contains("a .csv is made by --as estimate-csv or --as csv"), "{}", ran.err);
    assert!(!place.path("boards.docx").exists() && !place.path("list.CSV").exists());
    place.ends(0, &["export", text(&folder), "--as", "csv", "--out", "LIST.CSV"]);
    place.ends(0, &["export", text(&folder), "--as", "csv", "--out", "list"]);
}
