//! A shot's code taken apart into what its scene's codes share and what counts in it: `010A`, `1A`, `SC010_SH020`, `030`.

/// A code in its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    pub group: Group<'a>,
    pub counter: Counter,
}

/// What the codes of one scene share: text, the scene's number, text. Without a number the codes count through the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Group<'a> {
    pub head: &'a str,
    pub number: Option<Number>,
    pub tail: &'a str,
}

/// A number, and in how many digits at least it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Number {
    pub value: u32,
    pub digits: usize,
}

/// What counts the shots in their group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counter {
    /// `A` is 0, `Z` 25, `AA` 26.
    Letters(u32),
    Number(Number),
}

/// Numbers of more digits are no counters.
const DIGITS_MAX: usize = 8;
/// More letters are a word.
const LETTERS_MAX: usize = 3;

impl<'a> Parts<'a> {
    /// `None` for a name that counts nothing.
    pub fn of(code: &'a str) -> Option<Self> {
        let code = code.trim();
        if code.contains(char::is_whitespace) {
            return None;
        }
        let before_letters = code.trim_end_matches(|c: char| c.is_ascii_uppercase());
        let letters = &code[before_letters.len()..];
        if letters.is_empty() {
            let (before, number) = number_at_end(code)?;
            return Some(Self { group: Group::of(before), counter: Counter::Number(number) });
        }
        if letters.len() > LETTERS_MAX {
            return None;
        }
        let (head, number) = number_at_end(before_letters)?;
        let group = Group { head, number: Some(number), tail: "" };
        let value = letters.bytes().fold(0, |value, letter| value * 26 + u32::from(letter - b'A') + 1) - 1;
        Some(Self { group, counter: Counter::Letters(value) })
    }
}

impl<'a> Group<'a> {
    /// A group whose number is the last one in a text.
    fn of(text: &'a str) -> Self {
        let head = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        match number_at_end(head) {
            Some((before, number)) => Self { head: before, number: Some(number), tail: &text[head.len()..] },
            None => Self { head: text, number: None, tail: "" },
        }
    }

    /// The group's text, as every code of it begins.
    pub fn text(&self) -> String {
        let number = self.number.map_or_else(String::new, Number::text);
        format!("{}{number}{}", self.head, self.tail)
    }
}

impl Number {
    pub fn text(self) -> String {
        format!("{:0digits$}", self.value, digits = self.digits)
    }
}

/// What stands before the number that a text ends in, and the number.
fn number_at_end(text: &str) -> Option<(&str, Number)> {
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - before.len();
    if !(1..=DIGITS_MAX).contains(&digits) {
        return None;
    }
    let value = text[before.len()..].parse().ok()?;
    Some((before, Number { value, digits }))
}

/// A place counted from 0 in letters: `A` to `Z`, then `AA`.
pub(super) fn letters(mut place: usize) -> String {
    let mut letters = String::new();
    loop {
        let letter = u8::try_from(place % 26).map_or('A', |digit| char::from(b'A' + digit));
        letters.insert(0, letter);
        if place < 26 {
            return letters;
        }
        place = place / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(value: u32, digits: usize) -> Number {
        Number { value, digits }
    }

    #[test]
    fn codes_of_every_scheme_are_taken_apart() {
        let parts = |head, number, tail, counter| Some(Parts { group: Group { head, number, tail }, counter });
        assert_eq!(Parts::of("010A"), parts("", Some(number(10, 3)), "", Counter::Letters(0)));
        assert_eq!(Parts::of("1AB"), parts("", Some(number(1, 1)), "", Counter::Letters(27)));
        assert_eq!(Parts::of(" 030 "), parts("", None, "", Counter::Number(number(30, 3))));
        assert_eq!(Parts::of("SH030"), parts("SH", None, "", Counter::Number(number(30, 3))));
        let both = parts("SC", Some(number(10, 3)), "_SH", Counter::Number(number(20, 3)));
        assert_eq!(Parts::of("SC010_SH020"), both);
        for none in ["", "Wide", "Wide 2", "010a", "1WIDE", "123456789", "é", "20 Rooftop"] {
            assert_eq!(Parts::of(none), None, "{none:?}");
        }
    }

    #[test]
    fn letters_go_on_past_z() {
        let all = [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")];
        for (place, text) in all {
            assert_eq!(letters(place), text);
            let code = format!("1{text}");
            assert_eq!(Parts::of(&code).unwrap().counter, Counter::Letters(u32::try_from(place).unwrap()));
        }
    }
}
