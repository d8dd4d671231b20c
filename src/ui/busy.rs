//! What the window waits for, over everything: nothing can be changed meanwhile that would go out of sight.

use std::time::Duration;

use egui::{Frame, Id, Key, Margin, Modal, Modifiers, RichText, Ui};

use super::Stage;
use super::icons;
use super::say::Say;
use super::theme::{self, motion, type_size};
use super::widgets::{button, look};

/// Says what is going on. What is over at once is not mentioned.
pub(super) fn busy_ui(ui: &Ui, stage: &mut Stage<'_>) {
    let Some(busy) = stage.view.busy.clone() else { return };
    let now = ui.input(|input| input.time);
    if !stage.view.is_waiting(now) {
        let left = busy.since + motion::UNNOTICED - now;
        ui.ctx().request_repaint_after(Duration::from_secs_f64(left.max(0.01)));
        return;
    }
    let look = look(ui);
    let frame = Frame::window(ui.style()).fill(look.raised).inner_margin(Margin::symmetric(22, 16));
    let modal = Modal::new(Id::unique("busy")).frame(frame).backdrop_color(look.scrim);
    let shown = modal.show(ui.ctx(), |ui| {
        ui.horizontal(|ui| {
            ui.label(RichText::new(icons::WAIT).font(theme::icon(type_size::ICON)).color(look.dim));
            let label = ui.label(busy.sentence.as_ref());
            ui.ctx().accesskit_node_builder(label.id, |node| {
                node.set_live(egui::accesskit::Live::Polite);
            });
            busy.can_stop && button(ui, "Stop waiting").clicked()
        })
        .inner
    });
    let escape = || ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    if shown.inner || (busy.can_stop && shown.is_top_modal && escape()) {
        stage.say(Say::StopOpening);
    }
}
