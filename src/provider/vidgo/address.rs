//! Where requests go, and which addresses of results are followed: https, plain http to this machine alone.

use std::fmt;
use std::net::IpAddr;

use reqwest::Url;

use super::public::is_public;
use crate::story::control::cleaned_line;

/// The base address of the service, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base {
    text: String,
    loopback: bool,
}

/// Why an address is not used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error("\"{0}\" is no web address; write it like https://api.vidgo.ai")]
    Broken(String),
    #[error("{0} is not encrypted; an address begins with https, plain http is for this machine alone")]
    NotEncrypted(String),
    #[error("{0} has a user name, a question mark or a # in it; write only the address itself")]
    TooMuch(String),
    #[error("{0} lies in a private network, where no service keeps films; it is not gone to")]
    Private(String),
}

impl Base {
    /// # Errors
    /// When it is no address, is not encrypted, or has more in it than host, port and path.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim().trim_end_matches('/');
        let url = Url::parse(text).map_err(|_| AddressError::Broken(text.to_owned()))?;
        let named = url.username().is_empty() && url.password().is_none();
        if !named || url.query().is_some() || url.fragment().is_some() {
            // What it holds may be secret: only its host is told.
            return Err(AddressError::TooMuch(url.host_str().unwrap_or_default().to_owned()));
        }
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(AddressError::Broken(text.to_owned()));
        }
        let loopback = is_loopback(&url);
        if url.scheme() == "http" && !loopback {
            return Err(AddressError::NotEncrypted(text.to_owned()));
        }
        Ok(Self { text: url.as_str().trim_end_matches('/').to_owned(), loopback })
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is on this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// The address of an endpoint, each part of its path escaped.
    #[must_use]
    pub fn join(&self, parts: &[&str]) -> Option<Url> {
        let mut url = Url::parse(&self.text).ok()?;
        url.path_segments_mut().ok()?.pop_if_empty().extend(parts);
        Some(url)
    }

    /// An address that the service named for a result or a redirect led to. What a name leads to is seen only when it is
    /// connected to (`public::PublicNames`).
    ///
    /// # Errors
    /// When it is not encrypted or lies in a private network, unless it and the service are both on this machine.
    pub fn accepts(&self, address: &str) -> Result<Url, AddressError> {
        let url = Url::parse(address).map_err(|_| AddressError::Broken(shortened(address)))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(AddressError::Broken(shortened(address)));
        }
        if self.loopback && is_loopback(&url) {
            return Ok(url);
        }
        if url.scheme() == "http" {
            return Err(AddressError::NotEncrypted(shortened(address)));
        }
        if is_local_name(&url) || figures(&url).is_some_and(|figures| !is_public(figures)) {
            return Err(AddressError::Private(url.host_str().unwrap_or_default().to_owned()));
        }
        Ok(url)
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn is_loopback(url: &Url) -> bool {
    url.host_str() == Some("localhost") || figures(url).is_some_and(|figures| figures.is_loopback())
}

/// The host where it is written as figures, however they are written.
fn figures(url: &Url) -> Option<IpAddr> {
    url.host_str()?.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Names that are this machine's wherever they are looked up.
fn is_local_name(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    host == "localhost" || host.ends_with(".localhost")
}

/// Addresses of results can be long and hold tokens: the beginning is enough to know them by.
fn shortened(address: &str) -> String {
    let plain = address.split(['?', '#']).next().unwrap_or_default();
    let plain: String = plain.chars().take(80).collect();
    cleaned_line(&plain).unwrap_or(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_encrypted_addresses_or_this_machine() {
        for fine in [
            "https://api.vidgo.ai",
            "https://api.vidgo.ai/",
            " http://127.0.0.1:8080/x ",
            "http://[::1]:9",
            "http://localhost",
        ] {
            assert!(Base::parse(fine).is_ok(), "{fine}");
        }
        for wrong in [
            "http://api.vidgo.ai",
            "http://10.0.0.1",
            "ftp://a.b",
            "api.vidgo.ai",
            "",
            "file:///etc/passwd",
            "https://user:secret@api.vidgo.ai",
            "https://a.b/?key=secret",
            "http://127.0.0.1.evil.com",
            "http://0.0.0.0",
        ] {
            let error = Base::parse(wrong).unwrap_err().to_string();
            assert!(!error.contains("secret"), "{error}");
        }
        assert_eq!(Base::parse("https://api.vidgo.ai/").unwrap().as_str(), "https://api.vidgo.ai");
    }

    #[test]
    fn parts_of_a_path_cannot_lead_elsewhere() {
        let base = Base::parse("https://api.vidgo.ai/v1").unwrap();
        let url = base.join(&["api", "generate", "status", "../../user?x#y/é"]).unwrap();
        assert_eq!(url.host_str(), Some("api.vidgo.ai"));
        assert!(url.as_str().starts_with("https://api.vidgo.ai/v1/api/generate/status/"), "{url}");
        assert_eq!((url.query(), url.fragment()), (None, None));
        assert_eq!(base.join(&["a", ".."]).unwrap().path(), "/v1/a");
    }

    #[test]
    fn results_come_encrypted_or_from_this_machine_when_the_service_is_there() {
        let (far, near) = (Base::parse("https://api.vidgo.ai").unwrap(), Base::parse("http://127.0.0.1:1").unwrap());
        assert!(far.accepts("https://cdn.example/a.mp4").is_ok());
        assert!(near.accepts("http://localhost:2/a.mp4").is_ok());
        for (base, wrong) in [
            (&far, "http://127.0.0.1/a"),
            (&far, "http://cdn.example/a"),
            (&near, "http://cdn.example/a"),
            (&near, "file:///etc/passwd"),
            (&far, "a.mp4"),
        ] {
            assert!(base.accepts(wrong).is_err(), "{wrong}");
        }
    }

    /// Encrypted or not, whatever form the address has; on this machine alone where the service is there too.
    #[test]
    fn results_never_come_from_a_private_network() {
        let (far, near) = (Base::parse("https://api.vidgo.ai").unwrap(), Base::parse("http://127.0.0.1:1").unwrap());
        for host in [
            "10.0.0.1",
            "192.168.1.1",
            "172.20.1.1",
            "169.254.169.254",
            "100.64.1.1",
            "0.0.0.0",
            "[::]",
            "[fd00::1]",
            "[fe80::1]",
            "[::ffff:10.0.0.1]",
            "[::ffff:a00:1]",
            "[64:ff9b::a00:1]",
            "[2002:a00:1::]",
            "0xa.0.0.1",
            "167772161",
            "10.1",
            "012.0.0.1",
        ] {
            for base in [&far, &near] {
                let error = base.accepts(&format!("https://{host}/a.mp4")).unwrap_err();
                assert!(matches!(error, AddressError::Private(_)), "{host}: {error}");
            }
        }
        let here = ["127.0.0.1", "localhost", "[::1]", "127.1", "2130706433"];
        for host in here.into_iter().chain(["localhost.", "a.localhost", "[::ffff:127.0.0.1]"]) {
            let error = far.accepts(&format!("https://{host}:9/a.mp4")).unwrap_err();
            assert!(matches!(error, AddressError::Private(_)), "{host}: {error}");
        }
        for host in here {
            assert!(near.accepts(&format!("https://{host}:9/a.mp4")).is_ok(), "{host}");
        }
        for base in [&far, &near] {
            assert!(base.accepts("https://93.184.216.34/a.mp4").is_ok());
            assert!(base.accepts("https://[2606:4700::1111]/a.mp4").is_ok());
        }
    }
}
