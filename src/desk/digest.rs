//! What follows from the project as it stands: each scene's price and problems, and the sums.

use crate::story::check::{self, Problem, check_scene};
use crate::story::price::{self, Price};
use crate::story::{Credits, Pictures, Project, Rules, Seconds, Usd};

/// Prices and problems of a whole project.
#[derive(Clone, Debug)]
pub struct ProjectDigest {
    pub scenes: Vec<SceneDigest>,
    pub seconds: Seconds,
    /// All scenes that are not generated yet.
    pub to_generate: (Credits, Usd),
    /// How often each element is named, in the project's order.
    pub uses: Vec<usize>,
}

/// Price and problems of one scene.
#[derive(Clone, Debug)]
pub struct SceneDigest {
    pub price: Price,
    pub problems: Vec<Problem>,
    pub errors: usize,
    /// Why it cannot be generated, for the button.
    pub blocked: Option<String>,
}

impl ProjectDigest {
    /// Looks at everything.
    #[must_use]
    pub fn of(project: &Project, pictures: &Pictures, rules: &Rules) -> Self {
        let scenes: Vec<SceneDigest> = project
            .scenes
            .iter()
            .enumerate()
            .map(|(index, scene)| {
                let problems = check_scene(project, index, pictures, rules);
                SceneDigest {
                    price: price::of_scene(scene, rules),
                    errors: check::errors(&problems),
                    blocked: check::blocked_label(&problems, scene, rules),
                    problems,
                }
            })
            .collect();
        // No scene is generated before there is a connection: all of them are still to be paid for.
        let to_generate = price::total(scenes.iter().map(|scene| scene.price), rules);
        let uses = project.elements.iter().map(|element| uses_of(project, &element.name)).collect();
        Self { scenes, seconds: project.seconds(), to_generate, uses }
    }
}

/// In how many shots a name is used.
fn uses_of(project: &Project, name: &str) -> usize {
    let shots = project.scenes.iter().flat_map(|scene| &scene.shots);
    let names = |text: &str| crate::story::mention::mentions(text).any(|mention| mention.name == name);
    shots.filter(|shot| names(&shot.prompt) || names(&shot.dialogue)).count()
}
