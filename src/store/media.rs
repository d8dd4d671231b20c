//! The pictures of a project: brought in under a name made of their content, and found again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::disk::{self, DiskError};
use super::error::StoreError;
use super::folder::{MEDIA, ProjectFolder, media_places};
use super::inside::{self, Spot};
use crate::story::{MediaPath, PictureInfo, Project};

/// The largest file that is read as a picture, in bytes.
pub const PICTURE_BYTES_MAX: u64 = 512_000_000;

impl ProjectFolder {
    /// Copies a picture into the project, named by its content. One that is there already is used again.
    ///
    /// # Errors
    /// When the disk refuses, or `media` is a link that leads out; then the project is as it was.
    pub fn import_picture(&self, bytes: &[u8], info: &PictureInfo) -> Result<MediaPath, StoreError> {
        // A part of the digits tells any two pictures apart; another file of that name was put there by hand.
        const OTHERS_MAX: usize = 100;
        let what = "copy the picture into the project";
        let hash = info.content.as_str();
        let stem = hash.get(..32).unwrap_or(hash);
        let folder = self.subfolder(MEDIA, what)?;
        let mut path = media_path(stem, "", info)?;
        for n in 2..OTHERS_MAX {
            let name = path.as_str().rsplit('/').next().unwrap_or_default();
            let file = folder.join(name);
            if file.is_symlink() {
                path = media_path(stem, &format!("-{n}"), info)?;
                continue;
            }
            match disk::read(&file, info.bytes.max(bytes.len() as u64), what) {
                Ok(there) if there == bytes => return Ok(path),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    disk::write_atomically(&file, bytes, what)?;
                    return Ok(path);
                }
                _ => path = media_path(stem, &format!("-{n}"), info)?,
            }
        }
        Err(StoreError::NoFreeName(path))
    }

    /// Where a file of the project lies, all links followed.
    ///
    /// # Errors
    /// `Missing` when it is not there, `LeadsOut` when a link leads out of the folder.
    pub fn resolve(&self, path: &MediaPath) -> Result<PathBuf, StoreError> {
        match look(self, path)? {
            Spot::There(found) => Ok(found),
            Spot::Missing => Err(StoreError::Missing(path.clone())),
            Spot::Outside => Err(StoreError::LeadsOut { what: format!("\"{path}\"") }),
        }
    }

    /// The bytes of a picture of the project.
    ///
    /// # Errors
    /// As `resolve`, and when it is no regular file or larger than 512 MB.
    pub fn read_picture(&self, path: &MediaPath) -> Result<Vec<u8>, StoreError> {
        Ok(disk::read(&self.resolve(path)?, PICTURE_BYTES_MAX, &format!("read the picture \"{path}\""))?)
    }
}

fn media_path(stem: &str, suffix: &str, info: &PictureInfo) -> Result<MediaPath, StoreError> {
    let path = format!("{MEDIA}/{stem}{suffix}.{}", info.format.extension());
    MediaPath::new(path.clone()).map_err(|error| {
        let cause = std::io::Error::other(error.to_string());
        DiskError::new("copy the picture into the project", Path::new(&path), cause).into()
    })
}

fn look(folder: &ProjectFolder, path: &MediaPath) -> Result<Spot, StoreError> {
    let spot = inside::look(folder.real(), Path::new(path.as_str()));
    spot.map_err(|error| DiskError::new("find the picture", &folder.root().join(path.as_str()), error).into())
}

/// Looks where every media path of a project leads. Tells in a note which pictures are missing.
///
/// # Errors
/// At the first that a link leads out of the folder.
pub fn check_all(folder: &ProjectFolder, project: &Project) -> Result<Option<String>, StoreError> {
    const NAMED: usize = 3;
    let mut looked_at = BTreeSet::new();
    let mut missing = Vec::new();
    for (place, path) in media_places(project) {
        if !looked_at.insert(path) {
            continue;
        }
        // What cannot be looked at now is told by whoever reads it.
        match look(folder, path) {
            Ok(Spot::Outside) => return Err(StoreError::LeadsOut { what: format!("{place} \"{path}\"") }),
            Ok(Spot::Missing) => missing.push(path.as_str()),
            Ok(Spot::There(_)) | Err(_) => {}
        }
    }
    if missing.is_empty() {
        return Ok(None);
    }
    let count = missing.len();
    let named = missing.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    let more = if count > NAMED { format!(" and {} more", count - NAMED) } else { String::new() };
    let verb = if count == 1 { "a picture is" } else { "pictures are" };
    Ok(Some(format!("{verb} missing in the project folder: {named}{more}")))
}
