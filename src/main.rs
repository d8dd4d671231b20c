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
use tracing_subscriber::EnvFilter;

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

/// To standard error; `RUST_LOG` says how much.
fn start_logging() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("storyreel=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
