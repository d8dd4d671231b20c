//! Everything about money in the window: the account is opened and listened to, what panels want of it is done, and what
//! happens to takes is told once.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Context, ViewportCommand};

use super::App;
use crate::desk::telling::{self, Tone};
use crate::desk::{Account, AccountEvent, AccountSetup, Quoted, Refusal, scene_takes};
use crate::store::TakeRecord;
use crate::store::destination::Replace;
use crate::store::key::KeyStore;
use crate::story::{SceneId, TakeId};
use crate::takes::ledger::{Hold, LedgerTake, TakeState};
use crate::ui::dialogs::{ConfirmSheet, Dialog, SettingsSheet, SpendingSheet};
use crate::ui::say::{Deed, MoneySettings, PathPurpose, Same, Say, Wanted};
use crate::ui::view::{NoticeKind, Offer, Tab};

/// The account and what the window remembers about it.
pub(super) struct Money {
    keys: Arc<dyn KeyStore>,
    account: Option<Account>,
    /// The confirmation that was asked to be worked out last.
    asked: Option<(Wanted, u64, u64)>,
    /// A confirmation is on its way to the ledger: no second one goes.
    confirming: bool,
    /// How each take stood when something was told of it.
    told: HashMap<TakeId, (TakeState, Option<Hold>)>,
    /// What the desk was told of the account.
    desk_knows: Option<u64>,
}

impl Money {
    pub(super) fn new(keys: Arc<dyn KeyStore>) -> Self {
        Self { keys, account: None, asked: None, confirming: false, told: HashMap::new(), desk_knows: None }
    }

    pub(super) fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }
}

