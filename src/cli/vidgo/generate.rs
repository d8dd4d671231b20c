//! `storyreel generate --with vidgo`: what it costs is told, confirmed, and only then spent; then it is waited for.

use std::collections::HashSet;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;

use super::{Opened, Waiting, blocked, words};
use crate::cli::generate::{bar, one_take, video_place};
use crate::cli::opened::{Asked, Opened as Project, OpenedError, heading, line};
use crate::cli::{CliError, Exit, say};
use crate::desk::{Account, Made, ProjectDigest, Quote, Wanted, paid_contents, telling};
use crate::story::check::{Severity, errors};
use crate::story::rules::Prices;
use crate::story::{Credits, Pictures, TakeId};
use crate::takes::ledger::{ConfirmError, LedgerTake, Same, TakeState};
use crate::takes::paid::film_of;

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

/// Without a scene, of all that is new or has changed.
pub fn run(asked: &Asked, scene: Option<usize>, terms: &Terms, out: Option<&Path>) -> Result<Exit, CliError> {
    let mut project = Project::to_change(asked)?;
    if out.is_some() {
        let takes = if scene.is_some() { terms.takes as usize } else { usize::MAX };
        one_take(takes)?;
    }
    let copied_to = out.map(|out| video_place(&project.folder, out, terms.replace)).transpose()?;
    let pictures = project.pictures();
    let scene = scene.map(|scene| project.scene(scene)).transpose()?;
    if let Some(scene) = scene
        && tell_problems(&project, scene, &pictures) > 0
    {
        return Ok(Exit::Blocked);
    }
    // A take belongs to its scene by the scene's id: that must be the same when the project is opened again.
    project.save_what_was_made().map_err(blocked)?;
    let mut opened = Opened::by(project.rules.clone())?;
    let (wanted, exit) = match scene {
        Some(scene) => (Wanted::scene(project.project.scenes[scene].id.clone()), Exit::Fine),
        None => all_that_changed(&opened, &project, &pictures),
    };
    if matches!(&wanted, Wanted::Scenes(scenes) if scenes.is_empty()) {
        say::sentence("There is nothing to send");
        return Ok(exit);
    }
    let quote = Quote::of(&project.project, &pictures, &opened.account, &wanted).map_err(blocked)?;
    for waits in quote.items.iter().filter_map(|item| quote.waits(item, &project.project)) {
        say::sentence(&waits);
    }
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
    Ok(exit)
}

/// Tells what stands between a scene and a request, and gives how much of it blocks.
fn tell_problems(project: &Project, scene: usize, pictures: &Pictures) -> usize {
    let problems = project.checker(pictures).scene(scene);
    for problem in problems.iter().filter(|problem| problem.severity != Severity::Note) {
        say::sentence(&line(problem));
    }
    errors(&problems)
}

/// The scenes that are new or have changed since their takes, as the window's "Generate all that changed" sends them. What
/// has something to fix stays out, and is told.
fn all_that_changed(opened: &Opened, project: &Project, pictures: &Pictures) -> (Wanted, Exit) {
    let Project { folder, project, .. } = project;
    let paid = paid_contents(opened.account.hashes_of(&project.id), &folder.takes());
    let digest = ProjectDigest::of(project, pictures, opened.account.rules(), &paid);
    let mut exit = Exit::Fine;
    for (index, scene) in digest.scenes.iter().enumerate() {
        if scene.errors > 0 && scene.made != Made::Generated {
            exit = Exit::Blocked;
            say::sentence(&format!("{} stays out, {} to fix", heading(index, &project.scenes[index]), scene.errors));
        }
    }
    (Wanted::Scenes(digest.to_send().map(|at| project.scenes[at].id.clone()).collect()), exit)
}

