//! Decimal numbers as people type them, kept exactly: a markup in per cent, a currency's rate.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A number of at least 0 with at most six decimals, below a million million.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Decimal {
    millionths: u64,
}

/// A text that is no such number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no number; write it like 12.5")]
pub struct NoDecimal(String);

impl Decimal {
    const DECIMALS: usize = 6;
    const MOST_WHOLE: u64 = 999_999_999_999;

    #[must_use]
    pub fn whole(n: u32) -> Self {
        Self { millionths: u64::from(n) * 1_000_000 }
    }

    #[must_use]
    pub fn millionths(self) -> u64 {
        self.millionths
    }
}

impl FromStr for Decimal {
    type Err = NoDecimal;

    fn from_str(text: &str) -> Result<Self, NoDecimal> {
        let bad = || NoDecimal(text.trim().to_owned());
        let plain = text.trim().trim_end_matches('%').trim_end().replace(',', ".");
        let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + part.len() == 0 || !digits(whole) || !digits(part) || part.len() > Self::DECIMALS {
            return Err(bad());
        }
        let number = |text: &str| if text.is_empty() { Ok(0) } else { text.parse::<u64>() };
        let whole = number(whole).ok().filter(|whole| *whole <= Self::MOST_WHOLE).ok_or_else(bad)?;
        let part = number(&format!("{part:0<6}")).map_err(|_| bad())?;
        Ok(Self { millionths: whole * 1_000_000 + part })
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = format!("{:06}", self.millionths % 1_000_000);
        let part = part.trim_end_matches('0');
        let whole = self.millionths / 1_000_000;
        if part.is_empty() { write!(f, "{whole}") } else { write!(f, "{whole}.{part}") }
    }
}

impl TryFrom<String> for Decimal {
    type Error = NoDecimal;

    fn try_from(text: String) -> Result<Self, NoDecimal> {
        text.parse()
    }
}

impl From<Decimal> for String {
    fn from(decimal: Decimal) -> Self {
        decimal.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them_and_kept_exactly() {
        for (text, millionths, told) in [
            ("12.5", 12_500_000, "12.5"),
            (" 12,50 % ", 12_500_000, "12.5"),
            ("0.92", 920_000, "0.92"),
            (".5", 500_000, "0.5"),
            ("5.", 5_000_000, "5"),
            ("0", 0, "0"),
            ("0.000001", 1, "0.000001"),
            ("999999999999.999999", 999_999_999_999_999_999, "999999999999.999999"),
        ] {
            let decimal: Decimal = text.parse().unwrap();
            assert_eq!((decimal.millionths(), decimal.to_string()), (millionths, told.to_owned()), "{text}");
        }
        for bad in ["", ".", "-1", "1e3", "1.0000001", "1.2.3", "1,000.5", "ten", "1000000000000", "+1"] {
            assert!(bad.parse::<Decimal>().is_err(), "{bad}");
        }
    }
}
