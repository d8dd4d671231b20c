//! Painting a page as pixels, for the screen.

use cosmic_text::{CacheKey, CacheKeyFlags, SwashContent};

use super::text::SetLine;
use super::{Item, Page, PagePictures};
use crate::media::picture::{Pixels, lay_on_paper, scaled};
use crate::media::raster::{blend_over, block, polygon, with_type};
use crate::story::animatic::{Rect, Rgba};

/// No side of a painted page is longer, in pixels.
const LONGEST: f32 = 8192.0;

/// The page on white paper, `scale` pixels to a point.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
pub fn paint(page: &Page, scale: f32, pictures: &dyn PagePictures) -> Pixels {
    let side = |points: f32| (points * scale).round().clamp(1.0, LONGEST) as u32;
    let mut out = Pixels::new(side(page.width), side(page.height));
    lay_on_paper(&mut out);
    let grown = |rect: Rect| Rect {
        x: rect.x * scale,
        y: rect.y * scale,
        width: rect.width * scale,
        height: rect.height * scale,
    };
    for item in &page.items {
        match item {
            Item::Text { x, y, line, color } => ink(&mut out, line, x * scale, y * scale, scale, *color),
            Item::Picture { picture, dest } => {
                let dest = grown(*dest);
                let (left, top) = (dest.x.round(), dest.y.round());
                let width = ((dest.x + dest.width).round() - left).clamp(1.0, LONGEST) as u32;
                let height = ((dest.y + dest.height).round() - top).clamp(1.0, LONGEST) as u32;
                if let Some(pixels) = pictures.pixels(*picture, width, height) {
                    blend_over(&mut out, &scaled(&pixels, width, height), left as i32, top as i32);
                }
            }
            Item::Block { rect, color, radius } => block(&mut out, grown(*rect), *color, radius * scale),
            Item::Polygon { points, color } => {
                let points: Vec<_> = points.iter().map(|(x, y)| (x * scale, y * scale)).collect();
                polygon(&mut out, &points, *color);
            }
        }
    }
    out
}

fn ink(out: &mut Pixels, line: &SetLine, x: f32, y: f32, scale: f32, color: Rgba) {
    with_type(|fonts, glyphs| {
        for run in &line.runs {
            for glyph in &run.glyphs {
                let at = (
                    x + (glyph.x + glyph.offset.0 * line.size) * scale,
                    (y - glyph.offset.1 * line.size * scale).round(),
                );
                let (key, left, top) = CacheKey::new(
                    run.font,
                    glyph.id,
                    line.size * scale,
                    at,
                    run.weight,
                    CacheKeyFlags::DISABLE_HINTING,
                );
                let Some(image) = glyphs.get_image(fonts, key) else { continue };
                let (width, height) = (image.placement.width, image.placement.height);
                let mut picture = Pixels::new(width, height);
                let pixels = picture.rgba.as_chunks_mut::<4>().0;
                match image.content {
                    SwashContent::Color => {
                        for (pixel, from) in pixels.iter_mut().zip(image.data.as_chunks::<4>().0) {
                            *pixel = *from;
                        }
                    }
                    _ => {
                        for (pixel, coverage) in pixels.iter_mut().zip(&image.data) {
                            let alpha = f32::from(*coverage) * f32::from(color.3) / 255.0;
                            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
                            let alpha = alpha.round() as u8;
                            *pixel = [color.0, color.1, color.2, alpha];
                        }
                    }
                }
                blend_over(out, &picture, left + image.placement.left, top - image.placement.top);
            }
        }
    });
}
