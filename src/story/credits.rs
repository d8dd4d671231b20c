//! Money at a service, in credits with two decimals. Everything is computed in these; dollars are for showing.

use std::fmt;
use std::iter::Sum;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::units::{Seconds, grouped};

/// How many of the smallest unit make one credit.
const PARTS: u64 = 100;

/// An amount of credits, counted in hundredths of one; sums saturate. In files a plain number of credits: `135`, `8.48`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Credits {
    hundredths: u64,
}

impl Credits {
    pub const ZERO: Self = Self { hundredths: 0 };
    pub const MAX: Self = Self { hundredths: u64::MAX };

    #[must_use]
    pub const fn whole(credits: u64) -> Self {
        Self { hundredths: credits.saturating_mul(PARTS) }
    }

    #[must_use]
    pub const fn hundredths(hundredths: u64) -> Self {
        Self { hundredths }
    }

    /// As a service writes it: a number of credits, rounded to hundredths. A debt is 0; what is no number is nothing.
    #[must_use]
    pub fn from_number(credits: f64) -> Option<Self> {
        #[expect(clippy::cast_precision_loss, reason = "a hundred")]
        let hundredths = (credits * PARTS as f64).round();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates: a debt is 0")]
        credits.is_finite().then_some(Self { hundredths: hundredths as u64 })
    }

    #[must_use]
    pub const fn as_hundredths(self) -> u64 {
        self.hundredths
    }

    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.hundredths == 0
    }

    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self { hundredths: self.hundredths.saturating_add(other.hundredths) }
    }

    /// The difference, at least 0.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self { hundredths: self.hundredths.saturating_sub(other.hundredths) }
    }

    /// The difference, whichever is more.
    #[must_use]
    pub const fn apart(self, other: Self) -> Self {
        Self { hundredths: self.hundredths.abs_diff(other.hundredths) }
    }

    #[must_use]
    pub const fn times(self, n: u64) -> Self {
        Self { hundredths: self.hundredths.saturating_mul(n) }
    }

    /// Credits for so many seconds at this rate a second.
    #[must_use]
    pub fn for_seconds(self, seconds: Seconds) -> Self {
        self.times(u64::from(seconds.0))
    }

    /// For tables and files: `4120`, `400.5`, without a unit.
    #[must_use]
    pub fn plain(self) -> String {
        format!("{}{}", self.hundredths / PARTS, decimals(self.hundredths % PARTS))
    }

    /// For people, where the unit stands elsewhere: `4,120`, `400.5`.
    #[must_use]
    pub fn number(self) -> String {
        format!("{}{}", grouped(self.hundredths / PARTS), decimals(self.hundredths % PARTS))
    }
}

/// `.5`, `.48`, or nothing.
fn decimals(hundredths: u64) -> String {
    match hundredths {
        0 => String::new(),
        tenths if tenths % 10 == 0 => format!(".{}", tenths / 10),
        hundredths => format!(".{hundredths:02}"),
    }
}

impl Sum for Credits {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Self::plus)
    }
}

impl fmt::Display for Credits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = if *self == Self::whole(1) { "credit" } else { "credits" };
        write!(f, "{} {unit}", self.number())
    }
}

impl Serialize for Credits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.hundredths.is_multiple_of(PARTS) {
            serializer.serialize_u64(self.hundredths / PARTS)
        } else {
            #[expect(clippy::cast_precision_loss, reason = "exact up to 90 thousand billion credits")]
            serializer.serialize_f64(self.hundredths as f64 / PARTS as f64)
        }
    }
}

impl<'de> Deserialize<'de> for Credits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// As files have it.
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Number {
            Whole(u64),
            Parts(f64),
        }
        match Number::deserialize(deserializer).map_err(|_| amount())? {
            Number::Whole(credits) => Ok(Self::whole(credits)),
            Number::Parts(credits) if credits >= 0.0 => Self::from_number(credits).ok_or_else(amount),
            Number::Parts(_) => Err(amount()),
        }
    }
}

fn amount<E: serde::de::Error>() -> E {
    E::custom("credits are a number from 0, like 135 or 8.48")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundredths_are_kept_and_shown_where_there_are_any() {
        let shown = |hundredths| Credits::hundredths(hundredths).to_string();
        assert_eq!([0, 100, 13_500, 412_000].map(shown), ["0 credits", "1 credit", "135 credits", "4,120 credits"]);
        assert_eq!([40_050, 848, 1, 101].map(shown), ["400.5 credits", "8.48 credits", "0.01 credits", "1.01 credits"]);
        assert_eq!(Credits::hundredths(412_050).plain(), "4120.5");
        assert_eq!(Credits::hundredths(848).times(3).plain(), "25.44");
    }

    #[test]
    fn files_have_a_plain_number_and_nothing_is_lost_on_the_way() {
        for hundredths in (0..2_000).chain([40_050, 123_456_789, 9_007_199_254_740_991]) {
            let credits = Credits::hundredths(hundredths);
            let text = serde_json::to_string(&credits).unwrap();
            assert_eq!(serde_json::from_str::<Credits>(&text).unwrap(), credits, "{text}");
            assert_eq!(text.parse::<f64>().ok().and_then(Credits::from_number), Some(credits), "{text}");
        }
        assert_eq!(serde_json::to_string(&Credits::whole(507)).unwrap(), "507");
        assert_eq!(serde_json::to_string(&Credits::hundredths(40_050)).unwrap(), "400.5");
        for wrong in ["-1", "-0.5", "\"7\"", "null", "1e400"] {
            assert!(serde_json::from_str::<Credits>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_services_number_is_read_whatever_it_is() {
        let read = |number| Credits::from_number(number).map(Credits::as_hundredths);
        assert_eq!(read(4120.0), Some(412_000));
        assert_eq!(read(400.5), Some(40_050));
        assert_eq!(read(0.29), Some(29), "not 28");
        assert_eq!(read(-3.0), Some(0));
        assert_eq!(read(1e300), Some(u64::MAX));
        assert_eq!((read(f64::NAN), read(f64::INFINITY)), (None, None));
    }

    #[test]
    fn hostile_amounts_do_not_overflow() {
        assert_eq!(Credits::MAX.for_seconds(Seconds(u32::MAX)), Credits::MAX);
        assert_eq!(Credits::MAX.plus(Credits::whole(1)), Credits::MAX);
        assert_eq!(Credits::whole(u64::MAX), Credits::MAX);
        assert_eq!(Credits::ZERO.minus(Credits::whole(1)), Credits::ZERO);
    }
}
