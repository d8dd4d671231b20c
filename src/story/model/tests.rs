//! What a model's data says of lengths, choices, rules and prices, and how a scene would be made on it.

use super::*;
use crate::story::testing::World;
use crate::story::{Credits, Order};

fn model(text: &str) -> Model {
    let model: Model = toml::from_str(text).unwrap();
    assert_eq!(model.fault(), None);
    model
}

/// A model that makes each shot by itself.
fn single() -> Model {
    model(include_str!("../../../assets/models/vidgo/kling-2.6.toml"))
}

fn prompted() -> Model {
    model(include_str!("../../../assets/models/vidgo/seedance-2.0-fast.toml"))
}

fn veo() -> Model {
    model(include_str!("../../../assets/models/vidgo/veo-3.1.toml"))
}

fn order(world: &World) -> Order {
    Order::resolve(&world.project, 0, &world.pictures).unwrap()
}

fn plan(model: &Model, world: &World, chosen: &[(&str, &str)]) -> Plan {
    let chosen = chosen.iter().map(|(choice, option)| ((*choice).to_owned(), (*option).to_owned())).collect();
    model.plan(&order(world), &model.chosen(&chosen).unwrap())
}

fn messages(plan: &Plan) -> Vec<&str> {
    plan.faults.iter().map(|fault| fault.message.as_str()).collect()
}

#[test]
fn lengths_give_the_nearest_above() {
    let range = Lengths::Range { min: Seconds(4), max: Seconds(15) };
    let some = Lengths::OneOf([4, 6, 8].map(Seconds).to_vec());
    let at = |lengths: &Lengths, n: u32| lengths.at_least(Seconds(n)).map(|seconds| seconds.0);
    assert_eq!([1, 4, 9, 15, 16].map(|n| at(&range, n)), [Some(4), Some(4), Some(9), Some(15), None]);
    assert_eq!([1, 4, 5, 8, 9].map(|n| at(&some, n)), [Some(4), Some(4), Some(6), Some(8), None]);
    assert!(some.allows(Seconds(6)) && !some.allows(Seconds(5)));
    assert_eq!((range.words(), some.words()), ("4 to 15 s".to_owned(), "4, 6 or 8 s".to_owned()));
}

#[test]
fn choices_have_defaults_and_what_is_none_is_named() {
    let veo = veo();
    let defaults = veo.chosen(&BTreeMap::new()).unwrap();
    assert_eq!((veo.title(&defaults), veo.facts(&defaults)), ("Veo 3.1 Fast".to_owned(), "720p · 8 s".to_owned()));
    let chosen = |choice: &str, option: &str| veo.chosen(&[(choice.to_owned(), option.to_owned())].into());
    assert_eq!(chosen("resolution", "4k").unwrap()["resolution"], "4k");
    assert_eq!(
        chosen("resolution", "8k").unwrap_err().to_string(),
        "Veo 3.1 has no resolution \"8k\"; it has 720p, 1080p, 4k"
    );
    assert_eq!(
        chosen("mood", "dark").unwrap_err().to_string(),
        "Veo 3.1 has no choice \"mood\"; it has quality, resolution"
    );
}

#[test]
fn each_shot_is_a_request_of_the_nearest_length_above() {
    let world = World::new(&[3, 2, 7]).panel(1).first_frame();
    let plan = plan(&single(), &world, &[]);
    let made: Vec<_> = plan.parts.iter().map(|part| (part.planned.0, part.setting.seconds.0)).collect();
    assert_eq!(made, [(3, 5), (2, 5), (7, 10)]);
    let starts: Vec<_> = plan.parts.iter().map(|part| part.first.is_some()).collect();
    assert_eq!(starts, [true, true, false], "the first frame, its own panel, words");
    assert_eq!(plan.parts[2].prompt, order(&world).shots[2].sent_text);
    assert_eq!(plan.faults, []);
    assert_eq!(plan.how(&single()), "3 requests of 5 to 10 s, side by side; 8 s more than planned");
    assert_eq!(plan.losses, ["sound and look start anew at each shot"]);
    // With sound, as a scene of several shots has it: 120 + 120 + 240.
    assert_eq!(plan.cost, Cost::Known { credits: Credits::whole(480), is_confirmed: false });
}

