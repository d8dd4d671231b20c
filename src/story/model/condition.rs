//! What a price or a rule of a model depends on.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Setting, WayKind};
use crate::story::units::Seconds;

/// Holds where everything that it names does; one that names nothing always holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Condition {
    /// The options of each choice that it holds for.
    pub choices: BTreeMap<String, Vec<String>>,
    pub way: Option<WayKind>,
    pub sound: Option<bool>,
    pub last_frame: Option<bool>,
    pub several_shots: Option<bool>,
    /// The lengths that it holds for; all where none is named.
    pub seconds: Vec<Seconds>,
}

impl Condition {
    #[must_use]
    pub fn holds(&self, setting: &Setting) -> bool {
        let is = |wanted: Option<bool>, is: bool| wanted.is_none_or(|wanted| wanted == is);
        let chosen = |(choice, options): (&String, &Vec<String>)| {
            setting.choices.get(choice).is_some_and(|option| options.contains(option))
        };
        self.choices.iter().all(chosen)
            && self.way.is_none_or(|way| way == setting.way)
            && is(self.sound, setting.sound)
            && is(self.last_frame, setting.last_frame)
            && is(self.several_shots, setting.several_shots)
            && (self.seconds.is_empty() || self.seconds.contains(&setting.seconds))
    }
}

/// Something that a model takes only together with something else.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub when: Condition,
    pub must: Condition,
    /// What it is, after the model's name: "takes a last frame only without sound".
    pub says: String,
}

impl Rule {
    #[must_use]
    pub fn is_broken_by(&self, setting: &Setting) -> bool {
        self.when.holds(setting) && !self.must.holds(setting)
    }
}
