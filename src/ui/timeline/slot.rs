//! The places of the first and the last frame, at both ends of the shots.

use egui::{Align2, CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::story::{FrameSlot, PictureState, Scene};
use crate::ui::Stage;
use crate::ui::command::Command;
use crate::ui::say::{Say, Target};
use crate::ui::theme::{self, size};
use crate::ui::widgets::{dashed_rect, focus_ring, look};

pub(super) fn slot_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &Scene, slot: FrameSlot, rect: Rect) {
    let look = look(ui);
    let radius = CornerRadius::same(size::RADIUS);
    let picture = scene.frame(slot);
    let response = ui.interact(rect, ui.scope_id().with(slot), Sense::click());
    let name = match picture {
        Some(_) => format!("{}: set, choose another", slot.title()),
        None => format!("{}: empty, choose a picture", slot.title()),
    };
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &name));
    ui.painter().rect_filled(rect, radius, look.ground);
    // Then the words of the drop stand where the usual ones do.
    let dropping = stage.view.hovered.is_some();
    if let Some(path) = picture {
        let label_at = pos2(rect.center().x, rect.bottom() - 14.0);
        let place = Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - 28.0));
        match (stage.desk.pictures().get(path), stage.textures.thumb(stage.desk, path)) {
            (Some(PictureState::Missing | PictureState::Unreadable(_)), _) => {
                let icon = crate::ui::icons::WARNING;
                ui.painter().text(place.center(), Align2::CENTER_CENTER, icon, theme::icon(20.0), look.bad);
            }
            (_, Some(texture)) => {
                let shape = texture.size_vec2();
                let scale = (place.width() / shape.x).min(place.height() / shape.y);
                let at = Rect::from_center_size(place.center(), shape * scale);
                egui::Image::new(&texture).corner_radius(CornerRadius::same(3)).paint_at(ui, at);
            }
            (_, None) => {}
        }
        if !dropping {
            ui.painter().text(label_at, Align2::CENTER_CENTER, slot.title(), theme::small(), look.dim);
        }
        ui.painter().rect_stroke(rect, radius, Stroke::new(1.0, look.line), StrokeKind::Inside);
    } else {
        let color = if response.hovered() { look.dim } else { look.line };
        dashed_rect(ui, rect, color, 1.0);
        let text = format!("Drop\n{}", slot.label());
        let galley = ui.fonts_mut(|fonts| {
            let mut job = egui::text::LayoutJob::simple(text, theme::small(), look.faint, rect.width());
            job.halign = egui::Align::Center;
            fonts.layout_job(job)
        });
        let at = rect.center() - vec2(0.0, galley.size().y / 2.0);
        if !dropping {
            ui.painter().galley(at, galley, look.faint);
        }
    }
    if response.has_focus() {
        focus_ring(ui, rect.shrink(3.0), size::RADIUS);
    }
    stage.target(rect, Target::Frame(scene.id.clone(), slot));
    stage.drop_veil(ui, rect, slot.title());
    if response.clicked() {
        stage.say(Say::ChoosePictures(Target::Frame(scene.id.clone(), slot)));
    }
    response.context_menu(|ui| {
        for command in [Command::ChooseFrame(slot), Command::DrawFrame(slot), Command::RemoveFrame(slot)] {
            let enabled = command == Command::ChooseFrame(slot) || picture.is_some();
            if ui.add_enabled(enabled, egui::Button::new(command.text())).clicked() {
                stage.say(Say::Command(command));
            }
        }
    });
}
