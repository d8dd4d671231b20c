//! A folder that appears whole: built under a hidden name beside its place and moved there when all of it is on the disk.

use std::path::Path;

use super::disk;
use super::error::StoreError;
use super::project_file;

/// Builds a folder with `fill`, which is given the hidden folder to fill, and moves it to its place.
///
/// At its place may be nothing, an empty folder, or with `replace` a project, which is removed once the new one is there.
pub fn place_folder(
    target: &Path,
    replace: bool,
    what: &str,
    fill: impl FnOnce(&Path) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let target = &std::path::absolute(target).map_err(|error| disk::DiskError::new(what, target, error))?;
    let old = at_place(target)?;
    match old {
        AtPlace::Project if !replace => return Err(StoreError::ProjectThere(target.to_owned())),
        AtPlace::Other => return Err(StoreError::Taken(target.to_owned())),
        AtPlace::Project | AtPlace::Empty | AtPlace::Nothing => {}
    }
    if let Some(above) = target.parent() {
        disk::create_dir_all(above, what)?;
    }
    let hidden = disk::temporary_beside(target);
    disk::create_dir(&hidden, what).map_err(|error| error.at(target))?;
    let placed = fill(&hidden).and_then(|()| {
        disk::sync_tree(&hidden, what)?;
        Ok(put(&hidden, target, &old, what)?)
    });
    if placed.is_err() {
        // The reason is what people need; what is left is only a hidden folder.
        let _ = disk::remove_dir_all(&hidden, what);
    }
    placed.map_err(|error| match error {
        StoreError::Disk(error) => error.at(target).into(),
        other => other,
    })
}

fn put(hidden: &Path, target: &Path, old: &AtPlace, what: &str) -> Result<(), disk::DiskError> {
    match old {
        AtPlace::Project => {
            let aside = disk::temporary_beside(target);
            disk::rename(target, &aside, what)?;
            if let Err(error) = disk::rename(hidden, target, what) {
                disk::rename(&aside, target, what)?;
                return Err(error);
            }
            // The new one is in place; of the old one at worst a hidden folder stays.
            let _ = disk::remove_dir_all(&aside, what);
            Ok(())
        }
        AtPlace::Empty => {
            disk::remove_dir(target, what)?;
            disk::rename(hidden, target, what)
        }
        AtPlace::Nothing | AtPlace::Other => disk::rename(hidden, target, what),
    }
}

enum AtPlace {
    Nothing,
    Empty,
    Project,
    Other,
}

fn at_place(target: &Path) -> Result<AtPlace, StoreError> {
    let Ok(found) = target.symlink_metadata() else { return Ok(AtPlace::Nothing) };
    if !found.is_dir() {
        return Ok(AtPlace::Other);
    }
    if target.join(project_file::NAME).symlink_metadata().is_ok() {
        return Ok(AtPlace::Project);
    }
    let mut entries = target.read_dir().map_err(|error| disk::DiskError::new("look into the folder", target, error))?;
    Ok(if entries.next().is_none() { AtPlace::Empty } else { AtPlace::Other })
}
