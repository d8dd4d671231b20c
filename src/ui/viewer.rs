//! The viewer: the live animatic or a take, and the controls that play it.

use egui::{Align, Align2, CornerRadius, Layout, Rect, RichText, Sense, Ui, WidgetInfo, vec2};

use super::Stage;
use super::command::{Command, ExportCommand, FileCommand, PlayCommand, ShotCommand, ViewCommand};
use super::frames::Shown;
use super::guides::{guides_ui, shown_menu_ui};
use super::icons;
use super::say::{Say, Target};
use super::theme::{self, size, type_size};
use super::view::Source;
use super::widgets::{self, hint, look, segmented};
use crate::desk::SceneTake;
use crate::story::animatic::size_of;
use crate::story::{FrameSlot, SceneId};

const TRANSPORT: f32 = 40.0;

pub(super) fn viewer_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let space = ui.available_size();
    let picture = vec2(space.x, (space.y - TRANSPORT).max(40.0));
    let (rect, _) = ui.allocate_exact_size(picture, Sense::hover());
    screen_ui(ui, stage, rect, size::CARD_RADIUS);
    transport_ui(ui, stage);
}

/// The picture alone, over the whole screen.
pub(super) fn full_screen_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let look = look(ui);
    let rect = ui.max_rect();
    ui.painter().rect_filled(rect, CornerRadius::ZERO, look.ground);
    let (screen, bar) = rect.split_top_bottom_at_y(rect.bottom() - TRANSPORT - 8.0);
    screen_ui(ui, stage, screen, 0);
    ui.scope_builder(egui::UiBuilder::new().max_rect(bar.shrink2(vec2(24.0, 2.0))), |ui| transport_ui(ui, stage));
}

fn screen_ui(ui: &mut Ui, stage: &mut Stage<'_>, place: Rect, radius: u8) {
    let look = look(ui);
    let Some(index) = stage.view.scene_index(stage.desk) else { return };
    let scene = &stage.desk.project().scenes[index];
    let (id, aspect) = (scene.id.clone(), scene.aspect);
    let framed = stage.view.shown_frame.as_ref().map(|shown| shown.slot);
    if let Some((slot, shown)) = framed.and_then(|slot| Some((slot, Shown::frame(stage, index, slot)?))) {
        frame_ui(ui, stage, place, radius, id, slot, &shown);
        return;
    }
    let texture = stage.textures.screen();
    let shape = texture.map_or_else(
        || {
            let size = size_of(aspect);
            #[expect(clippy::cast_precision_loss, reason = "pixels of a frame")]
            vec2(size.width as f32, size.height as f32)
        },
        egui::TextureHandle::size_vec2,
    );
    let scale = (place.width() / shape.x).min(place.height() / shape.y);
    let rect = Rect::from_center_size(place.center(), shape * scale);
    let radius = CornerRadius::same(radius);
    ui.painter().rect_filled(rect, radius, look.panel);
    let has_time = stage.view.length(stage.desk).0 > 0;
    if let Some(texture) = texture.filter(|_| has_time) {
        egui::Image::new(texture).corner_radius(radius).paint_at(ui, rect);
    } else if !has_time {
        let text = "Nothing to show yet: write a shot, drop pictures on the timeline, or paste a numbered list";
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, text, theme::body(), look.faint);
    }
    if has_time {
        guides_ui(ui, stage.settings.guides, rect);
    }
    let response = ui.interact(rect, ui.scope_id().with("screen"), Sense::click());
    let name = match &stage.view.player.source {
        Source::Live => "Animatic, live: play or pause",
        Source::Take(_) => "Take: play or pause",
    };
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, name));
    if response.has_focus() {
        widgets::focus_ring(ui, rect.shrink(3.0), size::CARD_RADIUS);
    }
    if response.clicked() {
        stage.say(Say::Command(Command::Play(PlayCommand::PlayPause)));
    }
    if response.double_clicked() {
        stage.say(Say::Command(Command::View(ViewCommand::FullScreen)));
    }
    if stage.desk.project().scenes.iter().all(|scene| scene.shots.is_empty()) {
        invitation_ui(ui, stage, rect);
    }
    if let Some((_, shot)) = stage.view.shot_index(stage.desk) {
        stage.target(rect, Target::Panels(id, shot));
        stage.drop_veil(ui, rect, &format!("Panel for shot {}", shot + 1));
    }
}

