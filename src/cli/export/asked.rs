//! What was asked for on the command line, held against what there is.

use clap::ValueEnum as _;

use super::{ExportArgs, What};
use crate::cli::CliError;
use crate::deliver::Kind;
use crate::store::ProjectFolder;
use crate::store::versions::Version;
use crate::story::Project;
use crate::story::list::shortened;

/// The project's own columns that are meant.
pub(super) fn columns(project: &Project, asked: &[String]) -> Result<Vec<String>, CliError> {
    let found = asked.iter().map(|name| {
        project.column_called(name).map(str::to_owned).ok_or_else(|| {
            let there = match project.columns.as_slice() {
                [] => "it has none of its own".to_owned(),
                columns => format!("it has {}", columns.join(", ")),
            };
            CliError::Unusable(format!("the project has no column \"{name}\", {there}"))
        })
    });
    found.collect()
}

/// The file of the version that is called so: by its name, of several the newest, or by its file.
pub(super) fn version(folder: &ProjectFolder, asked: Option<&str>) -> Result<Option<String>, CliError> {
    const NAMED: usize = 8;
    let Some(asked) = asked else { return Ok(None) };
    let versions = folder.versions();
    let is_meant = |version: &&Version| {
        let file = version.file.strip_suffix(".json").unwrap_or(&version.file);
        let named = version.name.as_ref().is_some_and(|name| name.to_lowercase() == asked.trim().to_lowercase());
        named || asked == version.file || asked == file
    };
    if let Some(found) = versions.all.iter().find(is_meant) {
        return Ok(Some(found.file.clone()));
    }
    let called = |version: &Version| match &version.name {
        Some(name) => format!("\"{name}\""),
        None => version.file.clone(),
    };
    // Those that people named are what they look for.
    let (named, others): (Vec<_>, Vec<_>) = versions.all.iter().partition(|version| version.name.is_some());
    let all: Vec<String> = named.into_iter().chain(others).map(called).collect();
    let there = match all.as_slice() {
        [] => "the project has none; keep one in the window with Versions".to_owned(),
        all => format!("there are {}", shortened(all, NAMED).collect::<Vec<_>>().join(", ")),
    };
    Err(CliError::Unusable(format!("there is no version \"{asked}\", {there}")))
}

/// A file's ending says what is in it, so that is what is made. A name without one may hold anything.
pub(super) fn fits_its_ending(args: &ExportArgs) -> Result<(), CliError> {
    let Some(ending) = args.out.extension().map(|ending| ending.to_string_lossy().to_lowercase()) else {
        return Ok(());
    };
    let fits = Kind::from(args.what).extension();
    if ending == fits {
        return Ok(());
    }
    let value = |what: &What| what.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let makes: Vec<String> = What::value_variants()
        .iter()
        .filter(|what| Kind::from(**what).extension() == ending)
        .map(|what| format!("--as {}", value(what)))
        .collect();
    let other = if makes.is_empty() {
        let mut endings: Vec<&str> = What::value_variants().iter().map(|what| Kind::from(*what).extension()).collect();
        endings.sort_unstable();
        endings.dedup();
        format!("what Storyreel makes ends in .{}", endings.join(", ."))
    } else {
        format!("a .{ending} is made by {}", makes.join(" or "))
    };
    let name = args.out.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Err(CliError::Unusable(format!(
        "{name}: --as {} makes a .{fits}, so --out has to end so; {other}",
        value(&args.what)
    )))
}
