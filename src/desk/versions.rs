//! Versions of the project: read in the background, kept under a name, put back as one step that can be undone.

use super::{Desk, Event};
use crate::story::difference::differences;
use crate::story::{Edit, Project};

/// A version that was read, against what is open.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadVersion {
    pub file: String,
    pub project: Box<Project>,
    /// What it has otherwise than what was open when it was read, each a sentence.
    pub told: Vec<String>,
}

impl Desk {
    /// Asks for the list of versions; it comes as an event.
    pub fn list_versions(&self) {
        let folder = self.folder.clone();
        self.disk.run("The versions were not listed", move || Some(Event::Versions(folder.versions())));
    }

    /// Asks for what a version holds; it comes as an event.
    pub fn read_version(&self, file: String) {
        let (folder, open) = (self.folder.clone(), self.project.clone());
        self.disk.run("The version was not read", move || {
            Some(match folder.version(&file) {
                Ok(project) => {
                    // A copy under another id has versions from before.
                    let project = Box::new(Project { id: open.id.clone(), ..project });
                    // From then to now: what was deleted since is gone, what was made since is new.
                    let told = differences(&project, &open);
                    Event::Version(ReadVersion { file, project, told })
                }
                Err(why) => Event::Trouble(format!("This version cannot be used: {why}")),
            })
        });
    }

    /// Keeps the project as it stands now under a name; the new list comes as an event.
    pub fn keep_version(&self, name: String) {
        let (folder, project) = (self.folder.clone(), self.project.clone());
        self.disk.run("The version was not kept", move || {
            Some(match folder.keep_version(&project, Some(&name), jiff::Timestamp::now()) {
                Ok(()) => Event::Versions(folder.versions()),
                Err(error) => Event::Trouble(error.to_string()),
            })
        });
    }

    /// Puts a version back, as one step that can be undone; not where someone else has the project open.
    pub fn restore(&mut self, called: &str, project: Box<Project>) {
        let edit = Edit::Replace { label: format!("Restore {called}"), project };
        // It names nothing that could be missing.
        let made = self.edit(edit, None);
        debug_assert!(made.is_ok() || self.held().is_some());
    }
}
