//! How a scene would be made on a model: the requests, what they cost, what is lost, and what stands in the way.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Cost, Model, Need, Setting, Shots, Sound, Way, WayKind};
use crate::story::mention::as_words;
use crate::story::order::OrderPicture;
use crate::story::units::{Seconds, grouped};
use crate::story::{Aspect, Order};

/// A scene on a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// In the order of the timeline.
    pub parts: Vec<Part>,
    pub cost: Cost,
    /// What a take would not have, each in a few words.
    pub losses: Vec<String>,
    /// Why it cannot be asked for as it stands.
    pub faults: Vec<Fault>,
}

/// One request.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The shots that it makes, counted from 0.
    pub shots: Range<usize>,
    /// How long those last in the scene; what is made beyond it is a handle.
    pub planned: Seconds,
    pub setting: Setting,
    /// The model's name on the wire.
    pub sent_name: String,
    /// The prompt, where one text says all of it.
    pub prompt: String,
    pub first: Option<OrderPicture>,
    pub last: Option<OrderPicture>,
    /// What the request says of the ratio: one of them, a word for the picture's own, or nothing.
    pub ratio: Option<String>,
    pub cost: Cost,
}

/// Why a request cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// As `storyreel check --model` tells it.
    pub code: &'static str,
    /// The shot that it is about, counted from 0.
    pub shot: Option<usize>,
    /// One sentence without a full stop.
    pub message: String,
}

impl Plan {
    /// How it is made, as a sentence: "5 requests of 4 s; 7 s more than planned, kept as handles".
    #[must_use]
    pub fn how(&self, model: &Model) -> String {
        let several = self.parts.iter().map(|part| part.shots.len()).sum::<usize>() > 1;
        let made: Vec<Seconds> = self.parts.iter().map(|part| part.setting.seconds).collect();
        let mut words = match made.as_slice() {
            [] => return "Nothing to make".to_owned(),
            [seconds] => match (model.shots, several) {
                (Shots::List, true) => format!("One request, {} shots in it", self.parts[0].shots.len()),
                (Shots::Prompted, true) => format!("One request of {seconds}; the prompt asks for the cuts"),
                _ => format!("One request of {seconds}"),
            },
            [first, rest @ ..] if rest.iter().all(|other| other == first) => {
                format!("{} requests of {first}, side by side", made.len())
            }
            all => {
                let (least, most) = (all.iter().min(), all.iter().max());
                let spread = least.zip(most).map_or_else(String::new, |(least, most)| format!("{} to {most}", least.0));
                format!("{} requests of {spread}, side by side", made.len())
            }
        };
        let more = made.into_iter().sum::<Seconds>().minus(self.parts.iter().map(|part| part.planned).sum());
        if more > Seconds::ZERO {
            words = format!("{words}; {more} more than planned");
        }
        words
    }
}

impl Model {
    /// How an ordered scene would be made on this model with these choices, whether it can be or not.
    #[must_use]
    pub fn plan(&self, order: &Order, choices: &BTreeMap<String, String>) -> Plan {
        let mut faults = Vec::new();
        let groups: Vec<Range<usize>> = match self.shots {
            Shots::Single => (0..order.shots.len()).map(|at| at..at + 1).collect(),
            Shots::List | Shots::Prompted => std::iter::once(0..order.shots.len()).collect(),
        };
        let parts: Vec<Part> =
            groups.into_iter().filter_map(|group| self.part(order, group, choices, &mut faults)).collect();
        let cost = parts.iter().map(|part| part.cost).reduce(Cost::plus).unwrap_or(Cost::Unknown);
        let mut told = Vec::new();
        // Several requests may have the same in their way.
        faults.retain(|fault| {
            let is_new = !told.contains(fault);
            told.push(fault.clone());
            is_new
        });
        Plan { losses: self.losses(order, &parts), parts, cost, faults }
    }

    fn part(
        &self,
        order: &Order,
        shots: Range<usize>,
        choices: &BTreeMap<String, String>,
        faults: &mut Vec<Fault>,
    ) -> Option<Part> {
        let several = shots.len() > 1;
        let only = (!several).then_some(shots.start);
        let known = |picture: &&OrderPicture| picture.info.is_some();
        // A cut is what is wanted between shots: each later one starts from its own panel, where it has one.
        let first = if shots.start == 0 {
            order.first_frame.as_ref()
        } else {
            order.shots.get(shots.start).and_then(|shot| shot.panel.as_ref()).filter(known)
        };
        let last = order.last_frame.as_ref().filter(|_| shots.end == order.shots.len());
        let Some(way) = self.way_for(first.is_some(), last.is_some()) else {
            let message = format!("{} needs {}", self.name, self.needs());
            faults.push(Fault { code: "model-frames", shot: only, message });
            return None;
        };
        let first = first.filter(|_| way.first != Need::No);
        let last = last.filter(|_| way.last != Need::No && first.is_some());
        let planned: Seconds = order.shots.get(shots.clone())?.iter().map(|shot| shot.seconds).sum();
        let seconds = self.seconds.at_least(planned).unwrap_or_else(|| {
            let what = only.filter(|_| order.shots.len() > 1).map_or("The scene".to_owned(), shot_words);
            let message = format!("{what} lasts {planned}, {} makes {} at most", self.name, self.seconds.longest());
            faults.push(Fault { code: "model-length", shot: only, message });
            self.seconds.longest()
        });
        let sound = match self.sound {
            Sound::Always => true,
            Sound::Choice | Sound::Unsaid => order.sound,
            Sound::AlwaysWithSeveralShots => order.sound || several,
        };
        let setting = Setting {
            way: way.kind,
            choices: choices.clone(),
            sound,
            seconds,
            last_frame: last.is_some(),
            several_shots: several,
        };
        for rule in self.rules.iter().filter(|rule| rule.is_broken_by(&setting)) {
            faults.push(Fault { code: "model-rule", shot: None, message: format!("{} {}", self.name, rule.says) });
        }
        let ratio = self.ratio(way, order.aspect, faults);
        let prompt = self.prompt(order, shots.clone(), faults);
        let (cost, sent_name) = (self.cost(&setting), self.sent_name(way, choices));
        let (first, last) = (first.cloned(), last.cloned());
        Some(Part { shots, planned, setting, sent_name, prompt, first, last, ratio, cost })
    }

