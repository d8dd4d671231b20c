//! The ledger's tables, and how older ones become today's.

use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::LedgerError;

/// Another program's transaction is a matter of milliseconds; a slow disk gets this long.
const BUSY_FOR: Duration = Duration::from_secs(20);

/// Each step leads from the version before to its own; what has been released is never changed.
const STEPS: &[&str] = &["
CREATE TABLE takes (
    id TEXT PRIMARY KEY NOT NULL,
    press TEXT NOT NULL,
    project TEXT NOT NULL,
    scene TEXT NOT NULL,
    shot TEXT,
    base TEXT NOT NULL,
    hash TEXT NOT NULL,
    made TEXT NOT NULL,
    price INTEGER NOT NULL CHECK (price >= 0),
    state TEXT NOT NULL,
    hold TEXT,
    hidden INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    body TEXT,
    task TEXT,
    token TEXT NOT NULL UNIQUE,
    message TEXT,
    kept INTEGER NOT NULL DEFAULT 0,
    posts INTEGER NOT NULL DEFAULT 0,
    confirmed_at INTEGER NOT NULL,
    submitted_at INTEGER,
    ended_at INTEGER,
    balance_before INTEGER,
    balance_after INTEGER,
    others INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX takes_by_project ON takes (project, confirmed_at);
CREATE INDEX takes_by_state ON takes (state);
CREATE TABLE changes (
    take TEXT NOT NULL REFERENCES takes (id),
    at INTEGER NOT NULL,
    state TEXT NOT NULL,
    note TEXT
) STRICT;
CREATE INDEX changes_by_take ON changes (take, at);
CREATE TABLE projects (
    project TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    folder TEXT,
    cap INTEGER CHECK (cap >= 0)
) STRICT;
CREATE TABLE uploads (
    base TEXT NOT NULL,
    content TEXT NOT NULL,
    address TEXT NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (base, content)
) STRICT;
CREATE TABLE nudges (
    take TEXT NOT NULL,
    task TEXT,
    at INTEGER NOT NULL
) STRICT;
"];

/// Makes a connection safe and the tables today's.
pub fn prepare(connection: &mut Connection) -> Result<(), LedgerError> {
    connection.busy_timeout(BUSY_FOR)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // Synced at each commit, not only at checkpoints.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let done = usize::try_from(version).map_err(|_| LedgerError::Newer)?;
    let steps = STEPS.get(done..).ok_or(LedgerError::Newer)?;
    for step in steps {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", i64::try_from(STEPS.len()).unwrap_or(version))?;
    transaction.commit()?;
    Ok(())
}