/// The first or last frame as it is sent, in the place of what plays.
fn frame_ui(ui: &Ui, stage: &mut Stage<'_>, place: Rect, radius: u8, scene: SceneId, slot: FrameSlot, shown: &Shown) {
    let look = look(ui);
    let pixels = place.width().max(place.height()) * ui.ctx().pixels_per_point();
    // An open sheet may show another picture large: there is room for one.
    let texture = if stage.view.dialog.is_some() {
        stage.textures.thumb(stage.desk, &shown.path)
    } else {
        stage.textures.large(stage.desk, &shown.path, pixels)
    };
    let shape = texture.as_ref().map_or(place.size(), |texture| shown.of_texture(texture.size_vec2()));
    let scale = (place.width() / shape.x).min(place.height() / shape.y);
    let rect = Rect::from_center_size(place.center(), shape * scale);
    ui.painter().rect_filled(rect, CornerRadius::same(radius), look.panel);
    match &texture {
        Some(texture) => {
            egui::Image::new(texture).uv(shown.view).corner_radius(CornerRadius::same(radius)).paint_at(ui, rect);
        }
        None => {
            let text = "The picture cannot be shown";
            ui.painter().text(rect.center(), Align2::CENTER_CENTER, text, theme::body(), look.faint);
        }
    }
    let words = ui.painter().layout_no_wrap(slot.title().to_owned(), theme::strong(), look.on_picture);
    let at = rect.left_top() + vec2(20.0, 16.0);
    let back = Rect::from_min_size(at, words.size()).expand2(vec2(8.0, 4.0));
    ui.painter().rect_filled(back, CornerRadius::same(size::RADIUS), look.scrim);
    ui.painter().galley(at, words, look.on_picture);
    let response = ui.interact(rect, ui.scope_id().with("screen"), Sense::click());
    let name = format!("{}: back to what plays", slot.title());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &name));
    if response.has_focus() {
        widgets::focus_ring(ui, rect.shrink(3.0), size::CARD_RADIUS);
    }
    if response.clicked() {
        stage.say(Say::ShowFrame(slot));
    }
    stage.target(rect, Target::Frame(scene, slot));
    stage.drop_veil(ui, rect, slot.title());
}

/// Where nothing is written yet: ways to begin.
fn invitation_ui(ui: &mut Ui, stage: &mut Stage<'_>, screen: Rect) {
    let below = screen.split_top_bottom_at_y(screen.center().y + size::BUTTON_HEIGHT).1;
    // It lies on the screen: what comes below the screen stays there.
    let mut on_screen = ui.new_child(egui::UiBuilder::new().max_rect(below));
    on_screen.vertical_centered(|ui| {
        for (text, command) in [
            ("Write the first shot", Command::Shot(ShotCommand::NextOrNew)),
            ("Import a shot list…", Command::Export(ExportCommand::ImportShotList)),
            ("Look at the example", Command::File(FileCommand::OpenExample)),
        ] {
            if widgets::outline_button(ui, text, stage.is_enabled(command)).clicked() {
                stage.say(Say::Command(command));
            }
        }
    });
}

