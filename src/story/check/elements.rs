//! Prompts and the elements they name.

use super::{Context, Fix, Place, Problem, Severity, count_of, problem};
use crate::story::compose;
use crate::story::mention::{counted_length, is_name_char, mentions, nearest_name, with_prefix};
use crate::story::project::{Element, Project, Shot};
use crate::story::units::grouped;

/// The places of the elements that any of these texts names.
pub(super) fn mentioned(project: &Project, sent: &[String]) -> Vec<usize> {
    let named = |element: &Element| sent.iter().any(|text| mentions(text).any(|mention| mention.name == element.name));
    (0..project.elements.len()).filter(|&at| named(&project.elements[at])).collect()
}

pub(super) fn check_prompts(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for (index, shot) in context.scene.shots.iter().enumerate() {
        if shot.prompt.trim().is_empty() {
            let message = format!("Shot {} has no prompt", index + 1);
            problems.push(problem("prompt-empty", Severity::Error, Place::Shot(index), message, Vec::new()));
        }
        prompt_length(context, index, problems);
        spoken_lines(context, index, problems);
        unknown_names(context, &shot.own_text(), shot, &Place::Shot(index), problems);
    }
    // A name in the style is told once, not with every shot.
    if let Some(first) = context.scene.shots.first() {
        unknown_names(context, &context.project.style, first, &Place::Scene, problems);
    }
}

fn prompt_length(context: &Context<'_>, index: usize, problems: &mut Vec<Problem>) {
    let limits = &context.rules.limits;
    let is_known = |name: &str| context.project.element_named(name).is_some();
    let sent = with_prefix(&context.sent[index], &context.rules.switches.element_name_prefix, is_known);
    // The names' own letters are limited too, whatever a mention is said to count.
    let length = counted_length(&context.sent[index], is_known, limits.mention_counts).max(sent.chars().count());
    let number = |count: usize| grouped(count as u64);
    // Who counts for themselves must come to the same.
    let names = if length == context.sent[index].chars().count() {
        String::new()
    } else {
        format!(" with {} for each @name", limits.mention_counts)
    };
    let counts = format!("Shot {} counts {} characters{names}", index + 1, number(length));
    let (code, severity, message) = if length > limits.prompt_max {
        let (over, most) = (number(length - limits.prompt_max), number(limits.prompt_max));
        ("prompt-too-long", Severity::Error, format!("{counts}, {over} over the {most} allowed"))
    } else if length > limits.prompt_kling {
        let most = number(limits.prompt_kling);
        ("prompt-past-kling", Severity::Warning, format!("{counts}, past the {most} that Kling itself takes"))
    } else if length > limits.prompt_advised {
        ("prompt-long", Severity::Warning, format!("{counts}, {} are advised", number(limits.prompt_advised)))
    } else {
        return;
    };
    problems.push(problem(code, severity, Place::Shot(index), message, Vec::new()));
}

fn spoken_lines(context: &Context<'_>, index: usize, problems: &mut Vec<Problem>) {
    let advised = context.rules.limits.dialogue_words_advised;
    let lines = context.scene.shots[index].dialogue.lines();
    let longest = lines.map(|line| line.split_whitespace().count()).max().unwrap_or(0);
    if longest >= advised {
        let message =
            format!("Shot {} speaks {longest} words in one line, fewer than {advised} are spoken well", index + 1);
        problems.push(problem("dialogue-long", Severity::Warning, Place::Shot(index), message, Vec::new()));
    }
}

fn unknown_names(context: &Context<'_>, text: &str, shot: &Shot, place: &Place, problems: &mut Vec<Problem>) {
    let mut told: Vec<&str> = Vec::new();
    for mention in mentions(text) {
        let name = mention.name;
        if context.project.element_named(name).is_some() || told.contains(&name) {
            continue;
        }
        told.push(name);
        let known = context.project.elements.iter().map(|element| element.name.as_str());
        let known = known.filter(|name| !name.is_empty() && name.chars().all(is_name_char));
        let mut fixes = Vec::new();
        if let Some(near) = nearest_name(name, known) {
            fixes.push(Fix::UseName { shot: shot.id.clone(), from: name.to_owned(), to: near.to_owned() });
        }
        if name.len() <= context.rules.limits.element_name_max {
            fixes.push(Fix::NewElement(name.to_owned()));
        }
        let message = match place {
            Place::Scene => format!("No element is named @{name}, which the style names"),
            _ => format!("No element is named @{name}"),
        };
        problems.push(problem("unknown-element", Severity::Error, place.clone(), message, fixes));
    }
}

