//! Flat colours, rounded blocks and shades, and the laying of one picture over another.

use crate::media::picture::Pixels;
use crate::story::animatic::{Rect, Rgba};

/// A raster whose colours are multiplied with their alpha already.
pub struct Premultiplied {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
}

/// Opaque black.
pub fn clear(out: &mut Pixels) {
    fill(out, Rgba(0, 0, 0, 255));
}

pub fn fill(out: &mut Pixels, color: Rgba) {
    if color.3 == 255 {
        let pixel = [color.0, color.1, color.2, 255];
        out.rgba.as_chunks_mut::<4>().0.fill(pixel);
    } else {
        let color = premultiplied(color, 255);
        out.rgba.as_chunks_mut::<4>().0.iter_mut().for_each(|pixel| lay(pixel, color));
    }
}

/// `a * b / 255`, rounded.
#[expect(clippy::cast_possible_truncation, reason = "at most 255")]
pub fn share(a: u8, b: u8) -> u8 {
    let product = u32::from(a) * u32::from(b) + 128;
    ((product + (product >> 8)) >> 8) as u8
}

/// A colour times its own alpha and a coverage.
pub fn premultiplied(color: Rgba, coverage: u8) -> [u8; 4] {
    let alpha = share(color.3, coverage);
    [share(color.0, alpha), share(color.1, alpha), share(color.2, alpha), alpha]
}

/// A premultiplied colour over a pixel.
pub fn lay(pixel: &mut [u8; 4], color: [u8; 4]) {
    let rest = 255 - color[3];
    for (below, above) in pixel.iter_mut().zip(color) {
        *below = above.saturating_add(share(*below, rest));
    }
}

/// A rectangle with round corners, its edges smooth where they fall between pixels.
pub fn block(out: &mut Pixels, rect: Rect, color: Rgba, radius: f32) {
    let (width, height) = (out.width, out.height);
    let rows = out.rgba.as_chunks_mut::<4>().0;
    cover(rect, radius, width, height, |index, coverage| lay(&mut rows[index], premultiplied(color, coverage)));
}

/// A shape without notches, by its corners in order; its edges are smooth.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the frame, or to 0..=255")]
#[expect(clippy::cast_precision_loss, reason = "pixels of a frame")]
pub fn polygon(out: &mut Pixels, points: &[(f32, f32)], color: Rgba) {
    if points.len() < 3 || points.iter().any(|(x, y)| !(x.is_finite() && y.is_finite())) {
        return;
    }
    let edges = || points.iter().zip(points.iter().cycle().skip(1));
    // Which side of its edges is inside.
    let area: f32 = edges().map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum();
    let within = |along: fn(&(f32, f32)) -> f32, most: u32| {
        let least = points.iter().map(along).fold(f32::INFINITY, f32::min);
        let largest = points.iter().map(along).fold(f32::NEG_INFINITY, f32::max);
        (least.floor().max(0.0) as u32).min(most)..(largest.ceil().max(0.0) as u32).min(most)
    };
    let (columns, rows) = (within(|point| point.0, out.width), within(|point| point.1, out.height));
    let width = out.width as usize;
    let pixels = out.rgba.as_chunks_mut::<4>().0;
    for y in rows {
        for x in columns.clone() {
            let (px, py) = (x as f32 + 0.5, y as f32 + 0.5);
            // How far inside of the nearest edge the pixel's middle is.
            let inside = edges().map(|(a, b)| {
                let (dx, dy) = (b.0 - a.0, b.1 - a.1);
                let length = dx.hypot(dy);
                if length > 0.0 { (dx * (py - a.1) - dy * (px - a.0)) / length * area.signum() } else { f32::INFINITY }
            });
            let coverage = (0.5 + inside.fold(f32::INFINITY, f32::min)).clamp(0.0, 1.0);
            if coverage > 0.0 {
                let coverage = (coverage * 255.0 + 0.5) as u8;
                lay(&mut pixels[y as usize * width + x as usize], premultiplied(color, coverage));
            }
        }
    }
}

/// A block in a premultiplied raster.
pub fn block_premultiplied(out: &mut Premultiplied, rect: Rect, color: Rgba, radius: f32) {
    let (width, height) = (out.width, out.height);
    let rows = out.rgba.as_chunks_mut::<4>().0;
    cover(rect, radius, width, height, |index, coverage| lay(&mut rows[index], premultiplied(color, coverage)));
}

