//! Undo and redo: each step holds the change and the one that undoes it; a gesture is one step. What is done to a history
//! can be told as `Change`s, and done again from a `Past` they give the same project and the same steps.

use serde::{Deserialize, Serialize};

use super::edit::{Edit, EditError};
use super::id::ProjectId;
use super::project::Project;
use super::touched::{Touched, touched};

/// A gesture: a drag from press to release, one run of typing. Edits of the same gesture become one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Gesture(pub u64);

/// One thing done to a history. Where it cannot be done, nothing is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    Made {
        edit: Edit,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        gesture: Option<Gesture>,
    },
    Undone,
    Redone,
    GestureEnded,
}

/// Everything of a history that lasts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Past {
    pub steps: Vec<Step>,
    pub done: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gesture: Option<Gesture>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    given_up: Vec<Step>,
}

/// One step that can be undone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// As people call it: "Trim shot 3".
    pub label: String,
    pub forward: Edit,
    pub backward: Edit,
}

/// The steps of one project, those before the cursor done, those after it undone.
#[derive(Clone, Debug, Default)]
pub struct History {
    steps: Vec<Step>,
    done: usize,
    gesture: Option<Gesture>,
    /// What the gesture's first change made impossible to do again; it comes back with a gesture that changes nothing.
    given_up: Vec<Step>,
    /// Counts every change of the project, by doing, undoing and redoing.
    revision: u64,
}

impl History {
    /// The history that was kept.
    #[must_use]
    pub fn with_past(past: Past) -> Self {
        let Past { steps, done, gesture, given_up } = past;
        Self { done: done.min(steps.len()), steps, gesture, given_up, revision: 0 }
    }

    /// What is kept of it: of the steps that are done at most so many, the newest.
    #[must_use]
    pub fn past(&self, done_max: usize) -> Past {
        let forgotten = self.done.saturating_sub(done_max);
        Past {
            steps: self.steps[forgotten..].to_vec(),
            done: self.done - forgotten,
            gesture: self.gesture,
            given_up: self.given_up.clone(),
        }
    }

    /// Does what was done before.
    ///
    /// # Errors
    /// When an edit names what is not there; then nothing is changed. Undoing nothing is no error.
    pub fn take_in(&mut self, project: &mut Project, change: Change) -> Result<(), EditError> {
        match change {
            Change::Made { edit, gesture } => self.apply(project, edit, gesture)?,
            Change::Undone => _ = self.undo(project),
            Change::Redone => _ = self.redo(project),
            Change::GestureEnded => _ = self.end_gesture(),
        }
        Ok(())
    }

    /// Makes an edit. With the gesture of the step before, it becomes part of that step.
    ///
    /// # Errors
    /// When the edit names what is not there; then nothing is changed.
    pub fn apply(&mut self, project: &mut Project, edit: Edit, gesture: Option<Gesture>) -> Result<(), EditError> {
        let label = edit.label(project);
        let backward = edit.apply(project)?;
        if edit.changed_nothing(&backward) {
            return Ok(());
        }
        self.revision += 1;
        let given_up = self.steps.split_off(self.done.min(self.steps.len()));
        let continues = gesture.is_some() && gesture == self.gesture;
        self.gesture = gesture;
        if continues && let Some(last) = self.steps.last_mut() {
            merge(last, edit, backward);
            // A gesture that ends where it began leaves no step.
            if last.forward.changed_nothing(&last.backward) {
                self.steps.pop();
                self.gesture = None;
                self.done = self.steps.len();
                self.steps.append(&mut self.given_up);
                return Ok(());
            }
        } else {
            self.steps.push(Step { label, forward: edit, backward });
            self.given_up = given_up;
        }
        self.done = self.steps.len();
        Ok(())
    }

    /// Ends the gesture: what follows is a step of its own. Tells whether there was one.
    pub fn end_gesture(&mut self) -> bool {
        self.gesture.take().is_some()
    }

    /// Takes the last step back. Tells its label, or `None` when there is none.
    pub fn undo(&mut self, project: &mut Project) -> Option<String> {
        let at = self.done.checked_sub(1)?;
        let step = &self.steps[at];
        // Everything between was undone, so the project is as this step left it and its inverse fits.
        step.backward.apply(project).ok()?;
        self.done = at;
        self.gesture = None;
        self.revision += 1;
        Some(step.label.clone())
    }

