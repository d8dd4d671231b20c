//! The project was opened last in another folder: a copy that goes its own way, or the same project, moved.

use std::path::PathBuf;

use egui::{Label, RichText, Ui};

use super::Stay;
use crate::takes::ledger::Elsewhere;
use crate::ui::Stage;
use crate::ui::say::{AboutFile, Say};
use crate::ui::theme::{self, type_size};
use crate::ui::widgets::{self, look};

/// What is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopySheet {
    pub elsewhere: Elsewhere,
    /// The folder that is open.
    pub here: PathBuf,
}

const OWN_WAY: &str = "A copy that goes its own way";
const MOVED: &str = "The same project, moved";

impl CopySheet {
    pub(super) fn ui(&self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        let look = look(ui);
        let name = stage.desk.called();
        let title = format!("Is this a copy of {name}, or was it moved?");
        ui.add(Label::new(RichText::new(title).font(theme::semibold(type_size::HEADING))).wrap());
        let Elsewhere { original, is_there } = &self.elsewhere;
        let text = if *is_there {
            "It was opened last in another folder, where it still lies"
        } else {
            "It was opened last in another folder, which cannot be reached now: it was moved or deleted, or its disk is \
             not connected"
        };
        ui.add(Label::new(text).wrap());
        for (what, path) in [("Before", original), ("Now", &self.here)] {
            let line = format!("{what}: {}", path.display());
            ui.add(Label::new(RichText::new(line).color(look.dim)).wrap());
        }
        let about = |ui: &mut Ui, what: &str, text: &str| {
            ui.add_space(4.0);
            ui.add(Label::new(RichText::new(what).font(theme::strong())).wrap());
            ui.add(Label::new(text).wrap());
        };
        about(
            ui,
            OWN_WAY,
            "It keeps its takes, its choices and undo. What was spent, the cap and takes that are being made stay with \
             the original",
        );
        about(ui, MOVED, "It goes on here with what was spent and its cap, and takes that are being made come here");
        ui.add_space(4.0);
        let mut said = None;
        // The likelier answer comes first.
        let answers = [(MOVED, AboutFile::Moved), (OWN_WAY, AboutFile::OwnWay)];
        let answers = if *is_there { [answers[1], answers[0]] } else { answers };
        widgets::sheet_buttons(ui, |ui| {
            for (text, answer) in answers {
                if widgets::button(ui, text).clicked() {
                    said = Some(answer);
                }
            }
            let later = widgets::button(ui, "Decide later");
            if later.on_hover_text("Until then nothing is generated in it").clicked() {
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
}
