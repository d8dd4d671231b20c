//! Which take stands for a scene: the chosen one, else the newest that was paid for and is ready, else none, and then its
//! animatic does.

use super::boards::TakeFrames;
use crate::provider::animatic;
use crate::store::{TakeRecord, Takes};
use crate::story::{FrameNumber, Project, Scene};

/// The take that stands for a scene.
#[must_use]
pub fn take_of<'a>(scene: &'a Scene, takes: &'a Takes) -> Option<&'a TakeRecord> {
    let chosen = scene.chosen_take.as_ref();
    // A take of one shot alone stands for no scene.
    let whole = || takes.of_scene(&scene.id).filter(|take| take.shot.is_none());
    whole().find(|take| Some(&take.id) == chosen).or_else(|| whole().find(|take| take.provider != animatic::ID))
}

/// For each scene the frames of its take that stand for its shots.
#[must_use]
pub fn frames(project: &Project, takes: &Takes) -> Vec<Option<TakeFrames>> {
    let of = |scene: &Scene| {
        let take = take_of(scene, takes)?;
        let frames = (0..scene.shots.len()).map(|shot| middle(take, scene, shot)).collect();
        Some(TakeFrames { take: take.id.clone(), frames })
    };
    project.scenes.iter().map(of).collect()
}

/// The middle of a shot in a take: of the shot of the same name as it was ordered, else of the same place.
fn middle(take: &TakeRecord, scene: &Scene, shot: usize) -> FrameNumber {
    let ordered = &take.order.shots;
    let at = ordered.iter().position(|ordered| ordered.name == scene.shots[shot].name).unwrap_or(shot);
    let start: u64 = ordered.iter().take(at).map(|shot| shot.seconds.frames().0).sum();
    let length = ordered.get(at).map_or(0, |shot| shot.seconds.frames().0);
    FrameNumber(start + length / 2)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::story::testing::World;
    use crate::story::{Credits, Order, ShotId, TakeId};

    #[test]
    fn a_take_of_one_shot_alone_stands_for_no_scene() {
        let mut world = World::new(&[4, 5]);
        let order = Order::resolve(&world.project, 0, &world.pictures).unwrap();
        let mut takes = Takes::default();
        for (second, id, provider, shot) in [
            (1, "old", "vidgo", None),
            (2, "new", "vidgo", None),
            (3, "alone", "vidgo", Some(ShotId::new("shot-1"))),
            (4, "rendered", animatic::ID, None),
        ] {
            let made = Timestamp::from_second(second).unwrap();
            let record = TakeRecord::new(TakeId::new(id), provider, made, Credits::whole(7), order.clone());
            takes.add(TakeRecord { shot, ..record });
        }
        let mut stands = |chosen: Option<&str>| {
            world.scene().chosen_take = chosen.map(TakeId::new);
            take_of(&world.project.scenes[0], &takes).unwrap().id.to_string()
        };
        assert_eq!([stands(None), stands(Some("old")), stands(Some("alone"))], ["new", "old", "new"]);
    }
}
