//! The inspector at the right: the selected shot, its scene, and the scene's takes.

mod history;
mod paid_take;
mod problems;
mod prompt;
mod scene;
mod shot;
mod takes;
mod vocabulary;

use egui::{Button, RichText, ScrollArea, Ui, WidgetInfo, vec2};

use super::Stage;
use super::theme::{self, size};
use super::view::Tab;
use super::widgets::{self, hint, look};

pub(super) fn inspector_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    let Some(scene) = stage.view.scene_index(stage.desk) else {
        hint(ui, "Add a scene to begin");
        return;
    };
    tabs_ui(ui, stage, scene);
    if stage.view.tab == Tab::History {
        history::history_ui(ui, stage);
        return;
    }
    ui.spacing_mut().scroll.bar_outer_margin = -size::SCROLL_BAR_OUTSIDE;
    ScrollArea::vertical().id_salt(stage.view.tab as u8).auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 9.0;
        match stage.view.tab {
            Tab::Shot => shot::shot_ui(ui, stage, scene),
            Tab::Scene => scene::scene_ui(ui, stage, scene),
            Tab::Takes => takes::takes_ui(ui, stage, scene),
            Tab::History => {}
        }
        ui.add_space(8.0);
    });
}

/// Left and right of a tab's word.
const TAB_PADDING: f32 = 6.0;

fn tabs_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: usize) {
    let look = look(ui);
    let scene_id = stage.desk.project().scenes[scene].id.clone();
    let takes = stage.takes_of(&scene_id).iter().filter(|take| !take.is_hidden()).count();
    let takes = if takes == 0 { "Takes".to_owned() } else { format!("Takes ({takes})") };
    // The first word stands above the fields' left ends.
    let width = ui.available_width();
    widgets::overhanging(ui, width, TAB_PADDING, |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.spacing_mut().button_padding = vec2(TAB_PADDING, 3.0);
        let mut tabs = vec![(Tab::Shot, "Shot".to_owned()), (Tab::Scene, "Scene".to_owned()), (Tab::Takes, takes)];
        // It comes when it is asked for and goes when another is.
        if stage.view.tab == Tab::History {
            tabs.push((Tab::History, "History".to_owned()));
        }
        for (tab, text) in tabs {
            let on = stage.view.tab == tab;
            let rich = if on {
                RichText::new(&text).font(theme::strong()).color(look.text)
            } else {
                RichText::new(&text).color(look.dim)
            };
            let response = ui.add(Button::new(rich).frame_when_inactive(false));
            response.widget_info(|| WidgetInfo::selected(egui::Role::Tab, true, on, &text));
            if on {
                let y = response.rect.bottom() + 5.0;
                ui.painter().hline(response.rect.shrink(TAB_PADDING).x_range(), y, egui::Stroke::new(2.0, look.text));
            }
            if response.clicked() {
                stage.view.tab = tab;
            }
        }
    });
    ui.add_space(1.0);
    ui.separator();
}
