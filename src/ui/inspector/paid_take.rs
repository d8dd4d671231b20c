//! The card of one paid take: its state in words, how far it is, why it waits, and what can be done with it.

use std::time::Duration;

use egui::{Color32, ProgressBar, RichText, Ui};

use super::takes::{film_picture, here};
use crate::desk::telling::{self, Tone};
use crate::desk::{Account, Obstacle, PaidTake, Quote, ShotFrame};
use crate::story::{Edit, FrameSlot, TakeId};
use crate::takes::ledger::{Hold, LedgerTake, TakeState};
use crate::ui::Stage;
use crate::ui::dialogs::confirm::rows::left_ui;
use crate::ui::frames::Shown;
use crate::ui::icons;
use crate::ui::left::shown_ui;
use crate::ui::say::{Act, Deed, Say, Wanted};
use crate::ui::spend;
use crate::ui::theme::{self, size};
use crate::ui::view::{Asked, Source};
use crate::ui::widgets::{self, card, hint, look};

pub(super) fn paid_take_ui(ui: &mut Ui, stage: &mut Stage<'_>, take: &PaidTake<'_>) {
    let id = take.id();
    let reveal = stage.view.reveal_take.as_ref() == Some(&id);
    // Its buttons are its own, whatever stands above it in the list.
    let shown = ui.push_id(id.as_str(), |ui| card_ui(ui, stage, take, &id)).response;
    if reveal {
        shown.scroll_to_me(Some(egui::Align::Min));
        stage.view.reveal_take = None;
    }
}

fn card_ui(ui: &mut Ui, stage: &mut Stage<'_>, take: &PaidTake<'_>, id: &TakeId) {
    card(ui, |ui| {
        ui.horizontal_top(|ui| {
            let (rect, _) = ui.allocate_exact_size(size::SCENE_THUMB, egui::Sense::hover());
            let order = take.order();
            let panel = order.shots.iter().find_map(|shot| shot.panel.as_ref());
            // Once there is a film, its own picture; until then what was sent or drawn for it.
            let film = take.record.and_then(film_picture);
            let picture = film.or_else(|| order.first_frame.as_ref().or(panel).map(Shown::ordered));
            shown_ui(ui, stage, picture.as_ref(), rect);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 5.0;
                steady_ui(ui, take.state(), |ui| {
                    head_ui(ui, stage, take);
                    if let (Some(row), Some(account)) = (take.row, stage.account) {
                        progress_ui(ui, account, row);
                        words_ui(ui, account, row, stage.shows_prices());
                    }
                    facts_ui(ui, stage, take);
                });
            });
        });
        ui.add_space(size::SMALL_GAP);
        let asks = stage.view.asked.as_ref().is_some_and(|(asked, _)| asked == id);
        let deeds = ui.scope(|ui| deeds_ui(ui, stage, take, id)).response;
        reveal_question(ui, asks, deeds.rect);
    });
}

/// A question that opens in a card comes into view with its answers, and so does what is added to it.
fn reveal_question(ui: &Ui, is_open: bool, rect: egui::Rect) {
    let id = ui.scope_id().with("question");
    let known: f32 = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let height = if is_open { rect.height() } else { 0.0 };
    if height > known {
        ui.scroll_to_rect(rect, None);
    }
    ui.data_mut(|data| data.insert_temp(id, height));
}

/// As high as it ever was while the take is in this state and the panel as wide: words come and go above the buttons, and
/// the buttons stay where they are.
fn steady_ui(ui: &mut Ui, state: TakeState, contents: impl FnOnce(&mut Ui)) {
    let id = ui.scope_id().with("height");
    let width = ui.available_width();
    let known = ui.data(|data| data.get_temp::<(TakeState, f32, f32)>(id));
    let least = known.filter(|(of, at, _)| *of == state && *at == width).map_or(0.0, |(_, _, height)| height);
    let height = ui
        .vertical(|ui| {
            ui.set_min_height(least);
            contents(ui);
        })
        .response
        .rect
        .height();
    ui.data_mut(|data| data.insert_temp(id, (state, width, height.max(least))));
}

