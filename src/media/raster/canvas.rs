//! Painting a film's frames one after another into one picture: what lies there from the frame before is not painted
//! again. A frame is a base that hides everything (a picture, a film's frame) and what is laid over it (words, a rule).

use std::ops::Range;

use super::{PictureSource, Rasteriser};
use crate::media::picture::Pixels;
use crate::story::animatic::{Layer, Size};

/// Which rows of a picture a frame has otherwise than the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    Nothing,
    /// From the first to before the second, none over another.
    Rows(Vec<Range<u32>>),
    All,
}

/// What lies painted in a picture. `B` tells bases apart: equal ones look alike.
pub struct Canvas<B> {
    base: Option<(B, Size)>,
    over: Vec<Layer>,
    /// The base's rows, kept before something is laid over them.
    under: Vec<u8>,
    is_kept: Vec<bool>,
}

impl<B> Default for Canvas<B> {
    fn default() -> Self {
        Self { base: None, over: Vec::new(), under: Vec::new(), is_kept: Vec::new() }
    }
}

impl<B: PartialEq> Canvas<B> {
    /// Brings the picture, which nobody else has painted in since, to a base with these layers over it. A base that lies
    /// there already stays; else `draw` paints it over the whole picture and makes that large enough.
    ///
    /// # Errors
    /// Whatever `draw` gives; the next frame is then painted from its base on.
    pub fn show<E>(
        &mut self,
        base: B,
        over: &[Layer],
        brush: &mut Rasteriser,
        source: &dyn PictureSource,
        out: &mut Pixels,
        draw: impl FnOnce(&mut Rasteriser, &mut Pixels) -> Result<(), E>,
    ) -> Result<Changed, E> {
        let size = |out: &Pixels| Size { width: out.width, height: out.height };
        if self.base.as_ref().is_some_and(|(known, of)| *known == base && *of == size(out)) {
            let rows = self.lay(over, brush, source, out);
            return Ok(if rows.is_empty() { Changed::Nothing } else { Changed::Rows(rows) });
        }
        self.base = None;
        draw(brush, out)?;
        self.base = Some((base, size(out)));
        self.over.clear();
        self.under.resize(out.rgba.len(), 0);
        self.is_kept.clear();
        self.is_kept.resize(out.height as usize, false);
        self.lay(over, brush, source, out);
        Ok(Changed::All)
    }

    /// Lays these layers over the base in the place of those that lie there. Gives the rows that it painted.
    fn lay(
        &mut self,
        over: &[Layer],
        brush: &mut Rasteriser,
        source: &dyn PictureSource,
        out: &mut Pixels,
    ) -> Vec<Range<u32>> {
        if self.over == over {
            return Vec::new();
        }
        let size = Size { width: out.width, height: out.height };
        let new: Vec<Range<u32>> = over.iter().map(|layer| brush.rows_of(layer, size)).collect();
        let old: Vec<Range<u32>> = self.over.iter().map(|layer| brush.rows_of(layer, size)).collect();
        let gone = self.over.iter().zip(&old).filter(|(layer, _)| !over.contains(layer)).map(|(_, rows)| rows);
        let come = over.iter().zip(&new).filter(|(layer, _)| !self.over.contains(layer)).map(|(_, rows)| rows);
        let mut dirty = merged(gone.chain(come).cloned().collect());
        if dirty.is_empty() && over.len() == self.over.len() {
            // The same layers in another order.
            dirty = merged(new.clone());
        }
        // What is repainted in part is repainted whole: laid over itself it would show through less.
        loop {
            let touched = old.iter().chain(&new).filter(|rows| dirty.iter().any(|part| meet(part, rows)));
            let more = merged(dirty.iter().chain(touched).cloned().collect());
            if more == dirty {
                break;
            }
            dirty = more;
        }
        let stride = out.width as usize * 4;
        for row in dirty.iter().cloned().flatten().map(|row| row as usize) {
            let place = row * stride..(row + 1) * stride;
            if std::mem::replace(&mut self.is_kept[row], true) {
                out.rgba[place.clone()].copy_from_slice(&self.under[place]);
            } else {
                self.under[place.clone()].copy_from_slice(&out.rgba[place]);
            }
        }
        let repainted = over.iter().zip(&new).filter(|(_, rows)| dirty.iter().any(|part| meet(part, rows)));
        for (layer, _) in repainted {
            brush.paint_over(std::slice::from_ref(layer), source, out);
        }
        over.clone_into(&mut self.over);
        dirty
    }
}

fn meet(a: &Range<u32>, b: &Range<u32>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The same rows, in order and none twice.
fn merged(mut parts: Vec<Range<u32>>) -> Vec<Range<u32>> {
    parts.retain(|part| !part.is_empty());
    parts.sort_by_key(|part| part.start);
    let mut merged: Vec<Range<u32>> = Vec::new();
    for part in parts {
        match merged.last_mut() {
            Some(last) if part.start <= last.end => last.end = last.end.max(part.end),
            _ => merged.push(part),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use proptest::prelude::*;

    use super::*;
    use crate::media::testing::Panels;
    use crate::story::animatic::{FrameLayers, Rect, Rgba};

    const SIZE: Size = Size { width: 40, height: 60 };

    fn block(at: u8, colour: u8) -> Layer {
        let rect = Rect { x: 3.5, y: f32::from(at) - 4.0, width: 20.0, height: f32::from(colour % 16) };
        Layer::Block { rect, color: Rgba(colour, 200, 90, 130), radius: 2.0 }
    }

    proptest! {
        #[test]
        fn what_is_painted_on_is_what_is_painted_anew(
            frames in prop::collection::vec((0_u8..3, prop::collection::vec((0_u8..64, any::<u8>()), 0..4)), 1..12),
        ) {
            let (mut brush, source) = (Rasteriser::new(), Panels::default());
            let (mut canvas, mut out, mut drawn) = (Canvas::default(), Pixels::default(), 0);
            let mut before = None;
            for (base, over) in frames {
                let over: Vec<Layer> = over.into_iter().map(|(at, colour)| block(at, colour)).collect();
                let ground = Layer::Fill(Rgba(base * 60, 30, 20, 255));
                let (last, count) = (out.clone(), drawn);
                let changed = canvas.show(base, &over, &mut brush, &source, &mut out, |brush, out| {
                    drawn += 1;
                    brush.paint_into(&FrameLayers { size: SIZE, layers: vec![ground.clone()] }, &source, out);
                    Ok::<(), Infallible>(())
                }).unwrap();
                let anew = FrameLayers { size: SIZE, layers: std::iter::once(ground).chain(over.clone()).collect() };
                prop_assert!(out.rgba == Rasteriser::new().paint(&anew, &source).rgba);
                prop_assert_eq!(drawn - count, u32::from(before != Some(base)), "a base that lies there is not drawn");
                before = Some(base);
                let rows: Vec<u32> = match &changed {
                    Changed::All => continue,
                    Changed::Nothing => Vec::new(),
                    Changed::Rows(rows) => rows.iter().cloned().flatten().collect(),
                };
                let stride = SIZE.width as usize * 4;
                for row in (0..SIZE.height).filter(|row| !rows.contains(row)) {
                    let place = row as usize * stride..(row as usize + 1) * stride;
                    prop_assert!(out.rgba[place.clone()] == last.rgba[place], "row {} is told as it was", row);
                }
            }
        }
    }
}
