//! The contact sheet: all panels of a scene or the project on one picture, scene by scene, each with its name.

use super::boards::cell;
use super::boards::{BoardPictures, Laid, style};
use super::chosen;
use super::job::{DeliverError, Request, Source, Watch};
use super::settings::Sheet as Choices;
use super::words::numbered;
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
pub(super) fn layout(source: &Source, request: &Request) -> Laid {
    let Choices { columns } = request.settings.sheet;
    let columns = columns.clamp(1, COLUMNS_MAX) as usize;
    let takes = chosen::frames(&source.project, &source.takes);
    let mut laid = Laid::default();
    let mut page = Page::default();
    let scenes: Vec<_> =
        request.scope.clone().scenes(&source.project).filter(|(_, scene)| !scene.shots.is_empty()).collect();
    let wide = small(columns.min(scenes.iter().map(|(_, scene)| scene.shots.len()).max().unwrap_or(1)));
    let width = wide * PANEL + (wide - 1.0) * GAP;
    let title = set_on_one_line(&source.project.name, style::SCENE, width);
    page.text(EDGE, EDGE, &title, style::INK);
    let mut top = EDGE + title.height + style::BELOW_HEADING;
    for (at, scene) in scenes {
        let name = set_on_one_line(&numbered(at + 1, &scene.title(at)), style::SCENE, width);
        page.text(EDGE, top, &name, style::INK);
        top += name.height + style::BELOW_HEADING;
        let height = PANEL / scene.aspect.ratio();
        let row = height + style::BELOW_PICTURE + style::SCENE_FACT.line_height + GAP;
        for (number, shot) in scene.shots.iter().enumerate() {
            let (column, line) = (small(number % columns), small(number / columns));
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
        }
        top += small(scene.shots.len().div_ceil(columns)) * row;
    }
    page.width = 2.0 * EDGE + width;
    page.height = top - GAP + EDGE;
    laid.pages.push(page);
    laid
}

fn small(n: usize) -> f32 {
    f32::from(u16::try_from(n).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deliver::{Kind, Scope, Settings};
    use crate::story::testing::{World, scene};

    #[test]
    fn every_scene_is_told_by_its_name_above_its_panels() {
        let place = tempfile::tempdir().unwrap();
        let mut world = World::new(&[4, 5]);
        world.scene().name = "Rooftop".to_owned();
        world.project.scenes.push(scene(&[3]));
        let folder = crate::store::ProjectFolder::create(&place.path().join("a.storyreel"), &world.project).unwrap();
        let source = Source {
            project: world.project,
            folder,
            pictures: world.pictures,
            takes: crate::store::Takes::default(),
            rules: crate::story::rules::shipped(),
            today: jiff::civil::date(2026, 11, 24),
        };
        let request = Request {
            kind: Kind::ContactSheet,
            scope: Scope::Project,
            settings: Settings::default(),
            range: (None, None),
            out: "sheet.png".into(),
            replace: crate::store::destination::Replace::Nothing,
        };
        let page = layout(&source, &request).pages.remove(0);
        let told = page.plain_text();
        let places = ["1 Rooftop", "0101", "Scene 2"].map(|words| told.find(words).expect(words));
        assert!(places.is_sorted(), "{told}");
    }
}
