//! Takes appear whole, are listed newest first, and a broken one hinders nothing.

use std::fs;

use super::*;
use crate::store::example;
use crate::story::Pictures;

fn order() -> Order {
    Order::resolve(&example::project().unwrap(), 0, &Pictures::default()).unwrap()
}

fn record(id: &str, made: &str) -> TakeRecord {
    TakeRecord::new(TakeId::new(id), "animatic", made.parse().unwrap(), Credits::ZERO, order())
}

fn keep(folder: &ProjectFolder, record: &TakeRecord) {
    let draft = folder.begin_take(&record.id).unwrap();
    fs::write(draft.video(), "video").unwrap();
    draft.finish(record).unwrap();
}

fn folder() -> (tempfile::TempDir, ProjectFolder) {
    let base = tempfile::tempdir().unwrap();
    let folder = ProjectFolder::create(&base.path().join("a.storyreel"), &example::project().unwrap()).unwrap();
    (base, folder)
}

#[test]
fn takes_are_kept_and_listed_newest_first() {
    let (_keep, folder) = folder();
    let mut other = record("t3", "2026-01-02T00:00:00Z");
    other.scene = SceneId::new("elsewhere");
    other.extra.insert("later".to_owned(), serde_json::json!({"a": 1}));
    for record in [&record("t1", "2026-01-01T00:00:00Z"), &record("t2", "2026-01-03T00:00:00.5Z"), &other] {
        keep(&folder, record);
    }
    let takes = folder.takes();
    assert_eq!(takes.all.iter().map(|take| take.id.as_str()).collect::<Vec<_>>(), ["t2", "t3", "t1"]);
    assert!(takes.notes.is_empty());
    assert_eq!(takes.all[1], other);
    assert_eq!(takes.all[0].seconds, Seconds(13));
    assert_eq!(takes.of_scene(&SceneId::new("rooftop")).count(), 2);
    assert_eq!(fs::read(folder.video_of(&takes.all[0]).unwrap()).unwrap(), b"video");
    let text = fs::read_to_string(folder.root().join("takes/t2/take.json")).unwrap();
    assert!(text.contains(r#""made": "2026-01-03T00:00:00.5Z""#), "{text}");
}

#[test]
fn a_draft_that_is_dropped_leaves_nothing() {
    let (_keep, folder) = folder();
    let draft = folder.begin_take(&TakeId::new("t1")).unwrap();
    fs::write(draft.video(), "half").unwrap();
    assert!(folder.takes().all.is_empty());
    assert!(folder.takes().notes.is_empty());
    drop(draft);
    assert_eq!(folder.root().join("takes").read_dir().unwrap().count(), 0);
    let draft = folder.begin_take(&TakeId::new("t1")).unwrap();
    assert!(draft.finish(&record("t1", "2026-01-01T00:00:00Z")).is_err(), "there is no video");
    assert_eq!(folder.root().join("takes").read_dir().unwrap().count(), 0);
    for id in ["", "..", "a/b", "a b", &"x".repeat(65)] {
        assert!(matches!(folder.begin_take(&TakeId::new(id)), Err(StoreError::TakeId(_))), "{id}");
    }
}

#[test]
fn broken_takes_are_noted() {
    let (_keep, folder) = folder();
    let takes = folder.root().join("takes");
    keep(&folder, &record("good", "2026-01-01T00:00:00Z"));
    let write = |name: &str, text: &str| {
        fs::create_dir_all(takes.join(name)).unwrap();
        fs::write(takes.join(name).join("take.json"), text).unwrap();
    };
    let good = fs::read_to_string(takes.join("good/take.json")).unwrap();
    write("broken", "{");
    write("newer", r#"{"format": "storyreel-take/2", "else": 1}"#);
    write("foreign", r#"{"format": "x"}"#);
    write("copied", &good);
    write("no-video", &good.replace("\"good\"", "\"no-video\""));
    write("away", &good.replace("\"good\"", "\"away\"").replace("\"video.mp4\"", "\"../good/video.mp4\""));
    fs::create_dir(takes.join("empty")).unwrap();
    fs::create_dir(takes.join(".hidden")).unwrap();
    fs::write(takes.join("file"), "").unwrap();
    let found = folder.takes();
    assert_eq!(found.all.len(), 1);
    assert_eq!(found.notes.len(), 7, "{:#?}", found.notes);
    for (name, why) in [
        ("broken", "is broken"),
        ("newer", "made by a newer Storyreel"),
        ("foreign", "no such file"),
        ("copied", "that of another take, \"good\""),
        ("no-video", "is not in the project folder"),
        ("away", "is not the name of a file beside it"),
        ("empty", "it has no take.json"),
    ] {
        let note = found.notes.iter().find(|note| note.contains(&format!("takes/{name} "))).unwrap();
        assert!(note.contains(why), "{note}");
    }
    fs::remove_dir_all(&takes).unwrap();
    assert_eq!(folder.takes(), Takes::default());
    keep(&folder, &record("again", "2026-01-01T00:00:00Z"));
    assert_eq!(folder.takes().all.len(), 1);
}
