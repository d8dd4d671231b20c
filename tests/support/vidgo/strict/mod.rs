//! Refuses every submit that the contract forbids (docs/service.md: input), and says the price of what it takes.

mod elements;
mod text;

use serde_json::{Map, Value};

use super::account::price;
use super::upload::Picture;

/// What is looked at goes on, or why it is refused, for people.
pub type Checked<T> = Result<T, String>;

/// A picture's state by its address.
pub type Known<'a> = &'a dyn Fn(&str) -> Picture;

const SHOTS_MAX: usize = 6;
const SECONDS: std::ops::RangeInclusive<u64> = 3..=15;
/// Of one of several shots.
const SHOT_SECONDS: std::ops::RangeInclusive<u64> = 1..=12;
const CALLBACK_MAX: usize = 2048;
const SIDE_MIN: u32 = 300;

/// The whole body: its price in credits, or why it is refused.
pub fn check(body: &Value, known: Known) -> Checked<u64> {
    let body = object(body, "the body")?;
    only(body, &["model", "callback_url", "input"], "the body")?;
    let is_pro = match text_of(body, "model")? {
        "kling-3.0/standard" => false,
        "kling-3.0/pro" => true,
        other => return Err(format!("no model is called {other}")),
    };
    if let Some(callback) = body.get("callback_url") {
        check_callback(callback.as_str().ok_or("callback_url is no text")?)?;
    }
    let input = object(body.get("input").ok_or("input is missing")?, "input")?;
    let fields =
        ["multi_shots", "sound", "duration", "prompt", "multi_prompt", "aspect_ratio", "image_urls", "kling_elements"];
    only(input, &fields, "input")?;

    let (multi_shots, sound) = (flag(input, "multi_shots")?, flag(input, "sound")?);
    if multi_shots && !sound {
        return Err("sound is always on in multi-shot".to_owned());
    }
    let duration = whole(input, "duration")?;
    if !SECONDS.contains(&duration) {
        return Err(format!("duration is {duration}, not 3 to 15"));
    }
    let prompts = if multi_shots { many(input, duration)? } else { vec![single(input)?] };
    let frames = frames(input, if multi_shots { 1 } else { 2 }, known)?;
    elements::check(input, &prompts, frames > 0, known)?;
    for prompt in &prompts {
        text::check(prompt, &elements::names(input))?;
    }
    Ok(price(is_pro, sound, multi_shots, duration))
}

fn single(input: &Map<String, Value>) -> Checked<String> {
    if input.contains_key("multi_prompt") {
        return Err("multi_prompt is for multi-shot alone".to_owned());
    }
    Ok(text_of(input, "prompt")?.to_owned())
}

fn many(input: &Map<String, Value>, duration: u64) -> Checked<Vec<String>> {
    if input.contains_key("prompt") {
        return Err("prompt is for a single shot alone".to_owned());
    }
    let shots = list(input, "multi_prompt")?;
    if shots.is_empty() || shots.len() > SHOTS_MAX {
        return Err(format!("multi_prompt has {} shots, not 1 to {SHOTS_MAX}", shots.len()));
    }
    let (mut sum, mut prompts) = (0_u64, Vec::new());
    for shot in shots {
        let shot = object(shot, "a shot")?;
        only(shot, &["prompt", "duration"], "a shot")?;
        let seconds = whole(shot, "duration")?;
        if !SHOT_SECONDS.contains(&seconds) {
            return Err(format!("a shot has {seconds} seconds, not 1 to 12"));
        }
        sum = sum.saturating_add(seconds);
        prompts.push(text_of(shot, "prompt")?.to_owned());
    }
    if sum != duration {
        return Err(format!("the shots last {sum} s, duration is {duration}"));
    }
    Ok(prompts)
}

/// How many frames there are: none, the first, or the first and the last of one shot.
fn frames(input: &Map<String, Value>, most: usize, known: Known) -> Checked<usize> {
    let aspect = input.get("aspect_ratio").map(|ratio| ratio.as_str().ok_or("aspect_ratio is no text")).transpose()?;
    if let Some(ratio) = aspect.filter(|ratio| !["1:1", "16:9", "9:16"].contains(ratio)) {
        return Err(format!("aspect_ratio {ratio} is not offered"));
    }
    if !input.contains_key("image_urls") {
        return Ok(0);
    }
    let frames = list(input, "image_urls")?;
    if frames.len() > most {
        return Err(format!("image_urls has {} addresses, not {most} at most", frames.len()));
    }
    if aspect.is_some() && !frames.is_empty() {
        return Err("aspect_ratio is not taken beside image_urls".to_owned());
    }
    for frame in frames {
        picture(frame, "image_urls", known)?;
    }
    Ok(frames.len())
}

/// A picture that can be read: handed out by the upload, not expired, of a shape that Kling takes.
pub fn picture(address: &Value, place: &str, known: Known) -> Checked<()> {
    let address = address.as_str().ok_or_else(|| format!("{place} holds something that is no text"))?;
    match known(address) {
        Picture::Unknown => Err(format!("{place}: {address} can't be fetched")),
        Picture::Expired => Err(format!("{place}: {address} has expired")),
        Picture::Kept { width, height } => {
            let (short, long) = (width.min(height), width.max(height));
            let fits = short >= SIDE_MIN && u64::from(long) * 2 <= u64::from(short) * 5;
            if fits { Ok(()) } else { Err(format!("{place}: {width}x{height} is a shape that is not taken")) }
        }
    }
}

fn check_callback(address: &str) -> Checked<()> {
    if address.chars().count() > CALLBACK_MAX {
        return Err(format!("callback_url is longer than {CALLBACK_MAX}"));
    }
    let url = reqwest::Url::parse(address).map_err(|error| format!("callback_url: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("callback_url is neither http nor https".to_owned());
    }
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let is_private = match host.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(ip)) => {
            ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified()
        }
        Ok(std::net::IpAddr::V6(ip)) => {
            ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || ip.is_unicast_link_local()
        }
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    };
    if is_private { Err(format!("callback_url: {host} is a private address")) } else { Ok(()) }
}

pub fn object<'a>(value: &'a Value, place: &str) -> Checked<&'a Map<String, Value>> {
    value.as_object().ok_or_else(|| format!("{place} is no object"))
}

pub fn only(object: &Map<String, Value>, fields: &[&str], place: &str) -> Checked<()> {
    let unknown = object.keys().find(|key| !fields.contains(&key.as_str()));
    unknown.map_or(Ok(()), |key| Err(format!("{place} has an unknown field {key}")))
}

pub fn list<'a>(object: &'a Map<String, Value>, field: &str) -> Checked<&'a Vec<Value>> {
    object.get(field).and_then(Value::as_array).ok_or_else(|| format!("{field} is missing or no list"))
}

pub fn text_of<'a>(object: &'a Map<String, Value>, field: &str) -> Checked<&'a str> {
    object.get(field).and_then(Value::as_str).ok_or_else(|| format!("{field} is missing or no text"))
}

fn flag(object: &Map<String, Value>, field: &str) -> Checked<bool> {
    object.get(field).and_then(Value::as_bool).ok_or_else(|| format!("{field} is missing or not true or false"))
}

fn whole(object: &Map<String, Value>, field: &str) -> Checked<u64> {
    object.get(field).and_then(Value::as_u64).ok_or_else(|| format!("{field} is missing or no whole number"))
}
