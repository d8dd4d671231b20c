//! Logos as SVG, painted once as a picture. Only outlines are: words would depend on this computer's fonts, and pictures
//! within would be read from wherever the file says.

use std::panic::{AssertUnwindSafe, catch_unwind};

use resvg::tiny_skia::{Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg::roxmltree::{Document, Node};
use resvg::usvg::{Options, Tree};

use super::{PictureError, Pixels, encode_png};

/// The longer side of the picture, in pixels: sharp on the largest place that papers have for a logo.
const LONGEST: f32 = 1600.0;
/// In bytes: a logo is a few outlines.
const BYTES_MAX: usize = 8_000_000;
/// Drawings within each other.
const DEPTH_MAX: usize = 100;

/// An SVG as a PNG with its transparency; nothing where the file is something else.
///
/// # Errors
/// When it is damaged, or holds words or pictures.
pub fn svg_as_png(bytes: &[u8]) -> Result<Option<Vec<u8>>, PictureError> {
    let Some(text) = svg_text(bytes) else { return Ok(None) };
    // A painter's own mistake must not take the program with it.
    let painted = catch_unwind(AssertUnwindSafe(|| paint(text))).unwrap_or(Err(PictureError::Damaged))?;
    encode_png(&painted).map(Some)
}

/// The text of a file that is an SVG by its first letters.
fn svg_text(bytes: &[u8]) -> Option<&str> {
    const BEGINNING: usize = 4096;
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let begins = text.trim_ascii_start().starts_with(b"<");
    let beginning = &text[..text.len().min(BEGINNING)];
    let is_svg = beginning.windows(4).any(|word| word == b"<svg" || word == b":svg");
    if begins && is_svg { std::str::from_utf8(text).ok() } else { None }
}

fn paint(text: &str) -> Result<Pixels, PictureError> {
    if text.len() > BYTES_MAX {
        return Err(PictureError::TooLarge);
    }
    let options =
        resvg::usvg::roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: 200_000, ..Default::default() };
    let document = Document::parse_with_options(text, options).map_err(|_| PictureError::Damaged)?;
    for node in document.descendants().filter(Node::is_element) {
        match node.tag_name().name() {
            "text" if node.descendants().any(|node| node.text().is_some_and(|text| !text.trim().is_empty())) => {
                return Err(PictureError::Words);
            }
            "image" | "feImage" | "foreignObject" => return Err(PictureError::PictureWithin),
            _ if node.ancestors().nth(DEPTH_MAX).is_some() => return Err(PictureError::Unsupported),
            _ => {}
        }
    }
    let tree = Tree::from_xmltree(&document, &Options::default()).map_err(|_| PictureError::Damaged)?;
    let size = tree.size();
    let scale = LONGEST / size.width().max(size.height());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held to the longest side")]
    let side = |length: f32| ((length * scale).round() as u32).max(1);
    let mut pixmap = Pixmap::new(side(size.width()), side(size.height())).ok_or(PictureError::TooLarge)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    let straight = pixmap.pixels().iter().map(PremultipliedColorU8::demultiply);
    let rgba = straight.flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]).collect();
    Ok(Pixels { width: pixmap.width(), height: pixmap.height(), rgba })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::media::picture::decode_own;

    fn svg(inside: &str) -> Vec<u8> {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 10\">{inside}</svg>").into_bytes()
    }

    fn pixel(pixels: &Pixels, x: u32, y: u32) -> [u8; 4] {
        let at = (y * pixels.width + x) as usize * 4;
        pixels.rgba[at..at + 4].try_into().unwrap()
    }

    #[test]
    fn outlines_are_painted_and_the_rest_is_transparent() {
        let red = svg("<style>.a{fill:#ff0000}</style><rect class=\"a\" width=\"20\" height=\"10\"/>");
        let with_head = [b"\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- logo -->\n".as_slice(), &red].concat();
        for file in [red, with_head] {
            let pixels = decode_own(&svg_as_png(&file).unwrap().unwrap()).unwrap();
            assert_eq!((pixels.width, pixels.height), (1600, 400));
            assert_eq!((pixel(&pixels, 400, 200), pixel(&pixels, 1200, 200)[3]), ([255, 0, 0, 255], 0));
        }
    }

    #[test]
    fn words_and_pictures_within_are_refused_and_other_files_are_none() {
        assert_eq!(svg_as_png(&svg("<g><text>Acme</text></g>")), Err(PictureError::Words));
        assert_eq!(svg_as_png(&svg("<image href=\"/etc/passwd\"/>")), Err(PictureError::PictureWithin));
        assert_eq!(svg_as_png(b"<svg xmlns="), Err(PictureError::Damaged));
        assert_eq!(svg_as_png(&svg(&"<g>".repeat(5_000))), Err(PictureError::Damaged));
        let deep = format!("{}{}", "<g>".repeat(500), "</g>".repeat(500));
        assert_eq!(svg_as_png(&svg(&deep)), Err(PictureError::Unsupported));
        // Names within names, each ten of the one before.
        let names = (1..12).map(|n| format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10)));
        let bomb = format!("<!DOCTYPE svg [<!ENTITY a0 \"x\">{}]><svg>&a11;</svg>", names.collect::<String>());
        assert_eq!(svg_as_png(bomb.as_bytes()), Err(PictureError::Damaged));
        for other in [&b""[..], b"\x89PNG\r\n\x1a\n", b"<html><p>no</p></html>", b"<svg \xff\xfe"] {
            assert_eq!(svg_as_png(other), Ok(None));
        }
        assert!(svg_as_png(&svg("")).unwrap().is_some());
    }

    proptest! {
        #[test]
        fn no_drawing_panics(inside in "[a-z<>/=\"0-9 .#-]{0,80}") {
            let _ = svg_as_png(&svg(&inside));
        }
    }
}
