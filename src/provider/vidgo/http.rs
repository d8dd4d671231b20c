//! The connections: nothing is sent twice behind our back, no redirect is followed with the key, replies are bounded.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::RETRY_AFTER;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};

use super::address::Base;
use super::public::PublicNames;
use super::reply::Reply;
use crate::story::rules::Timing;

/// Replies are some hundred bytes; more than this is no reply.
const REPLY_BYTES_MAX: usize = 1_000_000;
/// A wait that a service asks for is believed up to this.
const RETRY_AFTER_MAX: Duration = Duration::from_mins(10);

/// Why no connection can be made at all.
#[derive(Debug, thiserror::Error)]
#[error("the network cannot be used: {0}")]
pub struct HttpError(String);

/// What a request ended in when it brought no whole reply.
pub enum Broken {
    /// Before a byte of it left.
    BeforeSending(String),
    /// It may have arrived.
    Later(String),
}

/// For what must be sent once at most: a connection of its own each time.
pub fn once(base: &Base, timing: &Timing) -> Result<Client, HttpError> {
    build(base, timing, |builder| builder.http1_only().pool_max_idle_per_host(0))
}

/// For questions, which may be asked again.
pub fn questions(base: &Base, timing: &Timing) -> Result<Client, HttpError> {
    build(base, timing, |builder| builder)
}

/// For files, which are fetched without the key, and from public addresses alone.
pub struct Files {
    pub client: Client,
    /// The client's names.
    pub names: PublicNames,
}

impl Files {
    pub fn new(base: &Base, timing: &Timing) -> Result<Self, HttpError> {
        let names = PublicNames::default();
        let resolver = Arc::new(names.clone());
        let client = build(base, timing, |builder| builder.read_timeout(timing.download_s.0).dns_resolver(resolver))?;
        Ok(Self { client, names })
    }
}

fn build(
    base: &Base,
    timing: &Timing,
    change: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
) -> Result<Client, HttpError> {
    // Once for the whole program; a second time changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder()
        .user_agent(concat!("Storyreel/", env!("CARGO_PKG_VERSION")))
        .retry(reqwest::retry::never())
        .redirect(Policy::none())
        .referer(false)
        .connect_timeout(timing.connect_s.0);
    let builder = if base.is_loopback() { builder.no_proxy() } else { builder };
    change(builder).build().map_err(|error| HttpError(words(&error)))
}

/// Sends a request once and reads its reply.
pub async fn send(request: RequestBuilder) -> Result<Reply, Broken> {
    let mut response = request.send().await.map_err(|error| {
        let why = words(&error);
        if error.is_connect() || error.is_builder() { Broken::BeforeSending(why) } else { Broken::Later(why) }
    })?;
    let status = response.status().as_u16();
    let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let retry_after = retry_after.map(|seconds| Duration::from_secs(seconds).min(RETRY_AFTER_MAX));
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > REPLY_BYTES_MAX => {
                return Err(Broken::Later("the answer is too large to be one".to_owned()));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(Reply { status, retry_after, body }),
            Err(error) => return Err(Broken::Later(words(&error))),
        }
    }
}

/// What went wrong in plain words, without addresses: those may hold tokens.
pub fn words(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return if error.is_connect() { "no connection in time" } else { "no answer in time" }.to_owned();
    }
    let mut deepest: &dyn std::error::Error = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    if deepest.is::<reqwest::Error>() && error.source().is_none() {
        return "the request could not be made".to_owned();
    }
    let text = deepest.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    if error.is_connect() { format!("no connection ({})", text.to_lowercase()) } else { text.to_lowercase() }
}
