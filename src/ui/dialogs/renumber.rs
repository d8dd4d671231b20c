//! All shots of a scene or of the project numbered anew by one of the usual schemes, shown before it is done.

use egui::{RichText, ScrollArea, Ui};

use super::Stay;
use crate::story::check::count_of;
use crate::story::code::{Renamed, Scheme, renumber, renumber_edit};
use crate::story::list::and_more;
use crate::story::{Project, SceneId};
use crate::ui::Stage;
use crate::ui::say::Say;
use crate::ui::theme::{self, size, type_size};
use crate::ui::widgets::{self, dim, hint, look, segmented};

/// What is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenumberSheet {
    scene: SceneId,
    all: bool,
    scheme: Scheme,
}

/// So many shots are shown one by one; the others are counted.
const SHOWN: usize = 200;

impl RenumberSheet {
    /// For all scenes, or for this one. It begins with the first scheme that gives any shot another code.
    #[must_use]
    pub fn new(project: &Project, scene: SceneId) -> Self {
        let changes = |scheme: &Scheme| renumber(project, None, *scheme).iter().any(|one| one.from != one.to);
        Self { scene, all: true, scheme: Scheme::ALL.into_iter().find(changes).unwrap_or_default() }
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        ui.label(RichText::new("Renumber shots").font(theme::semibold(type_size::HEADING)));
        let project = stage.desk.project();
        let Some(scene_at) = project.scene_index(&self.scene) else { return Stay::Close };
        let choices = [
            (true, "All scenes".to_owned(), String::new()),
            (false, format!("Scene {} alone", scene_at + 1), String::new()),
        ];
        self.all = segmented(ui, self.all, &choices).unwrap_or(self.all);
        ui.add_space(4.0);
        for scheme in Scheme::ALL {
            widgets::radio(ui, &mut self.scheme, scheme, scheme.label()).on_hover_text(scheme.about());
        }
        ui.add_space(4.0);
        let only = (!self.all).then_some(scene_at);
        let renamed = renumber(project, only, self.scheme);
        let edit = renumber_edit(&renamed, only);
        let changed = renamed.iter().filter(|one| one.from != one.to).count();
        match changed {
            0 => dim(ui, "Every shot has its code already"),
            _ => dim(ui, format!("{} of {} get another code", count_of(changed, "shot"), renamed.len())),
        };
        preview_ui(ui, &renamed);
        hint(ui, "One step that can be undone. Files that you named after the codes of before keep their names");
        let mut stay = Stay::Open;
        widgets::sheet_buttons(ui, |ui| {
            let button = ui.add_enabled(edit.is_some(), widgets::plain_button("Renumber"));
            if button.clicked()
                && let Some(edit) = edit
            {
                stage.say(Say::Edit(edit, None));
                stay = Stay::Close;
            }
            if widgets::button(ui, "Cancel").clicked() {
                stay = Stay::Close;
            }
        });
        stay
    }
}

/// Each shot with its code before and after, by scenes.
fn preview_ui(ui: &mut Ui, renamed: &[Renamed]) {
    let look = look(ui);
    let height = (ui.ctx().content_rect().height() - size::DIALOG_AROUND - 230.0).clamp(80.0, 260.0);
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]).show(ui, |ui| {
        egui::Grid::new("codes").num_columns(4).spacing([12.0, 3.0]).show(ui, |ui| {
            let mut scene = None;
            for one in renamed.iter().take(SHOWN) {
                let is_first = scene.replace(one.scene_at) != Some(one.scene_at);
                let title = if is_first { format!("Scene {}", one.scene_at + 1) } else { String::new() };
                ui.label(RichText::new(title).font(theme::small()).color(look.faint));
                let changes = one.from != one.to;
                let from = if one.from.trim().is_empty() { "no code" } else { one.from.as_str() };
                ui.label(RichText::new(from).color(look.dim));
                ui.label(RichText::new(if changes { "→" } else { "" }).color(look.faint));
                let to = if changes {
                    RichText::new(&one.to).color(look.text)
                } else {
                    RichText::new("stays").color(look.faint)
                };
                ui.label(to);
                ui.end_row();
            }
        });
        if let Some(left) = renamed.len().checked_sub(SHOWN).filter(|left| *left > 0) {
            dim(ui, and_more(left));
        }
    });
}
