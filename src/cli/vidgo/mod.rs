//! The paid path without a window: takes confirmed, followed and listed; the key; the balance; a webhook's ear.
//! Everything goes through the same account as in the window.

mod generate;
mod key;
mod listen;
mod takes;

pub use generate::{Terms, run as generate};
pub use key::{KeyDeed, run as key};
pub use listen::run as listen;
pub use takes::{balance, list, resume};

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::opened::rules;
use super::{CliError, say};
use crate::desk::{Account, AccountEvent, AccountSetup, KeyState};
use crate::store::key::SystemKeyring;
use crate::store::{Paths, Settings};
use crate::story::{Rules, TakeId};
use crate::takes::Runtime;
use crate::takes::ledger::LedgerTake;

/// A keyring that has not answered for so long waits for the user, most likely.
const SILENT: Duration = Duration::from_secs(3);

/// An account, and what wakes those who wait for it.
struct Opened {
    account: Account,
    runtime: Runtime,
    woken: Receiver<()>,
}

impl Opened {
    /// Opens the account and waits until the keyring has been asked.
    fn new() -> Result<Self, CliError> {
        Self::by(rules())
    }

    /// The same by limits and prices that are known already.
    fn by(rules: Rules) -> Result<Self, CliError> {
        let paths = Paths::find().map_err(blocked)?;
        let (settings, notes) = Settings::load(&paths.settings_file());
        let (wake, woken) = channel();
        // Nobody waits any more once this is gone.
        let wake = Arc::new(move || {
            let _ = wake.send(());
        });
        let runtime = Runtime::start().map_err(|error| blocked(crate::media::io_error::words(&error)))?;
        let (rules, keys) = (Arc::new(rules), Arc::new(SystemKeyring));
        let setup = AccountSetup { paths, rules, keys, wake, runtime: runtime.clone() };
        let (account, more) = Account::open(setup, &settings).map_err(blocked)?;
        say::notes(&notes);
        say::notes(&more);
        let mut opened = Self { account, runtime, woken };
        opened.until_keyring();
        Ok(opened)
    }

    /// Waits until the keyring has been asked; one that waits for the user is told of.
    fn until_keyring(&mut self) {
        let (begun, mut told) = (Instant::now(), false);
        while self.account.key_state() == KeyState::Looking {
            if !told && begun.elapsed() > SILENT {
                told = true;
                say::sentence("Waiting for the system's keyring; unlock it, or stop with Ctrl-C and set VIDGO_API_KEY");
            }
            self.wait();
            self.account.drain();
        }
    }

    fn needs_key(&self) -> Result<(), CliError> {
        if self.account.is_connected() {
            return Ok(());
        }
        let why = self.account.why_no_key();
        let what_to_do = match self.account.key_state() {
            KeyState::NoAnswer(_) => ", or set VIDGO_API_KEY",
            _ => "; set VIDGO_API_KEY, or run: storyreel key set",
        };
        Err(CliError::Blocked(format!("{why}{what_to_do}")))
    }

    /// Waits until something holds, and gives what happened meanwhile.
    fn until(&mut self, holds: impl Fn(&Account) -> bool) -> Vec<AccountEvent> {
        let mut events = Vec::new();
        loop {
            events.extend(self.account.drain());
            if holds(&self.account) {
                return events;
            }
            self.wait();
        }
    }

    /// Waits until something may have changed.
    fn wait(&self) {
        const AT_MOST: Duration = Duration::from_millis(500);
        if self.woken.recv_timeout(AT_MOST).is_ok() {
            while self.woken.try_recv().is_ok() {}
        }
    }
}

/// Says on standard error what takes wait for, a line each time it is something else.
#[derive(Default)]
struct Waiting {
    told: HashMap<TakeId, String>,
}

impl Waiting {
    fn tell<'a>(&mut self, account: &Account, rows: impl IntoIterator<Item = &'a LedgerTake>) {
        for row in rows {
            let line = words(account, row);
            if self.told.get(&row.id) != Some(&line) {
                say::sentence(&format!("Take {}: {line}", row.id));
                self.told.insert(row.id.clone(), line);
            }
        }
    }
}

/// What a take is doing, and what holds it up.
fn words(account: &Account, row: &LedgerTake) -> String {
    let state = row.state.label().to_lowercase();
    match account.slow(&row.id) {
        Some(why) => format!("{state}; {why}"),
        None => state,
    }
}

fn blocked(error: impl std::fmt::Display) -> CliError {
    CliError::Blocked(error.to_string())
}
