//! The last frames of takes, from which other scenes start: which take stands for a scene, and its last frame as a
//! picture, taken out of the film when it is first asked for.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::deliver::chosen;
use crate::media::film::{FilmError, FilmReader};
use crate::media::{Pixels, encode_png};
use crate::store::folder::ProjectFolder;
use crate::store::take_end::{end_of, take_of_end};
use crate::store::{StoreError, Takes};
use crate::story::{MediaPath, PictureState, Project, SceneId};

/// So many frames at the end may be damaged; the last good one counts.
const DAMAGED_MAX: u64 = 12;

/// For each scene that another one starts from: where the last frame of the take that stands for it lies.
#[must_use]
pub fn of(project: &Project, takes: &Takes) -> BTreeMap<SceneId, MediaPath> {
    let wanted: HashSet<&SceneId> = project.scenes.iter().filter_map(|scene| scene.starts_from.as_ref()).collect();
    let sources = project.scenes.iter().filter(|scene| wanted.contains(&scene.id));
    let end = |scene: &crate::story::Scene| Some((scene.id.clone(), end_of(&chosen::take_of(scene, takes)?.id)?));
    sources.filter_map(end).collect()
}

/// The bytes of a picture of the project; the last frame of a take is made where it is not there yet.
///
/// # Errors
/// What is to be told of the picture.
pub fn picture_bytes(folder: &ProjectFolder, path: &MediaPath) -> Result<Vec<u8>, PictureState> {
    match (folder.read_picture(path), take_of_end(path)) {
        (Ok(bytes), _) => Ok(bytes),
        (Err(StoreError::Missing(_)), None) => Err(PictureState::Missing),
        (Err(StoreError::Missing(_)), Some(take)) => {
            let record = folder.take(&take).map_err(|_| PictureState::Missing)?;
            let pixels = folder
                .video_of(&record)
                .map_err(|error| error.to_string())
                .and_then(|video| last_frame(&video).map_err(|error| error.to_string()));
            let told = |why: String| PictureState::Unreadable(format!("cannot be taken from its take: {why}"));
            let pixels = pixels.map_err(told)?;
            let png = encode_png(&pixels).map_err(|error| told(format!("it {error}")))?;
            folder.keep_end(&take, &png).map_err(|error| told(error.to_string()))?;
            Ok(png)
        }
        (Err(error), _) => Err(PictureState::Unreadable(format!("cannot be read: {error}"))),
    }
}

fn last_frame(video: &std::path::Path) -> Result<Arc<Pixels>, FilmError> {
    let mut film = FilmReader::open(video)?;
    let last = film.info().frames.saturating_sub(1);
    let mut found = film.frame(last);
    for back in 1..=DAMAGED_MAX.min(last) {
        if found.is_ok() {
            break;
        }
        found = film.frame(last - back);
    }
    found
}
