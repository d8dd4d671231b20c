//! The last frame of a take as a picture beside its video: `takes/<id>/last-frame.png`. It can be made again at any time.

use super::disk::{self, DiskError};
use super::error::StoreError;
use super::folder::{ProjectFolder, TAKES};
use crate::story::{MediaPath, TakeId};

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
