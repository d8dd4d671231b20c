//! A delivery: several papers and films of chosen scenes, made one after another into a new folder of their own, with one
//! account of what is in it and what could not be made.

mod gaps;
mod steps;
#[cfg(test)]
mod tests;
mod watch;

use std::path::{Path, PathBuf};

pub use gaps::scene_gaps;
pub use steps::{Step, steps};
pub use watch::PackageWatch;

use super::boards::Logo;
use super::film::{self, Content, Plan};
use super::job::{DeliverError, Kind, Request, Source, deliver};
use super::settings::{Captions, Settings};
use super::{Scope, name};
use crate::media::raster::choose_font;
use crate::store::destination::{DestinationError, Replace};
use crate::store::new_folder::{NewFolder, next_number};
use crate::story::check::count_of;
use crate::story::{Project, Rules};

/// What is tried, as it stands in a sentence.
const DELIVERING: &str = "make the delivery's folder";

/// So often a version may be taken by someone who delivers at the same time.
const TRIES: usize = 4;

/// What is wanted together. Of the settings, `package` says which papers; their version and date are the delivery's own.
#[derive(Clone, Debug, PartialEq)]
pub struct PackageRequest {
    pub scope: Scope,
    pub settings: Settings,
    /// The folder that the new folder is made in.
    pub into: PathBuf,
}

/// What was delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// The new folder; none where nothing could be made.
    pub folder: Option<PathBuf>,
    /// One for everything that was wanted.
    pub items: Vec<Item>,
    /// What people should know of it, each a sentence.
    pub notes: Vec<String>,
}

/// One thing of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// As people call it: `Film 9:16`.
    pub label: String,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Made {
        file: PathBuf,
        /// Of the file.
        bytes: u64,
        /// What it holds, each a short line.
        facts: Vec<String>,
    },
    /// There was nothing to be put into it: why, as it goes on after a colon.
    LeftOut(String),
    /// Why it could not be made, as it goes on after a colon.
    Failed(String),
}

impl Package {
    /// The files that were made.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.items.iter().filter_map(|item| match &item.outcome {
            Outcome::Made { file, .. } => Some(file.as_path()),
            Outcome::LeftOut(_) | Outcome::Failed(_) => None,
        })
    }

    /// Whether nothing that was wanted failed, and something was made.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.folder.is_some() && !self.items.iter().any(|item| matches!(item.outcome, Outcome::Failed(_)))
    }

    /// What was not made, each a sentence.
    pub fn missing(&self) -> impl Iterator<Item = String> {
        self.items.iter().filter_map(|item| match &item.outcome {
            Outcome::Made { .. } => None,
            Outcome::LeftOut(why) => Some(format!("{}: left out, {why}", item.label)),
            Outcome::Failed(why) => Some(format!("{}: could not be made, {why}", item.label)),
        })
    }

    /// All of it in a sentence: `Harbour chase 2026-11-29 v2 holds 4 files`.
    #[must_use]
    pub fn summary(&self) -> String {
        match self.folder.as_deref().and_then(Path::file_name) {
            Some(name) => format!("{} holds {}", name.to_string_lossy(), count_of(self.files().count(), "file")),
            None => "Nothing could be delivered, so no folder was made".to_owned(),
        }
    }
}

