//! What was spent, by project and month, and every paid take as a line of a table.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::tz::TimeZone;
use rusqlite::params;

use super::{Ledger, LedgerError, LedgerTake, TakeState, row};
use crate::story::{Credits, ProjectId, Seconds, Tier};

/// What one project cost in one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpendLine {
    /// `2026-11`, by this machine's clock.
    pub month: String,
    pub project: ProjectId,
    pub project_name: String,
    pub takes: u32,
    /// Of takes that are here.
    pub spent: Credits,
    /// Of takes that are on their way, not confirmed or lost.
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
            if !take.state.may_be_charged() {
                continue;
            }
            let month = take.confirmed_at.to_zoned(TimeZone::system()).strftime("%Y-%m").to_string();
            let line = lines.entry((month.clone(), take.project.clone())).or_insert_with(|| SpendLine {
                month,
                project: take.project.clone(),
                project_name: take.order.project_name.clone(),
                takes: 0,
                spent: Credits::ZERO,
                open: Credits::ZERO,
            });
            line.takes += 1;
            if take.state == TakeState::Ready {
                line.spent = line.spent.plus(take.price);
            } else {
                line.open = line.open.plus(take.price);
            }
        }
        Self { lines: lines.into_values().rev().collect() }
    }
}

impl Ledger {
    /// What was spent, by project and month.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn spending(&self) -> Result<Spending, LedgerError> {
        Ok(Spending::of(&self.all()?))
    }

    /// Every confirmed take as CSV, the newest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn spending_csv(&self) -> Result<String, LedgerError> {
        let damaged = |error: &dyn std::fmt::Display| LedgerError::Damaged(error.to_string());
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(COLUMNS).map_err(|error| damaged(&error))?;
        for take in self.all()? {
            table.write_record(line(&take)).map_err(|error| damaged(&error))?;
        }
        let bytes = table.into_inner().map_err(|error| damaged(&error))?;
        String::from_utf8(bytes).map_err(|error| damaged(&error))
    }

    /// How long takes of this tier took lately, from the request to the file: the median, for takes like this one.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn expected(&self, tier: Tier, seconds: Seconds) -> Result<Option<Duration>, LedgerError> {
        let ready = row::read_all(
            &self.connection(),
            "state = 'ready' AND submitted_at IS NOT NULL AND ended_at IS NOT NULL AND json_extract(made, '$.tier') = ?1",
            params![serde_json::to_value(tier).ok().and_then(|tier| tier.as_str().map(str::to_owned))],
        )?;
        Ok(usual_time(&ready, seconds))
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

const COLUMNS: [&str; 14] = [
    "confirmed",
    "project",
    "scene",
    "shot",
    "seconds",
    "state",
    "credits",
    "balance_before",
    "balance_after",
    "others_meanwhile",
    "submitted",
    "ended",
    "task_id",
    "take",
];

fn line(take: &LedgerTake) -> [String; 14] {
    let credits = |credits: Option<Credits>| credits.map_or_else(String::new, |credits| credits.0.to_string());
    let time = |time: Option<jiff::Timestamp>| time.map_or_else(String::new, |time| time.to_string());
    [
        take.confirmed_at.to_string(),
        guarded(&take.order.project_name),
        guarded(&take.order.scene_name),
        guarded(take.shot.as_ref().and_then(|_| take.order.shots.first()).map_or("", |shot| &shot.name)),
        take.order.seconds().0.to_string(),
        take.state.code().to_owned(),
        take.price.0.to_string(),
        credits(take.balance_before),
        credits(take.balance_after),
        take.others.to_string(),
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
