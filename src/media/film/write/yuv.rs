//! From pixels to what an encoder takes: brightness in full, colours at half the width and height (BT.709, limited range).

use std::ops::Range;

use openh264::formats::YUVSource;

use crate::media::picture::Pixels;

/// A frame for the encoder. Its memory is used again.
#[derive(Default)]
pub struct Yuv {
    width: usize,
    height: usize,
    y: Vec<u8>,
    u: Vec<u8>,
    v: Vec<u8>,
}

// Sixteen bits behind the point: the shares of red, green and blue, scaled to the limited range.
const Y_RED: u16 = share(0.2126 * 219.0 / 255.0);
const Y_GREEN: u16 = share(0.7152 * 219.0 / 255.0);
const Y_BLUE: u16 = share(0.0722 * 219.0 / 255.0);
const U_RED: u16 = share(0.2126 / 1.8556 * 224.0 / 255.0);
const U_GREEN: u16 = share(0.7152 / 1.8556 * 224.0 / 255.0);
const U_BLUE: u16 = share(0.5 * 224.0 / 255.0);
const V_RED: u16 = share(0.5 * 224.0 / 255.0);
const V_GREEN: u16 = share(0.7152 / 1.5748 * 224.0 / 255.0);
const V_BLUE: u16 = share(0.0722 / 1.5748 * 224.0 / 255.0);

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "shares lie between 0 and 1")]
const fn share(value: f64) -> u16 {
    (value * 65536.0 + 0.5) as u16
}

/// The upper half of a product: a value with 8 bits behind the point, times a share.
fn times(value: u16, share: u16) -> u16 {
    ((u32::from(value) * u32::from(share)) >> 16) as u16
}

/// So many pixels at a time, which the compiler turns into a few wide instructions.
const AT_ONCE: usize = 16;

impl Yuv {
    /// Converts a frame of even width and height.
    pub fn read(&mut self, pixels: &Pixels) {
        self.width = pixels.width as usize & !1;
        self.height = pixels.height as usize & !1;
        let (half_width, half_height) = (self.width / 2, self.height / 2);
        self.y.resize(self.width * self.height, 0);
        self.u.resize(half_width * half_height, 0);
        self.v.resize(half_width * half_height, 0);
        self.convert(pixels, 0..half_height);
    }

    /// Converts those rows of a frame again that are otherwise than when it was read; the others stay.
    pub fn read_rows(&mut self, pixels: &Pixels, rows: &[Range<u32>]) {
        if (self.width, self.height) != (pixels.width as usize & !1, pixels.height as usize & !1) {
            self.read(pixels);
            return;
        }
        let mut done = 0;
        for rows in rows {
            // Two rows have one row of colours: a pair that two parts meet in is converted once.
            let pairs = (rows.start as usize / 2).max(done)..(rows.end as usize).div_ceil(2).min(self.height / 2);
            done = pairs.end.max(done);
            self.convert(pixels, pairs);
        }
    }

    /// Converts pairs of rows.
    fn convert(&mut self, pixels: &Pixels, pairs: Range<usize>) {
        let half_width = self.width / 2;
        if half_width == 0 || pairs.is_empty() {
            return;
        }
        let count = pairs.len();
        let stride = pixels.width as usize * 4;
        let two_rows = pixels.rgba.chunks_exact(stride * 2).skip(pairs.start).take(count);
        let y = self.y.chunks_exact_mut(self.width * 2).skip(pairs.start);
        let colours = self.u.chunks_exact_mut(half_width).zip(self.v.chunks_exact_mut(half_width)).skip(pairs.start);
        for ((rows, y), (u, v)) in two_rows.zip(y).zip(colours) {
            let (above, below) = rows.split_at(stride);
            let (above, below) = (&above[..self.width * 4], &below[..self.width * 4]);
            let (y_above, y_below) = y.split_at_mut(self.width);
            brightness(above, y_above);
            brightness(below, y_below);
            colour(above, below, u, v);
        }
    }
}

fn brightness(row: &[u8], y: &mut [u8]) {
    let (blocks, rest) = row.as_chunks::<{ AT_ONCE * 4 }>();
    let (y_blocks, y_rest) = y.as_chunks_mut::<AT_ONCE>();
    for (block, y) in blocks.iter().zip(y_blocks) {
        let mut red = [0_u16; AT_ONCE];
        let mut green = [0_u16; AT_ONCE];
        let mut blue = [0_u16; AT_ONCE];
        for (index, pixel) in block.as_chunks::<4>().0.iter().enumerate() {
            red[index] = u16::from(pixel[0]) << 8;
            green[index] = u16::from(pixel[1]) << 8;
            blue[index] = u16::from(pixel[2]) << 8;
        }
        for index in 0..AT_ONCE {
            y[index] = level(red[index], green[index], blue[index]);
        }
    }
    for (pixel, y) in rest.as_chunks::<4>().0.iter().zip(y_rest) {
        let [red, green, blue, _] = pixel.map(|value| u16::from(value) << 8);
        *y = level(red, green, blue);
    }
}

fn level(red: u16, green: u16, blue: u16) -> u8 {
    const DARK: u16 = (16 << 8) + 128;
    ((DARK + times(red, Y_RED) + times(green, Y_GREEN) + times(blue, Y_BLUE)) >> 8) as u8
}

