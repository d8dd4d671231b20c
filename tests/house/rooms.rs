//! Each room imports only the rooms below it, says what its files are for, and keeps them short enough for one job.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::paths::paths;

/// From the lowest up; rooms of one line are beside each other and import each other neither.
const FLOORS: [&[&str]; 8] =
    [&["story"], &["media"], &["store"], &["provider"], &["takes", "deliver"], &["desk"], &["ui"], &["app", "cli"]];

/// Crates of the window: for `ui` and above alone.
const WINDOW: [&str; 6] = ["egui", "eframe", "egui_extras", "egui_kittest", "epaint", "winit"];

/// The world outside: neither for the story nor for panels, which read what they are given.
const OUTSIDE: [&str; 10] = [
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
    "std::env",
    "tokio",
    "rayon",
    "reqwest",
    "rusqlite",
];

/// What is another thing each time, and so not for the story either.
const CHANGING: [&str; 6] = ["std::time::Instant", "std::time::SystemTime", "uuid", "rand", "getrandom", "jiff"];

const LINES_MAX: usize = 500;

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// The module that a file of `src` holds, by its place.
fn module_of(file: &str) -> Vec<String> {
    let module = file.trim_end_matches(".rs").trim_end_matches("/mod");
    module.split('/').map(str::to_owned).collect()
}

/// The files that are given a place in the tree of modules by `#[path = "…"]`, each with its module.
fn placed(file: &str, code: &str) -> Vec<(String, Vec<String>)> {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut placed = Vec::new();
    for part in code.split("#[path = \"").skip(1) {
        let name = part.split('"').next().unwrap_or_default();
        let module = part.split("mod ").nth(1).and_then(|rest| rest.split(';').next()).unwrap_or_default();
        placed.push((format!("{folder}/{name}"), [module_of(file), vec![module.to_owned()]].concat()));
    }
    placed
}

/// Whether a path is one of these or within one.
fn is_of(list: &[&str], path: &str) -> bool {
    list.iter().any(|bad| path == *bad || path.starts_with(&format!("{bad}::")))
}

