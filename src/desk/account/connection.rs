//! Where Vidgo is and with which key: what the engine asks for when it needs the service. A key goes to the address that
//! it was entered for, and nowhere else.

use std::collections::HashMap;
use std::env;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::provider::Provider;
use crate::provider::vidgo::{AddressError, Base, Vidgo};
use crate::store::Settings;
use crate::store::key::{self, ApiKey, KeyStore, KeyStoreError};
use crate::story::Rules;
use crate::takes::ledger::Ledger;
use crate::takes::paid::Connect;

/// The environment variable that says where Vidgo is, before the settings do.
pub const URL_VARIABLE: &str = "STORYREEL_VIDGO_URL";

/// Where a key comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    Environment,
    Keyring,
    /// It is in use; the keyring has not answered yet.
    BeingKept,
    /// It is not kept, and why.
    ThisRun(KeyStoreError),
}

/// What is known of the key for the address that is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// The keyring is being asked.
    Looking,
    None,
    /// The keyring may have one and does not give it.
    NoAnswer(KeyStoreError),
    /// As it may be shown.
    Known {
        masked: String,
        source: KeySource,
    },
}

/// The address and the keys.
pub struct Connection {
    keys: Arc<dyn KeyStore>,
    ledger: Ledger,
    state: Mutex<State>,
}

struct State {
    base: Base,
    callback: Option<String>,
    rules: Arc<Rules>,
    /// The environment names an address, and counts before the settings.
    has_address_in_environment: bool,
    environment: Option<ApiKey>,
    /// By address; nothing where a keyring has none.
    known: HashMap<String, Option<(ApiKey, KeySource)>>,
    /// By address, why the keyring gave nothing.
    faults: HashMap<String, KeyStoreError>,
    services: HashMap<String, (ApiKey, Arc<Vidgo>)>,
}

fn address_in_environment() -> Option<String> {
    env::var(URL_VARIABLE).ok().filter(|text| !text.trim().is_empty())
}

/// The address that counts: the environment's, the settings', the provider file's. With a sentence about one that cannot
/// be used and was passed over.
///
/// # Errors
/// When not even the provider file's can be used.
pub fn address(settings: &Settings, rules: &Rules) -> Result<(Base, Option<String>), AddressError> {
    let variable = address_in_environment();
    let mut note = None;
    for wish in variable.iter().chain(&settings.vidgo_url) {
        match Base::parse(wish) {
            Ok(base) => return Ok((base, note)),
            Err(error) => note = Some(error.to_string()),
        }
    }
    Base::parse(&rules.service.base_url).map(|base| (base, note))
}

