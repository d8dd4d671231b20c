//! Why a task failed: the provider's own words, and beside them what to do now, where their kind is known.

/// Why a task failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The provider's own words.
    pub words: String,
    pub kind: FailureKind,
}

/// What kind of failure a provider's words tell of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The texts or the pictures were refused: the same again would be refused too.
    Policy,
    /// A fault of the provider's that passes: the same again may work.
    Passing,
    /// Words that tell nothing. Twice the same, they have been refusals (docs/service.md: replies).
    Opaque,
    /// Nothing more is known.
    Other,
}

impl Failure {
    /// Words of which nothing more is known.
    #[must_use]
    pub fn other(words: impl Into<String>) -> Self {
        Self { words: words.into(), kind: FailureKind::Other }
    }

    /// What to do now, as a sentence, where that is known; `again` tells that the very same order has failed with these
    /// words before.
    #[must_use]
    pub fn advice(&self, again: bool) -> Option<&'static str> {
        match self.kind {
            FailureKind::Policy => Some(CHANGE),
            FailureKind::Opaque if again => Some(CHANGE),
            FailureKind::Passing | FailureKind::Opaque => Some("Again as it is may work"),
            FailureKind::Other => None,
        }
    }
}

const CHANGE: &str = "Change the words or the picture before it is sent again";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_do_goes_by_the_kind_and_by_whether_it_failed_the_same_way_before() {
        let advice = |kind, again| Failure { words: "Server exception.".to_owned(), kind }.advice(again);
        assert_eq!(advice(FailureKind::Policy, false), Some(CHANGE));
        assert_eq!(advice(FailureKind::Passing, true), Some("Again as it is may work"));
        assert_eq!(advice(FailureKind::Opaque, false), advice(FailureKind::Passing, false));
        assert_eq!(advice(FailureKind::Opaque, true), Some(CHANGE));
        assert_eq!(advice(FailureKind::Other, true), None);
    }
}
