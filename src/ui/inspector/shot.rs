//! The selected shot: its name, seconds, prompt, dialogue, notes and panel.

use egui::{Align, Layout, RichText, TextEdit, Ui};

use super::mention_field::{MentionField, mention_field_ui};
use super::{columns, prompt, vocabulary};
use crate::desk::Drawn;
use crate::story::check::count_of;
use crate::story::edit::TextField;
use crate::story::mention::counted_length;
use crate::story::units::grouped;
use crate::story::{Edit, Shot};
use crate::ui::Stage;
use crate::ui::command::{Command, ShotCommand};
use crate::ui::fields::{MARGIN, field_frame};
use crate::ui::hints::{self, Hint};
use crate::ui::icons;
use crate::ui::left::thumb_ui;
use crate::ui::say::{Say, Target};
use crate::ui::theme::{self, size};
use crate::ui::widgets::{self, dim, hint, look};

pub(super) fn shot_ui(ui: &mut Ui, stage: &mut Stage<'_>, scene: usize) {
    let Some((_, index)) = stage.view.shot_index(stage.desk) else {
        hint(ui, "The scene has no shots yet");
        if widgets::button(ui, "Add a shot").clicked() {
            stage.say(Say::Command(Command::Shot(ShotCommand::Add)));
        }
        style_ui(ui, stage);
        return;
    };
    let desk = stage.desk;
    let shot = &desk.project().scenes[scene].shots[index];
    head_ui(ui, stage, shot, index);
    prompt::prompt_ui(ui, stage, shot, index);
    count_ui(ui, stage, shot);
    vocabulary::vocabulary_ui(ui, stage, shot);
    dialogue_ui(ui, stage, shot);
    notes_ui(ui, stage, shot);
    columns::columns_ui(ui, stage, shot);
    panel_ui(ui, stage, shot, scene, index);
    style_ui(ui, stage);
}

fn head_ui(ui: &mut Ui, stage: &mut Stage<'_>, shot: &Shot, index: usize) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(widgets::strong_text(format!("{}", index + 1)));
        dim(ui, "·");
        let id = ui.scope_id().with(("shot name", shot.id.as_str()));
        let mut name = shot.name.clone();
        let field = TextEdit::singleline(&mut name)
            .id(id)
            .desired_width(120.0)
            .char_limit(40)
            .margin(egui::Margin::ZERO)
            .align(egui::Align2::LEFT_CENTER)
            .min_size(egui::vec2(0.0, size::ICON_BUTTON))
            .frame(egui::Frame::new());
        let response = ui.add(field).on_hover_text("The shot's name; it stays when shots change places");
        let response = response.accessible_name("Shot name");
        if response.changed() {
            let gesture = stage.view.typing_gesture(id, ui);
            let edit = Edit::SetText { shot: shot.id.clone(), field: TextField::Name, text: name };
            stage.say(Say::Edit(edit, Some(gesture)));
        }
        let selected = stage.view.selection(stage.desk).len();
        let several = selected > 1;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let text = shot.seconds.to_string();
            let name = if several { count_of(selected, "shot") } else { format!("Shot {}", index + 1) };
            let can_shrink = stage.is_enabled(Command::Shot(ShotCommand::Shorter));
            // As the keys do, for all that are selected.
            match widgets::stepper(ui, &text, &name, can_shrink) {
                step if step < 0 => stage.say(Say::Command(Command::Shot(ShotCommand::Shorter))),
                step if step > 0 => stage.say(Say::Command(Command::Shot(ShotCommand::Longer))),
                _ => {}
            }
            if several {
                ui.add_space(size::SMALL_GAP);
                hint(ui, format!("{selected} selected"));
            }
        });
    });
}

fn count_ui(ui: &mut Ui, stage: &Stage<'_>, shot: &Shot) {
    let look = look(ui);
    let limits = &stage.desk.rules().limits;
    let project = stage.desk.project();
    let known = |name: &str| project.element_named(name).is_some();
    let count = counted_length(&project.sent_text(shot), known, limits.mention_counts);
    let color = if count > limits.prompt_max {
        look.bad
    } else if count > limits.prompt_advised {
        look.warn
    } else {
        look.faint
    };
    ui.horizontal(|ui| {
        let [count, most] = [count, limits.prompt_max].map(|number| grouped(number as u64));
        let text = format!("{count} of {} advised, {most} at most", limits.prompt_advised);
        let tooltip = format!("Style, prompt and dialogue together; a known @name counts {}", limits.mention_counts);
        ui.label(RichText::new(text).font(theme::small()).color(color)).on_hover_text(tooltip);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            // Where the panel is narrow the count has the line to itself.
            let next = hints::of(ui.ctx(), stage.settings, Hint::NextShot);
            if let Some(next) = next.filter(|_| ui.available_width() > 110.0) {
                hint(ui, next);
            }
        });
    });
}

