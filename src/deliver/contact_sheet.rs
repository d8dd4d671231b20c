//! The contact sheet: all panels of a scene or the project on one picture, scene by scene, each with its name.

use super::boards::cell;
use super::boards::{BoardPictures, Laid, style};
use super::chosen;
use super::job::{DeliverError, Request, Source, Watch};
use super::settings::Sheet as Choices;
use super::words::{numbered, run_from_right};
use crate::media::page::{self, Page, set, set_on_one_line};
use crate::media::picture::Pixels;
use crate::story::Scene;
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
    let groups = groups(&scenes, columns);
    let wide = groups.iter().map(|group| panels(group).min(columns)).max().unwrap_or(1);
    let width = width_of(wide);
    page.width = 2.0 * EDGE + width;
    let names = scenes.iter().map(|(_, scene)| scene.name.as_str());
    let from_right = run_from_right(names.chain([source.project.name.as_str()]));
    let title = set_on_one_line(&source.project.name, style::SCENE, width);
    page.text_from(from_right, EDGE, EDGE, &title, style::INK);
    let mut top = EDGE + title.height + style::BELOW_HEADING;
    for group in groups {
        let is_shared = group.len() > 1;
        let (mut first, mut headings) = (0, 0.0_f32);
        for (at, scene) in group {
            let room = if is_shared { width_of(scene.shots.len()) } else { width };
            let mut below = top;
            for line in set(&numbered(at + 1, &scene.title(*at), from_right), style::SCENE, room) {
                page.text_from(from_right, EDGE + small(first) * (PANEL + GAP), below, &line, style::INK);
                below += line.height;
            }
            headings = headings.max(below - top);
            first += scene.shots.len();
        }
        top += headings + style::BELOW_HEADING;
        // One shape stands in a group.
        let height = PANEL / group.first().map_or(1.0, |(_, scene)| scene.aspect.ratio());
        let row = height + style::BELOW_PICTURE + style::SCENE_FACT.line_height + GAP;
        let shots = group.iter().flat_map(|(at, scene)| (0..scene.shots.len()).map(move |shot| (*at, *scene, shot)));
        for (number, (at, scene, shot_at)) in shots.enumerate() {
            let shot = &scene.shots[shot_at];
            let (column, line) = (small(number % columns), small(number / columns));
            let edge = EDGE + column * (PANEL + GAP);
            let x = if from_right { page.width - edge - PANEL } else { edge };
            let place = Rect { x, y: top + line * row, width: PANEL, height };
            let picture = super::boards::picture_for(&source.pictures, &takes, at, scene, shot_at);
            let shape = picture.map(|(from, ratio)| (laid.picture(from), ratio));
            let name = if shot.name.trim().is_empty() { format!("Shot {}", shot_at + 1) } else { shot.name.clone() };
            cell::picture(&mut page, place, shape, &name);
            let below = place.y + height + style::BELOW_PICTURE;
            let seconds = set_on_one_line(&shot.seconds.to_string(), style::SCENE_FACT, 80.0);
            let name = set_on_one_line(&name, style::SCENE_NAME, PANEL - seconds.width - 8.0);
            page.text_from(from_right, edge, below, &name, style::INK);
            let other = page.width - edge - PANEL;
            page.text_from(!from_right, other, below, &seconds, style::GREY);
        }
        top += small(panels(group).div_ceil(columns)) * row;
    }
    page.height = top - GAP + EDGE;
    laid.pages.push(page);
    laid
}

/// Scenes in their order; whole ones of one shape that find room in a row share it.
fn groups<'s, 'p>(scenes: &'s [(usize, &'p Scene)], columns: usize) -> Vec<&'s [(usize, &'p Scene)]> {
    let mut groups = Vec::new();
    let mut from = 0;
    for to in 1..=scenes.len() {
        let goes_on = scenes
            .get(to)
            .is_some_and(|(_, next)| next.aspect == scenes[from].1.aspect && panels(&scenes[from..=to]) <= columns);
        if !goes_on {
            groups.push(&scenes[from..to]);
            from = to;
        }
    }
    groups
}

fn panels(scenes: &[(usize, &Scene)]) -> usize {
    scenes.iter().map(|(_, scene)| scene.shots.len()).sum()
}

fn width_of(panels: usize) -> f32 {
    small(panels) * PANEL + small(panels.saturating_sub(1)) * GAP
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
        let places = ["1   Rooftop", "Scene 2", "0101"].map(|words| told.find(words).expect(words));
        assert!(places.is_sorted(), "{told}");
        // Three panels find room in a row of four, but not in one of two.
        let mut narrow = request.clone();
        narrow.settings.sheet.columns = 2;
        let two_rows = layout(&source, &narrow).pages.remove(0);
        assert!(page.height < two_rows.height && page.width > two_rows.width);
    }
}
