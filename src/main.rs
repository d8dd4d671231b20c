//! The program: arguments, logging and the report of a fault; then the window or the command line.

#[path = "main/core_dumps.rs"]
mod core_dumps;
#[path = "main/report.rs"]
mod report;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser as _;
use storyreel::app;
use storyreel::cli::{self, Args, Exit};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, fmt, registry};

/// Gives memory back to the system when the hands rest: pictures are decoded in many threads, and the usual one keeps for
/// each of them what was free once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    report::install();
    start_logging();
    core_dumps::forbid();
    let args = Args::parse();
    let exit = args.command.map_or_else(|| window(args.project), cli::run);
    exit.into()
}

/// Starts the editor and runs until it is closed.
fn window(project: Option<PathBuf>) -> Exit {
    match app::run(project) {
        Ok(()) => Exit::Fine,
        Err(error) => {
            eprintln!("{error}");
            Exit::Unusable
        }
    }
}

/// To standard error; `RUST_LOG` says how much, as targets with levels: `info`, `storyreel=debug,reqwest=warn`.
fn start_logging() {
    let wanted = std::env::var("RUST_LOG").ok().and_then(|text| text.parse::<Targets>().ok());
    let targets = wanted.unwrap_or_else(|| Targets::new().with_target("storyreel", LevelFilter::WARN));
    registry().with(fmt::layer().with_writer(std::io::stderr).with_filter(targets)).init();
}
