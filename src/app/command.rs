//! Where commands are carried out: one exhaustive match, by subject. Scenes and shots have files of their own.

use egui::{Context, ViewportCommand};

use super::App;
use super::opening::Way;
use crate::ui::command::{Command, EditCommand, FileCommand, HelpCommand};
use crate::ui::dialogs::{ColumnsSheet, Dialog, FindSheet, PaletteSheet, TextPurpose, TextSheet};
use crate::ui::hints::Hint;
use crate::ui::say::PathPurpose;
use crate::ui::view::{NoticeKind, Tab};

impl App {
    pub(super) fn command(&mut self, ctx: &Context, command: Command, now: f64) {
        if !crate::ui::is_enabled(command, &self.desk, &self.view) {
            if let Some(why) = crate::ui::why_not(command, &self.desk, &self.view) {
                self.view.notify(NoticeKind::Note, why, now);
            }
            return;
        }
        if let Some(hint) = Hint::of(command) {
            self.practised(hint, now);
        }
        match command {
            Command::File(command) => self.file_command(ctx, command, now),
            Command::Edit(command) => self.edit_command(ctx, command, now),
            Command::Scene(command) => self.scene_command(ctx, command, now),
            Command::Frame(command, slot) => self.frame_command(ctx, command, slot, now),
            Command::Shot(command) => self.shot_command(ctx, command, now),
            Command::Length(seconds) => self.set_length(seconds, now),
            Command::Play(command) => self.play_command(command, now),
            Command::View(command) => self.view_command(ctx, command, now),
            Command::Overlay(overlay) => self.switch_overlay(overlay),
            Command::Guide(guide) => self.switch_guide(guide),
            Command::Export(command) => self.export_command(ctx, command),
            Command::Help(command) => self.help_command(command, now),
        }
    }

    fn file_command(&mut self, ctx: &Context, command: FileCommand, now: f64) {
        match command {
            FileCommand::New => self.ask(ctx, PathPurpose::NewProject),
            FileCommand::Open => self.ask(ctx, PathPurpose::OpenProject),
            FileCommand::OpenExample => self.go_to(Way::Example, now),
            FileCommand::SaveAs => self.ask(ctx, PathPurpose::SaveAs),
            FileCommand::Versions => self.show_versions(),
            FileCommand::CleanUp => self.show_cleaning(),
            FileCommand::FindMissing => self.ask(ctx, PathPurpose::Missing),
            FileCommand::ShowFolder => {
                let root = self.desk.folder().root().to_owned();
                self.show_in_folder(&root, now);
            }
            FileCommand::Deliver => self.choose_delivery(),
            FileCommand::Settings => self.show_settings(),
            FileCommand::Spending => self.show_spending(now),
            FileCommand::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
        }
    }

    fn edit_command(&mut self, ctx: &Context, command: EditCommand, now: f64) {
        match command {
            EditCommand::Undo => self.undo(ctx, now),
            EditCommand::Redo => self.redo(ctx, now),
            EditCommand::History => {
                self.leave_wall();
                self.view.right_open = Some(true);
                self.view.tab = Tab::History;
            }
            EditCommand::Cut => self.cut_shots(ctx, now),
            EditCommand::Copy => {
                if let Some(count) = self.copy_shots(ctx) {
                    self.tell_copied(count, now);
                }
            }
            EditCommand::Paste => ctx.send_viewport_cmd(ViewportCommand::RequestPaste),
            EditCommand::SelectAll => self.select_all(),
            EditCommand::FindReplace => self.view.dialog = Some(Dialog::Find(FindSheet::default())),
            EditCommand::RenameProject => {
                let text = self.desk.project().name.clone();
                self.view.dialog = Some(Dialog::Text(TextSheet::new(TextPurpose::RenameProject, text)));
            }
            EditCommand::Columns => self.view.dialog = Some(Dialog::Columns(ColumnsSheet::default())),
        }
    }

    fn help_command(&mut self, command: HelpCommand, now: f64) {
        match command {
            HelpCommand::FindCommand => self.view.dialog = Some(Dialog::Palette(PaletteSheet::default())),
            HelpCommand::Shortcuts => self.view.dialog = Some(Dialog::Shortcuts),
            HelpCommand::ChangeKeys => self.change_keys(now),
            HelpCommand::ShowHints => self.show_hints(now),
            HelpCommand::About => self.view.dialog = Some(Dialog::About),
        }
    }
}
