//! Versions of the project: what each of them has otherwise, in pictures and words, and the way back to it.

use egui::{Align, Button, Label, Layout, Rect, RichText, ScrollArea, Sense, Ui, vec2};

use super::Stay;
use crate::desk::ReadVersion;
use crate::desk::telling::capital;
use crate::store::versions::{Version, Versions};
use crate::story::MediaPath;
use crate::story::check::count_of;
use crate::ui::Stage;
use crate::ui::fields::line_field;
use crate::ui::left::thumb_ui;
use crate::ui::say::{Say, VersionSay};
use crate::ui::theme::{self, size, type_size};
use crate::ui::widgets::{self, dim, list, list_option, look};

/// Pictures that are shown of a version.
const PICTURES: usize = 12;

/// The sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VersionsSheet {
    /// What the next one is to be called.
    name: String,
    /// Whether it was painted already.
    seen: bool,
    /// Nothing until it was read.
    pub versions: Option<Versions>,
    chosen: Option<String>,
    pub read: Option<ReadVersion>,
}

impl VersionsSheet {
    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        ui.label(RichText::new("Versions").font(theme::semibold(type_size::HEADING)));
        self.keep_ui(ui, stage);
        ui.add_space(size::SMALL_GAP);
        let height =
            (ui.ctx().content_rect().height() - size::DIALOG_AROUND - size::BUTTON_HEIGHT).max(size::DIALOG_LEAST);
        let height = height.min(size::VERSIONS);
        // A row is as high as it is told here: within a sheet there is no other end to it.
        let room = vec2(ui.available_width(), height);
        ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Min), |ui| {
            ui.set_height(height);
            ui.allocate_ui_with_layout(vec2(size::VERSION_LIST, height), Layout::top_down(Align::Min), |ui| {
                ui.set_width(size::VERSION_LIST);
                self.list_ui(ui, stage, height);
            });
            ui.separator();
            ui.allocate_ui_with_layout(vec2(ui.available_width(), height), Layout::top_down(Align::Min), |ui| {
                ui.set_width(ui.available_width());
                self.read_ui(ui, stage, height);
            });
        });
        ui.add_space(4.0);
        let mut stay = Stay::Open;
        widgets::sheet_buttons(ui, |ui| {
            if widgets::button(ui, "Close").clicked() {
                stay = Stay::Close;
            }
            let ready = self.read.as_ref().is_some_and(|read| !read.told.is_empty());
            let restore = ui.add_enabled(ready, widgets::plain_button("Restore"));
            if restore.on_hover_text("As one step that undo takes back").clicked()
                && let (Some(read), Some(version)) = (&self.read, self.chosen())
            {
                let restored = VersionSay::Restore { called: called(version), project: read.project.clone() };
                stage.say(Say::Version(restored));
                stay = Stay::Close;
            }
        });
        stay
    }

    /// Whether what is read under this name is what is to be shown.
    #[must_use]
    pub fn awaits(&self, file: &str) -> bool {
        self.chosen.as_deref() == Some(file)
    }

    fn chosen(&self) -> Option<&Version> {
        let all = &self.versions.as_ref()?.all;
        all.iter().find(|version| Some(&version.file) == self.chosen.as_ref())
    }

    fn keep_ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) {
        ui.horizontal(|ui| {
            let id = ui.scope_id().with("version name");
            let inviting = RichText::new("Name, like: Sent to client").color(look(ui).faint);
            let field = line_field(ui, id, &mut self.name).hint_text(inviting);
            let field = field.desired_width(size::VERSION_LIST).char_limit(200);
            let response = ui.add(field).accessible_name("Name of the version");
            if !std::mem::replace(&mut self.seen, true) {
                response.request_focus();
            }
            let entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            let named = !self.name.trim().is_empty();
            let keep = ui.add_enabled(named, widgets::plain_button("Keep as it is now"));
            if (keep.clicked() || entered) && named {
                stage.say(Say::Version(VersionSay::Keep(self.name.trim().to_owned())));
                self.name.clear();
            }
        });
    }

    fn list_ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>, height: f32) {
        let Some(versions) = &self.versions else {
            dim(ui, "Reading…");
            return;
        };
        if versions.all.is_empty() {
            dim(ui, "Storyreel keeps one every few minutes while you work");
        }
        let look = look(ui);
        let mut chosen = None;
        let now = jiff::Zoned::now();
        ui.spacing_mut().item_spacing.y = 1.0;
        list(ui, "Versions", |ui| {
            ScrollArea::vertical().id_salt("versions").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
                for version in &versions.all {
                    let is_chosen = self.chosen.as_ref() == Some(&version.file);
                    let text = match &version.name {
                        Some(name) => RichText::new(name).font(theme::strong()),
                        None => RichText::new(capital(&time(version, &now))),
                    };
                    let button = Button::selectable(is_chosen, text.color(look.text)).truncate();
                    let response = ui.add(button.min_size(vec2(ui.available_width(), size::ICON_BUTTON)));
                    let told = format!("{}, {}", called(version), count_of(version.shots, "shot"));
                    list_option(&response, true, is_chosen, &told);
                    let hover = format!("{}\n{}", time(version, &now), told);
                    if response.on_hover_text(hover).clicked() {
                        chosen = Some(version.file.clone());
                    }
                }
                for note in &versions.notes {
                    ui.add(Label::new(RichText::new(note).font(theme::small()).color(look.warn)).wrap());
                }
            });
        });
        if let Some(file) = chosen {
            stage.say(Say::Version(VersionSay::Read(file.clone())));
            (self.chosen, self.read) = (Some(file), None);
        }
    }

    fn read_ui(&self, ui: &mut Ui, stage: &mut Stage<'_>, height: f32) {
        let Some(version) = self.chosen() else {
            dim(ui, "Choose one to see what has changed since");
            return;
        };
        let now = jiff::Zoned::now();
        let title = version.name.as_deref().unwrap_or("Kept by itself");
        ui.add(Label::new(RichText::new(title).font(theme::strong())).wrap());
        let scenes = format!("{} · {}", count_of(version.scenes, "scene"), count_of(version.shots, "shot"));
        dim(ui, format!("{} · {scenes}", capital(&time(version, &now))));
        let Some(read) = &self.read else {
            dim(ui, "Reading…");
            return;
        };
        ui.add_space(size::SMALL_GAP);
        pictures_ui(ui, stage, read);
        ui.add_space(size::SMALL_GAP);
        if read.told.is_empty() {
            dim(ui, "It is as what is open now");
            return;
        }
        dim(ui, "Since then:");
        let room = (height - (ui.cursor().top() - ui.min_rect().top())).max(size::ROW);
        ScrollArea::vertical().id_salt("told").max_height(room).auto_shrink([false, true]).show(ui, |ui| {
            for line in &read.told {
                ui.add(Label::new(line).wrap());
            }
        });
    }
}