fn colour(above: &[u8], below: &[u8], u: &mut [u8], v: &mut [u8]) {
    const PIXELS: usize = AT_ONCE * 2 * 4;
    let (above_blocks, above_rest) = above.as_chunks::<PIXELS>();
    let (below_blocks, below_rest) = below.as_chunks::<PIXELS>();
    let (u_blocks, u_rest) = u.as_chunks_mut::<AT_ONCE>();
    let (v_blocks, v_rest) = v.as_chunks_mut::<AT_ONCE>();
    for (((above, below), u), v) in above_blocks.iter().zip(below_blocks).zip(u_blocks).zip(v_blocks) {
        let mut red = [0_u16; AT_ONCE];
        let mut green = [0_u16; AT_ONCE];
        let mut blue = [0_u16; AT_ONCE];
        for (index, (a, b)) in above.as_chunks::<8>().0.iter().zip(below.as_chunks::<8>().0).enumerate() {
            [red[index], green[index], blue[index]] = four(*a, *b);
        }
        for index in 0..AT_ONCE {
            [u[index], v[index]] = tint(red[index], green[index], blue[index]);
        }
    }
    let pairs = above_rest.as_chunks::<8>().0.iter().zip(below_rest.as_chunks::<8>().0);
    for (((a, b), u), v) in pairs.zip(u_rest).zip(v_rest) {
        let [red, green, blue] = four(*a, *b);
        [*u, *v] = tint(red, green, blue);
    }
}

/// The mean of four pixels, with 8 bits behind the point.
fn four(a: [u8; 8], b: [u8; 8]) -> [u16; 3] {
    let sum = |c: usize| u16::from(a[c]) + u16::from(a[c + 4]) + u16::from(b[c]) + u16::from(b[c + 4]);
    [sum(0) << 6, sum(1) << 6, sum(2) << 6]
}

fn tint(red: u16, green: u16, blue: u16) -> [u8; 2] {
    const MIDDLE: u16 = (128 << 8) + 128;
    // The sums before subtraction stay below 2^16, the differences above 0.
    let u = MIDDLE + times(blue, U_BLUE) - times(red, U_RED) - times(green, U_GREEN);
    let v = MIDDLE + times(red, V_RED) - times(green, V_GREEN) - times(blue, V_BLUE);
    [(u >> 8) as u8, (v >> 8) as u8]
}

impl YUVSource for Yuv {
    fn dimensions(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    fn strides(&self) -> (usize, usize, usize) {
        (self.width, self.width / 2, self.width / 2)
    }

    fn y(&self) -> &[u8] {
        &self.y
    }

    fn u(&self) -> &[u8] {
        &self.u
    }

    fn v(&self) -> &[u8] {
        &self.v
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_comes_within_one_step() {
        for width in [38_u32, 64] {
            let mut pixels = Pixels::new(width, 2);
            let mut yuv = Yuv::default();
            for step in 0..4096_u32 {
                let color =
                    [step % 16 * 17, step / 16 % 16 * 17, step / 256 * 17].map(|value| u8::try_from(value).unwrap());
                for pixel in pixels.rgba.chunks_exact_mut(4) {
                    pixel.copy_from_slice(&[color[0], color[1], color[2], 255]);
                }
                yuv.read(&pixels);
                let [r, g, b] = color.map(f64::from);
                let y = 16.0 + (0.2126 * r + 0.7152 * g + 0.0722 * b) * 219.0 / 255.0;
                let full = 0.2126 * r + 0.7152 * g + 0.0722 * b;
                let u = 128.0 + (b - full) / 1.8556 * 224.0 / 255.0;
                let v = 128.0 + (r - full) / 1.5748 * 224.0 / 255.0;
                assert!(yuv.y.iter().all(|value| (f64::from(*value) - y).abs() < 0.6), "{color:?} {y} {:?}", yuv.y[0]);
                assert!(yuv.u.iter().all(|value| (f64::from(*value) - u).abs() < 0.6), "{color:?} {u} {:?}", yuv.u[0]);
                assert!(yuv.v.iter().all(|value| (f64::from(*value) - v).abs() < 0.6), "{color:?} {v} {:?}", yuv.v[0]);
            }
        }
    }

    #[test]
    fn rows_that_changed_are_converted_and_the_others_stay() {
        let mut pixels = Pixels::new(34, 12);
        let mut yuv = Yuv::default();
        yuv.read(&pixels);
        let changes: [&[(u32, u32)]; 6] =
            [&[(0, 1), (1, 4)], &[(3, 5)], &[(11, 12)], &[(0, 12)], &[(2, 2)], &[(7, 9), (9, 30)]];
        for changed in changes {
            let changed: Vec<_> = changed.iter().map(|(from, to)| *from..*to).collect();
            for row in changed.iter().cloned().flatten().filter(|row| *row < 12) {
                let from = row as usize * 34 * 4;
                pixels.rgba[from..from + 34 * 4].iter_mut().for_each(|value| *value = value.wrapping_add(77));
            }
            yuv.read_rows(&pixels, &changed);
            let mut anew = Yuv::default();
            anew.read(&pixels);
            assert!(yuv.y == anew.y && yuv.u == anew.u && yuv.v == anew.v, "{changed:?}");
        }
        let other = Pixels::new(20, 20);
        yuv.read_rows(&other, &[]);
        assert_eq!(yuv.y.len(), 400, "a frame of another size is read whole");
    }

    #[test]
    fn colours_are_the_mean_of_four_and_rows_do_not_mix() {
        let mut pixels = Pixels::new(4, 4);
        for (index, pixel) in pixels.rgba.chunks_exact_mut(4).enumerate() {
            pixel.copy_from_slice(&if index / 4 < 2 { [255, 255, 255, 255] } else { [0, 0, 0, 255] });
        }
        let mut yuv = Yuv::default();
        yuv.read(&pixels);
        assert_eq!(yuv.y, [[235; 8], [16; 8]].concat());
        assert_eq!((yuv.u.as_slice(), yuv.v.as_slice()), (&[128; 4][..], &[128; 4][..]));
    }
}
