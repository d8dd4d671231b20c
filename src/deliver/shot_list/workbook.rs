//! The shot list as an Excel workbook, and shot lists of workbooks read. Its cells are texts that no spreadsheet takes for
//! anything else, so they stand there as they are.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx};
use csv::StringRecord;
use rust_xlsxwriter::{DocProperties, Format, FormatAlign, Workbook, XlsxError};

use super::read::{COLUMNS_MAX, ReadError, names_columns, unguarded};
use super::write::GUARD;
use super::{Column, Row, Scope, own, rows};
use crate::story::units::grouped;
use crate::story::{Project, Seconds};

/// In bytes of everything in it, unpacked: a small file can hold an endless one.
const UNPACKED_MAX: u64 = 256_000_000;
/// The most characters that Excel has room for in a cell.
const CELL_MAX: usize = 32_767;
/// Rows with something in them.
const ROWS_MAX: usize = 10_000;

/// Why there is no workbook.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    #[error(
        "the {column} of shot {shot} has {} characters, and a cell of a workbook has room for {}; export the shot list as CSV",
        grouped(*length as u64),
        grouped(CELL_MAX as u64)
    )]
    TooLong { column: String, shot: String, length: usize },
    #[error("the workbook could not be made ({0}); export the shot list as CSV")]
    Broken(#[from] XlsxError),
}

/// The shot list as a workbook of one sheet.
///
/// # Errors
/// When a text is too long for a cell.
pub fn workbook(project: &Project, scope: Scope) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_title(&project.name));
    let sheet = book.add_worksheet();
    sheet.set_name("Shot list")?;
    let head = Format::new().set_bold();
    let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    let number = Format::new().set_align(FormatAlign::Top);
    let small = Format::new().set_num_format("@").set_align(FormatAlign::Top);
    let columns = columns(project);
    for (at, column) in (0..).zip(&columns) {
        sheet.write_string_with_format(0, at, column.header(), &head)?;
        sheet.set_column_width(at, column.width())?;
    }
    let lines = rows(project, scope);
    for (line, row) in (1..).zip(&lines) {
        for (at, column) in (0..).zip(&columns) {
            match column.content(row) {
                Content::Number(n) => _ = sheet.write_number_with_format(line, at, n, &number)?,
                Content::Text(told) => {
                    let length = told.encode_utf16().count();
                    if length > CELL_MAX {
                        let shot = row.shot.name.clone();
                        return Err(WorkbookError::TooLong { column: column.header(), shot, length });
                    }
                    let format = if *column == Cells::Usual(Column::Id) { &small } else { &text };
                    sheet.write_string_with_format(line, at, told, format)?;
                }
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    Ok(book.save_to_buffer()?)
}

/// A column of the workbook.
#[derive(Clone, Copy, PartialEq)]
enum Cells<'a> {
    Usual(Column),
    /// One of the project's own, by name.
    Own(&'a str),
}

/// The columns in their order: the project's own before the id.
fn columns(project: &Project) -> Vec<Cells<'_>> {
    let usual = || Column::ALL.into_iter();
    let before = usual().filter(|column| *column != Column::Id).map(Cells::Usual);
    let own = project.columns.iter().map(|name| Cells::Own(name));
    before.chain(own).chain([Cells::Usual(Column::Id)]).collect()
}

impl Cells<'_> {
    fn header(self) -> String {
        match self {
            Self::Usual(column) => column.header().to_owned(),
            Self::Own(name) => as_it_is(&own::header(name)),
        }
    }

    fn width(self) -> f64 {
        match self {
            Self::Usual(column) => width(column),
            Self::Own(_) => 24.0,
        }
    }

    fn content(self, row: &Row<'_>) -> Content {
        match self {
            Self::Usual(column) => content(row, column),
            Self::Own(name) => Content::Text(as_it_is(row.shot.column(name))),
        }
    }
}

/// What would lose a sign of its own when it is read back gets one more.
fn as_it_is(text: &str) -> String {
    if unguarded(text) == text { text.to_owned() } else { format!("{GUARD}{text}") }
}

