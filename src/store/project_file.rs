//! The text of `project.json`: read with every fault told by file, place and line, and written for people to edit.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::StoreError;
use crate::story::Project;
use crate::story::units::grouped;

/// What stands at the top of every file of this kind.
pub const FORMAT: &str = "storyreel/1";
/// In bytes: more than any storyboard, less than what makes a machine stall.
pub const SIZE_MAX: u64 = 64_000_000;

/// More elements than any person makes: each of them is looked at with every change and shown in a list.
pub const ELEMENTS_MAX: usize = 10_000;

const FAMILY: &str = "storyreel/";

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{}: {problem}; the file is left untouched", short(file), at_line(*line))]
pub struct FileError {
    pub file: PathBuf,
    /// Counted from 1.
    pub line: Option<usize>,
    /// As a whole clause, with the place: `scenes[0].shots[1].seconds must be a whole number, not 2.5`.
    pub problem: String,
}

fn at_line(line: Option<usize>) -> String {
    line.map_or_else(String::new, |line| format!(", line {line}"))
}

/// The file's name and that of its folder: what people know it by.
fn short(file: &Path) -> String {
    let folder = file.parent().and_then(Path::file_name);
    let name = file.file_name().unwrap_or(file.as_os_str());
    folder.map_or_else(|| PathBuf::from(name), |folder| Path::new(folder).join(name)).display().to_string()
}

/// Reads a project from the bytes of its file.
///
/// # Errors
/// What is wrong, in one sentence with its place.
pub fn parse(bytes: &[u8], file: &Path) -> Result<Project, FileError> {
    let fault = |line: Option<usize>, problem: String| FileError { file: file.to_owned(), line, problem };
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        fault(Some(line_at(before)), "this is not text in UTF-8; save it with that encoding".to_owned())
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('[') {
        return Err(fault(Some(1), "this is a list, and a project is an object in { }".to_owned()));
    }
    let header: Header = serde_json::from_str(text).map_err(|error| broken(&error, "", file))?;
    check_format(header.format.as_ref()).map_err(|problem| fault(None, problem))?;

    let mut reader = serde_json::Deserializer::from_str(text);
    let mut project: Project = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let place = error.path().to_string();
        broken(error.inner(), if place == "." { "" } else { &place }, file)
    })?;
    reader.end().map_err(|error| broken(&error, "", file))?;
    if project.elements.len() > ELEMENTS_MAX {
        let (has, most) = (grouped(project.elements.len() as u64), grouped(ELEMENTS_MAX as u64));
        return Err(fault(None, format!("it has {has} elements, and Storyreel takes {most}; take some out")));
    }
    project.extra.shift_remove("format");
    Ok(project)
}

/// A project as it is written: indented, the format first, a newline at the end.
///
/// # Errors
/// When it has grown so large that it would not be read again.
pub fn write(project: &Project) -> Result<Vec<u8>, StoreError> {
    write_within(SIZE_MAX, project)
}

fn write_within(size_max: u64, project: &Project) -> Result<Vec<u8>, StoreError> {
    #[derive(Serialize)]
    struct File<'a> {
        format: &'static str,
        #[serde(flatten)]
        project: &'a Project,
    }
    let mut bytes = serde_json::to_vec_pretty(&File { format: FORMAT, project }).map_err(std::io::Error::from);
    if let Ok(bytes) = &mut bytes {
        bytes.push(b'\n');
    }
    let bytes = bytes.map_err(|error| super::DiskError::new("write the project down", Path::new(NAME), error))?;
    if bytes.len() as u64 > size_max { Err(StoreError::TooLarge(size_max)) } else { Ok(bytes) }
}

/// What the file is called in its folder.
pub const NAME: &str = "project.json";

#[derive(Deserialize)]
struct Header {
    #[serde(default)]
    format: Option<Value>,
}

