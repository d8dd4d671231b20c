//! What people are told of a paid take: its state, why it stands there, what it cost, in plain sentences.

use std::time::Duration;

use serde_json::Value;

use crate::provider::vidgo;
use crate::story::Credits;
use crate::story::rules::Prices;
use crate::takes::ledger::{Change, ChargeSource, Hold, LedgerTake, TakeState};

/// How a state is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Good,
    /// It goes its way.
    Quiet,
    /// The user has to do something, or money may be at stake.
    Warning,
    Bad,
}

/// The state in words, and how it is to be taken.
#[must_use]
pub fn state(row: &LedgerTake, progress: Option<f32>) -> (String, Tone) {
    let label = row.state.label();
    let tone = match row.state {
        TakeState::Ready => Tone::Good,
        TakeState::NotConfirmed => Tone::Warning,
        TakeState::Failed if row.charge_source == Some(ChargeSource::User) => {
            return ("Closed, not charged".to_owned(), Tone::Quiet);
        }
        TakeState::Failed => Tone::Bad,
        TakeState::Queued if row.hold.is_some() => return ("Waits for you".to_owned(), Tone::Warning),
        TakeState::Queued if row.waits_for.is_some() => return ("Waits for another take".to_owned(), Tone::Quiet),
        _ => Tone::Quiet,
    };
    match progress.filter(|_| matches!(row.state, TakeState::Uploading | TakeState::Running)) {
        Some(share) => (format!("{label}, {:.0}%", share * 100.0), tone),
        None => (label.to_owned(), tone),
    }
}

/// What it waits for before it is sent, where that is another take.
#[must_use]
pub fn waits(row: &LedgerTake) -> Option<String> {
    row.waits_for.as_ref()?;
    Some(format!("it waits for the take of {}, whose last frame it begins with", row.starts_from()))
}

/// Why the take stands where it stands, for those states that need words.
#[must_use]
pub fn reason(row: &LedgerTake) -> Option<String> {
    match row.state {
        TakeState::Queued => {
            let Some(hold) = row.hold else { return waits(row).as_deref().map(capital) };
            Some(capital(row.message.as_deref().unwrap_or_else(|| hold.sentence())))
        }
        TakeState::NotConfirmed => {
            let why = row.message.as_deref().unwrap_or("the answer to the request never came");
            Some(format!("{}. {}", capital(why), balance_since(row)))
        }
        TakeState::Failed if row.charge_source == Some(ChargeSource::User) => row.message.as_deref().map(capital),
        TakeState::Failed => Some(
            if row.task.is_some() {
                "The service could not make it. Credits are taken when it is sent and given back when it fails; the scene is as it was"
            } else if row.requests_sent > 0 {
                "The service did not take it, so nothing was spent, and the scene is as it was"
            } else {
                "It was not sent, so nothing was spent, and the scene is as it was"
            }
            .to_owned(),
        ),
        TakeState::Lost => Some(match &row.message {
            Some(why) => format!("{}; it counts as spent", capital(why)),
            None => "It counts as spent".to_owned(),
        }),
        TakeState::Ready => row.message.as_deref().filter(|_| !row.in_project).map(capital),
        TakeState::Downloading => row.message.as_deref().map(capital),
        _ => None,
    }
}

/// What a take cost, as far as that is known, and how that is to be taken.
#[must_use]
pub fn cost(row: &LedgerTake, prices: &Prices) -> (String, Tone) {
    let amount = |credits| prices.amount(credits);
    match row.state {
        TakeState::Cancelled => ("not charged".to_owned(), Tone::Quiet),
        TakeState::Queued | TakeState::Uploading => (format!("{}, not sent yet", amount(row.price)), Tone::Quiet),
        TakeState::Failed if row.task.is_none() && row.charged.is_none() => ("not charged".to_owned(), Tone::Quiet),
        TakeState::Failed => failed_cost(row, prices),
        _ => match (row.charged, row.refunded) {
            (_, Some(refunded)) if !refunded.is_zero() => {
                let taken = row.charged.unwrap_or(row.price);
                (format!("{}, {} of it refunded", amount(taken), amount(refunded)), Tone::Quiet)
            }
            (Some(taken), _) if taken != row.price => {
                (format!("{} were taken for {}", amount(taken), amount(row.price)), Tone::Warning)
            }
            _ => (amount(row.price), Tone::Quiet),
        },
    }
}

