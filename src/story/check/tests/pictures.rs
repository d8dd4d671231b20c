//! Frames, panels, and every picture that would be sent.

use std::collections::BTreeMap;

use super::Place::{Frame, Scene};
use super::Severity::{Error, Note, Warning};
use super::{Case, World, element_place, run, silent, told};
use crate::story::FrameSlot::{First, Last};
use crate::story::check::check_scene;
use crate::story::picture::PictureState;
use crate::story::testing::{element, path, ready};
use crate::story::{Crop, SceneId};

fn framed(width: u32, height: u32) -> World {
    World::new(&[4]).first_frame().picture("media/first.png", ready(width, height))
}

fn unreadable() -> PictureState {
    PictureState::Unreadable("is cut short".to_owned())
}

/// An element whose second picture is in this state.
fn element_with(state: PictureState, prompt: &str) -> World {
    World::new(&[4]).first_frame().element(element("mara")).prompt(0, prompt).picture("media/side.png", state)
}

fn cropped(width: u32, height: u32, zoom: u16) -> World {
    let mut world = framed(width, height);
    world.scene().first_crop = Some(Crop { zoom, ..Crop::CENTRE });
    world
}

/// Its scene starts from this one; one called "second" is there.
fn starting_from(scene: &str) -> World {
    let mut world = World::new(&[4]);
    world.scene().starts_from = Some(SceneId::new(scene));
    world.project.scenes.push(crate::story::Scene { id: SceneId::new("second"), ..Default::default() });
    world
}

fn with_end(world: World) -> World {
    let lies = path("takes/t/last-frame.png");
    let mut world = world.picture(lies.as_str(), ready(1280, 720));
    world.pictures.set_ends(BTreeMap::from([(SceneId::new("second"), lies)]));
    world
}

fn sent_in_multi_shot(world: World) -> World {
    let mut world = world;
    world.rules.switches.last_frame_in_multi_shot = true;
    world
}

