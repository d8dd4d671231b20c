//! The elements of a submit: their names, descriptions and pictures, and that a prompt names each.

use serde_json::{Map, Value};

use super::text::mentions;
use super::{Checked, Known, list, object, only, picture, text_of};

const MAX: usize = 3;
const NAME_MAX: usize = 20;
const DESCRIPTION_MAX: usize = 100;
const PICTURES: std::ops::RangeInclusive<usize> = 2..=4;

/// The names of all elements that have one.
pub fn names(input: &Map<String, Value>) -> Vec<&str> {
    let elements = input.get("kling_elements").and_then(Value::as_array);
    elements.into_iter().flatten().filter_map(|element| element.get("name")?.as_str()).collect()
}

pub fn check(input: &Map<String, Value>, prompts: &[String], has_frame: bool, known: Known) -> Checked<()> {
    if !input.contains_key("kling_elements") {
        return Ok(());
    }
    let elements = list(input, "kling_elements")?;
    if elements.is_empty() || elements.len() > MAX {
        return Err(format!("kling_elements has {}, not 1 to {MAX}", elements.len()));
    }
    if !has_frame {
        return Err("kling_elements need at least one of image_urls".to_owned());
    }
    for element in elements {
        let element = object(element, "an element")?;
        only(element, &["name", "description", "element_input_urls"], "an element")?;
        let name = text_of(element, "name")?;
        check_name(name)?;
        if element.contains_key("description") && text_of(element, "description")?.chars().count() > DESCRIPTION_MAX {
            return Err(format!("the description of {name} is longer than {DESCRIPTION_MAX}"));
        }
        if element.contains_key("element_input_urls") {
            let pictures = list(element, "element_input_urls")?;
            if !PICTURES.contains(&pictures.len()) {
                return Err(format!("{name} has {} pictures, not 2 to 4", pictures.len()));
            }
            for address in pictures {
                picture(address, "element_input_urls", known)?;
            }
        }
        if !prompts.iter().any(|prompt| mentions(prompt).any(|mention| mention == name)) {
            return Err(format!("no prompt names @{name}"));
        }
    }
    let names = names(input);
    for (at, name) in names.iter().enumerate() {
        let inside = names.iter().enumerate().find(|(other, longer)| *other != at && longer.contains(name));
        if let Some((_, longer)) = inside {
            return Err(format!("the name {name} is a part of {longer}"));
        }
    }
    Ok(())
}

fn check_name(name: &str) -> Checked<()> {
    let fits = (1..=NAME_MAX).contains(&name.chars().count())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if fits { Ok(()) } else { Err(format!("{name} is no name for an element")) }
}