/// Of a take that failed at the service: whether what it cost came back.
fn failed_cost(row: &LedgerTake, prices: &Prices) -> (String, Tone) {
    let amount = |credits| prices.amount(credits);
    // Without others, and without credits bought since, the balance tells what is missing.
    let missing = row.balance_before.zip(row.balance_after).filter(|_| row.others_in_flight == 0);
    let missing = missing.filter(|(before, after)| after <= before).map(|(before, after)| before.minus(after));
    // It is looked for again until then.
    let later = if row.awaits_refund() { "" } else { "; look into your account" };
    let not_back = |gone: Credits| match missing {
        Some(missing) if missing >= gone => format!("{} not refunded yet{later}", amount(gone)),
        _ => format!("{} count as spent: whether they were refunded is not known{later}", amount(gone)),
    };
    match (row.charged, row.refunded) {
        (Some(taken), Some(back)) if back < taken => {
            (format!("refunded {}; {}", amount(back), not_back(taken.minus(back))), Tone::Warning)
        }
        (_, Some(back)) => (format!("refunded {}", amount(back)), Tone::Good),
        (Some(taken), None) if taken.is_zero() => ("not charged".to_owned(), Tone::Quiet),
        (Some(taken), None) => (not_back(taken), Tone::Warning),
        (None, None) if missing.is_some_and(Credits::is_zero) => {
            ("not charged, or refunded by now".to_owned(), Tone::Quiet)
        }
        // Its price is what counts as spent: no other sum is named.
        (None, None) => (not_back(row.price), Tone::Warning),
    }
}

/// How a take stands of which the very same is wanted once more, as it goes on after "The very same".
#[must_use]
pub fn same_again(row: &LedgerTake) -> String {
    match row.state {
        TakeState::NotConfirmed => {
            "was sent and is not confirmed: it may be running and charged already, and another one is charged as well"
        }
        TakeState::Queued if row.hold.is_some() => "was confirmed already and waits for you to send it",
        _ => "is being made already",
    }
    .to_owned()
}

/// The service's own words about a failure.
#[must_use]
pub fn raw_reason(row: &LedgerTake) -> Option<&str> {
    // What the user said is no word of the service.
    let is_theirs = row.state == TakeState::Failed && row.charge_source != Some(ChargeSource::User);
    let message = row.message.as_deref().filter(|_| is_theirs)?;
    let ours = ["the service refused it, nothing was spent: ", "nothing was sent: "];
    Some(ours.iter().find_map(|ours| message.strip_prefix(ours)).unwrap_or(message))
}

/// What to do about a failure, where the service's words tell its kind: they may have been told of the very same take
/// before, among `takes`.
#[must_use]
pub fn advice(row: &LedgerTake, takes: &[LedgerTake]) -> Option<&'static str> {
    let words = raw_reason(row)?;
    let is_same =
        |other: &&LedgerTake| other.id != row.id && other.hash == row.hash && raw_reason(other) == Some(words);
    let again = takes.iter().filter(is_same).any(|other| other.confirmed_at <= row.confirmed_at);
    vidgo::failure(Some(words.to_owned())).advice(again)
}

/// What the change of the balance says about a take that is not confirmed. It never decides anything.
#[must_use]
pub fn balance_since(row: &LedgerTake) -> String {
    let (Some(before), Some(after)) = (row.balance_before, row.balance_after) else {
        return "Whether the balance has fallen is not known".to_owned();
    };
    if !row.charge_is_looked_for() {
        return "Some services charge late: Storyreel asks for the balance for a minute before it says more".to_owned();
    }
    let fell = before.minus(after);
    if after > before {
        return format!("The balance has risen by {} since, so it proves nothing", after.minus(before));
    }
    let said = if fell == Credits::ZERO {
        "The balance has not fallen since".to_owned()
    } else {
        format!("The balance has fallen by {fell} since")
    };
    let others = match row.others_in_flight {
        1 => "1 other take".to_owned(),
        more => format!("{more} other takes"),
    };
    if row.others_in_flight > 0 {
        format!("{said}, but {others} may have moved it too, so it proves nothing")
    } else if fell == row.price {
        format!("{said}, so it is probably running")
    } else if row.charged.is_some() {
        format!("{said} and nothing else was under way, so it is probably running; its price was {}", row.price)
    } else if fell == Credits::ZERO {
        format!("{said}, so it was probably not charged")
    } else {
        format!("{said}, and this take costs {}, so it proves nothing", row.price)
    }
}

/// What the account held, where it was put down.
#[must_use]
pub fn balances(row: &LedgerTake) -> Option<String> {
    let (before, after) = (row.balance_before?, row.balance_after?);
    let others = match row.others_in_flight {
        0 => String::new(),
        1 => ", which 1 other take may have moved too".to_owned(),
        more => format!(", which {more} other takes may have moved too"),
    };
    Some(format!("Balance {} before, {} after{others}", grouped(before), grouped(after)))
}

fn grouped(credits: Credits) -> String {
    credits.number()
}

