//! A finished film on its way to its place: fetched again from fresh addresses, gone on with after a break, never fetched
//! without end.

use std::time::Duration;

use super::{Pace, Place, Record, jittered};
use crate::provider::{FetchError, Provider, ResultFile};

/// So often a film of this machine is asked for.
const TRIES_HERE: u32 = 3;
/// In bytes: more than this thrown away is worth counting.
const COSTLY: u64 = 1_000_000;
/// So often a film may come in vain before it is left to the user.
pub const IN_VAIN_MAX: u32 = 3;
/// From so many tries on it is told as what the take waits for.
const TOLD_AFTER: u32 = 5;
/// The longest wait between two tries.
const SLOWEST: Duration = Duration::from_mins(10);

/// What came of a try.
pub(super) enum Brought {
    /// It is here.
    Here,
    /// Not yet, and why: the next try may begin after a while, where that is another one than usual.
    Later(String, Option<Duration>),
    /// It came in vain too often.
    Left(String),
}

/// What the tries in this run have come to.
#[derive(Default)]
pub(super) struct Tries {
    /// In vain, one after the other.
    failed: u32,
}

/// Brings the film to its place: under a hidden name, whole, then under its own.
pub(super) async fn bring<R: Record>(
    record: &mut R,
    provider: &dyn Provider,
    files: &[ResultFile],
    tries: &mut Tries,
    pace: &Pace,
) -> Result<Brought, R::Fault> {
    match record.place().await? {
        // The program ended between the renaming and the record of it.
        Place::IsHere => return Ok(Brought::Here),
        Place::HasCome => {}
        Place::Left(why) => return Ok(Brought::Left(why)),
        Place::None(error) => return not_fetched(record, error, tries, pace).await,
        Place::To(path) => {
            let fetched = match files.first() {
                Some(file) => provider.fetch(file, &path).await,
                None => Err(FetchError::Failed("the service names no file of it".to_owned())),
            };
            if let Err(error) = fetched {
                return not_fetched(record, error, tries, pace).await;
            }
        }
    }
    match record.has_come().await? {
        Ok(()) => Ok(Brought::Here),
        Err(error) => not_fetched(record, error, tries, pace).await,
    }
}

async fn not_fetched<R: Record>(
    record: &mut R,
    error: FetchError,
    tries: &mut Tries,
    pace: &Pace,
) -> Result<Brought, R::Fault> {
    let why = error.to_string();
    let timing = match pace {
        Pace::Service(timing) => timing,
        Pace::Here => {
            tries.failed = tries.failed.saturating_add(1);
            let is_left = tries.failed >= TRIES_HERE;
            return Ok(if is_left { Brought::Left(why) } else { Brought::Later(why, None) });
        }
    };
    if let FetchError::Broken { in_vain: COSTLY.., .. } = error {
        let in_vain = record.came_in_vain(&why).await?;
        if in_vain >= IN_VAIN_MAX {
            return Ok(Brought::Left(left(in_vain, Some(&why))));
        }
    }
    let wait = match &error {
        // It goes on as soon as its host is there again.
        FetchError::Broken { in_vain: 0, .. } => timing.offline_s.after(tries.failed),
        _ if tries.failed < TOLD_AFTER => timing.retry_s.after(tries.failed),
        _ => {
            let slower = 2_u32.saturating_pow((tries.failed - TOLD_AFTER).min(16));
            timing.retry_s.after(tries.failed).saturating_mul(slower).min(SLOWEST)
        }
    };
    tries.failed = tries.failed.saturating_add(1);
    let why = format!("its film does not come yet: {why}");
    let is_told = !matches!(error, FetchError::Broken { in_vain: 0, .. }) && tries.failed >= TOLD_AFTER;
    if is_told {
        record.film_waits(&format!("{why}; Storyreel keeps trying")).await?;
    }
    Ok(Brought::Later(why, Some(jittered(wait))))
}

/// What is told of a film that came in vain so often.
pub fn left(in_vain: u32, why: Option<&str>) -> String {
    let why = why.map_or_else(String::new, |why| format!(" ({why})"));
    format!(
        "its film came {in_vain} times and was of no use{why}; fetch it again, or look for it in your Vidgo account"
    )
}
