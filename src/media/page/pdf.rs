//! Writing pages as a PDF file: text as text, its fonts embedded as subsets, pictures as fine as print needs them.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use cosmic_text::fontdb;
use krilla::Document;
use krilla::color::rgb;
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Size, Transform};
use krilla::image::Image;
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph, Tag};
use rayon::prelude::*;

use super::text::{Run, SetLine};
use super::{Item, Page, PagePictures};
use crate::media::io_error::words;
use crate::media::picture::{Pixels, encode_jpeg, lay_on_paper};
use crate::media::raster::with_type;
use crate::story::animatic::{Rect, Rgba};

/// Pixels to an inch: what an office printer shows.
const FINENESS: f32 = 220.0;
/// Of 100: no blocks show around a drawing's lines.
const JPEG_QUALITY: u8 = 90;
/// How many pages' pictures are in memory at once.
const PAGES_AT_ONCE: usize = 4;

/// What a document says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PdfHead {
    pub title: String,
    /// Year, month and day.
    pub date: Option<(u16, u8, u8)>,
}

/// A place that the reader's side bar leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    pub title: String,
    /// Counted from 0.
    pub page: usize,
}

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error("the document was stopped")]
    Stopped,
    #[error("a font of this system cannot be put into the document ({0}); remove or repair it")]
    Font(String),
    #[error("the document could not be made ({0})")]
    Other(String),
}

/// Writes pages. `go_on` is told how many are done; when it says no, there is no document.
pub fn pdf(
    pages: &[Page],
    head: &PdfHead,
    chapters: &[Chapter],
    pictures: &dyn PagePictures,
    go_on: &dyn Fn(usize) -> bool,
) -> Result<Vec<u8>, PdfError> {
    let mut document = Document::new();
    document.set_metadata(metadata(head));
    let mut press = Press { fonts: HashMap::new(), images: HashMap::new() };
    // Threads of its own: nobody's short work shall wait behind a document.
    let pool = rayon::ThreadPoolBuilder::new().thread_name(|n| format!("document {n}")).build();
    let pool = pool.map_err(|error| PdfError::Other(words(&io::Error::other(error))))?;
    for (batch, some) in pages.chunks(PAGES_AT_ONCE).enumerate() {
        if !go_on(batch * PAGES_AT_ONCE) {
            return Err(PdfError::Stopped);
        }
        press.load(some, pictures, &pool)?;
        for page in some {
            press.print(&mut document, page)?;
        }
    }
    let mut outline = Outline::new();
    for chapter in chapters.iter().filter(|chapter| chapter.page < pages.len()) {
        let to = XyzDestination::new(chapter.page, Point::from_xy(0.0, 0.0));
        outline.push_child(OutlineNode::new(chapter.title.clone(), to));
    }
    document.set_outline(outline);
    if !go_on(pages.len()) {
        return Err(PdfError::Stopped);
    }
    document.finish().map_err(|error| match error {
        krilla::error::KrillaError::Font(_, why) => PdfError::Font(why),
        other => PdfError::Other(other.to_string()),
    })
}

fn metadata(head: &PdfHead) -> Metadata {
    let metadata = Metadata::new().title(head.title.clone()).creator("Storyreel".to_owned());
    match head.date {
        Some((year, month, day)) => metadata.creation_date(DateTime::new(year).month(month).day(day)),
        None => metadata,
    }
}

/// A picture in the size in which it is printed, in pixels.
type ImageKey = (usize, u32, u32);

struct Press {
    fonts: HashMap<(fontdb::ID, u16), Font>,
    images: HashMap<ImageKey, Option<Image>>,
}

impl Press {
    /// Makes the pictures of some pages ready, side by side. Those of pages before are let go, but for what repeats.
    fn load(&mut self, pages: &[Page], pictures: &dyn PagePictures, pool: &rayon::ThreadPool) -> Result<(), PdfError> {
        let mut wanted: Vec<ImageKey> = pages.iter().flat_map(|page| &page.items).filter_map(key_of).collect();
        wanted.sort_unstable();
        wanted.dedup();
        self.images.retain(|key, _| wanted.binary_search(key).is_ok());
        wanted.retain(|key| !self.images.contains_key(key));
        let made: Vec<(ImageKey, Result<Option<Image>, String>)> =
            pool.install(|| wanted.into_par_iter().map(|key| (key, image(key, pictures))).collect());
        for (key, image) in made {
            self.images.insert(key, image.map_err(PdfError::Other)?);
        }
        Ok(())
    }

    fn print(&mut self, document: &mut Document, page: &Page) -> Result<(), PdfError> {
        let settings = PageSettings::from_wh(page.width, page.height);
        let settings = settings.ok_or_else(|| PdfError::Other("a page has no size".to_owned()))?;
        let mut sheet = document.start_page_with(settings);
        let mut surface = sheet.surface();
        for item in &page.items {
            match item {
                Item::Text { x, y, line, color } => {
                    surface.set_fill(Some(fill(*color)));
                    for run in &line.runs {
                        let font = self.font(run)?;
                        draw_run(&mut surface, run, line, (*x, *y), font);
                    }
                }
                Item::Picture { dest, .. } => {
                    let image = key_of(item).and_then(|key| self.images.get(&key)).cloned().flatten();
                    if let (Some(image), Some(size)) = (image, Size::from_wh(dest.width, dest.height)) {
                        surface.push_transform(&Transform::from_translate(dest.x, dest.y));
                        surface.draw_image(image, size);
                        surface.pop();
                    }
                }
                Item::Block { rect, color, radius } => {
                    surface.set_fill(Some(fill(*color)));
                    if let Some(path) = rounded(*rect, *radius) {
                        surface.draw_path(&path);
                    }
                }
                Item::Polygon { points, color } => {
                    surface.set_fill(Some(fill(*color)));
                    if let Some(path) = shape(points) {
                        surface.draw_path(&path);
                    }
                }
            }
        }
        surface.finish();
        sheet.finish();
        Ok(())
    }

