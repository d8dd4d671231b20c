//! The pictures of an order, read from the project's folder and held against the content that was ordered.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::media::picture::{Decoded, decode};
use crate::media::raster::PictureSource;
use crate::provider::pictures::content_of;
use crate::store::ProjectFolder;
use crate::story::order::OrderPicture;
use crate::story::{ContentHash, MediaPath, Order};

/// The pictures that an animatic may show, each once: panels, and the first frame. Those that were unreadable already
/// when the order was made are left out; a slate stands for them.
pub fn pictures_of(order: &Order) -> Vec<OrderPicture> {
    let mut seen = BTreeSet::new();
    let panels = order.shots.iter().filter_map(|shot| shot.panel.as_ref());
    let all = panels.chain(&order.first_frame).filter(|picture| picture.info.is_some());
    all.filter(|picture| seen.insert(&picture.path)).cloned().collect()
}

/// Pictures of a project's folder, decoded when they are asked for. A picture that several threads ask for at once is
/// decoded once; none is kept longer than someone uses it, and no two are asked for by one thread at a time.
#[derive(Debug)]
pub struct FolderPictures {
    folder: Arc<ProjectFolder>,
    in_use: Mutex<HashMap<ContentHash, Arc<Mutex<Weak<Decoded>>>>>,
}

impl FolderPictures {
    #[must_use]
    pub fn new(folder: impl Into<Arc<ProjectFolder>>) -> Self {
        Self { folder: folder.into(), in_use: Mutex::default() }
    }
}

impl PictureSource for FolderPictures {
    fn pixels(&self, path: &MediaPath, content: &ContentHash) -> Option<Arc<Decoded>> {
        // A panic while decoding leaves a picture that is not in use.
        let place =
            self.in_use.lock().unwrap_or_else(PoisonError::into_inner).entry(content.clone()).or_default().clone();
        let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pixels) = place.upgrade() {
            return Some(pixels);
        }
        let bytes = self.folder.read_picture(path).ok()?;
        let pixels = (content_of(&bytes) == *content).then(|| decode(&bytes).ok()).flatten().map(Arc::new)?;
        *place = Arc::downgrade(&pixels);
        Some(pixels)
    }
}
