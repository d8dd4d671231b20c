//! The card of one paid take: its state in words, how far it is, why it waits, and what can be done with it.

use std::time::Duration;

use egui::{Color32, Key, ProgressBar, RichText, Ui};

use super::takes::here;
use crate::desk::telling::{self, Tone};
use crate::desk::{Account, PaidTake, ShotFrame};
use crate::story::{Edit, FrameSlot, TakeId};
use crate::takes::ledger::{LedgerTake, TakeState};
use crate::ui::Stage;
use crate::ui::fields::line_field;
use crate::ui::frames::Shown;
use crate::ui::icons;
use crate::ui::left::shown_ui;
use crate::ui::say::{Act, Deed, Say, Wanted};
use crate::ui::theme::{self, size};
use crate::ui::view::{Asked, Source};
use crate::ui::widgets::{self, card, hint, look};

pub(super) fn paid_take_ui(ui: &mut Ui, stage: &mut Stage<'_>, take: &PaidTake<'_>) {
    let id = take.id();
    card(ui, |ui| {
        ui.horizontal_top(|ui| {
            let (rect, _) = ui.allocate_exact_size(size::SCENE_THUMB, egui::Sense::hover());
            let order = take.order();
            let panel = order.shots.iter().find_map(|shot| shot.panel.as_ref());
            let picture = order.first_frame.as_ref().or(panel).map(Shown::ordered);
            shown_ui(ui, stage, picture.as_ref(), rect);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 5.0;
                head_ui(ui, stage, take);
                if let (Some(row), Some(account)) = (take.row, stage.account) {
                    progress_ui(ui, account, row);
                    words_ui(ui, account, row);
                }
                facts_ui(ui, stage, take);
            });
        });
        ui.add_space(size::SMALL_GAP);
        deeds_ui(ui, stage, take, &id);
    });
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
    if let Some(share) = account.progress(&row.id) {
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

fn words_ui(ui: &mut Ui, account: &Account, row: &LedgerTake) {
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
}

/// When, how long, what it cost.
fn facts_ui(ui: &mut Ui, stage: &Stage<'_>, take: &PaidTake<'_>) {
    let usd = stage.desk.rules().prices.usd(take.price());
    hint(ui, format!("{} · {}", take.order().seconds(), here(take.made())));
    hint(
        ui,
        match take.state() {
            TakeState::Failed | TakeState::Cancelled => "not charged".to_owned(),
            _ => format!("{} · {}", take.price(), usd.in_cents()),
        },
    );
    let mut marks = Vec::new();
    let scene = stage.desk.project().scene(&take.order().scene);
    if scene.is_some_and(|scene| scene.chosen_take.as_ref() == Some(&take.id())) {
        marks.push("chosen");
    }
    if stage.view.player.source == Source::Take(take.id()) {
        marks.push("in the viewer");
    }
    if !marks.is_empty() {
        let info = look(ui).info;
        ui.label(RichText::new(marks.join(" · ")).font(theme::small()).color(info));
    }
    let is_over = matches!(take.state(), TakeState::Ready | TakeState::Failed);
    if let Some(balances) = take.row.filter(|_| is_over).and_then(telling::balances) {
        hint(ui, balances);
    }
}

fn deeds_ui(ui: &mut Ui, stage: &mut Stage<'_>, take: &PaidTake<'_>, id: &TakeId) {
    let asked = stage.view.asked.as_ref().filter(|(asked, _)| asked == id).map(|(_, asked)| asked.clone());
    match take.state() {
        TakeState::NotConfirmed => match asked {
            Some(asked) => asked_ui(ui, stage, take, id, asked),
            None => five_ways_ui(ui, stage, take, id),
        },
        TakeState::Ready => ready_ui(ui, stage, take, id),
        TakeState::Queued | TakeState::Uploading => unsent_ui(ui, stage, take, id),
        TakeState::Failed | TakeState::Cancelled | TakeState::Lost => {
            widgets::button_row(ui, |ui| {
                if deed(ui, take, "Generate again…") {
                    stage.say(Say::Deed(Deed::Offer(wanted_again(stage, take))));
                }
                if matches!(take.state(), TakeState::Failed | TakeState::Lost) && deed(ui, take, "Copy details") {
                    stage.say(Say::Deed(Deed::CopyDetails(id.clone())));
                }
                hide_ui(ui, stage, take, id);
            });
        }
        TakeState::Submitting | TakeState::Waiting | TakeState::Running | TakeState::Downloading => {
            // After it is sent nothing takes it back: it can only be put out of sight.
            widgets::button_row(ui, |ui| hide_ui(ui, stage, take, id));
        }
    }
}

/// A button of a card; screen readers hear which take it is about.
fn deed(ui: &mut Ui, take: &PaidTake<'_>, text: &str) -> bool {
    let name = format!("{} of {}", text.trim_end_matches('…'), take.name());
    widgets::card_button(ui, text).accessible_name(name).clicked()
}

fn hide_ui(ui: &mut Ui, stage: &mut Stage<'_>, take: &PaidTake<'_>, id: &TakeId) {
    if take.row.is_none() {
        return;
    }
    let (text, act) = if take.is_hidden() { ("Show again", Act::Unhide) } else { ("Hide", Act::Hide) };
    if deed(ui, take, text) {
        stage.say(Say::Deed(Deed::Take(id.clone(), act)));
    }
}

fn unsent_ui(ui: &mut Ui, stage: &mut Stage<'_>, take: &PaidTake<'_>, id: &TakeId) {
    widgets::button_row(ui, |ui| {
        let held = take.row.is_some_and(|row| row.hold.is_some());
        if take.row.is_some_and(telling::can_go_on) {
            let usd = stage.desk.rules().prices.usd(take.price()).in_cents();
            let name = format!("Send now, {usd}: {}", take.name());
            if widgets::small_spend_button(ui, &format!("Send now, {usd}"), name).clicked() {
                stage.say(Say::Deed(Deed::Take(id.clone(), Act::GoOn)));
            }
        }
        if deed(ui, take, "Cancel") {
            stage.say(Say::Deed(Deed::Take(id.clone(), Act::Cancel)));
        }
        if held && !take.row.is_some_and(telling::can_go_on) && deed(ui, take, "Generate again…") {
            stage.say(Say::Deed(Deed::Offer(wanted_again(stage, take))));
        }
    });
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

/// A take that may have been paid for: never sent again by itself.
fn five_ways_ui(ui: &mut Ui, stage: &mut Stage<'_>, take: &PaidTake<'_>, id: &TakeId) {
    let warn = look(ui).warn;
    let mut asks = None;
    widgets::button_row(ui, |ui| {
        let way =
            |ui: &mut Ui, text: &str| widgets::button(ui, text).accessible_name(format!("{text}: {}", take.name()));
        if way(ui, "Check balance again").clicked() {
            stage.say(Say::Deed(Deed::CheckBalance(Some(id.clone()))));
        }
        if way(ui, "Enter its task ID").clicked() {
            asks = Some(Asked::TaskId(String::new()));
        }
        if way(ui, "Copy details for support").clicked() {
            stage.say(Say::Deed(Deed::CopyDetails(id.clone())));
        }
        if way(ui, "Close as lost").clicked() {
            asks = Some(Asked::CloseAsLost);
        }
        let again = "Send again, may be charged twice";
        let button = egui::Button::new(RichText::new(again).color(warn)).min_size(egui::vec2(0.0, size::BUTTON_HEIGHT));
        if ui.add(button).accessible_name(format!("{again}: {}", take.name())).clicked() {
            asks = Some(Asked::SendAgain);
        }
    });
    if let Some(asked) = asks {
        stage.view.asked = Some((id.clone(), asked));
    }
}

/// The question that is open in the card.
fn asked_ui(ui: &mut Ui, stage: &mut Stage<'_>, take: &PaidTake<'_>, id: &TakeId, asked: Asked) {
    let usd = stage.desk.rules().prices.usd(take.price()).in_cents();
    let mut next = Some(asked.clone());
    match asked {
        Asked::SendAgain => {
            let text = format!("It may be running already, and then it is charged a second time, {usd}");
            ui.add(egui::Label::new(text).wrap());
            widgets::button_row(ui, |ui| {
                let text = format!("Send again, {usd}");
                if widgets::small_spend_button(ui, &text, text.clone()).clicked() {
                    stage.say(Say::Deed(Deed::SendAgain(id.clone())));
                    next = None;
                }
                if widgets::button(ui, "No, leave it").clicked() {
                    next = None;
                }
            });
        }
        Asked::CloseAsLost => {
            let text = format!("It is given up and counts as spent, {usd}");
            ui.add(egui::Label::new(text).wrap());
            widgets::button_row(ui, |ui| {
                if widgets::button(ui, "Give it up").clicked() {
                    stage.say(Say::Deed(Deed::Take(id.clone(), Act::CloseAsLost)));
                    next = None;
                }
                if widgets::button(ui, "No, leave it").clicked() {
                    next = None;
                }
            });
        }
        Asked::TaskId(mut text) => {
            hint(ui, "It stands in your account at the service; it is believed once the service knows it");
            let field_id = ui.scope_id().with("task id");
            let field = line_field(ui, field_id, &mut text).hint_text("Task ID").char_limit(512);
            let field = ui.add(field).accessible_name("Task ID");
            let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let typed = text.trim().to_owned();
            next = Some(Asked::TaskId(text));
            widgets::button_row(ui, |ui| {
                let clicked = ui.add_enabled(!typed.is_empty(), widgets::plain_button("Look for it")).clicked();
                if (clicked || entered) && !typed.is_empty() {
                    stage.say(Say::Deed(Deed::EnterTask(id.clone(), typed)));
                    next = None;
                }
                if widgets::button(ui, "No, leave it").clicked() {
                    next = None;
                }
            });
        }
    }
    stage.view.asked = next.map(|asked| (id.clone(), asked));
}

/// What a take was of, as it stands today.
fn wanted_again(stage: &Stage<'_>, take: &PaidTake<'_>) -> Wanted {
    let scene = take.order().scene.clone();
    let Some(shot) = take.shot().cloned() else { return Wanted::Scene(scene) };
    let project = stage.desk.project();
    let index = project.scene_index(&scene);
    let first = index.and_then(|index| project.framed(index, FrameSlot::First, stage.desk.pictures()));
    let frame = match (&take.order().first_frame, first) {
        (None, _) => ShotFrame::None,
        (Some(frame), Some(first)) if *first.path == frame.path => ShotFrame::SceneFirst,
        _ => ShotFrame::Panel,
    };
    Wanted::Shot { scene, shot, frame }
}
