//! The bar under the menus: undo, tier, shape, audio; and what a take costs, with the two buttons that make one.

use egui::{Align, Layout, RichText, Ui};

use super::Stage;
use super::command::{Command, EditCommand, SceneCommand, ViewCommand};
use super::frames::Shown;
use super::icons;
use super::say::Say;
use super::theme::{self, size, type_size};
use super::widgets::{self, hint, look, segmented};
use crate::story::price::Price;
use crate::story::{Aspect, Edit, FrameSlot, Scene, Tier, compose};

pub(super) fn top_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let width = ui.ctx().content_rect().width();
    let narrow = width < size::NARROW_BELOW;
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = if narrow { 8.0 } else { 12.0 };
        let open = super::left_is_open(stage.view, ui.ctx().content_rect().width());
        if narrow || !open {
            let name = if open { "Hide scenes and elements" } else { "Show scenes and elements" };
            if widgets::icon_button(ui, icons::SIDEBAR, name).clicked() {
                stage.say(Say::Command(Command::View(ViewCommand::LeftPanel)));
            }
        }
        undo_ui(ui, stage);
        let Some(index) = stage.view.scene_index(stage.desk) else { return };
        let scene = stage.desk.project().scenes[index].clone();
        if !narrow {
            ui.add_space(40.0);
        }
        let money = Money { renders_in_a_word: width < size::SHORT_BELOW, has_details: width >= size::SHORTER_BELOW };
        choices_ui(ui, stage, &scene, index, narrow, width >= size::SHORTER_BELOW);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| money_ui(ui, stage, &scene, index, money));
    });
}

fn undo_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (icon, command) in
            [(icons::UNDO, Command::Edit(EditCommand::Undo)), (icons::REDO, Command::Edit(EditCommand::Redo))]
        {
            let enabled = stage.is_enabled(command);
            if widgets::command_button(ui, icon, command, enabled).clicked() {
                stage.say(Say::Command(command));
            }
        }
    });
}

/// What is left out where there is little room.
#[derive(Clone, Copy)]
struct Money {
    renders_in_a_word: bool,
    /// Credits and seconds stand under the price.
    has_details: bool,
}

fn choices_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, index: usize, narrow: bool, has_audio: bool) {
    let tiers = [
        (Tier::Standard, "Standard".to_owned(), super::tier_tooltip(stage, Tier::Standard)),
        (Tier::Pro, if narrow { "Pro" } else { "Pro 1080p" }.to_owned(), super::tier_tooltip(stage, Tier::Pro)),
    ];
    if let Some(tier) = segmented(ui, scene.tier, &tiers) {
        stage.say(Say::Edit(Edit::SetTier { scene: scene.id.clone(), tier }, None));
    }
    aspect_ui(ui, stage, scene, index, narrow);
    // The scene's tab and its menu have it, too.
    if has_audio {
        audio_ui(ui, stage, scene, narrow);
    }
}

/// The scene's ratio; beside it what comes out, where a frame that is sent whole has another.
fn aspect_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, index: usize, narrow: bool) {
    let first = Shown::frame(stage, index, FrameSlot::First);
    let why = match &first {
        Some(_) => "The take has the ratio of the first frame, which is cropped to this one".to_owned(),
        None => String::new(),
    };
    let shapes = Aspect::ALL.map(|aspect| (aspect, aspect.label().to_owned(), why.clone()));
    if let Some(aspect) = segmented(ui, scene.aspect, &shapes) {
        let edit = compose::set_aspect(scene, aspect, stage.desk.pictures());
        stage.say(Say::Edit(edit, None));
    }
    let other = first.as_ref().filter(|shown| !shown.is_cropped).and_then(Shown::ratio);
    if let Some(ratio) = other.filter(|ratio| *ratio != scene.aspect.label()) {
        ui.spacing_mut().item_spacing.x = 6.0;
        let why =
            format!("The first frame is sent whole and the take comes out in {ratio}; crop it for {}", scene.aspect);
        let words = if narrow { ratio } else { format!("comes out {ratio}") };
        let look = look(ui);
        ui.label(RichText::new(words).font(theme::small()).color(look.warn)).on_hover_text(why);
    }
}

