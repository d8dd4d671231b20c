//! What leaves the project: its kind, its choices, and the pages of documents as they will be.

mod parts;

use std::time::Duration;

use egui::{Align, Align2, Color32, Layout, Rect, RichText, ScrollArea, Sense, Ui, vec2};

use self::parts::{about_ui, in_seconds, notes_ui, which_ui};
use super::Stay;
use super::choices::{field_ui, logo_ui, make_or_cancel_ui, ticks_ui};
use super::estimate_choices::{TypedNumbers, estimate_ui};
use crate::deliver::decimal::Decimal;
use crate::deliver::settings::{CaptionText, Captions, Paper, PerPage, Separator};
use crate::deliver::{Kind, Request, Scope, Settings};
use crate::desk::Desk;
use crate::desk::telling::capital;
use crate::media::raster::font_families;
use crate::store::destination::Replace;
use crate::store::versions::Versions;
use crate::story::FrameNumber;
use crate::story::guides::{Guide, Guides};
use crate::ui::say::Say;
use crate::ui::textures::{Proof, ProofShown};
use crate::ui::theme::{self, motion, size, type_size};
use crate::ui::view::{Marks, View};
use crate::ui::widgets::{self, hint, look, section, segmented};
use crate::ui::{Stage, icons};

/// The sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportSheet {
    pub settings: Settings,
    kind: Kind,
    /// The scene that is selected, and whether it alone is exported.
    scene: usize,
    only_scene: bool,
    /// Marked in the viewer, until a film takes them.
    marks: Marks,
    /// As they are being typed.
    typed: TypedNumbers,
    from: String,
    to: String,
    page: usize,
    /// Nothing until they were read.
    pub versions: Option<Versions>,
    /// What the last proof was asked for, and when, in the window's seconds.
    asked: Option<(Request, usize, u32, u64)>,
    asked_at: f64,
}

/// Room for the way to other pages and a few notes, below a page.
const NOTES: f32 = 84.0;

/// While a page is not there yet, or is still one of other choices.
const BEING_MADE: &str = "Being made…";

/// The groups of kinds, as tabs.
const GROUPS: [(&str, &[(Kind, &str)]); 5] = [
    ("Boards", &[(Kind::BoardsPdf, "PDF")]),
    ("Estimate", &[(Kind::EstimatePdf, "PDF"), (Kind::EstimateCsv, "CSV")]),
    ("Film", &[(Kind::Mp4, "MP4"), (Kind::Gif, "GIF"), (Kind::Srt, "Captions only")]),
    ("Shot list", &[(Kind::ShotListCsv, "CSV"), (Kind::ShotListXlsx, "Excel"), (Kind::ShotListMarkdown, "Markdown")]),
    ("Contact sheet", &[(Kind::ContactSheet, "PNG")]),
];

impl ExportSheet {
    #[must_use]
    pub fn new(kind: Kind, desk: &Desk, view: &View) -> Self {
        let mut settings = desk.export_settings().clone();
        // Which version is meant is asked each time: nobody shall send an old one by mistake.
        settings.version = None;
        settings.boards.since = None;
        let mut sheet = Self {
            kind,
            scene: view.scene_index(desk).unwrap_or(0),
            only_scene: false,
            typed: TypedNumbers::new(&settings.estimate),
            marks: view.player.marks,
            from: String::new(),
            to: String::new(),
            // The title page is known; what is looked for is on the next one.
            page: usize::from(kind == Kind::BoardsPdf && settings.boards.title_page),
            versions: None,
            asked: None,
            asked_at: 0.0,
            settings,
        };
        sheet.take_marks();
        sheet
    }

    /// A film begins with the range that is marked, which is one of the scene that plays.
    fn take_marks(&mut self) {
        if !matches!(self.kind, Kind::Mp4 | Kind::Gif | Kind::Srt) {
            return;
        }
        let marks = std::mem::take(&mut self.marks);
        if marks != Marks::default() {
            let seconds = |mark: Option<FrameNumber>| mark.map_or_else(String::new, in_seconds);
            (self.only_scene, self.from, self.to) = (true, seconds(marks.from), seconds(marks.to));
        }
    }

