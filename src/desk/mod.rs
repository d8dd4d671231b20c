//! One opened project as people work on it: the project, its history, what is saved, what comes back from the
//! background. The window, the command line and tests share it; it knows no egui.

mod account;
pub mod begin;
mod bring;
mod changing;
mod cleaning;
mod clip;
mod digest;
mod digests;
mod drawing;
mod ends;
mod export;
mod gallery;
mod hold;
mod inbox;
pub mod listen;
pub mod look;
pub mod make;
mod models;
mod paid;
mod saving;
mod scene_takes;
mod screen;
pub mod telling;
mod versions;
pub mod work;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use account::{
    Account, AccountError, AccountEvent, AccountSetup, Act, KeySource, KeyState, Obstacle, Pending, Quote, QuoteItem,
    Quoted, Refusal, SceneHashes, ShotFrame, URL_VARIABLE, Wanted,
};
pub use bring::{Incoming, Target, panel_choices};
pub use changing::ChangedOutside;
pub use clip::PastedClip;
pub use digest::{Made, ProjectDigest, SceneDigest};
pub use drawing::Drawn;
pub use export::{Exporting, Preview};
pub use hold::{ChangeError, Held};
pub use inbox::{Event, Wake};
pub use models::{ModelRow, compare};
pub use paid::paid_contents;
pub use saving::{SaveState, Saved};
pub use scene_takes::{PaidTake, SceneTake, number_of_today, scene_takes};
pub use screen::Showing;
pub use versions::ReadVersion;

use digests::Digests;
use export::Exports;
use gallery::Gallery;
use hold::Hold;
use inbox::{Inbox, Message};
use saving::Saver;
use screen::Screen;
use work::DiskThreads;

use crate::media::io_error::words;
use crate::store::folder::ProjectFolder;
use crate::store::keeper::{self, Opening, Outside};
use crate::store::takes::{TakeRecord, Takes};
use crate::store::{self, Paths, StoreError, ThumbCache};
use crate::story::check::Fix;
use crate::story::{
    Edit, FrameNumber, History, MediaPath, Order, PictureState, Pictures, Project, ProjectId, Rules, SceneId, TakeId,
};
use crate::takes::{Runner, Runtime, TakeEvent, TakeHandle};

/// One opened project.
pub struct Desk {
    project: Project,
    history: History,
    folder: Arc<ProjectFolder>,
    rules: Arc<Rules>,
    pictures: Pictures,
    takes: Takes,
    making: Vec<Making>,
    digests: Digests,
    /// What the account knows of this project's takes.
    paid: HashMap<SceneId, SceneHashes>,
    /// Counts how often the digest was made anew.
    generation: u64,
    save_state: SaveState,
    /// Who else has the project open: then nothing is changed here.
    held: Option<Held>,
    /// A `project.json` that someone else changed, until people have said which of the two goes on.
    outside: Option<Box<Outside>>,
    /// What was answered of it and the writer may not know yet.
    answered: Option<Box<Outside>>,
    inbox: Inbox,
    disk: DiskThreads,
    gallery: Gallery,
    saver: Saver,
    screen: Screen,
    runner: Runner,
    orders: HashMap<SceneId, Option<Arc<Order>>>,
    exports: Exports,
    drawings: drawing::Drawings,
}

/// A take that is being made.
pub struct Making {
    pub scene: SceneId,
    pub scene_name: String,
    /// From 0 to 1.
    pub share: f32,
    handle: TakeHandle,
}

impl Desk {
    /// Opens a project; what its pictures look like is kept among the user's own things. `wake` is called, from any thread,
    /// when something has come for `drain`. Takes are made on a runtime of its own.
    ///
    /// # Errors
    /// When the folder holds no project that this version can read; it is left as it is.
    pub fn open(path: &Path, paths: &Paths, wake: Wake) -> Result<(Self, Vec<String>), StoreError> {
        let runtime = Runtime::start().map_err(|error| StoreError::Background(words(&error)))?;
        Self::open_on(&runtime, path, paths, wake, false)
    }