#[test]
fn one_request_whose_prompt_says_the_cuts() {
    let world = World::new(&[3, 2, 4]);
    let plan = plan(&prompted(), &world, &[]);
    let [part] = plan.parts.as_slice() else { panic!("{plan:?}") };
    assert!(part.prompt.starts_with("Shot 1, 0 to 3 s: ") && part.prompt.contains("\nShot 3, 5 to 9 s: "));
    assert_eq!(part.sent_name, "seedance-2.0-fast/text-to-video");
    assert_eq!((part.ratio.as_deref(), part.setting.seconds), (Some("16:9"), Seconds(9)));
    assert_eq!(plan.cost.credits(), Some(Credits::whole(252)), "9 s at 28");
    assert_eq!(plan.losses, ["where the cuts fall is its own decision"]);
    assert_eq!(plan.how(&prompted()), "One request of 9 s; the prompt asks for the cuts");
    let framed = self::plan(&prompted(), &world.first_frame(), &[("resolution", "480p")]);
    let part = &framed.parts[0];
    assert_eq!((part.sent_name.as_str(), part.ratio.as_deref()), ("seedance-2.0-fast/image-to-video", Some("auto")));
    assert_eq!(framed.cost.credits(), Some(Credits::whole(126)), "9 s at 14");
}

#[test]
fn what_stands_in_the_way_is_told_by_the_models_name() {
    let long = World::new(&[12]).prompt(0, &"x".repeat(1212));
    let faults = plan(&single(), &long, &[]);
    assert_eq!(
        messages(&faults),
        ["The scene lasts 12 s, Kling 2.6 makes 10 s at most", "Shot 1 is 212 characters over the 1,000 of Kling 2.6"]
    );
    let mut square = World::new(&[4]);
    square.project.scenes[0].aspect = crate::story::Aspect::Square;
    assert_eq!(messages(&plan(&veo(), &square, &[])), ["Veo 3.1 makes no 1:1; it makes 16:9, 9:16"]);
    // A rule across fields: frames are taken only as Fast or Quality.
    let framed = World::new(&[4]).first_frame().last_frame();
    assert_eq!(
        messages(&plan(&veo(), &framed, &[("quality", "lite")])),
        ["Veo 3.1 takes frames only as Fast or Quality"]
    );
    assert_eq!(plan(&veo(), &framed, &[]).parts[0].sent_name, "veo3.1-fast/image-to-video");
    // A first frame alone is none of its ways: it goes by words, and that is told.
    let first = plan(&veo(), &World::new(&[4]).first_frame(), &[]);
    assert_eq!(
        (first.faults.len(), first.losses.as_slice()),
        (0, ["it comes with sound", "no first frame"].map(str::to_owned).as_slice())
    );
    let silent = single();
    let mut sounding = World::new(&[4]).first_frame().last_frame();
    sounding.project.scenes[0].audio = true;
    assert_eq!(messages(&plan(&silent, &sounding, &[])), ["Kling 2.6 takes a last frame only without sound"]);
    sounding.project.scenes[0].audio = false;
    let quiet = plan(&silent, &sounding, &[]);
    assert_eq!((quiet.faults.len(), quiet.cost.credits()), (0, Some(Credits::whole(65))));
}

#[test]
fn an_unknown_price_is_none() {
    let sora = model(include_str!("../../../assets/models/vidgo/sora-2.toml"));
    assert_eq!(plan(&sora, &World::new(&[4]), &[]).cost, Cost::Unknown);
    let seedance = model(include_str!("../../../assets/models/vidgo/seedance-1.5-pro.toml"));
    let mut world = World::new(&[4]);
    world.project.scenes[0].audio = false;
    assert_eq!(plan(&seedance, &world, &[]).cost.credits(), Some(Credits::whole(16)));
    world.project.scenes[0].audio = true;
    assert_eq!(plan(&seedance, &world, &[]).cost, Cost::Unknown, "no price with sound is known");
}

#[test]
fn elements_go_as_words_where_the_model_does_not_know_them() {
    let world = World::new(&[4]).first_frame().element(crate::story::testing::element("red_case"));
    let world = world.prompt(0, "@red_case lands, me@red_case.com, @nobody");
    let plan = plan(&single(), &world, &[]);
    assert_eq!(plan.parts[0].prompt, "red case lands, me@red_case.com, @nobody");
    assert_eq!(plan.losses, ["elements go as words"]);
    let kling = model(include_str!("../../../assets/models/vidgo/kling-3.0.toml"));
    assert!(self::plan(&kling, &world, &[]).parts[0].prompt.starts_with("@red_case"));
    let empty = self::plan(&single(), &World::new(&[4]).prompt(0, " "), &[]);
    assert_eq!(messages(&empty), ["Shot 1 has no prompt"]);
}
