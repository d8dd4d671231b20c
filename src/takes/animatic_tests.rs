//! The local provider through the whole pipeline: true progress, a kept film, cancelling that leaves nothing.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use super::*;
use crate::media::animatic::RenderWatch;
use crate::media::picture::inspect;
use crate::provider::animatic::{Animatic, FolderPictures};
use crate::store::example;
use crate::story::Credits;
use crate::story::{PictureState, Pictures, Seconds};

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
    let mut order = Order::resolve(&project, 0, &pictures).unwrap();
    order.shots.truncate(1);
    for shot in &mut order.shots {
        shot.seconds = Seconds(1);
    }
    Stage { _keep: keep, folder, order }
}

impl Stage {
    fn take(&self, provider: &Arc<Animatic>) -> TakeOrder {
        let provider = provider.clone();
        TakeOrder {
            order: self.order.clone(),
            folder: self.folder.clone(),
            provider,
            made: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    fn left(&self) -> usize {
        fs::read_dir(self.folder.root().join("takes")).unwrap().count()
    }
}

#[test]
fn an_animatic_is_rendered_and_kept() {
    let (stage, runner, provider) = (stage(), Runner::new().unwrap(), Arc::new(Animatic::new()));
    let mut shares = Vec::new();
    let record = runner
        .wait(stage.take(&provider), |event| {
            if let TakeEvent::Running(share) = event {
                shares.push(*share);
            }
        })
        .unwrap();
    assert!(shares.is_sorted() && shares.last() == Some(&1.0), "{shares:?}");
    let takes = stage.folder.takes();
    assert_eq!((&takes.all, takes.notes.len()), (&vec![record.clone()], 0));
    assert_eq!((record.provider.as_str(), record.credits, record.seconds.0), ("animatic", Credits::ZERO, 1));
    assert!(fs::metadata(stage.folder.video_of(&record).unwrap()).unwrap().len() > 0);
    assert_eq!(stage.left(), 1);
}

fn until_cancelled(_: &Order, _: &FolderPictures, out: &Path, watch: &RenderWatch) -> Result<(), String> {
    fs::write(out, "half").unwrap();
    while !watch.is_cancelled() {
        std::thread::sleep(Duration::from_millis(1));
    }
    Err("rendering was cancelled".to_owned())
}

#[test]
fn cancelling_stops_it_and_leaves_nothing() {
    let stage = stage();
    for by_handle in [true, false] {
        let (runner, provider) = (Runner::new().unwrap(), Arc::new(Animatic::acting(until_cancelled)));
        let (sender, events) = mpsc::channel();
        let handle = runner.start(stage.take(&provider), move |event| drop(sender.send(event)));
        assert!(events.iter().any(|event| matches!(event, TakeEvent::Running(_))));
        if by_handle {
            handle.cancel();
        } else {
            drop(runner);
        }
        assert_eq!(events.iter().last(), Some(TakeEvent::Cancelled));
        assert_eq!(stage.left(), 0);
    }
}

#[test]
fn a_rendering_that_fails_or_panics_is_told() {
    let (stage, runner) = (stage(), Runner::new().unwrap());
    let fails = Animatic::acting(|_, _, _, _| Err("the disk is full".to_owned()));
    let error = runner.wait(stage.take(&Arc::new(fails)), |_| {}).unwrap_err();
    assert_eq!(error.to_string(), "the disk is full");
    let panics = Animatic::acting(|_, _, _, _| panic!("scripted"));
    let error = runner.wait(stage.take(&Arc::new(panics)), |_| {}).unwrap_err();
    assert_eq!(error.to_string(), "the animatic could not be painted, by a fault of the program");
    assert_eq!(stage.left(), 0);
}
