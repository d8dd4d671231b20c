//! Words on standard output and standard error.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, ErrorKind, IsTerminal as _, Write};

use serde::Serialize;

use crate::story::control;
use crate::story::list::shortened;

/// So many notes of one kind are told one by one.
const NOTES_MAX: usize = 20;

/// A result, as it is for another program; for people without what a terminal obeys. A reader that has gone away wants no more of it, and that is fine.
///
/// # Errors
/// When it cannot be written for another reason: the disk is full.
pub fn result(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let text = if out.is_terminal() { for_terminal(text) } else { Cow::Borrowed(text) };
    quiet_when_gone(out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush()))
}

/// A result as JSON.
///
/// # Errors
/// When it cannot be written.
pub fn json(value: &impl Serialize) -> io::Result<()> {
    result(&escaped(&serde_json::to_string_pretty(value)?))
}

/// A sentence for people: names, paths and the service's words in it are not obeyed by their terminal.
pub fn sentence(text: &str) {
    // Nobody is left to be told when this fails.
    let _ = writeln!(io::stderr().lock(), "{}", for_terminal(text));
}

/// Sentences of which there may be any number: the first ones, and how many more there are.
pub fn notes(notes: &[String]) {
    for note in shortened(notes, NOTES_MAX) {
        sentence(&note);
    }
}

/// A text without what a terminal obeys.
pub fn for_terminal(text: &str) -> Cow<'_, str> {
    control::cleaned(text).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// JSON that means the same, with every control character written as `\u202e`: the texts of JSON alone have them.
fn escaped(json: &str) -> String {
    let is_told = |c: char| control::is_control(c) || ('\u{2066}'..='\u{2069}').contains(&c);
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_told(c) {
            // Memory takes every letter.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

fn quiet_when_gone(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_terminal_obeys_is_not_written_to_it() {
        assert_eq!(for_terminal("Pier \u{1b}[2J\u{202e}gone"), "Pier [2Jgone");
        assert_eq!(escaped("\"a\u{202e}\u{85}\"\n"), "\"a\\u202e\\u0085\"\n");
    }

    proptest! {
        #[test]
        fn escaped_json_means_the_same(text in any::<String>()) {
            let json = escaped(&serde_json::to_string_pretty(&[&text]).unwrap());
            prop_assert!(!json.contains(control::is_control));
            prop_assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), [text]);
        }
    }
}
