//! `storyreel new`: an empty project, or a copy of the example.

use std::path::Path;

use super::{CliError, Exit, say};
use crate::desk::begin::new_project;
use crate::store::example;
use crate::store::folder::with_extension;

pub fn run(path: &Path, from_example: bool) -> Result<Exit, CliError> {
    let made = if from_example { example::write_to(&with_extension(path)) } else { new_project(path) };
    let folder = made.map_err(CliError::NotMade)?;
    say::result(&folder.root().display().to_string())?;
    Ok(Exit::Fine)
}
