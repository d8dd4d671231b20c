//! Missing pictures found again: in another folder, by their content where their names tell it, else by their names.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::disk::{self, DiskError};
use super::error::StoreError;
use super::folder::{ProjectFolder, media_places};
use super::inside::{self, Spot};
use super::media::PICTURE_BYTES_MAX;
use crate::story::{ContentHash, MediaPath, Project};

/// How many files are looked at, and how deep, before the search ends.
const FILES_MAX: usize = 50_000;
const DEPTH_MAX: usize = 16;
/// How many digits of its content a picture's name has.
const DIGITS: usize = 32;

impl ProjectFolder {
    /// The pictures that a project names and that are not there, each once.
    #[must_use]
    pub fn missing_media(&self, project: &Project) -> Vec<MediaPath> {
        let mut missing = Vec::new();
        for (_, path) in media_places(project) {
            let is_missing = matches!(inside::look(self.real(), Path::new(path.as_str())), Ok(Spot::Missing));
            if is_missing && !missing.contains(path) {
                missing.push(path.clone());
            }
        }
        missing
    }

    /// Looks for missing pictures in a folder and all that is in it, and copies what it finds into the project. Gives
    /// what was found. No link is followed.
    ///
    /// # Errors
    /// When the disk refuses to take one of them; what was found before stays.
    pub fn find_missing(&self, missing: &[MediaPath], folder: &Path) -> Result<Vec<MediaPath>, StoreError> {
        let mut open: Vec<&MediaPath> = missing.iter().collect();
        let mut found = Vec::new();
        let mut files = Vec::new();
        walk(folder, DEPTH_MAX, &mut files);
        for file in files {
            if open.is_empty() {
                break;
            }
            if !open.iter().any(|path| may_be(path, &file)) {
                continue;
            }
            // What cannot be read here may be found elsewhere.
            let what = "bring a missing picture back";
            let Ok(bytes) = disk::read(&file, PICTURE_BYTES_MAX, what) else { continue };
            let hash = ContentHash::from_digest(&Sha256::digest(&bytes));
            let is_it = |path: &&MediaPath| match digits(path) {
                Some(digits) => hash.as_str().starts_with(digits),
                None => may_be(path, &file),
            };
            let Some(at) = open.iter().position(is_it) else { continue };
            let path = open.swap_remove(at);
            let place = self.real().join(path.as_str());
            if let Some(above) = place.parent() {
                disk::create_dir_all(above, what)?;
            }
            disk::write_atomically(&place, &bytes, what).map_err(|error| DiskError::at(error, &place))?;
            found.push(path.clone());
        }
        Ok(found)
    }
}

/// Whether a file may be this picture: one of that kind where its content will tell, else one of that name.
fn may_be(path: &MediaPath, file: &Path) -> bool {
    let wanted = Path::new(path.as_str());
    match digits(path) {
        Some(_) => kind(wanted) == kind(file),
        None => wanted.file_name() == file.file_name(),
    }
}

fn kind(path: &Path) -> String {
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_lowercase();
    if ending == "jpeg" { "jpg".to_owned() } else { ending }
}

/// The digits of its content that a picture's name has.
fn digits(path: &MediaPath) -> Option<&str> {
    let name = Path::new(path.as_str()).file_stem()?.to_str()?;
    let digits = name.get(..DIGITS)?;
    let is_whole = name.len() == DIGITS || name[DIGITS..].starts_with('-');
    (is_whole && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(digits)
}

fn walk(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = folder.read_dir() else { return };
    let mut folders = Vec::new();
    for entry in entries.flatten() {
        if files.len() >= FILES_MAX {
            return;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_file() => files.push(entry.path()),
            Ok(kind) if kind.is_dir() && !entry.file_name().as_encoded_bytes().starts_with(b".") => {
                folders.push(entry.path());
            }
            _ => {}
        }
    }
    if depth > 0 {
        for folder in &folders {
            walk(folder, depth - 1, files);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::story::testing::World;

    #[test]
    fn pictures_come_back_by_content_or_by_name_and_strangers_do_not() {
        let base = tempfile::tempdir().unwrap();
        let mut project = World::new(&[4, 5, 6]).project;
        let hash = ContentHash::from_digest(&Sha256::digest(b"rain"));
        let by_content = MediaPath::new(format!("media/{}.png", &hash.as_str()[..DIGITS])).unwrap();
        let by_name = MediaPath::new("media/Wide shot.png").unwrap();
        let never = MediaPath::new(format!("media/{}.png", "0".repeat(DIGITS))).unwrap();
        for (shot, path) in project.scenes[0].shots.iter_mut().zip([&by_content, &by_name, &never]) {
            shot.panel = Some(path.clone());
        }
        let folder = ProjectFolder::create(&base.path().join("a.storyreel"), &project).unwrap();
        let missing = folder.missing_media(&project);
        for path in [&by_content, &by_name, &never] {
            assert!(missing.contains(path));
        }

        let elsewhere = base.path().join("disk/old project");
        fs::create_dir_all(&elsewhere).unwrap();
        fs::write(elsewhere.join("renamed.PNG"), "rain").unwrap();
        fs::write(elsewhere.join("other.png"), "snow").unwrap();
        fs::write(elsewhere.join("Wide shot.png"), "any").unwrap();
        fs::write(elsewhere.join(never.as_str().rsplit('/').next().unwrap()), "not what it was").unwrap();
        let mut found = folder.find_missing(&missing, &base.path().join("disk")).unwrap();
        found.sort();
        let mut expected = vec![by_content.clone(), by_name];
        expected.sort();
        assert_eq!(found, expected);
        assert_eq!(fs::read(folder.resolve(&by_content).unwrap()).unwrap(), b"rain");
        assert!(folder.missing_media(&project).contains(&never));
    }
}
