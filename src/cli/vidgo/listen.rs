//! `storyreel listen`: hears the service's calls behind the user's tunnel, and follows what was submitted meanwhile.

use super::{Opened, blocked};
use crate::cli::{CliError, Exit, say};
use crate::desk::listen::{Call, Ear};

pub fn run(port: u16) -> Result<Exit, CliError> {
    let mut opened = Opened::new()?;
    let ear = Ear::open(port, &opened.runtime).map_err(blocked)?;
    say::sentence(&format!("Listening at {}; set its public address as the webhook in the settings", ear.address()));
    loop {
        opened.account.drain();
        while let Some(Call { token, task }) = ear.next() {
            match opened.account.called(&token, task.as_deref()) {
                Ok(true) => say::sentence("The service called: a take is asked after"),
                Ok(false) => say::sentence("A call named no take of this ledger and was left alone"),
                Err(error) => say::sentence(&error.to_string()),
            }
        }
        opened.wait();
    }
}
