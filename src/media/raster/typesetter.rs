//! The program's fonts, and the setting of a text into lines of glyph pictures. Inter is bundled;
//! what it lacks (Chinese, Japanese, Korean, Arabic, emoji …) comes from the system's fonts.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use cosmic_text::fontdb::{self, Database, Source};
use cosmic_text::{
    Attrs, Buffer, Color, Ellipsize, EllipsizeHeightLimit, Family, FeatureTag, FontFeatures, FontSystem, Hinting,
    Metrics, SwashCache,
};

use super::coverage::{OWN, note_families};
use crate::story::animatic::{Label, Weight};

const INTER_REGULAR: &[u8] = include_bytes!("../../../assets/fonts/Inter-Regular.otf");
const INTER_SEMI_BOLD: &[u8] = include_bytes!("../../../assets/fonts/Inter-SemiBold.otf");

/// One for the whole process: reading the system's fonts takes a moment. It is only asked for labels not set yet.
static TYPESETTER: LazyLock<Mutex<Typesetter>> = LazyLock::new(|| Mutex::new(Typesetter::new()));

/// Glyph pictures kept; past that they are made anew.
const MOST_GLYPHS: usize = 4096;
/// No more characters than this are looked at for each line: nothing that long fits.
const MOST_CHARS_A_LINE: usize = 400;

struct Typesetter {
    fonts: FontSystem,
    glyphs: SwashCache,
}

/// A text in lines. Measures are in pixels from the text's upper left corner.
pub struct Lines {
    /// Of the longest line.
    pub width: f32,
    pub lines: Vec<Line>,
}

pub struct Line {
    pub width: f32,
    pub right_to_left: bool,
    pub glyphs: Vec<Glyph>,
}

/// A glyph's picture: where it stands from the line's left end and from the text's top.
pub struct Glyph {
    pub x: i32,
    pub y: i32,
    pub width: u32,
    pub height: u32,
    pub ink: Ink,
}

pub enum Ink {
    /// Coverage, to be painted in the text's colour.
    Mask(Vec<u8>),
    /// Colours of its own: an emoji.
    Color(Vec<u8>),
}

pub fn load() {
    LazyLock::force(&TYPESETTER);
}

/// Sets a label's text. A text that is cut ends in "…".
pub fn set(label: &Label) -> Lines {
    TYPESETTER.lock().unwrap_or_else(PoisonError::into_inner).set(label)
}

/// Works with the program's fonts and its kept glyph pictures. Others wait meanwhile: for short work.
pub fn with_type<T>(work: impl FnOnce(&mut FontSystem, &mut SwashCache) -> T) -> T {
    let mut typesetter = TYPESETTER.lock().unwrap_or_else(PoisonError::into_inner);
    let Typesetter { fonts, glyphs } = &mut *typesetter;
    if glyphs.image_cache.len() > MOST_GLYPHS {
        glyphs.image_cache.clear();
    }
    work(fonts, glyphs)
}

impl Typesetter {
    fn new() -> Self {
        let own = || [INTER_REGULAR, INTER_SEMI_BOLD].map(|font| Source::Binary(Arc::new(font)));
        // One broken font among the system's must not take all type with it: then the program's own is there alone.
        let mut fonts = catch_unwind(AssertUnwindSafe(|| FontSystem::new_with_fonts(own()))).unwrap_or_else(|_| {
            tracing::error!("a font of this system is damaged, so only the program's own typeface is used");
            let mut database = Database::new();
            for font in own() {
                database.load_font_source(font);
            }
            FontSystem::new_with_locale_and_db("en-US".to_owned(), database)
        });
        fonts.db_mut().set_sans_serif_family(OWN);
        note_families(fonts.db());
        Self { fonts, glyphs: SwashCache::new() }
    }

    fn shape(&mut self, buffer: &mut Buffer, label: &Label, text: &str) {
        super::shape(&mut self.fonts, buffer, text, &attrs(label, text));
    }

