//! Another project in place of this one: made, copied and opened away from the window's thread. This one is saved first,
//! and stays open when anything goes wrong.

use std::path::{Path, PathBuf};
use std::thread;

use poll_promise::Promise;

use super::App;
use super::background::in_background;
use crate::desk::Desk;
use crate::desk::begin::new_project;
use crate::media::io_error::words;
use crate::store::{ProjectFolder, example};
use crate::ui::say::AboutFile;
use crate::ui::view::{Busy, NoticeKind};

/// How the other project comes to be.
pub(super) enum Way {
    Open(PathBuf),
    /// Whatever another machine says about having it open.
    OpenAnyway(PathBuf),
    /// A new one, with one empty scene.
    New(PathBuf),
    /// This one once more, under another path.
    Copy(PathBuf),
    Example,
}

impl Way {
    /// What is going on meanwhile.
    fn sentence(&self) -> String {
        match self {
            Self::Open(path) | Self::OpenAnyway(path) => format!("Opening {}…", name_of(path)),
            Self::New(path) => format!("Making {}…", name_of(path)),
            Self::Copy(path) => format!("Saving a copy as {}…", name_of(path)),
            Self::Example => "Opening the example…".to_owned(),
        }
    }
}

/// What a project at a path is called in a sentence.
fn name_of(path: &Path) -> String {
    let folder = if path.ends_with("project.json") { path.parent().unwrap_or(path) } else { path };
    folder.file_stem().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned()
}

/// A project on its way in.
pub(super) struct Opening {
    work: Promise<Result<Opened, String>>,
}

/// A project that is ready to take this one's place.
struct Opened {
    desk: Box<Desk>,
    /// What people should know of it.
    notes: Vec<String>,
    /// It is the project that was open already, and was moved here meanwhile.
    moved: bool,
}

impl App {
    /// Starts going to another project. While one is on its way, no other is begun.
    pub(super) fn go_to(&mut self, way: Way, now: f64) {
        if self.opening.is_some() {
            return;
        }
        let sentence = way.sentence();
        let saved = self.desk.save_now();
        let (wake, paths, runtime) = (self.wake.clone(), self.paths.clone(), self.runtime.clone());
        let copying = if let Way::Copy(path) = &way { Some(self.desk.copying(path)) } else { None };
        let (here, held) = (self.desk.folder().clone(), self.desk.held().is_some());
        let anyway = matches!(way, Way::OpenAnyway(_));
        let handing_over = self.desk.handing_over();
        // What is made is made; only another project that exists already can be left where it is.
        let can_stop = matches!(way, Way::Open(_) | Way::OpenAnyway(_));
        self.begin_opening(sentence, now, can_stop, move || {
            let saved = saved.wait();
            // It may have been moved while it was open, and be opened where it lies now: what is not saved goes along.
            let moved = match &way {
                Way::Open(path) if !held && here.must_be_there().is_err() => {
                    ProjectFolder::at(path).is_ok_and(|folder| handing_over(folder).wait().is_ok())
                }
                _ => false,
            };
            // A copy has everything that is open here, saved or not.
            if copying.is_none() && !moved {
                saved?;
            }
            let path = match way {
                Way::Open(path) | Way::OpenAnyway(path) => path,
                Way::New(path) => new_project(&path).map_err(told)?.root().to_owned(),
                Way::Copy(path) => copying.map_or(Ok(path), |copying| copying())?,
                Way::Example => example::ensure(&paths).map_err(told)?,
            };
            if !held && ProjectFolder::at(&path).is_ok_and(|folder| folder.is_the_same_as(&here)) {
                return Err(format!("{} is open already", here.name()));
            }
            let (desk, notes) = Desk::open_on(&runtime, &path, &paths, wake, anyway).map_err(told)?;
            Ok(Opened { desk: Box::new(desk), notes, moved })
        });
    }

    fn begin_opening(
        &mut self,
        sentence: impl Into<std::sync::Arc<str>>,
        now: f64,
        can_stop: bool,
        work: impl FnOnce() -> Result<Opened, String> + Send + 'static,
    ) {
        match in_background(self.wake.clone(), FAULT, work) {
            Ok(work) => {
                self.view.busy = Some(Busy { sentence: sentence.into(), since: now, can_stop });
                self.opening = Some(Opening { work });
            }
            Err(error) => {
                self.view.notify(
                    NoticeKind::Problem,
                    format!("Nothing was opened: no thread for it ({})", words(&error)),
                    now,
                );
            }
        }
    }