/// How long it has taken so far, and how long takes like it usually take.
#[must_use]
pub fn time(row: &LedgerTake, now: jiff::Timestamp, expected: Option<Duration>) -> Option<String> {
    if !(row.state.is_followed() || row.state == TakeState::Submitting) {
        return None;
    }
    // A clock that was set back says nothing of how long it takes.
    let gone = spelled(Duration::try_from(now.duration_since(row.submitted_at?)).ok()?);
    Some(match expected {
        Some(expected) => format!("{gone} so far, usually about {}", spelled(expected)),
        None => format!("{gone} so far"),
    })
}

/// `45 s`, `1 min 20 s`, `12 min`, `2 h 5 min`.
#[must_use]
pub fn spelled(time: Duration) -> String {
    let seconds = time.as_secs();
    let with = |large: u64, unit: &str, small: u64, small_unit: &str| match small {
        0 => format!("{large} {unit}"),
        small => format!("{large} {unit} {small} {small_unit}"),
    };
    match seconds {
        0..60 => format!("{seconds} s"),
        60..600 => with(seconds / 60, "min", seconds % 60, "s"),
        600..3600 => format!("{} min", seconds / 60),
        _ => with(seconds / 3600, "h", seconds % 3600 / 60, "min"),
    }
}

/// Whether sending it now could succeed; otherwise it has to be confirmed anew.
#[must_use]
pub fn can_go_on(row: &LedgerTake) -> bool {
    row.state == TakeState::Queued && row.hold.is_some_and(|hold| hold != Hold::Price)
}

/// Whether sending it again may be offered: the balance was asked often enough.
#[must_use]
pub fn can_send_again(row: &LedgerTake) -> bool {
    row.state == TakeState::NotConfirmed && row.charge_is_looked_for()
}

/// Whether the user may close it as one that was not charged.
#[must_use]
pub fn can_say_not_charged(row: &LedgerTake) -> bool {
    match row.state {
        TakeState::NotConfirmed => row.charge_is_looked_for(),
        state => state == TakeState::Lost,
    }
}

/// Whether the user may tell what the service calls it.
#[must_use]
pub fn can_enter_task(row: &LedgerTake) -> bool {
    // What the service refused has none.
    let is_open = row.state != TakeState::Failed || row.charge_source == Some(ChargeSource::User);
    is_open && row.may_have_a_task() && row.task.is_none()
}

/// Whether the service may be asked again after a take that is closed.
#[must_use]
pub fn can_ask_again(row: &LedgerTake) -> bool {
    matches!(row.state, TakeState::Failed | TakeState::Lost) && row.task.is_some()
}

/// Whether a film that is made does not come, so that the user may have it fetched again.
#[must_use]
pub fn can_fetch_again(row: &LedgerTake) -> bool {
    row.state == TakeState::Downloading && row.message.is_some()
}

/// Everything about a take for the service's support: times, amounts, the request; never the key.
#[must_use]
pub fn details(row: &LedgerTake, changes: &[Change]) -> String {
    let credits =
        |credits: Option<Credits>| credits.map_or_else(|| "not known".to_owned(), |credits| credits.to_string());
    let facts = [
        ("Storyreel take", row.id.to_string()),
        ("Service", row.base.clone()),
        ("Task ID", row.task.as_ref().map_or("never told", |task| &task.0).to_owned()),
        ("State", row.state.label().to_owned()),
        ("Reason", row.message.as_deref().unwrap_or("none").to_owned()),
        ("Price", row.price.to_string()),
        ("Charged", credits(row.charged)),
        ("Refunded", credits(row.refunded)),
        ("Balance before", credits(row.balance_before)),
        ("Balance after", credits(row.balance_after)),
        ("Other takes that may have moved it", row.others_in_flight.to_string()),
        ("Requests sent", row.requests_sent.to_string()),
        ("Content", row.hash.0.clone()),
    ];
    let mut lines: Vec<String> = facts.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    lines.extend([String::new(), "Times (UTC):".to_owned()]);
    let note = |change: &Change| change.note.as_ref().map_or_else(String::new, |note| format!(", {note}"));
    lines.extend(changes.iter().map(|change| format!("{}  {}{}", change.at, change.state, note(change))));
    lines.extend([String::new(), "Request:".to_owned()]);
    lines.push(request(row).unwrap_or_else(|| "it was not written yet".to_owned()));
    lines.push(String::new());
    lines.join("\n")
}

/// The request as it left, without where it was to call: that holds a secret of this user's.
fn request(row: &LedgerTake) -> Option<String> {
    let mut body: Value = serde_json::from_str(row.body.as_deref()?).ok()?;
    body.as_object_mut()?.remove("callback_url");
    serde_json::to_string_pretty(&body).ok()
}

/// A file's size: "34 MB", "120 kB".
#[must_use]
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{} MB", bytes.div_ceil(1_000_000)),
    }
}

/// The first letter large, as sentences in the window begin.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
#[path = "telling_tests.rs"]
mod tests;
