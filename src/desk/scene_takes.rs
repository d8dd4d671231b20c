//! The takes of a scene as people see them: rendered animatics and paid takes in one list, the newest first, each with the
//! number that it keeps. What the ledger knows and what lies in the project are one take.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::{Account, Desk};
use crate::provider::vidgo;
use crate::store::TakeRecord;
use crate::story::{Credits, Order, SceneId, ShotId, TakeId};
use crate::takes::ledger::{LedgerTake, TakeState};

/// A take in the list.
#[derive(Clone, Debug)]
pub enum SceneTake<'a> {
    Animatic { number: usize, record: &'a TakeRecord },
    Paid(PaidTake<'a>),
}

/// A paid take: its row in the ledger, its record in the project, or both.
#[derive(Clone, Debug)]
pub struct PaidTake<'a> {
    /// Counted from 1 among the scene's paid takes, or among those of its shot alone.
    pub number: usize,
    pub row: Option<&'a LedgerTake>,
    pub record: Option<&'a TakeRecord>,
    order: &'a Order,
}

impl<'a> PaidTake<'a> {
    fn of(row: Option<&'a LedgerTake>, record: Option<&'a TakeRecord>) -> Option<Self> {
        let order = row.map(|row| &row.order).or(record.map(|record| &record.order))?;
        Some(Self { number: 0, row, record, order })
    }

    #[must_use]
    pub fn id(&self) -> TakeId {
        self.row.map(|row| &row.id).or(self.record.map(|record| &record.id)).cloned().unwrap_or_default()
    }

    /// What was ordered.
    #[must_use]
    pub fn order(&self) -> &'a Order {
        self.order
    }

    /// The shot that was sent alone.
    #[must_use]
    pub fn shot(&self) -> Option<&'a ShotId> {
        self.row.map(|row| row.shot.as_ref()).or(self.record.map(|record| record.shot.as_ref())).flatten()
    }

    /// When it was confirmed.
    #[must_use]
    pub fn made(&self) -> Timestamp {
        self.row.map(|row| row.confirmed_at).or(self.record.map(|record| record.made)).unwrap_or_default()
    }

    #[must_use]
    pub fn price(&self) -> Credits {
        self.row.map(|row| row.price).or(self.record.map(|record| record.credits)).unwrap_or_default()
    }

    /// What lies in a project is ready.
    #[must_use]
    pub fn state(&self) -> TakeState {
        self.row.map_or(TakeState::Ready, |row| row.state)
    }

    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.row.is_some_and(|row| row.hidden)
    }

    /// `Take 3`, `Take 1 of 010C alone`.
    #[must_use]
    pub fn name(&self) -> String {
        let number = self.number;
        match self.shot().and(self.order.shots.first()) {
            Some(shot) => format!("Take {number} of {} alone", shot.name),
            None => format!("Take {number}"),
        }
    }

    fn hash(&self) -> Option<&'a str> {
        self.row.map(|row| row.hash.0.as_str()).or(self.record.and_then(|record| record.hash.as_deref()))
    }
}

impl SceneTake<'_> {
    #[must_use]
    pub fn id(&self) -> TakeId {
        match self {
            Self::Animatic { record, .. } => record.id.clone(),
            Self::Paid(take) => take.id(),
        }
    }

    /// `Take 3`, `Rendered 2`.
    #[must_use]
    pub fn short_name(&self) -> String {
        match self {
            Self::Animatic { number, .. } => format!("Rendered {number}"),
            Self::Paid(take) => take.name(),
        }
    }

    fn made(&self) -> Timestamp {
        match self {
            Self::Animatic { record, .. } => record.made,
            Self::Paid(take) => take.made(),
        }
    }

    /// Whether nothing happens to it any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        match self {
            Self::Animatic { .. } => true,
            Self::Paid(take) => take.state().is_over(),
        }
    }

    #[must_use]
    pub fn is_hidden(&self) -> bool {
        matches!(self, Self::Paid(take) if take.is_hidden())
    }
}

/// All takes of a scene, the newest first, hidden ones too.
#[must_use]
pub fn scene_takes<'a>(desk: &'a Desk, account: Option<&'a Account>, scene: &'a SceneId) -> Vec<SceneTake<'a>> {
    let project = &desk.project().id;
    let rows = account.into_iter().flat_map(Account::takes);
    let rows: Vec<&LedgerTake> = rows.filter(|take| take.project == *project && take.scene == *scene).collect();
    list(&rows, &desk.takes_of(scene).collect::<Vec<_>>())
}

