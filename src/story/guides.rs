//! Guides over a picture, to compose by: the 2.39:1 frame, the safe areas, the lines of thirds. They are painted over the
//! viewer and, where that is chosen, on boards; nothing that is made or sent has them.

use serde::{Deserialize, Serialize};

use super::animatic::Rect;

/// Which guides are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Guides {
    /// The largest frame of 2.39:1, what is outside it darkened.
    pub scope: bool,
    /// The areas that are safe for action and for titles.
    pub safe: bool,
    /// Lines at the thirds of the picture, or of the 2.39:1 frame where that is shown.
    pub thirds: bool,
}

/// One of the guides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guide {
    Scope,
    Safe,
    Thirds,
}

/// What is painted of the guides, in the measures of the picture that they were asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GuideMarks {
    /// Darkened.
    pub outside: Vec<Rect>,
    /// Drawn around.
    pub frames: Vec<Rect>,
    /// From a point to another.
    pub lines: Vec<[(f32, f32); 2]>,
}

/// Of DCI's scope container and of anamorphic film today.
const SCOPE: f32 = 2.39;
/// The shares of width and height that are safe for action and for titles (SMPTE ST 2046-1).
const ACTION_SAFE: f32 = 0.93;
const TITLE_SAFE: f32 = 0.9;

impl Guide {
    pub const ALL: [Self; 3] = [Self::Scope, Self::Safe, Self::Thirds];

    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Scope => "2.39:1 frame",
            Self::Safe => "Safe areas",
            Self::Thirds => "Thirds",
        }
    }
}

impl Guides {
    #[must_use]
    pub fn shows(self, guide: Guide) -> bool {
        match guide {
            Guide::Scope => self.scope,
            Guide::Safe => self.safe,
            Guide::Thirds => self.thirds,
        }
    }

    pub fn shown_mut(&mut self, guide: Guide) -> &mut bool {
        match guide {
            Guide::Scope => &mut self.scope,
            Guide::Safe => &mut self.safe,
            Guide::Thirds => &mut self.thirds,
        }
    }

    /// The part of a picture that is composed for.
    #[must_use]
    pub fn composed(self, picture: Rect) -> Rect {
        if self.scope { scope_in(picture) } else { picture }
    }

    /// What is painted over a picture that lies there.
    #[must_use]
    pub fn over(self, picture: Rect) -> GuideMarks {
        let mut marks = GuideMarks::default();
        let composed = self.composed(picture);
        if self.scope {
            marks.outside = around(picture, composed);
            marks.frames.push(composed);
        }
        if self.safe {
            marks.frames.extend([ACTION_SAFE, TITLE_SAFE].map(|share| centred(picture, share, share)));
        }
        if self.thirds {
            let Rect { x, y, width, height } = composed;
            for share in [1.0 / 3.0, 2.0 / 3.0] {
                let (across, down) = (x + width * share, y + height * share);
                marks.lines.push([(across, y), (across, y + height)]);
                marks.lines.push([(x, down), (x + width, down)]);
            }
        }
        marks
    }
}

/// The largest frame of 2.39:1 in the middle of a picture.
fn scope_in(picture: Rect) -> Rect {
    let ratio = picture.width / picture.height.max(f32::MIN_POSITIVE);
    if ratio > SCOPE { centred(picture, SCOPE / ratio, 1.0) } else { centred(picture, 1.0, ratio / SCOPE) }
}

fn centred(outer: Rect, across: f32, down: f32) -> Rect {
    let (width, height) = (outer.width * across, outer.height * down);
    Rect { x: outer.x + (outer.width - width) / 2.0, y: outer.y + (outer.height - height) / 2.0, width, height }
}

/// What of a rectangle is not within another that is centred in it.
fn around(outer: Rect, inner: Rect) -> Vec<Rect> {
    let (beside, above) = (inner.x - outer.x, inner.y - outer.y);
    let parts = [
        Rect { height: above, ..outer },
        Rect { y: inner.y + inner.height, height: above, ..outer },
        Rect { width: beside, y: inner.y, height: inner.height, ..outer },
        Rect { x: inner.x + inner.width, width: beside, y: inner.y, height: inner.height },
    ];
    parts.into_iter().filter(|part| part.width > 0.001 && part.height > 0.001).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDE: Rect = Rect { x: 10.0, y: 20.0, width: 1280.0, height: 720.0 };

    #[test]
    fn the_scope_frame_has_its_ratio_in_every_picture() {
        for picture in [WIDE, Rect { width: 405.0, ..WIDE }, Rect { width: 3000.0, ..WIDE }] {
            let marks = Guides { scope: true, ..Guides::default() }.over(picture);
            let [frame] = marks.frames[..] else { panic!("{marks:?}") };
            assert!((frame.width / frame.height - 2.39).abs() < 0.01, "{frame:?}");
            let outside: f32 = marks.outside.iter().map(|part| part.width * part.height).sum();
            let area = picture.width * picture.height;
            assert!((outside + frame.width * frame.height - area).abs() < area * 1e-4, "{marks:?}");
        }
    }

    #[test]
    fn safe_areas_and_thirds_lie_where_they_belong() {
        let marks = Guides { safe: true, thirds: true, ..Guides::default() }.over(WIDE);
        assert!((marks.frames[0].width - 1190.4).abs() < 0.1 && (marks.frames[1].height - 648.0).abs() < 0.1);
        assert!((marks.lines[0][0].0 - (10.0 + 1280.0 / 3.0)).abs() < 0.01 && marks.lines.len() == 4);
        let both = Guides { scope: true, thirds: true, ..Guides::default() }.over(WIDE);
        assert!((both.lines[0][0].1 - both.frames[0].y).abs() < 0.01, "thirds of what is composed in");
        assert_eq!(Guides::default().over(WIDE), GuideMarks::default());
    }
}
