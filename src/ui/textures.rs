//! Pictures on the screen: small ones asked for by place, kept as textures while they are looked at, and no more of
//! them than fit a bound.

use std::collections::{HashMap, VecDeque};

use egui::{ColorImage, TextureHandle, TextureOptions};

use crate::deliver::{Kind, Request};
use crate::desk::{Desk, Preview};
use crate::media::picture::{Pixels, THUMB_SIDE};
use crate::story::MediaPath;

/// All thumbnails together take at most this many bytes.
pub const BYTES_MAX: usize = 160 * 1024 * 1024;

/// So many bytes of thumbnails become textures in one frame, and one in any case: all that come at once, as on a wall that
/// is scrolled fast, would make it stutter.
pub const BYTES_A_FRAME: usize = 2 * 1024 * 1024;

/// While the hands rest, thumbnails that are out of sight may stay in so many bytes.
const BYTES_AT_REST: usize = 24 * 1024 * 1024;
/// So long after the last input the hands rest, in seconds.
const REST: f64 = 45.0;

/// A picture that is worked on has at most so many pixels on its longer side.
const LARGE_MAX: u32 = 2048;
/// All pictures larger than thumbnails together take at most this many bytes.
const LARGE_BYTES_MAX: usize = 96 * 1024 * 1024;
/// Only so many larger pictures are asked for at once where many are in view: a wall that is scrolled fast would ask for all
/// that it passes by.
const LARGE_AT_ONCE: usize = 4;
/// A picture that has not come after so many frames is not waited for any more.
const LARGE_WAIT: u64 = 600;
/// A thumbnail is drawn this much larger than it is before its picture is asked for.
const STRETCH: f32 = 1.15;

/// The textures in use.
#[derive(Default)]
pub struct Textures {
    thumbs: HashMap<MediaPath, Kept>,
    /// Thumbnails that have come and are no textures yet.
    waiting: VecDeque<(MediaPath, Pixels)>,
    bytes: usize,
    frame: u64,
    /// When there was input last, on egui's clock in seconds, and now.
    active: f64,
    now: f64,
    came: u64,
    /// Pictures larger than thumbnails: one that is worked on, and the panels of a wall that is zoomed in.
    large: HashMap<MediaPath, Large>,
    /// What the viewer shows.
    screen: Option<TextureHandle>,
    proof: Option<Proof>,
}

/// A picture larger than a thumbnail, from when it is asked for.
struct Large {
    side: u32,
    texture: Option<TextureHandle>,
    /// The frames when it was asked for and shown last.
    asked: u64,
    used: u64,
    has_come: bool,
}

/// A delivery as it will be.
pub struct Proof {
    /// What was asked for: the delivery, and which page of it.
    pub request: Box<Request>,
    pub wanted: usize,
    pub shown: ProofShown,
    /// The beginning of what is text.
    pub text: String,
    /// What it will be, each a short line.
    pub facts: Vec<String>,
    /// What people should know of it, each a sentence.
    pub notes: Vec<String>,
}

/// What is seen of it.
pub enum ProofShown {
    Page {
        texture: TextureHandle,
        /// Counted from 0.
        page: usize,
        pages: usize,
    },
    /// It has no pages.
    Nothing,
    /// Why it cannot be made, as a sentence.
    Trouble(String),
}

struct Kept {
    texture: TextureHandle,
    bytes: usize,
    /// When it was shown last.
    used: u64,
    /// Counts what has come.
    came: u64,
}

impl Textures {
    /// Begins a frame, at a time of egui's clock in seconds. `is_active` tells of input in it, and of what plays.
    pub fn begin(&mut self, now: f64, is_active: bool) {
        let frame = self.frame;
        // What nobody has seen in the frame before goes; what is on its way is taken in first.
        self.large.retain(|_, large| {
            large.used == frame || (!large.has_come && frame.saturating_sub(large.asked) < LARGE_WAIT)
        });
        self.now = now;
        if is_active {
            self.active = now;
        } else if now - self.active >= REST {
            self.let_go_of_unseen();
        }
        self.frame += 1;
    }

    /// A picture to be worked on, which takes so many pixels of the screen: its thumbnail until it is there.
    pub fn large(&mut self, desk: &Desk, path: &MediaPath, pixels: f32) -> Option<TextureHandle> {
        self.larger(desk, path, large_side(pixels), usize::MAX)
    }