fn audio_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, narrow: bool) {
    let look = look(ui);
    if scene.is_multi_shot() {
        ui.spacing_mut().item_spacing.x = 6.0;
        let why = "A scene of several shots always has audio and is billed with it";
        ui.label(RichText::new("Audio on").color(look.dim)).on_hover_text(why);
        if narrow {
            ui.label(RichText::new(icons::LOCK).font(theme::icon(type_size::BODY)).color(look.faint))
                .on_hover_text(why);
        } else {
            hint(ui, "always in multi-shot");
        }
        return;
    }
    let price = |sound| {
        let rules = stage.desk.rules();
        let price = crate::story::price::of(scene.seconds(), scene.tier, sound, rules);
        if stage.shows_prices() { rules.prices.amount(price.credits) } else { String::new() }
    };
    let choices = [(true, "Audio".to_owned(), price(true)), (false, "Silent".to_owned(), price(false))];
    if let Some(audio) = segmented(ui, scene.audio, &choices) {
        stage.say(Say::Edit(Edit::SetAudio { scene: scene.id.clone(), audio }, None));
    }
}

/// From right to left: generate, its price, render.
fn money_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, index: usize, shown: Money) {
    let digest = &stage.desk.digest().scenes[index];
    let (price, blocked) = (digest.price, digest.blocked.clone());
    ui.spacing_mut().item_spacing.x = if shown.renders_in_a_word { 8.0 } else { 12.0 };
    match blocked {
        Some(why) => {
            let button = widgets::blocked_button(ui, &why);
            if button.on_hover_text("Show what is in the way").clicked() {
                stage.say(Say::Command(Command::Scene(SceneCommand::Generate)));
            }
        }
        None => {
            let text = stage.and_price("Generate".to_owned(), price.usd.in_cents());
            if widgets::spend_button(ui, text)
                .on_hover_text(Command::Scene(SceneCommand::Generate).tooltip(ui.ctx()))
                .clicked()
            {
                stage.say(Say::Command(Command::Scene(SceneCommand::Generate)));
            }
        }
    }
    if stage.shows_prices() {
        price_ui(ui, price, shown.has_details);
    }
    render_ui(ui, stage, scene, shown.renders_in_a_word);
}

/// What one take costs.
fn price_ui(ui: &mut Ui, price: Price, has_details: bool) {
    let look = look(ui);
    let usd = RichText::new(price.usd.in_cents()).font(theme::semibold(type_size::PRICE)).color(look.price);
    let exact = format!("{} · {} at {}", price.credits, price.seconds, price.rate.number());
    let exact_usd = format!("Exactly ${} for one take", price.usd.exact());
    if has_details {
        ui.allocate_ui_with_layout(egui::vec2(112.0, 34.0), Layout::top_down(Align::Max), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.label(usd);
            let small = RichText::new(exact).font(egui::FontId::proportional(type_size::SMALL)).color(look.dim);
            ui.add(egui::Label::new(small).wrap_mode(egui::TextWrapMode::Extend)).on_hover_text(exact_usd);
        });
    } else {
        ui.label(usd).on_hover_text(format!("{exact}\n{exact_usd}"));
    }
}

fn render_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, in_a_word: bool) {
    match stage.desk.making_of(&scene.id) {
        Some(making) => {
            let text = format!("Rendering {:.0}% · stop", making.share * 100.0);
            if ui.add(widgets::plain_button(text)).on_hover_text("Stop rendering this animatic").clicked() {
                stage.say(Say::Command(Command::Scene(SceneCommand::CancelRender)));
            }
        }
        None => {
            let enabled = stage.is_enabled(Command::Scene(SceneCommand::RenderAnimatic));
            let words = if in_a_word { "Render" } else { "Render animatic · free" };
            let button = ui.add_enabled(enabled, widgets::plain_button(words));
            let tooltip = Command::Scene(SceneCommand::RenderAnimatic).tooltip(ui.ctx());
            let button = button.on_hover_text(tooltip).on_disabled_hover_text("Give a shot at least 1 s first");
            if button.clicked() {
                stage.say(Say::Command(Command::Scene(SceneCommand::RenderAnimatic)));
            }
        }
    }
}