/// The first pictures of its shots, in their order.
fn pictures_ui(ui: &mut Ui, stage: &mut Stage<'_>, read: &ReadVersion) {
    let shots = read.project.scenes.iter().flat_map(|scene| &scene.shots);
    let panels: Vec<Option<&MediaPath>> = shots.map(|shot| shot.panel.as_ref()).take(PICTURES).collect();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(size::SMALL_GAP, size::SMALL_GAP);
        for panel in panels {
            let (place, _) = ui.allocate_exact_size(size::SCENE_THUMB, Sense::hover());
            thumb_ui(ui, stage, panel, Rect::from_min_size(place.min, size::SCENE_THUMB));
        }
    });
}

/// What a version is called in a sentence: "Sent to client" in quotation marks, or its time.
fn called(version: &Version) -> String {
    match &version.name {
        Some(name) => format!("\"{name}\""),
        None => format!("the version of {}", time(version, &jiff::Zoned::now())),
    }
}

/// In a list of others: its name with its time, or its time alone.
pub(super) fn in_a_list(version: &Version, now: &jiff::Zoned) -> String {
    match &version.name {
        Some(name) => format!("{name}, {}", time(version, now)),
        None => capital(&time(version, now)),
    }
}

/// "Today 14:05", "24 November 14:05".
fn time(version: &Version, now: &jiff::Zoned) -> String {
    let made = version.made.to_zoned(now.time_zone().clone());
    let day = now.date().since(made.date()).map_or(i32::MAX, |span| span.get_days());
    let day = match day {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        _ if made.year() == now.year() => made.strftime("%-d %B").to_string(),
        _ => made.strftime("%-d %B %Y").to_string(),
    };
    format!("{day} {}", made.strftime("%H:%M"))
}
