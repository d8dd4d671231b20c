//! Prompts: how long they count, and the `@` mentions in them.

use super::Checked;

const LENGTH_MAX: usize = 2500;
/// What the mention of an element counts, whatever its length.
const MENTION: usize = 37;

/// A prompt against the names that it may mention.
pub fn check(prompt: &str, names: &[&str]) -> Checked<()> {
    if prompt.trim().is_empty() {
        return Err("a prompt is empty".to_owned());
    }
    if let Some(unknown) = mentions(prompt).find(|mention| !names.contains(mention)) {
        return Err(format!("no element is called {unknown}"));
    }
    // Each mention is known here: its `@` and letters make place for what it counts.
    let letters: usize = mentions(prompt).map(|mention| mention.len() + 1).sum();
    let counted = prompt.chars().count() - letters + mentions(prompt).count() * MENTION;
    if counted > LENGTH_MAX { Err(format!("a prompt counts {counted}, over {LENGTH_MAX}")) } else { Ok(()) }
}

/// The names after each `@` that begins a mention: letters, digits and `_`, not right after one of these.
pub fn mentions(prompt: &str) -> impl Iterator<Item = &str> {
    prompt.match_indices('@').filter_map(|(at, _)| {
        let before = prompt[..at].chars().next_back();
        let rest = &prompt[at + 1..];
        let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(rest.len());
        let is_one = end > 0 && !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
        is_one.then(|| &rest[..end])
    })
}
