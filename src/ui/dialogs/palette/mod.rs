//! The palette: any command by a few letters of its name; and scenes, elements and shots by words of theirs.

mod search;

use egui::Ui;

use super::Stay;
use super::pick::{Line, Pick};
use crate::ui::Stage;
use crate::ui::keymap;
use crate::ui::say::Say;
use search::{Found, Go};

/// What was typed and what that found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PaletteSheet {
    pick: Pick,
    /// With the words and the state of the project that it was looked for in.
    found: Option<(String, u64, Found)>,
}

impl PaletteSheet {
    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        let pressed = self.pick.field_ui(ui, "Find a command", "Find a command, a scene, a shot or an element");
        let (query, generation) = (&self.pick.query, stage.desk.generation());
        // Looked for once for what is typed, not in every frame.
        if !self.found.as_ref().is_some_and(|(of, at, _)| of == query && *at == generation) {
            let found = search::search(query, stage.desk.project());
            self.found = Some((query.clone(), generation, found));
        }
        let Some((_, _, found)) = &self.found else { return Stay::Open };
        let is_enabled = |go: &Go| !matches!(go, Go::Command(command) if !stage.is_enabled(*command));
        let (mut hits, disabled): (Vec<_>, Vec<_>) = found.hits.iter().partition(|hit| is_enabled(&hit.go));
        let enabled = hits.len();
        hits.extend(disabled);
        let ctx = ui.ctx().clone();
        let line = |at: usize| {
            let key = match hits[at].go {
                Go::Command(command) => command.shortcut(&ctx).map(|key| keymap::shown(&ctx, &key)),
                _ => None,
            };
            Line { name: hits[at].name.clone(), about: hits[at].about.clone(), key }
        };
        let taken = self.pick.list_ui(ui, "Commands", &pressed, (hits.len(), enabled), line);
        if found.more > 0 {
            super::hint(ui, format!("{} more: write on to find them", found.more));
        }
        let Some(taken) = taken else { return Stay::Open };
        stage.say(match &hits[taken].go {
            Go::Command(command) => Say::Command(*command),
            Go::Scene(scene) => Say::SelectScene(scene.clone()),
            Go::Shot(scene, shot) => Say::SelectIn(scene.clone(), vec![shot.clone()]),
            Go::Element(element) => Say::OpenElement(element.clone()),
        });
        Stay::Close
    }
}