impl App {
    /// Opens the account. Where that cannot be done a sentence says so, and everything free works on.
    pub(super) fn open_account(&mut self, now: f64) {
        let setup = AccountSetup { paths: self.paths.clone(), keys: self.money.keys.clone(), wake: self.wake.clone() };
        match Account::open(setup, &self.settings) {
            Ok((account, notes)) => {
                for note in notes {
                    self.view.notify(NoticeKind::Problem, telling::capital(&note), now);
                }
                self.desk.set_rules(account.rules());
                let state = |take: &LedgerTake| (take.id.clone(), (take.state, take.hold));
                self.money.told = account.takes().iter().map(state).collect();
                self.tell_what_waits(&account, now);
                self.money.account = Some(account);
            }
            Err(error) => {
                let (rules, notes) = crate::store::rules::load(&self.paths);
                self.desk.set_rules(&Arc::new(rules));
                for note in notes {
                    self.view.notify(NoticeKind::Problem, telling::capital(&note), now);
                }
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
            .then(|| ("Show".to_owned(), Say::Deed(Deed::ShowTakes(first.scene.clone()))));
        self.view.notify_with(NoticeKind::Problem, text, show, now);
    }

    /// The project that is open is another one now.
    pub(super) fn tell_account_of_project(&mut self) {
        self.money.asked = None;
        self.money.desk_knows = None;
        let Some(account) = &self.money.account else { return };
        self.desk.set_rules(account.rules());
        account.project_opened(self.desk.project(), self.desk.folder().root());
    }

    /// Takes in what the account has to tell, keeps the desk and the confirmation up to date with it.
    pub(super) fn drain_account(&mut self, ctx: &Context, now: f64) {
        let Some(account) = &mut self.money.account else { return };
        for event in account.drain() {
            self.account_event(ctx, event, now);
        }
        let Some(account) = &self.money.account else { return };
        if self.money.desk_knows != Some(account.revision()) {
            self.money.desk_knows = Some(account.revision());
            self.desk.set_paid(account.hashes_of(&self.desk.project().id));
        }
        self.follow_offer();
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
                if row.project == self.desk.project().id {
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
                    self.view.notify(NoticeKind::Problem, text, now);
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
            AccountEvent::Confirmed(came) => self.confirmed(came, now),
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
            Ok(_) => {
                let wanted = match &self.view.dialog {
                    Some(Dialog::Confirm(sheet)) => Some(sheet.wanted.clone()),
                    _ => None,
                };
                if let Some(wanted) = wanted {
                    self.view.dialog = None;
                    self.view.offer = None;
                    if let Wanted::Scene(scene) | Wanted::Shot { scene, .. } = wanted {
                        self.show_takes(&scene);
                    }
                }
                self.storage_was_told();
            }
            Err(why) => match &mut self.view.dialog {
                Some(Dialog::Confirm(sheet)) => sheet.refused(why),
                _ => {
                    let text = match why {
                        Refusal::Same => "Nothing was sent: the very same is being made already".to_owned(),
                        Refusal::Cap { would_be, cap } => {
                            format!("Nothing was sent: it would be {would_be}, over the cap of {cap}")
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
        let (state, tone) = telling::state(row, None);
        if !matches!(tone, Tone::Warning | Tone::Bad) {
            return;
        }
        let why = telling::raw_reason(row).map_or_else(String::new, |raw| format!(": {raw}"));
        let text = format!("A take of {}: {}{why}", row.order.scene_name, lower(&state));
        let show = (row.project == self.desk.project().id)
            .then(|| ("Show".to_owned(), Say::Deed(Deed::ShowTakes(row.scene.clone()))));
        self.view.notify_with(NoticeKind::Problem, text, show, now);
    }

    /// A paid take lies in the project.
    pub(super) fn take_came(&mut self, take: &TakeRecord, now: f64) {
        let takes = scene_takes(&self.desk, self.money.account(), &take.scene);
        let name = takes.iter().find(|known| known.id() == take.id).map(crate::desk::SceneTake::short_name);
        let text = format!("{} of {} is ready", name.as_deref().unwrap_or("A take"), take.order.scene_name);
        let play = Some(("Play it".to_owned(), Say::PlayTake(take.id.clone())));
        self.view.notify_with(NoticeKind::Done, text, play, now);
    }

    pub(super) fn deed(&mut self, ctx: &Context, deed: Deed, now: f64) {
        match deed {
            Deed::Offer(wanted) => return self.offer(wanted, now),
            Deed::ShowTakes(scene) => return self.show_takes(&scene),
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
            Deed::Quit => return ctx.send_viewport_cmd(ViewportCommand::Close),
            Deed::Confirm { wanted, takes, same } => return self.confirm(&wanted, takes, same),
            _ => {}
        }
        let Some(account) = &mut self.money.account else { return };
        match deed {
            Deed::Take(take, act) => account.ask_to(&take, act),
            Deed::EnterTask(take, task) => account.enter_task(&take, &task),
            Deed::CheckBalance(take) => account.ask_balance(take),
            Deed::SendAgain(take) => account.ask_to_send_again(&take),
            Deed::CopyDetails(take) => account.ask_details(&take),
            Deed::SetKey(key) => {
                if let Err(fault) = account.set_key(key.expose()) {
                    self.view.notify(NoticeKind::Problem, fault.to_string(), now);
                }
            }
            Deed::ForgetKey => account.forget_key(),
            Deed::SetCap(cap) => account.ask_cap(self.desk.project(), cap),
            _ => {}
        }
    }

    /// Shows what would be sent and what it costs. A ledger that could not be used is tried again.
    pub(super) fn offer(&mut self, wanted: Wanted, now: f64) {
        if self.money.account.is_none() {
            self.open_account(now);
            self.tell_account_of_project();
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
        account.ask_confirm(quote, takes, same);
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
            let text = account.rules().prices.usd(cap).short();
            Some(text.trim_start_matches('$').to_owned())
        });
        let program = self.settings.drawing_program.clone();
        self.view.dialog = Some(Dialog::Settings(SettingsSheet::new(settings, cap, program)));
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

    /// Where a take's film lies: in the project, or still beside the ledger.
    fn film_of(&self, take: &TakeId) -> Option<PathBuf> {
        let in_project = self.desk.take(take).and_then(|take| self.desk.folder().video_of(take).ok());
        in_project.or_else(|| Some(self.money.account.as_ref()?.ledger().film_of(take)))
    }

    fn open_in_player(&mut self, take: &TakeId, now: f64) {
        let Some(film) = self.film_of(take) else { return };
        if let Err(error) = self.picker.open(&film) {
            let text = format!("No program of this system plays {} ({error})", film.display());
            self.view.notify(NoticeKind::Problem, text, now);
        }
    }
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
