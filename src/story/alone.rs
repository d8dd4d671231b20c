//! One shot of a scene made by itself: the scene as it would be with that shot alone.

use super::order::NoTime;
use super::project::{FrameSlot, Scene};
use super::rules::Limits;
use super::{MediaPath, Order, Pictures, Project, compose};

/// What a shot that is made alone begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    Nothing,
    Picture(MediaPath),
    /// What its scene begins with, as it is cropped there.
    Scene,
}

/// The project with one of its scenes cut down to one shot: at least as long as a request must be, with this start, audio
/// as the scene chose. Checks and prices of it are those of the shot alone.
///
/// Nothing when there is no such shot.
#[must_use]
pub fn alone(
    project: &Project,
    scene_index: usize,
    shot_index: usize,
    start: Start,
    pictures: &Pictures,
    limits: &Limits,
) -> Option<Project> {
    let scene = project.scenes.get(scene_index)?;
    let mut shot = scene.shots.get(shot_index)?.clone();
    shot.seconds = shot.seconds.max(limits.scene_seconds_min);
    let single = Scene { shots: vec![shot], last_frame: None, last_crop: None, ..scene.clone() };
    let bare = Scene { first_frame: None, first_crop: None, starts_from: None, ..single.clone() };
    let mut project = project.clone();
    project.scenes[scene_index] = if start == Start::Scene { single } else { bare };
    if let Start::Picture(picture) = start {
        // With it comes the ratio that the take will have.
        let edit = compose::set_frame(&project.scenes[scene_index], FrameSlot::First, Some(picture), pictures);
        edit.apply(&mut project).ok()?;
    }
    Some(project)
}

impl Order {
    /// Resolves a project that `alone` gave.
    ///
    /// # Errors
    /// When there is no such scene.
    pub fn resolve_alone(alone: &Project, scene_index: usize, pictures: &Pictures) -> Result<Self, NoTime> {
        let order = Self::resolve(alone, scene_index, pictures)?;
        let shot = alone.scenes.get(scene_index).and_then(|scene| scene.shots.first()).map(|shot| shot.id.clone());
        Ok(Self { shot, ..order })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::testing::{World, path};
    use crate::story::{Credits, Crop, Seconds, price};

    #[test]
    fn a_short_shot_is_sent_and_priced_as_three_seconds() {
        let mut world = World::new(&[2, 5]).first_frame().last_frame().panel(0);
        world.scene().audio = false;
        let single = alone(&world.project, 0, 0, Start::Nothing, &world.pictures, &world.rules.limits).unwrap();
        let order = Order::resolve_alone(&single, 0, &world.pictures).unwrap();
        assert_eq!((order.seconds(), order.multi_shot, order.sound), (Seconds(3), false, false));
        assert_eq!((order.first_frame, order.last_frame), (None, None));
        assert_eq!(order.shot.as_ref(), Some(&world.project.scenes[0].shots[0].id));
        assert_eq!(price::of_scene(&single.scenes[0], &world.rules).credits, Credits::whole(3 * 27));

        let longer =
            alone(&world.project, 0, 1, Start::Picture(path("media/panel.png")), &world.pictures, &world.rules.limits);
        let order = Order::resolve_alone(&longer.unwrap(), 0, &world.pictures).unwrap();
        assert_eq!(order.seconds(), Seconds(5));
        assert_eq!(order.first_frame.map(|frame| frame.path), Some(path("media/panel.png")));
        world.scene().first_crop = Some(Crop { x: 0, y: 0, zoom: 200 });
        let as_scene = alone(&world.project, 0, 0, Start::Scene, &world.pictures, &world.rules.limits).unwrap();
        let frame = Order::resolve_alone(&as_scene, 0, &world.pictures).unwrap().first_frame.unwrap();
        assert_eq!((frame.path, frame.area.map(|area| area.width)), (path("media/first.png"), Some(640)));
        assert!(alone(&world.project, 0, 2, Start::Nothing, &world.pictures, &world.rules.limits).is_none());
    }
}
