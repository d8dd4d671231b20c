//! Bodies as the contract's table "input" has them, and a strict reader that any body without errors must satisfy.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small numbers of test data"
)]

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::request::{body, hash, pictures};
use crate::story::check::errors;
use crate::story::mention::mentions;
use crate::story::order::OrderPicture;
use crate::story::rules::TextOnlyImages;
use crate::story::testing::{World, element, path};
use crate::story::{Aspect, Element, Order, Seconds, Tier};

fn local(picture: &OrderPicture) -> String {
    format!("file:{}", picture.path)
}

fn order(world: &World) -> Order {
    Order::resolve(&world.project, 0, &world.pictures).unwrap()
}

fn built(world: &World) -> Value {
    body(&order(world), &world.rules, local).unwrap()
}

#[test]
fn one_shot_is_a_prompt_with_sound_as_chosen() {
    let mut world = World::new(&[5]).prompt(0, "Wide.");
    assert_eq!(
        built(&world),
        json!({"model": "kling-3.0/standard", "input": {
            "multi_shots": false, "sound": false, "duration": 5, "prompt": "Wide.", "aspect_ratio": "16:9",
        }})
    );
    world.scene().audio = true;
    world.scene().tier = Tier::Pro;
    world.scene().aspect = Aspect::Tall;
    world.shot(0).dialogue = "\"Run!\"".to_owned();
    assert_eq!(
        built(&world),
        json!({"model": "kling-3.0/pro", "input": {
            "multi_shots": false, "sound": true, "duration": 5, "prompt": "Wide. \"Run!\"", "aspect_ratio": "9:16",
        }})
    );
}

#[test]
fn the_style_stands_before_every_prompt_and_makes_another_order() {
    let mut single = World::new(&[5]).prompt(0, "Wide.");
    let mut multi = World::new(&[4, 3]);
    multi.shot(1).dialogue = "Run!".to_owned();
    let before = [&single, &multi].map(|world| hash(&order(world), &world.rules).unwrap());
    single.project.style = "Ink wash, 16 mm.".to_owned();
    multi.project.style = "Ink wash, 16 mm.".to_owned();
    assert_eq!(built(&single)["input"]["prompt"], "Ink wash, 16 mm. Wide.");
    let spoken = built(&multi)["input"]["multi_prompt"][1]["prompt"].clone();
    assert_eq!(built(&multi)["input"]["multi_prompt"][0]["prompt"], "Ink wash, 16 mm. Shot 1.");
    assert!(spoken.as_str().unwrap().starts_with("Ink wash, 16 mm. Shot 2. "), "{spoken}");
    let after = [&single, &multi].map(|world| hash(&order(world), &world.rules).unwrap());
    assert!(before.iter().zip(&after).all(|(before, after)| before != after));

    // An element that the style alone names goes along.
    let mut named = World::new(&[4, 4]).element(element("mara"));
    named.project.style = "All of @mara's day".to_owned();
    assert_eq!(built(&named)["input"]["kling_elements"][0]["name"], "mara");
}

#[test]
fn a_dialogues_own_marks_are_sent_once_and_offer_no_film_for_sale_again() {
    for typed in ["\"Run!\"", "“Run!”", "« Run! »", "「Run!」"] {
        let mut world = World::new(&[5]).prompt(0, "Wide.");
        world.shot(0).dialogue = typed.to_owned();
        world.project.style = "Ink.".to_owned();
        assert_eq!(built(&world)["input"]["prompt"], "Ink. Wide. \"Run!\"");
        // It is known by what the first versions sent.
        let mut first = order(&world);
        first.shots[0].sent_text = format!("Ink. Wide. \"{}\"", typed.replace('"', "'"));
        first.shots[0].dialogue = String::new();
        assert_eq!(hash(&order(&world), &world.rules), hash(&first, &world.rules), "{typed}");
    }
}

#[test]
fn several_shots_are_a_list_with_their_sum_and_always_sound() {
    let mut world = World::new(&[4, 1, 3]);
    world.scene().aspect = Aspect::Square;
    assert_eq!(
        built(&world)["input"],
        json!({"multi_shots": true, "sound": true, "duration": 8, "multi_prompt": [
            {"prompt": "Shot 1.", "duration": 4}, {"prompt": "Shot 2.", "duration": 1}, {"prompt": "Shot 3.", "duration": 3},
        ], "aspect_ratio": "1:1"})
    );
}

