//! A project opened for one command: what is told of it, and its scenes as people count them.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;

use clap::ValueEnum;

use super::say;
use crate::desk::look::look_at_pictures;
use crate::desk::telling;
use crate::store::keeper::{self, Keeper, Opening, Outside, Saved};
use crate::store::lock::Locked;
use crate::store::{Paths, ProjectFolder, StoreError, new_id, rules};
use crate::story::Edit;
use crate::story::check::{Checker, Problem, Severity};
use crate::story::difference::differences;
use crate::story::history::Change;
use crate::story::list::shortened;
use crate::story::{Pictures, Project, ProjectId, Rules, Scene};
use crate::takes::ledger::{Elsewhere, Ledger};

/// Why there is nothing to work on.
#[derive(Debug, thiserror::Error)]
pub enum OpenedError {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Both were changed, or the file is broken.
    #[error("{0}")]
    Outside(String),
    #[error("{}", copy_question(.0))]
    Copy(Elsewhere),
    /// What was said of a copy could not be done.
    #[error("{0}")]
    NotSettled(String),
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

/// Which project a command is for.
#[derive(Debug, clap::Args)]
pub struct Asked {
    pub project: PathBuf,
    /// Where the project's file was changed by hand while its journal held changes that are not in it: which of them goes on
    #[arg(long = "use", value_enum, value_name = "WHICH")]
    pub wins: Option<Wins>,
    #[command(flatten)]
    pub is: CopyOrMoved,
}

/// What a project is that was opened last in another folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::Args)]
pub struct CopyOrMoved {
    /// Where the project was opened last in another folder: it is a copy that goes its own way, with spending of its own
    #[arg(long, conflicts_with = "moved")]
    pub copy: bool,
    /// Where the project was opened last in another folder: it is the same project, moved
    #[arg(long)]
    pub moved: bool,
}

/// Which of two states of a project goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Wins {
    /// project.json as it is now
    File,
    /// What was edited in Storyreel
    Journal,
}

/// The limits and prices that every command goes by; what is wrong with the user's own file is said.
pub fn rules() -> Rules {
    let (rules, notes) = rules::find();
    say::notes(&notes.iter().map(|note| telling::capital(note)).collect::<Vec<_>>());
    rules
}

/// A project, its pictures not looked at yet.
pub struct Opened {
    pub folder: ProjectFolder,
    pub project: Project,
    pub rules: Rules,
    keeper: Keeper,
}

impl Opened {
    /// Opens it and tells what people should know of it. Nothing is written.
    ///
    /// # Errors
    /// When there is no project that this version can read, or its file and its journal both were changed and nobody
    /// said which of them goes on.
    pub fn at(asked: &Asked) -> Result<Self, OpenedError> {
        let Opening { mut keeper, notes, outside } = keeper::open(ProjectFolder::at(&asked.project)?)?;
        say::notes(&notes);
        match (outside, asked.wins) {
            (None, _) => {}
            (Some(outside), None) => return Err(OpenedError::Outside(conflict(&keeper, &outside))),
            (Some(outside), Some(Wins::Journal)) => keeper.overrule(&outside),
            (Some(outside), Some(Wins::File)) => {
                keeper.accept(*outside).map_err(|error| OpenedError::Store(error.into()))?;
            }
        }
        let (folder, project) = (keeper.folder().clone(), keeper.project().clone());
        let mut opened = Self { folder, project, rules: rules(), keeper };
        if asked.is != CopyOrMoved::default() {
            opened.settle_copy(asked.is)?;
        }
        Ok(opened)
    }

    /// Opens it to be changed, or to have takes made for it: what may be a copy is asked about first.
    ///
    /// # Errors
    /// As `at`; and where it may be a copy and nobody said which it is.
    pub fn to_change(asked: &Asked) -> Result<Self, OpenedError> {
        let mut opened = Self::at(asked)?;
        opened.settle_copy(asked.is)?;
        Ok(opened)
    }

