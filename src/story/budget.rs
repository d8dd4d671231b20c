//! The 15 seconds as a material: what is free, what is over, and how lengths are brought into them.

use super::project::Scene;
use super::rules::Limits;
use super::units::Seconds;

/// How a scene stands to its budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    Free(Seconds),
    Full,
    Over(Seconds),
}

/// How a scene stands to its budget.
#[must_use]
pub fn of(scene: &Scene, limits: &Limits) -> Budget {
    let (used, limit) = (scene.seconds(), limits.scene_seconds_max);
    match used.cmp(&limit) {
        std::cmp::Ordering::Less => Budget::Free(limit.minus(used)),
        std::cmp::Ordering::Equal => Budget::Full,
        std::cmp::Ordering::Greater => Budget::Over(used.minus(limit)),
    }
}

/// How many shots from the start on have room in the budget together.
#[must_use]
pub fn shots_within(scene: &Scene, limits: &Limits) -> usize {
    let mut used = Seconds::ZERO;
    let within = scene.shots.iter().take_while(|shot| {
        used = used.plus(shot.seconds);
        used <= limits.scene_seconds_max
    });
    within.count()
}

/// How long a new shot is: as long as people want new shots to be, where that is free. Else its share of the free time among all shots that the scene still takes, 2 or 3 s, so that six
/// added one by one fill 15 s; or what is free, and at least 1 s.
#[must_use]
pub fn new_shot_seconds(scene: &Scene, limits: &Limits, usual: Option<Seconds>) -> Seconds {
    let free = limits.scene_seconds_max.minus(scene.seconds());
    let places = limits.shots_max.saturating_sub(scene.shots.len()).max(1);
    let share = u32::try_from(places).map_or(0, |places| free.0.div_ceil(places));
    usual.unwrap_or(Seconds(share.clamp(2, 3))).min(free).max(limits.shot_seconds_min)
}

/// The lengths brought to a total, proportions kept, in whole seconds of at least `least` each.
/// `None` when the total has not room for that many.
#[must_use]
pub fn fit(lengths: &[Seconds], total: Seconds, least: Seconds) -> Option<Vec<Seconds>> {
    let count = u32::try_from(lengths.len()).ok()?;
    let floor = least.0.checked_mul(count)?;
    if count == 0 || floor > total.0 {
        return None;
    }
    // A shot of no length keeps the share of the least one.
    let weights: Vec<u128> = lengths.iter().map(|length| u128::from(length.0.max(least.0).max(1))).collect();
    let mut fitted = vec![least.0; lengths.len()];
    // Each further second goes to the shot that is shortest for its share: the highest weight for what it has and would have.
    for _ in floor..total.0 {
        let neediest = (0..fitted.len()).max_by(|&a, &b| {
            let have = |i: usize| 2 * u128::from(fitted[i]) + 1;
            // Compares weight / (2 have + 1) without division; of equals the longer one (one of no length weighs as much as
            // the least), then the first.
            (weights[a] * have(b)).cmp(&(weights[b] * have(a))).then(lengths[a].cmp(&lengths[b])).then(b.cmp(&a))
        })?;
        fitted[neediest] += 1;
    }
    Some(fitted.into_iter().map(Seconds).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fitted(lengths: &[u32], total: u32) -> Option<Vec<u32>> {
        let lengths: Vec<_> = lengths.iter().copied().map(Seconds).collect();
        fit(&lengths, Seconds(total), Seconds(1)).map(|all| all.into_iter().map(|s| s.0).collect())
    }

    #[test]
    fn proportions_are_kept() {
        assert_eq!(fitted(&[3, 3, 3, 3, 2, 3], 15), Some(vec![3, 3, 3, 2, 2, 2]));
        assert_eq!(fitted(&[10, 20], 15), Some(vec![5, 10]));
        assert_eq!(fitted(&[100, 1, 1], 15), Some(vec![13, 1, 1]));
        assert_eq!(fitted(&[4, 4, 4], 12), Some(vec![4, 4, 4]));
        assert_eq!(fitted(&[0, 0], 6), Some(vec![3, 3]));
        assert_eq!(fitted(&[0, 1], 17), Some(vec![8, 9]), "one of no length never comes out longer");
        assert_eq!(fitted(&[u32::MAX, u32::MAX], 15), Some(vec![8, 7]));
        assert_eq!(fitted(&[1; 16], 15), None);
        assert_eq!(fitted(&[], 15), None);
    }

    #[test]
    fn six_shots_added_one_by_one_fill_the_budget() {
        let limits = crate::story::rules::shipped().limits;
        let mut scene = crate::story::testing::scene(&[]);
        for _ in 0..6 {
            let seconds = new_shot_seconds(&scene, &limits, None);
            scene.shots.push(crate::story::Shot { seconds, ..Default::default() });
        }
        assert_eq!(scene.shots.iter().map(|shot| shot.seconds.0).collect::<Vec<_>>(), [3, 3, 3, 2, 2, 2]);
        assert_eq!(new_shot_seconds(&crate::story::testing::scene(&[14]), &limits, None), Seconds(1));
        assert_eq!(new_shot_seconds(&crate::story::testing::scene(&[20]), &limits, None), Seconds(1));
        let wished =
            |scene: &[u32], wish| new_shot_seconds(&crate::story::testing::scene(scene), &limits, Some(Seconds(wish)));
        assert_eq!([wished(&[], 4), wished(&[3], 20), wished(&[13], 4), wished(&[15], 4)], [4, 12, 2, 1].map(Seconds));
    }

    proptest! {
        #[test]
        fn a_fit_is_exact_and_keeps_the_order_of_lengths(lengths in prop::collection::vec(0_u32..40, 1..12), total in 12_u32..40) {
            let fitted = fitted(&lengths, total).unwrap();
            prop_assert_eq!(fitted.iter().sum::<u32>(), total);
            prop_assert!(fitted.iter().all(|&length| length >= 1));
            for a in 0..lengths.len() {
                for b in 0..lengths.len() {
                    prop_assert!(lengths[a] <= lengths[b] || fitted[a] >= fitted[b], "{:?} -> {:?}", lengths, fitted);
                }
            }
        }
    }
}
