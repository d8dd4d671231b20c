//! The states of a paid take, and which may follow which: what may have been charged never goes back to being unsent.

use std::fmt;

/// How far a paid take is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TakeState {
    /// Confirmed by the user, nothing sent yet.
    Queued,
    /// Its pictures are on their way, which costs nothing.
    Uploading,
    /// The one request is about to leave, or has left: it may be charged.
    Submitting,
    /// It may have been charged, and nobody knows: never sent again by itself.
    NotConfirmed,
    /// Accepted by the service.
    Waiting,
    Running,
    /// Made; its file is on its way here.
    Downloading,
    /// Its file is here.
    Ready,
    /// It was refused or failed there; nothing is charged for it.
    Failed,
    /// Taken back by the user before it was sent.
    Cancelled,
    /// Given up: closed by the user, or the service knows nothing of it any more. It counts as spent.
    Lost,
}

impl TakeState {
    pub const ALL: [Self; 11] = [
        Self::Queued,
        Self::Uploading,
        Self::Submitting,
        Self::NotConfirmed,
        Self::Waiting,
        Self::Running,
        Self::Downloading,
        Self::Ready,
        Self::Failed,
        Self::Cancelled,
        Self::Lost,
    ];

    /// As it stands in the ledger and in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Uploading => "uploading",
            Self::Submitting => "submitting",
            Self::NotConfirmed => "not_confirmed",
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Downloading => "downloading",
            Self::Ready => "ready",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Lost => "lost",
        }
    }

    /// # Errors
    /// Gives the word back that is none.
    pub fn from_code(code: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|state| state.code() == code).ok_or_else(|| code.to_owned())
    }

    /// As people read it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Queued => "Queued",
            Self::Uploading => "Uploading pictures",
            Self::Submitting => "Sending",
            Self::NotConfirmed => "Not confirmed",
            Self::Waiting => "Waiting at the service",
            Self::Running => "Generating",
            Self::Downloading => "Downloading",
            Self::Ready => "Ready",
            Self::Failed => "Failed",
            Self::Cancelled => "Cancelled",
            Self::Lost => "Closed as lost",
        }
    }

    /// Nothing has been sent, and it may still be.
    #[must_use]
    pub fn is_unsent(self) -> bool {
        matches!(self, Self::Queued | Self::Uploading)
    }

    /// It is at the service or on its way from there, as far as is known.
    #[must_use]
    pub fn is_followed(self) -> bool {
        matches!(self, Self::Waiting | Self::Running | Self::Downloading)
    }

    /// It may be charged at this moment: what an account holds proves little about others meanwhile.
    #[must_use]
    pub fn is_at_service(self) -> bool {
        self.is_followed() || matches!(self, Self::Submitting | Self::NotConfirmed)
    }

    /// A program drives it on: it is on its way there, at the service, or on its way back.
    #[must_use]
    pub fn is_driven(self) -> bool {
        self.is_unsent() || self.is_followed() || self == Self::Submitting
    }

    /// The states of a kind as a list for a query: `('queued', 'uploading')`.
    pub(super) fn sql_list(is_of_kind: impl Fn(Self) -> bool) -> String {
        let codes = Self::ALL.into_iter().filter(|state| is_of_kind(*state)).map(Self::code);
        format!("('{}')", codes.collect::<Vec<_>>().join("', '"))
    }

    /// Nothing happens to it any more by itself. What has failed or is lost goes on only when the user has it asked
    /// after and the service knows it.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Ready | Self::Failed | Self::Cancelled | Self::Lost)
    }

    /// Whether its price counts as spent, or may turn out to be.
    #[must_use]
    pub fn may_be_charged(self) -> bool {
        !matches!(self, Self::Queued | Self::Uploading | Self::Failed | Self::Cancelled)
    }

    /// Whether one may follow the other. From `Submitting` back to `Queued` only on a proven refusal.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        use TakeState::{
            Cancelled, Downloading, Failed, Lost, NotConfirmed, Queued, Ready, Running, Submitting, Uploading, Waiting,
        };
        match self {
            Queued => matches!(next, Uploading | Submitting | Cancelled | Failed),
            Uploading => matches!(next, Queued | Submitting | Cancelled | Failed),
            Submitting => matches!(next, Queued | Waiting | NotConfirmed | Failed),
            // Failed where the user says that it was not charged.
            NotConfirmed => matches!(next, Waiting | Lost | Failed),
            Waiting => matches!(next, Running | Downloading | Failed | Lost),
            Running => matches!(next, Waiting | Downloading | Failed | Lost),
            Downloading => matches!(next, Ready | Running | Waiting | Failed | Lost),
            // The service knows it after all.
            Failed => next == Waiting,
            Lost => matches!(next, Waiting | Failed),
            Ready | Cancelled => false,
        }
    }
}

