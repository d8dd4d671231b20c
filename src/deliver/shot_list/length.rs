//! A shot's length as people and spreadsheets write it: `4`, `3 s`, `3 Sek.`, `3,5`, `0:04`, and time codes.

use crate::story::Seconds;

/// Frames a second of a time code where the table says nothing else.
pub(super) const USUAL_RATE: u32 = 24;

/// The rates that a table may say.
const RATES: [u32; 3] = [24, 25, 30];

/// What seconds are called, in small letters and without a dot.
const UNITS: [&str; 17] = [
    "s", "sec", "secs", "second", "seconds", "sek", "sekunde", "sekunden", "seconde", "secondes", "secondi", "secondo",
    "segundo", "segundos", "seg", "\"", "\u{2033}",
];

/// A length, and what should be told of how it was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Length {
    pub seconds: Seconds,
    /// It was no whole number of seconds.
    pub rounded: bool,
}

/// Why a cell is no length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BadLength {
    NoNumber,
    Zero,
    /// The last number of its time code is no frame at this rate.
    Frame(u32),
}

/// The seconds that someone types: `4`, `3 s`, `0:04`. Nothing where it is no length; half seconds go up.
#[must_use]
pub fn typed_seconds(text: &str) -> Option<Seconds> {
    if text.trim().is_empty() { None } else { read(text, USUAL_RATE).ok().map(|length| length.seconds) }
}

