//! What a change is about, once it is made: the scenes and shots to look at. People see by it what undo brought back.

use super::edit::Edit;
use super::id::{SceneId, ShotId};
use super::project::{Project, Scene};

/// Scenes that a change is about, in the project's order. Everything named in it is in the project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    pub scenes: Vec<TouchedScene>,
}

/// A scene that a change is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TouchedScene {
    pub scene: SceneId,
    /// Those that were added, moved or changed, in the scene's order; where shots only went, the one that stands in their
    /// place. None, where the scene itself is meant.
    pub shots: Vec<ShotId>,
}

impl Touched {
    /// The scene to show: the one that is shown already where it is one of them, else the first.
    #[must_use]
    pub fn seen_from(&self, shown: &SceneId) -> Option<&TouchedScene> {
        self.scenes.iter().find(|touched| touched.scene == *shown).or_else(|| self.scenes.first())
    }
}

/// What a change that was made and the one that takes it back are about, in the project as it is now. Elements, the style
/// and the project's name are in no scene, and where everything was exchanged none is meant.
#[must_use]
pub fn touched(made: &Edit, inverse: &Edit, now: &Project) -> Touched {
    // Texts that follow an element's new name are not what the change is about.
    let mut named = Named { texts_follow: renames(made) || renames(inverse), ..Named::default() };
    named.look(made);
    named.look(inverse);
    let mut scenes: Vec<TouchedScene> = now.scenes.iter().filter_map(|scene| named.in_scene(scene)).collect();
    if scenes.is_empty()
        && let Some(last) = now.scenes.len().checked_sub(1)
        && let Some(gone) = named.scene_places.iter().min()
    {
        scenes.push(TouchedScene { scene: now.scenes[last.min(*gone)].id.clone(), shots: Vec::new() });
    }
    Touched { scenes }
}

/// Everything that changes name, there or gone.
#[derive(Default)]
struct Named<'a> {
    texts_follow: bool,
    scenes: Vec<&'a SceneId>,
    shots: Vec<&'a ShotId>,
    /// Where shots and scenes stand or stood that are added by the one change and taken by the other.
    shot_places: Vec<(&'a SceneId, usize)>,
    scene_places: Vec<usize>,
}

impl<'a> Named<'a> {
    fn look(&mut self, edit: &'a Edit) {
        match edit {
            Edit::AddScene { at, scene } => {
                self.scenes.push(&scene.id);
                self.scene_places.push(*at);
            }
            Edit::RemoveScene { scene }
            | Edit::MoveScene { scene, .. }
            | Edit::RenameScene { scene, .. }
            | Edit::SetTier { scene, .. }
            | Edit::SetAspect { scene, .. }
            | Edit::SetAudio { scene, .. }
            | Edit::SetFrame { scene, .. }
            | Edit::SetCrop { scene, .. }
            | Edit::SetStart { scene, .. }
            | Edit::ChooseTake { scene, .. } => self.scenes.push(scene),
            Edit::AddShot { scene, at, shot } => {
                self.shots.push(&shot.id);
                self.shot_places.push((scene, *at));
            }
            Edit::SetText { .. } | Edit::SetColumn { .. } if self.texts_follow => {}
            Edit::RemoveShot { shot }
            | Edit::MoveShot { shot, .. }
            | Edit::SetSeconds { shot, .. }
            | Edit::SetText { shot, .. }
            | Edit::SetPanel { shot, .. }
            | Edit::SetMove { shot, .. }
            | Edit::SetColumn { shot, .. } => self.shots.push(shot),
            Edit::Batch { edits, .. } => edits.iter().for_each(|edit| self.look(edit)),
            Edit::RenameProject { .. }
            | Edit::SetStyle { .. }
            | Edit::AddColumn { .. }
            | Edit::RemoveColumn { .. }
            | Edit::MoveColumn { .. }
            | Edit::RenameColumn { .. }
            | Edit::AddElement { .. }
            | Edit::RemoveElement { .. }
            | Edit::MoveElement { .. }
            | Edit::RenameElement { .. }
            | Edit::SetElementName { .. }
            | Edit::SetElementDescription { .. }
            | Edit::SetElementImages { .. }
            | Edit::Replace { .. } => {}
        }
    }

