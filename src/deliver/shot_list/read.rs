//! Reading a shot list that a spreadsheet wrote: whatever mark parts its cells, with or without a byte order mark,
//! quotation marks and line breaks in cells, columns in any order and by their usual other names.

use super::write::{GUARD, GUARDED};
use super::{Column, with_plain_line_ends};
use crate::story::Seconds;

/// The most lines that are read.
const ROWS_MAX: usize = 5_000;

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
}

/// Why a file gives no shot list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error("the file is not in UTF-8; save it again as \"CSV UTF-8\"")]
    NotText,
    #[error("the file's first line names no columns; let it begin with: scene,shot,name,seconds,prompt,dialogue,notes")]
    NoHeader,
    #[error("the file names the column \"{0}\" twice; rename or remove one")]
    Twice(String),
    #[error("a quotation mark is opened and never closed; look at line {0} of the file")]
    OpenQuote(u64),
    #[error("the file has more than {ROWS_MAX} lines of shots; bring it in by parts")]
    TooLong,
    #[error("line {line}: the length \"{cell}\" is no number of seconds")]
    Seconds { line: u64, cell: String },
    #[error("the file cannot be read as a table ({0})")]
    Broken(String),
}

/// Reads a shot list.
///
/// # Errors
/// When the file is no table of shots; nothing of it counts then.
pub fn read(bytes: &[u8]) -> Result<Table, ReadError> {
    let text = decoded(bytes).ok_or(ReadError::NotText)?;
    let (text, told) = without_separator_line(&text);
    let delimiter = told.unwrap_or_else(|| delimiter_of(text));
    if let Some(line) = open_quote(text, delimiter) {
        return Err(ReadError::OpenQuote(line + u64::from(told.is_some())));
    }
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut table = Table::default();
    let mut columns: Option<Vec<Option<Column>>> = None;
    let mut lines = LineCount { text: text.as_bytes(), at: 0, line: 1 + u64::from(told.is_some()) };
    for record in reader.records() {
        let record = record.map_err(|error| ReadError::Broken(error.to_string()))?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = lines.at(record.position().map_or(0, csv::Position::byte));
        let Some(columns) = &columns else {
            columns = Some(header(&record, &mut table.notes)?);
            continue;
        };
        if table.rows.len() == ROWS_MAX {
            return Err(ReadError::TooLong);
        }
        table.rows.push(row(&record, columns, line, &mut table.notes)?);
    }
    columns.map(|_| table).ok_or(ReadError::NoHeader)
}

/// Counts a text's lines from its start on. The reader of tables counts a line end of two characters late.
struct LineCount<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl LineCount<'_> {
    /// The line of the first cell from a place on; the places are asked for in order.
    fn at(&mut self, byte: u64) -> u64 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(next) = self.text.get(self.at)
            && (self.at < byte || matches!(next, b'\r' | b'\n'))
        {
            self.line += u64::from(*next == b'\n');
            self.at += 1;
        }
        self.line
    }
}

/// The text, without its byte order mark. Without one it is UTF-8 or nothing.
fn decoded(bytes: &[u8]) -> Option<String> {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, left) = rest.as_chunks::<2>();
        let units = pairs.iter().map(|pair| unit(*pair));
        left.is_empty().then(|| char::decode_utf16(units).collect::<Result<String, _>>().ok()).flatten()
    };
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => String::from_utf8(bytes.to_vec()).ok(),
    }
}

/// Excel takes a first line like `sep=;` for the mark between cells.
fn without_separator_line(text: &str) -> (&str, Option<u8>) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end_matches('\r').strip_prefix("sep=").map(str::as_bytes) {
        Some([mark]) if mark.is_ascii() => (rest, Some(*mark)),
        _ => (text, None),
    }
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

/// The line in which a cell's quotation mark is opened that nothing closes.
fn open_quote(text: &str, delimiter: u8) -> Option<u64> {
    enum At {
        Start,
        Bare,
        Quoted,
    }
    let (mut at, mut line, mut opened) = (At::Start, 1, 0);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        at = match (at, byte) {
            (At::Start, b'"') => {
                opened = line;
                At::Quoted
            }
            (At::Quoted, b'"') if bytes.peek() == Some(&b'"') => {
                bytes.next();
                At::Quoted
            }
            (At::Quoted, b'"') => At::Bare,
            (At::Quoted, _) => At::Quoted,
            (_, b'\n' | b'\r') => At::Start,
            (_, byte) if byte == delimiter => At::Start,
            _ => At::Bare,
        };
        line += u64::from(byte == b'\n');
    }
    matches!(at, At::Quoted).then_some(opened)
}

