//! Keeps a key out of words that come from elsewhere: a service may say it back in other case, in a part, or cut up by
//! line ends, quotation marks and escapes.

use super::ApiKey;

/// So many letters and digits of a key in a row are a part of it and no accident.
const PART: usize = 8;

/// One letter or digit of a text, or something that stands between them, and where its bytes are.
struct Sign {
    /// In lower case; nothing where it only separates.
    letter: Option<u8>,
    from: usize,
    to: usize,
}

impl ApiKey {
    /// The text with every part of this key masked: 8 or more of its letters and digits in its order, in any case, whatever
    /// signs stand between them, also where signs are written as escapes (`\n`, `\u002d`, `%2D`, `&#45;`). Of a key with
    /// fewer letters and digits than that, all of them.
    #[must_use]
    pub fn hide_in(&self, text: &str) -> String {
        let key: Vec<u8> = self.expose().bytes().filter(u8::is_ascii_alphanumeric).collect();
        let key = key.to_ascii_lowercase();
        if key.is_empty() {
            return text.replace(self.expose(), &self.masked());
        }
        let mut found = parts_of(&key, &signs(text, false));
        found.extend(parts_of(&key, &signs(text, true)));
        found.sort_unstable();
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for (from, to) in found {
            if from >= done {
                out.push_str(&text[done..from]);
                out.push_str(&self.masked());
            }
            done = done.max(to);
        }
        out.push_str(&text[done..]);
        out
    }
}

/// Where a text has parts of a key, as ranges of its bytes.
fn parts_of(key: &[u8], signs: &[Sign]) -> Vec<(usize, usize)> {
    let letters: Vec<(u8, usize, usize)> =
        signs.iter().filter_map(|sign| Some((sign.letter?, sign.from, sign.to))).collect();
    let least = PART.min(key.len());
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let longest = (0..key.len()).map(|in_key| common(&key[in_key..], &letters[at..])).max().unwrap_or(0);
        if longest >= least {
            found.push((letters[at].1, letters[at + longest - 1].2));
            at += longest;
        } else {
            at += 1;
        }
    }
    found
}

fn common(key: &[u8], letters: &[(u8, usize, usize)]) -> usize {
    key.iter().zip(letters).take_while(|(key, (letter, ..))| *key == letter).count()
}

/// The text sign by sign, with escapes read as what they stand for or as they are. Letters outside ASCII end a part.
fn signs(text: &str, read_escapes: bool) -> Vec<Sign> {
    let mut signs = Vec::new();
    let mut from = 0;
    while let Some(letter) = text[from..].chars().next() {
        let escape = if read_escapes { escape(&text.as_bytes()[from..]) } else { None };
        let (letter, length) = escape.unwrap_or((letter, letter.len_utf8()));
        let to = from + length;
        let is_letter = letter.is_alphanumeric();
        // 0 is in no key: what is no letter of a key breaks its parts.
        let letter = is_letter.then(|| u8::try_from(letter).map_or(0, |byte| byte.to_ascii_lowercase()));
        signs.push(Sign { letter, from, to });
        from = to;
    }
    signs
}

