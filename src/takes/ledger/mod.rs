//! The money ledger: one row for each take that a user confirmed, in the user's data folder. Every change of a row is one
//! transaction that is synced before anything follows from it; what may have been charged is never forgotten.

mod confirm;
mod evidence;
mod figures;
mod films;
mod folders;
mod others;
mod owner;
mod row;
mod schema;
mod several;
mod spending;
mod state;
mod steps;
#[cfg(test)]
mod tests;
mod uploads;
mod waiting;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode};

pub use confirm::{ConfirmError, NewTake, Same};
pub use evidence::{CHARGE_LOOKS, REFUND_LOOKS};
pub use figures::{Amounts, Standing};
pub use folders::Elsewhere;
pub use owner::{Owner, bury, is_alive};
pub use row::{Change, ChargeSource, LedgerTake, TakeKind};
pub use spending::{SpendLine, Spending, usual_time};
pub use state::{Hold, TakeState};
pub use steps::{NotSubmitted, SubmitTerms};

use crate::media::io_error;
use crate::store::{DiskError, disk};
use crate::story::TakeId;

const FILE: &str = "ledger.sqlite";
const FILMS: &str = "takes";
/// What SQLite keeps beside it: changes that are not in it yet.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// Why the ledger could not be read or written. Nothing is sent without it.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error(transparent)]
    Disk(#[from] DiskError),
    #[error("the money ledger cannot be used: {}", sql_words(.0))]
    Sql(#[from] rusqlite::Error),
    #[error("the money ledger was made by a newer Storyreel; update Storyreel to generate")]
    Newer,
    #[error("the money ledger is damaged: {0}")]
    Damaged(String),
    #[error("the ledger has no such take")]
    NoTake,
    /// Something else has happened to the take meanwhile.
    #[error("the take is {} by now", .0.label().to_lowercase())]
    Otherwise(TakeState),
}

/// The ledger; clones are the same one. Any number of programs may have it open.
#[derive(Clone, Debug)]
pub struct Ledger {
    folder: Arc<PathBuf>,
    connection: Arc<Mutex<Connection>>,
}

impl Ledger {
    /// Opens the ledger in a folder, or makes it.
    ///
    /// # Errors
    /// When the disk refuses, or what is there is no ledger that this version knows.
    pub fn open(folder: &Path) -> Result<Self, LedgerError> {
        let what = "make the money ledger";
        disk::private_folder(folder, what)?;
        disk::create_dir_all(&folder.join(FILMS), what)?;
        let file = folder.join(FILE);
        disk::private_file(&file, what)?;
        let mut connection = Connection::open(&file)?;
        schema::prepare(&mut connection, &file)?;
        // SQLite makes them with the permissions of the ledger itself: these are what older versions left.
        for beside in BESIDE {
            disk::keep_private(&folder.join(format!("{FILE}{beside}")));
        }
        Ok(Self { folder: Arc::new(folder.to_owned()), connection: Arc::new(Mutex::new(connection)) })
    }

    /// The same, but where there is none yet, none is made.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_if_there(folder: &Path) -> Result<Option<Self>, LedgerError> {
        if folder.join(FILE).is_file() { Self::open(folder).map(Some) } else { Ok(None) }
    }

    /// Where it lies.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where a take's film lies or will lie.
    #[must_use]
    pub fn film_of(&self, take: &TakeId) -> PathBuf {
        self.folder.join(FILMS).join(format!("{take}.mp4"))
    }

    /// A panic leaves a transaction undone, not half done.
    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// # Errors
    /// When there is none, or the ledger cannot be read.
    pub fn get(&self, take: &TakeId) -> Result<LedgerTake, LedgerError> {
        let connection = self.connection();
        row::read(&connection, take)
    }

    /// All takes, the newest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn all(&self) -> Result<Vec<LedgerTake>, LedgerError> {
        row::read_all(&self.connection(), "1", [])
    }

    /// Takes to which something may still happen, and ready ones that no project has yet; the oldest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn unfinished(&self) -> Result<Vec<LedgerTake>, LedgerError> {
        let mut all = row::read_all(
            &self.connection(),
            &format!(
                "state IN {} OR (state = 'ready' AND in_project = 0)",
                TakeState::sql_list(|state| !state.is_over())
            ),
            [],
        )?;
        all.reverse();
        Ok(all)
    }

    /// Everything that happened to a take, the oldest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn changes(&self, take: &TakeId) -> Result<Vec<Change>, LedgerError> {
        row::changes(&self.connection(), take)
    }
}

/// Why SQLite refused, in the words that every other file is told in.
fn sql_words(error: &rusqlite::Error) -> String {
    let of_disk = |kind: io::ErrorKind| io_error::words(&kind.into());
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => of_disk(io::ErrorKind::StorageFull),
        Some(ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => of_disk(io::ErrorKind::PermissionDenied),
        Some(ErrorCode::ReadOnly) => of_disk(io::ErrorKind::ReadOnlyFilesystem),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => of_disk(io::ErrorKind::ResourceBusy),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => "its file is damaged".to_owned(),
        Some(ErrorCode::SystemIoFailure) => "the disk refused it".to_owned(),
        _ => error.to_string(),
    }
}

/// Times stand in the ledger as milliseconds since 1970, in UTC.
fn now() -> i64 {
    Timestamp::now().as_millisecond()
}

fn time(milliseconds: i64) -> Result<Timestamp, LedgerError> {
    Timestamp::from_millisecond(milliseconds).map_err(|error| LedgerError::Damaged(error.to_string()))
}
