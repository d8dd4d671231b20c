//! What follows from the project as it stands: each scene's price and problems, whether it is generated, and the sums.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::account::{Pending, SceneHashes};
use crate::provider::vidgo::request;
use crate::story::check::{self, Checker, Place, Problem, Severity};
use crate::story::price::{self, Price};
use crate::story::{Credits, ElementId, Order, Pictures, Project, Rules, Scene, SceneId, Seconds, Usd};

/// Prices and problems of a whole project.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProjectDigest {
    pub scenes: Vec<SceneDigest>,
    pub seconds: Seconds,
    /// All scenes that are neither generated as they stand nor confirmed: those stand under spent and open.
    pub to_generate: (Credits, Usd),
    /// In how many shots each element is named, in the project's order.
    pub uses: Vec<usize>,
    /// Whether something must be mended about each element, in the project's order.
    pub faulty: Vec<bool>,
}

/// Price and problems of one scene.
#[derive(Clone, Debug, PartialEq)]
pub struct SceneDigest {
    pub price: Price,
    pub problems: Vec<Problem>,
    pub errors: usize,
    /// Why it cannot be generated, for the button.
    pub blocked: Option<String>,
    pub made: Made,
    /// What it is known by today; worked out for scenes with paid takes alone.
    pub hash: Option<String>,
    /// How far it is as it stands today, where it was confirmed and is not made yet.
    pub pending: Option<Pending>,
    /// The elements that its shots name, by their places, and in how many shots.
    pub uses: BTreeMap<usize, usize>,
}

/// Whether a scene is generated. Only paid takes count, never animatics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    Never,
    /// There is a ready paid take, but none of the scene as it stands.
    Changed,
    /// There is a ready paid take of the scene exactly as it stands.
    Generated,
    /// Its pictures have not been looked at yet.
    Unknown,
}

impl ProjectDigest {
    /// Looks at everything. `paid` tells which contents of each scene exist as paid takes.
    #[must_use]
    pub fn of(project: &Project, pictures: &Pictures, rules: &Rules, paid: &HashMap<SceneId, SceneHashes>) -> Self {
        let scenes = project.scenes.iter().enumerate();
        let checker = Checker::new(project, pictures, rules);
        let scenes =
            scenes.map(|(at, scene)| SceneDigest::of(project, at, pictures, rules, paid.get(&scene.id), &checker));
        Self::summed(project, scenes.collect(), rules)
    }

    /// What follows from all scenes together.
    pub(super) fn summed(project: &Project, scenes: Vec<SceneDigest>, rules: &Rules) -> Self {
        let missing = scenes.iter().filter(|scene| scene.is_to_generate());
        let to_generate = price::total(missing.map(|scene| scene.price), rules);
        let mut uses = vec![0; project.elements.len()];
        for (at, count) in scenes.iter().flat_map(|scene| &scene.uses) {
            if let Some(sum) = uses.get_mut(*at) {
                *sum += count;
            }
        }
        let faulty = faulty(&scenes);
        let faulty = project.elements.iter().map(|element| faulty.contains(&element.id)).collect();
        Self { scenes, seconds: project.seconds(), to_generate, uses, faulty }
    }

    /// The places of the scenes that "generate all that changed" sends: nothing stands in their way, and as they stand
    /// today they are neither generated nor on their way.
    pub fn to_send(&self) -> impl Iterator<Item = usize> {
        let wants = |scene: &SceneDigest| scene.is_to_generate() && scene.errors == 0;
        self.scenes.iter().enumerate().filter(move |(_, scene)| wants(scene)).map(|(at, _)| at)
    }
}

impl SceneDigest {
    /// Whether it has no paid take as it stands, and none was confirmed.
    #[must_use]
    pub fn is_to_generate(&self) -> bool {
        matches!(self.made, Made::Never | Made::Changed) && self.pending.is_none()
    }

    /// Looks at one scene. It goes by the scene, the project's style and elements, what those pictures are that are sent,
    /// the rules, what is paid for of it, and where it starts from: `Digests` looks again where one of these has changed.
    pub(super) fn of(
        project: &Project,
        index: usize,
        pictures: &Pictures,
        rules: &Rules,
        paid: Option<&SceneHashes>,
        checker: &Checker<'_>,
    ) -> Self {
        let scene = &project.scenes[index];
        let problems = checker.scene(index);
        let hash = paid.and_then(|_| hash_of(project, index, pictures, rules));
        let is_ready = paid.zip(hash.as_ref()).is_some_and(|(paid, hash)| paid.ready.contains(hash));
        Self {
            made: match paid.filter(|paid| !paid.ready.is_empty()) {
                None => Made::Never,
                Some(_) if is_ready => Made::Generated,
                Some(_) if hash.is_none() && is_unseen(project, index, pictures) => Made::Unknown,
                Some(_) => Made::Changed,
            },
            pending: paid.zip(hash.as_ref()).and_then(|(paid, hash)| paid.pending.get(hash).copied()),
            hash,
            price: price::of_scene(scene, rules),
            errors: check::errors(&problems),
            blocked: check::blocked_label(&problems, scene, rules),
            problems,
            uses: uses_in(project, scene, checker),
        }
    }
}

