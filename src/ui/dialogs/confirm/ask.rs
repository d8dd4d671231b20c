//! What stands in the way of spending and the ways out; what is asked once more.

use egui::{RichText, Ui};

use super::Sight;
use crate::desk::{KeyState, Obstacle, telling};
use crate::story::{Credits, TakeId, price};
use crate::ui::Stage;
use crate::ui::fields::small_field;
use crate::ui::icons;
use crate::ui::say::{Deed, Say};
use crate::ui::spend;
use crate::ui::theme::{self, size, type_size};
use crate::ui::widgets::{self, look};

/// What is asked once more in the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// It costs more than the user wants to spend unasked.
    Above,
    /// The very same was confirmed already, as this take.
    Same(TakeId),
}

/// A new cap while it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NewCap {
    text: String,
    /// It has just been opened: the keyboard goes there.
    fresh: bool,
}

/// Something worth knowing.
pub(super) fn note_ui(ui: &mut Ui, sentence: &str) {
    let dim = look(ui).dim;
    line_ui(ui, icons::NOTE, dim, sentence);
}

/// Something that is in the way.
pub(super) fn problem_ui(ui: &mut Ui, sentence: &str) {
    let warn = look(ui).warn;
    well(ui, |ui| line_ui(ui, icons::WARNING, warn, sentence));
}

/// What needs an answer stands on a ground of its own.
fn well<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let ground = look(ui).ground;
    let frame = egui::Frame::new().fill(ground).corner_radius(egui::CornerRadius::same(size::RADIUS));
    let filled = frame.inner_margin(egui::Margin::symmetric(10, 8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        contents(ui)
    });
    filled.inner
}

fn line_ui(ui: &mut Ui, icon: &str, color: egui::Color32, sentence: &str) {
    ui.horizontal_top(|ui| {
        ui.label(RichText::new(icon).font(theme::icon(type_size::ICON)).color(color));
        ui.add(egui::Label::new(sentence).wrap());
    });
}

/// The question, with the button that spends all the same. Tells whether it was clicked.
pub(super) fn ask_ui(ui: &mut Ui, stage: &mut Stage<'_>, sight: &Sight<'_>, ask: &Ask) -> bool {
    let prices = &sight.rules().prices;
    let price = prices.cents(sight.credits);
    let (sentence, button) = match ask {
        Ask::Above => {
            let above = Credits::whole(stage.settings.ask_above.unwrap_or_default());
            let (costs, above) = (prices.amount(sight.credits), prices.amount(above));
            (
                format!("This costs {costs}, and you want to be asked above {above}"),
                format!("Spend {price} all the same"),
            )
        }
        Ask::Same(take) => {
            let row = sight.account.take(take);
            let stands = row.map_or_else(|| "is being made already".to_owned(), telling::same_again);
            (format!("The very same {stands}"), format!("Make another, {price}"))
        }
    };
    let warn = look(ui).warn;
    well(ui, |ui| {
        line_ui(ui, icons::WARNING, warn, &sentence);
        let button = widgets::spend_button(ui, button);
        spend::is_meant(ui, &button)
    })
}

/// What stands in the way, as a sentence; a cap can be raised, and the balance asked, on the spot.
pub(super) fn obstacle_ui(
    ui: &mut Ui,
    stage: &mut Stage<'_>,
    sight: &Sight<'_>,
    obstacle: &Obstacle,
    cap: &mut Option<NewCap>,
) {
    let sentence = match (obstacle, sight.account.key_state()) {
        (Obstacle::NoKey, KeyState::Looking) => {
            "The system's keyring is being asked for the key; unlock it where it asks, or add the key".to_owned()
        }
        (Obstacle::NoKey, KeyState::NoAnswer(error)) => telling::capital(&error.to_string()),
        (obstacle, _) => obstacle.sentence(&sight.rules().prices),
    };
    let warn = look(ui).warn;
    well(ui, |ui| {
        line_ui(ui, icons::WARNING, warn, &sentence);
        match (obstacle, cap.as_mut()) {
            (Obstacle::Balance { .. }, _) => {
                spend::ask_balance_now_and_then(ui, stage, sight.account);
                let asking = sight.account.is_asking_balance();
                let text = if asking { "Asking…" } else { "Check balance again" };
                let button = widgets::plain_button(text).min_size(egui::vec2(size::CHECK_BALANCE, size::BUTTON_HEIGHT));
                if ui.add_enabled(!asking, button).clicked() {
                    stage.say(Say::Deed(Deed::CheckBalance(None)));
                }
            }
            (Obstacle::Cap { would_be, .. }, Some(new_cap)) => {
                let is_set = cap_ui(ui, stage, sight, *would_be, new_cap);
                cap.take_if(|_| is_set);
            }
            _ => {}
        }
    });
}

/// The field for a new cap. Tells whether it was set.
fn cap_ui(ui: &mut Ui, stage: &mut Stage<'_>, sight: &Sight<'_>, would_be: Credits, cap: &mut NewCap) -> bool {
    let mut done = false;
    ui.horizontal(|ui| {
        ui.label("New cap in dollars");
        let id = ui.scope_id().with("cap");
        let field = ui.add(small_field(ui, id, &mut cap.text).desired_width(size::AMOUNT));
        let field = field.accessible_name("New cap in dollars");
        if std::mem::take(&mut cap.fresh) {
            field.request_focus();
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let credits = price::credits_for(&cap.text, sight.rules()).filter(|credits| *credits >= would_be);
        let button = ui.add_enabled(credits.is_some(), widgets::plain_button("Set the cap"));
        let button = button.on_disabled_hover_text("Write an amount that this fits in, like 60 or 59.50");
        if let Some(credits) = credits.filter(|_| button.clicked() || entered) {
            stage.say(Say::Deed(Deed::SetCap(Some(credits))));
            done = true;
        } else if entered {
            field.request_focus();
        }
    });
    done
}

/// In the place of the button that spends: the way out, one button.
pub(super) fn way_out_ui(
    ui: &mut Ui,
    stage: &mut Stage<'_>,
    sight: &Sight<'_>,
    obstacle: &Obstacle,
    cap: &mut Option<NewCap>,
) {
    match obstacle {
        Obstacle::NoKey => {
            if super::slot_button(ui, "Add the key…").clicked() {
                stage.say(Say::Deed(Deed::Settings));
            }
        }
        Obstacle::KeyRefused(_) => {
            if super::slot_button(ui, "Change the key…").clicked() {
                stage.say(Say::Deed(Deed::Settings));
            }
        }
        Obstacle::Balance { .. } => {
            let page = &sight.rules().service.account_page;
            if super::slot_button(ui, "Get credits").on_hover_text(page).clicked() {
                stage.say(Say::Deed(Deed::GetCredits));
            }
        }
        Obstacle::Cap { would_be, .. } => {
            let open = cap.is_some();
            let button = widgets::plain_button("Raise the cap…");
            if super::in_slot(ui, |ui| ui.add_enabled(!open, button)).clicked() {
                *cap = Some(NewCap { text: whole_dollars(sight, *would_be), fresh: true });
            }
        }
    }
}

/// The least whole dollars that so many credits fit in.
fn whole_dollars(sight: &Sight<'_>, credits: Credits) -> String {
    let micros = sight.rules().prices.usd(credits).micros();
    micros.div_ceil(1_000_000).to_string()
}
