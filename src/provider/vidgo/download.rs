//! A finished file on its way here: over allowed addresses alone, without the key, bounded, and whole. What came before a
//! connection broke stays beside it, and is gone on with where the file's host says that it is the same file.

use std::fs::File;
use std::path::{Path, PathBuf};

use reqwest::header::{CONTENT_RANGE, ETAG, HeaderMap, IF_RANGE, LAST_MODIFIED, LOCATION, RANGE};
use reqwest::{Response, Url};
use serde::{Deserialize, Serialize};

use super::address::Base;
use super::http::{Files, words};
use crate::media::check_whole;
use crate::provider::{FetchError, background};
use crate::store::disk::{self, DiskError, PartFile};

/// In bytes: far more than 15 s at 1080p can be.
const FILE_BYTES_MAX: u64 = 1 << 30;
const REDIRECTS_MAX: usize = 5;
/// In bytes: some headers.
const MARK_BYTES_MAX: u64 = 10_000;
const WHAT: &str = "keep the take";

fn failed(error: impl std::fmt::Display) -> FetchError {
    FetchError::Failed(error.to_string())
}

fn on_disk(error: impl std::fmt::Display) -> FetchError {
    FetchError::Disk(error.to_string())
}

/// What the file's host calls the file of which a part has come: only the same one is gone on with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    /// Its strong ETag, else when it was changed last.
    validator: String,
    is_etag: bool,
    /// Of the whole, in bytes.
    total: Option<u64>,
}

impl Mark {
    /// Nothing where the host says nothing by which the file could be known again.
    fn of(headers: &HeaderMap, total: Option<u64>) -> Option<Self> {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let etag = text(ETAG).filter(|etag| etag.starts_with('"')).map(|etag| (etag, true));
        let (validator, is_etag) = etag.or_else(|| Some((text(LAST_MODIFIED)?, false)))?;
        Some(Self { validator, is_etag, total })
    }
}

/// Where a part lies, and what is known of it.
struct Part {
    file: PathBuf,
    mark: PathBuf,
}

impl Part {
    fn beside(to: &Path) -> Self {
        Self { file: to.with_extension("part"), mark: to.with_extension("part.json") }
    }

    /// What has come, and how much of it, where it is known whose it is.
    fn come(&self) -> Option<(Mark, u64)> {
        let mark = disk::read(&self.mark, MARK_BYTES_MAX, "read what has come of a take").ok()?;
        let mark = serde_json::from_slice(&mark).ok()?;
        let length = self.file.metadata().ok()?.len();
        (length > 0).then_some((mark, length))
    }

    /// Begins anew, with the mark by which it will be known again.
    fn begin(&self, mark: Option<&Mark>) -> Result<PartFile, DiskError> {
        disk::remove_file(&self.mark, WHAT)?;
        let file = PartFile::go_on(&self.file, 0, WHAT)?;
        if let Some(mark) = mark {
            let json = serde_json::to_vec(mark).map_err(|error| DiskError::new(WHAT, &self.mark, error.into()))?;
            disk::write_atomically(&self.mark, &json, WHAT)?;
        }
        Ok(file)
    }

    /// Throws away what has come; tells how many bytes that were.
    fn throw_away(&self) -> u64 {
        let length = self.file.metadata().map_or(0, |file| file.len());
        // What stays has no mark: it is never gone on with, and cut when the next try begins.
        let _ = disk::remove_file(&self.mark, WHAT);
        let _ = disk::remove_file(&self.file, WHAT);
        length
    }
}

/// Brings a file to a path that does not exist yet: whole, or not at all.
///
/// # Errors
/// When an address is not allowed or has expired, the connection breaks, the disk refuses, or what comes is no whole MP4.
pub async fn fetch(files: &Files, base: &Base, address: &str, to: &Path) -> Result<(), FetchError> {
    let url = base.accepts(address).map_err(failed)?;
    let part = Part::beside(to);
    let (part, come) = in_background(move || {
        let come = part.come();
        (part, come)
    })
    .await?;
    if come.as_ref().is_some_and(|(mark, length)| mark.total == Some(*length)) {
        // All of it has come; the program ended before it was looked at.
        let to = to.to_owned();
        return in_background(move || keep_whole(&part, &to)).await?;
    }
    let response = ask(files, base, url, come.as_ref()).await?;
    let status = response.status().as_u16();
    if matches!(status, 401 | 403 | 404 | 410) {
        return Err(failed(format!("the file's address has expired (HTTP {status})")));
    }
    let goes_on = status == 206 && come.as_ref().is_some_and(|(mark, length)| is_rest(&response, mark, *length));
    if status == 206 && !goes_on || status == 416 {
        // A part of something else: with nothing here, the whole is asked for.
        let in_vain = in_background(move || part.throw_away()).await?;
        return Err(FetchError::Broken { why: "the file is another one by now".to_owned(), in_vain });
    }
    if status >= 500 {
        return Err(FetchError::Broken { why: format!("the file's host answered with HTTP {status}"), in_vain: 0 });
    }
    if !response.status().is_success() {
        return Err(failed(format!("the file's host answered with HTTP {status}")));
    }
    let begun = if goes_on { come.as_ref().map_or(0, |(_, length)| *length) } else { 0 };
    if response.content_length().is_some_and(|length| begun.saturating_add(length) > FILE_BYTES_MAX) {
        return Err(failed("the file is larger than any take"));
    }
    let mark =
        if goes_on { come.map(|(mark, _)| mark) } else { Mark::of(response.headers(), response.content_length()) };
    let is_known_again = mark.is_some();
    let (part, file) = in_background(move || {
        let file = if begun > 0 { PartFile::go_on(&part.file, begun, WHAT) } else { part.begin(mark.as_ref()) };
        file.map(|file| (part, file))
    })
    .await?
    .map_err(on_disk)?;
    match receive(response, file, begun).await {
        Ok(()) => {}
        Err(Cut::Broken(why)) if is_known_again => return Err(FetchError::Broken { why, in_vain: 0 }),
        Err(Cut::Broken(why) | Cut::TooLarge(why)) => {
            let in_vain = in_background(move || part.throw_away()).await?;
            return Err(FetchError::Broken { why, in_vain });
        }
        Err(Cut::Disk(error)) => {
            if !is_known_again {
                // What cannot be gone on with only takes room.
                in_background(move || part.throw_away()).await?;
            }
            return Err(on_disk(error));
        }
    }
    let to = to.to_owned();
    in_background(move || keep_whole(&part, &to)).await?
}

