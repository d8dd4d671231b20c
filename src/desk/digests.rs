//! The digest of a project that changes: after a change only the scenes that it can concern are looked at again, so that
//! a drag in a project of a hundred scenes costs what it costs in one of two.

use std::collections::HashMap;
use std::sync::Arc;

use super::account::SceneHashes;
use super::digest::{ProjectDigest, SceneDigest};
use crate::story::check::Checker;
use crate::story::code::{self, ShotPlace};
use crate::story::{Element, MediaPath, PictureState, Pictures, Project, Rules, Scene, SceneId};

/// A digest with what it was worked out from.
#[derive(Default)]
pub(super) struct Digests {
    digest: ProjectDigest,
    all: Option<ForAll>,
    scenes: Vec<ForScene>,
}

/// What every scene's digest goes by.
#[derive(PartialEq)]
struct ForAll {
    style: String,
    elements: Vec<Element>,
    /// What the elements' pictures are.
    pictures: Vec<Option<PictureState>>,
    rules: Arc<Rules>,
}

/// What one scene's digest goes by besides.
#[derive(PartialEq)]
struct ForScene {
    scene: Scene,
    /// What its frames are.
    frames: [Option<PictureState>; 2],
    start: Option<Start>,
    paid: Option<SceneHashes>,
    /// Its shots whose code an earlier one has too.
    doubles: Option<Doubles>,
}

/// Shots by their places in a scene, and where the earlier shot with the code stands.
type Doubles = Vec<(usize, ShotPlace)>;

/// What is told of other scenes where one starts from another's last frame.
#[derive(PartialEq)]
struct Start {
    /// The place and the name of the scene that it starts from, while that is in the project.
    from: Option<(usize, String)>,
    /// Where that one's last frame lies, and what it is.
    end: Option<(MediaPath, Option<PictureState>)>,
    /// The scene before it, and that one's name.
    before: Option<(SceneId, String)>,
}

impl Digests {
    pub(super) fn digest(&self) -> &ProjectDigest {
        &self.digest
    }

    /// Brings the digest to how things stand now.
    pub(super) fn refresh(
        &mut self,
        project: &Project,
        pictures: &Pictures,
        rules: &Arc<Rules>,
        paid: &HashMap<SceneId, SceneHashes>,
    ) {
        if !self.all.as_ref().is_some_and(|all| all.still_holds(project, pictures, rules)) {
            self.all = Some(ForAll::new(project, pictures, rules));
            self.scenes.clear();
        }
        self.scenes.truncate(project.scenes.len());
        let mut digests = std::mem::take(&mut self.digest.scenes);
        digests.truncate(self.scenes.len());
        let mut checker = None;
        let mut doubles = code::doubles(project);
        for (at, scene) in project.scenes.iter().enumerate() {
            let (paid, doubles) = (paid.get(&scene.id), doubles.remove(&at));
            if self.scenes.get(at).is_some_and(|seen| seen.still_holds(project, at, pictures, paid, doubles.as_ref())) {
                continue;
            }
            let checker = checker.get_or_insert_with(|| Checker::new(project, pictures, rules));
            let digest = SceneDigest::of(project, at, pictures, rules, paid, checker);
            let seen = ForScene::new(project, at, pictures, paid, doubles);
            if at < self.scenes.len() {
                (self.scenes[at], digests[at]) = (seen, digest);
            } else {
                self.scenes.push(seen);
                digests.push(digest);
            }
        }
        self.digest = ProjectDigest::summed(project, digests, rules);
    }
}

impl ForAll {
    fn new(project: &Project, pictures: &Pictures, rules: &Arc<Rules>) -> Self {
        Self {
            style: project.style.clone(),
            elements: project.elements.clone(),
            pictures: images(&project.elements).map(|path| pictures.get(path).cloned()).collect(),
            rules: rules.clone(),
        }
    }

    fn still_holds(&self, project: &Project, pictures: &Pictures, rules: &Arc<Rules>) -> bool {
        self.style == project.style
            && self.elements == project.elements
            && images(&project.elements).map(|path| pictures.get(path)).eq(self.pictures.iter().map(Option::as_ref))
            && (Arc::ptr_eq(&self.rules, rules) || self.rules == *rules)
    }
}

impl ForScene {
    fn new(
        project: &Project,
        at: usize,
        pictures: &Pictures,
        paid: Option<&SceneHashes>,
        doubles: Option<Doubles>,
    ) -> Self {
        let scene = &project.scenes[at];
        let frames = frames(scene, pictures).map(Option::<&PictureState>::cloned);
        Self { scene: scene.clone(), frames, start: Start::of(project, at, pictures), paid: paid.cloned(), doubles }
    }