fn list<'a>(rows: &[&'a LedgerTake], records: &[&'a TakeRecord]) -> Vec<SceneTake<'a>> {
    let by_id: HashMap<&TakeId, &'a TakeRecord> = records.iter().map(|record| (&record.id, *record)).collect();
    let in_ledger: HashSet<&TakeId> = rows.iter().map(|row| &row.id).collect();
    let record_of = |row: &LedgerTake| by_id.get(&row.id).copied();
    let mut takes: Vec<SceneTake<'a>> = Vec::new();
    takes.extend(rows.iter().filter_map(|row| PaidTake::of(Some(row), record_of(row))).map(SceneTake::Paid));
    for record in records {
        if record.provider != vidgo::ID {
            takes.push(SceneTake::Animatic { number: 0, record });
        } else if !in_ledger.contains(&record.id) {
            takes.extend(PaidTake::of(None, Some(record)).map(SceneTake::Paid));
        }
    }
    takes.sort_by(|a, b| a.made().cmp(&b.made()).then_with(|| a.id().cmp(&b.id())));
    let mut animatics = 0;
    let mut paid: HashMap<Option<ShotId>, usize> = HashMap::new();
    for take in &mut takes {
        match take {
            SceneTake::Animatic { number, .. } => {
                animatics += 1;
                *number = animatics;
            }
            SceneTake::Paid(take) => {
                let count = paid.entry(take.shot().cloned()).or_default();
                *count += 1;
                take.number = *count;
            }
        }
    }
    takes.reverse();
    takes
}

/// The number of the take that makes a scene generated: the chosen one if it is of today, else the newest that is.
#[must_use]
pub fn number_of_today(desk: &Desk, account: Option<&Account>, scene_index: usize) -> Option<usize> {
    let scene = desk.project().scenes.get(scene_index)?;
    let today = desk.digest().scenes.get(scene_index)?.hash.as_deref()?;
    let takes = scene_takes(desk, account, &scene.id);
    let of_today =
        |take: &&PaidTake<'_>| take.state() == TakeState::Ready && take.shot().is_none() && take.hash() == Some(today);
    let mut of_today = takes
        .iter()
        .filter_map(|take| match take {
            SceneTake::Paid(paid) => Some(paid),
            SceneTake::Animatic { .. } => None,
        })
        .filter(of_today)
        .peekable();
    let newest = of_today.peek()?.number;
    let chosen = of_today.find(|take| Some(take.id()) == scene.chosen_take);
    Some(chosen.map_or(newest, |take| take.number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::testing::World;

    fn order(shot: Option<&str>) -> Order {
        let world = World::new(&[4, 5]);
        let mut order = Order::resolve(&world.project, 0, &world.pictures).unwrap();
        order.shot = shot.map(ShotId::new);
        order
    }

    fn record(id: &str, provider: &str, second: i64, shot: Option<&str>) -> TakeRecord {
        let made = Timestamp::from_second(second).unwrap();
        let mut record = TakeRecord::new(TakeId::new(id), provider, made, Credits::whole(7), order(shot));
        record.shot = shot.map(ShotId::new);
        record
    }

    #[test]
    fn numbers_stay_whatever_is_newer_and_each_kind_has_its_own() {
        let all = [
            record("b", vidgo::ID, 2, None),
            record("a", "animatic", 1, None),
            record("d", vidgo::ID, 4, Some("s2")),
            record("c", vidgo::ID, 3, None),
            record("e", "animatic", 5, None),
        ];
        let all: Vec<&TakeRecord> = all.iter().collect();
        let names = |records: &[&TakeRecord]| -> Vec<String> {
            list(&[], records).iter().map(|take| format!("{} {}", take.id(), take.short_name())).collect()
        };
        let alone = format!("d Take 1 of {} alone", order(None).shots[0].name);
        assert_eq!(names(&all), ["e Rendered 2", alone.as_str(), "c Take 2", "b Take 1", "a Rendered 1"]);
        assert_eq!(names(&all[..2]), ["b Take 1", "a Rendered 1"]);
    }
}
