//! Quantities with their units: whole seconds, dollars for showing, frames of an animatic.

use std::fmt;
use std::iter::Sum;

use serde::{Deserialize, Serialize};

/// A length in whole seconds, at least 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seconds(pub u32);

impl Seconds {
    pub const ZERO: Self = Self(0);

    /// The sum, at most `u32::MAX` seconds: a hostile project must not overflow.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference, at least 0.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// How many animatic frames this lasts.
    #[must_use]
    pub fn frames(self) -> FrameNumber {
        FrameNumber(u64::from(self.0) * u64::from(FRAME_RATE))
    }
}

impl Sum for Seconds {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Self::plus)
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} s", self.0)
    }
}

/// `4120` as `4,120`.
#[must_use]
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// US dollars, in millionths: only for showing, never for arithmetic that decides anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Usd {
    micros: u128,
}

impl Usd {
    #[must_use]
    pub fn from_micros(micros: u128) -> Self {
        Self { micros }
    }

    #[must_use]
    pub fn micros(self) -> u128 {
        self.micros
    }

    /// With cents, rounded half up: `$2.54`.
    #[must_use]
    pub fn in_cents(self) -> String {
        let cents = self.micros.saturating_add(5_000) / 10_000;
        let dollars = u64::try_from(cents / 100).unwrap_or(u64::MAX);
        format!("${}.{:02}", grouped(dollars), cents % 100)
    }

    /// Exact, with at least three decimals and no sign: `2.535`.
    #[must_use]
    pub fn exact(self) -> String {
        let mut decimals = format!("{:06}", self.micros % 1_000_000);
        while decimals.len() > 3 && decimals.ends_with('0') {
            decimals.pop();
        }
        format!("{}.{decimals}", self.micros / 1_000_000)
    }
}

/// Frames a second of every animatic.
pub const FRAME_RATE: u32 = 24;

/// A frame of a scene's animatic, counted from 0; also a length in frames.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameNumber(pub u64);

impl FrameNumber {
    /// The last frame that has begun at this time; a time that is no number or negative is the start.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, which is meant")]
    pub fn at_time(seconds: f64) -> Self {
        Self((seconds * f64::from(FRAME_RATE) + 1e-6).floor() as u64)
    }

    /// When this frame begins, in seconds.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "exact for the first eleven million years")]
    pub fn time(self) -> f64 {
        self.0 as f64 / f64::from(FRAME_RATE)
    }

    /// `mm:ss:ff`, counted from 0, for burning into a picture.
    #[must_use]
    pub fn time_code(self) -> String {
        let rate = u64::from(FRAME_RATE);
        let seconds = self.0 / rate;
        format!("{:02}:{:02}:{:02}", seconds / 60, seconds % 60, self.0 % rate)
    }

    /// `mm:ss.t`, for reading along while it plays.
    #[must_use]
    pub fn clock(self) -> String {
        let rate = u64::from(FRAME_RATE);
        let seconds = self.0 / rate;
        format!("{:02}:{:02}.{}", seconds / 60, seconds % 60, self.0 % rate * 10 / rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_rounded_half_up_for_showing_and_exact_beside_it() {
        let usd = |credits: u128| Usd::from_micros(credits * 5_000);
        assert_eq!(usd(507).in_cents(), "$2.54");
        assert_eq!(usd(507).exact(), "2.535");
        assert_eq!(usd(135).in_cents(), "$0.68");
        assert_eq!(usd(135).exact(), "0.675");
        assert_eq!(usd(0).in_cents(), "$0.00");
        assert_eq!(usd(0).exact(), "0.000");
        assert_eq!(usd(1_000_000).in_cents(), "$5,000.00");
        assert_eq!(usd(1_000_000).exact(), "5000.000");
        assert_eq!(Usd::from_micros(1_234_567).exact(), "1.234567");
    }

    #[test]
    fn times_name_the_frame_that_shows() {
        assert_eq!(FrameNumber::at_time(0.0), FrameNumber(0));
        assert_eq!(FrameNumber::at_time(-3.0), FrameNumber(0));
        assert_eq!(FrameNumber::at_time(f64::NAN), FrameNumber(0));
        for n in 0..1000 {
            assert_eq!(FrameNumber::at_time(FrameNumber(n).time()), FrameNumber(n));
        }
        assert_eq!(FrameNumber(24 * 61 + 5).time_code(), "01:01:05");
        assert_eq!(FrameNumber(154).clock(), "00:06.4");
    }

    #[test]
    fn hostile_lengths_do_not_overflow() {
        let total: Seconds = [Seconds(u32::MAX), Seconds(u32::MAX)].into_iter().sum();
        assert_eq!(total, Seconds(u32::MAX));
        assert_eq!(total.frames(), FrameNumber(u64::from(u32::MAX) * 24));
    }
}
