//! The left panel: the scenes, the elements, and the project's sums.

use egui::{Align2, Color32, CornerRadius, Rect, RichText, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::Stage;
use super::command::{Command, SceneCommand};
use super::focus::{is_left_behind, one_stop, reachable_by_readers, scroll_to_focused};
use super::frames::Shown;
use super::icons;
use super::say::{Say, Target};
use super::theme::{self, size, type_size};
use super::timeline::Drag;
use super::widgets::{self, focus_ring, look, one_line, section};
use crate::desk::{Made, Pending, number_of_today};
use crate::story::{Edit, FrameSlot, MediaPath, Scene, SceneId};

pub(super) fn left_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    ui.spacing_mut().scroll.bar_outer_margin = -size::SCROLL_BAR_OUTSIDE;
    stage.view.scene_rows.clear();
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let pointer = ui.ctx().pointer_latest_pos().filter(|pointer| ui.clip_rect().contains(*pointer));
        if pointer.is_some() && stage.view.drag.as_ref().is_some_and(Drag::carries) {
            widgets::scroll_at_edges(ui);
        }
        let add = section(ui, "Scenes", |ui| add_button(ui, Command::Scene(SceneCommand::Add)));
        if add {
            stage.say(Say::Command(Command::Scene(SceneCommand::Add)));
        }
        ui.add_space(3.0);
        for index in 0..stage.desk.project().scenes.len() {
            scene_row_ui(ui, stage, index);
        }
        ui.add_space(10.0);
        elements_ui(ui, stage);
        ui.add_space(10.0);
        sums_ui(ui, stage);
        scroll_to_focused(ui);
    });
}

/// A small plus whose right end stands where the list below ends.
fn add_button(ui: &mut Ui, command: Command) -> bool {
    let (icon, beyond) = (type_size::BODY, (size::ICON_BUTTON - type_size::BODY) / 2.0);
    widgets::overhanging(ui, icon, beyond, |ui| {
        widgets::command_button_sized(ui, icons::PLUS, command, icon, true).clicked()
    })
}

/// A picture for a scene: its first panel, else its first frame.
fn picture_of(stage: &Stage<'_>, index: usize) -> Option<Shown> {
    let panel = stage.desk.project().scenes[index].shots.iter().find_map(|shot| shot.panel.as_ref());
    panel.map(Shown::whole).or_else(|| Shown::frame(stage, index, FrameSlot::First))
}

/// Lays out a scene's row. Only rows in view, and one beyond at either end for the keyboard to go on to, are made.
fn scene_row_ui(ui: &mut Ui, stage: &mut Stage<'_>, index: usize) {
    let digest = &stage.desk.digest().scenes[index];
    let has_state =
        digest.errors > 0 || digest.pending.is_some() || matches!(digest.made, Made::Generated | Made::Changed);
    let height = if has_state { ROW_WITH_STATE } else { ROW };
    let rect = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), height));
    let id = &stage.desk.project().scenes[index].id;
    // Another scene that is chosen comes into view, by whatever way it was chosen.
    if stage.view.scene == *id && stage.view.scene_in_view != *id {
        stage.view.scene_in_view = id.clone();
        ui.scroll_to_rect(rect, None);
    }
    ui.advance_cursor_after_rect(rect);
    if stage.view.drag.as_ref().is_some_and(Drag::carries) {
        stage.view.scene_rows.push((rect.intersect(ui.clip_rect()), id.clone()));
    }
    if ui.is_rect_visible(rect.expand2(vec2(0.0, ROW_WITH_STATE))) {
        scene_ui(ui, stage, index, rect);
    }
}

fn row_id(scene: &SceneId) -> egui::Id {
    egui::Id::unique("scene row").with(scene.as_str())
}

