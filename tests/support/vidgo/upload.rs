//! The upload of pictures: what is taken, where it is kept and until when.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::bare::told_beside;

const SIZE_MAX: usize = 10_000_000;
const MINUTE: Duration = Duration::from_mins(1);

/// What an address stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    Kept { width: u32, height: u32 },
    Expired,
    Unknown,
}

struct Kept {
    bytes: Vec<u8>,
    mime: &'static str,
    size: (u32, u32),
    expires: Timestamp,
}

/// All pictures ever uploaded, and the rules for the next.
pub struct Uploads {
    kept: HashMap<String, Kept>,
    taken: Vec<Instant>,
    pub a_minute: usize,
    pub kept_for: Duration,
}

impl Default for Uploads {
    fn default() -> Self {
        Self { kept: HashMap::new(), taken: Vec::new(), a_minute: 100_000, kept_for: Duration::from_hours(72) }
    }
}

impl Uploads {
    /// Keeps a picture under a new address on the file host, or says the status and why not.
    pub fn take(&mut self, bytes: Vec<u8>, file_name: Option<&str>, files: &str) -> Result<Value, (u16, String)> {
        self.taken.retain(|at| at.elapsed() < MINUTE);
        if self.taken.len() >= self.a_minute {
            return Err((429, format!("more than {} uploads a minute", self.a_minute)));
        }
        if bytes.len() > SIZE_MAX {
            return Err((413, format!("{} bytes are more than 10 MB", bytes.len())));
        }
        let (mime, ending) = match bytes.as_slice() {
            [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => ("image/png", "png"),
            [0xFF, 0xD8, 0xFF, ..] => ("image/jpeg", "jpg"),
            _ => return Err((415, "neither PNG nor JPEG".to_owned())),
        };
        let reader = image::ImageReader::new(std::io::Cursor::new(&bytes)).with_guessed_format();
        let size = reader.ok().and_then(|reader| reader.into_dimensions().ok());
        let size = size.ok_or_else(|| (415, format!("no {mime} that can be read")))?;
        let told = told_beside(&bytes);
        if !told.is_empty() {
            return Err((415, format!("it tells more than its picture: {}", told.join(", "))));
        }
        if file_name.is_some_and(|name| !name.ends_with(&format!(".{ending}"))) {
            return Err((415, format!("{} is no name of a {mime}", file_name.unwrap_or_default())));
        }

        self.taken.push(Instant::now());
        let id = uuid::Uuid::new_v4().simple().to_string();
        let path = format!("/temp/{id}.{ending}");
        let address = format!("{files}{path}");
        let now = Timestamp::now();
        let expires = now + jiff::SignedDuration::try_from(self.kept_for).unwrap_or_default();
        let name = file_name.map_or_else(|| format!("{id}.{ending}"), str::to_owned);
        let said = json!({"success": true, "code": 200, "msg": "File uploaded successfully", "data": {
            "file_id": id, "file_name": name, "file_size": bytes.len(), "mime_type": mime, "file_url": address,
            "download_url": address, "expires_at": without_zone(expires), "upload_time": without_zone(now)}});
        self.kept.insert(path, Kept { bytes, mime, size, expires });
        Ok(said)
    }

    /// The picture that an address was handed out for; `files` is the file host's address.
    pub fn picture(&self, address: &str, files: &str) -> Picture {
        match address.strip_prefix(files).and_then(|path| self.kept.get(path)) {
            None => Picture::Unknown,
            Some(kept) if kept.expires <= Timestamp::now() => Picture::Expired,
            Some(kept) => Picture::Kept { width: kept.size.0, height: kept.size.1 },
        }
    }

    /// The bytes and their kind at a path, unless expired.
    pub fn read(&self, path: &str) -> Option<(Vec<u8>, &'static str)> {
        let kept = self.kept.get(path).filter(|kept| kept.expires > Timestamp::now())?;
        Some((kept.bytes.clone(), kept.mime))
    }

    /// All that is kept expires now.
    pub fn expire(&mut self) {
        for kept in self.kept.values_mut() {
            kept.expires = Timestamp::now();
        }
    }

    pub fn count(&self) -> usize {
        self.kept.len()
    }
}

/// A time as the service writes it: UTC, and no zone said.
pub fn without_zone(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%.6f").to_string()
}