    fn still_holds(
        &self,
        project: &Project,
        at: usize,
        pictures: &Pictures,
        paid: Option<&SceneHashes>,
        doubles: Option<&Doubles>,
    ) -> bool {
        let scene = &project.scenes[at];
        self.scene == *scene
            && self.frames.each_ref().map(Option::as_ref) == frames(scene, pictures)
            && self.start == Start::of(project, at, pictures)
            && self.paid.as_ref() == paid
            && self.doubles.as_ref() == doubles
    }
}

impl Start {
    fn of(project: &Project, at: usize, pictures: &Pictures) -> Option<Self> {
        let from = project.scenes[at].starts_from.as_ref()?;
        let end = pictures.end_of(from);
        let before = at.checked_sub(1);
        Some(Self {
            from: project.scene_index(from).map(|from| (from, project.scenes[from].title(from))),
            end: end.map(|path| (path.clone(), pictures.get(path).cloned())),
            before: before.map(|at| (project.scenes[at].id.clone(), project.scenes[at].title(at))),
        })
    }
}

fn images(elements: &[Element]) -> impl Iterator<Item = &MediaPath> {
    elements.iter().flat_map(|element| &element.images)
}

fn frames<'a>(scene: &Scene, pictures: &'a Pictures) -> [Option<&'a PictureState>; 2] {
    [&scene.first_frame, &scene.last_frame].map(|frame| frame.as_ref().and_then(|path| pictures.get(path)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::desk::account::Pending;
    use crate::story::testing::{World, any_pictures, any_project};

    /// One part of how things stand becomes that of another project.
    fn become_other(now: &mut Project, other: Project, kind: u8, at: usize) {
        let scenes = now.scenes.len();
        match kind {
            0 => now.style = other.style,
            1 => now.elements = other.elements,
            2 => now.scenes = other.scenes,
            3 if scenes > 0 => _ = now.scenes.remove(at % scenes),
            4 if scenes > 0 => now.scenes.swap(0, at % scenes),
            _ => {
                if let (Some(new), true) = (other.scenes.into_iter().next(), scenes > 0) {
                    let at = at % scenes;
                    if kind == 5 {
                        now.scenes.insert(at, new);
                    } else {
                        now.scenes[at].shots = new.shots;
                    }
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

        #[test]
        fn what_is_kept_is_what_looking_at_everything_gives(
            first in any_project(),
            changes in prop::collection::vec((any_project(), any_pictures(), 0_u8..10, 0_usize..8, any::<bool>()), 1..8),
        ) {
            let rules = Arc::new(crate::store::rules::shipped());
            let (mut project, mut pictures, mut paid) = (first, Pictures::default(), HashMap::new());
            let mut digests = Digests::default();
            for (other, others, kind, at, ready) in changes {
                match kind {
                    7 => pictures = others,
                    8 => {
                        // A take of the scene as it stands comes, or one of another.
                        let today = digests.digest().scenes.get(at).and_then(|scene| scene.hash.clone());
                        let hash = today.unwrap_or_else(|| "another".to_owned());
                        if let Some(scene) = project.scenes.get(at) {
                            let paid: &mut SceneHashes = paid.entry(scene.id.clone()).or_default();
                            if ready {
                                paid.ready.insert(hash);
                            } else {
                                paid.pending.insert(hash, Pending::BeingMade);
                            }
                        }
                    }
                    9 => paid.clear(),
                    _ => become_other(&mut project, other, kind, at),
                }
                digests.refresh(&project, &pictures, &rules, &paid);
                prop_assert_eq!(digests.digest(), &ProjectDigest::of(&project, &pictures, &rules, &paid));
            }
        }
    }

    #[test]
    fn other_prices_are_noticed() {
        let world = World::new(&[4, 5]);
        let mut digests = Digests::default();
        let mut refresh = |rules: Rules| {
            digests.refresh(&world.project, &world.pictures, &Arc::new(rules), &HashMap::new());
            digests.digest().scenes[0].price.credits
        };
        let before = refresh(world.rules.clone());
        let mut dearer = world.rules.clone();
        dearer.prices.credit_usd_micros *= 2;
        assert_eq!(refresh(dearer.clone()), before);
        assert_eq!(
            digests.digest().scenes[0].price.usd,
            crate::story::price::of_scene(&world.project.scenes[0], &dearer).usd
        );
    }
}
