//! The same work without a window. Results go to standard output, sentences to standard error;
//! the exit code is 0 when all is fine, 1 when something blocks, 2 when the input cannot be used.

mod bar;
mod check;
mod deliver;
mod export;
mod generate;
mod import;
mod models;
mod new;
mod opened;
mod price;
mod request;
mod say;
mod vidgo;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use self::opened::{Asked, CopyOrMoved, OpenedError, Wins};
use crate::media::io_error::words;
use crate::store::StoreError;
use crate::store::destination::{DestinationError, Replace};

/// A desktop storyboard editor for scenes of up to 15 seconds, from the first panel to the finished take.
#[derive(Debug, Parser)]
#[command(name = "storyreel", version, args_conflicts_with_subcommands = true)]
pub struct Args {
    /// The project to open in the editor: a NAME.storyreel folder; without it the last one, or the example
    pub project: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be done without a window.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a new project and print where it is
    New {
        /// Where; the ending .storyreel is added where it is missing
        project: PathBuf,
        /// A copy of the example instead of an empty project
        #[arg(long)]
        example: bool,
    },
    /// Tell what stands between the scenes and a paid request; exit code 1 when an error does
    Check {
        #[command(flatten)]
        project: Asked,
        /// Only this scene, counted from 1
        #[arg(long, value_name = "N")]
        scene: Option<usize>,
        #[command(flatten)]
        on: models::OnModel,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// List the video models that there are, with their lengths, choices and prices
    Models {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Tell what the scenes would cost, also on another model, and what they would lose there
    Price {
        #[command(flatten)]
        project: Asked,
        #[command(flatten)]
        on: models::OnModel,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the exact body that would ask for a scene, with local pictures as file:media/…
    Request {
        #[command(flatten)]
        project: Asked,
        /// The scene, counted from 1
        #[arg(long, value_name = "N")]
        scene: usize,
        #[command(flatten)]
        on: models::OnModel,
    },
    /// Make a take of a scene, keep it in the project and print where it is
    Generate {
        #[command(flatten)]
        project: Asked,
        /// The scene, counted from 1
        #[arg(long, value_name = "N", required_unless_present = "all", conflicts_with = "all")]
        scene: Option<usize>,
        /// With vidgo: all scenes that are new or have changed since their takes; with animatic: every scene
        #[arg(long)]
        all: bool,
        /// Who makes it
        #[arg(long, value_enum)]
        with: Maker,
        /// With vidgo: how many takes
        #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=4))]
        takes: u32,
        /// With vidgo: spend without asking
        #[arg(long)]
        yes: bool,
        /// With vidgo: spend nothing if it would be more than this
        #[arg(long, value_name = "C")]
        max_credits: Option<u64>,
        /// With vidgo: another one, although the very same is on its way
        #[arg(long)]
        again: bool,
        /// Copy the finished video here too
        #[arg(long, value_name = "FILE.mp4")]
        out: Option<PathBuf>,
        /// Replace the file of --out where it is there already
        #[arg(long, requires = "out")]
        replace: bool,
    },
    /// Make what others are to see: a shot list, an estimate; print where it is
    Export(Box<export::ExportArgs>),
    /// Make boards, estimate, film and captions together, into a new folder with the day and the next version; print the files
    ///
    /// Client, logo, markup, currency and everything else that is not said is as it was chosen last in the window. Where
    /// scenes of several ratios are delivered there is a film for each ratio. Nothing that is there is replaced. What could
    /// not be made is said, and the rest is made: exit code 1 then, 2 when the input cannot be used and nothing was made.
    Deliver(Box<deliver::DeliverArgs>),
    /// Bring a shot list back that was worked on; the changes are told first
    Import {
        /// A shot list as CSV or as an Excel workbook
        file: PathBuf,
        /// The project it belongs to
        #[arg(long, value_name = "PROJECT")]
        into: PathBuf,
        /// Only tell the changes
        #[arg(long)]
        list: bool,
        /// Where the project's file was changed by hand while its journal held changes that are not in it: which of them goes on
        #[arg(long = "use", value_enum, value_name = "WHICH")]
        wins: Option<Wins>,
        #[command(flatten)]
        is: CopyOrMoved,
    },
    /// List every take that was ever confirmed, the newest first
    Takes {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Follow to the end what was submitted; it never submits anything
    Resume,
    /// Tell what the account at the service holds
    Balance,
    /// The API key: keep, try or forget it
    Key {
        #[arg(value_enum)]
        deed: vidgo::KeyDeed,
    },
    /// Hear the service's calls on this machine, behind your own tunnel, and follow what was submitted
    Listen {
        #[arg(long, value_name = "P", default_value_t = 8787)]
        port: u16,
    },
}

/// Who makes a take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Maker {
    /// This machine, free of charge
    Animatic,
    /// Kling 3.0 through Vidgo, paid by the second
    Vidgo,
}

/// How a command ended, as its exit code tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Fine,
    /// Something blocks: an error of a check, a take that failed.
    Blocked,
    /// The input cannot be used.
    Unusable,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Blocked => 1,
            Exit::Unusable => 2,
        })
    }
}

