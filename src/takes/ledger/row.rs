//! Rows of the ledger as values.

use std::fmt;

use jiff::Timestamp;
use rusqlite::{Connection, Params, Row, params};

use super::{Hold, LedgerError, TakeState, time};
use crate::provider::{OrderHash, TaskId};
use crate::story::{Credits, Order, ProjectId, SceneId, ShotId, TakeId};

/// One confirmed take.
#[derive(Clone, PartialEq)]
pub struct LedgerTake {
    pub id: TakeId,
    /// Takes that were confirmed together share it.
    pub press: String,
    pub project: ProjectId,
    pub scene: SceneId,
    /// Set when the shot was sent alone.
    pub shot: Option<ShotId>,
    /// The service's address.
    pub base: String,
    /// Over everything that is sent, pictures by content.
    pub hash: OrderHash,
    pub order: Order,
    /// As it was confirmed.
    pub price: Credits,
    pub state: TakeState,
    /// Why it waits for the user; only while it is unsent.
    pub hold: Option<Hold>,
    /// The user does not want to see it; it is followed all the same.
    pub hidden: bool,
    /// The program that has it in its hands.
    pub owner: Option<String>,
    /// The exact request, once it was written.
    pub body: Option<String>,
    pub task: Option<TaskId>,
    /// Unguessable; a webhook names it.
    pub token: String,
    /// Why it stands where it stands, in the service's or our words.
    pub message: Option<String>,
    /// Whether it lies in the project.
    pub kept: bool,
    /// How often the request has left.
    pub posts: u32,
    pub confirmed_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// The account before the request and after the end.
    pub balance_before: Option<Credits>,
    pub balance_after: Option<Credits>,
    /// How many other takes were on their way meanwhile: then the balance proves little.
    pub others: u32,
}

impl LedgerTake {
    /// Whether nothing more happens to it without the user.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        match self.state {
            TakeState::Ready => self.kept || self.message.is_some(),
            TakeState::NotConfirmed => true,
            TakeState::Queued => self.hold.is_some(),
            state => state.is_over(),
        }
    }
}

impl fmt::Debug for LedgerTake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("LedgerTake");
        out.field("id", &self.id).field("state", &self.state).field("hold", &self.hold).field("task", &self.task);
        out.field("price", &self.price).field("posts", &self.posts).field("message", &self.message);
        out.field("kept", &self.kept).finish_non_exhaustive()
    }
}

/// Something that happened to a take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub at: Timestamp,
    pub state: TakeState,
    pub note: Option<String>,
}

/// More takes than this are in no ledger that was filled by hand.
const MOST: u32 = 100_000;

const COLUMNS: &str =
    "id, press, project, scene, shot, base, hash, made, price, state, hold, hidden, owner, body, task,
    token, message, kept, posts, confirmed_at, submitted_at, ended_at, balance_before, balance_after, others";

pub(super) fn read(connection: &Connection, take: &TakeId) -> Result<LedgerTake, LedgerError> {
    read_all(connection, "id = ?1", params![take.as_str()])?.pop().ok_or(LedgerError::NoTake)
}

/// The newest first.
pub(super) fn read_all(
    connection: &Connection,
    condition: &str,
    params: impl Params,
) -> Result<Vec<LedgerTake>, LedgerError> {
    let sql =
        format!("SELECT {COLUMNS} FROM takes WHERE {condition} ORDER BY confirmed_at DESC, rowid DESC LIMIT {MOST}");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(of(row)?);
    }
    Ok(all)
}

fn of(row: &Row<'_>) -> Result<LedgerTake, LedgerError> {
    let id: String = row.get(0)?;
    let damaged = |why: String| LedgerError::Damaged(format!("take {id}: {why}"));
    let made: String = row.get(7)?;
    let state: String = row.get(9)?;
    let hold: Option<String> = row.get(10)?;
    let credits = |n: Option<i64>| n.map(|n| Credits(u64::try_from(n).unwrap_or(0)));
    let at = |n: Option<i64>| n.map(time).transpose();
    Ok(LedgerTake {
        press: row.get(1)?,
        project: ProjectId::new(row.get::<_, String>(2)?),
        scene: SceneId::new(row.get::<_, String>(3)?),
        shot: row.get::<_, Option<String>>(4)?.map(ShotId::new),
        base: row.get(5)?,
        hash: OrderHash(row.get(6)?),
        order: serde_json::from_str(&made).map_err(|error| damaged(error.to_string()))?,
        price: credits(row.get(8)?).unwrap_or_default(),
        state: TakeState::from_code(&state).map_err(&damaged)?,
        hold: hold.map(|hold| Hold::from_code(&hold)).transpose().map_err(&damaged)?,
        hidden: row.get(11)?,
        owner: row.get(12)?,
        body: row.get(13)?,
        task: row.get::<_, Option<String>>(14)?.map(TaskId),
        token: row.get(15)?,
        message: row.get(16)?,
        kept: row.get(17)?,
        posts: row.get(18)?,
        confirmed_at: time(row.get(19)?)?,
        submitted_at: at(row.get(20)?)?,
        ended_at: at(row.get(21)?)?,
        balance_before: credits(row.get(22)?),
        balance_after: credits(row.get(23)?),
        others: row.get(24)?,
        id: TakeId::new(id),
    })
}

pub(super) fn changes(connection: &Connection, take: &TakeId) -> Result<Vec<Change>, LedgerError> {
    let mut statement =
        connection.prepare_cached("SELECT at, state, note FROM changes WHERE take = ?1 ORDER BY rowid")?;
    let mut rows = statement.query([take.as_str()])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let state: String = row.get(1)?;
        let state = TakeState::from_code(&state).map_err(LedgerError::Damaged)?;
        all.push(Change { at: time(row.get(0)?)?, state, note: row.get(2)? });
    }
    Ok(all)
}
