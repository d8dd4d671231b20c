//! Pictures laid on shots as panels: files named after a shot's code on that shot, the others in the order of their names
//! from a place on; where shots end, on new ones, which go on in new scenes.

use std::collections::HashSet;

use super::spread::{NewShot, spread};
use super::{Edit, NewId, number};
use crate::story::check::count_of;
use crate::story::code::{CodeIndex, with_codes};
use crate::story::id::ShotId;
use crate::story::natural;
use crate::story::picture::MediaPath;
use crate::story::project::Project;
use crate::story::rules::Limits;

/// A picture that is to become a panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPicture {
    /// The file's name, which may be a shot's code; empty for one that came without.
    pub name: String,
    pub path: MediaPath,
}

/// What several pictures may do on shots that are there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Onto {
    /// They become panels of shots without one, and then new shots of the scene.
    #[default]
    Free,
    /// As `Free`, but through the shots of the scenes behind too.
    FreeOnward,
    /// They replace the panels that are there.
    Replace,
}

/// Where pictures come to lie.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedPanels {
    pub edit: Edit,
    /// On shots that are there already.
    pub on_shots: usize,
    /// How many of those had another panel.
    pub replaced: usize,
    /// How many went to a shot because of their name.
    pub by_name: usize,
    pub new_shots: usize,
    pub new_scenes: usize,
}

impl PlacedPanels {
    /// Where they go, as a sentence goes on: "6 on shots, 6 on new shots in 1 new scene".
    #[must_use]
    pub fn about(&self) -> String {
        let mut parts = Vec::new();
        if self.by_name > 0 {
            parts.push(format!("{} on the shots they are named after", self.by_name));
        }
        if let Some(others) = self.on_shots.checked_sub(self.by_name).filter(|others| *others > 0) {
            parts.push(format!("{others} on {}", if others == 1 { "a shot" } else { "shots" }));
        }
        if self.new_shots > 0 {
            let scenes = match self.new_scenes {
                0 => String::new(),
                some => format!(" and {}", count_of(some, "new scene")),
            };
            parts.push(format!("{}{scenes}", count_of(self.new_shots, "new shot")));
        }
        parts.join(", ")
    }
}

/// Lays pictures on shots. A single one goes where it is put, whatever is there; of several, only `Replace` takes the place
/// of panels that are there. `None` where there are none.
#[must_use]
pub fn place_panels(
    project: &Project,
    scene_index: usize,
    from: usize,
    pictures: &[NamedPicture],
    onto: Onto,
    limits: &Limits,
    new_id: NewId<'_>,
) -> Option<PlacedPanels> {
    let scene = project.scenes.get(scene_index).filter(|_| !pictures.is_empty())?;
    let mut edits = Vec::new();
    let mut placed = Placing { replaces: pictures.len() == 1 || onto == Onto::Replace, ..Placing::default() };
    let mut rest: Vec<&NamedPicture> = pictures.iter().collect();
    if pictures.len() > 1 {
        rest.sort_by(|a, b| natural::compare(&a.name, &b.name));
        let codes = CodeIndex::new(project);
        rest.retain(|picture| {
            let shot = codes.named_by(&picture.name, scene_index);
            let is_taken = shot.is_some_and(|shot| placed.put(&shot.id, shot.panel.as_ref(), picture, &mut edits));
            placed.by_name += usize::from(is_taken);
            !is_taken
        });
    }
    let last = if onto == Onto::FreeOnward { project.scenes.len().saturating_sub(1) } else { scene_index };
    let mut rest = rest.into_iter().peekable();
    for (at, scene) in project.scenes.iter().enumerate().take(last + 1).skip(scene_index) {
        for shot in scene.shots.iter().skip(if at == scene_index { from } else { 0 }) {
            let Some(picture) = rest.peek() else { break };
            if placed.put(&shot.id, shot.panel.as_ref(), picture, &mut edits) {
                rest.next();
            }
        }
    }
    let new: Vec<NewShot> =
        rest.map(|picture| NewShot { panel: Some(picture.path.clone()), ..NewShot::default() }).collect();
    let new_shots = new.len();
    let end = project.scenes.get(last).map_or(0, |scene| scene.shots.len());
    let added = spread(project, last, end, new, limits, new_id);
    let new_scenes = added.iter().filter(|edit| matches!(edit, Edit::AddScene { .. })).count();
    edits.extend(added);
    let label = match pictures.len() {
        1 if new_shots == 0 || from >= scene.shots.len() => {
            format!("Set panel of shot {}", number(from.min(scene.shots.len())))
        }
        1 => "Set panel of a new shot".to_owned(),
        more => format!("Set {more} panels"),
    };
    let edit = with_codes(project, Edit::Batch { label, edits });
    let Placing { on_shots, replaced, by_name, .. } = placed;
    Some(PlacedPanels { edit, on_shots, replaced, by_name, new_shots, new_scenes })
}

/// What has been laid on shots so far.
#[derive(Default)]
struct Placing<'a> {
    replaces: bool,
    taken: HashSet<&'a ShotId>,
    on_shots: usize,
    replaced: usize,
    by_name: usize,
}

