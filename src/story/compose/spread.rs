//! Many shots at once: what one scene does not take goes on in new scenes behind it, and the free time is shared.

use super::{NewId, add_scene};
use crate::story::budget::{self, Budget};
use crate::story::edit::Edit;
use crate::story::id::ShotId;
use crate::story::picture::MediaPath;
use crate::story::project::{Project, Scene, Shot};
use crate::story::rules::Limits;
use crate::story::units::Seconds;

/// What one new shot is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewShot {
    pub prompt: String,
    /// Unset, it has a share of the free time.
    pub seconds: Option<Seconds>,
    pub panel: Option<MediaPath>,
}

/// Edits that add these shots from a place of a scene on, still without codes. A scene goes on in a new one behind it where
/// it has as many shots as a request takes, or not the time for one whose length is given.
#[must_use]
pub fn spread(
    project: &Project,
    scene_index: usize,
    at: usize,
    shots: Vec<NewShot>,
    limits: &Limits,
    new_id: NewId<'_>,
) -> Vec<Edit> {
    let Some(scene) = project.scenes.get(scene_index) else { return Vec::new() };
    let mut edits = Vec::new();
    let mut parts = parts(scene, shots, limits).into_iter();
    fill(scene.clone(), at.min(scene.shots.len()), parts.next().unwrap_or_default(), limits, new_id, &mut edits);
    for (n, shots) in parts.enumerate() {
        // It is made as the one that the shots began in.
        let Edit::AddScene { scene: mut made, .. } = add_scene(project, scene_index + 1, &mut *new_id) else {
            continue;
        };
        made.name.clear();
        edits.push(Edit::AddScene { at: scene_index + 1 + n, scene: made.clone() });
        fill(*made, 0, shots, limits, new_id, &mut edits);
    }
    edits
}

/// The shots as they are parted into scenes: the first part goes to the one that is there.
fn parts(scene: &Scene, shots: Vec<NewShot>, limits: &Limits) -> Vec<Vec<NewShot>> {
    let mut parts = vec![Vec::new()];
    let (mut count, mut used) = (scene.shots.len(), scene.seconds());
    for shot in shots {
        let needs = shot.seconds.unwrap_or(limits.shot_seconds_min);
        let is_late = used.plus(needs) > limits.scene_seconds_max;
        // Where people put shots without lengths, these go as far as they can be counted.
        let is_full = count >= limits.shots_max || (is_late && (shot.seconds.is_some() || parts.len() > 1));
        let is_new = parts.len() > 1 && count == 0;
        if is_full && !is_new && (count > 0 || limits.shots_max == 0) {
            parts.push(Vec::new());
            (count, used) = (0, Seconds::ZERO);
        }
        (count, used) = (count + 1, used.plus(needs));
        if let Some(part) = parts.last_mut() {
            part.push(shot);
        }
    }
    parts
}

/// Adds shots to a scene; those without a length share the time that is free, 1 to 3 s each.
fn fill(mut scene: Scene, at: usize, shots: Vec<NewShot>, limits: &Limits, new_id: NewId<'_>, edits: &mut Vec<Edit>) {
    let free = match budget::of(&scene, limits) {
        Budget::Free(free) => free,
        Budget::Full | Budget::Over(_) => Seconds::ZERO,
    };
    let given: Seconds = shots.iter().filter_map(|shot| shot.seconds).sum();
    let sharing = shots.iter().filter(|shot| shot.seconds.is_none()).count();
    let free = free.minus(given).0;
    let each = u32::try_from(sharing).ok().and_then(|count| free.checked_div(count)).unwrap_or(0);
    let each = Seconds(each.clamp(1, 3)).max(limits.shot_seconds_min);
    for (n, NewShot { prompt, seconds, panel }) in shots.into_iter().enumerate() {
        let seconds = seconds.unwrap_or(each).max(limits.shot_seconds_min);
        let shot = Shot { id: ShotId::new(new_id()), prompt, seconds, panel, ..Shot::default() };
        scene.shots.insert(at + n, shot.clone());
        edits.push(Edit::AddShot { scene: scene.id.clone(), at: at + n, shot: Box::new(shot) });
    }
}
