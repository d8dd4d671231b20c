//! Words as they stand on paper.

/// A number before a title. In any script the number stands first.
pub fn numbered(number: usize, title: &str) -> String {
    /// What follows is laid out from the left, whatever it begins with.
    const LEFT_TO_RIGHT: char = '\u{200E}';
    if title.chars().any(is_right_to_left) {
        format!("{LEFT_TO_RIGHT}{number}   {title}")
    } else {
        format!("{number}   {title}")
    }
}

/// What is said, without quotation marks of its own around it.
pub fn unquoted(text: &str) -> &str {
    const MARKS: [(char, char); 4] = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»')];
    let text = text.trim();
    let inside = MARKS.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    // Marks within belong to those at the ends.
    inside.filter(|inside| !inside.contains(['"', '“', '”', '„', '«', '»'])).unwrap_or(text)
}

/// Letters of scripts that run from the right: Hebrew, Arabic, Syriac and their kin.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_stand_around_all_of_it_go_and_no_others() {
        assert_eq!(unquoted(" \"Go!\" "), "Go!");
        assert_eq!(unquoted("„Los!“"), "Los!");
        for kept in ["Go!", "\"Go!\" she said, \"now\"", "He said \"go\"", "\"", ""] {
            assert_eq!(unquoted(kept), kept);
        }
    }
}
