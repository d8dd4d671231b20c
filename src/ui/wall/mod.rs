//! The wall: every panel of every scene, for thinking in pictures. Only what is in view is laid out and asks for thumbnails.

mod bar;
mod drag;
mod layout;
mod panel;
mod scene;

use egui::{Align, Event, Key, KeyboardShortcut, Pos2, Rect, ScrollArea, Ui, vec2};

pub(super) use bar::bar_ui;
pub use drag::WallDrag;
use layout::{Layout, Place};

use super::Stage;
use super::command::{Command, KeyView, ViewCommand};
use super::say::Say;
use super::theme::{WALL_ZOOM, size};
use super::widgets::hint;
use crate::desk::Desk;
use crate::story::ShotId;

/// The wall's own state.
pub struct Wall {
    pub open: bool,
    /// How large panels are, 1 being the usual size.
    pub zoom: f32,
    /// Give the current shot's panel the keyboard once it is there.
    pub focus: bool,
    pub drag: Option<WallDrag>,
    /// The shot that was last brought into view.
    in_view: Option<ShotId>,
    /// How far it is scrolled, as it was painted last, and how high a window it was seen through.
    offset: f32,
    seen: f32,
    /// How far it is to be scrolled after a zoom, once the scroll area knows how high it has become.
    kept: Option<f32>,
}

impl Default for Wall {
    fn default() -> Self {
        Self { open: false, zoom: 1.0, focus: false, drag: None, in_view: None, offset: 0.0, seen: 0.0, kept: None }
    }
}

impl Wall {
    /// Shows it, with the current shot in its middle.
    pub fn open(&mut self) {
        *self = Self { open: true, zoom: self.zoom, focus: true, ..Self::default() };
    }

    pub fn close(&mut self) {
        self.open = false;
        self.drag = None;
    }
}

/// Whether this widget is one of the wall's panels or scenes, so that the wall's keys work while the keyboard is there.
pub(super) fn is_own(desk: &Desk, widget: egui::Id) -> bool {
    let mut scenes = desk.project().scenes.iter();
    scenes.any(|scene| {
        widget == scene::facts_id(scene) || scene.shots.iter().any(|shot| widget == panel::panel_id(&shot.id))
    })
}

pub(super) fn wall_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    if stage.desk.project().scenes.is_empty() {
        ui.centered_and_justified(|ui| hint(ui, "Add a scene to begin"));
        return;
    }
    let width = ui.available_width();
    let view = ui.available_rect_before_wrap();
    let mut wall = Layout::new(&stage.desk.project().scenes, width, stage.view.wall.zoom);
    let mut zoom = ui.input(egui::InputState::zoom_delta);
    if !ui.rect_contains_pointer(view) {
        zoom = 1.0;
    }
    let mut anchor = ui.input(|input| input.pointer.hover_pos()).map_or(0.0, |pointer| pointer.y - view.top());
    for key in keys(ui, stage) {
        match key {
            Key::Plus | Key::Equals | Key::Minus => {
                zoom *= if key == Key::Minus { 1.0 / bar::STEP } else { bar::STEP };
                anchor = middle(stage, &wall);
            }
            _ => go(stage, &wall, key),
        }
    }
    if let Some(step) = bar::take_step(ui.ctx()) {
        zoom *= step;
        anchor = middle(stage, &wall);
    }
    let mut area = ScrollArea::vertical().id_salt("wall").auto_shrink(false);
    if let Some(kept) = stage.view.wall.kept.take() {
        area = area.vertical_scroll_offset(kept);
        stage.view.wall.offset = kept;
    }
    let wanted = (stage.view.wall.zoom * zoom).clamp(*WALL_ZOOM.start(), *WALL_ZOOM.end());
    if wanted != stage.view.wall.zoom {
        let zoomed = Layout::new(&stage.desk.project().scenes, width, wanted);
        let kept = kept_in_place(&wall, &zoomed, stage.view.wall.offset, anchor);
        area = area.vertical_scroll_offset(kept);
        stage.view.wall.kept = Some(kept);
        ui.ctx().request_repaint();
        stage.view.wall.zoom = wanted;
        wall = zoomed;
    }
    let shown = area.show_viewport(ui, |ui, viewport| content_ui(ui, stage, &wall, viewport));
    stage.view.wall.offset = shown.state.clamped_offset().y;
    stage.view.wall.seen = shown.inner_rect.height();
}

fn content_ui(ui: &mut Ui, stage: &mut Stage<'_>, wall: &Layout, viewport: Rect) {
    let origin = ui.max_rect().min;
    ui.set_height(wall.height);
    ui.set_width(ui.available_width());
    follow(ui, stage, wall, origin);
    // One row beyond at either end, for the keyboard to go on to.
    let in_view = viewport.expand2(vec2(0.0, size::WALL_PANEL * stage.view.wall.zoom));
    let first = wall.rows.partition_point(|row| row.rect.bottom() < in_view.top());
    let last = wall.rows.partition_point(|row| row.rect.top() < in_view.bottom());
    for index in first..last {
        scene::scene_ui(ui, stage, &wall.rows[index], index, origin.to_vec2());
    }
    drag::drag_ui(ui, stage, wall, origin);
}

