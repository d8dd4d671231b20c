//! The animatic's looks: its colours, its type and its slate. Every number of that kind is here.

use super::layers::{Align, Backdrop, Label, Layer, Rect, Rgba, Size, Weight};
use crate::story::caption::LINES_MAX;
use crate::story::mention::without_at;
use crate::story::order::OrderShot;

/// Behind everything, and beside a letterboxed picture.
pub const GROUND: Rgba = Rgba(0x0B, 0x0B, 0x0D, 0xFF);
const TEXT: Rgba = Rgba(0xEC, 0xEA, 0xE5, 0xFF);
const DIM: Rgba = Rgba(0xA6, 0xAC, 0xB5, 0xFF);
const FAINT: Rgba = Rgba(0x8A, 0x91, 0x9B, 0xFF);
const BACKDROP: Rgba = Rgba(0x00, 0x00, 0x00, 0xBB);
const SLATE_TOP: Rgba = Rgba(0x2B, 0x2A, 0x3C, 0xFF);
const SLATE_BOTTOM: Rgba = Rgba(0x17, 0x15, 0x1C, 0xFF);
const SLATE_RULE: Rgba = Rgba(0xF4, 0xC9, 0x8A, 0xFF);
const SLATE_RULE_REST: Rgba = Rgba(0xFF, 0xFF, 0xFF, 0x22);

/// The share of the shorter side that is one unit of type and space.
#[expect(clippy::cast_precision_loss, reason = "pixels of a frame")]
fn unit(size: Size) -> f32 {
    size.width.min(size.height) as f32 / 720.0
}

/// The size of a caption's letters: its longest line fits the narrowest picture, which leaves room for 624 units.
const CAPTION: f32 = 25.0;

fn backdrop(unit: f32) -> Backdrop {
    Backdrop { color: BACKDROP, radius: 7.0 * unit, pad_x: 13.0 * unit, pad_y: 6.0 * unit }
}

/// What is written under a picture, in its lines.
pub fn caption(lines: &[String], size: Size, part: Rect) -> Layer {
    let u = unit(size);
    Layer::Label(Label {
        text: lines.join("\n"),
        keeps_breaks: true,
        x: part.x + part.width / 2.0,
        y: part.y + part.height - 26.0 * u,
        align: Align::BottomCenter,
        max_width: (part.width - 96.0 * u).min(960.0 * u),
        // Lines are told to fit. One of a typeface that is wider than was thought is broken, and nothing is cut.
        max_lines: 2 * LINES_MAX,
        font_size: CAPTION * u,
        line_height: 33.0 * u,
        weight: Weight::Regular,
        color: TEXT,
        backdrop: Some(backdrop(u)),
    })
}

/// The shot's name in the upper left corner.
pub fn shot_name(name: &str, size: Size, part: Rect) -> Layer {
    corner(name.to_owned(), size, part, Align::TopLeft)
}

/// The time since the scene's start in the upper right corner.
pub fn time_code(code: &str, size: Size, part: Rect) -> Layer {
    corner(code.to_owned(), size, part, Align::TopRight)
}

fn corner(text: String, size: Size, part: Rect, align: Align) -> Layer {
    let u = unit(size);
    let margin = 20.0 * u;
    Layer::Label(Label {
        text,
        keeps_breaks: false,
        x: if align == Align::TopRight { part.x + part.width - margin } else { part.x + margin },
        y: part.y + margin,
        align,
        max_width: part.width / 2.0 - 2.0 * margin,
        max_lines: 1,
        font_size: 18.0 * u,
        line_height: 24.0 * u,
        weight: Weight::SemiBold,
        color: TEXT,
        backdrop: Some(backdrop(u)),
    })
}

/// Where a slate's words stand, and its rule.
struct SlatePlaces {
    margin: f32,
    line: f32,
    rule_y: f32,
}

fn slate_places(size: Size) -> SlatePlaces {
    let Rect { width, height, .. } = size.rect();
    let margin = 84.0 * unit(size);
    SlatePlaces { margin, line: width - 2.0 * margin, rule_y: height * 0.34 }
}

/// Stands for a shot that has no picture: its number, and a rule that runs with its time.
pub fn bare_slate(shot: &OrderShot, index: usize, size: Size, progress: f32) -> Vec<Layer> {
    let u = unit(size);
    let Rect { width, height, .. } = size.rect();
    let SlatePlaces { margin, line, rule_y } = slate_places(size);
    let rule = |length: f32, color: Rgba| Layer::Block {
        rect: Rect { x: margin, y: rule_y, width: length, height: 3.0 * u },
        color,
        radius: 1.5 * u,
    };
    vec![
        Layer::Shade { rect: Rect { x: 0.0, y: 0.0, width, height }, top: SLATE_TOP, bottom: SLATE_BOTTOM },
        rule(line, SLATE_RULE_REST),
        rule((line * progress).max(3.0 * u), SLATE_RULE),
        Layer::Label(Label {
            text: format!("Shot {}", index + 1),
            keeps_breaks: false,
            x: margin,
            y: rule_y - 20.0 * u,
            align: Align::BottomLeft,
            max_width: line * 0.7,
            max_lines: 1,
            font_size: 52.0 * u,
            line_height: 62.0 * u,
            weight: Weight::SemiBold,
            color: TEXT,
            backdrop: None,
        }),
        Layer::Label(Label {
            text: shot.seconds.to_string(),
            keeps_breaks: false,
            x: width - margin,
            y: rule_y - 64.0 * u,
            align: Align::TopRight,
            max_width: line * 0.3,
            max_lines: 1,
            font_size: 26.0 * u,
            line_height: 34.0 * u,
            weight: Weight::Regular,
            color: FAINT,
            backdrop: None,
        }),
    ]
}

/// The same with the shot's prompt.
pub fn slate(shot: &OrderShot, index: usize, size: Size, progress: f32) -> Vec<Layer> {
    let u = unit(size);
    let Rect { width, height, .. } = size.rect();
    let SlatePlaces { margin, line, rule_y } = slate_places(size);
    let mut layers = bare_slate(shot, index, size, progress);
    let prompt = without_at(shot.prompt.trim());
    let prompt = if prompt.is_empty() { "No prompt yet".to_owned() } else { prompt };
    layers.push(Layer::Label(Label {
        text: prompt,
        keeps_breaks: false,
        x: margin,
        y: rule_y + 30.0 * u,
        align: Align::TopLeft,
        max_width: line,
        max_lines: if height > width { 14 } else { 7 },
        font_size: 30.0 * u,
        line_height: 42.0 * u,
        weight: Weight::Regular,
        color: DIM,
        backdrop: None,
    }));
    layers
}
