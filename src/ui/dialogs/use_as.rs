//! Asks what dropped pictures become, where the place they fell on is not known.

use egui::{RichText, Ui};

use super::Stay;
use crate::desk::Incoming;
use crate::story::FrameSlot;
use crate::ui::Stage;
use crate::ui::say::{Say, Target};
use crate::ui::theme::{self, type_size};
use crate::ui::widgets::{self, hint};

pub(super) fn use_as_ui(ui: &mut Ui, stage: &mut Stage<'_>, files: &[Incoming]) -> Stay {
    let title = match files {
        [_] => "Use the picture as…".to_owned(),
        more => format!("Use the {} pictures as…", more.len()),
    };
    ui.label(RichText::new(title).font(theme::semibold(type_size::HEADING)));
    for file in files.iter().take(4) {
        if let Incoming::File(path) = file {
            hint(ui, path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned());
        }
    }
    let Some(index) = stage.view.scene_index(stage.desk) else { return Stay::Close };
    let scene = &stage.desk.project().scenes[index];
    let mut choices: Vec<(String, Target)> = Vec::new();
    if files.len() == 1 {
        for slot in [FrameSlot::First, FrameSlot::Last] {
            choices.push((slot.title().to_owned(), Target::Frame(scene.id.clone(), slot)));
        }
    }
    if let Some((_, shot)) = stage.view.shot_index(stage.desk) {
        let text = if files.len() == 1 {
            format!("Panel of shot {}", shot + 1)
        } else {
            format!("Panels from shot {} on", shot + 1)
        };
        choices.push((text, Target::Panels(scene.id.clone(), shot)));
    }
    if scene.shots.len() < stage.desk.rules().limits.shots_max {
        let text = if files.len() == 1 { "Panel of a new shot" } else { "Panels of new shots" };
        choices.push((text.to_owned(), Target::Panels(scene.id.clone(), scene.shots.len())));
    }
    for element in &stage.desk.project().elements {
        choices.push((format!("Pictures of @{}", element.name), Target::Element(element.id.clone())));
    }
    let mut stay = Stay::Open;
    egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
        for (text, target) in choices {
            let button = widgets::plain_button(text).min_size(egui::vec2(ui.available_width(), 30.0));
            if ui.add(button).clicked() {
                stage.say(Say::Bring(files.to_vec(), target));
                stay = Stay::Close;
            }
        }
    });
    ui.add_space(4.0);
    if widgets::button(ui, "Cancel").clicked() {
        stay = Stay::Close;
    }
    stay
}
