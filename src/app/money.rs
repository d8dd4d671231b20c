//! Everything about money in the window: the account is opened and listened to, what panels want of it is done, and what
//! happens to takes is told once.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use egui::{Context, ViewportCommand};

use super::App;
use super::copies::MaybeCopy;
use crate::desk::telling::{self, Tone};
use crate::desk::{Account, AccountEvent, AccountSetup, Quoted, Refusal, scene_takes};
use crate::store::destination::Replace;
use crate::store::key::KeyStore;
use crate::store::models::Catalogue;
use crate::store::{self, TakeRecord};
use crate::story::{Rules, SceneId, TakeId};
use crate::takes::ledger::{Hold, LedgerTake, TakeState};
use crate::ui::dialogs::{ConfirmSheet, Dialog, SettingsSheet, SpendingSheet};
use crate::ui::say::{Deed, MoneySettings, PathPurpose, Same, Say, Wanted};
use crate::ui::view::{About, Asked, NoticeKind, Offer, Tab};

/// The account and what the window remembers about it.
pub(super) struct Money {
    keys: Arc<dyn KeyStore>,
    /// The limits and prices of this run, from its start on.
    rules: Option<Arc<Rules>>,
    /// The models that there are, with the user's own.
    pub(super) catalogue: Catalogue,
    account: Option<Account>,
    /// The confirmation that was asked to be worked out last.
    asked: Option<(Wanted, u64, u64)>,
    /// A confirmation is on its way to the ledger: no second one goes.
    confirming: bool,
    /// How each take stood when something was told of it.
    told: HashMap<TakeId, (TakeState, Option<Hold>)>,
    /// What the desk was told of the account.
    desk_knows: Option<u64>,
    /// The open project may be a copy, which nobody has said yet.
    pub(super) copy: Option<MaybeCopy>,
}

impl Money {
    pub(super) fn new(keys: Arc<dyn KeyStore>) -> Self {
        Self {
            keys,
            rules: None,
            catalogue: Catalogue::default(),
            account: None,
            asked: None,
            confirming: false,
            told: HashMap::new(),
            desk_knows: None,
            copy: None,
        }
    }

    pub(super) fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    /// What was told of it under the other one is told anew.
    pub(super) fn project_has_another_id(&mut self) {
        self.asked = None;
        self.desk_knows = None;
    }
}

impl App {
    /// Opens the account. Where that cannot be done a sentence says so, and everything free works on.
    pub(super) fn open_account(&mut self, now: f64) {
        let (rules, notes) = store::rules::load(&self.paths);
        let notes: Vec<String> = notes.iter().map(|note| telling::capital(note)).collect();
        self.view.notify_all(NoticeKind::Problem, &notes, now);
        let rules = Arc::new(rules);
        self.desk.set_rules(&rules);
        self.load_models(&rules, now);
        self.money.rules = Some(rules.clone());
        let (paths, keys, wake) = (self.paths.clone(), self.money.keys.clone(), self.wake.clone());
        let runtime = self.runtime.clone();
        match Account::open(AccountSetup { paths, rules, keys, wake, runtime }, &self.settings) {
            Ok((account, notes)) => {
                let notes: Vec<String> = notes.iter().map(|note| telling::capital(note)).collect();
                self.view.notify_all(NoticeKind::Problem, &notes, now);
                let state = |take: &LedgerTake| (take.id.clone(), (take.state, take.hold));
                self.money.told = account.takes().iter().map(state).collect();
                self.tell_what_waits(&account, now);
                self.money.account = Some(account);
            }
            Err(error) => {
                let text = format!("Generating is off, everything else works: {error}");
                self.view.notify(NoticeKind::Problem, text, now);
            }
        }
    }

