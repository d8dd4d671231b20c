//! Small pictures between openings: a second one decodes no original, and what is damaged in the cache is made again.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use storyreel::desk::{Desk, Event};
use storyreel::media::picture::Pixels;
use storyreel::store::{Paths, example};
use storyreel::story::{MediaPath, PictureInfo};

/// Opens the project, asks for every thumbnail, and waits for all of them. Gives what came and how many originals that
/// took.
fn open(project: &Path, paths: &Paths) -> (Vec<(MediaPath, PictureInfo, Pixels)>, usize) {
    let (mut desk, _) = Desk::open(project, paths, Arc::new(|| ())).unwrap();
    let pictures: Vec<MediaPath> = desk.project().picture_paths().cloned().collect();
    for path in &pictures {
        desk.want_thumb(path);
    }
    let begun = Instant::now();
    let mut came = Vec::new();
    while desk.is_loading() {
        assert!(begun.elapsed() < Duration::from_mins(5), "the pictures never came");
        for event in desk.drain() {
            if let Event::Thumb(path, pixels) = event {
                came.push((path, pixels));
            }
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let mut came: Vec<_> = came
        .into_iter()
        .map(|(path, pixels)| (path.clone(), desk.pictures().info(&path).unwrap().clone(), pixels))
        .collect();
    came.sort_by(|a, b| a.0.cmp(&b.0));
    (came, desk.originals_decoded())
}

#[test]
fn a_picture_to_be_worked_on_comes_as_large_as_was_asked_for() {
    let base = tempfile::tempdir().unwrap();
    let project = base.path().join("Harbour chase.storyreel");
    example::write_to(&project).unwrap();
    let (mut desk, _) = Desk::open(&project, &Paths::at(&base.path().join("data")), Arc::new(|| ())).unwrap();
    let picture = desk.project().scenes[0].first_frame.clone().unwrap();
    let wanted = [(picture.clone(), 768), (MediaPath::new("media/gone.png").unwrap(), 768), (picture, 1024)];
    for (path, side) in &wanted {
        desk.want_large(path, *side);
    }
    let begun = Instant::now();
    let mut came = Vec::new();
    while desk.is_loading() {
        assert!(begun.elapsed() < Duration::from_mins(5), "the pictures never came");
        for event in desk.drain() {
            if let Event::Large { path, side, pixels } = event {
                assert!(pixels.width == side && pixels.height < side, "{} x {}", pixels.width, pixels.height);
                came.push((path, side));
            }
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    came.sort();
    assert_eq!(came, [wanted[0].clone(), wanted[2].clone()], "what is not there does not come");
}

#[test]
fn a_second_opening_decodes_no_original_and_shows_the_same() {
    let base = tempfile::tempdir().unwrap();
    let paths = Paths::at(&base.path().join("data"));
    let project = base.path().join("Harbour chase.storyreel");
    example::write_to(&project).unwrap();

    let (first, decoded) = open(&project, &paths);
    assert!(first.len() > 5 && decoded >= first.len(), "{decoded} for {}", first.len());
    let (second, decoded) = open(&project, &paths);
    assert_eq!(decoded, 0);
    assert_eq!(second, first);

    // One is damaged, one is gone: both are made again, and only they.
    let mut kept: Vec<_> = paths.thumbs().read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    kept.sort();
    let mut bytes = std::fs::read(&kept[0]).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x55;
    std::fs::write(&kept[0], bytes).unwrap();
    std::fs::remove_file(&kept[1]).unwrap();
    let (third, decoded) = open(&project, &paths);
    assert!((2..=4).contains(&decoded), "{decoded} were decoded");
    assert_eq!(third, first);
    assert_eq!(open(&project, &paths).1, 0);

    // A picture that is another one now, under the same name, is seen as what it is.
    let changed = &first[0].0;
    std::fs::copy(project.join(first[1].0.as_str()), project.join(changed.as_str())).unwrap();
    let (fourth, decoded) = open(&project, &paths);
    assert_eq!(decoded, 0, "its content is known");
    assert_eq!((&fourth[0].1, &fourth[0].2), (&first[1].1, &first[1].2));
}

#[test]
fn a_picture_that_is_brought_is_decoded_once() {
    let mut editor = crate::support::Editor::example(1440.0, 900.0);
    editor.settle();
    let before = editor.harness.state().desk().originals_decoded();
    let file = crate::support::picture_file(editor.data(), "new.png", 640, 360);
    let scene = editor.harness.state().desk().project().scenes[0].id.clone();
    let panel = |harness: &egui_kittest::Harness<'static, storyreel::app::App>| {
        harness.state().desk().project().scenes[0].shots[0].panel.clone()
    };
    let old = panel(&editor.harness);
    let bring = vec![storyreel::desk::Incoming::File(file)];
    editor.harness.state().desk().bring(bring, storyreel::desk::Target::Panels(scene, 0));
    editor.until("the panel", |harness| panel(harness) != old);
    editor.settle();
    assert_eq!(editor.harness.state().desk().originals_decoded(), before, "its small picture was made as it came in");
}
