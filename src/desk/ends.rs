//! The last frames of takes, from which other scenes start: which take stands for a scene.

use std::collections::{BTreeMap, HashSet};

use crate::deliver::chosen;
use crate::store::Takes;
use crate::store::take_end::end_of;
use crate::story::{MediaPath, Project, SceneId};

/// For each scene that another one starts from: where the last frame of the take that stands for it lies.
#[must_use]
pub fn of(project: &Project, takes: &Takes) -> BTreeMap<SceneId, MediaPath> {
    let wanted: HashSet<&SceneId> = project.scenes.iter().filter_map(|scene| scene.starts_from.as_ref()).collect();
    let sources = project.scenes.iter().filter(|scene| wanted.contains(&scene.id));
    let end = |scene: &crate::story::Scene| Some((scene.id.clone(), end_of(&chosen::take_of(scene, takes)?.id)?));
    sources.filter_map(end).collect()
}
