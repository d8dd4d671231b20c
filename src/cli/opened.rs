//! A project opened for one command: what is told of it, and its scenes as people count them.

use std::path::Path;

use super::say;
use crate::desk::look::look_at_pictures;
use crate::store::{ProjectFolder, StoreError, rules};
use crate::story::check::{Problem, Severity, check_scene};
use crate::story::{Pictures, Project, Rules, Scene};

/// Why there is nothing to work on.
#[derive(Debug, thiserror::Error)]
pub enum OpenedError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("there is no scene {asked}, the project has {}", count(*scenes))]
    NoScene { asked: usize, scenes: usize },
}

fn count(scenes: usize) -> String {
    match scenes {
        0 => "none".to_owned(),
        1 => "only scene 1".to_owned(),
        more => format!("scenes 1 to {more}"),
    }
}

/// A project, its pictures not looked at yet.
pub struct Opened {
    pub folder: ProjectFolder,
    pub project: Project,
    pub rules: Rules,
    /// Whether ids or names were made that its file does not have.
    pub completed: bool,
}

impl Opened {
    /// Opens it and tells what people should know of it. Nothing is written.
    ///
    /// # Errors
    /// When there is no project that this version can read.
    pub fn at(path: &Path) -> Result<Self, OpenedError> {
        let opened = ProjectFolder::open(path)?;
        for note in &opened.notes {
            say::sentence(note);
        }
        let (folder, project) = (opened.folder, opened.project);
        Ok(Self { folder, project, rules: rules::shipped(), completed: opened.completed })
    }

    /// Looks at every picture on the disk.
    #[must_use]
    pub fn pictures(&self) -> Pictures {
        look_at_pictures(&self.folder, &self.project)
    }

    /// The place of the scene that people call by this number.
    ///
    /// # Errors
    /// When there is none.
    pub fn scene(&self, number: usize) -> Result<usize, OpenedError> {
        let scenes = self.project.scenes.len();
        let missing = OpenedError::NoScene { asked: number, scenes };
        number.checked_sub(1).filter(|at| *at < scenes).ok_or(missing)
    }

    #[must_use]
    pub fn problems(&self, scene: usize, pictures: &Pictures) -> Vec<Problem> {
        check_scene(&self.project, scene, pictures, &self.rules)
    }
}

/// A scene as a heading: `Scene 2, Rooftop`.
#[must_use]
pub fn heading(index: usize, scene: &Scene) -> String {
    let name = scene.name.trim();
    let number = index + 1;
    if name.is_empty() { format!("Scene {number}") } else { format!("Scene {number}, {name}") }
}

/// A problem as a line: `error, shot 3: No element is named @zzz (unknown-element)`.
#[must_use]
pub fn line(problem: &Problem) -> String {
    let severity: Severity = problem.severity;
    let place = problem.place.shot().map_or_else(String::new, |shot| format!(", shot {}", shot + 1));
    format!("{}{place}: {} ({})", severity.code(), problem.message, problem.code)
}
