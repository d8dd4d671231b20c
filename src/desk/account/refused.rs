//! Whether the service takes the key that is set: what it said of it last.

use jiff::Timestamp;

use super::{Account, NoBalance};
use crate::story::Credits;
use crate::takes::ledger::{Hold, LedgerTake};

/// That the service did not take the key.
#[derive(Debug)]
pub(super) struct RefusedKey {
    pub why: String,
    /// It refused a request, not a question.
    of_request: bool,
}

impl Account {
    pub(super) fn balance_came(&mut self, balance: &Result<Credits, NoBalance>) {
        let is_tried = std::mem::take(&mut self.trying_key);
        self.balance_fault = balance.as_ref().err().map(|error| error.why.clone());
        match balance {
            Ok(credits) => {
                self.balance = Some((*credits, Timestamp::now()));
                // What a request was refused with counts until one is taken, or until people have tried the key.
                let is_well = self.key_refused.take_if(|refusal| is_tried || !refusal.of_request).is_some();
                self.takes_revision += u64::from(is_well);
            }
            Err(error) if error.is_key => {
                self.takes_revision += u64::from(self.key_refused.is_none());
                if self.key_refused.is_none() {
                    self.key_refused = Some(RefusedKey { why: error.why.clone(), of_request: false });
                }
            }
            Err(_) => {}
        }
    }

    /// What a take's row says of the key.
    pub(super) fn hear_of_key(&mut self, row: &LedgerTake) {
        if row.base != self.base().as_str() {
            return;
        }
        let known = self.take(&row.id);
        if row.hold == Some(Hold::Key) && known.is_none_or(|known| known.hold != row.hold) && self.is_connected() {
            self.key_refused = Some(RefusedKey { why: refusal_of(row), of_request: true });
        } else if row.state.is_followed() && known.is_none_or(|known| !known.state.is_followed()) {
            self.key_refused = None;
        }
    }
}

/// Why the key was not taken, of a take that waits for another one.
fn refusal_of(row: &LedgerTake) -> String {
    let why = row.message.as_deref().and_then(|message| message.strip_prefix(Hold::Key.sentence()));
    match why.map(|why| why.trim_matches([' ', '(', ')'])).filter(|why| !why.is_empty()) {
        Some(why) => format!("the key was not taken: {why}"),
        None => "the key was not taken".to_owned(),
    }
}
