//! What the checks of all scenes look up, worked out once: who is called what, which scenes wait for each other, and
//! what is wrong with an element in every scene. With it, checking grows with the project and not with its square.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Context, Place, Problem, Severity, codes, control, elements, order_of, pictures, problem, time};
use crate::story::code::{self, ShotPlace};
use crate::story::id::SceneId;
use crate::story::list::and_more;
use crate::story::picture::Pictures;
use crate::story::project::Project;
use crate::story::rules::Rules;

/// So many elements with something wrong are told one by one; the others are counted.
const FAULTS_MAX: usize = 20;

/// Checks the scenes of one project as it stands.
pub struct Checker<'a> {
    project: &'a Project,
    pictures: &'a Pictures,
    rules: &'a Rules,
    pub(super) index: Index<'a>,
}

/// See the file.
pub(super) struct Index<'a> {
    scenes: HashMap<&'a SceneId, usize>,
    /// The elements of each name, by their places.
    names: HashMap<&'a str, Vec<usize>>,
    /// Scenes that wait for their own last frame, scene by scene.
    circles: HashSet<usize>,
    /// Shots whose code an earlier one has too, scene by scene.
    doubles: HashMap<usize, Vec<(usize, ShotPlace)>>,
    /// What is wrong with elements whatever scene names them, by their places.
    pub faults: BTreeMap<usize, Vec<Problem>>,
    /// What is told of all further ones.
    pub more: Option<Problem>,
}

impl Index<'_> {
    /// The first element that is called so.
    pub fn element_named(&self, name: &str) -> Option<usize> {
        self.elements_named(name).first().copied()
    }

    pub fn elements_named(&self, name: &str) -> &[usize] {
        self.names.get(name).map_or(&[], Vec::as_slice)
    }

    /// The shots of a scene whose code an earlier shot of the project has too, and where that one stands.
    pub fn doubles_in(&self, scene: usize) -> &[(usize, ShotPlace)] {
        self.doubles.get(&scene).map_or(&[], Vec::as_slice)
    }

    pub fn waits_for_itself(&self, scene: usize) -> bool {
        self.circles.contains(&scene)
    }
}

impl<'a> Checker<'a> {
    #[must_use]
    pub fn new(project: &'a Project, pictures: &'a Pictures, rules: &'a Rules) -> Self {
        let mut index = Index {
            scenes: HashMap::with_capacity(project.scenes.len()),
            names: HashMap::with_capacity(project.elements.len()),
            circles: HashSet::new(),
            doubles: code::doubles(project),
            faults: BTreeMap::new(),
            more: None,
        };
        for (at, scene) in project.scenes.iter().enumerate() {
            index.scenes.entry(&scene.id).or_insert(at);
        }
        for (at, element) in project.elements.iter().enumerate() {
            index.names.entry(&element.name).or_default().push(at);
        }
        index.circles = circles(project, pictures, &index.scenes);
        let mut checker = Self { project, pictures, rules, index };
        checker.look_at_elements();
        checker
    }

    fn look_at_elements(&mut self) {
        let mut left = 0;
        let mut first_left = None;
        for at in 0..self.project.elements.len() {
            if self.index.faults.len() < FAULTS_MAX {
                let faults = elements::faults_everywhere(self.project, at, &self.index, self.rules);
                if !faults.is_empty() {
                    self.index.faults.insert(at, faults);
                }
            } else if elements::has_faults(self.project, at, &self.index, self.rules) {
                left += 1;
                first_left.get_or_insert(at);
            }
        }
        if let Some(first) = first_left {
            let place = Place::Element(self.project.elements[first].id.clone());
            let message = format!("{} elements have a name or description that cannot be sent", and_more(left));
            self.index.more = Some(problem("element-name", Severity::Error, place, message, Vec::new()));
        }
    }

    /// The places of the elements that a text names, in order.
    #[must_use]
    pub fn named_in(&self, text: &str) -> Vec<usize> {
        elements::mentioned(&[text.to_owned()], &self.index)
    }

