//! Questions that spend: a click is taken only where it was meant, and what they wait for is looked for by itself.

use egui::{Rect, Response, Ui};

use super::Stage;
use super::say::{Deed, Say};
use crate::desk::Account;

/// In seconds: longer than the pause between two clicks of a double one.
const SETTLES: f64 = 0.6;
/// In seconds: between two questions after the balance while somebody waits for credits.
const ASKS_EVERY: f64 = 10.0;

/// Whether a click on a button that cannot be taken back is meant for it: one that comes right after the button has opened or
/// moved was meant for what lay there before.
pub(super) fn is_meant(ui: &Ui, button: &Response) -> bool {
    let id = button.id.with("settles");
    let (now, frame) = (ui.input(|input| input.time), ui.ctx().cumulative_frame_nr());
    let known: Option<(Rect, f64, u64)> = ui.data(|data| data.get_temp(id));
    // One that was not shown in the frame before has opened anew.
    let stays = known.filter(|(rect, _, seen)| *rect == button.rect && frame.saturating_sub(*seen) <= 1);
    let since = stays.map_or(now, |(_, since, _)| since);
    ui.data_mut(|data| data.insert_temp(id, (button.rect, since, frame)));
    button.clicked() && now - since >= SETTLES
}

/// While a question is open that waits for credits, the balance is asked from time to time: people are buying some.
pub(super) fn ask_balance_now_and_then(ui: &Ui, stage: &mut Stage<'_>, account: &Account) {
    let id = egui::Id::unique("balance asked");
    let now = ui.input(|input| input.time);
    let asked: f64 = ui.data(|data| data.get_temp(id)).unwrap_or(now);
    let is_due = now - asked >= ASKS_EVERY;
    if is_due && !account.is_asking_balance() {
        stage.say(Say::Deed(Deed::AskBalance));
    }
    let asked = if is_due { now } else { asked };
    ui.data_mut(|data| data.insert_temp(id, asked));
    ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64((asked + ASKS_EVERY - now).max(1.0)));
}