/// Why nothing was delivered.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    #[error("no scene is chosen; choose at least one")]
    NoScenes,
    #[error("nothing is chosen to be made of the scenes; choose at least one paper or film")]
    NoKinds,
    /// Something that would be wrong in the whole delivery.
    #[error(transparent)]
    Deliver(#[from] DeliverError),
    #[error(transparent)]
    Logo(DeliverError),
    #[error(transparent)]
    Destination(#[from] DestinationError),
    #[error("others deliver to {} at the same time and were first each time; deliver once more", .0.display())]
    Overtaken(PathBuf),
    #[error("the delivery was stopped, nothing of it was kept")]
    Cancelled,
}

impl PackageRequest {
    /// Asks before anything is made whether what was chosen can be right; the same in window and command line. It reads
    /// nothing from the disk.
    ///
    /// # Errors
    /// What cannot be right.
    pub fn check(&self, project: &Project, rules: &Rules) -> Result<(), PackageError> {
        let mut scenes = self.scope.clone().scenes(project).peekable();
        if scenes.peek().is_none() {
            return Err(PackageError::NoScenes);
        }
        if scenes.all(|(_, scene)| scene.shots.is_empty()) {
            return Err(DeliverError::Nothing.into());
        }
        if self.settings.package.kinds().next().is_none() {
            return Err(PackageError::NoKinds);
        }
        for step in steps(project, self) {
            let checked = self.request(&step, Path::new(""), "").check(project, rules);
            checked.map_err(DeliverError::from)?;
        }
        Ok(())
    }

    fn request(&self, step: &Step, out: &Path, version: &str) -> Request {
        let mut settings = self.settings.clone();
        version.clone_into(&mut settings.boards.version);
        // What was typed for another export may be long past.
        settings.boards.date.clear();
        if settings.film.captions == Captions::Srt {
            // They are a file of their own here, where they are wanted.
            settings.film.captions = Captions::None;
        }
        Request {
            kind: step.kind,
            scope: step.scope.clone(),
            settings,
            range: (None, None),
            out: out.to_owned(),
            replace: Replace::Nothing,
        }
    }
}

/// Makes everything that is wanted into a new folder that is seen when all of it is there.
///
/// What cannot be made is told in what comes back, and the rest is made.
///
/// # Errors
/// When nothing of it can be right, the folder cannot be made, or it was stopped; then nothing is left of it.
pub fn deliver_package(
    source: &Source,
    request: &PackageRequest,
    watch: &PackageWatch,
) -> Result<Package, PackageError> {
    request.check(&source.project, &source.rules)?;
    choose_font(&request.settings.font).map_err(DeliverError::Font)?;
    let steps = steps(&source.project, request);
    if let Some(logo) = &request.settings.boards.logo
        && steps.iter().any(|step| matches!(step.kind, Kind::BoardsPdf | Kind::EstimatePdf))
    {
        Logo::look(&source.folder, logo).map_err(PackageError::Logo)?;
    }
    for _ in 0..TRIES {
        match made_once(source, request, watch, &steps) {
            // Someone else's delivery has taken the version meanwhile. It stands in every paper, so they are made anew.
            Err(PackageError::Destination(DestinationError::Exists(_))) => {}
            done => return done,
        }
    }
    Err(PackageError::Overtaken(request.into.clone()))
}

/// Makes it as the next version that is free now.
fn made_once(
    source: &Source,
    request: &PackageRequest,
    watch: &PackageWatch,
    steps: &[Step],
) -> Result<Package, PackageError> {
    let folder = NewFolder::begin(&request.into, &source.folder, DELIVERING)?;
    let version_of = |name: &std::ffi::OsStr| name::folder_version(&source.project, name.to_str()?);
    let number = next_number(&request.into, DELIVERING, version_of)?;
    let version = format!("v{number}");
    let (mut items, mut notes) = (Vec::new(), Notes::new(gaps::of_package(source, request)));
    for (at, step) in steps.iter().enumerate() {
        let out = folder.path().join(step.file_name(&source.project, request, &version));
        let outcome = made(source, &request.request(step, &out, &version), &step.label(), &mut notes, watch, at);
        if watch.is_cancelled() {
            return Err(PackageError::Cancelled);
        }
        items.push(Item { label: step.label(), outcome });
    }
    let mut package = Package { folder: None, items, notes: notes.sentences() };
    if package.files().next().is_some() {
        let target = folder.place(&name::folder(&source.project, source.today, number))?;
        for item in &mut package.items {
            if let Outcome::Made { file, .. } = &mut item.outcome {
                *file = target.join(file.file_name().unwrap_or_default());
            }
        }
        package.folder = Some(target);
    }
    Ok(package)
}

/// Makes one thing of it.
fn made(
    source: &Source,
    request: &Request,
    label: &str,
    notes: &mut Notes,
    watch: &PackageWatch,
    at: usize,
) -> Outcome {
    let facts = match request.kind {
        Kind::Srt | Kind::Mp4 => match Plan::new(source, request) {
            Err(DeliverError::Nothing) => return Outcome::LeftOut("its scenes have no time yet".to_owned()),
            Err(error) => return Outcome::Failed(error.to_string()),
            Ok(plan) if request.kind == Kind::Srt => {
                if film::captions_as_text(&plan).is_empty() {
                    return Outcome::LeftOut(format!("no shot that is shown has {}", plan.what_captions_tell()));
                }
                Vec::new()
            }
            Ok(plan) => film_facts(&plan),
        },
        _ => Vec::new(),
    };
    match deliver(source, request, watch.begin(at)) {
        Ok(delivered) => {
            notes.add(label, delivered.notes);
            let bytes = std::fs::metadata(&request.out).map_or(0, |found| found.len());
            Outcome::Made { file: request.out.clone(), bytes, facts }
        }
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

/// How long a film is, how large, and what stands for its scenes.
fn film_facts(plan: &Plan) -> Vec<String> {
    let animatics = plan.parts.iter().filter(|part| matches!(part.content, Content::Animatic(_)));
    let animatics: Vec<&str> = animatics.map(|part| part.title.as_str()).collect();
    let mut facts = plan.facts(Kind::Mp4);
    if animatics.len() == plan.parts.len() {
        facts.push(if animatics.len() == 1 { "An animatic".to_owned() } else { "All scenes as animatics".to_owned() });
    } else if !animatics.is_empty() {
        facts.push(format!("As animatics: {}", animatics.join(", ")));
    }
    facts
}

/// What people should know; what is true of several papers is told once.
struct Notes {
    sentences: Vec<String>,
    /// Sentences with the labels of what they are about.
    of: Vec<(String, Vec<String>)>,
}

impl Notes {
    fn new(sentences: Vec<String>) -> Self {
        Self { sentences, of: Vec::new() }
    }

    fn add(&mut self, label: &str, notes: Vec<String>) {
        for note in notes {
            match self.of.iter_mut().find(|(known, _)| *known == note) {
                Some((_, labels)) => labels.push(label.to_owned()),
                None => self.of.push((note, vec![label.to_owned()])),
            }
        }
    }

    fn sentences(self) -> Vec<String> {
        let of = self.of.into_iter().map(|(note, labels)| format!("{}: {note}", labels.join(", ")));
        self.sentences.into_iter().chain(of).collect()
    }
}
