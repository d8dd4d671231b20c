//! Pictures on their way to Vidgo: each content once, at most so many a minute, the address kept while it is good.

use jiff::{SignedDuration, Timestamp};
use reqwest::Client;
use reqwest::multipart::{Form, Part};

use super::address::Base;
use super::gate::Gate;
use super::{http, reply};
use crate::media::picture::for_upload;
use crate::provider::background::in_background;
use crate::provider::{PrepareError, UploadError, pictures};
use crate::store::ProjectFolder;
use crate::store::key::ApiKey;
use crate::story::order::OrderPicture;
use crate::story::{ContentHash, Rules};

/// Where a picture lies at the service, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachedUpload {
    pub address: String,
    pub expires: Timestamp,
}

/// Remembers uploaded pictures between takes and runs.
pub trait UploadCache: Send + Sync {
    fn get(&self, base: &str, content: &ContentHash) -> Option<CachedUpload>;
    fn put(&self, base: &str, content: &ContentHash, upload: &CachedUpload);
}

/// Remembers nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoUploadCache;

impl UploadCache for NoUploadCache {
    fn get(&self, _: &str, _: &ContentHash) -> Option<CachedUpload> {
        None
    }

    fn put(&self, _: &str, _: &ContentHash, _: &CachedUpload) {}
}

/// What an upload needs.
pub struct Uploader<'a> {
    pub base: &'a Base,
    pub key: &'a ApiKey,
    pub client: &'a Client,
    pub rules: &'a Rules,
    pub cache: &'a dyn UploadCache,
    pub gate: &'a Gate,
}

impl Uploader<'_> {
    /// The address of a picture at the service: a known one that lasts long enough, else it is uploaded now.
    ///
    /// # Errors
    /// When it is not what was ordered, cannot be converted, or the service does not take it.
    pub async fn address_of(&self, picture: &OrderPicture, folder: &ProjectFolder) -> Result<String, PrepareError> {
        let Some(content) = pictures::uploaded_content(picture, &self.rules.limits) else {
            return Err(PrepareError::Refused(format!("the picture \"{}\" cannot be read", picture.path)));
        };
        let _turn = self.gate.turn().await;
        if let Some(known) = self.fresh(&content) {
            return Ok(known);
        }
        let (from, what) = (folder.clone(), picture.clone());
        let limits = &self.rules.limits;
        let (bytes_max, side_min) = (limits.picture_bytes_max, limits.picture_side_min);
        let ready = in_background(move || {
            let bytes = pictures::read_as_ordered(&from, &what)?;
            for_upload(&bytes, what.area, bytes_max, side_min)
                .map_err(|error| format!("the picture \"{}\" {error}", what.path))
        });
        let ready = ready.await.map_err(|error| PrepareError::Refused(error.to_string()))?;
        let ready = ready.map_err(PrepareError::Refused)?;
        let name = format!("{}.{}", &content.as_str()[..content.as_str().len().min(16)], ready.format.extension());
        for tried in 0.. {
            self.gate.place(self.rules.timing.uploads_per_minute).await;
            let error = match self.send(&name, &ready.bytes, ready.mime()).await {
                Ok(uploaded) => {
                    let kept =
                        SignedDuration::try_from(self.rules.timing.upload_kept_s.0).unwrap_or(SignedDuration::ZERO);
                    let expires = uploaded.expires.or_else(|| Timestamp::now().checked_add(kept).ok());
                    if let Some(expires) = expires {
                        let upload = CachedUpload { address: uploaded.address.clone(), expires };
                        self.cache.put(self.base.as_str(), &content, &upload);
                    }
                    return Ok(uploaded.address);
                }
                Err(error) => error,
            };
            let wait = match error {
                UploadError::Refused(why) => {
                    return Err(PrepareError::Refused(format!(
                        "the picture \"{}\" was not taken: {why}",
                        picture.path
                    )));
                }
                UploadError::Key(why) => return Err(PrepareError::Key(why)),
                UploadError::Offline(why) => {
                    // Nothing left: it uses up nothing of what the service allows.
                    self.gate.give_back();
                    return Err(PrepareError::Offline(why));
                }
                UploadError::Busy(asked) => asked.unwrap_or_else(|| self.rules.timing.retry_s.after(tried)),
                UploadError::Unreachable(why) if tried >= TRIES => return Err(PrepareError::Unreachable(why)),
                UploadError::Unreachable(_) => self.rules.timing.retry_s.after(tried),
            };
            tokio::time::sleep(wait).await;
        }
        Err(PrepareError::Unreachable("it was tried too often".to_owned()))
    }

    /// Whether a picture is still to be uploaded.
    #[must_use]
    pub fn is_missing(&self, picture: &OrderPicture) -> bool {
        pictures::sent_content(picture).is_some_and(|content| self.fresh(&content).is_none())
    }

    /// An address that is good for a while yet.
    fn fresh(&self, content: &ContentHash) -> Option<String> {
        let known = self.cache.get(self.base.as_str(), content)?;
        let needed = SignedDuration::try_from(self.rules.timing.upload_fresh_s.0).ok()?;
        let until = Timestamp::now().checked_add(needed).ok()?;
        (known.expires > until).then_some(known.address)
    }

    async fn send(&self, name: &str, bytes: &[u8], mime: &str) -> Result<reply::Uploaded, UploadError> {
        let told = |why: &str| UploadError::Refused(why.to_owned());
        let url =
            self.base.join(&["api", "common", "upload", "stream"]).ok_or_else(|| told("the address is broken"))?;
        let part = Part::bytes(bytes.to_vec()).file_name(name.to_owned()).mime_str(mime);
        let part = part.map_err(|_| told("its kind is unknown"))?;
        let form = Form::new().text("file_name", name.to_owned()).part("file", part);
        let request = self.client.post(url).bearer_auth(self.key.expose()).multipart(form);
        let request = request.timeout(self.rules.timing.upload_s.0);
        let reply = http::send(request).await.map_err(|broken| match broken {
            http::Broken::BeforeSending(why) => UploadError::Offline(why),
            http::Broken::Later(why) => UploadError::Unreachable(why),
        })?;
        let uploaded = reply::uploaded(&reply)?;
        // An address that the request could not carry is no use.
        match self.base.accepts(&uploaded.address) {
            Ok(_) => Ok(uploaded),
            Err(error) => Err(UploadError::Unreachable(error.to_string())),
        }
    }
}

/// How often an unreachable service is tried again for one picture.
const TRIES: u32 = 6;