    /// What is wanted, but for the file; a sentence when something that was typed cannot be used.
    fn request(&self, desk: &Desk) -> Result<Request, String> {
        let time = |text: &str| -> Result<Option<Decimal>, String> {
            let text = text.trim();
            if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|error| format!("{error}")) }
        };
        let mut settings = self.settings.clone();
        self.typed.put_into(&mut settings.estimate)?;
        if self.is_film() {
            settings.version = None;
        }
        let request = Request {
            kind: self.kind,
            scope: if self.only_scene { Scope::Scene(self.scene) } else { Scope::Project },
            settings,
            range: (time(&self.from)?, time(&self.to)?),
            out: std::path::PathBuf::new(),
            replace: Replace::Nothing,
        };
        request.check(desk.project(), desk.rules()).map_err(|error| capital(&error.to_string()))?;
        Ok(request)
    }

    /// What the project remembers of it: what was typed too, where it can be used.
    pub(super) fn remembered(self) -> Settings {
        let mut settings = self.settings.clone();
        if self.typed.put_into(&mut settings.estimate).is_err() {
            return self.settings;
        }
        settings
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        let height = (ui.ctx().content_rect().height() - 200.0).clamp(240.0, 600.0);
        ui.label(RichText::new("Export").font(theme::semibold(type_size::HEADING)));
        self.tabs_ui(ui);
        let has_pages = matches!(self.kind, Kind::BoardsPdf | Kind::EstimatePdf | Kind::ContactSheet);
        let request = self.request(stage.desk);
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(vec2(size::EXPORT_CHOICES, height), Layout::top_down(Align::Min), |ui| {
                // Each group has a scroll of its own.
                ScrollArea::vertical().id_salt(self.group()).auto_shrink([false, false]).show(ui, |ui| {
                    ui.set_width(size::EXPORT_CHOICES - 14.0);
                    self.choices_ui(ui, stage);
                });
            });
            ui.add_space(size::GAP);
            let room = vec2(ui.available_width(), height);
            ui.allocate_ui_with_layout(room, Layout::top_down(Align::Min), |ui| {
                self.ask_for_proof(ui, stage, request.as_ref().ok());
                if has_pages {
                    self.proof_ui(ui, stage);
                } else {
                    about_ui(ui, stage, self.kind);
                }
            });
        });
        let (stay, wanted) = make_or_cancel_ui(ui, stage, "Export…", &request);
        if let Some(request) = wanted {
            stage.say(Say::Export(Box::new(request)));
        }
        stay
    }

    /// A film is made of the project as it is now.
    fn is_film(&self) -> bool {
        matches!(self.kind, Kind::Mp4 | Kind::Gif | Kind::Srt)
    }

    fn group(&self) -> usize {
        GROUPS.iter().position(|(_, kinds)| kinds.iter().any(|(kind, _)| *kind == self.kind)).unwrap_or(0)
    }

    fn tabs_ui(&mut self, ui: &mut Ui) {
        let group = self.group();
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 3.0;
            for (at, (title, kinds)) in GROUPS.iter().enumerate() {
                let button = egui::Button::selectable(at == group, *title);
                if ui.add(button).clicked() && at != group {
                    self.kind = kinds[0].0;
                    self.page = 0;
                    self.take_marks();
                }
            }
        });
        ui.add_space(4.0);
    }

    fn choices_ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) {
        ui.spacing_mut().item_spacing.y = 7.0;
        let kinds = GROUPS[self.group()].1;
        if kinds.len() > 1 {
            let choices: Vec<_> = kinds.iter().map(|(kind, text)| (*kind, (*text).to_owned(), String::new())).collect();
            self.kind = segmented(ui, self.kind, &choices).unwrap_or(self.kind);
        }
        let scene = stage.desk.project().scenes.get(self.scene).map(|scene| scene.title(self.scene));
        if let Some(title) = scene.filter(|_| stage.desk.project().scenes.len() > 1) {
            let choices = [
                (false, "Whole project".to_owned(), String::new()),
                (true, format!("Scene {}", self.scene + 1), title),
            ];
            self.only_scene = segmented(ui, self.only_scene, &choices).unwrap_or(self.only_scene);
        }
        self.version_ui(ui);
        match self.kind {
            Kind::BoardsPdf => {
                self.boards_ui(ui, &stage.desk.project().columns);
                self.sheet_ui(ui, stage);
                self.font_ui(ui);
            }
            Kind::EstimatePdf | Kind::EstimateCsv => {
                let Settings { estimate, boards, .. } = &mut self.settings;
                estimate_ui(ui, estimate, &mut self.typed, &mut boards.page_numbers);
                if self.kind == Kind::EstimatePdf {
                    self.sheet_ui(ui, stage);
                    self.font_ui(ui);
                } else {
                    self.separator_ui(ui);
                }
            }
            Kind::Mp4 | Kind::Gif | Kind::Srt => {
                self.film_ui(ui);
                if self.kind != Kind::Srt {
                    self.font_ui(ui);
                }
            }
            Kind::ContactSheet => {
                section(ui, "Panels side by side", |_| ());
                let columns = &mut self.settings.sheet.columns;
                ui.add(egui::DragValue::new(columns).range(1..=12)).accessible_name("Panels side by side");
                self.font_ui(ui);
            }
            Kind::ShotListCsv => self.separator_ui(ui),
            Kind::ShotListXlsx | Kind::ShotListMarkdown => {}
        }
    }

    fn separator_ui(&mut self, ui: &mut Ui) {
        section(ui, "Between cells", |_| ());
        let choices = Separator::ALL.map(|separator| (separator, separator.label().to_owned(), String::new()));
        let separator = &mut self.settings.tables.separator;
        *separator = segmented(ui, *separator, &choices).unwrap_or(*separator);
        if *separator == Separator::Semicolon {
            hint(ui, "As Excel wants it in German, French and many other languages; amounts have a decimal comma");
        }
    }

    /// Which state of the project is made, where there are versions of it.
    fn version_ui(&mut self, ui: &mut Ui) {
        let Some(versions) = self.versions.as_ref().filter(|versions| !versions.all.is_empty()) else { return };
        if !self.is_film() {
            section(ui, "State of the project", |_| ());
            which_ui(ui, "State of the project", "As it is now", versions, &mut self.settings.version);
        }
        if self.kind == Kind::BoardsPdf {
            section(ui, "Mark changes since", |_| ());
            which_ui(ui, "Mark changes since", "No marks", versions, &mut self.settings.boards.since);
        }
    }

    fn boards_ui(&mut self, ui: &mut Ui, columns: &[String]) {
        let boards = &mut self.settings.boards;
        section(ui, "Panels to a page", |_| ());
        let choices = PerPage::ALL.map(|n| (n, n.count().to_string(), String::new()));
        boards.per_page = segmented(ui, boards.per_page, &choices).unwrap_or(boards.per_page);
        section(ui, "Under each panel", |_| ());
        let mut own: Vec<(bool, &str)> =
            columns.iter().map(|column| (boards.columns.contains(column), column.as_str())).collect();
        let mut ticks = vec![
            (&mut boards.seconds, "Seconds"),
            (&mut boards.prompt, "Prompt"),
            (&mut boards.dialogue, "Dialogue"),
            (&mut boards.notes, "Notes"),
            (&mut boards.elements, "Elements"),
        ];
        ticks.extend(own.iter_mut().map(|(on, column)| (on, *column)));
        ticks_ui(ui, &mut ticks);
        // What is not a column just now, as in a project of another state, stays chosen.
        boards.columns.retain(|column| !columns.contains(column));
        boards.columns.extend(own.iter().filter(|(on, _)| *on).map(|(_, column)| (*column).to_owned()));
        section(ui, "On the panels", |_| ());
        let Guides { scope, safe, thirds } = &mut boards.guides;
        ticks_ui(
            ui,
            &mut [
                (&mut boards.moves, "Camera moves"),
                (scope, Guide::Scope.label()),
                (safe, Guide::Safe.label()),
                (thirds, Guide::Thirds.label()),
            ],
        );
        section(ui, "On its pages", |_| ());
        let page = &mut [
            (&mut boards.title_page, "Title page"),
            (&mut boards.page_numbers, "Page numbers"),
            (&mut boards.cost, "Cost of each scene"),
        ];
        ticks_ui(ui, page);
        if boards.cost {
            hint(ui, "In the estimate's currency, with its markup");
        }
    }

    /// What all documents share.
    fn sheet_ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) {
        let boards = &mut self.settings.boards;
        section(ui, "Sheet", |_| ());
        ui.horizontal(|ui| {
            let papers = Paper::ALL.map(|paper| (paper, paper.label().to_owned(), String::new()));
            boards.paper = segmented(ui, boards.paper, &papers).unwrap_or(boards.paper);
            let ways = [(false, "Landscape".to_owned(), String::new()), (true, "Portrait".to_owned(), String::new())];
            boards.portrait = segmented(ui, boards.portrait, &ways).unwrap_or(boards.portrait);
        });
        section(ui, "Head", |_| ());
        field_ui(ui, "Client", &mut boards.client);
        field_ui(ui, "Version", &mut boards.version);
        field_ui(ui, "Date, today if empty", &mut boards.date);
        logo_ui(ui, stage, &mut boards.logo);
    }

    fn film_ui(&mut self, ui: &mut Ui) {
        let film = &mut self.settings.film;
        if self.kind == Kind::Mp4 {
            section(ui, "Captions", |_| ());
            let captions = Captions::ALL.map(|captions| (captions, captions.label().to_owned(), String::new()));
            film.captions = segmented(ui, film.captions, &captions).unwrap_or(film.captions);
        } else if self.kind == Kind::Gif {
            let mut burned = film.captions == Captions::Burned;
            if widgets::tick(ui, &mut burned, "Captions").changed() {
                film.captions = if burned { Captions::Burned } else { Captions::None };
            }
        }
        section(ui, "Caption text", |_| ());
        let texts = CaptionText::ALL.map(|text| (text, text.label().to_owned(), String::new()));
        film.caption_text = segmented(ui, film.caption_text, &texts).unwrap_or(film.caption_text);
        if self.kind != Kind::Srt {
            section(ui, "On the picture", |_| ());
            widgets::tick(ui, &mut film.shot_names, "Shot names");
            widgets::tick(ui, &mut film.time_code, "Time code");
        }
        section(ui, "Range in seconds", |_| ());
        field_ui(ui, "From, the start if empty", &mut self.from);
        field_ui(ui, "To, the end if empty", &mut self.to);
    }

    /// Asks for what can be known before, whenever something else is wanted.
    fn ask_for_proof(&mut self, ui: &Ui, stage: &mut Stage<'_>, request: Option<&Request>) {
        let Some(request) = request else { return };
        let room = vec2(ui.available_width(), (ui.available_height() - NOTES).max(80.0)) - vec2(28.0, 28.0);
        let (width, height) = match request.kind {
            // It is as long as it is: wide enough whatever that is.
            Kind::ContactSheet => (room.x, room.x),
            _ => crate::deliver::boards::sheet_size(&request.settings.boards),
        };
        let scale = (room.x / width).min(room.y / height).max(0.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels of a screen")]
        let pixels = (width * scale * ui.ctx().pixels_per_point()).round().clamp(64.0, 4096.0) as u32;
        let wish = (request.clone(), self.page, pixels, stage.desk.revision());
        if self.asked.as_ref() != Some(&wish) {
            stage.say(Say::Proof { request: Box::new(request.clone()), page: self.page, width: pixels });
            self.asked = Some(wish);
            self.asked_at = ui.input(|input| input.time);
        }
    }

    /// Whether what was asked for is still being made, and that long that it should be said.
    fn awaits_proof(&self, ui: &Ui, stage: &Stage<'_>) -> bool {
        let Some((request, page, ..)) = &self.asked else { return false };
        let has_come = |proof: &Proof| *proof.request == *request && proof.wanted == *page;
        if request.kind != self.kind || stage.textures.proof(self.kind).is_some_and(has_come) {
            return false;
        }
        let left = self.asked_at + motion::UNNOTICED - ui.input(|input| input.time);
        if left > 0.0 {
            ui.ctx().request_repaint_after(Duration::from_secs_f64(left));
        }
        left <= 0.0
    }

    /// A page as it will be, the way to the others, and what should be known of it.
    fn proof_ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) {
        let look = look(ui);
        let waits = self.awaits_proof(ui, stage);
        let proof = stage.textures.proof(self.kind);
        let notes = proof.map(|proof| proof.notes.clone()).unwrap_or_default();
        let below = if notes.is_empty() { 34.0 } else { NOTES };
        let room = vec2(ui.available_width(), (ui.available_height() - below).max(80.0));
        let (place, response) = ui.allocate_exact_size(room, Sense::hover());
        ui.painter().rect_filled(place, egui::CornerRadius::same(size::CARD_RADIUS), look.ground);
        let inside = place.shrink(14.0);
        let (at, pages) = match proof.map(|proof| &proof.shown) {
            Some(ProofShown::Page { texture, page, pages }) => {
                let full = texture.size_vec2();
                let scale = (inside.width() / full.x).min(inside.height() / full.y);
                let rect = Rect::from_center_size(inside.center(), full * scale);
                let uv = Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
                ui.painter().image(texture.id(), rect, uv, Color32::WHITE);
                (*page, *pages)
            }
            Some(ProofShown::Trouble(sentence)) => {
                let text = ui.painter().layout(sentence.clone(), theme::body(), look.bad, inside.width());
                ui.painter().galley(inside.left_top(), text, look.bad);
                (0, 0)
            }
            Some(ProofShown::Nothing) | None => (0, 0),
        };
        if pages > 0 {
            self.page = self.page.min(pages - 1);
        } else if waits {
            ui.painter().text(place.center(), Align2::CENTER_CENTER, BEING_MADE, theme::body(), look.dim);
        }
        let told = match pages {
            0 if waits => BEING_MADE.to_owned(),
            0 => "No page yet".to_owned(),
            _ => format!("Page {} of {pages}", at + 1),
        };
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &told));
        ui.horizontal(|ui| {
            let button = |ui: &mut Ui, icon, name, enabled| {
                widgets::icon_button_sized(ui, icon, name, type_size::ICON, enabled).clicked()
            };
            if button(ui, icons::CARET_LEFT, "Page before", self.page > 0) {
                self.page -= 1;
            }
            ui.label(&told);
            if button(ui, icons::CARET_RIGHT, "Next page", self.page + 1 < pages) {
                self.page += 1;
            }
            if waits && pages > 0 {
                hint(ui, BEING_MADE);
            }
        });
        notes_ui(ui, &notes);
    }

    /// The font for what the program's own typeface lacks.
    fn font_ui(&mut self, ui: &mut Ui) {
        section(ui, "Font for other scripts and emoji", |_| ());
        let font = &mut self.settings.font;
        let any = "Whatever this computer has";
        let shown = if font.is_empty() { any.to_owned() } else { font.clone() };
        let combo = egui::ComboBox::from_id_salt("font").selected_text(&shown).width(ui.available_width());
        let response = combo.show_ui(ui, |ui| {
            ui.selectable_value(font, String::new(), any);
            for family in font_families() {
                ui.selectable_value(font, family.clone(), family);
            }
        });
        response.response.widget_info(|| {
            let mut info = egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Font for other scripts and emoji");
            info.current_text_value = Some(shown.clone());
            info
        });
    }
}
