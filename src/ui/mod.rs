//! The window's panels. They read the desk and the view, and say what should happen; they do nothing themselves.
//! No file, no network, no waiting.

mod bidi;
mod busy;
pub mod command;
pub mod dialogs;
pub mod drops;
mod enabled;
mod fields;
mod focus;
mod footer;
pub mod frames;
mod guides;
pub mod hints;
mod icons;
mod inspector;
pub mod keymap;
mod left;
mod menu;
mod notices;
mod player;
pub mod say;
mod shot_picture;
mod spend;
pub mod textures;
pub mod theme;
mod timeline;
mod top;
mod typing;
pub mod view;
mod viewer;
pub mod wall;
mod widgets;

use egui::{CentralPanel, Frame, Margin, Panel, Rect, Ui, UiBuilder};

use command::Command;
pub use enabled::{is_enabled, why_not};
use say::{Say, Target};
use textures::Textures;
use theme::size;
use view::View;

use crate::desk::{Account, Desk};
use crate::store::Settings;
use crate::story::{FrameNumber, Tier};

/// What every panel gets: the desk and the account to read, the view to look through, and a place to say things.
pub struct Stage<'a> {
    pub desk: &'a Desk,
    /// Nothing where the money ledger cannot be used.
    pub account: Option<&'a Account>,
    pub settings: &'a Settings,
    pub view: &'a mut View,
    pub textures: &'a mut Textures,
    pub says: &'a mut Vec<Say>,
}

impl Stage<'_> {
    pub fn say(&mut self, say: Say) {
        self.says.push(say);
    }

    /// Whether prices, the balance and what was spent may be seen. What spends says how much all the same.
    #[must_use]
    pub fn shows_prices(&self) -> bool {
        !self.settings.hide_prices
    }

    /// A price that may be seen, behind what stands before it.
    #[must_use]
    pub fn and_price(&self, facts: String, price: impl std::fmt::Display) -> String {
        if self.shows_prices() { format!("{facts} · {price}") } else { facts }
    }

    /// Tells that pictures dropped here go there.
    pub fn target(&mut self, rect: Rect, target: Target) {
        self.view.targets.push((rect, target));
    }

    /// While files are over the window, says on a place what they would become there. What lies behind a sheet takes
    /// none; the sheet itself is out of the view while it is painted.
    pub fn drop_veil(&self, ui: &Ui, rect: Rect, text: &str) {
        if self.view.dialog.is_none() {
            drops::veil_ui(ui, self.view, rect, text);
        }
    }

    /// Puts the playhead at a time.
    pub fn scrub_to(&mut self, seconds: f64) {
        let last = FrameNumber(self.view.length(self.desk).0.saturating_sub(1));
        self.view.player.playing = None;
        self.view.player.position = FrameNumber::at_time(seconds).min(last);
        self.view.follow_shot(self.desk);
    }

    /// The scene's takes as people see them, the newest first, hidden ones too.
    #[must_use]
    pub fn takes_of<'s>(&'s self, scene: &'s crate::story::SceneId) -> Vec<crate::desk::SceneTake<'s>> {
        crate::desk::scene_takes(self.desk, self.account, scene)
    }

    /// Whether a command has something to act on.
    #[must_use]
    pub fn is_enabled(&self, command: Command) -> bool {
        is_enabled(command, self.desk, self.view)
    }
}

/// Whether this widget is the timeline's or the wall's own, so that their keys work while the keyboard is there.
#[must_use]
pub fn is_on_timeline(desk: &Desk, widget: egui::Id) -> bool {
    let mut shots = desk.project().scenes.iter().flat_map(|scene| &scene.shots);
    widget == timeline::ruler_id() || shots.any(|shot| widget == timeline::clip_id(shot)) || wall::is_own(desk, widget)
}

/// Whether the keyboard is in the current shot's prompt and nothing is written there.
#[must_use]
pub fn is_in_empty_prompt(desk: &Desk, view: &View, focused: Option<egui::Id>) -> bool {
    let shot = view.shot_index(desk).map(|(scene, shot)| &desk.project().scenes[scene].shots[shot]);
    shot.is_some_and(|shot| shot.prompt.trim().is_empty() && focused == Some(inspector::prompt_id(shot)))
}

