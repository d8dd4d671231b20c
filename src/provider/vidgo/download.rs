//! A finished file on its way here: over allowed addresses alone, without the key, bounded, and whole.

use std::fs::File;
use std::path::Path;

use reqwest::Url;
use reqwest::header::LOCATION;

use super::address::Base;
use super::http::{Files, words};
use crate::media::check_whole;
use crate::provider::FetchError;
use crate::store::disk::NewFile;

/// In bytes: far more than 15 s at 1080p can be.
const FILE_BYTES_MAX: u64 = 1 << 30;
const REDIRECTS_MAX: usize = 5;

fn failed(error: impl std::fmt::Display) -> FetchError {
    FetchError::Failed(error.to_string())
}

/// Brings a file to a path that does not exist yet; whatever goes wrong, nothing is left there.
///
/// # Errors
/// When an address is not allowed or has expired, the disk refuses, or what comes is no whole MP4.
pub async fn fetch(files: &Files, base: &Base, address: &str, to: &Path) -> Result<(), FetchError> {
    let mut url = base.accepts(address).map_err(failed)?;
    let mut response = None;
    for _ in 0..=REDIRECTS_MAX {
        if !is_beside(base, &url) {
            files.names.check(url.host_str().unwrap_or_default());
        }
        let came = files.client.get(url.clone()).send().await.map_err(|error| failed(words(&error)))?;
        if !came.status().is_redirection() {
            response = Some(came);
            break;
        }
        let next = came.headers().get(LOCATION).and_then(|location| location.to_str().ok());
        let next = next.and_then(|location| url.join(location).ok());
        let next = next.ok_or_else(|| failed("the file's address leads nowhere"))?;
        url = base.accepts(next.as_str()).map_err(failed)?;
    }
    let Some(mut response) = response else { return Err(failed("the file's address leads round and round")) };
    let status = response.status();
    if matches!(status.as_u16(), 401 | 403 | 404 | 410) {
        return Err(failed(format!("the file's address has expired (HTTP {})", status.as_u16())));
    }
    if !status.is_success() {
        return Err(failed(format!("the file's host answered with HTTP {}", status.as_u16())));
    }
    let too_large = || failed("the file is larger than any take");
    if response.content_length().is_some_and(|length| length > FILE_BYTES_MAX) {
        return Err(too_large());
    }
    let mut file = NewFile::create(to, "keep the take").map_err(failed)?;
    let mut length = 0_u64;
    while let Some(chunk) =
        response.chunk().await.map_err(|error| failed(format!("the file broke off ({})", words(&error))))?
    {
        length += chunk.len() as u64;
        if length > FILE_BYTES_MAX {
            return Err(too_large());
        }
        file = in_background(move || {
            let mut file = file;
            file.write(&chunk).map(|()| file)
        })
        .await?
        .map_err(failed)?;
    }
    let place = to.to_owned();
    in_background(move || {
        // Looked at before it lasts: what is not whole goes away with `file`.
        let mut written = File::open(&place).map_err(failed)?;
        check_whole(&mut written).map_err(|error| failed(format!("what came {error}")))?;
        file.finish().map_err(failed)
    })
    .await?
}

/// Whether it is on this machine, as the service is: `Base::accepts` has seen to that.
fn is_beside(base: &Base, url: &Url) -> bool {
    base.is_loopback() && url.host_str() == Some("localhost")
}

async fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, FetchError> {
    tokio::task::spawn_blocking(work).await.map_err(failed)
}