    /// Takes of earlier runs that need the user.
    fn tell_what_waits(&mut self, account: &Account, now: f64) {
        let waits = |take: &&LedgerTake| take.hold.is_some() || take.state == TakeState::NotConfirmed;
        let waiting: Vec<&LedgerTake> = account.takes().iter().filter(waits).collect();
        let Some(first) = waiting.first() else { return };
        let text = match waiting.as_slice() {
            [take] => {
                format!("A take of {} needs you: {}", take.order.scene_name, lower(&telling::state(take, None).0))
            }
            more => format!("{} takes of earlier runs need you", more.len()),
        };
        let show = (first.project == self.desk.project().id)
            .then(|| ("Show".to_owned(), Say::Deed(Deed::ShowTakes(first.scene.clone(), Some(first.id.clone())))));
        self.view.notify_about(About::Waiting, NoticeKind::Problem, text, show, now);
    }

    /// Takes away what was told and is not true any more.
    fn forget_untrue(&mut self) {
        let Some(account) = &self.money.account else { return };
        let needs_user = |take: &LedgerTake| take.hold.is_some() || take.state == TakeState::NotConfirmed;
        if !account.takes().iter().any(needs_user) {
            self.view.forget_notice(&About::Waiting);
        }
        if account.balance_fault().is_none() {
            self.view.forget_notice(&About::Balance);
        }
    }

    /// The project that is open is another one now.
    pub(super) fn tell_account_of_project(&mut self, moved: bool) {
        self.money.asked = None;
        self.money.desk_knows = None;
        self.money.copy = None;
        if let Some(rules) = &self.money.rules {
            self.desk.set_rules(rules);
        }
        let Some(account) = &self.money.account else { return };
        if self.desk.held().is_some() {
            account.project_looked_at(self.desk.project());
        } else if moved {
            account.project_moved(self.desk.project(), self.desk.folder().root());
        } else {
            account.project_opened(self.desk.project(), self.desk.folder().root());
        }
    }

    /// Takes in what the account has to tell, keeps the desk and the confirmation up to date with it.
    pub(super) fn drain_account(&mut self, ctx: &Context, now: f64) {
        let Some(account) = &mut self.money.account else { return };
        let events = account.drain();
        if !events.is_empty() {
            for event in events {
                self.account_event(ctx, event, now);
            }
            self.forget_untrue();
        }
        let Some(account) = &self.money.account else { return };
        if self.money.desk_knows != Some(account.revision()) {
            self.money.desk_knows = Some(account.revision());
            self.desk.set_paid(account.hashes_of(&self.desk.project().id));
        }
        self.follow_offer();
        self.ask_whether_copy();
    }

    /// While the confirmation is open it is worked out again whenever something about it has changed.
    fn follow_offer(&mut self) {
        let (Some(account), Some(Dialog::Confirm(sheet))) = (&self.money.account, &self.view.dialog) else {
            self.money.asked = None;
            return;
        };
        let mark = self.desk.generation();
        let asked = Some((sheet.wanted.clone(), mark, account.revision_of_takes()));
        if self.money.asked != asked {
            account.ask_quote(self.desk.project(), self.desk.pictures(), &sheet.wanted, mark);
            self.money.asked = asked;
        }
    }

