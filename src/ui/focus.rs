//! What Tab comes to: of many that belong together one, from which the arrows lead on.

use egui::{Id, Response, Sense, Ui};

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
