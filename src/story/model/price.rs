//! What a request costs on a model. A price that is not known is none: it is never 0 and never guessed.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::plan::Asked;
use super::{Condition, Model, Setting, Shots};
use crate::story::credits::Credits;
use crate::story::project::Scene;
use crate::story::units::Seconds;

/// One line of a model's price list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceRow {
    #[serde(default)]
    pub when: Condition,
    pub per: Per,
    pub credits: Credits,
    pub source: Source,
}

/// What a price is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    Second,
    Take,
}

/// Who says a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The service's own page.
    Page,
    /// The service's documents.
    Docs,
    /// A service of the same house; told as unconfirmed until a charge has been seen.
    Sister,
    /// The user's own file.
    User,
}

impl Source {
    #[must_use]
    pub fn is_confirmed(self) -> bool {
        self != Self::Sister
    }
}

/// What a take costs: the sum of its requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    Known {
        credits: Credits,
        /// Whether all of it is what the service itself says, or the user.
        is_confirmed: bool,
    },
    Unknown,
}

impl Cost {
    #[must_use]
    pub fn credits(self) -> Option<Credits> {
        match self {
            Self::Known { credits, .. } => Some(credits),
            Self::Unknown => None,
        }
    }

    /// Both together; not known where one is not.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Known { credits, is_confirmed }, Self::Known { credits: more, is_confirmed: is_more_confirmed }) => {
                Self::Known { credits: credits.plus(more), is_confirmed: is_confirmed && is_more_confirmed }
            }
            _ => Self::Unknown,
        }
    }
}

impl Model {
    /// What one take of a scene costs, and how long it is made: by the plan, without its pictures and texts.
    #[must_use]
    pub fn cost_of_scene(&self, scene: &Scene) -> (Cost, Seconds, Option<Credits>) {
        let choices = self.settled(&scene.choices);
        let shots = scene.shots.len();
        let groups: Vec<Range<usize>> = match self.shots {
            Shots::Single => (0..shots).map(|at| at..at + 1).collect(),
            Shots::List | Shots::Prompted => std::iter::once(0..shots).collect(),
        };
        let mut rate = None;
        let all = groups.into_iter().map(|group| {
            let has_start = scene.first_frame.is_some() || scene.starts_from.is_some();
            let first = if group.start == 0 { has_start } else { scene.shots[group.start].panel.is_some() };
            let asked = Asked {
                first,
                last: scene.last_frame.is_some() && group.end == shots,
                planned: scene.shots[group.clone()].iter().map(|shot| shot.seconds).sum(),
                sound: scene.sound(),
                several: group.len() > 1,
            };
            let Some((_, setting)) = self.setting(&asked, &choices) else { return (Cost::Unknown, asked.planned) };
            rate = self.row(&setting).filter(|row| row.per == Per::Second).map(|row| row.credits);
            (self.cost(&setting), setting.seconds)
        });
        let sum = all.reduce(|(cost, made), (more, longer)| (cost.plus(more), made.plus(longer)));
        let (cost, made) = sum.unwrap_or((Cost::Unknown, Seconds::ZERO));
        (cost, made, rate)
    }

    fn row(&self, setting: &Setting) -> Option<&PriceRow> {
        self.prices.iter().find(|row| row.when.holds(setting))
    }

    /// What one request costs.
    #[must_use]
    pub fn cost(&self, setting: &Setting) -> Cost {
        match self.row(setting) {
            Some(row) => {
                let credits = match row.per {
                    Per::Second => row.credits.for_seconds(setting.seconds),
                    Per::Take => row.credits,
                };
                Cost::Known { credits, is_confirmed: row.source.is_confirmed() }
            }
            None => Cost::Unknown,
        }
    }
}
