//! Words as they stand on paper.

use crate::story::project::tells_number;

/// What follows is laid out from the left, whatever it begins with.
const LEFT_TO_RIGHT: char = '\u{200E}';

/// A number before a title that does not tell it itself. In any script the number stands first.
pub fn numbered(number: usize, title: &str) -> String {
    if tells_number(title, number) {
        return title.to_owned();
    }
    if title.chars().any(is_right_to_left) {
        format!("{LEFT_TO_RIGHT}{number}   {title}")
    } else {
        format!("{number}   {title}")
    }
}

/// Letters of scripts that run from the right: Hebrew, Arabic, Syriac and their kin.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_told_once() {
        assert_eq!(numbered(4, "Rooftop"), "4   Rooftop");
        for told in ["Scene 4", "scene 4", "4 Rooftop", "4. Rooftop", "4"] {
            assert_eq!(numbered(4, told), told);
        }
        for other in ["Scene 5", "40 thieves", "4x4"] {
            assert_eq!(numbered(4, other), format!("4   {other}"));
        }
    }
}
