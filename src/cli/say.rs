//! Words on standard output and standard error.

use std::io::{self, ErrorKind, Write};

use serde::Serialize;

/// A result. A reader that has gone away wants no more of it, and that is fine.
///
/// # Errors
/// When it cannot be written for another reason: the disk is full.
pub fn result(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    quiet_when_gone(out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush()))
}

/// A result as JSON.
///
/// # Errors
/// When it cannot be written.
pub fn json(value: &impl Serialize) -> io::Result<()> {
    result(&serde_json::to_string_pretty(value)?)
}

/// A sentence for people.
pub fn sentence(text: &str) {
    // Nobody is left to be told when this fails.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

fn quiet_when_gone(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
