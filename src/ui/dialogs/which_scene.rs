//! Another scene, chosen by its name or its number: to move the selected shots to its end, or to start from its last frame.

use egui::{RichText, Ui};

use super::Stay;
use super::pick::{Line, Pick};
use crate::story::check::count_of;
use crate::story::{Project, SceneId, ShotId, compose};
use crate::ui::Stage;
use crate::ui::say::Say;
use crate::ui::theme::{self, type_size};

/// What the other scene is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SceneFor {
    /// These shots go to its end.
    Shots(Vec<ShotId>),
    /// Its last frame is what this scene starts from.
    Start,
}

/// For which scene, and what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhichSceneSheet {
    scene: SceneId,
    wanted_for: SceneFor,
    pick: Pick,
}

impl WhichSceneSheet {
    /// For this scene.
    #[must_use]
    pub fn new(scene: SceneId, wanted_for: SceneFor) -> Self {
        Self { scene, wanted_for, pick: Pick::default() }
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        let title = match &self.wanted_for {
            SceneFor::Shots(shots) => format!("Move {} to", count_of(shots.len(), "shot")),
            SceneFor::Start => "Start from the last frame of".to_owned(),
        };
        ui.label(RichText::new(title).font(theme::semibold(type_size::HEADING)));
        let pressed = self.pick.field_ui(ui, "Scene's name or number", "A scene's name or number");
        let (project, pictures) = (stage.desk.project(), stage.desk.pictures());
        let found = search(project, &self.scene, &self.pick.query);
        // Shots may go to a scene that is still to be made: behind those that are there.
        let new = usize::from(matches!(self.wanted_for, SceneFor::Shots(_)) && is_new_scene(&self.pick.query));
        let line = |at: usize| {
            if at == found.len() {
                return Line { name: "New scene".to_owned(), about: "behind this one".to_owned(), key: None };
            }
            let scene = &project.scenes[found[at]];
            let about = format!("{} · {}", count_of(scene.shots.len(), "shot"), scene.seconds());
            // At the right, where a long name leaves it room.
            let lacks = matches!(self.wanted_for, SceneFor::Start) && pictures.end_of(&scene.id).is_none();
            Line { name: scene.numbered(found[at]), about, key: lacks.then(|| "no finished take yet".to_owned()) }
        };
        let taken = self.pick.list_ui(ui, "Scenes", &pressed, (found.len() + new, found.len() + new), line);
        let Some(taken) = taken else { return Stay::Open };
        match &mut self.wanted_for {
            SceneFor::Shots(shots) if taken == found.len() => stage.say(Say::CarryToNew(std::mem::take(shots))),
            SceneFor::Shots(shots) => {
                let scene = project.scenes[found[taken]].id.clone();
                stage.say(Say::CarryTo { scene, shots: std::mem::take(shots) });
            }
            SceneFor::Start => {
                let edit =
                    project.scene_index(&self.scene).and_then(|at| compose::start_from(project, at, found[taken]));
                if let Some(edit) = edit {
                    stage.say(Say::Edit(edit, None));
                }
            }
        }
        Stay::Close
    }
}

/// Whether these words may mean a new scene.
fn is_new_scene(query: &str) -> bool {
    "new scene".contains(&query.trim().to_lowercase())
}

/// The places of the other scenes that are meant: the one with this number first, then those whose number or name begins
/// so, then those that have it somewhere.
fn search(project: &Project, but: &SceneId, query: &str) -> Vec<usize> {
    let wanted = query.trim().to_lowercase();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, scene) in project.scenes.iter().enumerate().filter(|(_, scene)| scene.id != *but) {
        let (number, title) = ((at + 1).to_string(), scene.title(at).to_lowercase());
        let rank = if number == wanted {
            0
        } else if number.starts_with(&wanted) || title.starts_with(&wanted) {
            1
        } else if title.contains(&wanted) {
            2
        } else {
            continue;
        };
        found.push((rank, at));
    }
    found.sort_unstable();
    found.into_iter().map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Scene;

    #[test]
    fn a_scene_is_found_by_its_number_and_its_name() {
        let scene = |(at, name): (usize, &&str)| Scene {
            id: SceneId::new(at.to_string()),
            name: (*name).to_owned(),
            ..Scene::default()
        };
        let names = ["Harbour", "Rooftop", "", "2 boats", "On the roof"];
        let project = Project { scenes: names.iter().enumerate().map(scene).collect(), ..Project::default() };
        let found = |query: &str| search(&project, &SceneId::new("0"), query);
        assert_eq!(found(""), [1, 2, 3, 4], "not the one they are in");
        assert_eq!(found("2"), [1, 3]);
        assert_eq!(found(" ROOF"), [1, 4]);
        assert_eq!(found("scene 3"), [2]);
        assert_eq!(found("harbour"), [0; 0]);
    }
}
