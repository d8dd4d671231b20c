//! Whatever is written and wherever: a full disk and one that can only be read are told in the same words, with what was
//! tried, and without a number of the system or the name of a file on its way.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::destination::{Destination, Replace, Writing};
use super::disk::faults::{failing, watched};
use super::*;
use crate::story::history::Change;
use crate::story::testing::World;
use crate::story::{Credits, Edit, Order, Pictures, Project, ProjectId, TakeId};

/// Something that is written in a folder of its own; gives what went wrong.
type Work = fn(&Path) -> Result<(), String>;

fn told<T>(done: Result<T, impl std::fmt::Display>) -> Result<(), String> {
    done.map(drop).map_err(|error| error.to_string())
}

fn project() -> Project {
    Project { name: "Harbour chase".to_owned(), ..World::new(&[4, 5]).project }
}

fn there(base: &Path) -> ProjectFolder {
    ProjectFolder::at(&base.join("there.storyreel")).unwrap()
}

fn take_record() -> TakeRecord {
    let order = Order::resolve(&project(), 0, &Pictures::default()).unwrap();
    TakeRecord::new(TakeId::new("t1"), "animatic", "2026-01-01T00:00:00Z".parse().unwrap(), Credits::ZERO, order)
}

fn to(base: &Path, name: &str) -> Destination {
    Destination::one(&base.join(name), Writing::Straight, None, &Replace::Anything).unwrap()
}

const PLACES: [(&str, Work); 14] = [
    ("a new project", |base| told(ProjectFolder::create(&base.join("new.storyreel"), &project()))),
    ("the example", |base| told(example::write_to(&base.join("example.storyreel")))),
    ("a project's file", |base| told(there(base).save(&project()))),
    ("a change", |base| {
        let mut keeper = keeper::open(there(base)).map_err(|error| error.to_string())?.keeper;
        let edit = Edit::RenameProject { name: "Harbour".to_owned() };
        keeper.take(Change::Made { edit, gesture: None }).unwrap();
        told(keeper.save())
    }),
    ("a copy", |base| {
        told(there(base).copy_to(&base.join("copy.storyreel"), &project(), ProjectId::new("copy"), IfThere::Refuse))
    }),
    ("a version", |base| told(there(base).keep_version(&project(), Some("One"), jiff::Timestamp::now()))),
    ("what was chosen for exports", |base| told(there(base).write_export_choices(b"{}"))),
    ("a take", |base| {
        let draft = there(base).begin_take(&TakeId::new("t1")).map_err(|error| error.to_string())?;
        fs::write(draft.video(), "film").unwrap();
        told(draft.finish(&take_record()))
    }),
    ("the settings", |base| told(Settings::default().save(&base.join("data/settings.json")))),
    ("the keys", |base| told(keys_file::ensure(&base.join("data/keys.toml"), "[keys]"))),
    ("a new export", |base| told(to(base, "new.pdf").write(b"new"))),
    ("an old export", |base| told(to(base, "old.pdf").write(b"new"))),
    ("a film", |base| told(to(base, "new.mp4").copy(&base.join("old.pdf")))),
    ("a download", |base| {
        told(disk::NewFile::create(&base.join(".t1.part"), "keep the take").and_then(disk::NewFile::finish))
    }),
];

fn base() -> tempfile::TempDir {
    let base = tempfile::tempdir().unwrap();
    ProjectFolder::create(&base.path().join("there.storyreel"), &project()).unwrap();
    fs::create_dir(base.path().join("data")).unwrap();
    fs::write(base.path().join("old.pdf"), "old").unwrap();
    base
}

#[test]
fn a_full_disk_and_a_read_only_one_are_told_alike_everywhere() {
    for (kind, words) in [
        (ErrorKind::StorageFull, "the disk is full; make room on it"),
        (ErrorKind::QuotaExceeded, "your share of the disk is used up; make room in it"),
        (ErrorKind::PermissionDenied, "there is no permission for it"),
        (ErrorKind::ReadOnlyFilesystem, "the disk can only be read"),
    ] {
        for (name, work) in PLACES {
            let deeds = {
                let base = base();
                let (done, deeds) = watched(|| work(base.path()));
                done.unwrap_or_else(|error| panic!("{name}: {error}"));
                deeds.len()
            };
            let mut refused = 0;
            for at in 0..deeds {
                let base = base();
                let (done, _) = failing(at, kind, true, || work(base.path()));
                // What may fail without harm is not told.
                let Err(sentence) = done else { continue };
                refused += 1;
                let told = format!("{name}, deed {at}: {sentence}");
                assert!(sentence.starts_with("could not ") && sentence.contains(&format!(": {words} (")), "{told}");
                let sentence = sentence.replace(&base.path().display().to_string(), "");
                for never in ["os error", ".storyreel-", ".tmp", ".part"] {
                    assert!(!sentence.contains(never), "{told}");
                }
            }
            assert!(refused > 0, "{name} was never refused");
        }
    }
}