fn head_ui(ui: &mut Ui, stage: &Stage<'_>, take: &PaidTake<'_>) {
    let look = look(ui);
    let progress = stage.account.zip(take.row).and_then(|(account, row)| account.progress(&row.id));
    let (state, tone) = take.row.map_or(("Ready".to_owned(), Tone::Good), |row| telling::state(row, progress));
    let (icon, color): (&str, Color32) = match tone {
        Tone::Good => (icons::CHECK, look.ok),
        Tone::Quiet => (icons::CLOCK, look.dim),
        Tone::Warning => (icons::WARNING, look.warn),
        Tone::Bad => (icons::ERROR, look.bad),
    };
    ui.horizontal_wrapped(|ui| {
        ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
        ui.label(widgets::strong_text(format!("{} · {}", take.name(), take.order().tier.label())));
        ui.label(RichText::new(format!("{icon} {state}")).color(color));
    });
}

/// While it goes its way: how far it is, how long it has taken, what holds it up.
fn progress_ui(ui: &mut Ui, account: &Account, row: &LedgerTake) {
    if row.state.is_over() || row.state == TakeState::NotConfirmed || row.hold.is_some() {
        return;
    }
    if row.state.is_followed() || account.progress(&row.id).is_some() {
        let share = account.progress(&row.id).unwrap_or_default();
        ui.add(ProgressBar::new(share).desired_height(size::PROGRESS)).accessible_name("Progress of the take");
    }
    if let Some(time) = telling::time(row, jiff::Timestamp::now(), account.expected(row)) {
        hint(ui, time);
        // The time goes on while it is looked at.
        ui.ctx().request_repaint_after(Duration::from_secs(1));
    }
    if let Some(why) = account.slow(&row.id) {
        let look = look(ui);
        ui.add(egui::Label::new(RichText::new(telling::capital(why)).color(look.warn)).wrap());
    }
    if account.is_elsewhere(row) {
        hint(ui, "Another window or program follows it");
    }
}

fn words_ui(ui: &mut Ui, account: &Account, row: &LedgerTake, shows_prices: bool) {
    let dim = look(ui).dim;
    let mut say = |text: String| {
        ui.add(egui::Label::new(RichText::new(text).color(dim)).wrap());
    };
    if let Some(reason) = telling::reason(row) {
        say(reason);
    }
    if let Some(raw) = telling::raw_reason(row) {
        say(format!("{}: {raw}", account.rules().service.name));
        if let Some(advice) = telling::advice(row, account.takes()) {
            say(advice.to_owned());
        }
    }
    if row.hold == Some(Hold::Credits)
        && shows_prices
        && let Some((has, _)) = account.balance()
    {
        let prices = &account.rules().prices;
        say(match row.price.minus(has) {
            missing if missing.is_zero() => format!("The account holds {} now, enough for it", prices.amount(has)),
            missing => format!("The account holds {}: {} too few", prices.amount(has), prices.amount(missing)),
        });
    }
}

/// When, how long, what it cost.
fn facts_ui(ui: &mut Ui, stage: &Stage<'_>, take: &PaidTake<'_>) {
    hint(ui, format!("{} · {}", take.order().seconds(), here(take.made())));
    let prices = &stage.desk.rules().prices;
    let (cost, tone) =
        take.row.map_or_else(|| (prices.amount(take.price()), Tone::Quiet), |row| telling::cost(row, prices));
    let look = look(ui);
    let color = match tone {
        Tone::Good => look.ok,
        Tone::Quiet => look.faint,
        Tone::Warning => look.warn,
        Tone::Bad => look.bad,
    };
    if stage.shows_prices() {
        ui.add(egui::Label::new(RichText::new(cost).font(theme::small()).color(color)).wrap());
    }
    let mut marks = Vec::new();
    let scene = stage.desk.project().scene(&take.order().scene);
    if scene.is_some_and(|scene| scene.chosen_take.as_ref() == Some(&take.id())) {
        marks.push("chosen");
    }
    if stage.view.player.source == Source::Take(take.id()) {
        marks.push("in the viewer");
    }
    if !marks.is_empty() {
        ui.label(RichText::new(marks.join(" · ")).font(theme::small()).color(look.info));
    }
    let is_over = matches!(take.state(), TakeState::Ready | TakeState::Failed);
    if let Some(balances) = take.row.filter(|_| is_over).and_then(telling::balances) {
        hint(ui, balances);
    }
}

