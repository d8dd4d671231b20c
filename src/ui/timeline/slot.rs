//! The places of the first and the last frame, at both ends of the shots.

use egui::{Align2, CornerRadius, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::story::{FrameSlot, Link, PictureState, Project};
use crate::ui::Stage;
use crate::ui::command::{Command, FrameCommand, SceneCommand};
use crate::ui::frames::Shown;
use crate::ui::icons;
use crate::ui::say::{Say, Target};
use crate::ui::theme::{self, size, type_size};
use crate::ui::widgets::{dashed_rect, focus_ring, look, one_line};

pub(super) fn slot_ui(ui: &mut Ui, stage: &mut Stage<'_>, index: usize, slot: FrameSlot, rect: Rect) {
    let look = look(ui);
    let radius = CornerRadius::same(size::RADIUS);
    let project = stage.desk.project();
    let scene = project.scenes[index].id.clone();
    let link = project.link(index, stage.desk.pictures()).filter(|_| slot == FrameSlot::First);
    let linked = link.map(|link| link_words(project, link));
    let picture = Shown::frame(stage, index, slot);
    let response = ui.interact(rect, ui.scope_id().with(slot), Sense::click());
    let state = match (&linked, &picture) {
        (Some((told, _)), Some(_)) => format!("{told}, show it"),
        (Some((told, _)), None) => format!("{told}, choose a picture instead"),
        (None, Some(shown)) if shown.is_cropped => "set and cropped, show it".to_owned(),
        (None, Some(_)) => "set, show it".to_owned(),
        (None, None) => "empty, choose a picture".to_owned(),
    };
    let name = format!("{}: {state}", slot.title());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &name));
    ui.painter().rect_filled(rect, radius, look.ground);
    // Then the words of the drop stand where the usual ones do.
    let dropping = stage.view.hovered.is_some();
    if let Some(shown) = &picture {
        let label_at = pos2(rect.center().x, rect.bottom() - 14.0);
        let place = Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - 28.0));
        match (stage.desk.pictures().get(&shown.path), stage.textures.thumb(stage.desk, &shown.path)) {
            (Some(PictureState::Missing | PictureState::Unreadable(_)), _) => {
                let icon = icons::WARNING;
                ui.painter().text(place.center(), Align2::CENTER_CENTER, icon, theme::icon(20.0), look.bad);
            }
            (_, Some(texture)) => {
                let shape = shown.of_texture(texture.size_vec2());
                let scale = (place.width() / shape.x).min(place.height() / shape.y);
                let at = Rect::from_center_size(place.center(), shape * scale);
                egui::Image::new(&texture).uv(shown.view).corner_radius(CornerRadius::same(3)).paint_at(ui, at);
            }
            (_, None) => {}
        }
        if !dropping {
            let words = linked.as_ref().map_or(slot.title(), |(_, short)| short.as_str());
            let galley = one_line(ui, words, theme::small(), look.dim, rect.width() - 8.0);
            ui.painter().galley(label_at - galley.size() / 2.0, galley, look.dim);
        }
        ui.painter().rect_stroke(rect, radius, Stroke::new(1.0, look.line), StrokeKind::Inside);
    } else {
        let color = if response.hovered() { look.dim } else { look.line };
        dashed_rect(ui, rect, color, 1.0);
        let text = linked.as_ref().map_or_else(|| format!("Drop\n{}", slot.label()), |(_, short)| short.clone());
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
    if stage.view.shown_frame.as_ref().is_some_and(|shown| shown.slot == slot) && picture.is_some() {
        ui.painter().rect_stroke(rect, radius, Stroke::new(2.0, look.strong), StrokeKind::Inside);
    }
    if linked.is_some() {
        let at = rect.left_top() + vec2(8.0, 7.0);
        ui.painter().text(at, Align2::LEFT_TOP, icons::LINK, theme::icon(type_size::BODY), look.dim);
    }
    if response.has_focus() {
        focus_ring(ui, rect.shrink(3.0), size::RADIUS);
    }
    let target = Target::Frame(scene, slot);
    stage.target(rect, target.clone());
    stage.drop_veil(ui, rect, slot.title());
    let response = match &linked {
        Some((told, _)) => response.on_hover_text(told),
        None => response,
    };
    if response.clicked() {
        stage.say(if picture.is_some() { Say::ShowFrame(slot) } else { Say::ChoosePictures(target) });
    }
    response.context_menu(|ui| {
        let is_first = slot == FrameSlot::First;
        let start = [Command::Scene(SceneCommand::StartFromPrevious), Command::Scene(SceneCommand::StartFrom)]
            .into_iter()
            .filter(|_| is_first);
        let commands = [
            Command::Frame(FrameCommand::Crop, slot),
            Command::Frame(FrameCommand::Draw, slot),
            Command::Frame(FrameCommand::Remove, slot),
        ];
        for command in [Command::Frame(FrameCommand::Choose, slot)].into_iter().chain(start).chain(commands) {
            if ui.add_enabled(stage.is_enabled(command), egui::Button::new(command.text())).clicked() {
                stage.say(Say::Command(command));
            }
        }
    });
}

/// What a start from another scene is called: as a sentence, and in two short lines.
fn link_words(project: &Project, link: Link<'_>) -> (String, String) {
    let name = |scene: usize| project.scenes[scene].title(scene);
    let number = |scene: usize| scene + 1;
    match link {
        Link::Frame { scene, .. } => {
            (format!("The last frame of {}", name(scene)), format!("From scene {}", number(scene)))
        }
        Link::NoTake { scene } => (
            format!("The last frame of {}, which has no finished take yet", name(scene)),
            format!("Scene {}\nnot finished yet", number(scene)),
        ),
        Link::Gone => ("The scene it starts from is gone".to_owned(), "Its scene\nis gone".to_owned()),
    }
}
