//! A disk that is full and a place that can only be read, as the command line tells them: in the same words whatever is
//! written, without the system's number, and with exit code 1. `/dev/full` is a full disk, `/proc` a place nobody writes.

use std::fs::{self, File};
use std::process::Stdio;

use serde_json::json;

use super::kit::{Place, Ran, one_scene, shot, text};

const FULL: &str = "the disk is full; make room on it";

fn says(ran: &Ran, words: &str) {
    assert!(ran.err.contains(words), "{words:?} is not in {}", ran.err);
    for never in ["os error", ".storyreel-", ".film-", ".tmp"] {
        assert!(!ran.err.contains(never), "{}", ran.err);
    }
}

#[test]
fn a_full_disk_is_told_alike_of_every_export() {
    let place = Place::new();
    let mut spoken = shot("Wide.", 5);
    spoken["dialogue"] = json!("Run!");
    let folder = place.project("full", &one_scene(&json!([spoken])));
    for what in ["pdf", "estimate", "estimate-csv", "srt", "gif", "csv", "md", "sheet"] {
        let ran = place.ends(1, &["export", text(&folder), "--as", what, "--out", "/dev/full"]);
        says(&ran, &format!("could not write full: {FULL} (/dev/full)"));
    }
}

#[test]
fn a_full_disk_behind_standard_output_is_told() {
    let place = Place::new();
    let folder = place.project("full", &one_scene(&json!([shot("Wide.", 5)])));
    for args in [&["price"][..], &["price", "--json"], &["check"], &["request", "--scene", "1"]] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let mut program = place.program(&[args, &[text(&folder)]].concat());
        let ran = Ran::from(program.stdout(full).stderr(Stdio::piped()).output().unwrap());
        assert_eq!(ran.code, 1, "{args:?}: {}", ran.err);
        says(&ran, &format!("could not write the result: {FULL}"));
    }
}

#[test]
fn a_place_that_nobody_writes_to_is_told_alike() {
    let place = Place::new();
    let folder = place.project("read", &one_scene(&json!([shot("Wide.", 5)])));
    // As any user, root too, it takes no new file.
    let mut told = Vec::new();
    for (what, name) in [("pdf", "a.pdf"), ("csv", "a.csv"), ("mp4", "a.mp4"), ("gif", "a.gif")] {
        let out = format!("/proc/self/{name}");
        let ran = place.ends(1, &["export", text(&folder), "--as", what, "--out", &out]);
        says(&ran, &format!("could not write {name}: "));
        told.push(ran.err.replace(name, "it"));
    }
    told.dedup();
    assert_eq!(told.len(), 1, "{told:?}");
}

#[test]
fn an_empty_journal_is_no_damage() {
    let place = Place::new();
    let folder = place.project("empty", &one_scene(&json!([shot("Wide.", 5)])));
    fs::write(folder.join("journal"), "").unwrap();
    let ran = place.ends(0, &["price", text(&folder)]);
    assert_eq!(ran.err, "");
}
