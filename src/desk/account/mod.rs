//! The user's account at Vidgo, beside whatever project is open: the key, the balance, the ledger's takes as they go.
//! The window and the command line share it; it knows no egui.

mod ask;
mod background;
mod connection;
mod folders;
mod quote;
mod refused;
mod standing;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use jiff::Timestamp;

pub use ask::{Act, Quoted, Refusal};
pub use connection::{KeySource, KeyState, URL_VARIABLE};
pub use quote::{Obstacle, Quote, QuoteItem, ShotFrame, Wanted};
pub use standing::{Pending, SceneHashes};

use self::refused::RefusedKey;
use super::inbox::Wake;
use crate::provider::vidgo::{AddressError, Base};
use crate::store::key::{ApiKey, KeyFault, KeyStore, KeyStoreError};
use crate::store::{Paths, Settings};
use crate::story::{Credits, ProjectId, Rules, SceneId, TakeId};
use crate::takes::Runtime;
use crate::takes::ledger::{ConfirmError, Elsewhere, Ledger, LedgerError, LedgerTake, Same, TakeState};
use crate::takes::paid::{Paid, PaidNews, PaidSetup};
use crate::takes::stop_point::Stops;
use background::{News, NoBalance, send, sentence};
use connection::Connection;

/// What those who show the account must know.
#[derive(Clone, Debug, PartialEq)]
pub enum AccountEvent {
    /// A take of the ledger is another now.
    Changed(Box<LedgerTake>),
    /// It lies in its project.
    Kept(Box<LedgerTake>),
    /// What the account holds was asked for, and the answer or why there is none.
    Balance(Result<Credits, String>),
    /// The key was looked for or set.
    Key,
    /// What would be sent, as it was asked for.
    Quoted(Box<Quoted>),
    /// What came of a confirmation: the takes that were put on record, or why there are none.
    Confirmed(Result<Vec<TakeId>, Refusal>),
    /// Whether the service knows the task that was entered for a take, or a sentence why that is not known.
    TaskEntered(TakeId, Result<(), String>),
    /// A project that was opened is known to lie in another folder: whether this one is a copy is to be asked.
    Elsewhere {
        project: ProjectId,
        /// The one that was opened.
        folder: PathBuf,
        elsewhere: Elsewhere,
    },
    /// Everything about a take as a text for the service's support.
    Details(String),
    /// The table of what was spent was not written, for this file is there already: whether it may be replaced is to be asked.
    WouldReplace(PathBuf),
    /// A sentence.
    Done(String),
    /// A sentence.
    Trouble(String),
}

/// What an account is opened with.
pub struct AccountSetup {
    pub paths: Paths,
    /// The limits and prices that everything goes by.
    pub rules: Arc<Rules>,
    pub keys: Arc<dyn KeyStore>,
    /// Called from any thread when something has come for `drain`.
    pub wake: Wake,
    /// What takes are followed on.
    pub runtime: Runtime,
}

/// The account.
pub struct Account {
    rules: Arc<Rules>,
    connection: Arc<Connection>,
    paid: Arc<Paid>,
    sender: Sender<News>,
    receiver: Receiver<News>,
    wake: Wake,
    /// The newest first.
    takes: Vec<LedgerTake>,
    progress: HashMap<TakeId, f32>,
    slow: HashMap<TakeId, String>,
    balance: Option<(Credits, Timestamp)>,
    asking_balance: bool,
    /// The question was asked by people.
    trying_key: bool,
    /// Why the last question for the balance got no answer.
    balance_fault: Option<String>,
    /// Why the service does not take the key that is set, where it said so last.
    key_refused: Option<RefusedKey>,
    /// Caps of projects that were opened or set in this run.
    caps: HashMap<ProjectId, Option<Credits>>,
    /// Counts what has changed here.
    revision: u64,
    /// The same for rows of the ledger, the key and the address.
    takes_revision: u64,
}

/// Why there is no account to work with; everything free works without.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Address(#[from] AddressError),
}

