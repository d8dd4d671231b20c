//! The local provider by itself: what it refuses, what it leaves, what it decodes.

use std::fs;

use super::*;
use crate::media::picture::inspect;
use crate::store::example;
use crate::story::{PictureState, Pictures};

struct Stage {
    _keep: tempfile::TempDir,
    folder: ProjectFolder,
    order: Order,
}

fn stage() -> Stage {
    let keep = tempfile::tempdir().unwrap();
    let folder = example::write_to(&keep.path().join("a.storyreel")).unwrap();
    let project = ProjectFolder::open(folder.root()).unwrap().project;
    let mut pictures = Pictures::default();
    for path in project.picture_paths() {
        let info = inspect(&folder.read_picture(path).unwrap()).unwrap();
        pictures.set(path.clone(), PictureState::Ready(info));
    }
    let order = Order::resolve(&project, 0, &pictures).unwrap();
    Stage { _keep: keep, folder, order }
}

impl Stage {
    fn left(&self) -> usize {
        fs::read_dir(self.folder.root().join("takes")).unwrap().count()
    }

    fn prepared(&self, provider: &Animatic) -> Result<Prepared, PrepareError> {
        now(provider.prepare(&self.order, &self.folder, &|_| {}))
    }
}

fn quickly(_: &Order, _: &FolderPictures, out: &Path, _: &crate::media::animatic::RenderWatch) -> Result<(), String> {
    fs::write(out, "film").map_err(|error| error.to_string())
}

fn now<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn wait_until(what: impl Fn() -> bool) {
    let until = std::time::Instant::now() + Duration::from_secs(20);
    while !what() {
        assert!(std::time::Instant::now() < until, "it never comes to be");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn what_nobody_fetches_goes_with_the_provider() {
    let (stage, provider) = (stage(), Animatic::acting(quickly));
    let task = now(provider.submit(&stage.prepared(&provider).unwrap())).unwrap().task;
    wait_until(|| provider.job(&task).unwrap().end().is_some());
    assert_eq!(now(provider.status(&TaskId("other".to_owned()))), Err(StatusError::Unknown));
    assert!(!now(provider.cancel(&task)), "it is finished");
    assert_eq!(stage.left(), 1);
    drop(provider);
    wait_until(|| stage.left() == 0);
}

#[test]
fn what_was_fetched_is_forgotten() {
    let (stage, provider) = (stage(), Animatic::acting(quickly));
    let task = now(provider.submit(&stage.prepared(&provider).unwrap())).unwrap().task;
    let file = ResultFile { address: task.0.clone() };
    wait_until(|| provider.job(&task).unwrap().end().is_some());
    let to = stage.folder.root().join("film.mp4");
    now(provider.fetch(&file, &to)).unwrap();
    assert!(to.is_file());
    assert_eq!(stage.left(), 0);
    assert!(provider.jobs().is_empty());
    assert!(now(provider.fetch(&file, &to)).unwrap_err().to_string().contains("render it again"));
}

#[test]
fn pictures_that_went_missing_or_changed_are_told() {
    let (mut stage, provider) = (stage(), Animatic::acting(quickly));
    let panel = stage.folder.root().join("media/010B.png");
    fs::write(&panel, "something else").unwrap();
    let error = stage.prepared(&provider).unwrap_err().to_string();
    assert_eq!(error, "the picture \"media/010B.png\" was changed just now; try again");
    fs::remove_file(&panel).unwrap();
    let error = stage.prepared(&provider).unwrap_err().to_string();
    assert!(error.starts_with("\"media/010B.png\" is not in the project folder any more"), "{error}");
    // One that was not to be had when the order was made stands as a slate.
    stage.order.shots[1].panel.as_mut().unwrap().info = None;
    stage.prepared(&provider).unwrap();
}

#[test]
fn a_picture_is_decoded_once_while_it_is_in_use() {
    use crate::media::raster::PictureSource as _;
    let stage = stage();
    let source = source::FolderPictures::new(stage.folder.clone());
    let picture = stage.order.shots[0].panel.clone().unwrap();
    let content = picture.content().unwrap();
    let first = source.pixels(&picture.path, content).unwrap();
    let again = source.pixels(&picture.path, content).unwrap();
    assert!(Arc::ptr_eq(&first, &again));
    drop((first, again));
    fs::remove_file(stage.folder.root().join(picture.path.as_str())).unwrap();
    assert!(source.pixels(&picture.path, content).is_none());
}