/// Tells for each pixel of a rectangle how much of it is covered.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the frame, or to 0..=255")]
#[expect(clippy::cast_precision_loss, reason = "pixels of a frame")]
fn cover(rect: Rect, radius: f32, width: u32, height: u32, mut paint: impl FnMut(usize, u8)) {
    let (half_w, half_h) = (rect.width / 2.0, rect.height / 2.0);
    if !(half_w > 0.0 && half_h > 0.0) {
        return;
    }
    let radius = radius.clamp(0.0, half_w.min(half_h));
    let (right, bottom) = (rect.x + rect.width, rect.y + rect.height);
    let columns = rect.x.floor().max(0.0) as u32..((rect.x + rect.width).ceil().max(0.0) as u32).min(width);
    let rows = rect.y.floor().max(0.0) as u32..((rect.y + rect.height).ceil().max(0.0) as u32).min(height);
    for y in rows {
        // How far outside the nearer edge the pixel's middle is; from the edges, which stay exact however far apart they are.
        let at = y as f32 + 0.5;
        let above = (rect.y - at).max(at - bottom);
        for x in columns.clone() {
            let at = x as f32 + 0.5;
            let beside = (rect.x - at).max(at - right);
            let coverage = if radius > 0.0 && beside > -radius && above > -radius {
                0.5 + radius - (beside + radius).hypot(above + radius)
            } else {
                (0.5 - beside).min(1.0) * (0.5 - above).min(1.0)
            };
            if coverage > 0.0 {
                paint(y as usize * width as usize + x as usize, (coverage.min(1.0) * 255.0 + 0.5) as u8);
            }
        }
    }
}

/// From one colour above to another below. A fixed grain of half a step hides the bands that 8 bits would show.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the frame, or to 0..=255")]
#[expect(clippy::cast_precision_loss, reason = "pixels of a frame")]
pub fn shade(out: &mut Pixels, rect: Rect, top: Rgba, bottom: Rgba) {
    if !(rect.width > 0.0 && rect.height > 0.0) {
        return;
    }
    let x0 = rect.x.round().max(0.0) as u32;
    let x1 = ((rect.x + rect.width).round().max(0.0) as u32).min(out.width);
    let y0 = rect.y.round().max(0.0) as u32;
    let y1 = ((rect.y + rect.height).round().max(0.0) as u32).min(out.height);
    let width = out.width as usize;
    let pixels = out.rgba.as_chunks_mut::<4>().0;
    for y in y0..y1 {
        let at = ((y as f32 + 0.5 - rect.y) / rect.height).clamp(0.0, 1.0);
        let mix = |from: u8, to: u8| f32::from(from) + (f32::from(to) - f32::from(from)) * at;
        let color = [mix(top.0, bottom.0), mix(top.1, bottom.1), mix(top.2, bottom.2)];
        let alpha = mix(top.3, bottom.3).round() as u8;
        for x in x0..x1 {
            let grain = grain(x, y);
            let level = |value: f32| (value + grain).clamp(0.0, 255.0) as u8;
            let color = Rgba(level(color[0]), level(color[1]), level(color[2]), alpha);
            lay(&mut pixels[y as usize * width + x as usize], premultiplied(color, 255));
        }
    }
}

/// A value from 0 to 1 for each place, spread evenly without a pattern that the eye finds
/// (interleaved gradient noise, Jimenez 2014).
#[expect(clippy::cast_precision_loss, reason = "pixels of a frame")]
fn grain(x: u32, y: u32) -> f32 {
    (52.982_918 * (0.067_110_56 * x as f32 + 0.005_837_15 * y as f32).fract()).fract()
}

/// A premultiplied picture over the frame with its upper left corner at a place that may lie outside.
pub fn over(out: &mut Pixels, image: &Premultiplied, x: i32, y: i32) {
    let Some((columns, rows)) = overlap(x, y, image.width, image.height, out.width, out.height) else { return };
    let (from_x, from_y) = (columns.0 as usize, rows.0 as usize);
    let (to_x, to_y) = (columns.1 as usize, rows.1 as usize);
    let count = columns.2 as usize;
    let sources = image.rgba.as_chunks::<4>().0;
    let targets = out.rgba.as_chunks_mut::<4>().0;
    for row in 0..rows.2 as usize {
        let source = &sources[(from_y + row) * image.width as usize + from_x..][..count];
        let target = &mut targets[(to_y + row) * out.width as usize + to_x..][..count];
        for (pixel, color) in target.iter_mut().zip(source) {
            match color[3] {
                0 => {}
                255 => *pixel = *color,
                _ => lay(pixel, *color),
            }
        }
    }
}

/// Where a picture at `x`, `y` meets a frame: for columns and for rows the first in the picture, the first in the frame, and how many.
#[expect(clippy::type_complexity, reason = "two of the same, told above")]
fn overlap(x: i32, y: i32, w: u32, h: u32, width: u32, height: u32) -> Option<((u32, u32, u32), (u32, u32, u32))> {
    let along = |at: i32, length: u32, room: u32| {
        let cut = at.min(0).unsigned_abs();
        let to = at.max(0).unsigned_abs();
        let count = length.checked_sub(cut)?.min(room.checked_sub(to)?);
        (count > 0).then_some((cut, to, count))
    };
    Some((along(x, w, width)?, along(y, h, height)?))
}
