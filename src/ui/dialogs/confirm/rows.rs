//! The rows of the confirmation: what is sent, what stays here, the price, and what is left afterwards.

use egui::{Align, Layout, RichText, Ui};

use super::Sight;
use crate::desk::{Account, Made, QuoteItem, ShotFrame};
use crate::story::check::count_of;
use crate::story::{Credits, ProjectId, Scene, SceneId, Shot};
use crate::ui::Stage;
use crate::ui::frames::Shown;
use crate::ui::icons;
use crate::ui::say::{Say, Wanted};
use crate::ui::theme;
use crate::ui::widgets::{self, dim, hint, key_value, link, look, segmented};

/// What a shot alone begins with: its panel, the scene's first frame, or neither.
pub(super) fn frame_choice_ui(ui: &mut Ui, stage: &Stage<'_>, wanted: &mut Wanted) {
    let Wanted::Shot { scene, shot, frame, .. } = wanted else { return };
    let project = stage.desk.project();
    let Some(scene) = project.scene(scene) else { return };
    let has_panel = scene.shots.iter().any(|other| other.id == *shot && other.panel.is_some());
    let mut choices = vec![(ShotFrame::None, "None".to_owned(), "The prompt alone".to_owned())];
    if has_panel {
        choices.push((ShotFrame::Panel, "Its panel".to_owned(), "The take begins with the shot's panel".to_owned()));
    }
    if scene.first_frame.is_some() || scene.starts_from.is_some() {
        let why = "The take begins with the scene's first frame".to_owned();
        choices.push((ShotFrame::SceneFirst, "Scene's".to_owned(), why));
    }
    if choices.len() == 1 {
        return;
    }
    ui.horizontal(|ui| {
        ui.set_height(theme::size::BUTTON_HEIGHT);
        dim(ui, "First frame");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(chosen) = segmented(ui, *frame, &choices) {
                *frame = chosen;
            }
        });
    });
}

pub(super) fn rows_ui(ui: &mut Ui, stage: &Stage<'_>, sight: &Sight<'_>, wanted: &Wanted) {
    match wanted {
        Wanted::Scenes(scenes) => scenes_ui(ui, stage, sight, scenes),
        Wanted::Scene { scene, .. } => {
            if let (Some(scene), [item]) = (stage.desk.project().scene(scene), sight.quote.items.as_slice()) {
                item_ui(ui, sight, item, &not_sent(&scene.shots, false), None);
            }
        }
        Wanted::Shot { scene, shot, frame, .. } => {
            let scene = stage.desk.project().scene(scene);
            let shot = scene.and_then(|scene| scene.shots.iter().find(|other| other.id == *shot));
            if let (Some(shot), [item]) = (shot, sight.quote.items.as_slice()) {
                let kept = not_sent(std::slice::from_ref(shot), *frame == ShotFrame::Panel);
                item_ui(ui, sight, item, &kept, Some(shot));
            }
        }
    }
    ui.separator();
    sums_ui(ui, sight);
}

fn item_ui(ui: &mut Ui, sight: &Sight<'_>, item: &QuoteItem, kept: &str, alone: Option<&Shot>) {
    let order = &item.order;
    let kind = if order.multi_shot { "multi-shot" } else { "single-shot" };
    let length = match alone.filter(|shot| shot.seconds < order.seconds()) {
        Some(shot) => format!("{}, sent and priced as {}", shot.seconds, order.seconds()),
        None => order.seconds().to_string(),
    };
    key_value(ui, "Shots", format!("{}, {kind}, {length}", order.shots.len()));
    let audio = match (order.sound, order.multi_shot) {
        (_, true) => "on, always in multi-shot",
        (true, false) => "on",
        (false, false) => "off",
    };
    key_value(ui, "Audio", audio);
    let shape = match &order.first_frame {
        Some(frame) => {
            let ratio = Shown::ordered(frame).ratio().unwrap_or_else(|| order.aspect.label().to_owned());
            let cropped = if frame.area.is_some() { ", cropped" } else { "" };
            format!("{ratio}, from the first frame{cropped}")
        }
        None => order.aspect.label().to_owned(),
    };
    key_value(ui, "Aspect ratio", shape);
    key_value(ui, "Images", images(sight));
    key_value(ui, "Not sent", kept);
    key_value(ui, "Rate", format!("{} a second", sight.rules().prices.amount(item.price.rate)));
}

