//! Rendering an animatic: its frames are painted as they are written, stretch by stretch on all cores, as one MP4 file.

use std::path::Path;

use super::film::FilmError;
use super::film::write::{FramePainter, Frames, write_film};
pub use super::film::write::{RenderWatch, Rendered};
use super::picture::Pixels;
use super::raster::{Canvas, Changed, PictureSource, Rasteriser};
use crate::story::animatic::{FrameLayers, Layer, Size, frame_at, size_of};
use crate::story::order::Order;
use crate::story::units::{FRAME_RATE, FrameNumber};

/// Renders an order's animatic to a file. It appears complete or not at all.
pub fn render_animatic(
    order: &Order,
    source: &(dyn PictureSource + Sync),
    out: &Path,
    watch: &RenderWatch,
) -> Result<Rendered, FilmError> {
    let frames = AnimaticFrames { order, source, rasteriser: Rasteriser::new() };
    write_film(&frames, None, out, watch)
}

struct AnimaticFrames<'a> {
    order: &'a Order,
    source: &'a (dyn PictureSource + Sync),
    rasteriser: Rasteriser,
}

impl Frames for AnimaticFrames<'_> {
    fn size(&self) -> Size {
        size_of(self.order.aspect)
    }

    fn rate(&self) -> u32 {
        FRAME_RATE
    }

    fn parts(&self) -> Vec<u64> {
        self.order.shots.iter().map(|shot| shot.seconds.frames().0).collect()
    }

    fn painter(&self) -> Box<dyn FramePainter + '_> {
        Box::new(AnimaticPainter { frames: self, rasteriser: self.rasteriser.clone(), canvas: Canvas::default() })
    }
}

struct AnimaticPainter<'a> {
    frames: &'a AnimaticFrames<'a>,
    rasteriser: Rasteriser,
    /// A still picture is painted once; over it the time goes on.
    canvas: Canvas<Vec<Layer>>,
}

impl FramePainter for AnimaticPainter<'_> {
    fn paint(&mut self, frame: u64, out: &mut Pixels) -> Result<Changed, FilmError> {
        let AnimaticFrames { order, source, .. } = self.frames;
        let layers = frame_at(order, FrameNumber(frame));
        let (base, over) = layers.base_and_over();
        self.canvas.show(base.to_vec(), over, &mut self.rasteriser, *source, out, |rasteriser, out| {
            let base = FrameLayers { size: layers.size, layers: base.to_vec() };
            rasteriser.paint_into(&base, *source, out);
            match rasteriser.missing() {
                Some(path) => Err(FilmError::Picture(path.to_string())),
                None => Ok(()),
            }
        })
    }
}

#[cfg(test)]
mod tests;