fn check_format(format: Option<&Value>) -> Result<(), String> {
    let Some(format) = format else {
        return Err(format!("it has no \"format\"; write \"format\": \"{FORMAT}\" at its top"));
    };
    if format == FORMAT {
        return Ok(());
    }
    let number = format.as_str().and_then(|text| text.strip_prefix(FAMILY)).and_then(|n| n.parse::<u64>().ok());
    Err(match number {
        Some(2..) => format!("it was written by a newer Storyreel (format {format}); update Storyreel to open it"),
        _ => format!("its format is {format}, and Storyreel reads \"{FORMAT}\""),
    })
}

fn line_at(before: &[u8]) -> usize {
    before.split(|&byte| byte == b'\n').count()
}

/// A fault that the JSON reader found, in plain words.
fn broken(error: &serde_json::Error, place: &str, file: &Path) -> FileError {
    use serde_json::error::Category;
    let text = error.to_string();
    let end = format!(" at line {} column {}", error.line(), error.column());
    let text = text.strip_suffix(&end).unwrap_or(&text);
    let problem = match error.classify() {
        Category::Eof => "it ends too early, as if it was cut short".to_owned(),
        Category::Data => wrong_value(text, place),
        _ if text.starts_with("recursion limit") => "it is nested too deeply".to_owned(),
        _ => format!("this is not JSON ({text})"),
    };
    FileError { file: file.to_owned(), line: (error.line() > 0).then_some(error.line()), problem }
}

/// What serde says of a value that does not fit, said for people.
fn wrong_value(text: &str, place: &str) -> String {
    let (here, of) = if place.is_empty() { ("the project", "") } else { (place, place) };
    if let Some(field) = text.strip_prefix("missing field ") {
        return format!("{here} has no {}", quoted(field));
    }
    if let Some(field) = text.strip_prefix("duplicate field ") {
        return format!("{here} has {} twice", quoted(field));
    }
    if let Some((found, expected)) = text.strip_prefix("unknown variant ").and_then(|text| text.split_once(", ")) {
        let expected = expected.trim_start_matches("expected ").trim_start_matches("one of ");
        return format!("{here} must be {}, not {}", choices(expected), quoted(found));
    }
    let told = text.strip_prefix("invalid type: ").or_else(|| text.strip_prefix("invalid value: "));
    if let Some((found, expected)) = told.and_then(|text| text.rsplit_once(", expected ")) {
        let found = plain_found(found);
        if expected == "u32" && found.parse::<u64>().is_ok() {
            return format!("{here} is too large: {found}");
        }
        return format!("{here} must be {}, not {found}", plain_expected(expected));
    }
    if of.is_empty() { text.to_owned() } else { format!("{of}: {text}") }
}

fn quoted(name: &str) -> String {
    name.replace('`', "\"")
}

/// "`16:9`, `9:16`, `1:1`" as "\"16:9\", \"9:16\" or \"1:1\"".
fn choices(list: &str) -> String {
    let list = quoted(list);
    match list.rsplit_once(", ") {
        Some((others, last)) => format!("{others} or {last}"),
        None => list,
    }
}

fn plain_expected(expected: &str) -> &str {
    match expected {
        "u32" => "a whole number of at least 0",
        "a string" => "text in quotation marks",
        "a boolean" => "true or false",
        "a sequence" => "a list in [ ]",
        _ if expected.starts_with("struct ") || expected == "a map" => "an object in { }",
        "string or map" => "one of the known words",
        other => other,
    }
}

fn plain_found(found: &str) -> String {
    match found {
        "map" => "an object".to_owned(),
        "sequence" => "a list".to_owned(),
        "null" => "null".to_owned(),
        _ => {
            let value =
                ["integer ", "floating point ", "boolean ", "string "].iter().find_map(|kind| found.strip_prefix(kind));
            value.unwrap_or(found).replace('`', "")
        }
    }
}

#[cfg(test)]
#[path = "project_file_tests.rs"]
mod tests;