impl Connection {
    pub(super) fn new(
        keys: Arc<dyn KeyStore>,
        ledger: Ledger,
        base: Base,
        callback: Option<String>,
        rules: Arc<Rules>,
    ) -> Self {
        let environment = key::from_environment();
        let state = State {
            base,
            callback,
            rules,
            has_address_in_environment: address_in_environment().is_some(),
            environment,
            known: HashMap::new(),
            faults: HashMap::new(),
            services: HashMap::new(),
        };
        Self { keys, ledger, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[must_use]
    pub fn base(&self) -> Base {
        self.state().base.clone()
    }

    #[must_use]
    pub fn has_address_in_environment(&self) -> bool {
        self.state().has_address_in_environment
    }

    pub(super) fn set_base(&self, base: Base) {
        self.state().base = base;
    }

    pub(super) fn set_callback(&self, callback: Option<String>) {
        self.state().callback = callback;
    }

    /// Asks the keyring for an address's key, unless it was asked already. It may take long.
    pub(super) fn look_for_key(&self, base: &str) {
        if self.state().known.contains_key(base) {
            return;
        }
        let found = self.keys.get(base);
        let mut state = self.state();
        let found = match found {
            Ok(found) => found.map(|key| (key, KeySource::Keyring)),
            // A system without a keyring is no fault; it is told when a key is to be kept.
            Err(KeyStoreError::NoService) => None,
            Err(error) => {
                tracing::info!("no stored key: {error}");
                state.faults.insert(base.to_owned(), error);
                None
            }
        };
        // Another one may have been entered meanwhile.
        state.known.entry(base.to_owned()).or_insert(found);
    }

    /// Forgets that the keyring gave no key for the address that is set: it is asked again.
    pub(super) fn ask_keyring_again(&self) {
        let mut state = self.state();
        let base = state.base.as_str().to_owned();
        if state.faults.remove(&base).is_some() {
            state.known.remove(&base);
        }
    }

    /// Uses a key for the address that is set from here on.
    pub(super) fn use_key(&self, key: &ApiKey) {
        let mut state = self.state();
        let base = state.base.as_str().to_owned();
        state.faults.remove(&base);
        state.known.insert(base, Some((key.clone(), KeySource::BeingKept)));
    }

    /// Keeps a key that is in use for an address in the keyring, if there is one. The keyring may ask the user, and never
    /// answer.
    pub(super) fn keep_key(&self, base: &str, key: &ApiKey) {
        let source = match self.keys.set(base, key) {
            Ok(()) => KeySource::Keyring,
            Err(error) => KeySource::ThisRun(error),
        };
        let mut state = self.state();
        // Another one may have been entered meanwhile, or this one forgotten.
        if let Some(Some((known, kept))) = state.known.get_mut(base)
            && known == key
        {
            *kept = source;
        }
    }

    /// Forgets the key of the address that is set, in the keyring too.
    pub(super) fn forget_key(&self) -> Result<(), KeyStoreError> {
        let base = self.base().as_str().to_owned();
        {
            let mut state = self.state();
            state.faults.remove(&base);
            state.known.insert(base.clone(), None);
        }
        self.keys.forget(&base)
    }

    /// Why there is no key for the address that is set, without what to do about it.
    #[must_use]
    pub fn why_no_key(&self) -> String {
        let state = self.state();
        why_no_key(&state, state.base.as_str())
    }

    #[must_use]
    pub fn key_state(&self) -> KeyState {
        let state = self.state();
        let base = state.base.as_str();
        match (key_for(&state, base), state.known.get(base)) {
            (Some((key, source)), _) => KeyState::Known { masked: key.masked(), source },
            (None, Some(_)) => match state.faults.get(base) {
                Some(error) => KeyState::NoAnswer(error.clone()),
                None => KeyState::None,
            },
            (None, None) => KeyState::Looking,
        }
    }
}

/// Why there is no key for an address.
fn why_no_key(state: &State, base: &str) -> String {
    match state.faults.get(base) {
        Some(error) => format!("there is no API key for {base}: {error}"),
        None => format!("there is no API key for {base}"),
    }
}

/// A key that was entered comes before the environment's, that before the keyring's; the environment's is for the address
/// that is set alone.
fn key_for(state: &State, base: &str) -> Option<(ApiKey, KeySource)> {
    let known = state.known.get(base).cloned().flatten();
    let environment = state.environment.clone().filter(|_| base == state.base.as_str());
    match known {
        Some((key, source @ (KeySource::ThisRun(_) | KeySource::BeingKept))) => Some((key, source)),
        known => environment.map(|key| (key, KeySource::Environment)).or(known),
    }
}

impl Connect for Connection {
    fn connect(&self, base: &str) -> Result<Arc<dyn Provider>, String> {
        let mut state = self.state();
        let Some((key, _)) = key_for(&state, base) else {
            return Err(format!("{}; add it in the settings", why_no_key(&state, base)));
        };
        if let Some((with, service)) = state.services.get(base)
            && *with == key
        {
            return Ok(service.clone());
        }
        let address = Base::parse(base).map_err(|error| error.to_string())?;
        let service = Vidgo::new(address, key.clone(), state.rules.clone(), Arc::new(self.ledger.clone()));
        let service = Arc::new(service.map_err(|error| error.to_string())?);
        state.services.insert(base.to_owned(), (key, service.clone()));
        Ok(service)
    }

    fn callback(&self, token: &str) -> Option<String> {
        let callback = self.state().callback.clone()?;
        Some(format!("{}/{token}", callback.trim_end_matches('/')))
    }
}
