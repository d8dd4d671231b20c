//! The last frame of a take as a picture beside its video: `takes/<id>/last-frame.png`. It is taken out of the film when it
//! is first asked for, and can be made again at any time.

use std::path::Path;
use std::sync::Arc;

use super::disk::{self, DiskError};
use super::error::StoreError;
use super::folder::{ProjectFolder, TAKES};
use crate::media::film::{FilmError, FilmReader};
use crate::media::{Pixels, encode_png, picture};
use crate::story::{MediaPath, PictureState, TakeId};

/// So many frames at the end may be damaged; the last good one counts.
const DAMAGED_MAX: u64 = 12;

const NAME: &str = "last-frame.png";

/// Where a take's last frame lies. Nothing where its id is no name.
#[must_use]
pub fn end_of(take: &TakeId) -> Option<MediaPath> {
    let path = MediaPath::new(format!("{TAKES}/{take}/{NAME}")).ok()?;
    (take_of_end(&path).as_ref() == Some(take)).then_some(path)
}

/// The take whose last frame this is, if it is one's.
#[must_use]
pub fn take_of_end(path: &MediaPath) -> Option<TakeId> {
    let id = path.as_str().strip_prefix(TAKES)?.strip_prefix('/')?.strip_suffix(NAME)?.strip_suffix('/')?;
    super::takes::is_name(id).then(|| TakeId::new(id))
}

impl ProjectFolder {
    /// Keeps the last frame of a take that lies in the project.
    ///
    /// # Errors
    /// When there is no such take, a link leads out of the folder, or the disk refuses.
    pub fn keep_end(&self, take: &TakeId, png: &[u8]) -> Result<(), StoreError> {
        let what = "keep the last frame of a take";
        let record = self.take(take).map_err(|why| {
            DiskError::new(what, &self.root().join(TAKES).join(take.as_str()), std::io::Error::other(why))
        })?;
        let place = self.video_of(&record)?.with_file_name(NAME);
        Ok(disk::write_atomically(&place, png, what)?)
    }
}

/// Looks at one picture of a project; the last frame of a take is made where it is not there yet.
#[must_use]
pub fn picture_state(folder: &ProjectFolder, path: &MediaPath) -> PictureState {
    match picture_bytes(folder, path) {
        Ok(bytes) => match picture::inspect(&bytes) {
            Ok(info) => PictureState::Ready(info),
            Err(error) => PictureState::Unreadable(error.to_string()),
        },
        Err(state) => state,
    }
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

fn last_frame(video: &Path) -> Result<Arc<Pixels>, FilmError> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::testing::path;

    #[test]
    fn ends_are_known_by_their_place_and_nothing_else_is_one() {
        let take = TakeId::new("a-1");
        let end = end_of(&take).unwrap();
        assert_eq!(end.as_str(), "takes/a-1/last-frame.png");
        assert_eq!(take_of_end(&end), Some(take));
        for other in [
            "media/last-frame.png",
            "takes/last-frame.png",
            "takes/a/b/last-frame.png",
            "takes/a/last-frame.jpg",
            "takesx/a/last-frame.png",
        ] {
            assert_eq!(take_of_end(&path(other)), None, "{other}");
        }
        assert_eq!(end_of(&TakeId::new("../a")), None);
        assert_eq!(end_of(&TakeId::new("a/b")), None);
    }
}
