//! Files dragged over the window: every place that can take them says what they become there.

use egui::{Align2, CornerRadius, Pos2, Rect, Ui};

use super::Stage;
use super::say::Target;
use super::theme::{self, size};
use super::view::View;
use super::widgets::{dashed_rect, look};

/// What a place would make of the files that are over the window.
pub(super) fn veil_ui(ui: &Ui, view: &View, rect: Rect, text: &str) {
    let Some(hovered) = &view.hovered else { return };
    let look = look(ui);
    let under = hovered.at.is_some_and(|at| rect.contains(at));
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(size::RADIUS), look.veil);
    if under {
        painter.rect_filled(rect, CornerRadius::same(size::RADIUS), look.drop_wash);
    }
    dashed_rect(
        ui,
        rect.shrink(1.0),
        if under { look.info_on_picture } else { look.on_picture },
        if under { 3.0 } else { 2.0 },
    );
    if rect.width() > 30.0 {
        let galley = ui.fonts_mut(|fonts| {
            let font = theme::semibold(theme::type_size::MENU);
            let mut job = egui::text::LayoutJob::simple(text.to_owned(), font, look.on_picture, rect.width() - 8.0);
            job.halign = egui::Align::Center;
            fonts.layout_job(job)
        });
        let at = rect.center() - egui::vec2(0.0, galley.size().y / 2.0);
        painter.galley(at, galley, look.on_picture);
    }
}

/// Where the pointer's place is unknown during a drag, one sentence says what comes next.
pub(super) fn hint_ui(ui: &Ui, stage: &Stage<'_>) {
    let Some(hovered) = &stage.view.hovered else { return };
    if hovered.at.is_some() {
        return;
    }
    let look = look(ui);
    let text = match hovered.count {
        1 => "Let go: you are asked what the picture becomes".to_owned(),
        more => format!("Let go: you are asked what the {more} pictures become"),
    };
    let layer = egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("drop hint"));
    let painter = ui.ctx().layer_painter(layer);
    let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(text, theme::strong(), look.text));
    let at = ui.ctx().content_rect().center_top() + egui::vec2(0.0, 90.0);
    let back = Align2::CENTER_TOP.anchor_size(at, galley.size() + egui::vec2(28.0, 16.0));
    painter.rect_filled(back, CornerRadius::same(size::RADIUS), look.raised);
    painter.galley(back.min + egui::vec2(14.0, 8.0), galley, look.text);
}

/// The place under a point: the smallest one that holds it.
#[must_use]
pub fn target_at(view: &View, at: Pos2) -> Option<Target> {
    let holding = view.targets.iter().filter(|(rect, _)| rect.contains(at));
    holding.min_by(|a, b| a.0.area().total_cmp(&b.0.area())).map(|(_, target)| target.clone())
}