/// Brings the current shot into view where it is another one than before.
fn follow(ui: &Ui, stage: &mut Stage<'_>, wall: &Layout, origin: Pos2) {
    let Some((scene, shot)) = stage.view.shot_index(stage.desk) else { return };
    let id = &stage.desk.project().scenes[scene].shots[shot].id;
    if stage.view.wall.in_view.as_ref() == Some(id) {
        return;
    }
    let align = stage.view.wall.in_view.is_none().then_some(Align::Center);
    stage.view.wall.in_view = Some(id.clone());
    if let Some(panel) = wall.panel((scene, shot)) {
        ui.scroll_to_rect(panel.translate(origin.to_vec2()).expand(size::WALL_MARGIN), align);
    }
}

/// The content's height that stays where it is when keys zoom: the current shot's, where it is in view.
fn middle(stage: &Stage<'_>, wall: &Layout) -> f32 {
    let state = &stage.view.wall;
    let panel = stage.view.shot_index(stage.desk).and_then(|place| wall.panel(place));
    let at = panel.map(|panel| panel.center().y - state.offset).filter(|y| (0.0..=state.seen).contains(y));
    at.unwrap_or(state.seen / 2.0)
}

/// How far the zoomed wall is to be scrolled so that what was at a height of the window stays there.
fn kept_in_place(before: &Layout, after: &Layout, offset: f32, at: f32) -> f32 {
    let y = offset + at;
    let Some(row) = before.row_at(y) else { return 0.0 };
    let (old, new) = (before.rows[row].rect, after.rows[row].rect);
    let share = ((y - old.top()) / old.height().max(1.0)).clamp(0.0, 1.0);
    (new.top() + share * new.height() - at).max(0.0)
}

/// Takes the wall's keys out of this frame, unless they belong to something else.
fn keys(ui: &Ui, stage: &Stage<'_>) -> Vec<Key> {
    let now = ui.input(|input| input.time);
    if stage.view.dialog.is_some() || stage.view.is_waiting(now) || egui::Popup::is_any_open(ui.ctx()) {
        return Vec::new();
    }
    let focused = ui.memory(egui::Memory::focused);
    if focused.is_some_and(|focused| !is_own(stage.desk, focused)) {
        return Vec::new();
    }
    let mut taken = Vec::new();
    let is_dragging = stage.view.wall.drag.is_some();
    ui.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
            let is_own = KeyView::Wall.owns(&KeyboardShortcut::new(*modifiers, *key));
            // While something is dragged, Escape is the drag's and nothing else is anyone's.
            let ours = !is_dragging && is_own;
            if ours {
                taken.push(*key);
            }
            !ours
        });
    });
    taken
}

/// Carries out a key that leads somewhere.
fn go(stage: &mut Stage<'_>, wall: &Layout, key: Key) {
    if key == Key::Escape {
        stage.say(Say::Command(Command::View(ViewCommand::Wall)));
        return;
    }
    let Some(here) = stage.view.shot_index(stage.desk) else {
        // A scene without shots is the current one: on to the nearest that has some.
        let scene = stage.view.scene_index(stage.desk).unwrap_or(0);
        let from = if key == Key::ArrowLeft { (scene, 0) } else { (scene, usize::MAX) };
        let way = if key == Key::ArrowLeft { Key::ArrowLeft } else { Key::ArrowRight };
        select(stage, wall.step(from, way).or_else(|| wall.step(from, Key::ArrowLeft)));
        return;
    };
    match key {
        Key::Enter => {
            let scene = &stage.desk.project().scenes[here.0];
            let (scene, shot) = (scene.id.clone(), scene.shots[here.1].id.clone());
            stage.say(Say::OpenShot(scene, shot));
        }
        Key::PageUp | Key::PageDown => select(stage, page(stage, wall, here, key == Key::PageDown)),
        _ => select(stage, wall.step(here, key)),
    }
}

/// As many lines on as are in view.
fn page(stage: &Stage<'_>, wall: &Layout, here: Place, down: bool) -> Option<Place> {
    let start = wall.panel(here)?.top();
    let key = if down { Key::ArrowDown } else { Key::ArrowUp };
    let mut at = here;
    while let Some(next) = wall.step(at, key) {
        if at != here && (wall.panel(next)?.top() - start).abs() > stage.view.wall.seen * 0.8 {
            break;
        }
        at = next;
    }
    Some(at)
}

fn select(stage: &mut Stage<'_>, place: Option<Place>) {
    let Some((scene, shot)) = place else { return };
    let scene = &stage.desk.project().scenes[scene];
    let (scene, shot) = (scene.id.clone(), scene.shots[shot].id.clone());
    stage.say(Say::SelectIn(scene, vec![shot]));
}
