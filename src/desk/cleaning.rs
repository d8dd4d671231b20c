//! Pictures on the disk: those that nothing uses are looked for, shown, and deleted when told; missing ones are found.

use std::path::PathBuf;
use std::time::SystemTime;

use super::inbox::Message;
use super::{Desk, Event, telling};
use crate::story::check::count_of;
use crate::story::{MediaPath, PictureState};

impl Desk {
    /// Asks for the pictures that nothing uses any more; they come as an event.
    pub fn look_for_unused(&self) {
        let (folder, saved) = (self.folder.clone(), self.save_now());
        self.disk.run("Unused pictures were not looked for", move || {
            // What is not on the disk may name pictures too.
            let unused =
                saved.wait().and_then(|()| folder.unused_media(SystemTime::now()).map_err(|error| error.to_string()));
            Some(unused.map_or_else(Event::Trouble, Event::Unused))
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
        let (folder, project) = (self.folder.clone(), self.project.clone());
        self.disk.run("Missing pictures were not looked for", move || {
            let missing = folder.missing_media(&project);
            let found = folder.find_missing(&missing, &place).map_err(|error| error.to_string());
            let told = |found| Message::Found { found, of: missing.len() };
            Some(found.map_or_else(|sentence| Event::Trouble(sentence).into(), told))
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
        let (folder, saved) = (self.folder.clone(), self.save_now());
        self.disk.run("Unused pictures were not deleted", move || {
            let removed = saved
                .wait()
                .and_then(|()| folder.remove_unused(&chosen, SystemTime::now()).map_err(|error| error.to_string()));
            let told = |bytes| Event::Done(format!("{} were freed", telling::size(bytes)));
            Some(removed.map_or_else(Event::Trouble, told))
        });
    }
}
