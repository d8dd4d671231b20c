//! Where the service may be asked to call when a task has ended, and what its call names (docs/service.md: webhook).

use std::net::IpAddr;

use reqwest::Url;

use super::public::is_public;
use super::reply::task_id;
use crate::provider::TaskId;

/// In characters, with the token that is added for each take.
const LENGTH_MAX: usize = 2048;
const TOKEN_MAX: usize = 128;

/// Why an address cannot be called by the service, as a sentence; nothing when it can.
#[must_use]
pub fn callback_fault(text: &str) -> Option<String> {
    let text = text.trim();
    let Ok(url) = Url::parse(text) else {
        return Some("This is no web address; write it like https://example.org/storyreel".to_owned());
    };
    if !matches!(url.scheme(), "http" | "https") {
        return Some("The service calls http and https addresses alone".to_owned());
    }
    if text.len() + TOKEN_MAX > LENGTH_MAX {
        return Some(format!("It is too long; {} characters fit", LENGTH_MAX - TOKEN_MAX));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Some("A question mark or a # cannot stand in it: a part is added at its end for each take".to_owned());
    }
    let host = url.host_str().unwrap_or_default();
    if is_private(host) {
        return Some(format!("{host} is a private address that the service cannot reach; write the public one"));
    }
    None
}

/// The task that a call speaks of: the documented flat task, or a status reply around it. What else it says is never
/// believed: it only makes the service be asked.
#[must_use]
pub fn called_task(body: &[u8]) -> Option<TaskId> {
    task_id(&serde_json::from_slice(body).ok()?)
}

fn is_private(host: &str) -> bool {
    // A name of one word, or of a kind that no public server knows.
    let last = host.rsplit('.').next().unwrap_or(host);
    if matches!(last, "localhost" | "local") || !host.contains(['.', ':']) {
        return true;
    }
    let figures = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    figures.is_ok_and(|figures| !is_public(figures))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_names_its_task_flat_or_wrapped() {
        let task = |body: &str| called_task(body.as_bytes()).map(|task| task.0);
        let flat = r#"{"task_id": "T", "status": "finished", "files": [], "created_time": "x", "error_message": null}"#;
        assert_eq!(task(flat).as_deref(), Some("T"));
        assert_eq!(task(&format!(r#"{{"code": 200, "data": {flat}}}"#)).as_deref(), Some("T"));
        assert_eq!(task(r#"{"task_id": 77}"#).as_deref(), Some("77"));
        let long = format!(r#"{{"task_id": "{}"}}"#, "T".repeat(600));
        for nothing in ["", "<xml/>", "{}", "[]", r#"{"data": {"status": "failed"}}"#, r#"{"task_id": ".."}"#, &long] {
            assert_eq!(task(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn the_service_can_call_public_https_addresses_alone() {
        for fine in [
            "https://example.org/storyreel",
            "http://example.org/a",
            " https://hooks.example.org ",
            "https://93.184.216.34/a",
        ] {
            assert_eq!(callback_fault(fine), None, "{fine}");
        }
        for (wrong, says) in [
            ("example.org", "no web address"),
            ("ftp://example.org/a", "https"),
            ("http://127.0.0.1/a", "private"),
            ("https://example.org/a?b=c", "question mark"),
            ("https://localhost/a", "private"),
            ("https://studio/a", "private"),
            ("https://printer.local/a", "private"),
            ("https://192.168.1.4/a", "private"),
            ("https://10.0.0.1/a", "private"),
            ("https://127.0.0.1:8080/a", "private"),
            ("https://169.254.1.1/a", "private"),
            ("https://[::1]/a", "private"),
            ("https://[fd00::1]/a", "private"),
            ("https://[fe80::1]/a", "private"),
        ] {
            let fault = callback_fault(wrong).unwrap_or_default();
            assert!(fault.contains(says), "{wrong}: {fault}");
        }
        assert!(callback_fault(&format!("https://example.org/{}", "a".repeat(2000))).unwrap().contains("too long"));
    }
}
