//! Before money is spent: what is sent and what is not, what it costs and what is left, what stands in the way. Nothing is
//! sent but by the one button that says so.

mod ask;
mod request;
pub(in crate::ui) mod rows;

use std::sync::Arc;

use egui::{Align, Layout, RichText, Ui};

use super::Stay;
use crate::desk::{Account, Made, Obstacle, Pending, Quote, Refusal};
use crate::story::check::count_of;
use crate::story::{Credits, Rules, Usd};
use crate::ui::Stage;
use crate::ui::say::{Deed, Same, Say, Wanted};
use crate::ui::theme::{self, size, type_size};
use crate::ui::widgets::{self, dim, segmented};
use ask::{Ask, NewCap};

/// The sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfirmSheet {
    pub wanted: Wanted,
    takes: u32,
    /// Whether the exact request is read.
    shows_request: bool,
    ask: Option<Ask>,
    /// The new cap, as it is being typed.
    cap: Option<NewCap>,
    /// Why nothing was put on record.
    refused: Option<String>,
    /// It has been said, and the answer is on its way.
    sending: bool,
    fresh: bool,
    /// Where its lower end was when it was first seen whole, in a window of this size: its buttons stay there.
    lower_end: Option<(f32, egui::Vec2)>,
    height: f32,
}

/// What the sheet is about in this frame.
struct Sight<'a> {
    account: &'a Account,
    quote: Arc<Quote>,
    takes: u32,
    credits: Credits,
    usd: Usd,
    obstacle: Option<Obstacle>,
}

impl Sight<'_> {
    fn rules(&self) -> &Rules {
        self.account.rules()
    }
}

impl ConfirmSheet {
    #[must_use]
    pub fn new(wanted: Wanted) -> Self {
        Self {
            wanted,
            takes: 1,
            shows_request: false,
            ask: None,
            cap: None,
            refused: None,
            sending: false,
            fresh: true,
            lower_end: None,
            height: 0.0,
        }
    }

    /// How wide it is: a request has long lines.
    pub(super) fn width(&self) -> f32 {
        if self.shows_request { size::WIDE_DIALOG } else { size::DIALOG }
    }

    /// Where its lower end stays whatever grows above it; nothing before it was seen whole.
    pub(super) fn lower_end(&self, window: egui::Rect) -> Option<f32> {
        self.lower_end.filter(|(_, size)| *size == window.size()).map(|(y, _)| y)
    }

    /// It was shown here.
    pub(super) fn was_shown(&mut self, rect: egui::Rect, window: egui::Rect, view: &crate::ui::view::View) {
        let is_whole = view.offer.as_ref().is_some_and(|offer| offer.wanted == self.wanted);
        let is_steady = std::mem::replace(&mut self.height, rect.height()) == rect.height();
        if self.lower_end(window).is_none() {
            self.lower_end = (is_whole && is_steady).then_some((rect.bottom(), window.size()));
        }
    }

    /// Nothing was put on record: the sheet says why, or asks.
    pub fn refused(&mut self, why: Refusal) {
        self.sending = false;
        match why {
            Refusal::Same(take) => self.ask = Some(Ask::Same(take)),
            // The sheet shows it by itself, from the same figures.
            Refusal::Cap { .. } => self.ask = None,
            Refusal::Other(sentence) => self.refused = Some(sentence),
        }
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        let Some(account) = stage.account else { return Stay::Close };
        let Some((title, subtitle)) = self.titles(stage) else { return Stay::Close };
        ui.label(RichText::new(title).font(theme::semibold(type_size::HEADING)));
        dim(ui, subtitle);
        ui.add_space(4.0);
        let quote = self.quote(stage);
        if self.shows_request {
            return request::request_ui(
                ui,
                quote.as_ref().and_then(|quote| quote.as_ref().ok()),
                &mut self.shows_request,
            );
        }
        let sight = quote.as_ref().and_then(|quote| quote.as_ref().ok()).map(|quote| {
            let (credits, usd) = quote.total(self.takes, account.rules());
            let standing = account.standing_of(&quote.project);
            let obstacle = quote.obstacle_within(self.takes, account, Some(standing));
            Sight { account, quote: quote.clone(), takes: self.takes, credits, usd, obstacle }
        });
        widgets::sheet_body(ui, |ui| {
            self.takes_ui(ui);
            rows::frame_choice_ui(ui, stage, &mut self.wanted);
            match (&sight, &quote) {
                (Some(sight), _) => {
                    // Rows of figures stand closer than things to click.
                    ui.scope(|ui| {
                        ui.spacing_mut().interact_size.y = size::ROW;
                        rows::rows_ui(ui, stage, sight, &self.wanted);
                    });
                    ui.add_space(size::SMALL_GAP);
                    self.notes_ui(ui, stage, sight);
                }
                (None, Some(Err(sentence))) => {
                    ask::problem_ui(ui, sentence);
                }
                (None, _) => {
                    dim(ui, "Working out what is sent…");
                }
            }
        });
        ui.add_space(4.0);
        self.buttons_ui(ui, stage, sight.as_ref())
    }