impl Account {
    /// Opens the ledger and goes on with what was submitted. The notes are sentences about settings that were passed over.
    ///
    /// # Errors
    /// When the ledger cannot be used: nothing can be sent then.
    pub fn open(setup: AccountSetup, settings: &Settings) -> Result<(Self, Vec<String>), AccountError> {
        let AccountSetup { paths, rules, keys, wake, runtime } = setup;
        let (base, note) = connection::address(settings, &rules)?;
        let notes = note.map(|note| format!("{note}; {base} is used")).into_iter().collect();
        paths.ensure().map_err(LedgerError::from)?;
        let ledger = Ledger::open(&paths.ledger())?;
        let callback = settings.callback_url.clone();
        let connection = Arc::new(Connection::new(keys, ledger.clone(), base, callback, rules.clone()));
        let (sender, receiver) = channel();
        let tell = {
            let (sender, wake) = (sender.clone(), wake.clone());
            Box::new(move |news| send(&sender, &wake, News::Paid(news)))
        };
        let stops = Stops::from_environment();
        let setup = PaidSetup { ledger, connect: connection.clone(), rules: rules.clone(), tell, stops };
        let paid = Paid::start_on(setup, &runtime)?;
        let takes = paid.ledger().all()?;
        let account = Self {
            rules,
            connection,
            paid: Arc::new(paid),
            sender,
            receiver,
            wake,
            takes,
            progress: HashMap::new(),
            slow: HashMap::new(),
            balance: None,
            asking_balance: false,
            trying_key: false,
            balance_fault: None,
            key_refused: None,
            caps: HashMap::new(),
            revision: 0,
            takes_revision: 0,
        };
        account.look_for_keys();
        Ok((account, notes))
    }

    /// The keyring may ask the user and take long: it is asked in the background.
    fn look_for_keys(&self) {
        let mut bases: HashSet<String> = HashSet::from([self.base().as_str().to_owned()]);
        bases.extend(self.takes.iter().filter(|take| !take.state.is_over()).map(|take| take.base.clone()));
        self.in_background(move |account| {
            for base in &bases {
                account.connection.look_for_key(base);
            }
            account.paid.look_again();
            account.send(News::Event(AccountEvent::Key));
        });
    }

    /// Prices, limits and waits, with what the user's own file changes.
    #[must_use]
    pub fn rules(&self) -> &Arc<Rules> {
        &self.rules
    }

    #[must_use]
    pub fn base(&self) -> Base {
        self.connection.base()
    }

    /// Whether the environment names an address, which then counts before the settings.
    #[must_use]
    pub fn has_address_in_environment(&self) -> bool {
        self.connection.has_address_in_environment()
    }

    /// Why there is no key for the address that is set, without what to do about it.
    #[must_use]
    pub fn why_no_key(&self) -> String {
        self.connection.why_no_key()
    }

    #[must_use]
    pub fn key_state(&self) -> KeyState {
        self.connection.key_state()
    }

