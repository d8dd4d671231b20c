//! A label as a raster of its own: backdrop and text, made once and laid over each frame.

use super::blend::{Premultiplied, block_premultiplied, lay, premultiplied, share};
use super::typesetter::{self, Glyph, Ink};
use crate::story::animatic::{Align, Label, Rect, Rgba};

/// A label ready to be laid over a frame.
pub struct SetLabel {
    pub image: Premultiplied,
    /// Where its upper left corner stands in the frame.
    pub x: i32,
    pub y: i32,
}

/// Sets a label in type. An empty text gives an empty raster, without its backdrop.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates; sizes are of a frame")]
#[expect(clippy::cast_precision_loss, reason = "pixels of a frame")]
pub fn set(label: &Label) -> SetLabel {
    let text = typesetter::set(label);
    if text.lines.iter().all(|line| line.glyphs.is_empty()) {
        return SetLabel { image: Premultiplied { width: 0, height: 0, rgba: Vec::new() }, x: 0, y: 0 };
    }
    let (pad_x, pad_y) = label.backdrop.map_or((0.0, 0.0), |backdrop| (backdrop.pad_x, backdrop.pad_y));
    let text_width = text.width.ceil().min(MOST_SIDE);
    let text_height = (text.lines.len() as f32 * label.line_height).ceil().min(MOST_SIDE);
    let (width, height) = ((text_width + 2.0 * pad_x).round(), (text_height + 2.0 * pad_y).round());
    // A text from right to left that stands free ends at the right margin; on a backdrop it stays in its corner.
    let from_right = label.backdrop.is_none() && text.lines.first().is_some_and(|line| line.right_to_left);
    let free = if from_right && label.max_width.is_finite() { (label.max_width - text_width).max(0.0) } else { 0.0 };
    let (left, top) = match label.align {
        Align::TopLeft => (label.x + free, label.y),
        Align::BottomLeft => (label.x + free, label.y - height),
        Align::TopRight => (label.x - width, label.y),
        Align::BottomCenter => (label.x - width / 2.0, label.y - height),
    };
    // Glyphs may reach beyond their line: room for that on every side.
    let room = label.font_size.clamp(1.0, MOST_SIDE).ceil();
    let mut image =
        Premultiplied { width: (width + 2.0 * room) as u32, height: (height + 2.0 * room) as u32, rgba: Vec::new() };
    image.rgba = vec![0; image.width as usize * image.height as usize * 4];
    if let Some(backdrop) = label.backdrop {
        block_premultiplied(&mut image, Rect { x: room, y: room, width, height }, backdrop.color, backdrop.radius);
    }
    for line in &text.lines {
        let spare = text_width - line.width;
        let indent = match label.align {
            Align::BottomCenter => spare / 2.0,
            Align::TopRight => spare,
            Align::TopLeft | Align::BottomLeft if line.right_to_left => spare,
            Align::TopLeft | Align::BottomLeft => 0.0,
        };
        let (x, y) = ((room + pad_x + indent).round() as i32, (room + pad_y).round() as i32);
        for glyph in &line.glyphs {
            ink(&mut image, glyph, x, y, label.color);
        }
    }
    SetLabel { image, x: left.round() as i32 - room as i32, y: top.round() as i32 - room as i32 }
}

/// No label is wider or higher.
const MOST_SIDE: f32 = 4096.0;

fn ink(image: &mut Premultiplied, glyph: &Glyph, x: i32, y: i32, color: Rgba) {
    let (width, height) = (image.width, image.height);
    let pixels = image.rgba.as_chunks_mut::<4>().0;
    for row in 0..glyph.height {
        let Some(to_y) = placed(y + glyph.y, row, height) else { continue };
        for column in 0..glyph.width {
            let Some(to_x) = placed(x + glyph.x, column, width) else { continue };
            let from = row as usize * glyph.width as usize + column as usize;
            let pixel = &mut pixels[to_y * width as usize + to_x];
            match &glyph.ink {
                Ink::Mask(mask) => match mask.get(from) {
                    Some(0) | None => {}
                    Some(coverage) => lay(pixel, premultiplied(color, *coverage)),
                },
                Ink::Color(colors) => {
                    if let Some(&[r, g, b, a]) = colors.as_chunks::<4>().0.get(from) {
                        let alpha = share(a, color.3);
                        lay(pixel, premultiplied(Rgba(r, g, b, alpha), 255));
                    }
                }
            }
        }
    }
}

/// The place of a glyph's row or column, if it lies inside.
fn placed(start: i32, offset: u32, room: u32) -> Option<usize> {
    let at = i64::from(start) + i64::from(offset);
    (at >= 0 && at < i64::from(room)).then_some(usize::try_from(at).ok()?)
}
