//! What a rasteriser keeps from frame to frame, bounded: pictures scaled for their place, labels set in type, grounds.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::blend;
use super::label::{SetLabel, set};
use super::view::ScaledPicture;
use crate::media::picture::{Decoded, Pixels};
use crate::story::animatic::{Label, Rect, Rgba, Size};
use crate::story::picture::ContentHash;

/// Bytes of scaled pictures.
const MOST_PICTURES: usize = 96 << 20;
/// Bytes of labels.
const MOST_LABELS: usize = 24 << 20;
const MOST_GROUNDS: usize = 8 << 20;

type PictureKey = (ContentHash, (u32, u32));

#[derive(Default)]
pub struct Store {
    pictures: Mutex<Kept<PictureKey, ScaledPicture>>,
    labels: Mutex<Kept<Label, SetLabel>>,
    grounds: Mutex<Kept<(Size, Rgba, Rgba), Pixels>>,
}

impl Store {
    /// A picture scaled to this size. `None`, when it cannot be had; that is not remembered.
    pub fn picture(
        &self,
        content: &ContentHash,
        size: (u32, u32),
        full: impl FnOnce() -> Option<Arc<Decoded>>,
    ) -> Option<Arc<ScaledPicture>> {
        let key = (content.clone(), size);
        if let Some(found) = locked(&self.pictures).get(&key) {
            return Some(found);
        }
        let scaled = Arc::new(ScaledPicture::new(full()?.as_ref(), size)?);
        locked(&self.pictures).put(key, scaled.clone(), scaled.bytes(), MOST_PICTURES);
        Some(scaled)
    }

    pub fn label(&self, label: &Label) -> Arc<SetLabel> {
        if let Some(found) = locked(&self.labels).get(label) {
            return found;
        }
        let made = Arc::new(set(label));
        locked(&self.labels).put(label.clone(), made.clone(), made.image.rgba.len() + label.text.len(), MOST_LABELS);
        made
    }

    /// A frame full of one shade.
    pub fn ground(&self, size: Size, top: Rgba, bottom: Rgba) -> Arc<Pixels> {
        let key = (size, top, bottom);
        if let Some(found) = locked(&self.grounds).get(&key) {
            return found;
        }
        let mut pixels = Pixels::new(size.width, size.height);
        #[expect(clippy::cast_precision_loss, reason = "pixels of a frame")]
        let rect = Rect { x: 0.0, y: 0.0, width: size.width as f32, height: size.height as f32 };
        blend::clear(&mut pixels);
        blend::shade(&mut pixels, rect, top, bottom);
        let pixels = Arc::new(pixels);
        locked(&self.grounds).put(key, pixels.clone(), pixels.rgba.len(), MOST_GROUNDS);
        pixels
    }
}

/// A panic while something was kept leaves a list that is whole: entries are put in at once.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Entries by their last use, the newest in front.
struct Kept<K, V> {
    entries: VecDeque<(K, Arc<V>, usize)>,
    bytes: usize,
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self { entries: VecDeque::new(), bytes: 0 }
    }
}

impl<K: PartialEq, V> Kept<K, V> {
    /// Few enough entries are kept that they are looked through in order.
    const MOST: usize = 64;

    fn get(&mut self, key: &K) -> Option<Arc<V>> {
        let index = self.entries.iter().position(|(kept, ..)| kept == key)?;
        if index > 0 {
            let entry = self.entries.remove(index)?;
            self.entries.push_front(entry);
        }
        self.entries.front().map(|(_, value, _)| value.clone())
    }

    /// Keeps one more and lets go of the oldest until all fit; what was just put in stays in any case.
    fn put(&mut self, key: K, value: Arc<V>, bytes: usize, most_bytes: usize) {
        if self.entries.iter().any(|(kept, ..)| *kept == key) {
            return;
        }
        self.entries.push_front((key, value, bytes));
        self.bytes += bytes;
        while self.entries.len() > 1 && (self.bytes > most_bytes || self.entries.len() > Self::MOST) {
            if let Some((_, _, bytes)) = self.entries.pop_back() {
                self.bytes -= bytes;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_last_stays() {
        let mut kept = Kept::<u32, u32>::default();
        for n in 0..4 {
            kept.put(n, Arc::new(n), 10, 35);
            assert!(kept.get(&0).is_some() || n == 0, "0 is used all the time");
        }
        assert_eq!(kept.entries.iter().map(|entry| entry.0).collect::<Vec<_>>(), [0, 3, 2]);
        kept.put(9, Arc::new(9), 1000, 35);
        assert_eq!((kept.entries.len(), kept.bytes), (1, 1000));
        for n in 0..200 {
            kept.put(n, Arc::new(n), 0, 35);
        }
        assert!(kept.entries.len() <= 64);
    }
}
