//! The settings: the key and where it is kept, the service's address, where it shall call, when to ask, the project's cap,
//! and the looks of the window.

use std::fmt;

use egui::{Align, Layout, RichText, Ui};

use super::Stay;
use crate::desk::{Account, KeySource, KeyState, URL_VARIABLE, telling};
use crate::provider::vidgo::{Base, callback_fault};
use crate::store::key::{ApiKey, KEY_VARIABLE};
use crate::store::settings::Theme;
use crate::story::{Credits, Seconds, price};
use crate::ui::Stage;
use crate::ui::command::{Command, ViewCommand};
use crate::ui::fields::{line_field, placeholder, small_field};
use crate::ui::icons;
use crate::ui::say::{Deed, MoneySettings, Say};
use crate::ui::theme::{self, size, type_size};
use crate::ui::widgets::{self, dim, link, look, section};

/// The sheet: drafts until they are saved.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingsSheet {
    key: Typed,
    key_fault: Option<String>,
    /// The keyboard goes to the key when the sheet opens.
    wants_key: bool,
    url: String,
    callback: String,
    ask_above: String,
    cap: String,
    drawing_program: String,
    /// As it was when the sheet was opened.
    saved_url: String,
    saved_cap: String,
    saved_program: String,
}

/// A key while it is typed: it never prints.
#[derive(Clone, Default, PartialEq)]
struct Typed(String);

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("••••")
    }
}

impl SettingsSheet {
    /// With what is set now; the project's cap in dollars, and what pictures are drawn with.
    #[must_use]
    pub fn new(settings: MoneySettings, cap: Option<String>, drawing_program: Option<String>) -> Self {
        let url = settings.vidgo_url.unwrap_or_default();
        let cap = cap.unwrap_or_default();
        let drawing_program = drawing_program.unwrap_or_default();
        Self {
            key: Typed::default(),
            key_fault: None,
            wants_key: false,
            saved_url: url.clone(),
            url,
            callback: settings.callback_url.unwrap_or_default(),
            ask_above: settings.ask_above.map(|above| above.to_string()).unwrap_or_default(),
            saved_cap: cap.clone(),
            cap,
            saved_program: drawing_program.clone(),
            drawing_program,
        }
    }

    /// The same, opened to enter a key.
    #[must_use]
    pub fn for_key(mut self) -> Self {
        self.wants_key = true;
        self
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        ui.label(RichText::new("Settings").font(theme::semibold(type_size::HEADING)));
        let mut faults = false;
        widgets::sheet_body(ui, |ui| {
            match stage.account {
                Some(account) => self.key_ui(ui, stage, account),
                None => {
                    hint_wrapped(ui, "The money ledger cannot be used, so nothing can be generated; the rest works");
                }
            }
            ui.add_space(6.0);
            faults = self.fields_ui(ui, stage);
            ui.add_space(6.0);
            section(ui, "Drawing program", |_| ());
            field_ui(ui, "Drawing program", "What this system opens pictures with", &mut self.drawing_program);
            ui.add_space(6.0);
            looks_ui(ui, stage);
        });
        ui.add_space(4.0);
        let mut stay = Stay::Open;
        widgets::sheet_buttons(ui, |ui| {
            if ui.add_enabled(!faults, widgets::plain_button("Save")).clicked() {
                self.save(stage);
                stay = Stay::Close;
            }
            if widgets::button(ui, "Cancel").clicked() {
                stay = Stay::Close;
            }
        });
        stay
    }

