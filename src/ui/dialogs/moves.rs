//! A shot's own camera move: the frame that its panel is seen in at the start and the one at the end, drawn on the panel by
//! pointer or keys, or begun from one that is often made.

use egui::{
    Align2, Color32, CornerRadius, EventFilter, Pos2, Rect, Response, RichText, Sense, Slider, Stroke, StrokeKind, Ui,
    Vec2, WidgetInfo, vec2,
};

use super::Stay;
use super::crop::{moved, stepped, wheeled};
use crate::story::camera::{self, Way};
use crate::story::history::Gesture;
use crate::story::shot_move::{MoveEnd, Preset, ShotMove};
use crate::story::{Aspect, Crop, Edit, MediaPath, Shot, ShotId};
use crate::ui::Stage;
use crate::ui::focus::focus_mark;
use crate::ui::say::Say;
use crate::ui::theme::{self, size, type_size};
use crate::ui::widgets::{self, hint, look, segmented};

/// The sheet of one shot.
#[derive(Clone, Debug, PartialEq)]
pub struct MoveSheet {
    shot: ShotId,
    /// The frame that the zoom and the wheel are about.
    active: MoveEnd,
    /// The keyboard has gone to a frame once.
    focused: bool,
    /// While a frame is dragged: which, the gesture, and the pointer's way from the frame's middle.
    held: Option<(MoveEnd, Gesture, Vec2)>,
}

/// What is drawn on: a panel of a size in pixels, in a scene of a ratio, as it is shown.
struct Ground<'a> {
    path: &'a MediaPath,
    size: (u32, u32),
    aspect: Aspect,
}

impl MoveSheet {
    #[must_use]
    pub fn new(shot: ShotId) -> Self {
        Self { shot, active: MoveEnd::End, focused: false, held: None }
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        let project = stage.desk.project();
        let Some((scene, at, shot)) = project.find_shot(&self.shot) else { return Stay::Close };
        let aspect = project.scenes[scene].aspect;
        let shot = shot.clone();
        let Some(path) = &shot.panel else { return Stay::Close };
        let Some(info) = stage.desk.pictures().info(path) else { return Stay::Close };
        let ground = Ground { path, size: (info.width, info.height), aspect };
        ui.label(RichText::new(format!("Camera move of shot {}", at + 1)).font(theme::semibold(type_size::HEADING)));
        ui.add_space(size::SMALL_GAP);
        self.picture_ui(ui, stage, &shot, &ground);
        self.choices_ui(ui, stage, &shot, &ground);
        hint(ui, about(&shot));
        let mut stay = Stay::Open;
        widgets::sheet_buttons(ui, |ui| {
            if widgets::button(ui, "Done").clicked() {
                stay = Stay::Close;
            }
            let can_clear = shot.camera_move.is_some();
            if ui.add_enabled(can_clear, widgets::plain_button("Clear")).clicked() {
                let gesture = stage.view.new_gesture();
                say(stage, &shot, None, gesture);
            }
        });
        stay
    }