#[test]
fn frames_take_the_place_of_the_aspect_ratio() {
    let images = |world: &World| {
        let input = built(world)["input"].clone();
        (input.get("image_urls").cloned(), input.get("aspect_ratio").cloned())
    };
    let (first, both) = (json!(["file:media/first.png"]), json!(["file:media/first.png", "file:media/last.png"]));
    let multi = || World::new(&[4, 4]);
    assert_eq!(images(&multi().first_frame()), (Some(first.clone()), None));
    assert_eq!(images(&World::new(&[4]).first_frame().last_frame()), (Some(both.clone()), None));
    assert_eq!(images(&multi().first_frame().last_frame()), (Some(first), None), "multi-shot takes the first alone");
    let mut switched_on = multi().first_frame().last_frame();
    switched_on.rules.switches.last_frame_in_multi_shot = true;
    assert_eq!(images(&switched_on), (Some(both), None));
    // There is no way to send it alone, and a request without pictures says its ratio.
    assert_eq!(images(&multi().last_frame()), (None, Some(json!("16:9"))));
    let mut empty = World::new(&[4]);
    empty.rules.switches.text_only_image_urls = TextOnlyImages::Empty;
    assert_eq!(images(&empty), (Some(json!([])), Some(json!("16:9"))));
}

#[test]
fn a_prefix_stands_before_every_name_that_is_sent_and_an_element_needs_no_more_than_its_name() {
    let mut world = World::new(&[4, 4]).first_frame().element(element("mara")).element(element("bo"));
    world = world.prompt(0, "@mara and @bo, me@mara").prompt(1, "@mara");
    world.project.elements[1].images.clear();
    let before = hash(&order(&world), &world.rules);
    assert_eq!(built(&world)["input"]["kling_elements"][1], json!({"name": "bo"}));
    world.rules.switches.element_name_prefix = "element_".to_owned();
    let body = built(&world);
    assert_eq!(body["input"]["multi_prompt"][0]["prompt"], "@element_mara and @element_bo, me@mara");
    assert_eq!(body["input"]["multi_prompt"][1]["prompt"], "@element_mara");
    let names: Vec<_> = body["input"]["kling_elements"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["element_mara", "element_bo"]);
    // It is the same film: nobody is asked to pay for it again.
    world.rules.switches.text_only_image_urls = TextOnlyImages::Empty;
    assert_eq!(hash(&order(&world), &world.rules), before);
}

#[test]
fn only_elements_that_a_prompt_names_go_along() {
    let mut world = World::new(&[4, 4]).first_frame().element(element("bo")).element(element("mara"));
    assert_eq!(built(&world)["input"].get("kling_elements"), None);
    world = world.prompt(1, "@mara runs");
    world.project.elements[1].description = "courier, 30, red scarf".to_owned();
    assert_eq!(
        built(&world)["input"]["kling_elements"],
        json!([{"name": "mara", "description": "courier, 30, red scarf",
            "element_input_urls": ["file:media/front.png", "file:media/side.png"]}])
    );
}

#[test]
fn keys_stand_in_a_readable_order() {
    let world = World::new(&[4, 4]).first_frame().element(element("mara")).prompt(0, "@mara");
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let body = built(&world);
    assert_eq!(keys(&body), ["model", "input"]);
    let input = ["multi_shots", "sound", "duration", "multi_prompt", "image_urls", "kling_elements"];
    assert_eq!(keys(&body["input"]), input);
    assert_eq!(keys(&body["input"]["kling_elements"][0]), ["name", "element_input_urls"]);
    assert_eq!(serde_json::to_string(&body).unwrap(), serde_json::to_string(&built(&world)).unwrap());
}

#[test]
fn each_picture_that_is_sent_is_listed_once_panels_never() {
    let mut world = World::new(&[4, 4]).first_frame().last_frame().panel(0).element(element("mara"));
    world.project.elements[0].images.push(path("media/first.png"));
    let listed = |world: &World| -> Vec<String> {
        let order = order(world);
        pictures(&order, &world.rules).into_iter().map(|picture| picture.path.to_string()).collect()
    };
    assert_eq!(listed(&world), ["media/first.png"]);
    world.rules.switches.last_frame_in_multi_shot = true;
    assert_eq!(listed(&world), ["media/first.png", "media/last.png"]);
    world = world.prompt(0, "@mara");
    assert_eq!(listed(&world), ["media/first.png", "media/last.png", "media/front.png", "media/side.png"]);
}

