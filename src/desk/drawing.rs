//! Pictures that are being drawn on in another program: each has a working copy outside the project, and every save of it
//! comes back as a new picture file and a change that can be undone.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::Desk;
use super::bring::LARGEST_FILE;
use super::inbox::{Event, Message, MessageSender};
use super::work::Worker;
use crate::media::io_error::words;
use crate::media::picture;
use crate::store::disk;
use crate::store::folder::ProjectFolder;
use crate::store::working_copy::{self, Stamp};
use crate::story::animatic::size_of;
use crate::story::picture::PictureFormat;
use crate::story::{
    Aspect, ContentHash, Edit, FrameSlot, MediaPath, PictureInfo, PictureState, Project, SceneId, ShotId, compose,
};

/// Between two looks at the working copies; nothing is looked at while there are none.
const EVERY: Duration = Duration::from_millis(500);

/// So many looks at a save that cannot be read, then people are told.
const TRIES: u32 = 20;

/// The type and the checksum of the empty chunk that ends a PNG.
const PNG_END: &[u8] = b"IEND\xae\x42\x60\x82";

/// What is being drawn on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drawn {
    Panel(ShotId),
    Frame(SceneId, FrameSlot),
}

impl Drawn {
    /// The picture there is.
    #[must_use]
    pub fn picture<'a>(&self, project: &'a Project) -> Option<&'a MediaPath> {
        match self {
            Self::Panel(shot) => {
                let (scene, at, _) = project.find_shot(shot)?;
                project.scenes[scene].shots[at].panel.as_ref()
            }
            Self::Frame(scene, slot) => project.scene(scene)?.frame(*slot),
        }
    }

    /// The ratio of its scene.
    fn aspect(&self, project: &Project) -> Option<Aspect> {
        match self {
            Self::Panel(shot) => project.find_shot(shot).map(|(scene, _, _)| project.scenes[scene].aspect),
            Self::Frame(scene, _) => project.scene(scene).map(|scene| scene.aspect),
        }
    }

    /// Which scene it is in, counted from 0, and what it is called: "panel of shot 3".
    fn name(&self, project: &Project) -> Option<(usize, String)> {
        match self {
            Self::Panel(shot) => {
                let (scene, at, _) = project.find_shot(shot)?;
                let shot = format!("panel of shot {}", at + 1);
                // In which scene it is shows by itself where there is one alone.
                let is_alone = project.scenes.len() == 1;
                Some((scene, if is_alone { shot } else { format!("{shot} of scene {}", scene + 1) }))
            }
            Self::Frame(scene, slot) => {
                let scene = project.scene_index(scene)?;
                Some((scene, format!("{} of scene {}", slot.label(), scene + 1)))
            }
        }
    }

    /// What its working copy is called, without an ending.
    fn file_stem(&self, project: &Project) -> Option<String> {
        let (scene, _) = self.name(project)?;
        Some(match self {
            Self::Panel(shot) => format!("Scene {}, panel of shot {}", scene + 1, project.find_shot(shot)?.1 + 1),
            Self::Frame(_, slot) => format!("Scene {}, {}", scene + 1, slot.label()),
        })
    }
}

/// What comes of drawing.
pub(super) enum DrawingMessage {
    /// A working copy of a picture, or of blank paper, lies there; or a sentence says why not.
    LaidOut { drawn: Drawn, picture: Option<MediaPath>, laid: Result<LaidOut, String> },
    /// One that is there is to be opened once more.
    Again(PathBuf),
    /// It was saved, and what was saved is in the project now.
    Saved { drawn: Drawn, file: PathBuf, path: MediaPath, info: PictureInfo },
}

pub(super) struct LaidOut {
    file: PathBuf,
    stamp: Option<Stamp>,
    content: ContentHash,
}

/// The working copies that are out.
#[derive(Default)]
pub(super) struct Drawings {
    out: Vec<Out>,
    /// The thread that looks at them, started with the first. It ends with the desk.
    watcher: Option<Worker<Job>>,
}

struct Out {
    drawn: Drawn,
    file: PathBuf,
    /// What the copy holds, by the picture in the project; nothing while it is blank paper.
    picture: Option<MediaPath>,
}

