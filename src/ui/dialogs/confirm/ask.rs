//! What stands in the way of spending and the ways out; what is asked once more.

use egui::{OpenUrl, RichText, Ui};

use super::Sight;
use crate::desk::{KeyState, Obstacle};
use crate::story::{Credits, price};
use crate::ui::Stage;
use crate::ui::fields::small_field;
use crate::ui::icons;
use crate::ui::say::{Deed, Say};
use crate::ui::theme::{self, size, type_size};
use crate::ui::widgets::{self, look};

/// Where credits are sold.
pub(super) const CREDITS_PAGE: &str = "https://vidgo.ai";

/// What is asked once more in the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// It costs more than the user wants to spend unasked.
    Above,
    /// The very same is being made already.
    Same,
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
pub(super) fn ask_ui(ui: &mut Ui, stage: &Stage<'_>, sight: &Sight<'_>, ask: Ask) -> bool {
    let price = sight.usd.in_cents();
    let (sentence, button) = match ask {
        Ask::Above => {
            let above = Credits::whole(stage.settings.ask_above.unwrap_or_default());
            let sentence = format!("This costs {}, and you want to be asked above {above}", sight.credits);
            (sentence, format!("Spend {price} all the same"))
        }
        Ask::Same => ("The very same is being made already".to_owned(), format!("Make another, {price}")),
    };
    let warn = look(ui).warn;
    well(ui, |ui| {
        line_ui(ui, icons::WARNING, warn, &sentence);
        widgets::spend_button(ui, button).clicked()
    })
}

/// What stands in the way, as a sentence; a cap can be raised on the spot.
pub(super) fn obstacle_ui(
    ui: &mut Ui,
    stage: &mut Stage<'_>,
    sight: &Sight<'_>,
    obstacle: &Obstacle,
    cap: &mut Option<String>,
) {
    let sentence = match obstacle {
        Obstacle::NoKey if sight.account.key_state() == KeyState::Looking => "Looking for the API key…".to_owned(),
        Obstacle::Cap { would_be, cap } => {
            let usd = |credits: Credits| sight.rules().prices.usd(credits);
            format!("This would bring the project to {}, over its cap of {}", usd(*would_be).short(), usd(*cap).short())
        }
        other => other.sentence(),
    };
    let warn = look(ui).warn;
    well(ui, |ui| {
        line_ui(ui, icons::WARNING, warn, &sentence);
        if let (Obstacle::Cap { would_be, .. }, Some(text)) = (obstacle, cap.as_mut()) {
            let mut done = false;
            ui.horizontal(|ui| {
                ui.label("New cap in dollars");
                let id = ui.scope_id().with("cap");
                ui.add(small_field(ui, id, text).desired_width(size::AMOUNT)).accessible_name("New cap in dollars");
                let credits = price::credits_for(text, sight.rules()).filter(|credits| credits >= would_be);
                let button = ui.add_enabled(credits.is_some(), widgets::plain_button("Set the cap"));
                let button = button.on_disabled_hover_text("Write an amount that this fits in, like 60 or 59.50");
                if let Some(credits) = credits.filter(|_| button.clicked()) {
                    stage.say(Say::Deed(Deed::SetCap(Some(credits))));
                    done = true;
                }
            });
            if done {
                *cap = None;
            }
        }
    });
}

/// In place of the button that spends: the way out.
pub(super) fn way_out_ui(
    ui: &mut Ui,
    stage: &mut Stage<'_>,
    sight: &Sight<'_>,
    obstacle: &Obstacle,
    cap: &mut Option<String>,
) {
    match obstacle {
        Obstacle::NoKey => {
            if widgets::button(ui, "Add the key…").clicked() {
                stage.say(Say::Deed(Deed::Settings));
            }
        }
        Obstacle::Balance { .. } => {
            if widgets::button(ui, "Check balance again").clicked() {
                stage.say(Say::Deed(Deed::CheckBalance(None)));
            }
            if widgets::button(ui, "Get credits").on_hover_text(CREDITS_PAGE).clicked() {
                ui.ctx().open_url(OpenUrl::new_tab(CREDITS_PAGE));
            }
        }
        Obstacle::Cap { would_be, .. } => {
            if cap.is_none() && widgets::button(ui, "Raise the cap…").clicked() {
                *cap = Some(whole_dollars(sight, *would_be));
            }
        }
    }
}

/// The least whole dollars that so many credits fit in.
fn whole_dollars(sight: &Sight<'_>, credits: Credits) -> String {
    let micros = sight.rules().prices.usd(credits).micros();
    micros.div_ceil(1_000_000).to_string()
}
