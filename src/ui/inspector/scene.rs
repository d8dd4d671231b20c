//! The scene as a whole: its name, its frames, and what a take of it is.

use egui::{Align, Layout, Ui};

use crate::desk::Drawn;
use crate::story::{Edit, FrameSlot, Link, Tier};
use crate::ui::Stage;
use crate::ui::command::{Command, FrameCommand, SceneCommand};
use crate::ui::fields::line_field;
use crate::ui::frames::Shown;
use crate::ui::icons;
use crate::ui::left::shown_ui;
use crate::ui::say::{Say, Target};
use crate::ui::theme::size;
use crate::ui::widgets::{self, hint, key_value, section};

pub(super) fn scene_ui(ui: &mut Ui, stage: &mut Stage<'_>, index: usize) {
    let scene = stage.desk.project().scenes[index].clone();
    let id = ui.scope_id().with(("scene name", scene.id.as_str()));
    let mut name = scene.name.clone();
    let field = line_field(ui, id, &mut name).hint_text(format!("Scene {}", index + 1));
    let response = ui.add(field).accessible_name("Scene name");
    if response.changed() {
        let gesture = stage.view.typing_gesture(id, ui);
        stage.say(Say::Edit(Edit::RenameScene { scene: scene.id.clone(), name }, Some(gesture)));
    }
    section(ui, "Frames", |_| ());
    for slot in [FrameSlot::First, FrameSlot::Last] {
        frame_ui(ui, stage, index, slot);
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
        if !stage.shows_prices() {
            return;
        }
        key_value(ui, "Rate", format!("{} a second", rules.prices.amount(price.rate)));
        key_value(ui, "Price", rules.prices.amount(price.credits));
        for tier in [Tier::Standard, Tier::Pro] {
            if tier != scene.tier {
                let other = crate::story::price::of_scene_in(&scene, tier, &rules);
                key_value(ui, &format!("In {}", tier.label()), rules.prices.amount(other.credits));
            }
        }
    });
}

fn frame_ui(ui: &mut Ui, stage: &mut Stage<'_>, index: usize, slot: FrameSlot) {
    let scene = stage.desk.project().scenes[index].id.clone();
    let shown = Shown::frame(stage, index, slot);
    let facts = frame_facts(stage, index, slot, shown.as_ref());
    let row = ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(size::SCENE_THUMB, egui::Sense::hover());
        shown_ui(ui, stage, shown.as_ref(), rect);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.label(slot.title());
            for fact in facts {
                hint(ui, fact);
            }
            if stage.desk.is_drawn(&Drawn::Frame(scene.clone(), slot)) {
                widgets::stop_following_ui(ui, stage, Command::Frame(FrameCommand::StopDraw, slot));
            }
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = size::SMALL_GAP;
            for (icon, command) in [
                (icons::TRASH, Command::Frame(FrameCommand::Remove, slot)),
                (icons::PENCIL, Command::Frame(FrameCommand::Draw, slot)),
                (icons::CROP, Command::Frame(FrameCommand::Crop, slot)),
            ] {
                if stage.is_enabled(command) && widgets::command_button(ui, icon, command, true).clicked() {
                    stage.say(Say::Command(command));
                }
            }
            let name = format!("Choose {}", slot.label());
            // Beside what is there the word has no room.
            let choose = if shown.is_some() {
                widgets::icon_button(ui, icons::PICTURE, &name)
            } else {
                widgets::outline_button(ui, "Choose…", true).accessible_name(name)
            };
            if choose.clicked() {
                stage.say(Say::ChoosePictures(Target::Frame(scene.clone(), slot)));
            }
        });
    });
    let rect = row.response.rect;
    stage.target(rect, Target::Frame(scene, slot));
    stage.drop_veil(ui, rect, slot.title());
    let start = Command::Scene(SceneCommand::StartFromPrevious);
    if slot == FrameSlot::First && shown.is_none() && stage.is_enabled(start) {
        let words = format!("Start from the last frame of {}", stage.desk.project().scenes[index - 1].title(index - 1));
        if widgets::link(ui, &words).clicked() {
            stage.say(Say::Command(start));
        }
    }
    let is_open =
        slot == FrameSlot::First && shown.is_none() && stage.is_enabled(Command::Scene(SceneCommand::StartFrom));
    if is_open && widgets::link(ui, "Start from another scene…").clicked() {
        stage.say(Say::Command(Command::Scene(SceneCommand::StartFrom)));
    }
}

/// What is to be known of a frame, in short lines.
fn frame_facts(stage: &Stage<'_>, index: usize, slot: FrameSlot, shown: Option<&Shown>) -> Vec<String> {
    let project = stage.desk.project();
    let mut facts = Vec::new();
    if slot == FrameSlot::First
        && let Some(link) = project.link(index, stage.desk.pictures())
    {
        facts.push(match link {
            Link::Frame { scene, .. } => format!("from scene {}", scene + 1),
            Link::NoTake { scene } => format!("scene {} has no finished take yet", scene + 1),
            Link::Gone => "its scene is gone".to_owned(),
        });
    } else if stage.desk.is_drawn(&Drawn::Frame(project.scenes[index].id.clone(), slot)) {
        facts.push("being drawn".to_owned());
    } else if shown.is_none() {
        facts.push("none, drop one here".to_owned());
    }
    if let Some(shown) = shown {
        match (shown.size, shown.ratio()) {
            (Some((width, height)), Some(ratio)) => {
                facts.push(format!("{width} x {height}"));
                facts.push(if shown.is_cropped { format!("cropped to {ratio}") } else { format!("comes out {ratio}") });
            }
            _ if stage.desk.pictures().get(&shown.path).is_some() => facts.push("not readable".to_owned()),
            _ => {}
        }
    }
    facts
}
