//! The scene as a whole: its name, its frames, and what a take of it is.

use egui::{Align, Layout, TextEdit, Ui};

use crate::desk::Drawn;
use crate::story::{Edit, FrameSlot, Tier};
use crate::ui::Stage;
use crate::ui::command::Command;
use crate::ui::icons;
use crate::ui::left::thumb_ui;
use crate::ui::say::{Say, Target};
use crate::ui::theme::size;
use crate::ui::widgets::{self, hint, key_value, section};

pub(super) fn scene_ui(ui: &mut Ui, stage: &mut Stage<'_>, index: usize) {
    let scene = stage.desk.project().scenes[index].clone();
    let id = ui.scope_id().with(("scene name", scene.id.as_str()));
    let mut name = scene.name.clone();
    let field = TextEdit::singleline(&mut name)
        .id(id)
        .hint_text(format!("Scene {}", index + 1))
        .desired_width(f32::INFINITY)
        .frame(widgets::field_frame(ui, id, egui::Margin::symmetric(11, 6)));
    let response = ui.add(field).accessible_name("Scene name");
    if response.changed() {
        let gesture = stage.view.typing_gesture(id, ui.input(|input| input.time));
        stage.say(Say::Edit(Edit::RenameScene { scene: scene.id.clone(), name }, Some(gesture)));
    }
    section(ui, "Frames", |_| ());
    for slot in [FrameSlot::First, FrameSlot::Last] {
        frame_ui(ui, stage, &scene, slot);
    }
    section(ui, "One take", |_| ());
    let rules = stage.desk.rules().clone();
    let price = stage.desk.digest().scenes[index].price;
    let kind = if scene.is_multi_shot() { "multi-shot" } else { "single-shot" };
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 5.0;
        key_value(ui, "Request", format!("{}, {kind}", crate::story::check::count_of(scene.shots.len(), "shot")));
        key_value(ui, "Length", scene.seconds().to_string());
        key_value(ui, "Model", format!("{} {}", rules.service.model, scene.tier.label()));
        key_value(ui, "Audio", if scene.sound() { "on" } else { "off" });
        key_value(ui, "Rate", format!("{} a second", price.rate));
        key_value(ui, "Price", format!("{} · {}", price.credits, price.usd.in_cents()));
        for tier in [Tier::Standard, Tier::Pro] {
            if tier != scene.tier {
                let other = crate::story::price::of_scene_in(&scene, tier, &rules);
                key_value(ui, &format!("In {}", tier.label()), format!("{} · {}", other.credits, other.usd.in_cents()));
            }
        }
    });
}

fn frame_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: &crate::story::Scene, slot: FrameSlot) {
    let picture = scene.frame(slot).cloned();
    let row = ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(size::SCENE_THUMB, egui::Sense::hover());
        thumb_ui(ui, stage, picture.as_ref(), rect);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.label(slot.title());
            let info = picture.as_ref().and_then(|path| stage.desk.pictures().info(path));
            let facts = match info {
                _ if stage.desk.is_drawn(&Drawn::Frame(scene.id.clone(), slot)) => "being drawn".to_owned(),
                Some(info) => format!("{} x {}", info.width, info.height),
                None if picture.is_some() => "not readable".to_owned(),
                None => "none, drop one here".to_owned(),
            };
            hint(ui, facts);
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let remove = Command::RemoveFrame(slot);
            if picture.is_some() && widgets::command_button(ui, icons::TRASH, remove, true).clicked() {
                stage.say(Say::Command(remove));
            }
            let draw = Command::DrawFrame(slot);
            if picture.is_some() && widgets::command_button(ui, icons::PENCIL, draw, true).clicked() {
                stage.say(Say::Command(draw));
            }
            let choose = widgets::outline_button(ui, "Choose…", true);
            let choose = choose.accessible_name(format!("Choose {}", slot.label()));
            if choose.clicked() {
                stage.say(Say::ChoosePictures(Target::Frame(scene.id.clone(), slot)));
            }
        });
    });
    let rect = row.response.rect;
    stage.target(rect, Target::Frame(scene.id.clone(), slot));
    stage.drop_veil(ui, rect, slot.title());
}
