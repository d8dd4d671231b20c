//! The takes of a project: `takes/<id>/take.json` beside its video. A take's folder appears when it is whole.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::disk::{self, DiskError};
use super::error::StoreError;
use super::folder::{ProjectFolder, TAKES};
use super::inside::{self, Spot};
use crate::story::project::Extra;
use crate::story::{Credits, MediaPath, Order, SceneId, Seconds, ShotId, TakeId};

/// What stands at the top of every `take.json`.
pub const FORMAT: &str = "storyreel-take/1";
/// What a take's video is called.
pub const VIDEO: &str = "video.mp4";

const RECORD: &str = "take.json";
const FAMILY: &str = "storyreel-take/";
/// In bytes: a record is texts and hashes.
const RECORD_BYTES_MAX: u64 = 16_000_000;

/// What is known of a finished take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakeRecord {
    pub format: String,
    pub id: TakeId,
    pub scene: SceneId,
    /// Who made it: `animatic`, `vidgo`.
    pub provider: String,
    /// When it was ordered, in UTC (RFC 3339 in the file).
    pub made: Timestamp,
    pub seconds: Seconds,
    /// What it cost; 0 for what is made on this machine.
    #[serde(default)]
    pub credits: Credits,
    /// The video's file name, beside the record.
    pub video: String,
    /// What was asked for: texts, seconds, pictures by content.
    pub order: Order,
    /// Set when it is a take of one shot alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shot: Option<ShotId>,
    /// What the order is known by, for a paid take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// The service's name for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// The exact request; the addresses of pictures in it have expired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<serde_json::Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<Timestamp>,
    /// Fields that this version does not know; they stay.
    #[serde(flatten)]
    pub extra: Extra,
}

impl TakeRecord {
    /// The record of a take that has just been made, with its video under the usual name.
    #[must_use]
    pub fn new(id: TakeId, provider: &str, made: Timestamp, credits: Credits, order: Order) -> Self {
        Self {
            format: FORMAT.to_owned(),
            id,
            scene: order.scene.clone(),
            provider: provider.to_owned(),
            made,
            seconds: order.seconds(),
            credits,
            video: VIDEO.to_owned(),
            order,
            shot: None,
            hash: None,
            task: None,
            request: None,
            submitted: None,
            finished: None,
            extra: Extra::new(),
        }
    }

    /// Where its film lies in the project. Nothing is asked of the disk.
    ///
    /// # Errors
    /// When the take's id or its film's name leads nowhere inside a project.
    pub fn film(&self) -> Result<MediaPath, StoreError> {
        MediaPath::new(format!("{TAKES}/{}/{}", self.id, self.video))
            .map_err(|_| StoreError::TakeId(self.id.to_string()))
    }
}

/// The takes of a project as they lie on disk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Takes {
    /// The newest first.
    pub all: Vec<TakeRecord>,
    /// What could not be used, each a sentence.
    pub notes: Vec<String>,
}

impl Takes {
    /// The takes of one scene, the newest first.
    pub fn of_scene<'a>(&'a self, scene: &'a SceneId) -> impl Iterator<Item = &'a TakeRecord> {
        self.all.iter().filter(move |take| take.scene == *scene)
    }

    /// Puts a new take where its time belongs.
    pub fn add(&mut self, take: TakeRecord) {
        self.all.retain(|known| known.id != take.id);
        self.all.push(take);
        self.sort();
    }

    fn sort(&mut self) {
        self.all.sort_by(|a, b| b.made.cmp(&a.made).then_with(|| a.id.cmp(&b.id)));
    }
}

impl ProjectFolder {
    /// Reads all takes. One that is broken is told in the notes and hinders nothing.
    #[must_use]
    pub fn takes(&self) -> Takes {
        let mut takes = Takes::default();
        for name in self.take_names() {
            match self.read_take(&name) {
                Ok(take) => takes.all.push(take),
                Err(why) => takes.notes.push(format!("the take in {TAKES}/{name} cannot be used: {why}")),
            }
        }
        takes.sort();
        takes
    }

    /// Where a take's video lies, all links followed.
    ///
    /// # Errors
    /// When it is missing or a link leads out of the folder.
    pub fn video_of(&self, take: &TakeRecord) -> Result<PathBuf, StoreError> {
        self.resolve(&take.film()?)
    }

    /// Begins a take's folder under a hidden name. Dropped before it is finished, it goes away.
    ///
    /// # Errors
    /// When the id cannot be a folder's name, or the disk refuses.
    pub fn begin_take(&self, id: &TakeId) -> Result<TakeDraft, StoreError> {
        let what = "begin a take";
        if !is_name(id.as_str()) {
            return Err(StoreError::TakeId(id.to_string()));
        }
        let place = self.subfolder(TAKES, what)?.join(id.as_str());
        let hidden = disk::temporary_beside(&place);
        disk::create_dir(&hidden, what)?;
        Ok(TakeDraft { id: id.clone(), hidden, place, finished: false })
    }

