//! The order in which people count file names: `panel 2` before `panel 10`.

use std::cmp::Ordering;

/// Compares two names: runs of digits by their value, all else letter by letter whatever its capitals.
#[must_use]
pub fn compare(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let (Some(x), Some(y)) = (left.chars().next(), right.chars().next()) else {
            return left.len().cmp(&right.len()).then_with(|| a.cmp(b));
        };
        if x.is_ascii_digit() && y.is_ascii_digit() {
            let (digits_left, rest_left) = digits(left);
            let (digits_right, rest_right) = digits(right);
            let (value_left, value_right) = (digits_left.trim_start_matches('0'), digits_right.trim_start_matches('0'));
            let by_value = value_left.len().cmp(&value_right.len()).then_with(|| value_left.cmp(value_right));
            if by_value.is_ne() {
                return by_value;
            }
            (left, right) = (rest_left, rest_right);
        } else {
            let order = x.to_lowercase().cmp(y.to_lowercase());
            if order.is_ne() {
                return order;
            }
            (left, right) = (&left[x.len_utf8()..], &right[y.len_utf8()..]);
        }
    }
}

/// The digits that a text begins with, and what follows them.
fn digits(text: &str) -> (&str, &str) {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    text.split_at(text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_count_and_capitals_do_not() {
        let mut names = ["p10.png", "P2.png", "p1.png", "p02b.png", "a.png", "p.png", "020B.png", "020A.png"];
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names, ["020A.png", "020B.png", "a.png", "p.png", "p1.png", "P2.png", "p02b.png", "p10.png"]);
    }

    proptest! {
        #[test]
        fn it_is_an_order(a in "[a-cA-B0-3é]{0,6}", b in "[a-cA-B0-3é]{0,6}", c in "[a-cA-B0-3é]{0,6}") {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            prop_assert_eq!(compare(&a, &b).is_eq(), a == b);
            if compare(&a, &b).is_le() && compare(&b, &c).is_le() {
                prop_assert!(compare(&a, &c).is_le());
            }
        }
    }
}
