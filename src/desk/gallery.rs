//! Pictures of the project, looked at and made small in a few threads of their own.

use std::cell::Cell;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use super::look;
use super::news::{News, NewsSender};
use crate::media::picture::{self, Pixels};
use crate::store::folder::ProjectFolder;
use crate::story::MediaPath;

/// The longest side of a thumbnail, in pixels: sharp in the timeline at scale 2.
const THUMB_SIDE: u32 = 512;
const THREADS: usize = 2;

/// Looks at pictures and makes thumbnails.
pub(super) struct Gallery {
    folder: Arc<ProjectFolder>,
    news: NewsSender,
    pool: Option<rayon::ThreadPool>,
    looking: Arc<Mutex<HashSet<MediaPath>>>,
    shrinking: Mutex<HashSet<MediaPath>>,
    /// How many answers have not been taken in yet.
    awaited: Cell<usize>,
}

impl Gallery {
    pub(super) fn new(folder: Arc<ProjectFolder>, news: NewsSender) -> Self {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(THREADS)
            .thread_name(|n| format!("pictures {n}"))
            .build()
            .map_err(|error| tracing::error!("no threads for pictures: {error}"))
            .ok();
        Self { folder, news, pool, looking: Arc::default(), shrinking: Mutex::default(), awaited: Cell::new(0) }
    }

    /// Finds out what a picture is; it comes as news.
    pub(super) fn look(&self, path: &MediaPath) {
        if !lock(&self.looking).insert(path.clone()) {
            return;
        }
        let (folder, news, path, looking) =
            (self.folder.clone(), self.news.clone(), path.clone(), self.looking.clone());
        self.spawn(move || {
            let state = look::at(&folder, &path);
            lock(&looking).remove(&path);
            news.send(News::Looked(path, state));
        });
    }

    /// Makes a thumbnail; it comes as news.
    pub(super) fn want_thumb(&self, path: &MediaPath) {
        if !lock(&self.shrinking).insert(path.clone()) {
            return;
        }
        let (folder, news, path) = (self.folder.clone(), self.news.clone(), path.clone());
        self.spawn(move || {
            let thumb = thumb(&folder, &path);
            news.send(News::Thumb(path, thumb));
        });
    }

    /// What a picture is has been taken in.
    pub(super) fn look_came(&self) {
        self.awaited.set(self.awaited.get().saturating_sub(1));
    }

    /// Whether something that was asked for is still to come.
    pub(super) fn is_busy(&self) -> bool {
        self.awaited.get() > 0
    }

    /// The thumbnail has been taken in: it may be asked for again. One that does not decode is not tried again.
    pub(super) fn thumb_came(&self, path: &MediaPath, decoded: bool) {
        self.awaited.set(self.awaited.get().saturating_sub(1));
        if decoded {
            lock(&self.shrinking).remove(path);
        }
    }

    fn spawn(&self, work: impl FnOnce() + Send + 'static) {
        if let Some(pool) = &self.pool {
            self.awaited.set(self.awaited.get() + 1);
            pool.spawn(work);
        }
    }
}

fn thumb(folder: &ProjectFolder, path: &MediaPath) -> Option<Pixels> {
    let bytes = folder.read_picture(path).ok()?;
    let pixels = picture::decode(&bytes).ok()?;
    Some(picture::fitted(&pixels, THUMB_SIDE, THUMB_SIDE))
}

/// Nothing here is left half done by a panic, so what a lock guards is whole.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
