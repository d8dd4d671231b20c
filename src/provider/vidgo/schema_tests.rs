//! Request bodies held against the schemas that the service publishes, every unknown field refused, and against what its
//! descriptions alone tell. They lie beside the repository, in `../shared/vidgo-openapi`: `tests/all.sh` runs these tests
//! where they are there, and always in CI, where they fail without them.

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::reply::{self, Reply};
use super::request::body;
use super::request_tests::any_world;
use crate::story::check::errors;
use crate::story::order::OrderPicture;
use crate::story::rules::TextOnlyImages;
use crate::story::testing::{World, element};
use crate::story::{Credits, Order};

fn document(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vidgo-openapi").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

/// The schema of a document's part, with no field allowed that it does not name.
pub(super) fn closed(mut schema: Value) -> Validator {
    fn close(schema: &mut Value) {
        match schema {
            Value::Object(fields) => {
                if fields.contains_key("properties") {
                    fields.insert("additionalProperties".to_owned(), json!(false));
                }
                fields.values_mut().for_each(close);
            }
            Value::Array(all) => all.iter_mut().for_each(close),
            _ => {}
        }
    }
    close(&mut schema);
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

fn submit_schema() -> Validator {
    closed(document("kling-3-0.json")["components"]["schemas"]["SubmitRequest"].clone())
}

/// Where the documents contradict themselves: what their schema refuses and their own examples do.
const DEPARTURES: [(&str, &str); 1] = [(
    "\"image_urls\" is a required property",
    "the examples of text to video leave it out; docs/service.md: input, behind the switch text_only_image_urls",
)];

/// What a schema has against a body, the departures left out.
fn faults(schema: &Validator, body: &Value) -> Vec<String> {
    let all = schema.iter_errors(body).map(|error| format!("{}: {error}", error.instance_path()));
    all.filter(|fault| !DEPARTURES.iter().any(|(departure, _)| fault.ends_with(departure))).collect()
}

/// What no schema can say and a description does, in its words, with what it asks of `input`.
type Told = (&'static str, fn(&Value) -> bool);
const TOLD: [Told; 10] = [
    ("For multi-shot mode (multi_shots: true), provide only the start frame URL", |input| {
        input["multi_shots"] == false || length(&input["image_urls"]) <= 1
    }),
    ("For single shot mode (multi_shots: false), provide start and end frame URLs", |input| {
        length(&input["image_urls"]) <= 2
    }),
    ("**Required** when `kling_elements` is provided", |input| {
        input["kling_elements"].is_null() || length(&input["image_urls"]) >= 1
    }),
    ("Required when multi_shots is false", |input| input["multi_shots"] == true || input["prompt"].is_string()),
    ("Required when multi_shots is true", |input| input["multi_shots"] == false || length(&input["multi_prompt"]) >= 1),
    ("When true, use multi_prompt array instead of prompt string", |input| {
        input["prompt"].is_null() || input["multi_prompt"].is_null()
    }),
    ("For multi-shot mode, duration is the total duration of all shots", |input| {
        let shots = input["multi_prompt"].as_array();
        let sum = shots.map(|shots| shots.iter().filter_map(|shot| shot["duration"].as_u64()).sum::<u64>());
        sum.is_none_or(|sum| Some(sum) == input["duration"].as_u64())
    }),
    ("When multi_shots is true, this field must be true", |input| {
        input["multi_shots"] == false || input["sound"] == true
    }),
    ("Array of 2-4 image URLs", |input| {
        let elements = input["kling_elements"].as_array().into_iter().flatten();
        let mut pictures = elements.map(|element| &element["element_input_urls"]);
        pictures.all(|pictures| pictures.is_null() || (2..=4).contains(&length(pictures)))
    }),
    ("the default is 1:1 if the aspect_ratio parameter is not passed", |input| {
        length(&input["image_urls"]) > 0 || input["aspect_ratio"].is_string()
    }),
];

fn length(list: &Value) -> usize {
    list.as_array().map_or(0, Vec::len)
}

/// The descriptions that a body does not keep to.
fn untold(body: &Value) -> Vec<&'static str> {
    TOLD.iter().filter(|(_, holds)| !holds(&body["input"])).map(|(words, _)| *words).collect()
}

fn built(world: &World) -> Value {
    let order = Order::resolve(&world.project, 0, &world.pictures).unwrap();
    body(&order, &world.rules, |picture: &OrderPicture| format!("https://files.example/{}", picture.path)).unwrap()
}

#[test]
#[ignore = "needs ../shared/vidgo-openapi"]
fn the_descriptions_are_still_those_that_were_read() {
    let text = document("kling-3-0.json").to_string();
    for (words, _) in TOLD {
        assert!(text.contains(words), "the document does not say any more: {words}");
    }
}

#[test]
#[ignore = "needs ../shared/vidgo-openapi"]
fn the_departures_are_the_documents_own() {
    let (document, schema) = (document("kling-3-0.json"), submit_schema());
    let content = &document["paths"]["/api/generate/submit"]["post"]["requestBody"]["content"]["application/json"];
    let examples: Vec<&Value> =
        content["examples"].as_object().unwrap().values().map(|example| &example["value"]).collect();
    assert!(!examples.is_empty());
    for (departure, why) in DEPARTURES {
        let breaks = |example: &&Value| schema.iter_errors(example).any(|error| error.to_string() == departure);
        assert!(examples.iter().any(breaks), "no example does what is refused: {departure}, {why}");
    }
    for example in examples {
        assert_eq!((faults(&schema, example), untold(example)), (Vec::new(), Vec::new()), "{example}");
    }
}

#[test]
#[ignore = "needs ../shared/vidgo-openapi"]
fn what_is_wrong_is_seen() {
    let schema = submit_schema();
    let good = built(&World::new(&[4, 4]).first_frame().element(element("mara")).prompt(0, "@mara"));
    assert_eq!((faults(&schema, &good), untold(&good)), (Vec::new(), Vec::new()));
    let spoilt: [fn(&mut Value); 10] = [
        |body| body["extra"] = json!(1),
        |body| body["input"]["seed"] = json!(1),
        |body| body["input"]["multi_prompt"][0]["seed"] = json!(1),
        |body| body["input"]["kling_elements"][0]["id"] = json!(1),
        |body| body["model"] = json!("kling-2.6/pro"),
        |body| body["input"]["duration"] = json!(16),
        |body| body["input"]["multi_prompt"][0]["duration"] = json!(13),
        |body| body["input"]["image_urls"][0] = json!("no address"),
        |body| body["input"]["multi_prompt"][0]["prompt"] = json!("x".repeat(2501)),
        |body| drop(body["input"].as_object_mut().unwrap().remove("sound")),
    ];
    for spoil in spoilt {
        let mut body = good.clone();
        spoil(&mut body);
        assert_ne!(faults(&schema, &body), Vec::<String>::new(), "{body}");
    }
    let untrue: [fn(&mut Value); 6] = [
        |input| input["image_urls"] = json!(["https://a/1", "https://a/2"]),
        |input| drop(input.as_object_mut().unwrap().remove("image_urls")),
        |input| input["prompt"] = json!("beside"),
        |input| input["duration"] = json!(9),
        |input| input["sound"] = json!(false),
        |input| input["kling_elements"][0]["element_input_urls"] = json!(["https://a/1"]),
    ];
    for spoil in untrue {
        let mut body = good.clone();
        spoil(&mut body["input"]);
        assert_ne!(untold(&body), Vec::<&str>::new(), "{body}");
    }
}

#[test]
#[ignore = "needs ../shared/vidgo-openapi"]
fn what_the_documents_answer_is_understood() {
    let reply = |value: &Value| Reply { status: 200, retry_after: None, body: value.to_string().into_bytes() };
    let answer = |document: &Value, path: &str, method: &str| {
        document["paths"][path][method]["responses"]["200"]["content"]["application/json"]["example"].clone()
    };
    let balance = answer(&document("user-balance.json"), "/api/user/balance", "get");
    let told = balance["data"]["credits_amount"].as_u64().unwrap();
    assert_eq!(reply::balance(&reply(&balance)).unwrap().credits, Credits::whole(told));
    // The field examples of an uploaded file, put together as a reply.
    let fields = document("upload-stream.json")["components"]["schemas"]["UploadResponse"]["properties"].clone();
    let examples = |fields: &Value| -> Value {
        let all = fields.as_object().unwrap().iter();
        all.map(|(name, field)| (name.clone(), field["example"].clone())).collect()
    };
    let mut upload = examples(&fields);
    upload["data"] = examples(&fields["data"]["properties"]);
    let uploaded = reply::uploaded(&reply(&upload)).unwrap();
    assert_eq!(Some(uploaded.address.as_str()), upload["data"]["file_url"].as_str());
    assert!(uploaded.expires.is_some(), "{upload}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_local_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "needs ../shared/vidgo-openapi"]
    fn every_body_of_a_scene_without_errors_fits_the_published_schema(
        world in any_world().prop_filter("has errors", |world| errors(&world.check()) == 0),
        says_none in any::<bool>(),
    ) {
        let mut world = world;
        if says_none {
            world.rules.switches.text_only_image_urls = TextOnlyImages::Empty;
        }
        let body = built(&world);
        prop_assert_eq!(faults(&submit_schema(), &body), Vec::<String>::new());
        prop_assert_eq!(untold(&body), Vec::<&str>::new());
        // With the switch not even the departure is needed.
        prop_assert!(!says_none || submit_schema().is_valid(&body), "{}", body);
    }
}
