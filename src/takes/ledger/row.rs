//! Rows of the ledger as values.

use std::fmt;
use std::path::PathBuf;

use jiff::Timestamp;
use rusqlite::{Connection, Params, Row, params};

use super::{Hold, LedgerError, TakeState, time};
use crate::provider::{OrderHash, TaskId};
use crate::story::{Credits, Order, ProjectId, SceneId, ShotId, TakeId};

/// How it is known what a take was charged; the later ones count less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChargeSource {
    /// The service said so of this take.
    Reply,
    /// The user said so.
    User,
    /// The balance fell, and nothing else of the account was under way.
    Balance,
}

impl ChargeSource {
    const ALL: [Self; 3] = [Self::Reply, Self::User, Self::Balance];

    /// As it stands in the ledger.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::User => "user",
            Self::Balance => "balance",
        }
    }

    fn from_code(code: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|source| source.code() == code).ok_or_else(|| code.to_owned())
    }
}

/// What a take makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TakeKind {
    Video,
    Picture,
}

impl TakeKind {
    const ALL: [Self; 2] = [Self::Video, Self::Picture];

    /// As it stands in the ledger.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Picture => "picture",
        }
    }

    fn from_code(code: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|kind| kind.code() == code).ok_or_else(|| code.to_owned())
    }
}

/// One confirmed take.
#[derive(Clone, PartialEq)]
pub struct LedgerTake {
    pub id: TakeId,
    /// Takes that were confirmed together share it.
    pub batch: String,
    pub project: ProjectId,
    pub scene: SceneId,
    /// Set when the shot was sent alone.
    pub shot: Option<ShotId>,
    /// Who makes it: `vidgo`.
    pub service: String,
    /// The service's address.
    pub base: String,
    /// The model's name in the catalogue: `kling-3.0`.
    pub model: String,
    pub kind: TakeKind,
    /// The order of several rows that it is a part of, and its place there from 0.
    pub chain: Option<String>,
    pub chain_place: u32,
    /// It is not sent before this one is ready.
    pub waits_for: Option<TakeId>,
    /// The folder of the project that it was ordered from.
    pub folder: Option<PathBuf>,
    /// Over everything that is sent, pictures by content.
    pub hash: OrderHash,
    pub order: Order,
    /// As it was confirmed.
    pub price: Credits,
    /// What the service took and gave back, where that is known.
    pub charged: Option<Credits>,
    pub refunded: Option<Credits>,
    /// How `charged` is known.
    pub charge_source: Option<ChargeSource>,
    /// How often it was looked what has become of its money: after a request that is not confirmed for a charge, after a
    /// failure for a refund.
    pub refund_looked: u32,
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
    /// Sent with the request, the same each time this confirmation is sent.
    pub idempotency_key: String,
    /// Unguessable; a webhook names it.
    pub webhook_token: String,
    /// Why it stands where it stands, in the service's or our words.
    pub message: Option<String>,
    /// Whether it lies in the project.
    pub in_project: bool,
    /// How often the request has left.
    pub requests_sent: u32,
    pub confirmed_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// The account before the request and after the end.
    pub balance_before: Option<Credits>,
    pub balance_after: Option<Credits>,
    /// How many other takes were on their way meanwhile: then the balance proves nothing.
    pub others_in_flight: u32,
}

impl LedgerTake {
    /// Whether the service may have it although nobody here knows its task: then the user may tell what it is called.
    #[must_use]
    pub fn may_have_a_task(&self) -> bool {
        match self.state {
            TakeState::NotConfirmed | TakeState::Lost => true,
            TakeState::Failed => self.requests_sent > 0,
            _ => false,
        }
    }

    /// What people call the scene whose last frame it begins with.
    #[must_use]
    pub fn starts_from(&self) -> &str {
        self.order.start.as_ref().map_or("another scene", |start| &start.scene_name)
    }

    /// Why it was not sent where the take that it waited for never came, as a part of a sentence.
    #[must_use]
    pub fn waited_in_vain(&self) -> String {
        format!("it waited for the take of {}, which did not come", self.starts_from())
    }

    /// Whether nothing more happens to it without the user.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        match self.state {
            TakeState::Ready => self.in_project || self.message.is_some(),
            // Its film does not come, and why is told.
            TakeState::Downloading => self.message.is_some(),
            TakeState::NotConfirmed => self.charge_is_looked_for(),
            TakeState::Failed => self.refund_looked > 0 || !self.awaits_refund(),
            TakeState::Queued => self.hold.is_some(),
            state => state.is_over(),
        }
    }
}

