//! What leaves the project, made in the background: one thing at a time, with its progress and a way to stop it; and the
//! pages of documents as they will be, for looking at before.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::Desk;
use super::inbox::{Event, Message, MessageSender};
use super::telling::capital;
use super::work::{Latest, Next, Wishes};
use crate::deliver::boards::{BoardPictures, Laid};
use crate::deliver::package::{Package, PackageError, PackageRequest, PackageWatch, deliver_package};
use crate::deliver::shot_list;
use crate::deliver::{self, Delivered, Kind, Outlook, Request, Settings, Source, Watch};
use crate::media::io_error::words;
use crate::media::page::{self, PagePictures};
use crate::media::picture::{self, Pixels};
use crate::store::destination::{DestinationError, Replace};
use crate::store::{ProjectFolder, disk, new_id};
use crate::story::{MediaPath, Scene};

/// A shot list is text, in bytes.
const SHOT_LIST_MAX: u64 = 64_000_000;
const LOGO_MAX: u64 = 64_000_000;
/// Pixels of pictures that are kept for the next page or the next change, in bytes.
const KEPT_MAX: usize = 64 << 20;

/// Something that is leaving the project.
pub enum Exporting {
    /// One file, or a film with its captions.
    File { out: PathBuf, watch: Arc<Watch> },
    /// Several papers and films into a folder of their own.
    Package(Arc<PackageWatch>),
}

impl Exporting {
    /// How much is done, from 0 to 1.
    #[must_use]
    pub fn share(&self) -> f32 {
        match self {
            Self::File { watch, .. } => watch.share(),
            Self::Package(watch) => watch.share(),
        }
    }

    /// What is going on, in a few words: `Exporting boards.pdf`.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            Self::File { out, .. } => format!("Exporting {}", out.file_name().unwrap_or_default().to_string_lossy()),
            Self::Package(watch) => format!("Delivering, {}", watch.label()),
        }
    }

    fn cancel(&self) {
        match self {
            Self::File { watch, .. } => watch.cancel(),
            Self::Package(watch) => watch.cancel(),
        }
    }
}

/// What came of an export.
pub(super) enum Exported {
    Done(Delivered),
    Stopped,
    Failed(String),
    /// These files are there, and nobody agreed to replace them.
    There(Vec<PathBuf>),
    /// Several things, with what could not be made.
    Package(Package),
    /// Nothing was delivered: why, as a sentence.
    NoPackage(String),
    PackageStopped,
}

/// A delivery as it will be.
#[derive(Clone, Debug)]
pub struct Preview {
    /// What was asked for: the delivery, and which page of it.
    pub request: Box<Request>,
    pub wanted: usize,
    /// Counted from 0.
    pub page: usize,
    pub pages: usize,
    /// The page of a document; none of what has no pages. A sentence, when it cannot be made.
    pub pixels: Result<Option<Arc<Pixels>>, String>,
    /// The beginning of what is text.
    pub text: String,
    /// What it will be, each a short line.
    pub facts: Vec<String>,
    /// What people should know of it, each a sentence.
    pub notes: Vec<String>,
}

/// What the desk keeps for exports.
pub(super) struct Exports {
    settings: Settings,
    exporting: Option<Exporting>,
    /// The project as it stood at a revision.
    source: Option<(u64, Arc<Source>)>,
    proofs: Proofs,
}

impl Exports {
    /// Reads what the project remembers; a note when it cannot be used.
    pub(super) fn new(folder: &Arc<ProjectFolder>, inbox: MessageSender) -> (Self, Option<String>) {
        let (settings, note) = Settings::load(folder);
        (Self { settings, exporting: None, source: None, proofs: Proofs::new(inbox) }, note)
    }
}

impl Desk {
    /// What was chosen for the project's last exports.
    #[must_use]
    pub fn export_settings(&self) -> &Settings {
        &self.exports.settings
    }

    #[must_use]
    pub fn exporting(&self) -> Option<&Exporting> {
        self.exports.exporting.as_ref()
    }

    /// Whether a take stands for a scene in what leaves the project; else its panels do.
    #[must_use]
    pub fn shows_a_take(&self, scene: &Scene) -> bool {
        deliver::chosen::take_of(scene, &self.takes).is_some()
    }