    fn account_event(&mut self, ctx: &Context, event: AccountEvent, now: f64) {
        match event {
            AccountEvent::Changed(row) => self.tell_change(&row, now),
            AccountEvent::Kept(row) => {
                // What may be a copy has not got it: it went to the original.
                if row.project == self.desk.project().id && self.money.copy.is_none() {
                    self.desk.take_kept(&row.id);
                } else {
                    let text = format!("A take of {} is ready in {}", row.order.scene_name, row.order.project_name);
                    self.view.notify(NoticeKind::Done, text, now);
                }
            }
            AccountEvent::Balance(Ok(_)) => {}
            AccountEvent::Balance(Err(why)) => {
                // The settings show it beside the key.
                if !matches!(self.view.dialog, Some(Dialog::Settings(_))) {
                    let text = format!("The balance is not known: {why}");
                    self.view.notify_about(About::Balance, NoticeKind::Problem, text, None, now);
                }
            }
            AccountEvent::Key => {
                if let Some(account) = &mut self.money.account
                    && account.is_connected()
                    && account.balance().is_none()
                    && !account.is_asking_balance()
                {
                    account.ask_balance(None);
                }
            }
            AccountEvent::Quoted(quoted) => self.quoted(*quoted),
            AccountEvent::Elsewhere { project, folder, elsewhere } => self.is_elsewhere(&project, &folder, elsewhere),
            AccountEvent::Confirmed(came) => self.confirmed(came, now),
            AccountEvent::TaskEntered(take, entered) => self.task_entered(&take, entered, now),
            AccountEvent::Details(text) => {
                ctx.copy_text(text);
                self.view.notify(NoticeKind::Done, "The details are copied, without the key", now);
            }
            AccountEvent::WouldReplace(file) => {
                let given = |replace| Say::PathGiven { purpose: PathPurpose::Spending, path: file.clone(), replace };
                let again = Say::ChoosePath(PathPurpose::Spending);
                self.ask_to_replace(vec![file.clone()], given(Replace::These(vec![file.clone()])), again);
            }
            AccountEvent::Done(sentence) => self.view.notify(NoticeKind::Done, sentence, now),
            AccountEvent::Trouble(sentence) => self.view.notify(NoticeKind::Problem, sentence, now),
        }
    }

    /// The service was asked after a task ID: the field stays open, with its text, until it is believed.
    fn task_entered(&mut self, take: &TakeId, entered: Result<(), String>, now: f64) {
        let field = match &mut self.view.asked {
            Some((of, Asked::TaskId(field))) if of == take => Some(field),
            _ => None,
        };
        match (entered, field) {
            (Ok(()), field) => {
                if field.is_some() {
                    self.view.asked = None;
                }
                let text = "The service knows the task; Storyreel follows it from here";
                self.view.notify(NoticeKind::Done, text, now);
            }
            (Err(why), Some(field)) => {
                field.looking = false;
                field.was_focused = false;
                field.fault = Some(why);
            }
            (Err(why), None) => self.view.notify(NoticeKind::Problem, why, now),
        }
    }

    fn quoted(&mut self, quoted: Quoted) {
        let Quoted { wanted, mark, quote } = quoted;
        // Threads may overtake each other: what was asked for last counts.
        if self.money.asked.as_ref().is_some_and(|(asked, at, _)| *asked == wanted && *at == mark) {
            self.view.offer = Some(Offer { wanted, generation: mark, quote: quote.map(Arc::new) });
        }
    }

    fn confirmed(&mut self, came: Result<Vec<TakeId>, Refusal>, now: f64) {
        self.money.confirming = false;
        match came {
            Ok(takes) => {
                let wanted = match &self.view.dialog {
                    Some(Dialog::Confirm(sheet)) => Some(sheet.wanted.clone()),
                    _ => None,
                };
                if let Some(wanted) = wanted {
                    self.view.dialog = None;
                    self.view.offer = None;
                    let scene = match wanted {
                        Wanted::Scene { scene, .. } | Wanted::Shot { scene, .. } => Some(scene),
                        // The one that is looked at, where it is among them.
                        Wanted::Scenes(scenes) => {
                            scenes.iter().find(|scene| **scene == self.view.scene).or(scenes.first()).cloned()
                        }
                    };
                    if let Some(scene) = scene {
                        let new = self.money.account.as_ref().and_then(|account| {
                            let of_it = |id: &&TakeId| account.take(id).is_some_and(|take| take.scene == scene);
                            takes.iter().rev().find(of_it).cloned()
                        });
                        self.show_takes(&scene);
                        self.view.reveal_take = new;
                    }
                }
                self.storage_was_told();
            }
            Err(why) => match &mut self.view.dialog {
                Some(Dialog::Confirm(sheet)) => sheet.refused(why),
                _ => {
                    let text = match why {
                        Refusal::Same(take) => {
                            let row = self.money.account.as_ref().and_then(|account| account.take(&take));
                            let stands = row.map_or_else(|| "is being made already".to_owned(), telling::same_again);
                            format!("Nothing was sent: the very same {stands}")
                        }
                        Refusal::Cap { would_be, cap } => {
                            let prices = &self.desk.rules().prices;
                            format!("Nothing was sent: it would be {}", prices.beside_cap(would_be, Some(cap)))
                        }
                        Refusal::Other(sentence) => sentence,
                    };
                    self.view.notify(NoticeKind::Problem, text, now);
                }
            },
        }
    }