enum Content {
    Number(u32),
    Text(String),
}

fn content(row: &Row<'_>, column: Column) -> Content {
    let shot = row.shot;
    let text = |text: &str| Content::Text(as_it_is(text));
    match column {
        Column::Scene => text(&row.scene),
        Column::Shot => Content::Number(u32::try_from(row.number).unwrap_or(u32::MAX)),
        Column::Name => text(&shot.name),
        // A shot without a length has none in the table either.
        Column::Seconds if row.seconds == Seconds::ZERO => Content::Text(String::new()),
        Column::Seconds => Content::Number(row.seconds.0),
        Column::Prompt => text(&shot.prompt),
        Column::Dialogue => text(&shot.dialogue),
        Column::Notes => text(&shot.notes),
        Column::Elements => text(&row.elements),
        Column::Id => Content::Text(row.id.text()),
    }
}

/// In characters.
fn width(column: Column) -> f64 {
    match column {
        Column::Shot => 6.0,
        Column::Seconds => 9.0,
        Column::Name => 10.0,
        Column::Scene | Column::Elements => 20.0,
        Column::Prompt => 60.0,
        Column::Dialogue | Column::Notes => 36.0,
        Column::Id => 14.0,
    }
}

/// Whether a file is a workbook, by its first bytes: an archive.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The rows of a workbook's shot list, each with its number, counted from 1: of the first sheet that names columns.
///
/// # Errors
/// When it is no workbook, is too large, or no sheet of it names columns.
pub(super) fn records(bytes: &[u8]) -> Result<Vec<(u64, StringRecord)>, ReadError> {
    let broken = |error: &dyn std::fmt::Display| ReadError::Workbook(error.to_string());
    fits(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    for name in book.sheet_names() {
        // Charts are sheets too.
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else { continue };
        let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
        while let Some(cell) = reader.next_cell().map_err(|error| broken(&error))? {
            let (row, column) = cell.get_position();
            let text = told(cell.get_value());
            if text.is_empty() {
                continue;
            }
            if column as usize >= COLUMNS_MAX {
                return Err(ReadError::TooWide);
            }
            rows.entry(row).or_default().insert(column, text);
            if rows.len() > ROWS_MAX {
                return Err(ReadError::TooLong);
            }
        }
        let rows: Vec<_> = rows.into_iter().map(|(row, cells)| (u64::from(row) + 1, record(&cells))).collect();
        if rows.first().is_some_and(|(_, first)| names_columns(first)) {
            return Ok(rows);
        }
    }
    Err(ReadError::NoHeader)
}

/// Asks how large it is unpacked, as it says itself, before anything is.
fn fits(bytes: &[u8]) -> Result<(), ReadError> {
    let broken = |error: zip::result::ZipError| ReadError::Workbook(error.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut size = 0_u64;
    for at in 0..archive.len() {
        size = size.saturating_add(archive.by_index_raw(at).map_err(broken)?.size());
    }
    if size > UNPACKED_MAX { Err(ReadError::Workbook("it is too large".to_owned())) } else { Ok(()) }
}

fn record(cells: &BTreeMap<u32, String>) -> StringRecord {
    let last = cells.keys().last().copied().unwrap_or(0);
    (0..=last).map(|column| cells.get(&column).map_or("", String::as_str)).collect()
}

/// A cell's text as people see it. A date is the number that Excel counts it as; a time is one.
fn told(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string().to_uppercase(),
        DataRef::DateTime(time) if (0.0..1.0).contains(&time.as_f64()) => clock(time.as_f64()),
        DataRef::DateTime(day) => day.as_f64().to_string(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// A part of a day as `h:mm:ss`.
fn clock(day: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds of a day")]
    let seconds = (day * 86_400.0).round() as u32;
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{any_named_project, import, two_scenes};
    use super::*;
    use crate::deliver::shot_list::read;
    use crate::story::control::cleaned;

    #[test]
    fn texts_stand_in_it_as_they_are_and_come_back() {
        let mut project = two_scenes();
        let shot = &mut project.scenes[0].shots[0];
        (shot.name, shot.prompt) = ("1-2".into(), "=1+1 _x0041_ <b> & \"quoted\"\n second line ".into());
        (shot.dialogue, shot.notes) = ("'=x".into(), "走 👩\u{200d}🚀".into());
        let table = read(&workbook(&project, Scope::Project).unwrap()).unwrap();
        let row = &table.rows[0];
        let shot = &project.scenes[0].shots[0];
        assert_eq!((&row.name, row.prompt.as_ref()), (&shot.name, Some(&shot.prompt)));
        assert_eq!((row.dialogue.as_ref(), row.notes.as_ref()), (Some(&shot.dialogue), Some(&shot.notes)));
        assert_eq!((row.line, row.number, row.seconds), (2, Some(1), Some(shot.seconds)));
        assert_eq!(table.notes, Vec::<String>::new());
        let import = import(&project, &workbook(&project, Scope::Project).unwrap());
        assert_eq!(import.changes, Vec::<String>::new());
    }

    #[test]
    fn another_sheet_and_other_cells_are_read_as_people_see_them() {
        let mut book = Workbook::new();
        book.add_worksheet().write(0, 0, "About").unwrap();
        let sheet = book.add_worksheet();
        let time = Format::new().set_num_format("mm:ss");
        for (column, header) in (0..).zip(["Shot name", "Duration", "Action", "Colour"]) {
            sheet.write(2, column, header).unwrap();
        }
        sheet.write(3, 0, 20).unwrap();
        sheet.write(3, 1, 3.5).unwrap();
        sheet.write(5, 2, true).unwrap();
        sheet.write_number_with_format(5, 1, 4.0 / 86_400.0, &time).unwrap();
        let table = read(&book.save_to_buffer().unwrap()).unwrap();
        let told: Vec<_> =
            table.rows.iter().map(|row| (row.line, row.name.as_str(), row.seconds, row.prompt.as_deref())).collect();
        assert_eq!(told, [(4, "20", Some(Seconds(4)), Some("")), (6, "", Some(Seconds(4)), Some("TRUE"))]);
        assert_eq!(table.notes, ["Line 4: 3.5 becomes 4 s, as shots last whole seconds"]);
    }

    #[test]
    fn what_is_no_shot_list_is_told() {
        let mut book = Workbook::new();
        book.add_worksheet().write(0, 0, "About").unwrap();
        assert_eq!(read(&book.save_to_buffer().unwrap()), Err(ReadError::NoHeader));
        assert!(matches!(read(b"PK\x03\x04 and no more"), Err(ReadError::Workbook(_))));
        let mut wide = Workbook::new();
        // The last cell that a sheet has is far away, and nothing lies between.
        wide.add_worksheet().write(0, 0, "prompt").unwrap().write(1_048_575, 16_383, "far").unwrap();
        assert_eq!(read(&wide.save_to_buffer().unwrap()).unwrap().rows.len(), 1);
        let mut project = two_scenes();
        project.scenes[0].shots[0].notes = "x".repeat(CELL_MAX + 1);
        let told = workbook(&project, Scope::Project).unwrap_err().to_string();
        assert!(told.contains("has 32,768 characters") && told.contains("export the shot list as CSV"), "{told}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

        #[test]
        fn any_project_comes_back_as_it_went_out(mut project in any_named_project()) {
            // What XML cannot hold.
            let plain = |text: &mut String| {
                if let Some(clean) = cleaned(text) {
                    *text = clean;
                }
            };
            for scene in &mut project.scenes {
                plain(&mut scene.name);
                for shot in &mut scene.shots {
                    [&mut shot.name, &mut shot.prompt, &mut shot.dialogue, &mut shot.notes].into_iter().for_each(plain);
                }
            }
            let import = import(&project, &workbook(&project, Scope::Project).unwrap());
            prop_assert_eq!(import.changes, Vec::<String>::new());
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = records(&[b"PK\x03\x04", bytes.as_slice()].concat());
        }
    }
}
