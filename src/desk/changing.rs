//! Changing the project, and how that stands to the disk: what the writer is told, and what it tells.

use super::hold::ChangeError;
use super::saving::{SaveState, Saved};
use super::{Desk, Event};
use crate::store::ProjectFolder;
use crate::store::keeper::Outside;
use crate::story::difference::differences;
use crate::story::history::{Change, Gesture};
use crate::story::{Edit, ProjectId};

/// What is to be told of a `project.json` that someone else has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedOutside {
    /// What it has otherwise than what is open, each a sentence; or why it cannot be read.
    pub told: Result<Vec<String>, String>,
}

impl Desk {
    /// Makes a change; with a gesture it may become part of the step before.
    ///
    /// # Errors
    /// When what it names is gone, or someone else has the project open; then nothing is changed.
    pub fn edit(&mut self, edit: Edit, gesture: Option<Gesture>) -> Result<(), ChangeError> {
        if let Some(sentence) = self.refusal() {
            return Err(ChangeError::Held(sentence));
        }
        let (change, before) = (Change::Made { edit: edit.clone(), gesture }, self.history.revision());
        self.history.apply(&mut self.project, edit, gesture)?;
        if self.history.revision() != before {
            self.changed([change]);
        }
        Ok(())
    }

    /// Takes the last step back and tells what it was. Where someone else has the project open, nothing is.
    pub fn undo(&mut self) -> Option<String> {
        if self.held.is_some() {
            return None;
        }
        let label = self.history.undo(&mut self.project)?;
        self.changed([Change::Undone]);
        Some(label)
    }

    /// Makes the next undone step again and tells what it is.
    pub fn redo(&mut self) -> Option<String> {
        if self.held.is_some() {
            return None;
        }
        let label = self.history.redo(&mut self.project)?;
        self.changed([Change::Redone]);
        Some(label)
    }

    /// Undoes or makes again until so many steps of the history are done.
    pub fn go_to_step(&mut self, done: usize) {
        if self.held.is_some() {
            return;
        }
        let changes = self.history.go_to(&mut self.project, done);
        if !changes.is_empty() {
            self.changed(changes);
        }
    }

    /// Ends a gesture: the next edit is a step of its own.
    pub fn end_gesture(&mut self) {
        if self.history.end_gesture() {
            self.saver.change(Change::GestureEnded, self.history.revision());
        }
    }

    fn changed(&mut self, changes: impl IntoIterator<Item = Change>) {
        for change in changes {
            self.saver.change(change, self.history.revision());
        }
        if !matches!(self.save_state, SaveState::Failed(_)) {
            self.save_state = SaveState::Saving;
        }
        self.look_at_new_pictures();
        self.refresh();
    }

    #[must_use]
    pub fn save_state(&self) -> &SaveState {
        &self.save_state
    }

    /// Whether the disk has everything that was changed.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        self.save_state == SaveState::Saved
    }

    /// Starts saving at once, into `project.json` too. The answer may be waited for on any thread; its messages come as always.
    pub fn save_now(&self) -> Saved {
        self.saver.save()
    }

    /// The work of saving everything in the folder that the project was moved to while it was open, and of letting go of it:
    /// then it can be opened there. The answer is an error where it lies where it was, or what lies there is not the same.
    pub fn handing_over(&self) -> impl FnOnce(ProjectFolder) -> Saved + Send + use<> {
        self.saver.handing_over()
    }

    /// Saves what is not saved and waits for it: before the program ends.
    ///
    /// # Errors
    /// A sentence, when the disk refuses.
    pub fn finish(&mut self) -> Result<(), String> {
        let saved = self.save_now().wait();
        self.save_state = match &saved {
            Ok(()) => SaveState::Saved,
            Err(sentence) => SaveState::Failed(sentence.clone()),
        };
        saved
    }

    pub(super) fn saved(&mut self, revision: u64) {
        if revision == self.history.revision() {
            self.save_state = SaveState::Saved;
        }
    }

    /// Gives what is to be told, once for each trouble.
    pub(super) fn not_saved(&mut self, sentence: String) -> Option<Event> {
        let failed = SaveState::Failed(sentence.clone());
        let is_new = self.save_state != failed;
        self.save_state = failed;
        is_new.then_some(Event::Trouble(sentence))
    }

    pub(super) fn changed_outside(&mut self, outside: Box<Outside>) -> Option<Event> {
        let is_known =
            |known: &Option<Box<Outside>>| known.as_ref().is_some_and(|known| known.is_the_same_as(&outside));
        // What was answered already may have been noticed once more before the writer knew the answer.
        if is_known(&self.outside) || is_known(&self.answered) {
            return None;
        }
        self.outside = Some(outside);
        self.outside().map(Event::ChangedOutside)
    }

    /// Whether someone else has changed `project.json`, and nothing has been said about it yet.
    #[must_use]
    pub fn is_changed_outside(&self) -> bool {
        self.outside.is_some()
    }

    /// What is known of a `project.json` that someone else has changed and about which nothing has been said yet.
    #[must_use]
    pub fn outside(&self) -> Option<ChangedOutside> {
        let outside = self.outside.as_ref()?;
        let told = outside.project.as_ref().map(|theirs| differences(&self.project, theirs));
        Some(ChangedOutside { told: told.map_err(ToString::to_string) })
    }

    /// Makes a copy a project of its own: another id, everything else and all undo steps as they are. Where someone else
    /// has it open, nothing is changed.
    pub fn set_project_id(&mut self, id: &ProjectId) {
        if self.held.is_some() {
            return;
        }
        self.history.set_project_id(&mut self.project, id);
        if let Some(outside) = &mut self.outside {
            outside.set_project_id(id);
        }
        self.saver.set_project_id(id.clone(), self.history.revision());
        if !matches!(self.save_state, SaveState::Failed(_)) {
            self.save_state = SaveState::Saving;
        }
        self.refresh();
    }

    /// Looks whether someone else has changed `project.json`; what it finds comes as an event.
    pub fn look_outside(&self) {
        self.saver.look();
    }

    /// Takes what someone else made of `project.json`, as one step that can be undone. A broken file is left alone.
    pub fn take_file(&mut self) {
        let Some(outside) = self.outside.take() else { return };
        if let Some(edit) = outside.replacing(&self.project) {
            // It names nothing that could be missing.
            let made = self.edit(edit, None);
            debug_assert!(made.is_ok());
        }
        self.answered = Some(outside.clone());
        self.saver.accepted(outside);
    }

    /// Goes on with what is here; a copy of the other `project.json` is kept beside it.
    pub fn overrule_file(&mut self) {
        if let Some(outside) = self.outside.take() {
            self.answered = Some(outside.clone());
            self.saver.overrule(outside);
        }
    }

    /// The writer goes by the answer: whatever it notices from here on is news.
    pub(super) fn answer_arrived(&mut self) {
        self.answered = None;
    }
}
