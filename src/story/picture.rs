//! Pictures as the story knows them: where they lie in the project, and what was found when they were looked at.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::id::SceneId;

/// Where a file of the project lies, relative to its folder, with forward slashes: `media/a.png`.
///
/// It never leads out of the folder by its text; links are looked at by `store`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MediaPath(Arc<str>);

/// A media path that is not allowed, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{path}\" {why}; write it relative to the project folder, like \"media/a.png\"")]
pub struct MediaPathError {
    path: String,
    why: &'static str,
}

impl MediaPath {
    /// # Errors
    /// When the path is empty, absolute, has a back slash, a drive, a control character, or an empty, `.` or `..` part.
    pub fn new(path: impl Into<String>) -> Result<Self, MediaPathError> {
        let path = path.into();
        let why = if path.is_empty() {
            "is empty"
        } else if path.contains('\\') {
            "has a back slash"
        } else if path.starts_with('/') {
            "is absolute"
        } else if path.contains(':') {
            "has a colon"
        } else if path.chars().any(char::is_control) {
            "has a control character"
        } else if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
            "leads out of the project folder"
        } else {
            return Ok(Self(path.into()));
        };
        Err(MediaPathError { path, why })
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for MediaPath {
    type Error = MediaPathError;

    fn try_from(path: String) -> Result<Self, Self::Error> {
        Self::new(path)
    }
}

impl From<MediaPath> for String {
    fn from(path: MediaPath) -> Self {
        path.0.as_ref().to_owned()
    }
}

impl fmt::Display for MediaPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The SHA-256 of a file's bytes, as 64 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContentHash(Arc<str>);

impl ContentHash {
    #[must_use]
    pub fn from_digest(digest: &[u8]) -> Self {
        use std::fmt::Write as _;
        let mut hex = String::with_capacity(digest.len() * 2);
        for byte in digest {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        Self(hex.into())
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The file formats that can be brought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PictureFormat {
    Png,
    Jpeg,
    WebP,
    Gif,
    Bmp,
    Tiff,
}

impl PictureFormat {
    /// The usual ending of its file name, without a dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::WebP => "webp",
            Self::Gif => "gif",
            Self::Bmp => "bmp",
            Self::Tiff => "tiff",
        }
    }
}

/// What is known of a picture that decodes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureInfo {
    pub content: ContentHash,
    pub format: PictureFormat,
    /// In pixels, as it is shown (after the orientation its file asks for).
    pub width: u32,
    /// In pixels, as it is shown.
    pub height: u32,
    /// The file's size in bytes.
    pub bytes: u64,
}

/// What was found where a picture should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureState {
    Ready(PictureInfo),
    Missing,
    /// It is there but cannot be used; the reason is a part of a sentence: "is cut short".
    Unreadable(String),
}

/// What has been found out about the project's pictures so far. A path that is not in here was not looked at yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pictures {
    known: BTreeMap<MediaPath, PictureState>,
    /// Where the last frame of the take that stands for a scene lies.
    ends: BTreeMap<SceneId, MediaPath>,
}

impl Pictures {
    #[must_use]
    pub fn get(&self, path: &MediaPath) -> Option<&PictureState> {
        self.known.get(path)
    }

    /// What is known of it, if it decodes.
    #[must_use]
    pub fn info(&self, path: &MediaPath) -> Option<&PictureInfo> {
        match self.known.get(path) {
            Some(PictureState::Ready(info)) => Some(info),
            _ => None,
        }
    }

    pub fn set(&mut self, path: MediaPath, state: PictureState) {
        self.known.insert(path, state);
    }

    /// Where the last frame of the take that stands for a scene lies; nothing where no take does.
    #[must_use]
    pub fn end_of(&self, scene: &SceneId) -> Option<&MediaPath> {
        self.ends.get(scene)
    }

    pub fn set_ends(&mut self, ends: BTreeMap<SceneId, MediaPath>) {
        self.ends = ends;
    }

    pub fn forget(&mut self, path: &MediaPath) {
        self.known.remove(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside_the_folder() {
        for good in ["media/a.png", "a.png", "media/ä b/..c.png", "media/…"] {
            assert!(MediaPath::new(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "/etc/passwd",
            "../a.png",
            "media/../../a",
            "media//a",
            "./a",
            "media\\a.png",
            "C:/a.png",
            "a\0b",
            "media/",
        ] {
            assert!(MediaPath::new(bad).is_err(), "{bad}");
        }
    }
}