/// Reads a body as strictly as the contract states it, knowing nothing of how it was written.
fn strict(body: &Value) -> Result<(), String> {
    let ensure = |holds: bool, what: &str| if holds { Ok(()) } else { Err(format!("{what} in {body}")) };
    let keys = |value: &Value| -> BTreeSet<String> {
        value.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default()
    };
    let set = |keys: &[&str]| -> BTreeSet<String> { keys.iter().map(|&key| key.to_owned()).collect() };
    ensure(keys(body) == set(&["model", "input"]), "exactly model and input")?;
    ensure(["kling-3.0/standard", "kling-3.0/pro"].contains(&body["model"].as_str().unwrap_or("")), "a known model")?;
    let input = &body["input"];
    let multi = input["multi_shots"].as_bool().ok_or("multi_shots is always a bool")?;
    let sound = input["sound"].as_bool().ok_or("sound is always a bool")?;
    let duration = input["duration"].as_u64().ok_or("duration is an integer")?;
    ensure(!multi || sound, "audio in multi-shot")?;
    ensure((3..=15).contains(&duration), "3 to 15 s")?;

    let texts: Vec<String> = if multi {
        let shots = input["multi_prompt"].as_array().ok_or("multi_prompt is a list")?;
        ensure((2..=6).contains(&shots.len()), "2 to 6 shots")?;
        ensure(shots.iter().all(|shot| keys(shot) == set(&["prompt", "duration"])), "prompt and duration alone")?;
        let lengths: Vec<u64> = shots.iter().filter_map(|shot| shot["duration"].as_u64()).collect();
        ensure(
            lengths.len() == shots.len() && lengths.iter().all(|length| (1..=12).contains(length)),
            "1 to 12 s a shot",
        )?;
        ensure(lengths.iter().sum::<u64>() == duration, "the exact sum")?;
        shots.iter().filter_map(|shot| shot["prompt"].as_str().map(str::to_owned)).collect()
    } else {
        vec![input["prompt"].as_str().ok_or("a prompt")?.to_owned()]
    };
    ensure(input.get("prompt").is_some() != multi, "prompt in single-shot only")?;
    ensure(input.get("multi_prompt").is_some() == multi, "multi_prompt in multi-shot only")?;
    ensure(texts.iter().all(|text| !text.trim().is_empty() && text.chars().count() <= 2500), "1 to 2500 characters")?;

    let addresses = |value: &Value, from: usize, to: usize| {
        value.as_array().is_some_and(|all| (from..=to).contains(&all.len()) && all.iter().all(Value::is_string))
    };
    let has_frame = input.get("image_urls").is_some();
    ensure(!has_frame || addresses(&input["image_urls"], 1, if multi { 1 } else { 2 }), "1 frame, or 2 of one shot")?;
    ensure(input.get("aspect_ratio").is_none() == has_frame, "an aspect ratio or a frame")?;
    let ratio = input.get("aspect_ratio").and_then(Value::as_str);
    ensure(has_frame || ["1:1", "16:9", "9:16"].contains(&ratio.unwrap_or("")), "a known aspect ratio")?;

    let named: BTreeSet<&str> = texts.iter().flat_map(|text| mentions(text).map(|mention| mention.name)).collect();
    let elements = input.get("kling_elements").map(|all| all.as_array().cloned().unwrap_or_default());
    ensure(elements.as_ref().is_none_or(|all| (1..=3).contains(&all.len())), "1 to 3 elements, or the key left out")?;
    let elements = elements.unwrap_or_default();
    ensure(elements.is_empty() || has_frame, "elements with a frame")?;
    let mut names = BTreeSet::new();
    for element in &elements {
        ensure(keys(element).is_subset(&set(&["name", "description", "element_input_urls"])), "an element's keys")?;
        let pictures = element.get("element_input_urls");
        ensure(pictures.is_none_or(|pictures| addresses(pictures, 2, 4)), "2 to 4 pictures, or the key left out")?;
        let description = element.get("description");
        let fits = |text: &str| (1..=100).contains(&text.chars().count());
        ensure(description.is_none_or(|text| text.as_str().is_some_and(fits)), "a description, or the key left out")?;
        let name = element["name"].as_str().unwrap_or("");
        let well_formed = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        ensure((1..=20).contains(&name.len()) && well_formed, "a well-formed name")?;
        ensure(names.iter().all(|other: &&str| !other.contains(name) && !name.contains(other)), "names apart")?;
        names.insert(name);
    }
    ensure(names == named, "exactly the elements that prompts name")?;
    let known =
        ["multi_shots", "sound", "duration", "prompt", "multi_prompt", "aspect_ratio", "image_urls", "kling_elements"];
    ensure(keys(input).is_subset(&set(&known)), "no other key")
}