    /// A picture that takes so many pixels of the screen on its longer side: its thumbnail where that is as sharp, and until
    /// the larger one is there.
    pub fn sharp(&mut self, desk: &Desk, path: &MediaPath, pixels: f32) -> Option<TextureHandle> {
        #[expect(clippy::cast_precision_loss, reason = "pixels of a thumbnail")]
        let is_enough = pixels <= THUMB_SIDE as f32 * STRETCH;
        let is_small = || desk.pictures().info(path).is_none_or(|info| info.width.max(info.height) <= THUMB_SIDE);
        if is_enough || is_small() {
            return self.thumb(desk, path);
        }
        self.larger(desk, path, large_side(pixels), LARGE_AT_ONCE)
    }

    fn larger(&mut self, desk: &Desk, path: &MediaPath, side: u32, at_once: usize) -> Option<TextureHandle> {
        let frame = self.frame;
        let known = self.large.get_mut(path);
        let has_side = known.as_ref().is_some_and(|large| large.side == side);
        if let Some(large) = known {
            large.used = frame;
        }
        let awaited = |large: &&Large| !large.has_come && frame.saturating_sub(large.asked) < LARGE_WAIT;
        if !has_side && self.large.values().filter(awaited).count() < at_once {
            // What shows stays until the other size has come.
            let texture = self.large.remove(path).and_then(|large| large.texture);
            self.large.insert(path.clone(), Large { side, texture, asked: frame, used: frame, has_come: false });
            desk.want_large(path, side);
        }
        let texture = self.large.get(path).and_then(|large| large.texture.clone());
        texture.or_else(|| self.thumb(desk, path))
    }

    /// A picture larger than a thumbnail has come.
    pub fn put_large(&mut self, ctx: &egui::Context, path: &MediaPath, side: u32, pixels: &Pixels) {
        let Some(large) = self.large.get_mut(path).filter(|large| large.side == side) else { return };
        large.has_come = true;
        large.texture = Some(ctx.load_texture(format!("large {path}"), color_image(pixels), TextureOptions::LINEAR));
        let bytes = |large: &Large| large.texture.as_ref().map_or(0, TextureHandle::byte_size);
        let mut sum: usize = self.large.values().map(bytes).sum();
        while sum > LARGE_BYTES_MAX {
            let others = self.large.iter().filter(|(other, large)| *other != path && large.texture.is_some());
            let oldest = others.min_by_key(|(_, large)| (large.used, large.asked));
            let Some(oldest) = oldest.map(|(path, _)| path.clone()) else { break };
            sum -= self.large.get(&oldest).map_or(0, bytes);
            // It stays known by its size: one that is in view shows its thumbnail and is not asked for once more.
            if let Some(large) = self.large.get_mut(&oldest) {
                large.texture = None;
            }
        }
    }

    /// Lets thumbnails go that were out of sight in the frame before, as far as they take more than they may at rest.
    fn let_go_of_unseen(&mut self) {
        while self.bytes > BYTES_AT_REST {
            let unseen = self.thumbs.iter().filter(|(_, kept)| kept.used < self.frame);
            let oldest = unseen.min_by_key(|(_, kept)| (kept.used, kept.came)).map(|(path, _)| path.clone());
            let Some(path) = oldest else { break };
            self.drop_thumb(&path);
        }
    }

    /// In how many seconds a frame lets something go that is out of sight now, unless there is input before; nothing where
    /// none will.
    #[must_use]
    pub fn rests_in(&self) -> Option<f64> {
        let has_unseen = || self.thumbs.values().any(|kept| kept.used < self.frame);
        (self.bytes > BYTES_AT_REST && has_unseen()).then(|| (self.active + REST - self.now).max(1.0))
    }

    /// A picture's thumbnail, if it is there already; asked for otherwise. Cheap to call in every frame.
    pub fn thumb(&mut self, desk: &Desk, path: &MediaPath) -> Option<TextureHandle> {
        let shown = self.shown(path);
        if shown.is_none() && !self.waiting.iter().any(|(waiting, _)| waiting == path) {
            desk.want_thumb(path);
        }
        shown
    }

    fn shown(&mut self, path: &MediaPath) -> Option<TextureHandle> {
        let kept = self.thumbs.get_mut(path)?;
        kept.used = self.frame;
        Some(kept.texture.clone())
    }

    /// How many bytes all thumbnails take now.
    #[must_use]
    pub fn thumb_bytes(&self) -> usize {
        self.bytes
    }

    /// A thumbnail has come.
    pub fn thumb_came(&mut self, path: MediaPath, pixels: Pixels) {
        self.waiting.push_back((path, pixels));
    }

