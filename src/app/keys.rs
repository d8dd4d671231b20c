//! Keys become commands before any panel sees them; what is being typed never does.

use egui::Context;

use crate::desk::Desk;
use crate::ui::command::{self, Command};
use crate::ui::is_enabled;
use crate::ui::say::Say;
use crate::ui::view::View;

/// Says the commands whose keys were pressed.
pub(super) fn collect(ctx: &Context, desk: &Desk, view: &View, says: &mut Vec<Say>) {
    // A sheet has the keyboard to itself, and an open menu too.
    let waiting = view.is_waiting(ctx.input(|input| input.time));
    if waiting || view.dialog.is_some() || egui::Popup::is_any_open(ctx) {
        return;
    }
    if !ctx.input(|input| input.events.iter().any(|event| matches!(event, egui::Event::Key { pressed: true, .. }))) {
        return;
    }
    let focused = ctx.memory(egui::Memory::focused);
    let on_timeline = desk
        .project()
        .scenes
        .iter()
        .flat_map(|scene| &scene.shots)
        .any(|shot| focused == Some(egui::Id::unique("clip").with(shot.id.as_str())));
    let taken = focused.is_some() && !on_timeline;
    // A key with Shift also matches what is written without: those with Shift have it first.
    let has_shift = |command: &Command| command.shortcut().is_some_and(|shortcut| shortcut.modifiers.shift);
    let (with_shift, without): (Vec<_>, Vec<_>) = command::all().partition(has_shift);
    for command in with_shift.into_iter().chain(without) {
        let Some(shortcut) = command.shortcut() else { continue };
        if taken && command.yields_to_focus() {
            continue;
        }
        if is_enabled(command, desk, view) && ctx.input_mut(|input| input.consume_shortcut(&shortcut)) {
            says.push(Say::Command(command));
        }
    }
    if !taken && ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Backspace)) {
        says.push(Say::Command(Command::DeleteShot));
    }
    if view.full_screen && ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape)) {
        says.push(Say::Command(Command::FullScreen));
    }
}
