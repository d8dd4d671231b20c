//! The contact sheet: all panels of a scene or the project on one picture, each with its name.

use super::boards::cell;
use super::boards::{BoardPictures, Laid, style};
use super::chosen;
use super::job::{DeliverError, Request, Source, Watch};
use super::settings::Sheet as Choices;
use crate::media::page::{self, Page, set_on_one_line};
use crate::media::picture::Pixels;
use crate::story::animatic::Rect;

/// A panel's width, in points.
const PANEL: f32 = 320.0;
const GAP: f32 = 24.0;
const EDGE: f32 = 36.0;
/// No side of the picture is longer, in pixels.
const LONGEST: f32 = 8000.0;
const COLUMNS_MAX: u32 = 12;

/// Paints the sheet.
///
/// # Errors
/// When it was stopped.
pub fn paint(source: &Source, request: &Request, watch: &Watch) -> Result<Pixels, DeliverError> {
    let laid = layout(source, request);
    let pictures = BoardPictures::new(&laid.pictures, &source.folder, &source.takes);
    let Some(page) = laid.pages.first() else { return Err(DeliverError::Nothing) };
    watch.tell(0, 1)?;
    let scale = (LONGEST / page.width.max(page.height)).min(1.0);
    let pixels = page::paint(page, scale, &pictures);
    watch.tell(1, 1)?;
    Ok(pixels)
}

/// One page, as long as it takes.
fn layout(source: &Source, request: &Request) -> Laid {
    let Choices { columns } = request.settings.sheet;
    let columns = columns.clamp(1, COLUMNS_MAX) as usize;
    let takes = chosen::frames(&source.project, &source.takes);
    let mut laid = Laid::default();
    let mut page = Page::default();
    let title = set_on_one_line(&source.project.name, style::SCENE, PANEL * 2.0);
    page.text(EDGE, EDGE, &title, style::INK);
    let top = EDGE + title.height + style::BELOW_HEADING;
    let scenes: Vec<_> = request.scope.clone().scenes(&source.project).collect();
    // All places are alike, so that rows are: as high as the shape of the first scene.
    let ratio = scenes.first().map_or(1.0, |(_, scene)| scene.aspect.ratio());
    let height = PANEL / ratio;
    let row = height + style::BELOW_PICTURE + style::SCENE_FACT.line_height + GAP;
    let mut count = 0_usize;
    for (at, scene) in scenes {
        for (number, shot) in scene.shots.iter().enumerate() {
            let (column, line) = (small(count % columns), small(count / columns));
            let place = Rect { x: EDGE + column * (PANEL + GAP), y: top + line * row, width: PANEL, height };
            let picture = super::boards::picture_for(&source.pictures, &takes, at, scene, number);
            let shape = picture.map(|(from, ratio)| (laid.picture(from), ratio));
            let name = if shot.name.trim().is_empty() { format!("Shot {}", number + 1) } else { shot.name.clone() };
            cell::picture(&mut page, place, shape, &name);
            let below = place.y + height + style::BELOW_PICTURE;
            let seconds = set_on_one_line(&shot.seconds.to_string(), style::SCENE_FACT, 80.0);
            let name = set_on_one_line(&name, style::SCENE_NAME, PANEL - seconds.width - 8.0);
            page.text(place.x, below, &name, style::INK);
            page.text_to(place.x + PANEL, below, &seconds, style::GREY);
            count += 1;
        }
    }
    let wide = small(columns.min(count.max(1)));
    page.width = 2.0 * EDGE + wide * PANEL + (wide - 1.0) * GAP;
    page.height = top + small(count.div_ceil(columns)) * row - GAP + EDGE;
    laid.pages.push(page);
    laid
}

fn small(n: usize) -> f32 {
    f32::from(u16::try_from(n).unwrap_or(u16::MAX))
}