/// With the keyboard on the list the arrows choose the scene above or below, and the keyboard goes along.
fn along_the_rows(ui: &Ui, stage: &mut Stage<'_>, response: &egui::Response, index: usize, selected: bool) {
    let filter = egui::EventFilter { vertical_arrows: true, ..Default::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    if !selected {
        // Another one was chosen by whatever way.
        if is_left_behind(response, selected) {
            ui.memory_mut(|memory| memory.request_focus(row_id(&stage.view.scene)));
        }
        return;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
    let to = match (pressed(egui::Key::ArrowUp), pressed(egui::Key::ArrowDown)) {
        (true, false) => index.checked_sub(1),
        (false, true) => Some(index + 1),
        _ => None,
    };
    if let Some(scene) = to.and_then(|to| stage.desk.project().scenes.get(to)) {
        let id = scene.id.clone();
        ui.memory_mut(|memory| memory.request_focus(row_id(&id)));
        stage.say(Say::SelectScene(id));
    }
}

/// The heights of a scene's row.
const ROW: f32 = 46.0;
const ROW_WITH_STATE: f32 = 60.0;

fn scene_ui(ui: &mut Ui, stage: &mut Stage<'_>, index: usize, rect: Rect) {
    let look = look(ui);
    let scene = &stage.desk.project().scenes[index];
    let digest = &stage.desk.digest().scenes[index];
    let picture = picture_of(stage, index);
    let selected = stage.view.scene_index(stage.desk) == Some(index);
    let shots = crate::story::check::count_of(scene.shots.len(), "shot");
    let facts = stage.and_price(format!("{shots} · {}", scene.seconds()), digest.price.usd.in_cents());
    let state = state_of(stage, index);
    let id = row_id(&scene.id);
    // The list is one stop of the keyboard, the selected scene; from there the arrows lead on.
    let response = ui.interact(rect, id, one_stop(ui, id, selected));
    let title = scene.numbered(index);
    let spoken = match &state {
        Some((_, state, _)) => format!("{}, {facts}, {state}", spoken_title(scene, index)),
        None => format!("{}, {facts}", spoken_title(scene, index)),
    };
    response.widget_info(|| WidgetInfo::selected(egui::Role::ListBoxOption, true, selected, &spoken));
    reachable_by_readers(&response);
    let radius = CornerRadius::same(size::RADIUS);
    if selected || response.hovered() {
        ui.painter().rect_filled(rect, radius, if selected { look.control } else { look.raised });
    }
    if stage.view.carried_to.as_ref() == Some(&scene.id) {
        // Shots that are let go of here come to its end.
        ui.painter().rect_filled(rect, radius, look.info_wash);
        ui.painter().rect_stroke(rect, radius, egui::Stroke::new(2.0, look.info), egui::StrokeKind::Inside);
    }
    if response.has_focus() {
        if selected {
            focus_ring(ui, rect.shrink(3.0), size::RADIUS);
        }
        along_the_rows(ui, stage, &response, index, selected);
    }
    if let Some(edit) = dragged(ui, stage, &response, index) {
        stage.say(Say::Edit(edit, None));
    }
    let thumb = Rect::from_min_size(pos2(rect.left() + 7.0, rect.center().y - 16.0), size::SCENE_THUMB);
    shown_ui(ui, stage, picture.as_ref(), thumb);
    let left = thumb.right() + 9.0;
    let width = rect.right() - left;
    let mut y = rect.top() + 6.0;
    let mut row = |text: &str, font, color| {
        let galley = one_line(ui, text, font, color, width);
        ui.painter().galley(pos2(left, y), galley.clone(), color);
        y += galley.size().y + 1.0;
    };
    row(&title, theme::body(), look.text);
    row(&facts, theme::small(), look.faint);
    if let Some((icon, state, is)) = &state {
        row(format!("{icon} {state}").trim_start(), theme::small(), is.color(&look));
    }
    if response.clicked() || (response.gained_focus() && !selected) {
        stage.say(Say::SelectScene(scene.id.clone()));
    }
    if response.double_clicked() {
        stage.say(Say::Command(Command::Scene(SceneCommand::Rename)));
    }
    response.context_menu(|ui| {
        if !selected {
            stage.say(Say::SelectScene(scene.id.clone()));
        }
        for command in [
            Command::Scene(SceneCommand::Rename),
            Command::Scene(SceneCommand::Add),
            Command::Scene(SceneCommand::Duplicate),
            Command::Scene(SceneCommand::DuplicateWide),
            Command::Scene(SceneCommand::DuplicateTall),
            Command::Scene(SceneCommand::DuplicateSquare),
            Command::Scene(SceneCommand::MoveEarlier),
            Command::Scene(SceneCommand::MoveLater),
            Command::Scene(SceneCommand::Delete),
        ] {
            // A copy in the ratio that the scene has is no other one.
            if command.copy_aspect() == Some(scene.aspect) {
                continue;
            }
            let enabled = command.copy_aspect().is_some() || stage.is_enabled(command);
            if ui.add_enabled(enabled, egui::Button::new(command.text())).clicked() {
                stage.say(Say::Command(command));
            }
        }
    });
}

/// `Scene 2 Rooftop`, or `Scene 2` for a scene without a name.
pub(super) fn spoken_title(scene: &Scene, index: usize) -> String {
    format!("Scene {} {}", index + 1, scene.name).trim_end().to_owned()
}

/// A scene dragged over another one takes its place; a line shows where.
fn dragged(ui: &Ui, stage: &Stage<'_>, row: &egui::Response, index: usize) -> Option<Edit> {
    let scenes = &stage.desk.project().scenes;
    row.dnd_set_drag_payload(scenes[index].id.clone());
    let over = row.dnd_hover_payload::<SceneId>().or_else(|| row.dnd_release_payload())?;
    let from = scenes.iter().position(|scene| scene.id == *over).filter(|from| *from != index)?;
    let y = if from > index { row.rect.top() } else { row.rect.bottom() };
    ui.painter().hline(row.rect.x_range(), y, egui::Stroke::new(2.0, look(ui).strong));
    let released = ui.input(|input| input.pointer.any_released());
    released.then(|| Edit::MoveScene { scene: (*over).clone(), to: index })
}

/// How a scene's state is to be taken.
#[derive(Clone, Copy)]
pub(super) enum Is {
    Good,
    Bad,
    Open,
}

impl Is {
    pub(super) fn color(self, look: &theme::Tokens) -> Color32 {
        match self {
            Self::Bad => look.bad,
            Self::Good => look.ok,
            Self::Open => look.dim,
        }
    }
}

/// What is worth knowing of a scene at a glance: what is to fix, else whether it is generated.
pub(super) fn state_of(stage: &Stage<'_>, index: usize) -> Option<(&'static str, String, Is)> {
    let digest = stage.desk.digest().scenes.get(index)?;
    if digest.errors > 0 {
        return Some((icons::ERROR, format!("{} to fix", digest.errors), Is::Bad));
    }
    match digest.made {
        Made::Generated => {
            let number = number_of_today(stage.desk, stage.account, index);
            let take = number.map_or_else(|| "generated".to_owned(), |number| format!("take {number}"));
            Some((icons::CHECK, take, Is::Good))
        }
        _ if digest.pending.is_some() => {
            let words = match digest.pending {
                Some(Pending::Held) => "waits for you",
                Some(Pending::NotConfirmed) => "not confirmed",
                _ => "being generated",
            };
            Some((icons::CLOCK, words.to_owned(), Is::Open))
        }
        // The words fill the line: they stand without an icon.
        Made::Changed => Some(("", "changed since its take".to_owned(), Is::Open)),
        Made::Never | Made::Unknown => None,
    }
}

/// A small picture, or the ground where there is none.
pub(super) fn thumb_ui(ui: &Ui, stage: &mut Stage<'_>, path: Option<&MediaPath>, rect: Rect) {
    shown_ui(ui, stage, path.map(Shown::whole).as_ref(), rect);
}

/// The same of a part of a picture.
pub(super) fn shown_ui(ui: &Ui, stage: &mut Stage<'_>, shown: Option<&Shown>, rect: Rect) {
    let look = look(ui);
    let radius = CornerRadius::same(4);
    ui.painter().rect_filled(rect, radius, look.control);
    let texture = shown.and_then(|shown| Some((shown, stage.textures.thumb(stage.desk, &shown.path)?)));
    if let Some((shown, texture)) = texture {
        let uv = shown.covering(texture.size_vec2(), rect.size());
        egui::Image::new(&texture).uv(uv).corner_radius(radius).paint_at(ui, rect);
    } else if shown.is_none() {
        let icon = icons::PICTURE;
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, icon, theme::icon(type_size::BODY), look.faint);
    }
}

fn elements_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let look = look(ui);
    let add = section(ui, "Elements", |ui| add_button(ui, Command::Scene(SceneCommand::AddElement)));
    if add {
        stage.say(Say::Command(Command::Scene(SceneCommand::AddElement)));
    }
    ui.add_space(3.0);
    let desk = stage.desk;
    let elements = &desk.project().elements;
    if elements.is_empty() {
        ui.add(egui::Label::new(
            RichText::new("People, things and places that prompts name with @, each with 2 to 4 pictures")
                .font(theme::small())
                .color(look.faint),
        ));
    }
    for (index, element) in elements.iter().enumerate() {
        let uses = stage.desk.digest().uses.get(index).copied().unwrap_or(0);
        let pictures = crate::story::check::count_of(element.images.len(), "picture");
        let facts = format!("{pictures} · {}", crate::story::check::count_of(uses, "use"));
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 42.0), Sense::click());
        let name = format!("@{}", element.name);
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, format!("Element {name}, {facts}")));
        let radius = CornerRadius::same(size::RADIUS);
        if response.hovered() {
            ui.painter().rect_filled(rect, radius, look.raised);
        }
        if response.has_focus() {
            focus_ring(ui, rect.shrink(3.0), size::RADIUS);
        }
        let thumb = Rect::from_min_size(pos2(rect.left() + 7.0, rect.center().y - 16.0), size::ELEMENT_THUMB);
        thumb_ui(ui, stage, element.images.first(), thumb);
        let left = thumb.right() + 9.0;
        let width = rect.right() - left - 6.0;
        let galley = one_line(
            ui,
            &name,
            egui::FontId::new(type_size::BODY, egui::FontFamily::Name(theme::MEDIUM.into())),
            look.text,
            width,
        );
        ui.painter().galley(pos2(left, rect.top() + 4.0), galley, look.text);
        let has_error = stage.desk.digest().faulty.get(index).copied().unwrap_or(false);
        let color = if has_error { look.bad } else { look.faint };
        let facts = if has_error { format!("{} {facts}", icons::ERROR) } else { facts };
        let galley = one_line(ui, &facts, theme::small(), color, width);
        ui.painter().galley(pos2(left, rect.top() + 22.0), galley, color);
        stage.target(rect, Target::Element(element.id.clone()));
        stage.drop_veil(ui, rect, &name);
        if response.clicked() {
            stage.say(Say::OpenElement(element.id.clone()));
        }
    }
}