    /// The way that takes most of the frames that there are.
    fn way_for(&self, has_first: bool, has_last: bool) -> Option<&Way> {
        let fits = |need: Need, has: bool| need != Need::Must || has;
        let used = |way: &Way| {
            let first = has_first && way.first != Need::No;
            usize::from(first) + usize::from(first && has_last && way.last != Need::No)
        };
        let ways = self.ways.iter().filter(|way| fits(way.first, has_first) && fits(way.last, has_last));
        // The first of those that take most.
        ways.rev().max_by_key(|way| used(way))
    }

    fn needs(&self) -> &'static str {
        let needs_last = self.ways.iter().all(|way| way.last == Need::Must);
        if needs_last { "a first and a last frame" } else { "a first frame" }
    }

    fn ratio(&self, way: &Way, aspect: Aspect, faults: &mut Vec<Fault>) -> Option<String> {
        if let Some(word) = &way.ratio_from_picture {
            return Some(word.clone());
        }
        if way.ratios.is_empty() {
            return None;
        }
        let label = aspect.label();
        if !way.ratios.iter().any(|ratio| ratio == label) {
            let message = format!("{} makes no {label}; it makes {}", self.name, way.ratios.join(", "));
            faults.push(Fault { code: "model-ratio", shot: None, message });
        }
        Some(label.to_owned())
    }

    /// The text of a request; each shot of a list has its own and is held against the limit by itself.
    fn prompt(&self, order: &Order, shots: Range<usize>, faults: &mut Vec<Fault>) -> String {
        let texts: Vec<(Seconds, String)> = order
            .shots
            .get(shots.clone())
            .unwrap_or_default()
            .iter()
            .map(|shot| (shot.seconds, self.sent_text(&shot.sent_text, order)))
            .collect();
        for (at, _) in shots.clone().zip(&texts).filter(|(_, (_, text))| text.trim().is_empty()) {
            let message = format!("{} has no prompt", shot_words(at));
            faults.push(Fault { code: "prompt-empty", shot: Some(at), message });
        }
        let mut hold = |text: &str, shot: Option<usize>| {
            let (length, most) = (text.chars().count(), self.prompt_max.unwrap_or(usize::MAX));
            if length > most {
                let what = shot.map_or("The whole prompt".to_owned(), shot_words);
                let (over, name) = (grouped((length - most) as u64), &self.name);
                let message = format!("{what} is {over} characters over the {} of {name}", grouped(most as u64));
                faults.push(Fault { code: "prompt-too-long", shot, message });
            }
        };
        if self.shots == Shots::List || texts.len() == 1 {
            for (at, (_, text)) in shots.clone().zip(&texts) {
                hold(text, Some(at));
            }
        }
        if let [(_, only)] = texts.as_slice() {
            return only.clone();
        }
        let mut from = Seconds::ZERO;
        let lines = texts.iter().enumerate().map(|(at, (seconds, text))| {
            let to = from.plus(*seconds);
            let line = format!("{}, {} to {to}: {text}", shot_words(at), from.0);
            from = to;
            line
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        if self.shots == Shots::Prompted {
            hold(&text, None);
        }
        text
    }

    /// Elements go as words where the model does not know them.
    fn sent_text(&self, text: &str, order: &Order) -> String {
        if self.elements {
            return text.to_owned();
        }
        as_words(text, |name| order.elements.iter().any(|element| element.name == name))
    }

    fn losses(&self, order: &Order, parts: &[Part]) -> Vec<String> {
        let several = order.shots.len() > 1;
        let mut losses: Vec<&str> = Vec::new();
        match self.sound {
            Sound::Unsaid if order.sound => losses.push("whether it has sound is not documented"),
            Sound::Always if !order.sound => losses.push("it comes with sound"),
            _ => {}
        }
        match self.shots {
            Shots::Prompted if several => losses.push("where the cuts fall is its own decision"),
            Shots::Single if several => losses.push("sound and look start anew at each shot"),
            _ => {}
        }
        if !self.elements && !order.elements.is_empty() {
            losses.push("elements go as words");
        }
        if order.first_frame.is_some() && parts.first().is_some_and(|part| part.first.is_none()) {
            losses.push("no first frame");
        }
        if order.last_frame.is_some() && parts.last().is_some_and(|part| part.last.is_none()) {
            losses.push("no last frame");
        }
        let is_free = |part: &Part| part.ratio.is_none() && part.first.is_none();
        if parts.iter().any(is_free) && self.way(WayKind::Text).is_some() {
            losses.push("its ratio cannot be chosen");
        }
        losses.into_iter().map(str::to_owned).collect()
    }
}

fn shot_words(shot: usize) -> String {
    format!("Shot {}", shot + 1)
}
