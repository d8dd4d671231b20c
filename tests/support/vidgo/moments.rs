//! The server's own moments, at which a test may do something: mostly, end the client's process.

use std::sync::{Arc, Mutex, PoisonError};

/// Where in an exchange the server is. It goes on when the test's function returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// A submit's first line has come; nothing else is read.
    SubmitConnected,
    SubmitHeadersRead,
    /// All of the body is read; nothing is charged.
    SubmitBodyRead,
    /// Charged and its task begun; nothing is replied.
    SubmitCharged,
    SubmitReplied,
    /// A whole picture is read; it is not kept yet.
    UploadRead,
    UploadReplied,
    StatusAsked,
    StatusReplied,
    FileAsked,
    /// Half of the video is sent.
    FileHalf,
    FileSent,
    BalanceAsked,
}

impl Moment {
    pub const ALL: [Self; 13] = [
        Self::SubmitConnected,
        Self::SubmitHeadersRead,
        Self::SubmitBodyRead,
        Self::SubmitCharged,
        Self::SubmitReplied,
        Self::UploadRead,
        Self::UploadReplied,
        Self::StatusAsked,
        Self::StatusReplied,
        Self::FileAsked,
        Self::FileHalf,
        Self::FileSent,
        Self::BalanceAsked,
    ];
}

type Told = Arc<dyn Fn(Moment) + Send + Sync>;

/// Whom the moments are told.
#[derive(Default)]
pub struct Moments(Mutex<Option<Told>>);

impl Moments {
    pub fn set(&self, told: Option<Told>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = told;
    }

    /// Holds no lock while the test's function runs: it may ask the server anything.
    pub fn say(&self, moment: Moment) {
        let told = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(told) = told {
            told(moment);
        }
    }
}
