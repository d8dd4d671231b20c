//! Prompts and the elements they name.

use std::collections::{BTreeSet, HashSet};

use super::index::Index;
use super::{Context, Fix, Place, Problem, Severity, count_of, problem};
use crate::story::compose;
use crate::story::control::cleaned;
use crate::story::list::{and_more, shortened};
use crate::story::mention::{counted_length, is_name_char, mentions, nearest_name, with_prefix};
use crate::story::project::{Element, Project, Shot};
use crate::story::rules::Rules;
use crate::story::units::grouped;

/// So many names are told one by one; the others are counted.
const NAMES_MAX: usize = 20;

/// The places of the elements that any of these texts names, in order.
pub(super) fn mentioned(sent: &[String], index: &Index<'_>) -> Vec<usize> {
    let names: HashSet<&str> = sent.iter().flat_map(|text| mentions(text)).map(|mention| mention.name).collect();
    let mut found: Vec<usize> = names.into_iter().flat_map(|name| index.elements_named(name)).copied().collect();
    found.sort_unstable();
    found
}

pub(super) fn check_prompts(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for (index, shot) in context.scene.shots.iter().enumerate() {
        // Characters that nobody sees are no prompt.
        if cleaned(&shot.prompt).as_ref().unwrap_or(&shot.prompt).trim().is_empty() {
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
    let is_known = |name: &str| context.index.element_named(name).is_some();
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
    let mut seen: HashSet<&str> = HashSet::new();
    for mention in mentions(text) {
        let name = mention.name;
        if context.index.element_named(name).is_some() || !seen.insert(name) || seen.len() > NAMES_MAX {
            continue;
        }
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
    if seen.len() > NAMES_MAX {
        let message = format!("{} names belong to no element", and_more(seen.len() - NAMES_MAX));
        problems.push(problem("unknown-element", Severity::Error, place.clone(), message, Vec::new()));
    }
}

pub(super) fn check_elements(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let limits = &context.rules.limits;
    let elements = &context.project.elements;
    let faulty = context.index.faults.keys();
    let looked_at: BTreeSet<usize> = faulty.chain(&context.mentioned).copied().collect();
    for at in looked_at {
        let element = &elements[at];
        let known = context.index.faults.get(&at);
        problems.extend(known.into_iter().flatten().cloned());
        if context.is_mentioned(at) {
            if !known.is_some_and(|faults| faults.iter().any(|fault| fault.code == "element-name")) {
                part_of_another(context, at, problems);
            }
            number_of_pictures(context, element, problems);
        }
    }
    problems.extend(context.index.more.clone());
    let mentioned: Vec<&Element> = context.mentioned.iter().map(|&at| &elements[at]).collect();
    if mentioned.len() > limits.elements_max {
        let names: Vec<String> = mentioned.iter().map(|element| format!("@{}", element.name)).collect();
        let shown: Vec<String> = shortened(&names, NAMES_MAX).collect();
        let message = format!(
            "The scene names {} elements, a request takes {}: {}",
            names.len(),
            limits.elements_max,
            shown.join(", ")
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

/// What is wrong with an element in every scene: its name, its description.
pub(super) fn faults_everywhere(project: &Project, at: usize, index: &Index<'_>, rules: &Rules) -> Vec<Problem> {
    let (element, limits) = (&project.elements[at], &rules.limits);
    let place = || Place::Element(element.id.clone());
    let mut faults = Vec::new();
    if let Some(message) = name_fault(project, at, index, rules) {
        faults.push(problem("element-name", Severity::Error, place(), message, new_name(project, at, rules)));
    }
    if let Some(message) = description_fault(element, limits.element_description_max) {
        faults.push(problem("element-description", Severity::Error, place(), message, Vec::new()));
    }
    faults
}

/// The same without a word.
pub(super) fn has_faults(project: &Project, at: usize, index: &Index<'_>, rules: &Rules) -> bool {
    name_fault(project, at, index, rules).is_some()
        || description_fault(&project.elements[at], rules.limits.element_description_max).is_some()
}

fn new_name(project: &Project, at: usize, rules: &Rules) -> Vec<Fix> {
    let element = &project.elements[at];
    let name = compose::clear_element_name(project, element, &rules.limits);
    vec![Fix::RenameElement { element: element.id.clone(), name }]
}

fn description_fault(element: &Element, max: usize) -> Option<String> {
    let length = element.description.chars().count();
    let told = || format!("The description of @{} has {length} characters, {max} are allowed", element.name);
    (length > max).then(told)
}

/// What is wrong with an element's name, as a sentence.
fn name_fault(project: &Project, at: usize, index: &Index<'_>, rules: &Rules) -> Option<String> {
    let max = rules.limits.element_name_max;
    let name = project.elements[at].name.as_str();
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
    (index.element_named(name) != Some(at)).then(|| format!("Two elements are named @{name}"))
}

/// The names of one scene's elements must not be parts of each other.
fn part_of_another(context: &Context<'_>, at: usize, problems: &mut Vec<Problem>) {
    let elements = &context.project.elements;
    let name = elements[at].name.as_str();
    // As they are sent.
    let prefix = &context.rules.switches.element_name_prefix;
    let sent = format!("{prefix}{name}");
    let mut others = context.mentioned.iter().map(|other| &elements[*other]);
    let outer = others.find(|other| other.name != name && format!("{prefix}{}", other.name).contains(&sent));
    if let Some(outer) = outer {
        let message = format!("The name @{name} is a part of @{}, Kling would mix them up", outer.name);
        let place = Place::Element(elements[at].id.clone());
        problems.push(problem(
            "element-name",
            Severity::Error,
            place,
            message,
            new_name(context.project, at, context.rules),
        ));
    }
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
