//! Work for the account away from the window's thread, and what comes back of it.

use std::sync::Arc;
use std::sync::mpsc::Sender;

use super::connection::Connection;
use super::{Account, AccountEvent};
use crate::desk::inbox::Wake;
use crate::provider::StatusError;
use crate::story::{Credits, ProjectId, TakeId};
use crate::takes::paid::{Paid, PaidError, PaidNews};

/// What has come from the background.
pub(super) enum News {
    Paid(PaidNews),
    /// What the account at an address holds.
    Balance(String, Result<Credits, NoBalance>),
    /// A project's cap, as the ledger has it.
    Cap(ProjectId, Option<Credits>),
    /// What is told on as it is.
    Event(AccountEvent),
}

/// Why it is not known what an account holds.
pub(super) struct NoBalance {
    pub(super) why: String,
    /// The service does not take the key.
    pub(super) is_key: bool,
}

impl From<PaidError> for NoBalance {
    fn from(error: PaidError) -> Self {
        let is_key = matches!(error, PaidError::NotAsked(StatusError::Key(_)));
        let why = match error {
            PaidError::NotAsked(why) => why.to_string(),
            other => other.to_string(),
        };
        Self { why, is_key }
    }
}

impl News {
    pub(super) fn done(sentence: impl Into<String>) -> Self {
        Self::Event(AccountEvent::Done(sentence.into()))
    }

    /// The first letter large, as sentences in the window begin.
    pub(super) fn trouble(error: &impl ToString) -> Self {
        Self::Event(AccountEvent::Trouble(sentence(error)))
    }
}

/// What work in the background holds of the account.
pub(super) struct Strong {
    pub(super) connection: Arc<Connection>,
    pub(super) paid: Arc<Paid>,
    sender: Sender<News>,
    wake: Wake,
}

impl Strong {
    /// Asks what an account holds, with the plain reason where there is no answer.
    pub(super) fn ask_balance(&self, base: &str, take: Option<&TakeId>) {
        let balance = self.paid.balance(base, take).map_err(NoBalance::from);
        self.send(News::Balance(base.to_owned(), balance));
    }

    pub(super) fn send(&self, news: News) {
        send(&self.sender, &self.wake, news);
    }
}

impl Account {
    pub(super) fn in_background(&self, work: impl FnOnce(&Strong) + Send + 'static) {
        let (paid, connection) = (Arc::downgrade(&self.paid), self.connection.clone());
        let (sender, wake) = (self.sender.clone(), self.wake.clone());
        let started = std::thread::Builder::new().name("account".to_owned()).spawn(move || {
            // An engine that has ended does no more work.
            if let Some(paid) = paid.upgrade() {
                work(&Strong { connection, paid, sender, wake });
            }
        });
        if let Err(error) = started {
            tracing::error!("no thread for the account: {error}");
        }
    }
}

pub(super) fn send(sender: &Sender<News>, wake: &Wake, news: News) {
    // Nobody listens any more once the account is gone; then there is nobody to tell.
    if sender.send(news).is_ok() {
        wake();
    }
}

pub(super) fn sentence(error: &impl ToString) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