fn hash_of(project: &Project, index: usize, pictures: &Pictures, rules: &Rules) -> Option<String> {
    let order = Order::resolve(project, index, pictures).ok()?;
    request::hash(&order, rules).map(|hash| hash.0)
}

/// Whether a picture of the scene's request has not been looked at yet.
fn is_unseen(project: &Project, index: usize, pictures: &Pictures) -> bool {
    let Ok(order) = Order::resolve(project, index, pictures) else { return false };
    let frames = order.first_frame.iter().chain(&order.last_frame);
    let elements = order.elements.iter().flat_map(|element| &element.pictures);
    frames.chain(elements).any(|picture| pictures.get(&picture.path).is_none())
}

/// The elements that something must be mended about.
fn faulty(scenes: &[SceneDigest]) -> HashSet<&ElementId> {
    let problems = scenes.iter().flat_map(|scene| &scene.problems);
    let errors = problems.filter(|problem| problem.severity == Severity::Error);
    errors
        .filter_map(|problem| match &problem.place {
            Place::Element(id) => Some(id),
            _ => None,
        })
        .collect()
}

/// In how many of a scene's shots each element is named.
fn uses_in(project: &Project, scene: &Scene, checker: &Checker<'_>) -> BTreeMap<usize, usize> {
    let mut uses = BTreeMap::new();
    for shot in &scene.shots {
        for at in checker.named_in(&project.sent_text(shot)) {
            *uses.entry(at).or_default() += 1;
        }
    }
    uses
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::testing::World;

    /// What a scene of the world is known by today.
    fn hash(world: &World, scene: usize) -> String {
        hash_of(&world.project, scene, &world.pictures, &world.rules).unwrap()
    }

    fn digest(world: &World, ready: &[&str], pending: &[(&str, Pending)]) -> ProjectDigest {
        let hashes = SceneHashes {
            ready: ready.iter().map(|hash| (*hash).to_owned()).collect(),
            pending: pending.iter().map(|(hash, pending)| ((*hash).to_owned(), *pending)).collect(),
        };
        let paid = HashMap::from([(world.project.scenes[0].id.clone(), hashes)]);
        ProjectDigest::of(&world.project, &world.pictures, &world.rules, &paid)
    }

    #[test]
    fn generated_is_what_has_a_take_of_today_and_changed_what_has_another() {
        let mut world = World::new(&[4, 5]).first_frame();
        let today = hash(&world, 0);
        assert_eq!(digest(&world, &[], &[]).scenes[0].made, Made::Never);
        assert_eq!(digest(&world, &[&today], &[]).scenes[0].made, Made::Generated);
        assert_eq!(digest(&world, &["older", &today], &[]).to_generate.0, Credits::ZERO);

        world.shot(1).prompt = "Rain.".to_owned();
        let changed = digest(&world, &[&today], &[]);
        assert_eq!(changed.scenes[0].made, Made::Changed);
        assert_eq!(changed.to_generate.0, Credits::whole(9 * 39));
        assert_eq!(changed.to_send().collect::<Vec<_>>(), [0]);

        // Notes and panels are not sent: they change nothing.
        let today = hash(&world, 0);
        world.shot(0).notes = "handheld".to_owned();
        assert_eq!(digest(&world, &[&today], &[]).scenes[0].made, Made::Generated);
    }

    #[test]
    fn what_was_confirmed_is_not_sent_again_and_stands_under_one_figure_alone() {
        let world = World::new(&[4, 5]);
        let today = hash(&world, 0);
        for pending in [Pending::Held, Pending::NotConfirmed, Pending::BeingMade] {
            let digest = digest(&world, &[], &[(&today, pending)]);
            assert_eq!((digest.scenes[0].made, digest.scenes[0].pending), (Made::Never, Some(pending)));
            // It is open or spent already.
            assert_eq!((digest.to_send().count(), digest.to_generate.0), (0, Credits::ZERO));
        }
        let other = digest(&world, &[], &[("another", Pending::BeingMade)]);
        assert_eq!((other.to_send().count(), other.to_generate.0), (1, Credits::whole(9 * 39)));
    }

    #[test]
    fn a_scene_whose_pictures_are_still_looked_at_is_unknown() {
        let world = World::new(&[4, 5]).first_frame();
        let today = hash(&world, 0);
        let hashes = SceneHashes { ready: [today].into(), ..SceneHashes::default() };
        let paid = HashMap::from([(world.project.scenes[0].id.clone(), hashes)]);
        let digest = ProjectDigest::of(&world.project, &Pictures::default(), &world.rules, &paid);
        assert_eq!((digest.scenes[0].made, digest.to_generate.0), (Made::Unknown, Credits::ZERO));
    }

    #[test]
    fn what_has_something_to_fix_is_not_sent() {
        let world = World::new(&[9, 9]);
        assert_eq!(digest(&world, &[], &[]).to_send().count(), 0);
    }
}
