//! What a balance proves of several takes that were under way together: since the first of them left nobody else's money has
//! moved, so what is missing now is the sum of what each was charged and not given back.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use super::{ChargeSource, Ledger, LedgerError, LedgerTake, TakeState, row};
use crate::story::{Credits, TakeId};

/// More failed takes than this are not weighed against each other.
const FAILED_MAX: usize = 12;

/// A take that had to do with others, with the places of its steps in the order in which changes were put down.
struct Member {
    row: LedgerTake,
    /// Where it was made ready to be sent.
    ready: i64,
    /// Where its request left.
    left: i64,
    /// Where it came to its end.
    ended: i64,
}

/// What became of the money of one take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Proven {
    Charged(Credits),
    Refunded(Credits),
}

impl Ledger {
    /// Puts down what a balance proves of a take together with all that were under way beside it, once none of them is any
    /// more: `sent_here` are those whose request left in this run. Tells which rows are others now.
    ///
    /// # Errors
    /// When the ledger cannot be read or written.
    pub fn weigh_together(
        &self,
        take: &TakeId,
        balance: Credits,
        sent_here: &HashSet<TakeId>,
    ) -> Result<Vec<LedgerTake>, LedgerError> {
        let members = together(&self.connection(), take)?;
        let Some(proven) = weigh(&members, balance, sent_here) else { return Ok(Vec::new()) };
        let mut changed = Vec::new();
        for (row, proven) in proven {
            let now = match proven {
                Proven::Charged(charged) => self.charged(&row.id, charged, ChargeSource::Balance)?,
                Proven::Refunded(refunded) => self.refunded(&row.id, refunded)?,
            };
            if now != *row {
                changed.push(now);
            }
        }
        Ok(changed)
    }
}

/// All takes that were under way beside this one, or beside one of those, and itself.
fn together(connection: &Connection, take: &TakeId) -> Result<Vec<Member>, LedgerError> {
    let mark = "SELECT max(rowid) FROM changes WHERE take = ?1 AND state = ?2";
    let mut all = Vec::new();
    let base = row::read(connection, take)?.base;
    for row in row::read_all(connection, "base = ?1 AND requests_sent > 0 AND state <> 'cancelled'", [&base])? {
        let at = |state: &str| -> Result<Option<i64>, LedgerError> {
            Ok(connection.query_row(mark, params![row.id.as_str(), state], |found| found.get(0))?)
        };
        let Some(left) = at(TakeState::Submitting.code())? else { continue };
        let ready = at(TakeState::Uploading.code())?.map_or(left, |ready| ready.min(left));
        // What is put down of its money later is no step of its own.
        let ended: Option<i64> = connection.query_row(
            "SELECT min(rowid) FROM changes WHERE take = ?1 AND rowid > ?2 AND state = ?3",
            params![row.id.as_str(), left, row.state.code()],
            |found| found.get(0),
        )?;
        let ended = ended.filter(|_| row.state.is_over()).unwrap_or(i64::MAX);
        all.push(Member { row, ready, left, ended });
    }
    let Some(own) = all.iter().position(|member| member.row.id == *take) else { return Ok(Vec::new()) };
    let mut members = vec![all.swap_remove(own)];
    let mut since = members[0].ready;
    // Each that joins may bring an earlier beginning, and with it others.
    while let Some(at) = all.iter().position(|other| other.ended > since || other.row.awaits_refund()) {
        let other = all.swap_remove(at);
        since = since.min(other.ready);
        members.push(other);
    }
    Ok(members)
}

/// What became of the money of each of which that is not known, where there is but one answer.
fn weigh<'a>(
    members: &'a [Member],
    balance: Credits,
    sent_here: &HashSet<TakeId>,
) -> Option<Vec<(&'a LedgerTake, Proven)>> {
    let is_over = |row: &LedgerTake| matches!(row.state, TakeState::Ready | TakeState::Failed);
    if members.len() < 2 || !members.iter().all(|member| is_over(&member.row) && sent_here.contains(&member.row.id)) {
        return None;
    }
    // Asked right before the first request left: nothing of theirs was taken yet.
    let before = members.iter().min_by_key(|member| member.left)?.row.balance_before?;
    if balance > before {
        return None;
    }
    let (mut known, mut made, mut failed) = (Credits::ZERO, Vec::new(), Vec::new());
    for row in members.iter().map(|member| &member.row) {
        if row.awaits_refund() {
            failed.push((row, row.charged.unwrap_or(row.price)));
        } else if row.state == TakeState::Ready && row.charged.is_none() {
            made.push(row);
        } else {
            known = known.plus(row.amounts().spent());
        }
    }
    let price: Credits = made.iter().map(|row| row.price).sum();
    let rest = before.minus(balance).as_hundredths().checked_sub(known.plus(price).as_hundredths())?;
    let rest = Credits::hundredths(rest);
    if failed.is_empty() {
        return Some(shared(&made, rest));
    }
    if failed.len() > FAILED_MAX {
        return None;
    }
    // The one set of failed ones that were not given back and make up what is missing.
    let is_in = |set: u32, at: usize| set >> at & 1 == 1;
    let sum_of = |set: u32| -> Credits {
        failed.iter().enumerate().filter(|(at, _)| is_in(set, *at)).map(|(_, (_, amount))| *amount).sum()
    };
    let mut sets = (0..1_u32 << failed.len()).filter(|&set| sum_of(set) == rest);
    let only = sets.next().filter(|_| sets.next().is_none())?;
    let of_failed = failed.iter().enumerate().filter_map(|(at, &(row, amount))| match (is_in(only, at), row.charged) {
        (true, None) => Some((row, Proven::Charged(amount))),
        (true, Some(_)) => None,
        (false, None) => Some((row, Proven::Charged(Credits::ZERO))),
        (false, Some(charged)) => Some((row, Proven::Refunded(charged))),
    });
    Some(of_failed.chain(made.iter().map(|row| (*row, Proven::Charged(row.price)))).collect())
}

/// More than their price was taken for them all together: the sum is known, and each has its part of it.
fn shared<'a>(made: &[&'a LedgerTake], more: Credits) -> Vec<(&'a LedgerTake, Proven)> {
    let each = more.as_hundredths().checked_div(made.len() as u64).map_or(Credits::ZERO, Credits::hundredths);
    let left_over = more.minus(each.times(made.len() as u64));
    let part = |at: usize| if at == 0 { each.plus(left_over) } else { each };
    made.iter().enumerate().map(|(at, row)| (*row, Proven::Charged(row.price.plus(part(at))))).collect()
}

#[cfg(test)]
#[path = "several_tests.rs"]
mod tests;
