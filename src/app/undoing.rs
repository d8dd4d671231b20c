//! Undo, redo and jumps in the history: each shows what it brought back or changed, and selects it.

use egui::Context;

use super::App;
use crate::ui::command::{Command, EditCommand};
use crate::ui::is_on_timeline;
use crate::ui::say::Say;

impl App {
    pub(super) fn undo(&mut self, ctx: &Context, now: f64) {
        if let Some(label) = self.desk.undo() {
            self.reveal(ctx, false);
            let again = ("Redo it".to_owned(), Say::Command(Command::Edit(EditCommand::Redo)));
            self.view.notify_undo(format!("Undone: {label}"), again, &self.desk, now);
        }
    }

    pub(super) fn redo(&mut self, ctx: &Context, now: f64) {
        if let Some(label) = self.desk.redo() {
            self.reveal(ctx, true);
            let back = ("Undo it".to_owned(), Say::Command(Command::Edit(EditCommand::Undo)));
            self.view.notify_undo(format!("Made again: {label}"), back, &self.desk, now);
        }
    }

    pub(super) fn go_to_step(&mut self, ctx: &Context, step: usize) {
        let before = self.desk.history().done();
        self.desk.go_to_step(step);
        let done = self.desk.history().done();
        if done != before {
            self.reveal(ctx, done > before);
        }
    }

    /// Shows and selects what the last step is about that was undone, or with `again` redone. Who writes a text keeps
    /// what is there: the caret stays in it, and the message tells what happened.
    fn reveal(&mut self, ctx: &Context, again: bool) {
        if ctx.text_edit_focused() {
            return;
        }
        let touched = self.desk.history().touched(self.desk.project(), again);
        let Some(seen) = touched.seen_from(&self.view.scene).cloned() else { return };
        let before = self.view.shot.clone();
        self.select_scene(&seen.scene);
        if !seen.shots.is_empty() {
            let stays = seen.shots.contains(&before);
            self.view.pick_all(seen.shots);
            // Of several the one that was the current one stays it.
            if stays {
                self.view.shot = before.clone();
            }
        }
        // The playhead stays within the shot, and what plays goes on.
        if self.view.shot != before && self.view.player.playing.is_none() {
            self.go_to_shot();
        }
        // The keyboard goes along where it is on shots.
        if ctx.memory(egui::Memory::focused).is_some_and(|focused| is_on_timeline(&self.desk, focused)) {
            self.view.focus_clip = !self.view.wall.open;
            self.view.wall.focus = self.view.wall.open;
        }
    }
}
