//! What the scenes of a delivery lack: shots, and pictures for them.

use super::PackageRequest;
use crate::deliver::chosen;
use crate::deliver::job::{Kind, Source};
use crate::story::check::count_of;
use crate::story::{Pictures, Scene, Seconds};

/// More shots than these are counted instead of named.
const NAMED_SHOTS: usize = 6;

/// What the chosen scenes lack for what is wanted, each a sentence.
pub(super) fn of_package(source: &Source, request: &PackageRequest) -> Vec<String> {
    let is_seen = request.settings.package.kinds().any(|kind| matches!(kind, Kind::BoardsPdf | Kind::Mp4));
    let scenes = request.scope.clone().scenes(&source.project);
    let gaps = scenes.filter_map(|(at, scene)| {
        let gap = scene_gaps(scene, &source.pictures, chosen::take_of(scene, &source.takes).is_some())?;
        Some(format!("{}: {gap}", name(at, scene)))
    });
    if is_seen { gaps.collect() } else { Vec::new() }
}

/// What a scene lacks to be seen whole, as it goes on after its name and a colon. A take's frame stands for a panel.
#[must_use]
pub fn scene_gaps(scene: &Scene, pictures: &Pictures, has_take: bool) -> Option<String> {
    if scene.shots.is_empty() {
        return Some("no shots yet".to_owned());
    }
    if scene.seconds() == Seconds::ZERO {
        return Some("no time yet, so it is in no film".to_owned());
    }
    if has_take {
        return None;
    }
    let panel = |shot: usize| scene.shots[shot].panel.as_ref();
    let bare = (0..scene.shots.len()).filter(|shot| panel(*shot).and_then(|path| pictures.info(path)).is_none());
    let (broken, none): (Vec<usize>, Vec<usize>) = bare.partition(|shot| panel(*shot).is_some());
    let mut gaps = Vec::new();
    if none.len() == scene.shots.len() {
        gaps.push("no panels yet".to_owned());
    } else if !none.is_empty() {
        gaps.push(format!("no panel for {}", shots(scene, &none)));
    }
    if !broken.is_empty() {
        let (panel, is) = if broken.len() == 1 { ("panel", "is") } else { ("panels", "are") };
        gaps.push(format!("the {panel} of {} {is} missing or broken", shots(scene, &broken)));
    }
    (!gaps.is_empty()).then(|| gaps.join("; "))
}

fn shots(scene: &Scene, places: &[usize]) -> String {
    if places.len() > NAMED_SHOTS {
        return count_of(places.len(), "shot");
    }
    let called = |at: &usize| match scene.shots[*at].name.trim() {
        "" => format!("shot {}", at + 1),
        name => name.to_owned(),
    };
    let mut names: Vec<String> = places.iter().map(called).collect();
    let last = names.pop().unwrap_or_default();
    if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) }
}

/// `Scene 2 Rooftop`.
fn name(at: usize, scene: &Scene) -> String {
    let name = scene.numbered(at);
    if name.starts_with("Scene ") { name } else { format!("Scene {name}") }
}
