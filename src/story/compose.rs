//! Changes that people think of as one and that are several edits: fitting, moving on, adding.
//! Each looks at the project as it stands and gives one `Edit`. New ids are handed in.

mod carry;
mod clean;
mod frames;
mod panels;
mod spread;

pub use carry::{
    move_shots, move_to_end, move_to_new_scene, move_to_next_scene, move_to_previous_scene, told_in_scene,
};
pub use clean::clean_texts;
pub use frames::{
    last_frame_as_first, set_aspect, set_crop, set_frame, start_by_itself, start_from, start_from_previous,
};
pub use panels::{NamedPicture, Onto, PlacedPanels, place_panels};
pub use spread::{NewShot, spread};

use super::budget;
use super::code::with_codes;
use super::edit::{Edit, TextField};
use super::framing::Crop;
use super::id::{ElementId, SceneId, ShotId};
use super::label::number;
use super::mention::renamed;
use super::project::{Aspect, Element, Project, Scene, Shot};
use super::rules::Limits;
use super::units::Seconds;

/// Makes an id that nothing has yet.
pub type NewId<'a> = &'a mut dyn FnMut() -> String;

/// A new shot at a place of a scene, with the length that is free.
#[must_use]
pub fn add_shot(
    project: &Project,
    scene_index: usize,
    at: usize,
    limits: &Limits,
    usual: Option<Seconds>,
    new_id: NewId<'_>,
) -> Option<Edit> {
    let scene = project.scenes.get(scene_index)?;
    let seconds = budget::new_shot_seconds(scene, limits, usual);
    let shot = Shot { id: ShotId::new(new_id()), seconds, ..Shot::default() };
    let edit = Edit::AddShot { scene: scene.id.clone(), at: at.min(scene.shots.len()), shot: Box::new(shot) };
    Some(with_codes(project, edit))
}

/// A new empty scene, made as its neighbour before it is.
#[must_use]
pub fn add_scene(project: &Project, at: usize, new_id: NewId<'_>) -> Edit {
    Edit::AddScene { at: at.min(project.scenes.len()), scene: Box::new(scene_like(project, at, new_id)) }
}

fn scene_like(project: &Project, at: usize, new_id: NewId<'_>) -> Scene {
    let model = at.checked_sub(1).and_then(|before| project.scenes.get(before));
    Scene {
        id: SceneId::new(new_id()),
        tier: model.map_or_else(Default::default, |scene| scene.tier),
        aspect: model.map_or_else(Default::default, |scene| scene.aspect),
        audio: model.is_none_or(|scene| scene.audio),
        ..Scene::default()
    }
}

/// The scene's shots brought to the budget, proportions kept. `None` where they have not room at 1 s each.
#[must_use]
pub fn fit_to_budget(scene: &Scene, limits: &Limits) -> Option<Edit> {
    set_all_seconds(scene, limits.scene_seconds_max, limits, format!("Fit to {}", limits.scene_seconds_max))
}

/// The scene's shots stretched to the least a request may last.
#[must_use]
pub fn stretch_to_minimum(scene: &Scene, limits: &Limits) -> Option<Edit> {
    let total = limits.scene_seconds_min;
    set_all_seconds(scene, total, limits, format!("Stretch to {total}"))
}

fn set_all_seconds(scene: &Scene, total: Seconds, limits: &Limits, label: String) -> Option<Edit> {
    let lengths: Vec<Seconds> = scene.shots.iter().map(|shot| shot.seconds).collect();
    let fitted = budget::fit(&lengths, total, limits.shot_seconds_min)?;
    let changed = scene.shots.iter().zip(fitted).filter(|(shot, seconds)| shot.seconds != *seconds);
    let edits = changed.map(|(shot, seconds)| Edit::SetSeconds { shot: shot.id.clone(), seconds }).collect();
    Some(Edit::Batch { label, edits })
}

/// A new element with a free name that begins as asked for.
#[must_use]
pub fn new_element(project: &Project, wish: &str, limits: &Limits, new_id: NewId<'_>) -> Edit {
    let name = free_element_name(project, wish, limits);
    let element = Element { id: ElementId::new(new_id()), name, ..Element::default() };
    Edit::AddElement { at: project.elements.len(), element: Box::new(element) }
}