fn confirmed(opened: &mut Opened, project: &Project, quote: &Quote, terms: &Terms) -> Result<Vec<TakeId>, CliError> {
    let (credits, _) = quote.total(terms.takes, opened.account.rules());
    let cost = opened.account.rules().prices.amount(credits);
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
        return Err(CliError::Blocked(obstacle.sentence(&opened.account.rules().prices)));
    }
    if !terms.yes && !asked(&format!("Spend {cost} at {}?", opened.account.base()))? {
        return Err(CliError::Blocked("nothing was spent".to_owned()));
    }
    let folder = project.folder.root();
    let elsewhere = opened.account.ledger().project_opened(&quote.project, &quote.project_name, folder);
    if let Some(elsewhere) = elsewhere.map_err(blocked)? {
        return Err(OpenedError::Copy(elsewhere).into());
    }
    take_back_unsent(opened, quote)?;
    let same = if terms.again { Same::MakeAnother } else { Same::Ask };
    opened.account.confirm(quote, folder, terms.takes, same).map_err(|error| match error {
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
    write!(out, "{} [y/N] ", say::for_terminal(question)).and_then(|()| out.flush())?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// Waits for takes to end, and gives where their films lie.
fn follow(opened: &mut Opened, project: &Project, ids: &[TakeId]) -> Result<Vec<PathBuf>, CliError> {
    let bar = bar("Queued", 100);
    let mut told = HashSet::new();
    // Without a terminal nobody sees the bar.
    let (is_terminal, mut waiting) = (std::io::stderr().is_terminal(), Waiting::default());
    loop {
        opened.account.drain();
        let rows: Vec<LedgerTake> = ids.iter().filter_map(|id| opened.account.take(id)).cloned().collect();
        if is_terminal {
            show(&bar, &opened.account, &rows);
        } else {
            waiting.tell(&opened.account, rows.iter().filter(|row| !row.is_settled()));
        }
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
        for row in rows.iter().filter(|row| row.state == TakeState::Queued && row.hold.is_none()) {
            if let Some(waits) = telling::waits(row)
                && told.insert(row.id.clone())
            {
                bar.suspend(|| say::sentence(&format!("{}: {waits}", row.order.scene_name)));
            }
        }
        let is_settled = |row: &LedgerTake| row.is_settled() || waits_in_vain(row, &rows);
        if rows.len() == ids.len() && rows.iter().all(is_settled) {
            bar.finish_and_clear();
            return ended(opened, project, &rows);
        }
        opened.wait();
    }
}

/// Whether what a take waits for, in the end, moves no more without the user.
fn waits_in_vain(row: &LedgerTake, rows: &[LedgerTake]) -> bool {
    let other = row.waits_for.as_ref().and_then(|other| rows.iter().find(|row| row.id == *other));
    other.is_some_and(|other| {
        let ended = other.is_settled() && !(other.state == TakeState::Ready && other.in_project);
        row.state == TakeState::Queued && (ended || waits_in_vain(other, rows))
    })
}

fn show(bar: &ProgressBar, account: &Account, rows: &[LedgerTake]) {
    let Some(row) = rows.iter().find(|row| !row.is_settled()) else { return };
    bar.set_message(crate::desk::telling::capital(&words(account, row)));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share from 0 to 1")]
    bar.set_position((account.progress(&row.id).unwrap_or(0.0) * 100.0).round() as u64);
}

fn ended(opened: &Opened, project: &Project, rows: &[LedgerTake]) -> Result<Vec<PathBuf>, CliError> {
    let mut videos = Vec::new();
    let mut failed = Vec::new();
    for row in rows {
        if row.state == TakeState::Queued {
            // Nobody stays to say "go on" to it.
            opened.account.cancel(&row.id).map_err(blocked)?;
            if row.waits_for.is_some() {
                let why = row.waited_in_vain();
                failed.push(format!("{}, take {}: not sent, {why}", row.order.scene_name, row.id));
                continue;
            }
        }
        if row.state != TakeState::Ready {
            failed.push(sentence(row, &opened.account.rules().prices));
            continue;
        }
        if !row.in_project {
            say::sentence(&sentence(row, &opened.account.rules().prices));
        }
        let kept = project.folder.takes().all.into_iter().find(|take| take.id == row.id);
        let place = kept.and_then(|take| project.folder.video_of(&take).ok());
        let ledger = opened.account.ledger();
        let place = place.or(film_of(ledger, row).map_err(blocked)?);
        videos.push(place.unwrap_or_else(|| ledger.film_of(&row.id)));
    }
    if failed.is_empty() {
        return Ok(videos);
    }
    for video in &videos {
        say::result(&video.display().to_string())?;
    }
    Err(CliError::Blocked(failed.join("\n")))
}

/// How a take stands, for people, with what became of its money where that is not plain.
pub(super) fn sentence(row: &LedgerTake, prices: &Prices) -> String {
    let why = row.message.as_deref().map_or_else(String::new, |why| format!(": {why}"));
    let scene = &row.order.scene_name;
    let tail = match row.state {
        TakeState::NotConfirmed => {
            ". It may have been charged and is never sent again by itself; open the window's Takes to settle it"
                .to_owned()
        }
        TakeState::Failed | TakeState::Lost => format!(" ({})", telling::cost(row, prices).0),
        _ => String::new(),
    };
    format!("{scene}, take {}: {}{why}{tail}", row.id, row.state.label().to_lowercase())
}
