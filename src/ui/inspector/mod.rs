//! The inspector at the right: the selected shot, its scene, and the scene's takes.

mod columns;
mod history;
mod mention_field;
mod paid_take;
mod problems;
mod prompt;
mod scene;
mod settle;
mod shot;
mod takes;
mod vocabulary;

pub(crate) use prompt::prompt_id;
pub(crate) use vocabulary::SaidWords;

use egui::{Button, RichText, ScrollArea, Ui, WidgetInfo, vec2};

use super::Stage;
use super::focus::scroll_to_focused;
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
    let tab = stage.view.tab;
    let has_problems = matches!(tab, Tab::Shot | Tab::Scene);
    let errors = stage.desk.digest().scenes[scene].errors;
    // What is in the way stays in sight under whatever is long; notes alone give way where the window is small.
    let stands = has_problems && (errors > 0 || ui.available_height() >= size::PROBLEMS_STAND_FROM);
    let id = egui::Id::unique("height of the problems");
    let wanted = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(0.0);
    let room = if stands { wanted.min(ui.available_height() * PROBLEMS_MOST) } else { 0.0 };
    let between = if stands { ui.spacing().item_spacing.y } else { 0.0 };
    let above = (ui.available_height() - room - between).max(0.0);
    ScrollArea::vertical().id_salt(tab as u8).max_height(above).auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 9.0;
        match tab {
            Tab::Shot => shot::shot_ui(ui, stage, scene),
            Tab::Scene => scene::scene_ui(ui, stage, scene),
            Tab::Takes => takes::takes_ui(ui, stage, scene),
            Tab::History => {}
        }
        if has_problems && !stands {
            ui.add_space(2.0);
            problems::problems_ui(ui, stage, scene);
        }
        ui.add_space(8.0);
        scroll_to_focused(ui);
    });
    if stands {
        // However little it is, it takes no more than its room.
        let area = ScrollArea::vertical().id_salt("problems").max_height(room).min_scrolled_height(room);
        let shown = area.auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 9.0;
            problems::problems_ui(ui, stage, scene);
            scroll_to_focused(ui);
            ui.min_rect().height() + ui.spacing().item_spacing.y
        });
        if (shown.inner - wanted).abs() > 0.5 {
            ui.data_mut(|data| data.insert_temp(id, shown.inner));
            ui.ctx().request_repaint();
        }
    }
}

/// The share of the panel that what is in the way may take.
const PROBLEMS_MOST: f32 = 0.45;

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