    /// Makes textures of what has come, as much as one frame bears. Tells whether some wait for the next.
    pub fn put_waiting(&mut self, ctx: &egui::Context) -> bool {
        let mut bytes = 0;
        while bytes < BYTES_A_FRAME
            && let Some((path, pixels)) = self.waiting.pop_front()
        {
            bytes += pixels.rgba.len();
            self.put_thumb(ctx, path, &pixels);
        }
        self.is_waiting()
    }

    /// Whether something that has come is no texture yet.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    fn put_thumb(&mut self, ctx: &egui::Context, path: MediaPath, pixels: &Pixels) {
        let image = color_image(pixels);
        let bytes = image.pixels.len() * 4;
        let texture = ctx.load_texture(format!("thumb {path}"), image, TextureOptions::LINEAR);
        self.came += 1;
        if let Some(old) = self.thumbs.insert(path, Kept { texture, bytes, used: self.frame, came: self.came }) {
            self.bytes -= old.bytes;
        }
        self.bytes += bytes;
        self.shrink();
    }

    /// Lets go of a picture that has changed.
    pub fn forget(&mut self, path: &MediaPath) {
        self.large.remove(path);
        self.drop_thumb(path);
    }

    fn drop_thumb(&mut self, path: &MediaPath) {
        if let Some(old) = self.thumbs.remove(path) {
            self.bytes -= old.bytes;
        }
    }

    /// Lets go of everything: another project.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Lets those go that were shown least recently. The newest is among the last to go: it has just been asked for.
    fn shrink(&mut self) {
        while self.bytes > BYTES_MAX {
            let oldest = self.thumbs.iter().min_by_key(|(_, kept)| (kept.used, kept.came));
            let Some(path) = oldest.map(|(path, _)| path.clone()) else { break };
            self.drop_thumb(&path);
        }
    }

    /// The viewer's picture has come.
    pub fn put_screen(&mut self, ctx: &egui::Context, pixels: &Pixels) {
        let image = color_image(pixels);
        match &mut self.screen {
            Some(texture) if texture.size() == image.size => texture.set(image, TextureOptions::LINEAR),
            screen => *screen = Some(ctx.load_texture("viewer", image, TextureOptions::LINEAR)),
        }
    }

    /// What the viewer shows.
    #[must_use]
    pub fn screen(&self) -> Option<&TextureHandle> {
        self.screen.as_ref()
    }

    /// A page of a document has come.
    pub fn put_proof(&mut self, ctx: &egui::Context, preview: &Preview) {
        let shown = match &preview.pixels {
            Ok(Some(pixels)) => {
                let texture = ctx.load_texture("proof", color_image(pixels), TextureOptions::LINEAR);
                ProofShown::Page { texture, page: preview.page, pages: preview.pages }
            }
            Ok(None) => ProofShown::Nothing,
            Err(sentence) => ProofShown::Trouble(sentence.clone()),
        };
        let (text, facts, notes) = (preview.text.clone(), preview.facts.clone(), preview.notes.clone());
        let (request, wanted) = (preview.request.clone(), preview.wanted);
        self.proof = Some(Proof { request, wanted, shown, text, facts, notes });
    }

    /// What has come of a kind; what came of another one is out of date.
    #[must_use]
    pub fn proof(&self, kind: Kind) -> Option<&Proof> {
        self.proof.as_ref().filter(|proof| proof.request.kind == kind)
    }

    pub fn clear_proof(&mut self) {
        self.proof = None;
    }

    pub fn clear_screen(&mut self) {
        self.screen = None;
    }
}

/// The size of which a picture is asked for that takes so many pixels of the screen: a window that grows does not ask for
/// another one at each of its sizes.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, which is meant")]
fn large_side(pixels: f32) -> u32 {
    const STEP: u32 = 256;
    (pixels.ceil() as u32).min(LARGE_MAX).next_multiple_of(STEP).max(STEP)
}

