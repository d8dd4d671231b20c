//! Control characters: what nobody sees in a text, but a service or a terminal obeys. Some end lines, some turn the
//! direction of everything behind them, some are rests of other programs.
//!
//! Kept are tab and newline, the joiners that emoji and Persian are written with (ZWJ, ZWNJ), the marks LRM and RLM, and
//! isolates (U+2066 to U+2068) that are closed on their own line.

use super::list::shortened;

/// So many different ones are named in a sentence.
const NAMED_MAX: usize = 4;

/// The text as it is meant: without control characters, with a newline for each that ends a line. `None` where nothing
/// of it has to change.
#[must_use]
pub fn cleaned(text: &str) -> Option<String> {
    let unwanted = unwanted(text);
    if unwanted.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, c) in unwanted {
        out.push_str(&text[copied..at]);
        // CR LF is one line end.
        let goes_on = c == '\r' && text[at + 1..].starts_with('\n');
        if ends_line(c) && !goes_on {
            out.push('\n');
        }
        copied = at + c.len_utf8();
    }
    out.push_str(&text[copied..]);
    Some(out)
}

/// The same for what stands on one line: a name.
#[must_use]
pub fn cleaned_line(text: &str) -> Option<String> {
    cleaned(text).map(|text| text.replace('\n', " "))
}

/// The control characters of a text by their names, each once, in their order: `ESC, RLO and 2 more`. `None` where there
/// are none.
#[must_use]
pub fn named(texts: &[&str]) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for (_, c) in texts.iter().flat_map(|text| unwanted(text)) {
        let name = name(c);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| shortened(&names, NAMED_MAX).collect::<Vec<_>>().join(", "))
}

/// Every control character of a text that is not kept, with its place in bytes.
fn unwanted(text: &str) -> Vec<(usize, char)> {
    let mut found = Vec::new();
    // The isolates that are open on this line, by their places in `found`: closed, they are wanted.
    let mut open: Vec<usize> = Vec::new();
    let mut closed: Vec<usize> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '\n' => open.clear(),
            c if ends_line(c) => {
                open.clear();
                found.push((at, c));
            }
            '\u{2066}'..='\u{2068}' => {
                open.push(found.len());
                found.push((at, c));
            }
            '\u{2069}' => match open.pop() {
                Some(begin) => closed.push(begin),
                None => found.push((at, c)),
            },
            c if is_control(c) => found.push((at, c)),
            _ => {}
        }
    }
    closed.sort_unstable();
    let mut number = 0;
    found.retain(|_| {
        number += 1;
        closed.binary_search(&(number - 1)).is_err()
    });
    found
}

/// Whether it is a control character in any text, whatever stands beside it.
#[must_use]
pub fn is_control(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        '\u{2028}'..='\u{202E}' | '\u{FEFF}' => true,
        c => c.is_control(),
    }
}

/// What other programs end a line with.
fn ends_line(c: char) -> bool {
    matches!(c, '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// As people look it up.
fn name(c: char) -> String {
    let name = match c {
        '\0' => "NUL",
        '\u{7}' => "BEL",
        '\u{8}' => "BS",
        '\u{B}' => "VT",
        '\u{C}' => "FF",
        '\r' => "CR",
        '\u{1B}' => "ESC",
        '\u{7F}' => "DEL",
        '\u{85}' => "NEL",
        '\u{2028}' => "LS",
        '\u{2029}' => "PS",
        '\u{202A}' => "LRE",
        '\u{202B}' => "RLE",
        '\u{202C}' => "PDF",
        '\u{202D}' => "LRO",
        '\u{202E}' => "RLO",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        '\u{FEFF}' => "BOM",
        c => return format!("U+{:04X}", u32::from(c)),
    };
    format!("{name} (U+{:04X})", u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_unseen_goes_and_what_scripts_need_stays() {
        for (text, clean) in [
            ("a\0b", "ab"),
            ("\u{1b}[31mred", "[31mred"),
            ("\u{202e}abc\u{202c}", "abc"),
            ("a\u{2028}b\u{2029}c", "a\nb\nc"),
            ("a\r\nb\rc\u{85}d\u{b}e", "a\nb\nc\nd\ne"),
            ("\u{feff}a\u{7f}\u{9b}", "a"),
            // Isolates: open, closed twice, closed on another line, one of two.
            ("\u{2067}a", "a"),
            ("\u{2066}a\u{2069}\u{2069}", "\u{2066}a\u{2069}"),
            ("\u{2068}a\nb\u{2069}", "a\nb"),
            ("\u{2066}\u{2067}a\u{2069}", "\u{2067}a\u{2069}"),
            ("\u{2066}a\u{2028}b\u{2069}", "a\nb"),
        ] {
            assert_eq!(cleaned(text).as_deref(), Some(clean), "{text:?}");
        }
        for text in [
            "",
            "Wide.\n\tDusk",
            "👩\u{200d}🚀 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
            "می\u{200c}خواهم",
            "a\u{200e}b\u{200f}c",
            "\u{2067}שלום\u{2069}, \u{2066}\u{2068}x\u{2069}\u{2069}",
            "soft\u{ad}hyphen e\u{301}",
        ] {
            assert_eq!((cleaned(text), named(&[text])), (None, None), "{text:?}");
        }
        assert_eq!(cleaned_line("a\u{2028}b\0").as_deref(), Some("a b"));
    }

    #[test]
    fn each_is_named_once_and_many_are_counted() {
        assert_eq!(named(&["\0a\0", "\u{1b}\u{202e}"]).unwrap(), "NUL (U+0000), ESC (U+001B), RLO (U+202E)");
        assert_eq!(named(&["\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}"]).unwrap(), "U+0001, U+0002, U+0003, U+0004, and 2 more");
    }

    /// Texts of what matters here.
    fn any_text() -> impl Strategy<Value = String> {
        let sign = prop::sample::select(vec![
            'a', 'ש', '\n', '\r', '\t', '\0', '\u{85}', '\u{2028}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2069}',
            '\u{200d}', '\u{feff}',
        ]);
        prop::collection::vec(sign, 0..16).prop_map(|signs| signs.into_iter().collect())
    }

    proptest! {
        #[test]
        fn once_cleaned_a_text_stays(text in prop_oneof![any::<String>(), any_text()]) {
            let clean = cleaned(&text).unwrap_or(text.clone());
            prop_assert_eq!((cleaned(&clean), named(&[&clean])), (None, None));
            prop_assert!(!clean.contains(is_control), "{clean:?}");
            // Nothing else is touched.
            let kept = |text: &str| text.chars().filter(|c| !is_control(*c) && *c != '\n' && !('\u{2066}'..='\u{2069}').contains(c)).collect::<String>();
            prop_assert_eq!(kept(&clean), kept(&text));
            prop_assert_eq!(named(&[&text]).is_some(), cleaned(&text).is_some());
            // Isolates are in pairs on each line.
            for line in clean.split('\n') {
                let mut depth = 0_i32;
                for c in line.chars() {
                    depth += match c { '\u{2066}'..='\u{2068}' => 1, '\u{2069}' => -1, _ => 0 };
                    prop_assert!(depth >= 0, "{clean:?}");
                }
                prop_assert_eq!(depth, 0, "{:?}", clean);
            }
        }
    }
}
