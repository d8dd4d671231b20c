//! What a request costs on a model. A price that is not known is none: it is never 0 and never guessed.

use serde::{Deserialize, Serialize};

use super::{Condition, Model, Setting};
use crate::story::credits::Credits;

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
    /// What one request costs.
    #[must_use]
    pub fn cost(&self, setting: &Setting) -> Cost {
        match self.prices.iter().find(|row| row.when.holds(setting)) {
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