    /// It was read and agreed to once: it need not be said again.
    fn storage_was_told(&mut self) {
        if !self.settings.storage_told {
            self.settings.storage_told = true;
            self.keep_settings();
        }
    }

    /// What happened to a take is told once, where the user has to know.
    fn tell_change(&mut self, row: &LedgerTake, now: f64) {
        let stands = (row.state, row.hold);
        if self.money.told.insert(row.id.clone(), stands) == Some(stands) {
            return;
        }
        let about = About::Take(row.id.clone());
        self.view.forget_notice(&about);
        let (state, tone) = telling::state(row, None);
        if !matches!(tone, Tone::Warning | Tone::Bad) {
            return;
        }
        let why = telling::raw_reason(row).map_or_else(String::new, |raw| format!(": {raw}"));
        let name = self.name_of_take(&row.scene, &row.id);
        let text = format!("{name} of {}: {}{why}", row.order.scene_name, lower(&state));
        let show = (row.project == self.desk.project().id)
            .then(|| ("Show".to_owned(), Say::Deed(Deed::ShowTakes(row.scene.clone(), Some(row.id.clone())))));
        self.view.notify_about(about, NoticeKind::Problem, text, show, now);
    }

    /// What people call a take of this project.
    fn name_of_take(&self, scene: &SceneId, take: &TakeId) -> String {
        let takes = scene_takes(&self.desk, self.money.account(), scene);
        let name = takes.iter().find(|known| known.id() == *take).map(crate::desk::SceneTake::short_name);
        name.unwrap_or_else(|| "A take".to_owned())
    }

    /// A paid take lies in the project.
    pub(super) fn take_came(&mut self, take: &TakeRecord, now: f64) {
        let name = self.name_of_take(&take.scene, &take.id);
        let text = format!("{name} of {} is ready", take.order.scene_name);
        let play = Some(("Play it".to_owned(), Say::PlayTake(take.id.clone())));
        self.view.notify_with(NoticeKind::Done, text, play, now);
    }

    pub(super) fn deed(&mut self, ctx: &Context, deed: Deed, now: f64) {
        match deed {
            Deed::Offer(wanted) => return self.offer(wanted, now),
            Deed::ShowTakes(scene, take) => {
                self.show_takes(&scene);
                self.view.reveal_take = take;
                return;
            }
            Deed::Settings => return self.show_settings(),
            Deed::SaveSpending => return self.ask(ctx, PathPurpose::Spending),
            Deed::OpenInPlayer(take) => return self.open_in_player(&take, now),
            Deed::ShowTakeInFolder(take) => {
                if let Some(film) = self.film_of(&take) {
                    self.show_in_folder(&film, now);
                }
                return;
            }
            Deed::Apply(settings) => return self.apply(settings, now),
            Deed::GetCredits => return self.open_account_page(now),
            Deed::Quit => return ctx.send_viewport_cmd(ViewportCommand::Close),
            Deed::Confirm { wanted, takes, same } => return self.confirm(&wanted, takes, same),
            _ => {}
        }
        let Some(account) = &mut self.money.account else { return };
        match deed {
            Deed::Take(take, act) => account.ask_to(&take, act),
            Deed::EnterTask(take, task) => account.enter_task(&take, &task),
            Deed::CheckBalance(take) => account.try_key(take),
            Deed::AskBalance => account.ask_balance(None),
            Deed::SendAgain(take) => account.ask_to_send_again(&take),
            Deed::CopyDetails(take) => account.ask_details(&take),
            Deed::SetKey(key) => {
                if let Err(fault) = account.set_key(key.expose()) {
                    self.view.notify(NoticeKind::Problem, fault.to_string(), now);
                }
            }
            Deed::ForgetKey => account.forget_key(),
            Deed::AskKeyring => account.ask_keyring_again(),
            Deed::SetCap(cap) => account.ask_cap(self.desk.project(), cap),
            _ => {}
        }
    }

