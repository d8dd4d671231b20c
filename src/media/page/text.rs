//! Setting texts in type for pages: shaped, broken into lines, any script through the system's fonts.

use std::sync::Arc;

use cosmic_text::{Attrs, Buffer, Ellipsize, EllipsizeHeightLimit, Family, Hinting, Metrics, fontdb};

use crate::media::raster::{shape, with_type};
use crate::story::animatic::Weight;

/// How a text is set. Measures are in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// The height of the letters' em.
    pub size: f32,
    /// The distance of the base lines.
    pub line_height: f32,
    pub weight: Weight,
}

/// A line that is set.
#[derive(Clone, Debug, PartialEq)]
pub struct SetLine {
    /// The whole paragraph that it is a part of.
    pub text: Arc<str>,
    pub size: f32,
    /// Of its line box.
    pub height: f32,
    /// From the line box's top.
    pub baseline: f32,
    /// Without a space at its end.
    pub width: f32,
    pub right_to_left: bool,
    /// From left to right.
    pub(super) runs: Vec<Run>,
}

impl SetLine {
    /// The part of the paragraph that stands in this line.
    #[must_use]
    pub fn plain(&self) -> &str {
        let glyphs = || self.runs.iter().flat_map(|run| &run.glyphs);
        let start = glyphs().map(|glyph| glyph.start).min().unwrap_or(0) as usize;
        let end = glyphs().map(|glyph| glyph.end).max().unwrap_or(0) as usize;
        self.text.get(start..end).unwrap_or_default()
    }
}

/// Glyphs of one font that follow each other.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub font: fontdb::ID,
    pub weight: fontdb::Weight,
    pub glyphs: Vec<Glyph>,
}

/// A glyph: where it stands in its line, and which bytes of the paragraph it is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Glyph {
    pub id: u16,
    pub start: u32,
    pub end: u32,
    /// Where its place begins.
    pub x: f32,
    pub advance: f32,
    /// How far its picture is moved from its place, in shares of the size; up is positive.
    pub offset: (f32, f32),
}

/// Sets a text in lines of at most this width. A line break begins a new line, and an empty line keeps its room.
#[must_use]
pub fn set(text: &str, style: Style, width: f32) -> Vec<Arc<SetLine>> {
    lines(&clean(text), style, width, None)
}

/// Sets a text on one line of at most this width; what does not fit is cut and ends in "…".
#[must_use]
pub fn set_on_one_line(text: &str, style: Style, width: f32) -> Arc<SetLine> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = lines(&clean(&text), style, width, Some(1)).into_iter().next();
    first.unwrap_or_else(|| {
        let height = style.line_height;
        let (text, runs) = (Arc::from(""), Vec::new());
        let size = style.size;
        Arc::new(SetLine { text, size, height, baseline: height, width: 0.0, right_to_left: false, runs })
    })
}

fn lines(text: &str, style: Style, width: f32, most: Option<usize>) -> Vec<Arc<SetLine>> {
    let mut buffer = Buffer::new_empty(Metrics::new(style.size.max(1.0), style.line_height.max(1.0)));
    buffer.set_hinting(Hinting::Disabled);
    if let Some(most) = most {
        buffer.set_ellipsize(Ellipsize::End(EllipsizeHeightLimit::Lines(most)));
    }
    buffer.set_size(Some(width.max(1.0)), None);
    let weight = match style.weight {
        Weight::Regular => fontdb::Weight::NORMAL,
        Weight::SemiBold => fontdb::Weight::SEMIBOLD,
    };
    let attrs = Attrs::new().family(Family::Name("Inter")).weight(weight);
    with_type(|fonts, _| shape(fonts, &mut buffer, text, &attrs));
    let mut paragraph: Option<(usize, Arc<str>)> = None;
    let mut set: Vec<Arc<SetLine>> = Vec::new();
    for line in buffer.layout_runs().take(most.unwrap_or(usize::MAX)) {
        let text = match &paragraph {
            Some((at, text)) if *at == line.line_i => text.clone(),
            _ => Arc::from(line.text),
        };
        let goes_on = paragraph.as_ref().is_some_and(|(at, _)| *at == line.line_i);
        paragraph = Some((line.line_i, text.clone()));
        let mut next = set_line(text, &line, style);
        if let Some(before) = set.last().filter(|_| goes_on) {
            tell_once(before, &mut next);
        }
        set.push(Arc::new(next));
    }
    set
}

/// Where a line break parts the glyphs of one sign, the sign is told by the first of the two lines alone.
fn tell_once(before: &SetLine, line: &mut SetLine) {
    let told: Vec<(u32, u32)> =
        before.runs.iter().flat_map(|run| &run.glyphs).map(|glyph| (glyph.start, glyph.end)).collect();
    for glyph in line.runs.iter_mut().flat_map(|run| &mut run.glyphs) {
        if told.contains(&(glyph.start, glyph.end)) {
            glyph.start = glyph.end;
        }
    }
}

fn set_line(text: Arc<str>, line: &cosmic_text::LayoutRun<'_>, style: Style) -> SetLine {
    let seen = line.glyphs.iter().filter(|glyph| !is_space(line.text, glyph.start, glyph.end));
    let (left, right) =
        seen.fold((f32::MAX, f32::MIN), |(left, right), glyph| (left.min(glyph.x), right.max(glyph.x + glyph.w)));
    let (left, right) = if left > right { (0.0, 0.0) } else { (left, right) };
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let mut runs: Vec<Run> = Vec::new();
    for glyph in line.glyphs {
        let placed = Glyph {
            id: glyph.glyph_id,
            start: byte(glyph.start),
            end: byte(glyph.end),
            x: glyph.x - left,
            advance: glyph.w,
            offset: (glyph.x_offset, glyph.y_offset),
        };
        match runs.last_mut() {
            Some(run) if run.font == glyph.font_id && run.weight == glyph.font_weight => run.glyphs.push(placed),
            _ => runs.push(Run { font: glyph.font_id, weight: glyph.font_weight, glyphs: vec![placed] }),
        }
    }
    SetLine {
        text,
        size: style.size,
        height: style.line_height,
        baseline: line.line_y - line.line_top,
        width: right - left,
        right_to_left: line.rtl,
        runs,
    }
}

/// Line ends as they are here, and no control characters: fonts have no pictures for them.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n").replace('\t', "    ");
    text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

fn is_space(text: &str, start: usize, end: usize) -> bool {
    text.get(start..end).is_some_and(|cluster| !cluster.is_empty() && cluster.chars().all(char::is_whitespace))
}