fn deeds_ui(ui: &mut Ui, stage: &mut Stage<'_>, take: &PaidTake<'_>, id: &TakeId) {
    let asked = stage.view.asked.as_ref().filter(|(asked, _)| asked == id).map(|(_, asked)| asked.clone());
    match take.state() {
        TakeState::NotConfirmed | TakeState::Failed | TakeState::Lost => match asked {
            Some(asked) => super::settle::asked_ui(ui, stage, take, id, asked),
            None => super::settle::ways_ui(ui, stage, take, id),
        },
        TakeState::Ready => ready_ui(ui, stage, take, id),
        TakeState::Queued | TakeState::Uploading => match asked {
            Some(Asked::SendNow) if take.row.is_some_and(telling::can_go_on) => {
                let next = send_now_ui(ui, stage, take, id);
                stage.view.asked = next.map(|asked| (id.clone(), asked));
            }
            _ => unsent_ui(ui, stage, take, id),
        },
        TakeState::Cancelled => {
            widgets::button_row(ui, |ui| {
                again_ui(ui, stage, take);
                hide_ui(ui, stage, take, id);
            });
        }
        TakeState::Submitting | TakeState::Waiting | TakeState::Running | TakeState::Downloading => {
            // After it is sent nothing takes it back: it can only be put out of sight.
            widgets::button_row(ui, |ui| {
                if take.row.is_some_and(telling::can_fetch_again) && deed(ui, take, "Fetch again") {
                    stage.say(Say::Deed(Deed::Take(id.clone(), Act::FetchAgain)));
                }
                hide_ui(ui, stage, take, id);
            });
        }
    }
}

pub(super) fn again_ui(ui: &mut Ui, stage: &mut Stage<'_>, take: &PaidTake<'_>) {
    if deed(ui, take, "Generate again…") {
        stage.say(Say::Deed(Deed::Offer(wanted_again(stage, take))));
    }
}

/// A button of a card; screen readers hear which take it is about.
pub(super) fn deed(ui: &mut Ui, take: &PaidTake<'_>, text: &str) -> bool {
    let name = format!("{} of {}", text.trim_end_matches('…'), take.name());
    widgets::card_button(ui, text).accessible_name(name).clicked()
}

pub(super) fn hide_ui(ui: &mut Ui, stage: &mut Stage<'_>, take: &PaidTake<'_>, id: &TakeId) {
    if take.row.is_none() {
        return;
    }
    let (text, act) = if take.is_hidden() { ("Show again", Act::Unhide) } else { ("Hide", Act::Hide) };
    if deed(ui, take, text) {
        stage.say(Say::Deed(Deed::Take(id.clone(), act)));
    }
}

fn unsent_ui(ui: &mut Ui, stage: &mut Stage<'_>, take: &PaidTake<'_>, id: &TakeId) {
    let held = take.row.and_then(|row| row.hold);
    let refused = stage.account.and_then(Account::key_refused).is_some();
    let connected = stage.account.is_some_and(Account::is_connected);
    let mut asks = false;
    widgets::button_row(ui, |ui| {
        if held == Some(Hold::Key) && (refused || !connected) {
            let text = if connected { "Change the key…" } else { "Add the key…" };
            if deed(ui, take, text) {
                stage.say(Say::Deed(Deed::Settings));
            }
        } else if take.row.is_some_and(telling::can_go_on) {
            let usd = stage.desk.rules().prices.cents(take.price());
            let name = format!("Send now, {usd}: {}", take.name());
            if widgets::card_button(ui, &format!("Send now, {usd}…")).accessible_name(name).clicked() {
                asks = true;
            }
        } else if held.is_some() && deed(ui, take, "Generate again…") {
            stage.say(Say::Deed(Deed::Offer(wanted_again(stage, take))));
        }
        if held == Some(Hold::Credits) {
            let page = stage.desk.rules().service.account_page.clone();
            let name = format!("Get credits for {}", take.name());
            if widgets::card_button(ui, "Get credits").accessible_name(name).on_hover_text(page).clicked() {
                stage.say(Say::Deed(Deed::GetCredits));
            }
            let name = format!("Check balance again: {}", take.name());
            if widgets::card_button(ui, "Check balance again").accessible_name(name).clicked() {
                stage.say(Say::Deed(Deed::CheckBalance(None)));
            }
        }
        if deed(ui, take, "Cancel") {
            stage.say(Say::Deed(Deed::Take(id.clone(), Act::Cancel)));
        }
    });
    if asks {
        // What is left afterwards is told of the account as it is now.
        if stage.account.is_some_and(|account| !account.is_asking_balance()) {
            stage.say(Say::Deed(Deed::AskBalance));
        }
        stage.view.asked = Some((id.clone(), Asked::SendNow));
    }
}