    /// Lets the project remember choices, in the background.
    pub fn remember_export(&mut self, settings: Settings) {
        if self.exports.settings == settings {
            return;
        }
        self.exports.settings = settings.clone();
        if self.held().is_some() {
            // Someone else has the project: it is remembered as long as this window looks at it.
            return;
        }
        let folder = self.folder.clone();
        self.disk.run("The choices were not remembered", move || {
            settings.save(&folder).err().map(|error| Event::Trouble(error.to_string()))
        });
    }

    /// Starts an export; what came of it is an event.
    ///
    /// # Errors
    /// A sentence, when another one is not done yet or the system gives no thread.
    pub fn export(&mut self, request: Request) -> Result<(), String> {
        let watch = Arc::new(Watch::new());
        let exporting = Exporting::File { out: request.out.clone(), watch: watch.clone() };
        let lost = Exported::Failed("the export was lost by a fault of the program; try again".to_owned());
        let settings = request.settings.clone();
        self.start_export(settings, exporting, lost, move |source| match deliver::deliver(source, &request, &watch) {
            Ok(delivered) => Exported::Done(delivered),
            Err(deliver::DeliverError::Cancelled) => Exported::Stopped,
            Err(deliver::DeliverError::Destination(DestinationError::Exists(files))) => Exported::There(files),
            Err(error) => Exported::Failed(error.to_string()),
        })
    }

    /// Starts a delivery of several things; what came of it is an event.
    ///
    /// # Errors
    /// As `export`.
    pub fn deliver(&mut self, request: PackageRequest) -> Result<(), String> {
        let watch = Arc::new(PackageWatch::new(&self.project, &request));
        let exporting = Exporting::Package(watch.clone());
        let lost = Exported::NoPackage("the delivery was lost by a fault of the program; try again".to_owned());
        let settings = request.settings.clone();
        self.start_export(settings, exporting, lost, move |source| match deliver_package(source, &request, &watch) {
            Ok(package) => Exported::Package(package),
            Err(PackageError::Cancelled) => Exported::PackageStopped,
            Err(error) => Exported::NoPackage(error.to_string()),
        })
    }

