//! Elements: their names, pictures, descriptions, how many, and the frame they need.

use super::Place::{Frame, Scene};
use super::Severity::{Error, Warning};
use super::{Case, World, element_place, run, silent, told};
use crate::story::testing::{element, path};
use crate::story::{Element, ElementId, FrameSlot};

/// Elements of these names beside a scene whose first shot has this prompt.
fn world(names: &[&str], prompt: &str) -> World {
    let world = World::new(&[4, 4]).first_frame().prompt(0, prompt);
    names.iter().fold(world, |world, name| world.element(element(name)))
}

fn pictures(count: usize, prompt: &str) -> World {
    let images = (0..count).map(|_| path("media/front.png")).collect();
    World::new(&[4, 4]).first_frame().prompt(0, prompt).element(Element { images, ..element("mara") })
}

fn description(length: usize) -> World {
    let description = "é".repeat(length);
    World::new(&[4]).element(Element { description, ..element("mara") })
}

/// Two elements of one name with ids of their own.
fn doubles(prompt: &str) -> World {
    let second = Element { id: ElementId::new("element-second"), ..element("mara") };
    world(&["mara"], prompt).element(second)
}

fn without_frame(prompt: &str) -> World {
    World::new(&[4, 4]).element(element("mara")).prompt(0, prompt)
}

pub(super) fn cases() -> Vec<Case> {
    let name = |why, names: &[&str], prompt, bearer, fix| {
        told(why, world(names, prompt), "element-name", Error, element_place(bearer), fix)
    };
    let fine = |why, names: &[&str], prompt| silent(why, world(names, prompt), "element-name");
    let mara = || element_place("mara");
    let first = || Frame(FrameSlot::First);
    vec![
        told("1, mentioned", pictures(1, "@mara"), "element-pictures", Error, mara(), &[]),
        told("none, mentioned", pictures(0, "@mara"), "element-pictures", Warning, mara(), &[]),
        told("5, mentioned", pictures(5, "@mara"), "element-pictures", Error, mara(), &["Keep the first 4"]),
        silent("2, mentioned", pictures(2, "@mara"), "element-pictures"),
        silent("4, mentioned", pictures(4, "@mara"), "element-pictures"),
        silent("1, in work", pictures(1, "mara"), "element-pictures"),
        told("4 of them", world(&["a", "b", "c", "d"], "@a @b @c @d"), "too-many-elements", Error, Scene, &[]),
        silent("3 of them", world(&["a", "b", "c", "d"], "@a @b @c @a"), "too-many-elements"),
        silent("4 in the project", world(&["a", "b", "c", "d"], "@a"), "too-many-elements"),
        told("101", description(101), "element-description", Error, mara(), &[]),
        silent("100", description(100), "element-description"),
        name("a space", &["ma ra"], "", "ma ra", &["Rename to @ma_ra"]),
        name("a letter of another alphabet", &["mära"], "", "mära", &["Rename to @m_ra"]),
        name("nothing", &[""], "", "", &["Rename to @element"]),
        name(
            "21 letters",
            &["abcdefghijklmnopqrstu"],
            "",
            "abcdefghijklmnopqrstu",
            &["Rename to @abcdefghijklmnopqrst"],
        ),
        fine("20 letters", &["abcdefghijklmnopqrst"], ""),
        fine("every kind of character", &["aZ09_"], ""),
        told("twice", doubles(""), "element-name", Error, element_place("second"), &["Rename to @mara2"]),
        told(
            "twice, mentioned",
            doubles("@mara"),
            "element-name",
            Error,
            element_place("second"),
            &["Rename to @mara2"],
        ),
        name("at the start of another", &["mar", "mara"], "@mar @mara", "mar", &["Rename to @mar2"]),
        name(
            "in the middle of another",
            &["red_case", "case", "big_case_red"],
            "@case @big_case_red",
            "case",
            &["Rename to @case2"],
        ),
        name(
            "in another, and so would the name next to it be",
            &["mar", "mar2x"],
            "@mar @mar2x",
            "mar",
            &["Rename to @mar3"],
        ),
        fine("in another that no text names", &["mar", "mara"], "@mar"),
        fine("in another, not named itself", &["mar", "mara"], "@mara"),
        fine("the same letters in another case", &["Mar", "mara"], "@Mar @mara"),
        told("no frame", without_frame("@mara"), "element-needs-frame", Error, first(), &[]),
        told(
            "a panel could be it",
            without_frame("@mara").panel(1),
            "element-needs-frame",
            Error,
            first(),
            &["Use panel 2 as first frame"],
        ),
        told(
            "the last frame could be it",
            without_frame("@mara").last_frame(),
            "element-needs-frame",
            Error,
            first(),
            &["Use it as first frame"],
        ),
        silent("a first frame", without_frame("@mara").first_frame(), "element-needs-frame"),
        silent("no mention", without_frame("mara"), "element-needs-frame"),
        silent("an unknown mention", without_frame("@zzz"), "element-needs-frame"),
    ]
}

#[test]
fn table() {
    run(cases());
}

#[test]
fn what_is_counted_of_names_is_what_is_sent() {
    let told = |names: &[&str], prefix: &str| {
        let mut world = world(names, &format!("@{}", names.join(" @")));
        let shipped = include_str!("../../../../assets/providers/vidgo.toml");
        let line = format!("element_name_prefix = \"{prefix}\"");
        world.rules = crate::story::Rules::from_toml(&shipped.replace("element_name_prefix = \"\"", &line)).unwrap();
        let names = world.check().into_iter().filter(|problem| problem.code == "element-name");
        names.map(|problem| problem.message).collect::<Vec<_>>()
    };
    assert_eq!(told(&["abcdefghijklm"], ""), Vec::<String>::new());
    assert_eq!(told(&["abcdefghijklm"], "element_"), ["The name @abcdefghijklm is longer than 12 characters"]);
    assert_eq!(told(&["x", "yx"], ""), ["The name @x is a part of @yx, Kling would mix them up"]);
    assert_eq!(told(&["x", "yx"], "e_"), Vec::<String>::new(), "e_x is no part of e_yx");
    assert_eq!(told(&["x", "e_x"], "e_"), ["The name @x is a part of @e_x, Kling would mix them up"]);
}

#[test]
fn a_mention_in_dialogue_counts_one_in_notes_does_not() {
    let told = |world: &World| world.check().iter().any(|problem| problem.code == "element-pictures");
    let mut world = pictures(1, "Wide.");
    world.shot(0).notes = "@mara".to_owned();
    assert!(!told(&world));
    world.shot(0).dialogue = "@mara".to_owned();
    assert!(told(&world));
}

#[test]
fn renaming_the_second_of_two_leaves_the_mentions_to_the_first() {
    let mut world = doubles("@mara runs");
    let problem = world.check().into_iter().find(|problem| problem.code == "element-name").unwrap();
    let edit = problem.fixes[0].edit(&world.project, 0, &world.pictures, &world.rules, &mut String::new).unwrap();
    edit.apply(&mut world.project).unwrap();
    assert_eq!(world.project.elements[1].name, "mara2");
    assert_eq!(world.shot(0).prompt, "@mara runs");
}
