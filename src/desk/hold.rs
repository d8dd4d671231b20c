//! One window at a time writes into a project: the others show it, and save only copies.

use super::Desk;
use crate::store::ProjectFolder;
use crate::store::lock::{Holder, Lock, Locked};

/// Someone else has the project open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub holder: Option<Holder>,
    /// It is another machine that says so, and it may be long gone.
    pub elsewhere: bool,
}

impl Held {
    /// Why nothing is saved, and what to do.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("Not saved: the project is open {}; save a copy to keep what you change here", self.place())
    }

    /// "in another window since 12:30".
    #[must_use]
    pub fn place(&self) -> String {
        match &self.holder {
            Some(holder) if self.elsewhere => holder.told(),
            Some(holder) => format!("in another window {}", holder.told()),
            None => "in another window".to_owned(),
        }
    }
}

/// The lock of a project, or who has it.
pub(super) enum Hold {
    Ours(Option<Lock>),
    Theirs(Held),
}

impl Hold {
    pub(super) fn of(folder: &ProjectFolder, anyway: bool) -> Self {
        match folder.lock(anyway) {
            Ok(Locked::Ours(lock)) => Self::Ours(Some(lock)),
            Ok(Locked::Taken(holder)) => Self::Theirs(Held { holder, elsewhere: false }),
            Ok(Locked::Elsewhere(holder)) => Self::Theirs(Held { holder: Some(holder), elsewhere: true }),
            // A disk without locks, or one that can only be read: saving will tell what it cannot.
            Err(error) => {
                tracing::warn!("{error}");
                Self::Ours(None)
            }
        }
    }

    pub(super) fn into_parts(self) -> (Option<Lock>, Option<Held>) {
        match self {
            Self::Ours(lock) => (lock, None),
            Self::Theirs(held) => (None, Some(held)),
        }
    }
}

impl Desk {
    /// Who else has the project open, so that nothing is saved here.
    #[must_use]
    pub fn held(&self) -> Option<&Held> {
        self.held.as_ref()
    }
}
