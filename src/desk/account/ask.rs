//! What the window asks of the account without waiting: each is done in the background, and what comes of it is an event.

use std::path::{Path, PathBuf};

use super::background::{News, Strong, sentence};
use super::quote::Terms;
use super::{Account, AccountEvent, Quote, Wanted};
use crate::desk::telling;
use crate::store::destination::{Destination, DestinationError, Replace, Writing};
use crate::story::{Credits, Pictures, Project, TakeId};
use crate::takes::ledger::{ConfirmError, Same};
use crate::takes::paid::PaidError;

/// What may be done with a take on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Take it back before it is sent.
    Cancel,
    /// Send what waits for the user.
    GoOn,
    Hide,
    Unhide,
    CloseAsLost,
    /// Close a take of which nobody knows as one that was not charged: it counts nothing.
    NotCharged,
    /// Count what a failed take cost as given back.
    GivenBack,
    /// Ask the service again after a take that was closed as lost or failed.
    AskAgain,
    /// Fetch a film again that does not come.
    FetchAgain,
}

/// What would be sent, and what for.
#[derive(Clone, Debug, PartialEq)]
pub struct Quoted {
    pub wanted: Wanted,
    /// As it was given when it was asked for.
    pub mark: u64,
    /// A sentence, when there is nothing to send or an error stands in the way.
    pub quote: Result<Quote, String>,
}

/// Why nothing was confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The very same was confirmed already, as this take, and nobody was asked.
    Same(TakeId),
    Cap {
        would_be: Credits,
        cap: Credits,
    },
    /// A sentence.
    Other(String),
}

impl From<ConfirmError> for Refusal {
    fn from(error: ConfirmError) -> Self {
        match error {
            ConfirmError::SameInFlight(take) => Self::Same(take),
            ConfirmError::OverCap { would_be, cap } => Self::Cap { would_be, cap },
            other => Self::Other(sentence(&other)),
        }
    }
}

impl Strong {
    pub(super) fn tell_cap(&self, project: crate::story::ProjectId) {
        if let Ok(standing) = self.paid.ledger().standing(&project) {
            self.send(News::Cap(project, standing.cap));
        }
    }
}

impl Account {
    pub(super) fn terms(&self) -> Terms {
        Terms { rules: self.rules.clone(), base: self.base(), ledger: self.ledger().clone() }
    }

    /// Asks what would be sent; it comes as an event with this mark.
    pub fn ask_quote(&self, project: &Project, pictures: &Pictures, wanted: &Wanted, mark: u64) {
        let (project, pictures, wanted, terms) = (project.clone(), pictures.clone(), wanted.clone(), self.terms());
        self.in_background(move |account| {
            let quote = Quote::by(&project, &pictures, &terms, &wanted);
            account.send(News::Event(AccountEvent::Quoted(Box::new(Quoted { wanted, mark, quote }))));
            account.tell_cap(project.id);
        });
    }

    /// Puts the user's confirmation on record, ordered from the project's folder, and begins; what came of it is an event.
    pub fn ask_confirm(&self, quote: &Quote, folder: &Path, takes_each: u32, same: Same) {
        let takes = quote.new_takes(takes_each, Some(folder));
        self.in_background(move |account| {
            let made = account.paid.confirm(&takes, same);
            let ids = made.map(|made| made.into_iter().map(|take| take.id).collect());
            account.send(News::Event(AccountEvent::Confirmed(ids.map_err(Refusal::from))));
        });
    }

    /// Does something with a take; where it cannot be done any more, a sentence says so.
    pub fn ask_to(&self, take: &TakeId, act: Act) {
        let take = take.clone();
        self.in_background(move |account| {
            let done: Result<_, PaidError> = match act {
                Act::Cancel => account.paid.cancel(&take).map_err(PaidError::from),
                Act::GoOn => account.paid.go_on(&take).map_err(PaidError::from),
                Act::Hide => account.paid.set_hidden(&take, true).map_err(PaidError::from),
                Act::Unhide => account.paid.set_hidden(&take, false).map_err(PaidError::from),
                Act::CloseAsLost => account.paid.close_as_lost(&take).map_err(PaidError::from),
                Act::NotCharged => account.paid.not_charged(&take).map_err(PaidError::from),
                Act::GivenBack => account.paid.given_back(&take).map_err(PaidError::from),
                Act::AskAgain => {
                    let answer = account.paid.ask_again(&take);
                    if matches!(answer, Err(PaidError::StillFailed(_)))
                        && let Ok(row) = account.paid.ledger().get(&take)
                    {
                        // What has become of its money is asked as well.
                        account.ask_balance(&row.base, Some(&take));
                    }
                    answer
                }
                Act::FetchAgain => account.paid.fetch_again(&take),
            };
            if let Err(error) = done {
                account.send(News::trouble(&error));
            }
        });
    }

    /// Closes a take that was not confirmed and confirms the same anew: a row of its own, which may be charged a second
    /// time. The user has been told. Where the cap does not allow it or the ledger cannot be written, nothing has changed
    /// and a sentence says so.
    pub fn ask_to_send_again(&self, take: &TakeId) {
        let (take, rules) = (take.clone(), self.rules.clone());
        self.in_background(move |account| {
            let again = || -> Result<(), ConfirmError> {
                let row = account.paid.ledger().get(&take)?;
                account
                    .paid
                    .confirm(&Quote::again(&row, &rules).new_takes(1, row.folder.as_deref()), Same::MakeAnother)?;
                account.paid.close_as_lost(&take)?;
                Ok(())
            };
            if let Err(error) = again() {
                account.send(News::trouble(&error));
            }
        });
    }

    /// Sets a project's cap, or takes it away.
    pub fn ask_cap(&mut self, project: &Project, cap: Option<Credits>) {
        self.caps.insert(project.id.clone(), cap);
        self.revision += 1;
        let (id, name) = (project.id.clone(), project.name.clone());
        self.in_background(move |account| {
            if let Err(error) = account.paid.ledger().set_cap(&id, &name, cap) {
                account.send(News::trouble(&error));
            }
            account.tell_cap(id);
        });
    }

    /// Asks for everything about a take as a text for the service's support; it comes as an event.
    pub fn ask_details(&self, take: &TakeId) {
        let take = take.clone();
        self.in_background(move |account| {
            let ledger = account.paid.ledger();
            let read = ledger.get(&take).and_then(|row| Ok((ledger.changes(&take)?, row)));
            account.send(match read {
                Ok((changes, row)) => News::Event(AccountEvent::Details(telling::details(&row, &changes))),
                Err(error) => News::trouble(&error),
            });
        });
    }

    /// Writes every paid take as CSV into a file of the user's; a sentence comes of it.
    pub fn ask_to_save_spending(&self, file: PathBuf, replace: Replace) {
        let rules = self.rules.clone();
        self.in_background(move |account| {
            let place = Destination::one(&file, Writing::Straight, None, &replace);
            account.send(match (place, account.paid.ledger().spending_csv(&rules.prices)) {
                (Err(DestinationError::Exists(_)), _) => News::Event(AccountEvent::WouldReplace(file)),
                (Err(error), _) => News::trouble(&error),
                (_, Err(error)) => News::trouble(&error),
                (Ok(place), Ok(table)) => match place.write(table.as_bytes()) {
                    Ok(()) => News::done(format!("The spending lies in {}", file.display())),
                    Err(DestinationError::Exists(_)) => News::Event(AccountEvent::WouldReplace(file)),
                    Err(error) => News::trouble(&error),
                },
            });
        });
    }
}
