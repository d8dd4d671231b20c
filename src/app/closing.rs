//! The window shall close: takes on their way are told of, the answer to a request that has just left is waited for, and
//! everything is saved; what fails is told before anything is lost.

use egui::{Context, ViewportCommand};

use super::App;
use crate::takes::ledger::{LedgerTake, TakeState};
use crate::ui::dialogs::{Dialog, QuitSheet};
use crate::ui::view::NoticeKind;

/// What was asked and told about leaving in this run.
#[derive(Debug, Default)]
pub(super) struct Closing {
    told_of_takes: bool,
    /// It closes by itself once no request waits for its answer.
    waits_for_answer: bool,
    /// Closing failed and that was told: the next time it closes whatever is lost.
    leaves_anyway: bool,
}

impl App {
    pub(super) fn handle_closing(&mut self, ctx: &Context, now: f64) {
        self.offer_typing(ctx, now);
        if self.closing.waits_for_answer && !self.waits_for_an_answer() {
            self.closing.waits_for_answer = false;
            ctx.send_viewport_cmd(ViewportCommand::Close);
            return;
        }
        if !ctx.input(|input| input.viewport().close_requested()) || self.closing.leaves_anyway {
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
        if let Err(sentence) = self.desk.finish().and_then(|()| self.settings_file.finish()) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            let text = format!("{sentence}. Close the window once more to leave without saving");
            self.view.notify(NoticeKind::Problem, text, now);
            self.closing.leaves_anyway = true;
        }
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
