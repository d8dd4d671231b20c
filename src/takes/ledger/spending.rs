//! What was spent, by project and month, and every paid take as a line of a table.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::{Ledger, LedgerError, LedgerTake};
use crate::story::rules::Prices;
use crate::story::{Credits, ProjectId, Seconds};

/// What one project cost in one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpendLine {
    /// `2026-11`, by this machine's clock.
    pub month: String,
    pub project: ProjectId,
    pub project_name: String,
    /// How many were sent or are open.
    pub takes: u32,
    /// As `Amounts` defines it, and the part of it that nobody knows.
    pub spent: Credits,
    pub unsure: Credits,
    /// Confirmed and not sent yet.
    pub open: Credits,
}

/// All of it, the newest month first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spending {
    pub lines: Vec<SpendLine>,
}

impl Spending {
    /// Of takes, in any order.
    #[must_use]
    pub fn of(takes: &[LedgerTake]) -> Self {
        let mut lines: BTreeMap<(String, ProjectId), SpendLine> = BTreeMap::new();
        for take in takes {
            let amounts = take.amounts();
            let is_nothing = amounts.spent().is_zero() && amounts.open().is_zero();
            if is_nothing && !take.state.may_be_charged() {
                continue;
            }
            let month = take.confirmed_at.to_zoned(TimeZone::system()).strftime("%Y-%m").to_string();
            let line = lines.entry((month.clone(), take.project.clone())).or_insert_with(|| SpendLine {
                month,
                project: take.project.clone(),
                project_name: take.order.project_name.clone(),
                takes: 0,
                spent: Credits::ZERO,
                unsure: Credits::ZERO,
                open: Credits::ZERO,
            });
            line.takes += 1;
            line.spent = line.spent.plus(amounts.spent());
            line.unsure = line.unsure.plus(amounts.unsure());
            line.open = line.open.plus(amounts.open());
        }
        Self { lines: lines.into_values().rev().collect() }
    }
}

impl Ledger {
    /// Every confirmed take as CSV, the newest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn spending_csv(&self, prices: &Prices) -> Result<String, LedgerError> {
        let damaged = |error: &dyn std::fmt::Display| LedgerError::Damaged(error.to_string());
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(COLUMNS).map_err(|error| damaged(&error))?;
        for take in self.all()? {
            table.write_record(line(&take, prices)).map_err(|error| damaged(&error))?;
        }
        let bytes = table.into_inner().map_err(|error| damaged(&error))?;
        String::from_utf8(bytes).map_err(|error| damaged(&error))
    }
}

/// The median of how long takes of one tier took lately, the newest first: of those about as long, where there are enough.
#[must_use]
pub fn usual_time<'a>(ready: impl IntoIterator<Item = &'a LedgerTake>, seconds: Seconds) -> Option<Duration> {
    const LATELY: usize = 20;
    let took = |take: &LedgerTake| {
        let (from, to) = (take.submitted_at?, take.ended_at?);
        Some((take.order.seconds().0.abs_diff(seconds.0), to.duration_since(from).unsigned_abs()))
    };
    let mut lately: Vec<_> = ready.into_iter().filter_map(took).take(LATELY).collect();
    let like: Vec<_> = lately.iter().filter(|(apart, _)| *apart <= 3).copied().collect();
    if like.len() >= 3 {
        lately = like;
    }
    lately.sort_by_key(|(_, took)| *took);
    lately.get(lately.len() / 2).map(|(_, took)| *took)
}

/// Of the table; the amounts of a column can be summed.
const COLUMNS: [&str; 20] = [
    "confirmed",
    "project",
    "scene",
    "shot",
    "model",
    "tier",
    "seconds",
    "state",
    "credits_asked",
    "credits_charged",
    "credits_refunded",
    "credits_spent",
    "dollars_spent",
    "balance_before",
    "balance_after",
    "others_meanwhile",
    "submitted",
    "ended",
    "task_id",
    "take",
];

fn line(take: &LedgerTake, prices: &Prices) -> [String; COLUMNS.len()] {
    let credits = |credits: Option<Credits>| credits.map_or_else(String::new, Credits::plain);
    let time = |time: Option<jiff::Timestamp>| time.map_or_else(String::new, |time| time.to_string());
    let spent = take.amounts().spent();
    [
        take.confirmed_at.to_string(),
        guarded(&take.order.project_name),
        guarded(&take.order.scene_name),
        guarded(take.shot.as_ref().and_then(|_| take.order.shots.first()).map_or("", |shot| &shot.name)),
        guarded(&take.model),
        take.order.tier.label().to_lowercase(),
        take.order.seconds().0.to_string(),
        take.state.code().to_owned(),
        take.price.plain(),
        credits(take.charged),
        credits(take.refunded),
        spent.plain(),
        prices.usd(spent).exact(),
        credits(take.balance_before),
        credits(take.balance_after),
        take.others_in_flight.to_string(),
        time(take.submitted_at),
        time(take.ended_at),
        guarded(take.task.as_ref().map_or("", |task| &task.0)),
        take.id.to_string(),
    ]
}

/// A cell that a spreadsheet would take for a formula is told to be text.
fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\'']) { format!("'{cell}") } else { cell.to_owned() }
}
