//! `storyreel import`: a shot list that was worked on comes back into its project.

use std::path::Path;

use super::opened::{Asked, Opened};
use super::{CliError, Exit, say};
use crate::deliver::shot_list;
use crate::store::{disk, new_id};
use crate::story::list;

/// A shot list is text.
const BYTES_MAX: u64 = 64_000_000;
/// How many notes are told; each change is.
const NOTES_MAX: usize = 100;

pub fn run(file: &Path, into: &Asked, only_list: bool) -> Result<Exit, CliError> {
    let mut opened = if only_list { Opened::at(into)? } else { Opened::to_change(into)? };
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    let bytes = disk::read(file, BYTES_MAX, &format!("read {name}")).map_err(unusable)?;
    let table = shot_list::read(&bytes).map_err(|error| unusable(format!("{name}: {error}")))?;
    let import = shot_list::plan(&opened.project, &table, &opened.rules.limits, &mut new_id).map_err(unusable)?;
    let unchanged = import.changes.is_empty();
    for line in list::shortened(&import.notes, NOTES_MAX).chain(import.changes) {
        say::sentence(&line);
    }
    if unchanged {
        say::sentence("Nothing differs, so nothing was changed");
    } else if only_list {
        say::sentence("Nothing was changed, as only the list was asked for");
    } else {
        opened.change(import.edit).map_err(CliError::Blocked)?;
    }
    say::result(&opened.folder.root().display().to_string())?;
    Ok(Exit::Fine)
}

fn unusable(error: impl std::fmt::Display) -> CliError {
    CliError::Unusable(error.to_string())
}
