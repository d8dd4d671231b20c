//! `storyreel key`: the API key into the keyring, tried, and out of it. It is never an argument: those are seen by all.

use std::io::IsTerminal as _;

use clap::ValueEnum;

use super::{Opened, blocked, takes};
use crate::cli::{CliError, Exit, say};
use crate::store::key::{ApiKey, KeyStore as _, SystemKeyring};

/// What is done with the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KeyDeed {
    /// Read it from standard input and keep it in the system's keyring
    Set,
    /// Ask the balance with it
    Test,
    /// Remove it from the system's keyring
    Forget,
}

pub fn run(deed: KeyDeed) -> Result<Exit, CliError> {
    match deed {
        KeyDeed::Test => takes::balance(),
        KeyDeed::Set => {
            let text = if std::io::stdin().is_terminal() {
                rpassword::prompt_password("API key: ")?
            } else {
                let mut line = String::new();
                std::io::stdin().read_line(&mut line)?;
                line
            };
            let key = ApiKey::new(&text).map_err(|fault| CliError::Unusable(fault.to_string()))?;
            let base = Opened::new()?.account.base();
            SystemKeyring.set(base.as_str(), &key).map_err(blocked)?;
            say::sentence(&format!("The key {} is kept in the keyring for {base}", key.masked()));
            Ok(Exit::Fine)
        }
        KeyDeed::Forget => {
            let base = Opened::new()?.account.base();
            SystemKeyring.forget(base.as_str()).map_err(blocked)?;
            say::sentence(&format!("The keyring has no key for {base} any more"));
            Ok(Exit::Fine)
        }
    }
}
