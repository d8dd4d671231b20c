//! From a film's brightness and colour planes to red, green and blue.

use super::decode::Planes;
use crate::media::picture::Pixels;

/// How colours are mixed from the planes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matrix {
    Bt601,
    Bt709,
    Bt2020,
}

/// How a film's colours are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    pub matrix: Matrix,
    /// Brightness goes from 0 to 255, not from 16 to 235.
    pub full_range: bool,
}

/// Fixed point: so many bits behind the point.
const BITS: i32 = 13;

impl Colour {
    /// What a film that does not tell most likely means.
    pub fn usual(height: u32) -> Self {
        Self { matrix: if height >= 720 { Matrix::Bt709 } else { Matrix::Bt601 }, full_range: false }
    }

    /// A frame as opaque pixels.
    pub fn pixels(self, planes: &Planes) -> Pixels {
        let mut out = Pixels {
            width: u32::try_from(planes.width).unwrap_or(0),
            height: u32::try_from(planes.height).unwrap_or(0),
            rgba: vec![255; planes.width * planes.height * 4],
        };
        let mix = self.mix();
        let half = planes.width.div_ceil(2);
        if planes.width == 0 {
            return out;
        }
        let rows = out.rgba.chunks_exact_mut(planes.width * 4).zip(planes.y.chunks_exact(planes.width));
        for (number, (target, y)) in rows.enumerate() {
            let at = number / 2 * half;
            if let (Some(u), Some(v)) = (planes.u.get(at..at + half), planes.v.get(at..at + half)) {
                mix.row(target, y, u, v);
            }
        }
        out
    }

    fn mix(self) -> Mix {
        let (red, blue) = match self.matrix {
            Matrix::Bt601 => (0.299, 0.114),
            Matrix::Bt709 => (0.2126, 0.0722),
            Matrix::Bt2020 => (0.2627, 0.0593),
        };
        let green: f64 = 1.0 - red - blue;
        let (dark, bright, range) = if self.full_range { (0, 1.0, 1.0) } else { (16, 255.0 / 219.0, 255.0 / 224.0) };
        Mix {
            dark,
            y: fixed(bright),
            v_red: fixed(2.0 * (1.0 - red) * range),
            u_green: fixed(2.0 * (1.0 - blue) * blue / green * range),
            v_green: fixed(2.0 * (1.0 - red) * red / green * range),
            u_blue: fixed(2.0 * (1.0 - blue) * range),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "at most 3")]
fn fixed(value: f64) -> i32 {
    (value * f64::from(1 << BITS)).round() as i32
}

struct Mix {
    dark: i32,
    y: i32,
    v_red: i32,
    u_green: i32,
    v_green: i32,
    u_blue: i32,
}

impl Mix {
    fn row(&self, target: &mut [u8], y: &[u8], u: &[u8], v: &[u8]) {
        let (pairs, last) = target.as_chunks_mut::<8>();
        let (y_pairs, y_last) = y.as_chunks::<2>();
        for (((target, y), u), v) in pairs.iter_mut().zip(y_pairs).zip(u).zip(v) {
            let shift = self.shift(*u, *v);
            let (a, b) = (self.pixel(y[0], shift), self.pixel(y[1], shift));
            *target = [a[0], a[1], a[2], 255, b[0], b[1], b[2], 255];
        }
        if let (Some(target), Some(y), Some(u), Some(v)) = (last.get_mut(..3), y_last.first(), u.last(), v.last()) {
            target.copy_from_slice(&self.pixel(*y, self.shift(*u, *v)));
        }
    }

    /// What the colour planes add to red, green and blue.
    fn shift(&self, u: u8, v: u8) -> [i32; 3] {
        let (u, v) = (i32::from(u) - 128, i32::from(v) - 128);
        [self.v_red * v, -self.u_green * u - self.v_green * v, self.u_blue * u]
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=255")]
    fn pixel(&self, y: u8, shift: [i32; 3]) -> [u8; 3] {
        let y = (i32::from(y) - self.dark) * self.y + (1 << (BITS - 1));
        shift.map(|shift| ((y + shift) >> BITS).clamp(0, 255) as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(colour: Colour, y: u8, u: u8, v: u8) -> [u8; 3] {
        let planes = Planes { width: 3, height: 3, y: vec![y; 9], u: vec![u; 4], v: vec![v; 4] };
        let out = colour.pixels(&planes);
        assert!(out.rgba.chunks_exact(4).all(|pixel| pixel == &out.rgba[..4] && pixel[3] == 255));
        [out.rgba[0], out.rgba[1], out.rgba[2]]
    }

    #[test]
    fn known_colours_come_out() {
        let hd = Colour { matrix: Matrix::Bt709, full_range: false };
        assert_eq!(one(hd, 16, 128, 128), [0, 0, 0]);
        assert_eq!(one(hd, 235, 128, 128), [255, 255, 255]);
        assert_eq!(one(hd, 126, 128, 128), [128, 128, 128]);
        // Pure red: 63, 102, 240.
        let red = one(hd, 63, 102, 240);
        assert!(red[0] >= 253 && red[1] <= 2 && red[2] <= 2, "{red:?}");
        let sd = Colour { matrix: Matrix::Bt601, full_range: false };
        let red = one(sd, 81, 90, 240);
        assert!(red[0] >= 253 && red[1] <= 2 && red[2] <= 2, "{red:?}");
        assert_eq!(one(Colour { matrix: Matrix::Bt709, full_range: true }, 77, 128, 128), [77, 77, 77]);
    }
}
