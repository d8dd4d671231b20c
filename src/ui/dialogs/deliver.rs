//! What is delivered together: which scenes, which papers and films, for whom, at which price, and where to.

use std::collections::HashSet;
use std::path::PathBuf;

use egui::{Align, Label, Layout, RichText, ScrollArea, Ui, vec2};

use super::Stay;
use super::choices::{field_ui, logo_ui, make_or_cancel_ui, ticks_ui};
use super::estimate_choices::{TypedNumbers, money_ui};
use crate::deliver::package::{PackageRequest, scene_gaps};
use crate::deliver::settings::Package;
use crate::deliver::{Scope, Settings};
use crate::desk::Desk;
use crate::desk::telling::capital;
use crate::story::check::count_of;
use crate::story::{Aspect, Scene, SceneId, Seconds};
use crate::ui::Stage;
use crate::ui::fields::small_field;
use crate::ui::say::{PathPurpose, Say};
use crate::ui::theme::{self, size, type_size};
use crate::ui::widgets::{self, hint, look, section, segmented};

/// The sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliverSheet {
    pub settings: Settings,
    /// The folder that the new folder is made in, as it is typed.
    pub into: String,
    ticked: HashSet<SceneId>,
    typed: TypedNumbers,
}

/// Which scenes are ticked at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    All,
    Ratio(Aspect),
    None,
}

impl DeliverSheet {
    #[must_use]
    pub fn new(desk: &Desk) -> Self {
        let settings = desk.export_settings().clone();
        let beside = || desk.folder().root().parent().map(ToOwned::to_owned).unwrap_or_default();
        let into = settings.package.folder.clone().unwrap_or_else(beside);
        Self {
            into: into.display().to_string(),
            ticked: desk.project().scenes.iter().map(|scene| scene.id.clone()).collect(),
            typed: TypedNumbers::new(&settings.estimate),
            settings,
        }
    }

    /// As it was when this was chosen.
    #[must_use]
    pub fn again(request: &PackageRequest, desk: &Desk) -> Self {
        let scenes = request.scope.clone().scenes(desk.project());
        Self {
            into: request.into.display().to_string(),
            ticked: scenes.map(|(_, scene)| scene.id.clone()).collect(),
            typed: TypedNumbers::new(&request.settings.estimate),
            settings: request.settings.clone(),
        }
    }

    /// What is wanted; a sentence when something cannot be used.
    fn request(&self, desk: &Desk) -> Result<PackageRequest, String> {
        let into = self.into.trim().trim_matches('"');
        if into.is_empty() {
            return Err("Type or choose the folder to deliver to".to_owned());
        }
        let mut settings = self.settings.clone();
        self.typed.put_into(&mut settings.estimate)?;
        settings.package.folder = Some(PathBuf::from(into));
        let scenes = &desk.project().scenes;
        let places: Vec<usize> = (0..scenes.len()).filter(|at| self.ticked.contains(&scenes[*at].id)).collect();
        let scope = if places.len() == scenes.len() { Scope::Project } else { Scope::Scenes(places.into()) };
        let request = PackageRequest { scope, settings, into: PathBuf::from(into) };
        request.check(desk.project(), desk.rules()).map_err(|error| capital(&error.to_string()))?;
        Ok(request)
    }