    /// Does the work on a thread of its own. `lost` is what came of it where it panics: a fault of its own shall not leave
    /// the window waiting for ever.
    fn start_export(
        &mut self,
        settings: Settings,
        exporting: Exporting,
        lost: Exported,
        work: impl FnOnce(&Source) -> Exported + Send + 'static,
    ) -> Result<(), String> {
        if self.exports.exporting.is_some() {
            return Err("Another export is not done yet; wait for it or stop it".to_owned());
        }
        self.remember_export(settings);
        let (source, inbox) = (self.export_source(), self.inbox.sender());
        let work = move || {
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(&source)));
            inbox.send(Message::Exported(done.unwrap_or(lost)));
        };
        let thread = std::thread::Builder::new().name("export".to_owned()).spawn(work);
        thread.map_err(|error| format!("The export could not be started ({}); close other programs", words(&error)))?;
        self.exports.exporting = Some(exporting);
        Ok(())
    }

    /// Stops the export; nothing is left of it.
    pub fn cancel_export(&self) {
        if let Some(exporting) = &self.exports.exporting {
            exporting.cancel();
        }
    }

    /// Asks for a page of a document as it will be; it comes as an event. Only the newest wish counts.
    pub fn want_proof(&mut self, request: Request, page: usize, width: u32) {
        let source = self.export_source();
        self.exports.proofs.want(Wish { source, request, page, width });
    }

    /// Reads a shot list in the background and works out what it changes; that comes as an event.
    pub fn read_shot_list(&self, path: PathBuf) {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        self.work_out_import(move || {
            let bytes = disk::read(&path, SHOT_LIST_MAX, &format!("read {name}")).map_err(|e| e.to_string())?;
            shot_list::read(&bytes).map_err(|error| format!("{name}: {error}"))
        });
    }

    /// The same for rows that were copied from a spreadsheet.
    pub fn read_pasted_rows(&self, text: String) {
        self.work_out_import(move || match shot_list::read_pasted(&text) {
            Some(table) => table.map_err(|error| format!("The pasted rows: {error}")),
            None => Err("What was pasted is no table with names of columns".to_owned()),
        });
    }

    fn work_out_import(&self, read: impl FnOnce() -> Result<shot_list::Table, String> + Send + 'static) {
        let (project, limits) = (self.project.clone(), self.rules.limits.clone());
        self.disk.run("The shot list was not read", move || {
            let import = read().and_then(|table| {
                shot_list::plan(&project, &table, &limits, &mut new_id).map_err(|error| error.to_string())
            });
            Some(match import {
                Ok(import) => Event::ShotList(Box::new(import)),
                Err(sentence) => Event::Trouble(sentence),
            })
        });
    }

    /// Copies a logo into the project, in the background; where it lies comes as an event.
    pub fn bring_logo(&self, path: PathBuf) {
        let folder = self.folder.clone();
        self.disk.run("The logo was not brought in", move || {
            Some(match logo(&folder, &path) {
                Ok(path) => Event::Logo(path),
                Err(sentence) => Event::Trouble(sentence),
            })
        });
    }

    /// Decodes a picture of the project for the clipboard, in the background.
    pub fn copy_picture(&self, path: MediaPath) {
        let folder = self.folder.clone();
        self.disk.run("The picture was not copied", move || {
            let bytes = folder.read_picture(&path).map_err(|error| error.to_string());
            let pixels = bytes
                .and_then(|bytes| picture::decode(&bytes).map_err(|error| format!("The picture \"{path}\" {error}")));
            let pixels = pixels.map(picture::Decoded::into_pixels);
            Some(pixels.map_or_else(Event::Trouble, Event::Copied))
        });
    }

    /// Paints the contact sheet for the clipboard, in the background.
    pub fn copy_sheet(&mut self) {
        let source = self.export_source();
        let request = Request {
            kind: Kind::ContactSheet,
            scope: deliver::Scope::Project,
            settings: self.exports.settings.clone(),
            range: (None, None),
            out: PathBuf::new(),
            replace: Replace::Nothing,
        };
        self.disk.run("The contact sheet was not copied", move || {
            let pixels = deliver::contact_sheet::paint(&source, &request, &Watch::new());
            Some(pixels.map_or_else(|error| Event::Trouble(error.to_string()), Event::Copied))
        });
    }

    pub(super) fn exported(&mut self, exported: Exported) -> Event {
        self.exports.exporting = None;
        match exported {
            Exported::Done(delivered) => Event::Exported(delivered),
            Exported::Stopped => Event::Done("The export was stopped, nothing was changed".to_owned()),
            Exported::Failed(sentence) => Event::NotExported(capital(&sentence)),
            Exported::There(files) => Event::WouldReplace(files),
            Exported::Package(package) => Event::Delivered(Box::new(package)),
            Exported::NoPackage(sentence) => Event::NotDelivered(capital(&sentence)),
            Exported::PackageStopped => Event::Done(capital(&PackageError::Cancelled.to_string())),
        }
    }

    /// The project as it stands; the same one until something changes.
    fn export_source(&mut self) -> Arc<Source> {
        let revision = self.history.revision();
        if let Some((of, source)) = &self.exports.source
            && *of == revision
            && source.pictures == self.pictures
            && source.takes == self.takes
        {
            return source.clone();
        }
        let source = Arc::new(Source {
            project: self.project.clone(),
            folder: (*self.folder).clone(),
            pictures: self.pictures.clone(),
            takes: self.takes.clone(),
            rules: (*self.rules).clone(),
            today: jiff::Zoned::now().date(),
        });
        self.exports.source = Some((revision, source.clone()));
        source
    }
}

fn logo(folder: &ProjectFolder, path: &Path) -> Result<MediaPath, String> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let bytes = disk::read(path, LOGO_MAX, &format!("read {name}")).map_err(|error| error.to_string())?;
    // An SVG is kept as the picture that it was painted as: the project's pictures are pixels.
    let painted = picture::svg_as_png(&bytes).map_err(|error| format!("{name} {error}"))?;
    let bytes = painted.unwrap_or(bytes);
    let info = picture::inspect(&bytes).map_err(|error| format!("{name} {error}"))?;
    folder.import_picture(&bytes, &info).map_err(|error| error.to_string())
}

