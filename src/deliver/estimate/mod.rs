//! What a project would cost: scenes times takes times tier, in credits and in the client's currency. Credits are summed
//! exactly; each line's money is rounded once, and totals are the sums of the rounded lines, so that every paper adds up.

mod money;
mod pages;
mod table;
#[cfg(test)]
mod tests;

pub use money::{Amount, Money};
pub use pages::pages;
pub use table::csv;

use super::Scope;
use super::decimal::Decimal;
use super::settings::{Estimate as Choices, Tiers};
use crate::store::TakeRecord;
use crate::story::{Credits, Project, Rules, Seconds, Tier, price};

/// Why there is no estimate, or no price on another paper.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EstimateError {
    #[error("\"{0}\" is no currency; write its three letters, like EUR")]
    NoCurrency(String),
    #[error("{old} is no longer paid with; write {new}")]
    Replaced { old: &'static str, new: &'static str },
    #[error("the rate is 0; write what one US dollar is in {0}")]
    NoRate(&'static str),
    #[error("the rate is still 1; write what one US dollar is in {0}")]
    RateIsOne(&'static str),
    #[error("one US dollar is one US dollar; write 1 as the rate, or the currency that {0} is the rate of")]
    RateOfDollars(Decimal),
    #[error("0 takes of each scene cost nothing; write 1 or more")]
    NoTakes,
    #[error("\"{name}\" costs {amount}, and {code} is not paid in parts that small; write a rounded amount")]
    TooFine { name: String, amount: Decimal, code: &'static str },
    #[error("a fixed item of {0} has no name; write what it is for")]
    NoName(Decimal),
}

/// An estimate, worked out. Every paper of it prints these very amounts.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    pub lines: Vec<Line>,
    /// What follows the lines, in order: once, or once for each tier.
    pub sums: Vec<SumLine>,
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
    pub amount: Amount,
    /// Spent on the scene so far, whatever the tier; nothing in a further line of the same scene.
    pub spent: Option<Spent>,
}

/// A line below the scenes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SumLine {
    pub kind: SumKind,
    /// As people read it: `Markup 15 %`.
    pub label: String,
    /// `None` when each scene stands in its own tier.
    pub tier: Option<Tier>,
    /// Of the scenes above, told once.
    pub credits: Option<Credits>,
    pub amount: Amount,
}

/// What a line below the scenes is. Those from one total to the next add up to it: subtotal, markup and items to what is
/// taxed, that and the tax to the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SumKind {
    /// The scenes together.
    Subtotal,
    Markup,
    /// Something of a fixed price.
    Item,
    /// Everything before tax.
    Net,
    Tax,
    Total,
}

impl SumKind {
    /// As tables name it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Subtotal => "subtotal",
            Self::Markup => "markup",
            Self::Item => "item",
            Self::Net => "net",
            Self::Tax => "tax",
            Self::Total => "total",
        }
    }
}

/// What was spent so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    pub takes: usize,
    pub credits: Credits,
    pub amount: Amount,
}

/// Works an estimate out.
///
/// # Errors
/// When something that was chosen cannot be right, in a sentence.
pub fn estimate(
    project: &Project,
    scope: Scope,
    takes: &[TakeRecord],
    choices: &Choices,
    rules: &Rules,
) -> Result<Estimate, EstimateError> {
    let money = Money::new(choices, rules)?;
    if choices.takes == 0 {
        return Err(EstimateError::NoTakes);
    }
    let items = items(choices, &money)?;
    let spent_on = |scene: &crate::story::SceneId| {
        let paid = takes.iter().filter(|take| take.scene == *scene && take.credits > Credits::ZERO);
        let (count, credits) = paid.fold((0, Credits::ZERO), |(n, sum), take| (n + 1, sum.plus(take.credits)));
        Spent { takes: count, credits, amount: money.line(credits) }
    };
    let mut lines = Vec::new();
    let mut spent = Spent::default();
    for (at, scene) in scope.scenes(project) {
        let here = spent_on(&scene.id);
        spent.takes += here.takes;
        spent.credits = spent.credits.plus(here.credits);
        spent.amount = spent.amount.plus(here.amount);
        for (number, &tier) in choices.tiers.of(scene.tier).iter().enumerate() {
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
                amount: money.line(credits),
                // A scene in both tiers was paid for once.
                spent: (number == 0).then_some(here),
            });
        }
    }
    let sums = match choices.tiers {
        Tiers::AsSet => sums(&lines, None, choices, &money, &items),
        Tiers::Standard | Tiers::Pro | Tiers::Both => {
            let tiers = choices.tiers.of(Tier::Standard).iter();
            tiers.flat_map(|&tier| sums(&lines, Some(tier), choices, &money, &items)).collect()
        }
    };
    Ok(Estimate { lines, sums, spent: choices.spent.then_some(spent), money })
}

/// The fixed items with their amounts.
fn items(choices: &Choices, money: &Money) -> Result<Vec<(String, Amount)>, EstimateError> {
    let item = |item: &super::settings::FixedItem| {
        let name = item.name.trim().to_owned();
        if name.is_empty() {
            return Err(EstimateError::NoName(item.amount));
        }
        let too_fine = EstimateError::TooFine { name: name.clone(), amount: item.amount, code: money.code() };
        Ok((name, money.typed(item.amount).ok_or(too_fine)?))
    };
    choices.items.iter().map(item).collect()
}

/// What follows the lines of a tier, or of all.
fn sums(
    lines: &[Line],
    tier: Option<Tier>,
    choices: &Choices,
    money: &Money,
    items: &[(String, Amount)],
) -> Vec<SumLine> {
    let meant = || lines.iter().filter(|line| tier.is_none_or(|tier| line.tier == tier));
    let credits: Credits = meant().map(|line| line.credits).sum();
    let scenes: Amount = meant().map(|line| line.amount).sum();
    let of_tier = tier.map_or_else(String::new, |tier| format!(" {}", tier.label()));
    let mut sums = Vec::new();
    let mut add = |kind, label: String, credits, amount| {
        sums.push(SumLine { kind, label, tier, credits, amount });
    };
    let markup = money.markup_beside();
    let has_parts = markup.is_some() || !items.is_empty();
    if has_parts {
        add(SumKind::Subtotal, format!("Subtotal{of_tier}"), Some(credits), scenes);
    }
    let mut net = scenes;
    if let Some(markup) = markup {
        let amount = scenes.share(markup);
        net = net.plus(amount);
        add(SumKind::Markup, format!("Markup {markup} %"), None, amount);
    }
    for (name, amount) in items {
        net = net.plus(*amount);
        add(SumKind::Item, name.clone(), None, *amount);
    }
    let mut total = net;
    let credits = (!has_parts).then_some(credits);
    if choices.tax > Decimal::default() {
        let tax = net.share(choices.tax);
        total = net.plus(tax);
        let name = choices.tax_name.trim();
        let name = if name.is_empty() { "Tax" } else { name };
        add(SumKind::Net, format!("Total before {name}{of_tier}"), credits, net);
        add(SumKind::Tax, format!("{name} {} %", choices.tax), None, tax);
        add(SumKind::Total, format!("Total{of_tier}"), None, total);
    } else {
        add(SumKind::Total, format!("Total{of_tier}"), credits, total);
    }
    sums
}