    fn picture_ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>, shot: &Shot, ground: &Ground<'_>) {
        let look = look(ui);
        // Below it stand two rows more than below a frame's cut.
        let room = ui.ctx().content_rect().height() - size::DIALOG_AROUND - 2.0 * size::BUTTON_HEIGHT;
        let most = vec2(ui.available_width(), size::CROP_HEIGHT.min(room));
        let (place, _) = ui.allocate_exact_size(most, Sense::hover());
        ui.painter().rect_filled(place, CornerRadius::same(size::RADIUS), look.ground);
        let whole = ground.pixels();
        let inside = place.shrink(size::SMALL_GAP);
        let scale = (inside.width() / whole.x).min(inside.height() / whole.y);
        let picture = Rect::from_center_size(inside.center(), whole * scale);
        let pixels = picture.size().max_elem() * ui.pixels_per_point();
        if let Some(texture) = stage.textures.large(stage.desk, ground.path, pixels) {
            egui::Image::new(&texture).paint_at(ui, picture);
        }
        let Some(own) = shot.camera_move else { return };
        let rect = |end| ground.rect(own.get(end), picture);
        way_ui(ui, rect(MoveEnd::Start), rect(MoveEnd::End), look.on_picture);
        for end in MoveEnd::BOTH {
            self.frame_ui(ui, stage, shot, ground, picture, own, end);
        }
        self.drag_ui(ui, stage, shot, ground, picture, own);
    }

    /// One of the two frames, with the keys that move it.
    fn frame_ui(
        &mut self,
        ui: &mut Ui,
        stage: &mut Stage<'_>,
        shot: &Shot,
        ground: &Ground<'_>,
        picture: Rect,
        own: ShotMove,
        end: MoveEnd,
    ) {
        let look = look(ui);
        let crop = own.get(end);
        let rect = ground.rect(crop, picture);
        let is_active = self.active == end;
        let width = if is_active { 2.0 } else { 1.0 };
        // Seen over a bright picture and over a dark one.
        ui.painter().rect_stroke(rect, CornerRadius::ZERO, Stroke::new(width + 2.0, look.scrim), StrokeKind::Middle);
        ui.painter().rect_stroke(rect, CornerRadius::ZERO, Stroke::new(width, look.on_picture), StrokeKind::Middle);
        letter_ui(ui, rect, end, is_active);
        let id = ui.scope_id().with(("move", end));
        // What is dragged is told apart by where it is taken up; this is where the keyboard is.
        let response = ui.interact(rect, id, Sense::focusable_noninteractive());
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(egui::Role::Slider, true, capital(end.label()));
            let Crop { x, y, zoom } = crop;
            let text = format!("{} percent across, {} percent down, zoom {zoom} percent", x / 10, y / 10);
            info.current_text_value = Some(text);
            info
        });
        if end == self.active && !std::mem::replace(&mut self.focused, true) {
            response.request_focus();
        }
        if !response.has_focus() {
            return;
        }
        self.active = end;
        widgets::focus_ring(ui, rect.shrink(3.0), size::SMALL_RADIUS);
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let by = stepped(ui, true);
        if by != (0, 0) {
            let there = Crop { x: moved(crop.x, by.0), y: moved(crop.y, by.1), ..crop };
            let gesture = stage.view.typing_gesture(id, ui);
            say(stage, shot, Some(own.with(end, there)), gesture);
        }
    }

    /// The pointer over the panel: it takes the frame that it is in, the active one first, and the wheel brings that closer.
    fn drag_ui(
        &mut self,
        ui: &mut Ui,
        stage: &mut Stage<'_>,
        shot: &Shot,
        ground: &Ground<'_>,
        picture: Rect,
        own: ShotMove,
    ) {
        let id = ui.scope_id().with("move panel");
        let response: Response = ui.interact(picture, id, Sense::click_and_drag() - Sense::FOCUSABLE);
        let rect = |end| ground.rect(own.get(end), picture);
        let response = response.on_hover_cursor(egui::CursorIcon::Move);
        if response.is_pointer_button_down_on() {
            let at = response.interact_pointer_pos().unwrap_or(picture.center());
            let (end, gesture, off) = *self.held.get_or_insert_with(|| {
                let end = taken(at, self.active, rect);
                ui.memory_mut(|memory| memory.request_focus(ui.scope_id().with(("move", end))));
                (end, stage.view.new_gesture(), at - rect(end).center())
            });
            self.active = end;
            if response.dragged() {
                let share = (at - off - picture.min) / picture.size();
                let middle = (f64::from(share.x), f64::from(share.y));
                let there = own.get(end).centred_at(middle, ground.size, ground.aspect);
                say(stage, shot, Some(own.with(end, there)), gesture);
            }
        } else {
            self.held = None;
        }
        let crop = own.get(self.active);
        if response.hovered()
            && let Some(zoom) = wheeled(ui, crop.zoom)
        {
            let gesture = stage.view.typing_gesture(id.with("wheel"), ui);
            let closer = crop.zoomed(zoom, ground.size, ground.aspect);
            say(stage, shot, Some(own.with(self.active, closer)), gesture);
        }
    }

    fn choices_ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>, shot: &Shot, ground: &Ground<'_>) {
        widgets::button_row(ui, |ui| {
            for preset in Preset::ALL {
                if widgets::outline_button(ui, preset.label(), true).clicked() {
                    let gesture = stage.view.new_gesture();
                    say(stage, shot, Some(preset.over(ground.size, ground.aspect)), gesture);
                }
            }
        });
        let Some(own) = shot.camera_move else {
            // The row keeps its place: nothing jumps from under the pointer when a move comes.
            ui.allocate_space(vec2(1.0, size::BUTTON_HEIGHT));
            return;
        };
        ui.horizontal(|ui| {
            ui.set_height(size::BUTTON_HEIGHT);
            let ends = MoveEnd::BOTH.map(|end| (end, capital(end.label()), String::new()));
            if let Some(end) = segmented(ui, self.active, &ends) {
                self.active = end;
            }
            ui.add_space(size::GAP);
            widgets::dim(ui, "Zoom");
            let crop = own.get(self.active);
            let mut zoom = crop.zoom;
            let slider = Slider::new(&mut zoom, Crop::ZOOM_MIN..=Crop::ZOOM_MAX).suffix("%");
            let response = ui.add(slider).accessible_name("Zoom");
            focus_mark(ui, &response);
            if zoom != crop.zoom {
                let gesture = stage.view.typing_gesture(response.id, ui);
                let closer = crop.zoomed(zoom, ground.size, ground.aspect);
                say(stage, shot, Some(own.with(self.active, closer)), gesture);
            }
            ui.add_space(size::SMALL_GAP);
            if widgets::button(ui, "Swap").on_hover_text("The start frame becomes the end frame").clicked() {
                let gesture = stage.view.new_gesture();
                say(stage, shot, Some(ShotMove { start: own.end, end: own.start }), gesture);
            }
        });
    }
}

