//! Shots carried from one scene to another, or to another place of their own, as one named change.

use super::{NewId, scene_like};
use crate::story::edit::Edit;
use crate::story::id::SceneId;
use crate::story::label::number;
use crate::story::project::{Project, Scene, Shot};
use crate::story::timing;

/// These shots of a scene moved to a new one behind it, which is made as it is.
#[must_use]
pub fn move_to_new_scene(project: &Project, scene_index: usize, picked: &[usize], new_id: NewId<'_>) -> Option<Edit> {
    let scene = project.scenes.get(scene_index)?;
    let picked = timing::known(scene, picked);
    let label = match picked.as_slice() {
        [] => return None,
        [only] => format!("Move shot {} to a new scene", number(*only)),
        more => format!("Move {} shots to a new scene", more.len()),
    };
    let at = number(scene_index);
    let made = scene_like(project, at, new_id);
    let id = made.id.clone();
    let edits = [Edit::AddScene { at, scene: Box::new(made) }].into_iter().chain(moves(scene, &picked, &id, 0));
    Some(Edit::Batch { label, edits: edits.collect() })
}

/// These shots of a scene moved to the start of the next one, which is made where there is none; what stands between and
/// behind them stays.
#[must_use]
pub fn move_to_next_scene(project: &Project, scene_index: usize, picked: &[usize], new_id: NewId<'_>) -> Option<Edit> {
    let scene = project.scenes.get(scene_index)?;
    let picked = timing::known(scene, picked);
    let which = match picked.as_slice() {
        [] => return None,
        [only] => format!("shot {}", number(*only)),
        [first, ..] if first + picked.len() == scene.shots.len() => {
            format!("shots {} to {}", number(*first), scene.shots.len())
        }
        more => format!("{} shots", more.len()),
    };
    let mut edits = Vec::new();
    let next = if let Some(next) = project.scenes.get(number(scene_index)) {
        next.id.clone()
    } else {
        let next = scene_like(project, number(scene_index), new_id);
        let id = next.id.clone();
        edits.push(Edit::AddScene { at: number(scene_index), scene: Box::new(next) });
        id
    };
    edits.extend(moves(scene, &picked, &next, 0));
    Some(Edit::Batch { label: format!("Move {which} to the next scene"), edits })
}

/// These shots of a scene moved to the end of the scene before it.
#[must_use]
pub fn move_to_previous_scene(project: &Project, scene_index: usize, picked: &[usize]) -> Option<Edit> {
    let previous = project.scenes.get(scene_index.checked_sub(1)?)?;
    let scene = project.scenes.get(scene_index)?;
    let picked = timing::known(scene, picked);
    let label = match picked.as_slice() {
        [] => return None,
        [only] => format!("Move shot {} to the previous scene", number(*only)),
        more => format!("Move {} shots to the previous scene", more.len()),
    };
    let edits = moves(scene, &picked, &previous.id, previous.shots.len()).collect();
    Some(Edit::Batch { label, edits })
}

/// These shots of a scene moved to the end of another one. `None` where they are in it already.
#[must_use]
pub fn move_to_end(project: &Project, from: usize, picked: &[usize], to: usize) -> Option<Edit> {
    if from == to {
        return None;
    }
    move_shots(project, from, picked, to, usize::MAX)
}

/// Why these shots cannot be moved to the end of their own scene, for people.
#[must_use]
pub fn told_in_scene(picked: &[usize], scene: usize) -> String {
    match picked {
        [only] => format!("Shot {} is in scene {} already", number(*only), number(scene)),
        more => format!("The {} shots are in scene {} already", more.len(), number(scene)),
    }
}

/// These shots of a scene brought together at a place of another scene or of their own, where it is counted without them.
/// `None` where nothing would move.
#[must_use]
pub fn move_shots(project: &Project, from: usize, picked: &[usize], to: usize, at: usize) -> Option<Edit> {
    let scene = project.scenes.get(from)?;
    if from == to {
        let moves = |edit: &Edit| !matches!(edit, Edit::Batch { edits, .. } if edits.is_empty());
        return timing::move_to(scene, picked, at).filter(moves);
    }
    let target = project.scenes.get(to)?;
    let picked = timing::known(scene, picked);
    let label = match picked.as_slice() {
        [] => return None,
        [only] => format!("Move shot {} to scene {}", number(*only), number(to)),
        more => format!("Move {} shots to scene {}", more.len(), number(to)),
    };
    let edits = moves(scene, &picked, &target.id, at.min(target.shots.len())).collect();
    Some(Edit::Batch { label, edits })
}