    fn font(&mut self, run: &Run) -> Result<Font, PdfError> {
        let key = (run.font, run.weight.0);
        if let Some(font) = self.fonts.get(&key) {
            return Ok(font.clone());
        }
        let found = with_type(|fonts, _| {
            let font = fonts.get_font(run.font, run.weight)?;
            let face = fonts.db().face(run.font)?;
            Some((font, face.index, face.post_script_name.clone()))
        });
        let (font, index, name) = found.ok_or_else(|| PdfError::Font("it is gone".to_owned()))?;
        let axes: Vec<(Tag, f32)> = font
            .as_swash()
            .variations()
            .filter(|axis| axis.tag().to_be_bytes() == *b"wght")
            .map(|axis| (Tag::new(b"wght"), f32::from(run.weight.0).clamp(axis.min_value(), axis.max_value())))
            .collect();
        let data: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(FontBytes(font));
        let font = Font::new_variable(data.into(), index, &axes).ok_or(PdfError::Font(name))?;
        self.fonts.insert(key, font.clone());
        Ok(font)
    }
}

/// A font's file, kept as long as the document needs it.
struct FontBytes(Arc<cosmic_text::Font>);

impl AsRef<[u8]> for FontBytes {
    fn as_ref(&self) -> &[u8] {
        self.0.data()
    }
}

fn draw_run(surface: &mut Surface<'_>, run: &Run, line: &SetLine, (x, y): (f32, f32), font: Font) {
    let Some(first) = run.glyphs.first() else { return };
    let size = line.size;
    let ends = run.glyphs.iter().skip(1).map(|glyph| Some(glyph.x)).chain([None]);
    let glyphs: Vec<KrillaGlyph> = run
        .glyphs
        .iter()
        .zip(ends)
        .map(|(glyph, next)| {
            let advance = next.map_or(glyph.advance, |next| next - glyph.x);
            KrillaGlyph::new(
                GlyphId::new(u32::from(glyph.id)),
                advance / size,
                glyph.offset.0,
                glyph.offset.1,
                0.0,
                glyph.start as usize..glyph.end as usize,
                None,
            )
        })
        .collect();
    surface.draw_glyphs(Point::from_xy(x + first.x, y), &glyphs, font, &line.text, size, false);
}

fn fill(Rgba(r, g, b, a): Rgba) -> Fill {
    let opacity = NormalizedF32::new(f32::from(a) / 255.0).unwrap_or(NormalizedF32::ONE);
    Fill { paint: rgb::Color::new(r, g, b).into(), opacity, ..Fill::default() }
}

fn shape(points: &[(f32, f32)]) -> Option<krilla::geom::Path> {
    let ((first_x, first_y), rest) = points.split_first()?;
    let mut path = PathBuilder::new();
    path.move_to(*first_x, *first_y);
    for (x, y) in rest {
        path.line_to(*x, *y);
    }
    path.close();
    path.finish()
}

fn rounded(rect: Rect, radius: f32) -> Option<krilla::geom::Path> {
    let mut path = PathBuilder::new();
    let Rect { x, y, width, height } = rect;
    let radius = radius.clamp(0.0, (width.min(height) / 2.0).max(0.0));
    if radius == 0.0 {
        path.push_rect(krilla::geom::Rect::from_xywh(x, y, width, height)?);
        return path.finish();
    }
    // The control points that make a quarter of a circle.
    let (right, bottom, k) = (x + width, y + height, radius * 0.447_715);
    path.move_to(x + radius, y);
    path.line_to(right - radius, y);
    path.cubic_to(right - k, y, right, y + k, right, y + radius);
    path.line_to(right, bottom - radius);
    path.cubic_to(right, bottom - k, right - k, bottom, right - radius, bottom);
    path.line_to(x + radius, bottom);
    path.cubic_to(x + k, bottom, x, bottom - k, x, bottom - radius);
    path.line_to(x, y + radius);
    path.cubic_to(x, y + k, x + k, y, x + radius, y);
    path.close();
    path.finish()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn key_of(item: &Item) -> Option<ImageKey> {
    let Item::Picture { picture, dest } = item else { return None };
    let side = |points: f32| (points / 72.0 * FINENESS).round().clamp(1.0, 8192.0) as u32;
    Some((*picture, side(dest.width), side(dest.height)))
}

fn image((picture, width, height): ImageKey, pictures: &dyn PagePictures) -> Result<Option<Image>, String> {
    let Some(pixels) = pictures.pixels(picture, width, height) else { return Ok(None) };
    let jpeg = jpeg_on_paper(&pixels)?;
    Image::from_jpeg(jpeg.into(), true).map(Some)
}

fn jpeg_on_paper(pixels: &Pixels) -> Result<Vec<u8>, String> {
    let laid;
    let pixels = if pixels.is_opaque() {
        pixels
    } else {
        let mut out = pixels.clone();
        lay_on_paper(&mut out);
        laid = out;
        &laid
    };
    encode_jpeg(pixels, JPEG_QUALITY).map_err(|error| format!("a picture {error}"))
}