/// It is sent behind the prompt, and the elements that it names go along.
fn dialogue_ui(ui: &mut Ui, stage: &mut Stage<'_>, shot: &Shot) {
    const WHAT: &str = "Dialogue, spoken in the take";
    let field = MentionField {
        id: egui::Id::unique("dialogue").with(shot.id.as_str()),
        name: WHAT,
        inviting: WHAT,
        rows: Some(1),
    };
    let edit = |text| Edit::SetText { shot: shot.id.clone(), field: TextField::Dialogue, text };
    mention_field_ui(ui, stage, &field, &shot.dialogue, edit);
}

fn notes_ui(ui: &mut Ui, stage: &mut Stage<'_>, shot: &Shot) {
    const WHAT: &str = "Notes, never sent";
    let id = ui.scope_id().with(("notes", shot.id.as_str()));
    let mut text = shot.notes.clone();
    let edit = TextEdit::multiline(&mut text)
        .id(id)
        .hint_text(WHAT)
        .desired_rows(1)
        .desired_width(f32::INFINITY)
        .frame(field_frame(ui, id, MARGIN));
    let response = ui.add(edit).accessible_name(WHAT);
    if response.changed() {
        let gesture = stage.view.typing_gesture(id, ui);
        let edit = Edit::SetText { shot: shot.id.clone(), field: TextField::Notes, text };
        stage.say(Say::Edit(edit, Some(gesture)));
    }
}

/// The project's own line, apart from what is the shot's: it is the same beside every shot.
fn style_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    const WHAT: &str = "Style of the project, sent before every prompt";
    ui.separator();
    widgets::section(ui, "Whole project", |ui| hint(ui, "the same for every shot"));
    let style = stage.desk.project().style.clone();
    let field = MentionField { id: egui::Id::unique("style"), name: WHAT, inviting: WHAT, rows: None };
    let response = mention_field_ui(ui, stage, &field, &style, |style| Edit::SetStyle { style });
    if std::mem::take(&mut stage.view.focus_style) {
        response.request_focus();
        response.scroll_to_me(None);
    }
    response.on_hover_text(WHAT);
}

fn panel_ui(ui: &mut Ui, stage: &mut Stage<'_>, shot: &Shot, scene: usize, index: usize) {
    let scene_id = stage.desk.project().scenes[scene].id.clone();
    let row = ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(size::SCENE_THUMB, egui::Sense::hover());
        thumb_ui(ui, stage, shot.panel.as_ref(), rect);
        let is_drawn = stage.desk.is_drawn(&Drawn::Panel(shot.id.clone()));
        if is_drawn {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                hint(ui, "Being drawn");
                widgets::stop_following_ui(ui, stage, Command::Shot(ShotCommand::StopDrawPanel));
            });
        } else {
            // Beside four buttons there is room for short words alone, and in a narrow panel for one.
            let is_narrow = ui.available_width() < size::PANEL_WORDS_FROM;
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                match (&shot.panel, shot.camera_move) {
                    (None, _) => _ = hint(ui, "No panel yet"),
                    (Some(_), own) => {
                        hint(ui, "Panel");
                        if !is_narrow {
                            hint(ui, if own.is_some() { "own move" } else { "stays here" });
                        }
                    }
                }
            });
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            if shot.panel.is_some()
                && widgets::command_button(ui, icons::TRASH, Command::Shot(ShotCommand::RemovePanel), true).clicked()
            {
                stage.say(Say::Command(Command::Shot(ShotCommand::RemovePanel)));
            }
            if widgets::command_button(ui, icons::PENCIL, Command::Shot(ShotCommand::DrawPanel), true).clicked() {
                stage.say(Say::Command(Command::Shot(ShotCommand::DrawPanel)));
            }
            let can_move = shot.panel.is_some() && !is_drawn;
            if can_move
                && widgets::command_button(ui, icons::MOVE, Command::Shot(ShotCommand::DrawMove), true).clicked()
            {
                stage.say(Say::Command(Command::Shot(ShotCommand::DrawMove)));
            }
            let choose = widgets::outline_button(ui, "Choose…", true).accessible_name("Choose panel…");
            if choose.clicked() {
                stage.say(Say::ChoosePictures(Target::Panels(scene_id.clone(), index)));
            }
        });
    });
    let rect = row.response.rect;
    stage.target(rect, Target::Panels(scene_id, index));
    stage.drop_veil(ui, rect, &format!("Panel for shot {}", index + 1));
}
