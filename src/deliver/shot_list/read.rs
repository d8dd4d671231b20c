//! Reading a shot list that a spreadsheet wrote or copied: whatever mark parts its cells, whatever its encoding,
//! quotation marks and line breaks in cells, columns in any order and by their usual other names.

use super::id_cell::IdCell;
use super::length::{self, BadLength};
use super::spreadsheet::takes_as_value;
use super::text::{LineCount, decoded, open_quote, requoted, without_separator_line};
use super::write::{GUARD, GUARDED};
use super::{Column, with_plain_line_ends};
use crate::story::Seconds;

/// The most lines that are read.
const ROWS_MAX: usize = 5_000;
/// The most columns; more than any spreadsheet has.
const COLUMNS_MAX: usize = 20_000;

/// A shot list as a file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub rows: Vec<TableRow>,
    /// What people should know of it, each a sentence.
    pub notes: Vec<String>,
}

/// A line of a file. What it has no column for is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableRow {
    /// Of the file, counted from 1.
    pub line: u64,
    /// Empty where it is the same as in the line above.
    pub scene: String,
    /// The shot's place in its scene, counted from 1.
    pub number: Option<usize>,
    pub name: String,
    pub seconds: Option<Seconds>,
    pub prompt: Option<String>,
    pub dialogue: Option<String>,
    pub notes: Option<String>,
    pub elements: Option<String>,
    /// Which shot it is, where the line came from here.
    pub id: Option<IdCell>,
}

/// Why a file gives no shot list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error("the file is no text, or not in the encoding that it says; save it again as \"CSV UTF-8\"")]
    NotText,
    #[error("the first line names no columns; let it begin with: scene,shot,name,seconds,prompt,dialogue,notes")]
    NoHeader,
    #[error("the column \"{0}\" is named twice; rename or remove one")]
    Twice(String),
    #[error("a quotation mark is opened and never closed; look at line {0} of the file")]
    OpenQuote(u64),
    #[error("there are more than {ROWS_MAX} lines of shots; bring them in by parts")]
    TooLong,
    #[error("the first line has more than {COLUMNS_MAX} columns; no spreadsheet has so many")]
    TooWide,
    #[error("line {line}: the length \"{cell}\" is no number of seconds")]
    Seconds { line: u64, cell: String },
    #[error("line {line}: a shot cannot last \"{cell}\"; 1 s is the least")]
    NoTime { line: u64, cell: String },
    #[error(
        "line {line}: \"{cell}\" has no such frame at {rate} frames a second; name the column \"seconds (25 fps)\" or \"(30 fps)\""
    )]
    Frame { line: u64, cell: String, rate: u32 },
    #[error("the file cannot be read as a table ({0})")]
    Broken(String),
}

/// Reads a shot list.
///
/// # Errors
/// When the file is no table of shots; nothing of it counts then.
pub fn read(bytes: &[u8]) -> Result<Table, ReadError> {
    let (text, guessed) = decoded(bytes).ok_or(ReadError::NotText)?;
    let mut table = read_text(&text, None)?;
    if guessed {
        let note = "The file is not in UTF-8 and was read as Windows-1252; look whether its accents are right";
        table.notes.insert(0, note.to_owned());
    }
    Ok(table)
}

/// Whether a text is rows that were copied from a spreadsheet: cells are parted by tabs, and either the first row names
/// columns or one at least comes from a shot list of Storyreel's.
#[must_use]
pub fn is_table(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let named = || first.split('\t').filter(|cell| column_of(cell).is_some()).count();
    let ours = || text.lines().any(|line| line.rsplit('\t').any(|cell| IdCell::read(cell).is_some()));
    text.contains('\t') && (named() >= 2 || ours())
}

/// Reads rows that were copied from a spreadsheet; `None` for any other text.
#[must_use]
pub fn read_pasted(text: &str) -> Option<Result<Table, ReadError>> {
    is_table(text).then(|| read_text(text, Some(b'\t')))
}

/// A row that was copied without the line that names the columns: those are known where it has all of ours.
fn is_ours(record: &csv::StringRecord) -> bool {
    let id = Column::ALL.iter().position(|column| *column == Column::Id);
    id.and_then(|at| record.get(at)).is_some_and(|cell| IdCell::read(cell).is_some())
}

/// Reads a table whose cells are parted by a mark that is known, or else found out.
fn read_text(text: &str, delimiter: Option<u8>) -> Result<Table, ReadError> {
    let (text, told) = without_separator_line(text);
    let delimiter = delimiter.or(told).unwrap_or_else(|| delimiter_of(text));
    let text = &requoted(text, delimiter);
    if let Some(line) = open_quote(text, delimiter) {
        return Err(ReadError::OpenQuote(line + u64::from(told.is_some())));
    }
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut table = Table::default();
    let mut columns: Option<Columns> = None;
    let mut lines = LineCount { text: text.as_bytes(), at: 0, line: 1 + u64::from(told.is_some()) };
    for record in reader.records() {
        let record = record.map_err(|error| ReadError::Broken(error.to_string()))?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = lines.at(record.position().map_or(0, csv::Position::byte));
        if columns.is_none() {
            if is_ours(&record) {
                columns = Some(Columns::ours());
            } else {
                columns = Some(header(&record, &mut table.notes)?);
                continue;
            }
        }
        let Some(columns) = &columns else { continue };
        if table.rows.len() == ROWS_MAX {
            return Err(ReadError::TooLong);
        }
        table.rows.push(row(&record, columns, line, &mut table.notes)?);
    }
    columns.map(|_| table).ok_or(ReadError::NoHeader)
}