/// A name that elements may have and that no other element is called by, as close to the wish as it can be.
#[must_use]
pub fn free_element_name(project: &Project, wish: &str, limits: &Limits) -> String {
    let mut base: String = wish
        .trim()
        .trim_start_matches('@')
        .chars()
        .map(|c| if super::mention::is_name_char(c) { c } else { '_' })
        .take(limits.element_name_max)
        .collect();
    if !wish.chars().any(super::mention::is_name_char) {
        "element".clone_into(&mut base);
    }
    numbered(&base, limits, |name| project.element_named(name).is_none())
}

/// A name for an element that it cannot keep: like its own, and neither another's nor a part of another's.
#[must_use]
pub fn clear_element_name(project: &Project, element: &Element, limits: &Limits) -> String {
    let base = free_element_name(project, &element.name, limits);
    let others = || project.elements.iter().filter(|other| other.id != element.id);
    numbered(&base, limits, |name| !others().any(|other| other.name.contains(name)))
}

/// The base, or else the base with the lowest number from 2 on that is free.
fn numbered(base: &str, limits: &Limits, is_free: impl Fn(&str) -> bool) -> String {
    if is_free(base) {
        return base.to_owned();
    }
    let stem = base.trim_end_matches(|c: char| c.is_ascii_digit());
    let stem = if stem.is_empty() { base } else { stem };
    // Only a project made to do so takes that many names.
    (2..10_000)
        .map(|n| {
            let tail = n.to_string();
            let keep = limits.element_name_max.saturating_sub(tail.len());
            format!("{}{tail}", stem.chars().take(keep).collect::<String>())
        })
        .find(|name| is_free(name))
        .unwrap_or_else(|| base.to_owned())
}

/// One name in what is sent of a shot exchanged for another.
#[must_use]
pub fn use_name(project: &Project, shot: &Shot, from: &str, to: &str) -> Edit {
    let style = renamed(&project.style, from, to).map(|style| Edit::SetStyle { style });
    let texts = [TextField::Prompt, TextField::Dialogue].into_iter().filter_map(|field| {
        let text = renamed(field.of(shot), from, to)?;
        Some(Edit::SetText { shot: shot.id.clone(), field, text })
    });
    Edit::Batch { label: format!("Use @{to}"), edits: style.into_iter().chain(texts).collect() }
}

/// A scene once more, behind itself; in another ratio its frames are cropped to it.
#[must_use]
pub fn duplicate_scene(project: &Project, at: usize, aspect: Option<Aspect>, new_id: NewId<'_>) -> Option<Edit> {
    let scene = project.scenes.get(at)?;
    let mut copy = scene.clone();
    copy.id = SceneId::new(new_id());
    copy.chosen_take = None;
    copy.name = match aspect {
        Some(aspect) => {
            // A copy of a copy tells its own ratio alone.
            let title = scene.title(at);
            let old = Aspect::ALL.into_iter().find_map(|old| title.strip_suffix(&format!(", {old}")));
            format!("{}, {aspect}", old.unwrap_or(&title))
        }
        None => format!("{} copy", scene.title(at)),
    };
    if let Some(aspect) = aspect.filter(|aspect| *aspect != scene.aspect) {
        copy.aspect = aspect;
        // It cuts nothing off a picture that has the ratio.
        copy.first_crop = copy.first_crop.or((copy.first_frame.is_some()).then_some(Crop::CENTRE));
        copy.last_crop = copy.last_crop.or(copy.last_frame.is_some().then_some(Crop::CENTRE));
    }
    for shot in &mut copy.shots {
        shot.id = ShotId::new(new_id());
        // The copies are called as shots made in its place would be.
        shot.name.clear();
    }
    let label = match aspect {
        Some(aspect) => format!("Duplicate scene {} as {aspect}", number(at)),
        None => format!("Duplicate scene {}", number(at)),
    };
    let edits = vec![Edit::AddScene { at: at + 1, scene: Box::new(copy) }];
    Some(with_codes(project, Edit::Batch { label, edits }))
}