/// What a file of `src` (its path below it, with forward slashes) does that its room may not.
fn faults(file: &str, module: &[String], code: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !code.starts_with("//! ") {
        faults.push(format!("{file} does not begin with `//!` and what it is for"));
    }
    if code.lines().count() > LINES_MAX {
        faults.push(format!("{file} has {} lines: two jobs", code.lines().count()));
    }
    let room = file.split(['/', '.']).next().unwrap_or_default();
    if matches!(room, "lib" | "main") {
        return faults;
    }
    let Some(own) = floor(room) else {
        faults.push(format!("{file}: no room is called `{room}`"));
        return faults;
    };
    for path in paths(code, module) {
        let first = path.split("::").next().unwrap_or_default();
        if let Some(inside) = path.strip_prefix("crate::").or_else(|| (path == "crate").then_some("")) {
            let other = inside.split("::").next().unwrap_or_default();
            let fine = other == room || floor(other).is_some_and(|other| other < own);
            if !fine {
                faults.push(format!("{file}: `{room}` may not import `{path}`"));
            }
        } else if WINDOW.contains(&first) && floor("ui").is_some_and(|ui| own < ui) {
            faults.push(format!("{file}: `{room}` is below the window and may not use `{path}`"));
        } else if room == "story" && (is_of(&OUTSIDE, &path) || is_of(&CHANGING, &path)) {
            faults.push(format!("{file}: the story is pure and may not use `{path}`"));
        } else if room == "ui" && is_of(&OUTSIDE, &path) {
            faults.push(format!("{file}: a panel only says, and may not use `{path}`"));
        }
    }
    faults
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[test]
fn every_room_imports_only_those_below_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = rust_files(&src);
    assert!(files.len() > 20, "found {} files", files.len());
    let files: Vec<(String, String)> = files
        .iter()
        .map(|path| {
            let file = path.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/");
            (file, fs::read_to_string(path).unwrap())
        })
        .collect();
    let placed: HashMap<_, _> = files.iter().flat_map(|(file, code)| placed(file, code)).collect();
    let faults: Vec<String> = files
        .iter()
        .flat_map(|(file, code)| {
            let module = placed.get(file).cloned().unwrap_or_else(|| module_of(file));
            faults(file, &module, code)
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The faults of a line in a file, its first line beside.
/// What changes the disk, as the last words of a path.
const WRITES: [&str; 16] = [
    "write",
    "rename",
    "copy",
    "hard_link",
    "create_dir",
    "create_dir_all",
    "remove_file",
    "remove_dir",
    "remove_dir_all",
    "set_permissions",
    "create",
    "create_new",
    "set_len",
    "options",
    "OpenOptions",
    "DirBuilder",
];

/// What a piece of code does to the disk by itself, its tests left out.
fn writes(code: &str) -> Vec<String> {
    let program = code.split("\nmod tests {").next().unwrap_or_default();
    let paths = paths(program, &[]).into_iter();
    let is_write = |path: &String| {
        let words: Vec<&str> = path.split("::").collect();
        let of_files = words.iter().any(|word| matches!(*word, "fs" | "File" | "OpenOptions" | "DirBuilder"));
        of_files && words.last().is_some_and(|last| WRITES.contains(last))
    };
    paths.filter(is_write).collect()
}

#[test]
fn the_store_changes_the_disk_in_one_place_alone() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let files = rust_files(&src);
    let mut told = Vec::new();
    for path in &files {
        let file = path.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/");
        let is_test = file.ends_with("tests.rs") || file.contains("/tests/");
        if is_test || file == "disk/raw.rs" || file.starts_with("disk/raw/") {
            continue;
        }
        told.extend(writes(&fs::read_to_string(path).unwrap()).into_iter().map(|path| format!("{file}: {path}")));
    }
    assert!(files.len() > 20);
    assert!(told.is_empty(), "not by way of disk/raw.rs: {}", told.join(", "));
}

#[test]
fn a_write_by_another_way_is_told() {
    for code in [
        "use std::fs; fn a() { fs::write(p, b) }",
        "use std::fs::rename;",
        "fn a() { std::fs::File::create(p) }",
        "use std::fs::{self, OpenOptions};",
    ] {
        assert_eq!(writes(code).len(), 1, "{code}: {:?}", writes(code));
    }
    let fine = "use std::fs; fn a() { fs::read(p); fs::metadata(p); disk::rename(a, b); File::open(p) }\n#[cfg(test)]\nmod tests { fn a() { fs::write(p, b) } }";
    assert!(writes(fine).is_empty(), "{:?}", writes(fine));
}

/// Limits and prices have one owner, which takes the user's own file in: what was shipped is asked for nowhere else.
#[test]
fn nobody_goes_by_the_shipped_rules_alone() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in rust_files(&src) {
        let file = path.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        let is_test = file.contains("test") || file.starts_with("story/properties");
        let uses = code.contains("shipped()") || code.contains("providers/vidgo.toml\")");
        assert!(!uses || is_test || file == "store/rules.rs", "{file} reads the shipped rules");
    }
}

/// A disk that does not answer must not hold up what computes, so nothing is put on the threads that all share but by
/// `desk::work`, which has others for it.
#[test]
fn the_threads_that_compute_are_left_to_what_computes() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in rust_files(&src) {
        let file = path.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/");
        let code = fs::read_to_string(&path).unwrap();
        assert!(!code.contains("rayon::spawn") || file == "desk/work.rs", "{file}: use `DiskThreads`");
    }
}

fn told(file: &str, line: &str) -> usize {
    faults(file, &module_of(file), &format!("//! For a test.\n{line}\n")).len()
}

#[test]
fn what_is_above_or_beside_is_told() {
    for (file, line) in [
        ("story/edit.rs", "use crate::media::picture;"),
        ("story/check/time.rs", "use crate::{story::Edit, media::picture};"),
        ("story/check/time.rs", "use crate::{story::{Edit, Order}, desk};"),
        ("story/edit.rs", "use super::super::store::Folder;"),
        ("story/mod.rs", "use super::store;"),
        ("story/check/mod.rs", "use super::{super::{media, story}};"),
        ("story/edit.rs", "mod tests { use super::super::super::media::x; }"),
        ("story/edit.rs", "mod a { mod b {} fn f() { super::super::super::ui::x() } }"),
        ("media/mod.rs", "fn f() { let x = crate::store::open; }"),
        ("media/mod.rs", "type X = Vec<crate::takes::Take>;"),
        ("media/mod.rs", "use crate::*;"),
        ("media/mod.rs", "use crate as all;"),
        ("store/mod.rs", "pub(in crate::desk) fn f() {}"),
        ("provider/vidgo/request.rs", "use crate::takes::ledger;"),
        ("takes/mod.rs", "use crate::deliver::pdf;"),
        ("deliver/mod.rs", "use crate::takes::ledger;"),
        ("cli.rs", "use crate::app;"),
        ("app/mod.rs", "use crate::cli::Args;"),
        ("desk/look.rs", "use crate::ui::tokens;"),
        ("desk/mod.rs", "use eframe::egui;"),
        ("desk/mod.rs", "fn f(ctx: &egui::Context) {}"),
        ("takes/mod.rs", "use {std::fs, egui};"),
        ("story/mod.rs", "use std::{fmt, fs};"),
        ("story/mod.rs", "use std::time::{Duration, Instant};"),
        ("story/mod.rs", "use ::tokio::fs;"),
        ("story/mod.rs", "fn f() { ::std::thread::yield_now(); }"),
        ("cellar/mod.rs", "fn f() {}"),
        ("story/mod.rs", &"\n".repeat(LINES_MAX)),
    ] {
        assert_eq!(told(file, line), 1, "{file}: {line}");
    }
    assert_eq!(faults("story/edit.rs", &module_of("story/edit.rs"), "// For a test.\n").len(), 1);
}

