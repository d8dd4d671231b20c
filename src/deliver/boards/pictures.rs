//! The pictures of boards, read and decoded when they are painted: none is kept longer than that.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::PictureFrom;
use crate::deliver::DeliverError;
use crate::media::FilmReader;
use crate::media::page::PagePictures;
use crate::media::picture::{Pixels, decode, fitted, inspect, svg_as_png};
use crate::store::{ProjectFolder, Takes, disk};
use crate::story::{FrameNumber, MediaPath, TakeId};

/// A logo file larger than this is not read.
const LOGO_BYTES_MAX: u64 = 64_000_000;

/// A client's or a studio's logo, looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// As it was told: relative to the project's folder, or anywhere.
    pub path: PathBuf,
    pub width: u32,
    pub height: u32,
}

impl Logo {
    /// Looks at a logo.
    ///
    /// # Errors
    /// When it cannot be read or is no picture.
    pub fn look(folder: &ProjectFolder, path: &Path) -> Result<Self, DeliverError> {
        let bytes = logo_bytes(folder, path)?;
        let info = inspect(&bytes).map_err(|error| DeliverError::Logo(format!("{} {error}", path.display())))?;
        Ok(Self { path: path.to_owned(), width: info.width, height: info.height })
    }

    /// Width divided by height.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "pixels of a picture")]
    pub fn ratio(&self) -> f32 {
        self.width.max(1) as f32 / self.height.max(1) as f32
    }
}

/// A logo's file as a picture: an SVG painted.
fn logo_bytes(folder: &ProjectFolder, path: &Path) -> Result<Vec<u8>, DeliverError> {
    let bytes = logo_file(folder, path)?;
    let painted = svg_as_png(&bytes).map_err(|error| DeliverError::Logo(format!("{} {error}", path.display())))?;
    Ok(painted.unwrap_or(bytes))
}

fn logo_file(folder: &ProjectFolder, path: &Path) -> Result<Vec<u8>, DeliverError> {
    if path.is_relative()
        && let Some(inside) = path.to_str().and_then(|path| MediaPath::new(path.replace('\\', "/")).ok())
    {
        return Ok(folder.read_picture(&inside)?);
    }
    Ok(disk::read(path, LOGO_BYTES_MAX, "read the logo")?)
}

/// Where the pages' pictures come from.
pub struct BoardPictures<'a> {
    pub pictures: &'a [PictureFrom],
    pub folder: &'a ProjectFolder,
    pub takes: &'a Takes,
    films: Mutex<HashMap<TakeId, FilmReader>>,
}

impl<'a> BoardPictures<'a> {
    #[must_use]
    pub fn new(pictures: &'a [PictureFrom], folder: &'a ProjectFolder, takes: &'a Takes) -> Self {
        Self { pictures, folder, takes, films: Mutex::default() }
    }

    fn frame(&self, take: &TakeId, frame: FrameNumber) -> Option<Arc<Pixels>> {
        let record = self.takes.all.iter().find(|record| record.id == *take)?;
        // A panic while a frame was decoded leaves a reader that decodes the next from its start.
        let mut films = self.films.lock().unwrap_or_else(PoisonError::into_inner);
        if !films.contains_key(take) {
            // Shots come in order: a film that is done with makes room.
            films.clear();
            films.insert(take.clone(), FilmReader::open(self.folder.video_of(record).ok()?).ok()?);
        }
        let film = films.get_mut(take)?;
        let last = film.info().frames.saturating_sub(1);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "`as` saturates, and it is clamped"
        )]
        let at = (frame.time() * film.info().fps).round() as u64;
        film.frame(at.min(last)).ok()
    }
}

impl PagePictures for BoardPictures<'_> {
    fn pixels(&self, picture: usize, width: u32, height: u32) -> Option<Arc<Pixels>> {
        let small = |full: &Pixels| full.width <= width && full.height <= height;
        let decoded = match self.pictures.get(picture)? {
            PictureFrom::Media(path) => decode(&self.folder.read_picture(path).ok()?).ok()?,
            PictureFrom::Logo(path) => decode(&logo_bytes(self.folder, path).ok()?).ok()?,
            PictureFrom::Frame(take, frame) => {
                let full = self.frame(take, *frame)?;
                return Some(if small(&full) { full } else { Arc::new(fitted(&full, width, height)) });
            }
        };
        Some(Arc::new(if small(&decoded) { decoded.into_pixels() } else { fitted(&decoded, width, height) }))
    }
}