pub(super) fn check_elements(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let limits = &context.rules.limits;
    let elements = &context.project.elements;
    for (at, element) in elements.iter().enumerate() {
        let place = || Place::Element(element.id.clone());
        if let Some(message) = name_fault(context, at) {
            let name = compose::clear_element_name(context.project, element, limits);
            let fixes = vec![Fix::RenameElement { element: element.id.clone(), name }];
            problems.push(problem("element-name", Severity::Error, place(), message, fixes));
        }
        let length = element.description.chars().count();
        if length > limits.element_description_max {
            let max = limits.element_description_max;
            let message = format!("The description of @{} has {length} characters, {max} are allowed", element.name);
            problems.push(problem("element-description", Severity::Error, place(), message, Vec::new()));
        }
        if context.is_mentioned(at) {
            number_of_pictures(context, element, problems);
        }
    }
    let mentioned: Vec<&Element> = context.mentioned.iter().map(|&at| &elements[at]).collect();
    if mentioned.len() > limits.elements_max {
        let names: Vec<String> = mentioned.iter().map(|element| format!("@{}", element.name)).collect();
        let message = format!(
            "The scene names {} elements, a request takes {}: {}",
            names.len(),
            limits.elements_max,
            names.join(", ")
        );
        problems.push(problem("too-many-elements", Severity::Error, Place::Scene, message, Vec::new()));
    }
    if !mentioned.is_empty() && !context.has_start() {
        let message = "Elements need a first frame".to_owned();
        let panel = context.scene.shots.iter().position(|shot| shot.panel.is_some());
        let mut fixes: Vec<Fix> = panel.map(|shot| Fix::PanelAsFirstFrame { shot }).into_iter().collect();
        if context.scene.last_frame.is_some() {
            fixes.push(Fix::LastFrameAsFirst);
        }
        let place = Place::Frame(crate::story::FrameSlot::First);
        problems.push(problem("element-needs-frame", Severity::Error, place, message, fixes));
    }
}

/// What is wrong with an element's name, as a sentence.
fn name_fault(context: &Context<'_>, at: usize) -> Option<String> {
    let max = context.rules.limits.element_name_max;
    let elements = &context.project.elements;
    let name = elements[at].name.as_str();
    if name.is_empty() {
        return Some("An element has no name".to_owned());
    }
    if !name.chars().all(is_name_char) {
        return Some(format!("The name @{name} may hold only letters a to z, digits and _"));
    }
    if name.len() > max {
        return Some(format!("The name @{name} is longer than {max} characters"));
    }
    // Of two that are called the same the later one is told.
    if elements[..at].iter().any(|other| other.name == name) {
        return Some(format!("Two elements are named @{name}"));
    }
    if !context.is_mentioned(at) {
        return None;
    }
    // As they are sent.
    let prefix = &context.rules.switches.element_name_prefix;
    let sent = format!("{prefix}{name}");
    let outer = elements.iter().enumerate().find(|(other, element)| {
        let is_in = element.name != name && format!("{prefix}{}", element.name).contains(&sent);
        *other != at && is_in && context.is_mentioned(*other)
    });
    outer.map(|(_, outer)| format!("The name @{name} is a part of @{}, Kling would mix them up", outer.name))
}

fn number_of_pictures(context: &Context<'_>, element: &Element, problems: &mut Vec<Problem>) {
    let limits = &context.rules.limits;
    let (least, most) = (limits.element_pictures_min, limits.element_pictures_max);
    let have = element.images.len();
    if (least..=most).contains(&have) {
        return;
    }
    if have == 0 {
        let message = format!("@{} has no picture, only its name and description are sent", element.name);
        let place = Place::Element(element.id.clone());
        problems.push(problem("element-pictures", Severity::Warning, place, message, Vec::new()));
        return;
    }
    let pictures = count_of(have, "picture");
    let message = format!("@{} has {pictures}, a request takes {least} to {most}", element.name);
    let fixes =
        if have > most { vec![Fix::KeepPictures { element: element.id.clone(), count: most }] } else { Vec::new() };
    let place = Place::Element(element.id.clone());
    problems.push(problem("element-pictures", Severity::Error, place, message, fixes));
}
