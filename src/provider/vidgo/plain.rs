//! The body of a request to a model that takes a prompt and a field for everything else; which fields those are called is data.

use serde_json::{Map, Value};

use crate::story::model::{Model, Part, PlainWire, Wire};
use crate::story::order::OrderPicture;

/// The body that asks for one part of a plan, with an address for each picture that is sent. Nothing for a model whose requests
/// have another shape.
#[must_use]
pub fn body(model: &Model, part: &Part, address: impl Fn(&OrderPicture) -> String) -> Option<Value> {
    let Wire::Plain(wire) = &model.wire else { return None };
    let mut body = Map::new();
    body.insert("model".to_owned(), part.sent_name.as_str().into());
    body.insert("input".to_owned(), Value::Object(input(model, wire, part, &address)));
    Some(Value::Object(body))
}

fn input(
    model: &Model,
    wire: &PlainWire,
    part: &Part,
    address: &impl Fn(&OrderPicture) -> String,
) -> Map<String, Value> {
    let mut input = Map::new();
    let mut put = |field: Option<&String>, value: Option<Value>| {
        if let (Some(field), Some(value)) = (field, value) {
            match field.strip_suffix("[]") {
                Some(list) => match input.entry(list).or_insert_with(|| Value::Array(Vec::new())) {
                    Value::Array(values) => values.push(value),
                    other => *other = value,
                },
                None => drop(input.insert(field.clone(), value)),
            }
        }
    };
    put(Some(&"prompt".to_owned()), Some(part.prompt.as_str().into()));
    put(wire.seconds.as_ref(), Some(part.setting.seconds.0.into()));
    put(wire.ratio.as_ref(), part.ratio.as_deref().map(Into::into));
    put(wire.sound.as_ref(), Some(part.setting.sound.into()));
    put(wire.several_shots.as_ref(), Some(part.setting.several_shots.into()));
    for choice in &model.choices {
        let option = part.setting.choices.get(&choice.id);
        put(choice.field.as_ref(), option.map(|option| option.as_str().into()));
    }
    put(wire.first.as_ref(), part.first.as_ref().map(|picture| address(picture).into()));
    put(wire.last.as_ref(), part.last.as_ref().map(|picture| address(picture).into()));
    input
}
