//! The layers a frame of an animatic is painted from. Measures are in pixels of the frame.

use crate::story::picture::{ContentHash, MediaPath};

/// A frame's size in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

impl Size {
    /// All of it.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "pixels of a frame")]
    pub fn rect(self) -> Rect {
        Rect { x: 0.0, y: 0.0, width: self.width as f32, height: self.height as f32 }
    }
}

/// A colour with its opacity, 255 being opaque; not premultiplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgba(pub u8, pub u8, pub u8, pub u8);

/// A rectangle by its upper left corner and its size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// The part of a picture that shows, in shares of its width and height: the whole is 0, 0, 1, 1.
pub type View = Rect;

/// One frame: its size and its layers from back to front.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameLayers {
    pub size: Size,
    pub layers: Vec<Layer>,
}

impl FrameLayers {
    /// What hides everything below it, and what is laid over that: words and small things.
    #[must_use]
    pub fn base_and_over(&self) -> (&[Layer], &[Layer]) {
        let is_base = |layer: &Layer| matches!(layer, Layer::Fill(_) | Layer::Shade { .. } | Layer::Picture { .. });
        self.layers.split_at(self.layers.iter().rposition(is_base).map_or(0, |last| last + 1))
    }
}

/// Something to paint.
#[derive(Clone, Debug, PartialEq)]
pub enum Layer {
    /// The whole frame in one colour.
    Fill(Rgba),
    /// A rectangle, its corners rounded by `radius`.
    Block { rect: Rect, color: Rgba, radius: f32 },
    /// A rectangle that goes from one colour above to another below.
    Shade { rect: Rect, top: Rgba, bottom: Rgba },
    /// A part of a picture, scaled to fill `dest`.
    Picture { path: MediaPath, content: ContentHash, view: View, dest: Rect },
    /// A few lines of text.
    Label(Label),
}

/// Text that is broken into lines of at most `max_width`, at most `max_lines` of them; what is cut ends in "…".
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    pub text: String,
    /// Whether its line breaks are kept; else they are spaces.
    pub keeps_breaks: bool,
    /// Where its block of text stands: by the corner or edge that `align` names.
    pub x: f32,
    pub y: f32,
    pub align: Align,
    pub max_width: f32,
    pub max_lines: usize,
    /// The height of the letters' em.
    pub font_size: f32,
    /// The distance of the base lines.
    pub line_height: f32,
    pub weight: Weight,
    pub color: Rgba,
    /// Behind the text, as wide as its longest line.
    pub backdrop: Option<Backdrop>,
}

/// A rounded block behind a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backdrop {
    pub color: Rgba,
    pub radius: f32,
    /// Space left and right of the text.
    pub pad_x: f32,
    /// Space above and below it.
    pub pad_y: f32,
}

/// Which point of the text block (its backdrop included) stands at the label's `x`, `y`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Align {
    TopLeft,
    TopRight,
    BottomLeft,
    /// Its lines are centred too.
    BottomCenter,
}

/// How bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    Regular,
    SemiBold,
}
