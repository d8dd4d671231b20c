//! The example is whole, passes every check, and opens from any folder.

use super::*;
use crate::story::picture::{PictureFormat, PictureState};
use crate::story::{ContentHash, PictureInfo, Pictures, check};

/// Width and height as a PNG's header tells them.
fn png_size(bytes: &[u8]) -> (u32, u32) {
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn it_is_written_and_opens() {
    let base = tempfile::tempdir().unwrap();
    let path = base.path().join("somewhere/Harbour chase.storyreel");
    let folder = write_to(&path).unwrap();
    let opened = ProjectFolder::open(&path).unwrap();
    assert_eq!((opened.folder, opened.completed), (folder.clone(), false));
    assert!(opened.notes.is_empty(), "{:?}", opened.notes);
    assert_eq!(opened.project.name, "Harbour chase");
    assert_ne!(opened.project.id, project().unwrap().id);
    let media = std::fs::read_dir(path.join(MEDIA)).unwrap().count();
    assert_eq!(media, PICTURES.len());
    for (name, bytes) in PICTURES {
        let media_path = crate::story::MediaPath::new(format!("media/{name}")).unwrap();
        assert!(opened.project.picture_paths().any(|path| *path == media_path), "{name} is of no use");
        assert_eq!(folder.read_picture(&media_path).unwrap(), bytes);
    }
    assert!(matches!(write_to(&path), Err(StoreError::ProjectThere(_))));
}

#[test]
fn the_first_start_makes_one_copy() {
    let base = tempfile::tempdir().unwrap();
    let paths = Paths::at(base.path());
    let path = ensure(&paths).unwrap();
    let mut opened = ProjectFolder::open(&path).unwrap();
    opened.project.name = "Mine now".to_owned();
    opened.folder.save(&opened.project).unwrap();
    assert_eq!(ensure(&paths).unwrap(), path);
    assert_eq!(ProjectFolder::open(&path).unwrap().project.name, "Mine now");
    std::fs::remove_file(path.join("project.json")).unwrap();
    let another = ensure(&paths).unwrap();
    assert_eq!(another, base.path().join("projects/Harbour chase 2.storyreel"));
    assert_eq!(ensure(&paths).unwrap(), another);
}

#[test]
fn it_could_be_generated_as_it_is() {
    let project = project().unwrap();
    let mut pictures = Pictures::default();
    let mut bytes_in_all = 0;
    for (name, bytes) in PICTURES {
        let (width, height) = png_size(bytes);
        let size = if name.contains("front") || name.contains("quarter") { (768, 768) } else { (1280, 720) };
        assert_eq!((width, height), size, "{name}");
        bytes_in_all += bytes.len();
        let content = ContentHash::from_digest(name.as_bytes());
        let info = PictureInfo { content, format: PictureFormat::Png, width, height, bytes: bytes.len() as u64 };
        pictures.set(crate::story::MediaPath::new(format!("media/{name}")).unwrap(), PictureState::Ready(info));
    }
    assert!(bytes_in_all < 4_000_000, "{bytes_in_all} bytes");
    let problems = check::check_scene(&project, 0, &pictures, &super::super::rules::shipped());
    let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["panels-not-sent"], "{problems:?}");

    let scene = &project.scenes[0];
    assert_eq!((project.scenes.len(), scene.shots.len(), scene.seconds().0), (1, 5, 13));
    for shot in &scene.shots {
        let length = shot.prompt.chars().count();
        assert!((200..=400).contains(&length), "{}: {length}", shot.name);
        assert!(shot.panel.is_some() && !shot.notes.is_empty());
    }
}

#[test]
fn its_file_is_as_it_would_be_saved() {
    let project = project().unwrap();
    let saved = project_file::write(&project).unwrap();
    let (shipped, saved): (serde_json::Value, serde_json::Value) =
        (serde_json::from_slice(PROJECT).unwrap(), serde_json::from_slice(&saved).unwrap());
    assert_eq!(shipped, saved);
}
