//! Before money is spent: what is sent and what is not, what it costs.

use egui::{Align, Layout, RichText, Ui};

use super::Stay;
use crate::story::check::count_of;
use crate::story::{Edit, SceneId};
use crate::ui::Stage;
use crate::ui::say::Say;
use crate::ui::theme::{self, type_size};
use crate::ui::widgets::{self, dim, key_value, look, segmented};

/// The sheet for one scene.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfirmSheet {
    scene: SceneId,
    takes: u32,
}

impl ConfirmSheet {
    #[must_use]
    pub fn new(scene: SceneId) -> Self {
        Self { scene, takes: 1 }
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        let Some(index) = stage.desk.project().scene_index(&self.scene) else { return Stay::Close };
        let look = look(ui);
        let project = stage.desk.project();
        let scene = &project.scenes[index];
        let rules = stage.desk.rules();
        let price = stage.desk.digest().scenes[index].price;
        ui.label(RichText::new(format!("Generate {}", scene.title(index))).font(theme::semibold(type_size::HEADING)));
        dim(ui, format!("{} {} through {}", rules.service.model, scene.tier.label(), rules.service.name));
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            dim(ui, "Takes");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.allocate_ui_with_layout(egui::vec2(122.0, 30.0), Layout::left_to_right(Align::Center), |ui| {
                    let choices = [1, 2, 3, 4].map(|n: u32| (n, n.to_string(), count_of(n as usize, "take")));
                    if let Some(takes) = segmented(ui, self.takes, &choices) {
                        self.takes = takes;
                    }
                });
            });
        });
        let kind = if scene.is_multi_shot() { "multi-shot" } else { "single-shot" };
        key_value(ui, "Shots", format!("{}, {kind}, {}", scene.shots.len(), scene.seconds()));
        let audio = match (scene.sound(), scene.is_multi_shot()) {
            (_, true) => "on, always in multi-shot",
            (true, false) => "on",
            (false, false) => "off",
        };
        key_value(ui, "Audio", audio);
        let shape = if scene.first_frame.is_some() {
            "from the first frame".to_owned()
        } else {
            scene.aspect.label().to_owned()
        };
        key_value(ui, "Aspect ratio", shape);
        key_value(ui, "Pictures", count_of(pictures_sent(stage, index), "picture"));
        key_value(ui, "Not sent", not_sent(scene));
        key_value(ui, "Rate", format!("{} a second", price.rate));
        ui.separator();
        let credits = crate::story::Credits(price.credits.0.saturating_mul(u64::from(self.takes)));
        let usd = rules.prices.usd(credits);
        ui.horizontal(|ui| {
            ui.label(widgets::strong_text("Price"));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let text = format!("{credits} · {}", usd.in_cents());
                ui.label(RichText::new(text).font(theme::strong()).color(look.spend));
            });
        });
        let other = scene.tier.other();
        let other_price = crate::story::price::of_scene_in(scene, other, rules);
        let switch = Edit::SetTier { scene: scene.id.clone(), tier: other };
        if widgets::button(ui, format!("{} instead, {}", other.label(), other_price.usd.in_cents())).clicked() {
            stage.say(Say::Edit(switch, None));
        }
        widgets::card(ui, |ui| {
            let service = &stage.desk.rules().service.name;
            let text = format!(
                "Storyreel is not connected to {service} yet, so nothing can be sent or spent. \
                 Render the animatic to see the scene, free and on this machine."
            );
            ui.add(egui::Label::new(text).wrap());
        });
        buttons_ui(ui, stage)
    }
}

fn buttons_ui(ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
    let mut stay = Stay::Open;
    ui.add_space(4.0);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if widgets::button(ui, "Render animatic · free").accessible_name("Render the animatic instead").clicked() {
            stage.say(Say::Command(crate::ui::command::Command::RenderAnimatic));
            stay = Stay::Close;
        }
        if widgets::button(ui, "Close").clicked() {
            stay = Stay::Close;
        }
    });
    stay
}

/// How many pictures a request would carry.
fn pictures_sent(stage: &Stage<'_>, index: usize) -> usize {
    let project = stage.desk.project();
    let scene = &project.scenes[index];
    let frames = usize::from(scene.first_frame.is_some()) + usize::from(scene.last_frame.is_some());
    let elements = crate::story::order::mentioned_elements(project, scene).map(|element| element.images.len());
    frames + elements.sum::<usize>()
}

fn not_sent(scene: &crate::story::Scene) -> String {
    let panels = scene.shots.iter().filter(|shot| shot.panel.is_some()).count();
    let notes = scene.shots.iter().filter(|shot| !shot.notes.trim().is_empty()).count();
    match (panels, notes) {
        (0, 0) => "nothing stays here".to_owned(),
        (panels, 0) => count_of(panels, "panel"),
        (0, notes) => count_of(notes, "note"),
        (panels, notes) => format!("{}, {}", count_of(panels, "panel"), count_of(notes, "note")),
    }
}
