//! Keys become commands before any panel sees them; what is being typed never does.

use egui::Context;

use crate::desk::Desk;
use crate::ui::command::{Command, ViewCommand};
use crate::ui::say::Say;
use crate::ui::view::View;
use crate::ui::{is_enabled, is_on_timeline, keymap, why_not};

/// Says the commands whose keys were pressed.
pub(super) fn collect(ctx: &Context, desk: &Desk, view: &View, was_typing: bool, says: &mut Vec<Say>) {
    // A sheet has the keyboard to itself, and an open menu too.
    let waiting = view.is_waiting(ctx.input(|input| input.time));
    if waiting || view.dialog.is_some() || egui::Popup::is_any_open(ctx) {
        return;
    }
    if !ctx.text_edit_focused() {
        ctx.input_mut(|input| input.events.iter_mut().for_each(as_key));
    }
    if !ctx.input(|input| input.events.iter().any(|event| matches!(event, egui::Event::Key { pressed: true, .. }))) {
        return;
    }
    // While something is dragged, Escape is the drag's and nothing else is anyone's.
    if view.drag.is_some() || view.wall.drag.is_some() {
        return;
    }
    let focused = ctx.memory(egui::Memory::focused);
    let has_focus = focused.is_some_and(|focused| !is_on_timeline(desk, focused));
    let keymap = keymap::in_force(ctx);
    let pressed = ctx.input_mut(|input| {
        keymap.take_pressed(&mut input.events, view.key_view(), has_focus, |command| is_enabled(command, desk, view))
    });
    says.extend(pressed.into_iter().map(Say::Command));
    // What cannot be done now is not passed over in silence.
    let refused = ctx.input_mut(|input| {
        keymap.take_pressed(&mut input.events, view.key_view(), has_focus, |command| {
            why_not(command, desk, view).is_some()
        })
    });
    says.extend(refused.into_iter().map(Say::Command));
    // Holding an arrow until there is nothing to go on to does not lead out of the timeline and through the window to the
    // menus: Tab does that.
    if ctx.input(|input| {
        input.events.iter().any(|event| matches!(event, egui::Event::Key { pressed: true, key, .. } if is_arrow(*key)))
    }) {
        ctx.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
    }
    let escape = |ctx: &Context| ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
    // Escape leads from several shots back to one; out of a text it only leads out of the text.
    let several = view.picked.len() > 1 && !view.full_screen && !view.wall.open && !was_typing;
    if several && escape(ctx) {
        says.push(Say::SelectShot(view.shot.clone()));
    }
    if let Some(shown) = view.shown_frame.as_ref().filter(|_| !was_typing)
        && escape(ctx)
    {
        says.push(Say::ShowFrame(shown.slot));
    }
    if view.full_screen && escape(ctx) {
        says.push(Say::Command(Command::View(ViewCommand::FullScreen)));
    }
    // Then it closes what was told. On the wall it leads back.
    if !view.notices.is_empty() && !view.wall.open && !was_typing && escape(ctx) {
        says.push(Say::CloseNotice);
    }
}

/// Systems send copying and cutting as events of their own. Outside a text they are keys like others.
fn as_key(event: &mut egui::Event) {
    let key = match event {
        egui::Event::Copy => egui::Key::C,
        egui::Event::Cut => egui::Key::X,
        _ => return,
    };
    let modifiers = egui::Modifiers::COMMAND;
    *event = egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
}

fn is_arrow(key: egui::Key) -> bool {
    matches!(key, egui::Key::ArrowUp | egui::Key::ArrowDown | egui::Key::ArrowLeft | egui::Key::ArrowRight)
}
