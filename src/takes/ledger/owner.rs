//! Which running program a take belongs to: each holds an OS lock on a file of its own, so a dead one is known at once.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::LedgerError;
use crate::store::{disk, new_id};

const FOLDER: &str = "owners";

/// This program as an owner of takes, while it runs.
#[derive(Debug)]
pub struct Owner {
    id: String,
    place: PathBuf,
    /// Locked as long as this lives, and not a moment longer, however the program ends.
    _lock: File,
}

impl Owner {
    /// Becomes an owner of takes of the ledger in a folder.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn new(ledger: &Path) -> Result<Self, LedgerError> {
        let id = new_id();
        let folder = ledger.join(FOLDER);
        disk::create_dir_all(&folder, "open the ledger")?;
        let place = folder.join(&id);
        let lock = disk::lock_file(&place, "open the ledger")?;
        Ok(Self { id, place, _lock: lock })
    }

    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        // A file that stays is unlocked and says the same.
        let _ = disk::remove_file(&self.place, "close the ledger");
    }
}

/// Whether the program of this id still runs. Where it cannot be told, it is taken to run: nothing is taken from it.
#[must_use]
pub fn is_alive(ledger: &Path, id: &str) -> bool {
    let Ok(file) = File::open(ledger.join(FOLDER).join(id)) else { return false };
    match file.try_lock() {
        Ok(()) => false,
        Err(TryLockError::WouldBlock | TryLockError::Error(_)) => true,
    }
}

/// Removes what a dead program has left.
pub fn bury(ledger: &Path, id: &str) {
    // A file that stays is unlocked and says the same.
    let _ = disk::remove_file(&ledger.join(FOLDER).join(id), "tidy the ledger");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_lives_as_long_as_its_lock() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (Owner::new(folder.path()).unwrap(), Owner::new(folder.path()).unwrap());
        assert!(a.id() != b.id() && is_alive(folder.path(), a.id()) && is_alive(folder.path(), b.id()));
        let id = a.id().to_owned();
        drop(a);
        assert!(!is_alive(folder.path(), &id) && is_alive(folder.path(), b.id()));
        assert!(!is_alive(folder.path(), "nobody"));
        std::fs::write(folder.path().join("owners/left"), "").unwrap();
        assert!(!is_alive(folder.path(), "left"));
        bury(folder.path(), "left");
        assert!(!folder.path().join("owners/left").exists());
    }
}
