//! Shaping a text into lines that lose none of it.

use cosmic_text::{Attrs, Buffer, Ellipsize, Family, FontSystem, Shaping, Wrap};

use super::coverage::in_chosen;

/// Shapes a text and breaks it into lines between words, and inside a word that is wider than a line.
///
/// cosmic-text 0.19 drops the part of such a word where it runs against its paragraph and other words stand before it:
/// Latin in Hebrew, Hebrew in Latin. Such a text is broken wherever a line is full, which goes another way.
pub fn shape(fonts: &mut FontSystem, buffer: &mut Buffer, text: &str, attrs: &Attrs<'_>) {
    buffer.set_wrap(Wrap::WordOrGlyph);
    match in_chosen(fonts, text, attrs.weight) {
        Some((family, weight, stretches)) => {
            let ends = stretches.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
            let chosen = attrs.clone().family(Family::Name(&family)).weight(weight);
            let spans = stretches.iter().zip(ends).map(|((from, is_chosen), to)| {
                (&text[*from..to], if *is_chosen { chosen.clone() } else { attrs.clone() })
            });
            buffer.set_rich_text(spans, attrs, Shaping::Advanced, None);
        }
        None => buffer.set_text(text, attrs, Shaping::Advanced, None),
    }
    buffer.shape_until_scroll(fonts, false);
    if loses_text(buffer) {
        buffer.set_wrap(Wrap::Glyph);
        buffer.shape_until_scroll(fonts, false);
    }
}

/// Whether a letter stands in no line. What an ellipsis stands for is not lost.
fn loses_text(buffer: &Buffer) -> bool {
    let cut = buffer.ellipsize() != Ellipsize::None;
    let mut shown: Vec<Vec<(usize, usize)>> = vec![Vec::new(); buffer.lines.len()];
    for run in buffer.layout_runs() {
        let glyphs = run.glyphs.iter().filter(|glyph| glyph.start < glyph.end);
        shown[run.line_i].extend(glyphs.map(|glyph| (glyph.start, glyph.end)));
    }
    std::iter::zip(&buffer.lines, &mut shown).any(|(line, shown)| {
        shown.sort_unstable();
        let text = line.text();
        let (mut at, mut lost) = (0, false);
        for &(start, end) in shown.iter() {
            lost |= text.get(at..start).is_some_and(has_letters);
            at = at.max(end);
        }
        lost || (!cut && text.get(at..).is_some_and(has_letters))
    })
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}
