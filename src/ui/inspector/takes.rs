//! The scene's takes, newest first.

use egui::{Align, Layout, ProgressBar, RichText, Ui};

use crate::store::takes::TakeRecord;
use crate::ui::Stage;
use crate::ui::command::Command;
use crate::ui::say::Say;
use crate::ui::theme;
use crate::ui::view::Source;
use crate::ui::widgets::{self, card, dim, hint, look};

pub(super) fn takes_ui(ui: &mut Ui, stage: &mut Stage<'_>, index: usize) {
    let scene = stage.desk.project().scenes[index].id.clone();
    if let Some(making) = stage.desk.making_of(&scene) {
        let share = making.share;
        card(ui, |ui| {
            ui.label(widgets::strong_text("Rendering the animatic"));
            let bar = ProgressBar::new(share).text(format!("{:.0}%", share * 100.0));
            ui.add(bar).accessible_name("Progress of rendering");
            if widgets::outline_button(ui, "Stop", true).clicked() {
                stage.say(Say::Command(Command::CancelRender));
            }
        });
    }
    let takes: Vec<TakeRecord> = stage.desk.takes_of(&scene).cloned().collect();
    if takes.is_empty() && stage.desk.making_of(&scene).is_none() {
        dim(ui, "No take yet");
        hint(ui, "The animatic is rendered on this machine, free and without a key");
        if widgets::button(ui, "Render animatic · free").accessible_name("Render the first animatic").clicked() {
            stage.say(Say::Command(Command::RenderAnimatic));
        }
    }
    for (age, take) in takes.iter().enumerate() {
        take_ui(ui, stage, take, takes.len() - age);
    }
}

fn take_ui(ui: &mut Ui, stage: &mut Stage<'_>, take: &TakeRecord, number: usize) {
    let look = look(ui);
    let shown = stage.view.player.source == Source::Take(take.id.clone());
    card(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(widgets::strong_text(format!("Rendered animatic {number}")));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if shown {
                    ui.label(RichText::new("in the viewer").font(theme::small()).color(look.info));
                }
            });
        });
        hint(ui, format!("{} · {} · free, made on this machine", take.seconds, made_here(take)));
        ui.horizontal(|ui| {
            let play =
                widgets::outline_button(ui, "Play", true).accessible_name(format!("Play rendered animatic {number}"));
            if play.clicked() {
                stage.say(Say::PlayTake(take.id.clone()));
            }
            let Ok(file) = stage.desk.folder().video_of(take) else { return };
            let show = widgets::outline_button(ui, "Show in folder", true);
            let show = show.accessible_name(format!("Show rendered animatic {number} in its folder"));
            if show.on_hover_text(file.display().to_string()).clicked() {
                stage.say(Say::ShowInFolder(file));
            }
        });
    });
}

/// When a take was made, by this machine's clock.
fn made_here(take: &TakeRecord) -> String {
    take.made.to_zoned(jiff::tz::TimeZone::system()).strftime("%-d %b, %H:%M").to_string()
}
