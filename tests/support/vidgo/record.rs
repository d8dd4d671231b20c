//! What the server has seen: every request of both hosts, and where the key was in it.

use std::sync::Arc;
use std::time::{Instant, SystemTime};

use super::faults::Endpoint;
use super::http::Head;

/// Which of the two addresses was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Host {
    Api,
    /// Where files lie and redirects lead to.
    Files,
}

/// One request.
#[derive(Clone, Debug)]
pub struct Seen {
    pub host: Host,
    /// None for a path that nothing is at.
    pub endpoint: Option<Endpoint>,
    pub method: String,
    /// With its query.
    pub path: String,
    pub headers: Vec<(String, String)>,
    /// Bytes of the body that came.
    pub body_len: usize,
    /// A submit's body, all that came of it.
    pub body: Option<Arc<[u8]>>,
    pub at: Instant,
    pub time: SystemTime,
    /// The key is somewhere in it.
    pub has_key: bool,
    /// The key is where it must not be: anywhere but in the `Authorization` of a call of the API; or any
    /// `Authorization` came to the file host.
    pub leaks: bool,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub fn new(host: Host, endpoint: Option<Endpoint>, head: &Head, body: &[u8], at: Instant, key: &str) -> Self {
        let holds = |text: &str| text.contains(key);
        let authorized = head.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("authorization"));
        let key_in_place = authorized.clone().any(|(_, value)| holds(value));
        let others = head.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("authorization"));
        let key_elsewhere = holds(&head.path)
            || others.into_iter().any(|(name, value)| holds(name) || holds(value))
            || body.windows(key.len().max(1)).any(|window| window == key.as_bytes());
        let is_call = host == Host::Api && endpoint.is_some();
        Self {
            host,
            endpoint,
            method: head.method.clone(),
            path: head.path.clone(),
            headers: head.headers.clone(),
            body_len: body.len(),
            body: (endpoint == Some(Endpoint::Submit)).then(|| body.into()),
            at,
            time: SystemTime::now(),
            has_key: key_in_place || key_elsewhere,
            leaks: key_elsewhere || (key_in_place && !is_call) || (host == Host::Files && authorized.count() > 0),
        }
    }
}