    /// Makes the next undone step again.
    pub fn redo(&mut self, project: &mut Project) -> Option<String> {
        let step = self.steps.get(self.done)?;
        step.forward.apply(project).ok()?;
        self.done += 1;
        self.gesture = None;
        self.revision += 1;
        Some(step.label.clone())
    }

    /// What undo would take back.
    #[must_use]
    pub fn undo_label(&self) -> Option<&str> {
        Some(&self.steps.get(self.done.checked_sub(1)?)?.label)
    }

    /// What redo would do.
    #[must_use]
    pub fn redo_label(&self) -> Option<&str> {
        Some(&self.steps.get(self.done)?.label)
    }

    /// What the step that was undone last is about, or with `again` the one that was done or redone last.
    #[must_use]
    pub fn touched(&self, project: &Project, again: bool) -> Touched {
        let at = if again { self.done.checked_sub(1) } else { Some(self.done) };
        let Some(step) = at.and_then(|at| self.steps.get(at)) else { return Touched::default() };
        let (made, inverse) = if again { (&step.forward, &step.backward) } else { (&step.backward, &step.forward) };
        touched(made, inverse, project)
    }

    /// What every step is called, the oldest first, undone ones too.
    pub fn labels(&self) -> impl ExactSizeIterator<Item = &str> {
        self.steps.iter().map(|step| step.label.as_str())
    }

    /// How many of the steps are done; those behind them are undone.
    #[must_use]
    pub fn done(&self) -> usize {
        self.done
    }

    /// Undoes or makes again until so many steps are done. Tells each step that this took.
    pub fn go_to(&mut self, project: &mut Project, done: usize) -> Vec<Change> {
        let mut changes = Vec::new();
        while self.done > done && self.undo(project).is_some() {
            changes.push(Change::Undone);
        }
        while self.done < done && self.redo(project).is_some() {
            changes.push(Change::Redone);
        }
        changes
    }

    /// The project has another id from here on, and whatever step is undone or redone leads to none but this one: a
    /// copy keeps its undo without ever becoming its original again.
    pub fn set_project_id(&mut self, project: &mut Project, id: &ProjectId) {
        project.id = id.clone();
        for step in self.steps.iter_mut().chain(&mut self.given_up) {
            set_project_id(&mut step.forward, id);
            set_project_id(&mut step.backward, id);
        }
        self.gesture = None;
        self.revision += 1;
    }

    /// A number that changes whenever the project does.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }
}

/// Two edits that set the same thing are one: the first undo and the last value. Others stand side by side.
fn merge(step: &mut Step, forward: Edit, backward: Edit) {
    if step.forward.sets_the_same_as(&forward) {
        step.forward = forward;
        return;
    }
    let (first_forward, first_backward) = (take(&mut step.forward), take(&mut step.backward));
    step.forward = joined(first_forward, forward);
    step.backward = joined(backward, first_backward);
}

/// One after the other, side by side: a long gesture does not become a deep nest that no reader follows.
fn joined(first: Edit, then: Edit) -> Edit {
    let label = match &first {
        Edit::Batch { label, .. } => label.clone(),
        _ => String::new(),
    };
    let mut edits = flat(first);
    edits.extend(flat(then));
    Edit::Batch { label, edits }
}

fn flat(edit: Edit) -> Vec<Edit> {
    match edit {
        Edit::Batch { edits, .. } => edits,
        other => vec![other],
    }
}

/// In whole projects that an edit puts in place.
fn set_project_id(edit: &mut Edit, id: &ProjectId) {
    match edit {
        Edit::Replace { project, .. } => project.id = id.clone(),
        Edit::Batch { edits, .. } => edits.iter_mut().for_each(|edit| set_project_id(edit, id)),
        _ => {}
    }
}

fn take(edit: &mut Edit) -> Edit {
    std::mem::replace(edit, Edit::Batch { label: String::new(), edits: Vec::new() })
}

#[cfg(test)]
mod tests;
