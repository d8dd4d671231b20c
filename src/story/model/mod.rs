//! A video model as data: what it takes, what it costs, how a scene would be made on it and what that would lose. One file in
//! `assets/models` describes one model; nothing here knows any by name.

mod condition;
mod lengths;
mod plan;
mod price;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use condition::{Condition, Rule};
pub use lengths::Lengths;
pub use plan::{Fault, Part, Plan};
pub use price::{Cost, Per, PriceRow, Source};

use super::units::Seconds;

/// What a model is known by, in projects, on the command line and in the user's own files: `kling-3.0`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ModelId(pub String);

impl std::fmt::Display for ModelId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A model that makes videos.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    pub id: ModelId,
    /// As people know it: "Veo 3.1".
    pub name: String,
    /// Whose address it is asked at.
    pub service: String,
    /// What is worth knowing beside its lengths and is no choice: "720p".
    #[serde(default)]
    pub facts: String,
    /// How long a request may last.
    pub seconds: Lengths,
    pub shots: Shots,
    pub sound: Sound,
    /// The longest prompt of one request, or of one shot of a list, in Unicode scalar values; nothing where none is known.
    #[serde(default)]
    pub prompt_max: Option<usize>,
    /// Whether it takes elements as such.
    #[serde(default)]
    pub elements: bool,
    /// Whether a request may carry a seed.
    #[serde(default)]
    pub seed: bool,
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// What a request may begin with; the first that fits what a scene has, and takes most of it, is the one.
    pub ways: Vec<Way>,
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// The first that fits counts.
    #[serde(default)]
    pub prices: Vec<PriceRow>,
    pub wire: Wire,
    /// Why it may not be made any more, as the end of a sentence.
    #[serde(default)]
    pub warning: Option<String>,
}

/// How a scene of several shots is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shots {
    /// One request with a list of shots.
    List,
    /// One request whose prompt says the cuts.
    Prompted,
    /// A request for each shot.
    Single,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sound {
    Always,
    Choice,
    /// A choice for one shot, always on for several in one request.
    AlwaysWithSeveralShots,
    /// Nothing is documented of it.
    Unsaid,
}

/// Something that a request says by one of a few words: quality, resolution.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// `quality`, as it stands in projects and behind `--set`.
    pub id: String,
    /// As people know it.
    pub label: String,
    /// The field of the request that says it; nothing where the model's name does.
    #[serde(default)]
    pub field: Option<String>,
    /// The option that counts where none was chosen; the first where none is named.
    #[serde(default)]
    pub default: Option<String>,
    pub options: Vec<ChoiceOption>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    /// As a request says it.
    pub id: String,
    pub label: String,
    /// What it stands for in the model's name on the wire; its id where nothing is named.
    #[serde(default)]
    pub sends_as: Option<String>,
    /// What it brings that its label does not tell: "1080p".
    #[serde(default)]
    pub facts: String,
}

/// What a request begins with.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    pub kind: WayKind,
    /// The model's name on the wire, with choices in braces: `kling-3.0/{quality}`.
    pub sends_as: String,
    #[serde(default)]
    pub first: Need,
    #[serde(default)]
    pub last: Need,
    /// The ratios that can be asked for, as `16:9`; none where the request does not say any.
    #[serde(default)]
    pub ratios: Vec<String>,
    /// What the request says instead of a ratio, for the picture gives it.
    #[serde(default)]
    pub ratio_from_picture: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WayKind {
    /// Words alone.
    Text,
    /// A first frame, or a first and a last.
    Frames,
}

/// Whether something is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    #[default]
    No,
    May,
    Must,
}

/// How a request is written down.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "shape", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Wire {
    /// Lists of shots and elements, as Kling 3.0 takes them.
    #[serde(rename = "kling-3.0")]
    ShotList {},
    /// A prompt, and a field for everything else.
    Plain(PlainWire),
}

/// The names of a plain request's fields; what has none is not said.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlainWire {
    #[serde(default)]
    pub seconds: Option<String>,
    #[serde(default)]
    pub ratio: Option<String>,
    #[serde(default)]
    pub sound: Option<String>,
    /// Whether the model shall cut by itself.
    #[serde(default)]
    pub several_shots: Option<String>,
    /// With `[]` behind it, a list that holds it.
    #[serde(default)]
    pub first: Option<String>,
    #[serde(default)]
    pub last: Option<String>,
}

/// What a request is made with.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    pub way: WayKind,
    /// The option of each choice, by their ids.
    pub choices: BTreeMap<String, String>,
    pub sound: bool,
    /// As the request says it.
    pub seconds: Seconds,
    pub last_frame: bool,
    pub several_shots: bool,
}

impl Choice {
    /// What counts where nothing was chosen.
    #[must_use]
    pub fn default_option(&self) -> Option<&ChoiceOption> {
        self.default.as_ref().and_then(|id| self.option(id)).or_else(|| self.options.first())
    }