    /// The same on the program's runtime; with `anyway` it does not matter that another machine says that it has the project
    /// open.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_on(
        runtime: &Runtime,
        path: &Path,
        paths: &Paths,
        wake: Wake,
        anyway: bool,
    ) -> Result<(Self, Vec<String>), StoreError> {
        let folder = ProjectFolder::at(path)?;
        let hold = Hold::of(&folder, anyway);
        let mut opening = keeper::open(folder)?;
        let mut notes = std::mem::take(&mut opening.notes);
        // What is wrong with the user's own limits and prices is told once, by those who open the account.
        let rules = Arc::new(store::rules::load(paths).0);
        let desk = Self::start(opening, hold, ThumbCache::of(paths), rules, Runner::on(runtime), wake, &mut notes);
        Ok((desk, notes))
    }

    fn start(
        opening: Opening,
        hold: Hold,
        cache: ThumbCache,
        rules: Arc<Rules>,
        runner: Runner,
        wake: Wake,
        notes: &mut Vec<String>,
    ) -> Self {
        let (lock, held) = hold.into_parts();
        let Opening { keeper, outside, .. } = opening;
        let (project, history) = (keeper.project().clone(), keeper.history().clone());
        let save_state = if keeper.is_kept() { SaveState::Saved } else { SaveState::Saving };
        let folder = Arc::new(keeper.folder().clone());
        let reason = held.as_ref().map(|held| held.sentence(&hold::called(&project, &folder)));
        // What is to become of a file that was changed elsewhere is for those to say who have the project.
        let outside = outside.filter(|_| held.is_none());
        let inbox = Inbox::new(wake);
        let takes = folder.takes();
        notes.extend(takes.notes.iter().cloned());
        let (exports, note) = Exports::new(&folder, inbox.sender());
        notes.extend(note);
        let mut desk = Self {
            exports,
            gallery: Gallery::new(folder.clone(), cache, inbox.sender()),
            saver: Saver::new(keeper, lock, reason, inbox.sender()),
            held,
            screen: Screen::new(folder.clone(), inbox.sender()),
            project,
            history,
            folder,
            rules,
            pictures: Pictures::default(),
            takes,
            making: Vec::new(),
            digests: Digests::default(),
            paid: HashMap::new(),
            generation: 0,
            save_state,
            outside,
            answered: None,
            disk: DiskThreads::new(inbox.sender()),
            inbox,
            runner,
            orders: HashMap::new(),
            drawings: drawing::Drawings::default(),
        };
        desk.look_at_new_pictures();
        desk.refresh();
        let sweeping = desk.folder.clone();
        desk.disk.run("Old temporary files were not removed", move || {
            sweeping.sweep(std::time::SystemTime::now());
            None::<Event>
        });
        desk
    }

    #[must_use]
    pub fn project(&self) -> &Project {
        &self.project
    }

    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    #[must_use]
    pub fn pictures(&self) -> &Pictures {
        &self.pictures
    }

    #[must_use]
    pub fn history(&self) -> &History {
        &self.history
    }

    #[must_use]
    pub fn folder(&self) -> &ProjectFolder {
        &self.folder
    }

    /// Prices and problems as they stand.
    #[must_use]
    pub fn digest(&self) -> &ProjectDigest {
        self.digests.digest()
    }

    /// A number that changes with every change of the project.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.history.revision()
    }

    /// A number that changes whenever the project, what its pictures are or what is known of its takes has changed.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// The edit that carries out a way out of a problem.
    #[must_use]
    pub fn fix(&self, scene: &SceneId, fix: &Fix) -> Option<Edit> {
        let scene = self.project.scene_index(scene)?;
        fix.edit(&self.project, scene, &self.pictures, &self.rules, &mut store::new_id)
    }

    /// Works out again what follows from the project and its pictures.
    fn refresh(&mut self) {
        self.digests.refresh(&self.project, &self.pictures, &self.rules, &self.all_paid());
        self.generation += 1;
        self.orders.clear();
    }

    fn look_at_new_pictures(&mut self) {
        let ends = ends::of(&self.project, &self.takes);
        for path in self.project.picture_paths().chain(ends.values()) {
            if self.pictures.get(path).is_none() {
                self.gallery.look(path);
            }
        }
        self.pictures.set_ends(ends);
    }

    /// A scene resolved for making, or nothing for one without time. The same one until something changes.
    pub fn order(&mut self, scene: &SceneId) -> Option<Arc<Order>> {
        if let Some(order) = self.orders.get(scene) {
            return order.clone();
        }
        let index = self.project.scene_index(scene)?;
        let order = Order::resolve(&self.project, index, &self.pictures).ok().map(Arc::new);
        self.orders.insert(scene.clone(), order.clone());
        order
    }

    /// Asks for a thumbnail; it comes as an event. Asking again while it is on its way costs nothing.
    pub fn want_thumb(&self, path: &MediaPath) {
        self.gallery.want_thumb(path, self.pictures.info(path).map(|info| &info.content));
    }

    /// Asks for a picture at most so many pixels wide and high, to work on it; it comes as an event.
    pub fn want_large(&self, path: &MediaPath, side: u32) {
        self.gallery.want_large(path, side);
    }

    /// How many originals were decoded, to look at them or to make them small, since the project was opened.
    #[must_use]
    pub fn originals_decoded(&self) -> usize {
        self.gallery.decoded()
    }

    /// Whether pictures are still being looked at or made small.
    #[must_use]
    pub fn is_loading(&self) -> bool {
        self.gallery.is_busy()
    }

    /// Asks for what the viewer shows; it comes as an event. Only the newest wish counts.
    pub fn want_screen(&self, showing: Showing, frame: FrameNumber) {
        self.screen.want(showing, frame);
    }

    /// Brings pictures into the project, in the background; then they are put where they belong.
    pub fn bring(&self, pictures: Vec<Incoming>, target: Target) {
        let (folder, keep) = (self.folder.clone(), self.gallery.keeping());
        let work = move || Some(bring::bring(&folder, pictures, target, &keep));
        self.disk.run("The pictures were not brought in", work);
    }

    /// The takes of a scene, newest first.
    pub fn takes_of<'a>(&'a self, scene: &'a SceneId) -> impl Iterator<Item = &'a TakeRecord> {
        self.takes.of_scene(scene)
    }

    /// The take that stands for a scene; none where its animatic does.
    #[must_use]
    pub fn take_for<'a>(&'a self, scene: &'a crate::story::Scene) -> Option<&'a TakeRecord> {
        crate::deliver::chosen::take_of(scene, &self.takes)
    }

    #[must_use]
    pub fn take(&self, id: &TakeId) -> Option<&TakeRecord> {
        self.takes.all.iter().find(|take| take.id == *id)
    }

    #[must_use]
    pub fn making(&self) -> &[Making] {
        &self.making
    }

    #[must_use]
    pub fn making_of(&self, scene: &SceneId) -> Option<&Making> {
        self.making.iter().find(|making| making.scene == *scene)
    }

    /// Renders a scene's animatic as a take, in the background.
    ///
    /// # Errors
    /// A sentence, when the scene has no time or is being rendered already.
    pub fn render_animatic(&mut self, scene: &SceneId) -> Result<(), String> {
        if self.making_of(scene).is_some() {
            return Err("This scene's animatic is being rendered already".to_owned());
        }
        let index = self.project.scene_index(scene).ok_or("This scene is not in the project any more")?;
        let sender = self.inbox.sender();
        let order = make::resolve(&self.project, index, &self.pictures).map_err(|error| error.to_string())?;
        let scene_name = order.scene_name.clone();
        let of = scene.clone();
        let handle = make::animatic(&self.runner, order, &self.folder, move |event| {
            sender.send(Message::Take(of.clone(), event));
        });
        self.making.push(Making { scene: scene.clone(), scene_name, share: 0.0, handle });
        Ok(())
    }

    /// Stops rendering a scene.
    pub fn cancel_render(&mut self, scene: &SceneId) {
        if let Some(making) = self.making_of(scene) {
            making.handle.cancel();
        }
    }

    /// Takes in what the background has brought, and tells what others must know.
    pub fn drain(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        let mut looked = false;
        while let Some(message) = self.inbox.next() {
            match message {
                Message::Event(event) => events.push(event),
                Message::Looked(path, state) => {
                    looked = true;
                    self.gallery.look_came();
                    self.pictures.set(path, state);
                }
                Message::Thumb(path, pixels) => {
                    self.gallery.thumb_came(&path, pixels.is_some());
                    if let Some(pixels) = pixels {
                        events.push(Event::Thumb(path, pixels));
                    }
                }
                Message::Large { path, side, pixels } => {
                    self.gallery.large_came();
                    events.extend(pixels.map(|pixels| Event::Large { path, side, pixels }));
                }
                Message::Screen { showing, frame, pixels } => match pixels {
                    Ok(pixels) => events.push(Event::Screen { showing, frame, pixels }),
                    Err(sentence) => events.push(Event::Trouble(sentence)),
                },
                Message::Brought { target, pictures, troubles } => {
                    let mut named = Vec::new();
                    for (picture, info) in pictures {
                        self.pictures.set(picture.path.clone(), PictureState::Ready(info));
                        named.push(picture);
                    }
                    events.extend(troubles.into_iter().map(Event::Trouble));
                    events.extend(self.put(&target, &named));
                }
                Message::Pasted(brought) => {
                    for (path, info) in brought.pictures {
                        self.pictures.set(path, PictureState::Ready(info));
                    }
                    events.extend(brought.trouble.map(Event::Trouble));
                    events.push(Event::Pasted(Box::new(brought.pasted)));
                }
                Message::Saved { revision } => self.saved(revision),
                Message::NotSaved(sentence) => events.extend(self.not_saved(sentence)),
                Message::Outside(outside) => events.extend(self.changed_outside(outside)),
                Message::OutsideAnswered => self.answer_arrived(),
                Message::TakeKept(read) => self.kept_take_came(read, &mut events),
                Message::Take(scene, event) => self.take_event(&scene, event, &mut events),
                Message::Exported(exported) => events.push(self.exported(exported)),
                Message::Found { found, of } => events.push(self.found(&found, of)),
                Message::Drawing(message) => self.drawing_message(message, &mut events),
            }
        }
        if looked {
            self.refresh();
        }
        events
    }

    fn take_event(&mut self, scene: &SceneId, event: TakeEvent, events: &mut Vec<Event>) {
        match event {
            TakeEvent::Preparing(_) => {}
            TakeEvent::Running(share) => {
                if let Some(making) = self.making.iter_mut().find(|making| making.scene == *scene) {
                    making.share = share;
                }
            }
            TakeEvent::Saved(take) => {
                self.making.retain(|making| making.scene != *scene);
                self.takes.add((*take).clone());
                events.push(Event::TakeReady(take));
            }
            TakeEvent::Failed(sentence) => {
                self.making.retain(|making| making.scene != *scene);
                events.push(Event::Trouble(sentence));
            }
            TakeEvent::Cancelled => {
                self.making.retain(|making| making.scene != *scene);
                events.push(Event::RenderStopped);
            }
        }
    }

    /// The work of copying the project as it stands now under another path, name and id, with its media and takes. It is
    /// long: do it on another thread. It gives the copy's folder, or a sentence when the place is taken or the disk
    /// refuses.
    pub fn copying(&self, path: &Path) -> impl FnOnce() -> Result<PathBuf, String> + Send + use<> {
        let path = store::folder::with_extension(path);
        let name = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let project = Project { name, ..self.project.clone() };
        let folder = self.folder.clone();
        move || {
            let id = ProjectId::new(store::new_id());
            let copied = folder.copy_to(&path, &project, id, store::IfThere::Refuse);
            copied.map(|(folder, _)| folder.root().to_owned()).map_err(|error| error.to_string())
        }
    }
}
