//! Paper: what a picture with transparency stands on, wherever it is seen or goes.

use super::Pixels;
use crate::story::animatic::Rgba;

/// White, in both themes and in everything that leaves the program.
pub const PAPER_WHITE: Rgba = Rgba(255, 255, 255, 255);

/// White paper of so many pixels, to be drawn on.
#[must_use]
pub fn blank_paper(width: u32, height: u32) -> Pixels {
    let mut pixels = Pixels::new(width, height);
    lay_on_paper(&mut pixels);
    pixels
}

/// Lays a picture on white paper: nothing shows through it any more.
pub fn lay_on_paper(pixels: &mut Pixels) {
    let Rgba(red, green, blue, _) = PAPER_WHITE;
    for pixel in pixels.rgba.as_chunks_mut::<4>().0 {
        let [r, g, b, alpha] = *pixel;
        match alpha {
            255 => {}
            0 => *pixel = [red, green, blue, 255],
            _ => *pixel = [over(r, red, alpha), over(g, green, alpha), over(b, blue, alpha), 255],
        }
    }
}

/// One channel over another, rounded.
fn over(above: u8, below: u8, alpha: u8) -> u8 {
    let (above, below, alpha) = (u32::from(above), u32::from(below), u32::from(alpha));
    u8::try_from((above * alpha + below * (255 - alpha) + 127) / 255).unwrap_or(255)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_stays_and_what_is_clear_becomes_paper() {
        let mut pixels = Pixels { width: 2, height: 2, rgba: Vec::new() };
        pixels.rgba.extend([0, 0, 0, 255, 9, 8, 7, 0, 0, 100, 200, 128, 255, 255, 255, 3]);
        lay_on_paper(&mut pixels);
        assert_eq!(pixels.rgba, [0, 0, 0, 255, 255, 255, 255, 255, 127, 177, 227, 255, 255, 255, 255, 255]);
    }
}
