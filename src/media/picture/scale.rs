//! Pictures made smaller, for thumbnails and textures.

use fast_image_resize as fir;

use super::Pixels;
use crate::story::Area;

/// The picture in at most this size, its shape kept; never larger than it is.
#[must_use]
pub fn fitted(pixels: &Pixels, max_width: u32, max_height: u32) -> Pixels {
    let (width, height) = fitted_size(pixels.width, pixels.height, max_width, max_height);
    if (width, height) == (pixels.width, pixels.height) {
        return pixels.clone();
    }
    scaled(pixels, width, height)
}

/// A part of the picture. `None` where it is not in it.
#[must_use]
pub fn cropped(pixels: &Pixels, area: Area) -> Option<Pixels> {
    if !area.is_in(pixels.width, pixels.height) {
        return None;
    }
    let (row, length) = (pixels.width as usize * 4, area.width as usize * 4);
    let rows = pixels.rgba.chunks_exact(row).skip(area.y as usize).take(area.height as usize);
    let mut rgba = Vec::with_capacity(length * area.height as usize);
    for line in rows {
        let from = area.x as usize * 4;
        rgba.extend_from_slice(&line[from..from + length]);
    }
    Some(Pixels { width: area.width, height: area.height, rgba })
}

/// The picture in exactly this size.
#[must_use]
pub fn scaled(pixels: &Pixels, width: u32, height: u32) -> Pixels {
    let mut out = Pixels::new(width, height);
    if (width, height) == (pixels.width, pixels.height) {
        out.rgba.copy_from_slice(&pixels.rgba);
        return out;
    }
    let filter = if width > pixels.width { fir::FilterType::CatmullRom } else { fir::FilterType::Lanczos3 };
    let options =
        fir::ResizeOptions::new().resize_alg(fir::ResizeAlg::Convolution(filter)).use_alpha(!pixels.is_opaque());
    let source = fir::images::ImageRef::new(pixels.width, pixels.height, &pixels.rgba, fir::PixelType::U8x4);
    let target = fir::images::Image::from_slice_u8(width, height, &mut out.rgba, fir::PixelType::U8x4);
    if let (Ok(source), Ok(mut target)) = (source, target) {
        // It only fails on a crop outside the picture, and there is none.
        let _ = fir::Resizer::new().resize(&source, &mut target, &options);
    }
    out
}

/// The picture as large as it fits into a frame of this size, in its middle, black beside it. The frame's memory is used
/// again.
pub fn letterboxed(pixels: &Pixels, width: u32, height: u32, out: &mut Pixels) {
    let bytes = width as usize * height as usize * 4;
    (out.width, out.height) = (width, height);
    if (pixels.width, pixels.height) == (width, height) {
        out.rgba.clone_from(&pixels.rgba);
        return;
    }
    out.rgba.clear();
    out.rgba.resize(bytes, 0);
    out.rgba.as_chunks_mut::<4>().0.fill([0, 0, 0, 255]);
    let (w, h) = (u64::from(pixels.width.max(1)), u64::from(pixels.height.max(1)));
    let (max_w, max_h) = (u64::from(width), u64::from(height));
    let (inner_w, inner_h) = if w * max_h > h * max_w { (max_w, h * max_w / w) } else { (w * max_h / h, max_h) };
    let small = |n: u64, most: u32| u32::try_from(n).unwrap_or(most).clamp(1, most.max(1));
    let (inner_w, inner_h) = (small(inner_w, width), small(inner_h, height));
    let inner = scaled(pixels, inner_w, inner_h);
    let (left, top) = ((width - inner_w) / 2, (height - inner_h) / 2);
    let row = inner_w as usize * 4;
    for (y, from) in inner.rgba.chunks_exact(row).enumerate() {
        let at = ((top as usize + y) * width as usize + left as usize) * 4;
        out.rgba[at..at + row].copy_from_slice(from);
    }
}

fn fitted_size(width: u32, height: u32, max_width: u32, max_height: u32) -> (u32, u32) {
    if width <= max_width && height <= max_height || width == 0 || height == 0 {
        return (width, height);
    }
    let (w, h) = (u64::from(width), u64::from(height));
    let (max_w, max_h) = (u64::from(max_width.max(1)), u64::from(max_height.max(1)));
    // The side that has less room decides; the other is rounded.
    let (w, h) =
        if w * max_h > h * max_w { (max_w, (h * max_w + w / 2) / w) } else { ((w * max_h + h / 2) / h, max_h) };
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX).max(1);
    (small(w), small(h))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_is_kept_and_nothing_grows() {
        assert_eq!(fitted_size(4000, 3000, 400, 400), (400, 300));
        assert_eq!(fitted_size(3000, 4000, 400, 400), (300, 400));
        assert_eq!(fitted_size(100, 50, 400, 400), (100, 50));
        assert_eq!(fitted_size(100_000, 10, 400, 400), (400, 1));
        assert_eq!(fitted_size(10, 10, 0, 0), (1, 1));
    }

    #[test]
    fn a_frame_of_another_shape_has_black_beside_the_picture() {
        let mut pixels = Pixels::new(100, 100);
        pixels.rgba.fill(255);
        let mut out = Pixels::new(3, 3);
        letterboxed(&pixels, 200, 50, &mut out);
        assert_eq!((out.width, out.height, out.rgba.len()), (200, 50, 40_000));
        let at = |x: usize| out.rgba.as_chunks::<4>().0[25 * 200 + x];
        assert_eq!((at(74), at(75), at(124), at(125)), ([0, 0, 0, 255], [255; 4], [255; 4], [0, 0, 0, 255]));
        letterboxed(&pixels, 100, 100, &mut out);
        assert!(out.rgba.iter().all(|byte| *byte == 255));
    }

    #[test]
    fn colours_and_transparency_survive() {
        let mut pixels = Pixels::new(64, 64);
        for pixel in pixels.rgba.chunks_exact_mut(4) {
            pixel.copy_from_slice(&[200, 100, 50, 255]);
        }
        let small = fitted(&pixels, 10, 99);
        assert_eq!((small.width, small.height), (10, 10));
        assert!(small.rgba.chunks_exact(4).all(|pixel| pixel == [200, 100, 50, 255]));
        // A transparent pixel's colour does not bleed into its neighbours.
        for (index, pixel) in pixels.rgba.chunks_exact_mut(4).enumerate() {
            if index % 2 == 0 {
                pixel.copy_from_slice(&[0, 0, 0, 0]);
            }
        }
        let small = fitted(&pixels, 16, 16);
        for pixel in small.rgba.chunks_exact(4) {
            assert!(pixel[0] >= 196 && (110..=145).contains(&pixel[3]), "{pixel:?}");
        }
    }
}