    /// Whether a take of this id is there, whole.
    #[must_use]
    pub fn has_take(&self, id: &TakeId) -> bool {
        is_name(id.as_str()) && self.read_take(id.as_str()).is_ok()
    }

    /// Reads one take.
    ///
    /// # Errors
    /// Why it cannot be used, as a part of a sentence.
    pub fn take(&self, id: &TakeId) -> Result<TakeRecord, String> {
        if is_name(id.as_str()) { self.read_take(id.as_str()) } else { Err("its id is no name".to_owned()) }
    }

    /// A hidden file's path in the project's takes folder, for what is being made; nothing is there yet.
    ///
    /// # Errors
    /// When there is no such folder and none can be made.
    pub fn scratch_file(&self) -> Result<PathBuf, StoreError> {
        Ok(disk::temporary_beside(&self.subfolder(TAKES, "make room for a take")?.join(VIDEO)))
    }

    fn take_names(&self) -> Vec<String> {
        let Ok(Spot::There(folder)) = inside::look(self.real(), Path::new(TAKES)) else { return Vec::new() };
        let Ok(entries) = folder.read_dir() else { return Vec::new() };
        let names = entries.flatten().filter(|entry| entry.path().is_dir());
        let mut names: Vec<String> = names.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        // What begins with a dot is not a take yet, or somebody else's.
        names.retain(|name| !name.starts_with('.'));
        names.sort();
        names
    }

    fn read_take(&self, name: &str) -> Result<TakeRecord, String> {
        let path = Path::new(TAKES).join(name).join(RECORD);
        let file = match inside::look(self.real(), &path) {
            Ok(Spot::There(file)) => file,
            Ok(Spot::Missing) => return Err(format!("it has no {RECORD}")),
            Ok(Spot::Outside) => return Err("a link in it leads out of the project folder".to_owned()),
            Err(error) => return Err(DiskError::new("find it", &path, error).to_string()),
        };
        let bytes = disk::read(&file, RECORD_BYTES_MAX, "read it").map_err(|error| error.to_string())?;
        let take = parse(&bytes)?;
        if take.id.as_str() != name {
            return Err(format!("its {RECORD} is that of another take, \"{}\"", take.id));
        }
        self.video_of(&take).map_err(|error| error.to_string())?;
        Ok(take)
    }
}

fn parse(bytes: &[u8]) -> Result<TakeRecord, String> {
    #[derive(Deserialize)]
    struct Header {
        format: String,
    }
    let broken = |error: serde_json::Error| format!("its {RECORD} is broken ({error})");
    let Header { format } = serde_json::from_slice(bytes).map_err(broken)?;
    if format != FORMAT {
        let newer = format.strip_prefix(FAMILY).and_then(|n| n.parse::<u64>().ok()).is_some_and(|n| n > 1);
        let by =
            if newer { "it was made by a newer Storyreel; update Storyreel to see it" } else { "it is no such file" };
        return Err(format!("{by} (format \"{format}\")"));
    }
    let take: TakeRecord = serde_json::from_slice(bytes).map_err(broken)?;
    let name = &take.video;
    if name.is_empty() || name.contains('/') || MediaPath::new(name.clone()).is_err() {
        return Err(format!("its video \"{name}\" is not the name of a file beside it"));
    }
    Ok(take)
}

pub(super) fn is_name(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// A take's folder while it is being filled.
#[derive(Debug)]
pub struct TakeDraft {
    id: TakeId,
    hidden: PathBuf,
    place: PathBuf,
    finished: bool,
}

impl TakeDraft {
    /// Where the video is to be put; nothing is there yet.
    #[must_use]
    pub fn video(&self) -> PathBuf {
        self.hidden.join(VIDEO)
    }

    /// Writes the record beside the video, makes both last, and lets the take appear.
    ///
    /// # Errors
    /// When there is no video, the record is another take's, or the disk refuses; then no take appears.
    pub fn finish(mut self, record: &TakeRecord) -> Result<(), StoreError> {
        let what = "keep the take";
        if record.id != self.id {
            return Err(StoreError::TakeId(record.id.to_string()));
        }
        disk::sync_file(&self.video(), what)?;
        let file = self.hidden.join(RECORD);
        let json = serde_json::to_vec_pretty(record).map_err(|error| DiskError::new(what, &file, error.into()))?;
        disk::write_atomically(&file, &[json.as_slice(), b"\n"].concat(), what)?;
        disk::rename(&self.hidden, &self.place, what)?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for TakeDraft {
    fn drop(&mut self) {
        if !self.finished {
            // A hidden folder that stays is all that can come of it.
            let _ = disk::remove_dir_all(&self.hidden, "clean up");
        }
    }
}

#[cfg(test)]
#[path = "takes_tests.rs"]
mod tests;