/// The scenes with their prices, and those that stay out with their reasons.
fn scenes_ui(ui: &mut Ui, stage: &Stage<'_>, sight: &Sight<'_>, scenes: &[SceneId]) {
    let digest = stage.desk.digest();
    for (index, scene) in stage.desk.project().scenes.iter().enumerate() {
        let title = title_of(index, scene);
        if scenes.contains(&scene.id) {
            let Some(item) = sight.quote.items.iter().find(|item| item.order.scene == scene.id) else { continue };
            let changed = digest.scenes.get(index).is_some_and(|scene| scene.made == Made::Changed);
            let why = if changed { "changed" } else { "new" };
            let tier = item.order.tier.label();
            key_value(ui, &title, format!("{why}, {tier}, {} · {}", item.order.seconds(), item.price.usd.in_cents()));
            if let Some(waits) = sight.quote.waits(item, stage.desk.project()) {
                hint(ui, waits);
            }
        } else if let Some(why) = super::stays_out(stage, index) {
            let faint = look(ui).faint;
            key_value(ui, &title, RichText::new(format!("stays out, {why}")).color(faint));
        }
    }
    key_value(ui, "Images", images(sight));
    hint(ui, "Panels and notes are not sent");
}

fn title_of(index: usize, scene: &Scene) -> String {
    let name = scene.name.trim();
    if name.is_empty() { format!("Scene {}", index + 1) } else { format!("{} {name}", index + 1) }
}

fn images(sight: &Sight<'_>) -> String {
    let (all, there) = (sight.quote.pictures, sight.quote.uploaded.min(sight.quote.pictures));
    match (all - there, there) {
        (0, 0) => "none".to_owned(),
        (upload, 0) => format!("{upload} to upload"),
        (0, there) => format!("{there} already there"),
        (upload, there) => format!("{upload} to upload, {there} already there"),
    }
}

fn sums_ui(ui: &mut Ui, sight: &Sight<'_>) {
    let look = look(ui);
    let prices = &sight.rules().prices;
    ui.horizontal(|ui| {
        ui.label(widgets::strong_text("Price"));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let text = prices.amount(sight.credits);
            ui.label(RichText::new(text).font(theme::strong()).color(look.price));
        });
    });
    left_ui(ui, sight.account, &sight.quote.project, sight.credits, Credits::ZERO);
}

/// What the account holds before and after so much is spent, and how the project stands then; of what is spent so much was
/// counted as open already.
pub(in crate::ui) fn left_ui(
    ui: &mut Ui,
    account: &Account,
    project: &ProjectId,
    credits: Credits,
    counted_already: Credits,
) {
    let prices = &account.rules().prices;
    // It may be of a while ago: when it was asked is said, and never "now".
    let asked =
        account.balance().map(|(_, at)| at.to_zoned(jiff::tz::TimeZone::system()).strftime("%H:%M").to_string());
    let (before, after) = match account.balance() {
        Some((has, _)) if has >= credits => (prices.amount(has), prices.amount(has.minus(credits))),
        Some((has, _)) => (prices.amount(has), format!("{} too few", prices.amount(credits.minus(has)))),
        None if account.is_asking_balance() => ("asking…".to_owned(), "asking…".to_owned()),
        None => ("not known".to_owned(), "not known".to_owned()),
    };
    key_value(ui, &asked.map_or_else(|| "Balance".to_owned(), |at| format!("Balance at {at}")), before);
    key_value(ui, "Balance after", after);
    let standing = account.standing_of(project);
    let sum = standing.counted().plus(credits.minus(counted_already));
    key_value(ui, "Project, after this", prices.beside_cap(sum, standing.cap));
}

/// What stays here of shots.
fn not_sent(shots: &[Shot], panel_is_sent: bool) -> String {
    let panels = shots.iter().filter(|shot| shot.panel.is_some() && !panel_is_sent).count();
    let notes = shots.iter().filter(|shot| !shot.notes.trim().is_empty()).count();
    match (panels, notes) {
        (0, 0) => "nothing stays here".to_owned(),
        (panels, 0) => count_of(panels, "panel"),
        (0, notes) => count_of(notes, "note"),
        (panels, notes) => format!("{}, {}", count_of(panels, "panel"), count_of(notes, "note")),
    }
}

/// Panels that stay here are told before anything is paid, with the way to send one.
pub(super) fn panels_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &SceneId) {
    let Some(index) = stage.desk.project().scene_index(scene) else { return };
    let problems = &stage.desk.digest().scenes[index].problems;
    let Some(note) = problems.iter().find(|problem| problem.code == "panels-not-sent") else { return };
    let shots = &stage.desk.project().scenes[index].shots;
    let panels = shots.iter().filter(|shot| shot.panel.is_some()).count();
    let sentence = match panels {
        1 => "1 panel is not sent".to_owned(),
        more => format!("{more} panels are not sent"),
    };
    let fixes = note.fixes.clone();
    ui.horizontal(|ui| {
        let color = look(ui).dim;
        ui.label(RichText::new(icons::NOTE).font(theme::icon(theme::type_size::ICON)).color(color));
        ui.label(sentence);
        for fix in fixes {
            if link(ui, &fix.label()).clicked() {
                stage.say(Say::Fix { scene: scene.clone(), fix });
            }
        }
    });
}
