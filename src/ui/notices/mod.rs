//! What was told lies at the upper right of the viewer, where it covers neither shots nor what is written, or in the lower
//! right corner where there is no viewer; each is a real widget that is announced. What is about money is folded into one
//! message.

mod list;

use egui::{Align2, Area, CornerRadius, Frame, Margin, Rect, RichText, Stroke, Ui, vec2};

pub use self::list::{About, Notice, NoticeKind};
use super::Stage;
use super::icons;
use super::theme::{self, size, type_size};
use super::widgets::{self, link, look};

/// `viewer` is the viewer's place, where it is seen.
pub(super) fn notices_ui(ui: &Ui, stage: &mut Stage<'_>, viewer: Option<Rect>) {
    let now = ui.input(|input| input.time);
    if ui.input(|input| !input.raw.events.is_empty()) {
        stage.view.notices_are_read(now);
    }
    stage.view.notices.retain(|notice| notice.until.is_none_or(|until| now < until));
    if stage.view.notices.is_empty() {
        return;
    }
    if let Some(next) = stage.view.notices.iter().filter_map(|notice| notice.until).min_by(f64::total_cmp) {
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64((next - now).max(0.05)));
    }
    let about_money = |notice: &Notice| notice.about.is_some() && notice.kind == NoticeKind::Problem;
    let (money, others): (Vec<Notice>, Vec<Notice>) = stage.view.notices.clone().into_iter().partition(about_money);
    let above = size::FOOTER + 12.0;
    let area = Area::new(egui::Id::unique("notices")).order(egui::Order::Foreground);
    let area = match viewer {
        // A narrow viewer has them begin at its left: they may reach over its right.
        Some(viewer) if viewer.width() >= size::NOTICE + 60.0 => {
            area.pivot(Align2::RIGHT_TOP).fixed_pos(viewer.right_top() + vec2(-10.0, 10.0))
        }
        Some(viewer) => area.pivot(Align2::LEFT_TOP).fixed_pos(viewer.left_top() + vec2(6.0, 10.0)),
        None => area.anchor(Align2::RIGHT_BOTTOM, vec2(-14.0, -above)),
    };
    area.show(ui.ctx(), |ui| {
        for notice in others {
            frame_ui(ui, |ui| notice_ui(ui, stage, &notice));
        }
        // Over the full screen others look on: it waits until that is left.
        if !money.is_empty() && !stage.view.full_screen {
            frame_ui(ui, |ui| money_ui(ui, stage, &money));
        }
    });
}

/// Several messages about money in one: the newest, and how many more there are.
fn money_ui(ui: &mut Ui, stage: &mut Stage<'_>, money: &[Notice]) {
    let Some((newest, older)) = money.split_last() else { return };
    let open = stage.view.money_notices_open && !older.is_empty();
    if open {
        for notice in older {
            notice_ui(ui, stage, notice);
            ui.separator();
        }
    }
    notice_ui(ui, stage, newest);
    if older.is_empty() {
        stage.view.money_notices_open = false;
        return;
    }
    ui.horizontal(|ui| {
        ui.add_space(type_size::ICON + ui.spacing().item_spacing.x);
        let text =
            if open { "Show the newest alone".to_owned() } else { format!("and {} more about money", older.len()) };
        if link(ui, &text).clicked() {
            stage.view.money_notices_open = !open;
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if link(ui, "Close all").clicked() {
                stage.view.notices.retain(|notice| !money.contains(notice));
            }
        });
    });
}

fn frame_ui(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let look = look(ui);
    let frame = Frame::new()
        .fill(look.raised)
        .stroke(Stroke::new(1.0, look.line))
        .corner_radius(CornerRadius::same(size::CARD_RADIUS))
        .inner_margin(Margin::symmetric(12, 8))
        .shadow(ui.visuals().popup_shadow);
    frame.show(ui, |ui| {
        ui.set_width(size::NOTICE);
        contents(ui);
    });
}

fn notice_ui(ui: &mut Ui, stage: &mut Stage<'_>, notice: &Notice) {
    let look = look(ui);
    let (icon, color) = match notice.kind {
        NoticeKind::Done => (icons::CHECK, look.ok),
        NoticeKind::Note => (icons::NOTE, look.dim),
        NoticeKind::Problem => (icons::WARNING, look.warn),
    };
    ui.horizontal(|ui| {
        ui.label(RichText::new(icon).font(theme::icon(type_size::ICON)).color(color));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if widgets::icon_button(ui, icons::CLOSE, "Close this message").clicked() {
                stage.view.notices.retain(|other| other.id != notice.id);
            }
            if let Some((text, say)) = &notice.action
                && link(ui, text).clicked()
            {
                stage.say(say.clone());
                stage.view.notices.retain(|other| other.id != notice.id);
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let label = ui.add(egui::Label::new(notice.text.as_ref()).wrap());
                ui.ctx().accesskit_node_builder(label.id, |node| {
                    node.set_live(egui::accesskit::Live::Polite);
                });
            });
        });
    });
}