    /// What of it is in a scene, if anything.
    fn in_scene(&self, scene: &Scene) -> Option<TouchedScene> {
        let ids = scene.shots.iter().map(|shot| &shot.id);
        let mut shots: Vec<ShotId> = ids.filter(|id| self.shots.contains(id)).cloned().collect();
        let place = self.shot_places.iter().filter(|(of, _)| **of == scene.id).map(|(_, at)| *at).min();
        if let (true, Some(place), Some(last)) = (shots.is_empty(), place, scene.shots.len().checked_sub(1)) {
            shots.push(scene.shots[place.min(last)].id.clone());
        }
        let is_meant = !shots.is_empty() || place.is_some() || self.scenes.contains(&&scene.id);
        is_meant.then(|| TouchedScene { scene: scene.id.clone(), shots })
    }
}

/// Whether it gives an element another name.
fn renames(edit: &Edit) -> bool {
    match edit {
        Edit::RenameElement { .. } | Edit::SetElementName { .. } => true,
        Edit::Batch { edits, .. } => edits.iter().any(renames),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::testing::{World, element};
    use crate::story::{compose, timing};

    fn world() -> World {
        let mut world = World::new(&[3, 2, 3]).element(element("mara")).prompt(0, "@mara runs");
        let mut other = world.project.scenes[0].clone();
        other.id = SceneId::new("other");
        other.shots.truncate(2);
        for shot in &mut other.shots {
            shot.id = ShotId::new(format!("other-{}", shot.id));
        }
        world.project.scenes.push(other);
        world
    }

    /// What is told of an edit when it is made, and when it is taken back, as text.
    fn told(edit: &Edit) -> [String; 2] {
        let mut project = world().project;
        let undo = edit.apply(&mut project).unwrap();
        let made = touched(edit, &undo, &project);
        undo.apply(&mut project).unwrap();
        [made, touched(&undo, edit, &project)].map(|touched| {
            let scene = |touched: &TouchedScene| {
                let shots: Vec<&str> = touched.shots.iter().map(ShotId::as_str).collect();
                format!("{}: {}", touched.scene, shots.join(" "))
            };
            touched.scenes.iter().map(scene).collect::<Vec<_>>().join("; ")
        })
    }

    #[test]
    fn what_undo_is_about_is_told() {
        let world = world();
        let (project, limits) = (&world.project, &world.rules.limits);
        let scene = &project.scenes[0];
        let both = |text: &str| [text.to_owned(), text.to_owned()];
        let trim = timing::trim(scene, &[0, 2], 1, limits).unwrap();
        assert_eq!(told(&trim), both("scene: shot-1 shot-3"));
        let moved = timing::move_to(scene, &[0], 2).unwrap();
        assert_eq!(told(&moved), both("scene: shot-1"), "not those that make room");
        let on = compose::move_shots(project, 0, &[0, 2], 1, 1).unwrap();
        assert_eq!(told(&on), ["other: shot-1 shot-3", "scene: shot-1 shot-3"].map(str::to_owned));
        let delete = timing::delete(scene, &[1]).unwrap();
        assert_eq!(told(&delete), ["scene: shot-3", "scene: shot-2"].map(str::to_owned), "what stands in its place");
        let tier = Edit::SetTier { scene: SceneId::new("other"), tier: crate::story::Tier::Pro };
        assert_eq!(told(&tier), both("other: "));
        let scene = Edit::RemoveScene { scene: SceneId::new("other") };
        assert_eq!(told(&scene), ["scene: ", "other: "].map(str::to_owned));
        let empty = Edit::Batch { label: String::new(), edits: Vec::new() };
        assert_eq!(told(&empty), both(""));
    }

    #[test]
    fn an_elements_name_is_about_no_shot_though_texts_follow_it() {
        let rename = Edit::RenameElement { element: element("mara").id, name: "bo".to_owned() };
        assert_eq!(told(&rename), [String::new(), String::new()]);
    }

    #[test]
    fn the_scene_that_is_shown_is_preferred() {
        let of = |scene: &str| TouchedScene { scene: SceneId::new(scene), shots: Vec::new() };
        let touched = Touched { scenes: vec![of("a"), of("b")] };
        let seen = |from: &str| touched.seen_from(&SceneId::new(from)).unwrap().scene.to_string();
        assert_eq!([seen("a"), seen("b"), seen("c")], ["a", "b", "a"]);
        assert_eq!(Touched::default().seen_from(&SceneId::new("a")), None);
    }
}