/// The column that a cell of the first line names, by its own name or another that people use.
fn column_of(cell: &str) -> Option<Column> {
    let name: String = unguarded(cell.trim()).to_lowercase();
    Some(match name.trim() {
        "scene" | "scene name" | "scene #" | "scene no" | "scene no." => Column::Scene,
        "shot" | "shot #" | "shot no" | "shot no." | "shot number" | "#" => Column::Shot,
        "name" | "shot name" => Column::Name,
        "seconds" | "second" | "sec" | "secs" | "s" | "duration" | "length" | "time" => Column::Seconds,
        "prompt" | "description" | "action" => Column::Prompt,
        "dialogue" | "dialog" => Column::Dialogue,
        "notes" | "note" | "comments" | "comment" => Column::Notes,
        "elements" | "element" => Column::Elements,
        _ => return None,
    })
}

fn header(record: &csv::StringRecord, notes: &mut Vec<String>) -> Result<Vec<Option<Column>>, ReadError> {
    let columns: Vec<Option<Column>> = record.iter().map(column_of).collect();
    let says_something = |column: &Option<Column>| {
        matches!(column, Some(Column::Name | Column::Seconds | Column::Prompt | Column::Dialogue | Column::Notes))
    };
    if !columns.iter().any(says_something) {
        return Err(ReadError::NoHeader);
    }
    for column in Column::ALL {
        if columns.iter().filter(|found| **found == Some(column)).count() > 1 {
            return Err(ReadError::Twice(column.header().to_owned()));
        }
    }
    for (cell, column) in record.iter().zip(&columns) {
        if column.is_none() && !cell.trim().is_empty() {
            notes.push(format!("The column \"{}\" is not known and is left out", cell.trim()));
        }
    }
    Ok(columns)
}

fn row(
    record: &csv::StringRecord,
    columns: &[Option<Column>],
    line: u64,
    notes: &mut Vec<String>,
) -> Result<TableRow, ReadError> {
    let mut row = TableRow { line, ..TableRow::default() };
    for (column, cell) in columns.iter().zip(record.iter().chain(std::iter::repeat(""))) {
        let text = with_plain_line_ends(unguarded(cell));
        match column {
            Some(Column::Scene) => row.scene = if text.trim().is_empty() { String::new() } else { text },
            Some(Column::Shot) => row.number = text.trim().parse().ok(),
            Some(Column::Name) => row.name = text,
            Some(Column::Seconds) if text.trim().is_empty() => {}
            Some(Column::Seconds) => row.seconds = Some(seconds(&text, line, notes)?),
            Some(Column::Prompt) => row.prompt = Some(text),
            Some(Column::Dialogue) => row.dialogue = Some(text),
            Some(Column::Notes) => row.notes = Some(text),
            Some(Column::Elements) => row.elements = Some(text),
            None => {}
        }
    }
    if record.iter().skip(columns.len()).any(|cell| !cell.trim().is_empty()) {
        notes.push(format!("Line {line} has more cells than the first line, the last are left out"));
    }
    Ok(row)
}

/// A cell without the mark that kept a spreadsheet from taking it for a formula. Another `'` is the text's own.
fn unguarded(cell: &str) -> &str {
    cell.strip_prefix(GUARD).filter(|rest| rest.starts_with(GUARDED)).unwrap_or(cell)
}

/// `4`, `4 s`, `3.5`, `3,5`, `0:04`: whole seconds, half ones up.
fn seconds(cell: &str, line: u64, notes: &mut Vec<String>) -> Result<Seconds, ReadError> {
    let bad = || ReadError::Seconds { line, cell: cell.trim().to_owned() };
    let text = cell.trim().to_lowercase();
    let plain = ["seconds", "secs", "sec", "s"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(&text);
    let mut exact = 0.0;
    for part in plain.trim().split(':') {
        let part: f64 = part.trim().replace(',', ".").parse().map_err(|_| bad())?;
        exact = exact * 60.0 + part;
    }
    if !(0.0..=f64::from(u32::MAX)).contains(&exact) || text.contains('-') {
        return Err(bad());
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held against both ends above")]
    let whole = Seconds((exact + 0.5).floor() as u32);
    if f64::from(whole.0) != exact {
        notes.push(format!("Line {line}: {} becomes {whole}, as shots last whole seconds", cell.trim()));
    }
    Ok(whole)
}