#[test]
fn what_is_below_or_ones_own_is_fine() {
    for (file, line) in [
        ("story/check/time.rs", "use crate::story::{Edit, Order as O}; use super::{Context, super::edit};"),
        ("story/check/tests/mod.rs", "use super::super::super::story::Edit;"),
        ("story/edit.rs", "mod tests { use super::*; } mod more { use super::super::order; }"),
        ("story/mod.rs", "use std::time::Duration; // use crate::media;"),
        ("story/mod.rs", "/* crate::desk /* egui::X */ */ const A: &str = \"crate::ui \\\" egui::x\";"),
        (
            "story/mod.rs",
            "const A: &str = r#\"crate::ui \" \"#; const B: char = '\"'; const C: char = '\\''; // crate::ui",
        ),
        ("story/mod.rs", "fn f<'a>(x: &'a str) -> &'a str { x }"),
        ("media/mod.rs", "use crate::story::Order;"),
        ("takes/mod.rs", "use crate::{provider::Provider, store, story::{Order, Seconds}};"),
        ("desk/mod.rs", "use crate::{takes, deliver, media};"),
        ("ui/mod.rs", "use eframe::egui; use crate::desk::Desk;"),
        ("app/mod.rs", "use crate::ui; use crate::desk;"),
        ("cli/check.rs", "use super::Answer; use crate::desk; use crate::cli::Exit;"),
        ("main.rs", "use storyreel::{app, cli};"),
    ] {
        assert_eq!(told(file, line), 0, "{file}: {line}");
    }
}

#[test]
fn a_file_placed_by_its_path_is_looked_at_from_where_it_is_placed() {
    let code = "#[cfg(test)]\n#[path = \"edit_tests.rs\"]\nmod tests;\n";
    let (file, module) = placed("story/edit.rs", code).remove(0);
    assert_eq!((file.as_str(), module.join("::").as_str()), ("story/edit_tests.rs", "story::edit::tests"));
    let code = "//! For a test.\nuse super::super::rules;\n";
    assert_eq!(faults(&file, &module, code).len(), 0);
    assert_eq!(faults(&file, &module_of(&file), code).len(), 1);
}

/// Where a file tells an error of the system in the system's own words: with its number, and with the names of temporary
/// files. `media::io_error::words` has plain ones.
fn system_words(code: &str) -> Vec<String> {
    let program = code.split("\nmod tests {").next().unwrap_or_default();
    let mut faults = Vec::new();
    for part in program.split("#[error(").skip(1) {
        let (text, variant) = part.split_once(")]\n").unwrap_or((part, ""));
        let variant = variant.split([',', '}']).next().unwrap_or_default();
        let is_plain = text.contains("words(") || text.starts_with("transparent");
        if variant.contains("io::Error") && text.contains('{') && !is_plain {
            faults.push(text.to_owned());
        }
    }
    faults.extend(program.contains("(os error").then(|| "it looks for the system's number".to_owned()));
    faults
}

#[test]
fn what_the_system_refuses_is_told_in_our_words() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    // The one has the words; the other tells of connections.
    let own = ["media/io_error.rs", "provider/vidgo/http.rs"].map(|file| src.join(file));
    let files = rust_files(&src);
    for path in files.iter().filter(|path| !own.contains(path)) {
        let faults = system_words(&fs::read_to_string(path).unwrap());
        assert!(faults.is_empty(), "{}: {faults:?}", path.display());
    }
    assert!(own.iter().all(|path| !system_words(&fs::read_to_string(path).unwrap()).is_empty()));
    assert_eq!(
        system_words("#[error(\"no: {0}\")]\nOpen(io::Error),\n#[error(\"no: {}\", words(.0))]\nB(io::Error)").len(),
        1
    );
}
