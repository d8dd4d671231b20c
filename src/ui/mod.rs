//! The window's panels. They read the desk and the view, and say what should happen; they do nothing themselves.
//! No file, no network, no waiting.

mod busy;
pub mod command;
pub mod dialogs;
pub mod drops;
mod fields;
mod footer;
pub mod frames;
pub mod hints;
mod icons;
mod inspector;
pub mod keymap;
mod left;
mod menu;
mod notices;
pub mod say;
mod shot_picture;
pub mod textures;
pub mod theme;
mod timeline;
mod top;
pub mod view;
mod viewer;
pub mod wall;
mod widgets;

use egui::{CentralPanel, Frame, Margin, Panel, Rect, Ui, UiBuilder};

use command::Command;
use say::{Say, Target};
use textures::Textures;
use theme::size;
use view::View;

use crate::desk::{Account, Desk, Drawn};
use crate::store::Settings;
use crate::story::{FrameNumber, FrameSlot, Tier, compose, timing};

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

    /// Tells that pictures dropped here go there.
    pub fn target(&mut self, rect: Rect, target: Target) {
        self.view.targets.push((rect, target));
    }

    /// While files are over the window, says on a place what they would become there.
    pub fn drop_veil(&self, ui: &Ui, rect: Rect, text: &str) {
        drops::veil_ui(ui, self.view, rect, text);
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

/// Whether a command has something to act on.
#[must_use]
pub fn is_enabled(command: Command, desk: &Desk, view: &View) -> bool {
    if view.is_on_wall() && wall::is_of_the_viewer(command) {
        return false;
    }
    let project = desk.project();
    let scene_index = view.scene_index(desk);
    let scene = scene_index.map(|index| &project.scenes[index]);
    let shot = view.shot_index(desk).map(|(scene, shot)| (shot, &project.scenes[scene].shots[shot]));
    let shots = scene.map_or(0, |scene| scene.shots.len());
    let has_time = view.length(desk) > FrameNumber(0);
    let live = view.player.source == view::Source::Live;
    match command {
        Command::Undo => desk.history().undo_label().is_some(),
        Command::Redo => desk.history().redo_label().is_some(),
        Command::PastePicture
        | Command::ChooseFrame(_)
        | Command::AddShot
        | Command::NextShotOrNew
        | Command::RenameScene
        | Command::DuplicateScene
        | Command::DuplicateSceneTall
        | Command::SwitchTier
        | Command::Generate => scene.is_some(),
        Command::DeleteScene => project.scenes.len() > 1 && scene.is_some(),
        Command::PreviousScene | Command::MoveSceneEarlier => scene_index.is_some_and(|index| index > 0),
        Command::NextScene | Command::MoveSceneLater => {
            scene_index.is_some_and(|index| index + 1 < project.scenes.len())
        }
        Command::SwitchAudio => scene.is_some_and(|scene| !scene.is_multi_shot()),
        Command::FitToBudget => scene
            .is_some_and(|scene| !scene.shots.is_empty() && scene.seconds() != desk.rules().limits.scene_seconds_max),
        Command::Distribute => shots > 1,
        Command::SelectAllShots => shots > 0,
        Command::SplitShot => live && has_time,
        Command::JoinShot => scene.is_some_and(|scene| timing::join(scene, &view.selection(desk)).is_some()),
        Command::DrawFrame(slot) => scene.is_some_and(|scene| scene.frame(slot).is_some()),
        Command::RemoveFrame(slot) => {
            let linked = |scene: &crate::story::Scene| slot == FrameSlot::First && scene.starts_from.is_some();
            scene.is_some_and(|scene| scene.frame(slot).is_some() || linked(scene))
        }
        Command::CropFrame(slot) => {
            let framed = scene_index.and_then(|index| project.framed(index, slot, desk.pictures()));
            framed.is_some_and(|framed| desk.pictures().info(framed.path).is_some())
        }
        Command::StartFromPrevious => {
            scene_index.is_some_and(|index| compose::start_from_previous(project, index).is_some())
        }
        Command::StartFrom => scene.is_some() && project.scenes.len() > 1,
        Command::StopDrawFrame(slot) => scene.is_some_and(|scene| desk.is_drawn(&Drawn::Frame(scene.id.clone(), slot))),
        Command::StopDrawPanel => shot.is_some_and(|(_, shot)| desk.is_drawn(&Drawn::Panel(shot.id.clone()))),
        Command::RenderAnimatic => {
            scene.is_some_and(|scene| scene.seconds().0 > 0 && desk.making_of(&scene.id).is_none())
        }
        Command::FindMissing => desk.has_missing(),
        Command::StopExport => desk.exporting().is_some(),
        Command::CopyPanel => shot.is_some_and(|(_, shot)| shot.panel.is_some()),
        Command::ExportBoards
        | Command::ExportEstimate
        | Command::ExportFilm
        | Command::ExportShotList
        | Command::ExportSheet
        | Command::CopySheet => project.scenes.iter().any(|scene| !scene.shots.is_empty()),
        Command::CancelRender => scene.is_some_and(|scene| desk.making_of(&scene.id).is_some()),
        Command::DeleteShot
        | Command::DuplicateShot
        | Command::Length(_)
        | Command::EditPrompt
        | Command::Longer
        | Command::ChoosePanel
        | Command::GenerateShot
        | Command::MoveShotOn => shot.is_some(),
        Command::MoveShotTo => shot.is_some() && project.scenes.len() > 1,
        Command::MoveShotBack => shot.is_some() && scene_index.is_some_and(|index| index > 0),
        Command::PreviousShot | Command::ExtendEarlier => shot.is_some_and(|(at, _)| at > 0),
        Command::NextShot | Command::ExtendLater | Command::RollEarlier | Command::RollLater => {
            shot.is_some_and(|(at, _)| at + 1 < shots)
        }
        Command::SlideEarlier | Command::SlideLater => shot.is_some_and(|(at, _)| at > 0 && at + 1 < shots),
        Command::MoveShotEarlier | Command::MoveShotLater => {
            let later = command == Command::MoveShotLater;
            scene.is_some_and(|scene| timing::move_on(scene, &view.selection(desk), later).is_some())
        }
        Command::Shorter => scene.is_some_and(|scene| {
            view.selection(desk).iter().any(|&at| scene.shots[at].seconds > desk.rules().limits.shot_seconds_min)
        }),
        Command::MarkShots => live && shot.is_some() && has_time,
        Command::ClearMarks => view.player.marks != view::Marks::default(),
        Command::Pause => view.player.playing.is_some(),

        Command::GenerateChanged => desk.digest().to_send().next().is_some(),
        Command::RemovePanel | Command::DrawPanel => shot.is_some_and(|(_, shot)| shot.panel.is_some()),
        Command::PlayPause
        | Command::PlayBackward
        | Command::PlayForward
        | Command::MarkIn
        | Command::MarkOut
        | Command::StepBack
        | Command::StepForward
        | Command::GoToStart
        | Command::GoToEnd
        | Command::Present => has_time,
        _ => true,
    }
}

/// Why a command whose key was pressed has nothing to act on, as a sentence. Nothing where that is plain to see.
#[must_use]
pub fn why_not(command: Command, desk: &Desk, view: &View) -> Option<&'static str> {
    if is_enabled(command, desk, view) || (view.is_on_wall() && wall::is_of_the_viewer(command)) {
        return None;
    }
    Some(match command {
        Command::Undo => "There is nothing to undo",
        Command::Redo => "There is nothing to make again",
        Command::ExportBoards
        | Command::ExportEstimate
        | Command::ExportFilm
        | Command::ExportShotList
        | Command::ExportSheet
        | Command::CopySheet => "There is nothing to export: no scene has shots yet",
        Command::Present | Command::PlayPause | Command::PlayForward | Command::PlayBackward => {
            "There is nothing to play: the scene has no shots yet"
        }
        Command::JoinShot => "There is no next shot to join with",
        Command::MoveShotTo => "There is no other scene to move shots to",
        Command::GenerateChanged => "No scene is to be generated: none has changed since its take",
        Command::FitToBudget => "The scene has its full length already",
        _ => return None,
    })
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
    stage.textures.begin();
    if stage.view.full_screen {
        CentralPanel::no_frame().show(ui, |ui| viewer::full_screen_ui(ui, stage));
        notices::notices_ui(ui, stage);
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
    ui.scope_builder(UiBuilder::new().max_rect(middle), |ui| middle_ui(ui, stage));
    ui.scope_builder(UiBuilder::new().max_rect(timeline_at), |ui| {
        Panel::bottom("timeline").resizable(false).exact_size(timeline).frame(bar(Margin::symmetric(16, 9))).show(
            ui,
            |ui| {
                timeline::timeline_ui(ui, stage);
            },
        );
    });
    ui.scope_builder(UiBuilder::new().max_rect(footer_at), |ui| footer_panel_ui(ui, stage));
    notices::notices_ui(ui, stage);
    dialogs::dialogs_ui(ui, stage);
    drops::hint_ui(ui, stage);
    busy::busy_ui(ui, stage.view);
}

fn footer_panel_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let frame = Frame::new().fill(widgets::look(ui).panel).inner_margin(Margin::symmetric(14, 0));
    Panel::bottom("footer")
        .resizable(false)
        .exact_size(size::FOOTER)
        .frame(frame)
        .show(ui, |ui| footer::footer_ui(ui, stage));
}

/// What stands beside each other between the bars and the timeline: scenes and elements, the viewer, the inspector.
fn middle_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
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
    CentralPanel::no_frame().frame(stage_frame).show(ui, |ui| viewer::viewer_ui(ui, stage));
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
    notices::notices_ui(ui, stage);
    dialogs::dialogs_ui(ui, stage);
    drops::hint_ui(ui, stage);
    busy::busy_ui(ui, stage.view);
}

/// Whether the left panel shows in a window of this width.
#[must_use]
pub fn left_is_open(view: &View, width: f32) -> bool {
    view.left_open.unwrap_or(width >= size::FOLD_LEFT_BELOW)
}

/// The other tier's name and price, for the switch.
fn tier_tooltip(stage: &Stage<'_>, tier: Tier) -> String {
    let Some(scene) = stage.view.scene_index(stage.desk) else { return String::new() };
    let price = crate::story::price::of_scene_in(&stage.desk.project().scenes[scene], tier, stage.desk.rules());
    format!("{}: {}, {}, {} a second", tier.label(), price.usd.in_cents(), price.credits, price.rate.0)
}
