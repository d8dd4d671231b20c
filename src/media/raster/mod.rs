//! Painting: the layers of an animatic's frame become pixels. The viewer and the rendered file both come through here.
//! The same layers give the same bytes.

mod blend;
mod canvas;
mod coverage;
mod label;
mod shape;
mod store;
mod typesetter;
mod view;

use std::ops::Range;
use std::sync::Arc;

pub(super) use self::blend::{block, polygon};
pub use self::canvas::{Canvas, Changed};
pub use self::coverage::{choose_font, font_families, uncovered};
pub(super) use self::shape::shape;
pub(super) use self::typesetter::with_type;

use self::store::Store;
use super::picture::{Decoded, Pixels};
use crate::story::animatic::{FrameLayers, Layer, Rect, Rgba, Size};
use crate::story::picture::{ContentHash, MediaPath};

/// Where decoded pictures come from.
pub trait PictureSource {
    /// The picture in its full size, if it can be had now.
    fn pixels(&self, path: &MediaPath, content: &ContentHash) -> Option<Arc<Decoded>>;
}

/// Paints frames. It keeps what the next frame will need again: scaled pictures, set labels, grounds.
///
/// A clone shares what is kept, so that several threads paint stretches of one film without doing things twice.
#[derive(Clone, Default)]
pub struct Rasteriser {
    store: Arc<Store>,
    tools: view::Tools,
    missing: Option<MediaPath>,
}

impl Rasteriser {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A frame in new memory.
    pub fn paint(&mut self, frame: &FrameLayers, source: &dyn PictureSource) -> Pixels {
        let mut out = Pixels::new(frame.size.width, frame.size.height);
        self.paint_into(frame, source, &mut out);
        out
    }

    /// A frame in the memory of an earlier one, which is made to fit. Every pixel of it becomes opaque.
    pub fn paint_into(&mut self, frame: &FrameLayers, source: &dyn PictureSource, out: &mut Pixels) {
        let Size { width, height } = frame.size;
        out.width = width;
        out.height = height;
        out.rgba.resize(width as usize * height as usize * 4, 0);
        self.missing = None;
        // What an opaque layer hides entirely need not be painted.
        let first = frame.layers.iter().rposition(|layer| hides_all(layer, frame.size)).unwrap_or(0);
        if !frame.layers.get(first).is_some_and(|layer| hides_all(layer, frame.size)) {
            blend::clear(out);
        }
        self.paint_over(&frame.layers[first..], source, out);
    }

    fn layer(&mut self, layer: &Layer, source: &dyn PictureSource, out: &mut Pixels) {
        let size = Size { width: out.width, height: out.height };
        match layer {
            Layer::Fill(color) => blend::fill(out, *color),
            Layer::Block { rect, color, radius } => blend::block(out, *rect, *color, *radius),
            Layer::Shade { rect, top, bottom } if covers(*rect, size) && top.3 == 255 && bottom.3 == 255 => {
                out.rgba.copy_from_slice(&self.store.ground(size, *top, *bottom).rgba);
            }
            Layer::Shade { rect, top, bottom } => blend::shade(out, *rect, *top, *bottom),
            Layer::Picture { path, content, view, dest } => {
                let wanted = view::wanted_size(*view, *dest);
                match self.store.picture(content, wanted, || source.pixels(path, content)) {
                    Some(picture) => view::paint(out, &mut self.tools, &picture, *view, *dest),
                    None => {
                        blend::block(out, *dest, ABSENT, 0.0);
                        self.missing.get_or_insert_with(|| path.clone());
                    }
                }
            }
            Layer::Label(label) => {
                let label = self.store.label(label);
                blend::over(out, &label.image, label.x, label.y);
            }
        }
    }

    /// The rows of a frame that a layer may paint in, from the first to before the second.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the frame")]
    fn rows_of(&self, layer: &Layer, size: Size) -> Range<u32> {
        let within = |from: f64, to: f64| {
            let row = |at: f64| at.clamp(0.0, f64::from(size.height)) as u32;
            row(from.floor())..row(to.ceil())
        };
        match layer {
            Layer::Fill(_) => 0..size.height,
            Layer::Block { rect, .. } | Layer::Shade { rect, .. } | Layer::Picture { dest: rect, .. } => {
                // One more on each side, whatever is rounded.
                within(f64::from(rect.y) - 1.0, f64::from(rect.y) + f64::from(rect.height) + 1.0)
            }
            Layer::Label(label) => {
                let label = self.store.label(label);
                within(f64::from(label.y), f64::from(label.y) + f64::from(label.image.height))
            }
        }
    }

    /// More layers over a frame that is painted already.
    pub fn paint_over(&mut self, layers: &[Layer], source: &dyn PictureSource, out: &mut Pixels) {
        for layer in layers {
            self.layer(layer, source, out);
        }
    }

    /// The first picture of the last frame that the source did not have; its place was left dark.
    #[must_use]
    pub fn missing(&self) -> Option<&MediaPath> {
        self.missing.as_ref()
    }
}

/// A picture, its alpha straight, over another with its upper left corner at a place that may lie outside.
pub(super) fn blend_over(out: &mut Pixels, picture: &Pixels, x: i32, y: i32) {
    let mut image = blend::Premultiplied { width: picture.width, height: picture.height, rgba: picture.rgba.clone() };
    for pixel in image.rgba.as_chunks_mut::<4>().0 {
        let alpha = pixel[3];
        pixel[..3].iter_mut().for_each(|channel| *channel = blend::share(*channel, alpha));
    }
    blend::over(out, &image, x, y);
}

/// Reads the system's fonts, which takes a moment the first time; later calls return at once.
/// Worth calling in the background when the program starts.
pub fn load_fonts() {
    typesetter::load();
}

/// Where a picture is not there (yet).
const ABSENT: Rgba = Rgba(0x16, 0x16, 0x19, 0xFF);

fn covers(rect: Rect, size: Size) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "pixels of a frame")]
    let (width, height) = (size.width as f32, size.height as f32);
    rect.x <= 0.0 && rect.y <= 0.0 && rect.x + rect.width >= width && rect.y + rect.height >= height
}

fn hides_all(layer: &Layer, size: Size) -> bool {
    match layer {
        Layer::Fill(color) => color.3 == 255,
        Layer::Shade { rect, top, bottom } => covers(*rect, size) && top.3 == 255 && bottom.3 == 255,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
