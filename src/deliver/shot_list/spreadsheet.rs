//! What spreadsheets make of a cell's text: numbers lose their zeros, and `1-2`, `3/4` and `1E5` become dates and powers
//! of ten. Known here so that such texts go out guarded, and come back as themselves where they went out bare.

/// What tells a number of hours as morning or afternoon.
const HALF_DAYS: [&str; 4] = ["a", "p", "am", "pm"];

const TRUTHS: [&str; 11] =
    ["true", "false", "wahr", "falsch", "vrai", "faux", "verdadero", "falso", "vero", "waar", "onwaar"];

/// The months in English, German, French, Spanish, Italian, Portuguese and Dutch, those alike once.
const MONTHS: [&str; 67] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "januar",
    "februar",
    "märz",
    "maerz",
    "mai",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "janvier",
    "février",
    "fevrier",
    "mars",
    "avril",
    "juin",
    "juillet",
    "août",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "decembre",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
    "gennaio",
    "febbraio",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "settembre",
    "ottobre",
    "dicembre",
    "janeiro",
    "fevereiro",
    "março",
    "maio",
    "junho",
    "julho",
    "setembro",
    "outubro",
    "dezembro",
    "maart",
    "mei",
];

/// Whether a spreadsheet may take this text for a number, a date, a time or a truth, in one of its languages at least.
#[must_use]
pub fn takes_as_value(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    // The sign that such texts are guarded with.
    if text.starts_with('\'') {
        return false;
    }
    if TRUTHS.contains(&text.as_str()) {
        return true;
    }
    let mut digits = false;
    let mut before = None;
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let same = |c: char| if first.is_alphabetic() { c.is_alphabetic() } else { !c.is_alphabetic() };
        let (piece, after) = rest.split_at(rest.find(|c| !same(c)).unwrap_or(rest.len()));
        if first.is_alphabetic() {
            let behind_a_space = before.is_some_and(char::is_whitespace);
            let behind_a_digit = before.is_some_and(char::is_numeric);
            let known = match piece {
                "e" | "d" => before.is_some() && after.starts_with(|c: char| c.is_numeric() || matches!(c, '+' | '-')),
                half if HALF_DAYS.contains(&half) && after.trim().is_empty() => {
                    digits && (behind_a_space || (piece.len() == 2 && behind_a_digit))
                }
                month => is_month(month),
            };
            if !known {
                return false;
            }
        } else {
            if !piece.chars().all(is_of_values) {
                return false;
            }
            digits |= piece.contains(char::is_numeric);
        }
        before = piece.chars().next_back();
        rest = after;
    }
    digits
}

/// Signs that stand in numbers, dates and times, beside their digits.
fn is_of_values(c: char) -> bool {
    c.is_numeric()
        || c.is_whitespace()
        || matches!(c, '.' | ',' | ':' | '/' | '-' | '+' | '(' | ')' | '%' | '\'' | '\u{2019}' | '\u{2212}' | '#')
        || matches!(c, '$' | '\u{20ac}' | '\u{a3}' | '\u{a5}')
}

/// A month's name or its first letters, three at least.
fn is_month(word: &str) -> bool {
    word.chars().count() >= 3 && (word == "sept" || MONTHS.iter().any(|month| month.starts_with(word)))
}

/// Whether a spreadsheet may write this text back as another one.
#[must_use]
pub fn may_change(text: &str) -> bool {
    takes_as_value(text) && !is_whole_number(text)
}

/// Whether what a spreadsheet makes of this text can be told again from the text itself: digits that only lose zeros.
#[must_use]
pub fn loses_zeros_only(text: &str) -> bool {
    is_digits(text)
}

/// A whole number as every spreadsheet writes it.
fn is_whole_number(text: &str) -> bool {
    is_digits(text) && (text == "0" || !text.starts_with('0'))
}

/// Spreadsheets keep fifteen digits.
fn is_digits(text: &str) -> bool {
    (1..=15).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A name without what a spreadsheet takes from it: space at its ends and, of digits alone, zeros at the front.
#[must_use]
pub fn without_zeros(name: &str) -> &str {
    let name = name.trim();
    if !is_digits(name) {
        return name;
    }
    let bare = name.trim_start_matches('0');
    if bare.is_empty() { "0" } else { bare }
}

/// Whether a spreadsheet may have made one text of the other: a date, a number or a time of what looked like one.
#[must_use]
pub fn may_come_from(made: &str, text: &str) -> bool {
    // As people see dates they are no number; as a spreadsheet counts them they have five digits since 1927.
    const FIRST_DAY: f64 = 10_000.0;
    may_change(text)
        && takes_as_value(made)
        && match (number(text), number(made)) {
            #[expect(clippy::float_cmp, reason = "the same digits give the same number")]
            (Some(text), Some(made)) => text == made,
            (None, Some(made)) => made >= FIRST_DAY,
            (_, None) => true,
        }
}

/// The number that a text is, however its digits are grouped.
fn number(text: &str) -> Option<f64> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '\u{2019}' | '+')).collect();
    bare.replacen(',', ".", 1).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_spreadsheets_change_is_known_and_other_texts_go_bare() {
        // Each of these was seen to change in LibreOffice (English, German) or is documented to change in Excel.
        for text in [
            "020",
            "1-2",
            "3/4",
            "1E5",
            "1e5",
            "010E1",
            "1:30",
            "1.5",
            "1,5",
            "1.2.",
            "1.2.3",
            "12.10.",
            "50%",
            "$5",
            "€5",
            "5 €",
            "TRUE",
            "true",
            "wahr",
            "Mar 1",
            "mar1",
            "1 Jan",
            "Jan-1",
            "SEPT2",
            "DEC1",
            "May 2026",
            "2026-01-02",
            "1 1/2",
            "(5)",
            "-5",
            "+5",
            "1 000",
            "1'000",
            "007",
            " 020",
            "020 ",
            "12345678901234567890",
            "１２",
            "5 pm",
            "9 AM",
            "10 a",
            "10-Dec",
            "2. März",
            "01-02",
            "1:2:3",
            "1 août",
        ] {
            assert!(may_change(text), "{text}");
        }
        for text in [
            "",
            "20",
            "0",
            "010A",
            "020AB",
            "Scene 2",
            "1A",
            "A1",
            "1-2A",
            "Market 2",
            "5th",
            "Wide.",
            "may",
            "Marker",
            "10h",
            "1_2",
            "e5",
            "x",
            "-",
            "...",
            "Take 1-2",
            "Junction 5",
        ] {
            assert!(!may_change(text), "{text}");
        }
        assert_eq!((without_zeros(" 020 "), without_zeros("000"), without_zeros("020A")), ("20", "0", "020A"));
        assert!(may_come_from("02-Jan", "1-2") && may_come_from("100000", "1E5") && !may_come_from("Pier", "1-2"));
        assert!(!may_come_from("45", "A") && !may_come_from("1", "003") && !may_come_from("2", "1-2"));
        assert!(may_come_from("3", "003") && may_come_from("1,5", "1.5") && may_come_from("46024", "1-2"));
    }
}
