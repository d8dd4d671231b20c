//! What a project would cost: scenes times takes times tier, in whole credits and in the client's currency.
//! Credits are summed exactly; money is worked out from them and rounded once, for showing.

mod pages;
mod table;
#[cfg(test)]
mod tests;

pub use pages::pages;
pub use table::csv;

use super::Scope;
use super::settings::{Estimate as Choices, Tiers};
use crate::store::TakeRecord;
use crate::story::units::grouped;
use crate::story::{Credits, Project, Rules, Seconds, Tier, price};

/// An estimate, worked out.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    pub lines: Vec<Line>,
    /// One, or one for each tier.
    pub totals: Vec<Total>,
    /// What was spent on these scenes so far, when it is to be told.
    pub spent: Option<Spent>,
    pub money: Money,
}

/// A scene in a tier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Counted from 0.
    pub scene: usize,
    pub title: String,
    pub seconds: Seconds,
    pub tier: Tier,
    pub takes: u32,
    /// Of one take.
    pub each: Credits,
    pub credits: Credits,
    /// Spent on the scene so far, whatever the tier.
    pub spent: Credits,
}

/// The sum of the lines of a tier, or of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// `None` when each scene stands in its own.
    pub tier: Option<Tier>,
    pub credits: Credits,
}

/// What was spent so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent {
    pub takes: usize,
    pub credits: Credits,
}

/// Works an estimate out.
#[must_use]
pub fn estimate(project: &Project, scope: Scope, takes: &[TakeRecord], choices: &Choices, rules: &Rules) -> Estimate {
    let paid = |scene: &crate::story::SceneId| {
        takes.iter().filter(move |take| take.scene == *scene && take.credits > Credits::ZERO).collect::<Vec<_>>()
    };
    let mut lines = Vec::new();
    let mut spent = Spent { takes: 0, credits: Credits::ZERO };
    for (at, scene) in scope.scenes(project) {
        let paid = paid(&scene.id);
        let spent_here: Credits = paid.iter().map(|take| take.credits).sum();
        spent.takes += paid.len();
        spent.credits = spent.credits.plus(spent_here);
        for &tier in choices.tiers.of(scene.tier) {
            let each = price::of_scene_in(scene, tier, rules).credits;
            let credits = each.times(u64::from(choices.takes));
            lines.push(Line {
                scene: at,
                title: scene.title(at),
                seconds: scene.seconds(),
                tier,
                takes: choices.takes,
                each,
                credits,
                spent: spent_here,
            });
        }
    }
    let sum = |of: &dyn Fn(&Line) -> bool| lines.iter().filter(|line| of(line)).map(|line| line.credits).sum();
    let totals = match choices.tiers {
        Tiers::AsSet => vec![Total { tier: None, credits: sum(&|_| true) }],
        Tiers::Standard | Tiers::Pro | Tiers::Both => choices
            .tiers
            .of(Tier::Standard)
            .iter()
            .map(|&tier| Total { tier: Some(tier), credits: sum(&|line| line.tier == tier) })
            .collect(),
    };
    Estimate { lines, totals, spent: choices.spent.then_some(spent), money: Money::new(choices, rules) }
}

/// How credits become money for the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// Upper case, `USD` where nothing is said.
    pub currency: String,
    credit_usd_micros: u64,
    rate_millionths: u64,
    /// Millionths of one per cent.
    markup_millionths: u64,
}

impl Money {
    fn new(choices: &Choices, rules: &Rules) -> Self {
        let currency = choices.currency.trim().to_uppercase();
        Self {
            currency: if currency.is_empty() { "USD".to_owned() } else { currency },
            credit_usd_micros: rules.prices.credit_usd_micros,
            rate_millionths: choices.rate.millionths(),
            markup_millionths: choices.markup.millionths(),
        }
    }

    /// What the provider charges, in the client's currency.
    #[must_use]
    pub fn plain(&self, credits: Credits) -> String {
        self.shown(credits, PERCENT)
    }

    /// The markup on top of it.
    #[must_use]
    pub fn markup(&self, credits: Credits) -> String {
        self.shown(credits, u128::from(self.markup_millionths))
    }

    /// Both together.
    #[must_use]
    pub fn full(&self, credits: Credits) -> String {
        self.shown(credits, PERCENT + u128::from(self.markup_millionths))
    }

    /// Such an amount without its currency, for tables: `1234.50`.
    #[must_use]
    pub fn full_plain_number(&self, credits: Credits) -> String {
        let (whole, part) = self.parts(credits, PERCENT + u128::from(self.markup_millionths));
        if self.decimals() == 0 { whole.to_string() } else { format!("{whole}.{part:02}") }
    }

    fn shown(&self, credits: Credits, share: u128) -> String {
        let (whole, part) = self.parts(credits, share);
        let whole = grouped(u64::try_from(whole).unwrap_or(u64::MAX));
        let number = if self.decimals() == 0 { whole } else { format!("{whole}.{part:02}") };
        match self.currency.as_str() {
            "USD" => format!("${number}"),
            "EUR" => format!("€{number}"),
            "GBP" => format!("£{number}"),
            other => format!("{other} {number}"),
        }
    }

    /// Whole units and hundredths of so much per cent (in millionths) of what credits cost, rounded half up once.
    fn parts(&self, credits: Credits, share: u128) -> (u128, u128) {
        // Every factor is below 2^64 but the share, so it is taken step by step, far from overflow.
        let usd_micros = u128::from(credits.as_hundredths()) * u128::from(self.credit_usd_micros) / 100;
        let unit: u128 = if self.decimals() == 0 { 1 } else { 100 };
        let divisor = 1_000_000 * 1_000_000 * PERCENT;
        let exact = usd_micros
            .checked_mul(u128::from(self.rate_millionths))
            .and_then(|product| product.checked_mul(share))
            .and_then(|product| product.checked_mul(unit));
        let smallest = match exact {
            Some(exact) => exact.saturating_add(divisor / 2) / divisor,
            // Sums that no client is asked for: exact enough, and no panic.
            None => {
                (usd_micros / 1_000_000)
                    .saturating_mul(u128::from(self.rate_millionths) / 1_000_000)
                    .saturating_mul(share / 1_000_000)
                    .saturating_mul(unit)
                    / 100
            }
        };
        (smallest / unit, smallest % unit)
    }

    fn decimals(&self) -> u8 {
        match self.currency.as_str() {
            "JPY" | "KRW" | "VND" | "CLP" | "ISK" => 0,
            _ => 2,
        }
    }
}

/// All of it, in millionths of one per cent.
const PERCENT: u128 = 100 * 1_000_000;
