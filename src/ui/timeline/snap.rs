//! What a hand means by a place on the timeline: whole seconds, places between shots, and what pulls from near: the length
//! that fills the scene, and the second that the playhead is nearest to.

use crate::story::{Scene, Seconds};

/// What is held lets go only when the hand is well past the half, so that it does not tremble there.
const HOLD: f64 = 0.56;
/// A place to snap to pulls from this far.
const PULL: f64 = 0.7;

/// To the nearest whole second.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, which is meant")]
pub(super) fn whole_seconds(seconds: f64) -> u32 {
    seconds.round() as u32
}

/// By how many seconds a hand means to move what it holds, where it held it at that many before: to the nearest place
/// that pulls, else to a whole second.
#[expect(clippy::cast_possible_truncation, reason = "`as` saturates, which is meant")]
pub(super) fn snapped(wanted: f64, held: i32, places: &[i32]) -> i32 {
    let way = |by: i32| (wanted - f64::from(by)).abs();
    let pulling = places.iter().copied().filter(|place| way(*place) < PULL);
    match pulling.min_by(|a, b| way(*a).total_cmp(&way(*b))) {
        Some(place) => place,
        None if way(held) < HOLD => held,
        None => wanted.round() as i32,
    }
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

/// Where moved shots snap to a second of the scene.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct MoveSnap {
    /// Counted without them.
    pub place: usize,
    /// By how many seconds they are moved as they are held, so that they lie at it.
    pub way: f64,
}

/// The place where moved shots would begin or end at a second, if they are held near it: by so many seconds from where
/// they were.
pub(super) fn snapped_move(scene: &Scene, moved: &[usize], way: f64, second: Seconds) -> Option<MoveSnap> {
    let (first, last) = (*moved.first()?, *moved.last()?);
    let at = f64::from(second.0);
    let ends = [f64::from(scene.start_of(first).0), f64::from(scene.start_of(last + 1).0)];
    let length: Seconds = moved.iter().filter_map(|&at| scene.shots.get(at)).map(|shot| shot.seconds).sum();
    let stay = || scene.shots.iter().enumerate().filter(|(at, _)| !moved.contains(at)).map(|(_, shot)| shot.seconds);
    // The places by the time at which what stands there would begin.
    let place_of = |begins: Seconds| {
        let mut start = Seconds::ZERO;
        let starts = std::iter::once(start).chain(stay().map(move |seconds| {
            start = start.plus(seconds);
            start
        }));
        starts.enumerate().find(|(_, start)| *start == begins).map(|(place, _)| place)
    };
    let begins = [Some(second), (second >= length).then(|| second.minus(length))];
    let near = ends.into_iter().zip(begins).filter_map(|(end, begins)| {
        let off = (end + way - at).abs();
        let place = place_of(begins?).filter(|_| off < PULL)?;
        Some((off, MoveSnap { place, way: at - end }))
    });
    near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, snap)| snap)
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
    fn moves_are_of_whole_seconds() {
        let free = |wanted: f64| snapped(wanted, 9, &[]);
        assert_eq!([free(-3.2), free(2.4), free(2.6), free(f64::NAN)], [-3, 2, 3, 0]);
    }

    #[test]
    fn what_is_held_does_not_tremble_and_places_pull() {
        let near = |wanted: f64, held: i32| snapped(wanted, held, &[6]);
        assert_eq!([near(3.52, 3), near(3.48, 4), near(3.6, 3)], [3, 4, 4]);
        assert_eq!([near(5.35, 5), near(6.65, 7), near(6.8, 6)], [6, 6, 7]);
        assert_eq!([snapped(6.4, 0, &[6, 7]), snapped(6.6, 0, &[6, 7])], [6, 7], "of two the nearer one");
    }

    #[test]
    fn moved_shots_begin_or_end_at_a_second_that_they_are_held_near() {
        let scene = scene(&[3, 2, 3, 3, 2]);
        let at = |moved: &[usize], way: f64, second: u32| {
            snapped_move(&scene, moved, way, Seconds(second)).map(|snap| (snap.place, snap.way))
        };
        assert_eq!(at(&[0], 7.5, 8), Some((3, 8.0)), "it begins there");
        assert_eq!(at(&[0], 5.4, 8), Some((2, 5.0)), "it ends there");
        assert_eq!(at(&[0], 6.5, 8), None, "neither is near");
        assert_eq!(at(&[0], 8.6, 9), None, "no place begins or ends then");
        assert_eq!(at(&[1], -3.3, 0), Some((0, -3.0)));
        assert_eq!(at(&[0, 1], 3.2, 8), Some((1, 3.0)), "both together end there");
        assert_eq!(at(&[], 1.0, 8), None);
    }
}
