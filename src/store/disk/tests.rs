//! Files are whole or as they were, and what fails is told plainly.

use super::*;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_file_is_replaced_whole_and_nothing_is_left_beside() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json");
    write_atomically(&path, b"one", "save a").unwrap();
    write_atomically(&path, b"two", "save a").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"two");
    assert_eq!(names(folder.path()), ["a.json"]);
}

#[test]
fn what_fails_leaves_the_old_file_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json");
    fs::create_dir(&path).unwrap();
    fs::write(path.join("kept"), "x").unwrap();
    let error = write_atomically(&path, b"two", "save Harbour chase").unwrap_err();
    assert!(error.to_string().starts_with("could not save Harbour chase: there is a folder of that name ("), "{error}");
    assert_eq!(names(folder.path()), ["a.json"]);

    let under_a_file = path.join("kept").join("b.json");
    let error = write_atomically(&under_a_file, b"two", "save b").unwrap_err();
    assert!(error.to_string().contains("a part of its path is no folder"), "{error}");

    let error = write_atomically(&folder.path().join("none/b.json"), b"two", "save b").unwrap_err();
    assert!(error.to_string().contains("it is not there"), "{error}");

    // A name as long as a disk takes: the temporary one beside it fits as well.
    let long = folder.path().join("x".repeat(255));
    fs::write(&long, "old").unwrap();
    write_atomically(&long, b"two", "save x").unwrap();
    assert_eq!(names(folder.path()).len(), 2);
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_read_only_is_respected() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json");
    fs::write(&path, "one").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    write_atomically(&path, b"two", "save a").unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let error = write_atomically(&path, b"three", "save a").unwrap_err();
    assert!(error.to_string().contains("the file is marked read-only"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), b"two");
}

#[cfg(unix)]
#[test]
fn a_link_is_replaced_and_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let (link, target) = (folder.path().join("link"), folder.path().join("target"));
    fs::write(&target, "kept").unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    write_atomically(&link, b"new", "save a").unwrap();
    assert_eq!(fs::read(&target).unwrap(), b"kept");
    assert!(!fs::symlink_metadata(&link).unwrap().is_symlink());
}

#[test]
fn reading_is_bounded_and_for_files_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    fs::write(&path, "12345").unwrap();
    assert_eq!(read(&path, 5, "read a").unwrap(), b"12345");
    assert!(read(&path, 4, "read a").unwrap_err().to_string().contains("larger than"));
    assert!(read(folder.path(), 4, "read a").unwrap_err().to_string().contains("it is not a file"));
}

#[test]
fn the_system_speaks_plainly() {
    let full = DiskError::new("save Harbour chase", Path::new("/p"), ErrorKind::StorageFull.into());
    assert_eq!(full.to_string(), "could not save Harbour chase: the disk is full; make room on it (/p)");
    let odd = DiskError::new("save Harbour chase", Path::new("/p"), io::Error::from_raw_os_error(5)).to_string();
    assert!(!odd.contains("os error"), "{odd}");
}

#[test]
fn a_file_on_its_way_is_told_by_its_folder() {
    let told = |path: &Path| DiskError::new("save it", path, ErrorKind::StorageFull.into()).to_string();
    let full = |path: &str| format!("could not save it: the disk is full; make room on it ({path})");
    let temporary = temporary_beside(Path::new("/p/takes/a"));
    assert_eq!(told(&temporary), full("/p/takes"));
    assert_eq!(told(&temporary.join("video.mp4")), full("/p/takes"));
    assert_eq!(told(Path::new("/p/takes/.t1.film")), full("/p/takes"));
    assert_eq!(told(Path::new("/p/takes/.t1.part.json")), full("/p/takes"));
    assert_eq!(told(Path::new("/home/me/.local/a.part")), full("/home/me/.local/a.part"));
    assert_eq!(told(Path::new("/p/.mine.pdf")), full("/p/.mine.pdf"));
}

#[cfg(unix)]
#[test]
fn a_disk_that_keeps_no_permissions_takes_the_file_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json");
    fs::write(&path, "one").unwrap();
    let save = |bytes: &[u8]| write_atomically(&path, bytes, "save a");
    let (saved, done) = faults::watched(|| save(b"two"));
    saved.unwrap();
    let permissions = done.iter().position(|deed| *deed == faults::Deed::Other).unwrap();
    for kind in [ErrorKind::PermissionDenied, ErrorKind::Unsupported] {
        let (saved, _) = faults::failing(permissions, kind, false, || save(b"three"));
        saved.unwrap();
        assert_eq!((fs::read(&path).unwrap(), names(folder.path()).len()), (b"three".to_vec(), 1));
    }
    let (saved, _) = faults::failing(permissions, ErrorKind::StorageFull, false, || save(b"four"));
    assert!(saved.is_err());
}
