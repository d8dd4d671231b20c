//! Which addresses of the network are everybody's: a film lies there alone. An address that a service names must not lead
//! Storyreel into the user's own network, whether it is written as figures or as a name that leads there.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Whether an address is reached over the public network, whatever form it has.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// By IANA's registry of special addresses (RFC 6890 and later).
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = match a {
        // This network, private, loopback; to many, and what is reserved.
        0 | 10 | 127 | 224.. => true,
        // Shared by the customers of a provider.
        100 => (64..128).contains(&b),
        169 => b == 254,
        172 => (16..32).contains(&b),
        // Protocols, documentation, the old way from IPv6, private.
        192 => matches!((b, c), (0, 0 | 2) | (88, 99) | (168, _)),
        // Measuring, documentation.
        198 => matches!(b, 18 | 19) || (b, c) == (51, 100),
        203 => (b, c) == (0, 113),
        _ => false,
    };
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        // Figures of IPv4 in the form of IPv6, and networks that translate.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            v4(high, low)
        }
        // Protocols of IPv6, Teredo among them; documentation.
        [0x2001, 0..0x200 | 0xdb8, ..] | [0x3fff, 0..0x1000, ..] => false,
        // What is handed out to everybody; nothing else is.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// Looks names up, and of those whose films are fetched gives public addresses alone. Checked is what is connected to: a name
/// that leads elsewhere at the next look-up gains nothing. Names of proxies are looked up as they are; what a proxy
/// connects to is the proxy's to decide.
#[derive(Clone, Debug, Default)]
pub struct PublicNames {
    films_from: Arc<Mutex<HashSet<String>>>,
}

/// Why a name is not gone to.
#[derive(Debug, thiserror::Error)]
#[error("it lies in a private network, where no service keeps films")]
pub struct PrivateNetwork;

impl PublicNames {
    /// From here on the addresses of this name are checked.
    pub fn check(&self, host: &str) {
        self.films_from.lock().unwrap_or_else(PoisonError::into_inner).insert(normal(host));
    }

    fn is_checked(&self, host: &str) -> bool {
        self.films_from.lock().unwrap_or_else(PoisonError::into_inner).contains(&normal(host))
    }
}

/// `example.com.` is the same name as `EXAMPLE.com`.
fn normal(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}

impl Resolve for PublicNames {
    fn resolve(&self, name: Name) -> Resolving {
        let checked = self.is_checked(name.as_str());
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let found: Vec<SocketAddr> = found.filter(|found| !checked || is_public(found.ip())).collect();
            if found.is_empty() {
                return Err(Box::new(PrivateNetwork).into());
            }
            let found: Addrs = Box::new(found.into_iter());
            Ok(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_networks_are_known_in_every_form() {
        for private in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.8.8.8",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:192.168.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:c0a8:101::1",
            "2001::1",
            "2001:0:7f00:1::",
            "2001:db8::1",
            "100::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.1.1.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450:4001::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2002:808:808::1",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    /// Every system knows this name, and it leads to this machine.
    #[tokio::test]
    async fn a_name_that_leads_into_a_private_network_is_not_gone_to() {
        let names = PublicNames::default();
        let of = |name: &str| names.resolve(name.parse().unwrap());
        assert!(of("localhost").await.unwrap().all(|found| found.ip().is_loopback()), "a proxy's name");
        names.check("LocalHost.");
        let Err(error) = of("localhost").await else { panic!("gone to") };
        assert!(error.to_string().contains("private network"), "{error}");
    }
}