    /// Whether something can be sent.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        matches!(self.key_state(), KeyState::Known { .. })
    }

    /// What the account held, and when it was asked.
    #[must_use]
    pub fn balance(&self) -> Option<(Credits, Timestamp)> {
        self.balance
    }

    #[must_use]
    pub fn is_asking_balance(&self) -> bool {
        self.asking_balance
    }

    /// Why it is not known what the account holds, where that was asked in vain.
    #[must_use]
    pub fn balance_fault(&self) -> Option<&str> {
        self.balance_fault.as_deref()
    }

    /// Why the service does not take the key that is set, where it said so and no other one was set since.
    #[must_use]
    pub fn key_refused(&self) -> Option<&str> {
        self.key_refused.as_ref().map(|refusal| refusal.why.as_str())
    }

    /// Every confirmed take, the newest first.
    #[must_use]
    pub fn takes(&self) -> &[LedgerTake] {
        &self.takes
    }

    #[must_use]
    pub fn take(&self, id: &TakeId) -> Option<&LedgerTake> {
        self.takes.iter().find(|take| take.id == *id)
    }

    /// Those of one scene that are shown, the newest first.
    pub fn takes_of<'a>(&'a self, project: &'a ProjectId, scene: &'a SceneId) -> impl Iterator<Item = &'a LedgerTake> {
        self.takes.iter().filter(move |take| take.project == *project && take.scene == *scene && !take.hidden)
    }

    /// Takes that are on their way to the service, there, or on their way back.
    pub fn in_flight(&self) -> impl Iterator<Item = &LedgerTake> {
        self.takes.iter().filter(|take| take.state == TakeState::Submitting || take.state.is_followed())
    }

    /// From 0 to 1, of what a take is doing now.
    #[must_use]
    pub fn progress(&self, take: &TakeId) -> Option<f32> {
        self.progress.get(take).copied()
    }

    /// Why a take is not getting on at the moment.
    #[must_use]
    pub fn slow(&self, take: &TakeId) -> Option<&str> {
        self.slow.get(take).map(String::as_str)
    }

    /// The ledger: spending, caps, how long takes usually need.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        self.paid.ledger()
    }

    /// Whether a take is followed by another window or program.
    #[must_use]
    pub fn is_elsewhere(&self, take: &LedgerTake) -> bool {
        !self.paid.is_ours(take)
    }

    /// Puts the user's confirmation on record, ordered from the project's folder, and begins.
    ///
    /// # Errors
    /// When nothing was confirmed, with the reason.
    pub fn confirm(
        &mut self,
        quote: &Quote,
        folder: &Path,
        takes_each: u32,
        same: Same,
    ) -> Result<Vec<TakeId>, ConfirmError> {
        let made = self.paid.confirm(&quote.new_takes(takes_each, Some(folder)), same)?;
        Ok(made.into_iter().map(|take| take.id).collect())
    }

    /// Takes a take back before it is sent.
    ///
    /// # Errors
    /// When it was sent already.
    pub fn cancel(&self, take: &TakeId) -> Result<(), LedgerError> {
        self.paid.cancel(take).map(drop)
    }

    /// Asks what the account holds because people want to know: where the service answers, it takes the key, whatever it said
    /// of it before.
    pub fn try_key(&mut self, take: Option<TakeId>) {
        self.trying_key = true;
        self.ask_balance(take);
    }

    /// Asks what the account holds; it comes as an event. With a take, it is put down beside it.
    pub fn ask_balance(&mut self, take: Option<TakeId>) {
        self.asking_balance = true;
        let base = take
            .as_ref()
            .and_then(|take| self.take(take))
            .map_or_else(|| self.base().as_str().to_owned(), |row| row.base.clone());
        self.in_background(move |account| account.ask_balance(&base, take.as_ref()));
    }

    /// Enters what the service calls a take; what comes of it comes as an event.
    pub fn enter_task(&self, take: &TakeId, task: &str) {
        let (take, task) = (take.clone(), task.to_owned());
        self.in_background(move |account| {
            let entered = account.paid.enter_task(&take, &task);
            let entered = entered.map(drop).map_err(|error| sentence(&error));
            account.send(News::Event(AccountEvent::TaskEntered(take, entered)));
        });
    }

    /// Uses a key for the address that is set, and keeps it in the keyring if there is one; then asks the balance.
    ///
    /// # Errors
    /// When the text cannot be a key.
    pub fn set_key(&mut self, text: &str) -> Result<(), KeyFault> {
        let key = ApiKey::new(text)?;
        // What another key was told is no news of this one.
        self.balance = None;
        self.balance_fault = None;
        self.key_refused = None;
        self.asking_balance = true;
        let base = self.base().as_str().to_owned();
        self.connection.use_key(&key);
        self.takes_revision += 1;
        {
            let base = base.clone();
            self.in_background(move |account| {
                account.connection.keep_key(&base, &key);
                account.send(News::Event(AccountEvent::Key));
            });
        }
        self.in_background(move |account| {
            account.paid.look_again();
            account.ask_balance(&base, None);
        });
        Ok(())
    }

    /// Forgets the key, in the keyring too.
    pub fn forget_key(&mut self) {
        self.balance = None;
        self.balance_fault = None;
        self.key_refused = None;
        self.in_background(move |account| {
            let forgotten: Result<(), KeyStoreError> = account.connection.forget_key();
            match forgotten {
                // Where there is no keyring there is nothing in it either.
                Ok(()) | Err(KeyStoreError::NoService) => {}
                Err(error) => account.send(News::trouble(&error)),
            }
            account.send(News::Event(AccountEvent::Key));
        });
    }

    /// Asks the keyring once more for a key that it did not give.
    pub fn ask_keyring_again(&self) {
        self.connection.ask_keyring_again();
        self.look_for_keys();
    }

    /// Takes over what the settings say: the address and where the service shall call.
    ///
    /// # Errors
    /// When the address cannot be used; then the old one stays.
    pub fn apply(&mut self, settings: &Settings) -> Result<(), AddressError> {
        if let Some(url) = &settings.vidgo_url {
            Base::parse(url)?;
        }
        let (base, _) = connection::address(settings, &self.rules)?;
        if base != self.base() {
            self.balance = None;
            self.balance_fault = None;
            self.key_refused = None;
        }
        self.connection.set_base(base);
        self.connection.set_callback(settings.callback_url.clone());
        self.look_for_keys();
        Ok(())
    }

    /// Hands a webhook's call on: the service is asked, what the call says is not believed.
    ///
    /// # Errors
    /// When the ledger cannot be used.
    pub fn called(&self, token: &str, task: Option<&str>) -> Result<bool, LedgerError> {
        let Some(take) = self.ledger().with_token(token)? else { return Ok(false) };
        let task = task.map(|task| crate::provider::TaskId(task.to_owned()));
        let row = self.ledger().get(&take)?;
        if self.paid.is_ours(&row) {
            self.paid.nudge(&take, task);
        } else {
            self.ledger().hand_on(&take, task.as_ref())?;
        }
        Ok(true)
    }

    /// Takes in what the background has brought, and tells what others must know.
    pub fn drain(&mut self) -> Vec<AccountEvent> {
        let mut events = Vec::new();
        while let Ok(news) = self.receiver.try_recv() {
            match news {
                News::Paid(news) => self.take_in(news, &mut events),
                News::Balance(base, balance) => {
                    self.asking_balance = false;
                    // What another account holds is written beside its take and says nothing of this one.
                    if base == self.base().as_str() {
                        self.balance_came(&balance);
                    }
                    events.push(AccountEvent::Balance(balance.map_err(|error| error.why)));
                }
                News::Cap(project, cap) => {
                    self.caps.insert(project, cap);
                }
                News::Event(event) => {
                    self.takes_revision += u64::from(event == AccountEvent::Key);
                    events.push(event);
                }
            }
            self.revision += 1;
        }
        events
    }

    fn take_in(&mut self, news: PaidNews, events: &mut Vec<AccountEvent>) {
        match news {
            PaidNews::Changed(row) => {
                self.hear_of_key(&row);
                self.put(&row);
                events.push(AccountEvent::Changed(row));
            }
            PaidNews::Kept(row) => {
                self.put(&row);
                events.push(AccountEvent::Kept(row));
            }
            PaidNews::Progress(take, share) => {
                self.progress.insert(take, share);
            }
            PaidNews::Slow(take, why) => {
                match why {
                    Some(why) => self.slow.insert(take, why),
                    None => self.slow.remove(&take),
                };
            }
            PaidNews::Waits(take, wait) => {
                let seconds = wait.as_secs_f32().ceil();
                self.slow.insert(take, format!("it is sent again in {seconds:.0} s"));
            }
            PaidNews::Balance(base, credits) => {
                if base == self.base().as_str() {
                    self.balance = Some((credits, Timestamp::now()));
                    self.balance_fault = None;
                }
            }
            PaidNews::Trouble(sentence) => events.push(AccountEvent::Trouble(sentence)),
        }
    }

    fn put(&mut self, row: &LedgerTake) {
        self.takes_revision += 1;
        let moved = match self.takes.iter_mut().find(|take| take.id == row.id) {
            Some(known) => {
                let moved = known.state != row.state;
                *known = row.clone();
                moved
            }
            None => {
                let at = self.takes.partition_point(|take| take.confirmed_at > row.confirmed_at);
                self.takes.insert(at, row.clone());
                true
            }
        };
        if moved {
            self.progress.remove(&row.id);
            self.slow.remove(&row.id);
        }
    }
}
