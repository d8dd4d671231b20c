//! What kind of failure or refusal the service's words tell of (docs/service.md: replies), so that a word of ours can stand
//! beside them. Its words come in no fixed form: they are searched for the ones that were seen.

use crate::provider::{Failure, FailureKind};

/// Texts or pictures that were refused.
const POLICY: [&str; 16] = [
    "policy",
    "policies",
    "moderation",
    "sensitive",
    "prohibited",
    "inappropriate",
    "violat",
    "nsfw",
    "unsafe",
    "safety",
    "risk control",
    "copyright",
    "not allowed",
    "forbidden content",
    "content_moderation",
    "flagged",
];

/// Faults that pass.
const PASSING: [&str; 13] = [
    "internal error",
    "internal server error",
    "try again later",
    "try later",
    "please retry",
    "temporarily",
    "timeout",
    "timed out",
    "overloaded",
    "too busy",
    "service unavailable",
    "upstream",
    "high load",
];

/// Words that tell nothing.
const OPAQUE: [&str; 2] = ["server exception", "server error"];

/// A failure by the service's words, or without any.
#[must_use]
pub fn failure(words: Option<String>) -> Failure {
    let Some(words) = words else { return Failure::other("the service gave no reason") };
    let kind = kind(&words);
    Failure { words, kind }
}

fn kind(words: &str) -> FailureKind {
    let words = words.to_lowercase();
    let tells = |all: &[&str]| all.iter().any(|told| words.contains(told));
    if tells(&POLICY) {
        FailureKind::Policy
    } else if tells(&PASSING) {
        FailureKind::Passing
    } else if tells(&OPAQUE) {
        FailureKind::Opaque
    } else {
        FailureKind::Other
    }
}

/// Whether a refusal (HTTP 400 or 404) says that the model is not offered.
#[must_use]
pub fn is_about_model(status: u64, words: &str) -> bool {
    const GONE: [&str; 15] = [
        "not found",
        "not exist",
        "doesn't exist",
        "no such",
        "not supported",
        "unsupported",
        "not available",
        "unavailable",
        "no longer",
        "not offered",
        "invalid model",
        "unknown model",
        "deprecated",
        "removed",
        "offline",
    ];
    let words = words.to_lowercase();
    // A task that is submitted names nothing else by which it could be missing.
    status == 404 || (words.contains("model") && GONE.iter().any(|gone| words.contains(gone)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_failures_by_the_services_words() {
        for (words, wanted) in [
            ("The prompt violates our content policy", FailureKind::Policy),
            ("Content moderation failed: internal error", FailureKind::Policy),
            ("Sensitive words in the prompt", FailureKind::Policy),
            ("Internal Error", FailureKind::Passing),
            ("Service is busy, please try again later.", FailureKind::Passing),
            ("Server exception", FailureKind::Opaque),
            ("SERVER EXCEPTION (9)", FailureKind::Opaque),
            ("Internal server error", FailureKind::Passing),
            ("The picture could not be fetched", FailureKind::Other),
        ] {
            assert_eq!(failure(Some(words.to_owned())), Failure { words: words.to_owned(), kind: wanted });
        }
        assert_eq!(failure(None), Failure::other("the service gave no reason"));
    }

    #[test]
    fn a_model_that_is_gone_is_told_apart_from_other_refusals() {
        assert!(is_about_model(400, "Model kling-3.0/pro not found"));
        assert!(is_about_model(400, "Unsupported model"));
        assert!(is_about_model(404, "resource not found"));
        assert!(!is_about_model(400, "duration must be 3 to 15 for this model"));
        assert!(!is_about_model(400, "picture not found"));
    }
}
