//! The animatic: what stands on the screen at each moment of a scene, as layers to paint.
//! Every look of it is decided here; `media` only paints the layers.

mod layers;
mod moves;
pub mod style;

pub use layers::{Align, Backdrop, FrameLayers, Label, Layer, Rect, Rgba, Size, View, Weight};

use super::caption::{CaptionText, Captions};
use super::guides::Guides;
use super::order::{Order, OrderPicture, OrderShot};
use super::project::Aspect;
use super::units::{FRAME_RATE, FrameNumber};

/// The size of an animatic of this shape, in pixels.
#[must_use]
pub fn size_of(aspect: Aspect) -> Size {
    match aspect {
        Aspect::Wide => Size { width: 1280, height: 720 },
        Aspect::Tall => Size { width: 720, height: 1280 },
        Aspect::Square => Size { width: 960, height: 960 },
    }
}

/// What is written on a frame, as people choose for the viewer; what is rendered has all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Overlays {
    /// The shot's name.
    pub code: bool,
    /// The time since the scene's start.
    pub time: bool,
    /// What is said.
    pub caption: bool,
}

/// One of the overlays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Overlay {
    Code,
    Time,
    Caption,
}

impl Default for Overlays {
    fn default() -> Self {
        Self { code: true, time: true, caption: true }
    }
}

impl Overlays {
    #[must_use]
    pub fn shows(self, overlay: Overlay) -> bool {
        match overlay {
            Overlay::Code => self.code,
            Overlay::Time => self.time,
            Overlay::Caption => self.caption,
        }
    }

    pub fn shown_mut(&mut self, overlay: Overlay) -> &mut bool {
        match overlay {
            Overlay::Code => &mut self.code,
            Overlay::Time => &mut self.time,
            Overlay::Caption => &mut self.caption,
        }
    }
}

impl Overlay {
    pub const ALL: [Self; 3] = [Self::Code, Self::Time, Self::Caption];

    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Code => "Shot code",
            Self::Time => "Time",
            Self::Caption => "Captions",
        }
    }
}

/// The layers of one frame, from back to front. Past the end it is the last frame.
#[must_use]
pub fn frame_at(order: &Order, frame: FrameNumber) -> FrameLayers {
    frame_with(order, frame, Overlays::default(), Guides::default())
}

/// The same with only these overlays on it; they stand within the frame that these guides compose for.
#[must_use]
pub fn frame_with(order: &Order, frame: FrameNumber, overlays: Overlays, guides: Guides) -> FrameLayers {
    let size = size_of(order.aspect);
    let frame = within(order, frame);
    let mut layers = vec![Layer::Fill(style::GROUND)];
    if let Some(place) = place_of(order, frame) {
        let shot = &order.shots[place.shot];
        match picture_of(order, shot) {
            Some(picture) => layers.extend(moves::shown(shot, picture, order.aspect, size, &place)),
            None => layers.extend(style::slate(shot, place.shot, size, place.progress())),
        }
        let mut written = Written::default();
        if overlays.caption {
            written.caption = caption(shot, &place);
        }
        if overlays.code {
            written.shot_name.clone_from(&shot.name);
        }
        if overlays.time {
            written.time_code = frame.time_code();
        }
        layers.extend(written.layers_within(size, guides.composed(size.rect())));
    }
    FrameLayers { size, layers }
}

/// The same without a word of the shots on it: what is to be read is laid over it as `Written`.
#[must_use]
pub fn picture_at(order: &Order, frame: FrameNumber) -> FrameLayers {
    let size = size_of(order.aspect);
    let mut layers = vec![Layer::Fill(style::GROUND)];
    if let Some(place) = place_of(order, within(order, frame)) {
        let shot = &order.shots[place.shot];
        match picture_of(order, shot) {
            Some(picture) => layers.extend(moves::shown(shot, picture, order.aspect, size, &place)),
            None => layers.extend(style::bare_slate(shot, place.shot, size, place.progress())),
        }
    }
    FrameLayers { size, layers }
}

/// What is written over a film's picture; nothing where it is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Its lines.
    pub caption: Vec<String>,
    pub shot_name: String,
    pub time_code: String,
}

impl Written {
    /// Its layers on a frame of this size.
    #[must_use]
    pub fn layers(&self, size: Size) -> Vec<Layer> {
        self.layers_within(size, size.rect())
    }

    /// The same, as far from the edges of a part of the frame.
    #[must_use]
    pub fn layers_within(&self, size: Size, part: Rect) -> Vec<Layer> {
        let mut layers = Vec::new();
        if !self.caption.is_empty() {
            layers.push(style::caption(&self.caption, size, part));
        }
        if !self.shot_name.trim().is_empty() {
            layers.push(style::shot_name(&self.shot_name, size, part));
        }
        if !self.time_code.is_empty() {
            layers.push(style::time_code(&self.time_code, size, part));
        }
        layers
    }
}

/// The frame, or the last one.
fn within(order: &Order, frame: FrameNumber) -> FrameNumber {
    frame.min(FrameNumber(order.frames().0.saturating_sub(1)))
}

/// Where a frame falls: in which shot, and how far into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Counted from 0.
    pub shot: usize,
    /// The shot's first frame.
    pub start: FrameNumber,
    /// Frames since the shot's first.
    pub into: u64,
    /// Frames the shot lasts.
    pub length: u64,
}

impl Place {
    /// 0 at the shot's first frame, 1 at its last.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "a share of a shot, for a move on the screen"
    )]
    pub fn progress(&self) -> f32 {
        (self.into as f64 / self.length.saturating_sub(1).max(1) as f64) as f32
    }

    /// Seconds since the shot's first frame.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "a time within a shot, for a move on the screen")]
    pub fn seconds(&self) -> f32 {
        FrameNumber(self.into).time() as f32
    }
}

/// The shot that shows at a frame. `None` past the end; shots of 0 s never show.
#[must_use]
pub fn place_of(order: &Order, frame: FrameNumber) -> Option<Place> {
    let mut start = 0_u64;
    for (index, shot) in order.shots.iter().enumerate() {
        let length = shot.seconds.frames().0;
        if frame.0 < start.saturating_add(length) {
            return Some(Place { shot: index, start: FrameNumber(start), into: frame.0 - start, length });
        }
        start = start.saturating_add(length);
    }
    None
}

/// The picture that stands for a shot: its panel, else the scene's first frame. One that does not decode is passed over.
fn picture_of<'a>(order: &'a Order, shot: &'a OrderShot) -> Option<&'a OrderPicture> {
    let decodes = |picture: &&OrderPicture| picture.info.is_some();
    shot.panel.as_ref().filter(decodes).or_else(|| order.first_frame.as_ref().filter(decodes))
}

/// The lines of what is said at a frame.
fn caption(shot: &OrderShot, place: &Place) -> Vec<String> {
    let captions = Captions::new(&shot.dialogue, CaptionText::Dialogue, place.length, FRAME_RATE);
    captions.at(place.into).map(|caption| caption.lines.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