impl Desk {
    /// Lays a working copy out for another program, in the background; it comes as an event. Where one is out that holds
    /// what is there now, that one comes again. Where there is no picture yet the copy is blank paper in the scene's ratio;
    /// the project gets a picture once that is saved.
    pub fn draw(&mut self, drawn: Drawn, into: &Path) {
        let picture = drawn.picture(&self.project).cloned();
        let Some(aspect) = drawn.aspect(&self.project) else { return };
        let Some(stem) = drawn.file_stem(&self.project) else { return };
        let out = self.drawings.out.iter().find(|out| out.drawn == drawn && out.picture == picture);
        if let Some(out) = out {
            self.inbox.sender().send(Message::Drawing(DrawingMessage::Again(out.file.clone())));
            return;
        }
        let (folder, into) = (self.folder.clone(), into.to_owned());
        self.disk.run("The picture was not handed out", move || {
            let laid = match &picture {
                Some(picture) => lay_out(&folder, picture, &stem, &into),
                None => lay_out_paper(aspect, &stem, &into),
            };
            Some(Message::Drawing(DrawingMessage::LaidOut { drawn, picture, laid }))
        });
    }

    /// Whether a working copy of it is out.
    #[must_use]
    pub fn is_drawn(&self, drawn: &Drawn) -> bool {
        self.drawings.out.iter().any(|out| out.drawn == *drawn)
    }

    /// Follows the working copies of it no more. They stay where they lie.
    pub fn stop_drawing(&mut self, drawn: &Drawn) {
        let of_it = self.drawings.out.iter().filter(|out| out.drawn == *drawn);
        let files: Vec<PathBuf> = of_it.map(|out| out.file.clone()).collect();
        for file in files {
            self.drawings.forget(&file);
        }
    }

    pub(super) fn drawing_message(&mut self, message: DrawingMessage, events: &mut Vec<Event>) {
        match message {
            DrawingMessage::Again(file) => events.push(Event::Draw(file)),
            DrawingMessage::LaidOut { laid: Err(sentence), .. } => events.push(Event::Trouble(sentence)),
            DrawingMessage::LaidOut { drawn, picture, laid: Ok(laid) } => {
                let file = laid.file.clone();
                let watched = Watched::new(drawn.clone(), laid);
                if let Err(error) = self.drawings.watch(watched, &self.folder, &self.inbox.sender()) {
                    events.push(Event::Trouble(format!(
                        "The picture was not handed out: no thread for it ({})",
                        words(&error)
                    )));
                    return;
                }
                self.drawings.out.push(Out { drawn, file: file.clone(), picture });
                events.push(Event::Draw(file));
            }
            DrawingMessage::Saved { drawn, file, path, info } => {
                self.pictures.set(path.clone(), PictureState::Ready(info));
                self.drawing_saved(&drawn, &file, path, events);
            }
        }
    }

    fn drawing_saved(&mut self, drawn: &Drawn, file: &Path, path: MediaPath, events: &mut Vec<Event>) {
        let Some((_, name)) = drawn.name(&self.project) else {
            self.drawings.forget(file);
            let lies = file.display();
            events
                .push(Event::Trouble(format!("What was drawn is not in the project any more; the drawing is {lies}")));
            return;
        };
        let set = match drawn {
            Drawn::Panel(shot) => Edit::SetPanel { shot: shot.clone(), panel: Some(path.clone()) },
            Drawn::Frame(scene, slot) => match self.project.scene(scene) {
                Some(scene) => compose::set_frame(scene, *slot, Some(path.clone()), &self.pictures),
                None => return,
            },
        };
        let out = self.drawings.out.iter_mut().find(|out| out.file == file);
        let was_blank = out.is_some_and(|out| out.picture.replace(path).is_none());
        let (verb, done) = if was_blank { ("Draw", "Drawn") } else { ("Redraw", "Redrawn") };
        match self.edit(Edit::Batch { label: format!("{verb} {name}"), edits: vec![set] }, None) {
            Ok(()) => events.push(Event::Done(format!("{done}: the {name}"))),
            Err(error) => events.push(Event::Trouble(format!("The drawing found no place: {error}"))),
        }
    }
}

fn lay_out(folder: &ProjectFolder, picture: &MediaPath, stem: &str, into: &Path) -> Result<LaidOut, String> {
    let bytes = folder.read_picture(picture).map_err(|error| error.to_string())?;
    lay_out_bytes(&bytes, stem, into).map_err(|error| format!("{picture} {error}"))
}

/// Blank paper in a scene's ratio.
fn lay_out_paper(aspect: Aspect, stem: &str, into: &Path) -> Result<LaidOut, String> {
    let size = size_of(aspect);
    // As large as what is drawn on by hand usually is.
    let [width, height] = [size.width, size.height].map(|side| side / 2 * 3);
    let bytes =
        picture::encode_png(&picture::blank_paper(width, height)).map_err(|error| format!("The paper {error}"))?;
    lay_out_bytes(&bytes, stem, into)
}