    /// Shows what would be sent and what it costs. A ledger that could not be used is tried again.
    pub(super) fn offer(&mut self, wanted: Wanted, now: f64) {
        if self.money.account.is_none() {
            self.open_account(now);
            self.tell_account_of_project(false);
        }
        // Whose money it is has to be known first.
        if self.asks_whether_copy() {
            return;
        }
        let Some(account) = &mut self.money.account else { return };
        if account.is_connected() && !account.is_asking_balance() {
            account.ask_balance(None);
        }
        self.view.offer = None;
        self.view.dialog = Some(Dialog::Confirm(ConfirmSheet::new(wanted)));
    }

    /// Spends: exactly what the confirmation shows, once.
    fn confirm(&mut self, wanted: &Wanted, takes: u32, same: Same) {
        let (Some(account), Some(offer)) = (&self.money.account, &self.view.offer) else { return };
        let Ok(quote) = &offer.quote else { return };
        if self.money.confirming || offer.wanted != *wanted || offer.generation != self.desk.generation() {
            return;
        }
        self.money.confirming = true;
        account.ask_confirm(quote, self.desk.folder().root(), takes, same);
    }

    fn show_takes(&mut self, scene: &SceneId) {
        if self.desk.project().scene(scene).is_none() {
            return;
        }
        self.select_scene(scene);
        self.view.right_open = Some(true);
        self.leave_wall();
        self.view.tab = Tab::Takes;
    }

    pub(super) fn show_settings(&mut self) {
        let settings = MoneySettings {
            vidgo_url: self.settings.vidgo_url.clone(),
            callback_url: self.settings.callback_url.clone(),
            ask_above: self.settings.ask_above,
        };
        let cap = self.money.account.as_ref().and_then(|account| {
            let cap = account.standing_of(&self.desk.project().id).cap?;
            let text = account.rules().prices.cents(cap);
            Some(text.trim_start_matches('$').to_owned())
        });
        let program = self.settings.drawing_program.clone();
        let needs_key = self
            .money
            .account
            .as_ref()
            .is_some_and(|account| !account.is_connected() || account.key_refused().is_some());
        let sheet = SettingsSheet::new(settings, cap, program);
        self.view.dialog = Some(Dialog::Settings(if needs_key { sheet.for_key() } else { sheet }));
    }

    pub(super) fn show_spending(&mut self, now: f64) {
        if self.money.account.is_none() {
            self.view.notify(NoticeKind::Problem, "The money ledger cannot be used, so nothing is known of it", now);
            return;
        }
        self.view.dialog = Some(Dialog::Spending(SpendingSheet::default()));
    }

    pub(super) fn save_spending(&mut self, path: &Path, replace: Replace) {
        if let Some(account) = &self.money.account {
            let path = if path.extension().is_none() { path.with_extension("csv") } else { path.to_owned() };
            account.ask_to_save_spending(path, replace);
        }
    }

    fn apply(&mut self, settings: MoneySettings, now: f64) {
        let before = self.settings.clone();
        let MoneySettings { vidgo_url, callback_url, ask_above } = settings;
        (self.settings.vidgo_url, self.settings.callback_url, self.settings.ask_above) =
            (vidgo_url, callback_url, ask_above);
        if let Some(account) = &mut self.money.account
            && let Err(error) = account.apply(&self.settings)
        {
            self.settings = before;
            self.view.notify(NoticeKind::Problem, telling::capital(&error.to_string()), now);
            return;
        }
        self.keep_settings();
    }
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
