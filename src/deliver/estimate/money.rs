//! The client's money: from credits to amounts in a currency, each rounded once to what that currency is paid in.

use std::iter::Sum;

use iso_currency::Currency;

use super::EstimateError;
use crate::deliver::decimal::Decimal;
use crate::deliver::settings::Estimate as Choices;
use crate::story::units::grouped;
use crate::story::{Credits, Rules};

/// All of it, in millionths of one per cent.
const PERCENT: u128 = 100 * MILLION;
const MILLION: u128 = 1_000_000;
/// What one US dollar is by law in these, so that a rate of 1 is no rate that was forgotten.
const PEGGED_TO_DOLLAR: [Currency; 3] = [Currency::BSD, Currency::BMD, Currency::PAB];

/// An amount in the smallest unit that its currency is paid in: cents, yen, fils. Amounts on paper are sums of these, so
/// that whoever adds the lines up comes to the total.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(u128);

impl Amount {
    pub const ZERO: Self = Self(0);

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// So much per cent of it, rounded half up.
    #[must_use]
    pub fn share(self, percent: Decimal) -> Self {
        let exact = self.0.saturating_mul(u128::from(percent.millionths()));
        Self(exact.saturating_add(PERCENT / 2) / PERCENT)
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Self::plus)
    }
}

/// How credits become money for the client. Every paper that tells a price works it out here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    currency: Currency,
    /// How many digits stand behind the point (ISO 4217).
    decimals: u32,
    credit_usd_micros: u64,
    rate: Decimal,
    /// Within every amount; 0 where it is a line of its own.
    markup_within: Decimal,
    /// On a line of its own; 0 where it is within every amount.
    markup_beside: Decimal,
    shows_credits: bool,
}

impl Money {
    /// # Errors
    /// When there is no such currency, or its rate cannot be right.
    pub fn new(choices: &Choices, rules: &Rules) -> Result<Self, EstimateError> {
        let currency = currency(&choices.currency)?;
        let rate = choices.rate;
        let is_one = rate == Decimal::whole(1);
        if rate == Decimal::default() {
            return Err(EstimateError::NoRate(currency.code()));
        }
        if currency == Currency::USD && !is_one {
            return Err(EstimateError::RateOfDollars(rate));
        }
        if currency != Currency::USD && is_one && !PEGGED_TO_DOLLAR.contains(&currency) {
            return Err(EstimateError::RateIsOne(currency.code()));
        }
        let none = Decimal::default();
        let (within, beside) = if choices.show_markup { (none, choices.markup) } else { (choices.markup, none) };
        Ok(Self {
            currency,
            decimals: u32::from(currency.exponent().unwrap_or(2)),
            credit_usd_micros: rules.prices.credit_usd_micros,
            rate,
            markup_within: within,
            markup_beside: beside,
            shows_credits: choices.shows_credits(),
        })
    }

    /// The currency's three letters.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.currency.code()
    }

    /// The markup that is told on a line of its own; nothing where there is none, or it is within every amount.
    #[must_use]
    pub fn markup_beside(&self) -> Option<Decimal> {
        (self.markup_beside > Decimal::default()).then_some(self.markup_beside)
    }

    /// Whether credits may stand beside amounts.
    #[must_use]
    pub fn shows_credits(&self) -> bool {
        self.shows_credits
    }

    /// What credits cost the client: with the markup, unless that is told on a line of its own. Rounded once, half up.
    #[must_use]
    pub fn line(&self, credits: Credits) -> Amount {
        let share = PERCENT + u128::from(self.markup_within.millionths());
        // Hundredths of a credit, at millionths of a dollar each.
        let usd = u128::from(credits.as_hundredths()) * u128::from(self.credit_usd_micros);
        let rate = u128::from(self.rate.millionths());
        let unit = self.unit();
        let divisor = 100 * MILLION * MILLION * PERCENT;
        let exact = usd.checked_mul(rate).and_then(|all| all.checked_mul(share)).and_then(|all| all.checked_mul(unit));
        Amount(match exact {
            Some(exact) => exact.saturating_add(divisor / 2) / divisor,
            // Sums that no client is asked for: exact enough, and no panic.
            None => {
                (usd / (100 * MILLION))
                    .saturating_mul(rate / MILLION)
                    .saturating_mul(share / MILLION)
                    .saturating_mul(unit)
                    / 100
            }
        })
    }

    /// An amount as it was typed; nothing where it has more decimals than the currency.
    #[must_use]
    pub fn typed(&self, amount: Decimal) -> Option<Amount> {
        let smallest = u128::from(amount.millionths()) * self.unit();
        smallest.is_multiple_of(MILLION).then_some(Amount(smallest / MILLION))
    }

    /// As people read it: `€1,234.50`, `JPY 753`, `KWD 1.234`.
    #[must_use]
    pub fn shown(&self, amount: Amount) -> String {
        let (whole, part) = self.parts(amount);
        let number = format!("{}{part}", grouped(u64::try_from(whole).unwrap_or(u64::MAX)));
        match self.currency {
            Currency::USD => format!("${number}"),
            Currency::EUR => format!("€{number}"),
            Currency::GBP => format!("£{number}"),
            other => format!("{} {number}", other.code()),
        }
    }

    /// As tables have it: `1234.50`.
    #[must_use]
    pub fn number(&self, amount: Amount) -> String {
        let (whole, part) = self.parts(amount);
        format!("{whole}{part}")
    }

    /// The whole units, and the point with what follows it.
    fn parts(&self, amount: Amount) -> (u128, String) {
        let (unit, width) = (self.unit(), self.decimals as usize);
        let part = if width == 0 { String::new() } else { format!(".{:0width$}", amount.0 % unit) };
        (amount.0 / unit, part)
    }

    fn unit(&self) -> u128 {
        10_u128.pow(self.decimals)
    }
}

/// The currency that is meant; US dollars where nothing is said.
fn currency(text: &str) -> Result<Currency, EstimateError> {
    let code = text.trim().to_uppercase();
    if code.is_empty() {
        return Ok(Currency::USD);
    }
    let found = Currency::from_code(&code).filter(|found| found.exponent().is_some() && !found.is_special());
    let found = found.ok_or_else(|| EstimateError::NoCurrency(text.trim().to_owned()))?;
    match found.is_superseded() {
        Some(new) => Err(EstimateError::Replaced { old: found.code(), new: new.code() }),
        None => Ok(found),
    }
}