fn lay_out_bytes(bytes: &[u8], stem: &str, into: &Path) -> Result<LaidOut, String> {
    let info = picture::inspect(bytes).map_err(|error| error.to_string())?;
    let name = format!("{stem}.{}", info.format.extension());
    let file = working_copy::lay_out(into, &name, bytes).map_err(|error| error.to_string())?;
    Ok(LaidOut { stamp: working_copy::stamp(&file), content: info.content, file })
}

impl Drawings {
    fn watch(&mut self, watched: Watched, folder: &Arc<ProjectFolder>, inbox: &MessageSender) -> std::io::Result<()> {
        let watcher = match self.watcher.take() {
            Some(watcher) => watcher,
            None => {
                let (folder, inbox) = (folder.clone(), inbox.clone());
                Worker::start("drawings", move |jobs| watch_all(&folder, jobs, &inbox))?
            }
        };
        watcher.send(Job::Watch(Box::new(watched)));
        self.watcher = Some(watcher);
        Ok(())
    }

    fn forget(&mut self, file: &Path) {
        self.out.retain(|out| out.file != file);
        if let Some(watcher) = &self.watcher {
            watcher.send(Job::Forget(file.to_owned()));
        }
    }
}

enum Job {
    Watch(Box<Watched>),
    Forget(PathBuf),
}

fn watch_all(folder: &ProjectFolder, jobs: &Receiver<Job>, inbox: &MessageSender) {
    let mut watched: Vec<Box<Watched>> = Vec::new();
    loop {
        let job = if watched.is_empty() {
            jobs.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            jobs.recv_timeout(EVERY)
        };
        match job {
            Ok(Job::Watch(one)) => watched.push(one),
            Ok(Job::Forget(file)) => watched.retain(|one| one.file != file),
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                for one in &mut watched {
                    if let Some(came) = one.look(folder) {
                        inbox.send(came);
                    }
                }
            }
        }
    }
}

/// A working copy under watch.
struct Watched {
    drawn: Drawn,
    file: PathBuf,
    /// What was taken in last, or given up.
    done: Option<Stamp>,
    content: ContentHash,
    /// As it stood at the last look.
    seen: Option<Stamp>,
    tries: u32,
}

impl Watched {
    fn new(drawn: Drawn, laid: LaidOut) -> Self {
        let LaidOut { file, stamp, content } = laid;
        Self { drawn, file, done: stamp, content, seen: stamp, tries: 0 }
    }

    /// Takes a save in once it stood still between two looks and can be read in full. What is half-written is looked at
    /// again, and told when it stays like that.
    fn look(&mut self, folder: &ProjectFolder) -> Option<Message> {
        // While a program puts another file in its place there may be none.
        let now = working_copy::stamp(&self.file)?;
        if self.done == Some(now) {
            return None;
        }
        if self.seen.replace(now) != Some(now) {
            self.tries = 0;
            return None;
        }
        match self.take_in(folder, now) {
            Ok(None) => {
                self.done = Some(now);
                None
            }
            Ok(Some((path, info))) => {
                self.done = Some(now);
                self.content = info.content.clone();
                let (drawn, file) = (self.drawn.clone(), self.file.clone());
                Some(Message::Drawing(DrawingMessage::Saved { drawn, file, path, info }))
            }
            Err(why) => {
                self.tries += 1;
                if self.tries < TRIES {
                    return None;
                }
                self.done = Some(now);
                Some(Event::Trouble(format!("{why}; the project is as it was, save the drawing once more")).into())
            }
        }
    }

    /// Brings what was saved into the project; nothing where it is what was there before.
    fn take_in(&self, folder: &ProjectFolder, stamp: Stamp) -> Result<Option<(MediaPath, PictureInfo)>, String> {
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        let bytes = disk::read(&self.file, LARGEST_FILE, &format!("read {name}")).map_err(|error| error.to_string())?;
        if working_copy::stamp(&self.file) != Some(stamp) {
            return Err(format!("{name} is still being written"));
        }
        let info = picture::inspect(&bytes).map_err(|error| format!("{name} {error}"))?;
        // All its pixels may be there before its last bytes are.
        if info.format == PictureFormat::Png && !bytes.windows(PNG_END.len()).rev().any(|end| end == PNG_END) {
            return Err(format!("{name} ends early"));
        }
        if info.content == self.content {
            return Ok(None);
        }
        let path = folder.import_picture(&bytes, &info).map_err(|error| error.to_string())?;
        Ok(Some((path, info)))
    }
}

#[cfg(test)]
#[path = "drawing_tests.rs"]
mod tests;
