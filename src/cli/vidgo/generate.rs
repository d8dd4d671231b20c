//! `storyreel generate --with vidgo`: what it costs is told, confirmed, and only then spent; then it is waited for.

use std::collections::HashSet;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;

use super::{Opened, blocked};
use crate::cli::generate::{bar, video_place};
use crate::cli::opened::{Asked, Opened as Project, line};
use crate::cli::{CliError, Exit, say};
use crate::desk::{Account, Quote, Wanted};
use crate::story::check::{Severity, errors};
use crate::story::{Credits, TakeId};
use crate::takes::ledger::{ConfirmError, LedgerTake, Same, TakeState};

/// What a user of the command line confirms by.
#[derive(Clone, Debug)]
pub struct Terms {
    pub takes: u32,
    /// Confirmed beforehand.
    pub yes: bool,
    /// More than this is not spent, whatever else is said.
    pub max_credits: Option<u64>,
    /// Another one, although the very same is on its way.
    pub again: bool,
    /// A file that is there already is replaced.
    pub replace: bool,
}

pub fn run(asked: &Asked, scene: usize, terms: &Terms, out: Option<&Path>) -> Result<Exit, CliError> {
    let mut project = Project::at(asked)?;
    let scene = project.scene(scene)?;
    if out.is_some() && terms.takes > 1 {
        return Err(CliError::Unusable("--out takes one take; leave out --takes, or --out".to_owned()));
    }
    let copied_to = out.map(|out| video_place(&project.folder, out, terms.replace)).transpose()?;
    let pictures = project.pictures();
    let problems = project.problems(scene, &pictures);
    for problem in problems.iter().filter(|problem| problem.severity != Severity::Note) {
        say::sentence(&line(problem));
    }
    if errors(&problems) > 0 {
        return Ok(Exit::Blocked);
    }
    // A take belongs to its scene by the scene's id: that must be the same when the project is opened again.
    project.save_what_was_made().map_err(blocked)?;
    let mut opened = Opened::new()?;
    let wanted = Wanted::Scene(project.project.scenes[scene].id.clone());
    let quote = Quote::of(&project.project, &pictures, &opened.account, &wanted).map_err(blocked)?;
    let ids = confirmed(&mut opened, &project, &quote, terms)?;
    let videos = follow(&mut opened, &project, &ids)?;
    for video in videos {
        let mut place = video;
        if let (Some(out), Some(copied_to)) = (out, &copied_to) {
            copied_to.copy(&place).map_err(|error| {
                CliError::Blocked(format!("{error}; the take itself is kept at {}", place.display()))
            })?;
            out.clone_into(&mut place);
        }
        say::result(&place.display().to_string())?;
    }
    Ok(Exit::Fine)
}

fn confirmed(opened: &mut Opened, project: &Project, quote: &Quote, terms: &Terms) -> Result<Vec<TakeId>, CliError> {
    let (credits, usd) = quote.total(terms.takes, opened.account.rules());
    let cost = format!("{credits} ({})", usd.in_cents());
    if let Some(most) = terms.max_credits.filter(|most| credits > Credits::whole(*most)) {
        return Err(CliError::Blocked(format!(
            "it would cost {cost}, more than the {most} of --max-credits; nothing was spent"
        )));
    }
    if !terms.yes && !std::io::stdin().is_terminal() {
        return Err(CliError::Blocked(format!("it would cost {cost}; nothing was spent. Say --yes to spend it")));
    }
    opened.needs_key()?;
    opened.account.ask_balance(None);
    opened.until(|account| !account.is_asking_balance());
    if let Some(obstacle) = quote.obstacle(terms.takes, &opened.account) {
        return Err(CliError::Blocked(obstacle.sentence()));
    }
    if !terms.yes && !asked(&format!("Spend {cost} at {}?", opened.account.base()))? {
        return Err(CliError::Blocked("nothing was spent".to_owned()));
    }
    let folder = project.folder.root();
    opened.account.ledger().project_opened(&quote.project, &quote.project_name, folder).map_err(blocked)?;
    take_back_unsent(opened, quote)?;
    let same = if terms.again { Same::MakeAnother } else { Same::Ask };
    opened.account.confirm(quote, terms.takes, same).map_err(|error| match error {
        ConfirmError::SameInFlight(take) => CliError::Blocked(format!(
            "the very same is on its way already as take {take}, nothing was spent; say --again to make another one"
        )),
        error => blocked(error),
    })
}

