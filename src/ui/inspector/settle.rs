//! Takes whose fate people settle: those that may have been paid for and are not confirmed, and those that are closed as
//! failed or lost. Nothing of this is sent again by itself.

use egui::{Key, RichText, Ui};

use super::paid_take::{again_ui, deed, hide_ui};
use crate::desk::{PaidTake, telling};
use crate::story::TakeId;
use crate::takes::ledger::{LedgerTake, TakeState};
use crate::ui::Stage;
use crate::ui::fields::{line_field, placeholder};
use crate::ui::icons;
use crate::ui::say::{Act, Deed, Say};
use crate::ui::spend;
use crate::ui::theme::size;
use crate::ui::view::{Asked, TaskField};
use crate::ui::widgets::{self, hint, look};

/// What may be done, as far as it makes sense for the take as it stands.
pub(super) fn ways_ui(ui: &mut Ui, stage: &mut Stage<'_>, take: &PaidTake<'_>, id: &TakeId) {
    let is_unsure = take.state() == TakeState::NotConfirmed;
    let can = |what: fn(&LedgerTake) -> bool| take.row.is_some_and(what);
    let mut asks = None;
    widgets::button_row(ui, |ui| {
        let way = |ui: &mut Ui, text: &str| {
            widgets::card_button(ui, text).accessible_name(format!("{text}: {}", take.name()))
        };
        if is_unsure && way(ui, "Check balance again").clicked() {
            stage.say(Say::Deed(Deed::CheckBalance(Some(id.clone()))));
        }
        if !is_unsure {
            again_ui(ui, stage, take);
        }
        if can(telling::can_ask_again) {
            let asks = way(ui, "Ask again");
            if asks.on_hover_text("Asks the service whether it has it after all").clicked() {
                stage.say(Say::Deed(Deed::Take(id.clone(), Act::AskAgain)));
            }
        }
        if can(telling::can_enter_task) && way(ui, "Enter its task ID").clicked() {
            asks = Some(Asked::TaskId(TaskField::default()));
        }
        if can(telling::can_say_not_charged) && way(ui, "It was not charged").clicked() {
            asks = Some(Asked::NotCharged);
        }
        if can(LedgerTake::may_be_given_back) && way(ui, "It was given back").clicked() {
            asks = Some(Asked::GivenBack);
        }
        if is_unsure {
            if way(ui, "Copy details for support").clicked() {
                stage.say(Say::Deed(Deed::CopyDetails(id.clone())));
            }
            if way(ui, "Close as lost").clicked() {
                asks = Some(Asked::CloseAsLost);
            }
        } else {
            if deed(ui, take, "Copy details") {
                stage.say(Say::Deed(Deed::CopyDetails(id.clone())));
            }
            hide_ui(ui, stage, take, id);
        }
        if can(telling::can_send_again) {
            let warn = look(ui).warn;
            let again = "Send again, may be charged twice";
            let button =
                egui::Button::new(RichText::new(again).color(warn)).min_size(egui::vec2(0.0, size::BUTTON_HEIGHT));
            if ui.add(button).accessible_name(format!("{again}: {}", take.name())).clicked() {
                asks = Some(Asked::SendAgain);
            }
        }
    });
    if let Some(asked) = asks {
        stage.view.asked = Some((id.clone(), asked));
    }
}

/// The question that is open in the card.
pub(super) fn asked_ui(ui: &mut Ui, stage: &mut Stage<'_>, take: &PaidTake<'_>, id: &TakeId, asked: Asked) {
    let prices = &stage.desk.rules().prices;
    let (usd, amount) = (prices.cents(take.price()), prices.amount(take.price()));
    let mut next = Some(asked.clone());
    match asked {
        // Of takes that wait to be sent.
        Asked::SendNow => next = None,
        Asked::SendAgain => {
            let text = format!("It may be running already, and then it is charged a second time, {amount}");
            ui.add(egui::Label::new(text).wrap());
            widgets::button_row(ui, |ui| {
                let text = format!("Send again, {usd}");
                let button = widgets::small_spend_button(ui, &text, text.clone());
                if spend::is_meant(ui, &button) {
                    stage.say(Say::Deed(Deed::SendAgain(id.clone())));
                    next = None;
                }
                if widgets::button(ui, "No, leave it").clicked() {
                    next = None;
                }
            });
        }
        Asked::CloseAsLost => {
            let text = format!("It is given up and counts as spent, {amount}");
            if question_ui(ui, stage, id, &text, ("Give it up", Act::CloseAsLost)) {
                next = None;
            }
        }
        Asked::NotCharged => {
            let evidence = take.row.map_or_else(String::new, telling::balance_since);
            let text = format!(
                "{evidence}. Closed as not charged, it counts nothing; should it come to light after all, its task ID \
                 brings it back"
            );
            if question_ui(ui, stage, id, &text, ("It was not charged", Act::NotCharged)) {
                next = None;
            }
        }
        Asked::GivenBack => {
            let text = format!(
                "As your account at the service shows it: the {amount} count as given back, and nothing is spent"
            );
            if question_ui(ui, stage, id, &text, ("It was given back", Act::GivenBack)) {
                next = None;
            }
        }
        Asked::TaskId(field) => next = task_field_ui(ui, stage, id, field).map(Asked::TaskId),
    }
    stage.view.asked = next.map(|asked| (id.clone(), asked));
}

/// What something means, and whether it shall be done. Tells whether that was answered.
fn question_ui(ui: &mut Ui, stage: &mut Stage<'_>, id: &TakeId, text: &str, (yes, act): (&str, Act)) -> bool {
    ui.add(egui::Label::new(text).wrap());
    let mut answered = false;
    widgets::button_row(ui, |ui| {
        let button = widgets::button(ui, yes);
        if spend::is_meant(ui, &button) {
            stage.say(Say::Deed(Deed::Take(id.clone(), act)));
            answered = true;
        }
        answered |= widgets::button(ui, "No, leave it").clicked();
    });
    answered
}

/// The field for a task ID: it has the keyboard when it opens, and keeps its text until the service knows it.
fn task_field_ui(ui: &mut Ui, stage: &mut Stage<'_>, id: &TakeId, mut task: TaskField) -> Option<TaskField> {
    hint(ui, "It stands in your account at the service; it is believed once the service knows it");
    let field_id = ui.scope_id().with("task id");
    let field = line_field(ui, field_id, &mut task.text).hint_text(placeholder("Task ID")).char_limit(512);
    let field = ui.add_enabled(!task.looking, field).accessible_name("Task ID");
    if !std::mem::replace(&mut task.was_focused, true) {
        field.request_focus();
    }
    if field.changed() {
        task.fault = None;
    }
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if let Some(fault) = &task.fault {
        let bad = look(ui).bad;
        ui.add(egui::Label::new(RichText::new(format!("{} {fault}", icons::ERROR)).color(bad)).wrap());
    }
    let mut stays = true;
    widgets::button_row(ui, |ui| {
        let can = !task.looking && !task.text.trim().is_empty();
        let text = if task.looking { "Looking…" } else { "Look for it" };
        let button = widgets::plain_button(text).min_size(egui::vec2(size::LOOK_FOR_IT, size::BUTTON_HEIGHT));
        let clicked = ui.add_enabled(can, button).clicked();
        if (clicked || entered) && can {
            task.looking = true;
            task.fault = None;
            stage.say(Say::Deed(Deed::EnterTask(id.clone(), task.text.trim().to_owned())));
        }
        stays = !widgets::button(ui, "No, leave it").clicked();
    });
    stays.then_some(task)
}
