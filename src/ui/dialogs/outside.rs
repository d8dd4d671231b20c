//! The project's file was changed by someone else: what it has otherwise, and which of the two goes on.

use egui::{Label, RichText, ScrollArea, Ui};

use super::Stay;
use crate::desk::ChangedOutside;
use crate::story::check::count_of;
use crate::story::list::shortened;
use crate::ui::Stage;
use crate::ui::say::{AboutFile, Say};
use crate::ui::theme::{self, type_size};
use crate::ui::widgets::{self, look};

/// So many differences are told one by one.
const MOST: usize = 200;
/// Lines that are seen at once, in points.
const LIST_HEIGHT: f32 = 180.0;

pub(super) fn outside_ui(ui: &mut Ui, stage: &mut Stage<'_>, outside: &ChangedOutside) -> Stay {
    let look = look(ui);
    let heading = |ui: &mut Ui, text: &str| ui.label(RichText::new(text).font(theme::semibold(type_size::HEADING)));
    match &outside.told {
        Ok(told) => {
            heading(ui, "The project's file was changed elsewhere");
            let text = "project.json has changed since Storyreel wrote it, and there are changes here that it does not \
                        have. Nothing is lost either way";
            ui.add(Label::new(text).wrap());
            let text = match told.as_slice() {
                [] => "It holds what is open here".to_owned(),
                told => format!("{} in the file", count_of(told.len(), "difference")),
            };
            ui.label(RichText::new(text).color(look.dim));
            ScrollArea::vertical().max_height(LIST_HEIGHT).auto_shrink([false, true]).show(ui, |ui| {
                for line in shortened(told, MOST) {
                    ui.add(Label::new(line).wrap());
                }
            });
        }
        Err(why) => {
            heading(ui, "The project's file is damaged");
            ui.add(Label::new(why).wrap());
            let text = "What is open here comes from the journal beside it and is whole";
            ui.add(Label::new(text).wrap());
        }
    }
    ui.add_space(4.0);
    let mut said = None;
    widgets::sheet_buttons(ui, |ui| {
        let keep = widgets::button(ui, "Keep what is open here");
        if keep.on_hover_text("A copy of the other file stays in the project's folder").clicked() {
            said = Some(AboutFile::Overrule);
        }
        if outside.told.is_ok() {
            let take = widgets::button(ui, "Use the file");
            if take.on_hover_text("As one step that undo takes back").clicked() {
                said = Some(AboutFile::Take);
            }
        }
        if widgets::button(ui, "Decide later").clicked() {
            said = Some(AboutFile::Later);
        }
    });
    match said {
        None => Stay::Open,
        Some(said) => {
            stage.say(Say::AboutFile(said));
            Stay::Close
        }
    }
}
