//! The ledger's tables, and how older ones become today's.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::LedgerError;
use crate::store::disk;

/// Another program's transaction is a matter of milliseconds; a slow disk gets this long.
const BUSY_FOR: Duration = Duration::from_secs(20);

/// Each step leads from the version before to its own; what has been released is never changed.
///
/// Times are milliseconds since 1970 in UTC, amounts hundredths of a credit (whole credits before version 2).
const STEPS: &[&str] = &[
    "
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
",
    // Columns are called for what they hold; what was charged and refunded is on record; every row knows its service,
    // its model, what it makes, the folder it was ordered from and, in an order of several rows, its place.
    "
ALTER TABLE takes RENAME COLUMN press TO batch;
ALTER TABLE takes RENAME COLUMN made TO ordered;
ALTER TABLE takes RENAME COLUMN price TO price_hundredths;
ALTER TABLE takes RENAME COLUMN token TO webhook_token;
ALTER TABLE takes RENAME COLUMN kept TO in_project;
ALTER TABLE takes RENAME COLUMN posts TO requests_sent;
ALTER TABLE takes RENAME COLUMN others TO others_in_flight;
ALTER TABLE takes RENAME COLUMN balance_before TO balance_before_hundredths;
ALTER TABLE takes RENAME COLUMN balance_after TO balance_after_hundredths;
ALTER TABLE takes ADD COLUMN service TEXT NOT NULL DEFAULT 'vidgo';
ALTER TABLE takes ADD COLUMN model TEXT NOT NULL DEFAULT 'kling-3.0';
ALTER TABLE takes ADD COLUMN kind TEXT NOT NULL DEFAULT 'video';
ALTER TABLE takes ADD COLUMN chain TEXT;
ALTER TABLE takes ADD COLUMN chain_place INTEGER NOT NULL DEFAULT 0;
ALTER TABLE takes ADD COLUMN waits_for TEXT REFERENCES takes (id);
ALTER TABLE takes ADD COLUMN folder TEXT;
ALTER TABLE takes ADD COLUMN idempotency_key TEXT NOT NULL DEFAULT '';
ALTER TABLE takes ADD COLUMN charged_hundredths INTEGER CHECK (charged_hundredths >= 0);
ALTER TABLE takes ADD COLUMN refunded_hundredths INTEGER CHECK (refunded_hundredths >= 0);
ALTER TABLE takes ADD COLUMN charge_source TEXT;
ALTER TABLE takes ADD COLUMN refund_looked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE projects RENAME COLUMN cap TO cap_hundredths;
UPDATE takes SET
    price_hundredths = min(price_hundredths, 92233720368547758) * 100,
    balance_before_hundredths = min(balance_before_hundredths, 92233720368547758) * 100,
    balance_after_hundredths = min(balance_after_hundredths, 92233720368547758) * 100,
    folder = (SELECT projects.folder FROM projects WHERE projects.project = takes.project),
    idempotency_key = id;
UPDATE projects SET cap_hundredths = min(cap_hundredths, 92233720368547758) * 100;
",
];

/// Makes a connection safe and the tables today's. Before a step, the ledger as it was is kept beside.
pub fn prepare(connection: &mut Connection, file: &Path) -> Result<(), LedgerError> {
    connection.busy_timeout(BUSY_FOR)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // Synced at each commit, not only at checkpoints.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let before = version(connection)?;
    if before > 0 && before < STEPS.len() {
        keep_copy(connection, file, before)?;
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have been faster.
    let steps = STEPS.get(version(&transaction)?..).ok_or(LedgerError::Newer)?;
    for step in steps {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", i64::try_from(STEPS.len()).unwrap_or(i64::MAX))?;
    transaction.commit()?;
    Ok(())
}

fn version(connection: &Connection) -> Result<usize, LedgerError> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    usize::try_from(version).map_err(|_| LedgerError::Newer)
}

/// Keeps the ledger of an older version beside, whole, under a name of its own: `ledger.sqlite.version-1`.
fn keep_copy(connection: &Connection, file: &Path, version: usize) -> Result<(), LedgerError> {
    let named = |ending: &str| {
        let mut name = file.file_name().unwrap_or_default().to_owned();
        name.push(ending);
        file.with_file_name(name)
    };
    let copy = named(&format!(".version-{version}"));
    if copy.exists() {
        return Ok(());
    }
    // A copy that broke off must not be taken for one.
    let unfinished = named(&format!(".{}.part", crate::store::new_id()));
    let target = unfinished.to_str().ok_or_else(|| LedgerError::Damaged("its path is no Unicode".to_owned()))?;
    connection.execute("VACUUM INTO ?1", [target])?;
    disk::keep_private(&unfinished);
    disk::rename(&unfinished, &copy, "keep the money ledger as it was")?;
    Ok(())
}