/// What an escape at the beginning stands for, and how many bytes it has.
fn escape(bytes: &[u8]) -> Option<(char, usize)> {
    let hex = |digits: &[u8]| {
        let digits = std::str::from_utf8(digits).ok()?;
        char::from_u32(u32::from_str_radix(digits, 16).ok()?)
    };
    match bytes {
        [b'\\', b'u', digits @ ..] => Some((hex(digits.get(..4)?)?, 6)),
        [b'\\', b'x', digits @ ..] => Some((hex(digits.get(..2)?)?, 4)),
        [b'\\', b'n' | b'r' | b't' | b'b' | b'f', ..] => Some((' ', 2)),
        [b'%', digits @ ..] => Some((hex(digits.get(..2)?)?, 3)),
        [b'&', rest @ ..] => {
            let end = rest.iter().take(10).position(|byte| *byte == b';')?;
            let name = std::str::from_utf8(&rest[..end]).ok()?;
            let letter = match name.strip_prefix('#') {
                Some(number) => match number.strip_prefix(['x', 'X']) {
                    Some(digits) => hex(digits.as_bytes())?,
                    None => char::from_u32(number.parse().ok()?)?,
                },
                // A named one is a sign and no letter of a key.
                None => ' ',
            };
            Some((letter, end + 2))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: &str = "sk-Vx7Qm2Lr9Tz4Wp8Ns1Kd";

    fn hidden(text: &str) -> String {
        ApiKey::new(KEY).unwrap().hide_in(text)
    }

    /// What of the key's letters and digits a text still shows in a row.
    fn shown(text: &str) -> usize {
        let key: Vec<u8> = KEY.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase()).collect();
        let letters: Vec<_> = text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase()).collect();
        let runs = (0..key.len()).flat_map(|k| (0..letters.len()).map(move |l| (k, l)));
        runs.map(|(k, l)| key[k..].iter().zip(&letters[l..]).take_while(|(a, b)| a == b).count()).max().unwrap_or(0)
    }

    #[test]
    fn a_key_is_masked_in_any_case_in_parts_and_cut_up() {
        let masked = ApiKey::new(KEY).unwrap().masked();
        for echo in [
            KEY.to_owned(),
            KEY.to_uppercase(),
            KEY.to_lowercase(),
            KEY.replace('-', "\\u002d"),
            KEY.replace('-', "%2D"),
            KEY.replace('-', "&#45;"),
            KEY.replace('-', "&#x2d;"),
            format!("{}\n{}", &KEY[..10], &KEY[10..]),
            format!("{}\\n{}", &KEY[..10], &KEY[10..]),
            format!("\"{}\" + \"{}\"", &KEY[..12], &KEY[12..]),
            KEY.chars().map(|c| format!("{c} ")).collect::<Vec<_>>().concat(),
            KEY.chars().map(|c| format!("{c}\u{200b}")).collect::<Vec<_>>().concat(),
            KEY.bytes().map(|b| format!("\\u{b:04x}")).collect::<Vec<_>>().concat(),
            KEY.bytes().map(|b| format!("%{b:02x}")).collect::<Vec<_>>().concat(),
            KEY[5..15].to_owned(),
            KEY[12..].to_owned(),
        ] {
            let told = hidden(&format!("Bearer {echo} is wrong"));
            assert!(told.contains(&masked) && shown(&told) < PART, "{echo}: {told}");
            assert!(told.starts_with("Bearer ") && told.trim_end().ends_with("is wrong"), "{told}");
            assert!(!told.contains("\\u0037") && !told.contains("%37"), "{told}");
        }
        let twice = hidden(&format!("{KEY}, {KEY}"));
        assert_eq!(twice, format!("{masked}, {masked}"));
        // Cut in two, both halves long: one behind the other, or far apart.
        let halves = hidden(&format!("begins with {}, ends with {}", &KEY[..12], &KEY[12..]));
        assert_eq!(halves, format!("begins with {masked}, ends with {masked}"));
    }

    #[test]
    fn other_words_stay_as_they_are() {
        for text in
            ["", "the key was not taken", "sk-Vx7", "HTTP 503: résumé “naïve” 日本", "100% \\ & %zz \\u12", "&amp;"]
        {
            assert_eq!(hidden(text), text);
        }
        assert_eq!(ApiKey::new("a1b2").unwrap().hide_in("key A1-B2!"), "key ••••!");
        assert_eq!(ApiKey::new("----").unwrap().hide_in("key ----!"), "key ••••!");
    }

    proptest! {
        /// Whatever surrounds it: nothing panics, and 8 letters and digits of it in a row are never left.
        #[test]
        fn no_text_shows_a_part(before in ".{0,20}", cut in 0..KEY.len(), between in "[ \\n\\r\\t\"'+,.:;/_-]{0,6}", after in ".{0,20}") {
            let told = hidden(&format!("{before}{}{between}{}{after}", &KEY[..cut], &KEY[cut..]));
            prop_assert!(shown(&told.replace('•', "")) < PART + 4, "{}", told);
            prop_assert!(!told.contains(KEY));
        }
    }
}