/// A page that someone wants to look at.
struct Wish {
    source: Arc<Source>,
    request: Request,
    page: usize,
    /// In pixels.
    width: u32,
}

/// The thread that lays documents out and paints their pages, started with the first wish.
struct Proofs {
    inbox: MessageSender,
    thread: Option<Latest<Wish>>,
}

impl Proofs {
    fn new(inbox: MessageSender) -> Self {
        Self { inbox, thread: None }
    }

    fn want(&mut self, wish: Wish) {
        let start = || {
            let inbox = self.inbox.clone();
            Latest::start("proofs", move |wishes| make_proofs(wishes, &inbox))
        };
        self.thread.get_or_insert_with(start).want(wish);
    }
}

fn make_proofs(wishes: &Wishes<Wish>, inbox: &MessageSender) {
    let mut last: Option<(Arc<Source>, Request, Outlook)> = None;
    let kept = Kept::default();
    while let Next::Wish(wish) = wishes.next(None) {
        let same = |(source, request, _): &(Arc<Source>, Request, Outlook)| {
            Arc::ptr_eq(source, &wish.source) && *request == wish.request
        };
        if !last.as_ref().is_some_and(same) {
            match deliver::outlook(&wish.source, &wish.request) {
                Ok(outlook) => last = Some((wish.source.clone(), wish.request.clone(), outlook)),
                Err(error) => {
                    last = None;
                    let pixels = Err(capital(&error.to_string()));
                    let (text, facts, notes) = (String::new(), Vec::new(), Vec::new());
                    let (request, wanted) = (Box::new(wish.request), wish.page);
                    let preview = Preview { request, wanted, page: 0, pages: 0, pixels, text, facts, notes };
                    inbox.send(Event::Proof(preview));
                    continue;
                }
            }
        }
        let Some((source, _, outlook)) = &last else { continue };
        let pages = outlook.laid.as_ref().map_or(0, |laid| laid.pages.len());
        let at = wish.page.min(pages.saturating_sub(1));
        let pixels = outlook.laid.as_ref().and_then(|laid| {
            let page = laid.pages.get(at)?;
            #[expect(clippy::cast_precision_loss, reason = "pixels of a screen")]
            let scale = wish.width as f32 / page.width;
            let pictures = BoardPictures::new(&laid.pictures, &source.folder, &source.takes);
            Some(Arc::new(page::paint(page, scale, &Keeping { kept: &kept, laid, pictures: &pictures })))
        });
        let (text, facts, notes) = (outlook.text.clone(), outlook.facts.clone(), outlook.notes.clone());
        let (request, wanted, pixels) = (Box::new(wish.request), wish.page, Ok(pixels));
        inbox.send(Event::Proof(Preview { request, wanted, page: at, pages, pixels, text, facts, notes }));
    }
}

type KeptKey = (deliver::boards::PictureFrom, u32, u32);

/// Pictures that were painted lately, the oldest first, and their bytes together.
type KeptPictures = (Vec<(KeptKey, Arc<Pixels>)>, usize);

#[derive(Default)]
struct Kept(Mutex<KeptPictures>);

struct Keeping<'a> {
    kept: &'a Kept,
    laid: &'a Laid,
    pictures: &'a BoardPictures<'a>,
}

impl PagePictures for Keeping<'_> {
    fn pixels(&self, picture: usize, width: u32, height: u32) -> Option<Arc<Pixels>> {
        let key = (self.laid.pictures.get(picture)?.clone(), width, height);
        let found = {
            let kept = self.kept.0.lock().unwrap_or_else(PoisonError::into_inner);
            kept.0.iter().find(|(known, _)| *known == key).map(|(_, pixels)| pixels.clone())
        };
        if found.is_some() {
            return found;
        }
        let pixels = self.pictures.pixels(picture, width, height)?;
        let mut kept = self.kept.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.1 += pixels.rgba.len();
        kept.0.push((key, pixels.clone()));
        while kept.1 > KEPT_MAX && kept.0.len() > 1 {
            let (_, oldest) = kept.0.remove(0);
            kept.1 -= oldest.rgba.len();
        }
        Some(pixels)
    }
}
