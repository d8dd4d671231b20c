//! The API key: in the environment, in the system's keyring, or in memory for this run; never in a file of ours.
//! A key belongs to the address it was entered for and is found for that address alone.

mod hiding;
mod keyring;

use std::collections::HashMap;
use std::env;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

pub use self::keyring::SystemKeyring;

/// The environment variable that a key may be given by. It counts for whatever address is set.
pub const KEY_VARIABLE: &str = "VIDGO_API_KEY";

/// How much of a key is shown.
const SHOWN: usize = 4;

/// An API key. Only `expose` gives it; everything that prints shows its last 4 characters at most.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(Arc<str>);

/// Why a text cannot be a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    #[error("there is no key in it; copy the key from your Vidgo account and paste it here")]
    Empty,
    #[error("a key is one word of letters, digits and signs; copy it once more from your Vidgo account")]
    NotAKey,
}

impl ApiKey {
    /// # Errors
    /// When it is empty, or cannot stand in the header of a request.
    pub fn new(text: &str) -> Result<Self, KeyFault> {
        let text = text.trim();
        // People copy the whole header sometimes.
        let text = match text.strip_prefix("Bearer") {
            Some(rest) if rest.is_empty() || rest.starts_with(char::is_whitespace) => rest.trim(),
            _ => text,
        };
        if text.is_empty() {
            return Err(KeyFault::Empty);
        }
        if text.len() > 4096 || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(KeyFault::NotAKey);
        }
        Ok(Self(text.into()))
    }

    /// The key itself, for the header of a request to its own address.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// `••••` and the last 4 characters; of a short key nothing.
    #[must_use]
    pub fn masked(&self) -> String {
        let tail = self.0.len().checked_sub(SHOWN).filter(|_| self.0.len() >= 4 * SHOWN);
        format!("••••{}", tail.and_then(|from| self.0.get(from..)).unwrap_or_default())
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

/// Where keys are kept between runs.
pub trait KeyStore: Send + Sync {
    /// The key that was entered for an address. It may ask the user to unlock the keyring, and so take long.
    fn get(&self, address: &str) -> Result<Option<ApiKey>, KeyStoreError>;
    fn set(&self, address: &str, key: &ApiKey) -> Result<(), KeyStoreError>;
    fn forget(&self, address: &str) -> Result<(), KeyStoreError>;
}

/// Why the system's keyring could not be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyStoreError {
    #[error("this system has no keyring service, so a key lives for this run only; or set VIDGO_API_KEY")]
    NoService,
    #[error("the keyring is locked; unlock it and try again")]
    Locked,
    #[error("the keyring did not answer ({0}); the key lives for this run only")]
    Failed(String),
}

/// Keys in memory, for tests and where nothing shall be kept.
#[derive(Debug, Default)]
pub struct MemoryKeys(Mutex<HashMap<String, ApiKey>>);

impl KeyStore for MemoryKeys {
    fn get(&self, address: &str) -> Result<Option<ApiKey>, KeyStoreError> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).get(address).cloned())
    }

    fn set(&self, address: &str, key: &ApiKey) -> Result<(), KeyStoreError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(address.to_owned(), key.clone());
        Ok(())
    }

    fn forget(&self, address: &str) -> Result<(), KeyStoreError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(address);
        Ok(())
    }
}

/// The key in the environment, if there is a usable one.
#[must_use]
pub fn from_environment() -> Option<ApiKey> {
    env::var(KEY_VARIABLE).ok().and_then(|text| ApiKey::new(&text).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_never_prints() {
        let key = ApiKey::new(" Bearer sk-0123456789abcdef \n").unwrap();
        assert_eq!(key.expose(), "sk-0123456789abcdef");
        assert_eq!(format!("{key:?} {:#?}", Some(&key)), format!("••••cdef {:#?}", Some(&key)));
        assert!(!format!("{key:?} {:#?}", Some(&key)).contains("0123"));
        assert_eq!(ApiKey::new("short").unwrap().masked(), "••••");
    }

    #[test]
    fn what_cannot_be_a_key_is_told() {
        for (text, fault) in [("", KeyFault::Empty), (" Bearer ", KeyFault::Empty), ("a b", KeyFault::NotAKey)] {
            assert_eq!(ApiKey::new(text), Err(fault), "{text:?}");
        }
        assert_eq!(ApiKey::new("ключ"), Err(KeyFault::NotAKey));
        assert_eq!(ApiKey::new(&"x".repeat(5000)), Err(KeyFault::NotAKey));
    }

    #[test]
    fn a_key_is_found_for_its_own_address_alone() {
        let keys = MemoryKeys::default();
        let key = ApiKey::new("sk-0123456789abcdef").unwrap();
        keys.set("https://api.vidgo.ai", &key).unwrap();
        assert_eq!(keys.get("https://api.vidgo.ai"), Ok(Some(key)));
        assert_eq!(keys.get("http://127.0.0.1:9"), Ok(None));
        keys.forget("https://api.vidgo.ai").unwrap();
        assert_eq!(keys.get("https://api.vidgo.ai"), Ok(None));
    }
}