/// One move for each of these shots, which come to stand side by side from a place of another scene on.
fn moves<'a>(
    scene: &'a Scene,
    picked: &'a [usize],
    target: &'a SceneId,
    at: usize,
) -> impl Iterator<Item = Edit> + use<'a> {
    let shots = picked.iter().filter_map(|&shot| scene.shots.get(shot));
    shots.enumerate().map(move |(offset, Shot { id, .. })| Edit::MoveShot {
        shot: id.clone(),
        scene: target.clone(),
        to: at + offset,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{Seconds, ShotId};

    fn project() -> Project {
        let shot = |name: char| Shot { id: ShotId::new(name.to_string()), seconds: Seconds(2), ..Shot::default() };
        let scene =
            |name: &str| Scene { id: SceneId::new(name), shots: name.chars().map(shot).collect(), ..Scene::default() };
        Project { scenes: vec![scene("abcd"), scene("xy")], ..Project::default() }
    }

    fn names(project: &Project) -> Vec<String> {
        project.scenes.iter().map(|scene| scene.shots.iter().map(|shot| shot.id.as_str()).collect()).collect()
    }

    #[test]
    fn shots_move_together_to_a_place_of_any_scene_and_back() {
        let before = project();
        for (from, picked, to, at, after, label) in [
            (0, &[1, 3][..], 1, 1, ["ac", "xbdy"], "Move 2 shots to scene 2"),
            (0, &[0], 1, 9, ["bcd", "xya"], "Move shot 1 to scene 2"),
            (1, &[0, 1], 0, 0, ["xyabcd", ""], "Move 2 shots to scene 1"),
            (0, &[0, 1], 0, 2, ["cdab", "xy"], "Move 2 shots"),
        ] {
            let mut project = before.clone();
            let edit = move_shots(&project, from, picked, to, at).unwrap();
            let undo = edit.apply(&mut project).unwrap();
            assert_eq!(names(&project), after);
            assert!(matches!(&edit, Edit::Batch { label: told, .. } if told == label), "{edit:?}");
            undo.apply(&mut project).unwrap();
            assert_eq!(project, before);
        }
        assert_eq!(move_to_end(&before, 0, &[1], 0), None, "they are in it already");
        assert_eq!(move_to_end(&before, 0, &[1], 1), move_shots(&before, 0, &[1], 1, 2));
        assert_eq!(move_shots(&before, 0, &[1], 0, 1), None, "it stands there already");
        assert_eq!(move_shots(&before, 0, &[9], 1, 0), None);
        assert_eq!(move_shots(&before, 0, &[1], 7, 0), None);
    }
    #[test]
    fn shots_go_on_to_the_next_scene_which_is_made_where_there_is_none() {
        let before = project();
        for (from, picked, after, label) in [
            (0, &[2, 3][..], &["ab", "cdxy"][..], "Move shots 3 to 4 to the next scene"),
            (0, &[3], &["abc", "dxy"], "Move shot 4 to the next scene"),
            (0, &[2, 0, 2, 9], &["bd", "acxy"], "Move 2 shots to the next scene"),
            (1, &[0], &["abcd", "y", "x"], "Move shot 1 to the next scene"),
        ] {
            let mut project = before.clone();
            let edit = move_to_next_scene(&project, from, picked, &mut || "new".to_owned()).unwrap();
            assert_eq!(edit.label(&project), label);
            let undo = edit.apply(&mut project).unwrap();
            assert_eq!(names(&project), after);
            undo.apply(&mut project).unwrap();
            assert_eq!(project, before);
        }
        assert_eq!(move_to_next_scene(&before, 0, &[], &mut String::new), None);
        assert_eq!(move_to_next_scene(&before, 0, &[9], &mut String::new), None);
        let back = move_to_previous_scene(&before, 1, &[1, 0]).unwrap();
        let mut project = before.clone();
        back.apply(&mut project).unwrap();
        assert_eq!(names(&project), ["abcdxy", ""]);
        assert_eq!(move_to_previous_scene(&before, 0, &[0]), None);
    }
}