    /// The heading, and who makes it; nothing when what was wanted is gone.
    fn titles(&self, stage: &Stage<'_>) -> Option<(String, String)> {
        let project = stage.desk.project();
        let service = &stage.desk.rules().service;
        let (title, tier) = match &self.wanted {
            Wanted::Scene { scene, .. } => {
                let at = project.scene_index(scene)?;
                let scene = &project.scenes[at];
                let name = scene.name.trim();
                let name = if name.is_empty() { String::new() } else { format!(", {name}") };
                (format!("Generate scene {}{name}", at + 1), Some(scene.tier))
            }
            Wanted::Shot { scene, shot, .. } => {
                let scene = &project.scenes[project.scene_index(scene)?];
                let at = scene.shots.iter().position(|other| other.id == *shot)?;
                (format!("Generate shot {} alone, {}", at + 1, scene.shots[at].name), Some(scene.tier))
            }
            Wanted::Scenes(scenes) => (format!("Generate {}", count_of(scenes.len(), "scene")), None),
        };
        let other = self.wanted.other_tier();
        let words = other.or(tier).map_or_else(String::new, |tier| format!(" {}", tier.label()));
        let stays = match (tier, other) {
            (Some(tier), Some(_)) => format!(" · the scene stays {}", tier.label()),
            _ => String::new(),
        };
        Some((title, format!("{}{words} through {}{stays}", service.model, service.name)))
    }

    /// What would be sent as the project stands, once it is worked out.
    fn quote(&self, stage: &Stage<'_>) -> Option<Result<Arc<Quote>, String>> {
        let offer = stage.view.offer.as_ref().filter(|offer| offer.wanted == self.wanted)?;
        (offer.generation == stage.desk.generation()).then(|| offer.quote.clone())
    }