/// The response that is no redirect. With a part here, only the rest is asked for.
async fn ask(files: &Files, base: &Base, mut url: Url, come: Option<&(Mark, u64)>) -> Result<Response, FetchError> {
    for _ in 0..=REDIRECTS_MAX {
        if !is_beside(base, &url) {
            files.names.check(url.host_str().unwrap_or_default());
        }
        let mut request = files.client.get(url.clone());
        if let Some((mark, length)) = come {
            request = request.header(RANGE, format!("bytes={length}-")).header(IF_RANGE, &mark.validator);
        }
        let unreachable = |error: reqwest::Error| FetchError::Broken { why: words(&error), in_vain: 0 };
        let response = request.send().await.map_err(unreachable)?;
        // 304 and the like have no place to lead to.
        if !response.status().is_redirection() {
            return Ok(response);
        }
        let next = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
        let next = next.and_then(|location| url.join(location).ok());
        let next = next.ok_or_else(|| failed("the file's address leads nowhere"))?;
        url = base.accepts(next.as_str()).map_err(failed)?;
    }
    Err(failed("the file's address leads round and round"))
}

/// Whether an answer is the rest of that very file, from there on.
fn is_rest(response: &Response, mark: &Mark, length: u64) -> bool {
    let range = response.headers().get(CONTENT_RANGE).and_then(|range| range.to_str().ok());
    // bytes 100-199/200
    let Some((span, total)) = range.and_then(|range| range.strip_prefix("bytes ")?.split_once('/')) else {
        return false;
    };
    let from = span.split('-').next().and_then(|from| from.trim().parse::<u64>().ok());
    let total = total.trim().parse::<u64>().ok();
    let same = Mark::of(response.headers(), mark.total).is_none_or(|told| told == *mark);
    from == Some(length) && same && (mark.total.is_none() || total.is_none() || total == mark.total)
}

/// Why not all of it came.
enum Cut {
    Broken(String),
    TooLarge(String),
    Disk(DiskError),
}

async fn receive(mut response: Response, mut file: PartFile, begun: u64) -> Result<(), Cut> {
    let mut length = begun;
    let gone = |error: FetchError| Cut::Broken(error.to_string());
    loop {
        let chunk = match response.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => return in_background(move || file.sync()).await.map_err(gone)?.map_err(Cut::Disk),
            Err(error) => return Err(Cut::Broken(format!("the file broke off ({})", words(&error)))),
        };
        length += chunk.len() as u64;
        if length > FILE_BYTES_MAX {
            return Err(Cut::TooLarge("the file is larger than any take".to_owned()));
        }
        file = in_background(move || {
            let mut file = file;
            file.write(&chunk).map(|()| file)
        })
        .await
        .map_err(gone)?
        .map_err(Cut::Disk)?;
    }
}

/// Looks at what came before it is called the take: what is not whole goes away.
fn keep_whole(part: &Part, to: &Path) -> Result<(), FetchError> {
    let mut written = File::open(&part.file).map_err(on_disk)?;
    if let Err(error) = check_whole(&mut written) {
        drop(written);
        return Err(FetchError::Broken { why: format!("what came {error}"), in_vain: part.throw_away() });
    }
    disk::rename(&part.file, to, WHAT).map_err(on_disk)?;
    disk::remove_file(&part.mark, WHAT).map_err(on_disk)
}

/// Whether it is on this machine, as the service is: `Base::accepts` has seen to that.
fn is_beside(base: &Base, url: &Url) -> bool {
    base.is_loopback() && url.host_str() == Some("localhost")
}

async fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, FetchError> {
    background::in_background(work).await.map_err(failed)
}
