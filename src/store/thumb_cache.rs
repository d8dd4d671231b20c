//! Small pictures kept between openings, by the content of what they were made from. Nothing here is needed: what is
//! damaged or gone is made again, and what takes too much room goes, the oldest first.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};

use super::disk::{self, DiskError};
use super::paths::Paths;
use crate::media::picture::DECODING;
use crate::story::picture::ContentHash;

/// All of them together take at most this many bytes.
pub const BYTES_MAX: u64 = 512 * 1024 * 1024;

/// One of them is never larger.
const ENTRY_MAX: u64 = 16 * 1024 * 1024;

/// A checksum stands before what is kept.
const CHECKSUM: usize = 32;

/// The folder of small pictures.
#[derive(Debug)]
pub struct ThumbCache {
    folder: PathBuf,
    bytes_max: u64,
    /// How many bytes lie there, once it was looked.
    lying: Mutex<Option<u64>>,
}

impl ThumbCache {
    /// The user's own.
    #[must_use]
    pub fn of(paths: &Paths) -> Self {
        Self::at(&paths.thumbs(), BYTES_MAX)
    }

    /// One in a folder, which need not exist yet, bounded in bytes.
    #[must_use]
    pub fn at(folder: &Path, bytes_max: u64) -> Self {
        Self { folder: folder.to_owned(), bytes_max, lying: Mutex::new(None) }
    }

    /// What was kept for this content; nothing where there is none, or it is not as it was written.
    #[must_use]
    pub fn get(&self, content: &ContentHash) -> Option<Vec<u8>> {
        let mut bytes = disk::read(&self.path(content)?, ENTRY_MAX, "read a kept picture").ok()?;
        if bytes.len() < CHECKSUM {
            return None;
        }
        let kept = bytes.split_off(CHECKSUM);
        (Sha256::digest(&kept).as_slice() == bytes).then_some(kept)
    }

    /// Keeps something for this content.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn put(&self, content: &ContentHash, bytes: &[u8]) -> Result<(), DiskError> {
        let Some(path) = self.path(content) else { return Ok(()) };
        let what = "keep a small picture";
        disk::create_dir_all(&self.folder, what)?;
        let mut entry = Sha256::digest(bytes).to_vec();
        entry.extend_from_slice(bytes);
        disk::write_atomically(&path, &entry, what)?;
        // Nothing here is left half done by a panic.
        let mut lying = self.lying.lock().unwrap_or_else(PoisonError::into_inner);
        let now = match *lying {
            Some(before) => before + entry.len() as u64,
            None => self.entries().iter().map(|entry| entry.bytes).sum(),
        };
        *lying = Some(if now > self.bytes_max { self.shrink() } else { now });
        Ok(())
    }

    /// A name that the content's digits and the way of decoding make; other texts make none.
    fn path(&self, content: &ContentHash) -> Option<PathBuf> {
        let digits = content.as_str();
        let is_hash = digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        // What an earlier decoding made is not found any more, and goes when it is among the oldest.
        is_hash.then(|| self.folder.join(format!("{digits}-{DECODING}")))
    }

    fn entries(&self) -> Vec<Entry> {
        let Ok(found) = self.folder.read_dir() else { return Vec::new() };
        let entry = |entry: std::fs::DirEntry| {
            let found = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
            let written = found.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            Some(Entry { path: entry.path(), bytes: found.len(), written })
        };
        found.flatten().filter_map(entry).collect()
    }

    /// Lets the oldest go until a tenth of the room is free again. Gives how many bytes stay.
    fn shrink(&self) -> u64 {
        let mut entries = self.entries();
        entries.sort_by_key(|entry| entry.written);
        let mut lying: u64 = entries.iter().map(|entry| entry.bytes).sum();
        let enough = self.bytes_max - self.bytes_max / 10;
        for entry in entries {
            if lying <= enough {
                break;
            }
            match disk::remove_file(&entry.path, "let go of a kept picture") {
                Ok(()) => lying -= entry.bytes,
                // It takes room and hinders nothing.
                Err(error) => tracing::warn!("{error}"),
            }
        }
        lying
    }
}

struct Entry {
    path: PathBuf,
    bytes: u64,
    written: SystemTime,
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::time::Duration;

    use super::*;

    fn hash(text: &str) -> ContentHash {
        ContentHash::from_digest(&Sha256::digest(text))
    }

    fn bytes_in(folder: &Path) -> u64 {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum()
    }

    #[test]
    fn what_is_kept_comes_back_and_what_is_damaged_does_not() {
        let base = tempfile::tempdir().unwrap();
        let cache = ThumbCache::at(&base.path().join("cache/pictures"), 1000);
        assert_eq!(cache.get(&hash("a")), None);
        cache.put(&hash("a"), b"small").unwrap();
        assert_eq!(cache.get(&hash("a")).as_deref(), Some(&b"small"[..]));
        let path = cache.path(&hash("a")).unwrap();
        let whole = fs::read(&path).unwrap();
        let mut flipped = whole.clone();
        *flipped.last_mut().unwrap() ^= 1;
        for damaged in [&flipped[..], &whole[..whole.len() - 1], &whole[..20], b""] {
            fs::write(&path, damaged).unwrap();
            assert_eq!(cache.get(&hash("a")), None);
        }
        cache.put(&hash("a"), b"again").unwrap();
        assert_eq!(cache.get(&hash("a")).as_deref(), Some(&b"again"[..]));
    }

    #[test]
    fn the_oldest_go_first_and_all_stay_within_the_bound() {
        let base = tempfile::tempdir().unwrap();
        let fresh = || ThumbCache::at(base.path(), 1000);
        let cache = fresh();
        for (n, name) in ["a", "b", "c", "d"].into_iter().enumerate() {
            cache.put(&hash(name), &[0; 200]).unwrap();
            let path = cache.path(&hash(name)).unwrap();
            let minutes = u64::try_from(n).unwrap();
            let written = SystemTime::UNIX_EPOCH + Duration::from_mins(1000 + minutes);
            File::options().write(true).open(path).unwrap().set_modified(written).unwrap();
        }
        assert_eq!(bytes_in(base.path()), 4 * 232);
        // Another run of the program counts what lies there.
        let cache = fresh();
        cache.put(&hash("e"), &[0; 200]).unwrap();
        let stays = |name| cache.get(&hash(name)).is_some();
        assert_eq!(["a", "b", "c", "d", "e"].map(stays), [false, false, true, true, true]);
        for n in 0..40 {
            cache.put(&hash(&n.to_string()), &[0; 200]).unwrap();
            assert!(bytes_in(base.path()) <= 1000);
        }
        assert!(stays("39"));
    }
}