/// A picture as egui takes it.
#[must_use]
pub fn color_image(pixels: &Pixels) -> ColorImage {
    ColorImage::from_rgba_unmultiplied([pixels.width as usize, pixels.height as usize], &pixels.rgba)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_holds_and_what_was_shown_least_recently_goes_first() {
        let ctx = egui::Context::default();
        let mut textures = Textures::default();
        let pixels = Pixels::new(1024, 1024);
        let bytes = 1024 * 1024 * 4;
        let fit = BYTES_MAX / bytes;
        let path = |n: usize| MediaPath::new(format!("media/{n}.png")).unwrap();
        for n in 0..fit {
            textures.begin(0.0, true);
            textures.put_thumb(&ctx, path(n), &pixels);
        }
        assert_eq!(textures.thumb_bytes(), fit * bytes);
        // The first is shown again: the second is now the one that waited longest.
        textures.begin(0.0, true);
        assert!(textures.shown(&path(0)).is_some());
        textures.put_thumb(&ctx, path(fit), &pixels);
        assert_eq!(textures.thumb_bytes(), fit * bytes);
        assert!(textures.shown(&path(0)).is_some() && textures.shown(&path(fit)).is_some());
        assert!(textures.shown(&path(1)).is_none());
        // As many again within one frame: the bound holds though all of them are in view.
        textures.begin(0.0, true);
        for n in 1000..1000 + 2 * fit {
            textures.put_thumb(&ctx, path(n), &pixels);
            assert!(textures.thumb_bytes() <= BYTES_MAX);
        }
        assert!(textures.shown(&path(1000 + 2 * fit - 1)).is_some());
        // The same once more takes no more room.
        textures.put_thumb(&ctx, path(1000 + 2 * fit - 1), &pixels);
        assert_eq!(textures.thumb_bytes(), fit * bytes);
    }

    #[test]
    fn at_rest_what_is_out_of_sight_goes_and_what_is_in_view_stays() {
        let ctx = egui::Context::default();
        let mut textures = Textures::default();
        let pixels = Pixels::new(512, 288);
        let path = |n: usize| MediaPath::new(format!("media/{n}.png")).unwrap();
        textures.begin(0.0, true);
        for n in 0..200 {
            textures.put_thumb(&ctx, path(n), &pixels);
        }
        let all = textures.thumb_bytes();
        assert!(textures.rests_in().is_none(), "all are in view");
        for now in [1.0, REST - 1.0] {
            textures.begin(now, now < 2.0);
            assert!(textures.shown(&path(7)).is_some());
            assert_eq!(textures.thumb_bytes(), all, "the hands may come back to them");
        }
        assert_eq!(textures.rests_in(), Some(2.0));
        textures.begin(REST + 1.0, false);
        assert!(textures.thumb_bytes() <= BYTES_AT_REST);
        assert!(textures.shown(&path(7)).is_some());
        assert_eq!(textures.rests_in(), None);
    }

    #[test]
    fn pictures_larger_than_thumbnails_stay_within_their_bound() {
        let ctx = egui::Context::default();
        let mut textures = Textures::default();
        let path = |n: usize| MediaPath::new(format!("media/{n}.png")).unwrap();
        textures.begin(0.0, true);
        for n in 0..20 {
            let large = Large { side: 2048, texture: None, asked: 1, used: 1, has_come: false };
            textures.large.insert(path(n), large);
            textures.put_large(&ctx, &path(n), 2048, &Pixels::new(2048, 2048));
            let sum: usize =
                textures.large.values().filter_map(|large| Some(large.texture.as_ref()?.byte_size())).sum();
            assert!(sum <= LARGE_BYTES_MAX);
            assert!(textures.large[&path(n)].texture.is_some(), "the newest is there");
        }
        textures.begin(0.0, true);
        assert!(!textures.large.is_empty(), "they were in view");
        textures.begin(0.0, true);
        assert!(textures.large.is_empty());
    }

    #[test]
    fn many_that_come_at_once_become_textures_over_several_frames_in_their_order() {
        let ctx = egui::Context::default();
        let mut textures = Textures::default();
        let path = |n: usize| MediaPath::new(format!("media/{n}.png")).unwrap();
        let bytes = 512 * 288 * 4;
        let in_one = BYTES_A_FRAME.div_ceil(bytes);
        for n in 0..=2 * in_one {
            textures.thumb_came(path(n), Pixels::new(512, 288));
        }
        assert!(textures.put_waiting(&ctx));
        assert!(textures.shown(&path(in_one - 1)).is_some() && textures.shown(&path(in_one)).is_none());
        assert!(textures.put_waiting(&ctx) && textures.is_waiting());
        assert!(!textures.put_waiting(&ctx) && !textures.is_waiting());
        assert_eq!(textures.thumb_bytes(), (2 * in_one + 1) * bytes);
        // One that is larger than all that a frame bears comes through all the same.
        textures.thumb_came(path(999), Pixels::new(2048, 1024));
        assert!(!textures.put_waiting(&ctx) && textures.shown(&path(999)).is_some());
    }
}
