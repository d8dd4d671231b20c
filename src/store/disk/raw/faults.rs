//! A disk that fails when told, and what a power cut leaves: of every file only what was synced is sure to be there, of
//! every name only what its folder was synced with; the rest may have come to the disk, whole, in part, or not at all.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// One thing done to the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    Create(PathBuf),
    /// At the end of the file.
    Write(PathBuf, Vec<u8>),
    Cut(PathBuf, u64),
    Sync(PathBuf),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
    Folder(PathBuf),
    SyncFolder(PathBuf),
    Other,
}

/// How the disk behaves in this thread.
#[derive(Debug, Default)]
struct Plan {
    done: Vec<Deed>,
    /// Which deed fails, counted from 0, how, and whether all after it fail too.
    fails: Option<(usize, ErrorKind, bool)>,
    /// Whether each write takes half of what it is given.
    short: bool,
}

thread_local! {
    static PLAN: RefCell<Option<Plan>> = const { RefCell::new(None) };
}

/// Called before each deed.
pub(super) fn before(deed: &Deed) -> io::Result<()> {
    PLAN.with_borrow_mut(|plan| {
        let Some(plan) = plan else { return Ok(()) };
        let at = plan.done.len();
        plan.done.push(deed.clone());
        match plan.fails {
            Some((from, kind, all)) if at == from || (all && at > from) => Err(kind.into()),
            _ => Ok(()),
        }
    })
}

/// How much of so many bytes a write takes.
pub(super) fn short(length: usize) -> usize {
    PLAN.with_borrow(|plan| if plan.as_ref().is_some_and(|plan| plan.short) { length.div_ceil(2) } else { length })
}

/// Does something while everything is written down that happens to the disk.
pub fn watched<T>(work: impl FnOnce() -> T) -> (T, Vec<Deed>) {
    run(Plan::default(), work)
}

/// The same with a disk on which one deed fails, and with `all` every later one too.
pub fn failing<T>(at: usize, kind: ErrorKind, all: bool, work: impl FnOnce() -> T) -> (T, Vec<Deed>) {
    run(Plan { fails: Some((at, kind, all)), ..Plan::default() }, work)
}

/// The same with writes that take half of what they are given.
pub fn taking_half<T>(work: impl FnOnce() -> T) -> (T, Vec<Deed>) {
    run(Plan { short: true, ..Plan::default() }, work)
}

fn run<T>(plan: Plan, work: impl FnOnce() -> T) -> (T, Vec<Deed>) {
    PLAN.set(Some(plan));
    let result = work();
    let plan = PLAN.take();
    (result, plan.map(|plan| plan.done).unwrap_or_default())
}

/// How many deeds were done since watching began.
pub fn so_far() -> usize {
    PLAN.with_borrow(|plan| plan.as_ref().map_or(0, |plan| plan.done.len()))
}

/// What came to the disk of that which was not synced.
#[derive(Clone, Copy, Debug)]
pub struct Luck {
    /// Whether names that were not synced are there.
    pub names: bool,
    pub content: Content,
}

#[derive(Clone, Copy, Debug)]
pub enum Content {
    None,
    All,
    Half,
    /// The file is as long as it should be, and holds nothing there.
    Zeros,
}

impl Luck {
    pub fn all() -> impl Iterator<Item = Self> {
        let contents = [Content::None, Content::All, Content::Half, Content::Zeros];
        [false, true]
            .into_iter()
            .flat_map(move |names| contents.into_iter().map(move |content| Self { names, content }))
    }
}

#[derive(Clone, Debug, Default)]
struct Inode {
    lasting: Vec<u8>,
    now: Vec<u8>,
}

/// The files of a folder as they would be found after a power cut.
#[derive(Clone, Debug, Default)]
pub struct Platter {
    inodes: Vec<Inode>,
    lasting: BTreeMap<PathBuf, usize>,
    now: BTreeMap<PathBuf, usize>,
}

impl Platter {
    /// The files that lie in a folder, all of them lasting.
    pub fn of(folder: &Path) -> Self {
        let mut platter = Self::default();
        platter.read(folder);
        platter.lasting = platter.now.clone();
        platter
    }

    fn read(&mut self, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.read(&path);
            } else {
                let bytes = fs::read(&path).unwrap();
                self.now.insert(path, self.inodes.len());
                self.inodes.push(Inode { lasting: bytes.clone(), now: bytes });
            }
        }
    }

    pub fn take(&mut self, deed: &Deed) {
        match deed {
            Deed::Create(path) => {
                self.now.insert(path.clone(), self.inodes.len());
                self.inodes.push(Inode::default());
            }
            Deed::Write(path, bytes) => self.file(path).now.extend_from_slice(bytes),
            Deed::Cut(path, length) => self.file(path).now.truncate(usize::try_from(*length).unwrap()),
            Deed::Sync(path) => {
                let file = self.file(path);
                file.lasting.clone_from(&file.now);
            }
            Deed::Rename(from, to) => {
                let file = self.now.remove(from).unwrap();
                self.now.insert(to.clone(), file);
            }
            Deed::Remove(path) => _ = self.now.remove(path),
            Deed::SyncFolder(folder) => {
                let is_in = |path: &PathBuf| path.parent() == Some(folder);
                self.lasting.retain(|path, _| !is_in(path));
                self.lasting
                    .extend(self.now.iter().filter(|(path, _)| is_in(path)).map(|(path, at)| (path.clone(), *at)));
            }
            Deed::Folder(_) | Deed::Other => {}
        }
    }

    fn file(&mut self, path: &Path) -> &mut Inode {
        let at = self.now[path];
        &mut self.inodes[at]
    }

    /// Writes down what is found under `from` into the folder `to`.
    pub fn leave(&self, luck: Luck, from: &Path, to: &Path) {
        let names = if luck.names { &self.now } else { &self.lasting };
        for (path, at) in names {
            let Inode { lasting, now } = &self.inodes[*at];
            let same = lasting.iter().zip(now).take_while(|(a, b)| a == b).count();
            let bytes = match luck.content {
                Content::None => lasting.clone(),
                Content::All => now.clone(),
                Content::Half => now[..same + (now.len() - same) / 2].to_vec(),
                Content::Zeros => {
                    let mut bytes = now[..same].to_vec();
                    bytes.resize(now.len(), 0);
                    bytes
                }
            };
            let target = to.join(path.strip_prefix(from).unwrap());
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::write(target, bytes).unwrap();
        }
    }
}