pub(super) fn cases() -> Vec<Case> {
    let multi = || World::new(&[4, 4]);
    let shape = |why, width, height| told(why, framed(width, height), "picture-shape", Error, Frame(First), &[]);
    let fine = |why, width, height| silent(why, framed(width, height), "picture-shape");
    let to_first = &["Use it as first frame", "Leave it out"];
    let first_from = |why, world, fixes| told(why, world, "panels-not-sent", Note, Scene, fixes);
    vec![
        told("single", World::new(&[4]).last_frame(), "last-frame-alone", Error, Frame(Last), to_first),
        told("multi-shot", multi().last_frame(), "last-frame-alone", Error, Frame(Last), to_first),
        silent("both", multi().first_frame().last_frame(), "last-frame-alone"),
        silent("none", multi(), "last-frame-alone"),
        told(
            "both in multi-shot",
            multi().first_frame().last_frame(),
            "last-frame-multi-shot",
            Error,
            Frame(Last),
            &["Leave it out", "Make it one shot"],
        ),
        told(
            "sent all the same",
            sent_in_multi_shot(multi().first_frame().last_frame()),
            "last-frame-multi-shot",
            Warning,
            Frame(Last),
            &["Leave it out", "Make it one shot"],
        ),
        silent("both in one shot", World::new(&[4]).first_frame().last_frame(), "last-frame-multi-shot"),
        silent("the first alone", multi().first_frame(), "last-frame-multi-shot"),
        told(
            "the first frame",
            World::new(&[4]).first_frame().picture("media/first.png", PictureState::Missing),
            "picture-missing",
            Error,
            Frame(First),
            &[],
        ),
        told(
            "the last frame",
            World::new(&[4]).first_frame().last_frame().picture("media/last.png", PictureState::Missing),
            "picture-missing",
            Error,
            Frame(Last),
            &[],
        ),
        silent(
            "a last frame that is not sent",
            multi().first_frame().last_frame().picture("media/last.png", PictureState::Missing),
            "picture-missing",
        ),
        told(
            "an element's",
            element_with(PictureState::Missing, "@mara"),
            "picture-missing",
            Error,
            element_place("mara"),
            &[],
        ),
        silent("of an element no text names", element_with(PictureState::Missing, "mara"), "picture-missing"),
        silent(
            "a panel",
            World::new(&[4]).panel(0).picture("media/panel.png", PictureState::Missing),
            "picture-missing",
        ),
        silent(
            "not looked at yet",
            {
                let mut world = World::new(&[4]).first_frame();
                world.pictures.forget(&path("media/first.png"));
                world
            },
            "picture-missing",
        ),
        told(
            "the first frame",
            World::new(&[4]).first_frame().picture("media/first.png", unreadable()),
            "picture-unreadable",
            Error,
            Frame(First),
            &[],
        ),
        told(
            "an element's",
            element_with(unreadable(), "@mara"),
            "picture-unreadable",
            Error,
            element_place("mara"),
            &[],
        ),
        silent("of an element no text names", element_with(unreadable(), "mara"), "picture-unreadable"),
        silent("a panel", World::new(&[4]).panel(0).picture("media/panel.png", unreadable()), "picture-unreadable"),
        shape("299 px high", 500, 299),
        shape("299 px wide", 299, 500),
        fine("300 px high", 500, 300),
        fine("300 px wide", 300, 500),
        fine("exactly 2.5 : 1", 750, 300),
        told("past 2.5 : 1", framed(751, 300), "picture-shape", Error, Frame(First), &["Crop it to 16:9"]),
        fine("exactly 1 : 2.5", 400, 1000),
        shape("past 1 : 2.5", 400, 1001),
        shape("no size", 0, 0),
        told("cut too small", cropped(600, 400, 250), "picture-shape", Error, Frame(First), &[]),
        silent("cut out of what would be too long", cropped(4000, 900, 100), "picture-shape"),
        told("not there", starting_from("gone"), "start-gone", Error, Frame(First), &["Start without it"]),
        silent("there", starting_from("second"), "start-gone"),
        told("none", starting_from("second"), "start-no-take", Error, Frame(First), &["Start without it"]),
        silent("a take", with_end(starting_from("second")), "start-no-take"),
        silent("a start that stands for a first frame", starting_from("second").last_frame(), "last-frame-alone"),
        told(
            "its last frame does not decode",
            with_end(starting_from("second")).picture("takes/t/last-frame.png", unreadable()),
            "picture-unreadable",
            Error,
            Frame(First),
            &[],
        ),
        silent(
            "of a start that is not there yet",
            starting_from("second").element(element("mara")).prompt(0, "@mara"),
            "element-needs-frame",
        ),
        told(
            "an element's",
            element_with(ready(200, 200), "@mara"),
            "picture-shape",
            Error,
            element_place("mara"),
            &[],
        ),
        first_from("one", World::new(&[4]).panel(0), &["Use panel 1 as first frame"]),
        first_from("the second", multi().panel(1), &["Use panel 2 as first frame"]),
        first_from("beside another first frame", multi().panel(0).first_frame(), &["Use panel 1 as first frame"]),
        first_from(
            "that is the first frame already",
            {
                let mut world = multi().panel(0);
                world.scene().first_frame = Some(path("media/panel.png"));
                world
            },
            &[],
        ),
        silent("none", multi().first_frame(), "panels-not-sent"),
    ]
}

#[test]
fn table() {
    run(cases());
}

#[test]
fn a_start_from_another_scene_than_the_one_before_is_worth_a_word() {
    let mut world = with_end(starting_from("second"));
    world.project.scenes.push(crate::story::Scene { id: SceneId::new("third"), ..Default::default() });
    let told = |world: &World, at: usize| {
        let problems = check_scene(&world.project, at, &world.pictures, &world.rules);
        problems.into_iter().find(|problem| problem.code == "start-not-previous")
    };
    assert_eq!(told(&world, 0), None, "the first scene has none before it");
    // Now "third", then "second", then the one that starts from it: fine. Then another one comes between.
    world.project.scenes.reverse();
    assert_eq!(told(&world, 2), None);
    world.project.scenes.swap(0, 1);
    let note = told(&world, 2).unwrap();
    assert_eq!((note.severity, note.place.clone()), (Note, Frame(First)));
    let edit = note.fixes[0].edit(&world.project, 2, &world.pictures, &world.rules, &mut String::new).unwrap();
    edit.apply(&mut world.project).unwrap();
    assert_eq!(world.project.scenes[2].starts_from, Some(SceneId::new("third")));
    assert_eq!(told(&world, 2), None);
}

#[test]
fn a_first_frame_brings_its_shape_and_undo_takes_it_back() {
    use crate::story::Aspect;
    let mut world = World::new(&[4]).panel(0).picture("media/panel.png", ready(720, 1280));
    let note = world.check().remove(0);
    let edit = note.fixes[0].edit(&world.project, 0, &world.pictures, &world.rules, &mut String::new).unwrap();
    let undo = edit.apply(&mut world.project).unwrap();
    assert_eq!(world.scene().aspect, Aspect::Tall);
    undo.apply(&mut world.project).unwrap();
    assert_eq!(world.scene().aspect, Aspect::Wide);
    assert_eq!(world.scene().first_frame, None);
}