/// Reads a cell that is not empty. Half seconds go up, and nothing becomes 0.
pub(super) fn read(cell: &str, rate: u32) -> Result<Length, BadLength> {
    let text = cell.trim().to_lowercase();
    let (text, rate) = rate_within(&text).map_or((text.as_str(), rate), |(before, said)| (before, said));
    let number = text.trim_end_matches(|c: char| c.is_alphabetic() || matches!(c, '"' | '\u{2033}'));
    let number = number.trim_end();
    // A dot behind the unit: `3 Sek.`
    let (number, unit) = match text.strip_suffix('.') {
        Some(dotted) if dotted.ends_with(char::is_alphabetic) => {
            let number = dotted.trim_end_matches(char::is_alphabetic);
            (number.trim_end(), dotted[number.len()..].trim())
        }
        _ => (number, text[number.len()..].trim()),
    };
    if !unit.is_empty() && !UNITS.contains(&unit) {
        return Err(BadLength::NoNumber);
    }
    let exact = if number.contains([':', ';']) { clock(number, rate)? } else { plain(number)? };
    if !(0.0..=f64::from(u32::MAX)).contains(&exact) {
        return Err(BadLength::NoNumber);
    }
    if exact == 0.0 {
        return Err(BadLength::Zero);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held against both ends above")]
    let whole = ((exact + 0.5).floor() as u32).max(1);
    Ok(Length { seconds: Seconds(whole), rounded: f64::from(whole) != exact })
}

/// Digits with at most one point or comma.
fn plain(text: &str) -> Result<f64, BadLength> {
    let point = text.replacen(',', ".", 1);
    let of_digits =
        point.chars().all(|c| c.is_ascii_digit() || c == '.') && point.contains(|c: char| c.is_ascii_digit());
    if of_digits { point.parse().map_err(|_| BadLength::NoNumber) } else { Err(BadLength::NoNumber) }
}

/// `m:ss`, `h:mm:ss`, and `hh:mm:ss:ff`, whose last mark may be `;`.
fn clock(text: &str, rate: u32) -> Result<f64, BadLength> {
    let parts: Vec<&str> = text.split([':', ';']).map(str::trim).collect();
    let (times, frame) = match parts.as_slice() {
        [hours, minutes, seconds, frame] => (&[*hours, *minutes, *seconds][..], Some(*frame)),
        [_, _] | [_, _, _] if !text.contains(';') => (parts.as_slice(), None),
        _ => return Err(BadLength::NoNumber),
    };
    let mut exact = 0.0;
    for part in times {
        exact = exact * 60.0 + plain(part)?;
    }
    if let Some(frame) = frame {
        let frame: u32 = frame.parse().map_err(|_| BadLength::NoNumber)?;
        if frame >= rate {
            return Err(BadLength::Frame(rate));
        }
        exact += f64::from(frame) / f64::from(rate);
    }
    Ok(exact)
}

/// The rate that a text says: `Duration (25 fps)`, `TC @ 30`, `00:00:03:12 @25`; with what stands before it.
pub(super) fn rate_within(text: &str) -> Option<(&str, u32)> {
    let text = text.trim().trim_end_matches(')').trim_end();
    let bare = text.strip_suffix("fps").or_else(|| text.strip_suffix("f/s"));
    let text = bare.unwrap_or(text).trim_end();
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let rate: u32 = text[before.len()..].parse().ok().filter(|rate| RATES.contains(rate))?;
    let before = before.trim_end();
    let at = before.strip_suffix('@').or_else(|| bare.and(Some(before)))?;
    Some((at.trim_end_matches(['@', '(', ' ']), rate))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seconds(cell: &str) -> Result<u32, BadLength> {
        read(cell, USUAL_RATE).map(|length| length.seconds.0)
    }

    #[test]
    fn lengths_are_read_as_people_write_them() {
        for (cell, expected) in [
            ("4", 4),
            ("4 s", 4),
            ("3s", 3),
            ("3 Sek.", 3),
            ("3 Sek", 3),
            ("3 sec", 3),
            ("3 sec.", 3),
            ("3,0", 3),
            ("3,0 s", 3),
            ("2 Sekunden", 2),
            ("5\"", 5),
            ("0:04", 4),
            ("00:05", 5),
            ("1:00", 60),
            ("00:00:03", 3),
            ("00:00:03:00", 3),
            ("00:00:03;00", 3),
            ("00:00:02:12", 3),
            ("0,4", 1),
            ("00:00:03:24 @25", 4),
            ("00:00:03:25 @ 30 fps", 4),
            ("7.0", 7),
        ] {
            assert_eq!(seconds(cell), Ok(expected), "{cell}");
        }
        assert!(read("2.5", 24).unwrap().rounded && !read("3,0 sec", 24).unwrap().rounded);
        assert!(read("00:00:02:12", 24).unwrap().rounded);
        for zero in ["0", "0 s", "0,0", "00:00:00:00", "0:00"] {
            assert_eq!(seconds(zero), Err(BadLength::Zero), "{zero}");
        }
        assert_eq!(seconds("00:00:03:24"), Err(BadLength::Frame(24)));
        for none in [
            "soon",
            "-1",
            "1e99",
            "nan",
            "inf",
            "4294967296",
            "3 min",
            "1:2:3:4:5",
            "1,5,2",
            ":",
            "s",
            "3;00",
            "1.2.3",
            "3 s s",
        ] {
            assert_eq!(seconds(none), Err(BadLength::NoNumber), "{none}");
        }
    }

    #[test]
    fn a_column_may_say_its_rate() {
        for (header, expected) in [
            ("duration (25 fps)", Some(("duration", 25))),
            ("tc @ 30", Some(("tc", 30))),
            ("length @24", Some(("length", 24))),
            ("seconds", None),
            ("shot 25", None),
            ("duration (50 fps)", None),
            ("time (30)", None),
        ] {
            assert_eq!(rate_within(header), expected, "{header}");
        }
    }

    proptest! {
        #[test]
        fn any_cell_is_a_length_or_none(cell in any::<String>(), tail in "[0-9:;,. @fps\"]{0,20}", rate in 1_u32..100) {
            for cell in [cell, tail] {
                if let Ok(length) = read(&cell, rate) {
                    prop_assert!(length.seconds.0 > 0);
                }
            }
        }

        #[test]
        fn a_time_code_is_what_it_says(h in 0_u32..3, m in 0_u32..60, s in 0_u32..60, f in 0_u32..60, at in 0_usize..3) {
            let rate = RATES[at];
            let read = read(&format!("{h:02}:{m:02}:{s:02}:{f:02}"), rate);
            let frames = ((h * 60 + m) * 60 + s) * rate + f;
            if f >= rate {
                prop_assert_eq!(read, Err(BadLength::Frame(rate)));
            } else if frames == 0 {
                prop_assert_eq!(read, Err(BadLength::Zero));
            } else {
                let whole = ((2 * frames + rate) / (2 * rate)).max(1);
                prop_assert_eq!(read, Ok(Length { seconds: Seconds(whole), rounded: !frames.is_multiple_of(rate) }));
            }
        }
    }
}
