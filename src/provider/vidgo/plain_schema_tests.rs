//! The bodies of every model that takes a plain request, held against the schemas that the service publishes, every unknown
//! field refused, and against what their descriptions alone tell. See `schema_tests` for where those lie.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::Value;

use super::plain::body;
use super::plain_tests::shipped_models;
use super::request_tests::any_world;
use super::schema_tests::closed;
use crate::story::Order;
use crate::story::model::{Model, Wire};

/// The schema of a submit for each model name that the documents publish.
fn schemas() -> BTreeMap<String, (String, Validator)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vidgo-openapi");
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let document: Value = serde_json::from_str(&text).unwrap();
        let schema = &document["components"]["schemas"]["SubmitRequest"];
        for name in schema["properties"]["model"]["enum"].as_array().into_iter().flatten() {
            found.insert(name.as_str().unwrap().to_owned(), (text.clone(), closed(schema.clone())));
        }
    }
    found
}

/// What no schema can say and a description does: the model's name begins so, the words, what they ask of a body.
type Told = (&'static str, &'static str, fn(&Value) -> bool);
const TOLD: [Told; 9] = [
    ("kling-2.6", "must be false when end_image_url has a value", |body| {
        body["input"]["end_image_url"].is_null() || body["input"]["sound"] == false
    }),
    ("kling-2.6", "image-to-video only", |body| {
        body["input"]["end_image_url"].is_null() || length(&body["input"]["image_urls"]) == 1
    }),
    ("sora-2-pro-official", "`auto` is only supported when `image_urls` is provided", |body| {
        body["input"]["aspect_ratio"] != "auto" || length(&body["input"]["image_urls"]) == 1
    }),
    ("seedance-2", "Image-to-video accepts only auto when provided", |body| {
        length(&body["input"]["image_urls"]) == 0 || body["input"]["aspect_ratio"] == "auto"
    }),
    ("veo3.1-lite-official", "Lite does not support 4k", |body| body["input"]["resolution"] != "4k"),
    ("veo3.1-lite-official", "Lite 1080p support 8 only", |body| {
        body["input"]["resolution"] != "1080p" || body["input"]["duration"] == 8
    }),
    ("veo3.1-fast-official", "auto is supported only for one-image and two-image workflows", |body| {
        body["input"]["aspect_ratio"] != "auto" || (1..=2).contains(&length(&body["input"]["image_urls"]))
    }),
    ("wan2.6-text-to-video", "wan2.6-image-to-video only", |body| body["input"]["image_urls"].is_null()),
    ("wan2.6-image-to-video", "wan2.6-image-to-video only", |body| length(&body["input"]["image_urls"]) == 1),
];

fn length(list: &Value) -> usize {
    list.as_array().map_or(0, Vec::len)
}

/// Every combination of a model's choices.
fn combinations(model: &Model) -> Vec<BTreeMap<String, String>> {
    let mut all = vec![BTreeMap::new()];
    for choice in &model.choices {
        all = all
            .into_iter()
            .flat_map(|chosen| {
                choice.options.iter().map(move |option| {
                    let mut chosen = chosen.clone();
                    chosen.insert(choice.id.clone(), option.id.clone());
                    chosen
                })
            })
            .collect();
    }
    all
}

#[test]
#[ignore = "needs ../shared/vidgo-openapi"]
fn the_descriptions_are_still_those_that_were_read() {
    let schemas = schemas();
    for (name, words, _) in TOLD {
        let found = schemas.iter().find(|(known, _)| known.starts_with(name)).unwrap_or_else(|| panic!("{name}")).1;
        assert!(found.0.contains(words), "the document of {name} does not say any more: {words}");
    }
}

#[test]
#[ignore = "needs ../shared/vidgo-openapi"]
fn every_model_name_that_can_be_sent_is_published() {
    let schemas = schemas();
    for model in shipped_models() {
        for chosen in combinations(&model) {
            for way in &model.ways {
                let name = model.sent_name(way, &chosen);
                // Lite takes no frames: a rule says so before anything is sent.
                assert!(schemas.contains_key(&name) || name == "veo3.1-lite/image-to-video", "{name}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "needs ../shared/vidgo-openapi"]
    fn every_body_that_no_fault_stands_in_the_way_of_fits_the_published_schema(world in any_world()) {
        let schemas = schemas();
        let order = Order::resolve(&world.project, 0, &world.pictures).unwrap();
        for model in shipped_models().iter().filter(|model| matches!(model.wire, Wire::Plain(_))) {
            for chosen in combinations(model) {
                let plan = model.plan(&order, &chosen);
                for part in plan.parts.iter().filter(|_| plan.faults.is_empty()) {
                    let body = body(model, part, |picture| format!("https://files.example/{}", picture.path)).unwrap();
                    let (_, schema) = &schemas[&part.sent_name];
                    let faults: Vec<_> =
                        schema.iter_errors(&body).map(|error| format!("{}: {error}", error.instance_path())).collect();
                    prop_assert_eq!(faults, Vec::<String>::new(), "{}", body);
                    for (name, words, holds) in TOLD {
                        prop_assert!(!part.sent_name.starts_with(name) || holds(&body), "{}: {}", words, body);
                    }
                }
            }
        }
    }
}
