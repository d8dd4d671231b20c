//! How amounts of money are written, the same everywhere: credits with dollars beside them; dollars with their cents where
//! there is room for one of the two alone.

use super::credits::Credits;
use super::rules::Prices;

impl Prices {
    /// `507 credits · $2.54`.
    #[must_use]
    pub fn amount(&self, credits: Credits) -> String {
        format!("{credits} · {}", self.cents(credits))
    }

    /// `$2.54`.
    #[must_use]
    pub fn cents(&self, credits: Credits) -> String {
        self.usd(credits).in_cents()
    }

    /// How a sum stands to a project's cap: `$6.08 of $40.00`, `$1.83 over the cap of $5.00`, `$6.08, no cap`.
    #[must_use]
    pub fn beside_cap(&self, sum: Credits, cap: Option<Credits>) -> String {
        match cap {
            Some(cap) if sum > cap => format!("{} over the cap of {}", self.cents(sum.minus(cap)), self.cents(cap)),
            Some(cap) => format!("{} of {}", self.cents(sum), self.cents(cap)),
            None => format!("{}, no cap", self.cents(sum)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::rules::shipped;

    #[test]
    fn amounts_are_written_one_way() {
        let prices = shipped().prices;
        assert_eq!(prices.amount(Credits::whole(507)), "507 credits · $2.54");
        assert_eq!(prices.amount(Credits::hundredths(40_050)), "400.5 credits · $2.00");
        assert_eq!(prices.amount(Credits::ZERO), "0 credits · $0.00");
        assert_eq!(prices.cents(Credits::whole(1_000_000)), "$5,000.00");
    }

    #[test]
    fn more_than_the_cap_is_told_in_words() {
        let prices = shipped().prices;
        let (sum, cap) = (Credits::whole(1366), Credits::whole(1000));
        assert_eq!(prices.beside_cap(sum, Some(cap)), "$1.83 over the cap of $5.00");
        assert_eq!(prices.beside_cap(cap, Some(cap)), "$5.00 of $5.00");
        assert_eq!(prices.beside_cap(Credits::whole(507), Some(cap)), "$2.54 of $5.00");
        assert_eq!(prices.beside_cap(Credits::whole(507), None), "$2.54, no cap");
    }
}