impl<'a> Placing<'a> {
    /// Lays a picture on a shot unless another one lies there; tells whether it did. The shot's own picture once more
    /// replaces nothing.
    fn put(
        &mut self,
        shot: &'a ShotId,
        panel: Option<&MediaPath>,
        picture: &NamedPicture,
        edits: &mut Vec<Edit>,
    ) -> bool {
        let has_other = panel.is_some_and(|panel| *panel != picture.path);
        if self.taken.contains(shot) || (has_other && !self.replaces) {
            return false;
        }
        self.taken.insert(shot);
        self.on_shots += 1;
        self.replaced += usize::from(has_other);
        edits.push(Edit::SetPanel { shot: shot.clone(), panel: Some(picture.path.clone()) });
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::testing::{Ids, World, path};

    fn pictures(names: impl IntoIterator<Item = String>) -> Vec<NamedPicture> {
        names.into_iter().map(|name| NamedPicture { path: path(&format!("media/{name}")), name }).collect()
    }

    fn place(world: &mut World, from: usize, pictures: &[NamedPicture], onto: Onto) -> PlacedPanels {
        let mut ids = Ids::default();
        let limits = &world.rules.limits;
        let placed = place_panels(&world.project, 0, from, pictures, onto, limits, &mut || ids.next()).unwrap();
        placed.edit.apply(&mut world.project).unwrap();
        placed
    }

    fn panel(shot: &crate::story::Shot) -> &str {
        shot.panel.as_ref().map_or("-", |path| &path.as_str()["media/".len()..])
    }

    /// The panels' file names, scene by scene.
    fn panels(world: &World) -> Vec<Vec<&str>> {
        world.project.scenes.iter().map(|scene| scene.shots.iter().map(panel).collect()).collect()
    }

    #[test]
    fn twelve_and_two_hundred_pictures_all_find_a_place_in_the_order_of_their_names() {
        for count in [12, 200] {
            let mut world = World::new(&[2; 6]);
            let before = world.project.clone();
            // As a file manager hands them over, in no order.
            let names = (0..count).map(|n| format!("p{}.png", (n * 7) % count + 1));
            let placed = place(&mut world, 0, &pictures(names), Onto::Free);
            assert_eq!((placed.on_shots, placed.new_shots, placed.replaced), (6, count - 6, 0));
            assert_eq!(placed.new_scenes, (count - 6).div_ceil(6));
            let told: Vec<&str> = panels(&world).concat();
            assert_eq!(told, (1..=count).map(|n| format!("p{n}.png")).collect::<Vec<_>>());
            for scene in &world.project.scenes {
                assert!(scene.shots.len() <= 6 && scene.seconds().0 <= 15);
            }
            assert_eq!(crate::story::code::doubles(&world.project).len(), 0);
            assert_eq!(before.scenes[0].shots[0].name, world.project.scenes[0].shots[0].name);
        }
    }

    #[test]
    fn a_panel_that_is_there_is_only_replaced_where_that_was_asked() {
        let three = pictures(["a.png", "b.png", "c.png"].map(str::to_owned));
        let mut world = World::new(&[3, 3]).panel(0);
        let placed = place(&mut world, 0, &three, Onto::Free);
        assert_eq!((placed.replaced, placed.about().as_str()), (0, "1 on a shot, 2 new shots"));
        assert_eq!(panels(&world), [["panel.png", "a.png", "b.png", "c.png"]]);
        let mut world = World::new(&[3, 3]).panel(0);
        let placed = place(&mut world, 0, &three, Onto::Replace);
        assert_eq!(placed.replaced, 1);
        assert_eq!(panels(&world), [["a.png", "b.png", "c.png"]]);
        // A single one is put where the hand let it go.
        let mut world = World::new(&[3, 3]).panel(0);
        assert_eq!(place(&mut world, 0, &three[..1], Onto::Free).replaced, 1);
        assert_eq!(panels(&world), [["a.png", "-"]]);
    }

    #[test]
    fn they_go_on_through_the_scenes_behind_where_that_was_asked() {
        let mut world = World::new(&[3, 3]);
        let mut second = crate::story::testing::scene(&[3]);
        (second.id, second.shots[0].id) = (crate::story::SceneId::new("second"), ShotId::new("third"));
        world.project.scenes.push(second);
        let five = pictures((1..=5).map(|n| format!("{n}.png")));
        place(&mut world, 1, &five, Onto::FreeOnward);
        assert_eq!(panels(&world), [vec!["-", "1.png"], vec!["2.png", "3.png", "4.png", "5.png"]]);
    }

    #[test]
    fn files_named_after_shots_go_to_them() {
        let mut world = World::new(&[3, 3, 3]);
        for (at, name) in ["010A", "010B", "SC1_SH2"].into_iter().enumerate() {
            name.clone_into(&mut world.shot(at).name);
        }
        let names = ["sc1_sh2 final.png", "x.png", "010a_v2.png", "010AB.png"].map(str::to_owned);
        let placed = place(&mut world, 0, &pictures(names), Onto::Free);
        assert_eq!((placed.by_name, placed.new_shots), (2, 1));
        assert_eq!(panels(&world), [["010a_v2.png", "010AB.png", "sc1_sh2 final.png", "x.png"]]);
        assert_eq!(placed.about(), "2 on the shots they are named after, 1 on a shot, 1 new shot");
    }
}