/// The same that an ended run has left unsent is not wanted twice: this confirmation takes its place.
fn take_back_unsent(opened: &Opened, quote: &Quote) -> Result<(), CliError> {
    let held = opened.account.takes().iter().filter(|row| row.state == TakeState::Queued && row.hold.is_some());
    for row in held.filter(|row| quote.items.iter().any(|item| item.hash == row.hash)) {
        opened.account.cancel(&row.id).map_err(blocked)?;
        say::sentence(&format!("Take {} was never sent and is cancelled; this one takes its place", row.id));
    }
    Ok(())
}

/// A question on the terminal; only "y" or "yes" is one.
fn asked(question: &str) -> Result<bool, CliError> {
    let mut out = std::io::stderr();
    write!(out, "{question} [y/N] ").and_then(|()| out.flush())?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// Waits for takes to end, and gives where their films lie.
fn follow(opened: &mut Opened, project: &Project, ids: &[TakeId]) -> Result<Vec<PathBuf>, CliError> {
    let bar = bar("Queued", 100);
    let mut told = HashSet::new();
    loop {
        opened.account.drain();
        let rows: Vec<LedgerTake> = ids.iter().filter_map(|id| opened.account.take(id)).cloned().collect();
        show(&bar, &opened.account, &rows);
        for row in &rows {
            if row.state.is_followed() && told.insert(row.id.clone()) {
                bar.suspend(|| {
                    say::sentence(&format!(
                        "Take {} is at the service as {}; Ctrl-C leaves it there, \"storyreel resume\" follows it on",
                        row.id,
                        row.task.as_ref().map_or("", |task| &task.0)
                    ));
                });
            }
        }
        if rows.len() == ids.len() && rows.iter().all(LedgerTake::is_settled) {
            bar.finish_and_clear();
            return ended(opened, project, &rows);
        }
        opened.wait();
    }
}

fn show(bar: &ProgressBar, account: &Account, rows: &[LedgerTake]) {
    let Some(row) = rows.iter().find(|row| !row.is_settled()) else { return };
    bar.set_message(row.state.label());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share from 0 to 1")]
    bar.set_position((account.progress(&row.id).unwrap_or(0.0) * 100.0).round() as u64);
}

fn ended(opened: &Opened, project: &Project, rows: &[LedgerTake]) -> Result<Vec<PathBuf>, CliError> {
    let mut videos = Vec::new();
    let mut failed = Vec::new();
    for row in rows {
        if row.hold.is_some() {
            // Nobody stays to say "go on" to it.
            opened.account.cancel(&row.id).map_err(blocked)?;
        }
        if row.state != TakeState::Ready {
            failed.push(sentence(row));
            continue;
        }
        if !row.in_project {
            say::sentence(&sentence(row));
        }
        let kept = project.folder.takes().all.into_iter().find(|take| take.id == row.id);
        let place = kept.and_then(|take| project.folder.video_of(&take).ok());
        videos.push(place.unwrap_or_else(|| opened.account.ledger().film_of(&row.id)));
    }
    if failed.is_empty() {
        return Ok(videos);
    }
    for video in &videos {
        say::result(&video.display().to_string())?;
    }
    Err(CliError::Blocked(failed.join("\n")))
}

/// How a take stands, for people.
pub(super) fn sentence(row: &LedgerTake) -> String {
    let why = row.message.as_deref().map_or_else(String::new, |why| format!(": {why}"));
    let scene = &row.order.scene_name;
    let tail = match row.state {
        TakeState::NotConfirmed => {
            ". It may have been charged and is never sent again by itself; open the window's Takes to settle it"
        }
        _ => "",
    };
    format!("{scene}, take {}: {}{why}{tail}", row.id, row.state.label().to_lowercase())
}