    fn key_ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>, account: &Account) {
        let service = stage.desk.rules().service.name.clone();
        section(ui, &format!("{service} API key"), |ui| {
            let page = &stage.desk.rules().service.account_page;
            if link(ui, "Get a key and credits").on_hover_text(page).clicked() {
                stage.say(Say::Deed(Deed::GetCredits));
            }
        });
        let state = account.key_state();
        match &state {
            KeyState::Looking => {
                hint_wrapped(
                    ui,
                    "The system's keyring is being asked for the key; unlock it where it asks, or paste the key",
                );
            }
            KeyState::NoAnswer(error) => {
                let warn = look(ui).warn;
                let text = format!("{} {}", icons::WARNING, telling::capital(&error.to_string()));
                ui.add(egui::Label::new(RichText::new(text).color(warn)).wrap());
                if widgets::button(ui, "Ask the keyring again").clicked() {
                    stage.say(Say::Deed(Deed::AskKeyring));
                }
            }
            KeyState::None => hint_wrapped(ui, &format!("No key yet for {}", account.base())),
            KeyState::Known { masked, source } => {
                ui.horizontal(|ui| {
                    ui.label(widgets::strong_text(masked));
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        let is_ours = *source != KeySource::Environment;
                        let forget = ui.add_enabled(is_ours, widgets::plain_button("Forget"));
                        let why = format!("It stands in {KEY_VARIABLE}: only there it can be taken away");
                        if forget.on_disabled_hover_text(why).clicked() {
                            stage.say(Say::Deed(Deed::ForgetKey));
                        }
                        let asking = account.is_asking_balance();
                        let text = if asking { "Asking…" } else { "Test" };
                        if ui.add_enabled(!asking, widgets::plain_button(text)).clicked() {
                            stage.say(Say::Deed(Deed::CheckBalance(None)));
                        }
                    });
                });
                hint_wrapped(ui, &kept(source, account));
                if let (Some((credits, _)), false) = (account.balance(), account.is_asking_balance()) {
                    let ok = look(ui).ok;
                    widgets::state_line(
                        ui,
                        icons::CHECK,
                        &format!("It works, the account holds {}", account.rules().prices.amount(credits)),
                        ok,
                    );
                }
            }
        }
        if let Some(why) = account.balance_fault() {
            let bad = look(ui).bad;
            ui.add(
                egui::Label::new(RichText::new(format!("{} {}", icons::ERROR, telling::capital(why))).color(bad))
                    .wrap(),
            );
        }
        self.new_key_ui(ui, stage, matches!(state, KeyState::Known { .. }));
    }

    fn new_key_ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>, has_one: bool) {
        // A key belongs to the address it is entered for: that one is saved first.
        let settled = self.url.trim() == self.saved_url.trim();
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let can = settled && !self.key.0.trim().is_empty();
                if ui.add_enabled(can, widgets::plain_button("Use and test")).clicked() {
                    match ApiKey::new(&self.key.0) {
                        Ok(key) => {
                            self.key = Typed::default();
                            stage.say(Say::Deed(Deed::SetKey(key)));
                        }
                        Err(fault) => self.key_fault = Some(telling::capital(&fault.to_string())),
                    }
                }
                let id = ui.scope_id().with("key");
                let inviting = if has_one { "Paste another key" } else { "Paste the key" };
                let field = line_field(ui, id, &mut self.key.0).password(true).hint_text(placeholder(inviting));
                let field = ui.add_enabled(settled, field).accessible_name("API key");
                if std::mem::take(&mut self.wants_key) {
                    field.request_focus();
                }
                if field.changed() {
                    self.key_fault = None;
                }
            });
        });
        if !settled {
            hint_wrapped(ui, "Save the new address first: a key belongs to the address it is entered for");
        }
        if let Some(fault) = &self.key_fault {
            fault_ui(ui, fault);
        }
    }

    /// Everything that is saved together. Tells whether something in it cannot be.
    fn fields_ui(&mut self, ui: &mut Ui, stage: &Stage<'_>) -> bool {
        let rules = stage.desk.rules();
        let mut faults = false;
        section(ui, "Service address", |_| ());
        field_ui(ui, "Service address", &format!("As shipped: {}", rules.service.base_url), &mut self.url);
        faults |= told(ui, url_fault(&self.url).as_deref());
        if stage.account.is_some_and(Account::has_address_in_environment) {
            hint_wrapped(ui, &format!("{URL_VARIABLE} is set and counts instead"));
        }
        ui.add_space(6.0);
        section(ui, "Webhook address", |_| ());
        field_ui(ui, "Webhook address", "None, Storyreel asks by itself", &mut self.callback);
        let callback = Some(self.callback.trim()).filter(|text| !text.is_empty());
        faults |= told(ui, callback.and_then(callback_fault).as_deref());
        hint_wrapped(ui, "For those with a public address that leads to storyreel listen");
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            dim(ui, "Ask once more above");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                dim(ui, "credits");
                amount_ui(ui, "Ask above, in credits", "never", &mut self.ask_above);
            });
        });
        let above = amount_of(&self.ask_above);
        if let Ok(Some(above)) = above {
            beside(ui, &format!("That is {}", rules.prices.amount(Credits::whole(above))));
        }
        faults |= told(ui, above.err());
        if stage.account.is_some() {
            ui.horizontal(|ui| {
                dim(ui, "This project may cost");
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    dim(ui, "dollars");
                    amount_ui(ui, "Project cap, in dollars", "no cap", &mut self.cap);
                });
            });
            let cap = self.cap.trim();
            let credits = price::credits_for(cap, rules);
            if let Some(credits) = credits {
                beside(ui, &format!("That is {}", rules.prices.amount(credits)));
            }
            let fault = !cap.is_empty() && credits.is_none();
            faults |= told(ui, fault.then_some("Write an amount like 40 or 39.50, or leave it empty"));
        }
        faults
    }

    fn save(&self, stage: &mut Stage<'_>) {
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let settings = MoneySettings {
            vidgo_url: text(&self.url),
            callback_url: text(&self.callback),
            ask_above: amount_of(&self.ask_above).unwrap_or_default(),
        };
        stage.say(Say::Deed(Deed::Apply(settings)));
        if self.drawing_program.trim() != self.saved_program {
            stage.say(Say::UseDrawingProgram(text(&self.drawing_program)));
        }
        if self.cap.trim() != self.saved_cap {
            let cap: Option<Credits> = price::credits_for(&self.cap, stage.desk.rules());
            stage.say(Say::Deed(Deed::SetCap(cap)));
        }
    }
}

