//! What stands between the scene and a paid request, each with its place and its ways out.

use egui::{RichText, Ui};

use crate::story::check::{Place, Problem, Severity};
use crate::story::{Project, Scene};
use crate::ui::Stage;
use crate::ui::icons;
use crate::ui::say::{Say, Target};
use crate::ui::theme::{self, type_size};
use crate::ui::widgets::{card, hint, link, look, section};

pub(super) fn problems_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene_index: usize) {
    let look = look(ui);
    let digest = &stage.desk.digest().scenes[scene_index];
    let (problems, errors) = (digest.problems.clone(), digest.errors);
    let heading = ui
        .scope(|ui| {
            section(ui, "Before you generate", |ui| {
                let (text, color) = if errors > 0 {
                    (format!("{} {errors} to fix", icons::ERROR), look.bad)
                } else {
                    (format!("{} ready", icons::CHECK), look.ok)
                };
                ui.label(RichText::new(text).font(theme::small()).color(color));
            });
        })
        .response;
    if std::mem::take(&mut stage.view.show_problems) {
        heading.scroll_to_me(Some(egui::Align::TOP));
    }
    if problems.is_empty() {
        hint(ui, "Nothing is in the way");
    }
    for problem in &problems {
        problem_ui(ui, stage, scene_index, problem);
    }
}

fn problem_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene_index: usize, problem: &Problem) {
    let look = look(ui);
    let scene = &stage.desk.project().scenes[scene_index];
    let scene_id = scene.id.clone();
    let (icon, color, spoken) = match problem.severity {
        Severity::Error => (icons::ERROR, look.bad, "To fix"),
        Severity::Warning => (icons::WARNING, look.warn, "Warning"),
        Severity::Note => (icons::NOTE, look.dim, "Note"),
    };
    let place = place_name(&problem.place, stage.desk.project(), scene);
    card(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let icon = ui.label(RichText::new(icon).font(theme::icon(type_size::ICON)).color(color));
            let _ = icon.on_hover_text(spoken);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.add(egui::Label::new(&problem.message).wrap());
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing.x = 6.0;
                    let mut first = true;
                    if let Some(place) = &place {
                        first = false;
                        if link_dim(ui, place) {
                            go_to(stage, &problem.place, scene_index);
                        }
                    }
                    for fix in &problem.fixes {
                        if !std::mem::take(&mut first) {
                            ui.label(RichText::new("·").color(look.faint));
                        }
                        if link(ui, &fix.label()).clicked() {
                            stage.say(Say::Fix { scene: scene_id.clone(), fix: fix.clone() });
                        }
                    }
                    if let Some((text, say)) = by_hand(problem, stage, scene_index) {
                        if !first {
                            ui.label(RichText::new("·").color(look.faint));
                        }
                        if link(ui, text).clicked() {
                            stage.say(say);
                        }
                    }
                });
            });
        });
    });
}

fn link_dim(ui: &mut Ui, text: &str) -> bool {
    let color = look(ui).dim;
    let label = egui::Label::new(RichText::new(text).color(color)).sense(egui::Sense::click());
    let response = ui.add(label).on_hover_text("Show it").on_hover_cursor(egui::CursorIcon::PointingHand);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Show {text}")));
    response.clicked()
}

/// What the place of a problem is called.
fn place_name(place: &Place, project: &Project, scene: &Scene) -> Option<String> {
    let _ = scene;
    match place {
        Place::Scene => None,
        Place::Shot(index) => Some(format!("Shot {}", index + 1)),
        Place::Frame(slot) => Some(slot.title().to_owned()),
        Place::Element(id) => project.element(id).map(|element| format!("@{}", element.name)),
    }
}

fn go_to(stage: &mut Stage<'_>, place: &Place, scene_index: usize) {
    match place {
        Place::Shot(index) => {
            if let Some(shot) = stage.desk.project().scenes[scene_index].shots.get(*index) {
                stage.say(Say::SelectShot(shot.id.clone()));
                stage.view.focus_prompt = true;
            }
        }
        Place::Element(id) => stage.say(Say::OpenElement(id.clone())),
        Place::Frame(slot) => {
            let scene = stage.desk.project().scenes[scene_index].id.clone();
            stage.say(Say::ChoosePictures(Target::Frame(scene, *slot)));
        }
        Place::Scene => {}
    }
}

/// The way out of what no single click can mend: it leads to the place.
fn by_hand(problem: &Problem, stage: &Stage<'_>, scene_index: usize) -> Option<(&'static str, Say)> {
    let scene = stage.desk.project().scenes[scene_index].id.clone();
    match (problem.code, &problem.place) {
        ("element-name", _) => None,
        (_, Place::Element(id)) => Some(("Open the element", Say::OpenElement(id.clone()))),
        ("picture-missing" | "picture-unreadable" | "picture-shape" | "element-needs-frame", Place::Frame(slot)) => {
            Some(("Choose a picture…", Say::ChoosePictures(Target::Frame(scene, *slot))))
        }
        _ => None,
    }
}