#[test]
fn the_strict_reader_refuses_what_is_wrong() {
    let good = built(&World::new(&[4, 4]).first_frame().element(element("mara")).prompt(0, "@mara"));
    strict(&good).unwrap();
    let spoilt: [fn(&mut Value); 12] = [
        |body| body["extra"] = json!(1),
        |body| body["model"] = json!("kling-2.6"),
        |body| body["input"]["duration"] = json!(8.5),
        |body| body["input"]["duration"] = json!(9),
        |body| body["input"]["sound"] = json!(false),
        |body| body["input"]["prompt"] = json!("both"),
        |body| body["input"]["aspect_ratio"] = json!("16:9"),
        |body| body["input"]["image_urls"] = json!([]),
        |body| body["input"]["image_urls"] = json!(["a", "b"]),
        |body| body["input"]["kling_elements"][0]["description"] = json!(""),
        |body| body["input"]["kling_elements"] = json!([]),
        |body| body["input"]["kling_elements"][0]["element_input_urls"] = json!(["a"]),
    ];
    for spoil in spoilt {
        let mut body = good.clone();
        spoil(&mut body);
        assert!(strict(&body).is_err(), "{body}");
    }
}

/// Scenes most of which have no errors.
pub(super) fn any_world() -> impl Strategy<Value = World> {
    let piece = prop::sample::select(vec!["Wide. ", "@mara ", "@bo, ", "@red_case", "@tower", "走 ", "\"", "me@mara "]);
    let text = move || prop::collection::vec(piece.clone(), 0..5).prop_map(|pieces| pieces.concat());
    let shot = (1_u32..15, text(), prop_oneof![2 => Just(String::new()), 1 => text()]);
    let shots = prop::collection::vec(shot, 1..7);
    (shots, any::<[bool; 6]>(), 0_usize..3, 1_usize..5).prop_map(
        |(shots, [first, last, panel, pro, audio, lone], aspect, images)| {
            let mut world = World::new(&shots.iter().map(|shot| shot.0).collect::<Vec<_>>());
            for (at, (_, prompt, dialogue)) in shots.into_iter().enumerate() {
                world = world.prompt(at, &format!("Shot. {prompt}"));
                world.shot(at).dialogue = dialogue;
            }
            for name in ["mara", "bo", "red_case", "tower"] {
                let images = (0..images.max(usize::from(name == "bo") * 2)).map(|_| path("media/side.png")).collect();
                world = world.element(Element { images, ..element(name) });
            }
            if first {
                world = world.first_frame();
            }
            if first && last {
                world = world.last_frame();
            }
            if panel {
                world = world.panel(0);
            }
            let scene = world.scene();
            scene.tier = if pro { Tier::Pro } else { Tier::Standard };
            scene.aspect = Aspect::ALL[aspect];
            scene.audio = audio;
            if lone {
                world.project.elements[0].images.clear();
            }
            world
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_local_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn every_body_of_a_scene_without_errors_fits(world in any_world().prop_filter("has errors", |world| errors(&world.check()) == 0)) {
        let body = built(&world);
        prop_assert_eq!(strict(&body), Ok(()));
        let order = order(&world);
        let text = body.to_string();
        for picture in pictures(&order, &world.rules) {
            prop_assert!(text.contains(&local(picture)));
        }
        prop_assert!(!text.contains("media/panel.png"));
        prop_assert_eq!(body["input"]["duration"].as_u64(), Some(u64::from(order.seconds().0)));
        prop_assert!(order.seconds() <= Seconds(15));
    }
}
