//! The lengths that a request may have on a model.

use serde::Deserialize;

use crate::story::units::Seconds;

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Lengths {
    /// Every whole second from the least to the most.
    Range { min: Seconds, max: Seconds },
    /// One of these, rising.
    OneOf(Vec<Seconds>),
}

impl Lengths {
    #[must_use]
    pub fn allows(&self, seconds: Seconds) -> bool {
        self.at_least(seconds) == Some(seconds)
    }

    /// The shortest that is no shorter.
    #[must_use]
    pub fn at_least(&self, seconds: Seconds) -> Option<Seconds> {
        match self {
            Self::Range { min, max } => (seconds <= *max).then(|| seconds.max(*min)),
            Self::OneOf(all) => all.iter().copied().find(|offered| *offered >= seconds),
        }
    }

    #[must_use]
    pub fn longest(&self) -> Seconds {
        match self {
            Self::Range { max, .. } => *max,
            Self::OneOf(all) => all.last().copied().unwrap_or_default(),
        }
    }

    /// For people: `3 to 15 s`, `4, 6 or 8 s`.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Range { min, max } => format!("{} to {max}", min.0),
            Self::OneOf(all) => match all.split_last() {
                None => String::new(),
                Some((only, [])) => only.to_string(),
                Some((last, before)) => {
                    let before: Vec<String> = before.iter().map(|seconds| seconds.0.to_string()).collect();
                    format!("{} or {last}", before.join(", "))
                }
            },
        }
    }

    pub(super) fn fault(&self) -> Option<&'static str> {
        match self {
            Self::Range { min, max } => (min > max || *max > Seconds(3600)).then_some("its seconds make no sense"),
            Self::OneOf(all) => (all.is_empty() || !all.is_sorted()).then_some("its seconds are not rising"),
        }
    }
}
