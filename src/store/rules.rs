//! What providers demand and charge, as shipped with the program.

use std::sync::LazyLock;

use crate::story::Rules;

static VIDGO: LazyLock<Rules> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the text is part of the program, and a test reads it")]
    Rules::from_toml(include_str!("../../assets/providers/vidgo.toml")).expect("the shipped rules are whole")
});

/// The rules of Vidgo for Kling 3.0.
#[must_use]
pub fn shipped() -> Rules {
    VIDGO.clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Seconds;

    #[test]
    fn the_shipped_rules_are_whole() {
        let rules = shipped();
        assert_eq!(rules.service.name, "Vidgo");
        assert_eq!(rules.limits.scene_seconds_max, Seconds(15));
    }
}