/// The mark between cells: the one that gives the first line the most columns that are known.
fn delimiter_of(text: &str) -> u8 {
    let known = |delimiter: u8| {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let first = reader.records().next().and_then(Result::ok).unwrap_or_default();
        first.iter().filter(|cell| column_of(cell).is_some()).count()
    };
    // Of equals the last counts: the comma.
    *[b'|', b'\t', b';', b','].iter().max_by_key(|delimiter| known(**delimiter)).unwrap_or(&b',')
}

/// The column that a cell of the first line names, by its own name or another that people use.
fn column_of(cell: &str) -> Option<Column> {
    let name: String = unguarded(cell.trim()).to_lowercase();
    let name = length::rate_within(&name).map_or(name.as_str(), |(before, _)| before);
    Some(match name.trim() {
        "scene" | "scene name" | "scene #" | "scene no" | "scene no." => Column::Scene,
        "shot" | "shot #" | "shot no" | "shot no." | "shot number" | "#" => Column::Shot,
        "name" | "shot name" => Column::Name,
        "seconds" | "second" | "sec" | "secs" | "s" | "duration" | "length" | "time" | "timecode" | "time code"
        | "tc" => Column::Seconds,
        "prompt" | "description" | "action" => Column::Prompt,
        "dialogue" | "dialog" => Column::Dialogue,
        "notes" | "note" | "comments" | "comment" => Column::Notes,
        "elements" | "element" => Column::Elements,
        "id" => Column::Id,
        _ => return None,
    })
}

/// What the cells of a line are.
struct Columns {
    /// By place; `None` for those that are left out.
    all: Vec<Option<Column>>,
    /// Frames a second of its time codes.
    rate: u32,
}

impl Columns {
    fn ours() -> Self {
        Self { all: Column::ALL.map(Some).into(), rate: length::USUAL_RATE }
    }
}

fn header(record: &csv::StringRecord, notes: &mut Vec<String>) -> Result<Columns, ReadError> {
    if record.len() > COLUMNS_MAX {
        return Err(ReadError::TooWide);
    }
    let all: Vec<Option<Column>> = record.iter().map(column_of).collect();
    let says_something = |column: &Option<Column>| {
        matches!(column, Some(Column::Name | Column::Seconds | Column::Prompt | Column::Dialogue | Column::Notes))
    };
    if !all.iter().any(says_something) {
        return Err(ReadError::NoHeader);
    }
    for column in Column::ALL {
        if all.iter().filter(|found| **found == Some(column)).count() > 1 {
            return Err(ReadError::Twice(column.header().to_owned()));
        }
    }
    for (cell, column) in record.iter().zip(&all) {
        if column.is_none() && !cell.trim().is_empty() {
            notes.push(format!("The column \"{}\" is not known and is left out", cell.trim()));
        }
    }
    let lengths = record.iter().zip(&all).find(|(_, column)| **column == Some(Column::Seconds));
    let said = lengths.and_then(|(cell, _)| length::rate_within(&cell.to_lowercase()).map(|(_, rate)| rate));
    Ok(Columns { all, rate: said.unwrap_or(length::USUAL_RATE) })
}

fn row(
    record: &csv::StringRecord,
    columns: &Columns,
    line: u64,
    notes: &mut Vec<String>,
) -> Result<TableRow, ReadError> {
    let mut row = TableRow { line, ..TableRow::default() };
    for (column, cell) in columns.all.iter().zip(record.iter().chain(std::iter::repeat(""))) {
        let text = with_plain_line_ends(unguarded(cell));
        match column {
            Some(Column::Scene) => row.scene = if text.trim().is_empty() { String::new() } else { text },
            Some(Column::Shot) => row.number = text.trim().parse().ok(),
            Some(Column::Name) => row.name = text,
            Some(Column::Seconds) if text.trim().is_empty() => {}
            Some(Column::Seconds) => row.seconds = Some(seconds(&text, columns.rate, line, notes)?),
            Some(Column::Prompt) => row.prompt = Some(text),
            Some(Column::Dialogue) => row.dialogue = Some(text),
            Some(Column::Notes) => row.notes = Some(text),
            Some(Column::Elements) => row.elements = Some(text),
            Some(Column::Id) => row.id = IdCell::read(&text),
            None => {}
        }
    }
    if record.iter().skip(columns.all.len()).any(|cell| !cell.trim().is_empty()) {
        notes.push(format!("Line {line} has more cells than the first line, the last are left out"));
    }
    Ok(row)
}

/// A cell without the mark that kept a spreadsheet from taking it for a formula, a number or a date. Another `'` is the
/// text's own.
fn unguarded(cell: &str) -> &str {
    let was_guarded = |rest: &&str| rest.starts_with(GUARDED) || takes_as_value(rest);
    cell.strip_prefix(GUARD).filter(was_guarded).unwrap_or(cell)
}

/// Whole seconds, half ones up.
fn seconds(cell: &str, rate: u32, line: u64, notes: &mut Vec<String>) -> Result<Seconds, ReadError> {
    let told = cell.trim().to_owned();
    let length = length::read(cell, rate).map_err(|bad| match bad {
        BadLength::NoNumber => ReadError::Seconds { line, cell: told.clone() },
        BadLength::Zero => ReadError::NoTime { line, cell: told.clone() },
        BadLength::Frame(rate) => ReadError::Frame { line, cell: told.clone(), rate },
    })?;
    if length.rounded {
        notes.push(format!("Line {line}: {told} becomes {}, as shots last whole seconds", length.seconds));
    }
    Ok(length.seconds)
}
