//! One window at a time changes a project: the others show it, and save only copies.

use super::Desk;
use super::inbox::Event;
use crate::store::ProjectFolder;
use crate::store::lock::{Holder, Lock, Locked};
use crate::story::Project;
use crate::story::edit::EditError;

/// Someone else has the project open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub holder: Option<Holder>,
    /// It is another machine that says so, and it may be long gone.
    pub elsewhere: bool,
}

impl Held {
    /// Why nothing of a project with this name is changed here, and what to do.
    #[must_use]
    pub fn sentence(&self, name: &str) -> String {
        let place = self.place();
        format!(
            "{name} is open {place}, so nothing is changed here: work on a copy, or take over once it is closed there"
        )
    }

    /// "in another window since 12:30".
    #[must_use]
    pub fn place(&self) -> String {
        match &self.holder {
            Some(holder) if self.elsewhere => holder.told(),
            Some(holder) => format!("in another window {}", holder.told()),
            None => "in another window".to_owned(),
        }
    }
}

/// The lock of a project, or who has it.
pub(super) enum Hold {
    Ours(Option<Lock>),
    Theirs(Held),
}

impl Hold {
    pub(super) fn of(folder: &ProjectFolder, anyway: bool) -> Self {
        match folder.lock(anyway) {
            Ok(Locked::Ours(lock)) => Self::Ours(Some(lock)),
            Ok(Locked::Taken(holder)) => Self::Theirs(Held { holder, elsewhere: false }),
            Ok(Locked::Elsewhere(holder)) => Self::Theirs(Held { holder: Some(holder), elsewhere: true }),
            // A disk without locks, or one that can only be read: saving will tell what it cannot.
            Err(error) => {
                tracing::warn!("{error}");
                Self::Ours(None)
            }
        }
    }

    pub(super) fn into_parts(self) -> (Option<Lock>, Option<Held>) {
        match self {
            Self::Ours(lock) => (lock, None),
            Self::Theirs(held) => (None, Some(held)),
        }
    }
}

/// Why a change was not made; nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// Someone else has the project open.
    #[error("{0}")]
    Held(String),
    #[error(transparent)]
    Edit(#[from] EditError),
}

/// The project's name, or its folder's for one without.
pub(super) fn called(project: &Project, folder: &ProjectFolder) -> String {
    if project.name.trim().is_empty() { folder.name() } else { project.name.clone() }
}

impl Desk {
    /// Why nothing can be changed, where someone else has the project open.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        self.held.as_ref().map(|held| held.sentence(&self.called()))
    }

    /// What people call the project: its name, or its folder's for one without.
    #[must_use]
    pub fn called(&self) -> String {
        called(&self.project, &self.folder)
    }

    /// Who else has the project open, so that nothing is changed here.
    #[must_use]
    pub fn held(&self) -> Option<&Held> {
        self.held.as_ref()
    }

    /// Looks whether the project that someone else had open is free now; if so, that comes as an event.
    pub fn look_whether_free(&self) {
        if self.held.is_none() {
            return;
        }
        let folder = self.folder.clone();
        self.disk.run("Whether the project is free was not looked at", move || {
            // It is let go of at once: people say whether they take it.
            matches!(folder.lock(false), Ok(Locked::Ours(_))).then_some(Event::Free)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_is_called_by_its_name_and_by_its_folder_where_it_has_none() {
        let base = tempfile::tempdir().unwrap();
        let mut project = Project { name: "Harbour chase".to_owned(), ..Project::default() };
        let folder = ProjectFolder::create(&base.path().join("a.storyreel"), &project).unwrap();
        assert_eq!(called(&project, &folder), "Harbour chase");
        project.name = " ".to_owned();
        assert_eq!(called(&project, &folder), "a");
    }
}