    /// What the project remembers of it: what was typed too, where it can be used.
    pub(super) fn remembered(self) -> Settings {
        let mut settings = self.settings.clone();
        if self.typed.put_into(&mut settings.estimate).is_err() {
            settings = self.settings;
        }
        let into = self.into.trim().trim_matches('"');
        settings.package.folder = (!into.is_empty()).then(|| PathBuf::from(into));
        settings
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        let height =
            (ui.ctx().content_rect().height() - size::DELIVER_AROUND).clamp(size::DIALOG_LEAST, size::DELIVER_HIGHEST);
        ui.label(RichText::new("Deliver").font(theme::semibold(type_size::HEADING)));
        let request = self.request(stage.desk);
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(vec2(size::DELIVER_SCENES, height), Layout::top_down(Align::Min), |ui| {
                self.scenes_ui(ui, stage);
            });
            ui.add_space(size::GAP);
            let room = vec2(ui.available_width(), height);
            ui.allocate_ui_with_layout(room, Layout::top_down(Align::Min), |ui| {
                ScrollArea::vertical().id_salt("choices").auto_shrink([false, false]).show(ui, |ui| {
                    ui.set_width(ui.available_width() - 14.0);
                    self.choices_ui(ui, stage);
                });
            });
        });
        self.place_ui(ui, stage);
        let (stay, wanted) = make_or_cancel_ui(ui, stage, "Deliver", &request);
        if let Some(request) = wanted {
            stage.say(Say::Deliver(Box::new(request)));
        }
        stay
    }

    fn scenes_ui(&mut self, ui: &mut Ui, stage: &Stage<'_>) {
        let scenes = &stage.desk.project().scenes;
        let chosen: Vec<&Scene> = scenes.iter().filter(|scene| self.ticked.contains(&scene.id)).collect();
        let seconds: Seconds = chosen.iter().map(|scene| scene.seconds()).sum();
        let told = format!("{} of {}, {seconds}", chosen.len(), count_of(scenes.len(), "scene"));
        section(ui, "Scenes", |ui| hint(ui, told));
        let is = |which: Which, scene: &Scene| match which {
            Which::All => true,
            Which::Ratio(aspect) => scene.aspect == aspect,
            Which::None => false,
        };
        let ratios = Aspect::ALL.into_iter().filter(|aspect| scenes.iter().any(|scene| scene.aspect == *aspect));
        let mut whiches: Vec<Which> = ratios.map(Which::Ratio).collect();
        // Where all have one ratio, that is all of them.
        if whiches.len() < 2 {
            whiches.clear();
        }
        whiches.insert(0, Which::All);
        whiches.push(Which::None);
        let exactly = |which: &Which| scenes.iter().all(|scene| is(*which, scene) == self.ticked.contains(&scene.id));
        let now = whiches.iter().copied().find(exactly);
        let choices = whiches.iter().map(|which| match which {
            Which::All => (Some(*which), "All".to_owned(), String::new()),
            Which::Ratio(aspect) => (Some(*which), format!("All {aspect}"), String::new()),
            Which::None => (Some(*which), "None".to_owned(), String::new()),
        });
        let choices: Vec<_> = choices.collect();
        if let Some(Some(which)) = segmented(ui, now, &choices) {
            self.ticked = scenes.iter().filter(|scene| is(which, scene)).map(|scene| scene.id.clone()).collect();
        }
        ScrollArea::vertical().id_salt("scenes").auto_shrink([false, false]).show(ui, |ui| {
            ui.set_width(size::DELIVER_SCENES - 14.0);
            for (at, scene) in scenes.iter().enumerate() {
                self.scene_ui(ui, stage, at, scene);
            }
        });
    }

    fn scene_ui(&mut self, ui: &mut Ui, stage: &Stage<'_>, at: usize, scene: &Scene) {
        let mut on = self.ticked.contains(&scene.id);
        let facts = format!("{} · {}", scene.aspect, scene.seconds());
        // Within a row it is as high as its tick; alone it would take all height that is left.
        let row = |ui: &mut Ui| {
            hint(ui, facts);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
                widgets::tick(ui, &mut on, scene.numbered(at)).changed()
            })
            .inner
        };
        let changed = ui.horizontal(|ui| ui.with_layout(Layout::right_to_left(Align::Center), row).inner).inner;
        if changed && on {
            self.ticked.insert(scene.id.clone());
        } else if changed {
            self.ticked.remove(&scene.id);
        }
        // While pictures are still being looked at nobody knows which are missing.
        let gap = scene_gaps(scene, stage.desk.pictures(), stage.desk.shows_a_take(scene));
        if let Some(gap) = gap.filter(|_| on && !stage.desk.is_loading()) {
            let color = look(ui).warn;
            ui.horizontal(|ui| {
                ui.add_space(ui.spacing().icon_width + ui.spacing().icon_spacing);
                ui.add(Label::new(RichText::new(capital(&gap)).font(theme::small()).color(color)).wrap());
            });
        }
    }

    fn choices_ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) {
        ui.spacing_mut().item_spacing.y = 7.0;
        section(ui, "What to make", |_| ());
        let Package { boards, estimate, estimate_table, film, captions, shot_list, .. } = &mut self.settings.package;
        let ticks = &mut [
            (&mut *boards, "Boards, PDF"),
            (&mut *estimate, "Estimate, PDF"),
            (&mut *film, "Film, MP4"),
            (&mut *estimate_table, "Estimate, CSV"),
            (&mut *captions, "Captions, SRT"),
            (&mut *shot_list, "Shot list, CSV"),
        ];
        ticks_ui(ui, ticks);
        let (has_pages, has_prices) = (*boards || *estimate, *estimate || *estimate_table || self.settings.boards.cost);
        if *film || *captions {
            self.films_ui(ui, stage);
        }
        if has_pages {
            section(ui, "Head of the pages", |_| ());
            field_ui(ui, "Client", &mut self.settings.boards.client);
            logo_ui(ui, stage, &mut self.settings.boards.logo);
        }
        if has_prices {
            money_ui(ui, &mut self.settings.estimate, &mut self.typed);
            ui.columns(2, |columns| {
                field_ui(&mut columns[0], "Estimate number", &mut self.settings.estimate.number);
                field_ui(&mut columns[1], "Valid until", &mut self.settings.estimate.valid_until);
            });
        }
        hint(ui, "Everything else is as it was chosen in Export");
    }

    /// Where to: in view whatever is scrolled.
    fn place_ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) {
        ui.separator();
        ui.horizontal(|ui| {
            widgets::dim(ui, "Into a new folder in");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if widgets::outline_button(ui, "Choose…", true).clicked() {
                    stage.say(Say::ChoosePath(PathPurpose::Deliveries));
                }
                let id = ui.scope_id().with("deliveries");
                let field = small_field(ui, id, &mut self.into).desired_width(ui.available_width());
                ui.add(field).accessible_name("Folder to deliver to");
            });
        });
        ui.horizontal(|ui| {
            widgets::tick(ui, &mut self.settings.package.show_folder, "Show it when it is done");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                hint(ui, "Its name tells the day and the next version; nothing is replaced");
            });
        });
    }

    /// How many films there will be.
    fn films_ui(&self, ui: &mut Ui, stage: &Stage<'_>) {
        let scenes = stage.desk.project().scenes.iter();
        let shown = scenes.filter(|scene| self.ticked.contains(&scene.id) && !scene.shots.is_empty());
        let shown: HashSet<Aspect> = shown.map(|scene| scene.aspect).collect();
        if shown.len() > 1 {
            let ratios: Vec<&str> = Aspect::ALL.into_iter().filter(|a| shown.contains(a)).map(Aspect::label).collect();
            hint(ui, format!("A film for each ratio: {}", ratios.join(", ")));
        }
    }
}
