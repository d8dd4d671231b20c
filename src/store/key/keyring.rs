//! The system's keyring: Secret Service on Linux, the keychain on macOS, the credential store on Windows.

use keyring::{Entry, Error};

use super::{ApiKey, KeyStore, KeyStoreError};

/// As keyrings list it.
const SERVICE: &str = "storyreel";

/// The system's keyring.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemKeyring;

impl KeyStore for SystemKeyring {
    fn get(&self, address: &str) -> Result<Option<ApiKey>, KeyStoreError> {
        match entry(address)?.get_password() {
            Ok(text) => Ok(ApiKey::new(&text).ok()),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(told(&error)),
        }
    }

    fn set(&self, address: &str, key: &ApiKey) -> Result<(), KeyStoreError> {
        entry(address)?.set_password(key.expose()).map_err(|error| told(&error))
    }

    fn forget(&self, address: &str) -> Result<(), KeyStoreError> {
        match entry(address)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(told(&error)),
        }
    }
}

fn entry(address: &str) -> Result<Entry, KeyStoreError> {
    Entry::new(SERVICE, address).map_err(|error| told(&error))
}

/// What a keyring says may hold what it was given: only the kind of its words is told on.
fn told(error: &Error) -> KeyStoreError {
    match error {
        Error::NoDefaultStore => KeyStoreError::NoService,
        Error::NoStorageAccess(_) => KeyStoreError::Locked,
        Error::PlatformFailure(_) => KeyStoreError::Failed("it failed".to_owned()),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => KeyStoreError::Failed("its entry is damaged".to_owned()),
        _ => KeyStoreError::Failed("it refused".to_owned()),
    }
}
