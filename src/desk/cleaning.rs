//! Pictures on the disk: those that nothing uses are looked for, shown, and deleted when told; missing ones are found.

use std::path::PathBuf;
use std::time::SystemTime;

use super::news::News;
use super::{Desk, Event};
use crate::story::check::count_of;
use crate::story::{MediaPath, PictureState};

impl Desk {
    /// Asks for the pictures that nothing uses any more; they come as an event.
    pub fn look_for_unused(&self) {
        let (folder, sender, saved) = (self.folder.clone(), self.inbox.sender(), self.save_now());
        rayon::spawn(move || {
            // What is not on the disk may name pictures too.
            let unused =
                saved.wait().and_then(|()| folder.unused_media(SystemTime::now()).map_err(|error| error.to_string()));
            sender.send(unused.map_or_else(News::Told, News::Unused));
        });
    }

    /// Whether pictures that the project names are not there.
    #[must_use]
    pub fn has_missing(&self) -> bool {
        let is_missing = |path| matches!(self.pictures.get(path), Some(PictureState::Missing));
        self.project.picture_paths().any(is_missing)
    }

    /// Looks for missing pictures in a folder and brings back what is there.
    pub fn find_missing(&self, place: PathBuf) {
        let (folder, sender, project) = (self.folder.clone(), self.inbox.sender(), self.project.clone());
        rayon::spawn(move || {
            let missing = folder.missing_media(&project);
            let found = folder.find_missing(&missing, &place).map_err(|error| error.to_string());
            sender.send(found.map_or_else(News::Told, |found| News::Found { found, of: missing.len() }));
        });
    }

    /// Pictures have come back: they are looked at again.
    pub(super) fn found(&mut self, found: &[MediaPath], of: usize) -> Event {
        for path in found {
            self.pictures.forget(path);
        }
        self.look_at_new_pictures();
        let told = format!("{} of {} found", found.len(), count_of(of, "missing picture"));
        if found.is_empty() { Event::Trouble(told) } else { Event::Done(told) }
    }

    /// Deletes pictures that nothing uses; those that came into use meanwhile stay.
    pub fn remove_unused(&self, chosen: Vec<MediaPath>) {
        let (folder, sender, saved) = (self.folder.clone(), self.inbox.sender(), self.save_now());
        rayon::spawn(move || {
            let removed = saved
                .wait()
                .and_then(|()| folder.remove_unused(&chosen, SystemTime::now()).map_err(|error| error.to_string()));
            sender.send(removed.map_or_else(News::Told, News::Cleaned));
        });
    }
}
