//! What stands at a path decides: files are replaced only when that was agreed to, links are followed, pipes and devices
//! are written into, and what holds no file is refused.

use super::*;

fn one(path: &Path, replace: &Replace) -> Result<Destination, DestinationError> {
    Destination::one(path, Writing::Straight, None, replace)
}

#[test]
fn a_file_is_replaced_only_when_that_was_agreed_to() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("boards.pdf");
    one(&file, &Replace::Nothing).unwrap().write(b"first").unwrap();
    let error = one(&file, &Replace::Nothing).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("{} is there already; choose another name or agree to replace it", file.display())
    );
    assert!(one(&file, &Replace::These(vec![place.path().join("other.pdf")])).is_err(), "another one was asked about");
    one(&file, &Replace::These(vec![file.clone()])).unwrap().write(b"second").unwrap();
    one(&file, &Replace::Anything).unwrap().write(b"third").unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"third");
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1, "nothing hidden is left");
}

#[test]
fn every_file_of_an_export_is_asked_about_at_once() {
    let place = tempfile::tempdir().unwrap();
    let (film, captions) = (place.path().join("a.mp4"), place.path().join("a.srt"));
    fs::write(&captions, "mine").unwrap();
    let wanted = [(film.as_path(), Writing::BackAndForth), (captions.as_path(), Writing::Straight)];
    let error = Destination::all(&wanted, None, &Replace::Nothing).unwrap_err();
    assert!(matches!(error, DestinationError::Exists(ref paths) if *paths == [captions.clone()]), "{error}");
    fs::write(&film, "mine").unwrap();
    let error = Destination::all(&wanted, None, &Replace::Nothing).unwrap_err();
    assert!(
        error.to_string().contains("a.mp4 and ")
            && error.to_string().ends_with("a.srt are there already; choose another name or agree to replace them"),
        "{error}"
    );
    let twice = [(captions.as_path(), Writing::BackAndForth), (captions.as_path(), Writing::Straight)];
    assert!(matches!(Destination::all(&twice, None, &Replace::Anything), Err(DestinationError::Twice(_))));
}

#[test]
fn a_file_that_appears_meanwhile_is_not_replaced() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("a.csv");
    let (straight, long) = (one(&file, &Replace::Nothing).unwrap(), one(&file, &Replace::Nothing).unwrap());
    let hidden = long.hidden().unwrap();
    fs::write(&hidden, "a film").unwrap();
    fs::write(&file, "someone else's").unwrap();
    assert!(matches!(straight.write(b"mine"), Err(DestinationError::Exists(_))));
    assert!(matches!(long.put(&hidden), Err(DestinationError::Exists(_))));
    assert_eq!(fs::read(&file).unwrap(), b"someone else's");
}

#[test]
fn what_holds_no_file_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let nothing = Replace::Nothing;
    assert!(matches!(one(place.path(), &nothing), Err(DestinationError::Folder(_))));
    assert!(matches!(one(Path::new("/"), &nothing), Err(DestinationError::Folder(_))));
    assert!(matches!(one(&place.path().join("new/"), &nothing), Err(DestinationError::Folder(_))));
    assert!(matches!(one(&place.path().join("no/a.pdf"), &nothing), Err(DestinationError::NoFolder(_))));
    fs::write(place.path().join("file"), "").unwrap();
    assert!(matches!(one(&place.path().join("file/a.pdf"), &nothing), Err(DestinationError::NoFolder(_))));
    assert!(one(Path::new("-"), &nothing).unwrap().is_standard_output());
    let film = Destination::one(Path::new("-"), Writing::BackAndForth, None, &nothing);
    assert!(matches!(film, Err(DestinationError::NeedsFile(_))));
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_stay() {
    use std::os::unix::fs::symlink;
    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| place.path().join(name);
    fs::create_dir(path("shared")).unwrap();
    fs::write(path("shared/real.pdf"), "old").unwrap();
    symlink("shared/real.pdf", path("link.pdf")).unwrap();
    assert!(matches!(one(&path("link.pdf"), &Replace::Nothing), Err(DestinationError::Exists(_))));
    one(&path("link.pdf"), &Replace::Anything).unwrap().write(b"new").unwrap();
    assert_eq!(fs::read(path("shared/real.pdf")).unwrap(), b"new");
    assert!(path("link.pdf").is_symlink());
    symlink("shared/later.pdf", path("ahead.pdf")).unwrap();
    let ahead = one(&path("ahead.pdf"), &Replace::Nothing).unwrap();
    let hidden = ahead.hidden().unwrap();
    fs::write(&hidden, "made").unwrap();
    ahead.put(&hidden).unwrap();
    assert_eq!(fs::read(path("shared/later.pdf")).unwrap(), b"made");
    assert!(path("ahead.pdf").is_symlink());
    symlink("b", path("a")).unwrap();
    symlink("a", path("b")).unwrap();
    assert!(one(&path("a"), &Replace::Anything).is_err());
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_written_into_and_stay_what_they_are() {
    use std::os::unix::fs::FileTypeExt as _;
    let place = tempfile::tempdir().unwrap();
    let pipe = place.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read(pipe).unwrap()
    });
    one(&pipe, &Replace::Nothing).unwrap().write(b"through").unwrap();
    assert_eq!(reader.join().unwrap(), b"through");
    let film = Destination::one(&pipe, Writing::BackAndForth, None, &Replace::Anything);
    assert!(matches!(film, Err(DestinationError::NeedsFile(_))));
    let null = Path::new("/dev/null");
    one(null, &Replace::Nothing).unwrap().write(b"gone").unwrap();
    assert!(fs::metadata(null).unwrap().file_type().is_char_device());
    let socket = place.path().join("socket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let error = one(&socket, &Replace::Anything).unwrap_err();
    assert!(error.to_string().ends_with("is a socket, no file; choose another place"), "{error}");
}

#[test]
fn what_belongs_to_the_project_is_never_written_over() {
    let place = tempfile::tempdir().unwrap();
    let project = crate::story::Project::default();
    let folder = ProjectFolder::create(&place.path().join("a.storyreel"), &project).unwrap();
    let own = folder.root().join("project.json");
    let found = Destination::one(&own, Writing::Straight, Some(&folder), &Replace::Anything);
    assert!(matches!(found, Err(DestinationError::OwnFile(_))));
    #[cfg(unix)]
    {
        let link = place.path().join("innocent.csv");
        std::os::unix::fs::symlink(&own, &link).unwrap();
        let found = Destination::one(&link, Writing::Straight, Some(&folder), &Replace::Anything);
        assert!(matches!(found, Err(DestinationError::OwnFile(_))));
        let ahead = place.path().join("ahead.csv");
        std::os::unix::fs::symlink(folder.root().join("media/new.csv"), &ahead).unwrap();
        let found = Destination::one(&ahead, Writing::Straight, Some(&folder), &Replace::Nothing);
        assert!(found.is_err(), "a link into the project");
    }
}

#[test]
fn a_folder_that_goes_away_under_the_work_is_told_by_the_name_that_people_chose() {
    let place = tempfile::tempdir().unwrap();
    let hidden = disk::temporary_beside(&place.path().join("new"));
    fs::create_dir(&hidden).unwrap();
    let file = hidden.join("boards.pdf");
    let found = one(&file, &Replace::Nothing).unwrap();
    fs::remove_dir(&hidden).unwrap();
    for error in [found.write(b"pages").unwrap_err(), one(&file, &Replace::Nothing).unwrap_err()] {
        let told = error.to_string();
        assert!(told.contains(&place.path().display().to_string()) && !told.contains(".storyreel-"), "{told}");
    }
}
