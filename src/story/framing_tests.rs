//! Cuts of every ratio out of pictures of any size; frames that are another scene's end.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::story::testing::{World, path, ready, scene};
use crate::story::{Edit, Order, SceneId, compose};

fn cut(size: (u32, u32), aspect: Aspect, x: u16, y: u16, zoom: u16) -> [u32; 4] {
    let area = Crop { x, y, zoom }.area(size, aspect);
    [area.x, area.y, area.width, area.height]
}

#[test]
fn the_cut_is_as_large_as_it_can_be_and_moves_along_the_side_that_has_room() {
    assert_eq!(cut((3000, 2000), Aspect::Wide, 500, 500, 100), [0, 156, 3000, 1688]);
    assert_eq!(cut((3000, 2000), Aspect::Wide, 0, 0, 100), [0, 0, 3000, 1688]);
    assert_eq!(cut((3000, 2000), Aspect::Wide, 0, 1000, 100), [0, 312, 3000, 1688]);
    assert_eq!(cut((3000, 2000), Aspect::Square, 250, 0, 100), [250, 0, 2000, 2000]);
    assert_eq!(cut((3000, 2000), Aspect::Tall, 1000, 0, 200), [2437, 0, 563, 1000]);
    assert_eq!(cut((1920, 1080), Aspect::Wide, 0, 1000, 100), [0, 0, 1920, 1080]);
    assert_eq!(cut((3000, 2000), Aspect::Wide, 9999, 9999, 1), [0, 312, 3000, 1688], "a file may say anything");
}

#[test]
fn a_cut_that_is_the_whole_picture_is_none() {
    let crop = Some(Crop::CENTRE);
    let picture = path("media/first.png");
    let framed = Framed { path: &picture, crop };
    let info = |width, height| match ready(width, height) {
        crate::story::PictureState::Ready(info) => info,
        _ => unreachable!(),
    };
    assert_eq!(framed.area(&info(1280, 720), Aspect::Wide), None);
    assert!(framed.area(&info(1280, 720), Aspect::Tall).is_some());
    assert_eq!(Framed { path: &picture, crop: None }.area(&info(1280, 720), Aspect::Tall), None);
}

#[test]
fn ratios_are_told_as_people_say_them() {
    assert_eq!(ratio_label(1920, 1080), "16:9");
    assert_eq!(ratio_label(720, 1280), "9:16");
    assert_eq!(ratio_label(3000, 2000), "1.50:1");
    assert_eq!(ratio_label(0, 0), "1:1");
}

#[test]
fn a_frame_with_a_usual_ratio_gives_it_to_the_scene_and_any_other_is_cropped() {
    let mut world = World::new(&[4]).picture("media/first.png", ready(720, 1280));
    let set = |world: &World, slot, name| {
        compose::set_frame(&world.project.scenes[0], slot, Some(path(name)), &world.pictures)
    };
    let before = world.project.clone();
    let first = set(&world, FrameSlot::First, "media/first.png").apply(&mut world.project).unwrap();
    assert_eq!((world.scene().aspect, world.scene().first_crop), (Aspect::Tall, None));
    // A last frame follows the scene.
    let last = set(&world, FrameSlot::Last, "media/last.png").apply(&mut world.project).unwrap();
    assert_eq!((world.scene().aspect, world.scene().last_crop), (Aspect::Tall, Some(Crop::CENTRE)));
    last.apply(&mut world.project).unwrap();
    first.apply(&mut world.project).unwrap();
    assert_eq!(world.project, before);
    let mut world = world.picture("media/first.png", ready(3000, 2000));
    set(&world, FrameSlot::First, "media/first.png").apply(&mut world.project).unwrap();
    assert_eq!((world.scene().aspect, world.scene().first_crop), (Aspect::Wide, Some(Crop::CENTRE)));
    let order = Order::resolve(&world.project, 0, &world.pictures).unwrap();
    assert_eq!(order.first_frame.unwrap().area, Some(Area { x: 0, y: 156, width: 3000, height: 1688 }));
}

