//! The text of a table as spreadsheets write and copy it: its encoding, the mark between its cells, its quotation marks.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// The text without its byte order mark, and whether it had to be taken for Windows-1252. `None` where the encoding
/// that a byte order mark tells does not fit.
pub(super) fn decoded(bytes: &[u8]) -> Option<(String, bool)> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let bytes = &bytes[mark..];
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return Some((text.into_owned(), false));
    }
    // What Excel calls "CSV" without more. Five bytes of it mean nothing, and no text has NUL.
    let undefined = |byte: &u8| matches!(byte, 0 | 0x81 | 0x8D | 0x8F | 0x90 | 0x9D);
    if mark > 0 || bytes.iter().any(undefined) {
        return None;
    }
    Some((WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), true))
}

/// Excel takes a first line like `sep=;` for the mark between cells.
pub(super) fn without_separator_line(text: &str) -> (&str, Option<u8>) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = first.trim_end_matches('\r');
    let first = first.strip_prefix('"').and_then(|first| first.strip_suffix('"')).unwrap_or(first);
    match first.strip_prefix("sep=").map(str::as_bytes) {
        Some([mark]) if mark.is_ascii() => (rest, Some(*mark)),
        _ => (text, None),
    }
}

/// The text with every cell in quotation marks that begins with one of its own: `"Run!" she said`. Programs copy such
/// cells bare, and a table's reader would take the marks away.
pub(super) fn requoted(text: &str, delimiter: u8) -> String {
    let delimiter = char::from(delimiter);
    let ends = |rest: &str| rest.is_empty() || rest.starts_with([delimiter, '\r', '\n']);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        // At the start of a cell.
        let length = if rest.starts_with('"') { quoted_cell(rest, &ends) } else { Some(bare_cell(rest, delimiter)) };
        match length {
            // Nothing closes it: told by whoever reads on.
            None => return out + rest,
            Some(length) => {
                let (cell, after) = rest.split_at(length);
                if ends(after) {
                    out.push_str(cell);
                    rest = after;
                } else {
                    let (cell, after) = rest.split_at(bare_cell(rest, delimiter));
                    out.extend(["\"", &cell.replace('"', "\"\""), "\""]);
                    rest = after;
                }
            }
        }
        let Some(mark) = rest.chars().next() else { return out };
        out.push(mark);
        rest = &rest[mark.len_utf8()..];
    }
}

/// How long a cell without quotation marks round it is.
fn bare_cell(text: &str, delimiter: char) -> usize {
    text.find([delimiter, '\r', '\n']).unwrap_or(text.len())
}

/// How long a cell in quotation marks is, up to the first mark that is not doubled; `None` where nothing closes it.
fn quoted_cell(text: &str, ends: &dyn Fn(&str) -> bool) -> Option<usize> {
    let mut at = 1;
    loop {
        at += text.get(at..)?.find('"')? + 1;
        let rest = text.get(at..)?;
        if ends(rest) || !rest.starts_with('"') {
            return Some(at);
        }
        at += 1;
    }
}

/// The line in which a cell's quotation mark is opened that nothing closes.
pub(super) fn open_quote(text: &str, delimiter: u8) -> Option<u64> {
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

/// Counts a text's lines from its start on. The reader of tables counts a line end of two characters late.
pub(super) struct LineCount<'a> {
    pub text: &'a [u8],
    pub at: usize,
    pub line: u64,
}

impl LineCount<'_> {
    /// The line of the first cell from a place on; the places are asked for in order.
    pub fn at(&mut self, byte: u64) -> u64 {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_within_a_cell_stay() {
        assert_eq!(requoted("\"Run!\" she said\tb\n", b'\t'), "\"\"\"Run!\"\" she said\"\tb\n");
        for as_it_is in ["", "a,b\n", "\"a, \"\"b\"\"\nc\",d", "a \"b\" c,\"\"\n", "\"\"\"\"", "a,\"b\r\n\"\r\n"] {
            assert_eq!(requoted(as_it_is, b','), as_it_is);
        }
        assert_eq!(requoted("a,\"b\nc,d\n", b','), "a,\"b\nc,d\n", "left open as it is");
    }

    proptest! {
        #[test]
        fn a_well_written_table_stays_as_it_is(cells in prop::collection::vec(prop::collection::vec(any::<String>(), 3), 1..4)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for line in &cells {
                writer.write_record(line).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            prop_assert_eq!(requoted(&text, b','), text);
        }
    }
}