impl Ground<'_> {
    #[expect(clippy::cast_precision_loss, reason = "pixels of a picture, for a place on the screen")]
    fn pixels(&self) -> Vec2 {
        vec2(self.size.0.max(1) as f32, self.size.1.max(1) as f32)
    }

    /// Where a frame lies on the panel as it is shown.
    fn rect(&self, crop: Crop, picture: Rect) -> Rect {
        let view = crop.area(self.size, self.aspect).view(self.size.0, self.size.1);
        let min = picture.min + vec2(view.x, view.y) * picture.size();
        Rect::from_min_size(min, vec2(view.width, view.height) * picture.size())
    }
}

/// The frame that is taken at a place: the active one where both lie there, the nearer where none does.
fn taken(at: Pos2, active: MoveEnd, rect: impl Fn(MoveEnd) -> Rect) -> MoveEnd {
    let other = if active == MoveEnd::Start { MoveEnd::End } else { MoveEnd::Start };
    match (rect(active).contains(at), rect(other).contains(at)) {
        (true, true) => {
            // Within the smaller one it is meant, whichever is active.
            let is_within = rect(active).contains_rect(rect(other)) && rect(active) != rect(other);
            if is_within { other } else { active }
        }
        (true, false) => active,
        (false, true) => other,
        (false, false) => {
            let far = |end: MoveEnd| rect(end).distance_sq_to_pos(at);
            if far(other) < far(active) { other } else { active }
        }
    }
}

/// From the middle of the one frame to the other's; between their corners where they have one middle.
fn way_ui(ui: &Ui, start: Rect, end: Rect, color: Color32) {
    let look = look(ui);
    let far = (end.center() - start.center()).length() > start.width() * 0.03;
    let ways: Vec<(Pos2, Pos2)> = if far {
        vec![(start.center(), end.center())]
    } else {
        let corners = |rect: Rect| [rect.left_top(), rect.right_top(), rect.left_bottom(), rect.right_bottom()];
        corners(start).into_iter().zip(corners(end)).collect()
    };
    for (from, to) in ways.into_iter().filter(|(from, to)| from.distance(*to) > 6.0) {
        arrow_ui(ui, from, to, 4.0, look.scrim);
        arrow_ui(ui, from, to, 2.0, color);
    }
}

fn arrow_ui(ui: &Ui, from: Pos2, to: Pos2, width: f32, color: Color32) {
    let way = (to - from).normalized();
    let head = (to - from).length().min(theme::size::ARROW_HEAD) + width;
    let neck = to - way * (head - width);
    let side = way.rot90() * head * 0.45;
    ui.painter().line_segment([from, neck], Stroke::new(width, color));
    let tip = to + way * (width / 2.0);
    ui.painter().add(egui::Shape::convex_polygon(vec![tip, neck + side, neck - side], color, Stroke::NONE));
}

/// S or E in the frame's corner: they stand at other corners, so that frames that lie alike show both.
fn letter_ui(ui: &Ui, rect: Rect, end: MoveEnd, is_active: bool) {
    let look = look(ui);
    let font = theme::semibold(type_size::SMALL);
    let room = vec2(16.0, 15.0);
    let back = match end {
        MoveEnd::Start => Align2::LEFT_TOP.anchor_size(rect.left_top(), room),
        MoveEnd::End => Align2::RIGHT_BOTTOM.anchor_size(rect.right_bottom(), room),
    };
    ui.painter().rect_filled(back, CornerRadius::ZERO, if is_active { look.on_picture } else { look.scrim });
    let color = if is_active { look.scrim } else { look.on_picture };
    ui.painter().text(back.center(), Align2::CENTER_CENTER, end.letter(), font, color);
}

/// What the animatic does, as a sentence.
fn about(shot: &Shot) -> String {
    if shot.camera_move.is_some() {
        return "The animatic goes from the start frame to the end frame; nothing of it is sent".to_owned();
    }
    let way = match camera::written(&shot.prompt).way {
        Way::Still => return "No move: the prompt says none, so the picture holds still".to_owned(),
        Way::In => "in",
        Way::Out => "out",
        Way::Left => "to the left",
        Way::Right => "to the right",
        Way::Up => "up",
        Way::Down => "down",
        Way::Sway => return "By the words of the prompt the camera sways a little".to_owned(),
    };
    format!("By the words of the prompt the camera goes {way}")
}

fn capital(text: &str) -> String {
    crate::desk::telling::capital(text)
}

fn say(stage: &mut Stage<'_>, shot: &Shot, camera_move: Option<ShotMove>, gesture: Gesture) {
    let camera_move = camera_move.map(ShotMove::within_limits);
    if camera_move != shot.camera_move {
        stage.say(Say::Edit(Edit::SetMove { shot: shot.id.clone(), camera_move }, Some(gesture)));
    }
}