fn transport_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let look = look(ui);
    ui.horizontal(|ui| {
        ui.set_height(TRANSPORT);
        ui.spacing_mut().item_spacing.x = 4.0;
        let playing = stage.view.player.playing.is_some();
        let play = if playing { icons::PAUSE } else { icons::PLAY };
        let buttons = [
            (icons::GO_START, Command::Play(PlayCommand::GoToStart)),
            (icons::STEP_BACK, Command::Play(PlayCommand::StepBack)),
            (play, Command::Play(PlayCommand::PlayPause)),
            (icons::STEP_FORWARD, Command::Play(PlayCommand::StepForward)),
            (icons::GO_END, Command::Play(PlayCommand::GoToEnd)),
        ];
        for (icon, command) in buttons {
            let enabled = stage.is_enabled(command);
            let response = if command == Command::Play(PlayCommand::PlayPause) {
                play_button(ui, icon, if playing { "Pause" } else { "Play" }, enabled)
            } else {
                widgets::command_button(ui, icon, command, enabled)
            };
            if response.clicked() {
                stage.say(Say::Command(command));
            }
        }
        ui.add_space(8.0);
        let length = stage.view.length(stage.desk);
        let speed = match stage.view.player.playing.map(|playing| playing.rate) {
            None | Some(1) => String::new(),
            Some(rate) if rate > 0 => format!(" · {rate}x"),
            Some(rate) => format!(" · {}x back", rate.unsigned_abs()),
        };
        let clock = format!("{} / {}{speed}", stage.view.player.position.clock(), length.clock());
        ui.label(RichText::new(clock).color(look.dim));
        let scenes = stage.desk.project().scenes.len();
        if let Some(scene) = stage.view.scene_index(stage.desk).filter(|_| stage.view.full_screen && scenes > 1) {
            hint(ui, format!("Scene {} of {scenes}", scene + 1));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let (icon, name) = if stage.view.full_screen {
                (icons::LEAVE_FULL_SCREEN, "Leave full screen")
            } else {
                (icons::FULL_SCREEN, "Full screen")
            };
            if widgets::icon_button(ui, icon, name).clicked() {
                stage.say(Say::Command(Command::View(ViewCommand::FullScreen)));
            }
            let looping = stage.view.player.looping;
            let text = RichText::new(icons::LOOP).font(theme::icon(type_size::ICON)).color(if looping {
                look.info
            } else {
                look.dim
            });
            let button = egui::Button::selectable(looping, text).min_size(egui::Vec2::splat(size::ICON_BUTTON));
            let response = ui.add(button).on_hover_text(Command::Play(PlayCommand::Loop).tooltip(ui.ctx()));
            response.widget_info(|| WidgetInfo::selected(egui::Role::Switch, true, looping, "Loop"));
            if response.clicked() {
                stage.say(Say::Command(Command::Play(PlayCommand::Loop)));
            }
            shown_menu_ui(ui, stage);
            ui.add_space(4.0);
            source_ui(ui, stage);
        });
    });
}

fn play_button(ui: &mut Ui, icon: &str, name: &str, enabled: bool) -> egui::Response {
    let text = RichText::new(icon).font(theme::icon_filled(type_size::ICON_LARGE));
    let button = egui::Button::new(text).frame_when_inactive(false).min_size(vec2(34.0, 30.0));
    let response =
        ui.add_enabled(enabled, button).on_hover_text(Command::Play(PlayCommand::PlayPause).tooltip(ui.ctx()));
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, enabled, name));
    response
}

/// What plays: the live animatic, or one of the scene's takes.
fn source_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let Some(index) = stage.view.scene_index(stage.desk) else { return };
    let scene = &stage.desk.project().scenes[index];
    let takes = stage.takes_of(&scene.id);
    // What lies in the project can be played.
    let playable = |take: &SceneTake<'_>| match take {
        SceneTake::Animatic { .. } => true,
        SceneTake::Paid(paid) => paid.record.is_some() && !paid.is_hidden(),
    };
    let any = !takes.is_empty();
    let takes: Vec<_> = takes.iter().filter(|take| playable(take)).map(|take| (take.id(), take.short_name())).collect();
    if takes.is_empty() {
        // What the tab of takes counts may still be on its way, or hidden.
        let told = if any { "Live animatic, no take is ready" } else { "Live animatic, no take yet" };
        if ui.available_width() > 190.0 {
            hint(ui, told);
        }
        return;
    }
    let shown = match &stage.view.player.source {
        Source::Take(id) => takes.iter().position(|(take, _)| take == id),
        Source::Live => None,
    };
    // The newest is offered; what is shown stays in reach whatever its age.
    let offered = shown.unwrap_or(0);
    let choices = [
        (None, "Live".to_owned(), "The animatic of the scene as it stands".to_owned()),
        (Some(offered), takes[offered].1.clone(), "As it was made, whatever the scene says now".to_owned()),
    ];
    match segmented(ui, shown, &choices) {
        Some(None) => stage.say(Say::ShowLive),
        Some(Some(at)) => stage.say(Say::PlayTake(takes[at].0.clone())),
        None => {}
    }
}
