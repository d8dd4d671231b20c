//! What the window waits for, over everything: nothing can be changed meanwhile that would go out of sight.

use std::time::Duration;

use egui::{Frame, Id, Margin, Modal, RichText, Ui};

use super::icons;
use super::theme::{self, motion, type_size};
use super::view::View;
use super::widgets::look;

/// Says what is going on. What is over at once is not mentioned.
pub(super) fn busy_ui(ui: &Ui, view: &View) {
    let Some(busy) = &view.busy else { return };
    let now = ui.input(|input| input.time);
    if !view.is_waiting(now) {
        let left = busy.since + motion::UNNOTICED - now;
        ui.ctx().request_repaint_after(Duration::from_secs_f64(left.max(0.01)));
        return;
    }
    let look = look(ui);
    let frame = Frame::window(ui.style()).fill(look.raised).inner_margin(Margin::symmetric(22, 16));
    let modal = Modal::new(Id::unique("busy")).frame(frame).backdrop_color(look.scrim);
    modal.show(ui.ctx(), |ui| {
        ui.horizontal(|ui| {
            ui.label(RichText::new(icons::WAIT).font(theme::icon(type_size::ICON)).color(look.dim));
            let label = ui.label(busy.sentence.as_ref());
            ui.ctx().accesskit_node_builder(label.id, |node| {
                node.set_live(egui::accesskit::Live::Polite);
            });
        });
    });
}
