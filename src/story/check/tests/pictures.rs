//! Frames, panels, and every picture that would be sent.

use super::Place::{Frame, Scene};
use super::Severity::{Error, Note, Warning};
use super::{Case, World, element_place, run, silent, told};
use crate::story::FrameSlot::{First, Last};
use crate::story::picture::PictureState;
use crate::story::testing::{element, path, ready};

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

fn not_sent_in_multi_shot(world: World) -> World {
    let mut world = world;
    world.rules.switches.last_frame_in_multi_shot = false;
    world
}

pub(super) fn cases() -> Vec<Case> {
    let multi = || World::new(&[4, 4]);
    let shape = |why, width, height| told(why, framed(width, height), "picture-shape", Error, Frame(First), &[]);
    let fine = |why, width, height| silent(why, framed(width, height), "picture-shape");
    let to_first = &["Use it as first frame"];
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
            Warning,
            Frame(Last),
            &["Don't send it"],
        ),
        told(
            "switched off",
            not_sent_in_multi_shot(multi().first_frame().last_frame()),
            "last-frame-multi-shot",
            Warning,
            Frame(Last),
            &["Don't send it"],
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
            not_sent_in_multi_shot(multi().first_frame().last_frame()).picture("media/last.png", PictureState::Missing),
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
        shape("past 2.5 : 1", 751, 300),
        fine("exactly 1 : 2.5", 400, 1000),
        shape("past 1 : 2.5", 400, 1001),
        shape("no size", 0, 0),
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
