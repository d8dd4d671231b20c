//! What the viewer shows, made in a thread of its own: frames of the live animatic, the very ones that are rendered,
//! or frames of a take. Only the newest wish is worked on.

use std::sync::Arc;
use std::time::Duration;

use super::inbox::{Message, MessageSender};
use super::work::{Latest, Next, Wishes};
use crate::media::film::FilmReader;
use crate::media::picture::Pixels;
use crate::media::raster::Rasteriser;
use crate::provider::animatic::FolderPictures;
use crate::store::folder::ProjectFolder;
use crate::story::Guides;
use crate::story::animatic::Overlays;
use crate::story::{FrameNumber, MediaPath, Order, animatic};

/// What is shown.
#[derive(Clone, Debug)]
pub enum Showing {
    Live(Arc<Order>, Overlays, Guides),
    /// A take's film, by where it lies in the project: whether it is there is asked by the viewer's own thread.
    Film(MediaPath),
}

impl PartialEq for Showing {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            // The desk hands out the same order until something changes.
            (Self::Live(a, over, guides), Self::Live(b, others, other_guides)) => {
                Arc::ptr_eq(a, b) && over == others && guides == other_guides
            }
            (Self::Film(a), Self::Film(b)) => a == b,
            _ => false,
        }
    }
}

/// The thread that makes frames for the viewer.
pub(super) struct Screen(Latest<(Showing, FrameNumber)>);

impl Screen {
    pub(super) fn new(folder: Arc<ProjectFolder>, inbox: MessageSender) -> Self {
        Self(Latest::start("viewer", move |wishes| Projector::new(folder).run(wishes, &inbox)))
    }

    pub(super) fn want(&self, showing: Showing, frame: FrameNumber) {
        self.0.want((showing, frame));
    }
}

/// After so long without a wish, what was kept from frame to frame is let go of: hundreds of megabytes of pictures and film.
/// The next frame takes a moment longer.
const REST: Duration = Duration::from_secs(20);

struct Projector {
    rasteriser: Rasteriser,
    folder: Arc<ProjectFolder>,
    pictures: FolderPictures,
    film: Option<(MediaPath, FilmReader)>,
    /// Whether something is kept.
    is_warm: bool,
}

impl Projector {
    fn new(folder: Arc<ProjectFolder>) -> Self {
        let pictures = FolderPictures::new(folder.clone());
        Self { rasteriser: Rasteriser::new(), folder, pictures, film: None, is_warm: false }
    }

    /// Lets go of what was kept for the next frame.
    fn rest(&mut self) {
        (self.rasteriser, self.film, self.is_warm) = (Rasteriser::new(), None, false);
    }

    fn run(mut self, wishes: &Wishes<(Showing, FrameNumber)>, inbox: &MessageSender) {
        loop {
            match wishes.next(self.is_warm.then_some(REST)) {
                Next::Wish((showing, frame)) => {
                    let pixels = self.frame(&showing, frame);
                    self.is_warm = true;
                    inbox.send(Message::Screen { showing, frame, pixels });
                }
                Next::Rest => self.rest(),
                Next::End => return,
            }
        }
    }

    fn frame(&mut self, showing: &Showing, frame: FrameNumber) -> Result<Arc<Pixels>, String> {
        match showing {
            Showing::Live(order, overlays, guides) => {
                let layers = animatic::frame_with(order, frame, *overlays, *guides);
                Ok(Arc::new(self.rasteriser.paint(&layers, &self.pictures)))
            }
            Showing::Film(path) => {
                if self.film.as_ref().is_none_or(|(open, _)| open != path) {
                    let file = self.folder.resolve(path).map_err(|error| error.to_string())?;
                    let reader = FilmReader::open(&file).map_err(|error| error.to_string())?;
                    self.film = Some((path.clone(), reader));
                }
                let Some((_, reader)) = &mut self.film else { return Err("The film is not open".to_owned()) };
                let frame = film_frame(frame, reader.info().fps, reader.info().frames);
                reader.frame(frame).map_err(|error| error.to_string())
            }
        }
    }
}

/// The frame of a film that shows at a place of the playhead, which counts in frames of its own: a take may have another
/// rate, or be a little shorter than was ordered. At its end the last frame stays.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, which is meant")]
fn film_frame(playhead: FrameNumber, fps: f64, frames: u64) -> u64 {
    let frame = (playhead.time() * fps + 1e-6).floor() as u64;
    frame.min(frames.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn films_of_any_rate_follow_the_playhead() {
        let at = |seconds: f64, fps, frames| film_frame(FrameNumber::at_time(seconds), fps, frames);
        assert_eq!([at(0.0, 30.0, 90), at(1.0, 30.0, 90), at(2.0, 30.0, 90)], [0, 30, 60]);
        assert_eq!(at(1.0, 60.0, 180), 60);
        assert_eq!(at(2.0, 12.5, 100), 25);
        // Its own rate gives every frame, each once.
        assert!((0..240).all(|n| film_frame(FrameNumber(n), 24.0, 240) == n));
        // 29.97 never runs ahead, and the last frame stays.
        assert_eq!(at(5.0, 30_000.0 / 1001.0, 150), 149);
        assert_eq!((at(9.0, 30.0, 90), at(9.0, 30.0, 0)), (89, 0));
    }
}