#[test]
fn a_picture_that_was_worked_over_keeps_its_cut_and_another_one_does_not() {
    let mut world = World::new(&[4]).first_frame().picture("media/first.png", ready(3000, 2000));
    let chosen = Some(Crop { x: 0, y: 900, zoom: 130 });
    world.scene().first_crop = chosen;
    let mut world = world.picture("media/last.png", ready(3000, 2000)).picture("media/panel.png", ready(2000, 1500));
    for (name, crop) in [("media/last.png", chosen), ("media/panel.png", Some(Crop::CENTRE)), ("media/front.png", None)]
    {
        let edit = compose::set_frame(&world.project.scenes[0], FrameSlot::First, Some(path(name)), &world.pictures);
        edit.apply(&mut world.project).unwrap();
        assert_eq!(world.scene().first_crop, crop, "{name}");
    }
}

#[test]
fn another_ratio_crops_what_does_not_have_it_and_frees_what_does() {
    let mut world = World::new(&[4]).first_frame().last_frame().picture("media/last.png", ready(720, 1280));
    world.scene().last_crop = Some(Crop { x: 500, y: 200, zoom: 100 });
    let before = world.project.clone();
    let edit = compose::set_aspect(&world.project.scenes[0], Aspect::Tall, &world.pictures);
    let undo = edit.apply(&mut world.project).unwrap();
    let scene = world.scene();
    assert_eq!((scene.aspect, scene.first_crop, scene.last_crop), (Aspect::Tall, Some(Crop::CENTRE), None));
    undo.apply(&mut world.project).unwrap();
    assert_eq!(world.project, before);
}

/// Two scenes, the second starting from the first.
fn linked() -> World {
    let mut world = World::new(&[4]).first_frame();
    let second = scene(&[5]);
    world.project.scenes.push(crate::story::Scene {
        id: SceneId::new("second"),
        shots: second
            .shots
            .into_iter()
            .map(|shot| crate::story::Shot { id: crate::story::ShotId::new("other"), ..shot })
            .collect(),
        first_frame: Some(path("media/last.png")),
        ..second
    });
    compose::start_from_previous(&world.project, 1).unwrap().apply(&mut world.project).unwrap();
    world
}

fn end(world: &mut World) {
    let lies = path("takes/t1/last-frame.png");
    world.pictures.set(lies.clone(), ready(1920, 1080));
    world.pictures.set_ends(BTreeMap::from([(world.project.scenes[0].id.clone(), lies)]));
}

#[test]
fn a_link_follows_the_scene_it_names_wherever_that_stands_and_says_when_there_is_nothing() {
    let mut world = linked();
    assert_eq!(world.project.scenes[1].first_frame, None);
    assert_eq!(world.project.link(0, &world.pictures), None);
    assert_eq!(world.project.link(1, &world.pictures), Some(Link::NoTake { scene: 0 }));
    assert_eq!(Order::resolve(&world.project, 1, &world.pictures).unwrap().first_frame, None);
    end(&mut world);
    let first = Order::resolve(&world.project, 1, &world.pictures).unwrap().first_frame.unwrap();
    assert_eq!((first.path.as_str(), first.area), ("takes/t1/last-frame.png", None));
    assert!(first.info.is_some());
    world.project.scenes.swap(0, 1);
    assert!(matches!(world.project.link(0, &world.pictures), Some(Link::Frame { scene: 1, .. })));
    world.project.scenes.pop();
    assert_eq!(world.project.link(0, &world.pictures), Some(Link::Gone));
}

#[test]
fn scenes_that_wait_for_each_other_are_told_until_one_has_a_take() {
    let mut world = linked();
    assert!(!world.project.waits_for_itself(1, &world.pictures));
    compose::start_from(&world.project, 0, 1).unwrap().apply(&mut world.project).unwrap();
    let codes = |world: &World| -> Vec<&str> {
        world.check().into_iter().map(|problem| problem.code).filter(|code| code.starts_with("start")).collect()
    };
    assert!([0, 1].iter().all(|&at| world.project.waits_for_itself(at, &world.pictures)));
    assert_eq!(codes(&world), ["start-circle"]);
    end(&mut world);
    assert!([0, 1].iter().all(|&at| !world.project.waits_for_itself(at, &world.pictures)));
    assert_eq!(codes(&world), ["start-no-take"], "the other scene can be made now");
}

