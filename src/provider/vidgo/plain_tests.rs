//! What the shipped models cost, against a table written by hand from the service's pages and lists, and bodies as they stand.

use std::collections::BTreeMap;

use serde_json::json;

use super::plain::body;
use crate::store::models::Catalogue;
use crate::store::rules::shipped;
use crate::story::model::{Cost, Model, Setting, WayKind};
use crate::story::testing::World;
use crate::story::{Credits, Order, Seconds};

pub(super) fn shipped_models() -> Vec<Model> {
    let catalogue = Catalogue::load(None, &shipped());
    assert_eq!(catalogue.notes, Vec::<String>::new());
    catalogue.models
}

fn model(id: &str) -> Model {
    shipped_models().into_iter().find(|model| model.id.0 == id).unwrap()
}

fn choices(text: &str) -> BTreeMap<String, String> {
    let parts = text.split_whitespace().filter_map(|part| part.split_once('='));
    parts.map(|(choice, option)| (choice.to_owned(), option.to_owned())).collect()
}

/// Model, choices, seconds, silent, with sound: in hundredths of a credit, as a page, a document or a list says it.
type Row = (&'static str, &'static str, u32, Option<u64>, Option<u64>);
#[rustfmt::skip]
const TABLE: [Row; 52] = [
    ("kling-3.0", "quality=standard", 5, Some(13_500), Some(19_500)),
    ("kling-3.0", "quality=pro", 15, Some(58_500), Some(73_500)),
    ("kling-2.6", "", 5, Some(6_500), Some(12_000)),
    ("kling-2.6", "", 10, Some(13_000), Some(24_000)),
    ("kling-2.5-turbo-pro", "", 5, Some(4_200), Some(4_200)),
    ("kling-2.5-turbo-pro", "", 10, Some(8_400), Some(8_400)),
    ("sora-2", "", 10, None, None),
    ("sora-2-pro", "", 25, None, None),
    ("sora-2-official", "", 4, Some(4_800), Some(4_800)),
    ("sora-2-official", "", 8, Some(9_600), Some(9_600)),
    ("sora-2-official", "", 12, Some(14_400), Some(14_400)),
    ("sora-2-official", "", 16, Some(19_200), Some(19_200)),
    ("sora-2-official", "", 20, Some(24_000), Some(24_000)),
    ("sora-2-pro-official", "resolution=720p", 4, Some(19_200), Some(19_200)),
    ("sora-2-pro-official", "resolution=1024p", 4, Some(32_000), Some(32_000)),
    ("sora-2-pro-official", "resolution=1080p", 20, Some(224_000), Some(224_000)),
    ("veo-3.1", "quality=fast resolution=720p", 8, Some(3_600), Some(3_600)),
    ("veo-3.1", "quality=fast resolution=1080p", 8, Some(3_600), Some(3_600)),
    ("veo-3.1", "quality=fast resolution=4k", 8, Some(6_000), Some(6_000)),
    ("veo-3.1", "quality=quality resolution=720p", 8, Some(20_000), Some(20_000)),
    ("veo-3.1", "quality=quality resolution=4k", 8, Some(40_000), Some(40_000)),
    ("veo-3.1", "quality=lite resolution=720p", 8, Some(2_000), Some(2_000)),
    ("veo-3.1", "quality=lite resolution=1080p", 8, Some(2_000), Some(2_000)),
    ("veo-3.1", "quality=lite resolution=4k", 8, Some(3_000), Some(3_000)),
    ("veo-3.1-official", "quality=fast resolution=720p", 4, Some(4_000), Some(6_000)),
    ("veo-3.1-official", "quality=fast resolution=1080p", 8, Some(8_000), Some(12_000)),
    ("veo-3.1-official", "quality=fast resolution=4k", 6, Some(18_000), Some(21_000)),
    ("veo-3.1-official", "quality=lite resolution=720p", 4, Some(1_440), Some(2_400)),
    ("veo-3.1-official", "quality=lite resolution=1080p", 8, Some(4_800), Some(7_680)),
    ("veo-3.1-official", "quality=quality resolution=720p", 4, Some(9_600), Some(19_200)),
    ("veo-3.1-official", "quality=quality resolution=1080p", 8, Some(19_200), Some(38_400)),
    ("veo-3.1-official", "quality=quality resolution=4k", 4, Some(19_200), Some(28_800)),
    ("wan-2.6", "resolution=720p", 5, Some(8_000), Some(8_000)),
    ("wan-2.6", "resolution=720p", 10, Some(16_000), Some(16_000)),
    ("wan-2.6", "resolution=720p", 15, Some(24_000), Some(24_000)),
    ("wan-2.6", "resolution=1080p", 5, Some(12_000), Some(12_000)),
    ("wan-2.6", "resolution=1080p", 15, Some(36_000), Some(36_000)),
    ("seedance-1.5-pro", "resolution=480p", 4, Some(900), None),
    ("seedance-1.5-pro", "resolution=480p", 12, Some(2_100), None),
    ("seedance-1.5-pro", "resolution=720p", 8, Some(3_200), None),
    ("seedance-1.5-pro", "resolution=720p", 12, Some(4_200), None),
    ("seedance-1.5-pro", "resolution=1080p", 4, Some(4_000), None),
    ("seedance-1.5-pro", "resolution=1080p", 12, None, None),
    ("seedance-2.0", "resolution=480p", 4, Some(8_000), Some(8_000)),
    ("seedance-2.0", "resolution=720p", 15, Some(60_000), Some(60_000)),
    ("seedance-2.0", "resolution=1080p", 4, Some(36_000), Some(36_000)),
    ("seedance-2.0", "resolution=4k", 4, Some(80_000), Some(80_000)),
    ("seedance-2.0-fast", "resolution=480p", 13, Some(18_200), Some(18_200)),
    ("seedance-2.0-fast", "resolution=720p", 13, Some(36_400), Some(36_400)),
    ("seedance-2.5", "resolution=480p", 4, Some(7_600), Some(7_600)),
    ("seedance-2.5", "resolution=720p", 30, Some(126_000), Some(126_000)),
    ("seedance-2.5", "resolution=720p", 4, Some(16_800), Some(16_800)),
];

