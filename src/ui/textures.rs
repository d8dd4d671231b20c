//! Pictures on the screen: small ones asked for by place, kept as textures while they are looked at, and no more of
//! them than fit a bound.

use std::collections::{HashMap, VecDeque};

use egui::{ColorImage, TextureHandle, TextureOptions};

use crate::desk::{Desk, Preview};
use crate::media::picture::Pixels;
use crate::story::MediaPath;

/// All thumbnails together take at most this many bytes.
pub const BYTES_MAX: usize = 256 * 1024 * 1024;

/// So many bytes of thumbnails become textures in one frame, and one in any case: all that come at once, as on a wall that
/// is scrolled fast, would make it stutter.
pub const BYTES_A_FRAME: usize = 2 * 1024 * 1024;

/// A picture that is worked on has at most so many pixels on its longer side.
const LARGE_MAX: u32 = 2048;

/// The textures in use.
#[derive(Default)]
pub struct Textures {
    thumbs: HashMap<MediaPath, Kept>,
    /// Thumbnails that have come and are no textures yet.
    waiting: VecDeque<(MediaPath, Pixels)>,
    bytes: usize,
    frame: u64,
    came: u64,
    /// The picture that is worked on.
    large: Option<Large>,
    /// What the viewer shows.
    screen: Option<TextureHandle>,
    proof: Option<Proof>,
}

/// A picture that is worked on, from when it is asked for.
struct Large {
    path: MediaPath,
    side: u32,
    texture: Option<TextureHandle>,
    /// When it was shown last.
    used: u64,
}

/// A delivery as it will be.
pub struct Proof {
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
    /// Begins a frame.
    pub fn begin(&mut self) {
        // Nobody works on it any more.
        self.large = self.large.take().filter(|large| large.used == self.frame);
        self.frame += 1;
    }

    /// A picture to be worked on, which takes so many pixels of the screen: its thumbnail until it is there.
    pub fn large(&mut self, desk: &Desk, path: &MediaPath, pixels: f32) -> Option<TextureHandle> {
        let side = large_side(pixels);
        match &mut self.large {
            Some(large) if large.path == *path && large.side == side => large.used = self.frame,
            large => {
                // What shows stays until the other size has come.
                let texture = large.take().filter(|large| large.path == *path).and_then(|large| large.texture);
                *large = Some(Large { path: path.clone(), side, texture, used: self.frame });
                desk.want_large(path, side);
            }
        }
        let texture = self.large.as_ref().and_then(|large| large.texture.clone());
        texture.or_else(|| self.thumb(desk, path))
    }

    /// A picture to be worked on has come.
    pub fn put_large(&mut self, ctx: &egui::Context, path: &MediaPath, side: u32, pixels: &Pixels) {
        if let Some(large) = self.large.as_mut().filter(|large| large.path == *path && large.side == side) {
            large.texture =
                Some(ctx.load_texture(format!("large {path}"), color_image(pixels), TextureOptions::LINEAR));
        }
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
        self.large = self.large.take().filter(|large| large.path != *path);
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
        self.proof = Some(Proof { shown, text, facts, notes });
    }

    #[must_use]
    pub fn proof(&self) -> Option<&Proof> {
        self.proof.as_ref()
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
            textures.begin();
            textures.put_thumb(&ctx, path(n), &pixels);
        }
        assert_eq!(textures.thumb_bytes(), fit * bytes);
        // The first is shown again: the second is now the one that waited longest.
        textures.begin();
        assert!(textures.shown(&path(0)).is_some());
        textures.put_thumb(&ctx, path(fit), &pixels);
        assert_eq!(textures.thumb_bytes(), fit * bytes);
        assert!(textures.shown(&path(0)).is_some() && textures.shown(&path(fit)).is_some());
        assert!(textures.shown(&path(1)).is_none());
        // As many again within one frame: the bound holds though all of them are in view.
        textures.begin();
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
