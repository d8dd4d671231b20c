//! `storyreel takes`, `resume` and `balance`.

use serde::Serialize;

use super::generate::sentence;
use super::{Opened, Waiting, blocked};
use crate::cli::{CliError, Exit, say};
use crate::desk::AccountEvent;
use crate::story::Credits;
use crate::takes::ledger::{LedgerTake, TakeState};
use crate::takes::paid::film_of;

#[derive(Serialize)]
struct Report {
    takes: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    id: String,
    project: String,
    scene: String,
    state: &'static str,
    /// Why it stands there, where that was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// The same as `price`; it was called so before there was more to say.
    credits: Credits,
    price: Credits,
    /// Null where it is not known.
    charged: Option<Credits>,
    refunded: Option<Credits>,
    task_id: Option<String>,
    file: Option<String>,
}

/// Every take that was confirmed, the newest first.
pub fn list(json: bool) -> Result<Exit, CliError> {
    let paths = crate::store::Paths::find().map_err(blocked)?;
    paths.ensure().map_err(blocked)?;
    // Looking changes nothing: no take is taken over.
    let ledger = crate::takes::ledger::Ledger::open(&paths.ledger()).map_err(blocked)?;
    let rows = ledger.all().map_err(blocked)?;
    let line = |row: &LedgerTake| {
        // What cannot be found is not named.
        let film = film_of(&ledger, row).ok().flatten().filter(|_| row.state == TakeState::Ready);
        Line {
            id: row.id.to_string(),
            project: row.project.to_string(),
            scene: row.scene.to_string(),
            state: row.state.code(),
            message: row.message.clone(),
            credits: row.price,
            price: row.price,
            charged: row.charged,
            refunded: row.refunded,
            task_id: row.task.as_ref().map(|task| task.0.clone()),
            file: film.map(|film| film.display().to_string()),
        }
    };
    if json {
        say::json(&Report { takes: rows.iter().map(line).collect() })?;
    } else if rows.is_empty() {
        say::sentence("No take was ever confirmed here");
    } else {
        let prices = crate::cli::opened::rules().prices;
        let lines = rows.iter().map(|row| {
            let project = &row.order.project_name;
            format!("{}  {project}, {}", row.confirmed_at.strftime("%Y-%m-%d %H:%MZ"), sentence(row, &prices))
        });
        say::result(&lines.collect::<Vec<_>>().join("\n"))?;
    }
    Ok(Exit::Fine)
}

/// Follows to the end what was submitted; submits nothing.
pub fn resume() -> Result<Exit, CliError> {
    let mut opened = Opened::new()?;
    let is_mine = |row: &&LedgerTake| {
        row.state.is_followed()
            || row.state == TakeState::Submitting
            || (row.state == TakeState::Ready && !row.in_project)
    };
    let account = &opened.account;
    let mine: Vec<_> = account
        .takes()
        .iter()
        .filter(is_mine)
        .filter(|row| !account.is_elsewhere(row))
        .map(|row| row.id.clone())
        .collect();
    if !mine.is_empty() {
        opened.needs_key()?;
    }
    let mut waiting = Waiting::default();
    loop {
        opened.account.drain();
        let account = &opened.account;
        let unsettled: Vec<_> = mine.iter().filter_map(|id| account.take(id)).filter(|row| !row.is_settled()).collect();
        if unsettled.is_empty() {
            break;
        }
        waiting.tell(account, unsettled);
        opened.wait();
    }
    let rows: Vec<&LedgerTake> = mine.iter().filter_map(|id| opened.account.take(id)).collect();
    let prices = &opened.account.rules().prices;
    for row in &rows {
        say::sentence(&sentence(row, prices));
        if row.state == TakeState::Ready {
            let ledger = opened.account.ledger();
            let film = film_of(ledger, row).map_err(blocked)?.unwrap_or_else(|| ledger.film_of(&row.id));
            say::result(&film.display().to_string())?;
        }
    }
    let waits = opened.account.takes().iter().filter(|row| row.state == TakeState::NotConfirmed || row.hold.is_some());
    let waits: Vec<String> = waits.filter(|row| !mine.contains(&row.id)).map(|row| sentence(row, prices)).collect();
    for line in &waits {
        say::sentence(line);
    }
    let fine = rows.iter().all(|row| row.state == TakeState::Ready);
    Ok(if fine { Exit::Fine } else { Exit::Blocked })
}

/// What the account holds.
pub fn balance() -> Result<Exit, CliError> {
    let mut opened = Opened::new()?;
    opened.needs_key()?;
    opened.account.ask_balance(None);
    let events = opened.until(|account| !account.is_asking_balance());
    let answer = events.into_iter().rev().find_map(|event| match event {
        AccountEvent::Balance(balance) => Some(balance),
        _ => None,
    });
    match answer {
        Some(Ok(credits)) => {
            say::result(&opened.account.rules().prices.amount(credits))?;
            Ok(Exit::Fine)
        }
        Some(Err(why)) => Err(CliError::Blocked(why)),
        None => Err(CliError::Blocked("the balance was not told".to_owned())),
    }
}
