//! Pictures on the screen: small ones asked for by place, kept as textures while they are looked at, and no more of
//! them than fit a bound.

use std::collections::HashMap;

use egui::{ColorImage, TextureHandle, TextureOptions};

use crate::desk::{Desk, Preview};
use crate::media::picture::Pixels;
use crate::story::MediaPath;

/// All thumbnails together take at most this many bytes.
const BOUND: usize = 96 * 1024 * 1024;

/// The textures in use.
#[derive(Default)]
pub struct Textures {
    thumbs: HashMap<MediaPath, Kept>,
    bytes: usize,
    frame: u64,
    /// What the viewer shows.
    screen: Option<TextureHandle>,
    proof: Option<Proof>,
}

/// A page of a document as it will be.
pub enum Proof {
    Page {
        texture: TextureHandle,
        /// Counted from 0.
        page: usize,
        pages: usize,
    },
    /// Why there is none, as a sentence.
    Trouble(String),
}

struct Kept {
    texture: TextureHandle,
    bytes: usize,
    used: u64,
}

impl Textures {
    /// Begins a frame.
    pub fn begin(&mut self) {
        self.frame += 1;
    }

    /// A picture's thumbnail, if it is there already; asked for otherwise. Cheap to call in every frame.
    pub fn thumb(&mut self, desk: &Desk, path: &MediaPath) -> Option<TextureHandle> {
        if let Some(kept) = self.thumbs.get_mut(path) {
            kept.used = self.frame;
            return Some(kept.texture.clone());
        }
        desk.want_thumb(path);
        None
    }

    /// A thumbnail has come.
    pub fn put_thumb(&mut self, ctx: &egui::Context, path: MediaPath, pixels: &Pixels) {
        let image = color_image(pixels);
        let bytes = image.pixels.len() * 4;
        let texture = ctx.load_texture(format!("thumb {path}"), image, TextureOptions::LINEAR);
        if let Some(old) = self.thumbs.insert(path, Kept { texture, bytes, used: self.frame }) {
            self.bytes -= old.bytes;
        }
        self.bytes += bytes;
        self.shrink();
    }

    /// Lets go of a picture that has changed.
    pub fn forget(&mut self, path: &MediaPath) {
        if let Some(old) = self.thumbs.remove(path) {
            self.bytes -= old.bytes;
        }
    }

    /// Lets go of everything: another project.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    fn shrink(&mut self) {
        while self.bytes > BOUND {
            let oldest = self.thumbs.iter().min_by_key(|(_, kept)| kept.used);
            let Some((path, kept)) = oldest.map(|(path, kept)| (path.clone(), kept.used)) else { break };
            // What is on the screen now stays, even past the bound.
            if kept >= self.frame {
                break;
            }
            self.forget(&path);
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
        self.proof = Some(match &preview.pixels {
            Ok(pixels) => {
                let texture = ctx.load_texture("proof", color_image(pixels), TextureOptions::LINEAR);
                Proof::Page { texture, page: preview.page, pages: preview.pages }
            }
            Err(sentence) => Proof::Trouble(sentence.clone()),
        });
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

/// A picture as egui takes it.
#[must_use]
pub fn color_image(pixels: &Pixels) -> ColorImage {
    ColorImage::from_rgba_unmultiplied([pixels.width as usize, pixels.height as usize], &pixels.rgba)
}