#[test]
fn a_start_from_another_scene_is_taken_once_and_a_picture_of_its_own_ends_it() {
    let mut world = linked();
    assert_eq!(compose::start_from_previous(&world.project, 1), None);
    assert_eq!(compose::start_from_previous(&world.project, 0), None);
    let edit =
        compose::set_frame(&world.project.scenes[1], FrameSlot::First, Some(path("media/first.png")), &world.pictures);
    let before = world.project.clone();
    let undo = edit.apply(&mut world.project).unwrap();
    let scene = &world.project.scenes[1];
    assert_eq!((&scene.starts_from, &scene.first_frame), (&None, &Some(path("media/first.png"))));
    undo.apply(&mut world.project).unwrap();
    assert_eq!(world.project, before);
    compose::set_frame(&world.project.scenes[1], FrameSlot::First, None, &world.pictures)
        .apply(&mut world.project)
        .unwrap();
    assert_eq!(world.project.scenes[1].starts_from, None);
}

#[test]
fn older_projects_have_nothing_of_it_and_get_nothing_written() {
    let world = World::new(&[4]).first_frame();
    let json = serde_json::to_string(&world.project).unwrap();
    assert!(!json.contains("crop") && !json.contains("starts_from"), "{json}");
    let linked = linked().project;
    let again: Project = serde_json::from_str(&serde_json::to_string(&linked).unwrap()).unwrap();
    assert_eq!(again, linked);
}

/// As they stand in files: these words stay.
#[test]
fn cuts_and_starts_are_written_so() {
    let project: Project = serde_json::from_str(
        r#"{"scenes": [{"id": "a"}, {"id": "b", "starts_from": "a", "last_crop": {"x": 1, "y": 2, "zoom": 150}}]}"#,
    )
    .unwrap();
    let scene = &project.scenes[1];
    assert_eq!((&scene.starts_from, scene.last_crop), (&Some(SceneId::new("a")), Some(Crop { x: 1, y: 2, zoom: 150 })));
    let crop = compose::set_crop(scene, FrameSlot::Last, Some(Crop::CENTRE));
    let written = r#"{"set-crop":{"scene":"b","slot":"last","crop":{"x":500,"y":500,"zoom":100}}}"#;
    assert_eq!(serde_json::to_string(&crop).unwrap(), written);
    let start = Edit::SetStart { scene: SceneId::new("b"), from: None };
    assert_eq!(serde_json::to_string(&start).unwrap(), r#"{"set-start":{"scene":"b","from":null}}"#);
}

proptest! {
    #[test]
    fn a_cut_lies_in_its_picture_and_has_the_ratio(
        width in 1_u32..20_000, height in 1_u32..20_000, x: u16, y: u16, zoom: u16, which in 0_usize..3,
    ) {
        let aspect = Aspect::ALL[which];
        let area = Crop { x, y, zoom }.area((width, height), aspect);
        prop_assert!(area.is_in(width, height), "{area:?}");
        let ratio = f64::from(aspect.ratio());
        // Whole pixels: each side is off by at most one.
        let (w, h) = (f64::from(area.width), f64::from(area.height));
        prop_assert!((w - 1.0) / (h + 1.0) <= ratio && ratio <= (w + 1.0) / (h - 1.0).max(1e-9), "{area:?}");
        let largest = Crop { x, y, zoom: 100 }.area((width, height), aspect);
        prop_assert!(largest.width == width || largest.height == height);
    }

    #[test]
    fn zooming_keeps_the_middle_where_there_is_room(
        width in 600_u32..6_000, height in 600_u32..6_000, x in 400_u16..600, y in 400_u16..600, zoom in 150_u16..200, to in 200_u16..=400, which in 0_usize..3,
    ) {
        let aspect = Aspect::ALL[which];
        let crop = Crop { x, y, zoom };
        let before = crop.area((width, height), aspect).middle((width, height));
        let closer = crop.zoomed(to, (width, height), aspect);
        let after = closer.area((width, height), aspect).middle((width, height));
        prop_assert_eq!(closer.zoom, to);
        prop_assert!((before.0 - after.0).abs() < 0.01 && (before.1 - after.1).abs() < 0.01, "{before:?} {after:?}");
    }
}