#[test]
fn the_shipped_prices_are_those_of_the_pages_and_lists() {
    for (id, chosen, seconds, silent, sounding) in TABLE {
        let model = model(id);
        let choices = model.chosen(&choices(chosen)).unwrap();
        for (sound, expected) in [(false, silent), (true, sounding)] {
            let (way, seconds) = (WayKind::Text, Seconds(seconds));
            assert!(model.seconds.allows(seconds), "{id} {seconds}");
            let setting =
                Setting { way, choices: choices.clone(), sound, seconds, last_frame: false, several_shots: false };
            let cost = model.cost(&setting).credits();
            assert_eq!(cost, expected.map(Credits::hundredths), "{id} {chosen} {seconds} sound {sound}");
        }
    }
    let priced: Vec<_> = TABLE.iter().map(|row| row.0).collect();
    assert!(shipped_models().iter().all(|model| priced.contains(&model.id.0.as_str())));
}

#[test]
fn what_only_a_sister_says_is_unconfirmed() {
    let confirmed: Vec<String> = shipped_models()
        .iter()
        .filter(|model| !model.prices.is_empty() && model.prices.iter().all(|row| row.source.is_confirmed()))
        .map(|model| model.id.0.clone())
        .collect();
    assert_eq!(confirmed, ["kling-3.0", "sora-2-official", "sora-2-pro-official"]);
}

#[test]
fn a_body_says_what_was_planned_and_nothing_else() {
    let plan_of = |id: &str, world: &World| {
        let model = model(id);
        let order = Order::resolve(&world.project, 0, &world.pictures).unwrap();
        let plan = model.plan(&order, &model.chosen(&BTreeMap::new()).unwrap());
        assert_eq!(plan.faults, []);
        assert!(plan.cost != Cost::Unknown);
        body(&model, &plan.parts[0], |picture| format!("file:{}", picture.path)).unwrap()
    };
    let mut silent = World::new(&[4]).first_frame().last_frame();
    silent.project.scenes[0].audio = false;
    assert_eq!(
        plan_of("kling-2.6", &silent),
        json!({"model": "kling-2.6", "input": {"prompt": "Shot 1.", "duration": 5, "aspect_ratio": "16:9", "sound": false,
            "image_urls": ["file:media/first.png"], "end_image_url": "file:media/last.png"}})
    );
    assert_eq!(
        plan_of("veo-3.1-official", &silent),
        json!({"model": "veo3.1-fast-official", "input": {"prompt": "Shot 1.", "duration": 4, "aspect_ratio": "auto",
            "sound": false, "resolution": "1080p", "image_urls": ["file:media/first.png", "file:media/last.png"]}})
    );
    assert_eq!(
        plan_of("wan-2.6", &World::new(&[4])),
        json!({"model": "wan2.6-text-to-video", "input": {"prompt": "Shot 1.", "duration": 5, "multi_shots": false,
            "resolution": "1080p"}})
    );
}