impl fmt::Display for TakeState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Why a take that was confirmed waits until the user says "go on".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hold {
    /// The program ended before it was sent.
    Restart,
    /// Not enough credits.
    Credits,
    /// The key is missing or not taken.
    Key,
    /// It costs something else by now than was confirmed.
    Price,
    /// The project's cap does not allow it.
    Cap,
    /// The service could not be reached.
    Network,
    /// The take whose last frame it begins with did not come.
    Start,
}

impl Hold {
    pub const ALL: [Self; 7] =
        [Self::Restart, Self::Credits, Self::Key, Self::Price, Self::Cap, Self::Network, Self::Start];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Restart => "restart",
            Self::Credits => "credits",
            Self::Key => "key",
            Self::Price => "price",
            Self::Cap => "cap",
            Self::Network => "network",
            Self::Start => "start",
        }
    }

    /// # Errors
    /// Gives the word back that is none.
    pub fn from_code(code: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|hold| hold.code() == code).ok_or_else(|| code.to_owned())
    }

    /// What it waits for, as a sentence.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Restart => "Storyreel was closed before it was sent, so nothing was spent; send it now or cancel it",
            Self::Credits => "There are not enough credits, so nothing was spent; buy some, then send it",
            Self::Key => "The API key is missing or was not taken, so nothing was spent; check it, then send it",
            Self::Price => {
                "Its price has changed since it was confirmed, so nothing was spent; cancel it and confirm anew"
            }
            Self::Cap => "The project's cap does not allow it, so nothing was spent; raise the cap, then send it",
            Self::Network => {
                "The service could not be reached, so nothing was spent; send it when there is a connection"
            }
            Self::Start => {
                "The take whose last frame it begins with did not come, so nothing was spent; send it with the frame that \
                 is there, or cancel it"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_back() {
        for state in TakeState::ALL {
            assert_eq!(TakeState::from_code(state.code()), Ok(state));
        }
        for hold in Hold::ALL {
            assert_eq!(Hold::from_code(hold.code()), Ok(hold));
        }
        assert!(TakeState::from_code("resting").is_err());
    }

    /// Once it may have been charged, it never becomes unsent again but from the one request's proven refusal.
    #[test]
    fn what_may_be_charged_is_never_sent_again() {
        for from in TakeState::ALL {
            for to in TakeState::ALL {
                if from.may_be_charged() && to.is_unsent() {
                    assert_eq!(from.may_become(to), from == TakeState::Submitting && to == TakeState::Queued);
                }
                if from.is_over() {
                    let found = matches!(from, TakeState::Failed | TakeState::Lost) && to == TakeState::Waiting;
                    let not_charged = from == TakeState::Lost && to == TakeState::Failed;
                    assert_eq!(from.may_become(to), found || not_charged, "{from} to {to}");
                }
            }
        }
        let before: Vec<_> = TakeState::ALL.into_iter().filter(|s| s.may_become(TakeState::Submitting)).collect();
        assert_eq!(before, [TakeState::Queued, TakeState::Uploading]);
    }
}
