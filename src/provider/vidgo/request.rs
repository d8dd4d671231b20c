//! The body of a request, exactly as it is sent (docs/service.md: input).

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::provider::OrderHash;
use crate::provider::pictures::sent_content;
use crate::story::mention::with_prefix;
use crate::story::order::{OrderElement, OrderPicture, OrderShot};
use crate::story::rules::TextOnlyImages;
use crate::story::{Aspect, ContentHash, FrameSlot, Order, Rules};

/// The whole body; its keys are sent in this order.
#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    input: Input<'a>,
}

#[derive(Serialize)]
struct Input<'a> {
    multi_shots: bool,
    sound: bool,
    /// Whole seconds; in multi-shot the exact sum of the shots.
    duration: u32,
    /// Single-shot only.
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt: Option<Cow<'a, str>>,
    /// Multi-shot only.
    #[serde(skip_serializing_if = "Option::is_none")]
    multi_prompt: Option<Vec<ShotPrompt<'a>>>,
    /// Left out with a frame: the take follows the frame. Without one it is always said: what is not said is a square.
    #[serde(skip_serializing_if = "Option::is_none")]
    aspect_ratio: Option<Aspect>,
    /// The first frame, or the first and the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    image_urls: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    kling_elements: Vec<KlingElement<'a>>,
}

#[derive(Serialize)]
struct ShotPrompt<'a> {
    prompt: Cow<'a, str>,
    duration: u32,
}

#[derive(Serialize)]
struct KlingElement<'a> {
    name: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    element_input_urls: Option<Vec<String>>,
}

/// What a body is written for.
#[derive(Clone, Copy)]
enum Purpose<'a> {
    /// It is sent, by what these rules say of its form.
    Sending(&'a Rules),
    /// An order is known by it: what is the same film stays the same body, in whatever form it was sent. Empty
    /// descriptions stand in it, names have no prefix, no picture is no field, and a dialogue's own quotation marks stand in
    /// others, as in the first bodies ever sent.
    Knowing,
}

impl<'a> Purpose<'a> {
    fn prefix(self) -> &'a str {
        match self {
            Self::Sending(rules) => &rules.switches.element_name_prefix,
            Self::Knowing => "",
        }
    }
}

/// The body for an order, with an address for each picture that is sent.
///
/// Whether the service would take it is told by `story::check`; this only writes down what was ordered.
///
/// # Errors
/// Never in practice: everything in it can be written as JSON.
pub fn body(
    order: &Order,
    rules: &Rules,
    address: impl Fn(&OrderPicture) -> String,
) -> Result<Value, serde_json::Error> {
    written(order, rules, Purpose::Sending(rules), address)
}

fn written(
    order: &Order,
    rules: &Rules,
    purpose: Purpose<'_>,
    address: impl Fn(&OrderPicture) -> String,
) -> Result<Value, serde_json::Error> {
    serde_json::to_value(Body { model: rules.models.of(order.tier), input: input(order, rules, purpose, &address) })
}

/// What an order is known by: equal when the same texts, seconds and picture contents would be sent.
///
/// Nothing when a picture that would be sent has not been looked at or cannot be read.
#[must_use]
pub fn hash(order: &Order, rules: &Rules) -> Option<OrderHash> {
    if pictures(order, rules).iter().any(|picture| picture.content().is_none()) {
        return None;
    }
    let content =
        |picture: &OrderPicture| sent_content(picture).map_or_else(String::new, |content| content.as_str().to_owned());
    let body = written(order, rules, Purpose::Knowing, content).ok()?;
    let digest = Sha256::digest(serde_json::to_vec(&body).ok()?);
    Some(OrderHash(ContentHash::from_digest(&digest).as_str().to_owned()))
}

/// Adds where the service shall call when a task has changed.
pub fn set_callback(body: &mut Value, address: &str) {
    if let Some(body) = body.as_object_mut() {
        body.insert("callback_url".to_owned(), address.into());
    }
}

/// The pictures that are sent, each once (and each part of one once), in the order in which the body names them first.
#[must_use]
pub fn pictures<'a>(order: &'a Order, rules: &Rules) -> Vec<&'a OrderPicture> {
    let elements = order.elements.iter().flat_map(|element| &element.pictures);
    let mut all: Vec<&OrderPicture> = Vec::new();
    for picture in frames(order, rules).chain(elements) {
        if !all.iter().any(|other| other.path == picture.path && other.area == picture.area) {
            all.push(picture);
        }
    }
    all
}

fn input<'a>(
    order: &'a Order,
    rules: &Rules,
    purpose: Purpose<'_>,
    address: &impl Fn(&OrderPicture) -> String,
) -> Input<'a> {
    let multi_shots = order.multi_shot;
    let is_sent = |name: &str| order.elements.iter().any(|element| element.name == name);
    let sent = |shot: &'a OrderShot| match purpose {
        Purpose::Sending(_) => with_prefix(&shot.sent_text, purpose.prefix(), is_sent),
        Purpose::Knowing => shot.known_text(),
    };
    let prompts = order.shots.iter().map(|shot| ShotPrompt { prompt: sent(shot), duration: shot.seconds.0 });
    let images: Vec<String> = frames(order, rules).map(address).collect();
    let says_none = match purpose {
        Purpose::Sending(rules) => rules.switches.text_only_image_urls == TextOnlyImages::Empty,
        Purpose::Knowing => false,
    };
    Input {
        multi_shots,
        sound: order.sound,
        duration: order.seconds().0,
        prompt: (!multi_shots).then(|| order.shots.first().map_or(Cow::Borrowed(""), sent)),
        multi_prompt: multi_shots.then(|| prompts.collect()),
        aspect_ratio: images.is_empty().then_some(order.aspect),
        image_urls: (!images.is_empty() || says_none).then_some(images),
        kling_elements: order.elements.iter().map(|element| kling_element(element, purpose, address)).collect(),
    }
}

/// The frames that are sent. A last frame is never sent alone: it would be taken for the first.
fn frames<'a>(order: &'a Order, rules: &Rules) -> impl Iterator<Item = &'a OrderPicture> {
    let sends_last = order.first_frame.is_some() && rules.sends_frame(FrameSlot::Last, order.multi_shot);
    order.first_frame.iter().chain(order.last_frame.iter().filter(move |_| sends_last))
}

fn kling_element<'a>(
    element: &'a OrderElement,
    purpose: Purpose<'_>,
    address: &impl Fn(&OrderPicture) -> String,
) -> KlingElement<'a> {
    let is_known_by = matches!(purpose, Purpose::Knowing);
    let (description, pictures) = (element.description.as_str(), &element.pictures);
    KlingElement {
        name: match purpose.prefix() {
            "" => Cow::Borrowed(&element.name),
            prefix => Cow::Owned(format!("{prefix}{}", element.name)),
        },
        description: (is_known_by || !description.trim().is_empty()).then_some(description),
        element_input_urls: (is_known_by || !pictures.is_empty()).then(|| pictures.iter().map(address).collect()),
    }
}
