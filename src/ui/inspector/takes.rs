//! The scene's takes, newest first: rendered animatics and paid ones.

use egui::{Align, Layout, ProgressBar, RichText, Ui};

use super::paid_take;
use crate::desk::SceneTake;
use crate::store::take_end::end_of;
use crate::store::takes::TakeRecord;
use crate::story::check::count_of;
use crate::ui::Stage;
use crate::ui::command::{Command, SceneCommand};
use crate::ui::frames::Shown;
use crate::ui::left::shown_ui;
use crate::ui::say::Say;
use crate::ui::theme::{self, size};
use crate::ui::view::Source;
use crate::ui::widgets::{self, card, dim, hint, look};

/// So many takes are listed, and as many more each time that older ones are asked for.
const NEWEST: usize = 50;

pub(super) fn takes_ui(ui: &mut Ui, stage: &mut Stage<'_>, index: usize) {
    let scene = stage.desk.project().scenes[index].id.clone();
    if let Some(making) = stage.desk.making_of(&scene) {
        let share = making.share;
        card(ui, |ui| {
            ui.label(widgets::strong_text("Rendering the animatic"));
            let bar = ProgressBar::new(share).text(format!("{:.0}%", share * 100.0));
            ui.add(bar).accessible_name("Progress of rendering");
            if widgets::outline_button(ui, "Stop", true).clicked() {
                stage.say(Say::Command(Command::Scene(SceneCommand::CancelRender)));
            }
        });
    }
    // The desk and the account outlive the frame; the stage itself is needed to say things.
    let takes = crate::desk::scene_takes(stage.desk, stage.account, &scene);
    if takes.is_empty() && stage.desk.making_of(&scene).is_none() {
        dim(ui, "No take yet");
        hint(ui, "The animatic is rendered on this machine, free and without a key");
        if widgets::button(ui, "Render animatic · free").accessible_name("Render the first animatic").clicked() {
            stage.say(Say::Command(Command::Scene(SceneCommand::RenderAnimatic)));
        }
    }
    let hidden = takes.iter().filter(|take| take.is_hidden()).count();
    let show_hidden = stage.view.show_hidden;
    let listed: Vec<&SceneTake<'_>> = takes.iter().filter(|take| show_hidden || !take.is_hidden()).collect();
    let newest = NEWEST * (1 + stage.view.older_takes);
    let (asked, reveal) = (stage.view.asked.as_ref().map(|(take, _)| take.clone()), stage.view.reveal_take.clone());
    let mut left = 0;
    for (at, take) in listed.iter().enumerate() {
        let id = take.id();
        // What is looked for, or not over yet, is there however old it is.
        if at >= newest && take.is_over() && asked.as_ref() != Some(&id) && reveal.as_ref() != Some(&id) {
            left += 1;
            continue;
        }
        match take {
            SceneTake::Animatic { number, record } => animatic_ui(ui, stage, record, *number),
            SceneTake::Paid(take) => paid_take::paid_take_ui(ui, stage, take),
        }
    }
    if left > 0 && widgets::link(ui, &format!("Show older takes ({left} more)")).clicked() {
        stage.view.older_takes += 1;
    }
    if hidden > 0 {
        let text = if stage.view.show_hidden {
            format!("Leave out {}", count_of(hidden, "hidden take"))
        } else {
            format!("Show {}", count_of(hidden, "hidden take"))
        };
        if widgets::link(ui, &text).clicked() {
            stage.view.show_hidden = !stage.view.show_hidden;
        }
    }
}

fn animatic_ui(ui: &mut Ui, stage: &mut Stage<'_>, take: &TakeRecord, number: usize) {
    let look = look(ui);
    let shown = stage.view.player.source == Source::Take(take.id.clone());
    card(ui, |ui| {
        ui.horizontal_top(|ui| {
            let (rect, _) = ui.allocate_exact_size(size::SCENE_THUMB, egui::Sense::hover());
            shown_ui(ui, stage, film_picture(take).as_ref(), rect);
            ui.vertical(|ui| {
                ui.horizontal(|ui| {
                    ui.label(widgets::strong_text(format!("Rendered animatic {number}")));
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        if shown {
                            ui.label(RichText::new("in the viewer").font(theme::small()).color(look.info));
                        }
                    });
                });
                hint(ui, format!("{} · {} · free, made on this machine", take.seconds, here(take.made)));
            });
        });
        ui.horizontal(|ui| {
            let play =
                widgets::outline_button(ui, "Play", true).accessible_name(format!("Play rendered animatic {number}"));
            if play.clicked() {
                stage.say(Say::PlayTake(take.id.clone()));
            }
            let Ok(film) = take.film() else { return };
            let file = stage.desk.folder().root().join(film.as_str());
            let show = widgets::outline_button(ui, "Show in folder", true);
            let show = show.accessible_name(format!("Show rendered animatic {number} in its folder"));
            if show.on_hover_text(file.display().to_string()).clicked() {
                stage.say(Say::ShowInFolder(file));
            }
        });
    });
}

/// A picture out of a take's film that lies in the project: its last frame, which others may start from.
pub(super) fn film_picture(take: &TakeRecord) -> Option<Shown> {
    end_of(&take.id).as_ref().map(Shown::whole)
}

/// A time by this machine's clock.
pub(super) fn here(time: jiff::Timestamp) -> String {
    time.to_zoned(jiff::tz::TimeZone::system()).strftime("%-d %b, %H:%M").to_string()
}
