//! The documents' look: every measure, in points, and every colour. Boards and estimates share it.

use crate::deliver::settings::{Boards, PerPage};
use crate::media::page::Style;
use crate::story::animatic::{Rgba, Weight};

pub const INK: Rgba = Rgba(0x17, 0x18, 0x1B, 0xFF);
pub const GREY: Rgba = Rgba(0x63, 0x68, 0x71, 0xFF);
pub const FAINT: Rgba = Rgba(0x9A, 0x9F, 0xA8, 0xFF);
pub const HAIRLINE: Rgba = Rgba(0xD9, 0xDC, 0xE1, 0xFF);
/// Behind a picture that does not fill its place, and where there is none.
pub const WELL: Rgba = Rgba(0xF2, 0xF3, 0xF5, 0xFF);

/// Paper, on what is dark.
pub const PAPER: Rgba = Rgba(0xFF, 0xFF, 0xFF, 0xFF);
/// What changed since a version.
pub const CHANGED: Rgba = Rgba(0xB0, 0x3A, 0x0B, 0xFF);

/// White at the left and the right.
pub const MARGIN: f32 = 48.0;
/// White above what a page is about; the head stands in it.
pub const TOP: f32 = 62.0;
pub const BOTTOM: f32 = 52.0;
/// From the paper's edge to the top of the head's line, and to the bottom of the foot's.
pub const HEAD: f32 = 34.0;
pub const FOOT: f32 = 30.0;
/// The logo in the head.
pub const HEAD_LOGO: (f32, f32) = (120.0, 20.0);
/// The logo on the title page.
pub const TITLE_LOGO: (f32, f32) = (190.0, 72.0);
/// Below a scene's heading.
pub const BELOW_HEADING: f32 = 10.0;
/// Above one that follows another scene's shots, beside what is between rows.
pub const ABOVE_HEADING: f32 = 6.0;
/// Between a picture and its text.
pub const BELOW_PICTURE: f32 = 7.0;
/// Between the texts of a shot.
pub const BETWEEN_TEXTS: f32 = 4.0;
/// Between what stands side by side.
pub const GUTTER: f32 = 20.0;
/// Between a picture and a text beside it.
pub const BESIDE_PICTURE: f32 = 10.0;
pub const HAIR: f32 = 0.5;

/// What is drawn over a panel: light lines with a dark edge, and what lies outside of a guide's frame.
pub const MARK: Rgba = Rgba(0xFF, 0xFF, 0xFF, 0xFF);
pub const MARK_EDGE: Rgba = Rgba(0x11, 0x12, 0x14, 0xC8);
pub const MARK_SHADE: Rgba = Rgba(0x11, 0x12, 0x14, 0xA6);
pub const MARK_EDGE_WIDTH: f32 = 0.5;
pub const GUIDE_WIDTH: f32 = 0.4;
pub const MOVE_WIDTH: f32 = 1.0;
pub const ARROW_HEAD: f32 = 9.0;
/// A shorter way is no arrow.
pub const ARROW_LEAST: f32 = 3.0;

const fn regular(size: f32, line_height: f32) -> Style {
    Style { size, line_height, weight: Weight::Regular }
}

const fn semibold(size: f32, line_height: f32) -> Style {
    Style { size, line_height, weight: Weight::SemiBold }
}

pub const TITLE: Style = semibold(34.0, 41.0);
/// For a title that would not fit its page otherwise.
pub const LONG_TITLE: Style = semibold(18.0, 24.0);
pub const SUBTITLE: Style = regular(12.0, 17.0);
pub const FACT: Style = regular(10.5, 17.0);
pub const SCENE: Style = semibold(13.0, 18.0);
pub const SCENE_FACT: Style = regular(9.5, 18.0);
pub const SCENE_NAME: Style = semibold(9.5, 18.0);
/// A table's words and its sums.
pub const SCENE_FACT_TIGHT: Style = regular(9.5, 13.0);
pub const TOTAL: Style = semibold(11.0, 15.0);
pub const HEAD_STRONG: Style = semibold(8.5, 12.0);
/// S and E in the corners of a move's frames.
pub const MARK_LETTER: Style = semibold(7.0, 9.0);
pub const SMALL: Style = regular(8.5, 12.0);
/// The word on a panel that changed.
pub const TAG: Style = semibold(6.5, 11.0);
/// What is gone, below a scene's heading.
pub const GONE: Style = regular(8.5, 13.0);

/// The type of a shot's texts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShotType {
    pub name: Style,
    pub text: Style,
    /// Lines of a text that are shown beside its picture at least, before it goes on elsewhere.
    pub lines: f32,
    /// Between columns, and between rows.
    pub gutter: f32,
}

impl ShotType {
    /// How high a name is with the least of a text that goes on elsewhere.
    pub fn least(&self) -> f32 {
        self.name.line_height + BETWEEN_TEXTS + self.lines * self.text.line_height
    }
}

/// Fewer panels on a page are read from farther away.
pub const fn shot_type(per_page: PerPage) -> ShotType {
    match per_page {
        PerPage::One => ShotType { name: semibold(12.0, 17.0), text: regular(11.0, 16.0), lines: 4.0, gutter: 20.0 },
        PerPage::Two => ShotType { name: semibold(11.0, 15.5), text: regular(10.0, 14.5), lines: 4.0, gutter: 20.0 },
        PerPage::Four => ShotType { name: semibold(10.0, 14.0), text: regular(9.0, 13.0), lines: 3.0, gutter: 20.0 },
        PerPage::Six => ShotType { name: semibold(9.5, 13.0), text: regular(8.5, 12.0), lines: 3.0, gutter: 18.0 },
        PerPage::Nine => ShotType { name: semibold(8.5, 12.0), text: regular(8.0, 11.0), lines: 3.0, gutter: 14.0 },
    }
}

/// The sheet as it lies: width and height.
pub fn sheet(choices: &Boards) -> (f32, f32) {
    let (short, long) = choices.paper.size();
    if choices.portrait { (short, long) } else { (long, short) }
}

/// Panels side by side, and rows: as it is usual, and as pictures of another shape may have more room.
pub const fn grids(per_page: PerPage, portrait: bool) -> &'static [(usize, usize)] {
    match (per_page, portrait) {
        (PerPage::One, _) => &[(1, 1)],
        (PerPage::Two, _) => &[(1, 2), (2, 1)],
        (PerPage::Four, _) => &[(2, 2), (4, 1), (1, 4)],
        (PerPage::Six, true) => &[(2, 3), (3, 2)],
        (PerPage::Six, false) => &[(3, 2), (2, 3), (6, 1)],
        (PerPage::Nine, _) => &[(3, 3)],
    }
}
