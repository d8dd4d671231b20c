//! Where the keyboard is: of many that belong together Tab comes to one, from which the arrows lead on; what it comes to is
//! marked and in view.

use egui::{EventFilter, Id, Response, Sense, Ui};

use super::theme::size;
use super::widgets::focus_ring;

/// Whether the keyboard is to go along from one of many that has it: another has become the current one. What the keyboard
/// has only just come to, or was clicked, becomes the current one itself.
pub fn is_left_behind(response: &Response, is_current: bool) -> bool {
    !is_current && !response.gained_focus() && !response.clicked()
}

/// The arrows are commands while this widget has the keyboard; they lead nowhere else.
pub fn keep_arrows(ui: &Ui, id: Id) {
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
}

/// Marks a button that has the keyboard where its own line hides that.
pub fn focus_mark(ui: &Ui, response: &Response) {
    if response.has_focus() {
        focus_ring(ui, response.rect, size::RADIUS);
    }
}

/// What the keyboard has come to in a scroll area comes into view. To be called at the end of what scrolls.
pub fn scroll_to_focused(ui: &Ui) {
    let seen = ui.scope_id().with("focus seen");
    let Some(focused) = ui.memory(egui::Memory::focused) else { return };
    if ui.data(|data| data.get_temp::<Id>(seen)) == Some(focused) {
        return;
    }
    let Some(response) = ui.ctx().read_response(focused) else { return };
    ui.data_mut(|data| data.insert_temp(seen, focused));
    // What the pointer has come to is in view, and moves from under it otherwise.
    let by_pointer = ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
    let is_here = response.layer_id == ui.layer_id() && ui.min_rect().contains(response.rect.center());
    let is_whole = response.interact_rect.contains_rect(response.rect.shrink(1.0));
    if is_here && !is_whole && !by_pointer {
        ui.scroll_to_rect(response.rect.expand(size::GAP), None);
    }
}

/// How one of many reacts that are one stop of the keyboard together: Tab comes to the current one alone. One that has the
/// keyboard keeps it until it goes along to the current one.
pub fn one_stop(ui: &Ui, id: Id, is_current: bool) -> Sense {
    if is_current || ui.memory(|memory| memory.has_focus(id)) {
        Sense::click_and_drag()
    } else {
        Sense::CLICK | Sense::DRAG
    }
}

/// A widget that Tab passes by can be given the keyboard by a screen reader all the same.
pub fn reachable_by_readers(response: &Response) {
    let ctx = &response.ctx;
    ctx.accesskit_node_builder(response.id, |node| node.add_action(egui::accesskit::Action::Focus));
    if ctx.input(|input| input.has_accesskit_action_request(response.id, egui::accesskit::Action::Focus)) {
        response.request_focus();
    }
}