/// Why a command did not do its work.
#[derive(Debug, thiserror::Error)]
enum CliError {
    #[error(transparent)]
    Opened(#[from] OpenedError),
    #[error(transparent)]
    NotMade(StoreError),
    /// What was named with `--out`.
    #[error("{}", told_of(.0))]
    Destination(#[from] DestinationError),
    /// What blocks, as a sentence.
    #[error("{0}")]
    Blocked(String),
    /// What cannot be used, as a sentence.
    #[error("{0}")]
    Unusable(String),
    #[error("could not write the result: {}", words(.0))]
    Output(#[from] std::io::Error),
}

impl CliError {
    fn exit(&self) -> Exit {
        match self {
            Self::Blocked(_) | Self::Output(_) | Self::Destination(DestinationError::Disk(_)) => Exit::Blocked,
            Self::Opened(_) | Self::NotMade(_) | Self::Destination(_) | Self::Unusable(_) => Exit::Unusable,
        }
    }
}

/// What may be replaced, as `--replace` says.
fn replacing(replace: bool) -> Replace {
    if replace { Replace::Anything } else { Replace::Nothing }
}

fn told_of(error: &DestinationError) -> String {
    match error {
        DestinationError::Exists(files) => {
            let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
            let are = if names.len() == 1 { "is" } else { "are" };
            format!("{} {are} there already; say --replace to replace, or another name", names.join(" and "))
        }
        // What the disk refuses is no fault of the name.
        DestinationError::Disk(error) => error.to_string(),
        other => format!("{other}, with --out"),
    }
}

/// Does what a command says and tells how it ended.
#[must_use]
pub fn run(command: Command) -> Exit {
    let done = match command {
        Command::New { project, example } => new::run(&project, example),
        Command::Check { project, scene, on, json } => models::check_on(&project, &on, scene, json)
            .and_then(|done| done.map_or_else(|| check::run(&project, scene, json), Ok)),
        Command::Models { json } => models::list(json),
        Command::Price { project, on, json } => {
            models::price_on(&project, &on, json).and_then(|done| done.map_or_else(|| price::run(&project, json), Ok))
        }
        Command::Request { project, scene, on } => models::request_on(&project, &on, scene)
            .and_then(|done| done.map_or_else(|| request::run(&project, scene), Ok)),
        Command::Export(args) => export::run(&args),
        Command::Deliver(args) => deliver::run(&args),
        Command::Import { file, into, list, wins, is } => import::run(&file, &Asked { project: into, wins, is }, list),
        Command::Generate { project, scene, all: _, with, takes, yes, max_credits, again, out, replace } => {
            match with {
                Maker::Animatic => generate::run(&project, scene, out.as_deref(), replace),
                Maker::Vidgo => vidgo::generate(
                    &project,
                    scene,
                    &vidgo::Terms { takes, yes, max_credits, again, replace },
                    out.as_deref(),
                ),
            }
        }
        Command::Takes { json } => vidgo::list(json),
        Command::Resume => vidgo::resume(),
        Command::Balance => vidgo::balance(),
        Command::Key { deed } => vidgo::key(deed),
        Command::Listen { port } => vidgo::listen(port),
    };
    done.unwrap_or_else(|error| {
        say::sentence(&error.to_string());
        error.exit()
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_fit_together() {
        Args::command().debug_assert();
        let parse = |line: &str| Args::try_parse_from(line.split(' '));
        let editor = parse("storyreel a.storyreel").unwrap();
        assert_eq!((editor.project, editor.command.is_none()), (Some(PathBuf::from("a.storyreel")), true));
        assert!(parse("storyreel").is_ok_and(|args| args.project.is_none() && args.command.is_none()));
        assert!(parse("storyreel check a --scene 2 --json").is_ok());
        assert!(parse("storyreel deliver a --scenes 1,3-5 --ratio 9:16 --only boards,film --out b --client C").is_ok());
        assert!(parse("storyreel generate a --all --with vidgo --copy").is_ok());
        for wrong in [
            "storyreel a b",
            "storyreel check",
            "storyreel check a --scene -1",
            "storyreel check a --scene two",
            "storyreel request a",
            "storyreel generate a --scene 1",
            "storyreel generate a --with vidgo",
            "storyreel generate a --scene 1 --all --with vidgo",
            "storyreel check a --copy --moved",
            "storyreel generate a --scene 1 --with vidgo --takes 5",
            "storyreel key",
            "storyreel deliver",
            "storyreel deliver a --scenes 3-1",
            "storyreel deliver a --scenes one",
            "storyreel deliver a --ratio 4:3",
            "storyreel deliver a --only posters",
            "storyreel deliver a --document-version v3",
            "storyreel a check b",
        ] {
            assert!(parse(wrong).is_err_and(|error| error.exit_code() == 2), "{wrong}");
        }
    }
}
