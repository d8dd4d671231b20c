//! `@names` in texts: where they stand, how long a text counts with them, and how a rename follows them.
//! The grammar (docs/service.md: mentions): `@` and `[A-Za-z0-9_]+`, not right after a letter, digit or `_`; case matters.

use std::borrow::Cow;
use std::ops::Range;

/// One `@name` in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention<'a> {
    /// Where it stands in bytes, the `@` included.
    pub range: Range<usize>,
    /// Without the `@`.
    pub name: &'a str,
}

/// Whether this character may stand in an element's name.
#[must_use]
pub fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// All mentions in a text, in order.
pub fn mentions(text: &str) -> impl Iterator<Item = Mention<'_>> {
    text.match_indices('@').filter_map(|(at, _)| {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            return None;
        }
        let rest = &text[at + 1..];
        let length = rest.find(|c| !is_name_char(c)).unwrap_or(rest.len());
        (length > 0).then(|| Mention { range: at..at + 1 + length, name: &rest[..length] })
    })
}

/// How many characters (Unicode scalar values) a text counts when a known `@name` counts `each`.
pub fn counted_length(text: &str, is_known: impl Fn(&str) -> bool, each: usize) -> usize {
    let mut count = text.chars().count();
    for mention in mentions(text) {
        if is_known(mention.name) {
            // A mention is ASCII: its bytes are its characters.
            count = count - mention.range.len() + each;
        }
    }
    count
}

/// The text with every mention of one name changed to another. `None` when it names it nowhere.
#[must_use]
pub fn renamed(text: &str, from: &str, to: &str) -> Option<String> {
    replaced(text, |mention| (mention.name == from).then(|| format!("@{to}")))
}

/// The text with something put before each known name that it mentions.
#[must_use]
pub fn with_prefix<'a>(text: &'a str, prefix: &str, is_known: impl Fn(&str) -> bool) -> Cow<'a, str> {
    if prefix.is_empty() {
        return Cow::Borrowed(text);
    }
    let prefixed = |mention: &Mention<'_>| is_known(mention.name).then(|| format!("@{prefix}{}", mention.name));
    replaced(text, prefixed).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The text as a caption: mentions of any name without their `@`.
#[must_use]
pub fn without_at(text: &str) -> String {
    replaced(text, |mention| Some(mention.name.to_owned())).unwrap_or_else(|| text.to_owned())
}

/// The text with the names that are known as words: `@red_case` becomes `red case`.
#[must_use]
pub fn as_words(text: &str, is_known: impl Fn(&str) -> bool) -> String {
    let words = |mention: &Mention<'_>| is_known(mention.name).then(|| mention.name.replace('_', " "));
    replaced(text, words).unwrap_or_else(|| text.to_owned())
}

fn replaced(text: &str, with: impl Fn(&Mention<'_>) -> Option<String>) -> Option<String> {
    let mut out = String::new();
    let mut copied = 0;
    for mention in mentions(text) {
        if let Some(new) = with(&mention) {
            out.push_str(&text[copied..mention.range.start]);
            out.push_str(&new);
            copied = mention.range.end;
        }
    }
    if copied == 0 {
        return None;
    }
    out.push_str(&text[copied..]);
    Some(out)
}

/// The known name that an unknown one was most likely meant to be, if any is close.
#[must_use]
pub fn nearest_name<'a>(unknown: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let lower = unknown.to_lowercase();
    known
        .map(|name| (strsim::normalized_damerau_levenshtein(&lower, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&str> {
        mentions(text).map(|m| m.name).collect()
    }

    #[test]
    fn grammar() {
        assert_eq!(names("@mara runs, @red_case! (@x1)"), ["mara", "red_case", "x1"]);
        assert_eq!(names("mail me@home, a_@b, 3@c, é@d"), Vec::<&str>::new());
        assert_eq!(names("@ @- @@mara @mära"), ["mara", "m"]);
        assert_eq!(names("“@mara” 走@mara -@mara"), ["mara", "mara"]);
    }

    #[test]
    fn known_names_count_as_many_as_they_are_told_to() {
        let known = |name: &str| name == "mara";
        assert_eq!(counted_length("@mara runs", known, 37), 37 + 5);
        assert_eq!(counted_length("@marb runs", known, 37), 10);
        assert_eq!(counted_length("雨@mara", known, 37), 6);
        assert_eq!(counted_length("雨 @mara", known, 37), 39);
        assert_eq!(counted_length("", known, 37), 0);
    }

    #[test]
    fn a_rename_touches_whole_names_only() {
        assert_eq!(renamed("@mara and @maral, me@mara", "mara", "bo").as_deref(), Some("@bo and @maral, me@mara"));
        assert_eq!(renamed("@maral", "mara", "bo"), None);
        assert_eq!(without_at("@mara, a@b"), "mara, a@b");
    }

    #[test]
    fn a_prefix_stands_before_known_names_alone() {
        let known = |name: &str| name == "mara";
        assert_eq!(with_prefix("@mara, @maral, me@mara @mara", "e_", known), "@e_mara, @maral, me@mara @e_mara");
        assert!(matches!(with_prefix("@mara", "", known), Cow::Borrowed("@mara")));
        assert!(matches!(with_prefix("@bo", "e_", known), Cow::Borrowed("@bo")));
    }

    #[test]
    fn near_names_are_offered_far_ones_not() {
        let known = || ["mara", "inspector", "red_case"].into_iter();
        assert_eq!(nearest_name("inspecter", known()), Some("inspector"));
        assert_eq!(nearest_name("Mara", known()), Some("mara"));
        assert_eq!(nearest_name("zzz", known()), None);
    }
}