/// The whole window.
pub fn window_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let look = widgets::look(ui);
    stage.view.targets.clear();
    let is_active = stage.view.player.playing.is_some() || ui.input(|input| !input.raw.events.is_empty());
    stage.textures.begin(ui.input(|input| input.time), is_active);
    keep_focus_over_sheets(ui, stage.view);
    if stage.view.full_screen {
        CentralPanel::no_frame().show(ui, |ui| viewer::full_screen_ui(ui, stage));
        notices::notices_ui(ui, stage, None);
        return;
    }
    let bar = |margin: Margin| Frame::new().fill(look.panel).inner_margin(margin);
    let available = ui.ctx().content_rect();
    Panel::top("menu")
        .resizable(false)
        .exact_size(size::MENU_BAR)
        .frame(bar(Margin::symmetric(10, 0)))
        .show(ui, |ui| menu::menu_ui(ui, stage));
    if stage.view.wall.open {
        wall_window_ui(ui, stage);
        return;
    }
    Panel::top("top")
        .resizable(false)
        .exact_size(size::TOP_BAR)
        .frame(bar(Margin::symmetric(14, 0)))
        .show(ui, |ui| top::top_ui(ui, stage));
    // The keyboard goes through them in the order in which they are made: down the window.
    let below_bars = ui.available_rect_before_wrap();
    let timeline = if available.height() < size::LOW_BELOW { size::TIMELINE_LOW } else { size::TIMELINE };
    let (rest, footer_at) = below_bars.split_top_bottom_at_y(below_bars.bottom() - size::FOOTER);
    let (middle, timeline_at) = rest.split_top_bottom_at_y(rest.bottom() - timeline);
    let viewer = ui.scope_builder(UiBuilder::new().max_rect(middle), |ui| middle_ui(ui, stage)).inner;
    ui.scope_builder(UiBuilder::new().max_rect(timeline_at), |ui| {
        Panel::bottom("timeline").resizable(false).exact_size(timeline).frame(bar(Margin::symmetric(16, 9))).show(
            ui,
            |ui| {
                timeline::timeline_ui(ui, stage);
            },
        );
    });
    ui.scope_builder(UiBuilder::new().max_rect(footer_at), |ui| footer_panel_ui(ui, stage));
    notices::notices_ui(ui, stage, Some(viewer));
    dialogs::dialogs_ui(ui, stage);
    drops::hint_ui(ui, stage);
    busy::busy_ui(ui, stage);
}

/// When a sheet closes, the keyboard goes back to where it was; what is said in a sheet may lead it elsewhere.
fn keep_focus_over_sheets(ui: &Ui, view: &mut View) {
    let is_open = view.dialog.is_some() || view.laid_aside.is_some();
    let was_open = std::mem::replace(&mut view.sheet_was_open, is_open);
    if is_open {
        return;
    }
    if was_open {
        // In this frame nothing but the sheet may have the keyboard yet.
        view.focus_after_sheet = view.focus_before_sheet.take();
        ui.ctx().request_repaint();
        return;
    }
    let focused = ui.memory(egui::Memory::focused);
    if let Some(id) = view.focus_after_sheet.take().filter(|_| focused.is_none()) {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    view.focus_before_sheet = ui.memory(egui::Memory::focused);
}

fn footer_panel_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let frame = Frame::new().fill(widgets::look(ui).panel).inner_margin(Margin::symmetric(14, 0));
    Panel::bottom("footer")
        .resizable(false)
        .exact_size(size::FOOTER)
        .frame(frame)
        .show(ui, |ui| footer::footer_ui(ui, stage));
}

/// What stands beside each other between the bars and the timeline: scenes and elements, the viewer, the inspector. Tells
/// the viewer's place.
fn middle_ui(ui: &mut Ui, stage: &mut Stage<'_>) -> Rect {
    let look = widgets::look(ui);
    let bar = |margin: Margin| Frame::new().fill(look.panel).inner_margin(margin);
    let available = ui.ctx().content_rect();
    if left_is_open(stage.view, available.width()) {
        Panel::left("left")
            .resizable(false)
            .exact_size(size::LEFT)
            .frame(bar(Margin::symmetric(12, 10)))
            .show(ui, |ui| left::left_ui(ui, stage));
    } else {
        stage.view.scene_rows.clear();
    }
    if stage.view.right_open.unwrap_or(true) {
        let width = if available.width() < size::NARROW_BELOW { size::RIGHT_NARROW } else { size::RIGHT };
        Panel::right("inspector").resizable(false).exact_size(width).frame(bar(Margin::symmetric(14, 10))).show(
            ui,
            |ui| {
                inspector::inspector_ui(ui, stage);
            },
        );
    }
    let stage_frame = Frame::new().fill(look.ground).inner_margin(Margin { left: 16, right: 16, top: 12, bottom: 6 });
    CentralPanel::no_frame().frame(stage_frame).show(ui, |ui| viewer::viewer_ui(ui, stage)).response.rect
}

/// The wall in the place of everything between the menus and the footer.
fn wall_window_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let look = widgets::look(ui);
    let bar = |margin: Margin| Frame::new().fill(look.panel).inner_margin(margin);
    Panel::top("wall bar")
        .resizable(false)
        .exact_size(size::TOP_BAR)
        .frame(bar(Margin::symmetric(14, 0)))
        .show(ui, |ui| wall::bar_ui(ui, stage));
    footer_panel_ui(ui, stage);
    CentralPanel::no_frame().frame(Frame::new().fill(look.ground)).show(ui, |ui| wall::wall_ui(ui, stage));
    notices::notices_ui(ui, stage, None);
    dialogs::dialogs_ui(ui, stage);
    drops::hint_ui(ui, stage);
    busy::busy_ui(ui, stage);
}

/// Whether the left panel shows in a window of this width.
#[must_use]
pub fn left_is_open(view: &View, width: f32) -> bool {
    view.left_open.unwrap_or(width >= size::FOLD_LEFT_BELOW)
}

/// The other tier's name and price, for the switch.
fn tier_tooltip(stage: &Stage<'_>, tier: Tier) -> String {
    if !stage.shows_prices() {
        return String::new();
    }
    let Some(scene) = stage.view.scene_index(stage.desk) else { return String::new() };
    let price = crate::story::price::of_scene_in(&stage.desk.project().scenes[scene], tier, stage.desk.rules());
    format!("{}: {}, {} a second", tier.label(), stage.desk.rules().prices.amount(price.credits), price.rate)
}
