//! Files dragged over the window: every place that can take them says what they become there.

use egui::{Align2, CornerRadius, Pos2, Rect, Ui};

use super::Stage;
use super::dialogs::{Dialog, DropOnSheet};
use super::say::Target;
use super::theme::{self, size};
use super::view::{Hovered, View};
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

/// Where the pointer's place is unknown during a drag, or a sheet is open, one sentence says what comes next.
pub(super) fn hint_ui(ui: &Ui, stage: &Stage<'_>) {
    let Some(text) = stage.view.hovered.as_ref().and_then(|hovered| words_of(stage, hovered)) else { return };
    let look = look(ui);
    let layer = egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("drop hint"));
    let painter = ui.ctx().layer_painter(layer);
    let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(text, theme::strong(), look.text));
    let at = ui.ctx().content_rect().center_top() + egui::vec2(0.0, 90.0);
    let back = Align2::CENTER_TOP.anchor_size(at, galley.size() + egui::vec2(28.0, 16.0));
    painter.rect_filled(back, CornerRadius::same(size::RADIUS), look.raised);
    painter.galley(back.min + egui::vec2(14.0, 8.0), galley, look.text);
}

/// What comes of letting go, where no place under the pointer says so itself.
fn words_of(stage: &Stage<'_>, hovered: &Hovered) -> Option<String> {
    let many = hovered.count > 1;
    match stage.view.dialog.as_ref().map(Dialog::drop_on_it) {
        Some(DropOnSheet::Nothing(called)) => Some(format!("Close {called} first: no files are taken meanwhile")),
        Some(DropOnSheet::Pictures(Target::Element(element))) => {
            let element = stage.desk.project().element(&element)?;
            let what = if many { "they become pictures" } else { "it becomes a picture" };
            Some(format!("Let go: {what} of @{}", element.name))
        }
        Some(DropOnSheet::Pictures(_) | DropOnSheet::Path) => Some("Let go: it is used here".to_owned()),
        None if hovered.at.is_some() => None,
        None if many => Some(format!("Let go: you are asked what the {} pictures become", hovered.count)),
        None => Some("Let go: you are asked what the picture becomes".to_owned()),
    }
}

/// The place under a point: the smallest one that holds it.
#[must_use]
pub fn target_at(view: &View, at: Pos2) -> Option<Target> {
    let holding = view.targets.iter().filter(|(rect, _)| rect.contains(at));
    holding.min_by(|a, b| a.0.area().total_cmp(&b.0.area())).map(|(_, target)| target.clone())
}
