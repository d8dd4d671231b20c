//! Scenes that are sent together and start from each other: which of them waits for which.

use super::{Project, SceneId};

/// Scenes that wait for each other's last frame in a circle: none of them can begin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{scene} starts from {from}, which in the end starts from it: one of them must start by itself")]
pub struct Circle {
    scene: String,
    from: String,
}

/// For each scene of a batch, the place in the batch of the one whose take it waits for: the one it starts from.
///
/// # Errors
/// When scenes of the batch start from each other in a circle.
pub fn waits(project: &Project, batch: &[SceneId]) -> Result<Vec<Option<usize>>, Circle> {
    let from = |scene: &SceneId| project.scene(scene)?.starts_from.as_ref();
    let place = |scene: &SceneId| batch.iter().position(|other| other == scene);
    let waits: Vec<Option<usize>> = batch.iter().map(|scene| from(scene).and_then(place)).collect();
    for start in 0..batch.len() {
        let mut at = start;
        for _ in 0..batch.len() {
            let Some(next) = waits[at] else { break };
            if next == start {
                let title = |at: usize| {
                    let scene = project.scene_index(&batch[at]);
                    scene.map_or_else(String::new, |scene| project.scenes[scene].title(scene))
                };
                return Err(Circle { scene: title(start), from: title(waits[start].unwrap_or(next)) });
            }
            at = next;
        }
    }
    Ok(waits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Scene;

    /// Scenes `a`, `b` and so on, each starting from the one that is named.
    fn project(starts: &[Option<&str>]) -> Project {
        let scene = |(at, from): (usize, Option<&str>)| Scene {
            id: SceneId::new(["a", "b", "c", "d"][at]),
            starts_from: from.map(SceneId::new),
            ..Scene::default()
        };
        Project { scenes: starts.iter().copied().enumerate().map(scene).collect(), ..Project::default() }
    }

    fn told(starts: &[Option<&str>], batch: &[&str]) -> Result<Vec<Option<usize>>, String> {
        let batch: Vec<SceneId> = batch.iter().map(|id| SceneId::new(*id)).collect();
        waits(&project(starts), &batch).map_err(|circle| circle.to_string())
    }

    #[test]
    fn a_scene_waits_for_the_one_it_starts_from_where_that_is_sent_too() {
        let starts = [None, Some("a"), Some("b"), Some("gone")];
        assert_eq!(told(&starts, &["a", "b", "c", "d"]), Ok(vec![None, Some(0), Some(1), None]));
        assert_eq!(told(&starts, &["c", "b"]), Ok(vec![Some(1), None]), "whatever their order");
        assert_eq!(told(&starts, &["c", "a"]), Ok(vec![None, None]), "the scene between has its take");
        assert_eq!(told(&starts, &[]), Ok(Vec::new()));
    }

    #[test]
    fn a_circle_is_refused_wherever_one_comes_into_it() {
        let starts = [Some("b"), Some("c"), Some("b"), None];
        let circle = "Scene 2 starts from Scene 3, which in the end starts from it: one of them must start by itself";
        assert_eq!(told(&starts, &["a", "b", "c"]), Err(circle.to_owned()));
        assert_eq!(told(&starts, &["a", "b"]), Ok(vec![Some(1), None]), "the circle is not whole");
        let itself = told(&[Some("a")], &["a"]).unwrap_err();
        assert!(itself.starts_with("Scene 1 starts from Scene 1"), "{itself}");
    }
}