impl fmt::Debug for LedgerTake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("LedgerTake");
        out.field("id", &self.id).field("state", &self.state).field("hold", &self.hold).field("task", &self.task);
        out.field("price", &self.price).field("charged", &self.charged).field("refunded", &self.refunded);
        out.field("requests_sent", &self.requests_sent).field("message", &self.message);
        out.field("in_project", &self.in_project).finish_non_exhaustive()
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

pub(super) fn read(connection: &Connection, take: &TakeId) -> Result<LedgerTake, LedgerError> {
    read_all(connection, "id = ?1", params![take.as_str()])?.pop().ok_or(LedgerError::NoTake)
}

/// The newest first.
pub(super) fn read_all(
    connection: &Connection,
    condition: &str,
    params: impl Params,
) -> Result<Vec<LedgerTake>, LedgerError> {
    let sql = format!("SELECT * FROM takes WHERE {condition} ORDER BY confirmed_at DESC, rowid DESC LIMIT {MOST}");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(of(row)?);
    }
    Ok(all)
}

/// An amount as it is stored, in hundredths.
pub(super) fn stored_credits(hundredths: i64) -> Credits {
    Credits::hundredths(u64::try_from(hundredths).unwrap_or(0))
}

/// An amount as it is to be stored.
pub(super) fn to_store(credits: Credits) -> i64 {
    i64::try_from(credits.as_hundredths()).unwrap_or(i64::MAX)
}

fn of(row: &Row<'_>) -> Result<LedgerTake, LedgerError> {
    let id: String = row.get("id")?;
    let damaged = |why: String| LedgerError::Damaged(format!("take {id}: {why}"));
    let credits = |column: &str| row.get::<_, Option<i64>>(column).map(|n| n.map(stored_credits));
    let at = |column: &str| row.get::<_, Option<i64>>(column)?.map(time).transpose();
    let text = |column: &str| row.get::<_, Option<String>>(column);
    let code = |column: &str| row.get::<_, String>(column);
    Ok(LedgerTake {
        batch: row.get("batch")?,
        project: ProjectId::new(code("project")?),
        scene: SceneId::new(code("scene")?),
        shot: text("shot")?.map(ShotId::new),
        service: row.get("service")?,
        base: row.get("base")?,
        model: row.get("model")?,
        kind: TakeKind::from_code(&code("kind")?).map_err(&damaged)?,
        chain: row.get("chain")?,
        chain_place: row.get("chain_place")?,
        waits_for: text("waits_for")?.map(TakeId::new),
        folder: text("folder")?.map(PathBuf::from),
        hash: OrderHash(row.get("hash")?),
        order: serde_json::from_str(&code("ordered")?).map_err(|error| damaged(error.to_string()))?,
        price: credits("price_hundredths")?.unwrap_or_default(),
        charged: credits("charged_hundredths")?,
        refunded: credits("refunded_hundredths")?,
        charge_source: text("charge_source")?
            .map(|source| ChargeSource::from_code(&source))
            .transpose()
            .map_err(&damaged)?,
        refund_looked: row.get("refund_looked")?,
        state: TakeState::from_code(&code("state")?).map_err(&damaged)?,
        hold: text("hold")?.map(|hold| Hold::from_code(&hold)).transpose().map_err(&damaged)?,
        hidden: row.get("hidden")?,
        owner: row.get("owner")?,
        body: row.get("body")?,
        task: text("task")?.map(TaskId),
        idempotency_key: row.get("idempotency_key")?,
        webhook_token: row.get("webhook_token")?,
        message: row.get("message")?,
        in_project: row.get("in_project")?,
        requests_sent: row.get("requests_sent")?,
        confirmed_at: time(row.get("confirmed_at")?)?,
        submitted_at: at("submitted_at")?,
        ended_at: at("ended_at")?,
        balance_before: credits("balance_before_hundredths")?,
        balance_after: credits("balance_after_hundredths")?,
        others_in_flight: row.get("others_in_flight")?,
        id: TakeId::new(id),
    })
}

pub(super) fn changes(connection: &Connection, take: &TakeId) -> Result<Vec<Change>, LedgerError> {
    let mut statement =
        connection.prepare_cached("SELECT at, state, note FROM changes WHERE take = ?1 ORDER BY rowid")?;
    let mut rows = statement.query([take.as_str()])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let state: String = row.get("state")?;
        let state = TakeState::from_code(&state).map_err(LedgerError::Damaged)?;
        all.push(Change { at: time(row.get("at")?)?, state, note: row.get("note")? });
    }
    Ok(all)
}
