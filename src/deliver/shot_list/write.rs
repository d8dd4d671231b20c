//! The shot list as CSV for spreadsheets and as Markdown for documents.

use super::spreadsheet::{loses_zeros_only, may_change};
use super::{Column, Row, Scope, own, rows};
use crate::deliver::settings::Separator;
use crate::story::{Project, Scene, Seconds};

/// What a spreadsheet takes for the beginning of a formula, and the mark that keeps it from doing so.
pub(super) const GUARDED: [char; 5] = ['=', '+', '-', '@', GUARD];
pub(super) const GUARD: char = '\'';

/// The shot list as CSV: the chosen mark between cells, quotation marks where needed, lines that end in CR LF (RFC 4180), in UTF-8.
///
/// A cell that a spreadsheet would take for a formula, a date or another number begins with `'`: `'1-2`. Names and scenes
/// of digits alone go bare, as an import knows them without their zeros too. Where there is more than ASCII in it, the file
/// begins with a byte order mark: without one Excel takes it for another encoding.
#[must_use]
pub fn csv(project: &Project, scope: Scope, separator: Separator) -> Vec<u8> {
    let lines = rows(project, scope);
    let cells = lines.iter().map(|row| cells_of(project, row)).collect::<Vec<_>>();
    let own = project.columns.iter().map(|name| guarded(&own::header(name)));
    written(&with_own(Column::ALL.map(|column| column.header().to_owned()), own), &cells, separator)
}

/// The project's own columns stand before the id, which is the last.
fn with_own(usual: [String; Column::ALL.len()], own: impl Iterator<Item = String>) -> Vec<String> {
    let mut cells: Vec<String> = usual.into();
    let last = cells.len() - 1;
    drop(cells.splice(last..last, own));
    cells
}

fn cells_of(project: &Project, row: &Row<'_>) -> Vec<String> {
    let shot = row.shot;
    let text = |text: &str| if may_change(text) { format!("{GUARD}{text}") } else { guarded(text) };
    let name = |name: &str| if loses_zeros_only(name) { name.to_owned() } else { text(name) };
    let cell = |column| match column {
        Column::Scene => name(&row.scene),
        Column::Shot => row.number.to_string(),
        Column::Name => name(&shot.name),
        // A shot without a length has none in the table either.
        Column::Seconds if row.seconds == Seconds::ZERO => String::new(),
        Column::Seconds => row.seconds.0.to_string(),
        Column::Prompt => text(&shot.prompt),
        Column::Dialogue => text(&shot.dialogue),
        Column::Notes => text(&shot.notes),
        Column::Elements => text(&row.elements),
        Column::Id => row.id.text(),
    };
    with_own(Column::ALL.map(cell), project.columns.iter().map(|name| text(shot.column(name))))
}

/// Any table as CSV; a cell that a spreadsheet would take for a formula begins with `'`.
#[must_use]
pub(in crate::deliver) fn table(header: &[String], lines: &[Vec<String>], separator: Separator) -> Vec<u8> {
    let lines: Vec<Vec<String>> = lines.iter().map(|line| line.iter().map(|cell| guarded(cell)).collect()).collect();
    written(header, &lines, separator)
}

fn written(header: &[String], lines: &[Vec<String>], separator: Separator) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new()
        .delimiter(separator.byte())
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    for line in std::iter::once(header).chain(lines.iter().map(Vec::as_slice)) {
        // Memory takes every byte.
        let _ = out.write_record(line);
    }
    let text = out.into_inner().unwrap_or_default();
    if text.is_ascii() { text } else { ["\u{feff}".as_bytes(), &text].concat() }
}

fn guarded(cell: &str) -> String {
    if cell.starts_with(GUARDED) { format!("{GUARD}{cell}") } else { cell.to_owned() }
}

/// The shot list as Markdown: a table for each scene.
#[must_use]
pub fn markdown(project: &Project, scope: Scope) -> String {
    let mut out = format!("# {}\n", on_one_line(&project.name));
    let rows = rows(project, scope.clone());
    let mut rest = rows.as_slice();
    for (at, scene) in scope.scenes(project) {
        let (own, after) = rest.split_at(scene.shots.len());
        rest = after;
        out.push_str(&heading(at, scene));
        if own.is_empty() {
            out.push_str("\nNo shots yet\n");
            continue;
        }
        let more: Vec<String> = project.columns.iter().map(|name| format!(" {} |", in_a_cell(name))).collect();
        let rule = "---|".repeat(project.columns.len());
        let usual = "| Shot | Seconds | Prompt | Dialogue | Notes | Elements |";
        out.extend(["\n", usual, &more.concat(), "\n|---|--:|---|---|---|---|", &rule, "\n"]);
        for row in own {
            let shot = row.shot;
            let seconds = row.seconds.0.to_string();
            let usual = [&shot.name, &seconds, &shot.prompt, &shot.dialogue, &shot.notes, &row.elements];
            let own = project.columns.iter().map(|name| shot.column(name));
            let cells: Vec<String> = usual.into_iter().map(String::as_str).chain(own).map(in_a_cell).collect();
            out.extend(["| ", &cells.join(" | "), " |\n"]);
        }
    }
    out
}

fn heading(at: usize, scene: &Scene) -> String {
    let name = scene.name.trim();
    let name = if name.is_empty() { String::new() } else { format!(" · {}", on_one_line(name)) };
    format!("\n## Scene {}{name}\n\n{}, {}, {}\n", at + 1, scene.seconds(), scene.tier.label(), scene.aspect)
}

fn on_one_line(text: &str) -> String {
    escaped(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A cell's text: its line breaks stay, its marks are taken for themselves.
fn in_a_cell(text: &str) -> String {
    let lines = super::with_plain_line_ends(text.trim());
    lines.split('\n').map(escaped).collect::<Vec<_>>().join("<br>")
}

/// What Markdown would read as a mark, written so that it is read as itself.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '#' | '~' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}
