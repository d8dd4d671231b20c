//! What is sent of a frame: a cut of the scene's ratio, moved over the picture by pointer or keys, or all of it.

use egui::{
    CornerRadius, EventFilter, Key, Modifiers, Pos2, Rect, RichText, Sense, Slider, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::Stay;
use crate::story::history::Gesture;
use crate::story::{Aspect, Crop, FrameSlot, MediaPath, Scene, SceneId, compose};
use crate::ui::Stage;
use crate::ui::focus::focus_mark;
use crate::ui::frames::Shown;
use crate::ui::say::Say;
use crate::ui::theme::{self, size, type_size};
use crate::ui::widgets::{self, focus_ring, hint, look, segmented};

/// The sheet of one frame.
#[derive(Clone, Debug, PartialEq)]
pub struct CropSheet {
    scene: SceneId,
    slot: FrameSlot,
    /// The keyboard has gone to the cut once.
    focused: bool,
    /// While the cut is dragged: the gesture, and the pointer's way from the cut's middle.
    held: Option<(Gesture, Vec2)>,
}

/// What is cut: a picture of a size in pixels, for a ratio.
struct Cut<'a> {
    path: &'a MediaPath,
    size: (u32, u32),
    aspect: Aspect,
    crop: Option<Crop>,
}

impl CropSheet {
    #[must_use]
    pub fn new(scene: SceneId, slot: FrameSlot) -> Self {
        Self { scene, slot, focused: false, held: None }
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        let Some(index) = stage.desk.project().scene_index(&self.scene) else { return Stay::Close };
        let scene = stage.desk.project().scenes[index].clone();
        let Some(shown) = Shown::frame(stage, index, self.slot) else { return Stay::Close };
        let Some(info) = stage.desk.pictures().info(&shown.path) else { return Stay::Close };
        let size = (info.width, info.height);
        let cut = Cut { path: &shown.path, size, aspect: scene.aspect, crop: scene.crop(self.slot) };
        let title = format!("{} of {}", self.slot.title(), scene.title(index));
        ui.label(RichText::new(title).font(theme::semibold(type_size::HEADING)));
        ui.add_space(size::SMALL_GAP);
        self.picture_ui(ui, stage, &scene, &cut);
        self.choices_ui(ui, stage, &scene, &cut);
        let (ratio, (width, height)) = (shown.ratio().unwrap_or_default(), shown.size.unwrap_or(size));
        let rest = if shown.is_cropped { format!(" of {} x {}", size.0, size.1) } else { String::new() };
        hint(ui, format!("Sent and coming out in {ratio}, {width} x {height} pixels{rest}; the file stays as it is"));
        let mut stay = Stay::Open;
        widgets::sheet_buttons(ui, |ui| {
            if widgets::button(ui, "Done").clicked() {
                stay = Stay::Close;
            }
        });
        stay
    }

    fn picture_ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, cut: &Cut<'_>) {
        let look = look(ui);
        let most =
            vec2(ui.available_width(), size::CROP_HEIGHT.min(ui.ctx().content_rect().height() - size::DIALOG_AROUND));
        let (place, _) = ui.allocate_exact_size(most, Sense::hover());
        ui.painter().rect_filled(place, CornerRadius::same(size::RADIUS), look.ground);
        let whole = cut.pixels();
        let scale = (place.width() / whole.x).min(place.height() / whole.y);
        let picture = Rect::from_center_size(place.center(), whole * scale);
        let pixels = picture.size().max_elem() * ui.pixels_per_point();
        if let Some(texture) = stage.textures.large(stage.desk, cut.path, pixels) {
            egui::Image::new(&texture).paint_at(ui, picture);
        }
        let Some(crop) = cut.crop else { return };
        let inner = cut.rect(crop, picture);
        shade_around(ui, picture, inner, look.scrim);
        thirds(ui, inner, look.on_picture.gamma_multiply(theme::GUIDE_SHARE));
        ui.painter().rect_stroke(inner, CornerRadius::ZERO, Stroke::new(1.0, look.on_picture), StrokeKind::Outside);