    /// Where the project was opened last in another folder, this one is what is said: a copy, or the project, moved.
    fn settle_copy(&mut self, said: CopyOrMoved) -> Result<(), OpenedError> {
        let failed = |error: String| OpenedError::NotSettled(error);
        let ledger = Paths::find().ok().map(|paths| Ledger::open_if_there(&paths.ledger()));
        // Without a ledger nothing is known of another folder, and nothing can be ordered either.
        let Some(Ok(Some(ledger))) = ledger else { return Ok(()) };
        let found = ledger.elsewhere(&self.project.id, self.folder.root());
        let Some(elsewhere) = found.map_err(|error| failed(error.to_string()))? else { return Ok(()) };
        let said = match said {
            CopyOrMoved { copy: false, moved: false } => asked_on_terminal(elsewhere)?,
            said => said,
        };
        let settled = if said.copy {
            let original = self.project.id.clone();
            self.keeper.set_project_id(&ProjectId::new(new_id()));
            self.project = self.keeper.project().clone();
            self.save().map_err(failed)?;
            ledger.project_went_its_own_way(&original, &self.project.id, &self.project.name, self.folder.root())
        } else {
            ledger.project_moved(&self.project.id, &self.project.name, self.folder.root())
        };
        settled.map_err(|error| failed(error.to_string()))
    }

    /// Makes a change and saves it, with its undo step.
    ///
    /// # Errors
    /// A sentence, when the change does not fit or the disk refuses.
    pub fn change(&mut self, edit: Edit) -> Result<(), String> {
        self.keeper.take(Change::Made { edit, gesture: None }).map_err(|error| error.to_string())?;
        self.project = self.keeper.project().clone();
        self.save()
    }

    /// Saves what was made in memory alone while it was opened: ids that its file does not have.
    ///
    /// # Errors
    /// A sentence, when the disk refuses.
    pub fn save_what_was_made(&mut self) -> Result<(), String> {
        if self.keeper.is_kept() { Ok(()) } else { self.save() }
    }

    fn save(&mut self) -> Result<(), String> {
        let locked = self.folder.lock(false).map_err(|error| error.to_string())?;
        let _lock = match locked {
            Locked::Ours(lock) => lock,
            Locked::Taken(holder) => {
                let since = holder.map_or_else(String::new, |holder| format!(" {}", holder.told()));
                return Err(format!("the project is open in Storyreel{since}: close it there and try again"));
            }
            Locked::Elsewhere(holder) => {
                let told = holder.told();
                return Err(format!("the project is open in Storyreel {told}: close it there, or open it here once"));
            }
        };
        match self.keeper.save() {
            Ok(Saved::Done) => Ok(()),
            Ok(Saved::Outside(_)) => Err("project.json was changed just now by someone else; try again".to_owned()),
            Err(error) => Err(error.to_string()),
        }
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

    /// What checks its scenes.
    #[must_use]
    pub fn checker<'a>(&'a self, pictures: &'a Pictures) -> Checker<'a> {
        Checker::new(&self.project, pictures, &self.rules)
    }
}

/// What is to be said where a project was opened last in another folder.
fn copy_question(elsewhere: &Elsewhere) -> String {
    let original = elsewhere.original.display();
    let there = if elsewhere.is_there {
        "where it still lies"
    } else {
        "which cannot be reached now: it was moved or deleted, or its disk is not connected"
    };
    format!(
        "the project was opened last in {original}, {there}; say --copy if this is a copy that goes its own way, or \
         --moved if it is the same project, moved"
    )
}

/// Asks on the terminal which of the two it is; where there is none, or no clear answer, nothing is done.
fn asked_on_terminal(elsewhere: Elsewhere) -> Result<CopyOrMoved, OpenedError> {
    if !std::io::stdin().is_terminal() {
        return Err(OpenedError::Copy(elsewhere));
    }
    say::sentence(&copy_question(&elsewhere));
    let mut answer = String::new();
    let asked = write!(std::io::stderr(), "Is it a copy, or was it moved? [copy/moved] ");
    if asked.and_then(|()| std::io::stdin().read_line(&mut answer)).is_err() {
        return Err(OpenedError::Copy(elsewhere));
    }
    match answer.trim().to_lowercase().as_str() {
        "copy" | "c" => Ok(CopyOrMoved { copy: true, moved: false }),
        "moved" | "m" => Ok(CopyOrMoved { copy: false, moved: true }),
        _ => Err(OpenedError::Copy(elsewhere)),
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

/// What is to be said where both were changed, with what differs.
fn conflict(keeper: &Keeper, outside: &Outside) -> String {
    const NAMED: usize = 6;
    match &outside.project {
        Err(error) => format!("{error}. Storyreel's journal is whole: --use journal goes on with it"),
        Ok(theirs) => {
            let told = differences(keeper.project(), theirs);
            let lines: Vec<String> = shortened(&told, NAMED).map(|line| format!("\n  {line}")).collect();
            format!(
                "project.json was changed by hand while the journal held changes that are not in it; say --use file or \
                 --use journal, both stay in the project. In the file:{}",
                lines.concat()
            )
        }
    }
}
