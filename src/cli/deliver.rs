//! `storyreel deliver`: papers and films of chosen scenes into a new folder, as the window delivers them. What is not said
//! is as the project remembers it.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::bar::with_bar;
use super::export::{BoardArgs, EstimateArgs, FilmArgs};
use super::opened::{Asked, Opened};
use super::{CliError, Exit, say};
use crate::deliver::package::{Package, PackageError, PackageRequest, PackageWatch, deliver_package};
use crate::deliver::{DeliverError, Kind, Scope, Settings, Source};
use crate::story::{Aspect, Project};

/// What is delivered, and where to.
#[derive(Debug, Args)]
pub struct DeliverArgs {
    #[command(flatten)]
    project: Asked,
    /// The folder to make the new one in; its name is the project's with the day and the next version [default: the folder
    /// of the last delivery, else the one that the project lies in]
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Only these scenes, counted from 1, like 1,3-5
    #[arg(long, value_name = "SCENES", value_delimiter = ',', value_parser = span)]
    scenes: Option<Vec<(usize, usize)>>,
    /// Only scenes of this ratio
    #[arg(long, value_enum)]
    ratio: Option<Ratio>,
    /// Only these: several, with commas between [default: those of the last delivery, else boards,estimate,film,captions]
    #[arg(long, value_enum, value_delimiter = ',', value_name = "WHAT")]
    only: Option<Vec<What>>,
    /// The font for what the program's own typeface lacks: a family of this computer, or a font file
    #[arg(long, value_name = "FAMILY|FILE")]
    font: Option<String>,
    #[command(flatten)]
    boards: BoardArgs,
    #[command(flatten)]
    estimate: EstimateArgs,
    #[command(flatten)]
    film: FilmArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Ratio {
    #[value(name = "16:9")]
    Wide,
    #[value(name = "9:16")]
    Tall,
    #[value(name = "1:1")]
    Square,
}

impl From<Ratio> for Aspect {
    fn from(ratio: Ratio) -> Self {
        match ratio {
            Ratio::Wide => Self::Wide,
            Ratio::Tall => Self::Tall,
            Ratio::Square => Self::Square,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// The boards as PDF
    Boards,
    /// The estimate as PDF
    Estimate,
    /// The estimate as a table
    EstimateCsv,
    /// The film as MP4, one for each ratio: of each scene its take, else its animatic
    Film,
    /// The captions as SRT, one for each film
    Captions,
    /// The shot list as a table
    ShotList,
}

impl From<What> for Kind {
    fn from(what: What) -> Self {
        match what {
            What::Boards => Self::BoardsPdf,
            What::Estimate => Self::EstimatePdf,
            What::EstimateCsv => Self::EstimateCsv,
            What::Film => Self::Mp4,
            What::Captions => Self::Srt,
            What::ShotList => Self::ShotListCsv,
        }
    }
}

/// A scene, or the first and last of several: `3`, `3-5`.
fn span(text: &str) -> Result<(usize, usize), String> {
    let number = |text: &str| text.trim().parse().map_err(|_| "write scenes like 1,3-5".to_owned());
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (number(first)?, number(last)?);
    if first <= last { Ok((first, last)) } else { Err(format!("{first} comes after {last}; write {last}-{first}")) }
}

pub fn run(args: &DeliverArgs) -> Result<Exit, CliError> {
    let opened = Opened::at(&args.project)?;
    let scope = args.scope(&opened)?;
    let (mut settings, note) = Settings::load(&opened.folder);
    if let Some(note) = note {
        say::sentence(&note);
    }
    args.put_into(&mut settings);
    args.boards.put_named_into(&mut settings, &opened)?;
    let beside = || opened.folder.root().parent().map(ToOwned::to_owned).unwrap_or_default();
    let into = args.out.clone().or_else(|| settings.package.folder.clone()).unwrap_or_else(beside);
    let request = PackageRequest { scope, settings, into };
    let pictures = opened.pictures();
    let takes = opened.folder.takes();
    say::notes(&takes.notes);
    let today = jiff::Zoned::now().date();
    let Opened { folder, project, rules, .. } = opened;
    let source = Source { project, folder, pictures, takes, rules, today };
    let watch = PackageWatch::new(&source.project, &request);
    let told = || (watch.label().to_owned(), watch.share());
    let package = with_bar(told, || deliver_package(&source, &request, &watch)).map_err(refused)?;
    tell(&package)
}

/// Nothing was made, for this reason.
fn refused(error: PackageError) -> CliError {
    match error {
        PackageError::Destination(error) => error.into(),
        PackageError::Deliver(DeliverError::Font(why)) => CliError::Unusable(format!("{why}, with --font")),
        PackageError::Deliver(DeliverError::Estimate(error)) => CliError::Unusable(error.to_string()),
        PackageError::Deliver(DeliverError::Version(why)) => CliError::Unusable(why),
        PackageError::Logo(error) => CliError::Unusable(format!("{error}, with --logo")),
        PackageError::NoScenes | PackageError::NoKinds => CliError::Unusable(error.to_string()),
        PackageError::Deliver(error) => CliError::Blocked(error.to_string()),
        PackageError::Overtaken(_) | PackageError::Cancelled => CliError::Blocked(error.to_string()),
    }
}

/// Prints the files that were made, and says what was not and what should be known.
fn tell(package: &Package) -> Result<Exit, CliError> {
    for sentence in package.missing() {
        say::sentence(&sentence);
    }
    say::notes(&package.notes);
    if package.folder.is_none() {
        say::sentence(&package.summary());
    }
    for file in package.files() {
        say::result(&file.display().to_string())?;
    }
    Ok(if package.is_whole() { Exit::Fine } else { Exit::Blocked })
}

impl DeliverArgs {
    fn put_into(&self, settings: &mut Settings) {
        if let Some(only) = &self.only {
            let kinds: Vec<Kind> = only.iter().map(|what| Kind::from(*what)).collect();
            settings.package.only(&kinds);
        }
        if let Some(font) = &self.font {
            settings.font.clone_from(font);
        }
        self.boards.put_into(settings);
        self.estimate.put_into(settings);
        self.film.put_into(settings);
        // Here they are one of the things that are made.
        settings.package.captions |= self.film.wants_srt();
    }

    /// The scenes that are meant: all of them, those that were named, and of these the ones of a ratio.
    fn scope(&self, opened: &Opened) -> Result<Scope, CliError> {
        let project = &opened.project;
        let mut places: Vec<usize> = (0..project.scenes.len()).collect();
        if let Some(spans) = &self.scenes {
            places.clear();
            for (first, last) in spans {
                // The last first: of a span that reaches too far that is what is wrong with it.
                let (last, first) = (opened.scene(*last)?, opened.scene(*first)?);
                places.extend(first..=last);
            }
            places.sort_unstable();
            places.dedup();
        }
        if let Some(ratio) = self.ratio.map(Aspect::from) {
            let among = places.clone();
            places.retain(|at| project.scenes[*at].aspect == ratio);
            if places.is_empty() && !among.is_empty() {
                return Err(CliError::Unusable(no_such_ratio(project, &among, ratio)));
            }
        }
        let is_all = places.len() == project.scenes.len();
        Ok(if is_all { Scope::Project } else { Scope::Scenes(places.into()) })
    }
}

fn no_such_ratio(project: &Project, places: &[usize], wanted: Aspect) -> String {
    let there = Aspect::ALL.into_iter().filter(|aspect| places.iter().any(|at| project.scenes[*at].aspect == *aspect));
    let there: Vec<&str> = there.map(Aspect::label).collect();
    format!("none of the scenes is {wanted}; there is {}", there.join(" and "))
}