    fn takes_ui(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            ui.set_height(size::BUTTON_HEIGHT);
            dim(ui, if matches!(self.wanted, Wanted::Scenes(_)) { "Takes of each" } else { "Takes" });
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let choices = [1, 2, 3, 4].map(|n: u32| (n, n.to_string(), count_of(n as usize, "take")));
                if let Some(takes) = segmented(ui, self.takes, &choices) {
                    self.takes = takes;
                    // Another price: what was asked was about the old one.
                    self.ask = None;
                }
            });
        });
    }

    /// What is worth knowing before, what is in the way, what is asked.
    fn notes_ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>, sight: &Sight<'_>) {
        self.choices_ui(ui, stage, sight);
        if let Wanted::Scene { scene, .. } = &self.wanted {
            rows::panels_ui(ui, stage, scene);
        }
        if !stage.settings.storage_told {
            let hours = sight.rules().timing.upload_kept_s.0.as_secs() / 3600;
            let service = &sight.rules().service.name;
            ask::note_ui(ui, &format!("Pictures and prompts go to {service}'s storage for {hours} hours"));
        }
        if let Some(sentence) = &self.refused {
            ask::problem_ui(ui, sentence);
        }
        match (&sight.obstacle, self.ask.clone()) {
            (Some(obstacle), _) => ask::obstacle_ui(ui, stage, sight, obstacle, &mut self.cap),
            (None, Some(question)) => {
                if ask::ask_ui(ui, stage, sight, &question) && !self.sending {
                    let same = if matches!(question, Ask::Same(_)) { Same::MakeAnother } else { Same::Ask };
                    self.spend(stage, same);
                }
            }
            (None, None) => {}
        }
    }

    /// The request to read, and the other tier.
    fn choices_ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>, sight: &Sight<'_>) {
        ui.horizontal(|ui| {
            if widgets::button(ui, "See the request").clicked() {
                self.shows_request = true;
            }
            let (Wanted::Scene { scene, .. } | Wanted::Shot { scene, .. }) = &self.wanted else { return };
            let Some(own) = stage.desk.project().scene(scene).map(|scene| scene.tier) else { return };
            let Some(item) = sight.quote.items.first() else { return };
            let other = item.order.tier.other();
            let price = crate::story::price::of(item.order.seconds(), other, item.order.sound, sight.rules());
            let credits = price.credits.times(u64::from(sight.takes));
            let text = format!("{} instead, {}", other.label(), sight.rules().prices.cents(credits));
            if widgets::button(ui, text).on_hover_text("For this order alone; the scene stays as it is").clicked() {
                self.ask = None;
                self.wanted = self.wanted.clone().in_tier((other != own).then_some(other));
            }
        });
    }

    fn buttons_ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>, sight: Option<&Sight<'_>>) -> Stay {
        let mut stay = Stay::Open;
        widgets::sheet_buttons(ui, |ui| {
            match sight {
                Some(sight) => match &sight.obstacle {
                    Some(obstacle) => ask::way_out_ui(ui, stage, sight, obstacle, &mut self.cap),
                    // The question has the button; a second click on the same spot does nothing.
                    None if self.ask.is_some() => unready_ui(ui),
                    None => self.spend_ui(ui, stage, sight),
                },
                None => unready_ui(ui),
            }
            // Its id is its own: whatever stands beside it, the keyboard stays here.
            let cancel = ui.push_id("cancel", |ui| widgets::button(ui, "Cancel")).inner;
            if std::mem::take(&mut self.fresh) {
                // Enter must not spend by accident.
                cancel.request_focus();
            }
            if cancel.clicked() {
                stay = Stay::Close;
            }
        });
        stay
    }

    fn spend_ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>, sight: &Sight<'_>) {
        if self.sending {
            in_slot(ui, |ui| ui.add_enabled(false, widgets::plain_button("On record…")));
        } else if in_slot(ui, |ui| widgets::spend_button(ui, format!("Spend {}", sight.usd.in_cents()))).clicked() {
            let asks = stage.settings.ask_above.is_some_and(|above| sight.credits > Credits::whole(above));
            if asks {
                self.ask = Some(Ask::Above);
            } else {
                self.spend(stage, Same::Ask);
            }
        }
    }

    fn spend(&mut self, stage: &mut Stage<'_>, same: Same) {
        self.sending = true;
        self.refused = None;
        stage.say(Say::Deed(Deed::Confirm { wanted: self.wanted.clone(), takes: self.takes, same }));
    }
}

/// The place of the button that spends, or of what stands there instead: as wide whatever its words are, so that nothing
/// else moves.
fn in_slot(ui: &mut Ui, button: impl FnOnce(&mut Ui) -> egui::Response) -> egui::Response {
    let place = egui::vec2(size::SPEND_SLOT, size::BUTTON_HEIGHT);
    let layout = Layout::centered_and_justified(egui::Direction::LeftToRight);
    ui.push_id("slot", |ui| ui.allocate_ui_with_layout(place, layout, button).inner).inner
}

fn slot_button(ui: &mut Ui, text: &str) -> egui::Response {
    in_slot(ui, |ui| widgets::button(ui, text))
}

fn unready_ui(ui: &mut Ui) {
    in_slot(ui, |ui| ui.add_enabled(false, widgets::plain_button("Spend")));
}

/// Why a scene is not among those that are sent.
fn stays_out(stage: &Stage<'_>, index: usize) -> Option<String> {
    let scene = stage.desk.digest().scenes.get(index)?;
    if scene.errors > 0 {
        return Some(format!("{} to fix", scene.errors));
    }
    match scene.made {
        _ if scene.pending.is_some() => Some(
            match scene.pending {
                Some(Pending::Held) => "was confirmed already and waits for you",
                Some(Pending::NotConfirmed) => "was sent and is not confirmed",
                _ => "is being made already",
            }
            .to_owned(),
        ),
        Made::Unknown => Some("its pictures are still looked at".to_owned()),
        Made::Generated | Made::Never | Made::Changed => None,
    }
}
