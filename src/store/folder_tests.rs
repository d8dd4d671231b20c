//! Folders are made whole, opened with care, saved atomically, copied apart; pictures come in under names of their content.

use std::fs;

use super::*;
use crate::store::{IfThere, StoreError, example};
use crate::story::id::ProjectId;
use crate::story::picture::PictureFormat;
use crate::story::{ContentHash, PictureInfo, Scene, Shot};

fn base() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().canonicalize().unwrap();
    (folder, path)
}

fn project(name: &str) -> Project {
    let mut project = Project { name: name.to_owned(), scenes: vec![Scene::default()], ..Project::default() };
    project.complete(&mut new_id);
    project
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = folder.read_dir().unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// What is brought in, without decoding it.
fn info(bytes: &[u8], format: PictureFormat) -> PictureInfo {
    let content = ContentHash::from_digest(&bytes.repeat(32)[..32]);
    PictureInfo { content, format, width: 1, height: 1, bytes: bytes.len() as u64 }
}

#[test]
fn a_new_folder_is_whole_and_opens_by_itself_or_its_file() {
    let (_keep, base) = base();
    let root = base.join("new/Harbour chase.storyreel");
    let folder = ProjectFolder::create(&root, &project("Harbour chase")).unwrap();
    assert_eq!(names(&root), ["media", "project.json", "takes"]);
    assert_eq!(names(&base.join("new")), ["Harbour chase.storyreel"]);
    for path in [root.clone(), root.join("project.json")] {
        let opened = ProjectFolder::open(&path).unwrap();
        assert_eq!(opened.folder, folder);
        assert!(!opened.completed && opened.notes.is_empty());
    }
    assert_eq!(folder.name(), "Harbour chase");

    let again = ProjectFolder::create(&root, &project("b")).unwrap_err();
    assert!(matches!(again, StoreError::ProjectThere(_)), "{again}");
    fs::create_dir(base.join("empty")).unwrap();
    ProjectFolder::create(&base.join("empty"), &project("b")).unwrap();
    fs::create_dir_all(base.join("full/x")).unwrap();
    assert!(matches!(ProjectFolder::create(&base.join("full"), &project("b")), Err(StoreError::Taken(_))));
    fs::write(base.join("file"), "").unwrap();
    assert!(matches!(ProjectFolder::create(&base.join("file"), &project("b")), Err(StoreError::Taken(_))));
    let error = ProjectFolder::create(&base.join("file/a"), &project("b")).unwrap_err().to_string();
    assert!(error.starts_with("could not save b: there is something of that name already ("), "{error}");
    assert_eq!(names(&base), ["empty", "file", "full", "new"]);
}

#[test]
fn what_is_no_project_is_told() {
    let (_keep, base) = base();
    fs::write(base.join("a.png"), "").unwrap();
    for path in [base.clone(), base.join("none"), base.join("a.png"), base.join("project.json")] {
        let error = ProjectFolder::open(&path).unwrap_err().to_string();
        assert!(error.starts_with("there is no project at "), "{error}");
    }
    fs::create_dir(base.join("project.json")).unwrap();
    let error = ProjectFolder::open(&base).unwrap_err().to_string();
    assert!(error.contains("it is not a file"), "{error}");
}

#[test]
fn a_file_written_by_hand_is_completed_and_left_as_it_is() {
    let (_keep, base) = base();
    let root = base.join("By hand.storyreel");
    fs::create_dir(&root).unwrap();
    let text = r#"{"format": "storyreel/1", "scenes": [{"shots": [{"prompt": "a", "seconds": 3, "panel": "media/none.png"}]}]}"#;
    fs::write(root.join("project.json"), text).unwrap();
    let opened = ProjectFolder::open(&root).unwrap();
    assert!(opened.completed);
    assert_eq!(opened.project.name, "By hand");
    assert_eq!(opened.project.id.as_str().len(), 32);
    assert_eq!(opened.project.scenes[0].shots[0].name, "010A");
    assert_eq!(opened.notes, ["a picture is missing in the project folder: media/none.png"]);
    assert_eq!(fs::read_to_string(root.join("project.json")).unwrap(), text);
}

#[test]
fn broken_and_huge_files_are_refused_and_untouched() {
    let (_keep, base) = base();
    let file = base.join("project.json");
    fs::write(&file, "{\"format\": \"storyreel/2\"}").unwrap();
    assert!(ProjectFolder::open(&base).unwrap_err().to_string().contains("written by a newer Storyreel"));
    fs::write(&file, "{ broken").unwrap();
    assert!(ProjectFolder::open(&base).unwrap_err().to_string().contains("line 1"));
    assert_eq!(fs::read_to_string(&file).unwrap(), "{ broken");
    fs::File::create(&file).unwrap().set_len(project_file::SIZE_MAX + 1).unwrap();
    assert!(ProjectFolder::open(&base).unwrap_err().to_string().contains("it is larger than 64 MB"));
}

#[test]
fn a_save_that_fails_leaves_the_old_file() {
    let (_keep, base) = base();
    let folder = ProjectFolder::create(&base.join("a"), &project("Before")).unwrap();
    let mut permissions = fs::metadata(folder.file()).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(folder.file(), permissions).unwrap();
    let error = folder.save(&project("After")).unwrap_err().to_string();
    assert!(error.starts_with("could not save After: the file is marked read-only ("), "{error}");
    assert_eq!(ProjectFolder::open(folder.root()).unwrap().project.name, "Before");
    assert_eq!(names(folder.root()), ["media", "project.json", "takes"]);

    fs::remove_dir_all(folder.root()).unwrap();
    assert!(folder.save(&project("After")).unwrap_err().to_string().starts_with("could not save After: "));
}

#[test]
fn pictures_are_named_by_content_and_kept_once() {
    let (_keep, base) = base();
    let folder = ProjectFolder::create(&base.join("a"), &project("a")).unwrap();
    let a = folder.import_picture(b"a", &info(b"a", PictureFormat::Jpeg)).unwrap();
    assert_eq!(a.as_str(), format!("media/{}.jpg", "61".repeat(16)));
    assert_eq!(folder.import_picture(b"a", &info(b"a", PictureFormat::Jpeg)).unwrap(), a);
    assert_eq!(folder.read_picture(&a).unwrap(), b"a");
    // Someone painted over it: theirs stays, ours lies beside.
    fs::write(folder.resolve(&a).unwrap(), "theirs").unwrap();
    let beside = folder.import_picture(b"a", &info(b"a", PictureFormat::Jpeg)).unwrap();
    assert_eq!(beside.as_str(), format!("media/{}-2.jpg", "61".repeat(16)));
    assert_eq!(folder.read_picture(&a).unwrap(), b"theirs");
    assert_eq!(names(&folder.root().join("media")).len(), 2);
    // The media folder is made where a project written by hand has none.
    fs::remove_dir_all(folder.root().join("media")).unwrap();
    assert_eq!(folder.import_picture(b"a", &info(b"a", PictureFormat::Jpeg)).unwrap(), a);

    let none = MediaPath::new("media/none.png").unwrap();
    assert!(matches!(folder.resolve(&none), Err(StoreError::Missing(_))));
    let no_file = MediaPath::new("media").unwrap();
    assert!(folder.read_picture(&no_file).unwrap_err().to_string().contains("it is not a file"));
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_refused() {
    use std::os::unix::fs::symlink;
    let (_keep, base) = base();
    let folder = ProjectFolder::create(&base.join("a"), &project("a")).unwrap();
    fs::write(base.join("secret.png"), "secret").unwrap();
    symlink("../../secret.png", folder.root().join("media/out.png")).unwrap();
    symlink("in.png", folder.root().join("media/link.png")).unwrap();
    fs::write(folder.root().join("media/in.png"), "in").unwrap();
    let path = |path: &str| MediaPath::new(path).unwrap();
    assert!(matches!(folder.read_picture(&path("media/out.png")), Err(StoreError::LeadsOut { .. })));
    assert_eq!(folder.read_picture(&path("media/link.png")).unwrap(), b"in");

    let mut named = project("a");
    let shot = |panel| Shot { panel: Some(panel), ..Shot::default() };
    named.scenes[0].shots = vec![shot(path("media/link.png")), shot(path("media/out.png"))];
    folder.save(&named).unwrap();
    let before = fs::read(folder.file()).unwrap();
    let error = ProjectFolder::open(folder.root()).unwrap_err().to_string();
    assert_eq!(
        error,
        "scenes[0].shots[1].panel \"media/out.png\" is a link that leads out of the project folder; put the file itself there"
    );
    assert_eq!(fs::read(folder.file()).unwrap(), before);

    // Whole folders, and the project's file.
    let other = ProjectFolder::create(&base.join("b"), &project("b")).unwrap();
    fs::remove_dir(other.root().join("media")).unwrap();
    symlink(&base, other.root().join("media")).unwrap();
    let error = other.import_picture(b"x", &info(b"x", PictureFormat::Png)).unwrap_err().to_string();
    assert!(error.starts_with("the project's folder \"media\" is a link that leads out"), "{error}");
    fs::rename(other.file(), base.join("elsewhere.json")).unwrap();
    symlink("../elsewhere.json", other.file()).unwrap();
    assert!(matches!(ProjectFolder::open(other.root()), Err(StoreError::LeadsOut { .. })));
    assert!(matches!(other.save(&project("b")), Err(StoreError::LeadsOut { .. })));
    fs::remove_file(other.file()).unwrap();
    fs::rename(base.join("elsewhere.json"), other.root().join("real.json")).unwrap();
    symlink("real.json", other.file()).unwrap();
    other.save(&project("through")).unwrap();
    assert!(other.file().is_symlink());
    assert_eq!(ProjectFolder::open(other.root()).unwrap().project.name, "through");
}

#[test]
fn save_as_copies_all_under_a_new_id() {
    let (_keep, base) = base();
    let folder = example::write_to(&base.join("a.storyreel")).unwrap();
    let mut project = ProjectFolder::open(folder.root()).unwrap().project;
    fs::create_dir_all(folder.root().join("takes/t1")).unwrap();
    fs::write(folder.root().join("takes/t1/video.mp4"), "v").unwrap();
    fs::create_dir_all(folder.root().join("takes/.storyreel-x.tmp")).unwrap();
    fs::write(folder.root().join("elsewhere.png"), "e").unwrap();
    project.scenes[0].shots[0].panel = Some(MediaPath::new("elsewhere.png").unwrap());
    project.name = "Not saved yet".to_owned();

    let id = ProjectId::new("new");
    let (copy, copied) = folder.copy_to(&base.join("b.storyreel"), &project, id.clone(), IfThere::Refuse).unwrap();
    assert_eq!(copied, Project { id: id.clone(), ..project.clone() });
    let opened = ProjectFolder::open(copy.root()).unwrap();
    assert_eq!((opened.project, opened.notes), (copied, vec![]));
    assert_eq!(names(&copy.root().join("media")), names(&folder.root().join("media")));
    assert_eq!(names(&copy.root().join("takes")), ["t1"]);
    assert_ne!(ProjectFolder::open(folder.root()).unwrap().project.name, "Not saved yet");

    for target in
        [folder.root().to_owned(), folder.root().join("media/x"), folder.root().join("takes/../x"), base.clone()]
    {
        for if_there in [IfThere::Refuse, IfThere::Replace] {
            let error = folder.copy_to(&target, &project, id.clone(), if_there).unwrap_err();
            assert!(matches!(error, StoreError::IntoItself(_)), "{error}");
        }
    }
    let there = folder.copy_to(copy.root(), &project, id.clone(), IfThere::Refuse).unwrap_err();
    assert!(matches!(there, StoreError::ProjectThere(_)), "{there}");
    project.name = "Replaced".to_owned();
    folder.copy_to(copy.root(), &project, id.clone(), IfThere::Replace).unwrap();
    assert_eq!(ProjectFolder::open(copy.root()).unwrap().project.name, "Replaced");
    fs::create_dir_all(base.join("photos/x")).unwrap();
    let other = folder.copy_to(&base.join("photos"), &project, id, IfThere::Replace).unwrap_err();
    assert!(matches!(other, StoreError::Taken(_)), "{other}");
    assert_eq!(names(&base), ["a.storyreel", "b.storyreel", "photos"]);
}

#[cfg(unix)]
#[test]
fn save_as_follows_links_inside_only() {
    use std::os::unix::fs::symlink;
    let (_keep, base) = base();
    let mut project = project("a");
    project.scenes[0].first_frame = Some(MediaPath::new("media/alias/in.png").unwrap());
    let folder = ProjectFolder::create(&base.join("a"), &project).unwrap();
    let media = folder.root().join("media");
    fs::write(base.join("secret.png"), "secret").unwrap();
    fs::create_dir(media.join("real")).unwrap();
    fs::write(media.join("real/in.png"), "in").unwrap();
    symlink("real", media.join("alias")).unwrap();
    symlink("real/in.png", media.join("link.png")).unwrap();
    symlink("../../secret.png", media.join("out.png")).unwrap();
    symlink(".", media.join("circle")).unwrap();
    let (copy, project) = folder.copy_to(&base.join("b"), &project, ProjectId::new("b"), IfThere::Refuse).unwrap();
    assert_eq!(names(&copy.root().join("media")), ["alias", "link.png", "real"]);
    assert_eq!(copy.read_picture(project.scenes[0].first_frame.as_ref().unwrap()).unwrap(), b"in");
    assert!(!copy.root().join("media/link.png").is_symlink());
}

#[test]
fn endings_are_given_once() {
    for (path, with) in [
        ("/a/Night.storyreel", "/a/Night.storyreel"),
        ("/a/Night", "/a/Night.storyreel"),
        ("/a/v1.2", "/a/v1.2.storyreel"),
    ] {
        assert_eq!(with_extension(Path::new(path)), Path::new(with));
    }
}

#[test]
fn a_project_owns_its_files_by_whatever_way() {
    let (_keep, base) = base();
    let root = base.join("a.storyreel");
    let folder = ProjectFolder::create(&root, &project("a")).unwrap();
    for own in ["project.json", "Project.JSON", "export.json", "media/new.png", "takes/x/video.mp4", "takes", ".hidden"]
    {
        assert!(folder.owns(&root.join(own)), "{own}");
    }
    assert!(folder.owns(&root.join("takes/../project.json")));
    for free in ["boards.pdf", "media.pdf", "exports/boards.pdf", "takes.csv"] {
        assert!(!folder.owns(&root.join(free)), "{free}");
    }
    assert!(!folder.owns(&base.join("project.json")));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(root.join("project.json"), base.join("file.pdf")).unwrap();
        std::os::unix::fs::symlink(root.join("media"), base.join("folder")).unwrap();
        assert!(folder.owns(&base.join("file.pdf")) && folder.owns(&base.join("folder/new.png")));
    }
}
