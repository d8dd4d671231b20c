//! Cleaning up: pictures in `media/` that nothing of the project names any more, neither what is open nor undo, versions,
//! takes, nor what was put aside. Whoever is in doubt stays.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::disk::{self, DiskError};
use super::error::StoreError;
use super::folder::{MEDIA, ProjectFolder, TAKES};
use super::inside::{self, Spot};
use super::journal;
use super::versions::VERSIONS;
use crate::story::MediaPath;

/// What came within this time may be on its way into the project.
const YOUNG: Duration = Duration::from_hours(1);

/// A file that nothing names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    pub path: MediaPath,
    pub bytes: u64,
}

impl ProjectFolder {
    /// The pictures that nothing names, the largest first. What is not on the disk yet is not known here: save before.
    ///
    /// # Errors
    /// When something that may name pictures cannot be read: then nothing is known to be unused.
    pub fn unused_media(&self, now: SystemTime) -> Result<Vec<Unused>, StoreError> {
        let mut unused = self.media_files(now)?;
        for file in self.naming_files()? {
            if unused.is_empty() {
                break;
            }
            let bytes = disk::read(&file, journal::SIZE_MAX, "look for pictures that are in use")?;
            let text = String::from_utf8_lossy(&bytes);
            unused.retain(|unused| !names(&text, &unused.path));
        }
        unused.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.path.cmp(&b.path)));
        Ok(unused)
    }

    /// Removes pictures that nothing names; one that came into use meanwhile stays. Gives how many bytes went.
    ///
    /// # Errors
    /// When the disk refuses; what was removed before stays removed.
    pub fn remove_unused(&self, chosen: &[MediaPath], now: SystemTime) -> Result<u64, StoreError> {
        let mut bytes = 0;
        for unused in self.unused_media(now)?.into_iter().filter(|unused| chosen.contains(&unused.path)) {
            disk::remove_file(&self.resolve(&unused.path)?, "remove a picture that nothing uses")?;
            bytes += unused.bytes;
        }
        Ok(bytes)
    }

    fn media_files(&self, now: SystemTime) -> Result<Vec<Unused>, StoreError> {
        let what = "look through the project's pictures";
        let mut found = Vec::new();
        let Spot::There(folder) = self.look(Path::new(MEDIA), what)? else { return Ok(found) };
        for entry in folder.read_dir().map_err(|error| DiskError::new(what, &folder, error))? {
            let entry = entry.map_err(|error| DiskError::new(what, &folder, error))?;
            // Of links and folders people made something of their own.
            let Ok(metadata) = entry.path().symlink_metadata() else { continue };
            let young = metadata.modified().is_ok_and(|at| now.duration_since(at).map_or(true, |age| age < YOUNG));
            let name = entry.file_name().into_string().ok().filter(|name| !name.starts_with('.'));
            if metadata.is_file()
                && !young
                && let Some(path) = name.and_then(|name| MediaPath::new(format!("{MEDIA}/{name}")).ok())
            {
                found.push(Unused { path, bytes: metadata.len() });
            }
        }
        Ok(found)
    }

    /// Every file of the project that may name pictures: all texts at its top, versions, records of takes.
    fn naming_files(&self) -> Result<Vec<PathBuf>, StoreError> {
        let what = "look for pictures that are in use";
        let mut files = self.files_in(Path::new(""), what)?;
        files.retain(|path| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
                || name.starts_with(journal::NAME)
        });
        files.extend(self.files_in(Path::new(VERSIONS), what)?);
        if let Spot::There(takes) = self.look(Path::new(TAKES), what)? {
            for entry in takes.read_dir().map_err(|error| DiskError::new(what, &takes, error))? {
                let entry = entry.map_err(|error| DiskError::new(what, &takes, error))?;
                let record = entry.path().join("take.json");
                if record.is_file() {
                    files.push(record);
                }
            }
        }
        Ok(files)
    }

    fn files_in(&self, folder: &Path, what: &str) -> Result<Vec<PathBuf>, StoreError> {
        let Spot::There(folder) = self.look(folder, what)? else { return Ok(Vec::new()) };
        let mut files = Vec::new();
        for entry in folder.read_dir().map_err(|error| DiskError::new(what, &folder, error))? {
            let path = entry.map_err(|error| DiskError::new(what, &folder, error))?.path();
            if path.is_file() {
                files.push(path);
            }
        }
        Ok(files)
    }

    fn look(&self, path: &Path, what: &str) -> Result<Spot, StoreError> {
        inside::look(self.real(), path).map_err(|error| DiskError::new(what, &self.root().join(path), error).into())
    }
}

/// Whether a text names a path, as it stands or as JSON writes it, whatever stands around it.
fn names(text: &str, path: &MediaPath) -> bool {
    let json = serde_json::to_string(path.as_str()).unwrap_or_default();
    text.contains(path.as_str()) || json.len() > 2 && text.contains(&json[1..json.len() - 1])
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::keeper;
    use crate::story::history::Change;
    use crate::story::testing::World;
    use crate::story::{Edit, ShotId};

    fn panel(name: Option<&str>) -> Change {
        let panel = name.map(|name| MediaPath::new(format!("media/{name}")).unwrap());
        Change::Made { edit: Edit::SetPanel { shot: ShotId::new("shot-1"), panel }, gesture: None }
    }

    #[test]
    fn what_anything_names_stays_and_the_rest_is_told_with_its_size() {
        let base = tempfile::tempdir().unwrap();
        let folder = ProjectFolder::create(&base.path().join("a.storyreel"), &World::new(&[4]).project).unwrap();
        let old = SystemTime::now() - Duration::from_hours(30);
        let put = |name: &str, bytes: usize| {
            let path = folder.root().join(MEDIA).join(name);
            fs::write(&path, vec![0; bytes]).unwrap();
            fs::File::options().write(true).open(path).unwrap().set_modified(old).unwrap();
        };
        for (name, bytes) in [
            ("now.png", 1),
            ("undone \"a\".png", 2),
            ("version.png", 3),
            ("take.png", 4),
            ("gone.png", 50),
            ("lost.png", 900),
        ] {
            put(name, bytes);
        }
        fs::write(folder.root().join("media/new.png"), "x").unwrap();

        let mut keeper = keeper::open(folder.clone()).unwrap().keeper;
        keeper.take(panel(Some("undone \"a\".png"))).unwrap();
        keeper.take(panel(Some("version.png"))).unwrap();
        keeper.save().unwrap();
        folder.keep_version(keeper.project(), None, jiff::Timestamp::now()).unwrap();
        keeper.take(Change::Undone).unwrap();
        keeper.take(Change::Undone).unwrap();
        keeper.take(panel(Some("now.png"))).unwrap();
        keeper.keep().unwrap();
        fs::create_dir_all(folder.root().join("takes/t")).unwrap();
        fs::write(folder.root().join("takes/t/take.json"), r#"{"order": "media/take.png"}"#).unwrap();

        let unused = folder.unused_media(SystemTime::now()).unwrap();
        let told: Vec<_> = unused.iter().map(|unused| (unused.path.as_str(), unused.bytes)).collect();
        assert_eq!(told, [("media/lost.png", 900), ("media/gone.png", 50)]);

        // It came into use after it was shown.
        keeper.take(panel(Some("gone.png"))).unwrap();
        keeper.keep().unwrap();
        let chosen: Vec<MediaPath> = unused.into_iter().map(|unused| unused.path).collect();
        assert_eq!(folder.remove_unused(&chosen, SystemTime::now()).unwrap(), 900);
        assert!(!folder.root().join("media/lost.png").exists() && folder.root().join("media/gone.png").exists());
    }
}