    /// Everything worth knowing about a scene before it is paid for: errors first, then warnings, then notes,
    /// each in the order of the timeline.
    #[must_use]
    pub fn scene(&self, scene_index: usize) -> Vec<Problem> {
        let Self { project, pictures, rules, index } = self;
        let Some(scene) = project.scenes.get(scene_index) else { return Vec::new() };
        let sent: Vec<String> = scene.shots.iter().map(|shot| project.sent_text(shot)).collect();
        let mentioned = elements::mentioned(&sent, index);
        let context = Context { project, scene_index, scene, pictures, rules, sent, mentioned, index };
        let mut problems = Vec::new();
        time::check(&context, &mut problems);
        codes::check(&context, &mut problems);
        elements::check_prompts(&context, &mut problems);
        elements::check_elements(&context, &mut problems);
        control::check(&context, &mut problems);
        pictures::check(&context, &mut problems);
        problems.sort_by_key(order_of);
        problems
    }
}

/// The scenes that start from one that has no take yet, and so on round to themselves.
fn circles(project: &Project, pictures: &Pictures, scenes: &HashMap<&SceneId, usize>) -> HashSet<usize> {
    let waits_for = |at: usize| {
        let from = project.scenes[at].starts_from.as_ref()?;
        scenes.get(from).copied().filter(|_| pictures.end_of(from).is_none())
    };
    let mut found = HashSet::new();
    // Which walk came by a scene, counted from 1.
    let mut walked = vec![0_usize; project.scenes.len()];
    for start in 0..project.scenes.len() {
        let mut at = start;
        while walked[at] == 0 {
            walked[at] = start + 1;
            match waits_for(at) {
                Some(next) => at = next,
                None => break,
            }
        }
        // Back on its own way: from here round it is a circle.
        let mut round = at;
        while walked[at] == start + 1 && waits_for(round).is_some() && found.insert(round) {
            round = waits_for(round).unwrap_or(at);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::testing::{World, any_pictures, any_project, element, path, scene};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn circles_are_what_waits_for_itself(project in any_project(), pictures in any_pictures()) {
            let rules = crate::story::rules::shipped();
            let checker = Checker::new(&project, &pictures, &rules);
            for at in 0..project.scenes.len() {
                prop_assert_eq!(checker.index.waits_for_itself(at), project.waits_for_itself(at, &pictures));
            }
        }

        #[test]
        fn any_ways_from_scene_to_scene_are_walked_once(starts in prop::collection::vec(prop::option::of(0_usize..12), 1..12)) {
            let project = chain(&starts);
            let pictures = Pictures::default();
            let rules = crate::story::rules::shipped();
            let checker = Checker::new(&project, &pictures, &rules);
            for at in 0..project.scenes.len() {
                prop_assert_eq!(checker.index.waits_for_itself(at), project.waits_for_itself(at, &pictures));
            }
        }
    }

    /// Scenes that start from each other, by their places.
    fn chain(starts: &[Option<usize>]) -> Project {
        let id = |at: usize| SceneId::new(format!("scene-{at}"));
        let scenes = starts.iter().enumerate().map(|(at, from)| {
            let mut scene = scene(&[3]);
            (scene.id, scene.starts_from) = (id(at), from.map(id));
            scene
        });
        Project { scenes: scenes.collect(), ..Project::default() }
    }

    #[test]
    fn many_faulty_elements_are_told_as_a_number() {
        let mut world = World::new(&[3]);
        for at in 0..1_000 {
            let mut same = element("mara");
            same.id = crate::story::ElementId::new(format!("element {at}"));
            same.images = vec![path("media/front.png")];
            world.project.elements.push(same);
        }
        let problems = world.check();
        let told: Vec<&str> =
            problems.iter().filter(|p| p.code == "element-name").map(|p| p.message.as_str()).collect();
        assert_eq!(told.len(), 21);
        assert_eq!(told[0], "Two elements are named @mara");
        assert_eq!(told[20], "and 979 more elements have a name or description that cannot be sent");
    }

    #[test]
    fn names_of_nobody_are_told_as_a_number_too() {
        let prompt = (0..5_000).map(|at| format!("@a{at}")).collect::<Vec<_>>().join(" ");
        let problems = World::new(&[3]).prompt(0, &prompt).check();
        let told: Vec<&str> =
            problems.iter().filter(|p| p.code == "unknown-element").map(|p| p.message.as_str()).collect();
        assert_eq!((told.len(), told[20]), (21, "and 4,980 more names belong to no element"));
    }
}
