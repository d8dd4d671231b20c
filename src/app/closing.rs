//! The window shall close: takes on their way are told of, the answer to a request that has just left is waited for, and
//! everything is saved; what fails is told before anything is lost.

use std::time::{Duration, Instant};

use egui::{Context, ViewportCommand};
use poll_promise::Promise;

use super::App;
use super::background::in_background;
use crate::media::io_error::words;
use crate::takes::ledger::{LedgerTake, TakeState};
use crate::ui::dialogs::{Dialog, QuitSheet};
use crate::ui::view::{Busy, NoticeKind};

/// What was asked and told about leaving in this run.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a step of closing that has been gone or not")]
pub(super) struct Closing {
    told_of_takes: bool,
    /// It closes by itself once no request waits for its answer.
    waits_for_answer: bool,
    /// Everything is saved, or that it was not was told: the next time it closes whatever is lost.
    leaves_anyway: bool,
    /// What is saved before it closes, and since when, on egui's clock in seconds.
    saving: Option<(Promise<Result<(), String>>, f64)>,
    /// It was closed once more while the disk did not answer: nothing is waited for.
    pub(super) abandons: bool,
}

/// Saving that is over by then is not mentioned.
const AT_ONCE: Duration = Duration::from_millis(400);

/// A disk that takes longer than this, in seconds, is said not to answer.
const PATIENCE: f64 = 4.0;

/// What is told where saving itself went wrong.
const FAULT: &str = "Not saved: the program made a mistake";

impl App {
    pub(super) fn handle_closing(&mut self, ctx: &Context, now: f64) {
        self.offer_typing(ctx, now);
        if self.closing.waits_for_answer && !self.waits_for_an_answer() {
            self.closing.waits_for_answer = false;
            ctx.send_viewport_cmd(ViewportCommand::Close);
            return;
        }
        if self.saved_before_closing(ctx, now) {
            ctx.send_viewport_cmd(ViewportCommand::Close);
            return;
        }
        if !ctx.input(|input| input.viewport().close_requested()) || self.closing.leaves_anyway {
            return;
        }
        // A second wish to close while the disk is silent is granted: a share that is gone may never answer.
        if self.closing.saving.is_some() {
            (self.closing.abandons, self.closing.leaves_anyway) = (true, true);
            return;
        }
        if self.tells_of_takes() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            return;
        }
        // A second wish to close while it waits is granted: the record says what is not known.
        if self.waits_for_an_answer() && !self.closing.waits_for_answer {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.closing.waits_for_answer = true;
            let text = "A request has just left: Storyreel closes as soon as its answer is on record. Close the window \
                        once more to leave now, then nobody knows whether it was charged";
            self.view.notify(NoticeKind::Problem, text, now);
            return;
        }
        let (saved, settings) = (self.desk.save_now(), self.settings_file.finishing());
        match in_background(self.wake.clone(), FAULT, move || saved.wait().and_then(|()| settings())) {
            Ok(work) => self.close_once_saved(ctx, work, now),
            Err(error) => {
                ctx.send_viewport_cmd(ViewportCommand::CancelClose);
                self.was_not_saved(&format!("Not saved: no thread for it ({})", words(&error)), now);
            }
        }
    }

    /// Lets the window close at once where the disk is as quick as usual; else it stays until everything is saved.
    fn close_once_saved(&mut self, ctx: &Context, work: Promise<Result<(), String>>, now: f64) {
        let begun = Instant::now();
        while work.ready().is_none() && begun.elapsed() < AT_ONCE {
            std::thread::sleep(Duration::from_millis(2));
        }
        match work.try_take() {
            Ok(Ok(())) => return,
            Ok(Err(sentence)) => self.was_not_saved(&sentence, now),
            Err(work) => {
                self.closing.saving = Some((work, now));
                self.view.busy =
                    Some(Busy { sentence: "Saving before Storyreel closes…".into(), since: now, can_stop: false });
                ctx.request_repaint();
            }
        }
        ctx.send_viewport_cmd(ViewportCommand::CancelClose);
    }

    /// Whether everything that is saved before closing is on the disk now; what fails is told.
    fn saved_before_closing(&mut self, ctx: &Context, now: f64) -> bool {
        let Some((work, since)) = self.closing.saving.take() else { return false };
        match work.try_take() {
            Err(work) => {
                self.closing.saving = Some((work, since));
                if now - since < PATIENCE {
                    ctx.request_repaint_after(Duration::from_secs_f64((PATIENCE - (now - since)).max(0.01)));
                } else if let Some(busy) = &mut self.view.busy {
                    busy.sentence =
                        "The disk does not answer: close the window once more to leave without saving".into();
                }
                false
            }
            Ok(Ok(())) => {
                self.view.busy = None;
                self.closing.leaves_anyway = true;
                true
            }
            Ok(Err(sentence)) => {
                self.was_not_saved(&sentence, now);
                false
            }
        }
    }

    fn was_not_saved(&mut self, sentence: &str, now: f64) {
        self.view.busy = None;
        let text = format!("{sentence}. Close the window once more to leave without saving");
        self.view.notify(NoticeKind::Problem, text, now);
        self.closing.leaves_anyway = true;
    }

    /// With takes on their way, leaving is asked about once in a run.
    fn tells_of_takes(&mut self) -> bool {
        let takes = self.takes_of_ours(|_| true);
        if takes == 0 || self.closing.told_of_takes {
            return false;
        }
        self.closing.told_of_takes = true;
        self.view.dialog = Some(Dialog::Quit(QuitSheet { takes }));
        true
    }

    fn waits_for_an_answer(&self) -> bool {
        self.takes_of_ours(|take| take.state == TakeState::Submitting) > 0
    }

    /// How many takes on their way at the service in use are in this program's hands.
    fn takes_of_ours(&self, which: impl Fn(&LedgerTake) -> bool) -> usize {
        let Some(account) = self.account() else { return 0 };
        let is_here = |take: &&LedgerTake| take.base == account.base().as_str() && !account.is_elsewhere(take);
        account.in_flight().filter(is_here).filter(|take| which(take)).count()
    }
}
