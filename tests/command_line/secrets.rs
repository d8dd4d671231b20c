//! What nobody else on the machine gets to see: the data folder, and the memory of a program that has crashed.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use crate::kit::Place;

/// The soft limit of core dumps that a process has.
fn core_limit(process: u32) -> String {
    let limits = fs::read_to_string(format!("/proc/{process}/limits")).unwrap();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max core file size")).unwrap();
    line.split_whitespace().next().unwrap().to_owned()
}

#[test]
fn a_crash_leaves_no_image_of_the_memory() {
    let place = Place::new();
    // Started by somebody who allows as much as the system does.
    let mut program = Command::new("sh");
    let program =
        program.args(["-c", "ulimit -S -c \"$(ulimit -H -c)\"; echo \"$(ulimit -c)\"; exec \"$0\" listen --port 0"]);
    program.arg(env!("CARGO_BIN_EXE_storyreel")).env("STORYREEL_DATA_DIR", place.data()).current_dir(place.path(""));
    let mut running = program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut allowed = String::new();
    BufReader::new(running.stdout.take().unwrap()).read_line(&mut allowed).unwrap();
    let mut told = String::new();
    BufReader::new(running.stderr.take().unwrap()).read_line(&mut told).unwrap();
    let limit = core_limit(running.id());
    running.kill().unwrap();
    running.wait().unwrap();
    assert!(told.contains("Listening at"), "{told}");
    assert_ne!(allowed.trim(), "0", "this system allows no core dumps at all: nothing is tested");
    assert_eq!(limit, "0");
}

#[test]
fn the_data_folder_is_for_its_owner_alone_and_an_old_one_becomes_so() {
    let place = Place::new();
    let mode = |path: &str| fs::metadata(place.data().join(path)).unwrap().permissions().mode() & 0o777;
    fs::create_dir_all(place.data()).unwrap();
    fs::set_permissions(place.data(), fs::Permissions::from_mode(0o755)).unwrap();
    place.ends(0, &["takes"]);
    assert_eq!([mode(""), mode("ledger"), mode("ledger/ledger.sqlite")], [0o700, 0o700, 0o600]);
}
