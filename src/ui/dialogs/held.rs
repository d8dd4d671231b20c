//! Someone else has the project open: what that means here, and the ways on.

use egui::{Label, RichText, Ui};

use super::Stay;
use crate::desk::Held;
use crate::ui::Stage;
use crate::ui::command::{Command, FileCommand};
use crate::ui::say::{AboutFile, Say};
use crate::ui::theme::{self, type_size};
use crate::ui::widgets;

pub(super) fn held_ui(ui: &mut Ui, stage: &mut Stage<'_>, held: &Held) -> Stay {
    let name = stage.desk.called();
    let title = format!("{name} is open {}", held.place());
    ui.add(Label::new(RichText::new(title).font(theme::semibold(type_size::HEADING))).wrap());
    let text = "Here it can be looked at, played and exported. To change it, work on a copy, or take over once it is \
                closed there";
    ui.add(Label::new(text).wrap());
    if held.elsewhere {
        let text = "If it is not open there any more, open it here: what the other machine has not sent yet would meet \
                    what you change, and both would be kept";
        ui.add(Label::new(text).wrap());
    }
    ui.add_space(4.0);
    let mut stay = Stay::Open;
    let mut said = None;
    widgets::sheet_buttons(ui, |ui| {
        if widgets::button(ui, "Only look").clicked() {
            stay = Stay::Close;
        }
        if widgets::button(ui, "Save a copy…").clicked() {
            said = Some(Say::Command(Command::File(FileCommand::SaveAs)));
        }
        if !held.elsewhere && widgets::button(ui, "Take over").clicked() {
            said = Some(Say::AboutFile(AboutFile::TakeOver));
        }
        if held.elsewhere && widgets::button(ui, "Open it here").clicked() {
            said = Some(Say::AboutFile(AboutFile::OpenAnyway));
        }
    });
    if let Some(said) = said {
        stage.say(said);
        stay = Stay::Close;
    }
    stay
}