    /// This project stays; the other is closed again where it still comes.
    pub(super) fn stop_opening(&mut self) {
        if self.view.busy.as_ref().is_some_and(|busy| busy.can_stop) && self.opening.take().is_some() {
            self.view.busy = None;
        }
    }

    /// Puts the other project in this one's place, once it has come.
    pub(super) fn take_opened(&mut self, now: f64) {
        let Some(opening) = self.opening.take() else { return };
        match opening.work.try_take() {
            Err(work) => self.opening = Some(Opening { work }),
            Ok(Err(sentence)) => {
                self.view.busy = None;
                self.view.notify(NoticeKind::Problem, sentence, now);
            }
            // What was changed here meanwhile is saved before it goes out of sight.
            Ok(Ok(opened)) if !self.desk.is_saved() && self.desk.held().is_none() => {
                let saved = self.desk.save_now();
                let busy = self.view.busy.take();
                let (sentence, since) =
                    busy.map_or_else(|| ("Saving…".into(), now), |busy| (busy.sentence, busy.since));
                self.begin_opening(sentence, since, false, move || saved.wait().map(|()| opened));
            }
            Ok(Ok(opened)) => self.show(opened, now),
        }
    }

    fn show(&mut self, opened: Opened, now: f64) {
        let old = std::mem::replace(&mut self.desk, *opened.desk);
        // Its threads may take a moment to end.
        let put_away = thread::Builder::new().name("closing".to_owned()).spawn(move || drop(old));
        if let Err(error) = put_away {
            tracing::warn!("the other project was closed in the window's thread: {error}");
        }
        self.textures.clear();
        self.screen = super::playing::ScreenWish::default();
        self.view = self.view.for_another_project();
        self.view.notify_all(NoticeKind::Problem, &opened.notes, now);
        self.about_file(AboutFile::Ask, now);
        self.tell_who_has_it();
        self.remember_project(opened.moved);
    }
}

fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// What is told of a project whose opening went wrong in the program itself.
const FAULT: &str = "Nothing was opened: the program made a mistake, and this project stays open";

#[cfg(test)]
mod tests {
    use std::sync::{Arc, mpsc};

    use egui::{Key, Modifiers};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::app::{NoPicker, PointerWhileDragging, Setup};
    use crate::store::Paths;
    use crate::store::key::MemoryKeys;

    #[test]
    fn a_project_on_a_disk_that_never_answers_is_not_waited_for() {
        let data = tempfile::tempdir().unwrap();
        let project = data.path().join("Harbour chase.storyreel");
        example::write_to(&project).unwrap();
        let setup = Setup {
            project,
            paths: Paths::at(data.path()),
            picker: Box::new(NoPicker),
            keys: Arc::<MemoryKeys>::default(),
            pointer: PointerWhileDragging::Told,
            runtime: crate::takes::Runtime::start().unwrap(),
        };
        let mut harness = Harness::builder()
            .with_size([1024.0, 640.0])
            .build_eframe(|creation| App::new(&creation.egui_ctx, setup).unwrap());
        // By the button, and by its key; the disk answers when nobody waits any more.
        for by_key in [false, true] {
            let (answers, disk) = mpsc::channel::<()>();
            let (ends, ended) = mpsc::channel::<()>();
            harness.state_mut().begin_opening("Opening Night ferry…", 0.0, true, move || {
                disk.recv().unwrap();
                ends.send(()).unwrap();
                Err("too late".to_owned())
            });
            for _ in 0..4 {
                harness.step();
            }
            assert!(harness.state().view().busy.is_some());
            if by_key {
                harness.key_press(Key::Escape);
            } else {
                harness.get_by_label("Stop waiting").click();
            }
            for _ in 0..4 {
                harness.step();
            }
            assert_eq!(harness.state().view().busy, None);
            answers.send(()).unwrap();
            ended.recv().unwrap();
            harness.step();
            assert!(harness.state().view().notices.is_empty());
            // The keyboard is the project's again.
            let before = harness.state().desk().project().clone();
            harness.key_press_modifiers(Modifiers::NONE, Key::N);
            harness.step();
            assert_ne!(*harness.state().desk().project(), before);
        }
    }

    #[test]
    fn a_project_is_called_by_its_folder() {
        assert_eq!(name_of(Path::new("/a/Harbour chase.storyreel")), "Harbour chase");
        assert_eq!(name_of(Path::new("/a/Harbour chase.storyreel/project.json")), "Harbour chase");
        assert_eq!(name_of(Path::new("/")), "/");
    }
}
