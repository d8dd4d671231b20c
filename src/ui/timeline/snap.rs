//! What a hand means by a place on the timeline: whole seconds, and places between shots.

use crate::story::{Scene, Seconds};

/// The second that is held lets go only when the hand is well past the half, so that it does not tremble there.
const HOLD: f64 = 0.56;
/// The length that just fills the scene pulls from this far.
const PULL: f64 = 0.7;

/// To the nearest whole second.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, which is meant")]
pub(super) fn whole_seconds(seconds: f64) -> u32 {
    seconds.round() as u32
}

/// The length that a hand means at this length, where it held that one before.
pub(super) fn snapped(wanted: f64, held: Seconds, full: Option<Seconds>, least: Seconds) -> Seconds {
    let near = |length: Seconds, reach: f64| (wanted - f64::from(length.0)).abs() < reach;
    let meant = match full.filter(|full| near(*full, PULL)) {
        Some(full) => full,
        None if near(held, HOLD) => held,
        None => Seconds(whole_seconds(wanted)),
    };
    meant.max(least)
}

/// The place, counted without the moved shots, that a time of the scene stands for: behind every shot whose middle is
/// before it.
pub(super) fn place_at(scene: &Scene, moved: &[usize], seconds: f64) -> usize {
    let mut start = 0.0;
    let mut place = 0;
    for (index, shot) in scene.shots.iter().enumerate() {
        let length = f64::from(shot.seconds.0);
        if !moved.contains(&index) && seconds > start + length / 2.0 {
            place += 1;
        }
        start += length;
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Shot;

    fn scene(lengths: &[u32]) -> Scene {
        let shot = |&seconds: &u32| Shot { seconds: Seconds(seconds), ..Shot::default() };
        Scene { shots: lengths.iter().map(shot).collect(), ..Scene::default() }
    }

    #[test]
    fn a_moved_shot_lands_where_the_pointer_is() {
        let scene = scene(&[3, 2, 3]);
        assert_eq!(place_at(&scene, &[0], 0.0), 0);
        assert_eq!(place_at(&scene, &[0], 3.5), 0);
        assert_eq!(place_at(&scene, &[0], 4.5), 1);
        assert_eq!(place_at(&scene, &[0], 7.9), 2);
        assert_eq!(place_at(&scene, &[2], 0.5), 0);
        assert_eq!(place_at(&scene, &[2], 2.0), 1);
        assert_eq!(place_at(&scene, &[1], 4.0), 1);
        assert_eq!(place_at(&scene, &[0, 2], 4.5), 1);
    }

    #[test]
    fn lengths_are_whole_seconds_of_at_least_one() {
        let free = |wanted: f64| snapped(wanted, Seconds(9), None, Seconds(1)).0;
        assert_eq!([free(-3.0), free(2.4), free(2.6), free(f64::NAN)], [1, 2, 3, 1]);
    }

    #[test]
    fn what_is_held_does_not_tremble_and_a_full_scene_pulls() {
        let near = |wanted: f64, held: u32| snapped(wanted, Seconds(held), Some(Seconds(6)), Seconds(1)).0;
        assert_eq!([near(3.52, 3), near(3.48, 4), near(3.6, 3)], [3, 4, 4]);
        assert_eq!([near(5.35, 5), near(6.65, 7), near(6.8, 6)], [6, 6, 7]);
    }
}
