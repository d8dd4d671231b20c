//! Reading a shot list that a spreadsheet wrote or copied: whatever mark parts its cells, whatever its encoding,
//! quotation marks and line breaks in cells, columns in any order and by their usual other names.

use super::id_cell::IdCell;
use super::length::{self, BadLength};
use super::own::Other;
use super::spreadsheet::takes_as_value;
use super::text::{LineCount, decoded, open_quote, requoted, without_separator_line};
use super::write::{GUARD, GUARDED};
use super::{Column, with_plain_line_ends, workbook};
use crate::story::Seconds;

/// The most lines that are read.
const ROWS_MAX: usize = 5_000;
/// The most columns; more than any spreadsheet has.
pub(super) const COLUMNS_MAX: usize = 20_000;

/// A shot list as a file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub rows: Vec<TableRow>,
    /// What the first line calls columns that are none of the usual ones: the project's own, or unknown.
    pub others: Vec<String>,
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
    /// What stands in columns that are none of the usual ones.
    pub others: Vec<(Other, String)>,
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
    #[error("the workbook cannot be read ({0}); save it again as .xlsx, or as \"CSV UTF-8\"")]
    Workbook(String),
    #[error("the file cannot be read as a table ({0})")]
    Broken(String),
}

/// Reads a shot list.
///
/// # Errors
/// When the file is no table of shots; nothing of it counts then.
pub fn read(bytes: &[u8]) -> Result<Table, ReadError> {
    if workbook::is_workbook(bytes) {
        return read_records(workbook::records(bytes)?.into_iter().map(Ok));
    }
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
/// Gives how many columns that is.
fn is_ours(record: &csv::StringRecord) -> Option<usize> {
    let last = (0..record.len()).rev().find(|at| record.get(*at).is_some_and(|cell| !cell.trim().is_empty()))?;
    let is_id = last + 1 >= Column::ALL.len() && record.get(last).is_some_and(|cell| IdCell::read(cell).is_some());
    is_id.then_some(last + 1)
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
    let mut lines = LineCount { text: text.as_bytes(), at: 0, line: 1 + u64::from(told.is_some()) };
    read_records(reader.records().map(|record| {
        let record = record.map_err(|error| ReadError::Broken(error.to_string()))?;
        Ok((lines.at(record.position().map_or(0, csv::Position::byte)), record))
    }))
}

/// Reads the lines of a table, each with its number, counted from 1.
fn read_records(
    records: impl Iterator<Item = Result<(u64, csv::StringRecord), ReadError>>,
) -> Result<Table, ReadError> {
    let mut table = Table::default();
    let mut columns: Option<Columns> = None;
    for record in records {
        let (line, record) = record?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if columns.is_none() {
            if let Some(count) = is_ours(&record) {
                columns = Some(Columns::ours(count));
            } else {
                let found = header(&record)?;
                table.others = found.others();
                columns = Some(found);
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
pub(super) fn column_of(cell: &str) -> Option<Column> {
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

/// Whether a line names columns, or has all of ours.
pub(super) fn names_columns(record: &csv::StringRecord) -> bool {
    is_ours(record).is_some() || header(record).is_ok()
}

/// What the cells of a place in every line are.
#[derive(Clone, PartialEq)]
enum Cells {
    Usual(Column),
    Other(Other),
    /// Without a name.
    LeftOut,
}

/// What the cells of a line are.
struct Columns {
    all: Vec<Cells>,
    /// Frames a second of its time codes.
    rate: u32,
}

impl Columns {
    /// The columns of a line as it is written here, the project's own before the id.
    fn ours(count: usize) -> Self {
        let mut all: Vec<Cells> = Column::ALL.map(Cells::Usual).into();
        let last = all.len() - 1;
        let own = (0..count.saturating_sub(Column::ALL.len())).map(|at| Cells::Other(Other::At(at)));
        drop(all.splice(last..last, own));
        Self { all, rate: length::USUAL_RATE }
    }

    fn others(&self) -> Vec<String> {
        let name = |cells: &Cells| match cells {
            Cells::Other(Other::Called(name)) => Some(name.clone()),
            _ => None,
        };
        self.all.iter().filter_map(name).collect()
    }
}

fn header(record: &csv::StringRecord) -> Result<Columns, ReadError> {
    if record.len() > COLUMNS_MAX {
        return Err(ReadError::TooWide);
    }
    let cells = |cell: &str| match column_of(cell) {
        Some(column) => Cells::Usual(column),
        None if cell.trim().is_empty() => Cells::LeftOut,
        None => Cells::Other(Other::Called(unguarded(cell.trim()).to_owned())),
    };
    let all: Vec<Cells> = record.iter().map(cells).collect();
    let says_something = |cells: &Cells| {
        use Column::{Dialogue, Name, Notes, Prompt, Seconds};
        matches!(cells, Cells::Usual(Name | Seconds | Prompt | Dialogue | Notes))
    };
    if !all.iter().any(says_something) {
        return Err(ReadError::NoHeader);
    }
    for column in Column::ALL {
        if all.iter().filter(|found| **found == Cells::Usual(column)).count() > 1 {
            return Err(ReadError::Twice(column.header().to_owned()));
        }
    }
    let lengths = record.iter().zip(&all).find(|(_, column)| **column == Cells::Usual(Column::Seconds));
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
    for (cells, cell) in columns.all.iter().zip(record.iter().chain(std::iter::repeat(""))) {
        let text = with_plain_line_ends(unguarded(cell));
        let column = match cells {
            Cells::Usual(column) => column,
            Cells::Other(other) => {
                row.others.push((other.clone(), text));
                continue;
            }
            Cells::LeftOut => continue,
        };
        match column {
            Column::Scene => row.scene = if text.trim().is_empty() { String::new() } else { text },
            Column::Shot => row.number = text.trim().parse().ok(),
            Column::Name => row.name = text,
            Column::Seconds if text.trim().is_empty() => {}
            Column::Seconds => row.seconds = Some(seconds(&text, columns.rate, line, notes)?),
            Column::Prompt => row.prompt = Some(text),
            Column::Dialogue => row.dialogue = Some(text),
            Column::Notes => row.notes = Some(text),
            Column::Elements => row.elements = Some(text),
            Column::Id => row.id = IdCell::read(&text),
        }
    }
    if record.iter().skip(columns.all.len()).any(|cell| !cell.trim().is_empty()) {
        notes.push(format!("Line {line} has more cells than the first line, the last are left out"));
    }
    Ok(row)
}

/// A cell without the mark that kept a spreadsheet from taking it for a formula, a number or a date. Another `'` is the
/// text's own.
pub(super) fn unguarded(cell: &str) -> &str {
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
