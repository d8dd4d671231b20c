//! Pictures of the project, looked at and made small in a few threads of their own. What was found is kept between
//! openings by the picture's content, so that none is decoded twice.

use std::cell::Cell;
use std::collections::{HashSet, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::inbox::{Message, MessageSender};
use crate::media::picture::{self, PictureError, Pixels};
use crate::store::ThumbCache;
use crate::store::folder::ProjectFolder;
use crate::store::take_end::picture_bytes;
use crate::story::picture::ContentHash;
use crate::story::{MediaPath, PictureInfo, PictureState};

const THREADS: usize = 2;

/// Looks at pictures and makes thumbnails.
pub(super) struct Gallery {
    work: Arc<Work>,
    inbox: MessageSender,
    pool: Option<rayon::ThreadPool>,
    shrinking: Mutex<HashSet<MediaPath>>,
    /// How many answers have not been taken in yet.
    awaited: Cell<usize>,
}

/// What the threads share.
struct Work {
    folder: Arc<ProjectFolder>,
    cache: ThumbCache,
    looking: Mutex<HashSet<MediaPath>>,
    wishes: Mutex<Wishes>,
    /// How many originals were decoded.
    decoded: AtomicUsize,
}

/// What is still to be done. What is in view now comes first; what was only to be looked at comes last.
#[derive(Default)]
struct Wishes {
    thumbs: Vec<(MediaPath, Option<ContentHash>)>,
    looks: VecDeque<MediaPath>,
}

impl Gallery {
    pub(super) fn new(folder: Arc<ProjectFolder>, cache: ThumbCache, inbox: MessageSender) -> Self {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(THREADS)
            .thread_name(|n| format!("pictures {n}"))
            .build()
            .map_err(|error| tracing::error!("no threads for pictures: {error}"))
            .ok();
        let work =
            Work { folder, cache, looking: Mutex::default(), wishes: Mutex::default(), decoded: AtomicUsize::new(0) };
        Self { work: Arc::new(work), inbox, pool, shrinking: Mutex::default(), awaited: Cell::new(0) }
    }

    /// Finds out what a picture is; it comes as a message.
    pub(super) fn look(&self, path: &MediaPath) {
        if lock(&self.work.looking).insert(path.clone()) {
            lock(&self.work.wishes).looks.push_back(path.clone());
            self.spawn();
        }
    }

    /// Makes a thumbnail; it comes as a message. `content` is what the picture is known by, where that is known.
    pub(super) fn want_thumb(&self, path: &MediaPath, content: Option<&ContentHash>) {
        if lock(&self.shrinking).insert(path.clone()) {
            lock(&self.work.wishes).thumbs.push((path.clone(), content.cloned()));
            self.spawn();
        }
    }

    /// Makes a picture large enough to work on, at most so many pixels wide and high; it comes as a message.
    pub(super) fn want_large(&self, path: &MediaPath, side: u32) {
        if let Some(pool) = &self.pool {
            self.awaited.set(self.awaited.get() + 1);
            let (work, inbox, path) = (self.work.clone(), self.inbox.clone(), path.clone());
            pool.spawn(move || {
                let pixels = work.large(&path, side);
                inbox.send(Message::Large { path, side, pixels });
            });
        }
    }

    /// Keeps the thumbnail of a picture that is decoded elsewhere, so that it is not decoded again to show it.
    pub(super) fn keeping(&self) -> impl Fn(&PictureInfo, &Pixels) + Send + use<> {
        let work = self.work.clone();
        move |info, pixels| _ = work.keep(info, pixels)
    }

    /// A large picture has been taken in.
    pub(super) fn large_came(&self) {
        self.awaited.set(self.awaited.get().saturating_sub(1));
    }

    /// What a picture is has been taken in.
    pub(super) fn look_came(&self) {
        self.awaited.set(self.awaited.get().saturating_sub(1));
    }

    /// Whether something that was asked for is still to come.
    pub(super) fn is_busy(&self) -> bool {
        self.awaited.get() > 0
    }

    /// How many originals were decoded since the project was opened.
    pub(super) fn decoded(&self) -> usize {
        self.work.decoded.load(Ordering::Relaxed)
    }

    /// The thumbnail has been taken in: it may be asked for again. One that does not decode is not tried again.
    pub(super) fn thumb_came(&self, path: &MediaPath, decoded: bool) {
        self.awaited.set(self.awaited.get().saturating_sub(1));
        if decoded {
            lock(&self.shrinking).remove(path);
        }
    }

    /// One more wish is to be carried out.
    fn spawn(&self) {
        if let Some(pool) = &self.pool {
            self.awaited.set(self.awaited.get() + 1);
            let (work, inbox) = (self.work.clone(), self.inbox.clone());
            pool.spawn(move || work.next(&inbox));
        }
    }
}

impl Work {
    /// Carries out one wish: of what is in view the newest, since it is in view for certain.
    fn next(&self, inbox: &MessageSender) {
        let mut wishes = lock(&self.wishes);
        if let Some((path, content)) = wishes.thumbs.pop() {
            drop(wishes);
            let thumb = self.thumb(&path, content.as_ref());
            inbox.send(Message::Thumb(path, thumb));
        } else if let Some(path) = wishes.looks.pop_front() {
            drop(wishes);
            let state = self.look(&path);
            lock(&self.looking).remove(&path);
            inbox.send(Message::Looked(path, state));
        }
    }

    fn look(&self, path: &MediaPath) -> PictureState {
        match picture_bytes(&self.folder, path) {
            Ok(bytes) => {
                let content = picture::content_of(&bytes);
                let kept = self.cache.get(&content);
                let info = kept.and_then(|kept| picture::unpack_info(&kept, &content, bytes.len() as u64));
                match info.map_or_else(|| self.decode(&bytes).map(|(info, _)| info), Ok) {
                    Ok(info) => PictureState::Ready(info),
                    Err(error) => PictureState::Unreadable(error.to_string()),
                }
            }
            Err(state) => state,
        }
    }

    fn thumb(&self, path: &MediaPath, content: Option<&ContentHash>) -> Option<Pixels> {
        let kept = |content: &ContentHash| picture::unpack_thumb(&self.cache.get(content)?);
        if let Some(thumb) = content.and_then(kept) {
            return Some(thumb);
        }
        let bytes = picture_bytes(&self.folder, path).ok()?;
        if let Some(thumb) = kept(&picture::content_of(&bytes)) {
            return Some(thumb);
        }
        self.decode(&bytes).ok().map(|(_, thumb)| thumb)
    }

    fn large(&self, path: &MediaPath, side: u32) -> Option<Pixels> {
        let bytes = picture_bytes(&self.folder, path).ok()?;
        self.decoded.fetch_add(1, Ordering::Relaxed);
        let (_, pixels) = picture::read(&bytes).ok()?;
        Some(picture::fitted(&pixels, side, side))
    }

    /// Decodes an original and keeps what came of it.
    fn decode(&self, bytes: &[u8]) -> Result<(PictureInfo, Pixels), PictureError> {
        self.decoded.fetch_add(1, Ordering::Relaxed);
        let (info, pixels) = picture::read(bytes)?;
        let thumb = self.keep(&info, &pixels);
        Ok((info, thumb))
    }

    fn keep(&self, info: &PictureInfo, pixels: &Pixels) -> Pixels {
        let thumb = picture::thumb(pixels);
        match picture::pack(info, &thumb) {
            Ok(packed) => {
                if let Err(error) = self.cache.put(&info.content, &packed) {
                    // It is made again next time.
                    tracing::warn!("{error}");
                }
            }
            Err(error) => tracing::warn!("a small picture {error}"),
        }
        thumb
    }
}

/// Nothing here is left half done by a panic, so what a lock guards is whole.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