/// Sending what waits is spending: the price, what is left, and what stands in the way are told before.
fn send_now_ui(ui: &mut Ui, stage: &mut Stage<'_>, take: &PaidTake<'_>, id: &TakeId) -> Option<Asked> {
    let (Some(account), Some(row)) = (stage.account, take.row) else { return None };
    let prices = &account.rules().prices;
    let warn = look(ui).warn;
    ui.add(egui::Label::new(format!("Sending it spends {}", prices.amount(row.price))).wrap());
    left_ui(ui, account, &row.project, row.price, row.amounts().open());
    let obstacle = Quote::obstacle_of(row, account);
    if let Some(obstacle) = &obstacle {
        ui.add(egui::Label::new(RichText::new(obstacle.sentence(prices)).color(warn)).wrap());
    }
    if matches!(obstacle, Some(Obstacle::Balance { .. })) {
        spend::ask_balance_now_and_then(ui, stage, account);
    }
    let mut next = Some(Asked::SendNow);
    widgets::button_row(ui, |ui| {
        let text = format!("Spend {}", prices.cents(row.price));
        let button = ui.add_enabled_ui(obstacle.is_none(), |ui| widgets::small_spend_button(ui, &text, text.clone()));
        if spend::is_meant(ui, &button.inner) {
            stage.say(Say::Deed(Deed::Take(id.clone(), Act::GoOn)));
            next = None;
        }
        let way_out = obstacle.as_ref().map(|obstacle| match obstacle {
            Obstacle::NoKey | Obstacle::KeyRefused(_) => ("Change the key…", Deed::Settings),
            Obstacle::Balance { .. } => ("Get credits", Deed::GetCredits),
            Obstacle::Cap { .. } => ("Change the cap…", Deed::Settings),
        });
        if let Some((text, deed)) = way_out
            && widgets::button(ui, text).clicked()
        {
            stage.say(Say::Deed(deed));
        }
        if widgets::button(ui, "No, leave it").clicked() {
            next = None;
        }
    });
    next
}

fn ready_ui(ui: &mut Ui, stage: &mut Stage<'_>, take: &PaidTake<'_>, id: &TakeId) {
    widgets::button_row(ui, |ui| {
        if take.record.is_some() && deed(ui, take, "Play") {
            stage.say(Say::PlayTake(id.clone()));
        }
        if deed(ui, take, "Open in the system's player") {
            stage.say(Say::Deed(Deed::OpenInPlayer(id.clone())));
        }
        if deed(ui, take, "Show in folder") {
            stage.say(Say::Deed(Deed::ShowTakeInFolder(id.clone())));
        }
        if take.shot().is_none() && take.record.is_some() {
            let scene = take.order().scene.clone();
            let chosen = stage.desk.project().scene(&scene).and_then(|scene| scene.chosen_take.as_ref()) == Some(id);
            let text = if chosen { "Choose none" } else { "Choose" };
            if deed(ui, take, text) {
                let take = (!chosen).then(|| id.clone());
                stage.say(Say::Edit(Edit::ChooseTake { scene, take }, None));
            }
        }
        hide_ui(ui, stage, take, id);
    });
}

/// What a take was of, as it stands today: in its own tier, where the scene has another.
fn wanted_again(stage: &Stage<'_>, take: &PaidTake<'_>) -> Wanted {
    let scene = take.order().scene.clone();
    let project = stage.desk.project();
    let tier = take.order().tier;
    let tier = project.scene(&scene).is_some_and(|scene| scene.tier != tier).then_some(tier);
    let Some(shot) = take.shot().cloned() else { return Wanted::Scene { scene, tier } };
    let index = project.scene_index(&scene);
    let first = index.and_then(|index| project.framed(index, FrameSlot::First, stage.desk.pictures()));
    let frame = match (&take.order().first_frame, first) {
        (None, _) => ShotFrame::None,
        (Some(frame), Some(first)) if *first.path == frame.path => ShotFrame::SceneFirst,
        _ => ShotFrame::Panel,
    };
    Wanted::Shot { scene, shot, frame, tier }
}