/// Colours, motion and new shots: a choice is seen, and kept, at once.
fn looks_ui(ui: &mut Ui, stage: &mut Stage<'_>) {
    section(ui, "Looks and habits, changed at once", |_| ());
    let wish = "As the system wishes, dark where it tells nothing".to_owned();
    let themes = [
        (Theme::System, "System".to_owned(), wish),
        (Theme::Dark, "Dark".to_owned(), String::new()),
        (Theme::Light, "Light".to_owned(), String::new()),
    ];
    if let Some(theme) = choice_ui(ui, "Colours", stage.settings.theme, &themes) {
        stage.say(Say::Command(match theme {
            Theme::System => Command::View(ViewCommand::ThemeSystem),
            Theme::Dark => Command::View(ViewCommand::ThemeDark),
            Theme::Light => Command::View(ViewCommand::ThemeLight),
        }));
    }
    let off = "What moves only to please stands still".to_owned();
    let motion = [(true, "Motion: on".to_owned(), String::new()), (false, "Motion: off".to_owned(), off)];
    if choice_ui(ui, "Motion", !stage.settings.reduced_motion, &motion).is_some() {
        stage.say(Say::Command(Command::View(ViewCommand::SwitchMotion)));
    }
    let usual = stage.settings.new_shot_seconds;
    let share = "Their share of what is free in the scene: 2 or 3 s each".to_owned();
    let mut lengths = vec![(None, "A share".to_owned(), share)];
    lengths.extend(usual_lengths(usual).map(|length| (Some(length), length.to_string(), String::new())));
    if let Some(usual) = choice_ui(ui, "New shots", usual, &lengths) {
        stage.say(Say::NewShotsLast(usual));
    }
}

/// The lengths that new shots are offered; one that is set in the settings' own file is among them.
fn usual_lengths(set: Option<Seconds>) -> impl Iterator<Item = Seconds> {
    let mut lengths: Vec<Seconds> = [2, 3, 4, 5].map(Seconds).into_iter().chain(set).collect();
    lengths.sort_unstable();
    lengths.dedup();
    lengths.into_iter()
}

/// A name left and one of several right. Gives the one that was clicked.
fn choice_ui<T: Copy + PartialEq>(ui: &mut Ui, name: &str, now: T, choices: &[(T, String, String)]) -> Option<T> {
    ui.horizontal(|ui| {
        dim(ui, name);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| widgets::segmented(ui, now, choices)).inner
    })
    .inner
}

/// Where the key is kept, and for which address.
fn kept(source: &KeySource, account: &Account) -> String {
    let base = account.base();
    match source {
        KeySource::Environment => format!("From {KEY_VARIABLE}, for {base}"),
        KeySource::BeingKept => format!("In use for {base}; the system's keyring has not answered yet"),
        KeySource::Keyring => format!("Kept in this system's keyring, for {base}"),
        KeySource::ThisRun(why) => format!("Not kept: {why} (for {base})"),
    }
}

/// A whole number of credits, or nothing where there is none.
fn amount_of(text: &str) -> Result<Option<u64>, &'static str> {
    let text = text.trim().replace(',', "");
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| "Write a whole number of credits, or leave it empty")
}

fn url_fault(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() { None } else { Base::parse(text).err().map(|error| telling::capital(&error.to_string())) }
}

fn field_ui(ui: &mut Ui, name: &str, empty: &str, text: &mut String) {
    let id = ui.scope_id().with(name);
    ui.add(line_field(ui, id, text).hint_text(placeholder(empty))).accessible_name(name);
}

fn amount_ui(ui: &mut Ui, name: &str, empty: &str, text: &mut String) {
    let id = ui.scope_id().with(name);
    ui.add(small_field(ui, id, text).hint_text(placeholder(empty)).desired_width(size::AMOUNT)).accessible_name(name);
}

/// The same amount in the other unit, under its field.
fn beside(ui: &mut Ui, text: &str) {
    ui.with_layout(Layout::right_to_left(Align::Min), |ui| widgets::hint(ui, text));
}

/// Shows what is wrong with a field, if anything is. Tells whether it is.
fn told(ui: &mut Ui, fault: Option<&str>) -> bool {
    if let Some(fault) = fault {
        fault_ui(ui, fault);
    }
    fault.is_some()
}

fn fault_ui(ui: &mut Ui, fault: &str) {
    let bad = look(ui).bad;
    ui.add(egui::Label::new(RichText::new(format!("{} {fault}", icons::ERROR)).color(bad)).wrap());
}

fn hint_wrapped(ui: &mut Ui, text: &str) {
    let faint = look(ui).faint;
    ui.add(egui::Label::new(RichText::new(text).font(theme::small()).color(faint)).wrap());
}