fn sums_ui(ui: &mut Ui, stage: &Stage<'_>) {
    let digest = stage.desk.digest();
    section(ui, "Project", |_| ());
    ui.add_space(2.0);
    ui.spacing_mut().item_spacing.y = 5.0;
    let scenes = crate::story::check::count_of(digest.scenes.len(), "scene");
    widgets::key_value(ui, "Length", format!("{} in {scenes}", digest.seconds));
    if !stage.shows_prices() {
        return;
    }
    let prices = &stage.desk.rules().prices;
    let (credits, _) = digest.to_generate;
    let row = ui.scope(|ui| widgets::key_value(ui, "To generate", prices.cents(credits))).response;
    let scenes = "for one take of every scene that has none as it stands and was not confirmed";
    row.on_hover_text(format!("{}, {scenes}", prices.amount(credits)));
    if let Some(account) = stage.account {
        let standing = account.standing_of(&stage.desk.project().id);
        let spent = match standing.cap {
            Some(_) => prices.beside_cap(standing.spent, standing.cap),
            None => prices.cents(standing.spent),
        };
        let row = ui.scope(|ui| widgets::key_value(ui, "Spent", spent)).response;
        let words = "what was sent, until it fails and is given back; the cap is in the settings";
        row.on_hover_text(format!("{}, {words}", prices.amount(standing.spent)));
        if !standing.open.is_zero() {
            let row = ui.scope(|ui| widgets::key_value(ui, "Open", prices.cents(standing.open))).response;
            row.on_hover_text(format!("{}, confirmed and not sent yet", prices.amount(standing.open)));
        }
    }
}