    fn set(&mut self, label: &Label) -> Lines {
        let mut buffer = Buffer::new_empty(Metrics::new(label.font_size.max(1.0), label.line_height.max(1.0)));
        buffer.set_hinting(Hinting::Disabled);
        buffer.set_ellipsize(Ellipsize::End(EllipsizeHeightLimit::Lines(label.max_lines.max(1))));
        buffer.set_size(Some(label.max_width.max(1.0)), None);
        let most = label.max_lines.max(1) * MOST_CHARS_A_LINE;
        let text = in_paragraphs(label, &label.text, most);
        self.shape(&mut buffer, label, &text);
        if let Some(rest) = without_unknown_symbols(&buffer, &text) {
            self.shape(&mut buffer, label, &in_paragraphs(label, &rest, most));
        }

        let mut lines = Vec::new();
        for run in buffer.layout_runs().take(label.max_lines.max(1)) {
            let extent = |glyph: &cosmic_text::LayoutGlyph| (glyph.x, glyph.x + glyph.w);
            // A space at a line's end takes no room.
            let seen = run.glyphs.iter().filter(|glyph| !is_space(run.text, glyph.start, glyph.end)).map(extent);
            let (left, right) = seen.fold((f32::MAX, f32::MIN), |(l, r), (a, b)| (l.min(a), r.max(b)));
            let (left, right) = if left > right { (0.0, 0.0) } else { (left, right) };
            let mut glyphs = Vec::with_capacity(run.glyphs.len());
            for glyph in run.glyphs {
                let placed = glyph.physical((-left, run.line_y.round()), 1.0);
                if self.glyphs.image_cache.len() > MOST_GLYPHS {
                    self.glyphs.image_cache.clear();
                }
                let Some(image) = self.glyphs.get_image(&mut self.fonts, placed.cache_key) else { continue };
                let ink = match image.content {
                    cosmic_text::SwashContent::Color => Ink::Color(image.data.clone()),
                    _ => Ink::Mask(image.data.clone()),
                };
                glyphs.push(Glyph {
                    x: placed.x + image.placement.left,
                    y: placed.y - image.placement.top,
                    width: image.placement.width,
                    height: image.placement.height,
                    ink,
                });
            }
            lines.push(Line { width: right - left, right_to_left: run.rtl, glyphs });
        }
        let width = lines.iter().fold(0.0_f32, |width, line| width.max(line.width));
        Lines { width, lines }
    }
}

fn attrs(label: &Label, text: &str) -> Attrs<'static> {
    let weight = match label.weight {
        Weight::Regular => fontdb::Weight::NORMAL,
        Weight::SemiBold => fontdb::Weight::SEMIBOLD,
    };
    let attrs = Attrs::new().family(Family::Name(OWN)).weight(weight).color(Color::rgb(255, 255, 255));
    // A running time code must not tremble: all its digits are equally wide.
    if text.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | ' ')) {
        let mut features = FontFeatures::new();
        features.enable(FeatureTag::new(b"tnum"));
        return attrs.font_features(features);
    }
    attrs
}

/// The text without the symbols that no font here has: an emoji's box tells nothing. Letters keep theirs, so that one
/// sees that words are there. `None`, when nothing is to be left out.
fn without_unknown_symbols(buffer: &Buffer, text: &str) -> Option<String> {
    let mut unknown: Vec<(usize, usize)> = Vec::new();
    for run in buffer.layout_runs() {
        // An ellipsis stands for text and is no part of it.
        let missing = run.glyphs.iter().filter(|glyph| glyph.glyph_id == 0 && glyph.start < glyph.end);
        // A glyph's place is told within its paragraph.
        let from: usize = text.split('\n').take(run.line_i).map(|paragraph| paragraph.len() + 1).sum();
        unknown.extend(missing.map(|glyph| (from + glyph.start, from + glyph.end)));
    }
    if unknown.is_empty() {
        return None;
    }
    let keeps = |at: usize, c: char| {
        c.is_alphanumeric() || c.is_whitespace() || !unknown.iter().any(|(start, end)| (*start..*end).contains(&at))
    };
    let rest: String = text.char_indices().filter(|(at, c)| keeps(*at, *c)).map(|(_, c)| c).collect();
    (rest.len() < text.len()).then_some(rest)
}

/// The label's text, or one in its place, in one paragraph or in as many as it has lines of its own.
fn in_paragraphs(label: &Label, text: &str, most: usize) -> String {
    if label.keeps_breaks {
        text.lines().map(|line| on_one_paragraph(line, most)).collect::<Vec<_>>().join("\n")
    } else {
        on_one_paragraph(text, most)
    }
}

/// Line breaks and runs of spaces become one space, control characters none.
fn on_one_paragraph(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(text.len().min(most * 4));
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().filter(|c| !c.is_control()));
        if out.len() > most * 4 {
            break;
        }
    }
    match out.char_indices().nth(most) {
        Some((end, _)) => out[..end].to_owned(),
        None => out,
    }
}

fn is_space(text: &str, start: usize, end: usize) -> bool {
    text.get(start..end).is_some_and(|cluster| !cluster.is_empty() && cluster.chars().all(char::is_whitespace))
}