    #[must_use]
    pub fn option(&self, id: &str) -> Option<&ChoiceOption> {
        self.options.iter().find(|option| option.id == id)
    }
}

/// Why something cannot be chosen on a model, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    #[error("{model} has no choice \"{choice}\"; it has {known}")]
    Unknown { model: String, choice: String, known: String },
    #[error("{model} has no {choice} \"{option}\"; it has {known}")]
    NoOption { model: String, choice: String, option: String, known: String },
}

impl Model {
    /// Every choice with what was chosen, or its default.
    ///
    /// # Errors
    /// When something was chosen that the model does not have.
    pub fn chosen(&self, chosen: &BTreeMap<String, String>) -> Result<BTreeMap<String, String>, ChoiceError> {
        let listed = |mut names: Vec<&str>| {
            if names.is_empty() {
                names.push("none");
            }
            names.join(", ")
        };
        for (id, option) in chosen {
            let Some(choice) = self.choices.iter().find(|choice| choice.id == *id) else {
                let known = listed(self.choices.iter().map(|choice| choice.id.as_str()).collect());
                return Err(ChoiceError::Unknown { model: self.name.clone(), choice: id.clone(), known });
            };
            if choice.option(option).is_none() {
                let known = listed(choice.options.iter().map(|option| option.id.as_str()).collect());
                let (model, choice) = (self.name.clone(), id.clone());
                return Err(ChoiceError::NoOption { model, choice, option: option.clone(), known });
            }
        }
        let all = self.choices.iter().filter_map(|choice| {
            let option = chosen.get(&choice.id).cloned().or_else(|| Some(choice.default_option()?.id.clone()))?;
            Some((choice.id.clone(), option))
        });
        Ok(all.collect())
    }

    /// The way of a kind.
    #[must_use]
    pub fn way(&self, kind: WayKind) -> Option<&Way> {
        self.ways.iter().find(|way| way.kind == kind)
    }

    /// The model's name on the wire.
    #[must_use]
    pub fn sent_name(&self, way: &Way, choices: &BTreeMap<String, String>) -> String {
        let mut name = way.sends_as.clone();
        for choice in &self.choices {
            if let Some(option) = choices.get(&choice.id).and_then(|id| choice.option(id)) {
                name = name.replace(&format!("{{{}}}", choice.id), option.sends_as.as_ref().unwrap_or(&option.id));
            }
        }
        name
    }

    /// Its name with what was chosen, where the name says it: "Veo 3.1 Fast".
    #[must_use]
    pub fn title(&self, choices: &BTreeMap<String, String>) -> String {
        let named = self.choices.iter().filter(|choice| choice.field.is_none());
        let labels = named.filter_map(|choice| Some(choice.option(choices.get(&choice.id)?)?.label.as_str()));
        std::iter::once(self.name.as_str()).chain(labels).collect::<Vec<_>>().join(" ")
    }

    /// What it makes, in short: "1080p · 4, 6 or 8 s".
    #[must_use]
    pub fn facts(&self, choices: &BTreeMap<String, String>) -> String {
        let mut facts = Vec::new();
        if !self.facts.is_empty() {
            facts.push(self.facts.clone());
        }
        for choice in &self.choices {
            if let Some(option) = choices.get(&choice.id).and_then(|id| choice.option(id)) {
                let said = if choice.field.is_some() { &option.label } else { &option.facts };
                if !said.is_empty() {
                    facts.push(said.clone());
                }
            }
        }
        facts.push(self.seconds.words());
        facts.join(" · ")
    }

    /// The first thing in it that no request could be made by, as a sentence.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let has_option = |choice: &str, option: &str| {
            self.choices.iter().any(|known| known.id == choice && known.option(option).is_some())
        };
        let conditions = self.rules.iter().flat_map(|rule| [&rule.when, &rule.must]);
        let unknown = conditions
            .chain(self.prices.iter().map(|row| &row.when))
            .flat_map(|condition| &condition.choices)
            .flat_map(|(choice, options)| options.iter().map(move |option| (choice, option)))
            .find(|(choice, option)| !has_option(choice, option));
        if let Some((choice, option)) = unknown {
            return Some(format!("a condition names {choice} = \"{option}\", which is no choice of it"));
        }
        if self.id.0.is_empty() || self.id.0.chars().any(|c| !(c.is_ascii_alphanumeric() || "-._".contains(c))) {
            return Some("its id is something else than letters, digits, -, . and _".to_owned());
        }
        if self.ways.is_empty() {
            return Some("it has no ways".to_owned());
        }
        if self.choices.iter().any(|choice| choice.options.is_empty()) {
            return Some("a choice has no options".to_owned());
        }
        self.seconds.fault().map(str::to_owned)
    }
}
