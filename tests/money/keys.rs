//! Keyrings that are locked, absent, or never answer: a key that is entered works at once, and what is not known is said.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use storyreel::desk::{Account, AccountSetup, KeySource, KeyState};
use storyreel::store::key::{ApiKey, KeyStore, KeyStoreError};
use storyreel::store::{Paths, Settings};
use storyreel::takes::Runtime;

use crate::vidgo::{KEY, Server};

/// Work gets this long before a test gives up; it never decides anything else.
const PATIENCE: Duration = Duration::from_mins(2);

/// A keyring that answers what it is told to, once it is told.
struct Keyring {
    answers: Mutex<Receiver<Result<Option<ApiKey>, KeyStoreError>>>,
}

impl Keyring {
    fn new() -> (Arc<Self>, Sender<Result<Option<ApiKey>, KeyStoreError>>) {
        let (say, answers) = channel();
        (Arc::new(Self { answers: Mutex::new(answers) }), say)
    }

    fn answer(&self) -> Result<Option<ApiKey>, KeyStoreError> {
        self.answers.lock().unwrap().recv().unwrap_or(Err(KeyStoreError::Locked))
    }
}

impl KeyStore for Keyring {
    fn get(&self, _address: &str) -> Result<Option<ApiKey>, KeyStoreError> {
        self.answer()
    }

    fn set(&self, _address: &str, _key: &ApiKey) -> Result<(), KeyStoreError> {
        self.answer().map(drop)
    }

    fn forget(&self, _address: &str) -> Result<(), KeyStoreError> {
        self.answer().map(drop)
    }
}

fn opened(server: &Server, keys: Arc<Keyring>) -> (tempfile::TempDir, Account) {
    let data = tempfile::tempdir().unwrap();
    let mut settings = Settings::default();
    settings.vidgo_url = Some(server.address());
    let rules = Arc::new(storyreel::store::rules::load(&Paths::at(data.path())).0);
    let setup = AccountSetup {
        paths: Paths::at(data.path()),
        rules,
        keys,
        wake: Arc::new(|| {}),
        runtime: Runtime::start().unwrap(),
    };
    let (account, notes) = Account::open(setup, &settings).unwrap();
    assert_eq!(notes, Vec::<String>::new());
    (data, account)
}

#[track_caller]
fn until(account: &mut Account, what: &str, holds: impl Fn(&Account) -> bool) {
    let begun = Instant::now();
    while !holds(account) {
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}: {:?}", account.key_state());
        account.drain();
        std::thread::sleep(Duration::from_millis(3));
    }
}

#[test]
fn a_key_works_although_the_keyring_never_answers() {
    let server = Server::start();
    let (keyring, _say) = Keyring::new();
    let (_data, mut account) = opened(&server, keyring);
    assert_eq!(account.key_state(), KeyState::Looking);
    account.set_key(KEY).unwrap();
    assert!(matches!(account.key_state(), KeyState::Known { source: KeySource::BeingKept, .. }));
    until(&mut account, "the balance", |account| account.balance().is_some());
    assert!(matches!(account.key_state(), KeyState::Known { source: KeySource::BeingKept, .. }));
}

#[test]
fn a_locked_keyring_is_told_and_asked_again() {
    let server = Server::start();
    let (keyring, say) = Keyring::new();
    let (_data, mut account) = opened(&server, keyring);
    say.send(Err(KeyStoreError::Locked)).unwrap();
    until(&mut account, "its refusal", |account| account.key_state() == KeyState::NoAnswer(KeyStoreError::Locked));
    assert!(!account.is_connected());
    // The command line had said that there was none, and to set one.
    let why = account.why_no_key();
    assert!(why.contains("no API key for http") && why.contains("the keyring is locked"), "{why}");
    account.ask_keyring_again();
    assert_eq!(account.key_state(), KeyState::Looking);
    say.send(Ok(Some(ApiKey::new(KEY).unwrap()))).unwrap();
    until(&mut account, "the key", Account::is_connected);
    assert!(matches!(account.key_state(), KeyState::Known { source: KeySource::Keyring, .. }));
}

#[test]
fn without_a_keyring_a_key_lives_for_this_run() {
    let server = Server::start();
    let (keyring, say) = Keyring::new();
    let (_data, mut account) = opened(&server, keyring);
    say.send(Err(KeyStoreError::NoService)).unwrap();
    until(&mut account, "its answer", |account| account.key_state() == KeyState::None);
    account.set_key(KEY).unwrap();
    say.send(Err(KeyStoreError::NoService)).unwrap();
    let this_run = KeySource::ThisRun(KeyStoreError::NoService);
    until(
        &mut account,
        "what became of it",
        |account| matches!(account.key_state(), KeyState::Known { source, .. } if source == this_run),
    );
    until(&mut account, "the balance", |account| account.balance().is_some());
}