        let id = ui.scope_id().with("cut");
        let response = ui.interact(picture, id, Sense::click_and_drag());
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(egui::Role::Slider, true, "What is cut out");
            info.current_text_value = Some(format!("{} percent across, {} percent down", crop.x / 10, crop.y / 10));
            info
        });
        if !std::mem::replace(&mut self.focused, true) {
            response.request_focus();
        }
        if response.has_focus() {
            focus_ring(ui, picture.shrink(3.0), size::SMALL_RADIUS);
            let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        }
        let response = response.on_hover_cursor(egui::CursorIcon::Move);
        if response.is_pointer_button_down_on() {
            let at = response.interact_pointer_pos().unwrap_or(inner.center());
            let is_new = self.held.is_none();
            let (gesture, off) = *self.held.get_or_insert_with(|| {
                response.request_focus();
                // Beside the cut it comes to the pointer.
                let off = if inner.contains(at) { at - inner.center() } else { Vec2::ZERO };
                (stage.view.new_gesture(), off)
            });
            if response.dragged() || is_new && off == Vec2::ZERO {
                let share = (at - off - picture.min) / picture.size();
                let moved = crop.centred_at((f64::from(share.x), f64::from(share.y)), cut.size, cut.aspect);
                self.say(stage, scene, Some(moved), gesture);
            }
        } else {
            self.held = None;
        }
        if response.hovered()
            && let Some(zoom) = wheeled(ui, crop.zoom)
        {
            let gesture = stage.view.typing_gesture(id.with("wheel"), ui);
            self.say(stage, scene, Some(crop.zoomed(zoom, cut.size, cut.aspect)), gesture);
        }
        let by = stepped(ui, response.has_focus());
        if by != (0, 0) {
            let moved = Crop { x: moved(crop.x, by.0), y: moved(crop.y, by.1), ..crop };
            let gesture = stage.view.typing_gesture(id, ui);
            self.say(stage, scene, Some(moved), gesture);
        }
    }

    fn choices_ui(&self, ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, cut: &Cut<'_>) {
        ui.horizontal(|ui| {
            let cropped = (true, format!("Crop to {}", cut.aspect), "The take has the scene's ratio".to_owned());
            let whole = (false, "Keep whole".to_owned(), "The take comes out in the picture's own ratio".to_owned());
            if let Some(crop) = segmented(ui, cut.crop.is_some(), &[cropped, whole]) {
                let gesture = stage.view.new_gesture();
                self.say(stage, scene, crop.then_some(Crop::CENTRE), gesture);
            }
            let Some(crop) = cut.crop else { return };
            ui.add_space(size::GAP);
            widgets::dim(ui, "Zoom");
            let mut zoom = crop.zoom;
            // Every percent is one it can stand at: a slider with steps would change what it only shows.
            let slider = Slider::new(&mut zoom, Crop::ZOOM_MIN..=Crop::ZOOM_MAX).suffix("%");
            let response = ui.add(slider).accessible_name("Zoom");
            focus_mark(ui, &response);
            if zoom != crop.zoom {
                let gesture = stage.view.typing_gesture(response.id, ui);
                self.say(stage, scene, Some(crop.zoomed(zoom, cut.size, cut.aspect)), gesture);
            }
            ui.add_space(size::SMALL_GAP);
            if widgets::button(ui, "Centre").clicked() {
                let gesture = stage.view.new_gesture();
                let Crop { x, y, .. } = Crop::CENTRE;
                self.say(stage, scene, Some(Crop { x, y, ..crop }), gesture);
            }
        });
    }

    fn say(&self, stage: &mut Stage<'_>, scene: &Scene, crop: Option<Crop>, gesture: Gesture) {
        if crop != scene.crop(self.slot) {
            stage.say(Say::Edit(compose::set_crop(scene, self.slot, crop), Some(gesture)));
        }
    }
}

impl Cut<'_> {
    #[expect(clippy::cast_precision_loss, reason = "pixels of a picture, for a place on the screen")]
    fn pixels(&self) -> Vec2 {
        vec2(self.size.0.max(1) as f32, self.size.1.max(1) as f32)
    }

    /// Where a crop lies on the picture as it is shown.
    fn rect(&self, crop: Crop, picture: Rect) -> Rect {
        let view = crop.area(self.size, self.aspect).view(self.size.0, self.size.1);
        let min = picture.min + vec2(view.x, view.y) * picture.size();
        Rect::from_min_size(min, vec2(view.width, view.height) * picture.size())
    }
}

/// What the wheel or two fingers make of the closeness.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred percent")]
pub(super) fn wheeled(ui: &Ui, zoom: u16) -> Option<u16> {
    /// So many points of the wheel bring it twice as close.
    const DOUBLE: f32 = 400.0;
    let (pinched, wheel) = ui.input(|input| (input.zoom_delta(), input.smooth_scroll_delta().y));
    let factor = pinched * (wheel / DOUBLE).exp2();
    let to = (f32::from(zoom) * factor).clamp(f32::from(Crop::ZOOM_MIN), f32::from(Crop::ZOOM_MAX));
    // A slow wheel moves it too.
    let to = if factor > 1.0 { to.ceil() } else { to.floor() } as u16;
    (factor != 1.0 && to != zoom).then_some(to)
}

/// How far the arrow keys move the cut, in thousandths; with Shift ten times as far.
pub(super) fn stepped(ui: &Ui, focused: bool) -> (i32, i32) {
    const STEP: i32 = 10;
    if !focused {
        return (0, 0);
    }
    let pressed = |key: Key| {
        let count = |modifiers| ui.input_mut(|input| input.count_and_consume_key(modifiers, key));
        // What asks for no modifiers takes keys with Shift too, so it comes second.
        let large = count(Modifiers::SHIFT);
        let small = count(Modifiers::NONE);
        STEP * i32::try_from(small + 10 * large).unwrap_or(0)
    };
    (pressed(Key::ArrowRight) - pressed(Key::ArrowLeft), pressed(Key::ArrowDown) - pressed(Key::ArrowUp))
}

pub(super) fn moved(share: u16, by: i32) -> u16 {
    u16::try_from((i32::from(share) + by).clamp(0, i32::from(Crop::FAR))).unwrap_or(share)
}

/// Darkens what is not sent.
fn shade_around(ui: &Ui, picture: Rect, inner: Rect, color: egui::Color32) {
    let above = Rect::from_min_max(picture.min, pos2(picture.right(), inner.top()));
    let below = Rect::from_min_max(pos2(picture.left(), inner.bottom()), picture.max);
    let left = Rect::from_min_max(pos2(picture.left(), inner.top()), inner.left_bottom());
    let right = Rect::from_min_max(inner.right_top(), pos2(picture.right(), inner.bottom()));
    for rect in [above, below, left, right] {
        if rect.is_positive() {
            ui.painter().rect_filled(rect, CornerRadius::ZERO, color);
        }
    }
}

/// The lines of thirds, to place by.
fn thirds(ui: &Ui, rect: Rect, color: egui::Color32) {
    let stroke = Stroke::new(1.0, color);
    for share in [1.0 / 3.0, 2.0 / 3.0] {
        let at: Pos2 = rect.min + rect.size() * share;
        ui.painter().vline(at.x, rect.y_range(), stroke);
        ui.painter().hline(rect.x_range(), at.y, stroke);
    }
}
